package vim

import (
	"strings"
	"unicode"

	"hextui/ui/editor"
)

// region is what an operator takes: the text from one place up to another, or whole lines.
type region struct {
	from, to editor.Pos
	lines    bool
}

// operate carries out an operator with its motion or object.
func (m *Machine) operate(c command) {
	from := m.here()
	r, ok := m.region(c, from)
	if !ok {
		return
	}
	m.apply(c, r)
}

// region finds what an operator takes.
func (m *Machine) region(c command, from editor.Pos) (r region, ok bool) {
	switch {
	case c.lines():
		line := from.Line + c.times() - 1
		if line >= m.ed.Lines() {
			if from.Line == m.ed.Lines()-1 {
				return r, false
			}
			line = m.ed.Lines() - 1
		}
		return region{from, editor.Pos{Line: line}, true}, true
	case len(c.key) > 1 && (c.key[0] == 'i' || c.key[0] == 'a'):
		return m.object(c, from)
	}
	return m.moved(c, from)
}

// moved is the region from here to where a motion goes.
func (m *Machine) moved(c command, from editor.Pos) (r region, ok bool) {
	mo, _ := motionOf(c.key)
	if c.op == "c" && (c.key == "w" || c.key == "W") && class(m.ed.Line(from.Line), from.Col, false) != 0 {
		w := walker{ed: m.ed, p: from, big: c.key == "W"}
		w.end(c.times(), true, false)
		return region{from: from, to: m.ed.After(w.p)}, true
	}
	to, ok := mo.to(m, from, c)
	if !ok && to == from && !(c.op == "c" && (c.key == "$" || c.key == "w" || c.key == "e")) {
		return r, false
	}
	r.from, r.to = ordered(from, to)
	takes := mo.kind
	if c.key == ";" || c.key == "," {
		if back := before(to, from); back {
			takes = exclusive
		}
	}
	switch takes {
	case linewise:
		r.lines = true
	case inclusive:
		r.to = m.ed.After(r.to)
	case exclusive:
		if c.key != "l" && c.key != "h" {
			r = m.fitted(r)
		}
	}
	if c.op == "d" && !r.lines && r.from.Line != r.to.Line && m.indented(r.from) &&
		strings.Trim(m.ed.Line(r.to.Line)[r.to.Col:], " \t") == "" {
		r.lines = true
	}
	return r, true
}

// fitted is a region that ends at the start of a line, as vim takes it: up to the end of the line before, and whole lines where it
// begins at the start of one.
func (m *Machine) fitted(r region) region {
	if r.to.Col != 0 || r.to.Line == r.from.Line {
		return r
	}
	r.to.Line--
	r.to.Col = len(m.ed.Line(r.to.Line))
	r.lines = m.indented(r.from)
	return r
}

// indented tells whether nothing but blanks is before a place.
func (m *Machine) indented(p editor.Pos) bool {
	return strings.Trim(m.ed.Line(p.Line)[:p.Col], " \t") == ""
}

// apply carries out an operator on a region.
func (m *Machine) apply(c command, r region) {
	if c.op != "y" {
		m.last, m.shape = change{command: c}, shape{}
	}
	if !r.lines && r.from == r.to && (c.op == "d" || c.op == "y") {
		return
	}
	m.at(r.from) // where undo goes back to
	m.ed.Join()
	switch c.op {
	case "y":
		m.yank(c.reg, r, "y")
		m.at(r.from)
	case "d":
		m.yank(c.reg, r, "d")
		m.remove(r)
	case "c":
		m.yank(c.reg, r, "c")
		m.change(r, c)
		return
	case ">", "<":
		m.shift(r, c.op, 1)
	default:
		m.recase(r, c.op)
	}
	m.ed.Part()
}

// text is what a region holds; of whole lines, each with its end.
func (m *Machine) text(r region) string {
	if !r.lines {
		return m.ed.Text(r.from, r.to)
	}
	var b strings.Builder
	for i := r.from.Line; i <= r.to.Line; i++ {
		b.WriteString(m.ed.Line(i))
		b.WriteString(m.ed.LineEnd(i))
	}
	return b.String()
}

// remove deletes a region and puts the cursor where vim does.
func (m *Machine) remove(r region) {
	if !r.lines {
		m.ed.Put(r.from, r.to, "")
		m.at(m.onText(r.from))
		return
	}
	from, to := editor.Pos{Line: r.from.Line}, editor.Pos{Line: r.to.Line + 1}
	if r.to.Line == m.ed.Lines()-1 {
		to = editor.Pos{Line: r.to.Line, Col: len(m.ed.Line(r.to.Line))}
		if from.Line > 0 {
			from = editor.Pos{Line: from.Line - 1, Col: len(m.ed.Line(from.Line - 1))}
		}
	}
	m.ed.Put(from, to, "")
	m.at(m.first(min(r.from.Line, m.ed.Lines()-1)))
}

// change deletes a region and goes on typing there; whole lines become one with the indent of the first.
func (m *Machine) change(r region, c command) {
	from, to := r.from, r.to
	if r.lines {
		from = m.behindIndent(r.from.Line)
		to = editor.Pos{Line: r.to.Line, Col: len(m.ed.Line(r.to.Line))}
	}
	m.ed.Put(from, to, "")
	m.at(from)
	m.begin(c, 1)
	if r.lines {
		m.typing.opened = m.ed.Version()
	}
}

// shift indents lines by n levels, or takes as many away.
func (m *Machine) shift(r region, op string, n int) {
	unit := m.ed.IndentUnit()
	for i := r.from.Line; i <= r.to.Line; i++ {
		line := m.ed.Line(i)
		text := strings.TrimLeft(line, " \t")
		switch {
		case text == "" && line == "":
		case op == ">":
			p := editor.Pos{Line: i}
			m.ed.Put(p, p, strings.Repeat(unit, n))
		default:
			at := 0
			for range n {
				at += m.level(line[at:], unit)
			}
			m.ed.Put(editor.Pos{Line: i}, editor.Pos{Line: i, Col: at}, "")
		}
	}
	m.at(m.first(r.from.Line))
}

// level is how many bytes a level of indentation at the start of line has.
func (m *Machine) level(line, unit string) int {
	if strings.HasPrefix(line, "\t") {
		return 1
	}
	blanks := len(line) - len(strings.TrimLeft(line, " "))
	if unit == "\t" {
		return min(blanks, 4)
	}
	return min(blanks, len(unit))
}

// recase changes the case of letters.
func (m *Machine) recase(r region, op string) {
	from, to := r.from, r.to
	if r.lines {
		from, to = editor.Pos{Line: r.from.Line}, editor.Pos{Line: r.to.Line, Col: len(m.ed.Line(r.to.Line))}
	}
	m.ed.Put(from, to, recased(m.ed.Text(from, to), op))
	m.at(r.from)
}

func recased(text, op string) string {
	switch op {
	case "gu":
		return strings.ToLower(text)
	case "gU":
		return strings.ToUpper(text)
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, text)
}
