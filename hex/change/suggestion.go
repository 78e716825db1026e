package change

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"hextui/hex"
)

// JudgeSuggestion completes, dismisses or opens again a suggestion, or one of the changes that it proposes. Its entity is what Hex
// answers, as [json.RawMessage].
type JudgeSuggestion struct {
	ID string
	// ChangeID is the change that is meant, empty for the suggestion itself.
	ChangeID string
	Verdict  hex.SuggestionVerdict
}

// Prepare reads the suggestion. The status is sent in capitals or not as Hex has the present one.
func (w JudgeSuggestion) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	s, err := c.GetSuggestion(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	now, err := w.present(s)
	if err != nil {
		return nil, err
	}
	verdict := w.Verdict
	verdict.Status = likeCase(now, verdict.Status)
	n := plan{
		op: "UpdateSuggestion", does: "Judge a suggestion", risk: Overwrite, target: suggestionTarget(s), was: s,
		before: state{{"status", now}}, after: state{{"status", verdict.Status}}, undo: "The earlier status can be set again.",
		undoable: now != "",
		look: func(ctx context.Context, c *hex.Client) (state, error) {
			s, err := c.GetSuggestion(ctx, w.ID)
			if err != nil {
				return nil, err
			}
			now, err := w.present(s)
			return state{{"status", now}}, err
		},
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			answer, err := w.send(ctx, c, verdict)
			r := Result{Entity: answer, Done: fmt.Sprintf("The %s is %s.", w.what(s), verdict.Status)}
			if err == nil && now != "" {
				r.Undo = JudgeSuggestion{w.ID, w.ChangeID, hex.SuggestionVerdict{Status: now, UpdateTarget: verdict.UpdateTarget}}
			}
			return r, err
		},
	}
	if verdict.DismissReason != "" {
		n.after.add("reason", verdict.DismissReason)
	}
	if w.ChangeID != "" {
		n.op, n.does = "UpdateSuggestionChange", "Judge a proposed change"
		n.warnings = []string{"This notes what became of the change. It does not carry it out."}
	}
	if now == "" {
		n.undo = "The earlier status is not known."
	}
	return n.prepared(ctx, c)
}

func (w JudgeSuggestion) send(ctx context.Context, c *hex.Client, v hex.SuggestionVerdict) (json.RawMessage, error) {
	if w.ChangeID == "" {
		return c.UpdateSuggestion(ctx, w.ID, v)
	}
	return c.UpdateSuggestionChange(ctx, w.ID, w.ChangeID, v)
}

// present is the status as Hex has it, empty where it does not say one. Where the suggestion lists its changes, the one that is
// meant must be among them.
func (w JudgeSuggestion) present(s hex.Suggestion) (string, error) {
	if w.ChangeID == "" {
		return s.Status, nil
	}
	for _, raw := range s.Changes {
		var one struct{ ID, Status string }
		if json.Unmarshal(raw, &one) == nil && strings.EqualFold(one.ID, w.ChangeID) {
			return one.Status, nil
		}
	}
	if len(s.Changes) == 0 {
		return "", nil // its form is not known
	}
	return "", &hex.Error{Kind: hex.NotFound, Op: "UpdateSuggestionChange",
		Message: fmt.Sprintf("The suggestion proposes no change %s.", w.ChangeID), Hint: "Read the suggestion for its changes."}
}

func (w JudgeSuggestion) what(s hex.Suggestion) string {
	if w.ChangeID == "" {
		return suggestionTarget(s).String()
	}
	return "change " + w.ChangeID + " of the " + suggestionTarget(s).String()
}

// likeCase is a word in small letters where a word like it is.
func likeCase(known, word string) string {
	if known != "" && known == strings.ToLower(known) {
		return strings.ToLower(word)
	}
	return strings.ToUpper(word)
}

// ReviewSuggestion has Hex's analyst propose the changes of a suggestion anew. Its entity is what Hex answers, as
// [json.RawMessage].
type ReviewSuggestion struct{ ID string }

// Prepare reads the suggestion.
func (w ReviewSuggestion) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	s, err := c.GetSuggestion(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	return plan{
		op: "ReviewSuggestion", does: "Have a suggestion reviewed", risk: Execute, target: suggestionTarget(s), was: s,
		before: suggestionState(s), undo: "What was proposed before is not kept.",
		warnings: []string{"Hex's analyst works on it; what it proposed may be replaced."},
		look: func(ctx context.Context, c *hex.Client) (state, error) {
			now, err := c.GetSuggestion(ctx, w.ID)
			return suggestionState(now), err
		},
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			answer, err := c.ReviewSuggestion(ctx, w.ID)
			return Result{Entity: answer, Done: fmt.Sprintf("Asked for a review of the %s.", suggestionTarget(s))}, err
		},
	}.prepared(ctx, c)
}

func suggestionState(s hex.Suggestion) state {
	return state{{"status", s.Status}, {"changes", fmt.Sprint(len(s.Changes))}}
}

func suggestionTarget(s hex.Suggestion) Target {
	return Target{Kind: "suggestion", Title: s.Title, ID: s.ID}
}
