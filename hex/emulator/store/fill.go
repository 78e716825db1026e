package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Fill writes the schema and a new workspace's contents, in one transaction: a
// workspace file is either filled or empty.
func (s *Store) Fill(ctx context.Context, c Contents) error {
	err := s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, schema+fmt.Sprintf("\n%s;\nPRAGMA user_version = %d;", importedTable, layout)); err != nil {
			return err
		}
		return fill(ctx, tx, c)
	})
	if err != nil {
		return fmt.Errorf("cannot fill the workspace: %w", err)
	}
	return nil
}

func fill(ctx context.Context, tx *sql.Tx, c Contents) error {
	for name, value := range c.Facts {
		if _, err := tx.ExecContext(ctx, "INSERT INTO facts VALUES (?, ?)", name, value); err != nil {
			return err
		}
	}
	return errors.Join(
		insertAll(ctx, tx, userRow, c.Users),
		insertAll(ctx, tx, groupRow, c.Groups),
		insertAll(ctx, tx, memberRow, c.Members),
		insertAll(ctx, tx, collectionRow, c.Collections),
		insertAll(ctx, tx, connectionRow, c.Connections),
		insertAll(ctx, tx, statusRow, c.Statuses),
		insertAll(ctx, tx, categoryRow, c.Categories),
		insertAll(ctx, tx, projectRow, c.Projects),
		insertAll(ctx, tx, grantRow, c.Grants),
		insertAll(ctx, tx, cellRow, c.Cells),
		insertAll(ctx, tx, versionRow, c.Versions),
		insertAll(ctx, tx, runRow, c.Runs),
		insertAll(ctx, tx, viewRow, c.Views),
		insertAll(ctx, tx, threadRow, c.Threads),
		insertAll(ctx, tx, messageRow, c.Messages),
		insertAll(ctx, tx, topicRow, c.Topics),
		insertAll(ctx, tx, guideRow, c.Guides),
		insertAll(ctx, tx, suggestionRow, c.Suggestions),
		fillSemantic(ctx, tx, c.Semantic),
	)
}

// row is how a record is inserted: the table and the values in its columns' order.
type row[T any] struct {
	table  string
	values func(T) ([]any, error)
}

// insertAll inserts records with one prepared statement.
func insertAll[T any](ctx context.Context, tx *sql.Tx, r row[T], items []T) error {
	var statement *sql.Stmt
	for _, item := range items {
		values, err := r.values(item)
		if err != nil {
			return fmt.Errorf("a row of %s: %w", r.table, err)
		}
		if statement == nil {
			if statement, err = tx.PrepareContext(ctx, "INSERT INTO "+r.table+" VALUES ("+marks(len(values))+")"); err != nil {
				return err
			}
		}
		if _, err := statement.ExecContext(ctx, values...); err != nil {
			return errors.Join(fmt.Errorf("a row of %s: %w", r.table, err), statement.Close())
		}
	}
	if statement == nil {
		return nil
	}
	return statement.Close()
}
