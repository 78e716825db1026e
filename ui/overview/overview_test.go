package overview

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hextui/hex"
)

var now = time.Date(2026, 11, 28, 16, 30, 0, 0, time.Local)

// ran is a run that began and ended so many hours ago.
func ran(id string, status hex.RunStatus, by hex.RunTrigger, hours int) hex.Run {
	at := now.Add(-time.Duration(hours) * time.Hour)
	r := hex.Run{RunID: id, Status: status, Trigger: by, StartTime: &at}
	if status.Finished() {
		r.EndTime = &at
	}
	return r
}

func TestFailuresAreThoseSinceYesterdayAndCountedByHowTheyWereStarted(t *testing.T) {
	var o Overview
	p := &hex.Project{ID: "p", Title: "Revenue"}
	o.runs([]hex.Run{
		ran("viewer", hex.RunCompleted, hex.TriggerAppRefresh, 1),
		ran("now", hex.RunRunning, hex.TriggerAPI, 2),
		ran("third", hex.RunErrored, hex.TriggerScheduled, 10),
		ran("second", hex.RunNoKernel, hex.TriggerScheduled, 34),
		ran("stopped", hex.RunKilled, hex.TriggerScheduled, 40),
		ran("first", hex.RunErrored, hex.TriggerScheduled, 58),
		ran("fine", hex.RunCompleted, hex.TriggerScheduled, 82),
	}, p, midnight(now, 0), midnight(now, -1))
	o.runs([]hex.Run{ran("long ago", hex.RunErrored, hex.TriggerAPI, 80)}, p, midnight(now, 0), midnight(now, -1))
	if len(o.Running) != 1 || o.Running[0].RunID != "now" {
		t.Errorf("running are %v", o.Running)
	}
	if len(o.Failed) != 1 || o.Failed[0].RunID != "third" || o.Failed[0].InARow != 3 || o.Failed[0].More || o.Failed[0].OK.RunID != "fine" {
		t.Errorf("failed are %+v", o.Failed)
	}
	var both Overview // a failure of another way does not hide that of the schedule
	both.runs([]hex.Run{
		ran("by hand", hex.RunErrored, hex.TriggerAPI, 1), ran("second", hex.RunErrored, hex.TriggerScheduled, 2),
		ran("first", hex.RunErrored, hex.TriggerScheduled, 3),
	}, p, midnight(now, 0), midnight(now, -1))
	if len(both.Failed) != 2 || both.Failed[0].RunID != "by hand" || both.Failed[1].RunID != "second" || both.Failed[1].InARow != 2 {
		t.Errorf("failed in two ways are %+v", both.Failed)
	}
	var today []string
	for _, r := range o.Today {
		today = append(today, r.RunID)
	}
	if got := strings.Join(today, " "); got != "viewer now third" {
		t.Errorf("today ran %s", got)
	}
}

func TestHowOftenIsNotSaidForCertainWhereMoreMayBeBefore(t *testing.T) {
	n, more, ok := inARow([]hex.Run{ran("b", hex.RunErrored, hex.TriggerScheduled, 1), ran("a", hex.RunErrored, hex.TriggerScheduled, 25)})
	if n != 2 || !more || ok != nil {
		t.Errorf("%d in a row, more %v, success %v", n, more, ok)
	}
}

func ExampleFailed() {
	fmt.Println(Failed(hex.Run{Status: hex.RunNoKernel}), Failed(hex.Run{Status: hex.RunKilled}))
	// Output: true false
}
