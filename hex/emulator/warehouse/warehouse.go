// Package warehouse is the sample data warehouse of the embedded workspace: the database of a small online shop
// ("Shop warehouse") on which SQL cells really run.
//
// It is made in memory from a seed and a moment, always the same for the same two, and never changes afterwards. Readers
// come in by [Warehouse.URI], each with a connection of its own, and cannot write. The package knows nothing of notebooks,
// cells or Hex; it only makes data.
package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Name is what the warehouse is called in the sample workspace's list of data connections.
const Name = "Shop warehouse"

// Options decide what is in the warehouse. Equal options make equal data.
type Options struct {
	// Seed starts the generator.
	Seed uint64
	// Now is the moment the data reaches up to; the history is the [Months] before it. The zero value is refused.
	Now time.Time
}

// Months is how much history the warehouse holds, counted back from [Options.Now].
const Months = 18

// Warehouse is a finished sample warehouse. It is safe for use by many readers at once.
type Warehouse struct {
	uri    string
	tables []Table
	// store keeps the shared in-memory database alive.
	store *store
}

// Table describes one table.
type Table struct {
	Name string
	// About says in a sentence what a row is.
	About   string
	Columns []Column
	// Rows is the exact number of rows.
	Rows int
}

// Column describes one column. Type is INTEGER, REAL or TEXT; moments are TEXT as "2006-01-02 15:04:05" in UTC and days
// as "2006-01-02", the forms that SQLite's date functions read.
type Column struct {
	Name string
	Type string
	// Nullable tells whether the column holds NULLs.
	Nullable bool
}

// Open makes the warehouse and returns when it is complete: well under a second of one core. It starts nothing that
// outlives the call; who wants it made in the background calls Open in a goroutine of theirs and waits for it there.
// Cancelling ctx stops the making. The memory is given back by [Warehouse.Close].
func Open(ctx context.Context, opts Options) (*Warehouse, error) {
	if opts.Now.IsZero() {
		return nil, fmt.Errorf("make the sample warehouse: Options.Now is not set")
	}
	uri := "file:/warehouse-" + uuid.NewString() + "?vfs=memdb"
	st, err := openStore(ctx, uri)
	if err != nil {
		return nil, fmt.Errorf("make the sample warehouse: %w", err)
	}
	w := &Warehouse{uri: uri + "&mode=ro&immutable=1", store: st}
	if w.tables, err = fill(ctx, st, opts); err != nil {
		st.close()
		return nil, fmt.Errorf("make the sample warehouse: %w", err)
	}
	return w, nil
}

// URI is the SQLite URI under which the warehouse is opened for reading, by a connection of the modernc.org/sqlite
// driver in this process. It is good until Close.
func (w *Warehouse) URI() string { return w.uri }

// Tables describes every table, in the order in which a person would explain them. The caller may keep and change the
// answer.
func (w *Warehouse) Tables() []Table {
	tables := slices.Clone(w.tables)
	for i := range tables {
		tables[i].Columns = slices.Clone(tables[i].Columns)
	}
	return tables
}

// Precise is the column's type in a database that has more of them: BOOLEAN, DATE, TIMESTAMP, DECIMAL(8,2), INTEGER or TEXT.
func (c Column) Precise() string {
	switch {
	case strings.HasSuffix(c.Name, "_at"):
		return "TIMESTAMP"
	case strings.HasSuffix(c.Name, "_on"), strings.HasSuffix(c.Name, "_date"):
		return "DATE"
	case c.Name == "marketing_opt_in", c.Name == "is_paid":
		return "BOOLEAN"
	case c.Type == "REAL":
		return "DECIMAL(8,2)"
	}
	return c.Type
}

// Rows hands every row of a table to add, until that fails.
func (w *Warehouse) Rows(ctx context.Context, t Table, add func(row []any) error) error {
	return w.store.rows(ctx, t, add)
}

// Close gives the memory back once the last reader is closed too.
func (w *Warehouse) Close() error { return w.store.close() }
