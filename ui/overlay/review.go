package overlay

import (
	"hextui/ui/action"
	"hextui/ui/diff"
	"hextui/ui/paint"
)

// Review shows a change before it is written, and lets single parts of it be left out.
type Review struct {
	base
	Title string
	// Note says where the change goes.
	Note string
	View *diff.View
	// OnWrite gets the text with the kept changes; OnEdit goes back to editing.
	OnWrite func(text string)
	OnEdit  func()

	area paint.Surface
}

// Scope is the review scope.
func (r *Review) Scope() action.Scope { return action.Review }

// Do moves among the changes, keeps or drops them, and decides.
func (r *Review) Do(id action.ID) bool {
	v := r.View
	switch id {
	case action.Write:
		r.done = true
		r.OnWrite(v.Text())
	case action.KeepEdit:
		r.done = true
		if r.OnEdit != nil {
			r.OnEdit()
		}
	case action.Back:
		r.done = true
	case action.Toggle:
		v.Toggle()
	case action.NextHunk:
		v.MoveHunk(1)
	case action.PrevHunk:
		v.MoveHunk(-1)
	case action.Split:
		v.SetSplit(!v.Split())
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

// Wheel scrolls.
func (r *Review) Wheel(n int) { r.View.Scroll(0, n) }

// Click selects the change under it.
func (r *Review) Click(x, y int) { r.View.Click(x, y) }

// Draw paints the change over nearly the whole screen.
func (r *Review) Draw(s paint.Surface, l Look) *Cursor {
	t := l.Theme
	in := box(s, s.Width()-4, s.Height()-2, r.Title, l)
	top, rest := in.SplitTop(2)
	x := top.Text(0, 0, r.View.Summary(), t.Title)
	top.Text(x+3, 0, paint.Cut(r.Note, top.Width()-x-3), t.Faint)
	body, foot := rest.SplitBottom(2)
	r.area = body
	r.View.Draw(body, t, true)
	hints(foot, 0, 1, l, action.Review, action.Write, action.Toggle, action.NextHunk, action.Split, action.KeepEdit, action.Back)
	return nil
}
