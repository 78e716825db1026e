package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
)

var userRow = row[User]{"users", func(u User) ([]any, error) {
	return []any{u.ID, u.Name, u.Email, u.Role, millis(u.LastLogin), u.Deactivated}, nil
}}

const userColumns = "u.id, u.name, u.email, u.role, u.last_login, u.deactivated"

func scanUser(r rowScanner) (u User, err error) {
	err = r.Scan(&u.ID, &u.Name, &u.Email, &u.Role, moment{&u.LastLogin}, &u.Deactivated)
	return u, err
}

var groupRow = row[Group]{"groups", func(g Group) ([]any, error) {
	return []any{g.ID, g.Name, millis(g.Created)}, nil
}}

const groupColumns = "g.id, g.name, g.created"

func scanGroup(r rowScanner) (g Group, err error) {
	err = r.Scan(&g.ID, &g.Name, moment{&g.Created})
	return g, err
}

var memberRow = row[Member]{"members", func(m Member) ([]any, error) { return []any{m.Group, m.User}, nil }}

// User reads one user.
func (s *Store) User(ctx context.Context, id string) (User, error) {
	return one(ctx, s.db, scanUser, "SELECT "+userColumns+" FROM users u WHERE id = ?", id)
}

// UserByEmail reads the user with an e-mail address.
func (s *Store) UserByEmail(ctx context.Context, email string) (User, error) {
	return one(ctx, s.db, scanUser, "SELECT "+userColumns+" FROM users u WHERE email = ?", email)
}

// FirstAdmin is the active administrator who comes first by name.
func (s *Store) FirstAdmin(ctx context.Context) (User, error) {
	return one(ctx, s.db, scanUser, "SELECT "+userColumns+" FROM users u WHERE role = 'ADMIN' AND NOT deactivated ORDER BY name LIMIT 1")
}

// UserFilter narrows Users; zero members do not.
type UserFilter struct {
	Group string
	IDs   []string // nil means all
}

// The sort names of the lists in this file.
const (
	ByName    = "NAME"
	ByEmail   = "EMAIL"
	ByCreated = "CREATED_AT"
)

// Users lists the active users, by name or e-mail.
func (s *Store) Users(ctx context.Context, f UserFilter, p Page) (Paged[User], error) {
	l := listing{columns: userColumns, from: "users u", where: []string{"NOT u.deactivated"}, sort: "u.name COLLATE NOCASE", id: "u.id"}
	if p.Sort == ByEmail {
		l.sort = "u.email COLLATE NOCASE"
	}
	if f.Group != "" {
		l.where = append(l.where, "u.id IN (SELECT user_id FROM members WHERE group_id = ?)")
		l.args = append(l.args, f.Group)
	}
	if f.IDs != nil {
		l.where = append(l.where, "u.id IN ("+marks(len(f.IDs))+")")
		l.args = append(l.args, anys(f.IDs)...)
	}
	return pageOf(ctx, s.db, l, p, scanUser)
}

// Deactivate makes a user inactive and takes away every membership.
func (s *Store) Deactivate(ctx context.Context, id string) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if err := exec(ctx, tx, "UPDATE users SET deactivated = 1 WHERE id = ?", id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM members WHERE user_id = ?", id)
		return err
	})
}

// Groups lists the groups, by name or age.
func (s *Store) Groups(ctx context.Context, p Page) (Paged[Group], error) {
	l := listing{columns: groupColumns, from: "groups g", sort: "g.created", id: "g.id"}
	if p.Sort == ByName {
		l.sort = "g.name COLLATE NOCASE"
	}
	return pageOf(ctx, s.db, l, p, scanGroup)
}

// Group reads one group.
func (s *Store) Group(ctx context.Context, id string) (Group, error) {
	return one(ctx, s.db, scanGroup, "SELECT "+groupColumns+" FROM groups g WHERE id = ?", id)
}

