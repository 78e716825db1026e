package analyst

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

const days = 24 * time.Hour

// spans are the ways to name a span, and how each is read. They are made at the
// first question, not when the program starts.
var spans = sync.OnceValue(func() []spanForm {
	return []spanForm{
		{regexp.MustCompile(` (?:between|from) (\d{4}-\d{2}-\d{2}) (?:and|to|until) (\d{4}-\d{2}-\d{2}) `), func(_ time.Time, m []string) (Period, bool) {
			from, err := time.Parse(time.DateOnly, m[1])
			until, err2 := time.Parse(time.DateOnly, m[2])
			return Period{from, until.Add(days), "from " + m[1] + " to " + m[2]}, err == nil && err2 == nil && until.After(from)
		}},
		{regexp.MustCompile(` (?:since|from|after) (\d{4}-\d{2}-\d{2}) `), func(today time.Time, m []string) (Period, bool) {
			from, err := time.Parse(time.DateOnly, m[1])
			return Period{from, today.Add(days), "since " + m[1]}, err == nil
		}},
		{regexp.MustCompile(` (?:(?:in|over|for|during) )?(?:the )?(?:last|past|previous) (\d{1,4}) (day|week|month|year)s? `), func(today time.Time, m []string) (Period, bool) {
			n, err := strconv.Atoi(m[1])
			return lastOf(today, n, m[2]), err == nil && n > 0
		}},
		{regexp.MustCompile(` (?:(?:in|during) )?(?:the )?(this|last|past|previous|current) (week|month|quarter|year) `), func(today time.Time, m []string) (Period, bool) {
			return calendar(today, m[2], m[1] != "this" && m[1] != "current"), true
		}},
		{regexp.MustCompile(` (?:in|of|during|for) (january|february|march|april|may|june|july|august|september|october|november|december)(?: (\d{4}))? `), func(today time.Time, m []string) (Period, bool) {
			return monthOf(today, m[1], m[2]), true
		}},
		{regexp.MustCompile(` q([1-4])(?: (\d{4}))? `), func(today time.Time, m []string) (Period, bool) { return quarterOf(today, m[1], m[2]), true }},
		{regexp.MustCompile(` (?:in|of|during|for) (\d{4}) `), func(_ time.Time, m []string) (Period, bool) {
			year, err := strconv.Atoi(m[1])
			from := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
			return Period{from, from.AddDate(1, 0, 0), "in " + m[1]}, err == nil
		}},
	}
})

type spanForm struct {
	form *regexp.Regexp
	read func(today time.Time, m []string) (Period, bool)
}

var (
	unitBefore = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(` (?:the |a )?(day|week|month|quarter|year) (?:before|earlier) `)
	})
	oneBefore = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(` (?:before that|the (?:one|period|span|time) before|the previous (?:one|period|span)) `)
	})
)

// beforeIn finds a span that is told from the earlier question's: the month
// before it, or just the one before.
func beforeIn(t text, earlier Period) (p Period, rest text, found bool) {
	if m := unitBefore().FindStringSubmatch(t.words); m != nil {
		months, more := map[string]int{"month": -1, "quarter": -3, "year": -12}[m[1]], map[string]int{"day": -1, "week": -7}[m[1]]
		p = Period{earlier.From.AddDate(0, months, more), earlier.To.AddDate(0, months, more), "in the " + m[1] + " before"}
		return p, text{t.raw, strings.Replace(t.words, m[0], " ", 1)}, true
	}
	if m := oneBefore().FindString(t.words); m != "" {
		p = earlier.before()
		p.Words = "in the span before"
		return p, text{t.raw, strings.Replace(t.words, m, " ", 1)}, true
	}
	return p, t, false
}

// periodIn finds the span that the text speaks of, and gives the text without
// the words for it.
func periodIn(t text, now time.Time) (p Period, rest text, found bool) {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	for _, known := range spans() {
		if m := known.form.FindStringSubmatch(t.words); m != nil {
			if p, ok := known.read(today, m); ok {
				return p, text{t.raw, strings.Replace(t.words, m[0], " ", 1)}, true
			}
		}
	}
	switch {
	case t.has("yesterday"):
		return Period{today.Add(-days), today, "yesterday"}, t.without("yesterday"), true
	case t.has("today"):
		return Period{today, today.Add(days), "today"}, t.without("today"), true
	}
	return Period{}, t, false
}

func lastOf(today time.Time, n int, unit string) Period {
	end := today.Add(days)
	words := fmt.Sprintf("in the last %d %ss", n, unit)
	switch unit {
	case "day":
		return Period{end.AddDate(0, 0, -n), end, words}
	case "week":
		return Period{end.AddDate(0, 0, -7*n), end, words}
	case "month":
		return Period{end.AddDate(0, -n, 0), end, words}
	}
	return Period{end.AddDate(-n, 0, 0), end, words}
}

// calendar is this week, month, quarter or year, or the one before it. Weeks
// begin on Monday.
func calendar(today time.Time, unit string, last bool) Period {
	from := today
	step := func(t time.Time, n int) time.Time { return t.AddDate(0, n, 0) }
	switch unit {
	case "week":
		from = today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
		step = func(t time.Time, n int) time.Time { return t.AddDate(0, 0, 7*n) }
	case "month":
		from = today.AddDate(0, 0, 1-today.Day())
	case "quarter":
		from = time.Date(today.Year(), (today.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
		step = func(t time.Time, n int) time.Time { return t.AddDate(0, 3*n, 0) }
	case "year":
		from = time.Date(today.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
		step = func(t time.Time, n int) time.Time { return t.AddDate(n, 0, 0) }
	}
	if last {
		return Period{step(from, -1), from, "last " + unit}
	}
	return Period{from, step(from, 1), "this " + unit}
}

// monthOf is a month by name; without a year, the latest that has begun.
func monthOf(today time.Time, name, year string) Period {
	month, _ := time.Parse("January", capital(name)) // the form admits the twelve names only
	from := time.Date(yearOr(year, today.Year()), month.Month(), 1, 0, 0, 0, 0, time.UTC)
	if year == "" && from.After(today) {
		from = from.AddDate(-1, 0, 0)
	}
	return Period{from, from.AddDate(0, 1, 0), "in " + from.Format("January 2006")}
}

func quarterOf(today time.Time, digit, year string) Period {
	from := time.Date(yearOr(year, today.Year()), time.Month(3*int(digit[0]-'1')+1), 1, 0, 0, 0, 0, time.UTC)
	if year == "" && from.After(today) {
		from = from.AddDate(-1, 0, 0)
	}
	return Period{from, from.AddDate(0, 3, 0), "in Q" + digit + " " + from.Format("2006")}
}

func yearOr(text string, standard int) int {
	if year, err := strconv.Atoi(text); err == nil {
		return year
	}
	return standard
}

// usual is the span of a question that names none.
func usual(by string, now time.Time) Period {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	switch by {
	case "month":
		return lastOf(today, 12, "month")
	case "week":
		return lastOf(today, 12, "week")
	}
	return lastOf(today, 30, "day")
}
