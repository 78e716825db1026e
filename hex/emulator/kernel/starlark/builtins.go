package starlark

import (
	"fmt"
	"maps"
	"math"

	"go.starlark.net/lib/json"
	starmath "go.starlark.net/lib/math"
	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
	"go.starlark.net/syntax"
)

// builtins is the namespace in which a session begins: what Starlark has of its own is not in it, except where it is
// replaced by a function that checks sizes first.
func builtins() starlark.StringDict {
	members := maps.Clone(json.Module.Members)
	for name, v := range members {
		check := checkText
		if name == "decode" || name == "indent" {
			check = checkJSON
		}
		members[name] = before(v.(*starlark.Builtin), check)
	}
	vars := starlark.StringDict{
		guardPrefix: starlark.NewBuiltin(guardPrefix, newOperand),
		growPrefix:  starlark.NewBuiltin(growPrefix, grown),
		"sum":       starlark.NewBuiltin("sum", sum),
		"round":     starlark.NewBuiltin("round", round),
		"range":     before(starlark.Universe["range"].(*starlark.Builtin), checkRange),
		"math":      starmath.Module,
		"json":      &starlarkstruct.Module{Name: "json", Members: members},
	}
	for _, name := range []string{"str", "repr", "print", "fail"} {
		vars[name] = before(starlark.Universe[name].(*starlark.Builtin), checkText)
	}
	return vars
}

// sum adds numbers, as in Python.
func sum(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var items starlark.Iterable
	var total starlark.Value = starlark.MakeInt(0)
	if err := starlark.UnpackArgs(b.Name(), args, kwargs, "iterable", &items, "start?", &total); err != nil {
		return nil, err
	}
	for item := range starlark.Elements(items) {
		switch item.(type) {
		case starlark.Int, starlark.Float:
		default:
			return nil, fmt.Errorf("cannot add %s", item.Type())
		}
		var err error
		if total, err = starlark.Binary(syntax.PLUS, total, item); err != nil {
			return nil, err
		}
	}
	return total, nil
}

// round rounds half to even, as in Python: to an int, or with digits to a float.
func round(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var x starlark.Value
	var digits starlark.Value = starlark.None
	if err := starlark.UnpackArgs(b.Name(), args, kwargs, "number", &x, "ndigits?", &digits); err != nil {
		return nil, err
	}
	if n, ok := x.(starlark.Int); ok {
		return n, nil
	}
	f, ok := x.(starlark.Float)
	if !ok {
		return nil, fmt.Errorf("not a number: %s", x.Type())
	}
	if digits == starlark.None {
		return starlark.NumberToInt(starlark.Float(math.RoundToEven(float64(f))))
	}
	n, err := starlark.AsInt32(digits)
	if err != nil {
		return nil, err
	}
	if n > 15 || n < -300 {
		return f, nil
	}
	scaled := fmt.Sprintf("%.*f", max(n, 0), float64(f)) // decimal, so that 2.675 rounds as it prints
	var out float64
	if _, err := fmt.Sscan(scaled, &out); err != nil {
		return f, nil
	}
	if n < 0 {
		unit := math.Pow(10, float64(-n))
		out = math.RoundToEven(float64(f)/unit) * unit
	}
	return starlark.Float(out), nil
}
