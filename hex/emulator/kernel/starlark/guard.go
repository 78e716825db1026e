package starlark

import (
	"errors"
	"fmt"
	"math/big"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Steps and the heap are looked at between operations, and Starlark itself bounds no single one. So the few that make a
// large value out of small ones at once check its size first: what they work on is wrapped in an operand, which is such a
// value with checks.

const (
	// maxText and maxItems bound one value; maxBits bounds an integer, maxNesting how deep lists and dicts may nest.
	maxText    = 16 << 20
	maxItems   = 4_000_000
	maxBits    = 1 << 16
	maxNesting = 200
)

// The names of the function that wraps, and of the one that checks what is added in place; they cannot be typed.
const (
	guardPrefix = "guard "
	growPrefix  = guardPrefix + "+="
)

// growing are the methods that make large values out of small ones.
var growing = map[string]bool{"format": true, "join": true, "replace": true, "extend": true}

// guard wraps what the operators +, * and % and the growing methods of a file work on.
func guard(file *syntax.File) {
	call := func(name string, at syntax.Position, args ...syntax.Expr) syntax.Expr {
		return &syntax.CallExpr{Fn: &syntax.Ident{NamePos: at, Name: name}, Lparen: at, Args: args, Rparen: at}
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.BinaryExpr:
			if n.Op == syntax.PLUS || n.Op == syntax.STAR || n.Op == syntax.PERCENT {
				n.X = call(guardPrefix, n.OpPos, n.X)
			}
		case *syntax.AssignStmt:
			if id, ok := n.LHS.(*syntax.Ident); n.Op == syntax.PLUS_EQ && ok { // a list is changed in place, so the operator stays
				n.RHS = call(growPrefix, n.OpPos, &syntax.Ident{NamePos: id.NamePos, Name: id.Name}, n.RHS)
			} else if n.Op == syntax.STAR_EQ {
				n.RHS = call(guardPrefix, n.OpPos, n.RHS)
			}
		case *syntax.DotExpr:
			if growing[n.Name.Name] {
				n.X = call(guardPrefix, n.Dot, n.X)
			}
		}
		return true
	})
}

// operand is a value for one operation that is checked.
type operand struct{ starlark.Value }

func newOperand(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return operand{args[0]}, nil
}

// grown is what is added to a value, when the sum is not too large.
func grown(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return args[1], checkOperands(syntax.PLUS, args[0], args[1])
}

// Binary is the operator with a check before it.
func (o operand) Binary(op syntax.Token, other starlark.Value, side starlark.Side) (starlark.Value, error) {
	x, y := o.Value, other
	if side == starlark.Right {
		x, y = other, o.Value
	}
	if inner, ok := y.(operand); ok {
		y = inner.Value
	}
	if err := checkOperands(op, x, y); err != nil {
		return nil, err
	}
	return starlark.Binary(op, x, y)
}

// Attr is the method with a check before it.
func (o operand) Attr(name string) (starlark.Value, error) {
	has, ok := o.Value.(starlark.HasAttrs)
	if !ok {
		return nil, nil
	}
	attr, err := has.Attr(name)
	method, ok := attr.(*starlark.Builtin)
	if !ok || err != nil {
		return attr, err
	}
	return before(method, func(args starlark.Tuple) error { return checkMethod(name, o.Value, args) }), nil
}

// AttrNames are those of the value.
func (o operand) AttrNames() []string {
	if has, ok := o.Value.(starlark.HasAttrs); ok {
		return has.AttrNames()
	}
	return nil
}

// before is a function behind a check of its arguments.
func before(fn *starlark.Builtin, check func(starlark.Tuple) error) *starlark.Builtin {
	checked := func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := check(args); err != nil {
			return nil, err
		}
		return fn.CallInternal(thread, args, kwargs)
	}
	return starlark.NewBuiltin(fn.Name(), checked)
}

