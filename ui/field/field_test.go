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
