// Package schedule reckons when a project runs by itself next. Hex gives the rule of a schedule and not its next time. It knows
// the client's types alone.
package schedule

import (
	"math/bits"
	"strconv"
	"strings"
	"time"

	"hextui/hex"
)

// Next is the first time after another at which a schedule runs. ok is false for one that is paused, that never runs, or whose
// rule or time zone is not understood.
func Next(s hex.Schedule, after time.Time) (at time.Time, ok bool) {
	if !s.Enabled {
		return time.Time{}, false
	}
	switch {
	case s.Hourly != nil:
		return next(rule{minutes: one(s.Hourly.Minute)}, s.Hourly.Timezone, after)
	case s.Daily != nil:
		return next(rule{minutes: one(s.Daily.Minute), hours: one(s.Daily.Hour)}, s.Daily.Timezone, after)
	case s.Weekly != nil:
		day, known := named(s.Weekly.DayOfWeek, days)
		if !known {
			return time.Time{}, false
		}
		return next(rule{minutes: one(s.Weekly.Minute), hours: one(s.Weekly.Hour), weekdays: one(day)}, s.Weekly.Timezone, after)
	case s.Monthly != nil:
		return next(rule{minutes: one(s.Monthly.Minute), hours: one(s.Monthly.Hour), days: one(s.Monthly.Day)}, s.Monthly.Timezone, after)
	case s.Custom != nil:
		r, ok := parse(s.Custom.Cron)
		if !ok {
			return time.Time{}, false
		}
		return next(r, s.Custom.Timezone, after)
	}
	return time.Time{}, false
}

// Soonest is the next time of several schedules.
func Soonest(all []hex.Schedule, after time.Time) (at time.Time, ok bool) {
	for _, s := range all {
		if next, runs := Next(s, after); runs && (!ok || next.Before(at)) {
			at, ok = next, true
		}
	}
	return at, ok
}

// Days are the weekdays on which the words of cron run something once, in their own zone and all the year; ok is false for what runs
// more than once a day, or on some days of the month or in some months only.
func Days(cron string) (on []time.Weekday, ok bool) {
	r, ok := parse(cron)
	if !ok || !r.minutes.single() || !r.hours.single() || !r.days.every(1, 31) || !r.months.every(1, 12) {
		return nil, false
	}
	for day := range time.Weekday(7) {
		if r.weekdays.has(int(day)) {
			on = append(on, day)
		}
	}
	return on, true
}

// set is some of the numbers 0 to 63; empty is all of them.
type set uint64

func one(n int) set {
	if n < 0 || n > 63 {
		return 0
	}
	return 1 << n
}

func (s set) has(n int) bool { return s == 0 || s&(1<<n) != 0 }

// single tells whether it is one number.
func (s set) single() bool { return bits.OnesCount64(uint64(s)) == 1 }

// every tells whether it is all the numbers of a span.
func (s set) every(least, most int) bool {
	return s == 0 || bits.OnesCount64(uint64(s)) == most-least+1
}

// rule is when something happens, as cron has it: where days and weekdays are both given, on either.
type rule struct{ minutes, hours, days, months, weekdays set }

// furthest is how far ahead a time is looked for: the 29th of February may be eight years away.
const furthest = 9 * 366

// next is the first time after another in a zone at which a rule holds.
func next(r rule, zone string, after time.Time) (time.Time, bool) {
	in, ok := location(zone)
	if !ok {
		return time.Time{}, false
	}
	from := after.In(in)
	for day := range furthest {
		y, m, d := from.Date()
		date := time.Date(y, m, d+day, 0, 0, 0, 0, in)
		if !r.months.has(int(date.Month())) || !r.on(date) {
			continue
		}
		for hour := range 24 {
			if !r.hours.has(hour) {
				continue
			}
			for minute := range 60 {
				if !r.minutes.has(minute) {
					continue
				}
				if at := time.Date(date.Year(), date.Month(), date.Day(), hour, minute, 0, 0, in); at.After(after) {
					return at, true
				}
			}
		}
	}
	return time.Time{}, false
}

// on tells whether the rule holds on a day.
func (r rule) on(date time.Time) bool {
	day, weekday := r.days.has(date.Day()), r.weekdays.has(int(date.Weekday()))
	if r.days != 0 && r.weekdays != 0 {
		return day || weekday
	}
	return day && weekday
}

// location is a time zone by an offset, +05:30, or by its name.
func location(zone string) (*time.Location, bool) {
	if zone == "" || zone == "Z" {
		return time.UTC, true
	}
	if at, err := time.Parse("-07:00", strings.ReplaceAll(zone, "−", "-")); err == nil {
		return at.Location(), true
	}
	in, err := time.LoadLocation(zone)
	return in, err == nil
}

// The names of days and months as cron and Hex write them, by their first three letters.
const (
	days   = "sunmontuewedthufrisat"
	months = "xxxjanfebmaraprmayjunjulaugsepoctnovdec"
)

// named is the number of a day or a month.
func named(name string, among string) (int, bool) {
	if len(name) < 3 {
		return 0, false
	}
	at := strings.Index(among, strings.ToLower(name[:3]))
	return at / 3, at >= 0 && at%3 == 0
}

// parse reads the five fields of cron.
func parse(cron string) (r rule, ok bool) {
	fields := strings.Fields(cron)
	if len(fields) != 5 {
		return r, false
	}
	for i, f := range []struct {
		into        *set
		least, most int
		names       string
	}{{&r.minutes, 0, 59, ""}, {&r.hours, 0, 23, ""}, {&r.days, 1, 31, ""}, {&r.months, 1, 12, months}, {&r.weekdays, 0, 7, days}} {
		if *f.into, ok = field(fields[i], f.least, f.most, f.names); !ok {
			return r, false
		}
	}
	if r.weekdays&(1<<7) != 0 {
		r.weekdays = r.weekdays&^(1<<7) | 1 // Sunday has two numbers
	}
	return r, true
}

// field reads one of them: *, 5, 1-5, */15, 1,3, MON-FRI.
func field(text string, least, most int, names string) (all set, ok bool) {
	number := func(s string) (int, bool) {
		if n, ok := named(s, names); names != "" && ok {
			return n, true
		}
		n, err := strconv.Atoi(s)
		return n, err == nil && least <= n && n <= most
	}
	for part := range strings.SplitSeq(text, ",") {
		span, by, stepped := strings.Cut(part, "/")
		step := 1
		if stepped {
			n, err := strconv.Atoi(by)
			if err != nil || n < 1 {
				return 0, false
			}
			step = n
		}
		from, to := least, most
		if span != "*" && span != "?" {
			first, last, ranged := strings.Cut(span, "-")
			if from, ok = number(first); !ok {
				return 0, false
			}
			if to = from; stepped {
				to = most
			}
			if ranged {
				if to, ok = number(last); !ok || to < from {
					return 0, false
				}
			}
		} else if !stepped {
			continue // all of them, unless others are named, too
		}
		for n := from; n <= to; n += step {
			all |= one(n)
		}
	}
	return all, true
}
