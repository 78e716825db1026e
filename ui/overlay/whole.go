package overlay

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/paint"
	"hextui/ui/theme"
)

// input is what takes the text of an entry.
type input interface {
	Value() string
	Set(text string)
	Key(k tea.KeyPressMsg) (changed bool)
	Paste(text string) (changed bool)
	Click(x int)
	Draw(s paint.Surface, t *theme.Theme) (cursor int)
}

// whole takes a text of many lines that nobody types: a key or a certificate, pasted as it is. It is shown by its size.
type whole struct {
	text, hint string
	masked     bool
}

// maxWhole is the most bytes that it takes: more is no key.
const maxWhole = 1 << 20

// Value is the text.
func (w *whole) Value() string { return w.text }

// Set replaces the text.
func (w *whole) Set(text string) { w.text = text }

// Paste puts the text behind what there is, with its line breaks.
func (w *whole) Paste(text string) bool { return w.add(strings.ReplaceAll(text, "\r\n", "\n")) }

func (w *whole) add(text string) bool {
	if text == "" || len(w.text)+len(text) > maxWhole {
		return false
	}
	w.text += text
	return true
}

// Key adds what is typed, and takes the last letter back; of what cannot be seen it takes all back.
func (w *whole) Key(k tea.KeyPressMsg) bool {
	switch k.String() {
	case "backspace":
		if w.text == "" {
			return false
		}
		_, n := utf8.DecodeLastRuneInString(w.text)
		if strings.Contains(w.text, "\n") {
			n = len(w.text)
		}
		w.text = w.text[:len(w.text)-n]
		return true
	case "ctrl+u":
		w.text = ""
		return true
	}
	return w.add(k.Text)
}

// Click has nothing to move: the text is added to at its end only.
func (w *whole) Click(int) {}

// Draw paints one line as it is, more by their size, and returns the column of the cursor.
func (w *whole) Draw(s paint.Surface, t *theme.Theme) int {
	lines := strings.Count(strings.TrimRight(w.text, "\n"), "\n") + 1
	switch {
	case w.text == "":
		s.Text(0, 0, paint.Cut(w.hint, s.Width()-1), t.Placeholder)
		return 0
	case lines > 1:
		return s.Text(0, 0, paint.Cut(fmt.Sprintf("%d lines, %d bytes as pasted", lines, len(w.text)), s.Width()-1),
			t.Input)
	}
	text := w.text
	if w.masked {
		text = strings.Repeat("•", utf8.RuneCountInString(text))
	}
	return s.Text(-max(paint.Width(text)-s.Width()+1, 0), 0, text, t.Input)
}
