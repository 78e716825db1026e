package field

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// Every editing key of the field, at every place of texts with blanks at either end, in the middle and alone.
func TestEveryKeyAtEveryPlace(t *testing.T) {
	keys := []tea.KeyPressMsg{
		{Code: tea.KeyLeft}, {Code: tea.KeyRight}, {Code: tea.KeyHome}, {Code: tea.KeyEnd},
		{Code: tea.KeyLeft, Mod: tea.ModAlt}, {Code: tea.KeyRight, Mod: tea.ModAlt}, {Code: 'b', Mod: tea.ModAlt},
		{Code: 'f', Mod: tea.ModAlt},
		{Code: tea.KeyBackspace}, {Code: tea.KeyDelete}, {Code: tea.KeyBackspace, Mod: tea.ModAlt}, {Code: tea.KeyDelete, Mod: tea.ModAlt},
		{Code: 'd', Mod: tea.ModAlt}, {Code: 'd', Mod: tea.ModCtrl}, {Code: 'h', Mod: tea.ModCtrl}, {Code: 'w', Mod: tea.ModCtrl},
		{Code: 'k', Mod: tea.ModCtrl}, {Code: 'u', Mod: tea.ModCtrl}, {Code: tea.KeyTab}, {Code: tea.KeyUp}, {Code: tea.KeyDown},
	}
	for _, text := range []string{"", " ", "a", "ab", "a ", " a", "  ", "one two ", "売上 日", "e\u0301 x"} {
		for at := range len([]rune(text)) + 1 {
			for _, k := range keys {
				f := New("")
				f.Set(text)
				for range at {
					f.Key(tea.KeyPressMsg{Code: tea.KeyLeft})
				}
				before := f.Value()
				if changed := f.Key(k); changed != (f.Value() != before) {
					t.Errorf("%s in %q, %d from the end: changed is %v, the text is %q", k, text, at, changed, f.Value())
				}
			}
		}
	}
}

func TestTheLastLetterIsDeletedAsAWord(t *testing.T) {
	for _, k := range []tea.KeyPressMsg{{Code: 'd', Mod: tea.ModAlt}, {Code: tea.KeyDelete, Mod: tea.ModAlt}} {
		f := New("")
		f.Set("orders")
		f.Key(tea.KeyPressMsg{Code: tea.KeyLeft})
		if !f.Key(k) || f.Value() != "order" {
			t.Errorf("%s before the last letter leaves %q", k, f.Value())
		}
	}
}

// What is typed or pasted stands in the place of a marked text; a key that moves the cursor goes on with it.
func TestAMarkedTextIsReplaced(t *testing.T) {
	letter, left := tea.KeyPressMsg{Code: 'x', Text: "x"}, tea.KeyPressMsg{Code: tea.KeyLeft}
	for name, test := range map[string]struct {
		do   func(*Field) bool
		want string
	}{
		"a letter":            {func(f *Field) bool { return f.Key(letter) }, "x"},
		"backspace":           {func(f *Field) bool { return f.Key(tea.KeyPressMsg{Code: tea.KeyBackspace}) }, ""},
		"a paste":             {func(f *Field) bool { return f.Paste("new\n") }, "new"},
		"a move, then letter": {func(f *Field) bool { f.Key(left); return f.Key(letter) }, "olxd"},
		"a click, then paste": {func(f *Field) bool { f.Click(0); return f.Paste("new") }, "newold"},
		"a second letter":     {func(f *Field) bool { f.Key(letter); return f.Key(letter) }, "xx"},
	} {
		f := New("")
		f.Set("old")
		f.Mark()
		if changed := test.do(f); !changed || f.Value() != test.want {
			t.Errorf("%s: changed is %v, the text is %q, not %q", name, changed, f.Value(), test.want)
		}
	}
}
