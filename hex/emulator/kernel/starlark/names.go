package starlark

import (
	"slices"

	"go.starlark.net/resolve"
	"go.starlark.net/syntax"

	"hextui/hex/emulator/kernel/engine"
)

// Names are the names of a source. One that cannot be parsed has none; running it says why.
func (*Namespace) Names(source string) (names engine.Names) {
	if len(source) > MaxSource {
		return names
	}
	file, err := dialect().Parse("", source, 0)
	if err != nil {
		return names
	}
	elsewhere := func(string) bool { return true } // what the source does not make, another cell may
	if resolve.File(file, elsewhere, func(string) bool { return false }) != nil {
		return names
	}
	r := reader{fresh: map[string]bool{}, changed: map[string]bool{}, loops: map[string][]string{}, passed: map[string][]string{}}
	for _, statement := range file.Stmts {
		r.read(statement)
	}
	for name, of := range r.loops { // rows that are changed one by one
		if r.changed[name] {
			r.made = append(r.made, of...)
		}
	}
	for name := range r.fresh {
		names.Fresh = append(names.Fresh, name)
	}
	names.Needed, names.Made = r.needed, append(r.made, names.Fresh...)
	names.Altering, names.Passed = r.altering, r.passed
	return names
}

// reader finds out what the statements of a source do with names.
type reader struct {
	needed, made   []string
	fresh, changed map[string]bool
	loops          map[string][]string // what a name goes through the parts of
	altering       []string
	passed         map[string][]string
}

// read looks at a statement on the outermost level, whose names are new once it has run.
func (r *reader) read(statement syntax.Stmt) {
	var whole []*syntax.Ident
	targets := map[*syntax.Ident]bool{}
	switch s := statement.(type) {
	case *syntax.AssignStmt:
		if s.Op == syntax.EQ {
			whole = bare(s.LHS)
		}
	case *syntax.DefStmt:
		whole = []*syntax.Ident{s.Name}
	}
	for _, name := range whole {
		targets[name] = true
	}
	kept := map[string]bool{} // given within the statement, by a loop
	syntax.Walk(statement, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Ident:
			if global(n) && !r.fresh[n.Name] && !kept[n.Name] && !targets[n] {
				r.needed = append(r.needed, n.Name)
			}
		case *syntax.AssignStmt:
			given := bare(n.LHS)
			for _, name := range roots(n.LHS) {
				r.make(name)
				if targets[name] = n.Op == syntax.EQ && slices.Contains(given, name); !targets[name] {
					r.changed[name.Name] = true
				}
			}
		case *syntax.DefStmt:
			if r.make(n.Name); alters(n) {
				r.altering = append(r.altering, n.Name.Name)
			}
		case *syntax.ForStmt:
			for _, name := range bare(n.Vars) {
				r.make(name)
				kept[name.Name] = true
				for _, of := range roots(n.X) {
					r.loops[name.Name] = append(r.loops[name.Name], of.Name)
				}
			}
		case *syntax.CallExpr:
			r.pass(n)
			if method, ok := n.Fn.(*syntax.DotExpr); ok && changes(method.Name.Name) {
				for _, name := range roots(method.X) {
					r.make(name)
					r.changed[name.Name] = true
				}
			}
		}
		return true
	})
	for _, name := range whole {
		if global(name) {
			r.fresh[name.Name] = true
		}
	}
}

func (r *reader) make(name *syntax.Ident) {
	if global(name) {
		r.made = append(r.made, name.Name)
	}
}

// global tells whether a name is one that cells share.
func global(name *syntax.Ident) bool {
	b, ok := name.Binding.(*resolve.Binding)
	return ok && (b.Scope == resolve.Global || b.Scope == resolve.Predeclared)
}

// changes tells whether a method changes what it is called of: those of Starlark's lists, dicts and sets that do.
func changes(method string) bool {
	return slices.Contains([]string{"add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault",
		"update"}, method)
}

// bare are the names on the left side of an assignment of which nothing is taken.
func bare(e syntax.Expr) (names []*syntax.Ident) {
	for _, name := range roots(e) {
		if !within(e, name) {
			names = append(names, name)
		}
	}
	return names
}

// within tells whether a name is the root of something that is taken of it: x of "x[0]", "x.y".
func within(e syntax.Expr, name *syntax.Ident) (taken bool) {
	syntax.Walk(e, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.IndexExpr:
			taken = taken || slices.Contains(roots(n.X), name)
		case *syntax.DotExpr:
			taken = taken || slices.Contains(roots(n.X), name)
		}
		return true
	})
	return taken
}

// roots are the names that an expression's value is, or is taken of.
func roots(e syntax.Expr) (names []*syntax.Ident) {
	list := func(all []syntax.Expr) {
		for _, x := range all {
			names = append(names, roots(x)...)
		}
	}
	switch e := e.(type) {
	case *syntax.Ident:
		return []*syntax.Ident{e}
	case *syntax.IndexExpr:
		return roots(e.X)
	case *syntax.DotExpr:
		return roots(e.X)
	case *syntax.SliceExpr:
		return roots(e.X)
	case *syntax.ParenExpr:
		return roots(e.X)
	case *syntax.TupleExpr:
		list(e.List)
	case *syntax.ListExpr:
		list(e.List)
	}
	return names
}
