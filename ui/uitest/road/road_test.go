package road

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hextui/hex/emulator"
	"hextui/ui"
	"hextui/ui/action"
)

func TestTheListShowsAndNarrowsProjects(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("TITLE", "STATUS", "LAST RUN", "EDITED")
	d.see("Weekly revenue", "♦ Endorsed", "√ completed", "3h ago", "– never published")

	d.find("owner:maya rev")
	d.see("2 of 69", "Weekly revenue", "Revenue forecast (draft)")
	d.WantNo("Revenue by cohort", "Checkout funnel")
	d.Press("esc")
	d.see("69 projects")
	d.Press("g")
	d.see("Checkout funnel")

	d.find("!owner:maya rev")
	d.see("Revenue by cohort")
	d.WantNo("Weekly revenue")
	d.Press("esc")

	d.find("nothing is called so")
	d.see("0 of 69", "No project matches “nothing is called so”.", "esc takes the filter away")
	d.Press("esc")

	d.find("wekly")
	d.see("No project matches “wekly”.", "~wekly finds letters apart")
	d.Press("esc")
	d.find("~wekly")
	d.see("Weekly revenue")
	d.WantNo("No project matches")
	d.Press("esc")

	d.find("type:component")
	d.see("6 of 69", "Order mart", "component")
	d.Press("esc", "]")
	d.see("4 projects", "Weekly revenue")
	d.WantNo("Checkout funnel")
}

// What failed out of sight failed too.
func TestTheFilterByRunsLooksUpThoseOutOfSight(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{size: size{80, 24}})
	d.see("69 projects")
	d.find("run:errored")
	d.see("last runs not read yet: ")
	d.WaitUntil("all last runs are read", func(f frame) bool { return !strings.Contains(f.String(), "not read yet") })
	d.see("Net revenue retention", "Do coupons pay?")
}

func TestAWordIsDeletedBeforeTheLastLetterOfAFilter(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("/")
	d.Type("ordersx")
	d.see("0 of 69")
	d.Press("left", "alt+d")
	d.see("of 69", "Orders at a glance")
	d.Press("esc", ":")
	d.Type("quitx")
	d.Press("left", "alt+delete")
	d.see("quit")
}

func TestTheListIsSortedByAColumn(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	first := func(title string) {
		t.Helper()
		d.Press("g")
		d.WaitUntil("the first project is "+title, func(f frame) bool { return strings.Contains(f.Row(5), title) })
	}
	first("Checkout funnel")
	d.Press("s")
	d.see("Sort by")
	d.Type("owner\n")
	first("aiko")
	d.Press("S")
	first("zoe")
	d.Press("s")
	d.Type("as hex\n")
	first("Checkout funnel")
}

func TestACellIsReadBesideTheList(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.see("SQL  weekly_orders  from orders, ", "→ orders_by_week", "from orders o", "{{ start_date }}")
	keyword, plain, parameter := d.CellOf("select date_trunc(").Look(), d.CellOf("o.created_at)::date as").Look(),
		d.CellOf("{{ start_date").Look()
	if keyword == plain || parameter == plain || keyword == parameter {
		t.Errorf("the source is not highlighted: keyword %q, name %q, parameter %q", keyword, plain, parameter)
	}
	d.choose("Notes")
	d.see("Weeks start on Monday.")
	d.Press("m")
	d.see("- Weeks start on **Monday**.")
	d.Press("m", "e")
	d.see("editing, as in Hex")
	d.Press("ctrl+end")
	d.Type("\nAnd end on **Sunday**.")
	d.Press("esc")
	d.see("And end on Sunday.", "unsaved draft, 2 lines") // an unsaved draft reads as it reads, too
	d.choose("Revenue by week")
	d.see("Hex draws the chart once the cell has run: ^r runs the draft.")
	d.choose("Inputs")
	d.see("the API gives neither the source nor the settings")
	d.Press("e")
	d.see("The API gives no source")
}

