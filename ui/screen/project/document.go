package project

import (
	"fmt"
	"strings"

	"hextui/ui/action"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/theme"
)

// document is a project read as a whole: one cell under the other, the selected one in sight. Only what is in sight is drawn, and only
// of that are panes made.
type document struct {
	top      int    // screen lines above the window
	shown    string // the cell that was brought into sight
	landed   bool   // one was
	held     held
	awaited  string // a run of the draft that was seen under way
	reveal   string // the cell whose result came by it, or that was rendered anew
	alone    bool   // the selected cell's only row was measured as one with a value a line
	unfolded map[string]bool
	about    description
	filter   string // that of the newest frame

	// Of the newest frame:
	area   paint.Surface
	height int // screen lines of all
	blocks []block
	parts  []parts
	bare   []string // cells in sight without a pane
}

// block is a cell in the document, from its first screen line to behind its last.
type block struct {
	id       string
	from, to int
}

// How many lines of a cell are shown before it is folded, of the selected cell's rows, and of others' rows.
const (
	foldedLines  = 15
	selectedRows = 12
	otherRows    = 4
)

// parts are the heights of a cell's parts in the document; its rule is one line, and an empty one follows.
type parts struct {
	source, left, result int  // left is how many lines of the source are folded away
	drawn                int  // what a CODE cell drew, below both
	beside               bool // the result stands beside the source
}

// height is how many screen lines a cell takes.
func (p parts) height() int {
	source := p.source
	if p.left > 0 {
		source++
	}
	if p.beside {
		return 1 + max(source, p.result) + p.drawn + 1
	}
	return 1 + source + p.result + p.drawn + 1
}

// drawDocument paints the part of the document that is in sight.
func (s *Screen) drawDocument(a paint.Surface) {
	d := &s.doc
	d.area = a
	head := s.head(a.Width() - 4)
	s.arrangeDocument(len(head) + 1)
	d.hold()
	if filter := s.cells.Grid.Filter(); filter != d.filter { // others than before are above the selected one now
		d.filter, d.shown = filter, ""
	}
	if s.landed {
		d.bring(s.cells.Grid.Selected(), a.Height())
	}
	d.bringResult(a.Height())
	d.clamp()
	d.note(s.cells.Grid.Selected())
	for i, line := range head {
		if at := i - d.top; at >= 0 && at < a.Height() {
			line.draw(a.Sub(2, at, a.Width()-4, 1), s.env.Theme)
		}
	}
	for n, row := range s.cells.Grid.Order() {
		if d.seen(d.blocks[n]) {
			s.drawBlock(s.rows[row], d.blocks[n], d.parts[n])
		}
	}
	if s.cells.Grid.Len() == 0 && a.Width() == s.width { // else the list beside it says why
		s.cells.Grid.Draw(a.Sub(0, len(head)+1, a.Width(), a.Height()-len(head)-1), s.env.Theme, true)
	}
	s.drawThumb(a)
}

// arrangeDocument measures the cells, of which the first begins at a line.
func (s *Screen) arrangeDocument(y int) {
	d := &s.doc
	d.blocks, d.parts, d.bare = d.blocks[:0], d.parts[:0], d.bare[:0]
	selected := s.cells.Grid.Selected()
	for _, row := range s.cells.Grid.Order() {
		i := &s.rows[row]
		p := s.partsOf(i, i.StaticID == selected)
		d.parts = append(d.parts, p)
		d.blocks = append(d.blocks, block{i.StaticID, y, y + p.height()})
		y += p.height()
	}
	d.height = y
}

// text is what of the document's width is not the scroll bar and the air before it.
func (d *document) text() int { return max(d.area.Width()-2, 0) }

// beside is where results stand beside sources, 0 where they stand below.
func (s *Screen) beside() int {
	if s.width < besideFrom {
		return 0
	}
	return s.doc.text() * 11 / 20
}

