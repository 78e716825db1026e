package editor

// grain is what a click selected, and what dragging on extends by.
type grain uint8

const (
	byPiece grain = iota
	byWord
	byLine
)

func (e *Editor) selected() bool { return e.cursor != e.anchor || e.reach != Between }

// Selected returns the ends of the selection in order; they are equal when nothing is selected.
func (e *Editor) Selected() (from, to Pos) {
	if e.cursor.before(e.anchor) {
		return e.extended(e.cursor, e.anchor)
	}
	return e.extended(e.anchor, e.cursor)
}

// Selection returns the selected text, empty when nothing is selected.
func (e *Editor) Selection() string { return e.text.slice(e.Selected()) }

// Select selects what lies between two places, with the cursor at to.
func (e *Editor) Select(from, to Pos) {
	e.jump(e.text.clamp(to))
	e.anchor = e.text.clamp(from)
}

// SetClipboard gives the text that [Paste] will insert, when it comes from elsewhere than this
// editor's own [Copy] and [Cut].
func (e *Editor) SetClipboard(text string) { e.clip = text }

// copied is what Copy takes: the selection or, without one, the line with its ending.
func (e *Editor) copied() string {
	if e.selected() {
		return e.Selection()
	}
	return e.text.slice(Pos{Line: e.cursor.Line}, e.lineEnd(e.cursor.Line))
}

// lineEnd is where the line after line i begins, or the end of the text.
func (e *Editor) lineEnd(i int) Pos {
	if i+1 < len(e.text.lines) {
		return Pos{Line: i + 1}
	}
	return e.text.end()
}

func (e *Editor) selectAll() {
	e.anchor, e.cursor, e.reach = Pos{}, e.text.end(), Between
	e.goal = -1
}

// selectWord selects the word, the blanks or the signs at p.
func (e *Editor) selectWord(p Pos) {
	from, to := wordAt(e.text.line(p.Line), p.Col)
	e.anchor, e.cursor, e.reach = Pos{p.Line, from}, Pos{p.Line, to}, Between
	e.touched()
}

// selectLine selects the line of p with its ending.
func (e *Editor) selectLine(p Pos) {
	e.anchor, e.cursor, e.reach = Pos{Line: p.Line}, e.lineEnd(p.Line), Between
	e.touched()
}

func (e *Editor) setMark() {
	e.marking = !e.marking
	e.anchor = e.cursor
}

// Click puts the cursor where a surface's cell is; in the gutter, it selects the line. x and y
// count from the surface's top left cell.
func (e *Editor) Click(x, y int) {
	if x < e.view.gutter {
		e.TripleClick(x, y)
		return
	}
	e.jump(e.cellPos(x, y))
	e.grab(byPiece)
}

// DoubleClick selects the word there.
func (e *Editor) DoubleClick(x, y int) {
	p := e.cellPos(x, y)
	e.jump(p)
	e.selectWord(p)
	e.grab(byWord)
}

// TripleClick selects the line there.
func (e *Editor) TripleClick(x, y int) {
	p := e.cellPos(x, y)
	e.jump(p)
	e.selectLine(p)
	e.grab(byLine)
}

// Drag extends the selection from where the last click was to a cell, by words or lines if that
// click selected words or lines. A cell outside the surface scrolls. A click with shift held is a
// Drag too.
func (e *Editor) Drag(x, y int) {
	p := e.cellPos(x, y)
	from, to := p, p
	first, last := e.anchor, e.anchor
	if e.anchor == e.held.from || e.anchor == e.held.to {
		first, last = e.held.from, e.held.to
		from, to = e.around(p, e.held.grain)
	}
	e.anchor, e.cursor, e.reach = first, to, Between
	if p.before(first) {
		e.anchor, e.cursor = last, from
	}
	e.marking = false
	e.history.seal()
	e.touched()
	e.view.follow = inSight
}

// held is what the last click selected; dragging never lets go of it.
type held struct {
	grain    grain
	from, to Pos
}

// grab remembers what a click selected. The window must not move below a mouse that is held, unless
// the cursor left it.
func (e *Editor) grab(g grain) {
	e.view.follow = inSight
	from, to := e.Selected()
	e.held = held{g, from, to}
}

// around is the word or the line at p, or p itself.
func (e *Editor) around(p Pos, g grain) (from, to Pos) {
	switch g {
	case byWord:
		a, b := wordAt(e.text.line(p.Line), p.Col)
		return Pos{p.Line, a}, Pos{p.Line, b}
	case byLine:
		return Pos{Line: p.Line}, e.lineEnd(p.Line)
	}
	return p, p
}
