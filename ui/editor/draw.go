package editor

import (
	"image/color"
	"strconv"

	"hextui/ui/lex"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// pairBytes is how far the partner of the bracket at the cursor is looked for when drawing.
const pairBytes = 16 << 10

// Draw draws the lines that s has room for onto cleared cells, and remembers the size of s for
// paging and for the mouse. focused says whether typing goes to this editor. It looks at no other
// lines but those between the last edit and the window that have not been lexed since.
func (e *Editor) Draw(s paint.Surface, t *theme.Theme, focused bool) {
	e.fit(s.Width(), s.Height())
	if s.Width() == 0 || s.Height() == 0 {
		return
	}
	e.lexTo(e.view.top + e.view.height - 1)
	gutter, text := s.SplitLeft(e.view.gutter)
	p := painter{Editor: e, t: t, area: text, focused: focused}
	p.from, p.to = e.Selected()
	if focused && !e.selected() {
		if at, partner, ok := e.brackets(e.cursor, pairBytes); ok {
			p.pair = [2]Pos{at, partner}
			p.paired = true
		}
	}
	if e.wrap {
		p.drawRows(s, gutter)
		return
	}
	for row := range min(e.view.height, len(e.text.lines)-e.view.top) {
		i := e.view.top + row
		p.begin(s, row, i)
		p.number(gutter, row, i)
		p.line(row, i)
	}
}

// Preview draws the rows from one on, counted from 0, as they read, and leaves the window of the editor as it is.
func (e *Editor) Preview(s paint.Surface, t *theme.Theme, from int) {
	kept := e.view
	e.view = view{}
	e.fit(s.Width(), s.Height())
	e.view.top, e.view.left, e.view.follow = from, 0, still
	if e.wrap {
		r := e.shift(row{}, from)
		e.view.top, e.view.skip = r.line, r.n
	}
	e.Draw(s, t, false)
	e.view = kept
}

// PreviewRows is how many rows [Editor.Preview] has for all of the text at a width.
func (e *Editor) PreviewRows(width int) (n int) {
	if !e.wrap {
		return len(e.text.lines)
	}
	kept := e.view
	e.view = view{}
	e.fit(width, 0)
	for i := range e.text.lines {
		n += len(e.rows(i))
	}
	e.view = kept
	return n
}

// painter draws the lines of one frame.
type painter struct {
	*Editor
	t        *theme.Theme
	area     paint.Surface
	focused  bool
	current  bool        // the line being drawn is the cursor's
	from, to Pos         // the selection
	wave     color.Color // of the underline where a mark points
	pair     [2]Pos
	paired   bool
}

// begin lays the ground of a row of line i.
func (p *painter) begin(s paint.Surface, row, i int) {
	p.current = p.focused && i == p.cursor.Line && p.from == p.to
	if p.current {
		s.Sub(0, row, s.Width(), 1).Fill(p.t.CurrentLine(p.t.Text))
	}
}

// drawRows draws the rows that s has room for.
func (p *painter) drawRows(s, gutter paint.Surface) {
	at := p.topRow()
	for y := range p.view.height {
		starts, end := p.rows(at.line), len(p.text.line(at.line))
		p.begin(s, y, at.line)
		if at.n == 0 {
			p.number(gutter, y, at.line)
		}
		last := at.n+1 == len(starts)
		if !last {
			end = starts[at.n+1].At
		}
		if r := p.pieces(y, at.line, starts[at.n], end); last && r.At == end {
			p.tail(y, at.line, r.Col-starts[at.n].Col)
		}
		next := p.shift(at, 1)
		if next == at {
			return
		}
		at = next
	}
}

// number draws line i's sign and number.
func (p *painter) number(s paint.Surface, row, i int) {
	if s.Width() == 0 {
		return
	}
	style := p.t.Gutter
	if i == p.cursor.Line {
		style = p.t.GutterNow
	}
	s.Right(s.Width()-1, row, strconv.Itoa(i+1), p.ground(style))
	if m := p.markOn(i); m != nil {
		glyph, style := m.Level.Sign(p.t)
		s.Text(0, row, glyph, p.ground(style))
	}
}

// ground lays the current line's ground under a style.
func (p *painter) ground(s theme.Style) theme.Style {
	if p.current {
		return p.t.CurrentLine(s)
	}
	return s
}

// look is everything that decides how a piece is drawn.
type look struct {
	kind                              lex.Kind
	selected, match, bracket, pointed bool
}

func (p *painter) style(l look) theme.Style {
	s := p.ground(Style(p.t, l.kind))
	if l.match {
		s = p.t.Match
	}
	if l.bracket {
		s.Attrs |= paint.Bold
		s.Underline = paint.UnderlineSingle
	}
	if l.pointed {
		s.Underline = paint.UnderlineCurly
		s.UnderlineColor = p.wave
	}
	if l.selected {
		if p.focused {
			return p.t.Marked(s)
		}
		return p.t.Blurred(s)
	}
	return s
}

// line draws what is in the window of line i.
func (p *painter) line(row, i int) {
	line, left := p.text.line(i), p.view.left
	r := p.pieces(row, i, p.at(i, left), len(line))
	if r.At == len(line) {
		p.tail(row, i, r.Col-left)
		return
	}
	last := p.view.width - 1
	if x, y, ok := p.ScreenCursor(); !ok || y != row || x-p.view.gutter != last { // the cursor's own letter stays
		p.area.Text(last, row, p.t.Glyphs.Ellipsis, p.ground(p.t.Faint))
	}
}

// pieces draws line i in a row, from a place on up to a byte or the edge, in runs of pieces that look alike, and returns where it ended.
// The place is drawn at the left edge, or as far to the left of it as it begins before the window.
func (p *painter) pieces(row, i int, r paint.Place, end int) paint.Place {
	line, left := p.text.line(i), r.Col
	if !p.wrap {
		left = p.view.left
	}
	looks := p.looks(i, r.At)
	start, now := r, look{}
	for r.At < end && r.Col < left+p.view.width {
		l := looks.at(r.At)
		if l != now || line[r.At] == '\t' {
			p.run(row, line[start.At:r.At], start.Col-left, now)
			start, now = r, l
		}
		next := paint.Step(line, r, tabStop)
		if line[r.At] == '\t' {
			p.blank(row, r.Col-left, next.Col-r.Col, l)
			start = next
		}
		r = next
	}
	p.run(row, line[start.At:r.At], start.Col-left, now)
	return r
}

func (p *painter) run(row int, text string, x int, l look) {
	if text != "" {
		p.area.Text(x, row, text, p.style(l))
	}
}

// blank draws n columns of a tab.
func (p *painter) blank(row, x, n int, l look) {
	style := p.style(l)
	for k := range n {
		p.area.Text(x+k, row, " ", style)
	}
}

// tail draws what follows the text of line i: the selected line ending, and a mark's text.
func (p *painter) tail(row, i, x int) {
	end := Pos{i, len(p.text.line(i))}
	if !end.before(p.from) && end.before(p.to) {
		p.area.Text(x, row, " ", p.style(look{selected: true}))
	}
	if m := p.markOn(i); m != nil && m.Text != "" && x+2 < p.area.Width() {
		_, style := m.Level.Sign(p.t)
		p.area.Text(x+2, row, paint.Cut(m.Text, p.area.Width()-x-2), p.ground(style))
	}
}

// looks tells how the bytes of one line look, asked in ascending order.
type looks struct {
	p     *painter
	i     int
	spans []lex.Span
	hits  []Range
	word  [2]int // what a mark points at
}

func (p *painter) looks(i, first int) looks {
	l := looks{p: p, i: i, spans: p.lineSpans(i)}
	if p.search.find != nil {
		l.hits = p.hits(i, first)
	}
	if m := p.markOn(i); m != nil && m.Col > 0 {
		line := p.text.line(i)
		_, style := m.Level.Sign(p.t)
		p.wave = style.Fg
		l.word[0], l.word[1] = wordAt(line, runeOffset(line, m.Col-1))
	}
	return l
}

// hits are the matches on line i that may be in sight, first being the first byte that is.
func (p *painter) hits(i, first int) (hits []Range) {
	for start, end := range p.search.find(p.text.line(i)) {
		if start > first+p.view.width*paint.MaxPiece {
			break
		}
		if end > first {
			hits = append(hits, Range{Pos{i, start}, Pos{i, end}})
		}
	}
	return hits
}

func (l *looks) at(at int) look {
	for len(l.spans) > 0 && l.spans[0].End <= at {
		l.spans = l.spans[1:]
	}
	for len(l.hits) > 0 && l.hits[0].To.Col <= at {
		l.hits = l.hits[1:]
	}
	k, here := look{}, Pos{l.i, at}
	if len(l.spans) > 0 && l.spans[0].Start <= at {
		k.kind = l.spans[0].Kind
	}
	k.match = len(l.hits) > 0 && l.hits[0].From.Col <= at
	k.selected = !here.before(l.p.from) && here.before(l.p.to)
	k.bracket = l.p.paired && (here == l.p.pair[0] || here == l.p.pair[1])
	k.pointed = at >= l.word[0] && at < l.word[1]
	return k
}
