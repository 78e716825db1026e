package sqlite

import (
	"database/sql/driver"
	"fmt"
	"math"
	"regexp"
	"strings"
	"sync"
	"time"

	"hextui/hex/emulator/kernel/sqlite/calendar"
)

// momentOf is a value as a moment.
func momentOf(v driver.Value) (calendar.Moment, error) {
	if s, ok := v.(string); ok {
		return calendar.ParseMoment(s)
	}
	return calendar.Moment{}, fmt.Errorf("%s is not a date; to_timestamp makes one of seconds", textOf(v))
}

// momentAt is a value as a moment. With "here" it is the one that its text tells where that was written: the zone is left out.
func momentAt(v driver.Value, special string) (calendar.Moment, error) {
	if text, is := v.(string); is && special == "here" {
		v = zone().ReplaceAllString(text, "$1")
	}
	return momentOf(v)
}

// zone is the difference from UTC behind a time.
var zone = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(:\d\d(?:\.\d+)?)\s*(?:[zZ]|[+-]\d\d(?::?\d\d)?)\s*$`)
})

func momentFunctions() map[string]function {
	field := func(name string) function {
		return function{least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			m, err := momentOf(args[0])
			if err != nil {
				return nil, err
			}
			return m.Field(name)
		}}
	}
	words := func(form string) function {
		return function{least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			m, err := momentOf(args[0])
			return m.Format(form), err
		}}
	}
	now := function{most: 0, moving: true, call: func([]driver.Value) (any, error) {
		return calendar.Moment{Time: time.Now().UTC().Truncate(time.Second)}.String(), nil
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
			if calendar.UnitOf(textOf(args[0])) != "week" {
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
			return calendar.ToChar(m, textOf(args[1]))
		}},
		"to_date": {least: 1, most: 2, call: func(args []driver.Value) (any, error) {
			m, err := readMoment(args)
			m.IsDay = true
			return m.String(), err
		}},
		"to_timestamp": {least: 1, most: 2, call: func(args []driver.Value) (any, error) {
			if n, err := numberOf(args[0]); err == nil {
				return calendar.Moment{Time: time.UnixMicro(int64(n * 1e6)).UTC()}.String(), nil
			}
			m, err := readMoment(args)
			m.IsDay = false
			return m.String(), err
		}},
		"make_timestamp": {least: 6, most: 6, call: makeTimestamp},
		"date_bin":       {least: 2, most: 3, call: dateBin},
		"epoch_ms": {least: 1, most: 1, call: func(args []driver.Value) (any, error) {
			m, err := momentOf(args[0])
			return m.UnixMilli(), err
		}},
		"strptime": {least: 2, most: 2, call: func(args []driver.Value) (any, error) {
			m, err := calendar.FromChar(textOf(args[0]), fromC(textOf(args[1])))
			return m.String(), err
		}},
		"make_date":       {least: 3, most: 3, call: func(args []driver.Value) (any, error) { return makeDate(args) }},
		"date_from_parts": {least: 3, most: 3, call: func(args []driver.Value) (any, error) { return makeDate(args) }},
		"last_day": {least: 1, most: 2, call: func(args []driver.Value) (any, error) {
			m, err := momentOf(args[0])
			if err != nil {
				return nil, err
			}
			return time.Date(m.Year(), m.Month()+1, 0, 0, 0, 0, 0, time.UTC).Format(calendar.DayForm), nil
		}},
	}
}

// datePart is a part of a moment, or of an interval.
func datePart(args []driver.Value) (any, error) {
	m, err := momentOf(args[1])
	if err == nil {
		return m.Field(textOf(args[0]))
	}
	if i, wrong := calendar.ParseLength(textOf(args[1])); wrong == nil {
		return i.Field(textOf(args[0]))
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
	if !ok || len(text) < len(calendar.DayForm) || text[0] < '0' || text[0] > '9' {
		return v
	}
	m, err := calendar.ParseMoment(text)
	if err != nil {
		return v
	}
	m.IsDay = m.Truncate(24 * time.Hour).Equal(m.Time)
	return m.String()
}

// ageOf is what lies between two moments, or since one.
func ageOf(args []driver.Value) (string, error) {
	later, err := momentOf(args[0])
	if err != nil || len(args) == 1 {
		today, _ := calendar.Moment{Time: time.Now().UTC()}.Cut("day")
		return calendar.Age(today, later), err
	}
	earlier, err := momentOf(args[1])
	return calendar.Age(later, earlier), err
}

func readMoment(args []driver.Value) (calendar.Moment, error) {
	if len(args) == 1 {
		return momentOf(args[0])
	}
	return calendar.FromChar(textOf(args[0]), textOf(args[1]))
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
	if t.Day() != parts[2] || int(t.Month()) != parts[1] {
		return nil, fmt.Errorf("there is no date %d-%02d-%02d", parts[0], parts[1], parts[2])
	}
	return t.Format(calendar.DayForm), nil
}

// makeTimestamp is a moment of its year, month, day, hour, minute and second.
func makeTimestamp(args []driver.Value) (any, error) {
	day, err := makeDate(args[:3])
	if err != nil {
		return nil, err
	}
	hour, minute, err := both(wholeOf, args[3], args[4])
	if err != nil {
		return nil, err
	}
	second, err := numberOf(args[5])
	if err != nil {
		return nil, err
	}
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second >= 60 {
		return nil, fmt.Errorf("there is no time %02d:%02d:%v", hour, minute, second)
	}
	m, err := momentOf(day)
	m.IsDay = false
	return m.Plus(calendar.Length{Clock: time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute +
		time.Duration(math.Round(second*1e6))*time.Microsecond}, 1).String(), err
}

// dateBin is the beginning of the stretch of an interval, counted from an origin, in which a moment lies.
func dateBin(args []driver.Value) (any, error) {
	i, err := calendar.ParseLength(textOf(args[0]))
	if err != nil {
		return nil, err
	}
	m, err := momentOf(args[1])
	if err != nil {
		return nil, err
	}
	origin := calendar.Moment{Time: time.Date(2000, 1, 3, 0, 0, 0, 0, time.UTC)} // a Monday
	if len(args) > 2 {
		if origin, err = momentOf(args[2]); err != nil {
			return nil, err
		}
	}
	long := time.Duration(i.Days)*24*time.Hour + i.Clock
	if i.Months != 0 || long <= 0 {
		return nil, fmt.Errorf("moments are put together by days, hours and minutes here, not by '%s': write date_trunc('month', x)%s",
			textOf(args[0]), elsewhere)
	}
	since := m.Sub(origin.Time)
	left := since % long
	if left < 0 {
		left += long
	}
	return calendar.Moment{Time: m.Add(-left)}.String(), nil
}

// fromC is a format of C as PostgreSQL has it.
func fromC(format string) string {
	return strings.NewReplacer("%Y", "YYYY", "%y", "YY", "%m", "MM", "%d", "DD", "%H", "HH24", "%I", "HH12", "%M", "MI", "%S", "SS",
		"%b", "Mon", "%B", "Month", "%p", "AM", "%F", "YYYY-MM-DD", "%T", "HH24:MI:SS", "%-d", "DD", "%-m", "MM").Replace(format)
}

// dateTrunc takes the unit first, as most databases do, or last.
func dateTrunc(args []driver.Value) (any, error) {
	unit, of := textOf(args[0]), args[1]
	if calendar.UnitOf(unit) == "" {
		unit, of = textOf(args[1]), args[0]
	}
	m, err := momentOf(of)
	if err != nil {
		return nil, err
	}
	if calendar.UnitOf(unit) == "" {
		return nil, fmt.Errorf("there is no unit of time %q: year, quarter, month, week, day, hour, minute, second are", unit)
	}
	m, err = m.Cut(calendar.UnitOf(unit))
	return m.String(), err
}

func datediff(unit, a, b driver.Value) (any, error) {
	if calendar.UnitOf(textOf(unit)) == "" && calendar.UnitOf(textOf(b)) != "" { // the unit last: (later, earlier, unit)
		unit, b = b, unit
	}
	from, to, err := both(momentOf, a, b)
	if err != nil {
		return nil, err
	}
	return calendar.Between(calendar.UnitOf(textOf(unit)), from, to)
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
	i, err := calendar.ParseLength(textOf(length))
	if err != nil {
		return nil, err
	}
	return m.Plus(i, sign).String(), nil
}

// formatted writes a moment by a format as C has them: the moment and the format, in either order.
func formatted(args []driver.Value) (any, error) {
	of, format := args[0], textOf(args[1])
	if strings.Contains(textOf(of), "%") {
		of, format = args[1], textOf(args[0])
	}
	m, err := momentOf(of)
	if err != nil {
		return nil, err
	}
	forms := map[byte]string{'Y': "2006", 'y': "06", 'm': "01", 'd': "02", 'H': "15", 'I': "03", 'M': "04", 'S': "05", 'p': "PM",
		'b': "Jan", 'B': "January", 'a': "Mon", 'A': "Monday", 'F': calendar.DayForm, 'T': "15:04:05"}
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		switch form := forms[format[i]]; {
		case form != "":
			b.WriteString(m.Format(form))
		case format[i] == '%':
			b.WriteByte('%')
		case format[i] == 'j':
			fmt.Fprintf(&b, "%03d", m.YearDay())
		case format[i] == 'w':
			fmt.Fprintf(&b, "%d", m.Weekday())
		case format[i] == 'V':
			_, week := m.ISOWeek()
			fmt.Fprintf(&b, "%02d", week)
		default:
			return nil, fmt.Errorf("the format has a part that does not run here: %%%c; %%Y, %%m, %%d, %%H, %%M, %%S, %%b, %%B, %%a "+
				"and %%A do", format[i])
		}
	}
	return b.String(), nil
}
