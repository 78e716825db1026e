package collection

import (
	"slices"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/deed/onproject"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// project is the part of a collection that its projects are.
const project = "project"

// New is the page of a collection: who may do what in it, and its projects.
func New(env *screen.Env, t screen.Target) screen.Screen {
	st := env.Store
	c := func() hex.Collection {
		if known, ok := st.Collections.Get(t.ID); ok {
			return known
		}
		return hex.Collection{ID: t.ID, Name: t.Title}
	}
	wants := func() []store.Want {
		return []store.Want{
			fresh(env, store.Shelf, t.ID), fresh(env, store.Collections, ""), fresh(env, store.Groups, ""), fresh(env, store.Users, ""),
			store.Once(store.Projects, ""), // to put one in
		}
	}
	type made struct{ projects, collections, groups, users uint64 }
	return screen.NewPage(env, screen.Paging{
		Title: func() string { return c().Name }, Noun: "rows", ID: t.ID, Kind: "collection", Scope: action.Collection,
		Value: "ACCESS OR STATUS", More: "EDITED, ABOUT",
		Rows: screen.Made[screen.Row]{
			Of: func() any {
				return made{st.Shelf(t.ID).Version, st.Collections.Version, st.Groups.Version, st.Users.Version}
			},
			Make: func() []screen.Row { return rows(env, c()) },
			Read: func() screen.Freshness { return env.Age(wants()...) },
			Not:  func() []hex.Odd { return st.Shelf(t.ID).Odd },
		},
		Wants: wants, About: func() []screen.Fact { return facts(env, c()) },
		There:  func() bool { return screen.Listed(&st.Collections, t.ID) },
		Offers: func(r screen.Row, _ bool, none string) []screen.Offer { return onPage(env, c(), r, none) },
		Empty:  screen.Says("Nobody but the workspace's admins may use this collection, and it has no project that this token sees."),
	})
}

// facts are what stands over the rows.
func facts(env *screen.Env, c hex.Collection) []screen.Fact {
	var all []screen.Fact
	if l := env.Store.Shelf(c.ID); l.Known() {
		all = append(all, screen.Fact{Name: "projects", Text: present.Count(l.Len()) + " that this token sees"})
	}
	if c.Creator != nil && c.Creator.Email != "" {
		all = append(all, screen.Fact{Name: "made by", Text: c.Creator.Email})
	}
	if c.Description != "" {
		all = append(all, screen.Fact{Name: "about", Text: c.Description})
	}
	return all
}

// rows are who may do something, then the projects, the one that was edited last first.
func rows(env *screen.Env, c hex.Collection) []screen.Row {
	var all []screen.Row
	for _, g := range grants(env, c) {
		r := screen.Row{Part: g.kind, ID: g.id, Name: g.name, Value: hex.CollectionWords(g.access), More: g.more}
		switch g.kind {
		case group:
			r.Go = screen.Target{Place: screen.Group, ID: g.id, Title: g.name}
		case user:
			r.Go = screen.Target{Place: screen.User, ID: g.id, Title: g.name}
		}
		all = append(all, r)
	}
	in := env.Store.Shelf(c.ID).All()
	slices.SortStableFunc(in, func(a, b hex.Project) int { return b.LastEditedAt.Compare(a.LastEditedAt) })
	for _, p := range in {
		value := p.StatusName()
		if value != "" {
			value += " · "
		}
		all = append(all, screen.Row{
			Part: project, Name: p.Title, ID: p.ID, Value: value + p.Owner.Email, At: p.LastEditedAt,
			Go: screen.Target{Place: screen.Project, ID: p.ID, Title: p.Title},
		})
	}
	return all
}

// onPage are what can be done with a collection and the selected row of its page.
func onPage(env *screen.Env, c hex.Collection, r screen.Row, none string) []screen.Offer {
	set := screen.Offer{Action: action.SetAccess, Reason: none, Do: func() { setAccess(env, c, r) }}
	out := screen.Offer{Action: action.TakeOut, Reason: none, Do: func() { takeOut(env, c, r) }}
	if none == "" && r.Part == project {
		set.Reason = "What people of the collection may do in a project is said by its sharing: " +
			env.Keys.Way(action.Open, action.Collection) + " opens the project."
	}
	all := append([]screen.Offer{{Action: action.PutIn, Do: func() { putIn(env, c) }}, set, out}, offers(env, c, "")...)
	if p, ok := env.Store.Shelf(c.ID).Get(r.ID); ok {
		all = append(all, onproject.Offers(env, p, none)...)
	}
	return all
}
