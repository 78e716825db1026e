package present

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/schedule"
)

// Schedule says when something happens by itself: "Mon 07:00 CET", "daily 06:30 CET", "hourly at :05". As all times are, it is of the
// local zone, which it names, in whatever zone the rule is kept: as it will be the next time after now, since the two zones may change
// to summer on different days. Words of cron that are more than a time of some weekdays mean its own zone, so that its next time is
// said too.
func Schedule(s hex.Schedule, now time.Time) string {
	running := s
	running.Enabled = true
	at, known := schedule.Next(running, now)
	text := unread(s)
	ruled := at.Weekday()
	if at = at.Local(); known {
		clock := at.Format("15:04 MST")
		switch {
		case s.Hourly != nil:
			text = fmt.Sprintf("hourly at :%02d", at.Minute())
		case s.Daily != nil:
			text = "daily " + clock
		case s.Weekly != nil:
			text = at.Format("Mon ") + clock
		case s.Monthly != nil:
			text = fmt.Sprintf("day %d, %s", at.Day(), clock)
		case s.Custom != nil:
			text = custom(s.Custom.Cron, at, ruled) + clock
		}
	}
	if !s.Enabled {
		text += " (paused)"
	}
	return text
}

// custom says on which days the words of cron run something, as a beginning to its time of day. The next time is at, which is on
// another weekday in the zone of the rule where that is across midnight.
func custom(cron string, at time.Time, ruled time.Weekday) string {
	on, ok := schedule.Days(cron)
	if !ok {
		return "cron " + cron + ", next " + at.Format("Mon ")
	}
	moved := at.Weekday() - ruled
	names := make([]string, len(on))
	for i, day := range on {
		on[i] = (day + moved + 7) % 7
	}
	slices.SortFunc(on, func(a, b time.Weekday) int { return cmp.Compare((a+6)%7, (b+6)%7) }) // a week begins on Monday
	for i, day := range on {
		names[i] = day.String()[:3]
	}
	switch last := len(on) - 1; {
	case last == 6:
		return "daily "
	case last > 1 && (on[last]+7-on[0])%7 == time.Weekday(last):
		return names[0] + "–" + names[last] + " "
	}
	return strings.Join(names, ", ") + " "
}

// unread is a rule whose next time cannot be told, as Hex has it.
func unread(s hex.Schedule) string {
	at := func(t *hex.ScheduleTime) string {
		return strings.TrimSpace(fmt.Sprintf("%02d:%02d %s", t.Hour, t.Minute, t.Timezone))
	}
	switch {
	case s.Hourly != nil:
		return fmt.Sprintf("hourly at :%02d", s.Hourly.Minute)
	case s.Daily != nil:
		return "daily " + at(s.Daily)
	case s.Weekly != nil:
		return strings.ToLower(s.Weekly.DayOfWeek) + " " + at(s.Weekly)
	case s.Monthly != nil:
		return fmt.Sprintf("day %d, %s", s.Monthly.Day, at(s.Monthly))
	case s.Custom != nil:
		return strings.TrimSpace("cron " + s.Custom.Cron + " " + s.Custom.Timezone)
	}
	return strings.ToLower(s.Cadence)
}
