// Package overlay holds the dialogs: what is drawn over a screen and asks a person for a decision.
// An overlay performs nothing itself; it calls back with what was decided. It knows neither Hex
// nor screens.
package overlay

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// Overlay is one dialog.
type Overlay interface {
	// Scope is where the dialog's keys are looked for.
	Scope() action.Scope
	// Do carries out an action; handled is false for one that the dialog does not know.
	Do(id action.ID) (handled bool)
	// Typing tells whether printable keys are text for the dialog now.
	Typing() bool
	// Key gets the keys that mean no action, Paste pasted text.
	Key(k tea.KeyPressMsg)
	Paste(text string)
	// Wheel scrolls by lines, Click is a click on a cell of the canvas.
	Wheel(lines int)
	Click(x, y int)
	// Draw paints the dialog into the middle of s and returns where the cursor is, if it has one.
	Draw(s paint.Surface, l Look) *Cursor
	// Done tells whether the dialog is decided and must go.
	Done() bool
}

// Cursor is the place of the terminal's cursor on the canvas.
type Cursor struct{ X, Y int }

// Look is what a dialog is drawn with.
type Look struct {
	Theme *theme.Theme
	Keys  action.KeyMap
}

// grace is how long keys are swallowed after a dialog has opened by itself, so that what somebody was
// typing decides nothing; each swallowed key begins it anew, up to graceLimit, which a [Consent] has not.
const (
	grace      = 400 * time.Millisecond
	graceLimit = 1500 * time.Millisecond
)

// Stack is the dialogs that are open, the topmost last. The zero value is empty.
type Stack struct {
	open []entry
}

type entry struct {
	Overlay
	opened, quiet time.Time
}

// Push opens a dialog that a person asked for.
func (s *Stack) Push(o Overlay) { s.open = append(s.open, entry{Overlay: o}) }

// PushUnasked opens a dialog that opens by itself: keys typed in the same moment are not for it.
func (s *Stack) PushUnasked(o Overlay, now time.Time) {
	s.open = append(s.open, entry{Overlay: o, opened: now, quiet: now.Add(grace)})
}

// Swallow tells whether a key pressed now was meant for what was below the dialog.
func (s *Stack) Swallow(now time.Time) bool {
	if len(s.open) == 0 {
		return false
	}
	e := &s.open[len(s.open)-1]
	_, consent := e.Overlay.(*Consent) // a hand that does not rest is never taken for consent
	if e.opened.IsZero() || now.After(e.quiet) || now.Sub(e.opened) > graceLimit && !consent {
		e.opened = time.Time{}
		return false
	}
	e.quiet = now.Add(grace)
	return true
}

// Top is the dialog that gets the keys, or nil.
func (s *Stack) Top() Overlay {
	if len(s.open) == 0 {
		return nil
	}
	return s.open[len(s.open)-1].Overlay
}

// Len is the number of open dialogs.
func (s *Stack) Len() int { return len(s.open) }

// Sweep removes the dialogs that are done.
func (s *Stack) Sweep() {
	kept := s.open[:0]
	for _, e := range s.open {
		if !e.Done() {
			kept = append(kept, e)
		}
	}
	clear(s.open[len(kept):])
	s.open = kept
}

// Draw dims what is below and paints the dialogs over it; the cursor is the topmost dialog's.
func (s *Stack) Draw(area paint.Surface, l Look) *Cursor {
	var cursor *Cursor
	for _, e := range s.open {
		for y := range area.Height() {
			area.Restyle(0, y, area.Width(), l.Theme.Dim)
		}
		cursor = e.Draw(area, l)
	}
	return cursor
}

// base is what every dialog shares.
type base struct{ done bool }

func (b *base) Done() bool          { return b.done }
func (b *base) Typing() bool        { return false }
func (b *base) Key(tea.KeyPressMsg) {}
func (b *base) Paste(string)        {}
func (b *base) Wheel(int)           {}
func (b *base) Click(int, int)      {}

// box clears the middle w×h of s (or as much as there is), frames it and returns the inside. A box on
// a narrow screen takes the whole width.
func box(s paint.Surface, w, h int, title string, l Look) paint.Surface {
	t := l.Theme
	w, h = min(w+4, s.Width()), min(h+2, s.Height())
	b := s.Sub((s.Width()-w)/2, (s.Height()-h)/3, w, h)
	b.Fill(t.Overlay)
	frame := t.OverlayRule
	last := b.Height() - 1
	b.Repeat(1, 0, w-2, "─", frame)
	b.Repeat(1, last, w-2, "─", frame)
	b.Column(0, 1, h-2, "│", frame)
	b.Column(w-1, 1, h-2, "│", frame)
	b.Text(0, 0, "╭", frame)
	b.Text(w-1, 0, "╮", frame)
	b.Text(0, last, "╰", frame)
	b.Text(w-1, last, "╯", frame)
	if title != "" {
		b.Text(2, 0, " "+paint.Cut(title, w-6)+" ", t.Title)
	}
	return b.Inset(2, 1)
}

// hints writes "⏎ write   esc cancel" from the keys of the actions.
func hints(s paint.Surface, x, y int, l Look, scope action.Scope, ids ...action.ID) {
	for _, id := range ids {
		key := l.Keys.Key(id, scope)
		if key == "" {
			continue
		}
		word := l.Keys.Help(id, scope)
		if x+paint.Width(key)+1+paint.Width(word) > s.Width() {
			return
		}
		x = s.Text(x, y, key, l.Theme.Key)
		x = s.Text(x+1, y, word, l.Theme.Faint) + 3
	}
}
