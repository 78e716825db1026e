package browse

import (
	"strings"
	"time"

	"hextui/hex"
	"hextui/ui/grid"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// Groups lists the groups.
func Groups(env *screen.Env, _ screen.Target) screen.Screen {
	return screen.NewList(env, screen.Listing[hex.Group]{
		Title: "Groups", Noun: "groups", Rows: screen.Stored(&env.Store.Groups), Want: lists(env, store.Groups, ""),
		ID: func(g hex.Group) string { return g.ID },
		Fields: []grid.Field[hex.Group]{
			text("name", "NAME", 3, 0, func(g hex.Group) string { return g.Name }),
			when(env, "created", "CREATED", 1, func(g hex.Group) *time.Time { return &g.CreatedAt }),
			text("id", "ID", 1, 2, func(g hex.Group) string { return g.ID }),
		},
		Open:  func(g hex.Group) { env.Host.Go(screen.Target{Place: screen.Group, ID: g.ID, Title: g.Name}) },
		Empty: says("This workspace has no groups."),
	})
}

// Group lists the members of a group.
func Group(env *screen.Env, t screen.Target) screen.Screen {
	return screen.NewList(env, users(env, screen.Listing[hex.User]{
		Title: t.Title, Noun: "members", Rows: screen.Stored(env.Store.Members(t.ID)), Want: lists(env, store.Members, t.ID),
		About: func() []screen.Fact { return []screen.Fact{{Name: "group", Text: t.ID}} },
		Empty: says("This group has no members."),
	}))
}

// Users lists everybody.
func Users(env *screen.Env, _ screen.Target) screen.Screen {
	return screen.NewList(env, users(env, screen.Listing[hex.User]{
		Title: "Users", Noun: "users", Rows: screen.Stored(&env.Store.Users), Want: lists(env, store.Users, ""),
		Empty: says("No users, or the token may not see them."),
	}))
}

func users(env *screen.Env, spec screen.Listing[hex.User]) screen.Listing[hex.User] {
	spec.ID = func(u hex.User) string { return u.ID }
	spec.Fields = []grid.Field[hex.User]{
		text("name", "NAME", 2, 0, func(u hex.User) string { return u.Name }),
		text("email", "EMAIL", 2, 1, func(u hex.User) string { return u.Email }),
		text("role", "ROLE", 0, 2, func(u hex.User) string { return strings.ToLower(string(u.Role)) }),
		when(env, "login", "LAST LOGIN", 3, func(u hex.User) *time.Time { return u.LastLogin }),
	}
	spec.Open = func(u hex.User) { showUser(env, u) }
	return spec
}

// Collections lists the collections.
func Collections(env *screen.Env, _ screen.Target) screen.Screen {
	return screen.NewList(env, screen.Listing[hex.Collection]{
		Title: "Collections", Noun: "collections", Rows: screen.Stored(&env.Store.Collections), Want: lists(env, store.Collections, ""),
		ID: func(c hex.Collection) string { return c.ID },
		Fields: []grid.Field[hex.Collection]{
			text("name", "NAME", 2, 0, func(c hex.Collection) string { return c.Name }),
			text("description", "DESCRIPTION", 3, 2, func(c hex.Collection) string { return c.Description }),
			text("access", "ACCESS", 1, 1, access),
		},
		Open:  func(c hex.Collection) { env.Host.Go(screen.Target{Place: screen.Collection, ID: c.ID, Title: c.Name}) },
		Empty: says("This workspace has no collections."),
	})
}

func access(c hex.Collection) string {
	var parts []string
	if n := len(c.Sharing.Users); n > 0 {
		parts = append(parts, present.Plural(n, "user"))
	}
	if n := len(c.Sharing.Groups); n > 0 {
		parts = append(parts, present.Plural(n, "group"))
	}
	if w := c.Sharing.Workspace; w != nil && w.Members != "" && w.Members != "NONE" {
		parts = append(parts, "workspace "+strings.ToLower(w.Members))
	}
	return strings.Join(parts, ", ")
}

// Collection lists the projects of a collection.
func Collection(env *screen.Env, t screen.Target) screen.Screen {
	c, _ := env.Store.Collections.Get(t.ID)
	return screen.NewList(env, screen.Listing[hex.Project]{
		Title: t.Title, Noun: "projects", Rows: screen.Stored(env.Store.Shelf(t.ID)), Want: lists(env, store.Shelf, t.ID),
		ID: func(p hex.Project) string { return p.ID },
		Fields: []grid.Field[hex.Project]{
			text("title", "TITLE", 3, 0, func(p hex.Project) string { return p.Title }),
			text("status", "STATUS", 0, 1, func(p hex.Project) string { return p.StatusName() }),
			text("owner", "OWNER", 1, 2, func(p hex.Project) string { return p.Owner.Email }),
			when(env, "edited", "EDITED", 3, func(p hex.Project) *time.Time { return &p.LastEditedAt }),
		},
		About: func() []screen.Fact {
			facts := []screen.Fact{{Name: "collection", Text: t.ID}}
			if c.Description != "" {
				facts = append(facts, screen.Fact{Name: "about", Text: c.Description})
			}
			if s := access(c); s != "" {
				facts = append(facts, screen.Fact{Name: "shared with", Text: s})
			}
			return facts
		},
		Open:  func(p hex.Project) { env.Host.Go(screen.Target{Place: screen.Project, ID: p.ID, Title: p.Title}) },
		Empty: says("No project here that the token may see."),
	})
}

// Connections lists the data connections.
func Connections(env *screen.Env, _ screen.Target) screen.Screen {
	return screen.NewList(env, screen.Listing[hex.DataConnection]{
		Title: "Data connections", Noun: "connections", Rows: screen.Stored(&env.Store.Connections),
		Want: lists(env, store.Connections, ""),
		ID:   func(c hex.DataConnection) string { return c.ID },
		Fields: []grid.Field[hex.DataConnection]{
			text("name", "NAME", 2, 0, func(c hex.DataConnection) string { return c.Name }),
			text("type", "TYPE", 0, 1, func(c hex.DataConnection) string { return string(c.Type) }),
			text("description", "DESCRIPTION", 3, 2, func(c hex.DataConnection) string { return c.Description }),
		},
		Open:  func(c hex.DataConnection) { showConnection(env, c) },
		Empty: says("No data connections, or the token may not see them."),
	})
}

func pad(s string, w int) string { return s + strings.Repeat(" ", max(w-len(s), 1)) }
