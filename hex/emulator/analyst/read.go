package analyst

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Read understands a prompt that is asked at a moment. What it does not say is
// taken from the question before it, if there is one. The error is a *Refusal.
func Read(prompt string, now time.Time, earlier *Question) (Question, error) {
	now = now.UTC()
	if isInjection(prompt) {
		return Question{}, &Refusal{"POSSIBLE_PROMPT_INJECTION", "The prompt looks like an attempt to change what I am allowed to do, so I stopped. Ask about the data instead."}
	}
	if name := unknownTable(prompt); name != "" {
		return Question{}, &Refusal{"HALLUCINATED_SCHEMA_ELEMENT", "There is no table " + name + " in Shop warehouse. Its tables are " + join(knownTables[:]) + "."}
	}
	t := newText(prompt)
	period, rest, dated := periodIn(t, now)
	if earlier != nil {
		if before, without, told := beforeIn(t, earlier.Period); told {
			period, rest, dated = before, without, true
		}
	}
	m, phrase := measureIn(rest)
	if m.name == "" && earlier == nil {
		return Question{}, &Refusal{"", unknownMeasure()}
	}
	q := Question{Measure: m.name, By: dimensionIn(rest), Top: topIn(rest), Compare: compares(rest)}
	if m.name == "units" && dimensions[phrase] == q.By && !strings.Contains(rest.words, " by "+phrase) {
		q.By = "" // "products" is what is counted here
	}
	q.limits(rest.without(phrase))
	q.follow(earlier, dated || period.Words != "")
	if q.By == "" && !(q.Compare && earlier == nil) {
		q.By = q.measure().usual
	}
	switch {
	case dated:
		q.Period = period
	case q.Period.Words == "":
		q.Period = usual(q.By, now)
	}
	if q.By == "day" && q.Period.days() > 400 {
		q.By = "week"
	}
	return q, q.possible()
}

// follow takes from the earlier question what this one leaves open.
func (q *Question) follow(earlier *Question, dated bool) {
	if earlier == nil {
		return
	}
	if q.Measure == "" {
		q.Measure = earlier.Measure
		if q.By == "" {
			q.By = earlier.By
		}
		q.Channel = orElse(q.Channel, earlier.Channel)
		q.Country = orElse(q.Country, earlier.Country)
		q.Category = orElse(q.Category, earlier.Category)
		if q.Top == 0 && q.By == earlier.By {
			q.Top = earlier.Top
		}
	}
	if !dated {
		q.Period = earlier.Period
	}
}

func orElse(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// possible refuses splits and limits that the data does not have.
func (q Question) possible() error {
	m, s := q.measure(), q.source()
	if q.By != "" && !isTime(q.By) && s.by[q.By] == "" {
		return &Refusal{"", "I cannot split " + m.title + " by " + strings.ReplaceAll(q.By, "_", " ") + ": the tables do not say. I can split it by " + join(m.splits()) + "."}
	}
	for by, only := range map[string]string{"channel": q.Channel, "country": q.Country, "category": q.Category} {
		if only != "" && s.by[by] == "" {
			return &Refusal{"", "I cannot narrow " + m.title + " to one " + by + ": the tables do not say."}
		}
	}
	return nil
}

// splits are what the measure can be split by.
func (m measure) splits() []string {
	all := maps.Clone(m.over.by)
	if m.lines != nil {
		maps.Copy(all, m.lines.by)
	}
	return append(slices.Sorted(maps.Keys(all)), "day", "week", "month")
}

func unknownMeasure() string {
	var titles []string
	for _, m := range measures() {
		titles = append(titles, m.title)
	}
	return "I cannot answer that from Shop warehouse. I can tell about " + join(titles) +
		", by day, week or month and by channel, country or product range. For instance: “How did revenue develop by week in the last 3 months?”"
}

var top = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(` (?:top|best|largest|biggest|first) (\d{1,3}) `) })

func topIn(t text) int {
	if m := top().FindStringSubmatch(t.words); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			return min(n, 100)
		}
	}
	return 0
}

// compares tells whether a change is asked for.
func compares(t text) bool {
	for _, word := range []string{"compare", "compared", "vs", "versus", "why", "change", "changed", "grow", "grown", "growth", "drop", "dropped", "fall", "fell", "rise", "rose"} {
		if t.has(word) {
			return true
		}
	}
	return false
}

// join is a list in words.
func join(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
