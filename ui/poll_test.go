package ui

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/ui/screen"
	"hextui/ui/store"
	"hextui/ui/uitest"
)

// idle waits until nothing is under way, also of what is read for later.
func (w *watching) idle() {
	w.t.Helper()
	w.WaitIdle(func() bool { return w.app.Idle() && !w.app.ticking })
}

// waitHead waits until the header says something.
func (w *watching) waitHead(text string) {
	w.t.Helper()
	w.WaitUntil(fmt.Sprintf("the header says %q", text), func(f uitest.Frame) bool { return strings.Contains(f.Row(0), text) })
}

// waitSent waits until an operation was sent so often.
func (w *watching) waitSent(op string, n int) {
	w.t.Helper()
	w.WaitIdle(func() bool { return w.sent.of(op) >= n })
	w.idle()
	if got := w.sent.of(op); got != n {
		w.t.Errorf("%s was sent %d times, not %d", op, got, n)
	}
}

// poke is a message that means nothing: the program looks what is to be done.
type poke struct{}

// goTo opens a place.
func (w *watching) goTo(to screen.Target) {
	w.t.Helper()
	w.Do(func(tea.Model) { w.app.Go(to) })
	w.Message(poke{})
}

func (w *watching) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// places are all screens there are, of the project with a cell.
func (w *watching) places() []screen.Target {
	w.t.Helper()
	cell, _ := w.cell()
	runs, err := w.other.GetProjectRuns(w.t.Context(), cell.ProjectID, hex.RunQuery{Limit: 1})
	w.must(err)
	groups, err := w.other.ListGroups(w.t.Context(), hex.GroupQuery{})
	w.must(err)
	shelves, err := w.other.ListCollections(w.t.Context(), hex.CollectionQuery{})
	w.must(err)
	people, err := w.other.ListUsers(w.t.Context(), hex.UserQuery{})
	w.must(err)
	connections, err := w.other.ListDataConnections(w.t.Context(), hex.ConnectionQuery{})
	w.must(err)
	threads, err := w.other.ListThreads(w.t.Context(), hex.ThreadQuery{})
	w.must(err)
	return []screen.Target{
		{Place: screen.Projects},
		{Place: screen.Project, ID: cell.ProjectID, Title: "Weekly revenue"},
		{Place: screen.Project, ID: cell.ProjectID, Title: "Weekly revenue", Sub: cell.StaticID, Edit: true},
		{Place: screen.Runs, ID: cell.ProjectID, Title: "Weekly revenue"},
		{Place: screen.Run, ID: cell.ProjectID, Title: "Weekly revenue", Sub: runs.Runs[0].RunID},
		{Place: screen.Groups}, {Place: screen.Group, ID: groups.Items[0].ID, Title: groups.Items[0].Name},
		{Place: screen.Collections}, {Place: screen.Collection, ID: shelves.Items[0].ID, Title: shelves.Items[0].Name},
		{Place: screen.Connections}, {Place: screen.Connection, ID: connections.Items[0].ID, Title: connections.Items[0].Name},
		{Place: screen.Users}, {Place: screen.User, ID: people.Items[0].ID, Title: people.Items[0].Name},
		{Place: screen.Threads}, {Place: screen.Thread, ID: threads.Items[0].ID, Title: threads.Items[0].Title},
		{Place: screen.Drafts}, {Place: screen.Activity}, {Place: screen.Home}, {Place: screen.AllRuns}, {Place: screen.Settings},
	}
}

// drawnTwice brings the screen in step and draws it, twice: nothing may begin by that, and both frames are the same.
func (w *watching) drawnTwice(when string) {
	w.t.Helper()
	w.Do(func(tea.Model) {
		a := w.app
		busy, requests, notices := a.tasks.Busy(), w.sent.all(), len(a.notices)
		var frames [2]string
		for i := range frames {
			a.top().Sync()
			a.draw()
			frames[i] = a.frame.Content
		}
		if frames[0] != frames[1] {
			w.t.Errorf("%s: drawn again it is another frame:\n%s\n%s", when, frames[0], frames[1])
		}
		if n := a.tasks.Busy(); n != busy {
			w.t.Errorf("%s: drawing began %d pieces of work", when, n-busy)
		}
		if now := w.sent.all(); busy == 0 && !maps.Equal(now, requests) {
			w.t.Errorf("%s: drawing sent requests: before %v, after %v", when, requests, now)
		}
		if len(a.notices) != notices {
			w.t.Errorf("%s: drawing said something: %v", when, a.notices[notices:])
		}
		if wants := a.top().Wants(); fmt.Sprint(wants) != fmt.Sprint(a.top().Wants()) {
			w.t.Errorf("%s: asked again it wants something else than %v", when, wants)
		}
	})
}

