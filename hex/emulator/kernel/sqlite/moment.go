package sqlite

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// moment is a date, or a time of a date, in UTC. Both are kept as text: "2026-01-31" and "2026-01-31 13:05:00".
type moment struct {
	time.Time
	day bool // it is a date
}

// momentForms are how moments are written, besides those of parseMoment.
const dayForm, timeForm = "2006-01-02", "2006-01-02 15:04:05.999999"

// String is the moment as text.
func (m moment) String() string {
	if m.day {
		return m.Format(dayForm)
	}
	return m.Format(timeForm)
}

// parseMoment reads a date or a time as SQL writes them.
func parseMoment(s string) (moment, error) {
	text := withDigits(strings.TrimSpace(s))
	if len(text) == len(dayForm) {
		if t, err := time.Parse(dayForm, text); err == nil {
			return moment{t, true}, nil
		}
	}
	if len(text) > len(dayForm) {
		plain := text[:10] + " " + strings.TrimSpace(text[11:])
		for _, form := range [...]string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05Z07",
			"2006-01-02 15:04:05 MST"} {
			if t, err := time.Parse(form, plain); err == nil && (!strings.HasSuffix(form, "MST") || t.Location() == time.UTC) {
				return moment{t.UTC().Round(time.Microsecond), false}, nil
			}
		}
	}
	return moment{}, fmt.Errorf("invalid date or time: '%.60s'; it is written 2026-01-31 or 2026-01-31 13:05:00", s)
}

// withDigits is a text that begins with a date such as 2026-1-5 with two digits for the month and the day.
func withDigits(text string) string {
	year, rest, _ := strings.Cut(text, "-")
	month, day, found := strings.Cut(rest, "-")
	if !found || len(year) != 4 || len(month) > 2 {
		return text
	}
	end := 0
	for end < len(day) && day[end] >= '0' && day[end] <= '9' {
		end++
	}
	if len(month) == 1 {
		month = "0" + month
	}
	if end == 1 {
		day = "0" + day
	}
	return year + "-" + month + "-" + day
}

// unitOf is a unit of time by any of its names; "" for none.
func unitOf(s string) string {
	name := strings.ToLower(strings.TrimSpace(s))
	switch strings.TrimSuffix(name, "s") {
	case "year", "yyyy", "yy", "yr", "y":
		return "year"
	case "quarter", "qtr", "q":
		return "quarter"
	case "month", "mon", "mm":
		return "month"
	case "week", "isoweek", "wk", "w", "sundayweek", "day", "hour", "minute", "second", "decade", "century":
		if name = strings.TrimSuffix(name, "s"); name == "isoweek" || name == "wk" || name == "w" {
			return "week"
		}
		return name
	case "dd", "d":
		return "day"
	case "hr", "hh", "h":
		return "hour"
	case "min", "mi":
		return "minute"
	case "sec", "":
		return "second"
	case "millisecond", "microsecond":
		return strings.TrimSuffix(name, "s")
	}
	return ""
}

// truncate is the beginning of the unit that the moment lies in: a date where the unit is a day or longer.
func (m moment) truncate(unit string) (moment, error) {
	y, month, d := m.Date()
	day := func(y int, month time.Month, d int) (moment, error) {
		return moment{time.Date(y, month, d, 0, 0, 0, 0, time.UTC), true}, nil
	}
	switch unit {
	case "microsecond", "millisecond", "second", "minute", "hour":
		size := map[string]time.Duration{"microsecond": time.Microsecond, "millisecond": time.Millisecond, "second": time.Second,
			"minute": time.Minute, "hour": time.Hour}[unit]
		return moment{m.Truncate(size), false}, nil
	case "day":
		return day(y, month, d)
	case "week":
		return day(y, month, d-(int(m.Weekday())+6)%7)
	case "sundayweek":
		return day(y, month, d-int(m.Weekday()))
	case "month":
		return day(y, month, 1)
	case "quarter":
		return day(y, (month-1)/3*3+1, 1)
	case "year":
		return day(y, 1, 1)
	case "decade":
		return day(y/10*10, 1, 1)
	}
	return moment{}, fmt.Errorf("a date cannot be cut to a %s", unit)
}