// partsOf measures a cell.
func (s *Screen) partsOf(i *item, selected bool) parts {
	var h parts
	_, readable := i.Source()
	source, beside := s.doc.text(), s.beside()
	if h.beside = beside > 0 && (readable || !s.charted(i)); h.beside {
		h.result = s.resultLines(i, selected, source-beside-2)
	} else {
		h.result = s.resultLines(i, selected, source)
	}
	if h.beside && h.result > 0 {
		source = beside
	}
	if readable || !s.charted(i) {
		h.source = s.sourceLines(i, readable, source)
	}
	if h.source > foldedLines+1 && !s.doc.unfolded[i.StaticID] {
		h.left = h.source - foldedLines
		h.source = foldedLines
	}
	if s.drew(i) {
		h.drawn = s.chartLines(i)
	}
	return h
}

// sourceLines is how high all of a source is at a width.
func (s *Screen) sourceLines(i *item, readable bool, width int) int {
	switch p := s.panes[i.StaticID]; {
	case !readable:
		return 1
	case p != nil && p.showsRendered() && p.rendered != "":
		return strings.Count(p.rendered, "\n") + 1
	case p != nil:
		return p.ed.PreviewRows(width)
	}
	return i.lines
}

// resultLines is how high what a cell gave is shown.
func (s *Screen) resultLines(i *item, selected bool, w int) int {
	switch {
	case s.charted(i):
		return s.chartLines(i)
	case selected && !s.result.shown:
		return 0
	}
	out := s.env.Store.Output(i.StaticID)
	narrow := s.width < resultsFrom
	most, head := otherRows, 0
	if selected && !narrow {
		most, head = selectedRows, 1 // what is said of it
	}
	switch table := out.Value.Table; {
	case narrow && (table != nil || selected && s.saidOfRun(i)):
		return 1
	case selected && table != nil && table == s.result.table && s.alone(w):
		lines, _ := record(table, 0)
		return head + min(len(lines), most)
	case table != nil:
		return head + 1 + min(max(len(table.Rows), 1), most)
	case out.Value.Error != nil:
		return head + min(len(errorLines(out.Value.Error.Message, out.Value.Error.Traceback, w)), most)
	case selected:
		return head + 3
	}
	return 0
}

// saidOfRun tells whether of a cell nothing but how the draft's run goes is known.
func (s *Screen) saidOfRun(i *item) bool {
	out := s.env.Store.Output(i.StaticID).Value
	return s.draftRunning() || out.Table == nil && out.Error == nil
}

// mostErrorBytes is how much of an error is wrapped to be measured; more is in its dialog.
const mostErrorBytes = 4000

// errorLines are the first lines of an error and its trace.
func errorLines(message, trace string, w int) []string {
	text := message + "\n" + strings.TrimSuffix(strings.TrimRight(trace, "\n"), message) // a trace ends with the message
	return paint.Wrap(strings.TrimRight(strings.ToValidUTF8(text[:min(len(text), mostErrorBytes)], ""), "\n"), w-1)
}

// window is the part of the document's lines from ≤ y < to that is in sight, and how many of them are above it.
func (d *document) window(from, to int) (s paint.Surface, above int) {
	above = max(d.top-from, 0)
	y := from + above - d.top
	return d.area.Sub(0, y, d.text(), to-from-above), above
}

// drawBlock paints one cell: its rule, its source, and what it gave.
func (s *Screen) drawBlock(i item, b block, h parts) {
	t := s.env.Theme
	if line, above := s.doc.window(b.from, b.from+1); above == 0 {
		s.drawRule(line, i, i.StaticID == s.cells.Grid.Selected())
	}
	at, width := b.from+1, s.doc.text()
	if h.beside && h.result > 0 {
		width = s.beside()
	}
	if part, above := s.doc.window(at, at+h.source); part.Height() > 0 {
		s.drawSourceOf(part.Sub(0, 0, width, part.Height()), i, above)
	}
	if h.left > 0 {
		if line, above := s.doc.window(at+h.source, at+h.source+1); above == 0 {
			line.Text(2, 0, fmt.Sprintf("%s %s more (%s)", t.Glyphs.Ellipsis, present.Plural(h.left, "line"),
				s.env.Keys.Way(action.Fold, action.Project)), t.Faint)
		}
	}
	s.drawGivenPart(i, b, h, width)
	if part, above := s.doc.window(b.to-1-h.drawn, b.to-1); h.drawn > 0 && part.Height() > 0 {
		s.drawChart(part, &i, above)
	}
}

