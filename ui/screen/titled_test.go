package screen

import (
	"testing"
	"time"

	"hextui/hex"
	"hextui/ui/store"
	"hextui/ui/task"
)

// What an agent's call was about is said by titles, as far as they are known; other brackets stay.
func TestWhatACallWasAboutIsSaidByTitles(t *testing.T) {
	const id, other = "1a208113-ded0-5131-b910-f36338d9d52d", "2b208113-ded0-5131-b910-f36338d9d52d"
	s := store.New(nil, nil, task.New(t.Context()), time.Now, false)
	s.Projects.Fill([]hex.Project{{ID: id, Title: "Weekly revenue"}}, func(p hex.Project) string { return p.ID }, nil, time.Now())
	const group, user = "3b208113-ded0-5131-b910-f36338d9d52d", "4b208113-ded0-5131-b910-f36338d9d52d"
	s.Groups.Fill([]hex.Group{{ID: group, Name: "Finance"}}, func(g hex.Group) string { return g.ID }, nil, time.Now())
	s.Users.Fill([]hex.User{{ID: user, Email: "jo@a.example"}}, func(u hex.User) string { return u.ID }, nil, time.Now())
	for target, want := range map[string]string{
		group: "Finance", user: "jo@a.example", "group " + group + " and user " + user: "group “Finance” and user “jo@a.example”",
		id: "Weekly revenue", other: other, "": "", "the group Finance": "the group Finance",
		`project "Weekly revenue" (` + id + `)`:             `project "Weekly revenue"`,
		"Weekly revenue (1a208113)":                         "Weekly revenue",
		`SQL cell "a" (` + other + `) of project ` + id:     `SQL cell "a" of project “Weekly revenue”`,
		"Revenue (deadbee) of (dad) (adobes, all (12345678": "Revenue (deadbee) of (dad) (adobes, all (12345678",
		"project " + other + " (copy)":                      "project " + other + " (copy)",
	} {
		if got := About(s, target); got != want {
			t.Errorf("%q is said as %q, want %q", target, got, want)
		}
	}
}
