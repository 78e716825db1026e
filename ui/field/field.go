// Package field is the one-line text field of filters, prompts and forms. The editing is Bubbles'
// text input; the drawing is ours, through paint, so that a pasted escape sequence is shown and
// not obeyed. Source code is never edited in a field: it has its own editor.
package field

import (
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"hextui/ui/paint"
	"hextui/ui/theme"
)

// Field is a line of text with a cursor. Make it with [New].
type Field struct {
	in     textinput.Model
	masked bool
	hint   string
	marked bool // all of the text is: what is typed next stands in its place
	shift  int  // the columns that are out of sight on the left, as it was drawn last
}

// New returns an empty field that shows hint while it is empty.
func New(hint string) *Field {
	in := textinput.New()
	in.Prompt = ""
	in.CharLimit = 4096
	in.Focus()
	return &Field{in: in, hint: hint}
}

// Secret makes the field show dots instead of its text.
func (f *Field) Secret() *Field {
	f.masked = true
	return f
}

// Value is the text of the field.
func (f *Field) Value() string { return f.in.Value() }

// Set replaces the text and puts the cursor behind it.
func (f *Field) Set(text string) {
	f.marked = false
	f.in.SetValue(text)
	f.in.CursorEnd()
}

// Mark marks all of the text, as a field does that is come back to: what is typed next stands in its place, and whoever moves the
// cursor goes on with it.
func (f *Field) Mark() { f.marked = f.in.Value() != "" }

// Key lets the field act on a key; changed tells whether its text is another now.
func (f *Field) Key(k tea.KeyPressMsg) (changed bool) {
	if key.Matches(k, f.in.KeyMap.DeleteWordForward) && f.in.Position() == utf8.RuneCountInString(f.in.Value())-1 {
		// The text input looks for the end of the word behind the last letter, where there is none, and panics.
		k = tea.KeyPressMsg{Code: tea.KeyDelete}
	}
	before, marked := f.in.Value(), f.marked
	f.marked = false
	if !marked || k.Text == "" && k.Code != tea.KeyBackspace && k.Code != tea.KeyDelete {
		return f.update(k)
	}
	f.in.SetValue("")
	f.update(k)
	return f.in.Value() != before
}

// Paste inserts pasted text; line breaks become spaces.
func (f *Field) Paste(text string) (changed bool) {
	before := f.in.Value()
	if f.marked {
		f.in.SetValue("")
	}
	f.marked = false
	f.update(tea.PasteMsg{Content: strings.TrimRight(text, "\r\n")})
	return f.in.Value() != before
}

func (f *Field) update(msg tea.Msg) bool {
	before := f.in.Value()
	f.in, _ = f.in.Update(msg)
	return f.in.Value() != before
}

// Click puts the cursor before the character in a column of what was drawn last, behind the text where there is none.
func (f *Field) Click(x int) {
	f.marked = false
	runes := []rune(f.in.Value())
	for i := range runes {
		width := i + 1
		if !f.masked {
			width = paint.Width(string(runes[:i+1]))
		}
		if width > x+f.shift {
			f.in.SetCursor(i)
			return
		}
	}
	f.in.CursorEnd()
}

// Draw paints the field on the first row of s and returns the column of its cursor.
func (f *Field) Draw(s paint.Surface, t *theme.Theme) (cursor int) {
	runes := []rune(f.in.Value())
	at := min(f.in.Position(), len(runes))
	before, after := string(runes[:at]), string(runes[at:])
	if f.masked {
		before, after = strings.Repeat("•", at), strings.Repeat("•", len(runes)-at)
	}
	if f.shift = 0; before == "" && after == "" {
		s.Text(0, 0, paint.Cut(f.hint, s.Width()-1), t.Placeholder)
		return 0
	}
	f.shift = max(paint.Width(before)-s.Width()+1, 0)
	st := t.Input
	if f.marked {
		st = t.Selected(t.Input)
	}
	x := s.Text(-f.shift, 0, before, st)
	s.Text(x, 0, after, st)
	return x
}
