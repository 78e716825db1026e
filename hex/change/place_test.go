package change_test

import (
	"fmt"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/change"
)

// order are the sources of a draft's cells, in order.
func (w *world) order(project string) string {
	var all []string
	for c, err := range hex.Items(w.other.CellPages(w.ctx, hex.CellQuery{ProjectID: project, Paging: hex.Paging{Limit: 100}})) {
		if err != nil {
			w.t.Fatal(err)
		}
		source, _ := c.Source()
		all = append(all, source)
	}
	return strings.Join(all, " ")
}

// A cell that was deleted comes back where it was, also in a long notebook, and where the cell before it was written meanwhile; where
// that is gone, at the end, which is said before.
func TestADeletedCellComesBackWhereItWas(t *testing.T) {
	w := newWorld(t)
	p := w.project()
	const many = 103 // more than a page
	var cells []hex.Cell
	for i := range many {
		n := hex.NewCell{ProjectID: p.ID, Type: hex.CellCode, Source: fmt.Sprintf("c%d", i)}
		cells = append(cells, must(w.other.CreateCell(w.ctx, n)))
	}
	whole := w.order(p.ID)
	gone := cells[many-2]
	r := must(must(change.DeleteCell{Cell: change.CellRef{ID: gone.ID}}.Prepare(w.ctx, w.client)).Commit(w.ctx))
	written := "written"
	must(w.other.UpdateCell(w.ctx, cells[many-3].ID, hex.CellUpdate{Code: &written}))
	back := must(r.Undo.Prepare(w.ctx, w.client))
	if len(back.Warnings) > 0 {
		t.Errorf("warned of is %q", back.Warnings)
	}
	must(back.Commit(w.ctx))
	if got, want := w.order(p.ID), strings.Replace(whole, fmt.Sprintf("c%d ", many-3), "written ", 1); got != want {
		t.Errorf("the order is\n%s\nwant\n%s", got, want)
	}

	r = must(must(change.DeleteCell{Cell: change.CellRef{ID: cells[1].ID}}.Prepare(w.ctx, w.client)).Commit(w.ctx))
	if err := w.other.DeleteCell(w.ctx, cells[0].ID); err != nil {
		t.Fatal(err)
	}
	back = must(r.Undo.Prepare(w.ctx, w.client))
	if len(back.Warnings) != 1 || !strings.Contains(back.Warnings[0], "at the end of the notebook") {
		t.Errorf("warned of is %q", back.Warnings)
	}
	must(back.Commit(w.ctx))
	if got := w.order(p.ID); !strings.HasPrefix(got, "c2 ") || !strings.HasSuffix(got, " c1") {
		t.Errorf("the order is %s", got)
	}
}

// Above a cell is behind the one before it, or first in the section that begins there; above the first there is no place.
func TestPlaces(t *testing.T) {
	cells := []hex.Cell{{StaticID: "a", Type: hex.CellSQL}, {StaticID: "b", Type: "CELL_GROUP"}, {StaticID: "c", Type: hex.CellCode}}
	for _, c := range []struct {
		id, behind, into string
		ok               bool
	}{{"a", "", "", false}, {"b", "a", "", true}, {"c", "", "b", true}, {"none", "", "", false}} {
		p, ok := change.Above(cells, c.id)
		if ok != c.ok || p.Behind.StaticID != c.behind || p.Into.StaticID != c.into {
			t.Errorf("above %s is %+v, %v", c.id, p, ok)
		}
	}
	if p := change.Below(cells[0]); p.Behind.StaticID != "a" {
		t.Errorf("below is %+v", p)
	}
}
