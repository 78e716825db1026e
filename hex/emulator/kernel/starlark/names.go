package starlark

import "go.starlark.net/syntax"

// Names are the names that a source mentions, and those of them that it may make or change: what is assigned, defined,
// looped over or called upon, since rows may be changed in place. Source that cannot be parsed has none; running it says
// why.
func Names(source string) (mentioned, made []string) {
	if len(source) > MaxSource {
		return nil, nil
	}
	file, err := dialect().Parse("", source, 0)
	if err != nil {
		return nil, nil
	}
	makes := func(e syntax.Expr) { made = append(made, assigned(e)...) }
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Ident:
			mentioned = append(mentioned, n.Name)
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
	return mentioned, made
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