func TestAnEditIsReviewedAndWrittenToTheDraftOnly(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	before := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.see("from orders o")
	d.Press("e")
	d.see("editing")
	d.Press("ctrl+end")
	d.Type("\nlimit 7") // a new line begins where the one above does
	d.see("edited, draft kept")
	d.wantSource("Weekly revenue", "weekly_orders", before)

	d.Press("ctrl+s")
	d.see("Save weekly_orders?", "1 line added", "+  limit 7", "published version stays as it is")
	d.wantSource("Weekly revenue", "weekly_orders", before)
	d.Press("enter")
	d.see("weekly_orders saved to the draft")
	d.wantSource("Weekly revenue", "weekly_orders", before+"\n limit 7")
	if n := d.sent.of("UpdateCell"); n != 1 {
		t.Errorf("%d writes were sent, want 1", n)
	}

	d.Press("ctrl+s")
	d.see("There is nothing to save")
}

func TestAChangeCanBeLeftOutOfASave(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	before := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("e")
	d.see("editing")
	d.Type("-- first\n")
	d.Press("ctrl+end")
	d.Type("\n-- last")
	d.Press("ctrl+s")
	d.see("Save weekly_orders?", "2 lines added")
	d.Press("space")
	d.see("1 line added")
	d.Press("enter")
	d.see("saved to the draft")
	d.wantSource("Weekly revenue", "weekly_orders", before+"\n -- last")
	d.see("-- first", "draft kept")
}

func TestAReviewIsCancelledWithoutAWrite(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	before := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 1")
	d.Press("ctrl+s")
	d.see("Save weekly_orders?")
	d.Press("esc")
	d.WaitGone("Save weekly_orders?")
	d.wantSource("Weekly revenue", "weekly_orders", before)
	d.see("select 1")
	if n := d.sent.of("UpdateCell"); n != 0 {
		t.Errorf("%d writes were sent", n)
	}
}

func TestAPublishedRunMovesByItself(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	start := d.hold(emulator.HeldPending)
	goOn := d.hold(emulator.HeldRunning)
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("r")
	d.see("Run Weekly revenue", "● published version", "start_date", "min_orders", "other inputs")
	d.Press("tab")
	d.Type("2026-10-01")
	d.Press("tab", "tab")
	d.Type("min_orders=3")
	d.Press("enter")

	d.see("◦ pending", "published version 12 of Weekly revenue")
	start()
	d.see("running")
	d.clock.advance(48 * time.Second)
	d.see("0:48")
	goOn()
	d.see("√ completed", "0:48", "Done. The API gives no results of published runs")
	d.see("The run of “Weekly revenue” completed after 0:48.")
	d.Press("esc")
	d.see("CELLS")
}

func TestARunThatEndedIsOpenedFromWhereItIsToldOf(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	goOn := d.hold(emulator.HeldRunning)
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("P", "enter")
	d.see("running")
	d.Press("esc", "e")
	d.see("editing")
	goOn()
	d.seeEnd("The run of “Weekly revenue” completed")
	d.see("f4 opens it.")
	d.Press("f4")
	d.see("published version 12 of Weekly revenue", "√ completed", ", by you")
	d.WantNo("f4 opens it.")
	d.Press("esc")
	d.see("CELLS")
	d.Press("f4")
	d.see("published version 12 of Weekly revenue")
}

func TestTheRunFormRefusesWhatHexRefuses(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	others := func(text string) {
		t.Helper()
		d.Press("r")
		d.see("Run Weekly revenue")
		d.Press("tab", "tab", "tab")
		d.Type(text + "\n")
	}
	others("what is this")
	d.see("“what is this” is no name=value pair: write it as start_date=2026-01-01")
	d.Press("esc")
	others("min_orders=many")
	d.told("The published version of “Weekly revenue” was not started.", "min_orders must be a NUMBER")
	d.see("min_orders=many") // to be typed otherwise
	d.Press("backspace", "backspace", "backspace", "backspace")
	d.Type("3\n")
	d.see("published version 12 of Weekly revenue")
}

