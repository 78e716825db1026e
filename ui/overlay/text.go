package overlay

import (
	"hextui/ui/action"
	"hextui/ui/paint"
)

// Text shows a text that may be long: an error in full, a traceback, the log of messages.
type Text struct {
	base
	scroll
	Title string
	Lines []Line
	// OnCopy, if set, is called for the copy action.
	OnCopy func()
}

// Scope is the text scope.
func (x *Text) Scope() action.Scope { return action.Text }

// Wheel scrolls by lines.
func (x *Text) Wheel(n int) { x.scroll.Wheel(n) }

// Do scrolls, copies and closes.
func (x *Text) Do(id action.ID) bool {
	switch id {
	case action.Back, action.No, action.Accept:
		x.done = true
	case action.CopySource:
		if x.OnCopy != nil {
			x.OnCopy()
		}
	default:
		return x.move(id)
	}
	return true
}

// Draw paints as many lines as there is room for.
func (x *Text) Draw(s paint.Surface, l Look) *Cursor {
	w := min(max(s.Width()-8, 20), 100)
	lines := folded(x.Lines, w)
	in := box(s, w, min(len(lines)+2, max(s.Height()-4, 3)), x.Title, l)
	body, foot := in.SplitBottom(1)
	x.draw(body, lines, l.Theme)
	keys := []action.ID{action.CopySource, action.Back}
	if x.OnCopy == nil {
		keys = keys[1:]
	}
	hints(foot, 0, 0, l, action.Text, keys...)
	foot.Right(foot.Width(), 0, x.place(), l.Theme.Faint)
	return nil
}
