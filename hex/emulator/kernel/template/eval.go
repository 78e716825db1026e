package template

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"hextui/hex/emulator/sqltext"
)

// defined evaluates e and refuses what is undefined.
func (r *renderer) defined(e expr) (any, error) {
	v, err := r.eval(e)
	if u, ok := v.(undefined); ok && err == nil {
		return nil, u.fail()
	}
	return v, err
}

func (r *renderer) eval(e expr) (any, error) {
	switch e := e.(type) {
	case literal:
		return e.value, nil
	case nameExpr:
		if v, ok := r.lookup(e.name); ok {
			return v, nil
		}
		return undefined{"'" + e.name + "' is undefined", e.offset}, nil
	case listExpr:
		return r.evalAll(e.items)
	case condExpr:
		c, err := r.eval(e.cond)
		if err != nil {
			return nil, err
		}
		if truth(c) {
			return r.eval(e.yes)
		}
		return r.eval(e.no)
	case unaryExpr:
		return r.unary(e)
	case testExpr:
		return r.test(e)
	case indexExpr:
		return r.index(e)
	case filterExpr:
		return r.filter(e)
	case binaryExpr:
		return r.binary(e)
	}
	return nil, fmt.Errorf("unknown expression %T", e)
}

func (r *renderer) evalAll(items []expr) (any, error) {
	out := make([]any, len(items))
	for i, item := range items {
		v, err := r.defined(item)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

func (r *renderer) unary(e unaryExpr) (any, error) {
	if e.op == "not" {
		v, err := r.eval(e.x)
		return !truth(v), err
	}
	v, err := r.defined(e.x)
	switch n := v.(type) {
	case int64:
		return -n, err
	case float64:
		return -n, err
	}
	if err == nil {
		err = fmt.Errorf("bad operand type for unary -: %s", TypeName(v))
	}
	return nil, err
}

func (r *renderer) test(e testExpr) (any, error) {
	v, err := r.eval(e.x)
	if err != nil {
		return nil, err
	}
	u, missing := v.(undefined)
	if missing && e.name != "defined" && e.name != "undefined" {
		return nil, u.fail()
	}
	var yes bool
	switch e.name {
	case "defined":
		yes = !missing
	case "undefined":
		yes = missing
	case "none":
		yes = v == nil
	case "string":
		_, yes = v.(string)
	case "number":
		_, yes = number(v)
	case "true", "false":
		yes = v == (e.name == "true")
	case "sequence", "iterable":
		_, yes = sequenceOf(v)
	default:
		return nil, Errorf(e.offset, "no test named %q", e.name)
	}
	return yes != e.negate, nil
}

func (r *renderer) index(e indexExpr) (any, error) {
	x, err := r.defined(e.x)
	if err != nil {
		return nil, err
	}
	key, err := r.defined(e.key)
	if err != nil {
		return nil, err
	}
	switch x := x.(type) {
	case map[string]any:
		if v, ok := x[fmt.Sprint(key)]; ok {
			return v, nil
		}
	case []any:
		if i, ok := key.(int64); ok {
			if i < 0 {
				i += int64(len(x))
			}
			if i >= 0 && i < int64(len(x)) {
				return x[i], nil
			}
		}
	}
	return undefined{fmt.Sprintf("'%s object' has no element %q", TypeName(x), Text(key)), e.offset}, nil
}

func (r *renderer) binary(e binaryExpr) (any, error) {
	x, err := r.eval(e.x)
	if err != nil {
		return nil, err
	}
	switch {
	case e.op == "and" && !truth(x), e.op == "or" && truth(x):
		return x, nil
	case e.op == "and", e.op == "or":
		return r.eval(e.y)
	}
	if u, ok := x.(undefined); ok {
		return nil, u.fail()
	}
	y, err := r.defined(e.y)
	if err != nil {
		return nil, err
	}
	if err := r.spend(effort(x, y), e.offset); err != nil {
		return nil, err
	}
	v, err := operate(e.op, x, y)
	if err != nil {
		return nil, Errorf(e.offset, "%v", err)
	}
	return v, nil
}

// operate applies a comparison or arithmetic operator.
func operate(op string, x, y any) (any, error) {
	switch op {
	case "==":
		return equal(x, y), nil
	case "!=":
		return !equal(x, y), nil
	case "~":
		return concat(Text(x), Text(y))
	case "in":
		return contains(y, x)
	case "<", "<=", ">", ">=":
		c, ok := order(x, y)
		if !ok {
			return nil, fmt.Errorf("'%s' is not supported between %s and %s", op, TypeName(x), TypeName(y))
		}
		return op[0] == '<' && c < 0 || op[0] == '>' && c > 0 || len(op) == 2 && c == 0, nil
	}
	if a, ok := x.(string); ok && op == "+" {
		if b, ok := y.(string); ok {
			return concat(a, b)
		}
	}
	a, okA := number(x)
	b, okB := number(y)
	if !okA || !okB {
		return nil, fmt.Errorf("unsupported operand types for %s: %s and %s", op, TypeName(x), TypeName(y))
	}
	if b == 0 && (op == "/" || op == "//" || op == "%") {
		return nil, fmt.Errorf("division by zero")
	}
	var v float64
	switch op {
	case "+":
		v = a + b
	case "-":
		v = a - b
	case "*":
		v = a * b
	case "/":
		return a / b, nil
	case "//":
		v = math.Floor(a / b)
	case "%":
		v = a - b*math.Floor(a/b)
	}
	_, intX := x.(int64)
	_, intY := y.(int64)
	if intX && intY && math.Abs(v) < 1<<53 {
		return int64(v), nil
	}
	return v, nil
}

// effort is the steps that going through values is worth.
func effort(values ...any) int {
	n := 0
	for _, v := range values {
		switch v := v.(type) {
		case string:
			n += len(v) / 1000
		case []any:
			n += len(v) / 20
		case map[string]any:
			n += len(v) / 20
		}
	}
	return n
}

func concat(a, b string) (any, error) {
	if len(a)+len(b) > maxText {
		return nil, fmt.Errorf("the text is longer than %d bytes", maxText)
	}
	return a + b, nil
}

func (r *renderer) filter(e filterExpr) (any, error) {
	x, err := r.eval(e.x)
	if err != nil {
		return nil, err
	}
	arguments, err := r.evalAll(e.args)
	if err != nil {
		return nil, err
	}
	args := arguments.([]any)
	if u, ok := x.(undefined); ok {
		if e.name != "default" && e.name != "d" {
			return nil, u.fail()
		}
		if len(args) == 0 {
			return "", nil
		}
		return args[0], nil
	}
	if err := r.spend(effort(x), e.offset); err != nil {
		return nil, err
	}
	v, err := applyFilter(e.name, x, args)
	if err != nil {
		return nil, Errorf(e.offset, "%v", err)
	}
	return v, nil
}

func applyFilter(name string, x any, args []any) (any, error) {
	switch name {
	case "default", "d":
		return x, nil
	case "string":
		return Text(x), nil
	case "upper":
		return strings.ToUpper(Text(x)), nil
	case "lower":
		return strings.ToLower(Text(x)), nil
	case "trim":
		return strings.TrimSpace(Text(x)), nil
	case "int":
		f, _ := number(numberFrom(x))
		return int64(f), nil
	case "float":
		f, _ := number(numberFrom(x))
		return f, nil
	case "tojson":
		data, err := json.Marshal(x)
		return string(data), err
	case "sqlsafe":
		return sqlsafe(x)
	case "array", "list", "length", "count", "first", "last", "join":
		return sequenceFilter(name, x, args)
	}
	return nil, fmt.Errorf("no filter named %q", name)
}

func sequenceFilter(name string, x any, args []any) (any, error) {
	items, ok := sequenceOf(x)
	if s, isText := x.(string); isText && (name == "length" || name == "count") {
		return int64(len([]rune(s))), nil
	}
	if !ok {
		return nil, fmt.Errorf("the filter %q needs a list, not %s", name, TypeName(x))
	}
	switch name {
	case "length", "count":
		return int64(len(items)), nil
	case "first", "last":
		if len(items) == 0 {
			return nil, nil
		}
		if name == "first" {
			return items[0], nil
		}
		return items[len(items)-1], nil
	case "join":
		words := make([]string, len(items))
		for i, item := range items {
			words[i] = Text(item)
		}
		separator := ""
		if len(args) > 0 {
			separator = Text(args[0])
		}
		return strings.Join(words, separator), nil
	}
	return items, nil
}

// sqlsafe lets a plain identifier stand in the SQL as it is; anything else would be an injection and is refused.
func sqlsafe(x any) (any, error) {
	text, ok := x.(string)
	ok = ok && text != "" && isNameStart(text[0])
	for i := range len(text) {
		ok = ok && (isNameStart(text[i]) || isDigit(text[i]) || text[i] == '.')
	}
	if !ok {
		return nil, fmt.Errorf("sqlsafe takes the name of a column or table here (letters, digits, _ and .), not %s",
			sqltext.Quote(Text(x)))
	}
	return Identifier(text), nil
}
