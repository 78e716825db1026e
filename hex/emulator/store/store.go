// Package store keeps a workspace's state in SQLite: people, projects, cells,
// runs. It knows tables and transactions; it knows neither the API's shapes nor
// who may see what beyond the filters it is given.
package store

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

//go:embed schema.sql
var schema string

// ErrNotFound says that there is no row with the given id.
var ErrNotFound = errors.New("not in the workspace")

// Store is an open workspace. Its methods may be used by many goroutines: there
// is one connection, so they take turns. No statement is broken off when its
// caller goes away, since half a write, or a closed in-memory database, would
// be worse than a late one.
type Store struct{ db *sql.DB }

// Close closes the workspace; one in memory is gone.
func (s *Store) Close() error { return s.db.Close() }

// inTx does work in one transaction: all of it or nothing.
func (s *Store) inTx(ctx context.Context, work func(ctx context.Context, tx *sql.Tx) error) error {
	ctx = context.WithoutCancel(ctx)
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return disk(err)
	}
	if err := work(ctx, tx); err != nil {
		// A full disk has rolled it back already, and then there is nothing to roll back.
		if err = disk(err); errors.Is(err, ErrFull) || errors.Is(err, ErrDisk) {
			_ = tx.Rollback()
			return err
		}
		return errors.Join(err, tx.Rollback())
	}
	return disk(tx.Commit())
}

// querier is what a statement can be put to: the database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// rowScanner is one row's reader.
type rowScanner interface{ Scan(into ...any) error }

// all reads every row of a query.
func all[T any](ctx context.Context, q querier, scan func(rowScanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(context.WithoutCancel(ctx), query, args...)
	if err != nil {
		return nil, err
	}
	items := []T{}
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		items = append(items, item)
	}
	return items, errors.Join(rows.Err(), rows.Close())
}

// one reads the only row of a query, or gives ErrNotFound.
func one[T any](ctx context.Context, q querier, scan func(rowScanner) (T, error), query string, args ...any) (T, error) {
	items, err := all(ctx, q, scan, query, args...)
	if err != nil || len(items) == 0 {
		var none T
		if err == nil {
			err = ErrNotFound
		}
		return none, err
	}
	return items[0], nil
}

// exec runs a statement and gives ErrNotFound when it touched no row.
func exec(ctx context.Context, q querier, query string, args ...any) error {
	result, err := q.ExecContext(context.WithoutCancel(ctx), query, args...)
	if err != nil {
		return disk(err)
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return ErrNotFound
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment scans a column of milliseconds into a time.
type moment struct{ t *time.Time }

func (m moment) Scan(from any) error {
	n, ok := from.(int64)
	if !ok {
		return fmt.Errorf("%T is no time", from)
	}
	*m.t = time.Time{}
	if n != 0 {
		*m.t = time.UnixMilli(n).UTC()
	}
	return nil
}

// document scans a column of JSON text into a value; empty text leaves it alone.
type document struct{ value any }

func (d document) Scan(from any) error {
	text, ok := from.(string)
	if !ok {
		return fmt.Errorf("%T is no JSON text", from)
	}
	if text == "" {
		return nil
	}
	if raw, ok := d.value.(*json.RawMessage); ok {
		*raw = json.RawMessage(text)
		return nil
	}
	return json.Unmarshal([]byte(text), d.value)
}

// encoded is the JSON text of a value for a column.
func encoded(value any) (string, error) {
	if raw, ok := value.(json.RawMessage); ok {
		return string(raw), nil
	}
	text, err := json.Marshal(value)
	return string(text), err
}
