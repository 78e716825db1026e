package oncell_test

import (
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/deed/deedtest"
	"hextui/ui/deed/oncell"
	"hextui/ui/store"
)

// bench is a desk with a project of the sample workspace, whose cells deeds are done on.
type bench struct {
	*deedtest.Desk
	t       *testing.T
	project hex.Project
	made    []hex.Cell
	edit    bool
}

func newBench(t *testing.T, folder string) *bench {
	t.Helper()
	b := &bench{Desk: deedtest.New(t), t: t}
	kept, err := drafts.Open(folder, drafts.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := kept.Close(); err != nil {
			t.Error(err)
		}
	})
	b.Env.Drafts, b.Env.Workspace = kept, "demo"
	b.project = b.Project("Weekly revenue")
	b.Read(store.Thing{Kind: store.Cells, ID: b.project.ID})
	return b
}

// on is a cell by its label, as the store has it.
func (b *bench) on(label string) oncell.On {
	b.t.Helper()
	on := oncell.On{Env: b.Env, ProjectID: b.project.ID, Title: b.project.Title, Changed: func() {},
		Made: func(c hex.Cell, edit bool) { b.made, b.edit = append(b.made, c), edit }}
	l := b.Env.Store.Cells(b.project.ID)
	for i := range l.Len() {
		if c := l.Item(i); c.Label == label {
			on.Cell, on.Name = c, label
		}
	}
	all, err := b.Env.Drafts.Deleted()
	if err != nil {
		b.t.Fatal(err)
	}
	on.Deleted = all
	return on
}

// do carries out a deed on a cell, or checks why it cannot be done.
func (b *bench) do(on oncell.On, id action.ID, reason string) {
	b.t.Helper()
	for _, o := range on.Offers("") {
		if o.Action != id {
			continue
		}
		if reason == "" && o.Reason != "" || reason != "" && !strings.Contains(o.Reason, reason) {
			b.t.Fatalf("%s of %q: the reason is %q, want %q", id, on.Name, o.Reason, reason)
		}
		if o.Reason == "" {
			o.Do()
			b.Run()
		}
		return
	}
	b.t.Fatalf("%s is not offered", id)
}

// order are the cells' labels, those without one by what they hold, as Hex has them.
func (b *bench) order() string {
	b.t.Helper()
	var all []string
	q := hex.CellQuery{ProjectID: b.project.ID, Paging: hex.Paging{Limit: 100}}
	for c, err := range hex.Items(b.Behind.CellPages(b.t.Context(), q)) {
		if err != nil {
			b.t.Fatal(err)
		}
		source, _ := c.Source()
		if c.Label == "" {
			c.Label = "“" + source + "”"
		}
		all = append(all, c.Label)
	}
	return strings.Join(all, ", ")
}

const was = "Inputs, weekly_orders, refunds, join and round, Revenue by week, Notes"

