//go:build duckdb

package emulator

import (
	"os"
	"strings"
	"testing"
)

// TestSampleNotebooksRunInDuckDB runs every draft of the sample as a build with DuckDB does: those that fail are those that do
// so elsewhere.
func TestSampleNotebooksRunInDuckDB(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	failing := map[string]bool{"Parcels by carrier": true, "Old ledger comparison": true}
	var list struct{ Values []struct{ ID, Title string } }
	w.get("/projects?limit=100").is(200).into(&list)
	for _, p := range list.Values {
		made := w.started(t, p.ID)
		if made == "" {
			continue
		}
		w.settle()
		if got := w.state(p.ID, made); (got != "COMPLETED") != failing[p.Title] {
			t.Errorf("%s is %s: %s", p.Title, got, w.failures(p.ID))
		}
	}
}

// started runs a project's draft, where there is one to run.
func (w *world) started(t *testing.T, project string) string {
	t.Helper()
	r := w.post("/projects/"+project+"/notebook/run", "")
	if r.status != 200 {
		return ""
	}
	return r.word("runId")
}

// failures are what the cells of a project failed with.
func (w *world) failures(project string) string {
	var all []string
	for _, c := range w.cells(project) {
		if r := w.output(c.ID); r.status == 200 && r.word("result.type") == "cell_run_error" {
			all = append(all, r.word("result.message"))
		}
	}
	return strings.Join(all, "; ")
}

// TestDuckDBOpensWithTheFirstCell makes nothing of DuckDB's before a cell needs it.
func TestDuckDBOpensWithTheFirstCell(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	made := func() (n int) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), "hextui-warehouse-") {
				n++
			}
		}
		return n
	}
	w := serve(t, Options{})
	ask := askOn(t, w, "Shop warehouse")
	if n := made(); n != 0 {
		t.Errorf("%d warehouses lie in DuckDB before a cell runs", n)
	}
	if got := ask("select 'x' as v").word("result.rows.0.v"); got != "x" || made() != 1 {
		t.Errorf("after a cell that gives %s there are %d", got, made())
	}
}
