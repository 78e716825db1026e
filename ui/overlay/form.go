package overlay

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"hextui/ui/action"
	"hextui/ui/field"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// Form is a dialog of several fields.
type Form struct {
	base
	Title string
	// Submit is the word for sending the form; OnSubmit gets it back and says why it cannot be sent, or "".
	Submit   string
	OnSubmit func(f *Form) (complaint string)
	// OnTurn, if set, is called when a choice has changed, to enable and disable other fields.
	OnTurn func(f *Form)

	fields    []*Entry
	at        int
	complaint string
	top       int
	spots     []formSpot
}

// formSpot is where an entry was drawn, or one of its options, -1 for none: a click there picks it.
type formSpot struct {
	area          paint.Surface
	entry, option int
}

// Entry is one field of a form: a text, or a choice of one of a few.
type Entry struct {
	Name, Label string
	// Note stands below the field, Hint in it while it is empty.
	Note, Hint string
	// Options makes it a choice, Picked the number of the chosen one.
	Options []string
	Picked  int
	// Disabled, when not empty, is why it cannot be changed now.
	Disabled string

	text input
}

// NewForm returns a form of the entries; the first that can be changed has the focus.
func NewForm(title, submit string, entries []*Entry, onSubmit func(*Form) string) *Form {
	f := &Form{Title: title, Submit: submit, OnSubmit: onSubmit, fields: entries}
	for _, e := range entries {
		if e.Options == nil && e.text == nil {
			e.text = field.New(e.Hint)
		}
	}
	return f
}

// Field returns the entry of that name, or nil.
func (f *Form) Field(name string) *Entry {
	for _, e := range f.fields {
		if e.Name == name {
			return e
		}
	}
	return nil
}

// Entries are the fields in their order.
func (f *Form) Entries() []*Entry { return f.fields }

// Value is the text of the entry, or its chosen option.
func (e *Entry) Value() string {
	if e.Options != nil {
		return e.Options[e.Picked]
	}
	return e.text.Value()
}

// Preset gives a text entry its first text.
func (e *Entry) Preset(text string) *Entry {
	if e.text == nil {
		e.text = field.New(e.Hint)
	}
	e.text.Set(text)
	return e
}

// Masked makes a text entry show dots.
func (e *Entry) Masked() *Entry {
	e.text = field.New(e.Hint).Secret()
	return e
}

// Whole makes a text entry take texts of many lines as they are pasted; a secret one shows only how much it is.
func (e *Entry) Whole(secret bool) *Entry {
	e.text = &whole{hint: e.Hint, masked: secret}
	return e
}

// Scope is the form scope.
func (f *Form) Scope() action.Scope { return action.Form }

// Typing tells whether the focused entry is a text.
func (f *Form) Typing() bool { return f.current().Options == nil && f.current().Disabled == "" }

func (f *Form) current() *Entry { return f.fields[f.at] }

// Key edits the focused text.
func (f *Form) Key(k tea.KeyPressMsg) {
	if f.Typing() && f.current().text.Key(k) {
		f.complaint = ""
	}
}

// Paste inserts into the focused text.
func (f *Form) Paste(text string) {
	if f.Typing() {
		f.current().text.Paste(text)
		f.complaint = ""
	}
}

// Wheel moves between entries.
func (f *Form) Wheel(n int) { f.at = max(min(f.at+n, len(f.fields)-1), 0) }

// Click focuses the entry under it, puts the cursor there in a text, and picks the option under it.
func (f *Form) Click(x, y int) {
	for _, s := range f.spots {
		if s.entry >= len(f.fields) || !s.area.Contains(x, y) {
			continue
		}
		f.at = s.entry
		switch e := f.current(); {
		case s.option >= 0:
			f.turn(s.option - e.Picked)
		case e.text != nil:
			from, _ := s.area.Origin()
			e.text.Click(x - from)
		}
		return
	}
}

// Do moves between entries, changes a choice, submits or closes.
func (f *Form) Do(id action.ID) bool {
	switch id {
	case action.NextField, action.Down:
		f.at = (f.at + 1) % len(f.fields)
	case action.PrevField, action.Up:
		f.at = (f.at + len(f.fields) - 1) % len(f.fields)
	case action.Left, action.Right, action.Toggle:
		if f.current().Options == nil {
			return false
		}
		if id == action.Left {
			f.turn(-1)
		} else {
			f.turn(1)
		}
	case action.Accept:
		if f.complaint = f.OnSubmit(f); f.complaint == "" {
			f.done = true
		}
	case action.Back:
		f.done = true
	default:
		return false
	}
	return true
}

func (f *Form) turn(by int) {
	e := f.current()
	if n := len(e.Options); n > 0 && e.Disabled == "" {
		e.Picked = (e.Picked + by + n) % n
		f.complaint = ""
		if f.OnTurn != nil {
			f.OnTurn(f)
		}
	}
}

// Again makes a form that was sent one that is filled in, with all that it holds.
func (f *Form) Again() Overlay {
	f.done, f.complaint = false, ""
	return f
}

// Close ends the form from outside.
func (f *Form) Close() { f.done = true }

