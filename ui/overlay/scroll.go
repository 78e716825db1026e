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
	// Hang is the column that the text begins in, where it is not the one behind the head; a longer head stands on a line of its own.
	Hang int
	// Heading begins a section.
	Heading bool
	// Action is what the line tells of, empty for none.
	Action action.ID
}

func (l Line) blank() bool { return l.Head == "" && l.Text == "" }

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

// short is the height below which a dialog leaves no room around it.
const short = 14

// roomFor is the height inside a dialog of so many lines with a foot.
func roomFor(lines int, s paint.Surface) int {
	around := 4
	if s.Height() < short {
		around = 2
	}
	return min(lines+2, max(s.Height()-around, 3))
}

// draw paints as many lines, wrapped already, as there is room for, with an empty one below them if they are not few.
func (v *scroll) draw(s paint.Surface, lines []Line, t *theme.Theme) {
	v.window(s.Height(), len(lines))
	v.paint(s, lines, t)
}

// window takes how many rows there are for how many lines.
func (v *scroll) window(rows, total int) {
	v.rows, v.total = max(rows, 1), total
	if v.rows > short/2 {
		v.rows--
	}
	v.Wheel(0)
}

func (v *scroll) paint(s paint.Surface, lines []Line, t *theme.Theme) {
	from := min(v.top, len(lines))
	for i, line := range lines[from:min(from+v.rows, len(lines))] {
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

// drawPlace paints behind the answers, which end at x, which lines are shown and the keys for the others: where there is no room for
// both the keys alone, so that nobody takes a part for all.
func (v *scroll) drawPlace(foot paint.Surface, x int, l Look) {
	place := v.place()
	if place == "" {
		return
	}
	keys := l.Keys.Key(action.Up, action.Dialog) + " " + l.Keys.Key(action.Down, action.Dialog)
	for _, text := range []string{place + "  " + keys, keys} {
		if x+paint.Width(text) < foot.Width() {
			foot.Right(foot.Width(), 0, text, l.Theme.Faint)
			return
		}
	}
}

// folded are lines wrapped to a width. A head that would take more than half of it stands on a line of its own.
func folded(all []Line, w int) []Line {
	var lines []Line
	for _, line := range all {
		head, hang := line.Head, paint.Width(line.Head)
		switch wide := hang > w/2; {
		case wide, line.Hang > 0 && hang >= line.Hang:
			lines = append(lines, Line{Text: strings.TrimRight(head, " "), Style: line.Style, Action: line.Action})
			if hang = line.Hang; wide || hang > w/2 {
				hang = 2
			}
			head = strings.Repeat(" ", hang)
		case line.Hang > 0:
			head, hang = head+strings.Repeat(" ", line.Hang-hang), line.Hang
		}
		for _, part := range paint.Wrap(line.Text, w-hang) {
			lines = append(lines, Line{Text: head + part, Style: line.Style, Heading: line.Heading, Action: line.Action})
			head = strings.Repeat(" ", hang)
		}
	}
	return lines
}
