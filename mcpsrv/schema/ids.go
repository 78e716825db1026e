package schema

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"hextui/mcpsrv/words"
)

// Noun is a kind of thing that has an id.
type Noun string

// The nouns.
const (
	Project         Noun = "project"
	Run             Noun = "run"
	Cell            Noun = "cell"
	Collection      Noun = "collection"
	Connection      Noun = "connection"
	User            Noun = "user"
	Group           Noun = "group"
	Thread          Noun = "thread"
	Principal       Noun = "user or group"
	Guide           Noun = "guide"
	SemanticProject Noun = "semantic project"
)

// UUID is what Hex's ids look like.
var UUID = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// Places are the path segments of Hex's URLs that are followed by the noun's id.
func (n Noun) Places() []string {
	switch n {
	case Project:
		return []string{"hex", "app", "projects", "project"}
	case Run:
		return []string{"runs", "run"}
	case Cell:
		return []string{"cells"}
	case Collection:
		return []string{"collections", "collection"}
	}
	return map[Noun][]string{
		Connection: {"data-connections"}, User: {"users"}, Group: {"groups"}, Principal: {"users", "groups"}, Thread: {"threads", "thread"},
		Guide: {"draft"}, SemanticProject: {"semantic-projects", "semantic-models"},
	}[n]
}

// Finder is the tool that finds ids of the noun, as a hint.
func (n Noun) Finder() string {
	switch n {
	case Project:
		return " Find it by the project's title with search_hex_projects."
	case Run:
		return " List the project's runs with get_hex_project_runs."
	case Cell:
		return " List the project's cells with list_hex_cells."
	case Collection:
		return " List them with list_hex_collections."
	case Connection:
		return " List them with list_hex_data_connections."
	case User:
		return " Find it by name or e-mail with resolve_hex."
	case Principal:
		return " Find it by name or e-mail with resolve_hex."
	case Group:
		return " List them with list_hex_groups."
	case Thread:
		return " create_thread and ask_hex answer it."
	case Guide:
		return " List them with list_hex_guide_drafts."
	}
	return ""
}

// ID takes a UUID, or a Hex URL of any region with one, and returns the UUID in lower case. Anything else is refused,
// so no text that an agent was given can reach another path of the API.
func (n Noun) ID(name, given string) (id, complaint string) {
	text := strings.TrimSpace(given)
	if UUID.MatchString(text) {
		return strings.ToLower(text), ""
	}
	if u, err := url.Parse(text); err == nil && strings.Contains(text, "/") && !strings.Contains(text, "..") {
		parts := strings.Split(u.Path, "/")
		for i, part := range parts[1:] {
			for _, place := range n.Places() {
				if parts[i] == place && UUID.MatchString(part) {
					return strings.ToLower(part), ""
				}
			}
		}
		if u.Host != "" {
			return "", fmt.Sprintf("%s is a URL without the id of a %s in it: %s. The short ids of some Hex URLs are not taken by its "+
				"API.%s", name, n, words.Quoted(given), n.Finder())
		}
	}
	return "", fmt.Sprintf("%s must be the UUID of a %s, or a Hex URL with it, not %s.%s", name, n, words.Quoted(given), n.Finder())
}
