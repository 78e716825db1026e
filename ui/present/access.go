package present

import (
	"strings"

	"hextui/hex"
)

// Shared puts a project's sharing into words, the widest first. The owner, whom Hex lists among the users, is said elsewhere.
func Shared(sh *hex.Sharing, owner string) []string {
	if sh == nil {
		return nil
	}
	var out []string
	if a := sh.PublicWeb.Access; a != hex.AccessNone && a != "" {
		out = append(out, "PUBLIC WEB "+Brief(a))
	}
	if a := sh.Workspace.Access; a != hex.AccessNone && a != "" {
		out = append(out, "workspace "+Brief(a))
	}
	for _, g := range sh.Groups {
		out = append(out, "group "+g.Group.Name+" "+Brief(g.Access))
	}
	for _, c := range sh.Collections {
		out = append(out, "collection "+c.Collection.Name+" "+Brief(c.Access))
	}
	others := 0
	for _, u := range sh.Users {
		if u.User.Email != owner {
			others++
		}
	}
	if others > 0 {
		out = append(out, Plural(others, "person"))
	}
	if len(out) == 0 {
		return []string{"nobody beside the owner"}
	}
	return out
}

// Brief is the shortest word for a level of access to a project. A level that is not known is shown by Hex's own word.
func Brief(a hex.Access) string {
	switch a {
	case hex.AccessAppOnly:
		return "view app"
	case hex.AccessView:
		return "explore"
	case hex.AccessEdit:
		return "edit"
	case hex.AccessFull:
		return "full"
	}
	return strings.ToLower(string(a))
}
