package overlay

import (
	"hextui/ui/action"
	"hextui/ui/field"
	"hextui/ui/paint"
)

// finder is a list of which a query shows a part, with a bar on one row.
type finder struct {
	query   *field.Field
	at, top int // the row with the bar, the first in sight
	total   int
	rows    paint.Surface
}

// begin shows so many rows from the first on.
func (f *finder) begin(total int) { f.at, f.top, f.total = 0, 0, total }

// Wheel moves the bar.
func (f *finder) Wheel(n int) { f.at = max(min(f.at+n, f.total-1), 0) }

// move carries out motion.
func (f *finder) move(id action.ID) (handled bool) {
	switch id {
	case action.Up:
		f.Wheel(-1)
	case action.Down:
		f.Wheel(1)
	case action.PageUp:
		f.Wheel(-max(f.rows.Height()-1, 1))
	case action.PageDown:
		f.Wheel(max(f.rows.Height()-1, 1))
	default:
		return false
	}
	return true
}

// hit puts the bar on the row that a click is on, if it is on one.
func (f *finder) hit(x, y int) bool {
	if !f.rows.Contains(x, y) {
		return false
	}
	_, first := f.rows.Origin()
	i := f.top + y - first
	if i < f.total {
		f.at = i
	}
	return i < f.total
}

// drawQuery paints what is typed, and behind it what is said of what it shows.
func (f *finder) drawQuery(s paint.Surface, said string, l Look) *Cursor {
	s.Text(0, 0, "› ", l.Theme.Accent)
	line := s.Sub(2, 0, max(s.Width()-paint.Width(said)-4, 4), 1)
	line.Fill(l.Theme.Overlay)
	at := f.query.Draw(line, l.Theme)
	s.Right(s.Width(), 0, said, l.Theme.Faint)
	x, y := line.Origin()
	return &Cursor{X: x + at, Y: y}
}

// drawRows paints the rows in sight, each by its number.
func (f *finder) drawRows(s paint.Surface, l Look, row func(on paint.Surface, i int)) {
	t := l.Theme
	f.rows = s
	f.top = max(min(f.top, f.at), f.at-s.Height()+1)
	for y := range min(s.Height(), f.total-f.top) {
		on := s.Sub(0, y, s.Width(), 1)
		row(on, f.top+y)
		if f.top+y == f.at {
			on.Text(0, 0, t.Glyphs.Bar, t.Bar)
			on.Restyle(1, 0, on.Width()-1, t.Selected)
		}
	}
	if f.total == 0 {
		s.Text(0, 0, "nothing matches; take a letter back", t.Faint)
	}
}