func TestADraftRunShowsRowsOrTheErrorAtItsCell(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	good := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("ctrl+r")
	d.seeEnd("The draft run of “Weekly revenue” completed")
	d.see("RESULT", "rows", "week", "channel", "revenue", "organic")

	d.rewrite(strings.Replace(good, "o.total_cents", "o.totl_cents", 1))
	d.save()
	d.see("saved to the draft")
	d.Press("esc")
	d.choose("Notes")
	d.Press("ctrl+r")
	d.seeEnd("The draft run of “Weekly revenue” errored")
	d.see("ERROR  this cell failed", "no such column: o.totl_cents", "SQL  weekly_orders")

	d.rewrite(good)
	d.save()
	d.see("saved to the draft")
	d.Press("esc")
	d.Press("ctrl+r")
	d.seeEnd("The draft run of “Weekly revenue” completed")
	d.see("RESULT", "organic")
	d.WantNo("no such column")
}

// A cell that a failed run left without a result says so in people's words, and where the run failed.
func TestACellThatAFailedRunDidNotReach(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.meanwhile("Weekly revenue", "weekly_orders", "select week\n  from orders o\n where o.wek = 1")
	d.openCell("Weekly revenue", "refunds")
	d.Press("ctrl+r")
	d.see("× failed", "no such column")
	d.choose("refunds")
	d.see("DRAFT RUN  × errored", "The run failed in weekly_orders and left no result of this cell. f goes there.")
	d.WantNo("has no output")
	d.Press("f")
	d.see("ERROR  this cell failed")
}

// Where there is little room, too, the document goes to the cell that failed, and says at its line and below it why.
func TestAFailedDraftSaysWhyOnASmallScreen(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{size: size{80, 24}})
	d.meanwhile("Weekly revenue", "weekly_orders", "select week\n  from orders o\n where o.wek = 1")
	d.open("Weekly revenue")
	d.see("weekly_orders")
	d.Press("ctrl+r")
	d.see("× failed", "× 1 select week  no such column", "Traceback (most recent call last)")
	d.still()
	d.Press("f")
	d.see("The cell that failed is the selected one. enter shows why.")
	d.Press("enter")
	d.see("ERROR  this cell failed", "no such column")
}

// A cell that was selected before it failed is brought into sight with its error, though it began in sight.
func TestTheErrorOfTheSelectedCellComesIntoSight(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{size: size{80, 24}})
	d.meanwhile("Weekly revenue", "weekly_orders", "select wek"+strings.Repeat("\n", 10)+"  from orders")
	d.open("Weekly revenue")
	d.see("weekly_orders")
	d.Press("ctrl+r")
	d.see("× failed", "Traceback (most recent call last)")
}

// What is published is a copy: a broken draft does not reach it.
func TestDraftAndPublishedAreTwoThings(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select * from nowhere")
	d.save()
	d.see("saved to the draft")
	d.Press("esc")
	d.Press("P")
	d.see("● published version")
	d.Press("enter")
	d.see("published version 12 of Weekly revenue")
	d.seeEnd("√ completed")
	d.WantNo("DRAFT")
	d.Press("esc", "ctrl+r")
	d.seeEnd("The draft run of “Weekly revenue” errored")
	d.see("no such table: nowhere")
	if p := d.project("Weekly revenue"); !p.LastPublishedAt.Equal(noon.Add(-72 * time.Hour)) {
		t.Errorf("the published version has changed: %v", p.LastPublishedAt)
	}
}

func TestANeverPublishedProjectRunsAsADraftOnly(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.open("Revenue forecast (draft)")
	d.Press("P")
	d.see("This project was never published; only its draft can be run.")
	d.Press("r")
	d.see("● draft", "This project was never published, so there is no published version to run.")
	d.Press("enter")
	d.seeEnd("The draft run of “Revenue forecast (draft)” completed")
}