func checkOperands(op syntax.Token, x, y starlark.Value) error {
	a, intA := x.(starlark.Int)
	b, intB := y.(starlark.Int)
	switch {
	case intA && intB:
		if op == syntax.STAR && bits(a)+bits(b) > maxBits {
			return fmt.Errorf("the int would have more than %d bits", maxBits)
		}
	case op == syntax.PLUS:
		return checkLength(x, max(starlark.Len(x), 0), max(starlark.Len(y), 0), 1)
	case op == syntax.STAR && (intA || intB):
		if intA {
			x, b = y, a
		}
		times, ok := b.Int64()
		if !ok {
			return errors.New("the repeat count is too large")
		}
		return checkLength(x, 0, max(starlark.Len(x), 0), int(max(times, 0)))
	case op == syntax.PERCENT:
		if format, ok := starlark.AsString(x); ok {
			return checkFormat(format, "%(", y)
		}
	}
	return nil
}

func bits(n starlark.Int) int {
	if _, ok := n.Int64(); ok {
		return 64
	}
	return n.BigInt().BitLen()
}

// checkLength is for a value of the kind of like with base + n*times elements or bytes.
func checkLength(like starlark.Value, base, n, times int) error {
	limit, unit := maxItems, "elements"
	switch like.(type) {
	case starlark.String, starlark.Bytes:
		limit, unit = maxText, "bytes"
	}
	if n > 0 && times > (limit-min(base, limit))/n {
		return fmt.Errorf("the %s would have more than %d %s", like.Type(), limit, unit)
	}
	return nil
}

// checkFormat is for a format of which each place, however often it names a value, may bring all of it.
func checkFormat(format, named string, values ...starlark.Value) error {
	return weigh(starlark.Tuple(values), (maxText-len(format))/max(1, strings.Count(format, named)))
}

func checkMethod(name string, x starlark.Value, args starlark.Tuple) error {
	text, isText := starlark.AsString(x)
	switch {
	case name == "format" && isText:
		return checkFormat(text, "{", args...)
	case name == "join" && isText && len(args) == 1:
		if err := weigh(args[0], maxText); err != nil {
			return err
		}
		return checkLength(x, 0, len(text), max(starlark.Len(args[0]), 0))
	case name == "replace" && isText && len(args) >= 2:
		from, _ := starlark.AsString(args[0])
		to, _ := starlark.AsString(args[1])
		return checkLength(x, len(text), max(len(to), 1), strings.Count(text, from))
	case name == "extend" && len(args) == 1:
		return checkLength(x, starlark.Len(x), max(starlark.Len(args[0]), 0), 1)
	}
	return nil
}

func checkText(args starlark.Tuple) error { return weigh(args, maxText) }

func checkRange(args starlark.Tuple) error {
	for _, arg := range args {
		if n, ok := arg.(starlark.Int); ok && n.BigInt().CmpAbs(big.NewInt(maxItems)) > 0 {
			return fmt.Errorf("at most %d", maxItems)
		}
	}
	return nil
}

// checkJSON is for text that is read as JSON, by a function that calls itself for what nests.
func checkJSON(args starlark.Tuple) error {
	for _, arg := range args {
		text, _ := starlark.AsString(arg)
		if strings.Count(text, "[")+strings.Count(text, "{") <= maxNesting {
			continue
		}
		depth := 0
		for _, c := range []byte(text) {
			switch c {
			case '[', '{':
				depth++
			case ']', '}':
				depth--
			}
			if depth > maxNesting {
				return fmt.Errorf("the text nests deeper than %d", maxNesting)
			}
		}
	}
	return nil
}

// weigh fails when the text of v would be longer than the limit, or v nests too deeply or in itself.
func weigh(v starlark.Value, limit int) error {
	sum := 0
	var add func(v starlark.Value, depth int) error
	add = func(v starlark.Value, depth int) error {
		if depth > maxNesting {
			return fmt.Errorf("the value nests deeper than %d", maxNesting)
		}
		sum += 8
		var inner starlark.Iterable
		switch v := v.(type) {
		case starlark.String:
			sum += len(v)
		case starlark.Bytes:
			sum += 4 * len(v)
		case starlark.Int:
			sum += bits(v) / 3
		case *starlark.Dict:
			for _, item := range v.Items() {
				if err := add(item[1], depth+1); err != nil {
					return err
				}
			}
			inner = v
		case *starlark.List, starlark.Tuple, *starlark.Set:
			inner = v.(starlark.Iterable)
		}
		if inner != nil {
			for item := range starlark.Elements(inner) {
				if err := add(item, depth+1); err != nil {
					return err
				}
			}
		}
		if sum > limit {
			return fmt.Errorf("the text would be longer than %d bytes", maxText)
		}
		return nil
	}
	return add(v, 0)
}
