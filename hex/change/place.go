package change

import (
	"context"
	"fmt"
	"slices"

	"hextui/hex"
)

// Place is where in a notebook a new cell goes: right behind a cell, or first into a section. Its zero value is the end.
type Place struct {
	Behind CellRef `json:"behind,omitzero"`
	Into   CellRef `json:"into,omitzero"`
}

// Below is the place right behind a cell.
func Below(c hex.Cell) Place { return Place{Behind: refOf(c)} }

// Above is the place right before a cell of a draft, whose cells are given in order. The API puts cells behind others only: ok is
// false for the first one.
func Above(cells []hex.Cell, staticID string) (p Place, ok bool) {
	at := slices.IndexFunc(cells, func(c hex.Cell) bool { return c.StaticID == staticID })
	if at < 1 {
		return Place{}, false
	}
	before := cells[at-1]
	if section(before) { // the API does not say which cells are in it: what stands right behind it mostly is
		return Place{Into: refOf(before)}, true
	}
	return Below(before), true
}

// section tells whether other cells are in a cell.
func section(c hex.Cell) bool { return c.Type == "CELL_GROUP" || c.Type == "COLLAPSIBLE" }

// put gives a new cell its place by the ids that the cells there have now. A warning says that there is none of them any more.
func (p Place) put(ctx context.Context, c *hex.Client, n hex.NewCell) (_ hex.NewCell, warning string, err error) {
	if p == (Place{}) {
		return n, "", nil
	}
	ref := p.Behind
	if ref == (CellRef{}) {
		ref = p.Into
	}
	there, err := ref.read(ctx, c)
	switch {
	case hex.IsKind(err, hex.NotFound):
		n.AfterCellID, n.ParentCellID = "", ""
		return n, "The cell that it stood behind is not there any more: it is put at the end of the notebook.", nil
	case err != nil:
		return n, "", err
	case p.Behind == (CellRef{}):
		n.AfterCellID, n.ParentCellID, n.Position = "", there.Cell.ID, hex.ChildFirst
	default:
		n.AfterCellID, n.ParentCellID, n.Position = there.Cell.ID, "", ""
	}
	return n, "", nil
}

// says names the place.
func (p Place) says(cells []hex.Cell) string {
	named := func(r CellRef) string {
		at := slices.IndexFunc(cells, func(c hex.Cell) bool { return c.StaticID == r.StaticID })
		if at < 0 {
			return "a cell"
		}
		return fmt.Sprintf("the %s", cellTarget(cells[at]))
	}
	switch {
	case p.Behind != (CellRef{}):
		return "behind " + named(p.Behind)
	case p.Into != (CellRef{}):
		return "first in " + named(p.Into)
	}
	return "at the end of the notebook"
}
