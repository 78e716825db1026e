package project

import (
	"slices"
	"strings"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/store"
)

// drawResult paints the result of the selected cell under a rule.
func (s *Screen) drawResult(a paint.Surface, p *pane) (cursor *overlay.Cursor) {
	t := s.env.Theme
	a.Repeat(0, 0, a.Width(), t.Glyphs.Rule, t.Rule)
	return s.drawOutcome(a.Sub(0, 1, a.Width(), a.Height()-1), p)
}

// drawOutcome paints what the last run made of the selected cell: rows, an error, or how far the run is. The cursor is that of the
// filter.
func (s *Screen) drawOutcome(a paint.Surface, p *pane) (cursor *overlay.Cursor) {
	t := s.env.Theme
	head, body := a.SplitTop(1)
	s.areas.result = body
	out := s.env.Store.Output(p.cell().StaticID)
	why := s.older(p.cell().StaticID)
	if s.result.grid.Typing() { // what is said of the rows, or of the run that brings others, comes again behind the filter
		x := head.Text(s.drawOlder(head, why), 0, "RESULT  ", t.Accent)
		cursor = s.result.grid.DrawFilter(head.Sub(x, 0, head.Width()-x-1, 1), "rows")
		head = head.Sub(0, 0, 0, 0)
	}
	run, ran := s.draftRun()
	if ran && !run.Status.Finished() {
		st := present.Run(run.Status, t)
		x := head.Text(0, 0, s.runWord(run), t.Faint)
		glyph := st.Glyph
		if run.Status == hex.RunRunning {
			glyph = s.env.Spin()
		}
		x = head.Text(x, 0, glyph+" "+st.Word+" "+present.Elapsed(run.Elapsed(s.env.Now())), st.Style)
		if usual := s.env.Store.Usual(s.id, run); usual > 0 {
			x = head.Text(x+1, 0, "of about "+present.Elapsed(usual), t.Faint)
		}
		x = head.Text(x+3, 0, s.env.Keys.Way(action.Cancel, s.Scopes()...)+" cancels it", t.Faint)
		if out.Value.Table == nil {
			body.Text(0, 0, "Hex tells how far a run is as a whole, not which cell it is at.", t.Faint)
		} else {
			said := s.rowsSaid(p.cell().StaticID, out.Value.Table) + paint.Visible(s.result.arranged(t))
			head.Text(x, 0, paint.Cut(" · here "+said+" of draft run "+present.ShortID(out.Value.RunID), head.Width()-x), t.Faint)
		}
		s.drawOld(body, out.Value.Table)
		return cursor
	}
	label := t.Faint
	if s.focus == onResult {
		label = t.Accent
	}
	switch {
	case out.Loading && !out.Known():
		head.Text(0, 0, s.env.Spin()+" reading the result", t.Faint)
		s.drawOld(body, out.Value.Table)
	case !out.Known():
		s.drawNoResult(head, body, p, run, ran, out.Err)
	case out.Value.Error != nil:
		said := "this cell failed in the draft's run " + present.ShortID(out.Value.RunID)
		if why != "" {
			said = "of draft run " + present.ShortID(out.Value.RunID) + "; " + why
		}
		x := head.Text(s.drawOlder(head, why), 0, "ERROR  ", t.Error)
		head.Text(x, 0, paint.Cut(said, head.Width()-x), t.Faint)
		s.drawError(body, out.Value.Error)
	case out.Value.Table != nil:
		x := head.Text(s.drawOlder(head, why), 0, "RESULT  ", label)
		s.drawRows(body)
		x = head.Text(x, 0, s.rowsSaid(p.cell().StaticID, out.Value.Table), t.Text)
		head.Text(x, 0, paint.Cut(paint.Visible(s.result.arranged(t))+s.from(out, why), head.Width()-x), t.Faint)
	case out.Value.Kind != "":
		head.Text(0, 0, "The result is of a kind that is not shown here ("+out.Value.Kind+"). It can be seen in Hex.", t.Faint)
	}
	return cursor
}

// runWord says what a run of the draft is of.
func (s *Screen) runWord(run hex.Run) string {
	if cell := s.env.Store.CellRun(run.RunID); cell != "" {
		if p := s.panes[cell]; p != nil {
			return "RUN OF " + strings.ToUpper(paint.Cut(p.name(), 24)) + "  "
		}
		return "RUN OF A CELL  "
	}
	return "DRAFT RUN  "
}

