package sqlite

import (
	"cmp"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"hextui/hex/emulator/kernel/sqlite/calendar"
)

// spanFunctions calculate with intervals, which are text here: "1 mon 3 days 04:05:06".
func spanFunctions() map[string]function {
	days := func(sign int64) function {
		return function{least: 2, most: 2, call: func(args []driver.Value) (any, error) { return daysLater(args[0], args[1], sign) }}
	}
	justified := func(as func(calendar.Length) calendar.Length) function {
		return function{least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			i, err := spanOf(args[0])
			return as(i).String(), err
		}}
	}
	return map[string]function{
		"as_later": {least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			return shifted([]driver.Value{args[1], args[0]}, 1)
		}},
		"as_times": {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return times(args) }},
		"as_parts": {least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			n, err := numberOf(args[1])
			if err == nil && n == 0 {
				err = errZero
			}
			if err != nil {
				return nil, err
			}
			i, err := calendar.ParseLength(textOf(args[0]))
			return i.Parts(n).String(), err
		}},
		"as_in_months": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			return calendar.InMonths(textOf(args[0])), nil
		}},
		"as_longer":  {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return lengthened(args, 1) }},
		"as_shorter": {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return lengthened(args, -1) }},
		"as_span":    {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return span(args[0], args[1]) }},
		"as_seconds": {least: 1, most: 1, call: func(args []driver.Value) (any, error) { return seconds(args[0]) }},
		"as_one_way": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			i, err := calendar.ParseLength(textOf(args[0]))
			if err == nil && !i.OneWay() {
				err = fmt.Errorf("%s is as long as other lengths of time that are written otherwise, and equal rows are found by what is "+
					"written here: write extract(epoch from x) for seconds%s", textOf(args[0]), elsewhere)
			}
			return args[0], err
		}},
		"as_span_greatest": {least: 1, most: -1, nulls: true, call: func(args []driver.Value) (any, error) {
			return extremeSpan(args, 1)
		}},
		"as_span_least": {least: 1, most: -1, nulls: true, call: func(args []driver.Value) (any, error) {
			return extremeSpan(args, -1)
		}},
		"as_span_nullif": {least: 2, most: 2, nulls: true, call: func(args []driver.Value) (any, error) {
			if args[0] == nil || args[1] == nil {
				return args[0], nil
			}
			a, b, err := both(spanOf, args[0], args[1])
			if a.Seconds() == b.Seconds() {
				return nil, err
			}
			return args[0], err
		}},
		"as_span_date_trunc": {least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			i, err := spanOf(args[1])
			cut, known := i.Cut(calendar.UnitOf(textOf(args[0])))
			if err == nil && !known {
				err = fmt.Errorf("a length of time is not cut to a %s", textOf(args[0]))
			}
			return cut.String(), err
		}},
		"as_span_to_char": {least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			i, err := spanOf(args[0])
			if err != nil {
				return nil, err
			}
			return i.ToChar(textOf(args[1]))
		}},
		"justify_hours":    justified(calendar.Length.InDays),
		"justify_days":     justified(calendar.Length.OfMonths),
		"justify_interval": justified(func(i calendar.Length) calendar.Length { return i.InDays().OfMonths() }),
		"as_day_after":     days(1),
		"as_day_before":    days(-1),
		"as_days": {least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			return datediff("day", args[1], args[0])
		}},
		"as_plus":  {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return plus(args[0], args[1], 1) }},
		"as_minus": {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return plus(args[0], args[1], -1) }},
		"as_age": {least: 1, most: 2, moving: true, call: func(args []driver.Value) (any, error) {
			text, err := ageOf(args)
			return calendar.InMonths(text), err
		}},
		"make_interval": {least: 2, most: -1, call: func(args []driver.Value) (any, error) {
			var i calendar.Length
			for at := 0; at+1 < len(args); at += 2 {
				if n, err := numberOf(args[at+1]); err != nil || !i.Add(n, textOf(args[at])) {
					return nil, errors.New("make_interval is written make_interval(days => 3) here")
				}
			}
			return i.String(), nil
		}},
	}
}

// plus adds a whole number to a number, or to a date.
func plus(to, n driver.Value, sign int64) (any, error) {
	if text, ok := to.(string); ok && len(strings.TrimSpace(text)) == len(calendar.DayForm) {
		if m, err := calendar.ParseMoment(text); err == nil && m.IsDay {
			return daysLater(text, n, sign)
		}
	}
	a, b, err := both(calculable, to, n)
	if err != nil {
		return nil, err
	}
	x, whole := a.(int64)
	if y, is := b.(int64); whole && is {
		if sum := x + sign*y; (sum > x) == (sign*y > 0) && y != math.MinInt64 {
			return sum, nil
		}
		return nil, errWhole
	}
	f, g, err := both(numberOf, a, b)
	return f + float64(sign)*g, err
}

// daysLater is a date some days later.
func daysLater(day, n driver.Value, sign int64) (any, error) {
	m, err := momentOf(day)
	if err != nil {
		return nil, err
	}
	if _, text := n.(string); text {
		if _, err := calculable(n); err != nil {
			return nil, err
		}
	}
	days, err := wholeOf(n)
	if err != nil || days > 1e7 || days < -1e7 {
		return nil, errors.Join(err, fmt.Errorf("%s days are not added to a date", textOf(n)))
	}
	return m.Plus(calendar.Length{Days: days}, int(sign)).String(), nil
}

