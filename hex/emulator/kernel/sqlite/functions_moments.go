package sqlite

import (
	"database/sql/driver"
	"fmt"
	"strings"
	"time"
)

// momentOf is a value as a moment.
func momentOf(v driver.Value) (moment, error) {
	if s, ok := v.(string); ok {
		return parseMoment(s)
	}
	return moment{}, fmt.Errorf("%s is not a date; to_timestamp makes one of seconds", textOf(v))
}

func momentFunctions() map[string]function {
	field := func(name string) function {
		return function{least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			m, err := momentOf(args[0])
			if err != nil {
				return nil, err
			}
			return m.field(name)
		}}
	}
	words := func(form string) function {
		return function{least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			m, err := momentOf(args[0])
			return m.Format(form), err
		}}
	}
	now := function{most: 0, moving: true, call: func([]driver.Value) (any, error) {
		return moment{time.Now().UTC().Truncate(time.Second), false}.String(), nil
	}}
	trunc := function{least: 2, most: 2, call: dateTrunc}
	difference := function{least: 3, most: 3, call: func(args []driver.Value) (any, error) { return datediff(args[0], args[1], args[2]) }}
	later := function{least: 2, most: 3, call: func(args []driver.Value) (any, error) { return shifted(args, 1) }}
	return map[string]function{
		"date_trunc": trunc, "timestamp_trunc": trunc, "datetime_trunc": trunc,
		"date_part": {least: 2, most: 2, call: datePart},
		"as_part":   {least: 2, most: 2, call: wholePart},
		"as_second": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			return wholePart([]driver.Value{"second", args[0]})
		}},
		"as_moment": {least: 1, most: 1, call: func(args []driver.Value) (any, error) { return comparable(args[0]), nil }},
		"as_datediff": {least: 3, most: 3, call: func(args []driver.Value) (any, error) {
			if unitOf(textOf(args[0])) != "week" {
				return datediff(args[0], args[1], args[2])
			}
			n, err := datediff("day", args[1], args[2])
			if days, ok := n.(int64); ok {
				n = days / 7
			}
			return n, err
		}},
		"as_monthname": words("January"), "as_dayname": words("Monday"),
		"isodow": field("isodow"), "weekofyear": field("week"), "dayofmonth": field("day"), "epoch": field("epoch"),
		"year": field("year"), "quarter": field("quarter"), "month": field("month"), "week": field("week"), "day": field("day"),
		"hour": field("hour"), "minute": field("minute"), "second": field("second"), "dayofyear": field("doy"),
		"monthname": words("Jan"), "dayname": words("Mon"),
		"now": now, "getdate": now, "sysdate": now, "localtimestamp": now,
		"datediff": difference, "timestampdiff": difference,
		"date_diff": {least: 3, most: 3, call: func(args []driver.Value) (any, error) { return datediff(args[0], args[1], args[2]) }},
		"as_date_diff": {least: 3, most: 3, call: func(args []driver.Value) (any, error) {
			return datediff(args[2], args[1], args[0])
		}},
		"dateadd": later, "timestampadd": later, "date_add": later,
		"date_sub":  {least: 2, most: 2, call: func(args []driver.Value) (any, error) { return shifted(args, -1) }},
		"age":       {least: 1, most: 2, moving: true, call: func(args []driver.Value) (any, error) { return ageOf(args) }},
		"dayofweek": field("dow"), "weekday": field("dow"),
		"format_date": {least: 2, most: 2, call: formatted}, "format_timestamp": {least: 2, most: 2, call: formatted},
		"format_datetime": {least: 2, most: 2, call: formatted},
		"to_char": {least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			m, err := momentOf(args[0])
			if err != nil {
				return numberToChar(args[0], textOf(args[1]))
			}
			return toChar(m, textOf(args[1]))
		}},
		"to_date": {least: 1, most: 2, call: func(args []driver.Value) (any, error) {
			m, err := readMoment(args)
			m.day = true
			return m.String(), err
		}},
		"to_timestamp": {least: 1, most: 2, call: func(args []driver.Value) (any, error) {
			if n, err := numberOf(args[0]); err == nil {
				return moment{time.UnixMicro(int64(n * 1e6)).UTC(), false}.String(), nil
			}
			m, err := readMoment(args)
			m.day = false
			return m.String(), err
		}},
		"make_date":       {least: 3, most: 3, call: func(args []driver.Value) (any, error) { return makeDate(args) }},
		"date_from_parts": {least: 3, most: 3, call: func(args []driver.Value) (any, error) { return makeDate(args) }},
		"last_day": {least: 1, most: 2, call: func(args []driver.Value) (any, error) {
			m, err := momentOf(args[0])
			if err != nil {
				return nil, err
			}
			return time.Date(m.Year(), m.Month()+1, 0, 0, 0, 0, 0, time.UTC).Format(dayForm), nil
		}},
	}
}

