package present

import (
	"testing"
	"time"

	"hextui/hex"
)

// Whatever zone Hex keeps a rule in, it is said in the local one, with its day.
func TestSchedulesAreSaidInTheLocalZone(t *testing.T) {
	local(t, "Europe/Berlin")
	winter := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	at := func(hour, minute int, zone string) *hex.ScheduleTime {
		return &hex.ScheduleTime{Hour: hour, Minute: minute, Timezone: zone, Day: 1, DayOfWeek: "MONDAY"}
	}
	cron := func(words string) hex.Schedule {
		s := hex.Schedule{Enabled: true, Cadence: "CUSTOM"}
		s.Custom = &struct {
			Cron     string `json:"cron"`
			Timezone string `json:"timezone"`
		}{words, "America/New_York"}
		return s
	}
	for _, c := range []struct {
		rule hex.Schedule
		now  time.Time
		want string
	}{
		{hex.Schedule{Enabled: true, Daily: at(6, 30, "+00:00")}, winter, "daily 07:30 CET"},
		{hex.Schedule{Enabled: true, Daily: at(6, 30, "+00:00")}, summer, "daily 08:30 CEST"},
		{hex.Schedule{Enabled: true, Weekly: at(1, 0, "+05:30")}, winter, "Sun 20:30 CET"},
		{hex.Schedule{Enabled: true, Monthly: at(23, 30, "-08:00")}, winter, "day 2, 08:30 CET"},
		{hex.Schedule{Enabled: true, Hourly: at(0, 15, "+05:30")}, winter, "hourly at :45"},
		{hex.Schedule{Daily: at(6, 30, "Europe/Berlin")}, winter, "daily 06:30 CET (paused)"},
		{cron("30 6 * * 1"), winter, "Mon 12:30 CET"},
		{cron("30 6 * * MON-FRI"), winter, "Mon–Fri 12:30 CET"},
		{cron("30 20 * * 1-5"), winter, "Tue–Sat 02:30 CET"},
		{cron("30 20 * * 0"), winter, "Mon 02:30 CET"},
		{cron("0 9 * * 1,3,7"), summer, "Mon, Wed, Sun 15:00 CEST"},
		{cron("0 9 * * *"), summer, "daily 15:00 CEST"},
		{cron("0 9 */1 1-12 0-6"), summer, "daily 15:00 CEST"},
		{cron("0 9,17 * * 1-5"), winter, "cron 0 9,17 * * 1-5, next Fri 15:00 CET"},
		{cron("0 9 1 * *"), winter, "cron 0 9 1 * *, next Tue 15:00 CET"},
		{cron("0 9 * 1 *"), winter, "cron 0 9 * 1 *, next Fri 15:00 CET"},
		{hex.Schedule{Enabled: true, Daily: at(6, 30, "Mars/Olympus")}, winter, "daily 06:30 Mars/Olympus"},
	} {
		if got := Schedule(c.rule, c.now); got != c.want {
			t.Errorf("%+v is said as %q, want %q", c.rule, got, c.want)
		}
	}
}

// local makes a zone the local one for a test.
func local(t *testing.T, name string) {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	before := time.Local
	time.Local = zone
	t.Cleanup(func() { time.Local = before })
}
