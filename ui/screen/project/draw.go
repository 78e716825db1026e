package project

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/markdown"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// wide is the width from which cells and source stand side by side.
const wide = 90

// item is a cell as the list shows it.
type item struct {
	hex.Cell
	number int
	name   string
}

func (s *Screen) fields() []grid.Field[item] {
	return []grid.Field[item]{
		{Column: grid.Column{ID: "n", Right: true, MinWidth: 2, MaxWidth: 4}, Cell: func(i item) grid.Cell {
			return grid.Cell{Text: fmt.Sprint(i.number), Style: s.env.Theme.Faint}
		}},
		{Column: grid.Column{ID: "name", Weight: 1, MinWidth: 12}, Cell: s.itemName, Text: func(i item) string {
			source, _ := i.Source()
			return i.name + " " + string(i.Type) + " " + source
		}},
		{Column: grid.Column{ID: "first", Weight: 2, MinWidth: 24, Priority: 3, NoSort: true}, Cell: func(i item) grid.Cell {
			source, _ := i.Source()
			return grid.Cell{Text: opening(source), Style: s.env.Theme.Faint}
		}, Text: func(item) string { return "" }},
		{Column: grid.Column{ID: "mark", MinWidth: 2, MaxWidth: 2}, Cell: s.itemMark, Text: func(item) string { return "" }},
	}
}

// opening is the first line of a source that says something.
func opening(source string) string {
	for line := range strings.Lines(source[:min(len(source), 2000)]) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}

func (s *Screen) itemName(i item) grid.Cell {
	t := s.env.Theme
	glyph, word := present.Cell(i.Type, t)
	st := t.Text
	if _, readable := i.Source(); !readable {
		st = t.Faint
	}
	name := i.name
	if i.Label == "" && i.OutputDataframe() == "" {
		name = word
	}
	return grid.Pieces(grid.Piece{Text: glyph + " ", Style: t.Accent}, grid.Piece{Text: name, Style: st})
}

// itemMark shows what is the matter with a cell: edited and not saved, failed, done.
func (s *Screen) itemMark(i item) grid.Cell {
	t := s.env.Theme
	p := s.panes[i.StaticID]
	_, kept := s.left[i.StaticID]
	out := s.env.Store.Output(i.StaticID)
	switch {
	case p != nil && p.session.Modified(), kept:
		return grid.Cell{Text: t.Glyphs.Dot, Style: t.Warn}
	case !out.Known():
	case out.Value.Error != nil:
		return grid.Cell{Text: t.Glyphs.Errored, Style: t.Errored}
	case out.Value.Table != nil:
		return grid.Cell{Text: t.Glyphs.Completed, Style: t.Completed}
	}
	return grid.Cell{}
}

// Sync brings the cell list, the open cell and the result in step with the store.
func (s *Screen) Sync() {
	l := s.env.Store.Cells(s.id)
	if s.madeFor != l.Version {
		s.madeFor = l.Version
		items := s.items()
		s.cells.Grid.SetSource(grid.List[item]{Items: items, Key: func(i item) string { return i.StaticID }, Fields: s.fields()})
	}
	s.openCell(s.cells.Grid.Selected())
	s.recall()
	s.syncOutput()
	s.messages()
}

// items are the rows of the cell list: what Hex has, and the cells that it has no longer but that are still edited here, so
// that nobody who types finds their cell gone. The panes are brought in step.
func (s *Screen) items() []item {
	l := s.env.Store.Cells(s.id)
	items := make([]item, l.Len())
	for i := range items {
		c := l.Item(i)
		items[i] = item{Cell: c, number: i + 1, name: present.CellName(c, i+1)}
		if p := s.panes[c.StaticID]; p != nil {
			p.show(c, items[i].name, i+1, l.At)
		}
	}
	var missing []item
	for id, p := range s.panes {
		if _, there := l.Get(id); !there {
			if len(l.Odd) == 0 { // else it may be one that cannot be understood
				p.session.Missing()
			}
			if p.session.Open() {
				missing = append(missing, item{Cell: p.cell(), number: p.number, name: p.name()})
			}
		}
	}
	slices.SortFunc(missing, func(a, b item) int { return cmp.Compare(a.number, b.number) })
	for _, i := range missing {
		items = slices.Insert(items, min(i.number-1, len(items)), i)
	}
	return items
}

// Settled goes to what was waited for, arranges the rows, and renders what is shown as it reads.
func (s *Screen) Settled() (again bool) {
	again = s.arrive()
	again = s.endRun() || again
	s.cells.Settle()
	s.result.grid.Settle()
	if p := s.pane(); p != nil && p.wantsRendering != "" && !p.rendering {
		s.render(p)
	}
	return again
}

