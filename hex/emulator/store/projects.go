package store

import (
	"context"
	"database/sql"
	"slices"
	"time"
)

var projectRow = row[Project]{"projects", func(p Project) ([]any, error) {
	categories, err := encoded(p.Categories)
	if err != nil {
		return nil, err
	}
	schedules, err := encoded(p.Schedules)
	return []any{
		p.ID, p.Title, p.Description, p.Type, p.Creator, p.Owner, p.Status, categories, p.ReviewsRequired,
		p.Views.All, p.Views.Seven, p.Views.Fourteen, p.Views.Thirty,
		millis(p.Viewed), millis(p.ResultsUpdated), millis(p.Edited), millis(p.Published), millis(p.Created), millis(p.Archived),
		millis(p.Trashed),
		p.Unlisted, p.Version, schedules,
	}, err
}}

const projectColumns = `p.id, p.title, p.description, p.type, p.creator, p.owner, p.status, p.categories, p.reviews,
	p.views_all, p.views_7, p.views_14, p.views_30, p.viewed, p.results_updated, p.edited, p.published, p.created, p.archived, p.trashed,
	p.unlisted, p.version, p.schedules`

func scanProject(r rowScanner) (p Project, err error) {
	err = r.Scan(&p.ID, &p.Title, &p.Description, &p.Type, &p.Creator, &p.Owner, &p.Status, document{&p.Categories}, &p.ReviewsRequired,
		&p.Views.All, &p.Views.Seven, &p.Views.Fourteen, &p.Views.Thirty,
		moment{&p.Viewed}, moment{&p.ResultsUpdated}, moment{&p.Edited}, moment{&p.Published}, moment{&p.Created}, moment{&p.Archived},
		moment{&p.Trashed},
		&p.Unlisted, &p.Version, document{&p.Schedules})
	return p, err
}

// ProjectFilter narrows Projects; zero members do not.
type ProjectFilter struct {
	For                                                          Principals // who must be able to see them
	IncludeArchived, IncludeComponents, IncludeTrashed, Unlisted bool
	Statuses, Categories                                         []string
	CreatorEmail, OwnerEmail, Collection                         string
}

// The sort names of Projects, beside ByCreated.
const (
	ByEdited    = "LAST_EDITED_AT"
	ByPublished = "LAST_PUBLISHED_AT"
)

// Projects lists projects. Never-published ones sort as the earliest published.
func (s *Store) Projects(ctx context.Context, f ProjectFilter, page Page) (Paged[Project], error) {
	l := listing{columns: projectColumns, from: "projects p", sort: "p.created", id: "p.id"}
	switch page.Sort {
	case ByEdited:
		l.sort = "p.edited"
	case ByPublished:
		l.sort = "p.published"
	}
	l.where, l.args = f.conditions()
	return pageOf(ctx, s.db, l, page, scanProject)
}

func (f ProjectFilter) conditions() (where []string, args []any) {
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if !f.For.All {
		condition, people := visibleTo(f.For)
		add(condition, people...)
	}
	if !f.IncludeArchived {
		add("p.archived = 0")
	}
	if !f.IncludeTrashed {
		add("p.trashed = 0")
	}
	if !f.IncludeComponents {
		add("p.type <> 'COMPONENT'")
	}
	if !f.Unlisted {
		add("NOT p.unlisted")
	}
	if len(f.Statuses) > 0 {
		add("p.status IN ("+marks(len(f.Statuses))+")", anys(f.Statuses)...)
	}
	if len(f.Categories) > 0 {
		add("EXISTS (SELECT 1 FROM json_each(p.categories) WHERE value IN ("+marks(len(f.Categories))+"))", anys(f.Categories)...)
	}
	if f.CreatorEmail != "" {
		add("p.creator IN (SELECT id FROM users WHERE email = ? COLLATE NOCASE)", f.CreatorEmail)
	}
	if f.OwnerEmail != "" {
		add("p.owner IN (SELECT id FROM users WHERE email = ? COLLATE NOCASE)", f.OwnerEmail)
	}
	if f.Collection != "" {
		add("p.id IN (SELECT object FROM access WHERE principal = ? AND kind = 'collection')", f.Collection)
	}
	return where, args
}

