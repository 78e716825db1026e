package store

import (
	"context"
	"database/sql"
	"errors"
)

var collectionRow = row[Collection]{"collections", func(c Collection) ([]any, error) {
	return []any{c.ID, c.Name, c.Description, c.Creator}, nil
}}

const collectionColumns = "c.id, c.name, c.description, c.creator"

func scanCollection(r rowScanner) (c Collection, err error) {
	err = r.Scan(&c.ID, &c.Name, &c.Description, &c.Creator)
	return c, err
}

// Principals is how a caller is known to grants: the user and their groups.
// All makes everything visible.
type Principals struct {
	User   string
	Groups []string
	All    bool
}

func (p Principals) ids() []any { return append([]any{p.User}, anys(p.Groups)...) }

// Collections lists the collections that p may see, by name.
func (s *Store) Collections(ctx context.Context, p Principals, page Page) (Paged[Collection], error) {
	l := listing{columns: collectionColumns, from: "collections c", sort: "c.name COLLATE NOCASE", id: "c.id"}
	if !p.All {
		l.where = []string{"(c.creator = ? OR EXISTS (SELECT 1 FROM access a WHERE a.object = c.id AND a.level <> 'NONE' AND (a.kind = " +
			"'workspace' OR a.principal IN (" + marks(1+len(p.Groups)) + "))))"}
		l.args = append([]any{p.User}, p.ids()...)
	}
	return pageOf(ctx, s.db, l, page, scanCollection)
}

// Collection reads one collection.
func (s *Store) Collection(ctx context.Context, id string) (Collection, error) {
	return one(ctx, s.db, scanCollection, "SELECT "+collectionColumns+" FROM collections c WHERE id = ?", id)
}

// PutCollection creates or changes a collection and upserts its grants.
func (s *Store) PutCollection(ctx context.Context, c Collection, grants []Grant) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO collections VALUES (?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description`, c.ID, c.Name, c.Description,
			c.Creator)
		return errors.Join(err, putGrants(ctx, tx, grants))
	})
}

var connectionRow = row[Connection]{"connections", connectionValues}

func connectionValues(c Connection) ([]any, error) {
	return []any{
		c.ID, c.Name, c.Type, c.Description, millis(c.Created), string(c.Details), c.SSH, c.Magic, c.Writeback,
		string(c.Filters), string(c.Refresh), c.RefreshAccess,
	}, nil
}

const connectionColumns = "n.id, n.name, n.type, n.description, n.created, n.details, n.ssh, n.magic, n.writeback, n.filters, " +
	"n.refresh, n.refresh_access"

func scanConnection(r rowScanner) (c Connection, err error) {
	err = r.Scan(&c.ID, &c.Name, &c.Type, &c.Description, moment{&c.Created}, document{&c.Details}, &c.SSH, &c.Magic, &c.Writeback,
		document{&c.Filters}, document{&c.Refresh}, &c.RefreshAccess)
	return c, err
}

// Connections lists the data connections that p may use or see results of.
func (s *Store) Connections(ctx context.Context, p Principals, page Page) (Paged[Connection], error) {
	l := listing{columns: connectionColumns, from: "connections n", sort: "n.created", id: "n.id"}
	if page.Sort == ByName {
		l.sort = "n.name COLLATE NOCASE"
	}
	if !p.All {
		l.where = []string{"EXISTS (SELECT 1 FROM access a WHERE a.object = n.id AND a.level <> 'NONE' AND (a.kind IN ('workspace', " +
			"'public') OR a.principal IN (" + marks(1+len(p.Groups)) + ")))"}
		l.args = p.ids()
	}
	return pageOf(ctx, s.db, l, page, scanConnection)
}

// Connection reads one data connection.
func (s *Store) Connection(ctx context.Context, id string) (Connection, error) {
	return one(ctx, s.db, scanConnection, "SELECT "+connectionColumns+" FROM connections n WHERE id = ?", id)
}

// ConnectionByName reads the oldest data connection with a name.
func (s *Store) ConnectionByName(ctx context.Context, name string) (Connection, error) {
	return one(ctx, s.db, scanConnection, "SELECT "+connectionColumns+" FROM connections n WHERE name = ? ORDER BY created LIMIT 1", name)
}

// PutConnection creates or changes a data connection and upserts its grants.
func (s *Store) PutConnection(ctx context.Context, c Connection, grants []Grant) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		values, err := connectionValues(c)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO connections VALUES ("+marks(len(values))+`)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, details = excluded.details,
			ssh = excluded.ssh, magic = excluded.magic, writeback = excluded.writeback, filters = excluded.filters,
			refresh = excluded.refresh, refresh_access = excluded.refresh_access`, values...)
		return errors.Join(err, putGrants(ctx, tx, grants))
	})
}

var grantRow = row[Grant]{"access", func(g Grant) ([]any, error) {
	return []any{g.Object, string(g.Kind), g.Principal, g.Level}, nil
}}

func scanGrant(r rowScanner) (g Grant, err error) {
	err = r.Scan(&g.Object, &g.Kind, &g.Principal, &g.Level)
	return g, err
}

// Grants reads who has access to the objects, ordered by object, kind and principal.
func (s *Store) Grants(ctx context.Context, objects ...string) ([]Grant, error) {
	return all(ctx, s.db, scanGrant,
		"SELECT object, kind, principal, level FROM access WHERE object IN ("+marks(len(objects))+") ORDER BY object, kind, principal",
		anys(objects)...)
}

// PutGrants sets access levels; the level NONE removes a user's, group's or
// collection's access.
func (s *Store) PutGrants(ctx context.Context, grants []Grant) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error { return putGrants(ctx, tx, grants) })
}

func putGrants(ctx context.Context, tx *sql.Tx, grants []Grant) error {
	for _, g := range grants {
		query, args := `INSERT INTO access VALUES (?, ?, ?, ?) ON CONFLICT (object, kind, principal) DO UPDATE SET level = excluded.level`,
			[]any{g.Object, string(g.Kind), g.Principal, g.Level}
		if g.Level == "NONE" && g.Principal != "" {
			query, args = "DELETE FROM access WHERE object = ? AND kind = ? AND principal = ?", args[:3]
		}
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return err
		}
	}
	return nil
}

// SchemaStatus is the status of a database, schema or table of a connection.
type SchemaStatus struct {
	Type, Name string
	Status     *string
}

// PutSchemaStatuses sets statuses of a connection's databases, schemas and tables.
func (s *Store) PutSchemaStatuses(ctx context.Context, connection string, updates []SchemaStatus) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		for _, u := range updates {
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO schema_status VALUES (?, ?, ?, ?)", connection, u.Type, u.Name,
				u.Status); err != nil {
				return err
			}
		}
		return nil
	})
}
