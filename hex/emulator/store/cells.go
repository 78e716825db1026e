package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"
)

var cellRow = row[Cell]{"cells", cellValues}

func cellValues(c Cell) ([]any, error) {
	return []any{c.StaticID, c.ID, c.Project, c.Position, c.Parent, c.Type, c.Label, c.Connection, c.Source, c.Output, c.Dataframe,
		string(c.Spec)}, nil
}

const cellColumns = "c.static_id, c.id, c.project, c.position, c.parent, c.type, c.label, c.connection, c.source, c.output, " +
	"c.dataframe, c.spec"

func scanCell(r rowScanner) (c Cell, err error) {
	err = r.Scan(&c.StaticID, &c.ID, &c.Project, &c.Position, &c.Parent, &c.Type, &c.Label, &c.Connection, &c.Source, &c.Output,
		&c.Dataframe, document{&c.Spec})
	return c, err
}

// Place is the position of the nth cell of cells that are written one after the
// other. Positions are compared as text, and there is always another between
// two: none is ever given anew to a cell that has one, so that a cursor stays
// good whatever is put in front of it.
func Place(n int) string { return fmt.Sprintf("%08d5", n) }

// between is a position behind low and before high: half way, taken as decimal
// fractions. An empty low is the beginning.
func between(low, high string) string {
	digit := func(s string, i int) int {
		if i < len(s) {
			return int(s[i] - '0')
		}
		return 0
	}
	var made []byte
	for i, open := 0, false; ; i++ {
		l, h := digit(low, i), digit(high, i)
		if open {
			h = 10
		}
		if h-l > 1 {
			return string(append(made, byte('0'+(l+h)/2)))
		}
		made, open = append(made, byte('0'+l)), open || h > l
	}
}

// Cells lists a draft's cells in the notebook's order.
func (s *Store) Cells(ctx context.Context, project string, p Page) (Paged[Cell], error) {
	l := listing{columns: cellColumns, from: "cells c", where: []string{"c.project = ?"}, args: []any{project}, sort: "c.position",
		id: "c.static_id"}
	return pageOf(ctx, s.db, l, p, scanCell)
}

// Draft reads all of a draft's cells in the notebook's order.
func (s *Store) Draft(ctx context.Context, project string) ([]Cell, error) {
	return draft(ctx, s.db, project)
}

func draft(ctx context.Context, q querier, project string) ([]Cell, error) {
	return all(ctx, q, scanCell, "SELECT "+cellColumns+" FROM cells c WHERE project = ? ORDER BY position, static_id", project)
}

// Cell reads a draft's cell by its present id.
func (s *Store) Cell(ctx context.Context, id string) (Cell, error) {
	return one(ctx, s.db, scanCell, "SELECT "+cellColumns+" FROM cells c WHERE id = ?", id)
}

// CellByEither reads a draft's cell by its present or its static id.
func (s *Store) CellByEither(ctx context.Context, id string) (Cell, error) {
	return one(ctx, s.db, scanCell, "SELECT "+cellColumns+" FROM cells c WHERE id = ? OR static_id = ?", id, id)
}

// RewriteCell replaces the cell whose id is old by c, which has a new id and the
// same static id. It gives ErrNotFound when somebody else has written meanwhile.
func (s *Store) RewriteCell(ctx context.Context, old string, c Cell, at time.Time) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		err := exec(ctx, tx, "UPDATE cells SET id = ?, label = ?, connection = ?, source = ?, output = ?, dataframe = ?, spec = ? WHERE "+
			"id = ?",
			c.ID, c.Label, c.Connection, c.Source, c.Output, c.Dataframe, string(c.Spec), old)
		if err != nil {
			return err
		}
		return edited(ctx, tx, c.Project, at)
	})
}

// InsertCell adds a cell behind the cell whose static id is after, at the very
// front when that is empty.
func (s *Store) InsertCell(ctx context.Context, c Cell, after string, at time.Time) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		var err error
		if c.Position, err = positionAfter(ctx, tx, c.Project, after); err != nil {
			return err
		}
		return errors.Join(insertAll(ctx, tx, cellRow, []Cell{c}), edited(ctx, tx, c.Project, at))
	})
}

// positionAfter finds a free position behind a cell, at the very front when
// after is empty.
func positionAfter(ctx context.Context, tx *sql.Tx, project, after string) (string, error) {
	cells, err := draft(ctx, tx, project)
	if err != nil {
		return "", err
	}
	at := 0
	if after != "" {
		for at = 1; at <= len(cells) && cells[at-1].StaticID != after; at++ {
		}
		if at > len(cells) {
			return "", ErrNotFound
		}
	}
	low := ""
	if at > 0 {
		low = cells[at-1].Position
	}
	if at < len(cells) {
		return between(low, cells[at].Position), nil
	}
	n := 0
	if low != "" {
		if n, err = strconv.Atoi((low + "00000000")[:8]); err != nil {
			return "", fmt.Errorf("a cell has the position %q: %w", low, err)
		}
	}
	return Place(n + 1), nil
}

// DeleteCell removes a cell by its present id; cells inside it move out to
// where it stood.
func (s *Store) DeleteCell(ctx context.Context, c Cell, at time.Time) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if err := exec(ctx, tx, "DELETE FROM cells WHERE id = ?", c.ID); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE cells SET parent = ? WHERE parent = ?", c.Parent, c.StaticID); err != nil {
			return err
		}
		return edited(ctx, tx, c.Project, at)
	})
}

func edited(ctx context.Context, tx *sql.Tx, project string, at time.Time) error {
	return exec(ctx, tx, "UPDATE projects SET edited = ? WHERE id = ?", millis(at), project)
}
