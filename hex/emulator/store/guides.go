package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
)

// Guide is a text that the analyst follows. Draft and Published are nil when
// there is none.
type Guide struct {
	ID, Path         string
	Draft, Published *string
	Source           json.RawMessage // where the file is kept, or nil
}

var guideRow = row[Guide]{"guides", func(g Guide) ([]any, error) {
	return []any{g.ID, g.Path, g.Draft, g.Published, string(g.Source)}, nil
}}

const guideColumns = "g.id, g.path, g.draft, g.published, g.source"

func scanGuide(r rowScanner) (g Guide, err error) {
	return g, r.Scan(&g.ID, &g.Path, &g.Draft, &g.Published, document{&g.Source})
}

// GuideDrafts lists the guides that have a draft, by path. source narrows it to
// those whose place has these members.
func (s *Store) GuideDrafts(ctx context.Context, source map[string]string, p Page) (Paged[Guide], error) {
	l := listing{columns: guideColumns, from: "guides g", where: []string{"g.draft IS NOT NULL"}, sort: "g.path", id: "g.id"}
	for name, value := range source {
		l.where = append(l.where, "g.source <> '' AND json_extract(g.source, ?) = ?")
		l.args = append(l.args, "$."+name, value)
	}
	return pageOf(ctx, s.db, l, p, scanGuide)
}

// Guides reads all guides by path.
func (s *Store) Guides(ctx context.Context) ([]Guide, error) {
	return all(ctx, s.db, scanGuide, "SELECT "+guideColumns+" FROM guides g ORDER BY path")
}

// PutGuides creates or changes guides, all or none.
func (s *Store) PutGuides(ctx context.Context, guides []Guide) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, g := range guides {
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO guides VALUES (?, ?, ?, ?, ?)", g.ID, g.Path, g.Draft, g.Published,
				string(g.Source)); err != nil {
				return err
			}
		}
		return nil
	})
}

// DeleteGuideDraft drops the draft of a guide; a guide that was never published
// goes with it. It gives ErrNotFound when there is no draft.
func (s *Store) DeleteGuideDraft(ctx context.Context, id string) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if err := exec(ctx, tx, "UPDATE guides SET draft = NULL WHERE id = ? AND draft IS NOT NULL", id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM guides WHERE id = ? AND published IS NULL", id)
		return err
	})
}

// SemanticProject is a model of the warehouse: datasets and views by name.
type SemanticProject struct {
	ID, Name string
	Objects  []SemanticObject
}

// SemanticObject is a dataset or a view. Status is nil for none.
type SemanticObject struct {
	Type, Name string // Type is "DATASET" or "VIEW"
	Status     *string
}

func fillSemantic(ctx context.Context, tx *sql.Tx, projects []SemanticProject) error {
	for _, p := range projects {
		if _, err := tx.ExecContext(ctx, "INSERT INTO semantic_projects VALUES (?, ?)", p.ID, p.Name); err != nil {
			return err
		}
		if err := putSemantic(ctx, tx, p.ID, p.Objects); err != nil {
			return err
		}
	}
	return nil
}

func putSemantic(ctx context.Context, tx *sql.Tx, project string, objects []SemanticObject) error {
	for _, o := range objects {
		if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO semantic_objects VALUES (?, ?, ?, ?)", project, o.Type, o.Name,
			o.Status); err != nil {
			return err
		}
	}
	return nil
}

// SemanticProjects reads all semantic projects without their objects, by name.
func (s *Store) SemanticProjects(ctx context.Context) ([]SemanticProject, error) {
	return all(ctx, s.db, func(r rowScanner) (p SemanticProject, err error) { return p, r.Scan(&p.ID, &p.Name) },
		"SELECT id, name FROM semantic_projects ORDER BY name")
}

// SemanticProject reads one semantic project.
func (s *Store) SemanticProject(ctx context.Context, id string) (SemanticProject, error) {
	p, err := one(ctx, s.db, func(r rowScanner) (p SemanticProject, err error) { return p, r.Scan(&p.ID, &p.Name) },
		"SELECT id, name FROM semantic_projects WHERE id = ?", id)
	if err != nil {
		return p, err
	}
	p.Objects, err = all(ctx, s.db, func(r rowScanner) (o SemanticObject, err error) { return o, r.Scan(&o.Type, &o.Name, &o.Status) },
		"SELECT type, name, status FROM semantic_objects WHERE project = ? ORDER BY type, name", id)
	return p, err
}

// PutSemanticObjects changes statuses of a semantic project's objects, or adds
// objects. With replace, those that are not named go.
func (s *Store) PutSemanticObjects(ctx context.Context, project string, objects []SemanticObject, replace bool) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if replace {
			if _, err := tx.ExecContext(ctx, "DELETE FROM semantic_objects WHERE project = ?", project); err != nil {
				return err
			}
		}
		return errors.Join(putSemantic(ctx, tx, project, objects))
	})
}
