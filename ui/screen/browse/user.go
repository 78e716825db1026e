package browse

import (
	"strings"

	"hextui/hex"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
)

// showUser says what the API tells of a user, in full where the list is short.
func showUser(env *screen.Env, u hex.User) {
	login := "never"
	if u.LastLogin != nil {
		login = present.Exact(*u.LastLogin) + " (" + present.Ago(*u.LastLogin, env.Now()) + ")"
	}
	var lines []overlay.Line
	role := strings.ToLower(string(u.Role))
	for _, f := range []screen.Fact{{Name: "email", Text: u.Email}, {Name: "role", Text: role}, {Name: "last login", Text: login},
		{Name: "id", Text: u.ID}} {
		lines = append(lines, overlay.Line{Head: pad(f.Name, 13), Text: f.Text})
	}
	lines = append(lines, overlay.Line{}, overlay.Line{Text: "The groups of a user are seen from the groups: the API has no list of them."})
	env.Host.Ask(&overlay.Text{Title: u.Name, Lines: lines, OnCopy: func() { env.Host.Copy(u.Email, "the user's email") }})
}
