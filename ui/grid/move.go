package grid

import (
	"slices"
)

// Move moves the selection by n rows, down when positive.
func (g *Grid) Move(n int) { g.moveTo(g.cursor + n) }

// Page moves the selection by n pages of what was last drawn.
func (g *Grid) Page(n int) { g.Move(n * max(g.area.rows-1, 1)) }

// HalfPage moves the selection by n half pages.
func (g *Grid) HalfPage(n int) { g.Move(n * max(g.area.rows/2, 1)) }

// Home selects the first row.
func (g *Grid) Home() { g.moveTo(0) }

// End selects the last row.
func (g *Grid) End() { g.moveTo(len(g.view) - 1) }

// Select selects the row of that id and brings it into sight; false when it is not shown.
func (g *Grid) Select(id string) bool {
	at := g.find(id)
	if at < 0 {
		return false
	}
	g.moveTo(at)
	return true
}

// moveTo selects the row at a position among those shown, or the nearest there is.
func (g *Grid) moveTo(at int) {
	if len(g.view) == 0 {
		return
	}
	g.cursor = min(max(at, 0), len(g.view)-1)
	g.selected = g.src.ID(int(g.view[g.cursor]))
	g.reveal = true
}

// find is the position of an id among the rows shown, or -1.
func (g *Grid) find(id string) int {
	return slices.IndexFunc(g.view, func(row int32) bool { return g.src.ID(int(row)) == id })
}

// Scroll moves what is in sight by n rows and leaves the selection where it is, as a mouse wheel does.
func (g *Grid) Scroll(n int) {
	g.reveal = false
	g.top = min(max(g.top+n, 0), max(len(g.view)-g.area.rows, 0))
}

// ScrollSide moves a Wide grid by n columns of the terminal.
func (g *Grid) ScrollSide(n int) { g.left = max(g.left+n, 0) }

// MoveColumn moves the cell cursor of a grid with Cells by n columns, past those that are dropped; a
// Wide grid without Cells scrolls by whole columns.
func (g *Grid) MoveColumn(n int) {
	at, step := g.column, 1
	if n < 0 {
		n, step = -n, -1
	}
	for n > 0 {
		if at += step; at < 0 || at >= len(g.cfg.Columns) {
			break
		}
		if at >= len(g.layout.w) || g.layout.w[at] > 0 {
			g.column = at
			n--
		}
	}
	g.showCell = true
}

// SelectColumn puts the cell cursor on the column of that id.
func (g *Grid) SelectColumn(id string) {
	if i := g.columnNumber(id); i >= 0 {
		g.column, g.showCell = i, true
	}
}

// Column is the number of the column of the cell cursor.
func (g *Grid) Column() int { return g.column }

// ToggleMark marks the selected row, or takes its mark away.
func (g *Grid) ToggleMark() {
	if g.cursor < 0 {
		return
	}
	if _, ok := g.marks[g.selected]; ok {
		delete(g.marks, g.selected)
	} else {
		g.marks[g.selected] = struct{}{}
	}
}

// MarkAll marks every row that is shown; when all are marked already it takes those marks away.
func (g *Grid) MarkAll() {
	all := true
	for _, row := range g.view {
		id := g.src.ID(int(row))
		if _, ok := g.marks[id]; !ok {
			g.marks[id] = struct{}{}
			all = false
		}
	}
	for _, row := range g.view {
		if all {
			delete(g.marks, g.src.ID(int(row)))
		}
	}
}

// ClearMarks takes all marks away.
func (g *Grid) ClearMarks() { clear(g.marks) }

// Marked tells whether the row of that id is marked.
func (g *Grid) Marked(id string) bool {
	_, ok := g.marks[id]
	return ok
}

// MarkCount is the number of marked rows, those that the filter hides included.
func (g *Grid) MarkCount() int { return len(g.marks) }

// Marks are the ids of the marked rows in the order of the source, those that the filter hides
// included. Ids that a refresh no longer has lose their mark.
func (g *Grid) Marks() []string {
	ids := make([]string, 0, len(g.marks))
	for row := 0; row < g.src.Len() && len(ids) < len(g.marks); row++ {
		if id := g.src.ID(row); g.Marked(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Freshen draws the rows of these ids as just changed until [Grid.Settle].
func (g *Grid) Freshen(ids ...string) {
	for _, id := range ids {
		g.fresh[id] = struct{}{}
	}
}

// Settle ends the look of [Grid.Freshen] for these ids, or for all when none is given.
func (g *Grid) Settle(ids ...string) {
	if len(ids) == 0 {
		clear(g.fresh)
	}
	for _, id := range ids {
		delete(g.fresh, id)
	}
}
