package starlark

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"hextui/hex/emulator/kernel/engine"
)

// fromValue makes a template value or a value of a frame a Starlark value.
func fromValue(v any) starlark.Value {
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
			list[i] = fromValue(item)
		}
		return starlark.NewList(list)
	case map[string]any:
		dict := starlark.NewDict(len(v))
		for _, k := range slices.Sorted(maps.Keys(v)) {
			set(dict, starlark.String(k), fromValue(v[k]))
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

// toValue makes a Starlark value a template value; false for what templates do not know, such as functions.
func toValue(v starlark.Value) (any, bool) {
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
			value, ok := toValue(item[1])
			if !isText || !ok {
				return nil, false
			}
			out[key] = value
		}
		return out, true
	case starlark.Sequence:
		out := make([]any, 0, v.Len())
		for item := range starlark.Elements(v) {
			value, ok := toValue(item)
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
func listOf(f *engine.Frame) *starlark.List {
	keys := make([]starlark.String, len(f.Columns))
	for i, c := range f.Columns {
		keys[i] = starlark.String(c.Name)
	}
	rows := make([]starlark.Value, len(f.Rows))
	for i, row := range f.Rows {
		dict := starlark.NewDict(len(row))
		for j, v := range row {
			set(dict, keys[j], fromValue(f.Columns[j].Plain(v)))
		}
		rows[i] = dict
	}
	return starlark.NewList(rows)
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
func frameOf(list *starlark.List) (*engine.Frame, error) {
	if list.Len() > engine.MaxRows {
		return nil, fmt.Errorf("it has more than %d rows", engine.MaxRows)
	}
	f := &engine.Frame{}
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
		f.Rows = append(f.Rows, row)
	}
	f.Columns = engine.Columns(names)
	for i, row := range f.Rows {
		f.Rows[i] = slices.Concat(row, make([]any, len(names)-len(row)))
	}
	f.SetTypes()
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
	if err := weigh(v, engine.MaxValueBytes); err != nil {
		return nil, err
	}
	return bounded(strings.ToValidUTF8(v.String(), "?"))
}

func bounded(s string) (any, error) {
	if len(s) > engine.MaxValueBytes {
		return nil, fmt.Errorf("the text is longer than %d bytes", engine.MaxValueBytes)
	}
	return s, nil
}