// recall finds the cell that an earlier screen of this project wrote last, so that the write can still be taken back.
func (s *Screen) recall() {
	w, ok := s.env.Written[s.id]
	if !ok || s.written != nil {
		return
	}
	s.openCell(w.Cell)
	if p := s.panes[w.Cell]; p != nil {
		p.session.Recall(w.Previous, w.Source)
		s.written = p
	}
}

// openCell makes the pane of a cell.
func (s *Screen) openCell(id string) {
	if id == "" || s.panes[id] != nil {
		return
	}
	l := s.env.Store.Cells(s.id)
	for i, have := range l.IDs() {
		if have == id {
			c := l.Item(i)
			p := newPane(s.env.Keys, c)
			p.show(c, present.CellName(c, i+1), i+1, l.At)
			s.panes[id] = p
		}
	}
}

// arrive goes to the cell that was asked for, once it is known.
func (s *Screen) arrive() (moved bool) {
	if s.want == "" || s.env.Store.Cells(s.id).Len() == 0 || s.begin && !s.leftRead {
		return false
	}
	want, begin := s.want, s.begin
	s.want, s.begin = "", false
	if !s.cells.Grid.Select(want) {
		s.env.Host.Notice(screen.Warn, "That cell is no longer in this project.")
		return true
	}
	s.openCell(s.cells.Grid.Selected())
	if begin && s.cannotEdit() == "" {
		s.startEdit()
	}
	return true
}

// messages says what an empty list of cells means.
func (s *Screen) messages() {
	l := s.env.Store.Cells(s.id)
	m := grid.Message{Title: "This project has no cells."}
	switch {
	case l.Err != nil && l.Len() == 0:
		m = grid.Message{Title: "Not readable."}
	case l.Len() == 0 && (l.Loading || !l.Known()):
		m = grid.Message{Title: s.env.Spin() + " reading"}
	}
	s.cells.Grid.SetMessages(m, s.cells.NoMatch("cell"))
	s.result.grid.Grid.SetMessages(grid.Message{Title: "The query gave no rows."}, s.result.grid.NoMatch("row"))
}

// Draw paints the cells, the source, and below it what the last run made of it.
func (s *Screen) Draw(a paint.Surface) *overlay.Cursor {
	s.narrow = a.Width() < wide
	s.areas.cells, s.areas.source, s.areas.result = paint.Surface{}, paint.Surface{}, paint.Surface{}
	t := s.env.Theme
	if l := s.env.Store.Cells(s.id); l.Err != nil && l.Len() == 0 {
		return s.drawFailure(a, l.Err)
	}
	if !s.narrow {
		left, right := a.SplitLeft(min(max(a.Width()/4, 29), 38))
		cursor := s.drawCells(left)
		right.Column(0, 0, right.Height(), t.Glyphs.Column, t.Rule)
		if c := s.drawRight(right.Sub(2, 0, right.Width()-2, right.Height())); c != nil {
			cursor = c
		}
		return cursor
	}
	if s.focus == onCells {
		return s.drawCells(a)
	}
	return s.drawRight(a.Sub(1, 0, a.Width()-1, a.Height()))
}

// drawFailure says why there is nothing to show.
func (s *Screen) drawFailure(a paint.Surface, err error) *overlay.Cursor {
	t := s.env.Theme
	in := a.Inset(4, 2)
	in.Text(0, 0, "The cells of this project could not be read.", t.Error)
	for i, line := range paint.Wrap(err.Error(), in.Width()) {
		in.Text(0, i+2, line, t.Text)
	}
	in.Text(0, in.Height()-1, s.env.Keys.Key(action.Refresh)+" tries again, "+s.env.Keys.Key(action.Back, action.Global)+" goes back",
		t.Faint)
	return nil
}

func (s *Screen) drawCells(a paint.Surface) *overlay.Cursor {
	top, rest := a.SplitTop(1)
	s.areas.cells = a
	x := top.Text(2, 0, "CELLS", s.env.Theme.Faint)
	cursor := s.cells.DrawFilter(top.Sub(x+2, 0, top.Width()-x-3, 1), "")
	_, rest = rest.SplitTop(screen.DrawOdd(rest.Inset(2, 0), s.env.Theme, s.env.Store.Cells(s.id).Odd))
	s.cells.Grid.Draw(rest.Sub(0, 0, rest.Width()-1, rest.Height()), s.env.Theme, s.focus == onCells)
	return cursor
}

