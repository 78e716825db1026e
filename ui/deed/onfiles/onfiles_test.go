package onfiles_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/deed/deedtest"
	"hextui/ui/deed/onfiles"
)

func newDesk(t *testing.T) (*deedtest.Desk, string) {
	t.Helper()
	d := deedtest.New(t)
	kept, err := drafts.Open(filepath.Join(t.TempDir(), "drafts"), drafts.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := kept.Close(); err != nil {
			t.Error(err)
		}
	})
	d.Env.Drafts, d.Env.Workspace = kept, "demo"
	dir := t.TempDir()
	t.Chdir(dir)
	return d, dir
}

func do(t *testing.T, d *deedtest.Desk, on onfiles.On, id action.ID) {
	t.Helper()
	for _, o := range on.Offers("") {
		if o.Action == id {
			o.Do()
			d.Run()
			return
		}
	}
	t.Fatalf("%s is not offered", id)
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A project is written to a file in a version of choice. A file that is there is written over only after that was asked.
func TestAProjectIsWrittenToAFile(t *testing.T) {
	d, dir := newDesk(t)
	on := onfiles.On{Env: d.Env, Project: d.Project("Weekly revenue")}
	do(t, d, on, action.ExportFile)
	d.Want(d.Dialog(100, 40), "Write “Weekly revenue” to a file", "weekly-revenue.hex.yaml", "Only for a version by its number.", "In "+dir)
	d.Answer(action.Accept)
	path := filepath.Join(dir, "weekly-revenue.hex.yaml")
	if text := read(t, path); !strings.Contains(text, "weekly_orders") || d.Last() != "Wrote "+path+"." {
		t.Errorf("said was %q; written was\n%s", d.Last(), text)
	}

	write(t, path, "precious")
	do(t, d, on, action.ExportFile)
	d.Answer(action.Right, action.Accept)
	d.Want(d.Dialog(100, 40), "Write over the file?", "There is a file of that name already")
	d.Answer(action.Accept) // doing nothing is the default
	if read(t, path) != "precious" {
		t.Error("it was written over")
	}
	do(t, d, on, action.ExportFile)
	d.Answer(action.Right, action.Accept, action.Yes)
	if text := read(t, path); !strings.Contains(text, "weekly_orders") {
		t.Errorf("said was %q; written was\n%s", d.Last(), text)
	}

	do(t, d, on, action.ExportFile)
	d.Answer(action.Left, action.Accept)
	d.Want(d.Dialog(100, 40), "Type the number of a version")
	d.Answer(action.NextField)
	d.Type("999")
	d.Answer(action.NextField)
	d.Type(".old")
	d.Answer(action.Accept)
	if !strings.HasPrefix(d.Last(), "The file was not written.") {
		t.Errorf("said was %q", d.Last())
	}
	if _, err := os.Lstat(path + ".old"); err == nil {
		t.Error("a file of a version that there is not was written")
	}

	on.Project = hex.Project{ID: on.Project.ID, Title: "New"}
	do(t, d, on, action.ExportFile)
	d.Answer(action.Right, action.Accept)
	d.Want(d.Dialog(100, 40), "never published")
}

// The draft is written as a notebook that parses.
func TestANotebookIsWritten(t *testing.T) {
	d, dir := newDesk(t)
	do(t, d, onfiles.On{Env: d.Env, Project: d.Project("Weekly revenue")}, action.ExportJupyter)
	d.Answer(action.Accept)
	var book struct {
		Cells []struct{ Source []string }
	}
	if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, "weekly-revenue.ipynb"))), &book); err != nil || len(book.Cells) != 7 {
		t.Errorf("%d cells were written: %v", len(book.Cells), err)
	}
}

