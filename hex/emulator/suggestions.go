package emulator

import (
	"encoding/json"
	"strings"

	"hextui/hex/emulator/store"
)

// The suggestions are not in the published document that is known; what is known
// of their form comes from clients that use them.
func suggestionOperations() []operation {
	read := []Scope{ReadGuides}
	return []operation{
		{name: "ListSuggestions", method: "GET", path: "/v1/suggestions", scopes: read, role: "MANAGER", do: listSuggestions},
		{name: "GetSuggestion", method: "GET", path: "/v1/suggestions/{suggestionId}", scopes: read, role: "MANAGER", do: getSuggestion},
	}
}

type suggestionBody struct {
	ID                  string            `json:"id"`
	Title               string            `json:"title"`
	Summary             string            `json:"summary"`
	Status              string            `json:"status"`
	CreatedDate         timestamp         `json:"createdDate"`
	LastSourceAddedDate timestamp         `json:"lastSourceAddedDate"`
	Sources             []json.RawMessage `json:"sources,omitempty"`
}

func showSuggestion(s store.Suggestion) suggestionBody {
	return suggestionBody{s.ID, s.Title, s.Summary, s.Status, timestamp(s.Created), timestamp(s.LastSource), nil}
}

func listSuggestions(c *call) (any, error) {
	order := ordering{
		sorts: []string{store.BySuggested, store.ByEvidence, store.ByLastSource}, times: []string{store.BySuggested, store.ByLastSource},
		descending: true,
	}
	page, err := c.page(100, order)
	if err != nil {
		return nil, err
	}
	found, err := c.store.Suggestions(c.ctx(), c.text("status"), page)
	return listed[suggestionBody]{mapped(found.Items, showSuggestion), ends(found, order, page.Sort)}, err
}

func getSuggestion(c *call) (any, error) {
	id := strings.ToLower(c.request.PathValue("suggestionId"))
	found, err := c.store.Suggestion(c.ctx(), id)
	body := showSuggestion(found)
	body.Sources = found.Sources
	return body, missing(err, "suggestion", id)
}