// Drawing changes nothing, whatever is shown: what was never read, what is being read, what is known, what failed.
func TestDrawingChangesNothing(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {160, 50}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			w := begin(t, Session{Name: "test", DraftsOf: "test"}, hex.NoLimits, uitest.Size(size[0], size[1]))
			w.WaitFor("Weekly revenue")
			places := w.places()
			for _, to := range places {
				w.idle()
				name := strings.TrimSpace(fmt.Sprint(to.Place, " ", to.Sub))
				w.Do(func(tea.Model) { w.app.Go(to) })
				w.drawnTwice(name + ", not read")
				w.Message(poke{})
				w.drawnTwice(name + ", being read")
				w.idle()
				w.drawnTwice(name + ", read")
				w.Press("down")
				w.drawnTwice(name + ", moved")
				w.idle()
				w.drawnTwice(name + ", at rest")
				if w.app.top().Typing() {
					w.Type("-- x")
					w.WaitFor("draft kept") // what reaches the disk is said when it does, not because of a drawing
					w.drawnTwice(name + ", typed into")
					w.Press("esc")
					continue
				}
				w.Press("/")
				w.Type("e")
				w.drawnTwice(name + ", filtered")
				w.Press("esc")
			}
			w.must(w.space.AddFault(emulator.Fault{Kind: emulator.Status, Status: 500}))
			for _, to := range places {
				w.goTo(to)
				w.clock.Move(time.Hour)
				w.idle()
				w.drawnTwice(string(to.Place) + ", failed")
			}
		})
	}
}

// A run that another program started is on the screen within five seconds, and in the demo in half of that; before that
// nothing is asked for.
func TestARunStartedElsewhereIsSeen(t *testing.T) {
	for _, demo := range []bool{false, true} {
		t.Run(fmt.Sprintf("demo %t", demo), func(t *testing.T) {
			w := begin(t, Session{Name: "test", DraftsOf: "test", Demo: demo}, hex.NoLimits)
			w.WaitFor("Weekly revenue")
			cell, _ := w.cell()
			w.goTo(screen.Target{Place: screen.Runs, ID: cell.ProjectID, Title: "Weekly revenue"})
			w.WaitFor("its schedule")
			w.idle()
			before := w.sent.of("GetProjectRuns")
			run, err := w.other.RunProject(t.Context(), cell.ProjectID, hex.RunRequest{})
			w.must(err)
			within := store.RunsWithin
			if demo {
				within /= 2
			}
			w.clock.Move(within - time.Millisecond)
			w.Message(poke{})
			w.idle()
			if n := w.sent.of("GetProjectRuns") - before; n != 0 {
				t.Errorf("the runs were read %d times before they were old", n)
			}
			w.clock.Move(time.Millisecond)
			w.WaitFor(run.RunID[:13])
			w.waitSent("GetProjectRuns", before+1)
		})
	}
}

// What another program writes to the cell that is open is read within fifteen seconds, and the header says how old it is.
func TestACellWrittenElsewhereIsSeen(t *testing.T) {
	w := watch(t)
	cell, snap := w.cell()
	w.goTo(screen.Target{Place: screen.Project, ID: cell.ProjectID, Title: "Weekly revenue", Sub: cell.StaticID})
	w.WaitFor("● now")
	w.idle()
	_, err := w.other.Save(t.Context(), snap, hex.Edit{Source: "-- from elsewhere\n" + snap.Source})
	w.must(err)
	w.clock.Move(5 * time.Second)
	w.waitHead("● 5s")
	w.WantNo("from elsewhere")
	w.clock.Move(10 * time.Second)
	w.WaitFor("-- from elsewhere")
	w.waitHead("● now")
}

// What an agent of this process writes is on every screen at once, whether it has the focus or not, and was seen last.
func TestAWriteOfThisProcessIsSeenAtOnce(t *testing.T) {
	w := watch(t)
	cell, snap := w.cell()
	w.goTo(screen.Target{Place: screen.Project, ID: cell.ProjectID, Title: "Weekly revenue", Sub: cell.StaticID})
	w.WaitFor("● now")
	w.idle()
	saved, err := w.client.Save(t.Context(), snap, hex.Edit{Source: "-- by an agent\n" + snap.Source})
	w.must(err)
	w.WaitFor("-- by an agent")

	w.Blur()
	_, err = w.client.Save(t.Context(), saved.Snapshot, hex.Edit{Source: "-- without focus\n" + snap.Source})
	w.must(err)
	w.WaitFor("-- without focus")
	w.Focus()

	w.goTo(screen.Target{Place: screen.Groups})
	w.WaitFor("groups")
	w.idle()
	w.clock.Move(time.Minute / 2)
	_, err = w.client.CreateGroup(t.Context(), "Of an agent", nil)
	w.must(err)
	w.WaitFor("Of an agent")

	// The list was not shown when the cell was written; it is read when it is shown.
	w.goTo(screen.Target{Place: screen.Projects})
	w.WaitUntil("the row tells of the edit", func(f uitest.Frame) bool {
		for _, row := range f.Rows() {
			if strings.Contains(row, "Weekly revenue") && strings.Contains(row, "30s ago") {
				return true
			}
		}
		return false
	})
}

