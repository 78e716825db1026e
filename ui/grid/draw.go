package grid

import (
	"strings"

	"hextui/ui/paint"
	"hextui/ui/theme"
)

// area is where the grid was last drawn, for motions by page and for the mouse.
type area struct {
	all        paint.Surface
	body       paint.Surface // the rows
	rows       int           // height of body
	header     bool
	bodyX      int // where columns begin within body
	bodyW      int // what columns have
	frozen     int // width of the frozen columns with the gap after them
	frozenCols int
}

// Draw draws the grid. It asks for the cells of visible rows only, each once.
func (g *Grid) Draw(s paint.Surface, th *theme.Theme, focused bool) {
	g.place(s)
	g.arrange(g.area.bodyW)
	g.clampTop()
	g.clampLeft()
	rows := min(g.area.rows, len(g.view)-g.top)
	g.fetch(rows)
	g.arrange(g.area.bodyW) // what came into sight may be wider
	g.area.frozen = g.frozenWidth(g.area.frozenCols)
	if g.area.header {
		g.drawHeader(th, focused)
	}
	n := len(g.cfg.Columns)
	for i := range rows {
		g.drawRow(i, g.cells[i*n:(i+1)*n], th, focused)
	}
	g.drawBar(th)
	if len(g.view) == 0 && !g.late {
		g.drawMessage(th)
	}
}

// Visible are the ids of the rows that were last drawn, as far as the column with the id was in sight.
func (g *Grid) Visible(column string) []string {
	col := g.columnNumber(column)
	if col < 0 || col >= len(g.layout.w) || !g.seen(col) {
		return nil
	}
	rows := min(g.area.rows, len(g.view)-g.top)
	ids := make([]string, 0, max(rows, 0))
	for i := range rows {
		ids = append(ids, g.src.ID(int(g.view[g.top+i])))
	}
	return ids
}

// Needs is the width of a surface that shows all columns, as far as it was known when the grid was last drawn.
func (g *Grid) Needs() int { return g.layout.total + g.area.all.Width() - g.area.bodyW }

// Shows tells whether a surface of a width has room for a column. Who says in other columns what is missed then lays them out anew
// by [Grid.Refit].
func (g *Grid) Shows(column string, width int) bool {
	_, w := g.between(width)
	g.arrange(w)
	col := g.columnNumber(column)
	return col >= 0 && g.layout.w[col] > 0
}

// Body is the part of what was last drawn that holds the rows, for a screen that draws over it.
func (g *Grid) Body() paint.Surface { return g.area.body }

// place divides the surface into header, gutter, columns and scroll bar.
func (g *Grid) place(s paint.Surface) {
	a := area{all: s, body: s, header: !g.cfg.NoHeader && s.Height() > 1}
	if a.header {
		_, a.body = s.SplitTop(1)
	}
	a.rows = a.body.Height()
	a.bodyX, a.bodyW = g.between(s.Width())
	if before := g.area.rows; before > 0 && before != a.rows && g.cursor >= g.top && g.cursor < g.top+before {
		g.reveal = true // what was in sight stays in sight when the terminal changes
	}
	g.area = a
}

// between is where columns begin on a surface of a width, and what room they have.
func (g *Grid) between(width int) (x, w int) {
	x = 2
	if g.cfg.Marks {
		x = 3
	}
	return x, max(width-x-2, 0) // a column of air before the scroll bar
}

// clampTop keeps the rows in sight within what there is, and the selection in sight where it must be.
func (g *Grid) clampTop() {
	h := max(g.area.rows, 1)
	if g.reveal && g.cursor >= 0 {
		g.top = min(max(g.top, g.cursor-h+1), g.cursor)
	}
	g.reveal = false
	g.top = max(min(g.top, len(g.view)-h), 0)
}

// freeze finds how many columns stand still: as many as leave room for the others.
func (g *Grid) freeze() {
	for n := min(g.cfg.Frozen, len(g.cfg.Columns)); n > 0; n-- {
		if w := g.frozenWidth(n); w <= g.area.bodyW*2/3 {
			g.area.frozen, g.area.frozenCols = w, n
			return
		}
	}
}

// frozenWidth is what the first n columns take with the gap after them.
func (g *Grid) frozenWidth(n int) int {
	if n == 0 {
		return 0
	}
	return g.layout.x[n-1] + g.layout.w[n-1] + gap
}

// seen tells whether some of the column is in sight.
func (g *Grid) seen(col int) bool {
	x, w := g.at(col)
	return w > 0 && x < g.area.bodyW && (col < g.area.frozenCols || x+w > g.area.frozen)
}

// at is where a column is drawn, from the first of all columns on.
func (g *Grid) at(col int) (x, w int) {
	x, w = g.layout.x[col], g.layout.w[col]
	if col >= g.area.frozenCols {
		x -= g.left
	}
	return x, w
}

