package kernel

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/sqltext"
)

// runCode runs a CODE cell.
func (s *Session) runCode(ctx context.Context, c Cell) (*Result, error) {
	out, err := s.code.Run(ctx, engine.Source{Cell: c.name(), Text: c.Source, Notebook: notebook{s}})
	s.publish()
	res := &Result{Stdout: out.Printed, Figures: out.Figures}
	if out.Rows != nil {
		res.Table = table(out.Rows, s.opts.RowLimit, out.Total, true)
	}
	return res, err
}

// publish makes dataframes of the variables that are rows.
func (s *Session) publish() {
	shapes := s.code.Shapes()
	for name, shape := range shapes {
		if shape == engine.Rows || shape == engine.Empty && s.frames.named(name) != nil {
			s.frames.bind(name)
		} else {
			s.frames.drop(name)
		}
	}
	s.frames.keepVariables(func(name string) bool { return shapes[name] != engine.NoRows })
}

// notebook is a session as its code sees it.
type notebook struct{ *Session }

// Frame is the rows of a dataframe that is no variable yet; from now on it is one.
func (n notebook) Frame(name string) *engine.Frame {
	df := n.frames.named(name)
	if df == nil || df.frame == nil {
		return nil
	}
	frame := df.frame
	n.frames.bind(name)
	return frame
}

// Connected says whether there is a data connection of that name.
func (n notebook) Connected(ctx context.Context, connection string) error {
	_, err := n.connection(ctx, connection)
	return err
}

func (n notebook) connection(ctx context.Context, name string) (string, error) {
	if n.opts.Connection == nil {
		return "", errors.New("there are no data connections here")
	}
	return n.opts.Connection(ctx, name)
}

// Query runs a statement on a data connection, and gives all of its rows or none. It sees no dataframes: code has them.
func (n notebook) Query(ctx context.Context, connection, statement string) (*engine.Frame, error) {
	id, err := n.connection(ctx, connection)
	if err != nil {
		return nil, err
	}
	on, err := n.connect(ctx, Cell{Kind: SQL, Connection: id})
	if err != nil {
		return nil, err
	}
	for name := range sqltext.Reads(statement) {
		plain, qualified := strings.CutPrefix(name, "dataframes.")
		if qualified || n.frames.byName[name] != nil && !n.isTable(name) {
			return nil, fmt.Errorf("query() reads tables of %s; the dataframe %s is the variable of that name", connection, plain)
		}
	}
	a, err := on.Query(ctx, engine.Statement{SQL: statement}, engine.Want{Whole: true})
	if err != nil {
		return nil, n.unstuck(err)
	}
	if !a.Whole {
		const large = "the result has more than %d rows or %d MB: select less of it"
		return nil, fmt.Errorf(large, engine.MaxRows, engine.MaxFrameBytes>>20)
	}
	return a.Frame, nil
}
