package emulator

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hextui/hex/emulator/executor"
	"hextui/hex/emulator/kernel/duckdb"
)

// local serves a workspace with files and returns how one SQL cell on them is answered.
func local(t *testing.T, path string) func(source string) reply {
	t.Helper()
	return askOn(t, serve(t, Options{Cold: true, Data: path}), "Local files")
}

// askOn returns how one SQL cell on a data connection is answered.
func askOn(t *testing.T, w *world, connection string) func(source string) reply {
	t.Helper()
	found := find(t, w.names("/data-connections?limit=100"), connection)
	project := w.post("/projects", `{"title":"Mine"}`).is(201).word("id")
	return func(source string) reply {
		cell := w.post("/cells",
			`{"projectId":"`+project+`","cellType":"SQL","contents":{"sqlCell":{"dataConnectionId":"`+found.ID+`","source":`+
				asJSON(source)+`}}}`).is(200).word("id")
		w.post("/projects/"+project+"/notebook/run", "").is(200)
		w.settle()
		out := w.output(cell).is(200)
		w.delete("/cells/" + cell).is(200)
		return out
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFolderOfFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "sales 2026.csv"),
		"\ufeffday;postcode;n;amount;note\n2026-01-31;01067;1;2.50;it's\n2026-02-01;10115;2;;\"a;b\"\n")
	write(t, filepath.Join(dir, "people.CSV"), "id,name\n1,Zoë\n2,O'Neil\n")
	write(t, filepath.Join(dir, ".hidden.csv"), "a\n1\n")
	write(t, filepath.Join(dir, "notes.txt"), "nothing")
	ask := local(t, dir)
	for source, want := range map[string]string{
		"select n/2 as v from sales_2026 order by n limit 1":                                          "0.5",
		"select date_trunc('month', day)::date as v from sales_2026 order by n limit 1":               "2026-01-01",
		"select sum(amount) || '' as v from sales_2026":                                               "2.5",
		"select count(amount) || note as v from sales_2026 group by note order by 1 desc limit 1":     "1it's",
		"select name as v from People where id = 2":                                                   "O'Neil",
		"select s.note as v from sales_2026 s join people p on p.id = s.n where p.name ilike '%NEIL'": "a;b",
		"select coalesce(sum(amount), -1) as v from sales_2026 where n > 5":                           "-1",
	} {
		if got := ask(source).word("result.rows.0.v"); strings.TrimSuffix(got, ".0") != want {
			t.Errorf("%s gives %s, not %s", source, got, want)
		}
	}
	for source, want := range map[string]string{
		"select * from hidden":        "hidden",
		"delete from people":          "DELETE is not allowed",
		"select * from '/etc/passwd'": "/etc/passwd",
	} {
		if out := ask(source); out.word("result.type") != "cell_run_error" || !strings.Contains(out.word("result.message"), want) {
			t.Errorf("%s gives %s", source, out.text)
		}
	}
}

// A cell on the sample warehouse is answered as PostgreSQL does, or it is told what runs.
func TestWarehouseAnswersAsItsDatabase(t *testing.T) {
	t.Parallel()
	if duckdb.Built {
		t.Skip("the sample warehouse lies in DuckDB in this build")
	}
	ask := askOn(t, serve(t, Options{}), "Shop warehouse")
	for source, want := range map[string]string{
		"(select 1 as v) union all (select 2) order by v desc limit 1":                           "2",
		"select count(distinct (country, segment)) as v from customers":                          "20",
		"select max(delivered_at - created_at) > interval '1 day' as v from orders":              "1",
		"select age(date '2025-02-25', date '2023-06-07') as v":                                  "1 year 8 mons 18 days",
		"select x as v from generate_series(1, 5) t(x) order by x offset 1 limit 1":              "2",
		"select count(*) as v from customers where country = any (array['nowhere', 'nor here'])": "0",
	} {
		if got := ask(source).word("result.rows.0.v"); got != want {
			t.Errorf("%s gives %s, not %s", source, got, want)
		}
	}
	for source, want := range map[string]string{
		"select status, total_cents from orders group by status": "total_cents is neither grouped by nor summed up",
		"select (select status from orders) as v":                "more than one row returned by a subquery used as an expression",
		"select ln(0) as v": "cannot take logarithm of zero",
		"select 9223372036854775807 + order_id as v from orders": "a whole number beyond 64 bits does not run here",
		"select tsvector_of(status) as v from orders": "no such function: tsvector_of; if the database knows it, the DuckDB build (go " +
			"build -tags duckdb) and a Postgres connection run it as it stands",
	} {
		if out := ask(source); out.word("result.type") != "cell_run_error" || !strings.Contains(out.word("result.message"), want) {
			t.Errorf("%s gives %s", source, out.text)
		}
	}
}

func TestSQLiteFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "a ?#%.db")
	db, err := sql.Open("sqlite", "file:"+strings.NewReplacer("?", "%3f", "#", "%23", "%", "%25", " ", "%20").Replace(file))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE t (a INTEGER, b TEXT); INSERT INTO t VALUES (7, 'x'); " +
		"CREATE TABLE events (id INTEGER, day DATE, at DATETIME, seen TIMESTAMP, ok BOOLEAN, soon DATE); INSERT INTO events VALUES " +
		"(1, '2026-01-31', '2026-01-31 10:30:00.5', '2026-01-31T12:30:00+02:00', 1, '2026-01-31'), " +
		"(2, NULL, NULL, NULL, NULL, 'soon')"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	ask := local(t, file)
	// The file's own answers are right for it.
	for source, want := range map[string]string{"select a / 2 as v from t": "3", "select a::text || b as v from t": "7x",
		"select b like 'X' as v from t": "1"} {
		if got := ask(source).word("result.rows.0.v"); got != want {
			t.Errorf("%s gives %s, not %s", source, got, want)
		}
	}
	out := ask("select * from events order by id")
	for path, want := range map[string]string{
		"rows.0.day": "2026-01-31", "rows.0.at": "2026-01-31 10:30:00.5", "rows.0.seen": "2026-01-31 10:30:00", "rows.0.ok": "1",
		"rows.0.soon": "2026-01-31", "rows.1.soon": "soon",
		"columns.1.type": "DATE", "columns.2.type": "TIMESTAMP", "columns.3.type": "TIMESTAMP", "columns.4.type": "BOOLEAN",
		"columns.5.type": "TEXT",
	} {
		if got := out.word("result." + path); got != want {
			t.Errorf("of dates %s is %q, not %q", path, got, want)
		}
	}
	if out := ask("update t set a = 1"); !strings.Contains(out.word("result.message"), "not allowed") {
		t.Errorf("it writes: %s", out.text)
	}
}

// TestLeftOutOfAFolder says which files of a folder are no tables.
func TestLeftOutOfAFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "people.csv"), "id\n7\n")
	write(t, filepath.Join(dir, "shop.db"), "SQLite format 3\x00")
	write(t, filepath.Join(dir, "events.json"), `[{"a": 1}]`)
	w := serve(t, Options{Cold: true, Data: dir})
	want := "shop.db is left out: a database is given by its file, --data shop.db"
	if !duckdb.Built {
		want = "events.json cannot be read by this build, which reads csv and SQLite files: go build -tags duckdb makes one " +
			"that reads it\n" + want
	}
	if _, says := w.Imported(); strings.Join(says, "\n") != want {
		t.Errorf("it says %q", says)
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, content := range map[string]string{"a.parquet": "PAR1", "b.txt": "x",
		"c.duckdb": "\x00\x00\x00\x00\x00\x00\x00\x00DUCK\x00\x00\x00\x00"} {
		write(t, filepath.Join(dir, name), content)
	}
	for name, want := range map[string]string{
		"nothing.csv": "there is nothing to read", "b.txt": "b.txt is not a csv, parquet, json, DuckDB or SQLite file",
		"a.parquet": "a.parquet cannot be read by this build", "c.duckdb": "go build -tags duckdb makes one that reads it",
	} {
		if duckdb.Built && strings.Contains(want, "build") {
			continue
		}
		if _, err := executor.OpenLocal(filepath.Join(dir, name)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := executor.OpenLocal(filepath.Join(dir, "empty")); err == nil || !strings.Contains(err.Error(),
		"has no csv, parquet or json file") {
		t.Errorf("an empty folder: %v", err)
	}
}

// TestWithoutItsFiles starts a workspace that was kept with files without them.
func TestWithoutItsFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "x.csv"), "a\n1\n")
	kept := filepath.Join(dir, "workspace.db")
	first, err := New(t.Context(), Options{Workspace: kept, Data: filepath.Join(dir, "x.csv"), Cold: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	w := serve(t, Options{Workspace: kept, Cold: true})
	project := w.post("/projects", `{"title":"Mine"}`).is(201).word("id")
	cell := w.post("/cells",
		fmt.Sprintf(`{"projectId":%q,"cellType":"SQL","contents":{"sqlCell":{"dataConnectionId":%q,"source":"select 1"}}}`,
			project, executor.LocalConnection)).is(200).word("id")
	w.post("/projects/"+project+"/notebook/run", "").is(200)
	w.settle()
	if said := w.output(cell).is(200).word("result.message"); !strings.Contains(said, "start with --data FILE_OR_FOLDER") {
		t.Errorf("it says %s", said)
	}
}
