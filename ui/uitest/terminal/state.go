package terminal

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Modes is what a program can switch on in a terminal and has to switch off before it ends.
type Modes struct {
	AltScreen      bool
	CursorHidden   bool
	BracketedPaste bool
	Focus          bool // focus events
	Mouse          MouseMode
	Sync           bool // synchronised output left open
	// KeyboardDepth is how many entries of the kitty keyboard stacks (both screens) were not popped.
	KeyboardDepth int
	// OtherKeys says that xterm's modifyOtherKeys is on.
	OtherKeys bool
}

// MouseMode is how much of the mouse a program asked for.
type MouseMode int

// The mouse modes that a program can ask for.
const (
	MouseOff MouseMode = iota
	MouseClicks
	MouseDrag
	MouseAll
)

// Leftovers names in words what a program left switched on; nothing for a terminal as it was found.
func (m Modes) Leftovers() []string {
	var left []string
	add := func(bad bool, what string) {
		if bad {
			left = append(left, what)
		}
	}
	add(m.AltScreen, "the alternate screen is still on")
	add(m.CursorHidden, "the cursor is still hidden")
	add(m.BracketedPaste, "bracketed paste is still on")
	add(m.Focus, "focus events are still on")
	add(m.Mouse != MouseOff, "the mouse is still on")
	add(m.Sync, "synchronised output is still open")
	add(m.KeyboardDepth != 0, "the kitty keyboard is still on")
	add(m.OtherKeys, "modifyOtherKeys is still on")
	return left
}

// state is what the terminal knows beside its cells. It is guarded by the terminal's lock.
type state struct {
	raw        []byte
	title      string
	titles     []string // those that are kept
	painted    int
	clipboard  string
	copies     int
	bells      int
	shape      CursorShape
	set        map[ansi.Mode]bool
	keyboards  [2][]int // kitty flags pushed on the main and the alternate screen
	onAlt      bool
	otherKeys  bool
	clipAnswer func(string)
}

// watch hears what the emulator is told. All callbacks run inside the emulator's Write and so under
// the terminal's lock.
func (s *state) watch(em *vt.Emulator, kitty bool) {
	s.set = map[ansi.Mode]bool{ansi.ModeTextCursorEnable: true}
	reply := func(answer string) { em.SendText(answer) }
	s.clipAnswer = reply
	em.SetCallbacks(vt.Callbacks{
		Bell:        func() { s.bells++ },
		AltScreen:   func(on bool) { s.onAlt = on },
		EnableMode:  func(m ansi.Mode) { s.set[m] = true },
		DisableMode: func(m ansi.Mode) { s.set[m] = false },
		CursorStyle: func(style vt.CursorStyle, _ bool) { s.shape = CursorShape(style) },
	})
	s.watchKeyboard(em, kitty, reply)
}

func (s *state) watchKeyboard(em *vt.Emulator, kitty bool, reply func(string)) {
	param := func(p ansi.Params, i, otherwise int) int {
		n, _, ok := p.Param(i, otherwise)
		if !ok {
			return otherwise
		}
		return n
	}
	em.RegisterCsiHandler(ansi.Command('>', 0, 'u'), func(p ansi.Params) bool {
		stack := s.keyboard()
		*stack = append(*stack, param(p, 0, 0))
		return true
	})
	em.RegisterCsiHandler(ansi.Command('<', 0, 'u'), func(p ansi.Params) bool {
		stack := s.keyboard()
		*stack = (*stack)[:max(0, len(*stack)-param(p, 0, 1))]
		return true
	})
	em.RegisterCsiHandler(ansi.Command('=', 0, 'u'), func(p ansi.Params) bool {
		if stack := s.keyboard(); len(*stack) > 0 {
			(*stack)[len(*stack)-1] = param(p, 0, 0)
		}
		return true
	})
	em.RegisterCsiHandler(ansi.Command('?', 0, 'u'), func(ansi.Params) bool {
		if kitty {
			reply("\x1b[?" + strconv.Itoa(s.keyboardFlags()) + "u")
		}
		return true
	})
	em.RegisterCsiHandler('t', func(p ansi.Params) bool {
		switch param(p, 0, 0) {
		case 22:
			s.titles = append(s.titles, s.title)
		case 23:
			if n := len(s.titles); n > 0 {
				s.title, s.titles = s.titles[n-1], s.titles[:n-1]
			}
		default:
			return false
		}
		return true
	})
	em.RegisterCsiHandler(ansi.Command('>', 0, 'm'), func(p ansi.Params) bool {
		if param(p, 0, 0) == 4 {
			s.otherKeys = param(p, 1, 0) > 0
		}
		return true
	})
}

func (s *state) keyboard() *[]int {
	if s.onAlt {
		return &s.keyboards[1]
	}
	return &s.keyboards[0]
}

func (s *state) keyboardFlags() int {
	if stack := *s.keyboard(); len(stack) > 0 {
		return stack[len(stack)-1]
	}
	return 0
}

func (s *state) modes() Modes {
	m := Modes{
		AltScreen:      s.onAlt,
		CursorHidden:   !s.set[ansi.ModeTextCursorEnable],
		BracketedPaste: s.set[ansi.ModeBracketedPaste],
		Focus:          s.set[ansi.ModeFocusEvent],
		Sync:           s.set[ansi.ModeSynchronizedOutput],
		KeyboardDepth:  len(s.keyboards[0]) + len(s.keyboards[1]),
		OtherKeys:      s.otherKeys,
	}
	switch {
	case s.set[ansi.ModeMouseAnyEvent]:
		m.Mouse = MouseAll
	case s.set[ansi.ModeMouseButtonEvent]:
		m.Mouse = MouseDrag
	case s.set[ansi.ModeMouseNormal], s.set[ansi.ModeMouseX10]:
		m.Mouse = MouseClicks
	}
	return m
}

// setTitle takes a window title, and the number of the view that it came with.
func (s *state) setTitle(title string) {
	title, mark, marked := strings.Cut(title, frameMark)
	s.title = title
	if !marked {
		return
	}
	if n, err := strconv.Atoi(mark); err == nil {
		s.painted = n
	}
}

// clip takes the payload of OSC 52: a selection, a semicolon, base64 text or a question mark.
func (s *state) clip(payload string) {
	which, data, ok := strings.Cut(payload, ";")
	if !ok {
		return
	}
	if data == "?" {
		s.clipAnswer("\x1b]52;" + which + ";" + base64.StdEncoding.EncodeToString([]byte(s.clipboard)) + "\x07")
		return
	}
	if text, err := base64.StdEncoding.DecodeString(data); err == nil {
		s.clipboard, s.copies = string(text), s.copies+1
	}
}
