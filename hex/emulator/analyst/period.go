package analyst

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Period is a span of whole days; To is the first day after it.
type Period struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Words string    `json:"words"` // such as "in the last 30 days"; empty when nothing was said
}

func (p Period) days() int { return int(p.To.Sub(p.From).Hours() / 24) }

// unit is what a trend in the span is told by; empty when the span is too short to have one.
func (p Period) unit() string {
	switch days := p.days(); {
	case p.Words == "" || days >= 28:
		return "week"
	case days > 2:
		return "day"
	}
	return ""
}

// before is the span that ends where p begins: as many months when p is some months, else as many days.
func (p Period) before() Period {
	for months := 1; months <= 24; months++ {
		if p.From.AddDate(0, months, 0).Equal(p.To) {
			return Period{p.From.AddDate(0, -months, 0), p.From, "in the span before"}
		}
	}
	return Period{p.From.Add(p.From.Sub(p.To)), p.From, "in the span before"}
}

// spanForm is a way to name a span. read gives it at a day, in a talk about an earlier span.
type spanForm struct {
	form *regexp.Regexp
	read func(today time.Time, earlier Period, m []string) Period
}

// spans are the ways to name a span; the first that fits counts.
var spans = sync.OnceValue(func() []spanForm {
	const units, dated, months = `(day|week|month|quarter|year)s?`, `(\d{4}-\d{2}-\d{2})`,
		`(january|february|march|april|may|june|july|august|september|october|november|december)`
	form := func(pattern string, read func(today time.Time, earlier Period, m []string) Period) spanForm {
		return spanForm{regexp.MustCompile(" " + pattern + " "), read}
	}
	return []spanForm{
		form(`(?:the |a )?`+units+` (?:before|earlier)`, func(_ time.Time, p Period, m []string) Period {
			return Period{later(p.From, m[1], -1), later(p.To, m[1], -1), "in the " + m[1] + " before"}
		}),
		form(`(?:before that|the (?:one|period|span|time) before|the previous (?:one|period|span))`,
			func(_ time.Time, p Period, _ []string) Period { return p.before() }),
		form(`(?:between|from) `+dated+` (?:and|to|until) `+dated, func(_ time.Time, _ Period, m []string) Period {
			return Period{day(m[1]), day(m[2]).AddDate(0, 0, 1), "from " + m[1] + " to " + m[2]}
		}),
		form(`(?:since|from|after) `+dated, func(today time.Time, _ Period, m []string) Period {
			return Period{day(m[1]), today.AddDate(0, 0, 1), "since " + m[1]}
		}),
		form(`(?:(?:in|over|for|during) )?(?:the )?(?:last|past|previous) (\d{1,4}) `+units,
			func(today time.Time, _ Period, m []string) Period {
				n, _ := strconv.Atoi(m[1]) // the form admits digits only
				return lastOf(today, n, m[2])
			}),
		form(`(?:(?:in|during) )?(?:the )?(this|last|past|previous|current) `+units, func(today time.Time, _ Period, m []string) Period {
			from := begin(today, m[2])
			if m[1] == "this" || m[1] == "current" {
				return Period{from, later(from, m[2], 1), "this " + m[2]}
			}
			return Period{later(from, m[2], -1), from, "last " + m[2]}
		}),
		form(`(?:in|of|during|for) `+months+`(?: (\d{4}))?`, func(today time.Time, _ Period, m []string) Period {
			month, _ := time.Parse("January", capital(m[1])) // the form admits the twelve names only
			from := latest(today, month.Month(), m[2])
			return Period{from, from.AddDate(0, 1, 0), "in " + from.Format("January 2006")}
		}),
		form(`(?:in )?q([1-4])(?: (\d{4}))?`, func(today time.Time, _ Period, m []string) Period {
			from := latest(today, time.Month(3*int(m[1][0]-'1')+1), m[2])
			return Period{from, from.AddDate(0, 3, 0), "in Q" + m[1] + from.Format(" 2006")}
		}),
		form(`(?:in|of|during|for) (\d{4})`, func(_ time.Time, _ Period, m []string) Period {
			from := day(m[1] + "-01-01")
			return Period{from, from.AddDate(1, 0, 0), "in " + m[1]}
		}),
		form(`(today|yesterday)`, func(today time.Time, _ Period, m []string) Period {
			if m[1] == "yesterday" {
				today = today.AddDate(0, 0, -1)
			}
			return Period{today, today.AddDate(0, 0, 1), m[1]}
		}),
	}
})

// periodIn finds the span that the words speak of, and gives the words without those for it.
func periodIn(words string, now time.Time, earlier Period) (p Period, rest string) {
	for _, known := range spans() {
		m := known.form.FindStringSubmatch(words)
		if m == nil {
			continue
		}
		if p := known.read(begin(now, "day"), earlier, m); p.To.After(p.From) && p.From.Year() > 1 {
			return p, strings.Replace(words, m[0], " ", 1)
		}
	}
	return Period{}, words
}

// day is a date; the zero time when there is no such day.
func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}
	}
	return t
}

// begin is the first day of the unit that a moment lies in. Weeks begin on Monday.
func begin(t time.Time, unit string) time.Time {
	year, month, day := t.Date()
	switch unit {
	case "week":
		day -= (int(t.Weekday()) + 6) % 7
	case "month":
		day = 1
	case "quarter":
		month, day = (month-1)/3*3+1, 1
	case "year":
		month, day = 1, 1
	}
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// later is n units later.
func later(t time.Time, unit string, n int) time.Time {
	switch unit {
	case "day":
		return t.AddDate(0, 0, n)
	case "week":
		return t.AddDate(0, 0, 7*n)
	case "month":
		return t.AddDate(0, n, 0)
	case "quarter":
		return t.AddDate(0, 3*n, 0)
	}
	return t.AddDate(n, 0, 0)
}

func lastOf(today time.Time, n int, unit string) Period {
	end := today.AddDate(0, 0, 1)
	return Period{later(end, unit, -n), end, "in the last " + strconv.Itoa(n) + " " + unit + "s"}
}

// latest is a month of a year; without one, the latest that has begun.
func latest(today time.Time, month time.Month, year string) time.Time {
	n, err := strconv.Atoi(year)
	if err != nil {
		n = today.Year()
	}
	from := time.Date(n, month, 1, 0, 0, 0, 0, time.UTC)
	if err != nil && from.After(today) {
		from = from.AddDate(-1, 0, 0)
	}
	return from
}

// usual is the span of a question that names none.
func usual(by string, now time.Time) Period {
	if by == "month" || by == "week" {
		return lastOf(begin(now, "day"), 12, by)
	}
	return lastOf(begin(now, "day"), 30, "day")
}
