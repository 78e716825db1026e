// Package starlark runs code cells in Starlark, a dialect of Python without files, network, imports, classes, exceptions,
// f-strings, ** and is. for, while and if may stand outside of functions, recursion and sets are on, and global names may
// be assigned again. Besides Starlark's own functions there are sum, round, json and math.
//
// A dataframe is a list of dicts under its name, one dict a row, and a variable that is a list of dicts is a dataframe.
// A function sees the global names as they were at the end of the cell that defined it.
//
// A cell is stopped after [MaxSteps] steps, when its context ends, or when it takes more than [MaxHeapGrowth] of memory.
// These limits are against mistakes; they do not make it safe to run the code of an enemy. The package knows neither
// notebooks nor databases.
package starlark

import (
	"context"
	"fmt"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"hextui/hex/emulator/kernel/engine"
)

// dialect is Starlark with what notebooks are used to.
func dialect() *syntax.FileOptions {
	return &syntax.FileOptions{Set: true, While: true, TopLevelControl: true, GlobalReassign: true, Recursion: true}
}

// MaxSource is how many bytes a source may have: the parser's stack grows with what nests in it.
const MaxSource = 256 << 10

// lastValue is the variable that holds the value of a cell's last line, as in other notebooks.
const lastValue = "_"

// Namespace is the variables that the cells of one notebook share.
type Namespace struct {
	vars starlark.StringDict
}

// New is a namespace with nothing but the functions that are always there.
func New() *Namespace { return &Namespace{vars: builtins()} }

// Run runs a source.
func (n *Namespace) Run(ctx context.Context, s engine.Source) (engine.Output, error) {
	name, source := s.Cell, s.Text
	if len(source) > MaxSource {
		return engine.Output{}, fmt.Errorf("the CODE cell has %d bytes; the built-in Python dialect runs at most %d",
			len(source), MaxSource)
	}
	file, err := dialect().Parse(name, source, 0)
	if err != nil {
		return engine.Output{}, failed(err, source)
	}
	n.unfold(file, s.Notebook.Frame)
	shows := keepLast(file)
	guard(file)
	var out printed
	thread := &starlark.Thread{Name: name, Print: func(_ *starlark.Thread, line string) { out.line(line) }}
	release := watch(ctx, thread)
	err = starlark.ExecREPLChunk(file, thread, n.vars)
	release()
	var rows *engine.Frame
	if err == nil && shows {
		rows, err = n.display(&out)
	}
	switch {
	case err != nil && ctx.Err() != nil:
		err = context.Cause(ctx)
	case err != nil:
		err = failed(err, source)
	}
	made := engine.Output{Printed: out.text.String(), Rows: rows}
	if rows != nil {
		made.Total = len(rows.Rows)
	}
	return made, err
}

// unfold makes variables of the dataframes that the file names.
func (n *Namespace) unfold(file *syntax.File, frames func(string) *engine.Frame) {
	syntax.Walk(file, func(node syntax.Node) bool {
		if id, ok := node.(*syntax.Ident); ok && n.vars[id.Name] == nil {
			if f := frames(id.Name); f != nil {
				n.vars[id.Name] = listOf(f)
			}
		}
		return true
	})
}

// Set gives a variable a value as templates have it.
func (n *Namespace) Set(name string, value any) { n.vars[name] = fromValue(value) }

// Forget takes a variable away.
func (n *Namespace) Forget(name string) { delete(n.vars, name) }

// Value is a variable as templates have it; false for none, and for what they do not know, such as functions.
func (n *Namespace) Value(_ context.Context, name string) (any, bool) {
	v, ok := n.vars[name]
	if !ok || weigh(v, maxText) != nil {
		return nil, false
	}
	return toValue(v)
}

// Shapes are those of all variables.
func (n *Namespace) Shapes() map[string]engine.Shape {
	all := make(map[string]engine.Shape, len(n.vars))
	for name, v := range n.vars {
		list, isList := v.(*starlark.List)
		_, isRows := asRows(v)
		switch {
		case name == lastValue || strings.HasPrefix(name, guardPrefix):
		case isRows:
			all[name] = engine.Rows
		case isList && list.Len() == 0:
			all[name] = engine.Empty
		default:
			all[name] = engine.NoRows
		}
	}
	return all
}

// Frame is a variable that is a list of dicts as a frame.
func (n *Namespace) Frame(_ context.Context, name string) (*engine.Frame, error) {
	list, ok := n.vars[name].(*starlark.List)
	if !ok {
		return nil, fmt.Errorf("%s is no list of dicts", name)
	}
	return frameOf(list)
}

// Close forgets all variables.
func (n *Namespace) Close() error {
	clear(n.vars)
	return nil
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

// display is the last value as rows if it is some; anything else but None is printed.
func (n *Namespace) display(out *printed) (*engine.Frame, error) {
	v := n.vars[lastValue]
	if rows, ok := asRows(v); ok {
		if f, err := frameOf(rows); err == nil {
			return f, nil
		}
	}
	if v == nil || v == starlark.None {
		return nil, nil
	}
	if err := weigh(v, maxText); err != nil {
		return nil, fmt.Errorf("the value of the last line cannot be shown: %w", err)
	}
	out.line(v.String())
	return nil, nil
}

// printed is what a cell prints, up to a limit.
type printed struct {
	text strings.Builder
	cut  bool
}

func (o *printed) line(text string) {
	if o.cut {
		return
	}
	if room := engine.MaxOutput - o.text.Len(); len(text)+1 > room {
		o.cut = true
		text = strings.ToValidUTF8(text[:max(0, min(room, len(text)))], "") +
			"\n… output cut after " + fmt.Sprint(engine.MaxOutput) + " bytes"
	}
	o.text.WriteString(text + "\n")
}
