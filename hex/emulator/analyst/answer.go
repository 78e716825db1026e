package analyst

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Rows is the result of a question's query: values as text, nil for NULL.
type Rows struct {
	Columns []string
	Rows    [][]*string
}

// Answer is the rows in sentences, as Markdown. found is false when there is no
// data to speak of.
func (q Question) Answer(r Rows) (text string, found bool) {
	lines := q.lines(r)
	if !slices.ContainsFunc(lines, func(l line) bool { return l.known && (l.value != 0 || q.By != "") }) {
		return "There is no data about " + q.measure().title + " " + q.Period.Words + " (" + q.span() + ").", false
	}
	switch {
	case q.By == "":
		return q.one(lines[0]), true
	case isTime(q.By):
		return q.course(lines), true
	}
	return q.ranking(lines), true
}

// line is one row, read.
type line struct {
	name          string
	value, before float64
	known, had    bool // whether value and before are there
}

func (q Question) lines(r Rows) []line {
	var all []line
	for _, row := range r.Rows {
		var l line
		for i, name := range r.Columns {
			if i >= len(row) || row[i] == nil {
				continue
			}
			switch name {
			case q.By:
				l.name = *row[i]
			case q.Column():
				l.value, l.known = number(*row[i])
			case q.Column() + "_before":
				l.before, l.had = number(*row[i])
			}
		}
		all = append(all, l)
	}
	return all
}

func number(text string) (float64, bool) {
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}

// span is the period in dates.
func (q Question) span() string {
	last := q.Period.To.AddDate(0, 0, -1)
	if q.Period.days() <= 1 {
		return last.Format("2 January 2006")
	}
	return q.Period.From.Format("2 Jan 2006") + " to " + last.Format("2 Jan 2006")
}

// subject is the measure with its limits, such as "Revenue in Germany".
func (q Question) subject() string {
	s := capital(q.measure().title)
	if q.Category != "" {
		s += " with " + q.Category
	}
	if q.Channel != "" {
		s += " by way of " + q.Channel
	}
	if q.Country != "" {
		s += " in " + countryNames[q.Country]
	}
	return s
}

func (q Question) one(l line) string {
	text := fmt.Sprintf("%s %s (%s): **%s**.", q.subject(), q.Period.Words, q.span(), q.written(l.value))
	if l.had {
		text += fmt.Sprintf(" In the span before it was %s, so it %s.", q.written(l.before), changed(l))
	}
	return text
}

func changed(l line) string {
	switch {
	case l.before == 0:
		return "began from nothing"
	case l.value == l.before:
		return "did not change"
	case l.value > l.before:
		return fmt.Sprintf("rose by %.1f %%", 100*(l.value/l.before-1))
	}
	return fmt.Sprintf("fell by %.1f %%", 100*(1-l.value/l.before))
}

// course tells of a measure over time.
func (q Question) course(lines []line) string {
	high, low, total := lines[0], lines[0], 0.0
	for _, l := range lines {
		if l.value > high.value {
			high = l
		}
		if l.value < low.value {
			low = l
		}
		total += l.value
	}
	text := fmt.Sprintf("%s by %s %s (%s): highest in %s with **%s**, lowest in %s with %s.",
		q.subject(), q.By, q.Period.Words, q.span(), high.name, q.written(high.value), low.name, q.written(low.value))
	if q.measure().adds {
		text += " Together it is " + q.written(total) + "."
	}
	if len(lines) > 2 {
		text += "\n\n" + q.direction(lines)
	}
	return text
}

// direction compares the two halves of a course. The first and the last value
// may be of broken weeks or months, and are left out when enough remain.
func (q Question) direction(lines []line) string {
	if len(lines) > 4 {
		lines = lines[1 : len(lines)-1]
	}
	half := len(lines) / 2
	mean := func(part []line) float64 {
		sum := 0.0
		for _, l := range part {
			sum += l.value
		}
		return sum / float64(len(part))
	}
	first, second := mean(lines[:half]), mean(lines[len(lines)-half:])
	switch change := 100 * (second - first) / math.Max(first, 1e-9); {
	case change > 5:
		return fmt.Sprintf("The second half is %.0f %% above the first: it is going **up**.", change)
	case change < -5:
		return fmt.Sprintf("The second half is %.0f %% below the first: it is going **down**.", -change)
	}
	return "It is about level."
}

// ranking tells of a measure split by something.
func (q Question) ranking(lines []line) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s by %s %s (%s):\n", q.subject(), strings.ReplaceAll(q.By, "_", " "), q.Period.Words, q.span())
	total := 0.0
	for _, l := range lines {
		total += l.value
	}
	for i, l := range lines[:min(len(lines), 5)] {
		fmt.Fprintf(&b, "\n%d. **%s**: %s", i+1, l.name, q.written(l.value))
		if q.measure().adds && total > 0 && len(lines) < q.most() {
			fmt.Fprintf(&b, " (%.0f %%)", 100*l.value/total)
		}
		if l.had {
			fmt.Fprintf(&b, ", it %s against the span before", changed(l))
		}
	}
	if more := len(lines) - 5; more > 0 {
		fmt.Fprintf(&b, "\n\nThe table has %d more.", more)
	}
	return b.String()
}

// written is a value in the measure's unit.
func (q Question) written(value float64) string {
	switch q.measure().unit {
	case money:
		return "$" + grouped(strconv.FormatFloat(value, 'f', 2, 64))
	case percent:
		return strconv.FormatFloat(value, 'f', 2, 64) + " %"
	case count:
	}
	return grouped(strconv.FormatFloat(value, 'f', -1, 64))
}

// grouped puts commas between thousands.
func grouped(digits string) string {
	whole, rest, _ := strings.Cut(digits, ".")
	for at := len(whole) - 3; at > 0 && whole[at-1] != '-'; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if rest != "" {
		return whole + "." + rest
	}
	return whole
}
