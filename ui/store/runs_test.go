package store

import (
	"testing"
	"time"

	"hextui/hex"
)

// The runs of a project may be read while one of them ends: the answer that comes after the word of the end is older than it.
func TestARunThatEndedDoesNotGoOn(t *testing.T) {
	start := at.Add(-time.Minute)
	run := func(id string, status hex.RunStatus) hex.Run {
		return hex.Run{ProjectID: "p", RunID: id, Status: status, StartTime: &start, Trigger: hex.TriggerScheduled}
	}
	s := New(nil, nil, nil, func() time.Time { return at }, false)
	s.Runs("p").begin()
	s.NoteRun(run("a", hex.RunCompleted))
	s.takeRuns("p", hex.RunPage{Runs: []hex.Run{run("b", hex.RunRunning), run("a", hex.RunRunning)}}, nil)
	for id, want := range map[string]hex.RunStatus{"a": hex.RunCompleted, "b": hex.RunRunning} {
		if r, _ := s.Runs("p").Get(id); r.Status != want {
			t.Errorf("run %s is %s, not %s", id, r.Status, want)
		}
	}
	if n := s.Runs("p").Len(); n != 2 {
		t.Errorf("%d runs are listed, not 2", n)
	}
	s.Runs("p").begin()
	s.takeRuns("p", hex.RunPage{Runs: []hex.Run{run("b", hex.RunErrored), run("a", hex.RunCompleted)}}, nil)
	if r, _ := s.Runs("p").Get("b"); r.Status != hex.RunErrored {
		t.Errorf("run b is %s, though it is known to have failed", r.Status)
	}
	if last := s.LastRun("p").Value; last == nil || last.RunID != "b" || last.Status != hex.RunErrored {
		t.Errorf("the last run is %+v, not b, which failed", last)
	}
}
