package emulator

import (
	"encoding/json"
	"slices"
	"strings"

	"hextui/hex/emulator/store"
)

// The suggestions are not in the published document that is known; what is known
// of their form comes from clients that use them. Nothing is known of the members
// of a proposed change and of what the writes answer: here it is the suggestion.
func suggestionOperations() []operation {
	read, write := []Scope{ReadGuides}, []Scope{WriteGuides}
	return []operation{
		{name: "ListSuggestions", method: "GET", path: "/v1/suggestions", scopes: read, role: "MANAGER", do: listSuggestions},
		{name: "GetSuggestion", method: "GET", path: "/v1/suggestions/{suggestionId}", scopes: read, role: "MANAGER", do: getSuggestion},
		{name: "UpdateSuggestion", method: "POST", path: "/v1/suggestions/{suggestionId}", scopes: write, role: "MANAGER",
			do: updateSuggestion},
		{name: "UpdateSuggestionChange", method: "POST", path: "/v1/suggestions/{suggestionId}/changes/{changeId}", scopes: write,
			role: "MANAGER", do: updateSuggestionChange},
		{name: "ReviewSuggestion", method: "POST", path: "/v1/suggestions/{suggestionId}/review", group: groupRunKernel, scopes: write,
			role: "MANAGER", do: reviewSuggestion},
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
	Changes             []store.Proposal  `json:"changes,omitempty"`
	DismissReason       string            `json:"dismissReason,omitempty"`
}

func showSuggestion(s store.Suggestion) suggestionBody {
	return suggestionBody{s.ID, s.Title, s.Summary, s.Status, timestamp(s.Created), timestamp(s.LastSource), nil, nil, s.Dismissed}
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

// wholeSuggestion is a suggestion as it is shown alone.
func wholeSuggestion(s store.Suggestion) suggestionBody {
	body := showSuggestion(s)
	body.Sources, body.Changes = s.Sources, s.Changes
	return body
}

func (c *call) suggestionID() string { return strings.ToLower(c.request.PathValue("suggestionId")) }

func getSuggestion(c *call) (any, error) {
	id := c.suggestionID()
	found, err := c.store.Suggestion(c.ctx(), id)
	return wholeSuggestion(found), missing(err, "suggestion", id)
}

// verdict is what somebody makes of a suggestion or of one of its changes.
type verdict struct {
	Status        string `json:"status"`
	UpdateTarget  string `json:"updateTarget"`
	DismissReason string `json:"dismissReason"`
}

func (c *call) verdict() (v verdict, err error) {
	if err := c.body(&v, false); err != nil {
		return v, err
	}
	v.Status, v.UpdateTarget = strings.ToLower(v.Status), strings.ToLower(v.UpdateTarget)
	switch {
	case !slices.Contains([]string{"open", "in_progress", "completed", "dismissed", "resolved"}, v.Status):
		return v, badRequest("body.status must be open, in_progress, completed, dismissed or resolved, not %q", v.Status)
	case !slices.Contains([]string{"", "file_update", "data_warehouse_update"}, v.UpdateTarget):
		return v, badRequest("body.updateTarget must be file_update or data_warehouse_update, not %q", v.UpdateTarget)
	case v.DismissReason != "" && v.Status != "dismissed":
		return v, badRequest("body.dismissReason goes with the status dismissed")
	}
	return v, nil
}

func updateSuggestion(c *call) (any, error) {
	v, err := c.verdict()
	if err != nil {
		return nil, err
	}
	id := c.suggestionID()
	now, err := c.store.ChangeSuggestion(c.ctx(), id, func(s *store.Suggestion) error {
		s.Status, s.Dismissed = v.Status, v.DismissReason
		return nil
	})
	return wholeSuggestion(now), missing(err, "suggestion", id)
}

func updateSuggestionChange(c *call) (any, error) {
	v, err := c.verdict()
	if err != nil {
		return nil, err
	}
	id, change := c.suggestionID(), strings.ToLower(c.request.PathValue("changeId"))
	now, err := c.store.ChangeSuggestion(c.ctx(), id, func(s *store.Suggestion) error {
		at := slices.IndexFunc(s.Changes, func(p store.Proposal) bool { return p.ID == change })
		switch {
		case at < 0:
			return notFound("The suggestion %s has no change %s", id, change)
		case v.UpdateTarget != "" && v.UpdateTarget != s.Changes[at].Target:
			return badRequest("body.updateTarget is %q, and the change is a %s", v.UpdateTarget, s.Changes[at].Target)
		}
		s.Changes[at].Status, s.Changes[at].Dismissed = v.Status, v.DismissReason
		return nil
	})
	return wholeSuggestion(now), missing(err, "suggestion", id)
}

// reviewSuggestion has the changes proposed anew: all but those that were carried out.
func reviewSuggestion(c *call) (any, error) {
	id := c.suggestionID()
	now, err := c.store.ChangeSuggestion(c.ctx(), id, func(s *store.Suggestion) error {
		if len(s.Changes) == 0 {
			s.Changes = []store.Proposal{{Title: s.Title, Target: "file_update"}}
		}
		for i, p := range s.Changes {
			if p.Status != "completed" {
				s.Changes[i] = store.Proposal{ID: newID(), Title: p.Title, Status: "open", Target: p.Target}
			}
		}
		return nil
	})
	return wholeSuggestion(now), missing(err, "suggestion", id)
}
