package hex

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"time"
)

// Suggestion is a proposal of Hex's analyst to mend the workspace's context. The operations on suggestions are not in Hex's
// published document: other clients use them, and a workspace that does not offer them answers [NotFound]. Of the writes, one such
// client has the paths and the status, Hex's own command line the other members and no path; what they answer is not known.
type Suggestion struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Summary string `json:"summary"`
	// Status is a word of Hex's whose values are not documented (open, completed, dismissed are known).
	Status     string     `json:"status"`
	CreatedAt  *time.Time `json:"createdDate"`
	LastSource *time.Time `json:"lastSourceAddedDate"`
	// Sources and Changes, the evidence and what is proposed, come with GetSuggestion, as Hex sends them: their form is not known.
	Sources []json.RawMessage `json:"sources,omitempty"`
	Changes []json.RawMessage `json:"changes,omitempty"`
}

// UnmarshalJSON takes the changes under either of the names that they may have.
func (s *Suggestion) UnmarshalJSON(b []byte) error {
	type plain Suggestion
	body := struct {
		*plain
		Proposed []json.RawMessage `json:"proposedChanges"`
	}{plain: (*plain)(s)}
	if err := json.Unmarshal(b, &body); err != nil {
		return err
	}
	s.Changes = append(s.Changes, body.Proposed...)
	return nil
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

// SuggestionVerdict is what becomes of a suggestion, or of a change that it proposes.
type SuggestionVerdict struct {
	// Status is a word of Hex's: completed and dismissed are known, in one case or the other.
	Status string `json:"status"`
	// DismissReason may go with dismissed.
	DismissReason string `json:"dismissReason,omitempty"`
	// UpdateTarget is what a change is of, file_update or data_warehouse_update. It goes with changes only.
	UpdateTarget string `json:"updateTarget,omitempty"`
}

// UpdateSuggestion completes or dismisses a suggestion, and returns what Hex answers, which may be nothing. Not in Hex's published
// document, nor is the name of the operation.
func (c *Client) UpdateSuggestion(ctx context.Context, id string, v SuggestionVerdict) (json.RawMessage, error) {
	return call[json.RawMessage](ctx, c, route{
		op: "UpdateSuggestion", method: "POST", path: "/suggestions/{}", ids: refs(RefSuggestion, id), body: v, wrong: v.wrong(),
	})
}

// UpdateSuggestionChange is UpdateSuggestion for one of the changes that a suggestion proposes.
func (c *Client) UpdateSuggestionChange(ctx context.Context, id, changeID string, v SuggestionVerdict) (json.RawMessage, error) {
	return call[json.RawMessage](ctx, c, route{
		op: "UpdateSuggestionChange", method: "POST", path: "/suggestions/{}/changes/{}",
		ids: []Ref{{RefSuggestion, id}, {RefSuggestionChange, changeID}}, body: v, wrong: v.wrong(),
	})
}

func (v SuggestionVerdict) wrong() error {
	if v.Status == "" {
		return errors.New("a status is needed, such as completed or dismissed")
	}
	return nil
}

// ReviewSuggestion has Hex's analyst look at a suggestion again, and propose its changes anew. It returns what Hex answers, which
// may be nothing. Not in Hex's published document, nor is the name of the operation.
func (c *Client) ReviewSuggestion(ctx context.Context, id string) (json.RawMessage, error) {
	return call[json.RawMessage](ctx, c, route{
		op: "ReviewSuggestion", group: groupRun, method: "POST", path: "/suggestions/{}/review", ids: refs(RefSuggestion, id),
	})
}
