//go:build duckdb

package duckdb_test

import (
	"fmt"
	"testing"

	"hextui/hex/emulator/kernel/duckdb"
	"hextui/hex/emulator/kernel/engine"
)

// TestTypesGoOn takes a value of each type from the dataframe of a cell, and from the dataframe of a cell on that: it is the same, of the
// same type.
func TestTypesGoOn(t *testing.T) {
	on := databases{shop(t)}
	for value, kind := range map[string]string{
		"date '2026-01-31'":                                           "DATE",
		"timestamp '2026-01-31 10:30:00.25'":                          "TIMESTAMP",
		"timestamp_ns '2026-01-31 10:30:00.123456789'":                "TIMESTAMP_NS",
		"timestamptz '2026-01-31 10:30:00+02'":                        "TIMESTAMP WITH TIME ZONE",
		"time '10:30:00.5'":                                           "TIME",
		"'10:30:00+02'::timetz":                                       "TIME WITH TIME ZONE",
		"interval '-1 year 2 months -3 days 04:05:06.5'":              "INTERVAL",
		"12345678901234567.10::decimal(19,2)":                         "DECIMAL(19,2)",
		"1.5::decimal(18,3)":                                          "DECIMAL(18,3)",
		"true":                                                        "BOOLEAN",
		"170141183460469231731687303715884105727::hugeint":            "HUGEINT",
		"uuid 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'":                 "UUID",
		`'{"b": 1.50, "a": [1]}'::json`:                               "JSON",
		"'\\xAA\\x00'::blob":                                          "BLOB",
		"'infinity'::date":                                            "DATE",
		"'-infinity'::timestamp":                                      "TIMESTAMP",
		"'0044-03-15 (BC)'::date":                                     "DATE",
		"['a, b', 'it''s', 'null', null, '', 'a\"b', '[x']":           "VARCHAR[]",
		"[1, 2]::integer[2]":                                          "INTEGER[2]",
		"{'a': 'x, y', 'b': [date '2026-01-31'], 'c d': {'e': 1.50}}": `STRUCT(a VARCHAR, b DATE[], "c d" STRUCT(e DECIMAL(3,2)))`,
		"map {1: 'a', 2: null}":                                       "MAP(INTEGER, VARCHAR)",
		"[{'a': timestamp '2026-01-31 10:30:00'}, null]":              "STRUCT(a TIMESTAMP)[]",
	} {
		made := sql("first", "select "+value+" v union all select null")
		same := frameSQL("last", "select typeof(v), v = "+value+" from second where v is not null")
		got, err := run(t, on, made, frameSQL("second", "select * from first"), same)
		if want := kind + "|true"; err != nil || got != want {
			t.Errorf("%s is then %s, %v, not %s", value, got, err, want)
		}
	}
	made := sql("first", "select order_id, delivered_at - created_at as took, created_at::date as day from orders where order_id < 50")
	const differences = "select max(took) > interval '1 day', max(day) - min(day) > 0, typeof(max(day) - 1) from first"
	got, err := run(t, on, made, frameSQL("last", differences))
	if err != nil || got != "true|true|DATE" {
		t.Errorf("lengths of time and differences of dates are %s, %v", got, err)
	}
}

// TestFramesOfOthers puts frames as PostgreSQL and others write them: a value is what it was, or the column is text.
func TestFramesOfOthers(t *testing.T) {
	for _, c := range []struct {
		kind       string
		values     []any
		made, want string
	}{
		{"DATE", []any{"2026-01-31", "infinity", "0044-03-15 BC", nil}, "DATE", "[2026-01-31 infinity 0044-03-15 (BC) <nil>]"},
		{"DATE", []any{"2026-01-31", "soon"}, "VARCHAR", "[2026-01-31 soon]"},
		{"TIMESTAMPTZ", []any{"2026-01-31 10:30:00+00", "0044-03-15 10:00:00+00 BC"}, "TIMESTAMP WITH TIME ZONE",
			"[2026-01-31 10:30:00+00 0044-03-15 (BC) 10:00:00+00]"},
		{"INTERVAL", []any{"1 year -2 mons +3 days 00:00:01", "-1 days +02:00:00"}, "INTERVAL",
			"[10 months 3 days 00:00:01 -1 day 02:00:00]"},
		{"NUMERIC", []any{"10.5", "-0.125", nil, "3"}, "DECIMAL(18,3)", "[10.500 -0.125 <nil> 3.000]"},
		{"NUMERIC", []any{"1", "NaN", "-Infinity"}, "DOUBLE", "[1 NaN -Inf]"},
		{"NUMERIC", []any{"1e400", "1"}, "VARCHAR", "[1e400 1]"},
		{"NUMERIC", []any{"12345678901234567890123456789.0123456789"}, "DOUBLE", "[1.2345678901234568e+28]"},
		{"INTEGER", []any{int64(1), "12345678901234567890"}, "HUGEINT", "[1 12345678901234567890]"},
		{"INTEGER", []any{int64(1), "many"}, "VARCHAR", "[1 many]"},
		{"BOOLEAN", []any{int64(1), false, nil}, "BOOLEAN", "[true false <nil>]"},
		{"INTEGER[]", []any{"{1,2}"}, "VARCHAR", "[{1,2}]"},
		{"INTEGER[]; drop table x", []any{"a"}, "VARCHAR", "[a]"},
		{"STRUCT(a INTEGER); select 1 --[]", []any{"a"}, "VARCHAR", "[a]"},
		{"NULL", []any{nil}, "INTEGER", "[<nil>]"},
	} {
		frames, err := duckdb.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		f := &engine.Frame{Columns: []engine.Column{{Name: `the "v"`, Type: c.kind}}}
		for _, v := range c.values {
			f.Rows = append(f.Rows, []any{v})
		}
		if err := frames.Put(t.Context(), "F", f); err != nil {
			t.Fatalf("%s: %v", c.kind, err)
		}
		const read = `select typeof("the ""v"""), "the ""v""" from f`
		a, err := frames.Query(t.Context(), engine.Statement{SQL: read}, engine.Want{Whole: true})
		if err != nil {
			t.Fatalf("%s: %v", c.kind, err)
		}
		var values []any
		for _, row := range a.Frame.Rows {
			values = append(values, row[1])
		}
		if got := fmt.Sprint(values); got != c.want || a.Frame.Rows[0][0] != c.made {
			t.Errorf("%s %v becomes %v %s, not %s %s", c.kind, c.values, a.Frame.Rows[0][0], got, c.made, c.want)
		}
		if err := frames.Close(); err != nil {
			t.Error(err)
		}
	}
}
