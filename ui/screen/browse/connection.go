package browse

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/ui/overlay"
	"hextui/ui/screen"
)

// showConnection says what the API tells of a connection; secrets it never tells.
func showConnection(env *screen.Env, c hex.DataConnection) {
	lines := []overlay.Line{{Head: pad("type", 13), Text: string(c.Type)}, {Head: pad("id", 13), Text: c.ID}}
	add := func(name, value string) {
		if value != "" {
			lines = append(lines, overlay.Line{Head: pad(name, 13), Text: value})
		}
	}
	add("about", c.Description)
	for _, d := range details(c) {
		add(d.Name, d.Text)
	}
	if sh := c.Sharing; sh != nil {
		if w := sh.Workspace; w != nil {
			add("members", accessWord(w.Members))
			add("guests", accessWord(w.Guests))
			add("public", accessWord(w.Public))
		}
		for _, g := range sh.Groups {
			add("group", g.Group.Name+" "+accessWord(g.Access))
		}
	}
	if !c.Full() {
		add("note", "The token is shown no more than this of the connection.")
	}
	lines = append(lines, overlay.Line{}, overlay.Line{Text: "The API never gives secrets back."})
	env.Host.Ask(&overlay.Text{Title: c.Name, Lines: lines, OnCopy: func() { env.Host.Copy(c.ID, "the connection's id") }})
}

func accessWord(a hex.ConnectionAccess) string {
	return strings.ReplaceAll(strings.ToLower(string(a)), "_", " ")
}

// details are the members of a connection's details that are set, whatever its type, by name.
func details(c hex.DataConnection) []screen.Fact {
	data, err := json.Marshal(c.Details)
	if err != nil {
		return nil
	}
	var byType map[string]map[string]any
	if json.Unmarshal(data, &byType) != nil {
		return nil
	}
	var facts []screen.Fact
	for _, members := range byType {
		for name, v := range members {
			if v != nil && v != "" {
				facts = append(facts, screen.Fact{Name: name, Text: fmt.Sprint(v)})
			}
		}
	}
	slices.SortFunc(facts, func(a, b screen.Fact) int { return strings.Compare(a.Name, b.Name) })
	return facts
}
