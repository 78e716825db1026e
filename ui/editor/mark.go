package editor

import "hextui/ui/theme"

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

// moveMarks keeps marks on their lines when what lies between two places becomes n lines more. A
// line before whose first character that happens moves as a whole.
func (e *Editor) moveMarks(from, to Pos, n int) {
	first, last := from.Line, to.Line
	if from.Col == 0 && to.Col == 0 {
		last--
	}
	for k := range e.marks {
		if m := &e.marks[k]; m.Line-1 > last {
			m.Line += n
		} else if m.Line-1 > first {
			m.Line = max(first+1, min(m.Line, last+n+1))
		}
	}
}

// sign is the glyph and the style of a level.
func (l Level) sign(t *theme.Theme) (string, theme.Style) {
	switch l {
	case Error:
		return t.Glyphs.Cross, t.Error
	case Warning:
		return "!", t.Warn
	}
	return t.Glyphs.Dot, t.Info
}