// What is shown is read anew when it is old, and nothing else is; nothing at all is while the window has no focus.
func TestWhatIsNotShownCostsNothing(t *testing.T) {
	w := watch(t)
	cell, _ := w.cell()
	w.goTo(screen.Target{Place: screen.Project, ID: cell.ProjectID, Title: "Weekly revenue"})
	w.WaitFor("from orders o")
	w.goTo(screen.Target{Place: screen.Connections})
	w.WaitFor("connections")
	w.idle()
	before := w.sent.all()
	for range 5 {
		n := w.sent.of("ListDataConnections")
		w.clock.Move(store.ListWithin)
		w.waitSent("ListDataConnections", n+1)
	}
	before["ListDataConnections"] += 5
	if now := w.sent.all(); !maps.Equal(now, before) {
		t.Errorf("five minutes over the connections sent %v, not %v", now, before)
	}

	w.Blur()
	w.Want("○ read 12:05:00")
	woken := w.Messages()["ui.wake"]
	w.clock.Move(time.Hour)
	w.Sync()
	if n := w.Messages()["ui.wake"] - woken; n != 0 {
		t.Errorf("without focus the program woke %d times: %v", n, w.Messages())
	}
	w.Message(poke{})
	w.Want("○ read 12:05:00")
	if now := w.sent.all(); !maps.Equal(now, before) {
		t.Errorf("an hour without focus sent %v, not %v", now, before)
	}
	w.Focus()
	w.waitSent("ListDataConnections", before["ListDataConnections"]+1)
	w.waitHead("● now")
}

// While the terminal is another program's nothing is read; what is old is read when it comes back.
func TestNothingIsReadWhileTheTerminalIsAway(t *testing.T) {
	w := watch(t)
	w.goTo(screen.Target{Place: screen.Groups})
	w.waitHead("● now")
	w.idle()
	before := w.sent.all()
	w.Do(func(tea.Model) { w.app.away = true })
	w.Message(poke{})
	w.clock.Move(time.Hour)
	w.Message(poke{})
	w.idle()
	if now := w.sent.all(); !maps.Equal(now, before) {
		t.Errorf("an hour away sent %v, not %v", now, before)
	}
	w.Message(tea.ResumeMsg{})
	w.waitSent("ListGroups", before["ListGroups"]+1)
	w.waitHead("● now")
}

// A workspace whose clock is ahead has edited nothing in the future.
func TestAnEditJustMadeIsNotInTheFuture(t *testing.T) {
	w := watch(t)
	w.idle()
	w.Do(func(tea.Model) {
		p := w.app.store.Projects.Item(0)
		p.LastEditedAt = w.clock.Now().Add(time.Minute)
		w.app.store.Projects.Put(p.ID, p)
	})
	w.Message(poke{})
	w.WaitUntil("the row says now", func(f uitest.Frame) bool { return strings.Contains(f.Row(5), "now") })
	w.WantNo(" in 1m", "in 60s")
}

// The header counts the age, is drawn anew when its text changes and not else, and turns stale by itself.
func TestTheHeaderTellsTheAge(t *testing.T) {
	w := begin(t, Session{Name: "test", DraftsOf: "test"}, hex.Limits{PerMinute: 60, GroupPerMinute: -1, RunsPerMinute: -1})
	w.WaitFor("69 projects")
	w.goTo(screen.Target{Place: screen.Collections})
	w.WaitFor("Board pack")
	w.idle()
	for w.client.Budget().Left > 5 { // so few that nothing is read again
		_, err := w.client.ListGroups(t.Context(), hex.GroupQuery{})
		w.must(err)
	}
	for i, want := range []string{"● now", "● 5s", "● 5s", "● 10s", "● 10s", "● 15s"} {
		w.clock.Move(5 * time.Second / 2)
		w.waitHead(want)
		w.Sync()
		if n := w.Messages()["ui.wake"]; n > i/2+2 { // one may have been asked for before the list was read
			t.Errorf("at %s the program woke %d times", want, n)
		}
	}
	for range 160 {
		w.clock.Move(time.Second)
	}
	w.waitHead("● 2m")
	w.clock.Move(10 * time.Second)
	w.waitHead("× stale, read 3m ago")
	w.clock.Move(37 * time.Minute)
	w.waitHead("× stale, read 40m ago")
}

