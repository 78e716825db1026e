package kernel

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/sqltext"
)

// fromInput makes an input parameter's value one of the template values (see [template.Piece]). Whole numbers come out of JSON as
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

// recordsOf is a frame as templates see it.
func recordsOf(f *engine.Frame) []any {
	rows := make([]any, len(f.Rows))
	for i, row := range f.Rows {
		record := make(map[string]any, len(row))
		for j, v := range row {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			record[f.Columns[j].Name] = f.Columns[j].Plain(v)
		}
		rows[i] = record
	}
	return rows
}

// table is the frame as a result shows it, of which total rows exist.
func table(f *engine.Frame, limit, total int, exact bool) *Table {
	shown := f.Rows[:min(limit, len(f.Rows))]
	t := &Table{
		Columns: f.Columns, Rows: make([][]Value, len(shown)), TotalRows: total, Exact: exact,
		Truncated: len(shown) < total || !exact, RowLimit: limit,
	}
	for i, row := range shown {
		t.Rows[i] = make([]Value, len(row))
		for j, v := range row {
			t.Rows[i][j] = asText(v)
		}
	}
	return t
}

// asText is a value as results carry it; nil is NULL. Bytes that are no text are given as X'…', SQL's way to write them.
func asText(v any) Value {
	var s string
	switch v := v.(type) {
	case nil:
		return nil
	case bool:
		s = strconv.FormatBool(v)
	case int64:
		s = strconv.FormatInt(v, 10)
	case float64:
		s = sqltext.Float(v)
	case string:
		s = strings.ToValidUTF8(v, string(utf8.RuneError))
	case []byte:
		const digits = "0123456789ABCDEF"
		b := make([]byte, 0, 2*len(v)+3)
		b = append(b, "X'"...)
		for _, c := range v {
			b = append(b, digits[c>>4], digits[c&15])
		}
		s = string(append(b, '\''))
	}
	return &s
}