// Sources go into a folder and come back as drafts: each on the source that it was made from, without the line end that an editor
// added; what both sides edited stays, and a cell that has a draft keeps it. Nothing is sent to Hex.
func TestAFolderAndBack(t *testing.T) {
	d, dir := newDesk(t)
	p := d.Project("Weekly revenue")
	took := 0
	on := onfiles.On{Env: d.Env, Project: p, Drafts: func(n int) { took += n }}
	dir = filepath.Join(dir, "weekly-revenue")
	do(t, d, on, action.SyncFolder)
	d.Answer(action.Accept)
	d.Want(d.Dialog(100, 40), "The folder holds no project yet. It gets the sources of 4 cells")
	if _, err := os.Lstat(dir); err == nil {
		t.Fatal("something was written before it was agreed to")
	}
	d.Answer(action.Yes)
	if d.Last() != dir+": 4 files written." {
		t.Fatalf("said was %q", d.Last())
	}
	do(t, d, on, action.SyncFolder)
	d.Answer(action.Accept)
	if !strings.HasPrefix(d.Last(), "Nothing was edited") {
		t.Fatalf("said was %q", d.Last())
	}

	orders, refunds := filepath.Join(dir, "02-weekly_orders.sql"), filepath.Join(dir, "03-refunds.sql")
	base := read(t, orders)
	write(t, orders, base+" -- edited\n")
	write(t, refunds, "select 'mine'")
	theirs := "select 'theirs'"
	if _, err := d.Behind.UpdateCell(t.Context(), cell(t, d, p, "refunds").ID, hex.CellUpdate{SQL: &theirs}); err != nil {
		t.Fatal(err)
	}
	do(t, d, on, action.SyncFolder)
	d.Answer(action.Accept)
	d.Want(d.Dialog(100, 40), "02-weekly_orders.sql was edited there: becomes a draft", "03-refunds.sql was edited on both sides: stays",
		"Nothing is sent to Hex by it.")
	write(t, orders, base+" -- edited again\n")
	d.Answer(action.Yes)
	d.Want(d.Dialog(100, 40), "It was changed meanwhile: nothing was done")
	d.Answer(action.Yes)
	if want := dir + ": 1 edited file taken as drafts; 1 file left for you to look at."; d.Last() != want || took != 1 {
		t.Errorf("said was %q; %d were taken", d.Last(), took)
	}
	if got := read(t, filepath.Join(dir, "03-refunds.theirs.sql")); got != theirs || read(t, refunds) != "select 'mine'" {
		t.Errorf("beside it is %q", got)
	}
	l, err := d.Env.Drafts.List()
	if err != nil || len(l.Drafts) != 1 {
		t.Fatalf("there are %d drafts: %v", len(l.Drafts), err)
	}
	if got := l.Drafts[0]; got.Mine != base+" -- edited again" || got.Base.Source != base || got.Names.Cell != "weekly_orders" {
		t.Errorf("the draft is %+v", got)
	}
	write(t, orders, base+" -- a third time\n")
	do(t, d, on, action.SyncFolder)
	d.Answer(action.Accept, action.Yes)
	if !strings.Contains(d.Last(), "not taken, since there is a draft of the cell already: 02-weekly_orders.sql") || took != 1 {
		t.Errorf("said was %q; %d were taken", d.Last(), took)
	}
	if sent := d.Writes(); sent != "[]" {
		t.Errorf("%s were sent", sent)
	}

	do(t, d, onfiles.On{Env: d.Env, Project: d.Project("Net revenue retention")}, action.SyncFolder)
	for range "net-revenue-retention" {
		d.Back()
	}
	d.Type("weekly-revenue")
	d.Answer(action.Accept)
	d.Want(d.Dialog(100, 40), "holds another project, “Weekly revenue”")
}

func cell(t *testing.T, d *deedtest.Desk, p hex.Project, label string) hex.Cell {
	t.Helper()
	for c, err := range hex.Items(d.Behind.CellPages(t.Context(), hex.CellQuery{ProjectID: p.ID, Paging: hex.Paging{Limit: 100}})) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Label == label {
			return c
		}
	}
	t.Fatalf("there is no cell %s", label)
	return hex.Cell{}
}
