package editor_test

import (
	"fmt"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"

	"hextui/ui/editor"
)

// legacyKeys are the names of all keys that a terminal without any keyboard protocol sends.
func legacyKeys() map[string]bool {
	var codes []string
	for b := range 0x20 {
		codes = append(codes, string(rune(b)))
	}
	codes = append(codes, "\x7f", "\x1b\x7f")
	for b := byte(0x20); b < 0x7f; b++ {
		if b != '[' && b != ']' && b != 'O' && b != 'P' && b != 'X' && b != '^' && b != '_' { // these begin longer sequences
			codes = append(codes, "\x1b"+string(rune(b)))
		}
	}
	for mod := 1; mod <= 8; mod++ {
		for _, final := range "ABCDHF" {
			codes = append(codes, fmt.Sprintf("\x1b[1;%d%c", mod, final))
		}
		for _, n := range []int{2, 3, 5, 6, 11, 12, 13, 14} {
			codes = append(codes, fmt.Sprintf("\x1b[%d;%d~", n, mod))
		}
	}
	codes = append(codes, "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[Z", "\x1b[2~", "\x1b[3~", "\x1b[5~", "\x1b[6~",
		"\x1bOR")
	keys := map[string]bool{}
	var decoder uv.EventDecoder
	for _, c := range codes {
		if n, event := decoder.Decode([]byte(c)); n == len(c) {
			if k, ok := event.(uv.KeyPressEvent); ok {
				keys[k.String()] = true
			}
		}
	}
	return keys
}

func TestEveryCommandHasAKeyThatOldTerminalsSend(t *testing.T) {
	legacy := legacyKeys()
	taken := map[string]editor.Command{}
	for _, b := range editor.Bindings() {
		sent := false
		for _, k := range b.Keys {
			sent = sent || legacy[k]
			if other, ok := taken[k]; ok {
				t.Errorf("%s stands for both %s and %s", k, other, b.Command)
			}
			taken[k] = b.Command
		}
		if !sent {
			t.Errorf("%s has no key that old terminals send: %q", b.Command, b.Keys)
		}
		if b.Help == "" {
			t.Errorf("%s has no help", b.Command)
		}
	}
}

// Every command in the table does something, somewhere.
func TestEveryCommandIsKnown(t *testing.T) {
	for _, b := range editor.Bindings() {
		done := false
		for _, try := range situations() {
			e := try()
			before, caret, version := e.State(), e.Selection(), e.Version()
			effect := e.Do(b.Command)
			done = done || effect != editor.Effect{} || e.State() != before || e.Selection() != caret || e.Version() != version
		}
		if !done {
			t.Errorf("%s does nothing", b.Command)
		}
	}
}