// drawRight paints the source and the result of the selected cell.
func (s *Screen) drawRight(a paint.Surface) *overlay.Cursor {
	p := s.pane()
	if p == nil {
		return nil
	}
	body := a
	var lower paint.Surface
	if s.result.shown {
		body, lower = a.SplitBottom(s.resultHeight(a.Height()))
		if s.narrow && s.focus == onResult {
			body, lower = a.SplitTop(1)
		}
	}
	cursor := s.drawSource(body, p)
	if lower.Height() > 0 {
		s.drawResult(lower, p)
	}
	return cursor
}

func (s *Screen) resultHeight(h int) int {
	if s.focus == onResult {
		return h * 2 / 3
	}
	return h * 2 / 5
}

func (s *Screen) drawSource(a paint.Surface, p *pane) *overlay.Cursor {
	t := s.env.Theme
	head, body := a.SplitTop(1)
	s.drawTitle(head, p)
	if body.Height() == 0 {
		return nil
	}
	if _, ok := p.cell().Source(); !ok {
		s.drawUnreadable(body, p)
		return nil
	}
	var cursor *overlay.Cursor
	if s.finding {
		var line paint.Surface
		body, line = body.SplitBottom(1)
		cursor = s.drawFind(line, p)
	}
	s.areas.source = body
	if p.showsRendered() {
		s.drawRendered(body, p)
		return cursor
	}
	p.ed.Draw(body, t, s.focus == onSource)
	if x, y, ok := p.ed.ScreenCursor(); ok && cursor == nil && s.editing() {
		ox, oy := body.Origin()
		cursor = &overlay.Cursor{X: ox + x, Y: oy + y}
	}
	return cursor
}

// drawTitle is the line over the source: type, name, dataframe, connection, and the state of the edit. That state is never
// missing: where there is no room for all, the rest is cut.
func (s *Screen) drawTitle(a paint.Surface, p *pane) {
	t := s.env.Theme
	right, st := s.editState(p)
	left := a
	if right != "" {
		left = a.Sub(0, 0, max(a.Width()-paint.Width(right)-3, 0), 1)
		a.Right(a.Width()-1, 0, paint.Cut(right, a.Width()-1), st)
	}
	_, word := present.Cell(p.cell().Type, t)
	x := left.Text(0, 0, word+"  ", t.Accent)
	name := t.Title
	if s.focus == onCells {
		name = t.Text
	}
	x = left.Text(x, 0, paint.Cut(p.name(), max(left.Width()-x, 0)), name)
	if df := p.cell().OutputDataframe(); df != "" && df != p.name() {
		if df = " " + t.Glyphs.Arrow + " " + df; x+paint.Width(df) <= left.Width() {
			x = left.Text(x, 0, df, t.Faint)
		}
	}
	if c, ok := s.env.Store.Connections.Get(p.cell().DataConnectionID); ok && right == "" && paint.Width(c.Name)+x+2 < a.Width() {
		a.Right(a.Width()-1, 0, c.Name, t.Faint)
	}
}

// editState says how the edit of a cell stands; nothing where nothing is edited.
func (s *Screen) editState(p *pane) (string, paint.Style) {
	t := s.env.Theme
	said, st := "", t.Warn
	_, kept := s.left[p.cell().StaticID]
	switch {
	case kept:
		said = t.Glyphs.Dot + " a draft was kept"
	case p.session.Saving(), p.session.Typing() && p.session.Modified():
		said = t.Glyphs.Dot + " " + p.session.Status()
	case p.session.Typing():
		said, st = "editing, as in Hex", t.Accent
	case p.session.Modified():
		said = t.Glyphs.Dot + " unsaved draft"
	}
	over := p.session.Overtaken()
	switch {
	case over == "":
		return said, st
	case said == "":
		return over, t.Warn
	}
	return said + " · " + over, t.Warn
}

func (s *Screen) drawFind(a paint.Surface, p *pane) *overlay.Cursor {
	t := s.env.Theme
	a.Text(0, 0, "find ", t.Accent)
	line := a.Sub(5, 0, a.Width()-20, 1)
	x := s.find.Draw(line, t)
	if current, total := p.ed.Matches(); p.ed.Query() != "" {
		a.Right(a.Width()-1, 0, fmt.Sprintf("%d of %d", current, total), t.Faint)
	}
	ox, oy := line.Origin()
	return &overlay.Cursor{X: ox + x, Y: oy}
}