func TestARunIsCancelled(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ what, start string }{{"draft", "ctrl+r"}, {"published", "P"}} {
		t.Run(c.what, func(t *testing.T) {
			d := sit(t, setup{})
			d.hold(emulator.HeldRunning)
			d.openCell("Weekly revenue", "weekly_orders")
			d.Press(c.start)
			if c.what == "published" {
				d.see("Run Weekly revenue")
				d.Press("enter")
			}
			d.see("running")
			d.Press("x")
			d.see("Cancel this run?")
			d.Press("enter")
			d.WaitGone("Cancel this run?")
			d.Want("running") // the safe answer comes first
			d.Press("x")
			d.see("Cancel this run?")
			d.Press("y")
			d.see("was cancelled after")
			d.seeEnd("■ killed")
		})
	}
}

func TestAWorkspaceThatRefusesDraftRunsIsToldOnce(t *testing.T) {
	t.Parallel()
	for _, status := range []int{404, 403} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			d := sit(t, setup{workspace: emulator.Options{Faults: emulator.RefuseDraftRuns(status)}})
			d.openCell("Weekly revenue", "weekly_orders")
			d.Press("ctrl+r")
			d.see("This workspace runs no drafts over the API", "run the published version", "stay")
			d.lookUp()
			d.Press("n")
			d.WaitGone("stay")

			d.Press("ctrl+r")
			d.see("This workspace does not run drafts over the API; run them in Hex.")
			d.Press("c")
			d.see("This workspace does not run drafts over the API; run them in Hex.")
			if n := d.sent.of("RunDraft") + d.sent.of("RunCell"); n != 1 {
				t.Errorf("a draft run was asked for %d times, want once", n)
			}
			if strings.Contains(d.Row(39), "run draft") {
				t.Errorf("the footer still offers a draft run: %s", d.Row(39))
			}
			d.Press("r")
			d.see("● published version", "This workspace does not run drafts over the API")
			d.Press("enter")
			d.see("published version 12 of Weekly revenue")
			d.seeEnd("√ completed")
		})
	}
}

func TestTheRefusedDraftRunOffersThePublishedVersion(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{workspace: emulator.Options{Faults: emulator.RefuseDraftRuns(404)}})
	d.open("Weekly revenue")
	d.Press("ctrl+r")
	d.see("This workspace runs no drafts over the API")
	d.Press("y")
	d.Want("This workspace runs no drafts over the API") // a key typed in the same moment decides nothing
	d.lookUp()
	d.Press("y")
	d.see("Run Weekly revenue", "● published version")
}

// The palette finds an action by its name in the key table too, which is what config.toml calls it.
func TestThePaletteKnowsNames(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press(":")
	d.Type("undo")
	d.see("take the last write to Hex back")
}

func TestTheLastWriteIsTakenBack(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	before := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("U")
	d.see("Nothing was written here in this session.")
	d.rewrite("select 1")
	d.save()
	d.see("saved to the draft (esc, then U takes it back)")
	d.wantSource("Weekly revenue", "weekly_orders", "select 1")
	d.Press("esc", "esc")
	d.see("1 of 69")
	d.Press("enter")
	d.see("CELLS")
	d.choose("refunds")
	d.Press("U") // the write is known though its project was left
	d.see("Take back the last write to weekly_orders?")
	d.WantNo("back to editing") // nothing is edited
	d.fault(emulator.Fault{Kind: emulator.Status, Status: 403, Operation: "UpdateCell", Times: 1})
	d.Press("enter")
	d.see("The last write to weekly_orders was not taken back.")
	d.Press("U") // which can be tried again
	d.see("Take back the last write to weekly_orders?")
	d.Press("enter")
	d.WaitGone("Take back")
	d.see("The last write to weekly_orders is taken back: the draft is as it was before (U writes it again).")
	d.wantSource("Weekly revenue", "weekly_orders", before)
}