// interval is a length of time as calendars have them.
type interval struct {
	months, days int
	clock        time.Duration
}

// parseInterval reads "1 year 2 months", "-3 days", "1 day 04:05:06".
func parseInterval(s string) (i interval, err error) {
	fields := strings.Fields(strings.ReplaceAll(strings.ToLower(s), ",", " "))
	wrong := fmt.Errorf("invalid interval: '%.60s'; it is written '3 days' or '1 month 2 hours'", s)
	if len(fields) == 0 {
		return i, wrong
	}
	if fields[len(fields)-1] == "ago" {
		if i, err = parseInterval(strings.Join(fields[:len(fields)-1], " ")); err != nil {
			return i, wrong
		}
		return interval{-i.months, -i.days, -i.clock}, nil
	}
	for at := 0; at < len(fields); at++ {
		word := fields[at]
		if (word == "-" || word == "+") && at+1 < len(fields) { // 1 month - 1 day
			at++
			word = strings.TrimPrefix(word, "+") + fields[at]
		}
		if strings.Contains(word, ":") {
			clock, err := parseClock(word)
			if err != nil {
				return i, wrong
			}
			i.clock += clock
			continue
		}
		digits := strings.TrimRight(word, "abcdefghijklmnopqrstuvwxyz")
		unit := word[len(digits):]
		if unit == "" && at+1 < len(fields) {
			at++
			unit = fields[at]
		}
		n, err := strconv.ParseFloat(digits, 64)
		if err == nil && n == 0 && unit == "" {
			continue // as long whatever the unit is
		}
		if err != nil || unit == "" || !i.add(n, unit) {
			return i, wrong
		}
	}
	return i, nil
}

// add adds n units, and tells whether there is the unit and it can have so many.
func (i *interval) add(n float64, unit string) bool {
	const most = 1e7
	if n > most || n < -most {
		return false
	}
	whole := n == float64(int(n))
	switch unitOf(unit) {
	case "year":
		i.months += int(math.Round(n*12*1e6) / 1e6)
	case "month":
		months, part := math.Modf(n)
		i.months += int(months)
		return i.add(math.Round(part*30*1e6)/1e6, "day")
	case "quarter":
		i.months += 3 * int(n)
		return whole
	case "week":
		n *= 7
		fallthrough
	case "day":
		i.days += int(n)
		i.clock += time.Duration((n - float64(int(n))) * float64(24*time.Hour))
	case "hour":
		i.clock += time.Duration(n * float64(time.Hour))
	case "minute":
		i.clock += time.Duration(n * float64(time.Minute))
	case "second":
		i.clock += time.Duration(n * float64(time.Second))
	case "millisecond":
		i.clock += time.Duration(n * float64(time.Millisecond))
	default:
		return false
	}
	return true
}

func parseClock(s string) (time.Duration, error) {
	sign := time.Duration(1)
	if strings.HasPrefix(s, "-") {
		sign, s = -1, s[1:]
	}
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, strconv.ErrSyntax
	}
	var sum time.Duration
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second}[:len(parts)] {
		n, err := strconv.ParseFloat(parts[i], 64)
		if err != nil {
			return 0, err
		}
		sum += time.Duration(n * float64(unit))
	}
	return sign * sum, nil
}

// plus is the moment an interval later, sign 1, or earlier, sign -1. The end of a month stays its end: a month after
// 31 January is 28 February.
func (m moment) plus(i interval, sign int) moment {
	y, month, d := m.Date()
	hour, minute, second := m.Clock()
	first := time.Date(y, month+time.Month(sign*i.months), 1, hour, minute, second, m.Nanosecond(), time.UTC)
	longest := first.AddDate(0, 1, -1).Day()
	t := first.AddDate(0, 0, min(d, longest)-1+sign*i.days).Add(time.Duration(sign) * i.clock)
	return moment{t, m.day && i.clock == 0}
}

