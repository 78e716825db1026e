package overlay

import (
	"fmt"

	"hextui/ui/action"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// Text shows a text that may be long: an error in full, a traceback, the log of messages.
type Text struct {
	base
	Title string
	Lines []Line
	// OnCopy, if set, is called for the copy action.
	OnCopy func()

	top, rows, total int
}

// Line is a line of a [Text] with its style; a long one is wrapped.
type Line struct {
	// Head stands before the text; what of the text is wrapped begins below its beginning.
	Head, Text string
	Style      func(*theme.Theme) theme.Style
}

// Plain makes lines of a text in the usual style.
func Plain(text string) []Line {
	var lines []Line
	for _, l := range paint.Wrap(text, 1<<20) {
		lines = append(lines, Line{Text: l})
	}
	return lines
}

// Scope is the text scope.
func (x *Text) Scope() action.Scope { return action.Text }

// Do scrolls, copies and closes.
func (x *Text) Do(id action.ID) bool {
	switch id {
	case action.Back, action.No, action.Accept:
		x.done = true
	case action.Up:
		x.Wheel(-1)
	case action.Down:
		x.Wheel(1)
	case action.PageUp:
		x.Wheel(-x.rows)
	case action.PageDown:
		x.Wheel(x.rows)
	case action.Top:
		x.top = 0
	case action.Bottom:
		x.Wheel(x.total)
	case action.CopySource:
		if x.OnCopy != nil {
			x.OnCopy()
		}
	default:
		return false
	}
	return true
}

// Wheel scrolls by lines.
func (x *Text) Wheel(n int) { x.top = max(min(x.top+n, x.total-x.rows), 0) }

// Draw paints as many lines as there is room for.
func (x *Text) Draw(s paint.Surface, l Look) *Cursor {
	t := l.Theme
	w := min(max(s.Width()-8, 20), 100)
	lines := folded(x.Lines, w)
	in := box(s, w, min(len(lines)+2, max(s.Height()-4, 3)), x.Title, l)
	body, foot := in.SplitBottom(1)
	x.rows, x.total = max(body.Height()-1, 1), len(lines)
	x.Wheel(0)
	for i := range min(x.rows, x.total-x.top) {
		line := lines[x.top+i]
		st := t.Text
		if line.Style != nil {
			st = line.Style(t)
		}
		body.Text(0, i, line.Text, st)
	}
	hints(foot, 0, 0, l, action.Text, action.CopySource, action.Back)
	if x.total > x.rows {
		foot.Right(foot.Width(), 0, fmt.Sprintf("%d–%d of %d", x.top+1, min(x.top+x.rows, x.total), x.total), t.Faint)
	}
	return nil
}
