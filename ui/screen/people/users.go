package people

import (
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/grid"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// person is a user with what is known beside.
type person struct {
	hex.User
	owns int
}

// Users lists everybody, with how many of the listed projects each owns.
func Users(env *screen.Env, _ screen.Target) screen.Screen {
	type made struct{ users, projects uint64 }
	l := &env.Store.Users
	owns := screen.TextField("owns", "OWNS", 0, 3, func(p person) string { return present.Count(p.owns) })
	owns.Right, owns.Descending = true, true
	owns.Compare = func(a, b person) int { return a.owns - b.owns }
	return screen.NewList(env, screen.Listing[person]{
		Title: "Users", Noun: "users", Scope: action.Users,
		Rows: screen.Made[person]{
			Of:   func() any { return made{l.Version, env.Store.Projects.Version} },
			Make: func() []person { return persons(env) },
			Read: func() screen.Freshness { return screen.Freshness{At: l.At, Loading: l.Loading, Err: l.Err} },
			Not:  func() []hex.Odd { return l.Odd },
		},
		Want: func() store.Want { return lists(env, store.Users, "") },
		Also: func() []store.Want { return []store.Want{lists(env, store.Projects, "")} },
		ID:   func(p person) string { return p.ID },
		Fields: []grid.Field[person]{
			screen.TextField("name", "NAME", 2, 0, func(p person) string { return p.Name }),
			screen.TextField("email", "EMAIL", 2, 1, func(p person) string { return p.Email }),
			screen.TextField("role", "ROLE", 0, 2, func(p person) string { return role(p.User) }),
			owns,
			screen.AgeField(env, "login", "LAST LOGIN", 4, func(p person) *time.Time { return p.LastLogin }),
		},
		Open: func(p person) { env.Host.Go(screen.Target{Place: screen.User, ID: p.ID, Title: name(p.User)}) },
		Offers: func(p person, _ bool, none string) []screen.Offer {
			return append(userOffers(env, p.User, none, func() {}), screen.Offer{Action: action.Create, Do: func() {
				deed.InHex(env, "Invite somebody?", "Hex's API cannot invite users. "+inSettings, env.API.WorkspaceURL())
			}})
		},
		Empty: screen.Says("No users, or the token may not see them."),
	})
}

func persons(env *screen.Env) []person {
	owners := env.Store.Owners()
	out := make([]person, 0, env.Store.Users.Len())
	for _, u := range env.Store.Users.All() {
		out = append(out, person{u, owners[strings.ToLower(u.Email)]})
	}
	return out
}

// inSettings says where in Hex that is done which the API cannot do.
const inSettings = "An admin can, in Hex's settings."

// userOffers are what is done with a user as a whole, on their page and in the list.
func userOffers(env *screen.Env, u hex.User, none string, gone func()) []screen.Offer {
	deactivate := screen.Offer{Action: action.Deactivate, Reason: none, Do: func() { deactivate(env, u, gone) }}
	if me := env.Store.Me; none == "" && me.Known() && me.Value.ID == u.ID && u.ID != "" {
		deactivate.Reason = "This is you: nobody deactivates themselves."
	}
	edit := screen.Offer{Action: action.Edit, Reason: none, Do: func() {
		deed.InHex(env, "Change the name or role of "+name(u)+"?", "Hex's API cannot change a user's name or role. "+inSettings,
			env.API.WorkspaceURL())
	}}
	return []screen.Offer{
		{Action: action.AddTo, Reason: none, Do: func() { screen.WithGroups(env, func() { addToGroups(env, u) }) }},
		deactivate, edit, deed.Offer(env), screen.InHex(env),
	}
}

// deactivate says what becomes of what a user owns, and asks.
func deactivate(env *screen.Env, u hex.User, gone func()) {
	deed.Do(env, deed.Deed{
		Change: change.DeactivateUser{ID: u.ID}, Title: "Deactivate " + name(u) + "?", Yes: "deactivate",
		Said: name(u) + " was deactivated and can no longer sign in.",
		Done: func(_ change.Result, err error) {
			if err == nil {
				gone()
			}
		},
	})
}
