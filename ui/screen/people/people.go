// Package people is the users of the workspace and their groups: the lists of both, the page of each, and what can be done
// with them.
package people

import (
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/overlay"
	"hextui/ui/screen"
	"hextui/ui/store"
)

// noGroups is why a list of groups is not whole.
const noGroups = "Hex's API has no list of a user's groups: they are found by reading the members of each group."

// lists wants a list as fresh as lists are.
func lists(env *screen.Env, kind store.Kind, id string) store.Want {
	return env.Store.Keep(kind, id, store.ListWithin)
}

// who is a user as changes know them.
func who(u hex.User) change.Who { return change.Who{ID: u.ID, Name: mail(u)} }

// mail is a user's e-mail address, or what else there is.
func mail(u hex.User) string {
	switch {
	case u.Email != "":
		return u.Email
	case u.Name != "":
		return u.Name
	}
	return u.ID
}

// name is what a user is called.
func name(u hex.User) string {
	if u.Name != "" {
		return u.Name
	}
	return mail(u)
}

// quoted is a name in a sentence.
func quoted(name string) string { return "“" + strings.Join(strings.Fields(name), " ") + "”" }

// role is a user's role in words.
func role(u hex.User) string { return strings.ToLower(strings.ReplaceAll(string(u.Role), "_", " ")) }

// userItems are users to mark, those first that are marked already.
func userItems(users []hex.User, marked func(id string) bool) []overlay.Item {
	items := make([]overlay.Item, 0, len(users))
	for _, u := range users {
		items = append(items, overlay.Item{
			ID: u.ID, Name: mail(u), Title: name(u), Detail: strings.TrimSpace(u.Email + " " + role(u)), Marked: marked(u.ID),
		})
	}
	return markedFirst(items)
}

func markedFirst(items []overlay.Item) []overlay.Item {
	slices.SortStableFunc(items, func(a, b overlay.Item) int {
		switch {
		case a.Marked == b.Marked:
			return 0
		case a.Marked:
			return -1
		}
		return 1
	})
	return items
}
