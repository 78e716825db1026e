package project

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/overlay"
)

// do carries out what is offered, as its key does.
func (r *reader) do(id action.ID) {
	r.t.Helper()
	for _, o := range r.Offers() {
		if o.Action == id {
			if o.Reason != "" {
				r.t.Fatalf("%s cannot be done: %s", id, o.Reason)
			}
			o.Do()
			r.frame()
			r.work()
			r.frame()
			return
		}
	}
	r.t.Fatalf("%s is not offered", id)
}

// A source and a result take the whole screen and give it back; whoever goes back to the document finds it as it was.
func TestASourceAndAResultTakeTheWholeScreen(t *testing.T) {
	for _, w := range []int{80, 120, 200} {
		r := read(t, queries(3, 4), w, 24)
		r.ran()
		r.give("c0000", 40)
		r.frame()
		r.press(action.Focus)
		r.want("select 1 as n", "RESULT")
		r.do(action.Fold)
		r.want("select 1 as n")
		r.wantNo("RESULT")
		r.wantNo("CELLS")
		r.press(action.Focus)
		r.want("RESULT  40 rows (all)", "2026-01-20") // all lines but the first
		r.wantNo("select 1 as n")
		r.wantNo("CELLS")
		r.do(action.Fold)
		if list := strings.Contains(r.text(), "CELLS"); list != (w >= outlineFrom) {
			t.Errorf("at %d columns the list of cells stands there: %v\n%s", w, list, r.text())
		}
		r.do(action.Fold)
		r.press(action.Back)
		r.want("A project", "select 1 as n")
		r.press(action.Focus)
		r.want("RESULT")
	}
}

// How many rows there are and how many are shown is said wherever rows of them are left out.
func TestAFilterSaysWhatItLeavesOut(t *testing.T) {
	r := read(t, queries(2, 1), 120, 30)
	r.ran()
	for _, c := range []string{"c0000", "c0001"} {
		r.give(c, 60)
	}
	table := r.env.Store.Output("c0001").Value.Table
	table.TotalRows, table.TotalKind = 5000, hex.TotalLowerBound
	r.frame()
	r.keep("c0000").grid.SetFilter("week:2026-03")
	r.keep("c0001").grid.SetFilter("week:2026-03")
	r.result.grid.Grid.SetSort("1 revenue", true)
	r.work()
	r.frame()
	r.want("√ 4 of 60 rows, filtered", "RESULT  4 of 60 rows, filtered  / week:2026-03 · sorted by revenue ↓ · read",
		"√ 4 of the first 60 of at least 5,000 rows, filtered")
}

// A single row that is too wide stands with a value a line, below its source too; the cell cursor goes from value to value, all of which
// come into sight.
func TestARowThatIsTooWideStandsByItself(t *testing.T) {
	r := read(t, queries(2, 1), 100, 24)
	r.ran()
	table := &hex.ResultTable{TotalRows: 1, TotalKind: hex.TotalExact, Rows: [][]*string{nil}}
	for i := range 40 {
		table.Columns = append(table.Columns, hex.ResultColumn{Name: fmt.Sprintf("column_%d", i+1), Type: "text"})
		value := fmt.Sprintf("value %d", i+1)
		table.Rows[0] = append(table.Rows[0], &value)
	}
	table.Rows[0][1] = nil
	e := r.env.Store.Output("c0000")
	e.At, e.Value = noon, hex.CellOutput{RunID: "r", Kind: "table", Table: table}
	r.frame()
	r.want("column_1   value 1", "column_2   ‹null›", "column_12  value 12", "2  SQL  query 2")
	r.press(action.Focus, action.Focus)
	r.want("▌ column_1   value 1")
	r.wantNo("value 40")
	r.press(action.Down, action.Down)
	r.want("▌ column_3   value 3")
	if column, text, _ := r.value(); column != "column_3" || text != "value 3" {
		t.Errorf("the cursor is on %q of %s", text, column)
	}
	r.press(action.Bottom)
	r.want("▌ column_40  value 40")
	r.press(action.Top)
	r.want("▌ column_1   value 1")
}

// What a run from here made of the selected cell comes into sight, where all of the cell has room.
func TestAResultComesIntoSight(t *testing.T) {
	r := read(t, queries(3, 15), 80, 20)
	r.want("A project", "select 1 as n")
	later := noon.Add(time.Minute)
	run := hex.Run{RunID: "r", ProjectID: "p", Version: "draft", Status: hex.RunRunning, StartTime: &later}
	r.env.Store.NoteRun(run)
	r.env.Store.SetDraftRun("p", "r", "")
	r.frame()
	run.Status, run.EndTime = hex.RunCompleted, &later
	r.env.Store.NoteRun(run)
	r.frame()
	r.wantNo("40 rows (all)  week")
	r.give("c0000", 40)
	r.frame()
	r.want("SQL  query 1", "40 rows (all)  week, revenue")
	r.press(action.LineUp, action.LineUp, action.LineUp)
	r.want("A project")
	r.frame() // it comes once
	r.want("A project")
}

// What is marked in a source is read whole, with what to do about it.
func TestMarksAreReadWhole(t *testing.T) {
	cells := queries(1, 1)
	cells[0].Contents.SQL.Source = "select 1\nwhere x = '{{ query }}'"
	r := read(t, cells, 60, 20)
	r.want("! 2 where x = '{{ query }}'")
	r.wantNo("Take the quotes away")
	r.do(action.FullError)
	if len(r.root.asked) != 1 {
		t.Fatalf("%d dialogs were opened", len(r.root.asked))
	}
	text := r.root.asked[0].(*overlay.Text)
	do := "Take the quotes away; join texts with || or concat."
	if n := len(text.Lines); n == 0 || !strings.HasSuffix(text.Lines[n-1].Text, do) {
		t.Errorf("%q says %v", text.Title, text.Lines)
	}
}

// Long lines of a source that is shown as such go on in the next row in the document too: always those of Markdown, others if asked.
func TestLongLinesGoOnInTheDocument(t *testing.T) {
	cells := queries(1, 1)
	cells[0].Contents.SQL.Source = "select " + strings.Repeat("a_name, ", 20) + "the_last_one"
	long := words(strings.Repeat("many words ", 30) + "and the last one of them.")
	r := read(t, append(cells, long), 80, 30)
	r.wantNo("the_last_one")
	r.do(action.Wrap)
	r.want("the_last_one", "2  Text")
	r.do(action.Wrap)
	r.wantNo("the_last_one")
	r.press(action.Down)
	r.do(action.Render)
	r.want("  1 many words", "and the last one of them.")
}
