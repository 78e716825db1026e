package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	_ "modernc.org/sqlite" // the driver named "sqlite"
)

// store is the one connection that writes; while it is open the shared in-memory database lives.
type store struct {
	db   *sql.DB
	conn *sql.Conn
}

func openStore(ctx context.Context, uri string) (*store, error) {
	db, err := sql.Open("sqlite", uri+"&_pragma=journal_mode(off)&_pragma=synchronous(off)&_pragma=locking_mode(exclusive)")
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		db.Close()
		return nil, err
	}
	return &store{db: db, conn: conn}, nil
}

func (s *store) exec(ctx context.Context, statement string) error {
	_, err := s.conn.ExecContext(ctx, statement)
	return err
}

// finish ends the writing: readers may come from here on.
func (s *store) finish(ctx context.Context) error {
	return s.exec(ctx, "PRAGMA locking_mode = normal; SELECT count(*) FROM sqlite_schema; PRAGMA query_only = on")
}

func (s *store) rows(ctx context.Context, t Table, add func(row []any) error) error {
	rows, err := s.conn.QueryContext(ctx, "SELECT * FROM "+t.Name)
	if err != nil {
		return err
	}
	defer rows.Close()
	row, into := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i := range row {
		into[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := add(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (s *store) close() error {
	s.conn.Close()
	return s.db.Close()
}

// rowsPerInsert balances the work of the driver per statement against that per parameter; larger gains nothing.
const rowsPerInsert = 64

// writer puts rows into one table, many to a statement. Its first error stays and is told by close.
type writer struct {
	table  *Table
	args   []any
	insert func(rows int, args []any) error
	done   func() error
	err    error
}

func (s *store) writer(ctx context.Context, t *Table) (*writer, error) {
	full, err := s.conn.PrepareContext(ctx, insertion(t, rowsPerInsert))
	if err != nil {
		return nil, err
	}
	insert := func(rows int, args []any) error {
		if rows == rowsPerInsert {
			_, err := full.ExecContext(ctx, args...)
			return err
		}
		_, err := s.conn.ExecContext(ctx, insertion(t, rows), args...)
		return err
	}
	return &writer{table: t, args: make([]any, 0, rowsPerInsert*len(t.Columns)), insert: insert, done: full.Close}, nil
}

// next is the number of the row that add takes next, counted from 1.
func (w *writer) next() int { return w.table.Rows + 1 }

// add takes one row, the values in the order of the table's columns.
func (w *writer) add(row ...any) {
	if w.err == nil && len(row) != len(w.table.Columns) {
		w.err = fmt.Errorf("a row has %d values, not %d", len(row), len(w.table.Columns))
	}
	if w.err != nil {
		return
	}
	w.args = append(w.args, row...)
	w.table.Rows++
	if len(w.args) == cap(w.args) {
		w.flush()
	}
}

func (w *writer) flush() {
	if w.err == nil && len(w.args) > 0 {
		w.err = w.insert(len(w.args)/len(w.table.Columns), w.args)
	}
	w.args = w.args[:0]
}

// close writes what is left.
func (w *writer) close() error {
	w.flush()
	if err := errors.Join(w.err, w.done()); err != nil {
		return fmt.Errorf("table %s: %w", w.table.Name, err)
	}
	return nil
}

func insertion(t *Table, rows int) string {
	row := "(?" + strings.Repeat(",?", len(t.Columns)-1) + ")"
	return "INSERT INTO " + t.Name + " VALUES " + row + strings.Repeat(","+row, rows-1)
}

// creation is the CREATE TABLE statement of t. A first column of integers is its key.
func creation(t Table) string {
	var b strings.Builder
	b.WriteString("CREATE TABLE " + t.Name + " (")
	for i, c := range t.Columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(c.Name + " " + c.Type)
		if precise := c.Precise(); precise == "BOOLEAN" || precise == "DATE" || precise == "TIMESTAMP" ||
			strings.HasPrefix(precise, "DECIMAL") {
			b.WriteString(" " + precise) // to SQLite a second word means nothing; it tells what the values are
		}
		switch {
		case i == 0 && c.Type == "INTEGER":
			b.WriteString(" PRIMARY KEY")
		case !c.Nullable:
			b.WriteString(" NOT NULL")
		}
	}
	return b.String() + ")"
}
