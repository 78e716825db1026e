package grid

// Target is what lies under the mouse.
type Target int

// What can lie under the mouse.
const (
	Nothing Target = iota
	OnRow
	OnHeader
	OnBar
)

// Hit is what a position of the canvas meets in what was last drawn.
type Hit struct {
	Target Target
	// ID is the row's, when Target is OnRow.
	ID string
	// Column is the column's number, or -1 beside the columns.
	Column int
}

// At tells what lies at a position of the canvas.
func (g *Grid) At(x, y int) Hit {
	hit := Hit{Column: -1}
	if g.area.all.Width() == 0 || !g.area.all.Contains(x, y) {
		return hit
	}
	x0, y0 := g.area.body.Origin()
	hit.Column = g.columnAt(x - x0 - g.area.bodyX)
	row := y - y0
	switch {
	case row < 0:
		hit.Target = OnHeader
	case x-x0 == g.area.body.Width()-1 && len(g.view) > g.area.rows:
		hit.Target = OnBar
	case g.top+row < len(g.view):
		hit.Target = OnRow
		hit.ID = g.src.ID(int(g.view[g.top+row]))
	}
	return hit
}

// columnAt is the column at x, counted from where columns begin.
func (g *Grid) columnAt(x int) int {
	for col := range g.layout.x {
		from, w := g.at(col)
		if x >= max(from, 0) && x < from+w && (col < g.area.frozenCols || x >= g.area.frozen) {
			return col
		}
	}
	return -1
}

// Click does what a press of the mouse at a position of the canvas means: it selects a row and its
// cell, sorts by a column whose title was pressed, or goes where the scroll bar says. It returns what
// was hit, so that the screen can open a row that was pressed twice.
func (g *Grid) Click(x, y int) Hit {
	hit := g.At(x, y)
	switch hit.Target {
	case OnRow:
		_, y0 := g.area.body.Origin()
		g.moveTo(g.top + y - y0)
		if g.cfg.Cells && hit.Column >= 0 {
			g.column = hit.Column
		}
	case OnHeader:
		if hit.Column >= 0 {
			g.ToggleSort(g.cfg.Columns[hit.Column].ID)
		}
	case OnBar:
		g.Drag(y)
	}
	return hit
}

// Drag brings the rows into sight that the scroll bar stands for at a height of the canvas.
func (g *Grid) Drag(y int) {
	_, y0 := g.area.body.Origin()
	h := g.area.rows
	if h > 1 {
		at := min(max(y-y0, 0), h-1)
		g.Scroll(at*max(len(g.view)-h, 0)/(h-1) - g.top)
	}
}
