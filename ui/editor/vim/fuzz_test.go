package vim_test

import (
	"math/rand/v2"
	"testing"

	"hextui/ui/editor"
	"hextui/ui/editor/vim"
	"hextui/ui/lex"
)

// pool are the keys that the fuzzer presses, those that do most of them often.
var pool = append(append(pressed("hjklwbeWBE0^$gGfFtT;,%{}ddcyyxXsrJpPoOaAiIDCSYuuUvVnN*#/?:.><~&zZ\"qR123 'ab()[]"+"%s/a/b/gw!-+_|"),
	"esc", "esc", "esc", "enter", "enter", "backspace", "tab", "ctrl+r", "ctrl+d", "ctrl+u", "ctrl+f",
	"ctrl+b", "ctrl+v", "ctrl+w", "delete"),
	"\xff", "ü", "売", "👩‍👩‍👧", "\r")

// mash presses keys on a text and takes all of it back again.
func mash(t *testing.T, source []byte, script []byte) {
	t.Helper()
	e := editor.New(lex.ByName("sql"))
	e.SetSource(source)
	m := vim.New(e)
	var keys []string
	for _, b := range script {
		k := pool[int(b)%len(pool)]
		keys = append(keys, k)
		switch {
		case b == 250:
			m.Paste("x\r\ny")
		case b == 251:
			m.Do(editor.DeleteLine)
		case b == 252:
			e.Select(editor.Pos{}, editor.Pos{Line: 1, Col: 1})
		default:
			m.Key(k)
		}
		at := e.State()
		for _, p := range []editor.Pos{at.Cursor, at.Anchor} {
			if p.Line < 0 || p.Line >= e.Lines() || p.Col < 0 || p.Col > len(e.Line(p.Line)) {
				t.Fatalf("%q in %q: the cursor is at %v", keys, source, p)
			}
		}
		if e.Len() > 1<<16 {
			break // counts of counts
		}
	}
	m.Key("esc")
	m.Key("esc")
	if m.Mode() != vim.Normal {
		t.Fatalf("%q in %q: esc leads to %v", keys, source, m.Mode())
	}
	for m.Key("u").Changed {
	}
	if got := string(e.Bytes()); got != string(source) {
		t.Fatalf("%q in %q: undone, it is %q", keys, source, got)
	}
}

func FuzzKeys(f *testing.F) {
	for _, s := range []string{"", "a", sql, code, prose, "a\r\n\tb\r\n\r\n", "\xff\x00 売\n{{ x }}"} {
		f.Add([]byte(s), []byte("ddcwp.uxj3Gv$y"))
		f.Add([]byte(s), []byte{0, 20, 44, 90, 100, 250, 251, 252, 70, 10, 33})
	}
	f.Fuzz(func(t *testing.T, source, script []byte) {
		if len(source) < 4000 && len(script) < 60 {
			mash(t, source, script)
		}
	})
}

// The same, by scripts that are the same on every run.
func TestRandomKeys(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	for range 1500 {
		texts := []string{sql, code, prose, "", "a\r\n\tb\r\n\r\n", "ü\xff\x00 売👩‍👩‍👧\n  x"}
		script := make([]byte, 40)
		for i := range script {
			script[i] = byte(dice.IntN(256))
		}
		mash(t, []byte(texts[dice.IntN(len(texts))]), script)
	}
}
