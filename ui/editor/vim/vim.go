// Package vim makes an editor understand keys as vim does: commands that are letters, motions, operators, text objects, registers, and
// a line for what begins with : or /. It is an honest part of vim: what it does is held against vim itself by its tests, and what it
// does not know it says.
//
// A [Machine] gets keys and changes the text of its [editor.Editor], whose undo history, marks and search it shares. What a cell,
// a save or a run is it does not know: it says what is asked for ([Result.Ask]).
package vim

import (
	"strings"

	"hextui/ui/editor"
)

// Mode is what keys mean now.
type Mode uint8

// The modes.
const (
	Normal Mode = iota
	Insert
	Visual
	VisualLine
)

// String is the mode as vim says it.
func (m Mode) String() string { return [...]string{"NORMAL", "INSERT", "VISUAL", "VISUAL LINE"}[m] }

// Ask is what a command line asks of whoever holds the editor.
type Ask uint8

// What can be asked for.
const (
	Nothing Ask = iota
	Save
	SaveQuit
	Quit
	DropQuit // :q! throws what was typed away
	Run
)

// Result is what a key did.
type Result struct {
	editor.Effect
	// Say is a sentence for the person, empty for none.
	Say string
	Ask Ask
}

// Machine is vim's state beside the text. Use [New].
type Machine struct {
	ed     *editor.Editor
	mode   Mode
	keys   []string // of a command that is not whole yet
	goal   int      // the column that moves up and down aim at, -1 to measure it, far for the ends of lines
	anchor editor.Pos
	cursor editor.Pos // in the visual modes, whose cursor is on a character

	prompt  prompt
	regs    map[string]register
	sought  sought
	finding command // the last f, F, t or T
	typing  session
	last    change // for .
	shape   shape  // of the visual area that the change was made of
	subst   substitution
	out     Result
}

// far is a goal behind every line's end.
const far = 1 << 30

// New returns the machine of an editor, in normal mode.
func New(e *editor.Editor) *Machine {
	return &Machine{ed: e, goal: -1, regs: map[string]register{}}
}

// Mode is the mode that the machine is in.
func (m *Machine) Mode() Mode { return m.mode }

// Status is what stands in vim's last line: the line that is typed after : or /, or the keys of a command that is not whole yet.
// Typed tells that it is such a line, with the cursor at its end.
func (m *Machine) Status() (text string, typed bool) {
	if m.prompt.lead != "" {
		return m.prompt.lead + m.prompt.text, true
	}
	return strings.Join(m.keys, ""), false
}

// Takes tells whether a key that types no text means something here; others keep what they mean elsewhere. Keys are spelled as Bubble
// Tea names them.
func (m *Machine) Takes(key string) bool {
	switch key {
	case "esc", "ctrl+c":
		return true
	}
	if m.mode == Insert && m.prompt.lead == "" {
		return false
	}
	return named(key) != "" || m.prompt.lead != "" && key == "ctrl+w"
}

// named is the command that a key with a name is; empty for one that is none.
func named(key string) string {
	switch key {
	case "backspace", "ctrl+r", "ctrl+d", "ctrl+u", "ctrl+f", "ctrl+b", "ctrl+v", "tab", "shift+tab":
		return key
	case "enter":
		return "+"
	case "ctrl+h":
		return "backspace"
	case "left":
		return "h"
	case "right":
		return "l"
	case "up":
		return "k"
	case "down", "ctrl+j":
		return "j"
	case "home":
		return "0"
	case "end":
		return "$"
	case "pgup":
		return "ctrl+b"
	case "pgdown":
		return "ctrl+f"
	case "delete":
		return "x"
	case "space":
		return " "
	}
	return ""
}

// Key takes a key: a letter or sign as it is typed, or the name of a key. In insert mode the keys that are no letters and not Escape
// go to [Machine.Do] as the editor's commands.
func (m *Machine) Key(key string) Result {
	return m.around(func() {
		switch {
		case m.prompt.lead != "":
			m.promptKey(key)
		case m.mode != Insert:
			m.commandKey(key)
		case key == "esc" || key == "ctrl+c":
			m.leaveInsert()
		default:
			m.insertKey(key)
		}
	})
}

