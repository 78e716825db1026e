package vim

import (
	"strings"

	"hextui/ui/editor"
)

// visualOf is what a key does with a visual area; nil where it does nothing of its own.
func visualOf(key string) func(*Machine, command) {
	switch key {
	case "d", "c", "y", ">", "<", "gu", "gU", "x", "s", "u", "U", "~", "J", "gJ", "p", "P", "r", "D", "X", "Y", "C", "S", "R", "delete":
		return (*Machine).onArea
	case "o", "O":
		return func(m *Machine, _ command) { m.anchor, m.cursor = m.cursor, m.anchor }
	case "v", "V":
		return (*Machine).turnVisual
	case ":":
		return func(m *Machine, _ command) { m.prompt = prompt{lead: ":", text: "'<,'>"} }
	case "zz", "zt", "zb", "ctrl+v", "tab", "shift+tab":
		return actionOf(key)
	}
	return nil
}

// beginVisual begins a visual area at the cursor.
func (m *Machine) beginVisual(c command) {
	m.anchor, m.cursor = m.here(), m.here()
	if m.mode = Visual; c.key == "V" {
		m.mode = VisualLine
	}
}

// turnVisual makes lines of an area or the other way round; the key that began it ends it.
func (m *Machine) turnVisual(c command) {
	mode := Visual
	if c.key == "V" {
		mode = VisualLine
	}
	if m.mode == mode {
		m.endVisual(m.cursor)
		return
	}
	m.mode = mode
}

// runVisual carries out a command on the visual area, or moves its end.
func (m *Machine) runVisual(c command) {
	switch act := visualOf(c.key); {
	case act != nil:
		act(m, c)
	case len(c.key) == 2 && (c.key[0] == 'i' || c.key[0] == 'a'):
		m.areaOf(c)
	default:
		m.move(c)
	}
	if !vertical(c.key) {
		if m.goal = -1; c.key == "$" {
			m.goal = far
		}
	}
}

// areaOf makes a text object the visual area.
func (m *Machine) areaOf(c command) {
	more := m.anchor != m.cursor && (c.key[1] == 'w' || c.key[1] == 'W')
	at := m.cursor
	if more { // the next one too
		at = m.ed.After(at)
	}
	r, ok := m.object(c, at)
	if !ok {
		return
	}
	if more {
		m.cursor = m.ed.Before(r.to)
		return
	}
	if r.lines {
		m.mode, m.anchor, m.cursor = VisualLine, r.from, r.to
		return
	}
	m.anchor, m.cursor = r.from, m.ed.Before(r.to)
}

// area is the visual area.
func (m *Machine) area() region {
	from, to := ordered(m.anchor, m.cursor)
	if m.mode == VisualLine {
		return region{editor.Pos{Line: from.Line}, to, true}
	}
	end := m.ed.After(to)
	if end == to && to.Line+1 < m.ed.Lines() { // behind the last character, the line's end
		end = editor.Pos{Line: to.Line + 1}
	}
	return region{from: from, to: end}
}

// shape is how large a visual area was, for doing what was done to it again.
type shape struct {
	set   bool
	lines int // how many lines it goes on over
	bytes int // in its only line, or in its last
	whole bool
}

func shapeOf(r region) shape {
	s := shape{set: true, lines: r.to.Line - r.from.Line, bytes: r.to.Col, whole: r.lines}
	if s.lines == 0 {
		s.bytes -= r.from.Col
	}
	return s
}

// at is as large a region that begins at a place.
func (s shape) at(m *Machine, p editor.Pos) region {
	to := editor.Pos{Line: min(p.Line+s.lines, m.ed.Lines()-1), Col: s.bytes}
	if s.lines == 0 {
		to.Col += p.Col
	}
	to.Col = min(to.Col, len(m.ed.Line(to.Line)))
	return region{p, to, s.whole}
}

// onArea does something to the visual area, and ends it.
func (m *Machine) onArea(c command) {
	r := m.area()
	switch c.key {
	case "D", "X", "Y", "C", "S", "R":
		r.lines = true
		c.key = map[string]string{"D": "d", "X": "d", "Y": "y", "C": "c", "S": "c", "R": "c"}[c.key]
	case "x", "delete":
		c.key = "d"
	case "s":
		c.key = "c"
	case "u":
		c.key = "gu"
	case "U":
		c.key = "gU"
	case "~":
		c.key = "g~"
	}
	m.mode = Normal
	m.at(r.from)
	m.applyVisual(c, r)
}

// applyVisual is what the command of a visual area does to a region.
func (m *Machine) applyVisual(c command, r region) {
	if c.op = c.key; c.key == ">" || c.key == "<" {
		m.last = change{command: c}
		m.ed.Join()
		m.shift(r, c.key, c.times())
		m.ed.Part()
	} else {
		switch c.key {
		case "J", "gJ":
			c.op = ""
			last := r.to.Line
			if !r.lines && r.to.Col == 0 {
				last-- // an empty line's end
			}
			m.joinLines(r.from.Line, min(max(last, r.from.Line+1), m.ed.Lines()-1), c)
		case "p", "P":
			m.putOver(c, r)
		case "r":
			c.op = ""
			m.replaceArea(c, r)
		default:
			m.apply(c, r)
		}
	}
	if c.key != "y" {
		m.shape = shapeOf(r)
	}
}

// putOver puts a register in place of a region, which goes into the unnamed register.
func (m *Machine) putOver(c command, r region) {
	held, ok := m.held(c.reg)
	if !ok {
		m.out.Say = "There is nothing in the register" + called(c.reg) + " to put."
		return
	}
	m.last = change{command: c}
	m.ed.Join()
	defer m.ed.Part()
	if c.key == "p" {
		m.yank("", r, "d")
	}
	switch {
	case r.lines:
		to := editor.Pos{Line: r.to.Line, Col: len(m.ed.Line(r.to.Line))}
		text := held.text
		if held.lines {
			text = endless(text)
		}
		m.ed.Put(editor.Pos{Line: r.from.Line}, to, text)
		m.at(m.first(r.from.Line))
	case held.lines:
		end := m.ed.LineEnd(r.from.Line)
		m.ed.Put(r.from, r.to, end+held.text)
		m.at(m.first(r.from.Line + 1))
	default:
		m.ed.Put(r.from, r.to, "")
		m.putText(r.from, held.text)
	}
}

// replaceArea puts a letter in place of every character of a region.
func (m *Machine) replaceArea(c command, r region) {
	m.last = change{command: c}
	m.ed.Join()
	defer m.ed.Part()
	for i := r.from.Line; i <= r.to.Line; i++ {
		from, to := editor.Pos{Line: i}, editor.Pos{Line: i, Col: len(m.ed.Line(i))}
		if !r.lines && i == r.from.Line {
			from = r.from
		}
		if !r.lines && i == r.to.Line {
			to = r.to
		}
		n := 0
		for p := from; before(p, to); p = m.ed.After(p) {
			n++
		}
		m.ed.Put(from, to, strings.Repeat(c.arg, n))
	}
	m.at(r.from)
	if r.lines {
		m.at(editor.Pos{Line: r.from.Line})
	}
}
