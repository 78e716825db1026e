package road

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hextui/hex/emulator"
)

// numbers is a source with values of every kind, a NULL beside a text NULL, and places behind the point that differ.
const numbers = `select 'paid' as channel, 12004.9 as revenue, 1234567 as order_id, 'NULL' as note
union all select 'email', 9.25, 7, null
union all select 'organic', null, 1200, 'two
lines'`

// result goes to the result of a cell with a source of its own.
func (d *desk) result(source string) {
	d.t.Helper()
	d.meanwhile("Weekly revenue", "weekly_orders", source)
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("c")
	d.seeEnd("RESULT")
	d.Press("tab")
	if !strings.Contains(d.Screen(), "enter whole value") {
		d.Press("tab")
	}
	d.see("enter whole value")
}

func TestAResultIsReadInItsOwnTerms(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{size: size{140, 40}})
	d.result(numbers)
	d.see("12,004.9 ", "     9.25", "‹null›", "1234567", "3 rows (all)") // an id is no quantity
	d.Press("right")
	d.see("revenue", "3 values", "1 null, 2 distinct", "min     9.25", "mean    6,007.075", "max     12,004.9")

	d.Press("v")
	d.see("Row 1 of 3", "note      NULL")
	d.Press("right")
	d.see("Row 2 of 3", "note      ‹null›", "email")
	d.Press("esc")
	d.Press("p")
	d.see("revenue by channel", "bars", "email", "█")
	d.Press("right", "right")
	d.see("histogram", "0 – 2,000")
	d.Press("esc")

	d.find("paid")
	d.see("1 of 3")
	d.Press("R") // reading the same run again keeps the place and the filter
	d.see("1 of 3 rows, filtered  / paid", "1 value", "CELLS")
	d.Press("z")
	d.see("RESULT  1 of 3 rows, filtered")
	d.WantNo("CELLS", "union all")
	d.Press("z")
	d.see("CELLS", "union all")
}

// Keys of the rows say where they work while the cells or the source have the focus.
func TestKeysOfTheRowsSayWhereTheyWork(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{size: size{140, 40}})
	d.result(numbers)
	d.Press("esc")
	d.see("enter read")
	d.Press("p")
	d.see("p (draw a chart of the column) is for the rows of the result: shift+tab goes to them.")
	d.Press("tab", "w")
	d.see("w (save the rows to a file) is for the rows of the result: tab goes to them.")
	d.Press("tab", "p")
	d.see("revenue by channel", "bars")
	d.Press("esc", "esc")
	d.see("enter read")
	d.Press("shift+tab", "p")
	d.see("revenue by channel", "bars")
}

// While a run is under way the rows of the one before are there, said to be that run's, and its keys act on them.
func TestAResultIsReadWhileARunIsUnderWay(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{size: size{140, 40}})
	d.result(numbers)
	goOn := d.hold(emulator.HeldRunning)
	d.Press("ctrl+r")
	d.see("DRAFT RUN", "running", "x cancels it · here 3 rows (all) of draft run ", "enter whole value")
	d.Press("down", "enter")
	d.see("channel, row 2")
	d.Press("esc")
	d.Press("/")
	d.Type("organic")
	d.see("RESULT  / organic", "1 of 3")
	d.WantNo("x cancels it")
	d.Press("enter")
	d.see("x cancels it · here 1 of 3 rows, filtered  / organic of draft run ")
	goOn()
	d.see("1 of 3 rows, filtered  / organic")
}

