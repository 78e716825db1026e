package editor_test

import (
	"strings"
	"testing"

	"hextui/ui/editor"
)

// Every match is replaced, in the selected lines or everywhere, and one undo takes it back.
func TestReplaceAll(t *testing.T) {
	for _, c := range []struct {
		source, query, text, want string
		n                         int
	}{
		{"a ‸b a\na", "a", "xy", "xy ‸b xy\nxy", 3},
		{"ORDERS Orders o‸", "orders", "o", "o o o‸", 2},
		{"ORDERS Orders‸", "Orders", "o", "ORDERS o‸", 1},
		{"a\n‸a\na\n‸a", "a", "b", "a\nb‸\nb\n‸a", 2},
		{"aaaa‸", "aa", "a", "aa‸", 2},
		{"a‸ b", "c", "d", "a‸ b", 0},
		{"a‸", "", "d", "a‸", 0},
		{"a.b‸\r\nc", ".", "\n", "a\r\nb‸\r\nc", 1},
		{strings.Repeat("ab", 2000) + "‸", "a", "", strings.Repeat("b", 2000) + "‸", 2000},
		{"tAble‸ täble TÄBLE", "täble", "t", "tAble‸ t t", 2},
	} {
		e := open("sql", c.source)
		n, effect := e.ReplaceAll(c.query, c.text)
		if got := shown(e); got != c.want || n != c.n || effect.Changed != (n > 0) {
			t.Errorf("%q → %q in %q: %q, %d, changed %v; want %q, %d", c.query, c.text, c.source, got, n, effect.Changed, c.want, c.n)
		}
		e.Do(editor.Undo)
		if got := string(e.Bytes()); got != strings.ReplaceAll(c.source, "‸", "") {
			t.Errorf("undone, %q is %q", c.source, got)
		}
	}
	e := open("sql", "a‸")
	e.SetReadOnly(true)
	if n, effect := e.ReplaceAll("a", "b"); n != 0 || !effect.Refused || string(e.Bytes()) != "a" {
		t.Errorf("a source that is only read: %d, %+v, %q", n, effect, e.Bytes())
	}
}

// Matches are replaced one after the other, from the cursor on and once around, or in the selected lines.
func TestAskReplace(t *testing.T) {
	for _, c := range []struct{ source, query, text, answers, want string }{
		{"a ‸b a\na", "a", "xy", "yyy", "xy b xy\nxy"},
		{"a ‸b a\na", "a", "xy", "nyn", "a b a\nxy"},
		{"a ‸b a\na", "a", "xy", "yr", "xy b xy\nxy"},
		{"a ‸b a\na", "a", "xy", "r", "xy b xy\nxy"},
		{"a ‸b a\na", "a", "xy", "y", "a b xy\na"},
		{"aa‸aa", "a", "aa", "yyyy", "aaaaaaaa"},
		{"aa‸aa", "a", "", "yyyy", ""},
		{"aa‸aa", "a", "\n", "yyyy", "\n\n\n\n"},
		{"aa‸aa", "a", "b\nb", "r", "b\nbb\nbb\nbb\nb"},
		{"a\n‸a\na\n‸a", "a", "b\nb", "yn", "a\nb\nb\na\na"},
		{"a\n‸a\na\n‸a", "a", "b\nb", "yy", "a\nb\nb\nb\nb\na"},
		{"a\n‸a\na\n‸a", "a", "b", "r", "a\nb\nb\na"},
		{"A a‸", "A", "b", "y", "b a"},
		{"a‸\r\na", "a", "\n", "yy", "\r\n\r\n\r\n"},
	} {
		e := open("sql", c.source)
		a := e.AskReplace(c.query, c.text)
		if a == nil {
			t.Errorf("%q in %q: nothing is asked", c.query, c.source)
			continue
		}
		more := true
		for _, answer := range c.answers {
			if !more {
				t.Errorf("%q in %q: asked less often than %q", c.query, c.source, c.answers)
				break
			}
			if sel := e.Selection(); !strings.EqualFold(sel, c.query) {
				t.Errorf("%q in %q: asked about %q", c.query, c.source, sel)
			}
			if answer == 'r' {
				_, _ = a.Rest()
				more = false
				continue
			}
			_, more = a.Answer(answer == 'y')
		}
		if got := string(e.Bytes()); got != c.want {
			t.Errorf("%q → %q in %q, %s: %q, want %q", c.query, c.text, c.source, c.answers, got, c.want)
		}
		for e.Do(editor.Undo).Changed {
		}
		if got := string(e.Bytes()); got != strings.ReplaceAll(c.source, "‸", "") {
			t.Errorf("undone, %q is %q", c.source, got)
		}
	}
	if e := open("sql", "a‸"); e.AskReplace("b", "c") != nil || e.AskReplace("", "c") != nil {
		t.Error("asked about nothing")
	}
}
