package answer

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

const secret = "hunter2-of-the-workspace"

func TestReveal(t *testing.T) {
	for _, c := range []struct{ name, given, want string }{
		{"plain", "a\tb\nc", "a\tb\nc"},
		{"line ends", "a\r\nb\rc", "a\r\nb⟨U+000D⟩c"},
		{"escape sequences", "\x1b[31mred\x1b]0;t\x07", "⟨U+001B⟩[31mred⟨U+001B⟩]0;t⟨U+0007⟩"},
		{"delete and C1", "a\x7fb\u009bc", "a⟨U+007F⟩b⟨U+009B⟩c"},
		{"nul", "a\x00b", "a⟨U+0000⟩b"},
		{"bidi", "\u202eabc\u202c\u2066x\u2069\u200f", "⟨U+202E⟩abc⟨U+202C⟩⟨U+2066⟩x⟨U+2069⟩⟨U+200F⟩"},
		{"zero width", "a\u200bb\u2060c\ufeff", "a⟨U+200B⟩b⟨U+2060⟩c⟨U+FEFF⟩"},
		{"tags", "x\U000E0041\U000E0042", "x⟨U+E0041⟩⟨U+E0042⟩"},
		{"selectors that carry data", "a\ufe01b\U000E0101", "a⟨U+FE01⟩b⟨U+E0101⟩"},
		{"line separators", "a\u2028b\u2029c", "a⟨U+2028⟩b⟨U+2029⟩c"},
		{"soft hyphen and fillers", "a\u00adb\u3164c\u034f", "a⟨U+00AD⟩b⟨U+3164⟩c⟨U+034F⟩"},
		{"joiners in Latin", "pa\u200dss\u200cword", "pa⟨U+200D⟩ss⟨U+200C⟩word"},
		{"joiners in a row", "می\u200c\u200dرو", "می⟨U+200C⟩⟨U+200D⟩رو"},
		{"emoji stay", "👩🏽\u200d💻 ❤️ 1️⃣ 🎯", "👩🏽\u200d💻 ❤️ 1️⃣ 🎯"},
		{"scripts stay", "売上 Größe می\u200cروم क्\u200dष", "売上 Größe می\u200cروم क्\u200dष"},
		{"no UTF-8", "a\xffb", "a\ufffdb"},
	} {
		if got := reveal(c.given); got != c.want {
			t.Errorf("%s: %q became %q, want %q", c.name, c.given, got, c.want)
		}
	}
}

func TestRedact(t *testing.T) {
	c := NewCleaner([]string{secret, "ab", ""})
	for _, x := range []struct{ given, want string }{
		{"Bearer " + secret + "!", "Bearer [redacted]!"},
		{"hxtp_0123456789abcdef and hxtw_ABCDEF0123456789", "[redacted] and [redacted]"},
		{"the prefix hxtp_ alone, and ab", "the prefix hxtp_ alone, and ab"},
	} {
		if got := c.Text(x.given); got != x.want {
			t.Errorf("%q became %q", x.given, got)
		}
	}
	raw := c.JSON([]byte(`{"` + secret + `":["\u0068unter2-of-the-workspace",1.50,"a\u202e",null],"n":12345678901234567890}`))
	if want := `{"[redacted]":["[redacted]",1.50,"a⟨U+202E⟩",null],"n":12345678901234567890}`; string(raw) != want {
		t.Errorf("got %s", raw)
	}
}

func FuzzClean(f *testing.F) {
	f.Add("plain", "\x1b[31m", 3)
	f.Add("\u202e", "👩\u200d💻", 0)
	f.Add("hunter2-of", "-the-workspace", 1)
	c := NewCleaner([]string{secret})
	f.Fuzz(func(t *testing.T, before, after string, at int) {
		text := before + secret + after
		if at > 0 && at < len(before) {
			text = before[:at] + "hxtp_0123456789abcdef" + before[at:] + secret + after
		}
		got := c.Text(text)
		if strings.Contains(got, secret) || tokenShape.MatchString(got) || !utf8.ValidString(got) {
			t.Fatalf("%q became %q", text, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' || r >= 0x202a && r <= 0x202e {
				t.Fatalf("%q kept %U", text, r)
			}
		}
		if again := c.Text(got); again != got {
			t.Fatalf("%q became %q, then %q", text, got, again)
		}
		raw, err := json.Marshal(map[string]any{"k" + text: []string{text, before}, "n": 1.5})
		if err != nil {
			t.Fatal(err)
		}
		clean := c.JSON(raw)
		var back map[string]any
		if err := json.Unmarshal(clean, &back); err != nil {
			t.Fatalf("%s became %s: %v", raw, clean, err)
		}
		if strings.Contains(string(clean), secret) {
			t.Fatalf("%s became %s", raw, clean)
		}
	})
}
