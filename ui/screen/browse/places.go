package browse

import (
	"strings"
	"time"

	"hextui/hex"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// text is a column of plain text.
func text[T any](id, title string, weight, priority int, get func(T) string) grid.Field[T] {
	return grid.Field[T]{
		Column: grid.Column{ID: id, Title: title, Weight: weight, MinWidth: 8, Priority: priority},
		Cell:   func(v T) grid.Cell { return grid.Cell{Text: get(v)} },
		Text:   get,
	}
}

// when is a column of a time, shown as how long ago it was.
func when[T any](env *screen.Env, id, title string, priority int, get func(T) *time.Time) grid.Field[T] {
	at := func(v T) time.Time {
		if t := get(v); t != nil {
			return *t
		}
		return time.Time{}
	}
	return grid.Field[T]{
		Column: grid.Column{ID: id, Title: title, MinWidth: 10, Priority: priority, Descending: true},
		Cell: func(v T) grid.Cell {
			if at(v).IsZero() {
				return grid.Cell{Text: "–", Style: env.Theme.Faint}
			}
			return grid.Cell{Text: present.Ago(at(v), env.Now()), Style: env.Theme.Faint}
		},
		Text:    func(v T) string { return at(v).Format(time.DateOnly) },
		Compare: func(a, b T) int { return at(a).Compare(at(b)) },
	}
}

// Groups lists the groups.
func Groups(env *screen.Env) screen.Screen {
	return New(env, Spec[hex.Group]{
		Title: "Groups", Noun: "groups", List: &env.Store.Groups, Load: env.Store.LoadGroups,
		Key: func(g hex.Group) string { return g.ID },
		Fields: []grid.Field[hex.Group]{
			text("name", "NAME", 3, 0, func(g hex.Group) string { return g.Name }),
			when(env, "created", "CREATED", 1, func(g hex.Group) *time.Time { return &g.CreatedAt }),
			text("id", "ID", 1, 2, func(g hex.Group) string { return g.ID }),
		},
		Open:  func(g hex.Group) { env.Host.Go(screen.Target{Place: screen.Group, ID: g.ID, Title: g.Name}) },
		Empty: grid.Message{Title: "This workspace has no groups."},
	})
}

// Group lists the members of a group.
func Group(env *screen.Env, t screen.Target) screen.Screen {
	return New(env, users(env, Spec[hex.User]{
		Title: t.Title, Noun: "members", List: env.Store.Members(t.ID), Load: func() { env.Store.LoadMembers(t.ID) },
		About: func() []Fact { return []Fact{{"group", t.ID}} },
		Empty: grid.Message{Title: "This group has no members."},
	}))
}

// Users lists everybody.
func Users(env *screen.Env) screen.Screen {
	return New(env, users(env, Spec[hex.User]{
		Title: "Users", Noun: "users", List: &env.Store.Users, Load: env.Store.LoadUsers,
		Empty: grid.Message{Title: "No users, or the token may not see them."},
	}))
}

func users(env *screen.Env, spec Spec[hex.User]) Spec[hex.User] {
	spec.Key = func(u hex.User) string { return u.ID }
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
func Collections(env *screen.Env) screen.Screen {
	return New(env, Spec[hex.Collection]{
		Title: "Collections", Noun: "collections", List: &env.Store.Collections, Load: env.Store.LoadCollections,
		Key: func(c hex.Collection) string { return c.ID },
		Fields: []grid.Field[hex.Collection]{
			text("name", "NAME", 2, 0, func(c hex.Collection) string { return c.Name }),
			text("description", "DESCRIPTION", 3, 2, func(c hex.Collection) string { return c.Description }),
			text("access", "ACCESS", 1, 1, access),
		},
		Open:  func(c hex.Collection) { env.Host.Go(screen.Target{Place: screen.Collection, ID: c.ID, Title: c.Name}) },
		Empty: grid.Message{Title: "This workspace has no collections."},
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
	return New(env, Spec[hex.Project]{
		Title: t.Title, Noun: "projects", List: env.Store.Shelf(t.ID), Load: func() { env.Store.LoadShelf(t.ID) },
		Key: func(p hex.Project) string { return p.ID },
		Fields: []grid.Field[hex.Project]{
			text("title", "TITLE", 3, 0, func(p hex.Project) string { return p.Title }),
			text("status", "STATUS", 0, 1, func(p hex.Project) string { return p.StatusName() }),
			text("owner", "OWNER", 1, 2, func(p hex.Project) string { return p.Owner.Email }),
			when(env, "edited", "EDITED", 3, func(p hex.Project) *time.Time { return &p.LastEditedAt }),
		},
		About: func() []Fact {
			facts := []Fact{{"collection", t.ID}}
			if c.Description != "" {
				facts = append(facts, Fact{"about", c.Description})
			}
			if s := access(c); s != "" {
				facts = append(facts, Fact{"shared with", s})
			}
			return facts
		},
		Open:  func(p hex.Project) { env.Host.Go(screen.Target{Place: screen.Project, ID: p.ID, Title: p.Title}) },
		Empty: grid.Message{Title: "No project here that the token may see."},
	})
}

// Connections lists the data connections.
func Connections(env *screen.Env) screen.Screen {
	return New(env, Spec[hex.DataConnection]{
		Title: "Data connections", Noun: "connections", List: &env.Store.Connections, Load: env.Store.LoadConnections,
		Key: func(c hex.DataConnection) string { return c.ID },
		Fields: []grid.Field[hex.DataConnection]{
			text("name", "NAME", 2, 0, func(c hex.DataConnection) string { return c.Name }),
			text("type", "TYPE", 0, 1, func(c hex.DataConnection) string { return string(c.Type) }),
			text("description", "DESCRIPTION", 3, 2, func(c hex.DataConnection) string { return c.Description }),
		},
		Open:  func(c hex.DataConnection) { showConnection(env, c) },
		Empty: grid.Message{Title: "No data connections, or the token may not see them."},
	})
}

func pad(s string, w int) string { return s + strings.Repeat(" ", max(w-len(s), 1)) }

// Threads lists the threads of the workspace.
func Threads(env *screen.Env) screen.Screen {
	return New(env, Spec[hex.Thread]{
		Title: "Threads", Noun: "threads", List: &env.Store.Threads, Load: env.Store.LoadThreads,
		Key: func(t hex.Thread) string { return t.ID },
		Fields: []grid.Field[hex.Thread]{
			text("title", "TITLE", 3, 0, func(t hex.Thread) string { return threadTitle(t) }),
			text("source", "SOURCE", 0, 1, func(t hex.Thread) string { return strings.ToLower(t.Source) }),
			text("type", "TYPE", 0, 2, func(t hex.Thread) string { return strings.ToLower(t.Type) }),
			when(env, "created", "CREATED", 1, func(t hex.Thread) *time.Time { return &t.CreatedAt }),
		},
		Open:  func(t hex.Thread) { env.Host.Go(screen.Target{Place: screen.Thread, ID: t.ID, Title: threadTitle(t)}) },
		Empty: grid.Message{Title: "No threads. Hex lists them for managers and admins only."},
	})
}

func threadTitle(t hex.Thread) string {
	if t.Title != "" {
		return t.Title
	}
	return "thread " + present.ShortID(t.ID)
}

// Thread lists what was said in a thread.
func Thread(env *screen.Env, t screen.Target) screen.Screen {
	return New(env, Spec[store.Message]{
		Title: t.Title, Noun: "messages", List: env.Store.Messages(t.ID), Load: func() { env.Store.LoadMessages(t.ID) },
		Key: func(m store.Message) string { return m.ID },
		Fields: []grid.Field[store.Message]{
			text("text", "MESSAGE", 3, 0, func(m store.Message) string { return strings.Join(strings.Fields(m.Text), " ") }),
			when(env, "at", "SAID", 1, func(m store.Message) *time.Time { return m.At }),
		},
		Open: func(m store.Message) {
			env.Host.Ask(&overlay.Text{Title: t.Title, Lines: overlay.Plain(m.Text), OnCopy: func() { env.Host.Copy(m.Text, "the message") }})
		},
		Empty: grid.Message{Title: "Nothing was said here."},
	})
}
