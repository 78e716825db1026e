//go:build duckdb

package emulator

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2" // to write parquet
)

func TestFilesOfDuckDB(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "events.json"),
		`[{"id": 1, "ts": "2026-01-31 10:00:00", "tags": ["a", "b"]}, {"id": 2, "ts": null, "tags": []}]`)
	write(t, filepath.Join(dir, "plain.csv"), "day,n\n2026-01-31,7\n")
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		"COPY (SELECT DATE '2026-01-31' AS d, 2.50::DECIMAL(9,2) AS price) TO '" + filepath.Join(dir, "prices.parquet") + "'",
		"ATTACH '" + filepath.Join(dir, "mine.duckdb") + "' AS mine", "CREATE TABLE mine.t AS SELECT 41 AS a", "CREATE SCHEMA mine.mart",
		"CREATE TABLE mine.mart.u AS SELECT 1 AS b", "DETACH mine",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	ask := local(t, dir)
	for source, want := range map[string]string{
		"select price::text || typeof(d) v from prices":                   "2.50DATE",
		"select len(tags)::text || typeof(ts) v from events where id = 1": "2TIMESTAMP",
		"select (n / 2)::text || typeof(day) v from plain":                "3.5DATE",
		"select count(*) v from plain p join prices on prices.d = p.day":  "1",
	} {
		if out := ask(source); out.word("result.rows.0.v") != want {
			t.Errorf("%s gives %s", source, out.text)
		}
	}
	for _, source := range []string{"select * from read_csv('/etc/passwd')", "select * from read_text('" + filepath.Join(dir,
		"mine.duckdb") + "')",
		"select * from glob('" + dir + "/*')"} {
		if out := ask(source); out.word("result.type") != "cell_run_error" || !strings.Contains(out.text, "Permission Error") {
			t.Errorf("%s gives %s", source, out.text)
		}
	}
	file := local(t, filepath.Join(dir, "mine.duckdb"))
	for source, want := range map[string]string{"select a + 1 v from t": "42", "select b v from mart.u": "1", "select b v from u": "1"} {
		if out := file(source); out.word("result.rows.0.v") != want {
			t.Errorf("%s gives %s", source, out.text)
		}
	}
	if out := file("with x as (select 1) insert into t select 1"); out.word("result.type") != "cell_run_error" {
		t.Errorf("it writes: %s", out.text)
	}
}
