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
)

// spanFunctions calculate with intervals, which are text here: "1 mon 3 days 04:05:06".
func spanFunctions() map[string]function {
	days := func(sign int64) function {
		return function{least: 2, most: 2, call: func(args []driver.Value) (any, error) { return daysLater(args[0], args[1], sign) }}
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
			i, err := parseInterval(textOf(args[0]))
			return i.parts(n).String(), err
		}},
		"as_in_months":  {least: 1, most: 1, call: func(args []driver.Value) (any, error) { return inMonths(textOf(args[0])), nil }},
		"as_longer":     {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return lengthened(args, 1) }},
		"as_shorter":    {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return lengthened(args, -1) }},
		"as_span":       {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return span(args[0], args[1]) }},
		"as_seconds":    {least: 1, most: 1, call: func(args []driver.Value) (any, error) { return seconds(args[0]) }},
		"as_day_after":  days(1),
		"as_day_before": days(-1),
		"as_days": {least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			return datediff("day", args[1], args[0])
		}},
		"as_plus":  {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return plus(args[0], args[1], 1) }},
		"as_minus": {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return plus(args[0], args[1], -1) }},
		"as_age": {least: 1, most: 2, moving: true, call: func(args []driver.Value) (any, error) {
			text, err := ageOf(args)
			return inMonths(text), err
		}},
		"make_interval": {least: 2, most: -1, call: func(args []driver.Value) (any, error) {
			var i interval
			for at := 0; at+1 < len(args); at += 2 {
				if n, err := numberOf(args[at+1]); err != nil || !i.add(n, textOf(args[at])) {
					return nil, errors.New("make_interval is written make_interval(days => 3) here")
				}
			}
			return i.String(), nil
		}},
	}
}

