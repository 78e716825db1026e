package store

import (
	"context"
	"encoding/json"
	"time"
)

// Suggestion is a proposal to mend what the analyst knows.
type Suggestion struct {
	ID, Title, Summary, Status string
	Created, LastSource        time.Time
	Sources                    []json.RawMessage // the evidence for it
}

var suggestionRow = row[Suggestion]{"suggestions", func(s Suggestion) ([]any, error) {
	sources, err := encoded(s.Sources)
	return []any{s.ID, s.Title, s.Summary, s.Status, millis(s.Created), millis(s.LastSource), sources}, err
}}

const suggestionColumns = "s.id, s.title, s.summary, s.status, s.created, s.last_source, s.sources"

func scanSuggestion(r rowScanner) (s Suggestion, err error) {
	return s, r.Scan(&s.ID, &s.Title, &s.Summary, &s.Status, moment{&s.Created}, moment{&s.LastSource}, document{&s.Sources})
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
