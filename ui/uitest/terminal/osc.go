package terminal

import "strings"

// oscFilter takes the operating system commands (ESC ] … BEL or ESC ] … ESC \) out of a stream. The
// emulator would end them at any byte 0x9c, which is part of "✓" and of many other letters.
type oscFilter struct {
	text    func([]byte)         // everything else, in order
	command func(payload string) // what stood between ESC ] and its end
	inside  bool
	escape  bool // the last byte was ESC and has not been passed on
	payload []byte
}

func (o *oscFilter) write(p []byte) {
	var plain []byte
	for _, b := range p {
		switch {
		case o.inside:
			o.collect(b)
		case o.escape && b == ']':
			o.text(plain)
			plain, o.escape, o.inside = nil, false, true
		case o.escape && b == 0x1b:
			plain = append(plain, 0x1b)
		case b == 0x1b:
			o.escape = true
		case o.escape:
			plain = append(plain, 0x1b, b)
			o.escape = false
		default:
			plain = append(plain, b)
		}
	}
	if len(plain) > 0 {
		o.text(plain)
	}
}

func (o *oscFilter) collect(b byte) {
	switch {
	case b == 0x07, o.escape && b == '\\':
		o.command(string(o.payload))
		o.payload, o.inside, o.escape = o.payload[:0], false, false
	case b == 0x1b:
		o.escape = true
	default:
		o.escape = false
		o.payload = append(o.payload, b)
	}
}

// command acts on an operating system command, or leaves it to the emulator.
func (t *Terminal) command(payload string) {
	kind, rest, _ := strings.Cut(payload, ";")
	switch kind {
	case "0", "2":
		t.state.setTitle(rest)
	case "52":
		t.state.clip(rest)
	case "8", "10", "11", "12", "110", "111", "112":
		t.print([]byte("\x1b]" + payload + "\x07"))
	}
}
