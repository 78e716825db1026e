package kernel

import (
	"strings"

	"go.starlark.net/syntax"
)

// touches is what a cell has to do with the namespace: names it may read, and names it makes.
type touches struct{ reads, makes map[string]bool }

// Upstream is the cells that RunCell would run for id, in notebook order, the cell itself last; nil when there is no such
// cell. It goes by names, so it may take a cell too many, for instance for a column that is called like a dataframe. Names
// in SQL count in any case of letters.
func Upstream(cells []Cell, id string) []Cell {
	target := -1
	for i, c := range cells {
		if c.ID == id {
			target = i
		}
	}
	if target < 0 {
		return nil
	}
	needed := map[string]bool{}
	take := make([]bool, target+1)
	for i := target; i >= 0; i-- {
		t := touch(cells[i])
		for name := range t.makes {
			take[i] = take[i] || needed[name]
		}
		if !take[i] && i != target {
			continue
		}
		take[i] = true
		if cells[i].Kind == SQL { // code may keep a part of what a name held before
			for name := range t.makes {
				delete(needed, name)
			}
		}
		for name := range t.reads {
			needed[name] = true
		}
	}
	var out []Cell
	for i, c := range cells[:target+1] {
		if take[i] {
			out = append(out, c)
		}
	}
	return out
}

// touch looks at a cell without running it. All names are in lower case.
func touch(c Cell) touches {
	t := touches{reads: map[string]bool{}, makes: map[string]bool{}}
	switch c.Kind {
	case SQL:
		for name := range sqlNames(c.Source) {
			t.reads[name] = true
		}
		t.parameters(c.Source)
		if c.OutputDataframe != "" {
			t.makes[strings.ToLower(c.OutputDataframe)] = true
		}
	case Markdown:
		t.parameters(c.Source)
	case Code:
		t.code(c.Source)
	}
	return t
}

func (t *touches) parameters(source string) {
	for _, name := range Parameters(source) {
		t.reads[strings.ToLower(name)] = true
	}
}

// code takes every identifier for read, and for made what is assigned, defined, looped over or called upon: rows may be
// changed in place. Source that cannot be parsed touches nothing; running it says why.
func (t *touches) code(source string) {
	if len(source) > maxCode {
		return
	}
	file, err := dialect().Parse("", source, 0)
	if err != nil {
		return
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Ident:
			t.reads[strings.ToLower(n.Name)] = true
		case *syntax.AssignStmt:
			t.assigned(n.LHS)
		case *syntax.DefStmt:
			t.assigned(n.Name)
		case *syntax.ForStmt:
			t.assigned(n.Vars)
			t.assigned(n.X)
		case *syntax.CallExpr:
			if method, ok := n.Fn.(*syntax.DotExpr); ok {
				t.assigned(method.X)
			}
		}
		return true
	})
}

// assigned notes the names on the left side of an assignment.
func (t *touches) assigned(e syntax.Expr) {
	switch e := e.(type) {
	case *syntax.Ident:
		t.makes[strings.ToLower(e.Name)] = true
	case *syntax.IndexExpr:
		t.assigned(e.X)
	case *syntax.DotExpr:
		t.assigned(e.X)
	case *syntax.ParenExpr:
		t.assigned(e.X)
	case *syntax.TupleExpr:
		for _, x := range e.List {
			t.assigned(x)
		}
	case *syntax.ListExpr:
		for _, x := range e.List {
			t.assigned(x)
		}
	}
}
