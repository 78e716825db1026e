package project

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"hextui/hex"
	"hextui/hex/lint"
	"hextui/ui/action"
	"hextui/ui/editor"
	"hextui/ui/grid"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// result is the lower part of the screen: what the selected cell gave in the draft's last run.
type result struct {
	grid  *screen.Table
	shown bool
	cell  string           // the static id that the grid's rows are of
	table *hex.ResultTable // … and the table

	failureShown string // the run whose failed cell was gone to
}

func (r *result) do(id action.ID) bool { return r.grid.Do(id) }

// rows is a result table as the grid reads it.
type rows struct{ t *hex.ResultTable }

func (r rows) Len() int        { return len(r.t.Rows) }
func (r rows) ID(i int) string { return strconv.Itoa(i) }

func (r rows) Text(i, col int) string {
	if v := r.value(i, col); v != nil {
		return *v
	}
	return ""
}

func (r rows) Cell(i, col int) grid.Cell {
	if v := r.value(i, col); v != nil {
		return grid.Cell{Text: *v}
	}
	return grid.Cell{Text: "NULL"}
}

func (r rows) value(i, col int) *string {
	if row := r.t.Rows[i]; col < len(row) {
		return row[col]
	}
	return nil
}

// columns are the grid's for a result; numbers stand on the right.
func columns(t *hex.ResultTable) []grid.Column {
	cols := make([]grid.Column, len(t.Columns))
	for i, c := range t.Columns {
		cols[i] = grid.Column{ID: fmt.Sprintf("%d %s", i, c.Name), Title: c.Name, Right: numeric(c.Type)}
	}
	return cols
}

func numeric(kind string) bool {
	k := strings.ToUpper(kind)
	for _, n := range []string{"INT", "REAL", "FLOAT", "DOUBLE", "DECIMAL", "NUMERIC", "NUMBER"} {
		if strings.Contains(k, n) {
			return true
		}
	}
	return false
}

// draftRun is the draft's newest run from here; ok is false when there was none.
func (s *Screen) draftRun() (hex.Run, bool) {
	return s.env.Store.Runs(s.id).Get(s.env.Store.DraftRun(s.id))
}

func (s *Screen) draftRunning() bool {
	r, ok := s.draftRun()
	return ok && !r.Status.Finished()
}

// endRun goes to the cell that made the draft's run fail, once a run and unless somebody is typing.
func (s *Screen) endRun() (moved bool) {
	r, ok := s.draftRun()
	if !ok || !r.Status.Finished() || s.result.failureShown == r.RunID {
		return false
	}
	f := s.env.Store.Failure(r.RunID)
	if r.Status != hex.RunErrored || !f.Known() {
		return false
	}
	s.result.failureShown = r.RunID
	if f.Value.Cell != nil && !s.editing() {
		moved = s.cells.Grid.Select(f.Value.Cell.StaticID)
	}
	if !s.seesFailure(f.Value.Cell) {
		s.env.Host.Notice(screen.Error, s.failed(r, f.Value))
	}
	return moved
}

// seesFailure tells whether what is said of a failed run below its cell is on the screen.
func (s *Screen) seesFailure(cell *hex.Cell) bool {
	switch {
	case s.narrow && s.focus == onCells:
		return false
	case cell == nil:
		return s.result.shown
	}
	return s.cells.Grid.Selected() == cell.StaticID
}

// failed says in one sentence where a draft's run failed and why, and in another which key goes there.
func (s *Screen) failed(r hex.Run, why store.Cause) string {
	said := "The draft run of “" + s.title + "” errored after " + present.Elapsed(r.Elapsed(s.env.Now()))
	if why.Cell == nil {
		return said + ". " + s.noCellFailed()
	}
	c, keys := *why.Cell, s.env.Keys
	said += " in " + present.CellName(c, slices.Index(s.env.Store.Cells(s.id).IDs(), c.StaticID)+1)
	source, _ := c.Source()
	if line, _ := place(source, &why.Error); line > 0 {
		said += fmt.Sprintf(", line %d", line)
	}
	way := keys.Key(action.Open, action.Project) + " shows it."
	if s.cells.Grid.Selected() != c.StaticID {
		way = keys.Key(action.LeaveEditor, action.Editor) + " leaves the editor, then " +
			keys.Key(action.Failure, action.Project) + " goes there."
	}
	return said + ": " + strings.TrimSuffix(firstLine(why.Error.Message), ".") + ". " + way
}