// A cell is made of the kind that the selected one is, or of another, above or below it, and gone to; it can be taken back.
func TestACellIsMade(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.do(b.on("Inputs"), action.CellAbove, "none can be put above the first")
	b.do(b.on("refunds"), action.CellAbove, "")
	b.Want(b.Dialog(100, 40), "A new cell above refunds", "SQL on Shop warehouse", "Code", "Markdown", "SQL on dataframes",
		"SQL on Lakehouse")
	b.Answer(action.Accept)
	b.Want(b.Dialog(100, 40), "A new SQL cell above refunds", "Only Hex itself changes it later.")
	b.Type("between")
	b.Answer(action.NextField)
	b.Type("1st")
	b.Answer(action.Accept)
	b.Want(b.Dialog(100, 40), "“1st” is no name of a result")
	for range "1st" {
		b.Back()
	}
	b.Type("orders_by_week")
	b.Answer(action.Accept)
	b.Want(b.Dialog(100, 40), "orders_by_week is the result of weekly_orders already.")
	b.Type("_2")
	b.Answer(action.Accept)
	if sent := b.Writes(); sent != "[CreateCell:1]" || b.Dialog(80, 24) != "" {
		t.Fatalf("%s were sent; open is\n%s", sent, b.Dialog(80, 24))
	}
	if got, want := b.order(), strings.Replace(was, "refunds", "between, refunds", 1); got != want {
		t.Errorf("the order is %s", got)
	}
	made := b.made[0]
	shop := b.on("weekly_orders").Cell.DataConnectionID
	if !b.edit || made.OutputDataframe() != "orders_by_week_2" || made.DataConnectionID != shop {
		t.Errorf("made was %+v, to be edited: %v", made, b.edit)
	}
	ids := b.Env.Store.Cells(b.project.ID).IDs()
	if ids[2] != made.StaticID || b.Last() != "between was added above refunds. U takes it back." {
		t.Errorf("the store has the cells %v; said was %q", ids, b.Last())
	}
	deed.Undo(b.Env, b.Env.Deeds.Newest())
	b.Run()
	b.Answer(action.Yes)
	if got := b.order(); got != was {
		t.Errorf("the order is %s", got)
	}

	b.do(b.on("Notes"), action.CellBelow, "")
	b.Type("dataframes")
	b.Answer(action.Accept, action.Accept)
	if c := b.made[1]; c.DataConnectionID != "" || c.Type != hex.CellSQL || !strings.HasSuffix(b.order(), "Notes, “”") {
		t.Errorf("made was %+v; the order is %s", c, b.order())
	}
}

// Another cell like one has its source, or what was typed into it, its connection, and a result of its own.
func TestACellIsDuplicated(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.do(b.on("Revenue by week"), action.Duplicate, "it is duplicated in Hex")
	on := b.on("weekly_orders")
	on.Draft = func() string { return "select 'typed'" }
	b.do(on, action.Duplicate, "")
	b.Want(b.Dialog(100, 40), "Another cell like weekly_orders", "weekly_orders copy")
	b.Answer(action.Accept)
	c := b.made[0]
	source, _ := c.Source()
	if source != "select 'typed'" || c.Label != "weekly_orders copy" || c.DataConnectionID != on.Cell.DataConnectionID ||
		c.OutputDataframe() == on.Cell.OutputDataframe() || b.edit {
		t.Errorf("made was %+v", c)
	}
	if got := b.order(); !strings.Contains(got, "weekly_orders, weekly_orders copy, refunds") {
		t.Errorf("the order is %s", got)
	}
}

// An SQL cell is given another connection, and its result another name, with the source left as it is; both are shown by name and can
// be taken back. A label is Hex's to change.
func TestACellIsChanged(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.do(b.on("Notes"), action.Connect, "Only an SQL cell")
	on := b.on("weekly_orders")
	source, _ := on.Cell.Source()
	now := func() hex.Cell { return b.on("weekly_orders").Cell }
	b.do(on, action.Connect, "")
	b.Want(b.Dialog(100, 40), "Shop warehouse It asks this one now.")
	b.Type("databricks") // which is said beside its name
	b.Answer(action.Accept)
	b.Want(b.Dialog(100, 40), "data connection Shop warehouse → Lakehouse", "Sends 1 request.")
	b.Answer(action.Yes)
	if got, _ := now().Source(); now().DataConnectionID == on.Cell.DataConnectionID || got != source {
		t.Errorf("it asks %s, with the source %q", now().DataConnectionID, got)
	}
	deed.Undo(b.Env, b.Env.Deeds.Newest())
	b.Run()
	b.Answer(action.Yes)
	if now().DataConnectionID != on.Cell.DataConnectionID {
		t.Errorf("it asks %s, and not what it did", now().DataConnectionID)
	}

	b.do(b.on("weekly_orders"), action.RenameResult, "")
	for range on.Cell.OutputDataframe() {
		b.Back()
	}
	b.Type("weeks")
	b.Answer(action.Accept)
	b.Want(b.Dialog(100, 40), "The old name stands in join and round", "result orders_by_week → weeks")
	b.Answer(action.Yes)
	if now().OutputDataframe() != "weeks" {
		t.Errorf("the result is %s", now().OutputDataframe())
	}

	b.do(b.on("weekly_orders"), action.Label, "")
	b.Want(b.Dialog(100, 40), "cannot change it later")
	b.Answer(action.Accept)
	if want := b.Env.API.ProjectURL(b.project.ID); b.Browsed != want {
		t.Errorf("opened was %q", b.Browsed)
	}
}