// String is the interval as PostgreSQL writes it.
func (i interval) String() string {
	var parts []string
	for _, p := range []struct {
		n    int
		unit string
	}{{i.months / 12, "year"}, {i.months % 12, "mon"}, {i.days, "day"}} {
		if p.n != 0 {
			word := fmt.Sprintf("%d %s", p.n, p.unit)
			if p.n != 1 {
				word += "s"
			}
			parts = append(parts, word)
		}
	}
	if i.clock != 0 || len(parts) == 0 {
		sign, clock := "", i.clock
		if clock < 0 {
			sign, clock = "-", -clock
		}
		text := fmt.Sprintf("%s%02d:%02d:%02d", sign, clock/time.Hour, clock/time.Minute%60, clock/time.Second%60)
		if part := clock % time.Second; part != 0 {
			text += strings.TrimRight(fmt.Sprintf(".%06d", part/time.Microsecond), "0")
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

// inMonths is an interval as DuckDB writes it.
func inMonths(text string) string {
	if strings.Contains(text, "month") {
		return text
	}
	return strings.NewReplacer("-1 mons", "-1 month", "-1 days", "-1 day", "-1 years", "-1 year", " mons", " months", " mon", " month").
		Replace(text)
}

// plus adds a whole number to a number, or to a date.
func plus(to, n driver.Value, sign int64) (any, error) {
	if text, ok := to.(string); ok && len(strings.TrimSpace(text)) == len(dayForm) {
		if m, err := parseMoment(text); err == nil && m.day {
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
	return m.plus(interval{days: days}, int(sign)).String(), nil
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
	i, err := parseInterval(textOf(length))
	if err != nil {
		return nil, err
	}
	if math.Abs(n)*math.Max(1, math.Abs(float64(i.clock))) > 1<<62 || math.Abs(n)*math.Abs(float64(i.months+i.days)) > 1e7 {
		return nil, fmt.Errorf("%v times %s is too long an interval", n, textOf(length))
	}
	return i.times(n).String(), nil
}

// times is the interval so many times.
func (i interval) times(n float64) interval {
	return i.scaled(func(x float64) float64 { return x * n })
}

// parts is one of so many parts of the interval.
func (i interval) parts(n float64) interval {
	return i.scaled(func(x float64) float64 { return x / n })
}

// scaled is the interval with each of its parts longer or shorter. What is left of a month is 30 days long, and what is left of a day
// 24 hours.
func (i interval) scaled(of func(float64) float64) interval {
	const day = 24 * 3600
	months, rest := math.Modf(of(float64(i.months)))
	days, left := math.Modf(of(float64(i.days)))
	more, part := math.Modf(micro(rest * 30))
	seconds := micro((left + part) * day)
	micros := math.RoundToEven(of(float64(i.clock/time.Microsecond)) + seconds*1e6)
	return interval{int(months), int(days + more), time.Duration(micros) * time.Microsecond}
}

// micro is a number with six places.
func micro(f float64) float64 { return math.RoundToEven(f*1e6) / 1e6 }

// lengthened is one interval and another, or without it.
func lengthened(args []driver.Value, sign int) (any, error) {
	a, b, err := both(func(v driver.Value) (interval, error) { return parseInterval(textOf(v)) }, args[0], args[1])
	return interval{a.months + sign*b.months, a.days + sign*b.days, a.clock + time.Duration(sign)*b.clock}.String(), err
}

// span is what lies between two moments, in days and a time.
func span(later, earlier driver.Value) (any, error) {
	to, from, err := both(momentOf, later, earlier)
	if err != nil {
		return nil, err
	}
	length := to.Sub(from.Time)
	const day = 24 * time.Hour
	return interval{days: int(length / day), clock: length % day}.String(), nil
}

// ofSpans is what several intervals come to.
func ofSpans(rows [][]driver.Value, result func(spans []interval) interval) (driver.Value, error) {
	spans := make([]interval, len(rows))
	for n, row := range rows {
		var err error
		if spans[n], err = parseInterval(textOf(row[0])); err != nil {
			return nil, err
		}
	}
	return result(spans).String(), nil
}

func total(spans []interval) (sum interval) {
	for _, i := range spans {
		sum = interval{sum.months + i.months, sum.days + i.days, sum.clock + i.clock}
	}
	return sum
}

func mean(spans []interval) interval { return total(spans).parts(float64(len(spans))) }

func shortestSpan(spans []interval) interval {
	return slices.MinFunc(spans, func(a, b interval) int { return cmp.Compare(a.seconds(), b.seconds()) })
}

func longestSpan(spans []interval) interval {
	return slices.MaxFunc(spans, func(a, b interval) int { return cmp.Compare(a.seconds(), b.seconds()) })
}

// seconds is the length of an interval as databases compare it: a month has 30 days.
func seconds(v driver.Value) (any, error) {
	i, err := parseInterval(textOf(v))
	if err != nil {
		return nil, err
	}
	return i.seconds(), nil
}

func (i interval) seconds() float64 { return float64(i.months*30+i.days)*86400 + i.clock.Seconds() }

// field is a part of an interval, as extract and date_part give it.
func (i interval) field(name string) (any, error) {
	switch strings.TrimSuffix(strings.ToLower(name), "s") {
	case "year":
		return int64(i.months / 12), nil
	case "month", "mon":
		return int64(i.months % 12), nil
	case "day":
		return int64(i.days), nil
	case "hour":
		return int64(i.clock / time.Hour), nil
	case "minute":
		return int64(i.clock / time.Minute % 60), nil
	case "second":
		return wholeOrNot((i.clock % time.Minute).Seconds()), nil
	case "epoch":
		return float64(i.months/12)*365.25*86400 + float64(i.months%12*30+i.days)*86400 + i.clock.Seconds(), nil
	}
	return nil, fmt.Errorf("there is no part %q of an interval: year, month, day, hour, minute, second, epoch are", name)
}

// wholeOrNot is a whole number where there is no fraction.
func wholeOrNot(f float64) any {
	if f == math.Trunc(f) {
		return int64(f)
	}
	return f
}
