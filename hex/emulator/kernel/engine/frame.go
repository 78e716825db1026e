package engine

import (
	"strconv"
	"strings"
)

// Frame is a whole result set: what a dataframe is. Values are nil, bool, int64, float64, string and []byte. What has a type
// that none of these is, such as a decimal number or a moment, is the text that the database writes for it.
type Frame struct {
	Columns []Column
	Rows    [][]any
}

// Column names a result column. Names are as the query gives them, except that a repeated name gets "_1", "_2", …, so
// that a row can be an object. Type is INTEGER, REAL, TEXT, BLOB, BOOLEAN, NUMERIC, DATE, TIMESTAMP, INTERVAL or what else the database
// has, or NULL (no value seen). What other engines and languages know too has the names below.
type Column struct {
	Name string
	Type string
}

// Numeric is the type of decimal numbers, which are text, so that none of their digits is lost.
const Numeric = "NUMERIC"

// Types of time, which are text: "2026-01-31", "10:30:00", "2026-01-31 10:30:00", in UTC the one that has a zone, with "+00" behind,
// and lengths of time, such as "5 days 12:00:00".
const (
	Date        = "DATE"
	Time        = "TIME"
	Timestamp   = "TIMESTAMP"
	TimestampTZ = "TIMESTAMPTZ"
	Interval    = "INTERVAL"
)

// Plain is a value of the column for those who know no decimal numbers: the nearest float64, or the int64 that it is.
func (c Column) Plain(v any) any {
	text, ok := v.(string)
	if !ok || c.Type != Numeric {
		return v
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil {
		return f
	}
	return v
}

// Columns makes columns of names, which become distinct, in any case of letters, by "_1", "_2", …, as dataframes need them.
func Columns(names []string) []Column {
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

// SetTypes gives every column without a type the one of its values: INTEGER and REAL make REAL, any other mixture TEXT.
func (f *Frame) SetTypes() {
	for j := range f.Columns {
		if f.Columns[j].Type != "" {
			continue
		}
		kind := "NULL"
		for _, row := range f.Rows {
			kind = common(kind, typeOf(row[j]))
		}
		f.Columns[j].Type = kind
	}
}

func typeOf(v any) string {
	switch v.(type) {
	case nil:
		return "NULL"
	case bool:
		return "BOOLEAN"
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

// Size is how many bytes a value counts for.
func Size(v any) int {
	switch v := v.(type) {
	case string:
		return len(v) + 16
	case []byte:
		return len(v) + 24
	}
	return 16
}
