package starlark

import (
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
	makes := func(e syntax.Expr) { names.Made = append(names.Made, assigned(e)...) }
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Ident:
			names.Mentioned = append(names.Mentioned, n.Name)
		case *syntax.AssignStmt:
			makes(n.LHS)
		case *syntax.DefStmt:
			makes(n.Name)
		case *syntax.ForStmt:
			makes(n.Vars)
			makes(n.X)
		case *syntax.CallExpr:
			if method, ok := n.Fn.(*syntax.DotExpr); ok {
				makes(method.X)
			}
		}
		return true
	})
	return names
}

// assigned are the names on the left side of an assignment.
func assigned(e syntax.Expr) (names []string) {
	list := func(all []syntax.Expr) {
		for _, x := range all {
			names = append(names, assigned(x)...)
		}
	}
	switch e := e.(type) {
	case *syntax.Ident:
		return []string{e.Name}
	case *syntax.IndexExpr:
		return assigned(e.X)
	case *syntax.DotExpr:
		return assigned(e.X)
	case *syntax.ParenExpr:
		return assigned(e.X)
	case *syntax.TupleExpr:
		list(e.List)
	case *syntax.ListExpr:
		list(e.List)
	}
	return names
}
