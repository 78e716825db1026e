package access

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
)

// By is what gives access.
type By string

// What gives access.
const (
	Owner      By = "owner"
	Direct     By = "direct"
	Group      By = "group"
	Collection By = "collection"
	Workspace  By = "workspace"
	Public     By = "public"
	// AdminRole is not in the API's answers: by Hex's documentation, admins see every project and can give themselves full access.
	AdminRole By = "admin role"
)

// Way is one way in which somebody reaches a project.
type Way struct {
	By By
	// Name is that of the group or the collection.
	Name string
	// Through is how somebody belongs to the collection: as its creator, by a group, with the workspace; empty for by name.
	Through string
	Access  hex.Access
	// Unsure is set where the API names a group or a collection by a name that several have: it may be another of them.
	Unsure bool
}

// String says the way: "group Finance CAN_EDIT".
func (w Way) String() string {
	s := strings.TrimSpace(string(w.By) + " " + w.Name)
	if w.Through != "" {
		s += " (" + w.Through + ")"
	}
	s += " " + string(w.Access)
	if w.Unsure {
		s += "?"
	}
	return s
}

// rank orders the levels of access. One that is not known is taken for little.
func rank(a hex.Access) int {
	known := slices.Index([]hex.Access{hex.AccessNone, hex.AccessAppOnly, hex.AccessView, hex.AccessEdit, hex.AccessFull}, a)
	if known < 0 {
		return 1
	}
	return known
}

// given tells whether a level is any access at all.
func given(a hex.Access) bool { return a != "" && a != hex.AccessNone }

// highest is the most that the ways give together, those that are unsure left out where there are others.
func highest(ways []Way) hex.Access {
	best, unsure := hex.AccessNone, hex.AccessNone
	for _, w := range ways {
		if w.Unsure {
			unsure = higher(unsure, w.Access)
		} else {
			best = higher(best, w.Access)
		}
	}
	if best == hex.AccessNone {
		return unsure
	}
	return best
}

func higher(a, b hex.Access) hex.Access {
	switch {
	case !given(b):
		return a
	case !given(a) || rank(b) > rank(a):
		return b
	}
	return a
}

// mayEdit tells whether somebody of a role can use an access that lets edit. By Hex's documentation those who only look at apps
// (MEMBER) or explore them cannot, whatever they are given; of a role that is not known nothing is assumed.
func mayEdit(role hex.Role, a hex.Access) bool {
	switch role {
	case hex.RoleMember, hex.RoleExplorer, hex.RoleEmbedded, hex.RoleAnonymous:
		return false
	}
	return a == hex.AccessEdit || a == hex.AccessFull
}

// inWorkspace tells whether what is shared with the workspace is shared with somebody of a role: not with guests.
func inWorkspace(role hex.Role) bool {
	switch role {
	case hex.RoleGuest, hex.RoleEmbedded, hex.RoleAnonymous:
		return false
	}
	return true
}

// tidy sorts ways, the strongest first, and takes out what is there twice.
func tidy(ways []Way) []Way {
	slices.SortFunc(ways, func(a, b Way) int {
		return cmp.Or(cmp.Compare(rank(b.Access), rank(a.Access)), strings.Compare(string(a.By), string(b.By)),
			strings.Compare(a.Name, b.Name), strings.Compare(a.Through, b.Through))
	})
	return slices.Compact(ways)
}

// manyCalled is the remark on a name that several things have.
func manyCalled(kind, name string, n int) string {
	return fmt.Sprintf("%d %ss are called %q, and the API tells only the name: ways through them are marked as unsure.", n, kind, name)
}
