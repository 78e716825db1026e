package editor

import "strings"

// newLine breaks the line as the text's other lines end, and indents the new one like this one, a
// level more after a character that opens a block.
func (e *Editor) newLine() {
	from, _ := e.Selected()
	line := e.text.line(from.Line)[:from.Col]
	indent := line[:indentOf(line)]
	if s := strings.TrimRight(line, " \t"); s != "" && strings.IndexByte(e.language.Opens, s[len(s)-1]) >= 0 {
		indent += e.unit
	}
	e.put(e.newlineAt(from.Line) + indent)
}

// newlineAt is the line ending to insert at line i: that of the line, else that of the line
// before, else LF.
func (e *Editor) newlineAt(i int) string {
	if s := ending(e.text.lines[i]); s != "" {
		return s
	}
	if i > 0 {
		return ending(e.text.lines[i-1])
	}
	return "\n"
}

// indent inserts blanks up to the next level; with a selection over more than one line, it indents
// those lines that are not empty.
func (e *Editor) indent() {
	first, last := e.touchedLines()
	if first == last {
		e.put(e.toStop())
		return
	}
	for i := first; i <= last; i++ {
		if e.text.line(i) != "" {
			e.replace(Pos{Line: i}, Pos{Line: i}, e.unit)
		}
	}
}

// toStop is a tab, or the spaces from the start of the selection to the next level.
func (e *Editor) toStop() string {
	if e.unit == "\t" {
		return e.unit
	}
	from, _ := e.Selected()
	n := len(e.unit)
	return strings.Repeat(" ", n-e.column(from.Line, from.Col)%n)
}

// dedent takes a level of indentation from the selected lines, or from the cursor's.
func (e *Editor) dedent() {
	first, last := e.touchedLines()
	for i := first; i <= last; i++ {
		line := e.text.line(i)
		n := 0
		if strings.HasPrefix(line, "\t") {
			n = 1
		} else {
			n = min(len(line)-len(strings.TrimLeft(line, " ")), e.width())
		}
		e.replace(Pos{Line: i}, Pos{i, n}, "")
	}
}

// width is a level of indentation in columns.
func (e *Editor) width() int {
	if e.unit == "\t" {
		return tabStop
	}
	return len(e.unit)
}

// touchedLines returns the first and the last line that the selection touches. A line on which it ends
// before the first character is not one of them.
func (e *Editor) touchedLines() (first, last int) {
	from, to := e.Selected()
	if to.Line > from.Line && to.Col == 0 {
		return from.Line, to.Line - 1
	}
	return from.Line, to.Line
}

// erase deletes the selection, or else what lies between the cursor and the place to.
func (e *Editor) erase(to Pos) {
	if !e.selected() {
		e.anchor = to
	}
	e.put("")
}

func (e *Editor) deleteLeft()        { e.erase(e.left(e.cursor)) }
func (e *Editor) deleteRight()       { e.erase(e.right(e.cursor)) }
func (e *Editor) deleteWordLeft()    { e.erase(e.wordLeft(e.cursor)) }
func (e *Editor) deleteWordRight()   { e.erase(e.wordRight(e.cursor)) }
func (e *Editor) deleteToLineStart() { e.erase(Pos{Line: e.cursor.Line}) }

// deleteToLineEnd deletes the rest of the line or, at its end, its ending.
func (e *Editor) deleteToLineEnd() {
	to := Pos{e.cursor.Line, len(e.text.line(e.cursor.Line))}
	if e.cursor == to {
		to = e.right(to)
	}
	e.erase(to)
}

// deleteLine deletes the lines of the selection. When they are the last ones, the ending of the
// line before goes with them, so that no empty line stays.
func (e *Editor) deleteLine() {
	first, last := e.touchedLines()
	col := e.cursor.Col
	from, to := Pos{Line: first}, e.lineEnd(last)
	if last == len(e.text.lines)-1 && first > 0 {
		from = Pos{first - 1, len(e.text.line(first - 1))}
	}
	e.replace(from, to, "")
	p := e.text.clamp(Pos{first, col})
	e.cursor, e.anchor = p, p
}

