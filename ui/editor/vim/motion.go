package vim

import (
	"strings"
	"unicode/utf8"

	"hextui/ui/editor"
)

// kind is what an operator takes of a motion: up to its place, with the character there, or whole lines.
type kind uint8

const (
	exclusive kind = iota
	inclusive
	linewise
)

// motion goes from a place to another; ok is false where it cannot, and then nothing happens.
type motion struct {
	kind kind
	to   func(m *Machine, from editor.Pos, c command) (to editor.Pos, ok bool)
}

// motionOf is the motion that a key stands for.
func motionOf(key string) (motion, bool) {
	switch key {
	case "h", "backspace", "l", " ", "0", "^", "|", "w", "W", "b", "B", "F", "T", "{", "}", "n", "N", "*", "#", "/", "?":
		return motion{exclusive, acrossText}, true
	case "$", "e", "E", "ge", "gE", "g_", "f", "t", "%":
		return motion{inclusive, acrossText}, true
	case ";", ",":
		return motion{inclusive, acrossText}, true // or as the motion that is done again
	case "j", "k", "+", "-", "_", "G", "gg", "H", "M", "L", "ctrl+d", "ctrl+u", "ctrl+f", "ctrl+b":
		return motion{linewise, acrossLines}, true
	}
	return motion{}, false
}

// vertical tells whether a motion keeps aiming at a column.
func vertical(key string) bool {
	switch key {
	case "j", "k", "ctrl+d", "ctrl+u", "ctrl+f", "ctrl+b":
		return true
	}
	return false
}

func (m *Machine) move(c command) {
	mo, _ := motionOf(c.key)
	from := m.here()
	to, ok := mo.to(m, from, c)
	if !ok && to == from {
		return
	}
	if m.visual() {
		m.cursor = to // which may be behind the last character
		return
	}
	m.at(to)
}

// onText is p, or the last character of its line where p is behind it.
func (m *Machine) onText(p editor.Pos) editor.Pos {
	if n := len(m.ed.Line(p.Line)); p.Col >= n && n > 0 {
		return m.ed.Before(editor.Pos{Line: p.Line, Col: n})
	}
	return p
}

func acrossText(m *Machine, from editor.Pos, c command) (editor.Pos, bool) {
	w := walker{ed: m.ed, p: from}
	n := c.times()
	switch c.key {
	case "h", "backspace", "l", " ":
		return m.sideways(from, c)
	case "0":
		return editor.Pos{Line: from.Line}, true
	case "^":
		return m.first(from.Line), true
	case "|":
		return m.ed.AtColumn(from.Line, n-1), true
	case "$", "g_":
		last := m.ed.Lines() - 1
		if n > 1 && from.Line == last {
			return from, false
		}
		from.Line = min(from.Line+n-1, last)
		line := m.ed.Line(from.Line)
		if c.key == "$" && m.visual() { // the line's end is in it
			return editor.Pos{Line: from.Line, Col: len(line)}, true
		}
		if c.key == "g_" {
			line = strings.TrimRight(line, " \t")
		}
		return m.ed.Before(editor.Pos{Line: from.Line, Col: len(line)}), true
	case "w", "W", "b", "B", "e", "E", "ge", "gE":
		ok := w.words(c)
		return w.p, ok
	case "f", "F", "t", "T":
		m.finding = c
		return m.seek(from, c, false)
	case ";", ",":
		return m.again(from, c)
	case "%":
		return m.ed.Bracket(from)
	case "{":
		return m.paragraph(from, n, -1)
	case "}":
		return m.paragraph(from, n, 1)
	}
	return m.searched(from, c)
}

// words goes by words.
func (w *walker) words(c command) bool {
	n := c.times()
	switch w.big = c.key == "W" || c.key == "B" || c.key == "E" || c.key == "gE"; c.key {
	case "w", "W":
		return w.forward(n, c.op != "")
	case "b", "B":
		return w.back(n)
	case "e", "E":
		return w.end(n, false, false)
	}
	return w.backEnd(n)
}

// sideways goes n characters to the left or right; blanks and backspaces go on in the next line.
func (m *Machine) sideways(p editor.Pos, c command) (editor.Pos, bool) {
	start, w := p, walker{ed: m.ed, p: p}
	for range c.times() {
		switch n := len(m.ed.Line(w.p.Line)); c.key {
		case "h":
			w.p = m.ed.Before(w.p)
		case "backspace":
			if w.dec() == 1 {
				w.p = m.ed.Before(w.p)
			}
		case "l":
			if next := m.ed.After(w.p); next.Col < n || c.op != "" || m.visual() {
				w.p = next
			}
		default:
			if w.inc() == 2 && c.op == "" {
				w.inc()
			}
		}
	}
	return w.p, w.p != start || c.op != ""
}