// visibleTo is the condition that p, who may not see everything, may see the
// project p of a query.
func visibleTo(p Principals) (condition string, args []any) {
	ids := p.ids()
	people := marks(len(ids))
	return `(p.owner = ? OR EXISTS (SELECT 1 FROM access a WHERE a.object = p.id AND a.level <> 'NONE' AND
		(a.kind = 'workspace' OR (a.kind IN ('user', 'group') AND a.principal IN (` + people +
		`)) OR (a.kind = 'collection' AND a.principal IN (` +
		visibleCollections(people) + `)))))`, slices.Concat([]any{p.User}, ids, []any{p.User}, ids)
}

// visibleCollections selects the collections that a user created or that are
// shared with them; it takes the user's id, then the people's.
func visibleCollections(people string) string {
	return `SELECT c.id FROM collections c WHERE c.creator = ? OR EXISTS (SELECT 1 FROM access b WHERE b.object = c.id AND b.level <> 'NONE'
		AND (b.kind = 'workspace' OR b.principal IN (` + people + `)))`
}

// Levels reads the access levels that p has to a project, in no order, apart
// from owning it.
func (s *Store) Levels(ctx context.Context, project string, p Principals) ([]string, error) {
	ids := p.ids()
	people := marks(len(ids))
	args := append(append([]any{project}, ids...), append([]any{p.User}, ids...)...)
	return all(ctx, s.db, scanText, `SELECT a.level FROM access a WHERE a.object = ? AND
		(a.kind = 'workspace' OR (a.kind IN ('user', 'group') AND a.principal IN (`+people+`)) OR (a.kind = 'collection' AND a.principal IN (`+
		visibleCollections(people)+`)))`, args...)
}

// Project reads one project.
func (s *Store) Project(ctx context.Context, id string) (Project, error) {
	return one(ctx, s.db, scanProject, "SELECT "+projectColumns+" FROM projects p WHERE id = ?", id)
}

// CreateProject adds a project.
func (s *Store) CreateProject(ctx context.Context, p Project) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		return insertAll(ctx, tx, projectRow, []Project{p})
	})
}

// SetStatus gives a project a status; the empty one removes it.
func (s *Store) SetStatus(ctx context.Context, id, status string) error {
	return exec(ctx, s.db, "UPDATE projects SET status = ? WHERE id = ?", status, id)
}

// ResultsUpdated notes that a project's published results are of now.
func (s *Store) ResultsUpdated(ctx context.Context, id string, at time.Time) error {
	return exec(ctx, s.db, "UPDATE projects SET results_updated = ? WHERE id = ?", millis(at), id)
}

var statusRow = row[string]{"statuses", func(name string) ([]any, error) { return []any{name}, nil }}

var categoryRow = row[Category]{"categories", func(c Category) ([]any, error) { return []any{c.Name, c.Description}, nil }}

// Statuses are the names that a project's status can have.
func (s *Store) Statuses(ctx context.Context) ([]string, error) {
	return all(ctx, s.db, scanText, "SELECT name FROM statuses ORDER BY name")
}

// Categories are the workspace's categories by name.
func (s *Store) Categories(ctx context.Context) ([]Category, error) {
	return all(ctx, s.db, func(r rowScanner) (c Category, err error) {
		return c, r.Scan(&c.Name, &c.Description)
	}, "SELECT name, description FROM categories ORDER BY name")
}

var versionRow = row[Version]{"versions", func(v Version) ([]any, error) {
	cells, err := encoded(v.Cells)
	return []any{v.Project, v.Number, millis(v.Created), cells}, err
}}

// Version reads a published snapshot.
func (s *Store) Version(ctx context.Context, project string, number int) (Version, error) {
	return one(ctx, s.db, func(r rowScanner) (v Version, err error) {
		return v, r.Scan(&v.Project, &v.Number, moment{&v.Created}, document{&v.Cells})
	}, "SELECT project, number, created, cells FROM versions WHERE project = ? AND number = ?", project, number)
}

var viewRow = row[View]{"views", func(v View) ([]any, error) {
	return []any{v.ID, v.Project, v.Name, string(v.Inputs)}, nil
}}

func scanView(r rowScanner) (v View, err error) {
	return v, r.Scan(&v.ID, &v.Project, &v.Name, document{&v.Inputs})
}

// Views reads all saved views, by project and name.
func (s *Store) Views(ctx context.Context) ([]View, error) {
	return all(ctx, s.db, scanView, "SELECT id, project, name, inputs FROM views ORDER BY project, name")
}

// View reads a saved view of a project.
func (s *Store) View(ctx context.Context, project, id string) (View, error) {
	return one(ctx, s.db, scanView, "SELECT id, project, name, inputs FROM views WHERE project = ? AND id = ?", project, id)
}
