package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hextui/hex"
)

func sql(id, label, source string) hex.Cell {
	return hex.Cell{ID: "now-" + id, StaticID: id, Type: hex.CellSQL, Label: label,
		Contents: hex.Contents{SQL: &hex.SQLContents{Source: source}}}
}

func note(id, source string) hex.Cell {
	return hex.Cell{ID: "now-" + id, StaticID: id, Type: hex.CellMarkdown,
		Contents: hex.Contents{Markdown: &hex.MarkdownContents{Source: source}}}
}

// desk is a folder with a project in it.
type desk struct {
	*testing.T
	dir   string
	cells []hex.Cell
}

func sit(t *testing.T, cells ...hex.Cell) *desk {
	t.Helper()
	d := &desk{t, filepath.Join(t.TempDir(), "project"), cells}
	f, err := New(d.dir, hex.Project{ID: "p", Title: "Weekly revenue"})
	d.must(err)
	d.must(f.Close())
	d.take()
	return d
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// compare is the difference in short, with the folder left open.
func (d *desk) compare() (*Folder, Difference, string) {
	d.Helper()
	f, err := Open(d.dir)
	d.must(err)
	d.Cleanup(func() { d.must(f.Close()) })
	diff, err := f.Compare(d.cells)
	d.must(err)
	var short []string
	for _, s := range diff {
		if s.Kind != Same {
			short = append(short, string(s.Kind)+" "+s.File+s.Cell.StaticID)
		}
	}
	return f, diff, strings.Join(short, ", ")
}

func (d *desk) take() {
	d.Helper()
	f, diff, _ := d.compare()
	d.must(f.Take(diff))
}

func (d *desk) wantDiff(want string) {
	d.Helper()
	if _, _, got := d.compare(); got != want {
		d.Errorf("the difference is %q, want %q", got, want)
	}
}

func (d *desk) write(file, text string) {
	d.Helper()
	d.must(os.WriteFile(filepath.Join(d.dir, file), []byte(text), 0o600))
}

func (d *desk) wantFile(file, want string) {
	d.Helper()
	got, err := os.ReadFile(filepath.Join(d.dir, file))
	d.must(err)
	if string(got) != want {
		d.Errorf("%s holds %q, want %q", file, got, want)
	}
}

func (d *desk) files() string {
	d.Helper()
	entries, err := os.ReadDir(d.dir)
	d.must(err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// push writes what the files have to the cells, as Hex would.
func (d *desk) push() {
	d.Helper()
	f, diff, _ := d.compare()
	for _, s := range diff.Of(FileEdited) {
		for i := range d.cells {
			if source, _ := d.cells[i].Source(); d.cells[i].StaticID == s.Cell.StaticID {
				if source != s.Theirs {
					d.Fatalf("%s would be written over %q", s.File, source)
				}
				d.cells[i] = sql(s.Cell.StaticID, d.cells[i].Label, s.Mine)
			}
		}
		d.must(f.Written(s))
	}
}

func TestAProjectAsFilesAndBack(t *testing.T) {
	d := sit(t, sql("a", "Weekly orders", "select 1\r\n\tfrom a"), note("b", "# Title"), sql("c", "weekly ORDERS", ""),
		hex.Cell{StaticID: "i", Type: "INPUT"})
	if got := d.files(); got != "01-weekly-orders.sql 02.md 03-weekly-orders.sql hextui.json" {
		t.Errorf("the files are %s", got)
	}
	d.wantFile("01-weekly-orders.sql", "select 1\r\n\tfrom a")
	d.wantDiff("")

	d.cells[0], d.cells[1] = d.cells[1], d.cells[0] // moved and renamed, the files keep their names
	d.cells[1].Label = "Orders"
	d.wantDiff("")
	d.write("01-weekly-orders.sql", "select 2")
	d.write("02.md", "# Title\n") // the line end that an editor adds
	d.wantDiff("edited here 01-weekly-orders.sqla")
	d.push()
	d.wantDiff("")
	if source, _ := d.cells[1].Source(); source != "select 2" {
		t.Errorf("the cell has %q", source)
	}

	d.cells[2] = sql("c", "x", "select 3")
	d.cells = append(d.cells, sql("d", "", "select 4"))
	d.wantDiff("edited in Hex 03-weekly-orders.sqlc, new in Hex d")
	d.take()
	d.wantFile("03-weekly-orders.sql", "select 3")
	d.wantFile("05.sql", "select 4")
	d.cells = d.cells[:2]
	d.write("05.sql", "select 5")
	d.wantDiff("deleted in Hex 03-weekly-orders.sqlc, deleted in Hex, edited here 05.sqld")
	d.take()
	if got := d.files(); got != "01-weekly-orders.sql 02.md 05.sql hextui.json" {
		t.Errorf("the files are %s", got)
	}
	d.must(os.Remove(filepath.Join(d.dir, "02.md")))
	d.wantDiff("deleted here 02.mdb, deleted in Hex, edited here 05.sqld")
	d.take()
	d.wantFile("02.md", "# Title")
}

func TestBothEdited(t *testing.T) {
	d := sit(t, sql("a", "a", "select 1"))
	d.write("01-a.sql", "select mine")
	d.cells[0] = sql("a", "a", "select theirs")
	d.wantDiff("edited on both sides 01-a.sqla")
	d.take()
	d.wantFile("01-a.sql", "select mine")
	d.wantFile("01-a.theirs.sql", "select theirs")
	d.wantDiff("edited on both sides 01-a.sqla")

	d.write("01-a.sql", "select both")
	d.must(os.Remove(filepath.Join(d.dir, "01-a.theirs.sql")))
	d.wantDiff("edited here 01-a.sqla")
	d.cells[0] = sql("a", "a", "select theirs again")
	d.wantDiff("edited on both sides 01-a.sqla")
	d.take()
	d.write("01-a.sql", "select theirs again")
	d.take()
	if got := d.files(); got != "01-a.sql hextui.json" {
		t.Errorf("the files are %s", got)
	}
	d.wantDiff("")
}

func TestFilesThatAreNoSources(t *testing.T) {
	d := sit(t, sql("a", "a", "select 1"), sql("b", "b", "select 2"), sql("c", "c", "select 3"))
	d.write("01-a.sql", "\xef\xbb\xbfselect 1")
	d.write("02-b.sql", "select \xff")
	d.must(os.Remove(filepath.Join(d.dir, "03-c.sql")))
	d.must(os.Symlink("/etc/passwd", filepath.Join(d.dir, "03-c.sql")))
	d.write("notes.md", "mine")
	d.wantDiff("not readable 01-a.sqla, not readable 02-b.sqlb, not readable 03-c.sqlc, no cell's file notes.md")
	before := d.files()
	d.cells[0] = sql("a", "a", "select 10")
	d.take()
	d.wantFile("01-a.sql", "\xef\xbb\xbfselect 1")
	if got := d.files(); got != before {
		t.Errorf("the files are %s", got)
	}
}

func TestNothingIsWrittenOutside(t *testing.T) {
	d := sit(t, sql("a", "../../../etc/passwd\x00", "select 1"), sql("b", strings.Repeat("ä", 300), "2"))
	if got := d.files(); got != "01-etc-passwd.sql 02-"+strings.Repeat("ä", 40)+".sql hextui.json" {
		t.Errorf("the files are %s", got)
	}
	for _, name := range []string{"../x.sql", "/x.sql", "", ".x", "a/b.sql", "hextui.json", "HEXTUI.json"} {
		d.write("hextui.json", fmt.Sprintf(`{"layout": 1, "cells": [{"file": %q, "static_id": "a"}]}`, name))
		if f, err := Open(d.dir); err == nil {
			d.must(f.Close())
			t.Errorf("an index that names %q is taken", name)
		}
	}
	d.write("hextui.json", `{"layout": 2}`)
	if _, err := Open(d.dir); err == nil || !strings.Contains(err.Error(), "layout 2") {
		t.Errorf("another layout: %v", err)
	}
	if _, err := New(d.dir, hex.Project{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a folder that holds a project: %v", err)
	}
	if _, err := Open(t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that holds none: %v", err)
	}
}

func TestAStrangersFileIsNotWrittenOver(t *testing.T) {
	d := sit(t)
	d.write("01-a.sql", "mine")
	d.cells = []hex.Cell{sql("a", "a", "select 1")}
	f, diff, _ := d.compare()
	if err := f.Take(diff); err == nil || !strings.Contains(err.Error(), "move it away") {
		t.Errorf("got %v", err)
	}
	d.wantFile("01-a.sql", "mine")
}
