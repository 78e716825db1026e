// Package collection is the collections of the workspace: their list, the page of each with who may do what in it and which
// projects it has, and what can be done with them.
package collection

import (
	"cmp"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// shown is a collection with the names of those who may use it.
type shown struct {
	hex.Collection
	access string
}

// NewList lists the collections.
func NewList(env *screen.Env, _ screen.Target) screen.Screen {
	type made struct{ collections, users, groups uint64 }
	l := &env.Store.Collections
	return screen.NewList(env, screen.Listing[shown]{
		Title: "Collections", Noun: "collections", Scope: action.Collections,
		Rows: screen.Made[shown]{
			Of:   func() any { return made{l.Version, env.Store.Users.Version, env.Store.Groups.Version} },
			Make: func() []shown { return all(env) },
			Read: func() screen.Freshness { return screen.Freshness{At: l.At, Loading: l.Loading, Err: l.Err} },
			Not:  func() []hex.Odd { return l.Odd },
		},
		Want: func() store.Want { return fresh(env, store.Collections, "") },
		Also: func() []store.Want {
			return []store.Want{fresh(env, store.Groups, ""), fresh(env, store.Users, "")}
		},
		ID: func(c shown) string { return c.ID },
		Fields: []grid.Field[shown]{
			screen.TextField("name", "NAME", 2, 0, func(c shown) string { return c.Name }),
			screen.TextField("access", "WHO MAY", 3, 0, func(c shown) string { return c.access }),
			screen.TextField("description", "DESCRIPTION", 3, 2, func(c shown) string { return c.Description }),
		},
		Open: func(c shown) { env.Host.Go(screen.Target{Place: screen.Collection, ID: c.ID, Title: c.Name}) },
		Offers: func(c shown, _ bool, none string) []screen.Offer {
			return append([]screen.Offer{{Action: action.Create, Do: func() { create(env) }}}, offers(env, c.Collection, none)...)
		},
		Empty: screen.Says("This workspace has no collections."),
	})
}

func all(env *screen.Env) []shown {
	l := &env.Store.Collections
	out := make([]shown, l.Len())
	for i := range out {
		c := l.Item(i)
		out[i] = shown{c, whoMay(env, c)}
	}
	return out
}

// fresh wants a thing as fresh as lists are.
func fresh(env *screen.Env, kind store.Kind, id string) store.Want {
	return env.Store.Keep(kind, id, store.ListWithin)
}

// whoMay names those who may do something in a collection, those first who manage it.
func whoMay(env *screen.Env, c hex.Collection) string {
	names := map[string][]string{}
	for _, g := range grants(env, c) {
		names[g.access] = append(names[g.access], g.name)
	}
	var parts []string
	for _, level := range slices.Backward(levelsWith(names)) {
		parts = append(parts, strings.Join(names[level], ", ")+" "+hex.CollectionWords(level))
	}
	return strings.Join(parts, " · ")
}

// grant is what somebody may do in a collection: kind is user, group or everybody of the workspace.
type grant struct{ kind, id, name, more, access string }

// The kinds of grants.
const (
	everyone = "everyone"
	group    = "group"
	user     = "user"
	// workspace stands for the id of everybody.
	workspace = "workspace"
)

// grants are all that a collection gives, with names as far as they are known.
func grants(env *screen.Env, c hex.Collection) []grant {
	var all []grant
	add := func(g grant) {
		if hex.CollectionWords(g.access) != "" {
			all = append(all, g)
		}
	}
	if w := c.Sharing.Workspace; w != nil {
		add(grant{everyone, workspace, "everyone in the workspace", "", w.Members})
	}
	for _, g := range c.Sharing.Groups {
		name, more := named(&env.Store.Groups, g.ID, func(k hex.Group) (string, string) { return k.Name, "" })
		add(grant{group, g.ID, name, more, g.Access})
	}
	for _, g := range c.Sharing.Users {
		name, more := named(&env.Store.Users, g.ID, func(k hex.User) (string, string) { return personName(k), k.Email })
		add(grant{user, g.ID, name, more, g.Access})
	}
	return all
}

// personName is what a user is called.
func personName(u hex.User) string { return cmp.Or(u.Name, u.Email, u.ID) }

// named is what somebody is called: the id of one that this token does not see, and a sign while that is being read.
func named[T any](l *store.List[T], id string, says func(T) (name, more string)) (string, string) {
	if known, ok := l.Get(id); ok {
		return says(known)
	}
	if l.At.IsZero() && l.Err == nil {
		return "…", ""
	}
	return id, "not among those that this token sees"
}

// levels are the levels of access that Hex's documents name, from the least on.
var levels = [...]string{"MEMBER", "MANAGER"}

// levelsWith are the levels that somebody has, the known ones in their order, others first.
func levelsWith(names map[string][]string) []string {
	var in []string
	for level := range names {
		if !slices.Contains(levels[:], level) {
			in = append(in, level)
		}
	}
	slices.Sort(in)
	for _, level := range levels {
		if len(names[level]) > 0 {
			in = append(in, level)
		}
	}
	return in
}

// offers are what is done with a collection as a whole, on its page and in the list.
func offers(env *screen.Env, c hex.Collection, none string) []screen.Offer {
	return []screen.Offer{
		{Action: action.Edit, Reason: none, Do: func() { edit(env, c) }},
		{Action: action.GiveAccess, Reason: none, Do: func() { give(env, c) }},
		{Action: action.DeleteThis, Reason: none, Do: func() {
			deed.InHex(env, "Delete the collection "+quoted(c.Name)+"?", "Hex's API cannot delete a collection. One who manages it "+
				"can, in Hex.", env.API.WorkspaceURL())
		}},
		deed.Offer(env), screen.InHex(env),
	}
}

func quoted(name string) string { return "“" + strings.Join(strings.Fields(name), " ") + "”" }

// create asks for the name and what the collection is for.
func create(env *screen.Env) {
	env.Host.Ask(overlay.NewForm("New collection", "see the change", []*overlay.Entry{
		{Name: "name", Label: "name"},
		{Name: "description", Label: "description", Hint: "what it is for"},
		{Name: "everyone", Label: "everyone here", Options: []string{"nothing", "sees it"},
			Note: "Groups and users are given access on its page. Giving everyone access needs an admin."},
	}, func(f *overlay.Form) string {
		n := hex.NewCollection{Name: f.Field("name").Value(), Description: f.Field("description").Value()}
		if n.Name == "" {
			return "A collection needs a name."
		}
		if f.Field("everyone").Picked == 1 {
			s := toEveryone(levels[0])
			n.Sharing = &s
		}
		deed.Do(env, deed.Deed{
			Change: change.CreateCollection{Collection: n}, Title: "Create the collection " + quoted(n.Name) + "?",
			Yes: "create the collection", Said: "The collection " + quoted(n.Name) + " was created.", Name: field,
			Done: func(r change.Result, _ error) {
				if c, ok := r.Entity.(hex.Collection); ok && c.ID != "" {
					env.Host.Go(screen.Target{Place: screen.Collection, ID: c.ID, Title: c.Name})
				}
			},
		})
		return ""
	}))
}

// edit asks for another name and description.
func edit(env *screen.Env, c hex.Collection) {
	env.Host.Ask(overlay.NewForm("Edit the collection "+c.Name, "see the change", []*overlay.Entry{
		(&overlay.Entry{Name: "name", Label: "name"}).Preset(c.Name),
		(&overlay.Entry{Name: "description", Label: "description", Hint: "none"}).Preset(c.Description),
	}, func(f *overlay.Form) string {
		e := hex.CollectionEdit{}
		if now := f.Field("name").Value(); now == "" {
			return "A collection needs a name."
		} else if now != c.Name {
			e.Name = now
		}
		if now := f.Field("description").Value(); now != c.Description {
			e.Description = &now
		}
		if e.Name == "" && e.Description == nil {
			return "Nothing is another than before."
		}
		deed.Do(env, deed.Deed{
			Change: change.EditCollection{ID: c.ID, Edit: e}, Title: "Edit the collection " + quoted(c.Name) + "?",
			Yes: "edit the collection", Name: field,
		})
		return ""
	}))
}

// field puts a field of a collection's change into words.
func field(f change.Field) change.Field {
	return f.InWords()
}
