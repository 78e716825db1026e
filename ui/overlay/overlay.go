// Package overlay holds the dialogs: what is drawn over a screen and asks a person for a decision.
// An overlay performs nothing itself; it calls back with what was decided. It knows neither Hex
// nor screens.
package overlay

import (
	"slices"
	"strings"
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
	// Wheel scrolls by lines, Side by columns; Click is a click on a cell of the canvas.
	Wheel(lines int)
	Side(columns int)
	Click(x, y int)
	// Draw paints the dialog into the middle of s and returns where the cursor is, if it has one.
	Draw(s paint.Surface, l Look) *Cursor
	// Done tells whether the dialog is decided and must go.
	Done() bool
}

// Cursor is the place of the terminal's cursor on the canvas: a bar before a character, or a block on it. Below are the lines at the
// end of the screen that belong to what is typed: no sentence is shown on them.
type Cursor struct {
	X, Y  int
	Block bool
	Below int
}

// Look is what a dialog is drawn with.
type Look struct {
	Theme *theme.Theme
	Keys  action.KeyMap

	spots *[]hotspot
	frame *paint.Surface // of the dialog that is drawn
	help  string         // the key that shows the keys of the dialog that is drawn; empty where it means something else
}

// hotspot is a key's name in the foot of a dialog: a click on it is that key.
type hotspot struct {
	area paint.Surface
	id   action.ID
}

// hot makes a part of a dialog do an action when it is clicked.
func (l Look) hot(area paint.Surface, id action.ID) {
	if l.spots != nil {
		*l.spots = append(*l.spots, hotspot{area, id})
	}
}

// grace is how long keys are swallowed after a dialog has opened by itself, so that what somebody was
// typing decides nothing; each swallowed key begins it anew, up to graceLimit, which a [Consent] has not.
// Who saw that something is being read waits for the question, types nothing else, and knows what the
// answer will be: awaited is as long as nobody answers what they saw, and no longer.
const (
	grace      = 400 * time.Millisecond
	awaited    = 250 * time.Millisecond
	graceLimit = 1500 * time.Millisecond
)

// Filled is a dialog that holds what was typed or marked after it was sent: Again makes it as it was before, to be asked once more.
type Filled interface {
	Overlay
	Again() Overlay
}

// Stack is the dialogs that are open, the topmost last. The zero value is empty.
type Stack struct {
	open []entry
	// The keys that are named in the topmost, and its frame, as it was drawn last.
	spots []hotspot
	frame paint.Surface
}

type entry struct {
	Overlay
	opened, quiet time.Time
	grace         time.Duration
	said          bool // that a key was swallowed
}

// Push opens a dialog that a person asked for.
func (s *Stack) Push(o Overlay) { s.open = append(s.open, entry{Overlay: o}) }

// PushUnasked opens a dialog that opens by itself: keys typed in the same moment are not for it.
func (s *Stack) PushUnasked(o Overlay, now time.Time) {
	d := grace
	if p, ok := s.Top().(*Plan); ok && p.form == planBusy {
		d = awaited
	}
	s.open = append(s.open, entry{Overlay: o, opened: now, quiet: now.Add(d), grace: d})
}

// Swallow tells whether a key pressed now was meant for what was below the dialog, and whether it is the first such one.
func (s *Stack) Swallow(now time.Time) (swallowed, first bool) {
	if len(s.open) == 0 {
		return false, false
	}
	e := &s.open[len(s.open)-1]
	_, consent := e.Overlay.(*Consent) // a hand that does not rest is never taken for consent
	if e.opened.IsZero() || now.After(e.quiet) || now.Sub(e.opened) > graceLimit && !consent {
		e.opened = time.Time{}
		return false, false
	}
	e.quiet, first, e.said = now.Add(e.grace), !e.said, true
	return true, first
}

// Top is the dialog that gets the keys, or nil.
func (s *Stack) Top() Overlay {
	if len(s.open) == 0 {
		return nil
	}
	return s.open[len(s.open)-1].Overlay
}

// Click gives a click to the topmost dialog: a key that is named in it means what the key does, and one beside
// a dialog in which nothing is typed or asked leaves it. It tells whether the click asks for the keys of the dialog.
func (s *Stack) Click(x, y int) (help bool) {
	d := s.Top()
	for _, h := range s.spots {
		if h.area.Contains(x, y) {
			return !d.Do(h.id) && h.id == action.Help
		}
	}
	if _, easy := d.(interface{ nothingIsLost() }); easy && !s.frame.Contains(x, y) {
		d.Do(action.Back)
		return false
	}
	d.Click(x, y)
	return false
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
	l.spots, l.frame = &s.spots, &s.frame
	for _, e := range s.open {
		s.spots = s.spots[:0]
		for y := range area.Height() {
			area.Restyle(0, y, area.Width(), l.Theme.Dim)
		}
		l.help = l.helpOf(e.Overlay)
		cursor = e.Draw(area, l)
	}
	return cursor
}