// drawGivenPart paints what a cell gave, below its source or beside it.
func (s *Screen) drawGivenPart(i item, b block, h parts, source int) {
	from := b.from + 1
	if !h.beside {
		from = b.to - 1 - h.result - h.drawn
	}
	part, above := s.doc.window(from, from+h.result)
	if part.Height() == 0 {
		return
	}
	if h.beside {
		rule, _ := s.doc.window(from, b.to-1-h.drawn)
		rule.Column(source, 0, rule.Height(), s.env.Theme.Glyphs.Column, s.env.Theme.Rule)
		part = part.Sub(source+2, 0, part.Width()-source-2, part.Height())
	}
	switch {
	case s.charted(&i):
		s.drawChart(part, &i, above)
	case i.StaticID == s.cells.Grid.Selected() && (s.width >= resultsFrom || s.saidOfRun(&i)):
		if p := s.pane(); p != nil && above == 0 {
			s.drawOutcome(part, p)
		}
	default:
		s.drawGiven(part, i, above)
	}
}

// drawRule is the line over a cell: number, kind, name, what it makes; on the right its connection and how it stands.
func (s *Screen) drawRule(a paint.Surface, i item, selected bool) {
	t := s.env.Theme
	st := t.Rule
	if selected {
		st = t.Accent
	}
	a.Repeat(0, 0, a.Width(), t.Glyphs.Rule, st)
	if selected {
		a.Text(0, 0, t.Glyphs.Bar, t.Bar)
	}
	_, word := present.Cell(i.Type)
	name := t.Text
	if selected {
		name = t.Title
	}
	right := s.standing(i, a.Width()/2)
	room := a.Width() - paint.Width(right) - 6
	x := a.Text(2, 0, fmt.Sprintf(" %d  %s  ", i.number, word), t.Faint)
	x = a.Text(x, 0, paint.Cut(i.name, max(room-x, 8)), name)
	x = a.Text(x, 0, s.flow(i, room-x-2), t.Faint)
	a.Text(x, 0, " ", t.Faint)
	if right != "" && x+1 <= a.Width()-paint.Width(right)-5 {
		a.Right(a.Width()-2, 0, " "+right+" ", t.Faint)
	}
}

// leastReads is the room without which it is not said what a cell reads.
const leastReads = 14

// flow is what a cell reads and makes, as far as there is room: at first what it makes.
func (s *Screen) flow(i item, room int) string {
	made, reads := i.OutputDataframe(), strings.Join(s.faults.reads[i.StaticID], ", ")
	if made != "" && (made != i.name || reads != "") {
		made = " " + s.env.Theme.Glyphs.Arrow + " " + made
	}
	if reads != "" {
		reads = "  from " + reads
	}
	switch {
	case made == i.name: // it has no other
		made = ""
	case paint.Width(made) > room:
		return ""
	}
	if left := room - paint.Width(made); left < paint.Width(reads) {
		if reads = paint.Cut(reads, left); left < leastReads {
			reads = ""
		}
	}
	return reads + made
}

// standing is a cell's connection and how it stands: unsaved, failed, how many rows it gave. Where there is no room for all, what is
// the matter with it stays.
func (s *Screen) standing(i item, room int) string {
	var said []string
	if c, ok := s.env.Store.Connections.Get(i.DataConnectionID); ok {
		said = append(said, c.Name)
	}
	gave := s.gave(i)
	if p := s.panes[i.StaticID]; p != nil {
		if state, _ := s.editState(p, room-paint.Width(" · "+gave)); state != "" {
			said = append(said, state)
		}
	}
	if gave != "" {
		said = append(said, gave)
	}
	for len(said) > 1 && paint.Width(strings.Join(said, " · ")) > room {
		said = said[1:]
	}
	return strings.Join(said, " · ")
}

