package vim

import (
	"strings"
	"unicode/utf8"

	"hextui/ui/editor"
)

// object finds a text object around a place: i for what is in it, a for it with what belongs to it.
func (m *Machine) object(c command, at editor.Pos) (region, bool) {
	around := c.key[0] == 'a'
	switch of := c.key[1:]; of {
	case "w", "W":
		return m.wordObject(at, of == "W", around, c.times())
	case `"`, "'", "`":
		return m.quoteObject(at, of[0], around)
	case "p":
		return m.paragraphObject(at, around, c.times())
	case "(", ")", "b":
		return m.bracketObject(c, at, '(', ')')
	case "[", "]":
		return m.bracketObject(c, at, '[', ']')
	case "{", "}", "B":
		return m.bracketObject(c, at, '{', '}')
	}
	return m.bracketObject(c, at, '<', '>')
}

// wordObject is words and the blanks between them, or a word with the blanks behind it, or where there are none, before it.
func (m *Machine) wordObject(at editor.Pos, big, around bool, n int) (r region, ok bool) {
	line := m.ed.Line(at.Line)
	run := func(from int) int {
		c := class(line, from, big)
		for from < len(line) && class(line, from, big) == c {
			from = m.ed.After(editor.Pos{Line: at.Line, Col: from}).Col
		}
		return from
	}
	start := at.Col
	for start > 0 {
		p := m.ed.Before(editor.Pos{Line: at.Line, Col: start}).Col
		if class(line, p, big) != class(line, at.Col, big) {
			break
		}
		start = p
	}
	end, trailing := start, false
	for range n {
		if end == len(line) && end > start {
			return r, false // vim goes on in the next line, which is seldom meant
		}
		blank := class(line, end, big) == 0
		end = run(end)
		if around && (blank || end < len(line) && class(line, end, big) == 0) {
			end, trailing = run(end), true
		}
	}
	if around && !trailing {
		blanks := len(strings.TrimRight(line[:start], " \t"))
		if blanks > 0 {
			start = blanks
		}
	}
	r.from, r.to = editor.Pos{Line: at.Line, Col: start}, editor.Pos{Line: at.Line, Col: end}
	return r, end > start || line == "" && !around
}

// quoteObject is a text in quotes in the line: that around the place, or else the next one.
func (m *Machine) quoteObject(at editor.Pos, quote byte, around bool) (r region, ok bool) {
	line := m.ed.Line(at.Line)
	open := -1
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\':
			i++
		case line[i] != quote:
		case open < 0:
			open = i
		case i < at.Col:
			open = -1
		default:
			from, to := open+1, i
			if around {
				from, to = withBlanks(line, open, i+1)
			}
			return region{from: editor.Pos{Line: at.Line, Col: from}, to: editor.Pos{Line: at.Line, Col: to}}, true
		}
	}
	return r, false
}

// withBlanks takes the blanks behind a stretch of a line into it or, where there are none, those before it.
func withBlanks(line string, from, to int) (int, int) {
	if rest := strings.TrimLeft(line[to:], " \t"); len(rest) < len(line)-to {
		return from, len(line) - len(rest)
	}
	if head := strings.TrimRight(line[:from], " \t"); head != "" {
		from = len(head)
	}
	return from, to
}

// bracketObject is what is between two brackets around the place.
func (m *Machine) bracketObject(c command, at editor.Pos, open, shut byte) (r region, ok bool) {
	from, to, ok := m.enclosing(at, open, shut, c.times())
	if !ok {
		return r, false
	}
	if c.key[0] == 'a' {
		return region{from: from, to: m.ed.After(to)}, true
	}
	r.from, r.to = m.ed.After(from), to
	if r.from.Col == len(m.ed.Line(from.Line)) && from.Line < to.Line {
		r.from = editor.Pos{Line: from.Line + 1}
	}
	if m.indented(to) && to.Line > r.from.Line {
		r.to = editor.Pos{Line: to.Line}
		r = m.fitted(r)
		if c.op == "c" && r.lines { // what is typed stands between the brackets
			return r, true
		}
	}
	return r, !before(r.to, r.from)
}

