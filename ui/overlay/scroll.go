package overlay

import (
	"fmt"
	"strings"

	"hextui/ui/action"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// Line is a line of a text with its style; a long one is wrapped.
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

// scroll is lines that may be more than there is room for.
type scroll struct{ top, rows, total int }

// Wheel scrolls by lines.
func (v *scroll) Wheel(n int) { v.top = max(min(v.top+n, v.total-v.rows), 0) }

// move carries out motion.
func (v *scroll) move(id action.ID) (handled bool) {
	switch id {
	case action.Up:
		v.Wheel(-1)
	case action.Down:
		v.Wheel(1)
	case action.PageUp:
		v.Wheel(-v.rows)
	case action.PageDown:
		v.Wheel(v.rows)
	case action.Top:
		v.Wheel(-v.total)
	case action.Bottom:
		v.Wheel(v.total)
	default:
		return false
	}
	return true
}

// draw paints as many lines, wrapped already, as there is room for.
func (v *scroll) draw(s paint.Surface, lines []Line, t *theme.Theme) {
	v.rows, v.total = max(s.Height()-1, 1), len(lines)
	v.Wheel(0)
	for i, line := range lines[v.top:min(v.top+v.rows, v.total)] {
		st := t.Text
		if line.Style != nil {
			st = line.Style(t)
		}
		s.Text(0, i, line.Text, st)
	}
}

// place says which lines are shown, where that is not all.
func (v *scroll) place() string {
	if v.total <= v.rows {
		return ""
	}
	return fmt.Sprintf("%d–%d of %d", v.top+1, min(v.top+v.rows, v.total), v.total)
}

// folded are lines wrapped to a width.
func folded(all []Line, w int) []Line {
	var lines []Line
	for _, line := range all {
		head, hang := line.Head, paint.Width(line.Head)
		for _, part := range paint.Wrap(line.Text, w-hang) {
			lines = append(lines, Line{Text: head + part, Style: line.Style})
			head = strings.Repeat(" ", hang)
		}
	}
	return lines
}