// Complain shows a sentence under the form, such as why it was refused.
func (f *Form) Complain(text string) { f.complaint = text }

// Draw paints the fields, their notes, and what is wrong.
func (f *Form) Draw(s paint.Surface, l Look) *Cursor {
	t := l.Theme
	w := min(max(s.Width()-8, 20), 78)
	rows := f.rows(w)
	complaint := paint.Wrap(f.complaint, w)
	if f.complaint == "" {
		complaint = nil
	}
	in := box(s, w, rows+len(complaint)+2, f.Title, l)
	body, foot := in.SplitBottom(1 + len(complaint))
	f.scroll(body.Height(), w)
	cursor := f.drawFields(body, l, w)
	for i, line := range complaint {
		foot.Text(0, i, line, t.Error)
	}
	_, keys := foot.SplitBottom(1)
	x := spot(keys, 0, 0, l, action.Accept, l.Keys.Key(action.Accept, action.Form), f.Submit)
	hints(keys, x, 0, l, action.Form, f.useful()...)
	return cursor
}

// useful are the actions of the foot that do something in a form of these fields.
func (f *Form) useful() (all []action.ID) {
	if len(f.fields) > 1 {
		all = append(all, action.NextField)
	}
	if slices.ContainsFunc(f.fields, func(e *Entry) bool { return e.Options != nil }) {
		all = append(all, action.Right)
	}
	return append(all, action.Back)
}

// rows is the height of all entries with their notes.
func (f *Form) rows(w int) int {
	n := 0
	for _, e := range f.fields {
		n += f.height(e, w)
	}
	return n
}

func (f *Form) height(e *Entry, w int) int {
	if note := e.note(); note != "" {
		return 2 + len(paint.Wrap(note, w-2))
	}
	return 2
}

func (e *Entry) note() string {
	if e.Disabled != "" {
		return e.Disabled
	}
	return e.Note
}

// scroll keeps the focused entry in sight on a short screen.
func (f *Form) scroll(height, w int) {
	y, end := 0, 0
	for i, e := range f.fields {
		end = y + f.height(e, w)
		if i == f.at {
			break
		}
		y = end
	}
	f.top = min(f.top, y)
	f.top = max(f.top, end-height, 0)
}

func (f *Form) drawFields(s paint.Surface, l Look, w int) (cursor *Cursor) {
	t := l.Theme
	f.spots = f.spots[:0]
	label := 0
	for _, e := range f.fields {
		label = max(label, min(paint.Width(e.Label), w/3))
	}
	y := -f.top
	for i, e := range f.fields {
		st := t.Text
		if e.Disabled != "" {
			st = t.Faint
		}
		if i == f.at {
			s.Text(0, y, t.Glyphs.Bar, t.Bar)
			st = t.Title
		}
		s.Text(2, y, paint.Cut(e.Label, label), st)
		line := s.Sub(label+4, y, s.Width()-label-4, 1)
		if y < 0 {
			line = paint.Surface{}
		}
		if e.Options != nil {
			f.drawOptions(i, line, t)
		} else if line.Width() > 0 {
			line.Fill(t.Overlay)
			cx := e.text.Draw(line, t)
			if i == f.at && e.Disabled == "" {
				ox, oy := line.Origin()
				cursor = &Cursor{X: ox + cx, Y: oy}
			}
		}
		f.spots = append(f.spots, formSpot{line, i, -1})
		if y >= 0 {
			f.spots = append(f.spots, formSpot{s.Sub(0, y, s.Width(), f.height(e, w)-1), i, -1})
		}
		if note := e.note(); note != "" {
			for j, part := range paint.Wrap(note, w-2) {
				s.Text(2, y+1+j, part, t.Faint)
			}
		}
		y += f.height(e, w)
	}
	return cursor
}

// drawOptions shows the options of an entry beside each other, or only the chosen one where there is no room for all. A click on an
// option picks it; beside the only one that is shown are the ones before and after it.
func (f *Form) drawOptions(at int, s paint.Surface, t *theme.Theme) {
	e := f.fields[at]
	spot := func(from, to, option int) {
		f.spots = append(f.spots, formSpot{s.Sub(from, 0, to-from, 1), at, option})
	}
	width, n := 0, len(e.Options)
	for _, o := range e.Options {
		width += paint.Width(o) + 5
	}
	if width-3 > s.Width() {
		x := s.Text(0, 0, "‹ ", t.Faint)
		spot(0, x, (e.Picked+n-1)%n)
		x = s.Text(x, 0, paint.Cut(e.Options[e.Picked], s.Width()-14), t.Title)
		end := s.Text(x, 0, fmt.Sprintf(" ›  %d of %d", e.Picked+1, n), t.Faint)
		spot(x, end, (e.Picked+1)%n)
		return
	}
	x := 0
	for i, o := range e.Options {
		mark, st := t.Glyphs.Circle, t.Faint
		if i == e.Picked {
			mark, st = t.Glyphs.Dot, t.Title
			if e.Disabled != "" {
				st = t.Faint
			}
		}
		end := s.Text(x, 0, mark+" "+o, st)
		spot(x, end, i)
		x = end + 3
	}
}
