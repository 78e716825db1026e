package people

import (
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/action"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// Parts of a group and of a user.
const (
	partMember     = "member"
	partGroup      = "group"
	partCollection = "collection"
	partConnection = "connection"
)

// Group is the page of a group: who is in it, and what is shared with it.
func Group(env *screen.Env, t screen.Target) screen.Screen {
	g := func() hex.Group {
		if known, ok := env.Store.Groups.Get(t.ID); ok {
			return known
		}
		return hex.Group{ID: t.ID, Name: t.Title}
	}
	wants := func() []store.Want {
		return []store.Want{
			lists(env, store.Members, t.ID), lists(env, store.Groups, ""), lists(env, store.Collections, ""),
			lists(env, store.Connections, ""),
		}
	}
	type made struct{ members, collections, connections uint64 }
	return screen.NewPage(env, screen.Paging{
		Title: func() string { return g().Name }, Noun: "rows", ID: t.ID, Kind: "group", Scope: action.Group,
		Value: "ROLE OR ACCESS", More: "LOGIN, ABOUT",
		Rows: screen.Made[screen.Row]{
			Of: func() any {
				return made{env.Store.Members(t.ID).Version, env.Store.Collections.Version, env.Store.Connections.Version}
			},
			Make: func() []screen.Row { return groupRows(env, t.ID) },
			Read: func() screen.Freshness { return env.Age(wants()...) },
		},
		Wants: wants, About: func() []screen.Fact { return groupFacts(env, g()) },
		There:  func() bool { return screen.Listed(&env.Store.Groups, t.ID) },
		Offers: func(r screen.Row, _ bool, none string) []screen.Offer { return onGroup(env, g(), r, none) },
		Empty:  screen.Says("This group has no members, and no collection or connection is shared with it."),
	})
}

// groupFacts are what stands over the rows.
func groupFacts(env *screen.Env, g hex.Group) []screen.Fact {
	var facts []screen.Fact
	if l := env.Store.Members(g.ID); l.Known() {
		text := present.Plural(l.Len(), "member")
		if !g.CreatedAt.IsZero() {
			text += " · made " + present.Ago(g.CreatedAt, env.Now())
		}
		facts = append(facts, screen.Fact{Name: "group", Text: text})
	}
	return append(facts, screen.Fact{Name: "not here", Text: "projects that are shared with it: Hex's API tells that by project only"})
}

// groupRows are the members, then what is shared with the group.
func groupRows(env *screen.Env, id string) []screen.Row {
	var rows []screen.Row
	for _, u := range env.Store.Members(id).All() {
		rows = append(rows, userRow(partMember, u))
	}
	for _, c := range env.Store.Collections.All() {
		for _, g := range c.Sharing.Groups {
			if g.ID == id {
				rows = append(rows, collectionRow(c, g.Access))
			}
		}
	}
	for _, c := range env.Store.Connections.All() {
		if c.Sharing == nil {
			continue
		}
		for _, g := range c.Sharing.Groups {
			if g.Group.ID == id && g.Access != hex.ConnectionAccessNone {
				rows = append(rows, screen.Row{
					Part: partConnection, Name: c.Name, ID: c.ID, Value: g.Access.Words(), More: string(c.Type),
					Go: screen.Target{Place: screen.Connection, ID: c.ID, Title: c.Name},
				})
			}
		}
	}
	return rows
}

func userRow(part string, u hex.User) screen.Row {
	r := screen.Row{
		Part: part, Name: name(u), ID: u.ID, Value: strings.TrimSpace(role(u) + "  " + u.Email), More: "never",
		Go: screen.Target{Place: screen.User, ID: u.ID, Title: name(u)},
	}
	if u.LastLogin != nil {
		r.At = *u.LastLogin
	}
	return r
}

func collectionRow(c hex.Collection, access string) screen.Row {
	return screen.Row{
		Part: partCollection, Name: c.Name, ID: c.ID, Value: hex.CollectionWords(access), More: c.Description,
		Go: screen.Target{Place: screen.Collection, ID: c.ID, Title: c.Name},
	}
}

// onGroup are what can be done with a group and the selected row of its page.
func onGroup(env *screen.Env, g hex.Group, r screen.Row, none string) []screen.Offer {
	out := screen.Offer{Action: action.TakeOut, Reason: none, Do: func() { takeOut(env, g, r) }}
	if none == "" && r.Part != partMember {
		out.Reason = "Only a member can be taken out here; what is shared is changed where it is shared."
	}
	return append([]screen.Offer{
		{Action: action.Members, Do: func() { editMembers(env, g) }}, out,
	}, groupOffers(env, g, "", env.Host.Back)...)
}

// takeOut takes one member out of a group.
func takeOut(env *screen.Env, g hex.Group, r screen.Row) {
	u, ok := env.Store.Members(g.ID).Get(r.ID)
	if !ok {
		u.ID = r.ID
	}
	changeMembers(env, g, nil, []change.Who{who(u)})
}
