// Package connection is the data connections of the workspace: their list, the page of each with its settings and who may use it,
// and what can be done with them. Secrets go to Hex and never come back.
package connection

import (
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/grid"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// NewList lists the data connections.
func NewList(env *screen.Env, _ screen.Target) screen.Screen {
	return screen.NewList(env, screen.Listing[hex.DataConnection]{
		Title: "Data connections", Noun: "connections", Scope: action.Connections, Rows: screen.Stored(&env.Store.Connections),
		Want: func() store.Want { return fresh(env, store.Connections) },
		ID:   func(c hex.DataConnection) string { return c.ID },
		Fields: []grid.Field[hex.DataConnection]{
			screen.TextField("name", "NAME", 2, 0, func(c hex.DataConnection) string { return c.Name }),
			screen.TextField("type", "TYPE", 0, 1, func(c hex.DataConnection) string { return string(c.Type) }),
			screen.TextField("access", "WHO MAY", 2, 2, whoMay),
			screen.TextField("refresh", "SCHEMA READ", 1, 4, func(c hex.DataConnection) string { return when(c.SchemaRefresh, env.Now()) }),
			screen.TextField("description", "DESCRIPTION", 2, 3, func(c hex.DataConnection) string { return c.Description }),
		},
		Open: func(c hex.DataConnection) {
			env.Host.Go(screen.Target{Place: screen.Connection, ID: c.ID, Title: c.Name})
		},
		Offers: func(c hex.DataConnection, _ bool, none string) []screen.Offer {
			return append([]screen.Offer{{Action: action.Create, Do: func() { create(env) }}}, offers(env, c, none)...)
		},
		Empty: screen.Says("No data connections, or the token may not see them."),
	})
}

func fresh(env *screen.Env, kind store.Kind) store.Want {
	return env.Store.Keep(kind, "", store.ListWithin)
}

func quoted(name string) string { return "“" + strings.Join(strings.Fields(name), " ") + "”" }

// offers are what is done with a connection as a whole, on its page and in the list.
func offers(env *screen.Env, c hex.DataConnection, none string) []screen.Offer {
	full := none
	if none == "" && !c.Full() {
		full = "This token is shown only name, type and description of it: one of an admin can change it."
	}
	return []screen.Offer{
		{Action: action.Edit, Reason: full, Do: func() { edit(env, c) }},
		{Action: action.GiveAccess, Reason: full, Do: func() { screen.WithGroups(env, func() { give(env, c) }) }},
		{Action: action.SchemaTimes, Reason: full, Do: func() { askRefresh(env, c) }},
		{Action: action.Endorse, Reason: none, Do: func() { endorse(env, c) }},
		{Action: action.DeleteThis, Reason: none, Do: func() {
			deed.InHex(env, "Delete the data connection "+quoted(c.Name)+"?", "Hex's API cannot delete a data connection. An admin "+
				"can, in Hex's settings.", env.API.WorkspaceURL())
		}},
		{Action: action.ReadSchema, Reason: none, Do: func() {
			deed.InHex(env, "Read the schema of "+quoted(c.Name)+" now?", "Hex's API cannot have a schema read, and does not say "+
				"when that was done last or how it went. "+mayNow(c)+" can, in Hex's settings.", env.API.WorkspaceURL())
		}},
		deed.Offer(env), screen.InHex(env),
	}
}

// mayNow says who may have a schema read.
func mayNow(c hex.DataConnection) string {
	if c.SchemaRefreshAccess == hex.RefreshByQueries {
		return "Those who may query it"
	}
	return "An admin"
}

// grant is what somebody may do with a connection. The id of a group is its own, that of others one of the words below.
type grant struct {
	id, name string
	access   hex.ConnectionAccess
	group    bool
}

// The ids of those who are not in a group.
const (
	members = "members"
	guests  = "guests"
	public  = "public"
)

// everybody are the kinds of people that a connection can be shared with as a whole, by id and name.
func everybody() []grant {
	return []grant{
		{id: members, name: "members of the workspace"}, {id: guests, name: "guests of the workspace"},
		{id: public, name: "everybody on the web, in public apps"},
	}
}

// grants are all that a connection gives.
func grants(c hex.DataConnection) []grant {
	if c.Sharing == nil {
		return nil
	}
	var all []grant
	if w := c.Sharing.Workspace; w != nil {
		for i, access := range []hex.ConnectionAccess{w.Members, w.Guests, w.Public} {
			if g := everybody()[i]; access.Words() != "" {
				g.access = access
				all = append(all, g)
			}
		}
	}
	for _, g := range c.Sharing.Groups {
		if g.Access.Words() != "" {
			all = append(all, grant{g.Group.ID, g.Group.Name, g.Access, true})
		}
	}
	return all
}

// whoMay names those who may query a connection, then those who see results.
func whoMay(c hex.DataConnection) string {
	if c.Sharing == nil {
		return ""
	}
	var query, see, other []string
	for _, g := range grants(c) {
		switch name := strings.TrimSuffix(g.name, " of the workspace"); g.access {
		case hex.ConnectionAccessQuery:
			query = append(query, name)
		case hex.ConnectionAccessViewResults:
			see = append(see, name)
		default:
			other = append(other, name+" "+g.access.Words())
		}
	}
	var parts []string
	if len(query) > 0 {
		parts = append(parts, strings.Join(query, ", ")+": query")
	}
	if len(see) > 0 {
		parts = append(parts, strings.Join(see, ", ")+": results")
	}
	return strings.Join(append(parts, other...), " · ")
}

// field puts a field of a connection's change into words.
func field(f change.Field) change.Field {
	if f.Access() {
		return f.InWords()
	}
	if rest, is := strings.CutPrefix(f.Name, "details."); is {
		_, name, _ := strings.Cut(rest, ".")
		f.Name = label(name)
	}
	for _, change := range []struct{ is, word string }{
		{"include magic", "for Hex's AI"}, {"connect via SSH", "through SSH"}, {"allow writeback cells", "writeback cells"},
	} {
		if f.Name == change.is {
			f.Name = change.word
		}
	}
	f.Name = strings.ReplaceAll(f.Name, ".", " ")
	return f
}