func (s *Screen) drawUnreadable(a paint.Surface, p *pane) {
	t := s.env.Theme
	_, word := present.Cell(p.cell().Type, t)
	y := 1
	why := "The API gives neither the source nor the settings of a cell of this kind (" + strings.ToLower(word) + ")."
	for _, line := range paint.Wrap(why, a.Width()-2) {
		a.Text(0, y, line, t.Text)
		y++
	}
	a.Text(0, y+1, s.env.Keys.Key(action.OpenWeb)+" opens the project in Hex", t.Faint)
	a.Text(0, y+3, "static id  "+p.cell().StaticID, t.Faint)
}

// drawRendered shows Markdown as it reads; until it is rendered, as source.
func (s *Screen) drawRendered(a paint.Surface, p *pane) {
	p.wantsRendering, p.renderedWidth = "", a.Width()
	if key := fmt.Sprintf("%d %s %s", a.Width(), s.env.Theme.Name, p.session.Base().Source); p.renderedFrom != key {
		p.wantsRendering = key
	}
	if p.rendered == "" {
		p.ed.Draw(a, s.env.Theme, false)
		return
	}
	p.renderedHeight = a.Height()
	a.Styled(p.rendered, p.renderedTop)
}

// render makes the text that the frame showed to be missing, for the width it has there.
func (s *Screen) render(p *pane) {
	key, width := p.wantsRendering, p.renderedWidth
	p.wantsRendering, p.rendering = "", true
	source, style := p.session.Base().Source, markdown.Style(s.env.Theme)
	work := func(context.Context) (string, error) { return markdown.Render(source, style, width) }
	task.Do(s.env.Tasks, "render "+p.cell().StaticID, work, func(text string, err error) {
		p.rendering = false
		p.renderedFrom, p.rendered = key, text
		if err != nil {
			p.plain = true
		}
	})
}

// drawResult paints the result of the selected cell: rows, an error, or how far the run is.
func (s *Screen) drawResult(a paint.Surface, p *pane) {
	t := s.env.Theme
	a.Repeat(0, 0, a.Width(), t.Glyphs.Rule, t.Rule)
	head := a.Sub(0, 1, a.Width(), 1)
	body := a.Sub(0, 2, a.Width(), a.Height()-2)
	s.areas.result = body
	out := s.env.Store.Output(p.cell().StaticID)
	run, ran := s.draftRun()
	if ran && !run.Status.Finished() {
		st := present.Run(run.Status, t)
		x := head.Text(0, 0, "DRAFT RUN  ", t.Faint)
		glyph := st.Glyph
		if run.Status == hex.RunRunning {
			glyph = s.env.Spin()
		}
		x = head.Text(x, 0, glyph+" "+st.Word+" "+present.Elapsed(run.Elapsed(s.env.Now())), st.Style)
		head.Text(x+3, 0, s.env.Keys.Key(action.Cancel, s.Scopes()...)+" cancels it", t.Faint)
		s.drawOld(body, out.Value.Table)
		return
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
		x := head.Text(0, 0, "ERROR  ", t.Error)
		head.Text(x, 0, paint.Cut("this cell failed in the draft's run "+present.ShortID(out.Value.RunID), head.Width()-x), t.Faint)
		s.drawError(body, out.Value.Error)
	case out.Value.Table != nil:
		x := head.Text(0, 0, "RESULT  ", label)
		x = head.Text(x, 0, resultTitle(out.Value.Table), t.Text)
		read := " · read " + out.At.Local().Format("15:04:05") + " · draft run " + present.ShortID(out.Value.RunID)
		head.Text(x, 0, paint.Cut(read, head.Width()-x), t.Faint)
		s.result.grid.Grid.Draw(body, t, s.focus == onResult)
	case out.Value.Kind != "":
		head.Text(0, 0, "The result is of a kind that is not shown here ("+out.Value.Kind+"). It can be seen in Hex.", t.Faint)
	}
}

// drawOld shows the rows of the run before, dimmed, until there are newer ones.
func (s *Screen) drawOld(a paint.Surface, t *hex.ResultTable) {
	if t == nil || s.result.table != t {
		return
	}
	s.result.grid.Grid.Draw(a, s.env.Theme, false)
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
	text := ""
	failed := s.env.Store.Failure(run.RunID)
	switch {
	case p.cell().Type != hex.CellSQL:
		text = "Hex gives the results of SQL cells only; what a code cell printed or raised is seen in Hex."
	case err != nil:
		text = err.Error()
	}
	if failed.Known() && failed.Value.Cell == nil {
		text = s.noCellFailed()
	}
	for i, line := range paint.Wrap(text, body.Width()-1) {
		body.Text(0, i, line, t.Text)
	}
}
