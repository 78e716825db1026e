package kernel

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"go.starlark.net/starlark"
)

// fromInput makes an input parameter's value one of the template values (see eval.go). Whole numbers come out of JSON as
// floats; they are taken for the integers they were.
func fromInput(v any) (any, error) {
	switch v := v.(type) {
	case nil, bool, string, int64:
		return v, nil
	case int:
		return int64(v), nil
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int64(v), nil
		}
		return v, nil
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n, nil
		}
		return v.Float64()
	case time.Time:
		return v.UTC().Format(time.DateTime), nil
	case []string:
		out := make([]any, len(v))
		for i, s := range v {
			out[i] = s
		}
		return out, nil
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			var err error
			if out[i], err = fromInput(item); err != nil {
				return nil, err
			}
		}
		return out, nil
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, item := range v {
			var err error
			if out[k], err = fromInput(item); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	return nil, fmt.Errorf("a %T cannot be the value of an input parameter", v)
}

// toStarlark makes a template value or a value of a frame a Starlark value.
func toStarlark(v any) starlark.Value {
	switch v := v.(type) {
	case bool:
		return starlark.Bool(v)
	case int64:
		return starlark.MakeInt64(v)
	case float64:
		return starlark.Float(v)
	case string:
		return starlark.String(v)
	case []byte:
		return starlark.Bytes(v)
	case []any:
		list := make([]starlark.Value, len(v))
		for i, item := range v {
			list[i] = toStarlark(item)
		}
		return starlark.NewList(list)
	case map[string]any:
		dict := starlark.NewDict(len(v))
		keys, _ := sequenceOf(v)
		for _, k := range keys {
			set(dict, starlark.String(k.(string)), toStarlark(v[k.(string)]))
		}
		return dict
	}
	return starlark.None
}

// set cannot fail for a fresh dict and a string.
func set(dict *starlark.Dict, key starlark.String, v starlark.Value) {
	if err := dict.SetKey(key, v); err != nil {
		panic(err)
	}
}

// fromStarlark makes a Starlark value a template value; false for what templates do not know, such as functions.
func fromStarlark(v starlark.Value) (any, bool) {
	switch v := v.(type) {
	case starlark.NoneType:
		return nil, true
	case starlark.Bool:
		return bool(v), true
	case starlark.Float:
		return float64(v), true
	case starlark.String:
		return string(v), true
	case starlark.Int:
		if n, ok := v.Int64(); ok {
			return n, true
		}
		return v.String(), true
	case *starlark.Dict:
		out := make(map[string]any, v.Len())
		for _, item := range v.Items() {
			key, isText := starlark.AsString(item[0])
			value, ok := fromStarlark(item[1])
			if !isText || !ok {
				return nil, false
			}
			out[key] = value
		}
		return out, true
	case starlark.Sequence:
		out := make([]any, 0, v.Len())
		for item := range starlark.Elements(v) {
			value, ok := fromStarlark(item)
			if !ok {
				return nil, false
			}
			out = append(out, value)
		}
		return out, true
	}
	return nil, false
}

// listOf is a frame as CODE cells see it: a list of dicts, the keys in the order of the columns.
func listOf(f *frame) *starlark.List {
	keys := make([]starlark.String, len(f.columns))
	for i, c := range f.columns {
		keys[i] = starlark.String(c.Name)
	}
	rows := make([]starlark.Value, len(f.rows))
	for i, row := range f.rows {
		dict := starlark.NewDict(len(row))
		for j, v := range row {
			set(dict, keys[j], toStarlark(v))
		}
		rows[i] = dict
	}
	return starlark.NewList(rows)
}

// recordsOf is a frame as templates see it.
func recordsOf(f *frame) []any {
	rows := make([]any, len(f.rows))
	for i, row := range f.rows {
		record := make(map[string]any, len(row))
		for j, v := range row {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			record[f.columns[j].Name] = v
		}
		rows[i] = record
	}
	return rows
}

// asRows is v when it is a list of dicts, at the first glance.
func asRows(v starlark.Value) (*starlark.List, bool) {
	list, ok := v.(*starlark.List)
	if !ok || list.Len() == 0 {
		return nil, false
	}
	_, ok = list.Index(0).(*starlark.Dict)
	return list, ok
}

// frameOf makes a list of dicts a frame. Columns come in the order in which keys first appear; a row without a key has
// NULL there. Bools become 0 and 1; lists and dicts become their text.
func frameOf(list *starlark.List) (*frame, error) {
	if list.Len() > MaxRows {
		return nil, fmt.Errorf("it has more than %d rows", MaxRows)
	}
	f := &frame{}
	at := map[string]int{}
	var names []string
	for i := range list.Len() {
		dict, ok := list.Index(i).(*starlark.Dict)
		if !ok {
			return nil, fmt.Errorf("row %d is a %s, not a dict", i+1, list.Index(i).Type())
		}
		row := make([]any, len(names))
		for _, item := range dict.Items() {
			key, ok := starlark.AsString(item[0])
			if !ok {
				return nil, fmt.Errorf("row %d has the key %s, which is not a string", i+1, item[0])
			}
			j, known := at[key]
			if !known {
				if j = len(names); j == maxColumns {
					return nil, fmt.Errorf("it has more than %d columns", maxColumns)
				}
				at[key] = j
				names = append(names, key)
				row = append(row, nil)
			}
			v, err := cellValue(item[1])
			if err != nil {
				return nil, fmt.Errorf("row %d, %s: %w", i+1, key, err)
			}
			row[j] = v
		}
		f.rows = append(f.rows, row)
	}
	f.columns = nameColumns(names)
	for i, row := range f.rows {
		f.rows[i] = slices.Concat(row, make([]any, len(names)-len(row)))
	}
	f.setTypes()
	return f, nil
}

// maxColumns is SQLite's limit.
const maxColumns = 2000

func cellValue(v starlark.Value) (any, error) {
	switch v := v.(type) {
	case starlark.NoneType:
		return nil, nil
	case starlark.Bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case starlark.Int:
		if n, ok := v.Int64(); ok {
			return n, nil
		}
		return nil, errors.New("the integer is too large for SQL")
	case starlark.Float:
		return float64(v), nil
	case starlark.Bytes:
		return []byte(v), nil
	case starlark.String:
		return bounded(string(v))
	}
	if _, err := weigh(v, MaxValueBytes); err != nil {
		return nil, err
	}
	return bounded(strings.ToValidUTF8(v.String(), "?"))
}

func bounded(s string) (any, error) {
	if len(s) > MaxValueBytes {
		return nil, fmt.Errorf("the text is longer than %d bytes", MaxValueBytes)
	}
	return s, nil
}
