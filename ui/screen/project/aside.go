package project

import (
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/ui/complete"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// From asideFrom columns on asideWidth of them tell about the selected cell.
const (
	asideFrom  = 180
	asideWidth = 34
)

// aside writes line below line.
type aside struct {
	a paint.Surface
	t *theme.Theme
	y int
}

// section writes a heading and lines below it; nothing where there are none.
func (w *aside) section(name string, lines []string) {
	if len(lines) == 0 || w.y+1 >= w.a.Height() {
		return
	}
	w.a.Text(0, w.y, name, w.t.Faint)
	for _, l := range lines {
		if w.y++; w.y < w.a.Height() {
			w.a.Text(2, w.y, paint.Cut(l, w.a.Width()-2), w.t.Text)
		}
	}
	w.y += 2
}

// drawAside tells about the selected cell where there is room: its connection, what it reads, which cells read what it makes, and the
// columns of its result. It returns what is left of the surface.
func (s *Screen) drawAside(a paint.Surface) (rest paint.Surface) {
	i, ok := s.item()
	if s.width < asideFrom || !ok {
		return a
	}
	t := s.env.Theme
	rest, side := a.SplitRight(asideWidth)
	rest = rest.Sub(0, 0, rest.Width()-1, rest.Height()) // air behind the scroll bar
	side.Column(0, 0, side.Height(), t.Glyphs.Column, t.Rule)
	w := &aside{a: side.Sub(2, 0, side.Width()-3, side.Height()), t: t}
	if c, ok := s.env.Store.Connections.Get(i.DataConnectionID); ok {
		x := w.a.Text(0, 0, paint.Cut(c.Name, w.a.Width()), t.Title)
		w.a.Text(x+2, 0, paint.Cut(strings.ToLower(string(c.Type)), max(w.a.Width()-x-2, 0)), t.Faint)
		w.y = 2
	}
	w.section("READS", s.readsOf(i, w.a.Width()-2))
	w.section("USED BY", s.users(i))
	if table := s.env.Store.Output(i.StaticID).Value.Table; table != nil {
		w.section("RESULT", described(table, w.a.Width()-2))
	}
	return rest
}

// mostColumns is in how many lines the columns of a table are told at the most, mostTyped in how many where their types are known.
const (
	mostColumns = 4
	mostTyped   = 14
)

// readsOf are what a cell takes from elsewhere, each with its columns below it as far as cells name them, and with their types as far as
// results tell those.
func (s *Screen) readsOf(i *item, width int) (lines []string) {
	for _, name := range s.faults.reads[i.StaticID] {
		lines = append(lines, name)
		for _, l := range columnsOf(s.completion.known, name, width-2) {
			lines = append(lines, "  "+l)
		}
	}
	return lines
}

// columnsOf are the columns of a table: those whose types are known in a line of their own, the others one after the other below them.
func columnsOf(known *complete.Known, table string, width int) (lines []string) {
	var typed []hex.ResultColumn
	var others []string
	for _, name := range known.Columns(table) {
		if kind := known.Type(table, name); kind != "" {
			typed = append(typed, hex.ResultColumn{Name: name, Type: kind})
		} else {
			others = append(others, name)
		}
	}
	lines = inColumns(typed, width)
	if more := len(lines) - mostTyped; more > 0 {
		lines = append(lines[:mostTyped], fmt.Sprintf("and %d more", more))
	}
	if len(others) == 0 {
		return lines
	}
	told := paint.Wrap(strings.Join(others, ", "), width-2)
	if len(told) > mostColumns {
		told = told[:mostColumns]
		told[mostColumns-1] += " …"
	}
	return append(lines, told...)
}

// users are the cells that read what a cell makes.
func (s *Screen) users(i *item) (cells []string) {
	made := i.OutputDataframe()
	if made == "" {
		return nil
	}
	for _, o := range s.rows {
		if o.StaticID != i.StaticID && slices.Contains(s.faults.reads[o.StaticID], made) {
			cells = append(cells, fmt.Sprintf("%d  %s", o.number, o.name))
		}
	}
	return cells
}

// described are how many rows a result has, and its columns with their types.
func described(t *hex.ResultTable, width int) []string {
	lines := append([]string{resultTitle(t)}, inColumns(t.Columns, width)...)
	return lines[:min(len(lines), mostAside)]
}

// inColumns are columns with their types, one in a line, the types below each other.
func inColumns(columns []hex.ResultColumn, width int) (lines []string) {
	name := 0
	for _, c := range columns {
		name = max(name, min(paint.Width(c.Name), width*2/3))
	}
	for _, c := range columns {
		n := paint.Cut(c.Name, name)
		lines = append(lines, n+strings.Repeat(" ", name-paint.Width(n)+2)+strings.ToLower(c.Type))
	}
	return lines
}

// mostAside is how many lines tell of a result at the most.
const mostAside = 24
