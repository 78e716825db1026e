package editor

import (
	"slices"

	"hextui/ui/theme"
)

// Mark is a note on a line, such as a database's error: a sign in the gutter, a wavy underline
// where it points, and its text behind the line's end as far as there is room.
type Mark struct {
	// Line counts from 1. A mark moves with its line when lines come and go above it.
	Line int
	// Col is the character it points at, counted from 1; 0 is the whole line.
	Col   int
	Level Level
	Text  string
}

// Level is how grave a mark is.
type Level uint8

// The levels of a mark.
const (
	Error Level = iota
	Warning
	Note
)

// SetMarks replaces the marks.
func (e *Editor) SetMarks(marks ...Mark) { e.marks = append([]Mark(nil), marks...) }

// Marks returns the marks where they are now.
func (e *Editor) Marks() []Mark { return append([]Mark(nil), e.marks...) }

// MarkHere is the gravest mark on the cursor's line.
func (e *Editor) MarkHere() (Mark, bool) {
	if m := e.markOn(e.cursor.Line); m != nil {
		return *m, true
	}
	return Mark{}, false
}

// markOn is the gravest mark on line i, counted from 0.
func (e *Editor) markOn(i int) *Mark {
	var found *Mark
	for k := range e.marks {
		if m := &e.marks[k]; m.Line == i+1 && (found == nil || m.Level < found.Level) {
			found = m
		}
	}
	return found
}

// moveMarks keeps marks on their lines when the text from one place to another has become one that ends at end. The mark of a line
// that itself changed goes: what it says may no longer be so, and it is not said of a neighbour. Same is true where the first of the
// lines ended before as it ends now: only what is below it changed.
func (e *Editor) moveMarks(from, to, end Pos, same bool) {
	whole := from.Col == 0 && to.Col == 0 && end.Col == 0 // lines came or went before to's line, which moved as it is
	e.marks = slices.DeleteFunc(e.marks, func(m Mark) bool {
		switch i := m.Line - 1; {
		case i < from.Line, i > to.Line:
			return false
		case whole:
			return i < to.Line
		}
		return m.Line-1 > from.Line || !same
	})
	for k := range e.marks {
		if i := e.marks[k].Line - 1; i > to.Line || whole && i == to.Line {
			e.marks[k].Line += end.Line - to.Line
		}
	}
}

// endsAt tells whether a place is the end of its line.
func (e *Editor) endsAt(p Pos) bool { return p.Col == len(e.text.line(p.Line)) }

// Sign is the glyph and the style of a level.
func (l Level) Sign(t *theme.Theme) (string, theme.Style) {
	switch l {
	case Error:
		return t.Glyphs.Cross, t.Error
	case Warning:
		return "!", t.Warn
	}
	return t.Glyphs.Dot, t.Info
}
