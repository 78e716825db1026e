package connection

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
)

// The cadences of a schema's refresh, in words and as Hex has them.
var (
	cadences = [...]string{"never by itself", "daily", "weekly", "monthly", "by cron"}
	hexWords = [...]string{"", "DAILY", "WEEKLY", "MONTHLY", "CUSTOM"}
	weekdays = [...]string{"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"}
)

// when says when a schema is read.
func when(s *hex.SchemaRefreshSchedule, now time.Time) string {
	if s == nil {
		return "not by itself"
	}
	at := func(t *hex.RefreshTime) *hex.ScheduleTime {
		if t == nil {
			return nil
		}
		return &hex.ScheduleTime{Minute: t.Minute, Hour: t.Hour, Day: t.Day, DayOfWeek: t.DayOfWeek, Timezone: t.Timezone}
	}
	rule := hex.Schedule{Cadence: s.Cadence, Enabled: s.Enabled, Daily: at(s.Daily), Weekly: at(s.Weekly), Monthly: at(s.Monthly)}
	if s.Custom != nil {
		rule.Custom = &struct {
			Cron     string `json:"cron"`
			Timezone string `json:"timezone"`
		}{s.Custom.Cron, s.Custom.Timezone}
	}
	return present.Schedule(rule, now)
}

// kept is a rule as Hex keeps it, in its own zone: two rules are the same where this is.
func kept(s *hex.SchemaRefreshSchedule) string {
	if s == nil {
		return ""
	}
	at := func(t *hex.RefreshTime) string {
		if t == nil {
			return ""
		}
		return fmt.Sprint(*t)
	}
	custom := ""
	if s.Custom != nil {
		custom = s.Custom.Cron + " " + s.Custom.Timezone
	}
	return fmt.Sprint(s.Cadence, s.Enabled, at(s.Daily), at(s.Weekly), at(s.Monthly), custom)
}

// day is a day of the week in three letters.
func day(word string) string {
	word = strings.ToLower(word)
	if len(word) < 3 {
		return word
	}
	return strings.ToUpper(word[:1]) + word[1:3]
}

func mayRefresh(a hex.SchemaRefreshAccess) string {
	switch a {
	case hex.RefreshByAdmins:
		return "admins"
	case hex.RefreshByQueries:
		return "all who may query"
	}
	return strings.ToLower(string(a))
}

// askRefresh asks when a connection's schema is read, and who may read it anew.
func askRefresh(env *screen.Env, c hex.DataConnection) {
	entries := refreshEntries(c)
	f := overlay.NewForm("When the schema of "+c.Name+" is read", "see the change", entries, func(f *overlay.Form) string {
		e, complaint := refreshEdit(c, f)
		if complaint != "" {
			return complaint
		}
		deed.Do(env, deed.Deed{
			Change: change.EditConnection{ID: c.ID, Edit: e}, Title: "Change when the schema of " + quoted(c.Name) + " is read?",
			Yes: "change it", Said: "When the schema of " + quoted(c.Name) + " is read was changed.", Name: field,
		})
		return ""
	})
	f.OnTurn = enableRefresh
	enableRefresh(f)
	env.Host.Ask(f)
}

// refreshEntries are the fields, as the schedule is now.
func refreshEntries(c hex.DataConnection) []*overlay.Entry {
	s := c.SchemaRefresh
	cadence, at, zone, cron, dayOfMonth := 0, "06:00", "UTC", "", "1"
	weekday, paused := 0, 0
	if s != nil {
		cadence = max(slices.Index(hexWords[:], s.Cadence), 0)
		if !s.Enabled {
			paused = 1
		}
		for _, t := range []*hex.RefreshTime{s.Daily, s.Weekly, s.Monthly} {
			if t == nil {
				continue
			}
			at, zone = fmt.Sprintf("%02d:%02d", t.Hour, t.Minute), t.Timezone
			weekday = max(slices.Index(weekdays[:], t.DayOfWeek), 0)
			if t.Day > 0 {
				dayOfMonth = strconv.Itoa(t.Day)
			}
		}
		if s.Custom != nil {
			cron, zone = s.Custom.Cron, s.Custom.Timezone
		}
	}
	days := make([]string, len(weekdays))
	for i, d := range weekdays {
		days[i] = day(d)
	}
	by := []string{mayRefresh(hex.RefreshByAdmins), mayRefresh(hex.RefreshByQueries)}
	who := &overlay.Entry{Name: "who", Label: "may be read by", Options: by}
	if c.SchemaRefreshAccess == hex.RefreshByQueries {
		who.Picked = 1
	}
	who.Note = "Hex's API neither reads the schema now nor says when that was done last: a person does it in Hex."
	return []*overlay.Entry{
		{Name: "cadence", Label: "is read", Options: slices.Clone(cadences[:]), Picked: cadence},
		(&overlay.Entry{Name: "at", Label: "at", Hint: "06:00"}).Preset(at),
		{Name: "weekday", Label: "on", Options: days, Picked: weekday},
		(&overlay.Entry{Name: "day", Label: "day of the month", Hint: "1 to 28"}).Preset(dayOfMonth),
		(&overlay.Entry{Name: "cron", Label: "cron", Hint: "0 6 * * 1-5"}).Preset(cron),
		(&overlay.Entry{Name: "zone", Label: "time zone", Hint: "Europe/Berlin"}).Preset(zone),
		{Name: "paused", Label: "goes on", Options: []string{"yes", "paused"}, Picked: paused},
		who,
	}
}