// first is the first character of a line that is no blank.
func (m *Machine) first(line int) editor.Pos {
	return m.onText(m.behindIndent(line))
}

// behindIndent is the place behind the blanks that a line begins with.
func (m *Machine) behindIndent(line int) editor.Pos {
	text := m.ed.Line(line)
	return editor.Pos{Line: line, Col: len(text) - len(strings.TrimLeft(text, " \t"))}
}

// seek goes to a letter in the line, or beside it; again skips the letter that this is beside already.
func (m *Machine) seek(from editor.Pos, c command, again bool) (editor.Pos, bool) {
	line, at := m.ed.Line(from.Line), from.Col
	back, beside := c.key == "F" || c.key == "T", c.key == "t" || c.key == "T"
	if again && beside && c.times() == 1 { // it would stay where it is
		if next := m.beside(from, back); strings.HasPrefix(line[next.Col:], c.arg) {
			at = next.Col
		}
	}
	for range c.times() {
		if back {
			if at = strings.LastIndex(line[:at], c.arg); at < 0 {
				return from, false
			}
			continue
		}
		_, size := utf8.DecodeRuneInString(line[at:])
		n := strings.Index(line[at+size:], c.arg)
		if n < 0 || at >= len(line) {
			return from, false
		}
		at += size + n
	}
	to := editor.Pos{Line: from.Line, Col: at}
	if beside {
		to = m.beside(to, !back)
	}
	return to, true
}

// beside is the place of the character before or after p.
func (m *Machine) beside(p editor.Pos, before bool) editor.Pos {
	if before {
		return m.ed.Before(p)
	}
	return m.ed.After(p)
}

// again does the last f, F, t or T again, or the other way round.
func (m *Machine) again(from editor.Pos, c command) (editor.Pos, bool) {
	f := m.finding
	if f.key == "" {
		return from, false
	}
	f.count = c.count
	if c.key == "," {
		f.key = map[string]string{"f": "F", "F": "f", "t": "T", "T": "t"}[f.key]
	}
	return m.seek(from, f, true)
}

// paragraph goes to the next empty line, or the last or first place of the text.
func (m *Machine) paragraph(from editor.Pos, n, dir int) (editor.Pos, bool) {
	line, last := from.Line, m.ed.Lines()-1
	for k := range n {
		text := false
		for first := true; ; first = false {
			empty := m.ed.Line(line) == ""
			text = text || !empty
			if !first && text && empty {
				break
			}
			if line+dir < 0 || line+dir > last {
				to := m.edge(editor.Pos{Line: line}, dir)
				if k < n-1 {
					return from, false
				}
				return to, true
			}
			line += dir
		}
	}
	return editor.Pos{Line: line}, true
}

// edge is the first or the last place of the text.
func (m *Machine) edge(p editor.Pos, dir int) editor.Pos {
	if dir < 0 {
		return editor.Pos{}
	}
	return editor.Pos{Line: p.Line, Col: len(m.ed.Line(p.Line))}
}

func acrossLines(m *Machine, from editor.Pos, c command) (editor.Pos, bool) {
	last, n := m.ed.Lines()-1, c.times()
	top, height := m.ed.Window()
	line := from.Line
	switch c.key {
	case "j", "+":
		line += n
	case "k", "-":
		line -= n
	case "_":
		line += n - 1
	case "G":
		if line = last; c.count > 0 {
			line = n - 1
		}
	case "gg":
		line = n - 1
	case "H":
		line = top + n - 1
	case "L":
		line = min(top+height-1, last) - n + 1
	case "M":
		line = (top + min(top+height-1, last)) / 2
	case "ctrl+d":
		line += max(height/2, 1)
	case "ctrl+u":
		line -= max(height/2, 1)
	case "ctrl+f":
		line += max(height-2, 1) * n
	case "ctrl+b":
		line -= max(height-2, 1) * n
	}
	if line = min(max(line, 0), last); line == from.Line && (c.key == "j" || c.key == "k" || c.key == "+" || c.key == "-") {
		return from, false
	}
	if !vertical(c.key) {
		return m.first(line), true
	}
	if m.goal < 0 {
		m.goal = m.ed.ColumnOf(from)
	}
	to := m.ed.AtColumn(line, m.goal)
	if m.visual() {
		return to, true
	}
	return m.onText(to), true
}