// drawRows paints the rows, with the figures of a column beside them; one row that does not fit is shown with a value a line.
func (s *Screen) drawRows(a paint.Surface) {
	g := s.result.grid.Grid
	a = s.drawFigures(a)
	g.Draw(a, s.env.Theme, s.focus == onResult)
	if s.result.alone = s.alone(a.Width()); s.result.alone {
		s.drawRecord(a)
	}
}

// drawOld shows the rows of the run before, dimmed, until there are newer ones.
func (s *Screen) drawOld(a paint.Surface, t *hex.ResultTable) {
	if t == nil || s.result.table != t {
		return
	}
	s.result.grid.Grid.Draw(a, s.env.Theme, s.focus == onResult)
	for y := range a.Height() {
		a.Restyle(0, y, a.Width(), s.env.Theme.Dim)
	}
}

func (s *Screen) drawError(a paint.Surface, e *hex.CellRunError) {
	t := s.env.Theme
	y := 0
	for _, line := range paint.Wrap(e.Message, a.Width()-1) {
		a.Text(0, y, line, t.Error)
		y++
	}
	trace := strings.TrimSuffix(strings.TrimRight(e.Traceback, "\n"), e.Message)
	for _, line := range paint.Wrap(trace, a.Width()-1) {
		a.Text(0, y+1, line, t.Faint)
		y++
	}
}

// drawNoResult says why there are no rows of this cell.
func (s *Screen) drawNoResult(head, body paint.Surface, p *pane, run hex.Run, ran bool, err error) {
	t := s.env.Theme
	if !ran {
		return
	}
	st := present.Run(run.Status, t)
	x := head.Text(0, 0, "DRAFT RUN  ", t.Faint)
	x = head.Text(x, 0, st.String()+" in "+present.Elapsed(run.Elapsed(s.env.Now())), st.Style)
	head.Text(x, 0, " · run "+present.ShortID(run.RunID), t.Faint)
	for i, line := range paint.Wrap(s.whyNoResult(p.cell(), run, err), body.Width()-1) {
		body.Text(0, i, line, t.Text)
	}
}

// whyNoResult says why a run that is over left nothing of a cell; err is what reading it came to.
func (s *Screen) whyNoResult(c hex.Cell, run hex.Run, err error) string {
	failed, keys := s.env.Store.Failure(run.RunID), s.env.Keys
	switch {
	case failed.Known() && failed.Value.Cell == nil:
		return s.noCellFailed()
	case !s.env.GivesOutput(c.Type):
		return "Hex gives the results of SQL cells only; what a code cell printed or raised is seen in Hex."
	case hex.IsKind(err, hex.NotFound) && failed.Known():
		in := present.CellName(*failed.Value.Cell, slices.Index(s.env.Store.Cells(s.id).IDs(), failed.Value.Cell.StaticID)+1)
		return "The run failed in " + in + " and left no result of this cell. " + keys.Way(action.Failure, action.Project) + " goes there."
	case hex.IsKind(err, hex.NotFound):
		return "The run left no result of this cell, or Hex keeps it no more. " + keys.Way(action.RunDraft, action.Project) +
			" runs the draft."
	case err != nil:
		return err.Error()
	}
	return ""
}

// earlier is the sign of a cell whose result is of a run before the draft's last one.
const earlier = "–"

// older says why what is shown of a cell is not of its text as it is, or not of the draft's last run, or "".
func (s *Screen) older(cell string) string {
	run, older := s.env.Store.Older(s.id, cell)
	switch {
	case s.env.Store.Edited(s.id, cell):
		return "the text was edited since"
	case !older:
		return ""
	}
	return "the last one (" + present.ShortID(run.RunID) + ") " + present.Ended(run.Status, s.env.Theme)
}

// drawOlder writes before the head of a result that it is of an earlier run, where older says why, and returns where the head goes on.
func (s *Screen) drawOlder(head paint.Surface, why string) int {
	if why == "" {
		return 0
	}
	return head.Text(0, 0, "OLDER ", s.env.Theme.Warn)
}

// from says of which run a result is and when it was read, or why it is older.
func (s *Screen) from(out *store.Entry[hex.CellOutput], why string) string {
	run := "draft run " + present.ShortID(out.Value.RunID)
	if why != "" {
		return " · of " + run + "; " + why
	}
	if r, known := s.env.Store.Runs(s.id).Get(out.Value.RunID); known && r.Status.Finished() {
		run += " took " + present.Elapsed(r.Elapsed(s.env.Now()))
	}
	return " · read " + present.Clock(out.At) + " · " + run
}
