package vim

import (
	"strings"

	"hextui/ui/editor"
)

// session is a stay in insert mode.
type session struct {
	command command
	times   int
	keys    []typed
	// opened is the version of the text with a line that was made and only indented: where nothing comes to it, its indent goes.
	opened uint64
}

// typed is what was typed in insert mode: a text, one of the editor's commands, or a word that took the place of n bytes.
type typed struct {
	text    string
	command editor.Command
	n       int
}

// insertBy begins to type where a command says.
func (m *Machine) insertBy(c command) {
	p := m.here()
	m.shape = shape{}
	m.ed.Join()
	switch c.key {
	case "a":
		p = m.ed.After(p)
	case "A":
		p.Col = len(m.ed.Line(p.Line))
	case "I":
		p = m.behindIndent(p.Line)
	case "o", "O":
		m.open(p.Line, c.key == "o")
		m.begin(c, c.times())
		m.typing.opened = m.ed.Version()
		return
	}
	m.at(p)
	m.begin(c, c.times())
}

// open makes a line below a line, or above it, with the same indent.
func (m *Machine) open(line int, below bool) {
	text := m.ed.Line(line)
	indent := text[:m.behindIndent(line).Col]
	p := editor.Pos{Line: line}
	end := m.ed.LineEnd(line)
	if below {
		p.Col = len(text)
		m.ed.Put(p, p, end+indent)
		return
	}
	m.ed.Put(p, p, indent+end)
	m.at(editor.Pos{Line: line, Col: len(indent)})
}

// begin goes to insert mode. What is typed there is one change with what the command did.
func (m *Machine) begin(c command, times int) {
	m.mode = Insert
	m.typing = session{command: c, times: times}
	m.goal = -1
}

// leaveInsert does what was typed as often as the count says, and goes back to normal mode.
func (m *Machine) leaveInsert() {
	s := m.typing
	for range s.times - 1 {
		if s.command.key == "o" || s.command.key == "O" {
			m.open(m.ed.State().Cursor.Line, true)
		}
		m.play(s.keys)
	}
	p := m.ed.State().Cursor
	if m.bare() {
		m.ed.Put(editor.Pos{Line: p.Line}, p, "")
		p.Col = 0
	}
	m.mode = Normal
	m.ed.Part()
	m.at(m.ed.Before(p))
	if s.command.key != "" {
		m.last = change{s.command, s.keys}
	}
	m.typing = session{}
}

// bare tells whether the cursor is at the end of a line that was made just now and holds nothing but its indent.
func (m *Machine) bare() bool {
	p := m.ed.State().Cursor
	return m.typing.opened == m.ed.Version() && m.indented(p) && p.Col == len(m.ed.Line(p.Line))
}

// newLine breaks the line. An indent that nothing was typed behind goes on to the next line and does not stay.
func (m *Machine) newLine() {
	p := m.ed.State().Cursor
	indent := ""
	if m.bare() {
		indent = m.ed.Line(p.Line)
		m.ed.Put(editor.Pos{Line: p.Line}, p, "")
	}
	m.ed.Do(editor.NewLine)
	if indent != "" {
		m.ed.Insert(indent)
	}
	m.typing.opened = m.ed.Version()
}

// play does again what was typed.
func (m *Machine) play(keys []typed) {
	for _, k := range keys {
		switch {
		case k.n > 0:
			m.ed.TakeWord(k.n, k.text)
		case k.command == editor.NewLine:
			m.newLine()
		case k.command != "":
			m.ed.Do(k.command)
		default:
			m.ed.Insert(k.text)
		}
	}
}

// insertKey types a key in insert mode that came to the machine itself.
func (m *Machine) insertKey(key string) {
	switch key {
	case "enter":
		m.do(editor.NewLine)
	case "tab":
		m.do(editor.Indent)
	case "backspace", "ctrl+h":
		m.do(editor.DeleteLeft)
	case "ctrl+w":
		m.do(editor.DeleteWordLeft)
	case "ctrl+u":
		m.do(editor.DeleteToLineStart)
	default:
		m.insert(key)
	}
}

// Insert types a text in insert mode; elsewhere its letters are commands.
func (m *Machine) Insert(text string) Result {
	if m.mode != Insert || m.prompt.lead != "" {
		var all Result
		for _, r := range text {
			one := m.Key(string(r))
			one.Changed, one.Moved = one.Changed || all.Changed, one.Moved || all.Moved
			all = one
		}
		return all
	}
	return m.around(func() { m.insert(text) })
}

func (m *Machine) insert(text string) {
	m.out.Refused = m.ed.Insert(text).Refused
	m.typing.keys = append(m.typing.keys, typed{text: text})
}

// Do has the editor carry out one of its commands. In insert mode, edits are part of the change, and a move begins another one.
func (m *Machine) Do(c editor.Command) Result {
	return m.around(func() { m.do(c) })
}

func (m *Machine) do(c editor.Command) {
	if m.mode == Insert && c == editor.NewLine && !m.ed.ReadOnly() {
		m.newLine()
		m.typing.keys = append(m.typing.keys, typed{command: c})
		return
	}
	e := m.ed.Do(c)
	m.out.Refused, m.out.Copied = e.Refused, e.Copied
	switch {
	case m.mode != Insert:
		m.goal = -1
		if e.Changed {
			m.mode = Normal
		}
	case e.Changed && c != editor.Undo && c != editor.Redo:
		m.typing.keys = append(m.typing.keys, typed{command: c})
	case e.Changed || e.Moved:
		m.ed.Part()
		m.ed.Join()
		m.typing = session{command: command{key: "i"}, times: 1}
	}
}

// TakeWord puts a text in place of the n bytes before the cursor, as the list of words that are offered does.
func (m *Machine) TakeWord(n int, text string) Result {
	return m.around(func() {
		m.ed.TakeWord(n, text)
		m.typing.keys = append(m.typing.keys, typed{text: text, n: n})
	})
}

// Paste takes a text that comes from elsewhere, wherever the cursor is; in a command line it is typed.
func (m *Machine) Paste(text string) Result {
	if m.prompt.lead != "" {
		first, _, _ := strings.Cut(text, "\n")
		m.prompt.text += first
		return Result{}
	}
	var ends string
	r := m.around(func() {
		m.keys = nil
		ends = m.ed.Paste(text).LineEnds
		if m.mode == Insert {
			m.typing.keys = append(m.typing.keys, typed{text: text})
		} else {
			m.mode = Normal
		}
	})
	r.LineEnds = ends
	return r
}
