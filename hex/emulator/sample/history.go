package sample

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"hextui/hex/emulator/store"
)

// versionAge is how long a version stays until the next is published.
const versionAge = 12 * day

// mostScheduled is how many scheduled runs of a project are remembered.
const mostScheduled = 24

// history makes the runs of a published project over the last weeks, oldest
// first. took is how long a run takes on the whole.
func (m *maker) history(p store.Project, n notebook, took time.Duration) []store.Run {
	type begun struct {
		at      time.Time
		trigger string
	}
	var starts []begun
	if n.schedule != nil && n.schedule.Enabled {
		for _, at := range occurrences(*n.schedule, m.now, mostScheduled) {
			starts = append(starts, begun{at, "SCHEDULED"})
		}
	}
	for range n.refreshes {
		trigger := "APP_REFRESH"
		if m.dice.IntN(3) == 0 {
			trigger = "API"
		}
		starts = append(starts, begun{m.ago(time.Duration(m.dice.Int64N(int64(35*day))) + 10*time.Minute), trigger})
	}
	starts = slices.DeleteFunc(starts, func(b begun) bool { return b.at.Before(p.Created) })
	slices.SortFunc(starts, func(a, b begun) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.trigger, b.trigger)) })
	runs := make([]store.Run, len(starts))
	for i, b := range starts {
		runs[i] = store.Run{
			ID: m.id("run/" + p.ID + "/" + strconv.Itoa(i)), Project: p.ID, Version: n.version, User: p.Owner,
			Trigger: b.trigger, Created: b.at,
		}
		if b.at.Before(p.Published) {
			runs[i].Version = max(1, n.version-1-int(p.Published.Sub(b.at)/versionAge))
		}
		m.live(&runs[i], took, n.broken && runs[i].Version == n.version, n.mishaps)
	}
	return runs
}

// live gives a run its end.
func (m *maker) live(r *store.Run, took time.Duration, failing bool, mishaps float64) {
	wait := time.Duration(600+m.dice.IntN(1900)) * time.Millisecond
	took = took * time.Duration(85+m.dice.IntN(35)) / 100
	r.Status = "COMPLETED"
	switch chance := m.dice.Float64(); {
	case failing || chance < mishaps:
		r.Status, took = "ERRORED", took*time.Duration(20+m.dice.IntN(70))/100
	case chance < mishaps+0.015:
		r.Status, took = "KILLED", took*time.Duration(30+m.dice.IntN(90))/100
	case chance < mishaps+0.02:
		r.Status, r.Ended = "UNABLE_TO_ALLOCATE_KERNEL", r.Created.Add(wait+30*time.Second)
		return
	}
	r.Started = r.Created.Add(wait)
	r.Ended = r.Started.Add(took)
}

// occurrences are the last moments before now, at most limit, at which a
// schedule was due, newest first.
func occurrences(s store.Schedule, now time.Time, limit int) []time.Time {
	due := dueAt(s)
	zone := time.FixedZone("", offset(s))
	var all []time.Time
	// A schedule is due at most once an hour, at one minute of it.
	hour := now.In(zone).Truncate(time.Hour)
	for at := hour; len(all) < limit && now.Sub(at) < 120*day; at = at.Add(-time.Hour) {
		if moment, ok := due(at); ok && moment.Before(now.Add(-10*time.Minute)) {
			all = append(all, moment.UTC())
		}
	}
	return all
}

// dueAt tells for an hour whether the schedule is due in it, and when.
func dueAt(s store.Schedule) func(hour time.Time) (time.Time, bool) {
	at := func(a *store.At, fits func(time.Time) bool) func(time.Time) (time.Time, bool) {
		return func(hour time.Time) (time.Time, bool) {
			return hour.Add(time.Duration(a.Minute) * time.Minute), (a.Hour == nil || hour.Hour() == *a.Hour) && fits(hour)
		}
	}
	switch {
	case s.Hourly != nil:
		return at(s.Hourly, func(time.Time) bool { return true })
	case s.Daily != nil:
		return at(s.Daily, func(time.Time) bool { return true })
	case s.Weekly != nil:
		return at(s.Weekly, func(t time.Time) bool { return weekdays[t.Weekday()] == s.Weekly.DayOfWeek })
	case s.Monthly != nil:
		return at(s.Monthly, func(t time.Time) bool { return t.Day() == *s.Monthly.Day })
	}
	// The only custom schedule here is "early on working days".
	return func(hour time.Time) (time.Time, bool) {
		return hour.Add(30 * time.Minute), hour.Hour() == 6 && hour.Weekday() != time.Sunday && hour.Weekday() != time.Saturday
	}
}

var weekdays = [...]string{"SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"}

// offset is a schedule's time zone in seconds east of UTC.
func offset(s store.Schedule) int {
	zone := "+00:00"
	for _, a := range []*store.At{s.Hourly, s.Daily, s.Weekly, s.Monthly} {
		if a != nil {
			zone = a.Timezone
		}
	}
	if s.Custom != nil {
		zone = s.Custom.Timezone
	}
	at, err := time.Parse("-07:00", zone)
	if err != nil {
		return 0
	}
	_, east := at.Zone()
	return east
}

func hourly(minute int) *store.Schedule {
	return &store.Schedule{Cadence: "HOURLY", Enabled: true, Hourly: &store.At{Minute: minute, Timezone: "+00:00"}}
}

func daily(hour, minute int, zone string) *store.Schedule {
	return &store.Schedule{Cadence: "DAILY", Enabled: true, Daily: &store.At{Hour: &hour, Minute: minute, Timezone: zone}}
}

func weekly(weekday string, hour, minute int, zone string) *store.Schedule {
	return &store.Schedule{Cadence: "WEEKLY", Enabled: true,
		Weekly: &store.At{DayOfWeek: weekday, Hour: &hour, Minute: minute, Timezone: zone}}
}

func monthly(dayOfMonth, hour, minute int, zone string) *store.Schedule {
	return &store.Schedule{Cadence: "MONTHLY", Enabled: true,
		Monthly: &store.At{Day: &dayOfMonth, Hour: &hour, Minute: minute, Timezone: zone}}
}

func workingDays(zone string) *store.Schedule {
	return &store.Schedule{Cadence: "CUSTOM", Enabled: true, Custom: &store.Cron{Cron: "30 6 * * 1-5", Timezone: zone}}
}

func paused(s *store.Schedule) *store.Schedule {
	s.Enabled = false
	return s
}
