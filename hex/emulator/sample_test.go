package emulator

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"hextui/hex/emulator/executor"
	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/kernel/sqlite"
	"hextui/hex/emulator/sample"
	"hextui/hex/emulator/store"
	"hextui/hex/emulator/warehouse"
)

// noon is the moment of the tests' workspaces.
var noon = time.Date(2026, 11, 19, 12, 0, 0, 0, time.UTC)

// TestSampleNotebooksRun runs every draft and every published version on the
// warehouse: all succeed but those that are there to fail.
func TestSampleNotebooksRun(t *testing.T) {
	t.Parallel()
	shop, err := warehouses.open(t.Context(), warehouse.Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	contents, err := sample.Workspace(sample.Options{Now: noon, Hostile: true, Duration: executor.Duration})
	if err != nil {
		t.Fatal(err)
	}
	drafts := map[string][]store.Cell{}
	for _, c := range contents.Cells {
		drafts[c.Project] = append(drafts[c.Project], c)
	}
	live := map[string][]store.Cell{}
	for _, v := range contents.Versions {
		live[v.Project] = v.Cells
	}
	failing := map[string]bool{
		"Net revenue retention published": true,
		"Parcels by carrier draft":        true, "Parcels by carrier published": true,
		"Old ledger comparison draft": true, "Old ledger comparison published": true,
	}
	ended := map[string]map[string]int{} // how the runs of what is published now ended, by title
	for _, p := range contents.Projects {
		ended[p.Title] = map[string]int{}
		for _, r := range contents.Runs {
			if r.Project == p.ID && r.Version == p.Version {
				ended[p.Title][r.Status]++
			}
		}
	}
	for _, title := range []string{"Net revenue retention", "Parcels by carrier", "Old ledger comparison"} {
		if ended[title]["COMPLETED"] > 0 || ended[title]["ERRORED"] == 0 {
			t.Errorf("what is published of %q cannot run, and its runs have ended so: %v", title, ended[title])
		}
	}
	for i, p := range contents.Projects {
		if testing.Short() && i%4 > 0 {
			continue
		}
		for kind, cells := range map[string][]store.Cell{"draft": drafts[p.ID], "published": live[p.ID]} {
			name := p.Title + " " + kind
			t.Run(fmt.Sprintf("%q", name), func(t *testing.T) {
				t.Parallel()
				err := runNotebook(t.Context(), shop, cells)
				if wrong := (*kernel.CellError)(nil); failing[name] && !errors.As(err, &wrong) {
					t.Errorf("it should fail in a cell; it ended with %v", err)
				} else if !failing[name] && err != nil {
					t.Error(err)
				}
			})
		}
	}
}

func runNotebook(ctx context.Context, shop executor.Warehouse, cells []store.Cell) (err error) {
	all, err := executor.Cells(cells)
	if err != nil {
		return err
	}
	asked, err := inputsOf(cells)
	if err != nil {
		return err
	}
	session := kernel.New(sqlite.Files{URI: shop.URI(), Kind: "postgres"}, kernel.Options{Timeout: 5 * time.Minute})
	defer func() { err = errors.Join(err, session.Close()) }()
	return session.Run(ctx, all, defaults(asked), nil)
}
