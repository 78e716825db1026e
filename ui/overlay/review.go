package overlay

import (
	"hextui/ui/action"
	"hextui/ui/diff"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// Review shows a change before it is written, and lets single parts of it be left out.
type Review struct {
	base
	Title string
	// Note says where the change goes.
	Note string
	View *diff.View
	// Verb says in the footer what taking it does; empty is the key table's word.
	Verb string
	// OnWrite gets the text with the kept changes; OnEdit goes back to editing, and is OnBack where it is nil; OnBack, if set, is
	// told that nothing was chosen.
	OnWrite func(text string)
	OnEdit  func()
	OnBack  func()

	narrow    bool
	complaint string
}

// Scope is the review scope.
func (r *Review) Scope() action.Scope { return action.Review }

// Do moves among the changes, keeps or drops them, and decides.
func (r *Review) Do(id action.ID) bool {
	v := r.View
	r.complaint = ""
	switch id {
	case action.Write:
		r.done = true
		r.OnWrite(v.Text())
	case action.KeepEdit:
		r.done = true
		if r.OnEdit != nil {
			r.OnEdit()
		} else {
			r.back()
		}
	case action.Back:
		r.done = true
		r.back()
	case action.Toggle:
		v.Toggle()
	case action.ToggleAll:
		v.Keep(v.Text() == v.Diff().Text(func(int) bool { return false }))
	case action.NextHunk:
		v.MoveHunk(1)
	case action.PrevHunk:
		v.MoveHunk(-1)
	case action.Split:
		if r.narrow {
			r.complaint = "Side by side needs a wider terminal."
		} else {
			v.SetSplit(!v.Split())
		}
	default:
		return look(v, id)
	}
	return true
}

func (r *Review) back() {
	if r.OnBack != nil {
		r.OnBack()
	}
}

// sheet is a text that is looked at: a change, or a merge.
type sheet interface {
	Scroll(columns, lines int)
	Page(n int)
	Home()
	End()
}

// look carries out motion in a sheet.
func look(v sheet, id action.ID) (handled bool) {
	switch id {
	case action.Up:
		v.Scroll(0, -1)
	case action.Down:
		v.Scroll(0, 1)
	case action.Left:
		v.Scroll(-8, 0)
	case action.Right:
		v.Scroll(8, 0)
	case action.PageUp:
		v.Page(-1)
	case action.PageDown:
		v.Page(1)
	case action.Top:
		v.Home()
	case action.Bottom:
		v.End()
	default:
		return false
	}
	return true
}

// Wheel and Side scroll.
func (r *Review) Wheel(n int) { r.View.Scroll(0, n) }

// Side scrolls by columns.
func (r *Review) Side(n int) { r.View.Scroll(n, 0) }

// Click selects the change under it.
func (r *Review) Click(x, y int) { r.View.Click(x, y) }

// Draw paints the change over nearly the whole screen.
func (r *Review) Draw(s paint.Surface, l Look) *Cursor {
	t := l.Theme
	in := box(s, s.Width()-4, s.Height()-2, r.Title, l)
	rest := heading(in, r.View.Summary(), r.Note, leastChange+2, t)
	keys := []action.ID{action.Write, action.Back, action.Toggle}
	if r.OnEdit != nil {
		keys = append(keys, action.KeepEdit)
	}
	keys = append(keys, action.NextHunk, action.Split)
	x, write := 0, l.Keys.Key(action.Write, action.Review)
	if r.Verb != "" {
		x, keys = spotWidth(write, r.Verb)+3, keys[1:]
	}
	body, foot := rest.SplitBottom(1 + hintRows(rest.Width(), x, l, action.Review, keys...))
	r.narrow = body.Width() < sideBySide
	if r.narrow {
		r.View.SetSplit(false)
	}
	r.View.Draw(body, t, true)
	foot.Text(0, 0, r.complaint, t.Warn)
	if r.Verb != "" {
		spot(foot, 0, 1, l, action.Write, write, r.Verb)
	}
	hints(foot, x, 1, l, action.Review, keys...)
	return nil
}

// sideBySide is the width from which two texts can be read beside each other.
const sideBySide = 96

// leastChange is how many rows of a change are seen however small the screen is, before where it goes is said.
const leastChange = 3

// heading writes a summary and a note over what a dialog shows, and returns what is left below. The note, and then the empty row behind
// it, are left out where they would leave less than least rows.
func heading(in paint.Surface, summary, note string, least int, t *theme.Theme) paint.Surface {
	lines := paint.Wrap(note, in.Width())
	switch w := paint.Width(summary); {
	case w+3+paint.Width(note) <= in.Width():
		in.Text(w+3, 0, note, t.Faint)
		lines = nil
	case in.Height()-len(lines)-2 < least:
		lines = nil
	}
	in.Text(0, 0, summary, t.Title)
	for i, line := range lines {
		in.Text(0, i+1, line, t.Faint)
	}
	_, rest := in.SplitTop(max(min(len(lines)+2, in.Height()-least), 1))
	return rest
}