// A reading that fails makes what is shown stale, is told once, and is tried again.
func TestAFailedReadingIsTriedAgain(t *testing.T) {
	w := watch(t)
	w.goTo(screen.Target{Place: screen.Groups})
	w.waitHead("● now")
	w.idle()
	w.must(w.space.AddFault(emulator.Fault{Kind: emulator.Status, Status: 500, Operation: "ListGroups"}))
	w.clock.Move(store.ListWithin)
	w.waitHead("× stale, read 1m ago")
	for i, pause := range []time.Duration{firstPause, 2 * firstPause, 4 * firstPause} {
		w.clock.Move(pause)
		w.waitSent("ListGroups", i+3)
	}
	w.Do(func(tea.Model) {
		told := 0
		for _, n := range w.app.notices {
			if strings.Contains(n.text, "could not be read anew") {
				told++
			}
		}
		if told != 1 {
			t.Errorf("the trouble was told %d times: %v", told, w.app.notices)
		}
	})
	w.space.ClearFaults()
	w.clock.Move(lastPause)
	w.waitHead("● now")
}

// However often a person asks, one reading is under way and at most one follows.
func TestThirtyRefreshesAreTwo(t *testing.T) {
	w := watch(t)
	w.goTo(screen.Target{Place: screen.Connections})
	w.waitHead("● now")
	w.idle()
	// The answer is held until another one is sent.
	w.must(w.space.AddFault(emulator.Fault{Kind: emulator.Reorder, Operation: "ListDataConnections", Delay: time.Hour, Times: 1}))
	w.Press("R")
	w.Want("reading")
	w.Raw(strings.Repeat("R", 30))
	w.Sync()
	if _, err := w.other.Me(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.waitSent("ListDataConnections", 3)
	w.waitHead("● now")
}

// Where there is a request budget, what is beside the list is read a little at a time, and enough is left for the person.
func TestGuessesLeaveTheBudgetAlone(t *testing.T) {
	w := begin(t, Session{Name: "test", DraftsOf: "test"}, hex.Limits{}, uitest.Size(160, 50))
	w.WaitFor("69 projects")
	w.WaitIdle(func() bool { return w.sent.of("GetProjectRuns") >= guessesAMinute })
	w.idle()
	for range 20 {
		w.clock.Move(time.Second)
		w.Message(poke{})
		w.idle()
	}
	if b := w.client.Budget(); b.Left < b.Limit/2 {
		t.Errorf("looking at the list leaves %d of %d requests: %v", b.Left, b.Limit, w.sent.all())
	}
	if n := w.sent.of("GetProjectRuns"); n > guessesAMinute+2 {
		t.Errorf("%d newest runs were looked up in a minute", n)
	}
}

// Every write of the client is known by what it touches: an unknown one has everything read anew.
func TestEveryWriteIsKnown(t *testing.T) {
	files, err := filepath.Glob("../hex/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("there is no client", err)
	}
	write := regexp.MustCompile(`op: "(\w+)"[^}]*method: "|sharing\{op: "(\w+)"`)
	s := store.New(nil, nil, nil, time.Now, false)
	everything, found := len(s.Touched("NoSuchOperation", "/x")), 0
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range write.FindAllStringSubmatch(string(text), -1) {
			found++
			if op := m[1] + m[2]; len(s.Touched(op, "/x/1")) >= everything {
				t.Errorf("what %s touches is not known", op)
			}
		}
	}
	if found < 25 {
		t.Errorf("only %d writes were found", found)
	}
}

// Who scrolls past a hundred rows waits for one moment in all, and nothing wakes before it is over; what is shown at the end is read
// once it has been shown for a moment.
func TestScrollingWaitsForOneMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPoll(nil, nil, time.Now)
		ends := make(chan restful, 100)
		waits := 0
		wait := func(moment tea.Cmd) {
			if moment != nil {
				waits++
				go func() { ends <- moment().(restful) }()
			}
		}
		for row := range 100 {
			wait(p.show([]store.Want{{Thing: store.Thing{Kind: store.Runs, ID: fmt.Sprint(row)}, Guess: true}}))
			time.Sleep(30 * time.Millisecond) // of the bubble's time
			select {
			case <-ends:
				t.Fatalf("the moment was over at row %d, which was passed", row)
			default:
			}
		}
		if waits != 1 {
			t.Errorf("%d moments were waited for", waits)
		}
		shown := time.Now().Add(-30 * time.Millisecond)
		for !p.rested {
			<-ends
			wait(p.rest())
		}
		if after := time.Since(shown); after != aMoment {
			t.Errorf("what was shown last is read after %v, not after %v", after, aMoment)
		}
	})
}
