package vim

import (
	"strings"

	"hextui/ui/editor"
)

// actionOf is what a command does that is no motion and no operator; nil where there is none.
func actionOf(key string) func(*Machine, command) {
	switch key {
	case "i", "a", "I", "A", "o", "O":
		return (*Machine).insertBy
	case "p", "P":
		return (*Machine).put
	case "u", "ctrl+r":
		return (*Machine).travel
	case "r":
		return (*Machine).replace
	case "~":
		return (*Machine).toggle
	case "J", "gJ":
		return (*Machine).join
	case ".":
		return (*Machine).repeat
	case "v", "V":
		return (*Machine).beginVisual
	case ":":
		return func(m *Machine, c command) {
			m.prompt = prompt{lead: ":"}
			if c.count > 0 {
				m.prompt.text = rangeOf(c.count)
			}
		}
	case "&":
		return func(m *Machine, _ command) { m.substitute(m.here().Line, m.here().Line, m.subst) }
	case "ZZ", "ZQ":
		return func(m *Machine, c command) { m.out.Ask = map[string]Ask{"ZZ": SaveQuit, "ZQ": DropQuit}[c.key] }
	case "zz", "z.", "zt", "z+", "zb", "z-":
		return func(m *Machine, _ command) { m.ed.Do(editor.CenterCursor) }
	case "ctrl+v":
		return func(m *Machine, _ command) { m.out.Say = "There is no visual block here; v selects text and V lines." }
	case "tab", "shift+tab":
		return func(*Machine, command) {}
	}
	return nil
}

// travel takes changes back, or does them again. The cursor goes to the first line that changed.
func (m *Machine) travel(c command) {
	do := editor.Undo
	if c.key == "ctrl+r" {
		do = editor.Redo
	}
	for range c.times() {
		at, redone := m.ed.Undone()
		e := m.ed.Do(do)
		if redone && do == editor.Redo { // to where it was made, as after an undo
			m.at(at)
		}
		if m.out.Refused = e.Refused; !e.Changed {
			if m.out.Say = "There is nothing more to undo."; do == editor.Redo {
				m.out.Say = "There is nothing more to do again."
			}
			return
		}
	}
	m.out.Say = ""
}

// replace puts a letter in place of as many characters.
func (m *Machine) replace(c command) {
	from := m.here()
	to := from
	for range c.times() {
		if to.Col >= len(m.ed.Line(to.Line)) {
			return
		}
		to = m.ed.After(to)
	}
	m.last, m.shape = change{command: c}, shape{}
	if c.arg == "\n" {
		line := m.ed.Line(from.Line)
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		m.ed.Put(from, to, m.ed.LineEnd(from.Line)+indent)
		m.at(m.ed.Before(m.ed.State().Cursor))
		return
	}
	m.ed.Put(from, to, strings.Repeat(c.arg, c.times()))
	m.at(m.ed.Before(m.ed.State().Cursor))
}

// toggle changes the case of characters and goes on behind them.
func (m *Machine) toggle(c command) {
	from := m.here()
	to := from
	for range c.times() {
		to = m.ed.After(to)
	}
	if to == from {
		return
	}
	m.last, m.shape = change{command: c}, shape{}
	m.ed.Put(from, to, recased(m.ed.Text(from, to), "~"))
	m.at(m.onText(m.ed.State().Cursor))
}

// join makes one line of some: as many as the count says, at least two.
func (m *Machine) join(c command) {
	line := m.here().Line
	m.joinLines(line, min(line+max(c.times(), 2)-1, m.ed.Lines()-1), c)
}

func (m *Machine) joinLines(first, last int, c command) {
	if last == first {
		return
	}
	m.last, m.shape = change{command: c}, shape{}
	m.ed.Join()
	defer m.ed.Part()
	at := editor.Pos{}
	for range last - first {
		line, next := m.ed.Line(first), m.ed.Line(first+1)
		at = editor.Pos{Line: first, Col: len(line)}
		space := ""
		if text := strings.TrimLeft(next, " \t"); c.key == "J" {
			if text != "" && text[0] != ')' && line != "" && !strings.HasSuffix(line, " ") && !strings.HasSuffix(line, "\t") {
				space = " "
			}
			m.ed.Put(at, editor.Pos{Line: first + 1, Col: len(next) - len(text)}, space)
		} else {
			m.ed.Put(at, editor.Pos{Line: first + 1}, "")
		}
	}
	m.at(m.onText(at))
}

// change is a change that . does again: its command, and what was typed for it.
type change struct {
	command command
	typed   []typed
}

// repeat does the last change again, at the cursor, with a count of its own where one is typed.
func (m *Machine) repeat(c command) {
	last, shape := m.last, m.shape
	if last.command.key == "" {
		m.out.Say = "Nothing was changed yet that . could do again."
		return
	}
	if c.count > 0 {
		last.command.count = c.count
	}
	m.ed.Join()
	switch {
	case shape.set:
		m.applyVisual(last.command, shape.at(m, m.here()))
	case last.command.op != "":
		m.operate(last.command)
	default:
		actionOf(last.command.key)(m, last.command)
	}
	if m.mode == Insert {
		m.play(last.typed)
		m.typing.keys = last.typed
		m.leaveInsert()
	}
	m.ed.Part()
	m.last, m.shape = last, shape
}
