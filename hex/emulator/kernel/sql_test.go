package kernel_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/kernel/engine"
)

func TestParametersAreBound(t *testing.T) {
	for name, tc := range map[string]struct {
		source string
		in     inputs
		want   string
	}{
		"text":          {"SELECT {{ x }}", inputs{"x": "it's; DROP TABLE orders --"}, "it's; DROP TABLE orders --"},
		"whole number":  {"SELECT typeof({{ x }}), {{ x }}", inputs{"x": 12.0}, "integer|12"},
		"float":         {"SELECT typeof({{x}}), {{x}}", inputs{"x": 2.5}, "real|2.5"},
		"null":          {"SELECT {{ x }} IS NULL", inputs{"x": nil}, "1"},
		"bool":          {"SELECT {{ x }}", inputs{"x": true}, "1"},
		"list":          {"SELECT 2 IN ({{ x }}), 5 IN ({{ x | array }})", inputs{"x": []any{1.0, 2.0}}, "1|0"},
		"empty list":    {"SELECT 2 NOT IN ({{ x | array }})", inputs{"x": []any{}}, "1"},
		"twice":         {"SELECT {{ x }} || {{ y }} || {{ x }}", inputs{"x": "a", "y": "b"}, "aba"},
		"in quotes":     {"SELECT '{{ x }}'", inputs{"x": "US"}, "'US'"},
		"number quoted": {"SELECT '%{{ x }}%'", inputs{"x": 5.0}, "%5%"},
		"quotes quoted": {"SELECT 'a''b{{ x }}'", inputs{"x": "c'd"}, "a'b'c''d'"},
		"in a comment":  {"SELECT 1 -- {{ x }}\n, 2 /* {{ x }} */", inputs{"x": "\n3"}, "1|2"},
		"if":            {"SELECT 1 {% if x == 'DE' %}, 2{% elif x in ['FR'] %}, 3{% else %}, 4{% endif %}", inputs{"x": "FR"}, "1|3"},
		"for": {"SELECT {% for v in x %}{{ v }}{% if not loop.last %} + {% endif %}{% endfor %}",
			inputs{"x": []any{1.0, 2.0, 3.0}}, "6"},
		"set, arithmetic": {"{% set y = x * 2 + 1 %}SELECT {{ y }}, {{ -x }}, {{ y // 2 }}", inputs{"x": 4.0}, "9|-4|4"},
		"default":         {"SELECT {{ nope | default('d') }}, {{ nope is defined }}", nil, "d|0"},
		"raw":             {"SELECT '{% raw %}{{ x }}{% endraw %}'", nil, "{{ x }}"},
		"jinja comment":   {"SELECT 1 {# {{ x }} #}", nil, "1"},
		"sqlsafe":         {"SELECT count({{ c | sqlsafe }}) > 0 FROM {{ t | sqlsafe }}", inputs{"c": "country", "t": "main.orders"}, "1"},
		"map":             {"SELECT {{ m.a }}, {{ m['b'][1] }}", inputs{"m": inputs{"a": 1.0, "b": []any{"x", "y"}}}, "1|y"},
		"ternary":         {"SELECT {{ 'a' if x > 3 and not y else 'b' }}", inputs{"x": 4.0, "y": false}, "a"},
		"trimmed":         {"SELECT 1 {%- if true -%} , 2 {%- endif %}", nil, "1|2"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := value(t, tc.in, sql("a", tc.source)); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestQuotedParameterIsNoted(t *testing.T) {
	results, err := run(t, inputs{"c": "US"}, sql("a", "SELECT count(*)\nFROM orders WHERE country = '{{ c }}'"))
	if err != nil {
		t.Fatal(err)
	}
	if got := show(results["a"].Table); got != "0" {
		t.Errorf("rows = %s, want none, as in Hex", got)
	}
	if notes := results["a"].Notes; len(notes) != 1 || !strings.HasPrefix(notes[0], "line 2: {{ c }} stands inside quotes") {
		t.Errorf("notes = %q", notes)
	}
}

func TestSQLFailures(t *testing.T) {
	const known = "; if the database knows it, the DuckDB build (go build -tags duckdb) and a Postgres connection run it as it stands"
	for name, tc := range map[string]struct {
		cell    kernel.Cell
		message string
		line    int // 0: unknown
	}{
		"column":     {sql("a", "SELECT country,\n  regiom\nFROM orders"), "no such column: regiom", 2},
		"table":      {sql("a", "SELECT *\nFROM\nordrs"), "no such table: ordrs", 0},
		"syntax":     {sql("a", "SELECT *\nFORM orders"), `syntax error near "FORM" in line 2, column 1`, 2},
		"typo":       {sql("a", "selct 1"), `syntax error near "selct" in line 1, column 1`, 1},
		"form":       {sql("a", "select *\nform t"), `syntax error near "form" in line 2, column 1`, 2},
		"two commas": {sql("a", "select '{{ x }}' a,, b\nfrom orders"), `syntax error near "," in line 1, column 20`, 1},
		"two commas later": {sql("a", "select order_id::text,\n  status ilike 'a%',, b from orders"),
			`syntax error near "," in line 2, column 21`, 2},
		"too short":  {sql("a", "select 1 +"), "syntax error: the statement ends before it is complete", 0},
		"wrong sign": {sql("a", "select 5 ! 2"), `syntax error at "!" in line 1, column 10`, 1},
		"of another": {sql("a", "show tables"), `near "show": syntax error` + known, 1},
		"no aggregate": {sql("a", "select status, first(total_cents) from orders group by status"),
			"no such function: first" + known, 1},
		"after parameters": {sql("a", "SELECT '{{ x }}', {{ x }},\n {# note #} {{ x }}, regiom\nFROM orders"), "no such column: regiom", 2},
		"undefined":        {sql("a", "SELECT 1\n, {{ start_date }}"), "'start_date' is undefined", 2},
		"attribute":        {sql("a", "SELECT {{ x.nope }}"), `'str object' has no element "nope"`, 1},
		"open tag":         {sql("a", "SELECT 1\n, {{ x"), `unexpected end of template: "{{" on line 2 is never closed`, 2},
		"open block":       {sql("a", "SELECT 1 {% if x %}"), `unexpected end of template: the block on line 1 needs {% endif %}`, 1},
		"stray end":        {sql("a", "SELECT 1 {% endfor %}"), `unexpected Jinja statement "endfor"`, 1},
		"unknown filter":   {sql("a", "SELECT {{ x | nope }}"), `no filter named "nope"`, 1},
		"injection": {sql("a", "SELECT {{ evil | sqlsafe }}"),
			`sqlsafe takes the name of a column or table here (letters, digits, _ and .), not '1; DROP TABLE orders'`, 1},
		"quoted name": {sql("a", `SELECT "{{ x }}" FROM orders`), "{{ x }} on line 1 is inside a quoted name: a parameter is a " +
			"value, it cannot name a column or table; use {{ x | sqlsafe }} without quotes", 1},
		"digit after":  {sql("a", "SELECT {{ x }}5"), `syntax error near "5" in line 1, column 15`, 1},
		"open string":  {sql("a", "SELECT 1,\n'{{ x }}"), "the string that begins on line 2 is never closed", 2},
		"open doubled": {sql("a", "SELECT 'a''"), "the string that begins on line 1 is never closed", 1},
		"foreign":      {sql("a", "SELECT :x"), `near ":x": a parameter is written {{ name }}`, 1},
		"cast":         {sql("a", "SELECT 1,\n'one'::int"), `invalid input syntax for type int: 'one'`, 0},
		"array": {sql("a", "SELECT 1,\nunnest(x)"), "unnest does not run here: json_each('[1, 2, 3]') gives the values of a JSON text; " +
			"the DuckDB build (go build -tags duckdb) and a Postgres connection run it as it stands", 2},
		"after a form": {sql("a", "SELECT order_id::text,\n  regiom::int\nFROM orders"), "no such column: regiom", 2},
		"no connection": {kernel.Cell{ID: "a", Kind: kernel.SQL, Source: "SELECT 1"},
			"this SQL cell has no data connection: choose one for it, or make it a dataframe SQL cell", 0},
		"warehouse": {frameSQL("a", "SELECT * FROM orders"), "no such table: orders", 0},
		"text as name": {sql("a", `SELECT "no such"`), `no such column: "no such" - should this be a string literal in single-quotes?`,
			1},
		"function": {sql("a", "SELECT date_trunk('month', created_at) FROM orders"), "no such function: date_trunk" + known, 1},
		"at run time": {sql("a", "SELECT abs(-9223372036854775807 - 1)"), "a whole number beyond 64 bits does not run here: write " +
			"x::float for one with 15 digits; the DuckDB build (go build -tags duckdb) and a Postgres connection run it as it stands", 0},
		"NUL": {sql("a", "SELECT 1\n\x00"), "the source has a NUL character on line 2; SQL cannot contain it", 2},
	} {
		t.Run(name, func(t *testing.T) {
			tc.cell.Label = "Revenue"
			f := failure(t, inputs{"x": "v", "evil": "1; DROP TABLE orders"}, tc.cell)
			if f.Message != tc.message {
				t.Errorf("message = %q, want %q", f.Message, tc.message)
			}
			place := `SQL cell "Revenue"`
			if tc.line > 0 {
				place += ", line " + strconv.Itoa(tc.line) + "\n"
			}
			if !strings.Contains(f.Traceback, place) || !strings.HasSuffix(f.Traceback, f.Message) {
				t.Errorf("traceback does not name %q:\n%s", place, f.Traceback)
			}
			if f.Interrupted {
				t.Error("taken for interrupted")
			}
		})
	}
}

// Nothing that a SQL cell says may change the warehouse or touch the machine.
func TestHostileSQL(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "stolen.db")
	before := value(t, nil, sql("a", "SELECT count(*), sum(total_cents) FROM orders"))
	for _, source := range []string{
		"ATTACH '" + file + "' AS x",
		"ATTACH ':memory:' AS x",
		"VACUUM INTO '" + file + "'",
		"VACUUM",
		"PRAGMA query_only = off",
		"PRAGMA writable_schema = on",
		"PRAGMA temp_store_directory = '/'",
		"INSERT INTO orders (order_id) VALUES (1)",
		"UPDATE orders SET total_cents = 0",
		"DELETE FROM orders",
		"REPLACE INTO orders (order_id) VALUES (1)",
		"CREATE TABLE x (a)",
		"CREATE TEMP TABLE x (a)",
		"CREATE VIEW x AS SELECT 1",
		"DROP TABLE orders",
		"ALTER TABLE orders RENAME TO x",
		"REINDEX", "ANALYZE", "BEGIN", "COMMIT", "SAVEPOINT a",
		"DETACH dataframes",
		"WITH a AS (SELECT 1) INSERT INTO orders (order_id) SELECT * FROM a",
		"WITH a AS (SELECT 1) DELETE FROM orders",
		"WITH a AS (SELECT 1) DELETE FROM dataframes.df",
		"SELECT 1; DELETE FROM orders",
		"SELECT 1; SELECT 2",
		";;DELETE FROM orders",
		"/* SELECT */ DELETE FROM orders",
		"-- SELECT\nDELETE FROM orders",
		"SELECT load_extension('/lib/x.so')",
		"SELECT writefile('" + file + "', 'x')",
		"SELECT readfile('/etc/passwd')",
		"SELECT fts3_tokenizer('simple', x'00')",
		"SELECT length(zeroblob(100000000))",
		"SELECT length(randomblob(100000000))",
		"SELECT hex(zeroblob(900000))",
		"SELECT printf('%.*c', 100000000, 'x')",
		"SELECT repeat('x', 100000000)", "SELECT lpad('x', 100000000)", "SELECT array_agg(repeat(email, 1000)) FROM customers",
		"SELECT regexp_replace(repeat('x', 1000000), 'x', 'yyyyyy', 'g')", "SELECT 1 FROM pragma_database_list, generate_series(1, 2, 0)",
		"CREATE VIRTUAL TABLE temp.x USING generate_series", "DROP TABLE generate_series",
		"SELECT group_concat(email, hex(zeroblob(1000))) FROM customers",
		"SELECT " + strings.Repeat("(", 5000) + "1" + strings.Repeat(")", 5000),
		"SELECT 1" + strings.Repeat(" UNION SELECT 1", 5000),
	} {
		if f := failure(t, nil, sql("df", "SELECT 1 AS a"), code("c", "df"), sql("a", source)); f.Interrupted {
			t.Errorf("%.60s: interrupted", source)
		}
	}
	if after := value(t, nil, sql("a", "SELECT count(*), sum(total_cents) FROM orders")); after != before {
		t.Errorf("the warehouse changed: %s, was %s", after, before)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 0 {
		t.Errorf("files were made: %v %v", files, err)
	}
}

// What looks like a second statement or a forbidden word, but is text or a comment, must run.
func TestHarmlessSQL(t *testing.T) {
	for source, want := range map[string]string{
		"SELECT ';', 'DELETE FROM orders'":                ";|DELETE FROM orders",
		"SELECT 1 AS \"a;b\"; -- done; really":            "1",
		"SELECT 1 AS [a;b], `x;y` FROM (SELECT 2 `x;y`);": "1|2",
		"/* ; */ SELECT 1 /* ; */ ; ;":                    "1",
		"VALUES (1, 2), (3, 4)":                           "1|2\n3|4",
		"SELECT 'it''s; fine'":                            "it's; fine",
		"SELECT 1 /* never closed ;":                      "1",
		"with a as (select 1) select * from a":            "1",
		"":                                                "",
		" -- nothing\n;":                                  "",
	} {
		if got := value(t, nil, sql("a", source)); got != want {
			t.Errorf("%s\ngot  %q\nwant %q", source, got, want)
		}
	}
}

func TestColumns(t *testing.T) {
	results, err := run(t, nil, sql("a", `SELECT order_id, coupon_code, 1 AS order_id, 2.5 AS Order_ID, x'00FF' AS b, NULL AS n, 1 AS "order_id_1",
		2.0, 1e300, -0.5 FROM orders ORDER BY order_id LIMIT 1`))
	if err != nil {
		t.Fatal(err)
	}
	table := results["a"].Table
	want := []kernel.Column{{Name: "order_id", Type: "INTEGER"}, {Name: "coupon_code", Type: "TEXT"}, {Name: "order_id_2", Type: "INTEGER"},
		{Name: "Order_ID_3", Type: "REAL"}, {Name: "b", Type: "BLOB"}, {Name: "n", Type: "NULL"}, {Name: "order_id_1", Type: "INTEGER"},
		{Name: "2.0", Type: "REAL"}, {Name: "1e300", Type: "REAL"}, {Name: "-0.5", Type: "REAL"}}
	if diff := cmp.Diff(want, table.Columns); diff != "" {
		t.Error(diff)
	}
	if got := show(table); !strings.HasSuffix(got, "|1|2.5|X'00FF'|-|1|2.0|1e+300|-0.5") {
		t.Errorf("row = %s", got)
	}
}

func TestRowLimit(t *testing.T) {
	numbers := "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c %s) SELECT n FROM c"
	for name, tc := range map[string]struct {
		stop string
		want kernel.Table
	}{
		"under":    {"WHERE n < 99", kernel.Table{TotalRows: 99, Exact: true, RowLimit: 100}},
		"equal":    {"WHERE n < 100", kernel.Table{TotalRows: 100, Exact: true, RowLimit: 100}},
		"over":     {"WHERE n < 2000", kernel.Table{TotalRows: 2000, Exact: true, Truncated: true, RowLimit: 100}},
		"for ever": {"", kernel.Table{TotalRows: engine.MaxRows, Truncated: true, RowLimit: 100}},
	} {
		t.Run(name, func(t *testing.T) {
			c := sql("a", strings.Replace(numbers, "%s", tc.stop, 1))
			c.OutputDataframe = ""
			results, err := runIn(newSession(t, kernel.Options{RowLimit: 100}), nil, c)
			if err != nil {
				t.Fatal(err)
			}
			got := *results["a"].Table
			if want := min(100, tc.want.TotalRows); len(got.Rows) != want {
				t.Errorf("%d rows, want %d", len(got.Rows), want)
			}
			got.Rows, got.Columns = nil, nil
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDataframesInSQL(t *testing.T) {
	top := sql("top_countries", "SELECT country, count(*) AS n FROM orders GROUP BY country ORDER BY n DESC LIMIT 3")
	t.Run("joined with the warehouse", func(t *testing.T) {
		got := value(t, nil, top, sql("b", "SELECT count(DISTINCT o.country), max(n) = (SELECT max(n) FROM Top_Countries) FROM orders o "+
			"JOIN top_countries USING (country)"))
		if got != "3|1" {
			t.Error(got)
		}
	})
	t.Run("in dataframe SQL", func(t *testing.T) {
		if got := value(t, nil, top, frameSQL("b",
			`SELECT count(*), typeof(max(n)), typeof(min(country)) FROM "top_countries"`)); got != "3|integer|text" {
			t.Error(got)
		}
	})
	t.Run("made again", func(t *testing.T) {
		again := frameSQL("top_countries", "SELECT country FROM top_countries LIMIT 1")
		again.ID = "again"
		if got := value(t, nil, top, again, frameSQL("c", "SELECT count(*) FROM top_countries")); got != "1" {
			t.Error(got)
		}
	})
	t.Run("larger than the row limit", func(t *testing.T) {
		results, err := runIn(newSession(t, kernel.Options{RowLimit: 10}), nil, sql("all_orders", "SELECT * FROM orders"),
			sql("b", "SELECT (SELECT count(*) FROM all_orders) = (SELECT count(*) FROM orders)"))
		if err != nil || show(results["b"].Table) != "1" {
			t.Error(err, show(results["b"].Table))
		}
	})
	t.Run("named as a table", func(t *testing.T) {
		few := sql("orders", "SELECT * FROM orders LIMIT 2")
		results, err := run(t, nil, few, sql("b", "SELECT count(*) > 2, (SELECT count(*) FROM dataframes.orders) FROM orders"),
			frameSQL("c", "SELECT count(*) FROM orders"))
		if err != nil {
			t.Fatal(err)
		}
		if got := show(results["b"].Table); got != "1|2" {
			t.Error(got)
		}
		if notes := results["b"].Notes; len(notes) != 1 || !strings.HasPrefix(notes[0], "orders is the warehouse's table here") {
			t.Errorf("notes = %q", notes)
		}
		if got := show(results["c"].Table); got != "2" {
			t.Error(got)
		}
	})
	t.Run("not before it is made", func(t *testing.T) {
		if f := failure(t, nil, sql("b", "SELECT * FROM top_countries")); f.Message != "no such table: top_countries" {
			t.Error(f.Message)
		}
	})
	t.Run("too large to keep", func(t *testing.T) {
		endless := sql("endless", "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c")
		f := failure(t, nil, endless, sql("b", "SELECT count(*) FROM endless"))
		if !strings.HasPrefix(f.Message, "no such table: endless (the dataframe is not there: its result has more than 200000 rows") {
			t.Error(f.Message)
		}
	})
	t.Run("too many bytes to keep", func(t *testing.T) {
		wide := sql("wide", "SELECT printf('%.*c', 500000, 'x') FROM orders LIMIT 300")
		f := failure(t, nil, wide, sql("b", "SELECT count(*) FROM wide"))
		if !strings.HasPrefix(f.Message, "no such table: wide (the dataframe is not there") {
			t.Error(f.Message)
		}
	})
	t.Run("hostile name", func(t *testing.T) {
		name := `a"; DROP TABLE x; --`
		if got := value(t, nil, sql(name, "SELECT 7 AS v"), sql("b", `SELECT v FROM "a""; DROP TABLE x; --"`)); got != "7" {
			t.Error(got)
		}
	})
}

// A query that never ends is interrupted at once, wherever it is: before its first row, between two, sorting.
func TestRunawaySQLIsInterrupted(t *testing.T) {
	const forever = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) "
	for name, source := range map[string]string{
		"before the first row": forever + "SELECT count(*) FROM c",
		"after the first row":  forever + "SELECT n FROM c WHERE n < 2 OR n < 0",
		"sorting":              forever + "SELECT hex(randomblob(9)) AS h FROM c ORDER BY h",
		"series":               "SELECT count(*) FROM generate_series(1, 1000000000000)",
		"distinct":             forever + "SELECT DISTINCT n % 1000 FROM c WHERE n < 0",
		"join": "SELECT count(*) FROM web_sessions a, web_sessions b, web_sessions c WHERE a.page_views + b.page_views " +
			"+ c.page_views < 0",
	} {
		t.Run(name, func(t *testing.T) {
			s := newSession(t, kernel.Options{})
			if _, err := runIn(s, nil, sql("warm", "SELECT 1")); err != nil {
				t.Fatal(err)
			}
			gone := errors.New("the person pressed cancel")
			ctx, cancel := context.WithCancelCause(context.Background())
			var last kernel.Event
			err := s.Run(ctx, []kernel.Cell{sql("a", source), sql("b", "SELECT 1")}, nil, func(e kernel.Event) {
				if last = e; e.Kind == kernel.Started {
					time.AfterFunc(30*time.Millisecond, func() { cancel(gone) })
				}
			})
			if !errors.Is(err, gone) {
				t.Fatalf("err = %v", err)
			}
			if last.Cell.ID != "a" || last.Kind != kernel.Finished || last.Result.Failure == nil || !last.Result.Failure.Interrupted {
				t.Errorf("last event = %+v", last)
			}
			if results, err := runIn(s, nil, sql("a", "SELECT 1")); err != nil || show(results["a"].Table) != "1" {
				t.Errorf("the session is not usable afterwards: %v", err)
			}
		})
	}
}

func TestTimeout(t *testing.T) {
	s := newSession(t, kernel.Options{Timeout: 20 * time.Millisecond})
	for _, c := range []kernel.Cell{
		sql("a", "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"),
		code("a", "while True: pass"),
	} {
		results, err := runIn(s, nil, c)
		var failed *kernel.CellError
		if !errors.As(err, &failed) || failed.Failure.Message != "the cell was stopped after 20ms: it may not work longer" ||
			failed.Failure.Interrupted {
			t.Errorf("%v: %+v", err, results["a"])
		}
	}
}