// A cell is deleted once its source is on the disk, comes back where it was by undo or, after a restart, out of what was kept; a cell
// that could not be deleted is not among the deleted.
func TestACellIsDeletedAndComesBack(t *testing.T) {
	folder := t.TempDir()
	b := newBench(t, folder)
	on := b.on("refunds")
	on.Draft = func() string { return "x" }
	b.do(on, action.DeleteCell, "has text that is not saved")
	b.do(b.on("refunds"), action.BringBack, "No cell")
	source, _ := on.Cell.Source()
	b.do(b.on("refunds"), action.DeleteCell, "")
	shown := b.Dialog(100, 40)
	b.Want(shown, "Delete refunds?", "kept on this computer for 30 days", "seems to be used by", "behind the SQL cell \"weekly_orders\"",
		"source 7 lines → –")
	if strings.Contains(shown, on.Cell.ID) || strings.Contains(shown, b.project.ID) {
		t.Errorf("ids are told to people:\n%s", shown)
	}
	b.Answer(action.Yes)
	if sent := b.Writes(); sent != "[DeleteCell:1]" || strings.Contains(b.order(), "refunds") {
		t.Fatalf("%s were sent; the order is %s", sent, b.order())
	}
	if _, there := b.Env.Store.Cells(b.project.ID).Get(on.Cell.StaticID); there {
		t.Error("the store still has it")
	}
	again := b.on("weekly_orders")
	if len(again.Deleted) != 1 || again.Deleted[0].Mine != source || again.Deleted[0].Names.Cell != "refunds" {
		t.Fatalf("kept are %+v", again.Deleted)
	}
	did := b.Env.Deeds.Newest()
	deed.UndoThen(b.Env, did, func(r change.Result, _ error) { again.Undone(did, r) })
	b.Run()
	b.Answer(action.Yes)
	if got := b.order(); got != was || len(b.on("refunds").Deleted) != 0 || b.made[0].Label != "refunds" {
		t.Fatalf("the order is %s, kept are %d", got, len(b.on("refunds").Deleted))
	}

	b.Read(store.Thing{Kind: store.Cells, ID: b.project.ID})
	b.do(b.on("refunds"), action.DeleteCell, "")
	b.Answer(action.Yes)
	if err := b.Env.Drafts.Close(); err != nil { // the next start
		t.Fatal(err)
	}
	var err error
	if b.Env.Drafts, err = drafts.Open(folder, drafts.Options{}); err != nil {
		t.Fatal(err)
	}
	b.do(b.on("weekly_orders"), action.BringBack, "")
	b.Want(b.Dialog(100, 40), "Bring a deleted cell back", "refunds deleted", "select date_trunc")
	b.Answer(action.Accept)
	b.Want(b.Dialog(100, 40), "Bring refunds back?", "It becomes a new cell with the same source")
	b.Answer(action.Yes)
	back := b.on("refunds")
	if got, _ := back.Cell.Source(); b.order() != was || got != source || back.Cell.OutputDataframe() != "refunds_by_week" ||
		back.Cell.DataConnectionID != on.Cell.DataConnectionID || len(back.Deleted) != 0 {
		t.Errorf("the order is %s, the cell %+v, kept are %d", b.order(), back.Cell, len(back.Deleted))
	}
	if err := b.Env.Drafts.Close(); err != nil {
		t.Fatal(err)
	}
}

// Where the source cannot be kept nothing is deleted.
func TestNothingIsDeletedThatCannotBeKept(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.do(b.on("refunds"), action.DeleteCell, "")
	if err := b.Env.Drafts.Close(); err != nil {
		t.Fatal(err)
	}
	b.Answer(action.Yes)
	b.Want(b.Dialog(100, 40), "the source could not be kept, so nothing was deleted")
	if sent := b.Writes(); sent != "[]" || b.order() != was {
		t.Errorf("%s were sent; the order is %s", sent, b.order())
	}
}
