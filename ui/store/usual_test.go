package store

import (
	"fmt"
	"testing"
	"time"

	"hextui/hex"
)

// How long a run takes is told by runs of the same: of the published version, of the draft, of one cell.
func TestWhatIsUsual(t *testing.T) {
	s := New(nil, nil, nil, func() time.Time { return at }, false)
	n := 0
	ran := func(version hex.Version, cell string, took time.Duration) hex.Run {
		n++
		end := at.Add(took)
		r := hex.Run{ProjectID: "p", RunID: fmt.Sprint("run ", n), Version: version, Status: hex.RunCompleted}
		r.StartTime, r.EndTime = &at, &end
		if version == "draft" {
			s.SetDraftRun("p", r.RunID, cell)
		}
		s.NoteRun(r)
		return r
	}
	for _, took := range []time.Duration{9, 10, 11} {
		ran("12", "", took*time.Minute)
	}
	ran("draft", "", time.Minute)
	ran("draft", "orders", 2*time.Second)
	ran("draft", "orders", 3*time.Second)
	ran("draft", "orders", 4*time.Second)
	for _, c := range []struct {
		version hex.Version
		cell    string
		want    time.Duration
	}{{"12", "", 10 * time.Minute}, {"draft", "", time.Minute}, {"draft", "orders", 3 * time.Second}, {"draft", "refunds", 0}} {
		r := hex.Run{ProjectID: "p", RunID: "now", Version: c.version, Status: hex.RunRunning}
		if c.version == "draft" {
			s.SetDraftRun("p", r.RunID, c.cell)
		}
		if got := s.Usual("p", r); got != c.want {
			t.Errorf("a run of %q %q usually takes %s, want %s", c.version, c.cell, got, c.want)
		}
		delete(s.cellRuns, "now")
	}
}
