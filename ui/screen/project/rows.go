package project

import (
	"fmt"
	"strconv"
	"strings"

	"hextui/hex"
	res "hextui/hex/result"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// null is how a value that is none reads; a text of the same letters has no signs around it.
const null = "‹null›"

// rows is a result table as the grid reads it. It sorts and filters by the values as they came.
type rows struct {
	t      *hex.ResultTable
	scales []scale
	theme  func() *theme.Theme
}

func newRows(t *hex.ResultTable, th func() *theme.Theme) rows {
	r := rows{t: t, theme: th, scales: make([]scale, len(t.Columns))}
	for i := range t.Columns {
		r.scales[i] = scaleOf(t, i)
	}
	return r
}

func (r rows) Len() int        { return len(r.t.Rows) }
func (r rows) ID(i int) string { return strconv.Itoa(i) }

func (r rows) Text(i, col int) string {
	if v := res.Value(r.t, i, col); v != nil {
		return *v
	}
	return ""
}

func (r rows) Cell(i, col int) grid.Cell {
	v := res.Value(r.t, i, col)
	if v == nil {
		return grid.Cell{Text: null + r.scales[col].pad(0), Style: r.theme().Faint}
	}
	return grid.Cell{Text: r.scales[col].show(*v)}
}

// columns are the grid's for a result; numbers stand on the right.
func columns(t *hex.ResultTable) []grid.Column {
	cols := make([]grid.Column, len(t.Columns))
	for i, c := range t.Columns {
		cols[i] = grid.Column{ID: fmt.Sprintf("%d %s", i, c.Name), Title: c.Name, Right: res.Numeric(c.Type)}
	}
	return cols
}

// scale is how the numbers of a column are written: with their points below each other, and with their digits in threes unless they
// only name something, as years and ids do.
type scale struct {
	number, threes bool
	places         int // behind the point, the most of all values
}

const (
	measured   = 100_000 // values of a column that are looked at for its scale
	mostPlaces = 12      // behind a point that room is kept for
)

func scaleOf(t *hex.ResultTable, col int) scale {
	c := t.Columns[col]
	if !res.Numeric(c.Type) {
		return scale{}
	}
	s := scale{number: true, threes: !names(c.Name)}
	for i := range min(len(t.Rows), measured) {
		if v := res.Value(t, i, col); v != nil {
			if _, fraction, ok := digits(*v); ok {
				s.places = max(s.places, min(len(fraction), mostPlaces))
			}
		}
	}
	return s
}

// names tells whether numbers in a column of that name are names: nobody reads order 12345 as twelve thousand.
func names(column string) bool {
	words := strings.FieldsFunc(strings.ToLower(column), func(r rune) bool { return r == '_' || r == ' ' || r == '-' || r == '.' })
	if len(words) == 0 {
		return false
	}
	switch last := words[len(words)-1]; last {
	case "id", "ids", "year", "key", "code", "zip", "postcode", "version", "phone":
		return true
	default:
		return strings.HasSuffix(column, "Id") || strings.HasSuffix(column, "ID")
	}
}

// digits parts a plain decimal number into what stands before its point, sign included, and behind it.
func digits(v string) (whole, fraction string, ok bool) {
	whole, fraction, point := strings.Cut(v, ".")
	bare := strings.TrimPrefix(whole, "-")
	if bare == "" || strings.Trim(bare, "0123456789") != "" || strings.Trim(fraction, "0123456789") != "" || point && fraction == "" {
		return "", "", false
	}
	return whole, fraction, true
}

// show is a value as it stands in the table.
func (s scale) show(v string) string {
	if !s.number {
		return v
	}
	whole, fraction, ok := digits(v)
	if !ok {
		return v
	}
	if s.threes {
		whole = threes(whole)
	}
	if fraction == "" {
		return whole + s.pad(0)
	}
	return whole + "." + fraction + s.pad(len(fraction))
}

// pad is the room behind a number with so many places behind its point, to where the longest of the column ends.
func (s scale) pad(places int) string {
	n := s.places - places
	if s.places > 0 && places == 0 {
		n++ // the point
	}
	return strings.Repeat(" ", max(n, 0))
}

// threes sets the digits of a whole number apart by threes: 1,204.
func threes(whole string) string {
	sign := whole[:len(whole)-len(strings.TrimPrefix(whole, "-"))]
	whole = whole[len(sign):]
	if len(whole) < 4 {
		return sign + whole
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, d := range []byte(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(d)
	}
	return b.String()
}

// record is a row with a value a line, and of which column each line is.
func record(t *hex.ResultTable, row int) (lines []overlay.Line, columns []int) {
	width := 0
	for _, c := range t.Columns {
		width = max(width, min(paint.Width(c.Name), 30))
	}
	add := func(column int, line overlay.Line) { lines, columns = append(lines, line), append(columns, column) }
	for i, c := range t.Columns {
		name := paint.Cut(c.Name, width)
		line := overlay.Line{Head: name + strings.Repeat(" ", width-paint.Width(name)+2)}
		v := res.Value(t, row, i)
		if v == nil {
			line.Text, line.Style = null, faint
			add(i, line)
			continue
		}
		for part := range strings.Lines(*v) {
			line.Text = strings.TrimRight(part, "\r\n")
			add(i, line)
			line.Head = strings.Repeat(" ", width+2)
		}
		if *v == "" {
			add(i, line)
		}
	}
	return lines, columns
}

// alone tells whether the only row is shown with a value a line, because it is too wide to be read as a row.
func (s *Screen) alone(width int) bool {
	g := s.result.grid.Grid
	return len(s.result.table.Rows) == 1 && g.Len() == 1 && g.Needs() > width
}

// drawRecord paints the only row with a value a line, the value under the cell cursor in sight.
func (s *Screen) drawRecord(a paint.Surface) {
	a.Fill(s.env.Theme.Text)
	t, at := s.env.Theme, s.result.grid.Grid.Column()
	lines, columns := record(s.result.table, 0)
	top := 0
	for i, c := range columns {
		if c == at {
			top = max(min(i-a.Height()/2, len(lines)-a.Height()), 0)
			break
		}
	}
	for y, line := range lines[top:min(top+a.Height(), len(lines))] {
		st := t.Text
		if line.Style != nil {
			st = line.Style(t)
		}
		head := t.Faint
		if columns[top+y] == at && s.focus == onResult {
			a.Text(0, y, t.Glyphs.Bar, t.Bar)
			head = t.Accent
		}
		x := a.Text(2, y, line.Head, head)
		a.Text(x, y, paint.Cut(line.Text, a.Width()-x-1), st)
	}
}

// moveInRecord moves the cell cursor from value to value where these stand below each other.
func (s *Screen) moveInRecord(id action.ID) (moved bool) {
	g := s.result.grid.Grid
	if !s.result.alone {
		return false
	}
	step, moved := map[action.ID]int{
		action.Up: -1, action.Down: 1, action.PageUp: -10, action.PageDown: 10, action.HalfUp: -5, action.HalfDown: 5,
		action.Top: -g.Column(), action.Bottom: len(s.result.table.Columns),
	}[id]
	if moved {
		g.MoveColumn(step)
	}
	return moved
}
