package cli

import (
	"strings"
	"testing"
	"time"
)

// follow gives pieces to a keyboard, each after a pause, and returns what is made of them, with ⟨ ⟩ for the marks of a paste.
func follow(pieces ...string) string {
	t := typed{patience: 100 * time.Millisecond}
	now := time.Unix(1000, 0)
	var out strings.Builder
	for _, p := range pieces {
		if rest, soon := strings.CutPrefix(p, "soon:"); soon {
			p, now = rest, now.Add(time.Millisecond)
		} else {
			now = now.Add(300 * time.Millisecond)
		}
		out.Write(t.take([]byte(p), now))
	}
	return strings.NewReplacer(pasteBegins, "⟨", pasteEnds, "⟩").Replace(out.String())
}

func TestABurstIsAPaste(t *testing.T) {
	const osc = "\x1b]11;rgb:1111/2222/3333\x1b\\"
	for name, c := range map[string]struct {
		pieces []string
		want   string
	}{
		"a sentence":                     {[]string{"Please look at this\r"}, "⟨Please look at this\r⟩"},
		"commands":                       {[]string{"run it\rP\r"}, "⟨run it\rP\r⟩"},
		"three keys with an Enter":       {[]string{"rm\r"}, "⟨rm\r⟩"},
		"one key":                        {[]string{"P"}, "P"},
		"keys of a hand":                 {[]string{"r", "\r", "jk", "g"}, "r\rjkg"},
		"a key that is held":             {[]string{"jjjjjjjj", "\r\r\r\r"}, "jjjjjjjj\r\r\r\r"},
		"arrows":                         {[]string{"\x1b[A\x1b[A\x1b[B\x1bOA"}, "\x1b[A\x1b[A\x1b[B\x1bOA"},
		"the terminal's own mark":        {[]string{"\x1b[200~run it\rP\r", "and more\r", "\x1b[201~x"}, "⟨run it\rP\rand more\r⟩x"},
		"an answer of the terminal":      {[]string{osc, osc[:7], "soon:" + osc[7:]}, osc + osc},
		"text after an answer":           {[]string{osc + "drop all\r"}, osc + "⟨drop all\r⟩"},
		"the rest of a burst":            {[]string{"first line", "soon:\r"}, "⟨first line⟩⟨\r⟩"},
		"an Enter some time after it":    {[]string{"weekly", "\r"}, "⟨weekly⟩\r"},
		"letters of two bytes":           {[]string{"привет\r"}, "⟨привет\r⟩"},
		"an Escape alone, then a letter": {[]string{"\x1b", "Pqrst"}, "\x1b⟨Pqrst⟩"},
		"Alt and a letter":               {[]string{"\x1bx"}, "\x1bx"},
		"text between arrows":            {[]string{"\x1b[Ahello\x1b[B"}, "\x1b[A⟨hello⟩\x1b[B"},
	} {
		if got := follow(c.pieces...); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAnEscapeIsAKeyUnlessItGoesOn(t *testing.T) {
	for _, c := range []struct{ piece, rest, want string }{
		{"\x1b", "", escapeKey}, {"\x1b", "[D", "\x1b[D"}, {"\x1b", "OA", "\x1bOA"}, {"\x1b", "q", escapeKey + "q"},
		{"a\x1b", "", "a" + escapeKey}, {"\x1b\x1b", "", escapeKey + escapeKey}, {"\x1b[", "D", "\x1b[D"}, {"\x1b[", "", "\x1b["},
		{"\x1b]11;?\x1b", "\\", "\x1b]11;?\x1b\\"}, {"\xc3", "\xa9", "é"}, {"\x1bx", "", "\x1bx"},
	} {
		keys := typed{patience: 100 * time.Millisecond}
		if got := string(keys.join([]byte(c.piece), []byte(c.rest))); got != c.want {
			t.Errorf("%q and %q are %q, want %q", c.piece, c.rest, got, c.want)
		}
	}
}

func TestTheRestOfAKeyIsWaitedFor(t *testing.T) {
	for piece, want := range map[string]bool{
		"\x1b": true, "\x1b[": true, "\x1b[1;5": true, "\x1bO": true, "a\x1b": true, "\xd0": true, "a\xf0\x9f": true,
		"a": false, "\x1b[A": false, "\x1bx": false, "\x1bOA": false, "é": false, "\x1b]11;": false, "\xff": false, "": false,
	} {
		keys := typed{patience: 100 * time.Millisecond}
		if got := keys.unfinished([]byte(piece)) > 0; got != want {
			t.Errorf("%q is waited for: %v, want %v", piece, got, want)
		}
	}
}