// times is an interval so many times: (n, interval) or (interval, n).
func times(args []driver.Value) (any, error) {
	n, err := numberOf(args[0])
	length := args[1]
	if err != nil {
		length = args[0]
		if n, err = numberOf(args[1]); err != nil {
			return nil, err
		}
	}
	i, err := calendar.ParseLength(textOf(length))
	if err != nil {
		return nil, err
	}
	if math.Abs(n)*math.Max(1, math.Abs(float64(i.Clock))) > 1<<62 || math.Abs(n)*math.Abs(float64(i.Months+i.Days)) > 1e7 {
		return nil, fmt.Errorf("%v times %s is too long an interval", n, textOf(length))
	}
	return i.Times(n).String(), nil
}

// lengthened is one interval and another, or without it.
func lengthened(args []driver.Value, sign int) (any, error) {
	a, b, err := both(spanOf, args[0], args[1])
	return calendar.Length{Months: a.Months + sign*b.Months, Days: a.Days + sign*b.Days,
		Clock: a.Clock + time.Duration(sign)*b.Clock}.String(), err
}

// span is what lies between two moments, in days and a time.
func span(later, earlier driver.Value) (any, error) {
	to, from, err := both(momentOf, later, earlier)
	if err != nil {
		return nil, err
	}
	length := to.Sub(from.Time)
	const day = 24 * time.Hour
	return calendar.Length{Days: int(length / day), Clock: length % day}.String(), nil
}

// ofSpans is what several intervals come to.
func ofSpans(rows [][]driver.Value, result func(spans []calendar.Length) calendar.Length) (driver.Value, error) {
	spans := make([]calendar.Length, len(rows))
	for n, row := range rows {
		var err error
		if spans[n], err = calendar.ParseLength(textOf(row[0])); err != nil {
			return nil, err
		}
	}
	return result(spans).String(), nil
}

func total(spans []calendar.Length) (sum calendar.Length) {
	for _, i := range spans {
		sum = calendar.Length{Months: sum.Months + i.Months, Days: sum.Days + i.Days, Clock: sum.Clock + i.Clock}
	}
	return sum
}

func mean(spans []calendar.Length) calendar.Length { return total(spans).Parts(float64(len(spans))) }

func shortestSpan(spans []calendar.Length) calendar.Length {
	return slices.MinFunc(spans, func(a, b calendar.Length) int { return cmp.Compare(a.Seconds(), b.Seconds()) })
}

func longestSpan(spans []calendar.Length) calendar.Length {
	return slices.MaxFunc(spans, func(a, b calendar.Length) int { return cmp.Compare(a.Seconds(), b.Seconds()) })
}

// seconds is the length of an interval as databases compare it: a month has 30 days.
func seconds(v driver.Value) (any, error) {
	i, err := calendar.ParseLength(textOf(v))
	if err != nil {
		return nil, err
	}
	return i.Seconds(), nil
}

func spanOf(v driver.Value) (calendar.Length, error) { return calendar.ParseLength(textOf(v)) }

// extremeSpan is the longest, or the shortest, of those that are not NULL.
func extremeSpan(args []driver.Value, sign float64) (found any, err error) {
	best := 0.0
	for _, a := range args {
		if a == nil {
			continue
		}
		i, err := spanOf(a)
		if err != nil {
			return nil, err
		}
		if length := sign * i.Seconds(); found == nil || length > best {
			found, best = a, length
		}
	}
	return found, nil
}

// spanAtShare is the length of time below which a share of the others lies: share, length, and whether the order is downwards.
func spanAtShare(between bool) func(rows [][]driver.Value) (driver.Value, error) {
	return func(rows [][]driver.Value) (driver.Value, error) {
		share, err := numberOf(rows[0][0])
		if err == nil && (share < 0 || share > 1) {
			err = fmt.Errorf("a percentile is between 0 and 1, not %v", share)
		}
		spans, wrong := spansOf(rows, 1)
		if err = errors.Join(err, wrong); err != nil || len(spans) == 0 {
			return nil, err
		}
		if len(rows[0]) > 2 {
			slices.Reverse(spans)
		}
		if !between {
			return spans[max(0, int(math.Ceil(share*float64(len(spans))))-1)].String(), nil
		}
		at := share * float64(len(spans)-1)
		low := int(math.Floor(at))
		if float64(low) == at {
			return spans[low].String(), nil
		}
		return spans[low].Between(spans[low+1], at-float64(low)).String(), nil
	}
}

// spansOf are the lengths of time in a column, the shortest first.
func spansOf(rows [][]driver.Value, column int) (spans []calendar.Length, err error) {
	for _, row := range rows {
		if row[column] == nil {
			continue
		}
		i, err := spanOf(row[column])
		if err != nil {
			return nil, err
		}
		spans = append(spans, i)
	}
	slices.SortStableFunc(spans, func(a, b calendar.Length) int { return cmp.Compare(a.Seconds(), b.Seconds()) })
	return spans, nil
}

// spanMostOften is the length of time that is there most often, the shortest of several.
func spanMostOften(rows [][]driver.Value) (driver.Value, error) {
	spans, err := spansOf(rows, 0)
	if err != nil {
		return nil, err
	}
	best, most, begins := 0, 0, 0
	for i, s := range spans {
		if s.Seconds() != spans[begins].Seconds() {
			begins = i
		}
		if i-begins >= most {
			best, most = begins, i-begins+1
		}
	}
	return spans[best].String(), nil
}
