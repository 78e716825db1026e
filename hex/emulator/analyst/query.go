package analyst

import (
	"fmt"
	"strings"
	"time"
)

// usualTop is how many lines a split has that is not by time.
const usualTop = 10

// Query is the question in SQL, in the warehouse's dialect.
func (q Question) Query() string {
	s := q.source()
	column, from := q.Column(), q.Period.From
	value := func(only string) string { return "round(" + strings.ReplaceAll(s.value, "{only}", only) + ", 2)" }
	if q.measure().unit == count {
		value = func(only string) string { return strings.ReplaceAll(s.value, "{only}", only) }
	}
	var columns []string
	if by := q.expression(s); by != "" {
		columns = append(columns, by+" as "+q.By)
	}
	if q.compares() {
		middle := "'" + from.Format(time.DateOnly) + "'"
		columns = append(columns,
			value(" filter (where "+s.at+" >= "+middle+")")+" as "+column,
			value(" filter (where "+s.at+" < "+middle+")")+" as "+column+"_before")
		from = q.Period.before().From
	} else {
		columns = append(columns, value("")+" as "+column)
	}
	var b strings.Builder
	b.WriteString("select " + strings.Join(columns, ",\n       ") + "\n  from " + strings.ReplaceAll(s.from, "\n", "\n  "))
	for i, condition := range q.conditions(s, from) {
		b.WriteString(map[bool]string{true: "\n where ", false: "\n   and "}[i == 0] + condition)
	}
	switch {
	case q.By == "":
	case isTime(q.By):
		b.WriteString("\n group by 1\n order by 1")
	default:
		fmt.Fprintf(&b, "\n group by 1\n order by %s desc nulls last, 1\n limit %d", column, q.most())
	}
	return b.String()
}

// compares tells whether the query gives the span before as well: along a time
// axis the comparison is there to see.
func (q Question) compares() bool { return q.Compare && !isTime(q.By) }

func (q Question) most() int {
	if q.Top > 0 {
		return q.Top
	}
	return usualTop
}

// expression is what the rows are grouped by.
func (q Question) expression(s source) string {
	switch q.By {
	case "day":
		return "date(" + s.at + ")"
	case "week":
		return "date(" + s.at + ", 'weekday 0', '-6 days')"
	case "month":
		return "strftime('%Y-%m', " + s.at + ")"
	}
	return s.by[q.By]
}

func (q Question) conditions(s source, from time.Time) []string {
	all := []string{
		s.at + " >= '" + from.Format(time.DateOnly) + "'",
		s.at + " < '" + q.Period.To.Format(time.DateOnly) + "'",
	}
	if s.where != "" {
		all = append(all, s.where)
	}
	// The values are words of this package's own tables, never the prompt's.
	for _, only := range []struct{ by, value string }{{"channel", q.Channel}, {"country", q.Country}, {"category", q.Category}} {
		if only.value != "" {
			all = append(all, s.by[only.by]+" = '"+only.value+"'")
		}
	}
	return all
}
