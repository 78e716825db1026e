package kernel

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/big"
	"strings"

	"go.starlark.net/lib/json"
	starmath "go.starlark.net/lib/math"
	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
	"go.starlark.net/syntax"
)

// builtin is the form of all functions here.
type builtin = func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error)

// builtins is the namespace in which a session begins: what Starlark has of its own is not in it, except where it is
// replaced by a function that checks sizes first.
func builtins() starlark.StringDict {
	vars := starlark.StringDict{
		"sum":   starlark.NewBuiltin("sum", sum),
		"round": starlark.NewBuiltin("round", round),
		"range": starlark.NewBuiltin("range", bounding("range", checkRange)),
		"int":   starlark.NewBuiltin("int", bounding("int", checkInt)),
		"math":  starmath.Module,
		"json":  boundedJSON(),
	}
	for _, name := range []string{"str", "repr", "print", "fail", "bytes"} {
		vars[name] = starlark.NewBuiltin(name, bounding(name, checkText))
	}
	for _, name := range []string{"list", "tuple", "set", "sorted", "reversed", "enumerate", "zip", "dict"} {
		vars[name] = starlark.NewBuiltin(name, bounding(name, chargeItems))
	}
	for token, op := range guarded {
		if token == op {
			vars[guardPrefix+op.String()] = starlark.NewBuiltin(guardPrefix+op.String(), operator(op))
			vars[guardPrefix+"check "+op.String()] = starlark.NewBuiltin(guardPrefix+"check "+op.String(), checkOperator(op))
		}
	}
	vars[guardPrefix+"call"] = starlark.NewBuiltin(guardPrefix+"call", enterCall)
	vars[guardPrefix+"attribute"] = starlark.NewBuiltin(guardPrefix+"attribute", attribute)
	vars["getattr"] = starlark.NewBuiltin("getattr", getattr)
	return vars
}

// bounding is a function of Starlark's universe behind a check of its arguments.
func bounding(name string, check func(*meter, starlark.Tuple) error) builtin {
	return before(starlark.Universe[name].(*starlark.Builtin), check)
}

func before(fn *starlark.Builtin, check func(*meter, starlark.Tuple) error) builtin {
	return func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := check(asMeter(thread), args); err != nil {
			return nil, err
		}
		return fn.CallInternal(thread, args, kwargs)
	}
}

// checkText is for functions that write their arguments as text.
func checkText(m *meter, args starlark.Tuple) error {
	n, err := weigh(args, maxTextBytes)
	if err != nil {
		return err
	}
	return m.charge(n)
}

// chargeItems is for functions that copy sequences.
func chargeItems(m *meter, args starlark.Tuple) error {
	n := 0
	for _, arg := range args {
		n += starlark.Len(arg)
	}
	return m.charge(16 * max(n, 0))
}

func checkRange(_ *meter, args starlark.Tuple) error {
	for _, arg := range args {
		if n, ok := arg.(starlark.Int); ok && n.BigInt().CmpAbs(big.NewInt(maxItems)) > 0 {
			return fmt.Errorf("at most %d", maxItems)
		}
	}
	return nil
}

// maxDigits is as in Python, whose int also refuses longer text.
const maxDigits = 4300

func checkInt(_ *meter, args starlark.Tuple) error {
	if len(args) > 0 {
		if s, ok := starlark.AsString(args[0]); ok && len(s) > maxDigits {
			return fmt.Errorf("more than %d digits", maxDigits)
		}
	}
	return nil
}

// boundedJSON is the json module with checks against values that are too large or nest too deeply.
func boundedJSON() *starlarkstruct.Module {
	members := maps.Clone(json.Module.Members)
	for name, v := range members {
		check := checkText
		if name == "decode" || name == "indent" {
			check = checkJSON
		}
		members[name] = starlark.NewBuiltin("json."+name, before(v.(*starlark.Builtin), check))
	}
	return &starlarkstruct.Module{Name: "json", Members: members}
}

func checkJSON(m *meter, args starlark.Tuple) error {
	depth, deepest := 0, 0
	for _, arg := range args {
		text, _ := starlark.AsString(arg)
		for i := range len(text) {
			switch text[i] {
			case '[', '{':
				depth++
				deepest = max(deepest, depth)
			case ']', '}':
				depth--
			}
		}
	}
	if deepest > maxNesting {
		return fmt.Errorf("the text nests deeper than %d", maxNesting)
	}
	return checkText(m, args)
}

// enterCall bounds the depth of calls; it begins every function.
func enterCall(thread *starlark.Thread, _ *starlark.Builtin, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if thread.CallStackDepth() > maxCalls {
		return nil, fmt.Errorf("maximum recursion depth (%d) exceeded", maxCalls)
	}
	return starlark.True, nil
}

// operator is a binary operator that checks the size of what it makes.
func operator(op syntax.Token) builtin {
	return func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if err := checkOperands(asMeter(thread), op, args[0], args[1]); err != nil {
			return nil, err
		}
		return starlark.Binary(op, args[0], args[1])
	}
}

