package schedule_test

import (
	"encoding/json"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/schedule"
)

func TestNextRunOfASchedule(t *testing.T) {
	after := time.Date(2026, 11, 28, 16, 30, 0, 0, time.UTC) // a Saturday
	for text, want := range map[string]string{
		`{"enabled":true,"hourly":{"minute":15,"timezone":"+00:00"}}`:                                  "2026-11-28T17:15:00Z",
		`{"enabled":true,"hourly":{"minute":15,"timezone":"+05:30"}}`:                                  "2026-11-28T16:45:00Z",
		`{"enabled":true,"daily":{"hour":6,"minute":30,"timezone":"+00:00"}}`:                          "2026-11-29T06:30:00Z",
		`{"enabled":true,"daily":{"hour":18,"minute":0,"timezone":"+01:00"}}`:                          "2026-11-28T17:00:00Z",
		`{"enabled":true,"weekly":{"dayOfWeek":"MONDAY","hour":7,"minute":0,"timezone":"+01:00"}}`:     "2026-11-30T06:00:00Z",
		`{"enabled":true,"weekly":{"dayOfWeek":"SATURDAY","hour":16,"minute":30,"timezone":"+00:00"}}`: "2026-12-05T16:30:00Z",
		`{"enabled":true,"monthly":{"day":31,"hour":0,"minute":0,"timezone":"+00:00"}}`:                "2026-12-31T00:00:00Z",
		`{"enabled":true,"custom":{"cron":"*/20 * * * *","timezone":"UTC"}}`:                           "2026-11-28T16:40:00Z",
		`{"enabled":true,"custom":{"cron":"0 9-17/4 * * MON-FRI","timezone":"+00:00"}}`:                "2026-11-30T09:00:00Z",
		`{"enabled":true,"custom":{"cron":"5 4 1,15 * 7","timezone":"+00:00"}}`:                        "2026-11-29T04:05:00Z",
		`{"enabled":true,"custom":{"cron":"0 0 29 feb *","timezone":"+00:00"}}`:                        "2028-02-29T00:00:00Z",
		`{"enabled":false,"daily":{"hour":6,"minute":30,"timezone":"+00:00"}}`:                         "",
		`{"enabled":true,"custom":{"cron":"@daily","timezone":"+00:00"}}`:                              "",
		`{"enabled":true,"custom":{"cron":"61 * * * *","timezone":"+00:00"}}`:                          "",
		`{"enabled":true,"custom":{"cron":"0 0 31 2 *","timezone":"+00:00"}}`:                          "",
		`{"enabled":true,"custom":{"cron":"0 0 * * *","timezone":"Mars/Olympus"}}`:                     "",
		`{"enabled":true,"weekly":{"dayOfWeek":"SOMEDAY","hour":7,"minute":0,"timezone":"+01:00"}}`:    "",
		`{"enabled":true}`: "",
	} {
		var s hex.Schedule
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			t.Fatal(err)
		}
		at, ok := schedule.Next(s, after)
		got := ""
		if ok {
			got = at.UTC().Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%s runs at %q, want %q", text, got, want)
		}
	}
}

func TestSoonestOfSeveral(t *testing.T) {
	at := func(hour int) hex.Schedule {
		return hex.Schedule{Enabled: true, Daily: &hex.ScheduleTime{Hour: hour, Timezone: "+00:00"}}
	}
	after := time.Date(2026, 11, 28, 16, 30, 0, 0, time.UTC)
	if got, ok := schedule.Soonest([]hex.Schedule{at(15), at(18), at(17)}, after); !ok || got.Hour() != 17 {
		t.Errorf("soonest is %v %v", got, ok)
	}
	if _, ok := schedule.Soonest(nil, after); ok {
		t.Error("no schedule runs")
	}
}