// While the result has the focus, the keys of lists and texts act on it, and leave the cells and the source alone.
func TestKeysActOnTheResultThatHasTheFocus(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	before := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("e", "ctrl+r") // nothing was typed: the draft runs
	d.see("RESULT", "rows (all)")
	d.Press("ctrl+t", "/")
	d.Type("2026-08-03\n")
	d.see("of 107 rows, filtered  / 2026-08-03", "sql   refunds")
	d.WantNo("No cell matches")
	d.Press("s")
	d.see("Sort by", "as Hex gives them", "week")
	d.Press("esc", "y")
	d.see("Sent the value of week to the terminal, for its clipboard.")
	d.WaitUntil("the value is on the clipboard", func(frame) bool { return d.Clipboard() == "2026-08-03" })
	d.Press("enter")
	d.see("week, row ")
	d.Press("esc", "esc") // the value, and the filter
	d.see("rows (all)")
	d.Press("esc", "enter") // the result with the edit that it was come from; Enter reads the source
	d.Press("enter")
	d.wantSource("Weekly revenue", "weekly_orders", before)
	d.WantNo("edited", "unsaved")
}

// Cells stand in their order, whatever is pressed and searched for.
func TestCellsAreNeverSorted(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.open("Weekly revenue")
	d.see("1  in    Inputs")
	d.Press("s")
	d.see("Cells are not sorted: they run in the order in which they stand.")
	d.Press("S")
	d.see("Cells are not sorted")
	d.find("~re")
	_, first, _ := d.Frame().Find("sql   refunds")
	_, second, _ := d.Frame().Find("Revenue by week")
	if first < 0 || second < first {
		t.Errorf("the cells that are found stand in another order\n%s", d.Screen())
	}
}

// h goes left wherever that is a way to go.
func TestHIsLeft(t *testing.T) {
	t.Parallel()
	m := builtIn(t)
	for _, b := range m.All() {
		left, h := false, false
		for _, key := range b.Keys {
			left, h = left || key == "left", h || key == "h"
		}
		if b.Scope != action.Editor && left != h && !(b.Scope == action.Filter) {
			t.Errorf("%s/%s has the keys %q", b.Scope, b.Action, b.Keys)
		}
	}
}

func TestAConflictShowsMineAndTheirs(t *testing.T) {
	t.Parallel()
	const mine, theirs = "select 'mine'", "select 'theirs'"
	for _, c := range []struct {
		choice string
		press  []string
		want   string
		say    string
	}{
		{"mine", []string{"m", "enter"}, mine, "saved to the draft"},
		{"theirs", []string{"t", "enter"}, theirs, "Taken: what is in Hex. Undo brings your text back."},
		{"undecided", []string{"enter"}, theirs, "Decide every part first."},
		{"edit the merge", []string{"m", "e"}, theirs, "Edit the merged text and save it again"},
		{"cancel", []string{"esc"}, theirs, "select 'mine'"},
	} {
		t.Run(c.choice, func(t *testing.T) {
			d := sit(t, setup{})
			d.openCell("Weekly revenue", "weekly_orders")
			d.see("from orders o")
			d.rewrite(mine)
			d.meanwhile("Weekly revenue", "weekly_orders", theirs)
			d.save()
			d.see("weekly_orders was changed in Hex meanwhile", "Nothing was written", "yours", "now in Hex", "merged", mine, theirs)
			d.wantSource("Weekly revenue", "weekly_orders", theirs)
			d.lookUp()
			d.Press(c.press...)
			d.see(c.say)
			d.wantSource("Weekly revenue", "weekly_orders", c.want)
		})
	}
}

func TestAMergeIsEditedAndSaved(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'mine'")
	d.meanwhile("Weekly revenue", "weekly_orders", "select 'theirs'")
	d.save()
	d.see("was changed in Hex meanwhile")
	d.lookUp()
	d.Press("m", "e")
	d.see("Edit the merged text")
	d.Press("ctrl+end")
	d.Type(" -- and theirs")
	d.save()
	d.see("saved to the draft")
	d.wantSource("Weekly revenue", "weekly_orders", "select 'mine' -- and theirs")
}

