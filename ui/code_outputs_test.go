package ui

import (
	"slices"
	"testing"

	"hextui/hex"
	"hextui/ui/screen"
	"hextui/ui/screen/project"
	"hextui/ui/store"
)

// TestOutputsOfCodeCells are asked for where the workspace gives them, which the header tells, and nowhere else.
func TestOutputsOfCodeCells(t *testing.T) {
	for _, python := range []bool{true, false} {
		a := known(t, Options{})
		a.session.Demo, a.session.Python, a.env.CodeOutputs = true, python, python
		a.store.Cells("p1").Fill([]hex.Cell{{ID: "c1", StaticID: "s1", ProjectID: "p1", Type: hex.CellCode}},
			func(c hex.Cell) string { return c.StaticID }, nil, noon)
		a.Go(screen.Target{Place: screen.Project, ID: "p1"})
		a.Update(nil)
		wants := a.top().(*project.Screen).Wants()
		if got := slices.ContainsFunc(wants, func(w store.Want) bool {
			return w.Thing == store.Thing{Kind: store.Output, ID: "s1"}
		}); got != python {
			t.Errorf("with Python %v its output is wanted: %v", python, got)
		}
		if python {
			wantSeen(t, a, "demo, python")
		} else {
			wantSeen(t, a, " demo\n")
		}
	}
}
