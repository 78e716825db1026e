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
	"hextui/ui/grid"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
	"hextui/ui/theme"
)

// result is the lower part of the screen: what the selected cell gave in the draft's last run.
type result struct {
	*kept // of the selected cell
	of    map[string]*kept
	shown bool

	failureShown string // the run whose failed cell was gone to
}

// kept is a cell's result as it is shown, with the place of who looks at it, and the result before it.
type kept struct {
	grid  *screen.Table
	table *hex.ResultTable // nil while there is none
	run   string           // the run that table is of

	before    *hex.ResultTable // the result of another run before, nil while there was none
	beforeRun string

	figures figures
	alone   bool // the newest frame shows the only row with a value a line
}

func (k *kept) do(id action.ID) bool { return k.grid.Do(id) }

// keep is what is kept of a cell's result.
func (s *Screen) keep(cell string) *kept {
	k := s.result.of[cell]
	if k == nil {
		k = &kept{grid: screen.NewTable(s.env, "result "+s.id+" "+cell, grid.Config{Wide: true, Cells: true})}
		s.result.of[cell] = k
	}
	return k
}

// take shows a table, and where it has the columns of the one before, at the same row with the same order and filter.
func (k *kept) take(t *hex.ResultTable, run string, th func() *theme.Theme) {
	old, oldRun := k.table, k.run
	if k.table, k.run = t, run; t == nil {
		return
	}
	if old != nil && oldRun != run {
		k.before, k.beforeRun = old, oldRun
	}
	src := newRows(t, th)
	if old != nil && slices.Equal(old.Columns, t.Columns) {
		k.grid.Grid.SetSource(src)
	} else {
		k.grid.Grid.SetColumns(columns(t), src)
	}
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
		s.doc.shown = "" // even if it was selected before: its error came below it, and may be out of sight
	}
	if !s.seesFailure(f.Value.Cell) {
		s.env.Host.Notice(screen.Error, s.failed(r, f.Value))
	}
	return moved
}

// seesFailure tells whether what is said of a failed run below its cell is on the screen.
func (s *Screen) seesFailure(cell *hex.Cell) bool {
	if cell == nil {
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
	way := keys.Way(action.Open, action.Project) + " shows it."
	if s.cells.Grid.Selected() != c.StaticID {
		way = keys.Way(action.LeaveEditor, action.Editor) + " leaves the editor, then " +
			keys.Way(action.Failure, action.Project) + " goes there."
	}
	return said + ": " + strings.TrimSuffix(firstLine(why.Error.Message), ".") + ". " + way
}

// noCellFailed says what it means that a run failed and no cell whose output Hex gives did.
func (s *Screen) noCellFailed() string {
	return "The run failed, but no SQL cell did: the error is in a cell whose output the API does not give. " +
		s.env.Keys.Way(action.OpenWeb) + " opens the project in Hex."
}

// syncOutput fills the result part for the selected cell.
func (s *Screen) syncOutput() {
	p := s.pane()
	run, ran := s.draftRun()
	s.result.shown = p != nil && s.hasResult(p, ran)
	if !s.result.shown && s.focus == onResult {
		s.focus = onSource
	}
	if p == nil {
		return
	}
	s.mark(p)
	s.result.kept = s.show(p.cell().StaticID)
	if out := s.env.Store.Output(p.cell().StaticID); ran && (out.Known() || !run.Status.Finished()) {
		s.doc.await(run, out.Value, p.cell().StaticID)
	}
}

// show brings what is kept of a cell's result in step with the store.
func (s *Screen) show(cell string) *kept {
	k, out := s.keep(cell), s.env.Store.Output(cell)
	if k.table != out.Value.Table {
		k.take(out.Value.Table, out.Value.RunID, func() *theme.Theme { return s.env.Theme })
	}
	return k
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

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// rowsSaid says what the table holds and, where a filter leaves out rows of it, how many are shown.
func (s *Screen) rowsSaid(cell string, t *hex.ResultTable) string {
	all := resultTitle(t)
	k := s.result.of[cell]
	if k == nil || k.table != t || !k.grid.Filtered() {
		return all
	}
	all = strings.TrimSuffix(all, " (all)")
	if strings.HasPrefix(all, "first ") {
		all = "the " + all
	}
	return present.Count(k.grid.Grid.Len()) + " of " + all + ", filtered"
}

// arranged says by what the rows are filtered and sorted.
func (k *kept) arranged(t *theme.Theme) (said string) {
	g := k.grid.Grid
	if g.Filter() != "" {
		said = "  / " + g.Filter()
	}
	if by, descending := g.Sort(); by != "" {
		_, name, _ := strings.Cut(by, " ") // behind the number of the column
		said += " · sorted by " + name + " " + map[bool]string{true: t.Glyphs.Down, false: t.Glyphs.Up}[descending]
	}
	return said
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
