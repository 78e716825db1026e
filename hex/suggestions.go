package hex

import (
	"context"
	"encoding/json"
	"iter"
	"time"
)

// Suggestion is a proposal of Hex's analyst to mend the workspace's context. The operations on suggestions are not in Hex's
// published document: other clients use them, and a workspace that does not offer them answers [NotFound].
type Suggestion struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Summary string `json:"summary"`
	// Status is a word of Hex's whose values are not documented (open, completed, dismissed are known).
	Status     string     `json:"status"`
	CreatedAt  *time.Time `json:"createdDate"`
	LastSource *time.Time `json:"lastSourceAddedDate"`
	// Sources come with GetSuggestion, as Hex sends them.
	Sources []json.RawMessage `json:"sources,omitempty"`
}

func (s *Suggestion) missing() string { return firstMissing("suggestion id", s.ID) }

// SuggestionQuery chooses suggestions.
type SuggestionQuery struct {
	Paging
	Status string
	// SortBy is CREATED_DATE, EVIDENCE_COUNT or LAST_SOURCE_ADDED_DATE.
	SortBy        string
	SortDirection SortDirection
}

// ListSuggestions returns one page of suggestions. Not in Hex's published document.
func (c *Client) ListSuggestions(ctx context.Context, q SuggestionQuery) (Page[Suggestion], error) {
	v := q.Paging.values()
	v.text("status", q.Status)
	v.text("sortBy", q.SortBy)
	v.text("sortDirection", string(q.SortDirection))
	return getPage[Suggestion](ctx, c, route{op: "ListSuggestions", path: "/suggestions", query: v})
}

// SuggestionPages walks all pages of suggestions, as they come. Not in Hex's published document.
func (c *Client) SuggestionPages(ctx context.Context, q SuggestionQuery) iter.Seq2[Page[Suggestion], error] {
	return walk(ctx, q.Paging, func(ctx context.Context, p Paging) (Page[Suggestion], error) {
		q.Paging = p
		return c.ListSuggestions(ctx, q)
	})
}

// GetSuggestion returns a suggestion with its sources. Not in Hex's published document.
func (c *Client) GetSuggestion(ctx context.Context, id string) (Suggestion, error) {
	return call[Suggestion](ctx, c, route{op: "GetSuggestion", path: "/suggestions/{}", ids: refs(RefSuggestion, id)})
}