func TestTheirsCanBeUndoneInTheEditor(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'mine'")
	d.meanwhile("Weekly revenue", "weekly_orders", "select 'theirs'")
	d.save()
	d.see("was changed in Hex meanwhile")
	d.lookUp()
	d.Press("t", "enter")
	d.see("select 'theirs'")
	d.Press("ctrl+z")
	d.see("select 'mine'")
	d.save()
	d.see("saved to the draft")
	d.wantSource("Weekly revenue", "weekly_orders", "select 'mine'")
}

// A cell's id changes with every write; an edit whose source nobody touched is saved all the same.
func TestACellWhoseIDChangedIsSavedWithoutAConflict(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	before := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 2")
	d.meanwhile("Weekly revenue", "weekly_orders", before)
	d.save()
	d.see("saved to the draft")
	d.wantSource("Weekly revenue", "weekly_orders", "select 2")
}

func TestADeletedCellKeepsTheText(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "refunds")
	d.rewrite("select 'precious'")
	d.must(d.behind.DeleteCell(t.Context(), d.cell("Weekly revenue", "refunds").ID))
	d.save()
	d.see("refunds is no longer in this project", "so nothing was", "copy my text")
	d.lookUp()
	d.Press("y")
	d.see("Sent your text to the terminal, for its clipboard.", "select 'precious'")
	d.WaitUntil("the text is on the clipboard", func(frame) bool { return d.Clipboard() == "select 'precious'" })
}

func TestWhatWasTypedSurvivesAKill(t *testing.T) {
	t.Parallel()
	const mine = "select\t'tab\r',\n  'no line end at the end'"
	d := sit(t, setup{})
	before := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite(mine)
	d.see("edited, draft kept")

	again := sit(t, setup{after: d, killed: true})
	again.open("Weekly revenue")
	again.see("text that was not saved", "●")
	again.choose("weekly_orders")
	again.see("a draft was kept")
	again.Press("ctrl+s")
	again.see("This draft was left behind: e takes it up again, and ^w reviews it with all others.")
	again.Press("e")
	again.see("The draft of weekly_orders from", "is back.", "no line end at the end")
	again.wantSource("Weekly revenue", "weekly_orders", before)
	again.save()
	again.see("saved to the draft")
	again.wantSource("Weekly revenue", "weekly_orders", mine)
}

func TestADraftIsFoundFromTheListOfDrafts(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'kept'")
	d.Press("esc", "esc")
	d.see("1 of 69")
	d.Press("q")
	d.wantEnd()

	again := sit(t, setup{after: d, killed: true})
	again.see("69 projects")
	again.Press("7")
	again.see("Drafts on this computer", "Weekly revenue", "weekly_orders", "left behind")
	again.Press("enter")
	again.see("select 'kept'", "is back.")
}

func TestADiscardedDraftComesBackFromTheTrash(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'thrown away'")
	d.see("edited, draft kept")
	d.Press("esc", "D")
	d.see("Discard the draft of weekly_orders?")
	d.Press("y")
	d.see("from orders o")
	d.Press("7")
	// The notice of the project's page says "thrown away" too.
	d.see("› Drafts on this computer", "1 draft", "thrown away")
	d.Press("enter")
	d.see("select 'thrown away'")
}

