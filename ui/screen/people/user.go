package people

import (
	"fmt"
	"slices"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/action"
	"hextui/ui/deed/onproject"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// User is the page of a user: their groups, what they own, and what is shared with them by name.
func User(env *screen.Env, t screen.Target) screen.Screen {
	st := env.Store
	u := func() hex.User {
		if known, ok := st.Users.Get(t.ID); ok {
			return known
		}
		return hex.User{ID: t.ID, Name: t.Title}
	}
	wants := func() []store.Want {
		all := []store.Want{
			lists(env, store.Users, ""), lists(env, store.Groups, ""), lists(env, store.Projects, ""), lists(env, store.Collections, ""),
		}
		for _, id := range st.Groups.IDs() {
			all = append(all, store.Once(store.Members, id).Maybe())
		}
		return all
	}
	type made struct{ users, groups, members, projects, collections uint64 }
	owns := 0 // as the rows were made: counting anew is too much for each frame
	return screen.NewPage(env, screen.Paging{
		Title: func() string { return name(u()) }, Noun: "rows", ID: t.ID, Kind: "user", Scope: action.User,
		Value: "STATUS OR ACCESS", More: "EDITED, ABOUT",
		Rows: screen.Made[screen.Row]{
			Of: func() any {
				return made{st.Users.Version, st.Groups.Version, st.MembersVersion(), st.Projects.Version, st.Collections.Version}
			},
			Make: func() (rows []screen.Row) {
				rows, owns = userRows(env, u())
				return rows
			},
			Read: func() screen.Freshness { return env.Age(wants()...) },
		},
		Wants: wants, About: func() []screen.Fact { return userFacts(env, u(), owns) },
		There:  func() bool { return screen.Listed(&st.Users, t.ID) },
		Offers: func(r screen.Row, _ bool, none string) []screen.Offer { return onUser(env, u(), r, none) },
		Empty:  screen.Says("In no group that was looked into, and owner of no project or collection that this token sees."),
	})
}

// userFacts are who a user is, and what of their groups is not known yet.
func userFacts(env *screen.Env, u hex.User, owns int) []screen.Fact {
	login := "never"
	if u.LastLogin != nil {
		login = present.Ago(*u.LastLogin, env.Now()) + ", " + present.Exact(*u.LastLogin)
	}
	facts := []screen.Fact{
		{Name: "role", Text: role(u) + " · " + u.Email},
		{Name: "last login", Text: login},
	}
	if in, unread := env.Store.GroupsOf(u.ID); unread > 0 {
		facts = append(facts, screen.Fact{Name: "groups", Text: fmt.Sprintf("%s of %d that were looked into, %d more to look into. %s",
			present.Count(len(in)), env.Store.Groups.Len()-unread, unread, noGroups)})
	}
	if owns > 0 {
		facts = append(facts, screen.Fact{Name: "owns", Text: present.Plural(owns, "project") + ", beside archived ones"})
	}
	return facts
}

// userRows are the groups of a user, the projects, of which it says how many they own, and the collections.
func userRows(env *screen.Env, u hex.User) (rows []screen.Row, owns int) {
	in, _ := env.Store.GroupsOf(u.ID)
	for _, g := range in {
		rows = append(rows, screen.Row{
			Part: partGroup, Name: g.Name, ID: g.ID, Value: partMember, More: present.Plural(env.Store.Members(g.ID).Len(), "member"),
			Go: screen.Target{Place: screen.Group, ID: g.ID, Title: g.Name},
		})
	}
	for _, p := range env.Store.OwnedBy(u.Email) {
		rows = append(rows, projectRow("owns", p, env.Now()))
		owns++
	}
	for _, c := range env.Store.Collections.All() {
		for _, g := range c.Sharing.Users {
			if g.ID == u.ID {
				rows = append(rows, collectionRow(c, g.Access))
			}
		}
		for _, g := range c.Sharing.Groups {
			if at := slices.IndexFunc(in, func(of hex.Group) bool { return of.ID == g.ID }); at >= 0 {
				r := collectionRow(c, g.Access)
				r.Value += ", by " + in[at].Name
				rows = append(rows, r)
			}
		}
	}
	return rows, owns
}

func projectRow(part string, p hex.Project, now time.Time) screen.Row {
	status := p.StatusName()
	if len(p.Schedules) > 0 {
		if status != "" {
			status += " · "
		}
		status += present.Schedule(p.Schedules[0], now)
	}
	return screen.Row{
		Part: part, Name: p.Title, ID: p.ID, Value: status, At: p.LastEditedAt,
		Go: screen.Target{Place: screen.Project, ID: p.ID, Title: p.Title},
	}
}

// onUser are what can be done with a user and the selected row of their page.
func onUser(env *screen.Env, u hex.User, r screen.Row, none string) []screen.Offer {
	out := screen.Offer{Action: action.TakeOut, Reason: none, Do: func() {
		if g, ok := env.Store.Groups.Get(r.ID); ok {
			changeMembers(env, g, nil, []change.Who{who(u)})
		}
	}}
	if none == "" && r.Part != partGroup {
		out.Reason = "Only groups can be left here. Hex's API cannot give a project another owner: " +
			env.Keys.Way(action.Open, action.User) + " opens the project, and from there Hex."
	}
	offers := append([]screen.Offer{out}, userOffers(env, u, "", env.Host.Back)...)
	if p, ok := env.Store.FindProject(r.ID); ok {
		offers = append(offers, onproject.Offers(env, p, none)...)
	}
	return offers
}