// enclosing finds the n-th pair of brackets around a place, which may be one of them.
func (m *Machine) enclosing(at editor.Pos, open, shut byte, n int) (from, to editor.Pos, ok bool) {
	from, to = at, at
	if line := m.ed.Line(at.Line); at.Col < len(line) && line[at.Col] == shut {
		from = m.ed.Before(at)
		if at.Col == 0 {
			from = at
		}
	}
	if line := m.ed.Line(at.Line); at.Col < len(line) && line[at.Col] == open {
		n--
	} else if from, ok = m.unmatched(from, open, shut, -1, at); ok {
		n--
	} else if from, ok = m.next(at, open); ok { // none is around it
		n--
	} else {
		return from, to, false
	}
	for range n {
		if from, ok = m.unmatched(m.ed.Before(from), open, shut, -1, from); !ok {
			return from, to, false
		}
	}
	to, ok = m.unmatched(m.ed.After(from), open, shut, 1, from)
	return from, to, ok
}

// next is the next place of a bracket.
func (m *Machine) next(p editor.Pos, open byte) (editor.Pos, bool) {
	for line := p.Line; line < m.ed.Lines(); line++ {
		if at := strings.IndexByte(m.ed.Line(line)[p.Col:], open); at >= 0 {
			return editor.Pos{Line: line, Col: p.Col + at}, true
		}
		p.Col = 0
	}
	return p, false
}

// unmatched looks from a place on, in a direction, for a bracket that none on the way belongs to. It is not that at but.
func (m *Machine) unmatched(p editor.Pos, open, shut byte, dir int, but editor.Pos) (editor.Pos, bool) {
	want, other := open, shut
	if dir > 0 {
		want, other = shut, open
	}
	depth := 0
	for line := p.Line; line >= 0 && line < m.ed.Lines(); line += dir {
		text := m.ed.Line(line)
		at := p.Col
		if line != p.Line {
			if at = 0; dir < 0 {
				at = len(text) - 1
			}
		}
		for at = min(at, len(text)-1+max(dir, 0)); at >= 0 && at < len(text); at += dir {
			here := editor.Pos{Line: line, Col: at}
			switch {
			case here == but:
			case text[at] == other:
				depth++
			case text[at] == want && depth == 0:
				return here, true
			case text[at] == want:
				depth--
			}
		}
	}
	return p, false
}

// paragraphObject is lines with text, or without, around a line; with around, those behind them too or, where there are none, those
// before.
func (m *Machine) paragraphObject(at editor.Pos, around bool, n int) (r region, ok bool) {
	blank := func(i int) bool { return strings.TrimSpace(m.ed.Line(i)) == "" }
	last := m.ed.Lines() - 1
	run := func(i int) int {
		for k := i; i <= last && blank(i) == blank(k); i++ {
		}
		return i
	}
	first := at.Line
	for first > 0 && blank(first-1) == blank(at.Line) {
		first--
	}
	end, both := first, false
	for range n {
		if end > last {
			return r, false
		}
		end = run(end)
		if both = around && end <= last; both {
			end = run(end)
		}
	}
	if around && !both {
		if blank(at.Line) {
			return r, false
		}
		for first > 0 && blank(first-1) {
			first--
		}
	}
	return region{editor.Pos{Line: first}, editor.Pos{Line: end - 1}, true}, true
}

// wordAt is the word at a place, or the next one in its line.
func (m *Machine) wordAt(p editor.Pos) (word string, at editor.Pos) {
	line := m.ed.Line(p.Line)
	start := p.Col
	for start < len(line) && class(line, start, false) < 2 {
		_, n := utf8.DecodeRuneInString(line[start:])
		start += n
	}
	if start == len(line) {
		return "", p
	}
	r, _ := m.wordObject(editor.Pos{Line: p.Line, Col: start}, false, false, 1)
	return m.ed.Text(r.from, r.to), r.from
}
