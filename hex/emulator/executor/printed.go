package executor

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/store"
)

// printed is the table of a CODE cell: the rows that it shows, else a column of the lines that it printed, with one for its
// figures; of a cell that failed and of one that gave nothing there is none.
func printed(r *kernel.Result) *kernel.Table {
	if r.Table != nil || r.Failure != nil || r.Stdout == "" && len(r.Figures) == 0 {
		return r.Table
	}
	var lines []string
	if r.Stdout != "" {
		lines = strings.Split(strings.TrimSuffix(r.Stdout, "\n"), "\n")
	}
	if n := len(r.Figures); n > 0 {
		lines = append(lines, fmt.Sprintf("(figures: %d, which are the picture of the cell)", n))
	}
	t := &kernel.Table{
		Columns: []kernel.Column{{Name: "output", Type: "TEXT"}}, TotalRows: len(lines), Exact: true, Truncated: len(lines) > PreviewRows,
		RowLimit: PreviewRows,
	}
	for _, line := range lines[:min(len(lines), PreviewRows)] {
		t.Rows = append(t.Rows, []kernel.Value{&line})
	}
	return t
}

// FiguresOf is under what the figures of a cell are kept beside its output.
func FiguresOf(staticID string) string { return staticID + " figures" }

// keepFigures stores what a CODE cell drew.
func (e *Executor) keepFigures(ctx context.Context, j Job, event kernel.Event) error {
	key := FiguresOf(event.Cell.ID)
	if len(event.Result.Figures) == 0 {
		return e.o.Store.DropOutput(ctx, j.Place, key)
	}
	drawn, err := json.Marshal(event.Result.Figures)
	if err != nil {
		return err
	}
	return e.o.Store.PutOutput(ctx, j.Place, store.Output{StaticID: key, Run: j.Run.ID, Result: drawn})
}
