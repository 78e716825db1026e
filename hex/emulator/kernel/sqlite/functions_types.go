package sqlite

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"hextui/hex/emulator/kernel/sqlite/calendar"
)

// typeFunctions convert as CAST does elsewhere: SQLite's own takes 2026 for a date, and 0 for a text that is no number.
func typeFunctions() map[string]function {
	return map[string]function{
		"as_type": {least: 2, most: 3, call: func(args []driver.Value) (any, error) {
			return converted(args[0], textOf(args[1]), len(args) > 2)
		}},
		"try_type": {least: 2, most: 3, call: func(args []driver.Value) (any, error) {
			v, err := converted(args[0], textOf(args[1]), len(args) > 2)
			if err != nil {
				return nil, nil // that is what TRY_CAST is for
			}
			return v, nil
		}},
		"as_word": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			is, err := truth(args[0])
			if err != nil || is == false {
				return "false", err
			}
			return "true", nil
		}},
		"as_date":   {least: 1, most: 1, call: func(args []driver.Value) (any, error) { return converted(args[0], "date", false) }},
		"as_truth":  {least: 1, most: 1, call: func(args []driver.Value) (any, error) { return truth(args[0]) }},
		"to_number": {least: 1, most: 1, call: func(args []driver.Value) (any, error) { return calculable(args[0]) }},
	}
}

// converted is a value as one of a type, by its name in lower case, perhaps with sizes in parentheses.
func converted(v driver.Value, kind string, cuts bool) (any, error) {
	kind, special, _ := strings.Cut(kind, "/")
	name, sizes, _ := strings.Cut(strings.TrimSuffix(kind, ")"), "(")
	switch name {
	case "int", "integer", "bigint", "smallint", "tinyint", "int2", "int4", "int8", "int64", "hugeint", "byteint":
		n, err := whole(v, name, cuts)
		if bits, sized := strconv.Atoi(special); sized == nil && err == nil {
			if i, is := n.(int64); is && (i >= 1<<(bits-1) || i < -1<<(bits-1)) {
				err = fmt.Errorf("%d is out of range for type %s", i, name)
			}
		}
		return n, err
	case "numeric", "decimal", "number", "dec", "bignumeric":
		return decimal(v, sizes, name)
	case "float", "real", "double", "double precision", "float4", "float8", "float64", "float32":
		n, err := numeric(v, name)
		if err != nil {
			return nil, err
		}
		return numberOf(n)
	case "text", "varchar", "string", "char", "character varying", "character", "bpchar", "nvarchar", "name":
		text := textOf(v)
		if n, err := strconv.Atoi(sizes); err == nil {
			if r := []rune(text); len(r) > n {
				text = string(r[:n])
			}
		}
		return text, nil
	case "date":
		m, err := momentAt(v, special)
		m.IsDay = true
		return m.String(), err
	case "timestamp", "timestamptz", "datetime", "timestamp_ntz", "timestamp_ltz", "timestamp_tz":
		m, err := momentAt(v, special)
		return m.String(), err
	case "time":
		for _, form := range []string{"15:04:05", "15:04"} {
			if t, err := time.Parse(form, strings.TrimSpace(textOf(v))); err == nil {
				return t.Format("15:04:05.999999"), nil
			}
		}
		m, err := momentOf(v)
		return m.Format("15:04:05.999999"), err
	case "bool", "boolean":
		return truth(v)
	case "json", "jsonb", "variant", "object", "array":
		if text := textOf(v); !json.Valid([]byte(text)) {
			return nil, fmt.Errorf("invalid input syntax for type json: '%.60s'", text)
		}
		return v, nil
	case "interval":
		i, err := calendar.ParseLength(textOf(v))
		if err == nil && special == "months" {
			return calendar.InMonths(i.String()), nil
		}
		return i.String(), err
	case "uuid":
		return textOf(v), nil
	}
	return nil, fmt.Errorf("the type %s is not known here: integer, bigint, numeric, float, text, varchar, date, timestamp, boolean and "+
		"json are", kind)
}

// numeric is a number, or a text that is one.
func numeric(v driver.Value, kind string) (driver.Value, error) {
	n, err := calculable(v)
	if err != nil {
		return nil, fmt.Errorf("invalid input syntax for type %s: '%.60s'", kind, textOf(v))
	}
	return n, nil
}

func whole(v driver.Value, kind string, cuts bool) (any, error) {
	n, err := numeric(v, kind)
	f, is := n.(float64)
	if err != nil || !is {
		return n, err
	}
	if text, is := v.(string); is && (f != math.Trunc(f) || strings.ContainsAny(text, "eE") || beyond(strings.TrimSpace(text))) {
		return nil, fmt.Errorf("invalid input syntax for type %s: '%s'", kind, textOf(v))
	}
	switch {
	case cuts:
		f = math.Trunc(f)
	default:
		f = math.Round(f)
	}
	if math.IsNaN(f) || math.Abs(f) >= 1<<63 {
		return nil, fmt.Errorf("%s is out of range for type %s", written(f), kind)
	}
	return int64(f), nil
}

// decimal rounds to the places that a type has.
func decimal(v driver.Value, sizes, kind string) (any, error) {
	n, err := numeric(v, kind)
	if err != nil {
		return nil, err
	}
	if whole, ok := n.(int64); ok && whole > -1<<53 && whole < 1<<53 {
		n = float64(whole) // which divides as decimals do
	}
	if text, is := v.(string); is && beyond(strings.TrimSpace(text)) {
		return nil, errDigits
	}
	if sizes == "" {
		return n, nil
	}
	precision, scale, _ := strings.Cut(sizes, ",")
	places, _ := strconv.Atoi(strings.TrimSpace(scale)) // none is 0
	rounded, err := round([]driver.Value{n, int64(places)})
	if f, is := rounded.(float64); is && err == nil {
		digits, _ := strconv.Atoi(strings.TrimSpace(precision))
		err = sized(f, digits, places, kind)
	}
	return rounded, err
}

// isTruth tells whether a text is written as a truth is.
func isTruth(text string) bool {
	return slices.Contains([]string{"true", "false", "t", "f"}, strings.ToLower(text))
}

func truth(v driver.Value) (any, error) {
	switch v := v.(type) {
	case int64:
		return v != 0, nil
	case float64:
		return v != 0, nil
	}
	switch strings.ToLower(strings.TrimSpace(textOf(v))) {
	case "true", "t", "yes", "y", "on", "1":
		return true, nil
	case "false", "f", "no", "n", "off", "0":
		return false, nil
	}
	return nil, fmt.Errorf("invalid input syntax for type boolean: '%.60s'", textOf(v))
}