func TestAResultLeaves(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.result(numbers)
	clipboard := func(want string) {
		t.Helper()
		d.WaitUntil("the clipboard holds "+want, func(frame) bool { return d.Clipboard() == want })
	}
	d.Press("right", "y")
	clipboard("12004.9")
	d.Press(">")
	d.see("3 rows as TSV", "this row as JSON", "the column revenue as CSV")
	d.Term.Type("row as json")
	d.Press("enter")
	clipboard("[\n  {\"channel\": \"paid\", \"revenue\": 12004.9, \"order_id\": 1234567, \"note\": \"NULL\"}\n]\n")

	path := filepath.Join(t.TempDir(), "out.csv")
	d.Press("w")
	d.see("Save the result", "weekly_orders.csv", "3 rows.")
	d.Press("ctrl+u")
	d.Term.Type(path)
	d.Press("enter")
	d.see("Saved 3 rows to")
	got, err := os.ReadFile(path)
	d.must(err)
	want := "channel,revenue,order_id,note\npaid,12004.9,1234567,NULL\nemail,9.25,7,\norganic,,1200,\"two\nlines\"\n"
	if string(got) != want {
		t.Errorf("the file holds %q, not %q", got, want)
	}

	// What is there already is written over only where that is agreed to.
	for answer, content := range map[string]string{"n": "mine", "y": want} {
		d.must(os.WriteFile(path, []byte("mine"), 0o600))
		d.Press("w")
		d.see("Save the result")
		d.Press("ctrl+u")
		d.Term.Type(path)
		d.Press("enter")
		d.see("Write over the file?", "There is a file of that name already")
		d.Press(answer)
		d.WantNo("Write over the file?")
		d.WaitUntil("after "+answer+" the file holds what it is to", func(frame) bool {
			got, _ := os.ReadFile(path)
			return string(got) == content
		})
	}
}

func TestAResultIsComparedWithTheOneBefore(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.result(numbers)
	d.Press("=")
	d.see("No earlier result of this cell was seen here")
	d.meanwhile("Weekly revenue", "weekly_orders", strings.Replace(strings.Replace(numbers, "9.25", "10", 1), "'organic'", "'direct'", 1))
	d.Press("c")
	d.seeEnd("direct")
	d.Press("=")
	d.see("1 added, 1 gone, 1 changed, 1 as before; told apart by channel.", "email   revenue 9.25 → 10", "+ direct", "- organic")
}

func TestFaultsAreMarkedBeforeARun(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select *\n  from orders\n where channel = '{{ channel }}'\n   and status = {{ net_by_week }}")
	d.see("! 3", "A parameter stands in quotes", "● 4", "\"net_by_week\" is made by cell 4")
	d.see("which comes later. Put that") // of the line with the cursor
	d.WantNo("Take the quotes away")
	d.Press("ctrl+end")
	d.Term.Type(" ")
	d.see("A parameter stands in quotes")
	d.Press("up", "end")
	for range len("'{{ channel }}'") {
		d.Press("backspace")
	}
	d.Term.Type("{{ channel }}")
	d.WaitUntil("the quotes are no fault any more", func(frame) bool { return !strings.Contains(d.Screen(), "stands in quotes") })
}

// A name that no cell gives is marked in code as it is in a template, with what may be meant.
func TestASlipInCodeIsMarkedBeforeARun(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "join and round")
	d.rewrite("rounded = round(1.5)\nprint(rounded)\nprint(roundet)")
	d.see("● 3", `No cell makes "roundet", nor does Python know it.`, `Did you mean "rounded"?`)
	d.WantNo("! 2", "● 2", "! 1", "● 1")
	d.Press("backspace", "backspace")
	d.Term.Type("d)")
	d.WaitUntil("the name is no fault any more", func(frame) bool { return !strings.Contains(d.Screen(), "nor does Python") })
	d.Term.Type("\ny = pritn")
	d.still()
	d.WantNo("nor does Python") // while it is being typed it may become any other
	d.Term.Type(" ")
	d.see(`No cell makes "pritn"`)
}

// The list of how a word may go on tells the types of columns, where a result told them.
func TestColumnsAreOfferedWithTheirTypes(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{size: size{140, 40}})
	d.result(numbers)
	d.Press("esc")
	d.choose("join and round")
	d.rewrite("")
	d.Term.Type("orders_by_week.")
	d.see("channel      text  of orders_by_week", "revenue      real  of orders_by_week", "order_id  integer  of orders_by_week")
}

