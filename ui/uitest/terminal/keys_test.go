package terminal_test

import (
	"errors"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"

	"hextui/ui/uitest/terminal"
)

// spelled lists keys as Bubble Tea spells them, and whether a keyboard of old can send them.
func spelled() map[string]bool {
	keys := map[string]bool{
		"enter": true, "tab": true, "backspace": true, "esc": true, "space": true,
		"shift+tab": true, "alt+enter": true, "alt+backspace": true, "alt+space": true,
		"ctrl+space": true, `ctrl+\`: true, "ctrl+]": true, "ctrl+^": true, "ctrl+_": true,
		"é": true, "世": true, "👍🏽": true, "+": true, "alt+.": true, "alt+é": true, "ctrl+alt+a": true,
		"ctrl+alt+up": true, "alt+shift+a": true,

		"ctrl+i": false, "ctrl+m": false, "shift+enter": false, "ctrl+enter": false, "ctrl+tab": false,
		"ctrl+1": false, "ctrl+.": false, "ctrl+shift+a": false, "shift+space": false, "alt+[": false,
		"ctrl+backspace": false, "shift+backspace": false, "alt+esc": false, "alt+shift+o": false, "ctrl+/": false,
	}
	for r := '!'; r <= '~'; r++ {
		keys[string(r)] = true
	}
	for r := 'a'; r <= 'z'; r++ {
		if r != 'i' && r != 'm' {
			keys["ctrl+"+string(r)] = true
		}
		keys["alt+"+string(r)] = true
	}
	for _, name := range []string{"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "insert", "delete",
		"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12"} {
		for _, mod := range []string{"", "shift+", "ctrl+", "alt+", "ctrl+shift+", "alt+shift+", "ctrl+alt+shift+"} {
			keys[mod+name] = true
		}
	}
	return keys
}

// TestEveryKeyComesOutAsItWentIn encodes each key and decodes it as Bubble Tea does.
func TestEveryKeyComesOutAsItWentIn(t *testing.T) {
	for key, old := range spelled() {
		for _, p := range []terminal.Protocol{terminal.Legacy, terminal.Kitty} {
			b, err := terminal.Encode(key, p)
			if p == terminal.Legacy && !old {
				if !errors.Is(err, terminal.ErrNoSuchKey) {
					t.Errorf("%s on a keyboard of old: %q, %v; it should be an error", key, b, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", key, err)
				continue
			}
			var d uv.EventDecoder
			n, event := d.Decode(b)
			press, ok := event.(uv.KeyPressEvent)
			if !ok || n != len(b) || press.String() != key {
				t.Errorf("%s is sent as %q, which is read as %v (%T, %d bytes)", key, b, event, event, n)
			}
		}
	}
}

func TestWhatIsNotAKey(t *testing.T) {
	for _, key := range []string{"", "entr", "ctrl+", "pageup", "hyper+a", "ctrl+enterr", "\x01"} {
		for _, p := range []terminal.Protocol{terminal.Legacy, terminal.Kitty} {
			if b, err := terminal.Encode(key, p); !errors.Is(err, terminal.ErrNoSuchKey) {
				t.Errorf("%q gives %q, %v", key, b, err)
			}
		}
	}
}
