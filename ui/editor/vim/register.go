package vim

import (
	"strings"

	"hextui/ui/editor"
)

// register is a text that was deleted or yanked, and whether it is whole lines.
type register struct {
	text  string
	lines bool
}

// yank takes a region into a register: a to z, in capitals behind what is there; + and * are the clipboard, _ is nowhere. Without one
// it is the unnamed register, and 0 too where the text was not deleted.
func (m *Machine) yank(name string, r region, op string) {
	taken := register{m.text(r), r.lines}
	switch {
	case name == "_" || taken.text == "":
		return
	case name == "+" || name == "*":
		m.ed.SetClipboard(taken.text)
		m.out.Copied = taken.text
	case len(name) == 1 && name[0] >= 'A' && name[0] <= 'Z':
		name = strings.ToLower(name)
		old := m.regs[name]
		if taken.lines && !old.lines && old.text != "" {
			old.text += m.ed.LineEnd(r.from.Line)
		}
		taken = register{old.text + taken.text, old.lines || taken.lines}
	}
	if name != "" {
		m.regs[name] = taken
	} else if op == "y" {
		m.regs["0"] = taken
	}
	m.regs[""] = taken
}

// held is what a register holds.
func (m *Machine) held(name string) (register, bool) {
	if name == `"` {
		name = ""
	}
	if name == "+" || name == "*" {
		if text := m.ed.Clip(); text != m.regs[name].text {
			return register{m.ended(text), strings.HasSuffix(text, "\n")}, text != ""
		}
	}
	r, ok := m.regs[strings.ToLower(name)]
	return r, ok && r.text != ""
}

// ended is a text with the line ends of the source around the cursor.
func (m *Machine) ended(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", m.ed.LineEnd(m.here().Line))
}

// endless is a text of whole lines without the last one's end.
func endless(text string) string { return strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r") }

// put puts a register's text behind the cursor, or before it.
func (m *Machine) put(c command) {
	r, ok := m.held(c.reg)
	if !ok {
		m.out.Say = "There is nothing in the register" + called(c.reg) + " to put."
		return
	}
	m.last, m.shape = change{command: c}, shape{}
	m.ed.Join()
	defer m.ed.Part()
	if at := m.here(); r.lines {
		m.putLines(at.Line, strings.Repeat(r.text, c.times()), c.key == "p")
	} else {
		if c.key == "p" {
			at = m.ed.After(at)
		}
		m.putText(at, strings.Repeat(r.text, c.times()))
	}
}

// called is a register's name as it is said.
func called(name string) string {
	if name == "" {
		return ""
	}
	return " " + name
}

// putLines puts whole lines below a line, or above it.
func (m *Machine) putLines(line int, text string, below bool) {
	p := editor.Pos{Line: line}
	if below {
		if p.Line++; p.Line == m.ed.Lines() { // the last line has no end that they could come behind
			end := m.ed.LineEnd(line)
			text = end + endless(text)
			p = editor.Pos{Line: line, Col: len(m.ed.Line(line))}
			line++
		} else {
			line = p.Line
		}
	}
	m.ed.Put(p, p, text)
	m.at(m.first(line))
}

// putText puts a text at a place; the cursor goes to its last character or, where it has several lines, to its first.
func (m *Machine) putText(p editor.Pos, text string) {
	m.ed.Put(p, p, text)
	if strings.Contains(text, "\n") {
		m.at(p)
		return
	}
	m.at(m.ed.Before(m.ed.State().Cursor))
}
