package kernel

import (
	"context"
	"fmt"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// dialect is Starlark with what notebooks are used to.
func dialect() *syntax.FileOptions {
	return &syntax.FileOptions{Set: true, While: true, TopLevelControl: true, GlobalReassign: true, Recursion: true}
}

// maxCode is how many bytes the source of a CODE cell may have: the parser's stack grows with what nests in it.
const maxCode = 256 << 10

// lastValue is the variable that holds the value of a cell's last line, as in other notebooks.
const lastValue = "_"

// runCode runs a CODE cell.
func (s *Session) runCode(ctx context.Context, c Cell) (*Result, error) {
	if len(c.Source) > maxCode {
		return &Result{}, fmt.Errorf("the CODE cell has %d bytes; the built-in Python dialect runs at most %d", len(c.Source), maxCode)
	}
	file, err := dialect().Parse(c.name(), c.Source, 0)
	if err != nil {
		return &Result{}, c.codeFailure(err)
	}
	s.unfold(file)
	shows := keepLast(file)
	guardFile(file)
	var out output
	thread := &starlark.Thread{Name: c.name(), Print: func(_ *starlark.Thread, line string) { out.line(line) }}
	meter := newMeter(thread)
	defer meter.watch(ctx)()
	err = starlark.ExecREPLChunk(file, thread, s.vars)
	s.publish()
	res := &Result{}
	if err == nil && shows {
		res.Table, err = s.display(&out)
	}
	res.Stdout = out.String()
	switch {
	case err != nil && ctx.Err() != nil:
		return res, context.Cause(ctx)
	case err != nil:
		return res, c.codeFailure(err)
	}
	return res, nil
}

// unfold makes variables of the dataframes that the file names.
func (s *Session) unfold(file *syntax.File) {
	syntax.Walk(file, func(n syntax.Node) bool {
		id, ok := n.(*syntax.Ident)
		if !ok {
			return true
		}
		df := s.frames.byName[strings.ToLower(id.Name)]
		if df != nil && df.name == id.Name && df.frame != nil {
			s.vars[id.Name] = listOf(df.frame)
			s.frames.bind(id.Name, s.vars[id.Name].(*starlark.List))
		}
		return true
	})
}

// publish makes dataframes of the variables that are lists of dicts.
func (s *Session) publish() {
	for name, v := range s.vars {
		list, isList := v.(*starlark.List)
		_, isRows := asRows(v)
		switch {
		case name == lastValue:
		case isRows, isList && list.Len() == 0 && s.frames.has(name):
			s.frames.bind(name, list)
		default:
			s.frames.drop(name)
		}
	}
}

// keepLast turns a last line that is an expression into an assignment, so that its value can be shown.
func keepLast(file *syntax.File) bool {
	n := len(file.Stmts)
	if n == 0 {
		return false
	}
	last, ok := file.Stmts[n-1].(*syntax.ExprStmt)
	if !ok {
		return false
	}
	start, _ := last.X.Span()
	file.Stmts[n-1] = &syntax.AssignStmt{OpPos: start, Op: syntax.EQ, LHS: &syntax.Ident{NamePos: start, Name: lastValue}, RHS: last.X}
	return true
}

// display is the last value as a table if it is rows; anything else but None is printed.
func (s *Session) display(out *output) (*Table, error) {
	v := s.vars[lastValue]
	if rows, ok := asRows(v); ok {
		if f, err := frameOf(rows); err == nil {
			return f.table(s.opts.RowLimit, len(f.rows), true), nil
		}
	}
	if v == nil || v == starlark.None {
		return nil, nil
	}
	if _, err := weigh(v, maxTextBytes); err != nil {
		return nil, fmt.Errorf("the value of the last line cannot be shown: %w", err)
	}
	out.line(v.String())
	return nil, nil
}

// output is what a cell prints, up to a limit.
type output struct {
	b   strings.Builder
	cut bool
}

func (o *output) line(text string) {
	if o.cut {
		return
	}
	if room := MaxStdout - o.b.Len(); len(text)+1 > room {
		o.cut = true
		text = strings.ToValidUTF8(text[:max(0, min(room, len(text)))], "") + "\n… output cut after " + fmt.Sprint(MaxStdout) + " bytes"
	}
	o.b.WriteString(text + "\n")
}

func (o *output) String() string { return o.b.String() }
