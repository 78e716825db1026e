package executor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"hextui/hex/emulator/kernel/duckdb"
	"hextui/hex/emulator/kernel/engine"
)

// typed is the sample warehouse as a DuckDB file with real types, made when the first cell runs.
type typed struct {
	mu  sync.Mutex
	dir string // "" before there is one
}

// file is the DuckDB file of the shop.
func (t *typed) file(ctx context.Context, shop Warehouse) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	const name = "shop.duckdb"
	if t.dir != "" {
		return filepath.Join(t.dir, name), nil
	}
	dir, err := os.MkdirTemp("", "hextui-warehouse-")
	if err != nil {
		return "", err
	}
	var tables []duckdb.Table
	for _, from := range shop.Tables() {
		to := duckdb.Table{Name: from.Name, Rows: func(add func([]any) error) error { return shop.Rows(ctx, from, add) }}
		for _, c := range from.Columns {
			to.Columns = append(to.Columns, engine.Column{Name: c.Name, Type: c.Precise()})
		}
		tables = append(tables, to)
	}
	if err := duckdb.Fill(ctx, filepath.Join(dir, name), tables); err != nil {
		return "", errors.Join(fmt.Errorf("the sample warehouse cannot be made in DuckDB: %w", err), os.RemoveAll(dir))
	}
	t.dir = dir
	return filepath.Join(dir, name), nil
}

func (t *typed) close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.dir == "" {
		return nil
	}
	return os.RemoveAll(t.dir)
}
