package starlark

import (
	"slices"

	"go.starlark.net/syntax"
)

// alters tells whether a function changes what it is given, itself or part by part, unless it gives its parameter another value.
func alters(def *syntax.DefStmt) bool {
	changed, given, loops := map[string]bool{}, map[string]bool{}, map[string][]*syntax.Ident{}
	for _, statement := range def.Body {
		syntax.Walk(statement, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.AssignStmt:
				anew := bare(n.LHS)
				for _, name := range roots(n.LHS) {
					if n.Op == syntax.EQ && slices.Contains(anew, name) {
						given[name.Name] = true
					} else {
						changed[name.Name] = true
					}
				}
			case *syntax.ForStmt:
				for _, name := range bare(n.Vars) {
					loops[name.Name] = append(loops[name.Name], roots(n.X)...)
				}
			case *syntax.CallExpr:
				if method, ok := n.Fn.(*syntax.DotExpr); ok && changes(method.Name.Name) {
					for _, name := range roots(method.X) {
						changed[name.Name] = true
					}
				}
			}
			return true
		})
	}
	for name := range changed {
		for _, whole := range loops[name] {
			changed[whole.Name] = true
		}
	}
	return slices.ContainsFunc(def.Params, func(p syntax.Expr) bool {
		if option, ok := p.(*syntax.BinaryExpr); ok {
			p = option.X
		}
		name, ok := p.(*syntax.Ident)
		return ok && changed[name.Name] && !given[name.Name]
	})
}

// pass notes the names that are given to a function as they stand.
func (r *reader) pass(call *syntax.CallExpr) {
	function := ""
	switch f := call.Fn.(type) {
	case *syntax.Ident:
		function = f.Name
	case *syntax.DotExpr:
		function = f.Name.Name
	}
	for _, argument := range call.Args {
		if named, ok := argument.(*syntax.BinaryExpr); ok && named.Op == syntax.EQ {
			argument = named.Y
		}
		if name, ok := argument.(*syntax.Ident); ok && global(name) {
			r.passed[function] = append(r.passed[function], name.Name)
		}
	}
}
