package shell

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A project as files and back, as a script does it: nothing goes to Hex unseen, nothing is lost on either side.
func TestSync(t *testing.T) {
	d := sit(t)
	dir := filepath.Join(t.TempDir(), "revenue")
	file := filepath.Join(dir, "02-weekly_orders.sql")
	put := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	source := func() string {
		t.Helper()
		return d.call("cell", "get", "weekly_orders", "--project", "Weekly revenue").want(t, 0, "", "").out
	}
	d.call("sync", dir).want(t, 2, "", "holds no project yet: say which with --project")
	d.call("sync", dir, "--project", "Weekly revenue").want(t, 0, "new in Hex\tweekly_orders", "")
	first, err := os.ReadFile(file)
	if err != nil || string(first) != source() {
		t.Fatalf("the file is not the source: %q, %v", first, err)
	}
	if c := d.call("sync", dir).want(t, 0, "", "Nothing to do: every file is as its cell is in Hex."); c.out != "" {
		t.Errorf("nothing changed, and it prints %q", c.out)
	}
	d.call("sync", dir, "--project", "Revenue QA").want(t, 2, "", "holds another project")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	d.call("sync", dir).want(t, 0, "deleted here\t02-weekly_orders.sql\tits cell stays; the file is written again", "")
	if again, err := os.ReadFile(file); err != nil || string(again) != source() {
		t.Errorf("the file that was deleted is %q, %v", again, err)
	}

	book := filepath.Join(t.TempDir(), "revenue.ipynb")
	d.call("sync", dir, "--jupyter", book).want(t, 0, "", "")
	if text, err := os.ReadFile(book); err != nil || !strings.Contains(string(text), "# Weekly revenue") ||
		!strings.Contains(string(text), `"nbformat": 4`) {
		t.Errorf("the notebook is %.200q, %v", text, err)
	}
	d.call("sync", dir, "--jupyter", book).want(t, 2, "", "was left as it is")

	put("select 1 as mine")
	d.call("sync", dir).want(t, 4, "edited here\t02-weekly_orders.sql", "--yes")
	d.call("sync", dir, "--dry-run").want(t, 0, "edited here", "select 1 as mine")
	if source() != string(first) {
		t.Error("it was written unasked")
	}
	d.call("sync", dir, "--take").want(t, 0, "edited here", "")
	d.call("sync", dir, "--yes").want(t, 0, "edited here", "02-weekly_orders.sql is in Hex now.")
	if source() != "select 1 as mine" {
		t.Errorf("the cell has %q", source())
	}
	d.call("sync", dir).want(t, 0, "", "")

	put("select 2 as mine")
	d.call("cell", "set", "weekly_orders", "--project", "Weekly revenue", "--source", "select 3 as theirs", "--yes").want(t, 0, "", "")
	d.call("sync", dir, "--yes").want(t, 1, "edited on both sides\t02-weekly_orders.sql", "need a person")
	theirs := strings.TrimSuffix(file, ".sql") + ".theirs.sql"
	if text, err := os.ReadFile(theirs); err != nil || string(text) != "select 3 as theirs" || source() != "select 3 as theirs" {
		t.Errorf("beside the file is %q, %v; Hex has %q", text, err, source())
	}
	put("select 23 as both")
	if err := os.Remove(theirs); err != nil {
		t.Fatal(err)
	}
	d.call("sync", dir, "--yes").want(t, 0, "edited here", "is in Hex now")
	if source() != "select 23 as both" {
		t.Errorf("the cell has %q", source())
	}

	put("select \xff")
	d.call("sync", dir, "--yes").want(t, 1, "not readable\t02-weekly_orders.sql\tit is not UTF-8", "")
}