// clampLeft keeps the sideways position within the columns, and the cell cursor in sight where it must be.
func (g *Grid) clampLeft() {
	if !g.cfg.Wide {
		g.left, g.showCell = 0, false
		return
	}
	g.freeze()
	if g.showCell && g.column >= g.area.frozenCols && g.column < len(g.layout.x) {
		x, w := g.layout.x[g.column], g.layout.w[g.column]
		if !g.cfg.Cells {
			g.left = x - g.area.frozen
		}
		g.left = min(max(g.left, x+w-g.area.bodyW), x-g.area.frozen)
	}
	g.showCell = false
	g.left = max(min(g.left, g.layout.total-g.area.bodyW), 0)
}

// cellSurface is the part of a row's surface that a column draws into.
func (g *Grid) cellSurface(row paint.Surface, col int) (s paint.Surface, x, w int) {
	x, w = g.at(col)
	from := g.area.bodyX
	if col >= g.area.frozenCols {
		from += g.area.frozen
		x -= g.area.frozen
	}
	return row.Sub(from, 0, row.Width()-from-2, row.Height()), x, w
}

func (g *Grid) drawHeader(th *theme.Theme, focused bool) {
	line, _ := g.area.all.SplitTop(1)
	for col, c := range g.cfg.Columns {
		if !g.seen(col) {
			continue
		}
		s, x, w := g.cellSurface(line, col)
		title, st := c.Title, th.Faint
		if g.want.sort == c.ID {
			arrow := th.Glyphs.Up
			if g.want.desc {
				arrow = th.Glyphs.Down
			}
			title, st = paint.Cut(title, max(w-2, 1))+" "+arrow, th.Title
		}
		if focused && g.cfg.Cells && col == g.column {
			st = th.Accent
		}
		title = paint.Cut(title, w)
		if c.Right {
			x += w - paint.Width(title)
		}
		torn(s, x, s.Text(x, 0, title, st), th, st)
	}
}

// torn marks the edges at which a text that was drawn goes on out of sight, as columns of a Wide grid do: the rest of a number would be
// read as another number, and none of it as no value.
func torn(s paint.Surface, from, to int, th *theme.Theme, st theme.Style) {
	if from < to && from < 0 {
		s.Text(0, 0, th.Glyphs.Ellipsis, st)
	}
	if from < to && to > s.Width() {
		s.Text(s.Width()-1, 0, th.Glyphs.Ellipsis, st)
	}
}

// drawRow draws the row in sight number i.
func (g *Grid) drawRow(i int, cells []Cell, th *theme.Theme, focused bool) {
	at := g.top + i
	line := g.area.body.Sub(0, i, g.area.body.Width(), 1)
	id := g.src.ID(int(g.view[at]))
	look := rowLook{th: th, plain: th.Text}
	if has(g.fresh, id) {
		look.plain, look.fresh = th.Fresh, true
	}
	bar := th.Rule
	if at == g.cursor {
		look.over = th.Blurred
		if focused {
			look.over, bar = th.Selected, th.Bar
		}
		row, _ := line.SplitRight(1)
		row.Fill(look.over(th.Text))
		line.Text(0, 0, th.Glyphs.Bar, look.over(bar))
	}
	if g.cfg.Marks && g.Marked(id) {
		line.Text(1, 0, th.Glyphs.Check, look.lay(th.Accent))
	}
	for col, cell := range cells {
		if !g.seen(col) {
			continue
		}
		s, x, w := g.cellSurface(line, col)
		cellLook := look
		if g.cfg.Cells && at == g.cursor && col == g.column && focused {
			cellLook.over = th.Marked
			s.Sub(x, 0, w, 1).Fill(th.Marked(th.Text))
		}
		g.drawCell(s, x, w, col, cell, cellLook)
	}
}

// drawBar draws where in all rows those in sight are, when they are not all.
func (g *Grid) drawBar(th *theme.Theme) {
	h, n := g.area.rows, len(g.view)
	if n <= h || h == 0 {
		return
	}
	size := max(h*h/n, 1)
	from := 0
	if n > h {
		from = g.top * (h - size) / (n - h)
	}
	x := g.area.body.Width() - 1
	g.area.body.Column(x, from, size, th.Glyphs.Scroll, th.Faint)
}

// drawMessage draws what stands in place of rows, in the middle.
func (g *Grid) drawMessage(th *theme.Theme) {
	m := g.cfg.Empty
	if g.src.Len() > 0 {
		m = g.cfg.NoMatch
	}
	s := g.area.body.Inset(2, 0)
	w := min(s.Width(), 60)
	if w <= 0 || m == (Message{}) {
		return
	}
	title := paint.Wrap(m.Title, w)
	var hint []string
	if m.Hint != "" {
		hint = paint.Wrap(m.Hint, w)
	}
	y := max((s.Height()-len(title)-len(hint))/3, 0)
	for i, line := range append(title, hint...) {
		st := th.Text
		if i >= len(title) {
			st = th.Faint
		}
		line = strings.TrimSpace(line)
		s.Text((s.Width()-paint.Width(line))/2, y+i, line, st)
	}
}