// gave says what the last run of a cell gave: that it failed, or how many rows.
func (s *Screen) gave(i item) string {
	out, t := s.env.Store.Output(i.StaticID), s.env.Theme
	sign := t.Glyphs.Completed
	if s.older(i.StaticID) != "" {
		sign = earlier + " older:"
	} else if out.Value.Error != nil {
		sign = t.Glyphs.Errored
	}
	switch {
	case out.Value.Error != nil:
		return sign + " failed"
	case out.Value.Table != nil:
		return sign + " " + s.rowsSaid(i.StaticID, out.Value.Table)
	}
	return ""
}

// drawSourceOf paints the lines of a source from one on.
func (s *Screen) drawSourceOf(a paint.Surface, i item, from int) {
	t := s.env.Theme
	p := s.panes[i.StaticID]
	switch _, readable := i.Source(); {
	case !readable:
		why := s.env.Keys.Way(action.OpenWeb) + " opens it in Hex: the API gives neither the source nor the settings."
		a.Text(2, 0, paint.Cut(why, a.Width()-2), t.Faint)
	case p == nil:
		s.doc.bare = append(s.doc.bare, i.StaticID)
	case p.showsRendered():
		s.wantRendering(p, a.Width())
		if p.rendered == "" {
			p.ed.Preview(a, t, from)
		} else {
			a.Styled(p.rendered, from)
		}
	default:
		p.ed.Preview(a, t, from)
	}
}

// drawGiven paints what a cell gave, from one of its lines on. Where there is little room, of rows it is said what they are.
func (s *Screen) drawGiven(a paint.Surface, i item, from int) {
	t := s.env.Theme
	switch out := s.env.Store.Output(i.StaticID).Value; {
	case out.Table != nil && s.width < resultsFrom:
		names := make([]string, len(out.Table.Columns))
		for n, c := range out.Table.Columns {
			names[n] = c.Name
		}
		x := s.drawOlder(a.Sub(2, 0, a.Width()-2, 1), s.older(i.StaticID)) + 2
		x = a.Text(x, 0, s.rowsSaid(i.StaticID, out.Table)+"  ", t.Text)
		a.Text(x, 0, paint.Cut(strings.Join(names, ", "), a.Width()-x), t.Faint)
	case out.Table != nil && from == 0:
		s.keep(i.StaticID).grid.Grid.Draw(a, unmarked(t), false)
	case out.Error != nil:
		lines := errorLines(out.Error.Message, out.Error.Traceback, a.Width()-1)
		for y, line := range lines[min(from, len(lines)):] {
			if y < a.Height() {
				a.Text(2, y, line, t.Error)
			}
		}
	}
}

// unmarked is a look without the bar and the ground of a selected row: of many results at once, one has the focus at the most.
func unmarked(t *theme.Theme) *theme.Theme {
	plain := *t
	plain.Blurred, plain.Glyphs.Bar = func(s theme.Style) theme.Style { return s }, " "
	return &plain
}

// settleDocument makes the panes of the cells in sight, and shows their results; again asks for another frame.
func (s *Screen) settleDocument() (again bool) {
	for _, id := range s.doc.bare {
		s.openCell(id)
		again = true
	}
	s.doc.bare = s.doc.bare[:0]
	if s.doc.alone != s.result.alone {
		s.doc.alone, again = s.result.alone, true
	}
	s.settleAbout()
	for _, i := range s.inSight() {
		s.settleChart(i)
		if p := s.panes[i.StaticID]; p != nil {
			s.render(p)
			s.show(i.StaticID).grid.Settle()
			s.mark(p)
		}
	}
	return again
}

// inSight are the cells that the newest frame shows of the document.
func (s *Screen) inSight() (shown []*item) {
	for n, row := range s.cells.Grid.Order() {
		if n < len(s.doc.blocks) && row < len(s.rows) && s.rows[row].StaticID == s.doc.blocks[n].id && s.doc.seen(s.doc.blocks[n]) {
			shown = append(shown, &s.rows[row])
		}
	}
	return shown
}

// seen tells whether some of a block is in the window.
func (d *document) seen(b block) bool { return b.to > d.top && b.from < d.top+d.area.Height() }
