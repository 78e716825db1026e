package template

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"hextui/hex/emulator/sqltext"
)

// Values in templates are nil, bool, int64, float64, string, []any and map[string]any, and these two.
type (
	// undefined is a name without a value; using it is an error, asking about it is not.
	undefined struct {
		msg    string
		offset int
	}
	// Identifier is a value that passed the filter sqlsafe: letters, digits, _ and dots, which may stand in SQL as they are.
	Identifier string
)

func (u undefined) fail() error { return Errorf(u.offset, "%s", u.msg) }

func truth(v any) bool {
	switch v := v.(type) {
	case nil, undefined:
		return false
	case bool:
		return v
	case string:
		return v != ""
	case []any:
		return len(v) > 0
	case map[string]any:
		return len(v) > 0
	}
	f, ok := number(v)
	return !ok || f != 0
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	case bool:
		if v {
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

// numberFrom reads text as a number, 0 if it is none.
func numberFrom(v any) any {
	if s, ok := v.(string); ok {
		f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err != nil {
			return int64(0)
		}
		return f
	}
	return v
}

func equal(x, y any) bool {
	if c, ok := order(x, y); ok {
		return c == 0
	}
	a, okA := x.([]any)
	b, okB := y.([]any)
	if okA && okB {
		return slices.EqualFunc(a, b, equal)
	}
	return x == nil && y == nil
}

// order compares two numbers or two strings.
func order(x, y any) (int, bool) {
	if a, ok := text(x); ok {
		b, ok := text(y)
		return strings.Compare(a, b), ok
	}
	a, okA := number(x)
	b, okB := number(y)
	return cmp.Compare(a, b), okA && okB
}

func text(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case Identifier:
		return string(v), true
	}
	return "", false
}

func contains(in, x any) (any, error) {
	if s, ok := in.(string); ok {
		return strings.Contains(s, Text(x)), nil
	}
	items, ok := sequenceOf(in)
	if !ok {
		return nil, fmt.Errorf("argument of 'in' must be a list or text, not %s", TypeName(in))
	}
	return slices.ContainsFunc(items, func(v any) bool { return equal(v, x) }), nil
}

// sequenceOf is the elements of a list, or the keys of a map in order.
func sequenceOf(v any) ([]any, bool) {
	switch v := v.(type) {
	case []any:
		return v, true
	case map[string]any:
		var keys []any
		for _, k := range slices.Sorted(maps.Keys(v)) {
			keys = append(keys, k)
		}
		return keys, true
	}
	return nil, false
}

// Text is a value as Jinja prints it.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return "None"
	case bool:
		if v {
			return "True"
		}
		return "False"
	case string:
		return v
	case Identifier:
		return string(v)
	case float64:
		return sqltext.Float(v)
	case []any, map[string]any:
		data, err := json.Marshal(v)
		if err != nil {
			return fmt.Sprint(v)
		}
		return string(data)
	}
	return fmt.Sprint(v)
}

// TypeName is what Python calls the type of a value.
func TypeName(v any) string {
	switch v.(type) {
	case nil:
		return "None"
	case bool:
		return "bool"
	case int64:
		return "int"
	case float64:
		return "float"
	case string, Identifier:
		return "str"
	case []any:
		return "list"
	case map[string]any:
		return "dict"
	}
	return fmt.Sprintf("%T", v)
}
