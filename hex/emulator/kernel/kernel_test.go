package kernel_test

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/kernel/sqlite"
	"hextui/hex/emulator/warehouse"
)

var now = time.Date(2026, 3, 18, 12, 0, 0, 0, time.UTC)

// shop is one warehouse for all tests; it never changes.
var shop = sync.OnceValues(func() (*warehouse.Warehouse, error) {
	return warehouse.Open(context.Background(), warehouse.Options{Seed: 7, Now: now})
})

// patience is what a cell of a test may take: under the race detector, on a busy machine, 20 s are short.
const patience = 5 * time.Minute

func newSession(t testing.TB, opts kernel.Options) *kernel.Session {
	t.Helper()
	opts.Timeout = cmp.Or(opts.Timeout, patience)
	w, err := shop()
	if err != nil {
		t.Fatal(err)
	}
	s := kernel.New(sqlite.Files{URI: w.URI(), Kind: "postgres"}, opts)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// sql and code are cells whose id is also the name of their dataframe.
func sql(id, source string) kernel.Cell {
	return kernel.Cell{ID: id, Kind: kernel.SQL, Source: source, Connection: warehouse.Name, OutputDataframe: id}
}

func frameSQL(id, source string) kernel.Cell {
	return kernel.Cell{ID: id, Kind: kernel.SQL, Source: source, DataframeSQL: true, OutputDataframe: id}
}

func code(id, source string) kernel.Cell {
	return kernel.Cell{ID: id, Kind: kernel.Code, Source: source}
}

func markdown(id, source string) kernel.Cell {
	return kernel.Cell{ID: id, Kind: kernel.Markdown, Source: source}
}

type inputs = map[string]any

// run runs cells in a fresh session and gives the results by cell.
func run(t testing.TB, in inputs, cells ...kernel.Cell) (map[string]*kernel.Result, error) {
	t.Helper()
	return runIn(newSession(t, kernel.Options{}), in, cells...)
}

func runIn(s *kernel.Session, in inputs, cells ...kernel.Cell) (map[string]*kernel.Result, error) {
	results := map[string]*kernel.Result{}
	err := s.Run(context.Background(), cells, in, func(e kernel.Event) {
		if e.Kind == kernel.Finished {
			results[e.Cell.ID] = e.Result
		}
	})
	return results, err
}

// show writes a table as lines of values with "|" between and "-" for NULL.
func show(t *kernel.Table) string {
	if t == nil {
		return "no table"
	}
	var lines []string
	for _, row := range t.Rows {
		var values []string
		for _, v := range row {
			if v == nil {
				values = append(values, "-")
			} else {
				values = append(values, *v)
			}
		}
		lines = append(lines, strings.Join(values, "|"))
	}
	return strings.Join(lines, "\n")
}

// value runs cells and shows the table of the last.
func value(t testing.TB, in inputs, cells ...kernel.Cell) string {
	t.Helper()
	results, err := run(t, in, cells...)
	if err != nil {
		t.Fatal(err)
	}
	return show(results[cells[len(cells)-1].ID].Table)
}

// failure runs cells and gives the failure of the last.
func failure(t testing.TB, in inputs, cells ...kernel.Cell) kernel.Failure {
	t.Helper()
	_, err := run(t, in, cells...)
	var failed *kernel.CellError
	if !errors.As(err, &failed) {
		t.Fatalf("err = %v, want a CellError", err)
	}
	if last := cells[len(cells)-1].ID; failed.Cell.ID != last {
		t.Fatalf("cell %s failed (%v), want %s to", failed.Cell.ID, err, last)
	}
	return failed.Failure
}
