package road

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/emulator"
)

// labels are those of a project's cells, as Hex has them.
func (d *desk) labels(title string) string {
	d.t.Helper()
	var all []string
	q := hex.CellQuery{Paging: hex.Paging{Limit: 100}, ProjectID: d.project(title).ID}
	for c, err := range hex.Items(d.behind.CellPages(d.t.Context(), q)) {
		d.must(err)
		all = append(all, c.Label)
	}
	return strings.Join(all, ", ")
}

// A cell is made below another and typed into at once, duplicated, deleted by pressing the key of the deeds twice, brought back by undo,
// and, once more deleted, brought back after the next start.
func TestACellIsMadeDeletedAndBroughtBack(t *testing.T) {
	t.Parallel()
	const was = "Inputs, weekly_orders, refunds, join and round, Revenue by week, Notes"
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("b")
	d.see("A new cell below weekly_orders", "SQL on Shop warehouse")
	d.Press("enter")
	d.see("A new SQL cell below weekly_orders", "Hex makes a name up")
	d.Type("paid\n")
	d.see("› paid", "editing, as in Hex", "paid was added below weekly_orders.")
	d.Type("select 'paid'")
	d.save()
	d.see("paid saved to the draft")
	d.wantSource("Weekly revenue", "paid", "select 'paid'")
	d.Press("esc")
	d.see("▌  3  sql   paid")

	d.Press("d")
	d.see("paid in Weekly revenue", "delete the cell; its source is kept", "d d", "make another cell like this one")
	d.Press("d")
	d.see("Delete paid?", "kept on this computer for 30 days", "y delete it")
	d.lookUp()
	d.Press("y")
	d.see("paid is deleted. U takes it back.")
	d.WaitGone("sql   paid")
	if got := d.labels("Weekly revenue"); got != was {
		t.Errorf("the cells are %s", got)
	}
	d.Press("u")
	d.see("Take back what was done to “paid”?", "y take it back")
	d.lookUp()
	d.Press("y")
	d.see("▌  3  sql   paid", "Taken back: paid is deleted.")
	d.wantSource("Weekly revenue", "paid", "select 'paid'")
	d.Press("delete")
	d.see("Delete paid?", "y delete it")
	d.lookUp()
	d.Press("y")
	d.see("paid is deleted.")
	d.WaitGone("sql   paid")

	again := sit(t, setup{after: d})
	again.openCell("Weekly revenue", "refunds")
	again.Press("u")
	again.see("Bring a deleted cell back", "deleted now", "select 'paid'")
	again.Press("enter")
	again.told("Bring paid back?", "It becomes a new cell with the same source")
	again.lookUp()
	again.Press("y")
	again.see("▌  3  sql   paid", "paid is back.")
	again.wantSource("Weekly revenue", "paid", "select 'paid'")
	again.Press("u")
	again.see("Take back what was done to")
}

// All drafts of a project are reviewed at once: those that are open, those that were left behind, and files of its folder that were
// edited. What is chosen is written one after the other: a conflict is of its cell alone, and after a failure nothing more is tried, and
// all of that is said.
func TestAllDraftsAreSavedAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("d")
	d.Type("folder\n")
	d.see("Sources of “Weekly revenue” as files")
	d.Press("ctrl+u")
	d.Type(dir + "\n")
	d.told("It gets the sources of 4 cells")
	d.lookUp()
	d.Press("y")
	d.told("4 files written")
	refunds := filepath.Join(dir, "03-refunds.sql")
	text, err := os.ReadFile(refunds)
	d.must(err)
	d.must(os.WriteFile(refunds, append(text, " -- from a file\n"...), 0o600))
	d.rewrite("select 'left behind'")
	d.see("edited, draft kept")

	again := sit(t, setup{after: d, killed: true})
	again.openCell("Weekly revenue", "Notes")
	again.see("●")
	again.rewrite("# Mine")
	again.Press("esc")
	again.Press("d")
	again.Type("folder\n")
	again.see("Sources of “Weekly revenue” as files")
	again.Press("ctrl+u")
	again.Type(dir + "\n")
	again.told("03-refunds.sql was edited there: becomes a draft")
	again.lookUp()
	again.Press("y")
	again.see("Save 3 cells?", "3 of 3 chosen", "weekly_orders", "refunds", "Notes", "select 'left behind'")
	again.lookUp()
	again.Press("n")
	again.see("-- from a file")
	again.Press("a")
	again.see("2 of 3 chosen")
	again.meanwhile("Weekly revenue", "weekly_orders", "select 'theirs'")
	again.Press("enter")
	again.told("1 of 2 cells saved to the draft.", "× weekly_orders", "was changed in Hex meanwhile", "√ Notes", "– refunds", "left out")
	again.wantSource("Weekly revenue", "Notes", "# Mine")
	again.wantSource("Weekly revenue", "weekly_orders", "select 'theirs'")
	again.lookUp()
	again.Press("esc")
	again.see("weekly_orders was changed in Hex meanwhile", "yours", "now in Hex")
	again.lookUp()
	again.Press("m", "enter")
	again.see("weekly_orders saved to the draft")
	again.wantSource("Weekly revenue", "weekly_orders", "select 'left behind'")

	again.choose("Notes")
	again.rewrite("# Again")
	again.Press("esc")
	again.fault(emulator.Fault{Kind: emulator.Status, Status: 403, Operation: "UpdateCell"})
	again.Press("ctrl+w")
	again.see("Save 2 cells?", "refunds", "Notes")
	again.Press("enter")
	again.told("0 of 2 cells saved to the draft.", "× refunds", "The token may not do this with the cell.",
		"– Notes not tried: its draft stays")
	if n := again.sent.of("UpdateCell"); n != 3 {
		t.Errorf("%d writes were sent, want 3", n)
	}
	again.workspace.ClearFaults()
	again.lookUp()
	again.Press("esc", "ctrl+w")
	again.see("Save 2 cells?")
	again.Press("ctrl+s")
	again.see("2 cells saved to the draft: refunds, Notes.")
	again.wantSource("Weekly revenue", "refunds", string(text)+" -- from a file")
	again.Press("u")
	again.see("Take back what was done to “Weekly revenue”?", "as it was saved → as it was before")
	again.lookUp()
	again.Press("y")
	again.see("Taken back: 2 cells saved")
	again.wantSource("Weekly revenue", "refunds", string(text))
	again.wantSource("Weekly revenue", "Notes", "# Mine")
	again.Press("8")
	again.see("Write cells")
}

