// Package calendar calculates with dates, times and lengths of time, and reads and writes them as databases do. It knows no database.
package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Moment is a date, or a time of a date, in UTC. Both are kept as text: "2026-01-31" and "2026-01-31 13:05:00".
type Moment struct {
	time.Time
	IsDay bool // it is a date
}

// DayForm and TimeForm are how dates and moments are written.
const DayForm, TimeForm = "2006-01-02", "2006-01-02 15:04:05.999999"

// String is the moment as text.
func (m Moment) String() string {
	if m.IsDay {
		return m.Format(DayForm)
	}
	return m.Format(TimeForm)
}

// ParseMoment reads a date or a time as SQL writes them.
func ParseMoment(s string) (Moment, error) {
	text := withDigits(strings.TrimSpace(s))
	if len(text) == len(DayForm) {
		if t, err := time.Parse(DayForm, text); err == nil {
			return Moment{t, true}, nil
		}
	}
	if len(text) > len(DayForm) {
		plain := text[:10] + " " + strings.TrimSpace(text[11:])
		for _, form := range [...]string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05Z07",
			"2006-01-02 15:04Z07:00", "2006-01-02 15:04Z07",
			"2006-01-02 15:04:05 MST"} {
			if t, err := time.Parse(form, plain); err == nil && (!strings.HasSuffix(form, "MST") || t.Location() == time.UTC) {
				return Moment{t.UTC().Round(time.Microsecond), false}, nil
			}
		}
	}
	return Moment{}, fmt.Errorf("invalid date or time: '%.60s'; it is written 2026-01-31 or 2026-01-31 13:05:00", s)
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

// UnitOf is a unit of time by any of its names; "" for none.
func UnitOf(s string) string {
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

// Cut is the beginning of the unit that the moment lies in: a date where the unit is a day or longer.
func (m Moment) Cut(unit string) (Moment, error) {
	y, month, d := m.Date()
	day := func(y int, month time.Month, d int) (Moment, error) {
		return Moment{time.Date(y, month, d, 0, 0, 0, 0, time.UTC), true}, nil
	}
	switch unit {
	case "microsecond", "millisecond", "second", "minute", "hour":
		size := map[string]time.Duration{"microsecond": time.Microsecond, "millisecond": time.Millisecond, "second": time.Second,
			"minute": time.Minute, "hour": time.Hour}[unit]
		return Moment{m.Truncate(size), false}, nil
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
	return Moment{}, fmt.Errorf("a date cannot be cut to a %s", unit)
}

// Plus is the moment an interval later, sign 1, or earlier, sign -1. The end of a month stays its end: a month after
// 31 January is 28 February.
func (m Moment) Plus(i Length, sign int) Moment {
	y, month, d := m.Date()
	hour, minute, second := m.Clock()
	first := time.Date(y, month+time.Month(sign*i.Months), 1, hour, minute, second, m.Nanosecond(), time.UTC)
	longest := first.AddDate(0, 1, -1).Day()
	t := first.AddDate(0, 0, min(d, longest)-1+sign*i.Days).Add(time.Duration(sign) * i.Clock)
	return Moment{t, m.IsDay && i.Clock == 0}
}

// Between counts the boundaries of a unit that lie between two moments, as datediff does.
func Between(unit string, a, b Moment) (int64, error) {
	switch unit {
	case "year":
		return int64(b.Year() - a.Year()), nil
	case "quarter", "month":
		size := map[string]int{"quarter": 3, "month": 1}[unit]
		count := func(m Moment) int { return (m.Year()*12 + int(m.Month()) - 1) / size }
		return int64(count(b) - count(a)), nil
	}
	size := map[string]int64{"week": 7 * 24 * 3600, "sundayweek": 7 * 24 * 3600, "day": 24 * 3600, "hour": 3600, "minute": 60,
		"second": 1}[unit]
	if size == 0 {
		return 0, fmt.Errorf("there is no difference in %ss", unit)
	}
	begin, err := a.Cut(unit)
	if err != nil {
		return 0, err
	}
	end, err := b.Cut(unit)
	return (end.Unix() - begin.Unix()) / size, err
}

// Field is a part of a moment, as extract and date_part give it.
func (m Moment) Field(name string) (any, error) {
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
		return WholeOrNot(float64(m.Second())*1e3 + float64(m.Nanosecond())/1e6), nil
	case "microsecond":
		return int64(m.Second())*1e6 + int64(m.Nanosecond()/1e3), nil
	}
	return nil, fmt.Errorf("there is no part %q of a date: year, quarter, month, week, day, dow, doy, hour, minute, second, epoch are",
		name)
}

// Age is what lies between two moments, as PostgreSQL writes it: "1 year 2 mons 3 days 04:05:06". Years, months, days and times are
// subtracted each for itself; days that are lacking are those of the month of the earlier moment.
func Age(later, earlier Moment) string {
	sign := 1
	if later.Before(earlier.Time) {
		sign, later, earlier = -1, earlier, later
	}
	length := earlier.AddDate(0, 1, -earlier.Day()).Day()
	clock := func(m Moment) time.Duration { return m.Sub(m.Truncate(24 * time.Hour)) }
	i := Length{Months: 12*(later.Year()-earlier.Year()) + int(later.Month()-earlier.Month()), Days: later.Day() - earlier.Day(),
		Clock: clock(later) - clock(earlier)}
	if i.Clock < 0 {
		i.Clock, i.Days = i.Clock+24*time.Hour, i.Days-1
	}
	for i.Days < 0 {
		i.Days, i.Months = i.Days+length, i.Months-1
	}
	return Length{sign * i.Months, sign * i.Days, time.Duration(sign) * i.Clock}.String()
}
