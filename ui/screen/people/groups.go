package people

import (
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// groups is the list of groups. It reads how many are in those that are in sight.
type groups struct {
	*screen.List[hex.Group]
}

// Wants are the groups, and the members of those that were drawn.
func (g groups) Wants() []store.Want {
	wants := g.List.Wants()
	for _, id := range g.Grid.Visible("members") {
		wants = append(wants, store.Once(store.Members, id).Maybe())
	}
	return wants
}

// Groups lists the groups.
func Groups(env *screen.Env, _ screen.Target) screen.Screen {
	return groups{screen.NewList(env, screen.Listing[hex.Group]{
		Title: "Groups", Noun: "groups", Scope: action.Groups, Rows: screen.Stored(&env.Store.Groups),
		Want: func() store.Want { return lists(env, store.Groups, "") },
		ID:   func(g hex.Group) string { return g.ID },
		Fields: []grid.Field[hex.Group]{
			screen.TextField("name", "NAME", 3, 0, func(g hex.Group) string { return g.Name }),
			members(env),
			screen.AgeField(env, "created", "CREATED", 1, func(g hex.Group) *time.Time { return &g.CreatedAt }),
			screen.TextField("id", "ID", 1, 3, func(g hex.Group) string { return g.ID }),
		},
		Open: func(g hex.Group) { env.Host.Go(screen.Target{Place: screen.Group, ID: g.ID, Title: g.Name}) },
		Offers: func(g hex.Group, _ bool, none string) []screen.Offer {
			return append([]screen.Offer{
				{Action: action.Create, Do: func() { createGroup(env) }},
				{Action: action.Members, Reason: none, Do: func() { editMembers(env, g) }},
			}, groupOffers(env, g, none, func() {})...)
		},
		Empty: screen.Says("This workspace has no groups."),
	})}
}

// members is the column of how many are in a group, as far as that was read.
func members(env *screen.Env) grid.Field[hex.Group] {
	f := screen.TextField("members", "MEMBERS", 0, 2, func(hex.Group) string { return "" })
	f.NoFilter, f.NoSort, f.Right = true, true, true
	f.Cell = func(g hex.Group) grid.Cell {
		if l := env.Store.Members(g.ID); l.Known() {
			return grid.Cell{Text: present.Count(l.Len())}
		}
		return grid.Cell{Text: "–", Style: env.Theme.Faint}
	}
	return f
}

// groupOffers are what is done with a group as a whole, on its page and in the list.
func groupOffers(env *screen.Env, g hex.Group, none string, gone func()) []screen.Offer {
	return []screen.Offer{
		{Action: action.Edit, Reason: none, Do: func() { renameGroup(env, g) }},
		{Action: action.DeleteThis, Reason: none, Do: func() { deleteGroup(env, g, gone) }},
		deed.Offer(env), screen.InHex(env),
	}
}

// deleteGroup asks before a group is deleted; gone is called once it is.
func deleteGroup(env *screen.Env, g hex.Group, gone func()) {
	deed.Do(env, deed.Deed{
		Change: change.DeleteGroup{ID: g.ID}, Title: "Delete the group " + quoted(g.Name) + "?", Yes: "delete the group",
		Said: "The group " + quoted(g.Name) + " was deleted; its users stay.", Name: memberField,
		Done: func(_ change.Result, err error) {
			if err == nil {
				gone()
			}
		},
	})
}

// memberField puts a field of a group's change into words: behind a member stands the id of the user.
func memberField(f change.Field) change.Field {
	who, is := strings.CutPrefix(f.Name, change.MemberFact)
	if !is {
		return f
	}
	f.Name = who
	for _, value := range []*string{&f.Before, &f.After} {
		if *value != "" {
			*value = "member"
		}
	}
	return f
}

// createGroup asks for a name, then for the members.
func createGroup(env *screen.Env) {
	env.Host.Ask(overlay.NewForm("New group", "go on to its members", []*overlay.Entry{
		{Name: "name", Label: "name", Note: "Names need not be unique in Hex."},
	}, func(f *overlay.Form) string {
		title := f.Field("name").Value()
		if title == "" {
			return "A group needs a name."
		}
		withUsers(env, func(users []hex.User) { askFirstMembers(env, title, users) })
		return ""
	}))
}

// askFirstMembers asks who is in a new group. Nobody is an answer too.
func askFirstMembers(env *screen.Env, title string, users []hex.User) {
	items := userItems(users, func(string) bool { return false })
	deed.Mark(env, overlay.NewSeveral("Members of the new group "+title, "a name, an e-mail address, a role", "create the group", items,
		func(added, _ []overlay.Item) string {
			deed.Do(env, deed.Deed{
				Change: change.CreateGroup{Name: title, Members: whoOf(added)}, Title: "Create the group " + quoted(title) + "?",
				Yes:  "create the group",
				Said: "The group " + quoted(title) + " was created with " + present.Plural(len(added), "member") + ".", Name: memberField,
				Done: func(r change.Result, _ error) {
					if g, ok := r.Entity.(hex.Group); ok && g.ID != "" {
						env.Host.Go(screen.Target{Place: screen.Group, ID: g.ID, Title: g.Name})
					}
				},
			})
			return ""
		}).OrNone())
}

func whoOf(items []overlay.Item) []change.Who {
	out := make([]change.Who, len(items))
	for i, it := range items {
		out[i] = change.Who{ID: it.ID, Name: it.Name}
	}
	return out
}

func renameGroup(env *screen.Env, g hex.Group) {
	field := (&overlay.Entry{Name: "name", Label: "name"}).Preset(g.Name)
	env.Host.Ask(overlay.NewForm("Rename the group "+g.Name, "see the change", []*overlay.Entry{field}, func(f *overlay.Form) string {
		switch now := f.Field("name").Value(); now {
		case "":
			return "A group needs a name."
		case g.Name:
			return "That is its name already."
		default:
			deed.Do(env, deed.Deed{
				Change: change.EditGroup{ID: g.ID, Name: now}, Title: "Rename the group " + quoted(g.Name) + "?", Yes: "rename the group",
				Said: "The group " + quoted(g.Name) + " is called " + quoted(now) + " now.",
			})
		}
		return ""
	}))
}

// editMembers asks who shall be in a group: those who are, are marked.
func editMembers(env *screen.Env, g hex.Group) {
	withUsers(env, func(users []hex.User) {
		withMembers(env, g.ID, func(in map[string]bool) {
			items := userItems(users, func(id string) bool { return in[id] })
			deed.Mark(env, overlay.NewSeveral("Members of "+g.Name, "a name, an e-mail address, a role", "see the change", items,
				func(added, removed []overlay.Item) string {
					changeMembers(env, g, whoOf(added), whoOf(removed))
					return ""
				}))
		})
	})
}

// changeMembers adds and takes out users.
func changeMembers(env *screen.Env, g hex.Group, add, remove []change.Who) {
	var did []string
	if n := len(add); n > 0 {
		did = append(did, present.Plural(n, "user")+" added")
	}
	if n := len(remove); n > 0 {
		did = append(did, present.Plural(n, "user")+" taken out")
	}
	deed.Do(env, deed.Deed{
		Change: change.EditGroup{ID: g.ID, Add: add, Remove: remove}, Title: "Change the members of " + quoted(g.Name) + "?",
		Yes: "change the members", Said: "Members of " + quoted(g.Name) + ": " + strings.Join(did, ", ") + ".", Name: memberField,
	})
}

// addToGroups asks which groups a user shall be in, beside those that they are known to be in.
func addToGroups(env *screen.Env, u hex.User) {
	in, _ := env.Store.GroupsOf(u.ID)
	known := map[string]bool{}
	for _, g := range in {
		known[g.ID] = true
	}
	var choices []overlay.Choice
	for _, g := range env.Store.Groups.All() {
		c := overlay.Choice{Title: g.Name, Do: func() {
			changeMembers(env, g, []change.Who{who(u)}, nil)
		}}
		if known[g.ID] {
			c.Reason = "is in it already"
		}
		choices = append(choices, c)
	}
	picker := overlay.NewPicker("Put "+name(u)+" into a group", "a group", choices)
	picker.OnReason = func(reason string) { env.Host.Notice(screen.Warn, name(u)+" "+reason+".") }
	env.Host.Ask(picker)
}