// checkOperator returns the right operand of an assigning operator, which then does the work.
func checkOperator(op syntax.Token) builtin {
	return func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return args[1], checkOperands(asMeter(thread), op, args[0], args[1])
	}
}

func checkOperands(m *meter, op syntax.Token, x, y starlark.Value) error {
	a, intA := x.(starlark.Int)
	b, intB := y.(starlark.Int)
	if intA && intB {
		return checkInts(op, a, b)
	}
	switch op {
	case syntax.PLUS:
		return checkLength(m, x, max(starlark.Len(x), 0), max(starlark.Len(y), 0), 1)
	case syntax.STAR:
		if intA {
			x, b = y, a
		}
		times, ok := b.Int64()
		if !ok && (intA || intB) {
			return errors.New("the repeat count is too large")
		}
		return checkLength(m, x, 0, max(starlark.Len(x), 0), int(max(times, 0)))
	case syntax.PERCENT:
		if format, ok := starlark.AsString(x); ok {
			return checkFormat(m, format, "%(", y)
		}
	}
	return nil
}

// checkLength is for a value of the kind of like with base + n*times elements or bytes.
func checkLength(m *meter, like starlark.Value, base, n, times int) error {
	if n < 1 && base < 1 {
		return nil
	}
	limit, width, unit := maxItems, 16, "elements"
	switch like.(type) {
	case starlark.String, starlark.Bytes:
		limit, width, unit = maxTextBytes, 1, "bytes"
	}
	if n > 0 && times > (limit-min(base, limit))/n {
		return fmt.Errorf("the %s would have more than %d %s", like.Type(), limit, unit)
	}
	return m.charge((base + n*times) * width)
}

func checkInts(op syntax.Token, a, b starlark.Int) error {
	bits := func(n starlark.Int) int {
		if _, ok := n.Int64(); ok {
			return 64
		}
		return n.BigInt().BitLen()
	}
	if op == syntax.STAR && bits(a)+bits(b) > maxIntBits || op == syntax.LTLT && bits(a) > maxIntBits {
		return fmt.Errorf("the int would have more than %d bits", maxIntBits)
	}
	return nil
}

// checkFormat is for a format of which each place, however often it names a value, may bring all of it.
func checkFormat(m *meter, format, named string, values ...starlark.Value) error {
	n, err := weigh(starlark.Tuple(values), maxTextBytes)
	if err != nil {
		return err
	}
	total := len(format) + n*max(1, strings.Count(format, named))
	if total > maxTextBytes {
		return fmt.Errorf("the text would be longer than %d bytes", maxTextBytes)
	}
	return m.charge(total)
}

// growing are the methods that make large values out of small ones.
var growing = map[string]bool{"format": true, "join": true, "replace": true, "extend": true}

// attribute is x.name for one of those methods.
func attribute(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	x, name := args[0], string(args[1].(starlark.String))
	return boundedAttr(x, name)
}

func boundedAttr(x starlark.Value, name string) (starlark.Value, error) {
	var attr starlark.Value
	var err error
	if has, ok := x.(starlark.HasAttrs); ok {
		attr, err = has.Attr(name)
	}
	if err == nil && attr == nil {
		err = fmt.Errorf("%s has no .%s field or method", x.Type(), name)
	}
	if err != nil {
		return nil, err
	}
	method, ok := attr.(*starlark.Builtin)
	if !ok || !growing[name] {
		return attr, nil
	}
	return starlark.NewBuiltin(name, before(method, func(m *meter, args starlark.Tuple) error { return checkMethod(m, name, x, args) })), nil
}

func checkMethod(m *meter, name string, x starlark.Value, args starlark.Tuple) error {
	text, isText := starlark.AsString(x)
	switch {
	case name == "format" && isText:
		return checkFormat(m, text, "{", args...)
	case name == "join" && isText && len(args) == 1:
		n, err := weigh(args[0], maxTextBytes)
		if err != nil {
			return err
		}
		return checkLength(m, x, n, len(text), max(starlark.Len(args[0]), 0))
	case name == "replace" && isText && len(args) >= 2:
		from, _ := starlark.AsString(args[0])
		to, _ := starlark.AsString(args[1])
		return checkLength(m, x, len(text), max(len(to), 1), strings.Count(text, from))
	case name == "extend" && len(args) == 1:
		return checkLength(m, x, starlark.Len(x), max(starlark.Len(args[0]), 0), 1)
	}
	return nil
}

// getattr is Starlark's, through the checks.
func getattr(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var x, fallback starlark.Value
	var name string
	if err := starlark.UnpackPositionalArgs(b.Name(), args, kwargs, 2, &x, &name, &fallback); err != nil {
		return nil, err
	}
	v, err := boundedAttr(x, name)
	if err != nil && fallback != nil {
		return fallback, nil
	}
	return v, err
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