// noCellFailed says what it means that a run failed and no cell whose output Hex gives did.
func (s *Screen) noCellFailed() string {
	return "The run failed, but no SQL cell did: the error is in a cell whose output the API does not give. " +
		s.env.Keys.Key(action.OpenWeb) + " opens the project in Hex."
}

// syncOutput fills the result part for the selected cell.
func (s *Screen) syncOutput() {
	p := s.pane()
	_, ran := s.draftRun()
	s.result.shown = p != nil && s.hasResult(p, ran)
	if !s.result.shown && s.focus == onResult {
		s.focus = onSource
	}
	if p == nil {
		return
	}
	out := s.env.Store.Output(p.cell().StaticID)
	if out.Known() {
		s.markError(p, out.Value.Error)
	} else {
		s.markError(p, nil)
	}
	if s.result.cell == p.cell().StaticID && s.result.table == out.Value.Table {
		return
	}
	s.result.cell, s.result.table = p.cell().StaticID, out.Value.Table
	if t := out.Value.Table; t != nil {
		s.result.grid.Grid.SetColumns(columns(t), rows{t})
	}
}

// hasResult tells whether there is something to say below a source: how far a run is, or what it made of the cell.
func (s *Screen) hasResult(p *pane, ran bool) bool {
	if s.draftRunning() {
		return true
	}
	if p.cell().Type != hex.CellSQL && p.cell().Type != hex.CellCode {
		return false
	}
	out := s.env.Store.Output(p.cell().StaticID)
	return ran || out.Known() || out.Value.Table != nil
}

var column = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)\bline (\d+)[ ,:]+col(?:umn)? (\d+)`) })

// place is the line of a source that an error is about, and the column where it tells one; 0 for what is not known.
func place(source string, e *hex.CellRunError) (line, col int) {
	line = lint.Line(source, e.Message, e.Traceback)
	if m := column().FindStringSubmatch(e.Message + "\n" + e.Traceback); m != nil && m[1] == strconv.Itoa(line) {
		col, _ = strconv.Atoi(m[2])
	}
	return line, col
}

// markError marks the line that a cell's error speaks of.
func (s *Screen) markError(p *pane, e *hex.CellRunError) {
	if e == nil {
		if len(p.ed.Marks()) > 0 {
			p.ed.SetMarks()
		}
		return
	}
	if len(p.ed.Marks()) > 0 || p.session.Modified() {
		return
	}
	source, _ := p.cell().Source()
	if line, col := place(source, e); line > 0 {
		p.ed.SetMarks(editor.Mark{Line: line, Col: col, Text: firstLine(e.Message)})
	}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// resultTitle says what the table holds, and how far it can be trusted.
func resultTitle(t *hex.ResultTable) string {
	n := present.Plural(len(t.Rows), "row")
	switch {
	case t.TotalKind == hex.TotalExact && t.TotalRows == len(t.Rows):
		return n + " (all)"
	case t.TotalKind == hex.TotalExact:
		return fmt.Sprintf("first %s of %s rows (exact)", present.Count(len(t.Rows)), present.Count(t.TotalRows))
	case t.TotalKind == hex.TotalLowerBound:
		return fmt.Sprintf("first %s of at least %s rows", present.Count(len(t.Rows)), present.Count(t.TotalRows))
	case t.Truncated:
		return fmt.Sprintf("first %s rows (how many there are is not known)", present.Count(len(t.Rows)))
	}
	return n
}
