package analyst

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Rows is the result of a question's query: values as text, nil for NULL.
type Rows struct {
	Columns []string
	Rows    [][]*string
}

// row is one row, read.
type row struct {
	name          string
	value, before float64
	known, had    bool // whether value and before are there
}

func (q Question) rows(r Rows) []row {
	var all []row
	for _, values := range r.Rows {
		var one row
		for i, name := range r.Columns {
			if i >= len(values) || values[i] == nil {
				continue
			}
			switch name {
			case q.By:
				one.name = *values[i]
			case q.Column():
				one.value, one.known = number(*values[i])
			case q.Column() + before:
				one.before, one.had = number(*values[i])
			}
		}
		if one.known || one.had {
			all = append(all, one)
		}
	}
	return all
}

func number(text string) (float64, bool) {
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}

// Answer is the rows in sentences, as Markdown. found is false when there is no data to speak of.
func (q Question) Answer(r Rows) (text string, found bool) {
	if q.SQL != "" {
		return shown(r)
	}
	last := q.Period.To.AddDate(0, 0, -1)
	span := q.Period.From.Format("2 Jan 2006") + " to " + last.Format("2 Jan 2006")
	if q.Period.days() <= 1 {
		span = last.Format("2 January 2006")
	}
	rows := q.rows(r)
	if !slices.ContainsFunc(rows, func(one row) bool { return one.known && (one.value != 0 || q.By != "") }) {
		return "There is no data about " + q.line().title + " " + q.Period.Words + " (" + span + ").", false
	}
	subject := q.subject()
	if q.By != "" {
		subject += " by " + strings.ReplaceAll(q.By, "_", " ")
	}
	subject += " " + q.Period.Words + " (" + span + ")"
	total, high, low := 0.0, rows[0], rows[0]
	for _, one := range rows {
		total += one.value
		if one.value > high.value {
			high = one
		}
		if one.value < low.value {
			low = one
		}
	}
	switch {
	case q.By == "" && rows[0].had:
		return fmt.Sprintf("%s: **%s**. In the span before it was %s, so it %s.", subject,
			q.written(rows[0].value), q.written(rows[0].before), rows[0].changed()), true
	case q.By == "":
		return fmt.Sprintf("%s: **%s**.", subject, q.written(total)), true
	case isTime(q.By):
		text = fmt.Sprintf("%s: highest in %s with **%s**, lowest in %s with %s.", subject,
			high.name, q.written(high.value), low.name, q.written(low.value))
		if q.line().adds {
			text += " Together it is " + q.written(total) + "."
		}
		if len(rows) > 2 {
			text += "\n\n" + direction(rows)
		}
		return text, true
	}
	text = subject + ":\n"
	for i, one := range rows[:min(len(rows), 5)] {
		text += fmt.Sprintf("\n%d. **%s**: %s", i+1, one.name, q.written(one.value))
		if q.line().adds && total > 0 && len(rows) < q.most() { // all of them are there
			text += fmt.Sprintf(" (%.0f %%)", 100*one.value/total)
		}
		if one.had {
			text += ", it " + one.changed() + " against the span before"
		}
	}
	if more := len(rows) - 5; more > 0 {
		text += fmt.Sprintf("\n\nThe table has %d more.", more)
	}
	return text, true
}

// changed is how the value went since the span before.
func (r row) changed() string {
	switch {
	case r.value == r.before:
		return "did not change"
	case r.before == 0:
		return "began from nothing"
	case r.value > r.before:
		return fmt.Sprintf("rose by %.1f %%", 100*(r.value/r.before-1))
	}
	return fmt.Sprintf("fell by %.1f %%", 100*(1-r.value/r.before))
}

// direction compares the two halves of a course. The first and the last value may be of broken weeks or months, and are
// left out when enough remain.
func direction(rows []row) string {
	if len(rows) > 4 {
		rows = rows[1 : len(rows)-1]
	}
	first, second := 0.0, 0.0
	for i := range len(rows) / 2 {
		first += rows[i].value
		second += rows[len(rows)-1-i].value
	}
	switch change := 100 * (second/first - 1); {
	case first == second:
		return "It is about level."
	case first == 0:
		return "The first half has nothing: it is going **up**."
	case change > 5:
		return fmt.Sprintf("The second half is %.0f %% above the first: it is going **up**.", change)
	case change < -5:
		return fmt.Sprintf("The second half is %.0f %% below the first: it is going **down**.", -change)
	}
	return "It is about level."
}

// subject is the measure with its limits, such as "Revenue in Germany".
func (q Question) subject() string {
	s := capital(q.line().title)
	if q.Range != "" {
		s += " with " + q.Range
	}
	if q.Channel != "" {
		s += " by way of " + q.Channel
	}
	if q.Country != "" {
		s += " in " + countries[q.Country]
	}
	return s
}

// written is a value in the measure's form.
func (q Question) written(value float64) string {
	switch q.line().form {
	case "$":
		return "$" + grouped(strconv.FormatFloat(value, 'f', 2, 64))
	case "%":
		return strconv.FormatFloat(value, 'f', 2, 64) + " %"
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