// helpOf is the key that shows the keys of a dialog, where it means that now; of a form one that does in all of its fields.
func (l Look) helpOf(o Overlay) string {
	b, ok := l.Keys.Binding(action.Help, action.Global)
	shown, _ := o.(*Text)
	if !ok || shown != nil && shown.keys {
		return ""
	}
	_, form := o.(*Form)
	for _, key := range b.Keys {
		if _, taken := l.Keys.Match(key, o.Scope()); !taken && !((form || o.Typing()) && action.Types(key)) {
			return l.Keys.Spell(key)
		}
	}
	return ""
}

// base is what every dialog shares.
type base struct{ done bool }

func (b *base) Done() bool          { return b.done }
func (b *base) Typing() bool        { return false }
func (b *base) Key(tea.KeyPressMsg) {}
func (b *base) Paste(string)        {}
func (b *base) Wheel(int)           {}
func (b *base) Side(int)            {}
func (b *base) Click(int, int)      {}

// box clears the middle w×h of s (or as much as there is), frames it and returns the inside. A box on
// a narrow screen takes the whole width.
func box(s paint.Surface, w, h int, title string, l Look) paint.Surface {
	t := l.Theme
	w, h = min(w+4, s.Width()), min(h+2, s.Height())
	b := s.Sub((s.Width()-w)/2, (s.Height()-h)/3, w, h)
	b.Fill(t.Overlay)
	if l.frame != nil {
		*l.frame = b
	}
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
	drawHelp(b, 6+paint.Width(title), l)
	return b.Inset(2, 1)
}

// drawHelp names in the frame the key that shows the keys, where there is room for it behind the title.
func drawHelp(b paint.Surface, from int, l Look) {
	word := l.Keys.Help(action.Help, action.Global)
	w := spotWidth(l.help, word)
	x := b.Width() - w - 3
	if l.help == "" || x < from {
		return
	}
	b.Text(x-1, 0, strings.Repeat(" ", w+2), l.Theme.OverlayRule)
	at := b.Text(x, 0, l.help, l.Theme.Key)
	at = b.Text(at+1, 0, word, l.Theme.Faint)
	l.hot(b.Sub(x, 0, at-x, 1), action.Help)
}

// hintWidth is the room that a key takes with its word.
func hintWidth(l Look, scope action.Scope, id action.ID) int {
	return spotWidth(l.Keys.Key(id, scope), l.Keys.Help(id, scope))
}

// spotWidth is the room that a key takes with a word.
func spotWidth(key, word string) int { return paint.Width(key) + 1 + paint.Width(word) }

// hintRows is how many rows the keys of actions take behind x columns, two at the most: the mouse has nothing but their names, also
// where a dialog is narrow.
func hintRows(width, x int, l Look, scope action.Scope, ids ...action.ID) int {
	for _, id := range ids {
		if l.Keys.Key(id, scope) != "" {
			x += hintWidth(l, scope, id) + 3
		}
	}
	if x-3 > width {
		return 2
	}
	return 1
}

// hints writes "enter write   esc cancel" from the keys of the actions, on the row y of s and those below it, as many as there is
// room for. The way out keeps its room.
func hints(s paint.Surface, x, y int, l Look, scope action.Scope, ids ...action.ID) {
	full := false
	for i, id := range ids {
		key, w := l.Keys.Key(id, scope), hintWidth(l, scope, id)
		if key == "" {
			continue
		}
		if w > s.Width()-x && y+1 < s.Height() {
			x, y = 0, y+1
		}
		room := s.Width() - x
		if y+1 == s.Height() && slices.Contains(ids[i+1:], action.Back) {
			room -= 3 + hintWidth(l, scope, action.Back)
		}
		if full = full || w > room; full && id != action.Back {
			continue
		}
		from := x
		x = s.Text(x, y, key, l.Theme.Key)
		x = s.Text(x+1, y, l.Keys.Help(id, scope), l.Theme.Faint)
		l.hot(s.Sub(from, y, x-from, 1), id)
		x += 3
	}
}

// spot writes a key and what it does here, and returns where the next may begin.
func spot(s paint.Surface, x, y int, l Look, id action.ID, key, word string) int {
	from := x
	x = s.Text(x, y, key, l.Theme.Key)
	x = s.Text(x+1, y, word, l.Theme.Text)
	l.hot(s.Sub(from, y, x-from, 1), id)
	return x + 3
}