// enableRefresh closes the fields that the cadence does not need.
func enableRefresh(f *overlay.Form) {
	picked := hexWords[f.Field("cadence").Picked]
	for _, e := range f.Entries()[1 : len(f.Entries())-1] {
		needed := picked != ""
		switch e.Name {
		case "at":
			needed = needed && picked != "CUSTOM"
		case "weekday":
			needed = picked == "WEEKLY"
		case "day":
			needed = picked == "MONTHLY"
		case "cron":
			needed = picked == "CUSTOM"
		}
		e.Disabled = ""
		if !needed {
			e.Disabled = "not for this"
		}
	}
}

// refreshEdit is what a form changes, or why it cannot be.
func refreshEdit(c hex.DataConnection, f *overlay.Form) (e hex.DataConnectionEdit, complaint string) {
	s, complaint := schedule(f)
	if complaint != "" {
		return e, complaint
	}
	switch {
	case s == nil && c.SchemaRefresh != nil:
		e.NoSchemaRefresh = true
	case s != nil && kept(s) != kept(c.SchemaRefresh):
		e.SchemaRefresh = s
	}
	if who := []hex.SchemaRefreshAccess{hex.RefreshByAdmins, hex.RefreshByQueries}[f.Field("who").Picked]; who != c.SchemaRefreshAccess {
		e.SchemaRefreshAccess = who
	}
	if e.SchemaRefresh == nil && !e.NoSchemaRefresh && e.SchemaRefreshAccess == "" {
		return e, "Nothing is another than before."
	}
	return e, ""
}

// schedule is what a form says, nil for none.
func schedule(f *overlay.Form) (*hex.SchemaRefreshSchedule, string) {
	s := &hex.SchemaRefreshSchedule{Cadence: hexWords[f.Field("cadence").Picked], Enabled: f.Field("paused").Picked == 0}
	if s.Cadence == "" {
		return nil, ""
	}
	zone := strings.TrimSpace(f.Field("zone").Value())
	if zone == "" {
		return nil, "Say in which time zone, such as Europe/Berlin or UTC."
	}
	if s.Cadence == "CUSTOM" {
		cron := strings.TrimSpace(f.Field("cron").Value())
		if n := len(strings.Fields(cron)); n != 5 {
			return nil, "A cron line has five fields: minute, hour, day, month, day of the week."
		}
		s.Custom = &struct {
			Cron     string `json:"cron"`
			Timezone string `json:"timezoneString"`
		}{cron, zone}
		return s, ""
	}
	at, err := time.Parse("15:04", strings.TrimSpace(f.Field("at").Value()))
	if err != nil {
		return nil, "Write the time as 06:30."
	}
	t := &hex.RefreshTime{Hour: at.Hour(), Minute: at.Minute(), Timezone: zone}
	switch s.Cadence {
	case "DAILY":
		s.Daily = t
	case "WEEKLY":
		t.DayOfWeek, s.Weekly = weekdays[f.Field("weekday").Picked], t
	case "MONTHLY":
		t.Day, err = strconv.Atoi(strings.TrimSpace(f.Field("day").Value()))
		if err != nil || t.Day < 1 || t.Day > 28 {
			return nil, "The day of the month is a number from 1 to 28."
		}
		s.Monthly = t
	}
	return s, ""
}
