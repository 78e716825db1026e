package kernel

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Starlark itself bounds neither the size of a value nor, with recursion on, the depth of calls, and either can end the
// whole program. So before a cell runs, the few operations that make large things out of small ones are replaced by calls
// of functions that check first (guards.go). The replacements keep their positions, so errors still point at the source.

// guardPrefix starts the names of the functions; it cannot be typed.
const guardPrefix = "guard "

// guarded are the operators that are replaced, with those that assign.
var guarded = map[syntax.Token]syntax.Token{
	syntax.PLUS: syntax.PLUS, syntax.STAR: syntax.STAR, syntax.PERCENT: syntax.PERCENT, syntax.LTLT: syntax.LTLT,
	syntax.PLUS_EQ: syntax.PLUS, syntax.STAR_EQ: syntax.STAR, syntax.PERCENT_EQ: syntax.PERCENT, syntax.LTLT_EQ: syntax.LTLT,
}

func guardFile(file *syntax.File) { guardBlock(file.Stmts) }

func guardBlock(stmts []syntax.Stmt) {
	for _, st := range stmts {
		guardStmt(st)
	}
}

func guardStmt(st syntax.Stmt) {
	switch st := st.(type) {
	case *syntax.ExprStmt:
		st.X = guardExpr(st.X)
	case *syntax.AssignStmt:
		guardTarget(st.LHS)
		st.RHS = guardExpr(st.RHS)
		if op, ok := guarded[st.Op]; ok {
			if old := copyOf(st.LHS); old != nil {
				st.RHS = guardCall(st.OpPos, "check "+op.String(), old, st.RHS)
			}
		}
	case *syntax.IfStmt:
		st.Cond = guardExpr(st.Cond)
		guardBlock(st.True)
		guardBlock(st.False)
	case *syntax.ForStmt:
		guardTarget(st.Vars)
		st.X = guardExpr(st.X)
		guardBlock(st.Body)
	case *syntax.WhileStmt:
		st.Cond = guardExpr(st.Cond)
		guardBlock(st.Body)
	case *syntax.DefStmt:
		guardParams(st.Params)
		guardBlock(st.Body)
		enter := &syntax.ExprStmt{X: guardCall(st.Def, "call")}
		st.Body = append([]syntax.Stmt{enter}, st.Body...)
	case *syntax.ReturnStmt:
		if st.Result != nil {
			st.Result = guardExpr(st.Result)
		}
	}
}

// guardCall is a call of one of the checking functions, at the position of what it replaces.
func guardCall(at syntax.Position, name string, args ...syntax.Expr) *syntax.CallExpr {
	return &syntax.CallExpr{Fn: &syntax.Ident{NamePos: at, Name: guardPrefix + name}, Lparen: at, Args: args, Rparen: at}
}

// guardTarget treats what stands inside the left side of an assignment.
func guardTarget(e syntax.Expr) {
	switch e := e.(type) {
	case *syntax.IndexExpr:
		e.X, e.Y = guardExpr(e.X), guardExpr(e.Y)
	case *syntax.DotExpr:
		e.X = guardExpr(e.X)
	case *syntax.ParenExpr:
		guardTarget(e.X)
	case *syntax.TupleExpr:
		for _, x := range e.List {
			guardTarget(x)
		}
	case *syntax.ListExpr:
		for _, x := range e.List {
			guardTarget(x)
		}
	}
}

// copyOf is e once more, if evaluating it twice has no effect; else nil.
func copyOf(e syntax.Expr) syntax.Expr {
	switch e := e.(type) {
	case *syntax.Ident:
		return &syntax.Ident{NamePos: e.NamePos, Name: e.Name}
	case *syntax.Literal:
		return e
	case *syntax.IndexExpr:
		if x, y := copyOf(e.X), copyOf(e.Y); x != nil && y != nil {
			return &syntax.IndexExpr{X: x, Lbrack: e.Lbrack, Y: y, Rbrack: e.Rbrack}
		}
	}
	return nil
}

// guardParams treats the defaults of parameters and the values of named arguments.
func guardParams(list []syntax.Expr) {
	for i, e := range list {
		if named, ok := e.(*syntax.BinaryExpr); ok && named.Op == syntax.EQ {
			named.Y = guardExpr(named.Y)
			continue
		}
		if star, ok := e.(*syntax.UnaryExpr); ok && (star.Op == syntax.STAR || star.Op == syntax.STARSTAR) {
			if star.X != nil {
				star.X = guardExpr(star.X)
			}
			continue
		}
		list[i] = guardExpr(e)
	}
}

func guardList(list []syntax.Expr) {
	for i := range list {
		list[i] = guardExpr(list[i])
	}
}

// optional is guardExpr for a part that may be left out.
func optional(e syntax.Expr) syntax.Expr {
	if e == nil {
		return nil
	}
	return guardExpr(e)
}

func guardExpr(e syntax.Expr) syntax.Expr {
	switch e := e.(type) {
	case *syntax.ParenExpr:
		e.X = guardExpr(e.X)
	case *syntax.CallExpr:
		e.Fn = guardExpr(e.Fn)
		guardParams(e.Args)
	case *syntax.DotExpr:
		e.X = guardExpr(e.X)
		if method := e.Name.Name; growing[method] {
			name := &syntax.Literal{Token: syntax.STRING, TokenPos: e.NamePos, Raw: method, Value: method}
			return guardCall(e.Dot, "attribute", e.X, name)
		}
	case *syntax.Comprehension:
		e.Body = guardExpr(e.Body)
		for _, clause := range e.Clauses {
			switch clause := clause.(type) {
			case *syntax.ForClause:
				guardTarget(clause.Vars)
				clause.X = guardExpr(clause.X)
			case *syntax.IfClause:
				clause.Cond = guardExpr(clause.Cond)
			}
		}
	case *syntax.DictExpr:
		guardList(e.List)
	case *syntax.DictEntry:
		e.Key, e.Value = guardExpr(e.Key), guardExpr(e.Value)
	case *syntax.LambdaExpr:
		guardParams(e.Params)
		e.Body = &syntax.BinaryExpr{X: guardCall(e.Lambda, "call"), OpPos: e.Lambda, Op: syntax.AND, Y: guardExpr(e.Body)}
	case *syntax.ListExpr:
		guardList(e.List)
	case *syntax.TupleExpr:
		guardList(e.List)
	case *syntax.CondExpr:
		e.Cond, e.True, e.False = guardExpr(e.Cond), guardExpr(e.True), guardExpr(e.False)
	case *syntax.UnaryExpr:
		e.X = optional(e.X)
	case *syntax.SliceExpr:
		e.X, e.Lo, e.Hi, e.Step = guardExpr(e.X), optional(e.Lo), optional(e.Hi), optional(e.Step)
	case *syntax.IndexExpr:
		e.X, e.Y = guardExpr(e.X), guardExpr(e.Y)
	case *syntax.BinaryExpr:
		e.X, e.Y = guardExpr(e.X), guardExpr(e.Y)
		if op, ok := guarded[e.Op]; ok {
			return guardCall(e.OpPos, op.String(), e.X, e.Y)
		}
	}
	return e
}

// asMeter is the meter of the cell that the thread runs.
func asMeter(thread *starlark.Thread) *meter { return thread.Local(meterKey).(*meter) }
