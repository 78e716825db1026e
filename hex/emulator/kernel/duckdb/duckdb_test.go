//go:build duckdb

package duckdb_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/kernel/duckdb"
	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/kinds"
	"hextui/hex/emulator/warehouse"
)

// shop is the sample warehouse in a DuckDB file.
func shop(t testing.TB) duckdb.Source {
	t.Helper()
	w, err := warehouse.Open(t.Context(), warehouse.Options{Seed: 7, Now: time.Date(2026, 3, 18, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var tables []duckdb.Table
	for _, from := range w.Tables() {
		to := duckdb.Table{Name: from.Name, Rows: func(add func([]any) error) error { return w.Rows(t.Context(), from, add) }}
		for _, c := range from.Columns {
			to.Columns = append(to.Columns, engine.Column{Name: c.Name, Type: c.Precise()})
		}
		tables = append(tables, to)
	}
	file := filepath.Join(t.TempDir(), "shop.duckdb")
	if err := duckdb.Fill(t.Context(), file, tables); err != nil {
		t.Fatal(err)
	}
	return duckdb.Source{Name: "shop", Database: file, Filled: true}
}

// databases opens sessions on sources; a cell's connection is the name of one.
type databases []duckdb.Source

func (d databases) Dataframes() (engine.Dataframes, error) {
	return duckdb.Open(context.Background(), d...)
}

func (d databases) Connect(ctx context.Context, name string, frames engine.Dataframes) (engine.Engine, error) {
	return duckdb.Connect(ctx, frames, name, true)
}

// run runs cells and returns the last one's table, or why it failed.
func run(t testing.TB, d kernel.Databases, cells ...kernel.Cell) (string, error) {
	t.Helper()
	s := kernel.New(d, kernel.Options{Timeout: 3 * time.Second})
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	return runIn(t, s, cells...)
}

// runIn runs cells in a session; one by itself finds what those before it left.
func runIn(t testing.TB, s *kernel.Session, cells ...kernel.Cell) (string, error) {
	var last *kernel.Result
	keep := func(e kernel.Event) {
		if e.Kind == kernel.Finished {
			last = e.Result
		}
	}
	var err error
	if len(cells) == 1 {
		err = s.RunCell(t.Context(), cells, cells[0].ID, nil, keep)
	} else {
		err = s.Run(t.Context(), cells, nil, keep)
	}
	if err != nil {
		return "", err
	}
	var lines []string
	for _, row := range last.Table.Rows {
		var values []string
		for _, v := range row {
			if v == nil {
				values = append(values, "-")
			} else {
				values = append(values, *v)
			}
		}
		lines = append(lines, strings.Join(values, "|"))
	}
	return strings.Join(lines, "\n"), nil
}

func sql(id, source string) kernel.Cell {
	return kernel.Cell{ID: id, Kind: kernel.SQL, Source: source, Connection: "shop", OutputDataframe: id}
}

func frameSQL(id, source string) kernel.Cell {
	return kernel.Cell{ID: id, Kind: kernel.SQL, Source: source, DataframeSQL: true, OutputDataframe: id}
}

func TestKinds(t *testing.T) {
	refused := map[string]string{
		"14": "Unimplemented type for cast", "18": `Unknown ordered aggregate "listagg"`, "21": "syntax error at or near \"`\"",
		"66": "Unimplemented type for cast", "83": "to_char does not know the format", "85": "to_char does not know the format",
		"120": "Unimplemented type for cast",
	}
	on := databases{shop(t)}
	var ran [4]int
	for i, list := range [][]kinds.Kind{kinds.First(), kinds.More(), kinds.Further(), kinds.Latest()} {
		for _, k := range list {
			got, err := run(t, on, sql("a", k.SQL))
			want, isRefused := refused[k.Key()]
			switch {
			case err == nil && isRefused:
				t.Errorf("%s runs: %s", k.Name, got)
			case err != nil && !isRefused, isRefused && !strings.Contains(err.Error(), want):
				t.Errorf("%s: %v", k.Name, err)
			case err == nil:
				ran[i]++
				t.Logf("%s\n%.300s", k.Name, got)
			}
		}
	}
	t.Logf("%v run of %d, %d, %d and %d", ran, len(kinds.First()), len(kinds.More()), len(kinds.Further()), len(kinds.Latest()))
}

func TestTypes(t *testing.T) {
	on := databases{shop(t)}
	for source, want := range map[string]string{
		"select typeof(created_at), typeof(total_cents) from orders limit 1":                              "TIMESTAMP|BIGINT",
		"select typeof(launched_on), typeof(weight_kg) from products where weight_kg is not null limit 1": "DATE|DECIMAL(8,2)",
		"select typeof(marketing_opt_in) from customers limit 1":                                          "BOOLEAN",
		"select 12345678901234567.10::decimal(19,2), 0.1::float, " +
			"true, null": "12345678901234567.10|0.1|true|-",
		"select date '2026-01-31', timestamp '2026-01-31 10:00:00.5', timestamptz '2026-01-31 " +
			"10:00:00+02'": "2026-01-31|2026-01-31 10:00:00.5|2026-01-31 08:00:00+00",
		"select interval '1 year 2 months 3 days 4 hours', [1,null,3], ['a b'], " +
			"{'a': 1}": "1 year 2 months 3 days 04:00:00|[1, NULL, 3]|[a b]|{\"a\":1}",
		"select uuid 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', " +
			"170141183460469231731687303715884105727::hugeint": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|" +
			"170141183460469231731687303715884105727",
		"select 7/2, 1.0/4, sum(total_cents) > 0, sum(order_id) filter (where false) from orders": "3|0.25|true|-",
		`select '{"b": 1.50, "a": 12345678901234567890}'::json j, x from (values (2), (1)) t(x) order by x; -- kept`: `{"b": 1.50, ` +
			`"a": 12345678901234567890}|1` + "\n" + `{"b": 1.50, "a": 12345678901234567890}|2`,
		"select {'b': 1.50, 'a': {'d': 1, 'c': date '2026-01-31'}} s, map {'z': 1, 'y': 2}, ['1'::json], {{ 'x' }}": `{"b":1.5,"a":` +
			`{"d":1,"c":"2026-01-31"}}|{"z":1,"y":2}|[1]|x`,
		"select 'abc' ~ '^a', 'abc' ~ 'C', 'abc' ~* 'C', 'abc' !~ 'b', 'abc' !~* 'X', 'abc' ~ null": "true|false|true|false|true|-",
		"select btrim('xax', 'x'), btrim(' a ')":                                                    "a|a",
		"select 'a' || null, concat('a', null)":                                                     "-|a",
		"select count(*) from public.orders where created_at >= {{ '2026-01-01' }}":                 "1427",
	} {
		if got, err := run(t, on, sql("a", source)); err != nil || got != want {
			t.Errorf("%s\ngives %q, %v, not %q", source, got, err, want)
		}
	}
}

func TestDataframes(t *testing.T) {
	on := databases{shop(t)}
	first := sql("by_country",
		"select country, count(*) n, min(created_at) since, avg(total_cents)::decimal(10,2) mean, bool_or(total_cents > 9) b from "+
			"orders group by all")
	for source, want := range map[string]string{
		"select typeof(country), typeof(n), typeof(since), typeof(mean), typeof(b), 1/2 from by_country " +
			"limit 1": "VARCHAR|BIGINT|TIMESTAMP|DECIMAL(18,2)|BOOLEAN|0.5",
		"from By_Country select count(*)": "10",
	} {
		if got, err := run(t, on, first, frameSQL("a", source)); err != nil || got != want {
			t.Errorf("%s\ngives %q, %v, not %q", source, got, err, want)
		}
	}
	got, err := run(t, on, first,
		sql("a", "select count(*) from orders o join by_country using (country) join dataframes.by_country b using (country)"))
	if err != nil || got == "0" {
		t.Errorf("joined with the warehouse: %s, %v", got, err)
	}
	for source, fails := range map[string]bool{"select 'abc' similar to 'a%'": true, "select 1 as similar, 'similar to'": false} {
		if _, err := run(t, on, sql("a", source)); (err != nil) != fails {
			t.Errorf("%s ends with %v", source, err)
		}
	}
	if got, err := run(t, on, first, frameSQL("a", "select 'abc' ~ 'b', 'abc' similar to 'a.c'")); err != nil || got != "false|true" {
		t.Errorf("dataframe SQL has DuckDB's own patterns: %s, %v", got, err)
	}
	if _, err := run(t, on, first, frameSQL("a", "select * from orders")); err == nil ||
		!strings.Contains(err.Error(), "Table with name orders does not exist") {
		t.Errorf("dataframe SQL sees the warehouse: %v", err)
	}
}

func TestMessages(t *testing.T) {
	frames, err := duckdb.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer frames.Close()
	for statement, want := range map[string]string{
		"select 1,\n  nope\nfrom (select 1 a)": `Binder Error: Referenced column "nope" not found in FROM clause! Candidate bindings: "a"`,
		"select 1 form nope x":                 `Parser Error: syntax error at or near "nope"`,
		"select 'abc'::int as nope":            `Conversion Error: Could not convert string 'abc' to INT32`,
	} {
		said := (*engine.Error)(nil)
		_, err := frames.Query(t.Context(), engine.Statement{SQL: statement}, engine.Want{})
		if !errors.As(err, &said) || said.Message != want {
			t.Errorf("%s\nsays %v", statement, err)
		} else if strings.Contains(want, `"nope"`) && said.Offset != strings.Index(statement, "nope") {
			t.Errorf("%s\nis wrong at %d", statement, said.Offset)
		}
	}
}

func TestHostile(t *testing.T) {
	on := databases{shop(t)}
	dir := t.TempDir()
	file := filepath.Join(dir, "stolen")
	before, err := run(t, on, sql("a", "select count(*), sum(total_cents) from orders"))
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range []string{
		"COPY orders TO '" + file + "'", "ATTACH '" + file + "'", "SELECT * FROM read_csv('/etc/passwd')",
		"SELECT * FROM read_text('/etc/passwd')",
		"FROM '/etc/passwd'", "FROM '" + file + ".csv'", "SELECT * FROM glob('/etc/*')", "SELECT * FROM 'https://example.com/x.csv'",
		"SET enable_external_access = true", "SELECT 1; SET memory_limit = '9GB'", "INSTALL httpfs", "LOAD httpfs", "PRAGMA database_list",
		"DELETE FROM orders", "INSERT INTO dataframes.df VALUES (1)", "WITH x AS (SELECT 1) INSERT INTO dataframes.df SELECT * FROM x",
		"EXPLAIN ANALYZE INSERT INTO dataframes.df VALUES (1)", "EXPLAIN ANALYZE DELETE FROM orders", "CREATE TABLE x AS SELECT 1",
		"DROP TABLE dataframes.df",
		"EXPORT DATABASE '" + file + "'", "CALL pragma_version()", "CHECKPOINT", "USE memory", "SELECT 1; SELECT 2",
		"SELECT getenv('HOME')", "SELECT * FROM duckdb_secrets()", "CREATE SECRET s (TYPE s3)", "SELECT * FROM sniff_csv('/etc/passwd')",
		"SELECT * FROM query('COPY (SELECT 1) TO ''" + file + "''')", "EXPLAIN ANALYZE COPY orders TO '" + file + "'",
		"FROM force_checkpoint()", "SELECT * FROM parquet_metadata('/etc/passwd')", "SELECT * FROM read_blob('/etc/passwd')",
		"CALL enable_logging(storage='file')", "SELECT sleep_ms(100000)",
		"SELECT repeat('x', 100000000)", "SELECT * FROM range(100000000000) a ORDER BY a.range DESC",
		"SELECT list(range) FROM range(10000000000)",
	} {
		if got, err := run(t, on, sql("df", "select 1 a"), kernel.Cell{ID: "c", Kind: kernel.Code, Source: "df"},
			sql("b", source)); err == nil {
			t.Errorf("%s gives %.100s", source, got)
		}
	}
	if after, err := run(t, on, sql("a", "select count(*), sum(total_cents) from orders")); err != nil || after != before {
		t.Errorf("the warehouse changed: %s, %v", after, err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 0 {
		t.Errorf("files were made: %v %v", files, err)
	}
}

// TestOwnTables are none that a statement finds when it asks which tables there are, and no setting tells where this computer's user is.
func TestOwnTables(t *testing.T) {
	on := databases{shop(t)}
	for source, want := range map[string]string{
		"SHOW TABLES": "customers\n", "SELECT table_name FROM information_schema.tables ORDER BY 1": "customers\n",
		"FROM duckdb_tables() SELECT table_name ORDER BY 1": "customers\n", "SELECT name FROM sqlite_master ORDER BY 1": "",
	} {
		got, err := run(t, on, sql("a", source))
		if err != nil || !strings.Contains(got, want) || strings.Contains(got, "hextui") {
			t.Errorf("%s gives %s, %v", source, got, err)
		}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		t.Skip("there is no home")
	}
	if got, err := run(t, on, sql("a", "SELECT value FROM duckdb_settings()")); err != nil || strings.Contains(got, home) {
		t.Errorf("the settings are %s, %v", got, err)
	}
}

// TestBounded gives the beginning of a result without end, and refuses one that is larger than the memory of a session.
func TestBounded(t *testing.T) {
	frames, err := duckdb.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer frames.Close()
	a, err := frames.Query(t.Context(), engine.Statement{SQL: "select range, 1 as a, 2 as a from range(10000000000)"},
		engine.Want{Rows: 3000})
	if err != nil || a.Total != engine.MaxRows || a.Exact || len(a.Frame.Rows) != 3000 || fmt.Sprint(a.Frame.Rows[2999]) != "[2999 1 2]" {
		t.Fatalf("ten billion rows: %v, %v", a, err)
	}
	const backwards = "select * from range($1) t(n) order by n desc -- from the end"
	a, err = frames.Query(t.Context(), engine.Statement{SQL: backwards, Args: []any{5000}}, engine.Want{Whole: true})
	if err != nil || !a.Whole || !a.Exact || a.Total != 5000 || fmt.Sprint(a.Frame.Rows[0], a.Frame.Rows[2047:2050], a.Frame.Rows[4999]) !=
		"[4999] [[2952] [2951] [2950]] [0]" {
		t.Errorf("rows in their order: %v, %v", a, err)
	}
	_, err = frames.Query(t.Context(), engine.Statement{SQL: "select repeat('x', 1000000) from range(5000)"}, engine.Want{Rows: 1})
	if err == nil || !strings.HasPrefix(err.Error(), "the query needs more than 1GiB of working memory") {
		t.Errorf("5 GB of text: %v", err)
	}
}

func TestCancel(t *testing.T) {
	frames, err := duckdb.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer frames.Close()
	for _, statement := range []string{
		"select count(*) from range(100000000000) a",
		"select a.range + b.range from range(10000000) a, range(1000000) b where a.range + b.range < 0",
		"with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t",
	} {
		gone := errors.New("the person pressed cancel")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(30*time.Millisecond, func() { cancel(gone) })
		if _, err := frames.Query(ctx, engine.Statement{SQL: statement}, engine.Want{Rows: 1}); !errors.Is(err, gone) {
			t.Errorf("%s ends with %v", statement, err)
		}
		a, err := frames.Query(t.Context(), engine.Statement{SQL: "select 1"}, engine.Want{Rows: 1})
		if err != nil || fmt.Sprint(a.Frame.Rows) != "[[1]]" {
			t.Errorf("afterwards: %v", err)
		}
	}
}