// around brings machine and editor in step before and after something, and tells what changed.
func (m *Machine) around(do func()) Result {
	version, before := m.ed.Version(), m.ed.State()
	m.out = Result{}
	m.meet()
	do()
	m.settle()
	m.out.Changed = m.ed.Version() != version
	m.out.Moved = m.ed.State() != before
	return m.out
}

// meet takes over what the mouse or another of the editor's commands did since the last key: a selection is a visual area.
func (m *Machine) meet() {
	at := m.ed.State()
	switch {
	case m.mode == Insert:
	case m.visual() && m.ed.Reach() != editor.Between:
		return
	case at.Cursor != at.Anchor:
		m.mode, m.anchor, m.cursor = Visual, at.Anchor, at.Cursor
		if before(at.Anchor, at.Cursor) {
			m.cursor = m.ed.Before(at.Cursor)
		} else {
			m.anchor = m.ed.Before(at.Anchor)
		}
	case m.visual():
		m.mode = Normal
	}
}

// settle shows the state in the editor: a visual area as its selection, and in normal mode the cursor on a character.
func (m *Machine) settle() {
	switch m.mode {
	case Visual:
		m.ed.Stand(m.anchor, m.cursor, editor.Inclusive)
	case VisualLine:
		m.ed.Stand(m.anchor, m.cursor, editor.Lines)
	case Normal:
		s := m.ed.State()
		if at := m.onText(s.Cursor); s.Cursor != at || s.Anchor != at || m.ed.Reach() != editor.Between {
			m.at(at)
		}
	}
}

// commandKey takes a key of the normal and the visual modes.
func (m *Machine) commandKey(key string) {
	if key == "esc" || key == "ctrl+c" {
		if len(m.keys) == 0 && m.mode == Normal {
			m.out.Say = ":q leaves the editor, the draft stays; :w reviews and saves it."
		}
		if m.keys = nil; m.visual() {
			m.endVisual(m.cursor)
		}
		return
	}
	if name := named(key); name != "" && !m.wantsLetter() {
		key = name
	} else if key == "enter" {
		key = "\n"
	}
	m.keys = append(m.keys, key)
	c, state := parse(m.keys, m.visual())
	switch state {
	case partial:
		return
	case unknown:
		m.out.Say = "“" + strings.Join(m.keys, "") + "” is not among the vim commands here."
	case whole:
		if m.keys = nil; c.key == "/" || c.key == "?" {
			m.prompt = prompt{lead: c.key, command: c}
			return
		}
		m.run(c)
	}
	m.keys = nil
}

// wantsLetter tells whether the next key is the letter that f, t or r are waiting for.
func (m *Machine) wantsLetter() bool {
	n := len(m.keys)
	if n == 0 || !strings.Contains("rfFtT", m.keys[n-1]) {
		return false
	}
	_, state := parse(append(m.keys[:n:n], "\n"), m.visual())
	return state == whole
}

func (m *Machine) visual() bool { return m.mode == Visual || m.mode == VisualLine }

func (m *Machine) endVisual(at editor.Pos) {
	m.mode = Normal
	m.at(at)
}

// at moves the cursor.
func (m *Machine) at(p editor.Pos) { m.ed.Stand(p, p, editor.Between) }

// here is where the cursor is.
func (m *Machine) here() editor.Pos {
	if m.visual() {
		return m.cursor
	}
	return m.ed.State().Cursor
}

// run carries out a whole command.
func (m *Machine) run(c command) {
	if m.visual() {
		m.runVisual(c)
		return
	}
	switch act := actionOf(c.key); {
	case c.op != "":
		m.operate(c)
	case act != nil:
		act(m, c)
	default:
		m.move(c)
	}
	if !vertical(c.key) {
		m.goal = -1
		if c.key == "$" && c.op == "" {
			m.goal = far
		}
	}
}

func before(p, q editor.Pos) bool { return p.Line < q.Line || p.Line == q.Line && p.Col < q.Col }

func ordered(p, q editor.Pos) (editor.Pos, editor.Pos) {
	if before(q, p) {
		return q, p
	}
	return p, q
}