func TestThePlacesOfAWorkspace(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("3")
	d.see("› Groups", "Data platform", "9 groups")
	d.choose("Data platform")
	d.Press("enter")
	d.see("Groups › Data platform", "Maya Lindqvist", "maya@acme.example", "5 members")
	d.Press("esc")
	d.see("9 groups")
	d.Press("2")
	d.see("› Collections", "Board pack", "What the board sees, and nothing else")
	d.choose("Board pack")
	d.Press("enter")
	d.see("Collections › Board pack", "Net revenue retention")
	d.choose("Net revenue retention")
	d.Press("enter")
	d.see("CELLS", "retention")
	d.Press("esc", "esc")
	d.see("› Collections")
	d.Press("4")
	d.see("› Users", "Lena Fischer-Böhm", "22 users")
	d.Press("5")
	d.see("› Data connections", "Shop warehouse")
	d.choose("Shop warehouse")
	d.Press("enter")
	d.see("› Shop warehouse", "warehouse.acme.example", "not shown: Hex keeps it")
	d.Press("esc")
	d.Press("6")
	d.see("› Threads")
	d.Press("1")
	d.see("69 projects")
}

func TestTheRunsOfAProjectAreListedAndOpened(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.open("Net revenue retention")
	d.Press("H")
	d.see("Net revenue retention › Runs", "× errored", "its schedule", "v7")
	d.choose("× errored")
	d.Press("enter")
	d.see("› Run ", "The run failed.", "The API does not say in which cell or why", "started")
	d.Press("esc", "esc")
	d.see("CELLS")
}

func TestTheHelpKnowsTheKeysOfTheScreen(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{size: size{120, 60}})
	d.see("69 projects")
	d.Press("?")
	for _, key := range []string{"esc", "?", "f1"} { // what shows the keys takes them away, and shows none of its own
		d.see("Keys here", "PROJECTS", "open the project", "filter: words, !not,", "GLOBAL")
		d.WantNo("? keys ─")
		d.Press(key)
		d.WaitGone("Keys here")
		d.Press("?")
	}
	d.Press("esc", ":")
	d.see("an action, a place, a project")
	d.Press("f1") // which types nothing
	d.see("Keys here", "pick it")
	d.Press("?")
	d.WaitGone("Keys here")
	d.Type("north-star\n")
	d.see("› 🎯 North-star metric")
}

func TestQuit(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("esc")
	d.see("There is nothing to go back to; q quits.")
	d.Press("q")
	d.wantEnd()
}

func TestQuitSaysThatRunsGoOn(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.hold(emulator.HeldPending)
	d.open("Weekly revenue")
	d.Press("ctrl+r")
	d.see("pending 0:00")
	d.Press("q")
	d.told("Quit?", "They go on in Hex; only the watching ends.")
	d.Press("n")
	d.WaitGone("Quit?")
	d.Press("q", "y")
	d.wantEnd()
}

func TestAgentsAreSeenAtWork(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{agents: true})
	d.see("69 projects", "agent: none yet")
	call := ui.AgentCall{ID: "1", Client: "claude-code 2.1", Tool: "hex_update_cell", Target: "weekly_orders", At: noon, Running: true}
	d.Message(call)
	d.Want("agent: hex_update_cell")
	call.Running, call.Took = false, 320*time.Millisecond
	d.Message(call)
	d.Want("Agent: hex_update_cell weekly_orders")
	weekly := d.project("Weekly revenue").ID
	d.Message(ui.AgentCall{ID: "3", Tool: "hex_run_draft", Target: "project " + weekly, At: noon})
	d.Want("Agent: hex_run_draft project “Weekly revenue”")
	d.Message(ui.AgentCall{ID: "4", Tool: "hex_run_draft", Target: "Weekly revenue (" + weekly + ")", At: noon})
	d.Want("Agent: hex_run_draft Weekly revenue (" + weekly + ")")
	d.Message(ui.AgentCall{ID: "2", Client: "claude-code 2.1", Tool: "hex_run_project", Target: "Untitled", At: noon, Took: time.Second,
		Failed: true, Outcome: "It was never published."})
	d.Want("Agent: hex_run_project Untitled: It was never published.")
	d.Press("8")
	d.Want("now", "320 ms", "√ hex_update_cell", "× hex_run_project", "It was never", "claude-code 2.1")
}
