//go:build duckdb

package duckdb

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/sqltext"
)

// staged is the table that a dataframe is appended to before its columns get their types.
const staged = "hextui_frame"

// Drop takes a dataframe out.
func (s *session) Drop(ctx context.Context, name string) error {
	if key := strings.ToLower(name); s.stored[key] {
		delete(s.stored, key)
		return s.exec(ctx, "DROP TABLE IF EXISTS memory.dataframes."+sqltext.QuoteName(name))
	}
	return nil
}

// Put makes a table of a dataframe. What has a type that is written as text, such as a date, is appended as text, of which DuckDB makes
// the type; a column with a value that is none of the type stays text, so that no value becomes another one.
func (s *session) Put(ctx context.Context, name string, f *engine.Frame) (err error) {
	if len(f.Columns) == 0 {
		return errors.New("it has no columns")
	}
	s.stored[strings.ToLower(name)] = true
	t := Table{Name: staged, Columns: make([]engine.Column, len(f.Columns))}
	wanted := make([][]string, len(f.Columns))
	for i, c := range f.Columns {
		t.Columns[i].Name = c.Name
		t.Columns[i].Type, wanted[i] = become(f, i)
	}
	row := make([]any, len(f.Columns))
	t.Rows = func(add func([]any) error) error {
		for _, values := range f.Rows {
			for i, v := range values {
				row[i] = spelled(v, f.Columns[i].Type)
			}
			if err := errors.Join(ctx.Err(), add(row)); err != nil {
				return err
			}
		}
		return nil
	}
	defer func() {
		if dropped := s.exec(context.Background(), "DROP TABLE IF EXISTS temp.main."+staged); err == nil {
			err = dropped
		}
	}()
	if err := fill(ctx, s.connection, "temp", "main", t); err != nil {
		return err
	}
	columns, err := s.casts(ctx, f, wanted)
	if err != nil {
		return err
	}
	made := "CREATE OR REPLACE TABLE memory.dataframes." + sqltext.QuoteName(name) + " AS SELECT " + columns + " FROM temp.main." + staged
	return explain(ctx, "", s.exec(ctx, made))
}

// become is as what type a column of a dataframe is appended, and what may then be made of it; the first that has all values is.
func become(f *engine.Frame, column int) (appended string, wanted []string) {
	const text = "TEXT"
	kind := f.Columns[column].Type
	switch {
	case stored(kind) != "VARCHAR" && stored(kind) != kind || kind == "BLOB" || kind == "BOOLEAN":
		if fits(f, column, kind) {
			return kind, nil
		}
		return text, map[string][]string{"INTEGER": {"HUGEINT", "BIGNUM"}, "REAL": {"DOUBLE"}, "BOOLEAN": {"BOOLEAN"}}[kind]
	case kind == engine.Numeric:
		return text, append(decimals(f, column), "DOUBLE")
	case kind == engine.Timestamp:
		return text, []string{"TIMESTAMP", "TIMESTAMP_NS"}
	case kind == "TIMESTAMP WITH TIME ZONE":
		return text, []string{engine.TimestampTZ}
	case kind == "TIME WITH TIME ZONE":
		return text, []string{"TIMETZ"}
	case kind == engine.Date, kind == engine.Time, kind == engine.TimestampTZ, kind == engine.Interval, kind == "TIMETZ", kind == "UUID",
		kind == "JSON", ofParts(kind):
		return text, []string{kind}
	}
	return text, nil
}

// fits tells whether all values of a column are of the type that it has.
func fits(f *engine.Frame, column int, kind string) bool {
	for _, row := range f.Rows {
		ok := row[column] == nil
		switch row[column].(type) {
		case int64:
			ok = kind == "INTEGER" || kind == "REAL" || kind == "BOOLEAN"
		case float64:
			ok = kind == "REAL"
		case bool:
			ok = kind == "BOOLEAN"
		case []byte:
			ok = kind == "BLOB"
		}
		if !ok {
			return false
		}
	}
	return true
}