// datePart is a part of a moment, or of an interval.
func datePart(args []driver.Value) (any, error) {
	m, err := momentOf(args[1])
	if err == nil {
		return m.field(textOf(args[0]))
	}
	if i, wrong := parseInterval(textOf(args[1])); wrong == nil {
		return i.field(textOf(args[0]))
	}
	return nil, err
}

// wholePart is a part, of which only the seconds since 1970 or of an interval have a fraction.
func wholePart(args []driver.Value) (any, error) {
	v, err := datePart(args)
	if f, ok := v.(float64); ok && !strings.EqualFold(textOf(args[0]), "epoch") {
		return int64(f), err
	}
	return v, err
}

// comparable is a moment in the one way in which moments are compared as texts; what is none stays as it is.
func comparable(v driver.Value) any {
	text, ok := v.(string)
	if !ok || len(text) < len(dayForm) || text[0] < '0' || text[0] > '9' {
		return v
	}
	m, err := parseMoment(text)
	if err != nil {
		return v
	}
	m.day = m.Truncate(24 * time.Hour).Equal(m.Time)
	return m.String()
}

// ageOf is what lies between two moments, or since one.
func ageOf(args []driver.Value) (string, error) {
	later, err := momentOf(args[0])
	if err != nil || len(args) == 1 {
		today, _ := moment{Time: time.Now().UTC()}.truncate("day")
		return age(today, later), err
	}
	earlier, err := momentOf(args[1])
	return age(later, earlier), err
}

func readMoment(args []driver.Value) (moment, error) {
	if len(args) == 1 {
		return momentOf(args[0])
	}
	return fromChar(textOf(args[0]), textOf(args[1]))
}

func makeDate(args []driver.Value) (any, error) {
	var parts [3]int
	for i := range parts {
		n, err := wholeOf(args[i])
		if err != nil {
			return nil, err
		}
		parts[i] = n
	}
	t := time.Date(parts[0], time.Month(parts[1]), parts[2], 0, 0, 0, 0, time.UTC)
	if t.Day() != parts[2] {
		return nil, fmt.Errorf("there is no date %d-%02d-%02d", parts[0], parts[1], parts[2])
	}
	return t.Format(dayForm), nil
}

// dateTrunc takes the unit first, as most databases do, or last.
func dateTrunc(args []driver.Value) (any, error) {
	unit, of := textOf(args[0]), args[1]
	if unitOf(unit) == "" {
		unit, of = textOf(args[1]), args[0]
	}
	m, err := momentOf(of)
	if err != nil {
		return nil, err
	}
	if unitOf(unit) == "" {
		return nil, fmt.Errorf("there is no unit of time %q: year, quarter, month, week, day, hour, minute, second are", unit)
	}
	m, err = m.truncate(unitOf(unit))
	return m.String(), err
}

func datediff(unit, a, b driver.Value) (any, error) {
	if unitOf(textOf(unit)) == "" && unitOf(textOf(b)) != "" { // the unit last: (later, earlier, unit)
		unit, b = b, unit
	}
	from, to, err := both(momentOf, a, b)
	if err != nil {
		return nil, err
	}
	return between(unitOf(textOf(unit)), from, to)
}

// shifted is a moment an interval later or earlier: (x, '3 days'), or (unit, n, x).
func shifted(args []driver.Value, sign int) (any, error) {
	of, length := args[0], args[1]
	if len(args) == 3 {
		n, err := numberOf(args[1])
		if err != nil {
			return nil, err
		}
		of, length = args[2], fmt.Sprintf("%v %s", n, textOf(args[0]))
	}
	m, err := momentOf(of)
	if err != nil {
		return nil, err
	}
	i, err := parseInterval(textOf(length))
	if err != nil {
		return nil, err
	}
	return m.plus(i, sign).String(), nil
}
