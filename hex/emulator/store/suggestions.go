package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// Suggestion is a proposal to mend what the analyst knows.
type Suggestion struct {
	ID, Title, Summary, Status string
	Created, LastSource        time.Time
	Sources                    []json.RawMessage // the evidence for it
	Changes                    []Proposal
	Dismissed                  string // why it was dismissed; empty where nobody said
}

// Proposal is one change that a suggestion proposes.
type Proposal struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Status    string `json:"status"`
	Target    string `json:"updateTarget"`
	Dismissed string `json:"dismissReason,omitempty"`
}

var suggestionRow = row[Suggestion]{"suggestions", func(s Suggestion) ([]any, error) {
	sources, err := encoded(s.Sources)
	if err != nil {
		return nil, err
	}
	changes, err := encoded(s.Changes)
	return []any{s.ID, s.Title, s.Summary, s.Status, millis(s.Created), millis(s.LastSource), sources, changes, s.Dismissed}, err
}}

const suggestionColumns = "s.id, s.title, s.summary, s.status, s.created, s.last_source, s.sources, s.changes, s.dismissed"

func scanSuggestion(r rowScanner) (s Suggestion, err error) {
	return s, r.Scan(&s.ID, &s.Title, &s.Summary, &s.Status, moment{&s.Created}, moment{&s.LastSource}, document{&s.Sources},
		document{&s.Changes}, &s.Dismissed)
}

// The sort names of Suggestions.
const (
	BySuggested  = "CREATED_DATE"
	ByEvidence   = "EVIDENCE_COUNT"
	ByLastSource = "LAST_SOURCE_ADDED_DATE"
)

// Suggestions lists the suggestions; status narrows them unless it is empty.
func (s *Store) Suggestions(ctx context.Context, status string, p Page) (Paged[Suggestion], error) {
	l := listing{columns: suggestionColumns, from: "suggestions s", sort: "s.created", id: "s.id"}
	switch p.Sort {
	case ByEvidence:
		l.sort = "json_array_length(s.sources)"
	case ByLastSource:
		l.sort = "s.last_source"
	}
	if status != "" {
		l.where, l.args = []string{"s.status = ? COLLATE NOCASE"}, []any{status}
	}
	return pageOf(ctx, s.db, l, p, scanSuggestion)
}

// Suggestion reads one suggestion.
func (s *Store) Suggestion(ctx context.Context, id string) (Suggestion, error) {
	return one(ctx, s.db, scanSuggestion, "SELECT "+suggestionColumns+" FROM suggestions s WHERE id = ?", id)
}

// ChangeSuggestion changes a suggestion as change says, unless that refuses.
func (s *Store) ChangeSuggestion(ctx context.Context, id string, change func(*Suggestion) error) (changed Suggestion, err error) {
	err = s.inTx(ctx, func(ctx context.Context, tx *sql.Tx) error {
		changed, err = one(ctx, tx, scanSuggestion, "SELECT "+suggestionColumns+" FROM suggestions s WHERE id = ?", id)
		if err != nil {
			return err
		}
		if err := change(&changed); err != nil {
			return err
		}
		changes, err := encoded(changed.Changes)
		if err != nil {
			return err
		}
		return exec(ctx, tx, "UPDATE suggestions SET status = ?, dismissed = ?, changes = ? WHERE id = ?", changed.Status,
			changed.Dismissed, changes, id)
	})
	return changed, err
}
