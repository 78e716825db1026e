package terminal

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Protocol is how a keyboard's keys become bytes.
type Protocol int

// The protocols. Legacy is what every terminal sends; Kitty tells all keys apart and is spoken when
// both the terminal and the program know it.
const (
	Legacy Protocol = iota
	Kitty
)

// ErrNoSuchKey is the error for a key that a keyboard of the protocol cannot send.
var ErrNoSuchKey = errors.New("the terminal cannot send this key")

// modifiers are bits as xterm and kitty count them.
type modifiers int

const (
	shift modifiers = 1 << iota
	alt
	ctrl
)

// named are the keys that write no text. A final letter stands for CSI 1;mod letter, a number for
// CSI number;mod ~.
type named struct {
	final  byte
	number int
}

func namedKey(name string) (named, bool) {
	switch name {
	case "up":
		return named{final: 'A'}, true
	case "down":
		return named{final: 'B'}, true
	case "right":
		return named{final: 'C'}, true
	case "left":
		return named{final: 'D'}, true
	case "end":
		return named{final: 'F'}, true
	case "home":
		return named{final: 'H'}, true
	case "f1", "f2", "f3", "f4":
		return named{final: 'P' + name[1] - '1'}, true
	case "insert":
		return named{number: 2}, true
	case "delete":
		return named{number: 3}, true
	case "pgup":
		return named{number: 5}, true
	case "pgdown":
		return named{number: 6}, true
	}
	numbers := map[string]int{"f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20, "f10": 21, "f11": 23, "f12": 24}
	n, ok := numbers[name]
	return named{number: n}, ok
}

func (n named) encode(mod modifiers) []byte {
	if n.final == 'R' && mod != 0 {
		n = named{number: 13} // CSI 1;mod R is also an answer: where the cursor is
	}
	switch {
	case n.number > 0 && mod == 0:
		return fmt.Appendf(nil, "\x1b[%d~", n.number)
	case n.number > 0:
		return fmt.Appendf(nil, "\x1b[%d;%d~", n.number, mod+1)
	case mod == 0 && n.final >= 'P' && n.final <= 'S':
		return []byte{0x1b, 'O', n.final}
	case mod == 0:
		return []byte{0x1b, '[', n.final}
	default:
		return fmt.Appendf(nil, "\x1b[1;%d%c", mod+1, n.final)
	}
}

// Encode returns the bytes that a keyboard sends for a key in Bubble Tea's spelling: "a", "A",
// "ctrl+s", "shift+tab", "alt+enter", "f5", "pgdown", "space", "é". A key that the protocol cannot
// tell from another, such as "ctrl+i" or "shift+enter" on a legacy terminal, is an [ErrNoSuchKey].
func Encode(key string, p Protocol) ([]byte, error) {
	mod, name := split(key)
	if n, ok := namedKey(name); ok {
		return n.encode(mod), nil
	}
	code, ok := codeOf(name)
	if !ok {
		return nil, fmt.Errorf("%q is not a key in Bubble Tea's spelling: %w", key, ErrNoSuchKey)
	}
	if b, ok := plain(code, name, mod); ok {
		return b, nil
	}
	if p == Kitty {
		if unicode.IsUpper(code) {
			code, mod = unicode.ToLower(code), mod|shift
		}
		return []byte("\x1b[" + strconv.Itoa(int(code)) + ";" + strconv.Itoa(int(mod)+1) + "u"), nil
	}
	if b, ok := legacy(code, name, mod); ok {
		return b, nil
	}
	return nil, fmt.Errorf("a legacy terminal has no bytes of its own for %q: %w", key, ErrNoSuchKey)
}

// split takes the modifiers off a key's name. The key "+" itself stays whole.
func split(key string) (mod modifiers, name string) {
	name = key
	for {
		switch {
		case strings.HasPrefix(name, "ctrl+") && len(name) > 5:
			mod, name = mod|ctrl, name[5:]
		case strings.HasPrefix(name, "alt+") && len(name) > 4:
			mod, name = mod|alt, name[4:]
		case strings.HasPrefix(name, "shift+") && len(name) > 6:
			mod, name = mod|shift, name[6:]
		default:
			return mod, name
		}
	}
}

// codeOf is the number of a key with a text or a control character of its own.
func codeOf(name string) (rune, bool) {
	switch name {
	case "enter":
		return '\r', true
	case "tab":
		return '\t', true
	case "backspace":
		return 0x7f, true
	case "esc", "escape":
		return 0x1b, true
	case "space":
		return ' ', true
	}
	r, size := utf8.DecodeRuneInString(name)
	return r, size > 0 && unicode.IsPrint(r) && (size == len(name) || r > 0x7f)
}

// plain are the bytes of the keys that both protocols send alike.
func plain(code rune, name string, mod modifiers) ([]byte, bool) {
	switch {
	case code == 0x1b:
		return nil, false
	case code < ' ' || code == 0x7f:
		return []byte{byte(code)}, mod == 0
	case mod == 0 && name == "space":
		return []byte{' '}, true
	case mod == 0:
		return []byte(name), true
	case mod == shift && unicode.IsLetter(code):
		return []byte(string(unicode.ToUpper(code))), true
	}
	return nil, false
}

// legacy are the bytes of the remaining keys on a keyboard of old: ESC before a key for alt, one
// control character for ctrl with a letter.
func legacy(code rune, name string, mod modifiers) ([]byte, bool) {
	if code == '\t' && mod == shift {
		return []byte("\x1b[Z"), true
	}
	var prefix []byte
	if mod&alt != 0 {
		prefix = []byte{0x1b}
	}
	switch mod &^ alt {
	case 0:
		if strings.ContainsRune("[]OPX^_", code) && mod&alt != 0 {
			return nil, false // these begin longer sequences
		}
		if code == 0x1b {
			return []byte{0x1b}, mod == 0
		}
		if name == "space" {
			name = " "
		}
		if code < ' ' || code == 0x7f {
			name = string(code)
		}
		return append(prefix, name...), true
	case shift:
		if unicode.IsLetter(code) && !strings.ContainsRune("opx", unicode.ToLower(code)) {
			return append(prefix, string(unicode.ToUpper(code))...), true
		}
	case ctrl:
		if b, ok := control(code); ok {
			return append(prefix, b), true
		}
	}
	return nil, false
}

// control is the control character of ctrl with a key, where no other key sends the same.
func control(code rune) (byte, bool) {
	switch {
	case strings.ContainsRune("im", code): // tab and enter
		return 0, false
	case code >= 'a' && code <= 'z':
		return byte(code) & 0x1f, true
	case strings.ContainsRune(`\]^_`, code):
		return byte(code) & 0x1f, true
	case code == ' ':
		return 0, true
	}
	return 0, false
}

// Protocol is what the keyboard speaks now.
func (t *Terminal) Protocol() Protocol {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kitty && t.state.keyboardFlags()&1 != 0 {
		return Kitty
	}
	return Legacy
}

// Paste sends text as a terminal does when a person pastes: bracketed if the program asked for
// that, with line feeds as carriage returns otherwise.
func (t *Terminal) Paste(text string) {
	if t.Frame().Modes.BracketedPaste {
		t.Send([]byte("\x1b[200~" + text + "\x1b[201~"))
		return
	}
	t.Send([]byte(strings.ReplaceAll(text, "\n", "\r")))
}

// SetFocus sends the event for a window that gets or loses focus, if the program asked for them.
func (t *Terminal) SetFocus(focused bool) {
	switch {
	case !t.Frame().Modes.Focus:
	case focused:
		t.Send([]byte("\x1b[I"))
	default:
		t.Send([]byte("\x1b[O"))
	}
}