func TestAProjectReadsAsADocument(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.meanwhile("Weekly revenue", "refunds", strings.Repeat("select 1\nunion all\n", 15)+"select 1")
	d.open("Weekly revenue")
	d.see("Revenue by week and channel, with refunds taken out.", "Endorsed · maya@acme.example · Mon 06:00 UTC",
		"1  Input  Inputs", "▌─ 2  SQL  weekly_orders  from orders, ", "→ orders_by_week", "coalesce(o.channel", "3  SQL  refunds")
	d.Press("j")
	d.see("▌─ 3  SQL  refunds", "… 16 lines more (z)")
	d.Press("z")
	d.see("31 select 1")
	d.WantNo("lines more")
	d.Press("z")
	d.see("lines more (z)")
	d.Press("k", "z") // there is nothing folded
	d.told("All lines of weekly_orders are here; enter and then z give it the whole screen.")
	d.Press("j")

	d.Press("]")
	d.see("▌─ 6  Text  Notes", "• Weeks start on Monday.")
	d.WantNo("Endorsed · maya")
	d.Press("[")
	d.told("There is no heading further up.")
	d.Press("K", "K", "K", "K")
	d.see("5  Chart  Revenue by week", "4  Code  join and round")
	d.ClickOn("4  Code  join and round")
	d.see("▌─ 4  Code  join and round")
	d.Press("enter")
	d.see("Weekly revenue › join and round", "Code  join and round", "net_by_week")
	d.Press("esc")
	d.see("▌─ 4  Code  join and round", "5  Chart  Revenue by week")
}

// What was edited in a folder becomes drafts also of a cell that is open in the editor, as long as nothing was typed there.
func TestAFolderComesBackIntoAnOpenEditor(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	dir := filepath.Join(t.TempDir(), "sources")
	d.result(numbers)
	bring := func(says string) {
		t.Helper()
		d.Press("d")
		d.Term.Type("folder")
		d.see("sources as files in a folder")
		d.Press("enter")
		d.see("Sources of “Weekly revenue” as files")
		d.Press("ctrl+u")
		d.Term.Type(dir)
		d.Press("enter")
		d.agree(says)
	}
	bring("The folder holds no project yet")
	d.told("4 files written")
	for _, name := range []string{"02-weekly_orders.sql", "06-notes.md"} {
		d.must(os.WriteFile(filepath.Join(dir, name), []byte("select 'edited there'"), 0o600))
	}
	d.Press("e")
	d.see("editing, as in Hex")
	d.Press("ctrl+t")
	d.see("enter whole value")
	bring("02-weekly_orders.sql")
	d.see("Save 2 cells?", "2 of 2 chosen", "weekly_orders", "Notes")
}

// The error of a text that was edited since is not that of the text one reads: it says so, and marks no line of it. The project says of
// its last run in the draft what Hex's list, which has none, does not.
func TestAnErrorIsOfTheTextThatRan(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{size: size{140, 40}})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("selec 1 as one")
	d.save()
	d.told("saved to the draft")
	d.Press("esc")
	d.see("enter read")
	d.Press("ctrl+r")
	d.seeEnd("draft run × errored")
	d.see("draft run × errored", "× 1 selec", "ERROR  this cell failed")
	d.WantNo("OLDER")
	d.rewrite("select '2026-08-03' as week, 'paid' as channel, 1.0 as revenue")
	d.save()
	d.told("saved to the draft")
	d.Press("esc")
	d.see("OLDER ERROR  of draft run", "the text was edited since", "– older: failed")
	d.WantNo("× 1 sel", "this cell failed")
	d.Press("E")
	d.see("This is of an earlier run: the text was edited since.")
	d.Press("esc", "esc")
	d.see("× draft ", "draft run  × errored")
	d.Press("esc") // the filter by which the project was found
	d.see("69 projects")
	d.find("run:draft")
	d.see("1 of 69")
	d.Press("enter", "ctrl+r")
	d.seeEnd("RESULT")
	d.WantNo("OLDER", "× failed")
	d.see("draft run √ completed")
	d.Press("esc")
	d.see("No project matches “run:draft”.")
}