// GroupsOf are the ids of a user's groups.
func (s *Store) GroupsOf(ctx context.Context, user string) ([]string, error) {
	return all(ctx, s.db, scanText, "SELECT group_id FROM members WHERE user_id = ? ORDER BY group_id", user)
}

func scanText(r rowScanner) (text string, err error) { return text, r.Scan(&text) }

// CreateGroup adds a group with its members.
func (s *Store) CreateGroup(ctx context.Context, g Group, users []string) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		return errors.Join(insertAll(ctx, tx, groupRow, []Group{g}), addMembers(ctx, tx, g.ID, users))
	})
}

// EditGroup renames a group (unless name is nil), then adds and removes members.
func (s *Store) EditGroup(ctx context.Context, id string, name *string, add, remove []string) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if err := exec(ctx, tx, "UPDATE groups SET name = coalesce(?, name) WHERE id = ?", name, id); err != nil {
			return err
		}
		if err := addMembers(ctx, tx, id, add); err != nil {
			return err
		}
		args := append([]any{id}, anys(remove)...)
		_, err := tx.ExecContext(ctx, "DELETE FROM members WHERE group_id = ? AND user_id IN ("+marks(len(remove))+")", args...)
		return err
	})
}

func addMembers(ctx context.Context, tx *sql.Tx, group string, users []string) error {
	for _, user := range users {
		if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO members VALUES (?, ?)", group, user); err != nil {
			return err
		}
	}
	return nil
}

// DeleteGroup removes a group, its memberships and its access to anything.
func (s *Store) DeleteGroup(ctx context.Context, id string) error {
	return s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if err := exec(ctx, tx, "DELETE FROM groups WHERE id = ?", id); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM access WHERE kind = ? AND principal = ?", ToGroup, id)
		return err
	})
}

// Missing tells which of ids are no rows of table: "users", "groups" or "collections".
func (s *Store) Missing(ctx context.Context, table string, ids []string) ([]string, error) {
	found, err := all(ctx, s.db, scanText, "SELECT id FROM "+table+" WHERE id IN ("+marks(len(ids))+")", anys(ids)...)
	if err != nil {
		return nil, err
	}
	known := make(map[string]bool, len(found))
	for _, id := range found {
		known[id] = true
	}
	var missing []string
	for _, id := range ids {
		if !known[id] {
			missing = append(missing, id)
		}
	}
	return missing, nil
}

// Fact reads a named fact about the workspace, such as its organisation's id.
func (s *Store) Fact(ctx context.Context, name string) (string, error) {
	return one(ctx, s.db, scanText, "SELECT value FROM facts WHERE name = ?", name)
}

// Emails fills in the e-mail addresses of the users whose ids are keys of people.
func (s *Store) Emails(ctx context.Context, people map[string]string) error {
	ids := slices.Collect(maps.Keys(people))
	users, err := all(ctx, s.db, scanUser, "SELECT "+userColumns+" FROM users u WHERE id IN ("+marks(len(ids))+")", anys(ids)...)
	for _, u := range users {
		people[u.ID] = u.Email
	}
	return err
}

// PrincipalNames are the names of the principals of grants by id: a user's is
// their e-mail address.
func (s *Store) PrincipalNames(ctx context.Context, grants []Grant) (map[string]string, error) {
	names := map[string]string{}
	ids := make([]any, len(grants))
	for i, g := range grants {
		ids[i] = g.Principal
	}
	some := marks(len(ids))
	_, err := all(ctx, s.db, func(r rowScanner) (id string, err error) {
		var name string
		err = r.Scan(&id, &name)
		names[id] = name
		return id, err
	}, "SELECT id, email FROM users WHERE id IN ("+some+") UNION ALL SELECT id, name FROM groups WHERE id IN ("+some+
		") UNION ALL SELECT id, name FROM collections WHERE id IN ("+some+")", slices.Concat(ids, ids, ids)...)
	return names, err
}
