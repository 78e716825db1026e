// Package analyst answers questions about the sample warehouse: it reads a
// question by a table of words, writes the query for it, and puts the rows into
// sentences. The same question at the same moment always has the same answer.
//
// It neither runs queries nor knows of threads, cells or HTTP. What it cannot
// read it refuses, saying what it can.
package analyst

import (
	"strings"
	"time"
)

// Question is what was understood of a prompt. Its zero members mean "not said".
// It can be kept as JSON, so that a later prompt can build on it.
type Question struct {
	Measure  string `json:"measure"`            // the name of what is asked for, such as "revenue"
	By       string `json:"by,omitempty"`       // what it is split by, such as "week" or "country"
	Period   Period `json:"period"`             // from when to when
	Channel  string `json:"channel,omitempty"`  // only of this channel
	Country  string `json:"country,omitempty"`  // only of this country, as two letters
	Category string `json:"category,omitempty"` // only of this product range
	Top      int    `json:"top,omitempty"`      // at most so many lines; 0 for the usual number
	Compare  bool   `json:"compare,omitempty"`  // against the span before
}

// Period is a span of whole days; To is the first day after it.
type Period struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Words string    `json:"words"` // such as "in the last 30 days"
}

// before is the span that ends where p begins: as many months when p is some
// months, else as many days.
func (p Period) before() Period {
	for months := 1; months <= 24; months++ {
		if p.From.AddDate(0, months, 0).Equal(p.To) {
			return Period{From: p.From.AddDate(0, -months, 0), To: p.From}
		}
	}
	return Period{From: p.From.Add(p.From.Sub(p.To)), To: p.From}
}

func (p Period) days() int { return int(p.To.Sub(p.From).Hours() / 24) }

// Refusal is why a question has no answer.
type Refusal struct {
	// Type is a thread's error type, such as POSSIBLE_PROMPT_INJECTION; empty when
	// the question is harmless and only out of reach, so that saying so is the answer.
	Type    string
	Message string
}

func (r *Refusal) Error() string { return r.Message }

// Title names the question in a few words, such as "Revenue by week".
func (q Question) Title() string {
	title := capital(q.measure().title)
	if q.By != "" {
		title += " by " + strings.ReplaceAll(q.By, "_", " ")
	}
	for _, only := range []string{q.Channel, countryNames[q.Country], q.Category} {
		if only != "" {
			title += ", " + only
		}
	}
	return title
}

// Topic is the subject that the question belongs to.
func (q Question) Topic() string { return q.measure().topic }

// Tables are the tables that the answer comes from.
func (q Question) Tables() []string {
	var names []string
	for line := range strings.SplitSeq(q.source().from, "\n") {
		words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "join "))
		names = append(names, words[0])
	}
	return names
}

// Dataframe is a name for the rows, such as "revenue_by_week".
func (q Question) Dataframe() string {
	name := strings.ReplaceAll(q.Measure, " ", "_")
	if q.By != "" {
		name += "_by_" + q.By
	}
	return name
}

// Column is the column of the query that holds the measure.
func (q Question) Column() string { return strings.ReplaceAll(q.Measure, " ", "_") }

// Mark is how a chart of the rows is drawn: line or bar, empty when there is
// nothing to draw.
func (q Question) Mark() string {
	switch {
	case q.By == "":
		return ""
	case isTime(q.By):
		return "line"
	}
	return "bar"
}

func isTime(by string) bool { return by == "day" || by == "week" || by == "month" }

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
