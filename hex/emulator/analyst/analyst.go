// Package analyst answers questions about the sample warehouse by a table: a question is looked up by the words for what is
// asked, what it is split by and narrowed to, and when; the line of the table has its SQL, and the rows become a sentence. The
// same question at the same moment always has the same answer.
//
// SQL that reads the warehouse's tables is a question of its own, and its query word for word. The package neither runs queries nor
// knows of threads, cells or HTTP. What is not in the table it refuses, saying what is.
package analyst

import (
	"slices"
	"strings"
	"time"

	"hextui/hex/emulator/sqltext"
)

// Question is what was understood of a prompt. Its zero members mean "not said". It can be kept as JSON, so that a later
// prompt can build on it.
type Question struct {
	Measure string `json:"measure"`            // the name of what is asked for, such as "revenue"
	By      string `json:"by,omitempty"`       // what it is split by, such as "week" or "country"
	Period  Period `json:"period"`             // from when to when
	Channel string `json:"channel,omitempty"`  // only of this channel
	Country string `json:"country,omitempty"`  // only of this country, as two letters
	Range   string `json:"category,omitempty"` // only of this product range
	Top     int    `json:"top,omitempty"`      // at most so many lines; 0 for the usual number
	Compare bool   `json:"compare,omitempty"`  // against the span before, unless it is along time
	SQL     string `json:"sql,omitempty"`      // a statement instead, as it was given
}

// Refusal is why a question has no answer.
type Refusal struct {
	// Type is a thread's error type, such as POSSIBLE_PROMPT_INJECTION; empty when
	// the question is harmless and only out of reach, so that saying so is the answer.
	Type    string
	Message string
}

func (r *Refusal) Error() string { return r.Message }

// Read understands a prompt that is asked at a moment. What it does not say is taken from the question before it, if there
// is one. The error is a *Refusal.
func Read(prompt string, now time.Time, earlier *Question) (Question, error) {
	if injection().MatchString(prompt) {
		return Question{}, &Refusal{"POSSIBLE_PROMPT_INJECTION",
			"The prompt looks like an attempt to change what I am allowed to do, so I stopped. Ask about the data instead."}
	}
	if sql := statement(prompt); sql != "" {
		return ofStatement(sql)
	}
	if name := unknownTable(prompt); name != "" {
		return Question{}, noTable(name)
	}
	if earlier != nil && earlier.SQL != "" {
		earlier = nil // words say nothing about what a statement left open
	}
	var before Period
	if earlier != nil {
		before = earlier.Period
	}
	period, words := periodIn(plain(prompt), now.UTC(), before)
	measure, phrase := measureIn(words)
	q := Question{Measure: measure.name, Period: period, By: splitIn(words), Top: topIn(words)}
	if phrase != "" && q.By == splits[phrase] && !strings.Contains(words, " by "+phrase+" ") {
		q.By = "" // "products" is what is counted here
	}
	q.narrow(words, prompt)
	directed := trend().MatchString(words)
	q.Compare = directed || change().MatchString(words)
	switch {
	case earlier == nil && q.Measure == "":
		return q, &Refusal{"", "I cannot answer that from Shop warehouse. I can tell about " + join(titles()) +
			", by day, week or month and by channel, country or product range. " +
			"For instance: “How did revenue develop by week in the last 3 months?”"}
	case earlier != nil:
		q.follow(*earlier)
	}
	switch {
	case q.By != "":
	case directed:
		q.By = q.Period.unit()
	case measure.name == "units" && !(q.Compare && earlier == nil):
		q.By = "product"
	}
	if q.Period.Words == "" {
		q.Period = usual(q.By, now.UTC())
	}
	if q.By == "day" && q.Period.days() > 400 {
		q.By = "week"
	}
	return q, q.possible()
}

func noTable(name string) *Refusal {
	return &Refusal{"HALLUCINATED_SCHEMA_ELEMENT",
		"There is no table " + name + " in Shop warehouse. Its tables are " + join(knownTables[:]) + "."}
}

// follow takes from the earlier question what this one leaves open.
func (q *Question) follow(earlier Question) {
	or := func(a *string, b string) {
		if *a == "" {
			*a = b
		}
	}
	if q.Measure == "" {
		or(&q.By, earlier.By)
		or(&q.Channel, earlier.Channel)
		or(&q.Country, earlier.Country)
		or(&q.Range, earlier.Range)
		if q.Top == 0 && q.By == earlier.By {
			q.Top = earlier.Top
		}
	}
	or(&q.Measure, earlier.Measure)
	if q.Period.Words == "" {
		q.Period = earlier.Period
	}
}

// Title names the question in a few words, such as "Revenue by week".
func (q Question) Title() string {
	if q.SQL != "" {
		return "Query of " + join(q.Tables())
	}
	title := capital(q.line().title)
	if q.By != "" {
		title += " by " + strings.ReplaceAll(q.By, "_", " ")
	}
	for _, only := range []string{q.Channel, countries[q.Country], q.Range} {
		if only != "" {
			title += ", " + only
		}
	}
	return title
}

// Topic is the subject that the question belongs to.
func (q Question) Topic() string { return q.line().topic }

// Tables are the tables that the answer comes from.
func (q Question) Tables() []string {
	if q.SQL != "" {
		return sqltext.Tables(q.SQL)
	}
	var names []string
	for part := range strings.SplitSeq(q.line().from, "join ") {
		names = append(names, strings.Fields(part)[0])
	}
	return names
}

// Dataframe is a name for the rows, such as "revenue_by_week".
func (q Question) Dataframe() string {
	if q.SQL != "" {
		return "query"
	}
	if q.By == "" {
		return q.Column()
	}
	return q.Column() + "_by_" + q.By
}

// Column is the column of the query that holds the measure.
func (q Question) Column() string { return strings.ReplaceAll(q.Measure, " ", "_") }

// Mark is how a chart of the rows is drawn: line or bar, empty when there is nothing to draw.
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

// join is a list in words.
func join(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// knownTables are the warehouse's tables, in the order of its description.
var knownTables = [...]string{"customers", "orders", "order_items", "products", "refunds", "web_sessions", "channels", "marketing_spend"}

// Tables are the names of the tables that questions can be about: all that the sample warehouse has.
func Tables() []string { return slices.Clone(knownTables[:]) }
