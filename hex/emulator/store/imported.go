package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// importedTable is where the files stand that projects came from, and which data connections only such files know; workspace
// files from before there were imports get it when they are opened.
const importedTable = "CREATE TABLE IF NOT EXISTS imported " +
	"(object TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID"

// ImportedText is the file that a project's draft came from, and of a data connection the name that a file has for it; [ErrNotFound]
// for what came from none.
func (s *Store) ImportedText(ctx context.Context, object string) (string, error) {
	return one(ctx, s.db, scanText, "SELECT content FROM imported WHERE object = ?", object)
}

// Import makes a project, or makes an existing one's draft anew: its title, description, type, status, categories and cells are p's,
// and what the cells gave is forgotten. content is the file that they came from.
func (s *Store) Import(ctx context.Context, p Project, cells []Cell, content string, at time.Time) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		categories, err := encoded(p.Categories)
		if err != nil {
			return err
		}
		changed, err := tx.ExecContext(ctx,
			"UPDATE projects SET title = ?, description = ?, type = ?, status = ?, categories = ?, edited = ? "+
				"WHERE id = ?", p.Title, p.Description, p.Type, p.Status, categories, millis(at), p.ID)
		if err != nil {
			return err
		}
		if rows, err := changed.RowsAffected(); err != nil {
			return err
		} else if rows == 0 {
			if err := insertAll(ctx, tx, projectRow, []Project{p}); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM cells WHERE project = ?", p.ID)
		if err == nil {
			_, err = tx.ExecContext(ctx, "DELETE FROM outputs WHERE place = ?", p.ID)
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO imported VALUES (?, ?)", p.ID, content)
		}
		return errors.Join(err, insertAll(ctx, tx, cellRow, cells))
	})
}

// Elsewhere are those of some static ids that cells of other projects have.
func (s *Store) Elsewhere(ctx context.Context, project string, ids []string) (map[string]bool, error) {
	list, err := encoded(ids)
	if err != nil {
		return nil, err
	}
	found, err := all(ctx, s.db, scanText,
		"SELECT static_id FROM cells WHERE project <> ? AND static_id IN (SELECT value FROM json_each(?))",
		project, list)
	taken := make(map[string]bool, len(found))
	for _, id := range found {
		taken[id] = true
	}
	return taken, err
}

// Adopt adds a status and categories that the workspace has not yet.
func (s *Store) Adopt(ctx context.Context, status string, categories []string) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if status != "" {
			if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO statuses VALUES (?)", status); err != nil {
				return err
			}
		}
		for _, name := range categories {
			if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO categories VALUES (?, '')", name); err != nil {
				return err
			}
		}
		return nil
	})
}

// AdoptConnection adds a data connection that only a file knows, which leads nowhere; one that is there stays as it is.
func (s *Store) AdoptConnection(ctx context.Context, c Connection, grants []Grant) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO imported VALUES (?, ?)", c.ID, c.Name); err != nil {
			return err
		}
		return errors.Join(insertAll(ctx, tx, connectionRow, []Connection{c}), putGrants(ctx, tx, grants))
	})
}

// AllConnections are the workspace's data connections.
func (s *Store) AllConnections(ctx context.Context) ([]Connection, error) {
	return all(ctx, s.db, scanConnection, "SELECT "+connectionColumns+" FROM connections n ORDER BY n.id")
}
