package editor

import (
	"strings"

	"hextui/ui/lex"
)

// Around is the text of at most lines lines before and behind the cursor's, with the byte in it at which the cursor is. A line that is
// very long is left out, and so the cost does not grow with the source.
func (e *Editor) Around(lines int) (text string, at int) {
	var b strings.Builder
	for i := max(e.cursor.Line-lines, 0); i <= min(e.cursor.Line+lines, len(e.text.lines)-1); i++ {
		line := e.text.line(i)
		if i == e.cursor.Line {
			from := max(e.cursor.Col-longLine, 0)
			at = b.Len() + e.cursor.Col - from
			line = line[from:min(e.cursor.Col+longLine, len(line))]
		} else if len(line) > longLine {
			line = ""
		}
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return b.String(), at
}

// Quoted tells whether the cursor is behind a character of a string or a comment.
func (e *Editor) Quoted() bool {
	if e.cursor.Col == 0 {
		return false
	}
	k := kindAt(e.lineSpans(e.cursor.Line), e.cursor.Col-1)
	return k == lex.String || k == lex.Comment
}

// TakeWord puts text in place of the n bytes before the cursor, as an undo step of its own. It has no effect where something is
// selected or fewer bytes are there.
func (e *Editor) TakeWord(n int, text string) Effect {
	if e.selected() || n > e.cursor.Col || n < 0 {
		return Effect{}
	}
	e.history.seal()
	return e.edit(single, func() {
		e.anchor.Col -= n
		e.put(text)
	})
}
