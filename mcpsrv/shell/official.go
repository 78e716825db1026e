package shell

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// beside is a command of Hex's own CLI and what does the same here; without one, why there is none.
type beside struct{ theirs, ours, why string }

const (
	noAPI   = "Hex has no public API for it"
	inItsUI = "open the link that project get prints"
)

// official are the commands of Hex's own CLI (1.2026.07).
func official() []beside {
	return []beside{
		{"auth login", "auth login", ""}, {"auth logout", "auth logout, auth forget", ""}, {"auth status", "auth status, user me", ""},
		{"auth switch", "auth switch", ""}, {"auth rename", "profile rename", ""},
		{"config list", "config show", ""}, {"config get", "config show --json", ""},
		{"config set", "", "edit the file that config path prints; config validate checks it"},
		{"config path", "config path", ""}, {"completions", "completion", ""},
		{"project create", "project create", ""}, {"project list", "project list", ""}, {"project get", "project get", ""},
		{"project open", "", inItsUI}, {"project run", "run draft", ""}, {"project export", "project export", ""},
		{"project import", "", noAPI},
		{"app run", "run start", ""},
		{"run list", "run list", ""}, {"run status", "run get, run watch", ""}, {"run cancel", "run cancel", ""},
		{"cell list", "cell list, project outline", ""}, {"cell get", "cell get", ""}, {"cell create", "cell create", ""},
		{"cell update", "cell set", ""}, {"cell delete", "cell delete", ""}, {"cell run", "cell run", ""},
		{"thread create", "thread create, thread ask, ask", ""}, {"thread get", "thread get", ""},
		{"thread messages", "thread get --messages N", ""}, {"thread continue", "thread continue", ""}, {"thread list", "thread list", ""},
		{"connection list", "connection list", ""}, {"connection get", "connection get", ""},
		{"collection list", "collection list", ""}, {"collection get", "collection get", ""},
		{"group list", "group list", ""}, {"group get", "group get", ""}, {"group create", "group create", ""},
		{"group delete", "group delete", ""},
		{"user list", "user list", ""}, {"user get", "find, user list --user", ""},
		{"suggestion list", "suggestion list", ""}, {"suggestion get", "suggestion get", ""},
		{"suggestion run-review", "suggestion review", ""}, {"suggestion update", "suggestion mark", ""},
		{"suggestion change update", "suggestion mark --change-id", ""},
		{"context preview", "", noAPI}, {"context publish", "", noAPI}, {"context topic list", "thread topics", ""},
		{"guide preview", "guide write", ""}, {"guide publish", "guide publish", ""},
		{"eval run", "", noAPI}, {"eval get", "", noAPI}, {"eval cancel", "", noAPI}, {"eval list", "", noAPI},
		{"eval suite ids", "", noAPI},
		{"eval case get", "", noAPI},
		{"install agent-skill", "mcp install", ""}, {"debug logs", "", "--verbose says each request; audit verify proves the log"},
	}
}

// besideOfficial is the part of the page that sets the commands beside those of Hex's own CLI.
func besideOfficial() string {
	var b strings.Builder
	b.WriteString("## Beside Hex's own CLI\n\nThe commands of `hex` and what does the same here.\n\n| hex | hextui |\n| --- | --- |\n")
	for _, o := range official() {
		ours := o.why
		if o.ours != "" {
			ours = "`" + strings.ReplaceAll(o.ours, ", ", "`, `") + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", o.theirs, ours)
	}
	return b.String()
}

// besideTools is the part of the page that says which tools of agents have no command.
func besideTools() string {
	var b strings.Builder
	b.WriteString("## Tools without a command\n\n| tool | why |\n| --- | --- |\n")
	why := without()
	for _, tool := range slices.Sorted(maps.Keys(why)) {
		fmt.Fprintf(&b, "| `%s` | it %s |\n", tool, why[tool])
	}
	return b.String()
}