// mostDigits is how many digits a DECIMAL has.
const mostDigits = 38

// decimals is the DECIMAL that has all digits of a column's numbers; none where there is no such type.
func decimals(f *engine.Frame, column int) []string {
	before, places := 0, 0
	for _, row := range f.Rows {
		if row[column] == nil {
			continue
		}
		number := strings.TrimLeft(fmt.Sprint(row[column]), "-+")
		if strings.Trim(number, "0123456789.") != "" { // such as NaN
			return nil
		}
		head, tail, _ := strings.Cut(number, ".")
		before, places = max(before, len(head)), max(places, len(tail))
	}
	if before+places > mostDigits {
		return nil
	}
	return []string{fmt.Sprintf("DECIMAL(%d,%d)", max(18, before+places), places)}
}

// ofParts tells whether a type is one of lists, structs and maps, and nothing else.
func ofParts(kind string) bool {
	if !strings.HasSuffix(kind, "]") && !nested(kind) {
		return false
	}
	only := true
	sqltext.Rules{}.Scan(kind, func(is sqltext.Kind, start, end int) {
		only = only && (is != sqltext.Symbol || strings.Contains("()[],", kind[start:end])) && is != sqltext.Comment
	})
	return only
}

// spelled is a value as DuckDB reads it: what PostgreSQL writes otherwise are years before Christ, and the signs of intervals.
func spelled(v any, kind string) any {
	s, ok := v.(string)
	if !ok {
		return v
	}
	if before, is := strings.CutSuffix(s, " BC"); is && (kind == engine.Date || strings.HasPrefix(kind, engine.Timestamp)) {
		day, clock, _ := strings.Cut(before, " ")
		return strings.TrimSpace(day + " (BC) " + clock)
	}
	if kind == engine.Interval {
		return strings.ReplaceAll(s, "+", "")
	}
	return v
}

// casts writes the columns of a dataframe with the types that they get.
func (s *session) casts(ctx context.Context, f *engine.Frame, wanted [][]string) (string, error) {
	var counts []string
	for i, types := range wanted {
		column := sqltext.QuoteName(f.Columns[i].Name)
		for _, kind := range types {
			counts = append(counts, "count(*) FILTER (WHERE "+column+" IS NOT NULL AND "+cast(column, kind)+" IS NULL"+
				altered(column, kind)+")")
		}
	}
	if len(counts) == 0 {
		return "*", nil
	}
	const from = " FROM temp.main." + staged
	a, err := s.Query(ctx, engine.Statement{SQL: "SELECT " + strings.Join(counts, ", ") + from}, engine.Want{Rows: 1})
	if err != nil {
		return "", err
	}
	columns, at := make([]string, len(wanted)), 0
	for i, types := range wanted {
		column := sqltext.QuoteName(f.Columns[i].Name)
		columns[i] = column
		for _, kind := range types {
			if columns[i] == column && a.Frame.Rows[0][at] == int64(0) {
				columns[i] = cast(column, kind) + " AS " + column
			}
			at++
		}
	}
	return strings.Join(columns, ", "), nil
}

// altered finds the values that are there in a type, but are other ones: nanoseconds, and numbers that are too large.
func altered(column, kind string) string {
	switch kind {
	case engine.Timestamp:
		return " OR length(" + column + ") > length('2026-01-31 10:30:00.123456') AND " + column + " NOT LIKE '%)%'"
	case "DOUBLE":
		return " OR isinf(" + cast(column, kind) + ") AND " + column + " NOT ILIKE '%inf%'"
	}
	return ""
}

// cast makes a type of a column of texts. What has members is JSON there.
func cast(column, kind string) string {
	if nested(kind) {
		column = "TRY_CAST(" + column + " AS JSON)"
	}
	return "TRY_CAST(" + column + " AS " + kind + ")"
}
