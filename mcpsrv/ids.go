package mcpsrv

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// noun is a kind of thing that has an id.
type noun string

// The nouns.
const (
	aProject    noun = "project"
	aRun        noun = "run"
	aCell       noun = "cell"
	aCollection noun = "collection"
	aConnection noun = "connection"
	aUser       noun = "user"
	aGroup      noun = "group"
	aThread     noun = "thread"
	aPrincipal  noun = "user or group"
	aGuide      noun = "guide"
	aSemantic   noun = "semantic project"
)

// uuidShape is what Hex's ids look like.
var uuidShape = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// places are the path segments of Hex's URLs that are followed by the noun's id.
func (n noun) places() []string {
	switch n {
	case aProject:
		return []string{"hex", "app", "projects", "project"}
	case aRun:
		return []string{"runs", "run"}
	case aCell:
		return []string{"cells"}
	case aCollection:
		return []string{"collections", "collection"}
	}
	return map[noun][]string{
		aConnection: {"data-connections"}, aUser: {"users"}, aGroup: {"groups"}, aPrincipal: {"users", "groups"}, aThread: {"threads", "thread"},
		aGuide: {"draft"}, aSemantic: {"semantic-projects", "semantic-models"},
	}[n]
}

// finder is the tool that finds ids of the noun, as a hint.
func (n noun) finder() string {
	switch n {
	case aProject:
		return " Find it by the project's title with search_hex_projects."
	case aRun:
		return " List the project's runs with get_hex_project_runs."
	case aCell:
		return " List the project's cells with list_hex_cells."
	case aCollection:
		return " List them with list_hex_collections."
	case aConnection:
		return " List them with list_hex_data_connections."
	case aUser:
		return " List them with list_hex_users."
	case aPrincipal:
		return " List them with list_hex_users or list_hex_groups."
	case aGroup:
		return " List them with list_hex_groups."
	case aThread:
		return " create_thread and ask_hex answer it."
	case aGuide:
		return " List them with list_hex_guide_drafts."
	}
	return ""
}

// id takes a UUID, or a Hex URL of any region with one, and returns the UUID in lower case. Anything else is refused,
// so no text that an agent was given can reach another path of the API.
func (n noun) id(name, given string) (id, complaint string) {
	text := strings.TrimSpace(given)
	if uuidShape.MatchString(text) {
		return strings.ToLower(text), ""
	}
	if u, err := url.Parse(text); err == nil && strings.Contains(text, "/") && !strings.Contains(text, "..") {
		parts := strings.Split(u.Path, "/")
		for i, part := range parts[1:] {
			for _, place := range n.places() {
				if parts[i] == place && uuidShape.MatchString(part) {
					return strings.ToLower(part), ""
				}
			}
		}
		if u.Host != "" {
			return "", fmt.Sprintf("%s is a URL without the id of a %s in it: %s. The short ids of some Hex URLs are not taken by its API.%s", name, n, quoted(given), n.finder())
		}
	}
	return "", fmt.Sprintf("%s must be the UUID of a %s, or a Hex URL with it, not %s.%s", name, n, quoted(given), n.finder())
}

// quoted is a given value for a sentence, cut where it is long.
func quoted(s string) string {
	r := []rune(s)
	if len(r) > 60 {
		s = string(r[:60]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
