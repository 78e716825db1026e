package store

import (
	"testing"
	"time"

	"hextui/hex"
)

// A result is older than the draft's last run where that ended without completing and was to make the cell's result anew.
func TestWhatIsOlder(t *testing.T) {
	type step struct {
		run    string // a run of the draft from here: its id
		cell   string // … of this cell alone
		ended  hex.RunStatus
		result string // the run of the result of the cell "orders" that is read then, empty for none
	}
	steps := func(s ...step) []step { return s }
	for name, c := range map[string]struct {
		steps []step
		of    string // the run that did not complete, empty where the result is not older
	}{
		"nothing ran here":       {steps(step{result: "a"}), ""},
		"completed":              {steps(step{"a", "", hex.RunCompleted, "a"}), ""},
		"cancelled":              {steps(step{"a", "", hex.RunCompleted, "a"}, step{"b", "", hex.RunKilled, "a"}), "b"},
		"failed before it":       {steps(step{"a", "", hex.RunCompleted, "a"}, step{"b", "", hex.RunErrored, "a"}), "b"},
		"failed in it":           {steps(step{"a", "", hex.RunCompleted, "a"}, step{"b", "", hex.RunErrored, "b"}), ""},
		"never read before":      {steps(step{"b", "", hex.RunKilled, "a"}), "b"},
		"its own was cancelled":  {steps(step{"a", "", hex.RunCompleted, "a"}, step{"b", "orders", hex.RunKilled, "a"}), "b"},
		"another cell's was":     {steps(step{"a", "", hex.RunCompleted, "a"}, step{"b", "refunds", hex.RunKilled, "a"}), ""},
		"another's made it anew": {steps(step{"a", "", hex.RunKilled, ""}, step{"b", "refunds", hex.RunCompleted, "b"}), ""},
		"still running":          {steps(step{"a", "", hex.RunCompleted, "a"}, step{"b", "", hex.RunRunning, "a"}), ""},
		"somebody ran it":        {steps(step{"a", "", hex.RunKilled, "z"}, step{result: "y"}), ""},
		"… and it failed":        {steps(step{"a", "", hex.RunKilled, "z"}, step{result: "y"}, step{"b", "", hex.RunKilled, "y"}), "b"},
		"it completed after all": {steps(step{"a", "", hex.RunKilled, "z"}, step{"b", "", hex.RunCompleted, "b"}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := New(nil, nil, nil, func() time.Time { return at }, false)
			for i, st := range c.steps {
				if start := at.Add(time.Duration(i) * time.Minute); st.run != "" {
					s.SetDraftRun("p", st.run, st.cell)
					s.NoteRun(hex.Run{ProjectID: "p", RunID: st.run, Version: "draft", Status: st.ended, StartTime: &start})
				}
				if st.result != "" {
					s.takeOutput("orders", hex.CellOutput{ProjectID: "p", RunID: st.result, Kind: "table"})
				}
			}
			if run, older := s.Older("p", "orders"); run.RunID != c.of || older != (c.of != "") {
				t.Errorf("it is older than run %q: %v, want run %q", run.RunID, older, c.of)
			}
		})
	}
}
