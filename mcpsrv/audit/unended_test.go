package audit

import (
	"path/filepath"
	"testing"
	"time"
)

// What was sent and has neither an answer nor an end in the log is found, and nothing else is.
func TestUnended(t *testing.T) {
	at := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	log, err := Open(path, Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	put := func(call, tool string, events ...Event) {
		t.Helper()
		for _, e := range events {
			if err := log.Append(Record{Event: e, Call: call, Tool: tool}); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("1", "ended", Intent, Call)
	put("2", "answered", Intent, Answered)
	put("3", "killed", Intent)
	put("4", "read", Call)
	put("5", "again", Intent)
	put("6", "again", Intent, Call)
	at = at.Add(time.Hour)
	put("7", "other", Intent, Call)
	for tool, want := range map[string]string{"ended": "", "answered": "", "killed": "3", "read": "", "again": "", "none": ""} {
		got, there, err := log.Unended(at.Add(-2*time.Hour), func(r Record) bool { return r.Tool == tool })
		if err != nil || there != (want != "") || there && got.Call != want {
			t.Errorf("%s: %v %q, %v", tool, there, got.Call, err)
		}
	}
	if _, there, err := log.Unended(at.Add(-time.Minute), func(r Record) bool { return r.Tool == "killed" }); there || err != nil {
		t.Errorf("one of long ago is found: %v", err)
	}
	if _, there, err := (&Log{path: filepath.Join(t.TempDir(), "none")}).Unended(at, func(Record) bool { return true }); there ||
		err != nil {
		t.Errorf("a log that there is not has one: %v", err)
	}
}
