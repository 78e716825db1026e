package editor

// Reach says what a selection takes beside what lies between its two ends.
type Reach uint8

// How far a selection reaches.
const (
	Between   Reach = iota // nothing more, as in editors without modes
	Inclusive              // the character at the later end too, or the line's ending there
	Lines                  // all of the lines that the ends are on
)

// Stand sets the two ends of the selection and how far it reaches. Any edit, and any other way to move, goes back to [Between].
func (e *Editor) Stand(anchor, cursor Pos, reach Reach) {
	e.arrive(e.text.clamp(cursor), true)
	e.anchor = e.text.clamp(anchor)
	e.reach = reach
	e.marking, e.goal = false, -1
}

// Reach is how far the selection reaches.
func (e *Editor) Reach() Reach { return e.reach }

// extended are the ends of the selection, in order, with what its reach adds.
func (e *Editor) extended(from, to Pos) (Pos, Pos) {
	switch e.reach {
	case Inclusive:
		return from, e.right(to)
	case Lines:
		return Pos{Line: from.Line}, e.lineEnd(to.Line)
	}
	return from, to
}

// Line returns a line, counted from 0, without its ending.
func (e *Editor) Line(i int) string { return e.text.line(i) }

// Text returns the text from one place to another, which must not come before it.
func (e *Editor) Text(from, to Pos) string { return e.text.slice(e.text.clamp(from), e.text.clamp(to)) }

// After is the place behind the character at p, at most the end of its line; Before that of the character before p, at least the start
// of its line. A character is what the cursor passes over at once.
func (e *Editor) After(p Pos) Pos { return Pos{p.Line, e.next(p.Line, p.Col)} }

// Before is described at [Editor.After].
func (e *Editor) Before(p Pos) Pos {
	if p.Col == 0 {
		return p
	}
	return Pos{p.Line, e.prev(p.Line, p.Col)}
}

// ColumnOf is the column at which p is drawn, and AtColumn the start of the character of a line that covers a column, or the end of
// the line.
func (e *Editor) ColumnOf(p Pos) int { return e.column(p.Line, p.Col) }

// AtColumn is described at [Editor.ColumnOf].
func (e *Editor) AtColumn(line, col int) Pos { return Pos{line, e.at(line, col).At} }

// Bracket finds the first bracket of p's line at or behind p, and its partner.
func (e *Editor) Bracket(p Pos) (partner Pos, ok bool) {
	line := e.text.line(p.Line)
	for at := p.Col; at < len(line); at++ {
		for k := range len(brackets) {
			if line[at] == brackets[k] {
				return e.partner(Pos{p.Line, at}, k, e.text.size+1)
			}
		}
	}
	return p, false
}

// LineEnd is what ends a line that is put in at line i: the ending of the lines around.
func (e *Editor) LineEnd(i int) string { return e.newlineAt(i) }

// IndentUnit is one level of indentation: a tab or some spaces.
func (e *Editor) IndentUnit() string { return e.unit }

// Put replaces what lies between two places by text, and puts the cursor behind it.
func (e *Editor) Put(from, to Pos, text string) Effect {
	e.history.seal()
	return e.edit(single, func() {
		e.anchor, e.cursor, e.reach = e.text.clamp(from), e.text.clamp(to), Between
		e.put(text)
	})
}

// Clip is the text that [Paste] would insert.
func (e *Editor) Clip() string { return e.clip }

// Join has all edits from now on be taken back as one, until Part.
func (e *Editor) Join() {
	e.history.seal()
	e.history.joining = joinNext
}

// Part ends what [Editor.Join] began.
func (e *Editor) Part() {
	e.history.seal()
	e.history.joining = apart
}

// Undone is where the cursor was before the change that would be done again, if there is one.
func (e *Editor) Undone() (at Pos, ok bool) {
	if n := len(e.history.undone); n > 0 {
		return e.history.undone[n-1].before.cursor, true
	}
	return Pos{}, false
}