// between counts the boundaries of a unit that lie between two moments, as datediff does.
func between(unit string, a, b moment) (int64, error) {
	switch unit {
	case "year":
		return int64(b.Year() - a.Year()), nil
	case "quarter", "month":
		size := map[string]int{"quarter": 3, "month": 1}[unit]
		count := func(m moment) int { return (m.Year()*12 + int(m.Month()) - 1) / size }
		return int64(count(b) - count(a)), nil
	}
	size := map[string]int64{"week": 7 * 24 * 3600, "sundayweek": 7 * 24 * 3600, "day": 24 * 3600, "hour": 3600, "minute": 60,
		"second": 1}[unit]
	if size == 0 {
		return 0, fmt.Errorf("there is no difference in %ss", unit)
	}
	begin, err := a.truncate(unit)
	if err != nil {
		return 0, err
	}
	end, err := b.truncate(unit)
	return (end.Unix() - begin.Unix()) / size, err
}

// field is a part of a moment, as extract and date_part give it.
func (m moment) field(name string) (any, error) {
	year, week := m.ISOWeek()
	switch strings.TrimSuffix(strings.ToLower(name), "s") {
	case "year":
		return int64(m.Year()), nil
	case "quarter":
		return int64((m.Month()-1)/3 + 1), nil
	case "month", "mon":
		return int64(m.Month()), nil
	case "day", "dayofmonth":
		return int64(m.Day()), nil
	case "hour":
		return int64(m.Hour()), nil
	case "minute":
		return int64(m.Minute()), nil
	case "second":
		if m.Nanosecond() == 0 {
			return int64(m.Second()), nil
		}
		return float64(m.Second()) + float64(m.Nanosecond())/1e9, nil
	case "dow", "weekday":
		return int64(m.Weekday()), nil
	case "isodow":
		return int64((m.Weekday()+6)%7 + 1), nil
	case "doy", "dayofyear":
		return int64(m.YearDay()), nil
	case "week", "isoweek":
		return int64(week), nil
	case "isoyear":
		return int64(year), nil
	case "decade":
		return int64(m.Year() / 10), nil
	case "century":
		return int64((m.Year() + 99) / 100), nil
	case "epoch":
		return float64(m.UnixMicro()) / 1e6, nil
	case "millisecond":
		return wholeOrNot(float64(m.Second())*1e3 + float64(m.Nanosecond())/1e6), nil
	case "microsecond":
		return int64(m.Second())*1e6 + int64(m.Nanosecond()/1e3), nil
	}
	return nil, fmt.Errorf("there is no part %q of a date: year, quarter, month, week, day, dow, doy, hour, minute, second, epoch are",
		name)
}

// age is what lies between two moments, as PostgreSQL writes it: "1 year 2 mons 3 days 04:05:06". Years, months, days and times are
// subtracted each for itself; days that are lacking are those of the month of the earlier moment.
func age(later, earlier moment) string {
	sign := 1
	if later.Before(earlier.Time) {
		sign, later, earlier = -1, earlier, later
	}
	length := earlier.AddDate(0, 1, -earlier.Day()).Day()
	clock := func(m moment) time.Duration { return m.Sub(m.Truncate(24 * time.Hour)) }
	i := interval{months: 12*(later.Year()-earlier.Year()) + int(later.Month()-earlier.Month()), days: later.Day() - earlier.Day(),
		clock: clock(later) - clock(earlier)}
	if i.clock < 0 {
		i.clock, i.days = i.clock+24*time.Hour, i.days-1
	}
	for i.days < 0 {
		i.days, i.months = i.days+length, i.months-1
	}
	return interval{sign * i.months, sign * i.days, time.Duration(sign) * i.clock}.String()
}