// duplicateLine puts a copy of the selection's lines before them; the selection moves on with the
// lines below.
func (e *Editor) duplicateLine() {
	first, last := e.touchedLines()
	text := e.text.slice(Pos{Line: first}, e.lineEnd(last))
	if last == len(e.text.lines)-1 {
		text += e.newlineAt(last)
	}
	before := e.caret
	e.replace(Pos{Line: first}, Pos{Line: first}, text)
	n := last - first + 1
	e.cursor, e.anchor = down(before.cursor, n), down(before.anchor, n)
}

func down(p Pos, lines int) Pos { return Pos{p.Line + lines, p.Col} }

// raiseLine and lowerLine exchange the selection's lines with the one above or below.
func (e *Editor) raiseLine() {
	if first, last := e.touchedLines(); first > 0 {
		e.swap(first-1, first, last, -1)
	}
}

func (e *Editor) lowerLine() {
	if first, last := e.touchedLines(); last < len(e.text.lines)-1 {
		e.swap(first, last+1, last+1, 1)
	}
}

// swap exchanges the lines from top to before mid with those from mid to bottom. Line endings stay
// where they are: a text without a last newline keeps having none.
func (e *Editor) swap(top, mid, bottom, n int) {
	before := e.caret
	order := make([]int, 0, bottom-top+1)
	for i := mid; i <= bottom; i++ {
		order = append(order, i)
	}
	for i := top; i < mid; i++ {
		order = append(order, i)
	}
	var s strings.Builder
	for k, i := range order {
		s.WriteString(e.text.line(i))
		s.WriteString(ending(e.text.lines[top+k]))
	}
	e.replace(Pos{Line: top}, e.lineEnd(bottom), s.String())
	e.cursor, e.anchor = down(before.cursor, n), down(before.anchor, n)
}

// toggleComment makes comments of the selection's lines, or text again if all of them are
// comments. Empty lines are left alone.
func (e *Editor) toggleComment() {
	sign := e.language.Comment
	if sign == "" {
		return
	}
	first, last := e.touchedLines()
	col, all := e.commonIndent(first, last, sign)
	for i := first; i <= last; i++ {
		line := e.text.line(i)
		n := indentOf(line)
		switch {
		case n == len(line):
		case all:
			width := len(sign)
			if strings.HasPrefix(line[n+width:], " ") {
				width++
			}
			e.replace(Pos{i, n}, Pos{i, n + width}, "")
		default:
			e.replace(Pos{i, col}, Pos{i, col}, sign+" ")
		}
	}
}

// commonIndent is the smallest indent of the lines that are not empty, and whether all of those
// begin with sign.
func (e *Editor) commonIndent(first, last int, sign string) (indent int, all bool) {
	indent, all = -1, true
	for i := first; i <= last; i++ {
		line := e.text.line(i)
		n := indentOf(line)
		if n == len(line) {
			continue
		}
		if indent < 0 || n < indent {
			indent = n
		}
		all = all && strings.HasPrefix(line[n:], sign)
	}
	return indent, all
}

// cut deletes the selection or, without one, the line, and keeps it for Paste.
func (e *Editor) cut() Effect {
	text := e.copied()
	effect := e.edit(single, func() {
		if e.selected() {
			e.put("")
			return
		}
		e.deleteLine()
	})
	if !effect.Refused {
		e.clip, effect.Copied = text, text
	}
	return effect
}

func (e *Editor) paste() {
	if e.clip != "" {
		e.put(e.clip)
	}
}

// Replace changes the whole text to source as one undo step, as a formatter or another editor
// does. Only what differs is touched, so the cursor stays where it was if its text did.
func (e *Editor) Replace(source []byte) Effect {
	return e.edit(single, func() {
		old, text := string(e.text.bytes()), string(source)
		head := 0
		for head < min(len(old), len(text)) && old[head] == text[head] {
			head++
		}
		tail := 0
		for tail < min(len(old), len(text))-head && old[len(old)-1-tail] == text[len(text)-1-tail] {
			tail++
		}
		from := after(Pos{}, old[:head])
		to := after(from, old[head:len(old)-tail])
		e.replace(from, to, text[head:len(text)-tail])
	})
}