// A cell is saved and run alone out of its editor; that one statement of it cannot be run is said where one looks for it.
func TestACellIsRunOutOfItsEditor(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "refunds")
	d.rewrite("select 7 as seven")
	d.Press("alt+c")
	d.see("Save refunds?")
	d.Press("enter")
	d.WaitUntil("the cell is run", func(frame) bool { return d.sent.of("RunCell") == 1 })
	d.seeEnd("seven")
	if n := d.sent.of("RunDraft"); n != 0 {
		t.Errorf("the whole draft was run %d times", n)
	}
	d.wantSource("Weekly revenue", "refunds", "select 7 as seven")
	d.Press("esc", ":")
	d.Type("run statement\n")
	d.told("Hex runs a cell whole: its API has no way to run one statement of it.")
}

// A second client changes the cell in every step of a save: never is its text lost, never is anything written twice, and what is said
// is true.
func TestACellIsChangedInEveryStepOfASave(t *testing.T) {
	t.Parallel()
	const mine, theirs = "select 'mine'", "select 'theirs'"
	for _, c := range []struct {
		name    string
		delayed string // the operation that is under way when the other one writes
		step    string // what is seen then
		says    string
		sent    int
	}{
		{"while it is reviewed", "", "Save weekly_orders?", "weekly_orders was changed in Hex meanwhile", 0},
		{"while the cell is read", "GetCell", "looking at the cell in Hex", "weekly_orders was changed in Hex meanwhile", 0},
		{"while the write is on its way", "UpdateCell", "writing, sent", "weekly_orders was changed in Hex meanwhile", 1},
		{"before it is read back", "UpdateCell", "verifying", "Hex accepted the write, but it could not be verified.", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := sit(t, setup{})
			d.openCell("Weekly revenue", "weekly_orders")
			d.rewrite(mine)
			if c.delayed != "" {
				d.delay(c.delayed)
				d.save()
			} else {
				d.Press("ctrl+s")
			}
			if c.step == "verifying" {
				d.see("writing, sent")
				d.delay("GetCell")
				d.letGo()
			}
			d.see(c.step)
			d.meanwhile("Weekly revenue", "weekly_orders", theirs)
			if c.delayed == "" {
				d.Press("enter")
			} else {
				d.letGo()
			}
			d.told(c.says)
			d.wantSource("Weekly revenue", "weekly_orders", theirs)
			d.Want(mine)
			if n := d.sent.of("UpdateCell"); n != c.sent {
				t.Errorf("%d writes were sent, want %d", n, c.sent)
			}
		})
	}
}

// Behind the "on" of a join stands how its tables fit to each other, also where only cells of other projects tell it: those are read then.
func TestAJoinIsOfferedFromOtherProjects(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("e")
	d.see("editing, as in Hex")
	d.Press("ctrl+a", "backspace")
	// The second asks other tables than the first: what was read for that is not counted against it.
	for _, of := range [][2]string{
		{"customers c", "c.customer_id = o.customer_id"},
		{"refunds r", "r.order_id = o.order_id"},
	} {
		join, want := of[0], of[1]
		d.Press("ctrl+a", "backspace")
		d.Type("select * from orders o join " + join + " on ")
		d.see(want, "by their names")
		d.Press("tab")
		d.see("from orders o join " + join + " on " + want)
	}
}
