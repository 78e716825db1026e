package kernel

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// frame is a whole result set: what a dataframe is in here. Values are nil, int64, float64, string and []byte.
type frame struct {
	columns []Column
	rows    [][]any
}

// table is the frame as a result shows it, of which total rows exist.
func (f *frame) table(limit, total int, exact bool) *Table {
	shown := f.rows[:min(limit, len(f.rows))]
	t := &Table{
		Columns: f.columns, Rows: make([][]Value, len(shown)), TotalRows: total, Exact: exact,
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

// nameColumns makes the names distinct, in any case of letters, by "_1", "_2", …, as dataframes need them.
func nameColumns(names []string) []Column {
	seen := map[string]bool{}
	for _, name := range names {
		seen[strings.ToLower(name)] = true
	}
	taken := map[string]bool{}
	columns := make([]Column, len(names))
	for i, name := range names {
		unique := name
		for n := 1; taken[strings.ToLower(unique)]; n++ {
			if candidate := name + "_" + strconv.Itoa(n); !seen[strings.ToLower(candidate)] {
				unique = candidate
			}
		}
		taken[strings.ToLower(unique)] = true
		columns[i] = Column{Name: unique}
	}
	return columns
}

// setTypes gives every column without a type the one of its values: INTEGER and REAL make REAL, any other mixture TEXT.
func (f *frame) setTypes() {
	for j := range f.columns {
		if f.columns[j].Type != "" {
			continue
		}
		kind := "NULL"
		for _, row := range f.rows {
			kind = common(kind, typeOf(row[j]))
		}
		f.columns[j].Type = kind
	}
}

func typeOf(v any) string {
	switch v.(type) {
	case nil:
		return "NULL"
	case int64:
		return "INTEGER"
	case float64:
		return "REAL"
	case []byte:
		return "BLOB"
	}
	return "TEXT"
}

func common(a, b string) string {
	switch {
	case a == b || b == "NULL":
		return a
	case a == "NULL":
		return b
	case (a == "INTEGER" || a == "REAL") && (b == "INTEGER" || b == "REAL"):
		return "REAL"
	}
	return "TEXT"
}

// asText is a value as results carry it; nil is NULL. Bytes that are no text are given as X'…', SQL's way to write them.
func asText(v any) Value {
	var s string
	switch v := v.(type) {
	case nil:
		return nil
	case int64:
		s = strconv.FormatInt(v, 10)
	case float64:
		s = formatFloat(v)
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

// formatFloat writes a float so that it is never taken for an integer: 2.0, 0.1, 1e+300.
func formatFloat(f float64) string {
	s := strconv.FormatFloat(f, 'g', -1, 64)
	if abs := max(f, -f); abs >= 1e-4 && abs < 1e16 || f == 0 {
		s = strconv.FormatFloat(f, 'f', -1, 64)
	}
	if strings.ContainsAny(s, ".eIN") {
		return s
	}
	return s + ".0"
}

// size is how many bytes a value counts for.
func size(v any) int {
	switch v := v.(type) {
	case string:
		return len(v) + 16
	case []byte:
		return len(v) + 24
	}
	return 16
}
