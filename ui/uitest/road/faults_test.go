package road

import (
	"cmp"
	"net/http"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/emulator"
)

// trouble is a fault and what a person is told of it: what happened, and what to do.
type trouble struct {
	name  string
	fault emulator.Fault
	says  []string
}

// troubles are the faults that keep an answer from being read.
func troubles() []trouble {
	status := func(code int) emulator.Fault { return emulator.Fault{Kind: emulator.Status, Status: code} }
	return []trouble{
		{"401", status(401), []string{"Hex does not accept the token.", "Check the token and the host"}},
		{"403", status(403), []string{"The token may not do this with the", "Check the token's scope"}},
		{"429", status(429), []string{"Hex's request limit is reached.", "Try again in a minute."}},
		{"500", status(500), []string{"Hex failed with a fault of its own (500).",
			"Try again; if it stays, give Hex's support the trace id"}},
		{"503", status(503), []string{"Hex is not available now (503).", "Try again in a moment."}},
		{"html", emulator.Fault{Kind: emulator.HTML}, []string{"A web page came instead of an answer of Hex's API: 502 Bad Gateway",
			"Try again in a moment."}},
		{"truncated", emulator.Fault{Kind: emulator.Truncate},
			[]string{"was cut before the answer was complete.", "Check the network and the address."}},
		{"garbage", emulator.Fault{Kind: emulator.Garbage}, []string{"The answer cannot be read",
			"no proxy or login page stands in between."}},
		{"reset", emulator.Fault{Kind: emulator.Reset}, []string{"was cut before the answer was complete.",
			"Check the network and the address."}},
	}
}

func TestAListThatCannotBeReadSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for _, trouble := range troubles() {
		t.Run(trouble.name, func(t *testing.T) {
			fault := trouble.fault
			fault.Operation = "ListProjects"
			d := sit(t, setup{client: impatient, workspace: emulator.Options{Faults: []emulator.Fault{fault}}})
			d.see("The projects could not be read.", "not read")
			d.told(trouble.says...)
			d.workspace.ClearFaults()
			d.readAgain()
			d.see("69 projects", "Weekly revenue", "● now")
			d.WantNo("could not be read")
		})
	}
}

func TestAListThatCannotBeReadAgainStaysWithItsAge(t *testing.T) {
	t.Parallel()
	for _, trouble := range troubles() {
		t.Run(trouble.name, func(t *testing.T) {
			d := sit(t, setup{client: impatient})
			d.see("69 projects", "● now")
			fault := trouble.fault
			fault.Operation = "ListProjects"
			d.fault(fault)
			d.clock.advance(5 * time.Minute) // by itself it is read again
			d.see("stale, read 5m ago", "69 projects", "Weekly revenue")
			d.told(trouble.says...)
			d.workspace.ClearFaults()
			d.readAgain()
			d.see("● now", "69 projects")
			d.WantNo("stale")
		})
	}
}

func TestAProjectThatCannotBeReadSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for _, trouble := range troubles() {
		t.Run(trouble.name, func(t *testing.T) {
			d := sit(t, setup{client: impatient})
			d.see("69 projects")
			fault := trouble.fault
			fault.Operation = "ListCells"
			d.fault(fault)
			d.find("weekly revenue")
			d.choose("Weekly revenue")
			d.Press("enter")
			d.see("The cells of this project could not be read.", "R tries again, esc goes back")
			d.told(trouble.says...)
			d.workspace.ClearFaults()
			d.readAgain()
			d.see("weekly_orders", "● now")
		})
	}
}

// readAgain refreshes until it works: a client that was refused for going too fast rests for a moment.
func (d *desk) readAgain() {
	d.t.Helper()
	for range 10 {
		d.Press("R")
		d.WaitUntil("the reading has ended", func(f frame) bool { return !strings.Contains(f.Row(0), "reading") })
		if head := d.Row(0); !strings.Contains(head, "not read") && !strings.Contains(head, "stale") {
			return
		}
		d.aWhile()
	}
	d.t.Fatal("it cannot be read again")
}

func TestSlowAnswersLeaveWhatIsThere(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.see("69 projects", "● now")
	d.fault(emulator.Fault{Kind: emulator.Delay, Operation: "ListProjects", Delay: time.Hour})
	d.Press("R")
	d.see("reading")
	d.Want("69 projects", "Weekly revenue")
	d.find("weekly revenue")
	d.see("1 of 69")
	d.workspace.ClearFaults()
	d.clock.advance(time.Minute)
	d.Press("R")
	d.see("● now", "1 of 69")
}

func TestASlowFirstAnswerSaysThatItIsWaitedFor(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{workspace: emulator.Options{Faults: []emulator.Fault{{Kind: emulator.Delay, Operation: "ListProjects",
		Delay: time.Hour}}}})
	d.see("reading the projects")
	d.workspace.ClearFaults()
	d.clock.advance(10 * time.Second) // long enough for a person to ask again
	d.Press("R")
	d.see("69 projects")
}

func TestAnswersInTheWrongOrderDoNotMatter(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{workspace: emulator.Options{Faults: []emulator.Fault{{Kind: emulator.Reorder, Delay: 300 * time.Millisecond}}}})
	d.see("69 projects")
	d.open("Weekly revenue")
	d.Press("j")
	d.Press("R", "R", "R")
	d.see("SQL  weekly_orders", "from orders o", "● now")
}

// A patient client gets over a short trouble by itself; the person sees that it waits, and for what.
func TestARequestLimitIsWaitedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, retryAfter string }{{"with Retry-After", "1"}, {"without", ""}} {
		t.Run(c.name, func(t *testing.T) {
			d := sit(t, setup{realTime: true})
			d.see("69 projects")
			d.fault(emulator.Fault{Kind: emulator.Status, Status: 429, RetryAfter: c.retryAfter, Times: 1})
			d.find("weekly revenue")
			d.choose("Weekly revenue")
			d.Press("enter")
			if c.retryAfter != "" {
				d.see("waiting 1s: for Hex's request budget")
			}
			d.see("weekly_orders")
			d.WaitGone("waiting")
		})
	}
}

func TestAWaitIsToldInShortWhereThereIsNoRoomForItsReason(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{realTime: true, size: size{72, 20}})
	d.openCell("Weekly revenue", "weekly_orders")
	d.fault(emulator.Fault{Kind: emulator.Status, Status: 429, RetryAfter: "3", Times: 1})
	d.Press("R")
	d.see("waiting 3s")
	d.Want("Acme Analytics › Projects › Weekly revenue")
	d.WaitGone("waiting")
}

func TestALimitThatLastsIsToldWithItsEnd(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{workspace: emulator.Options{Faults: []emulator.Fault{{Kind: emulator.Status, Status: 429, RetryAfter: "3600"}}}})
	d.told("Hex's request limit is reached.", "Hex asks for a pause of 1h,", "at most 5m are waited.")
}

func TestAShortTroubleIsNotSeen(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{workspace: emulator.Options{Faults: []emulator.Fault{
		{Kind: emulator.Status, Status: 503, Times: 1}, {Kind: emulator.Reset, Times: 1}, {Kind: emulator.Truncate, Times: 1},
	}}})
	d.see("69 projects", "● now")
	d.WantNo("could not be read")
}

// A save never writes twice, and what is said of it is true.
func TestASaveInEveryTrouble(t *testing.T) {
	t.Parallel()
	const mine = "select 'mine'"
	for _, c := range []struct {
		trouble
		written bool
		client  hex.Options
		sent    int // writes, the later ones after a refusal that did nothing
	}{
		{trouble: trouble{"401", emulator.Fault{Kind: emulator.Status, Status: 401},
			[]string{"weekly_orders was not saved. Hex does not accept the token."}}, sent: 1},
		{trouble: trouble{"403", emulator.Fault{Kind: emulator.Status, Status: 403},
			[]string{"weekly_orders was not saved. The token may not do this with the cell."}}, sent: 1},
		{trouble: trouble{"429", emulator.Fault{Kind: emulator.Status, Status: 429},
			[]string{"weekly_orders was not saved. Hex's request limit is reached."}}, client: impatient, sent: 1},
		{trouble: trouble{"429 for a moment", emulator.Fault{Kind: emulator.Status, Status: 429, RetryAfter: "1", Times: 1},
			[]string{"weekly_orders saved to the draft"}}, written: true, sent: 2},
		{trouble: trouble{"500", emulator.Fault{Kind: emulator.Status, Status: 500},
			[]string{"weekly_orders was not saved. Hex failed with a fault of its own (500).", "it was not written. Save again."}},
			sent: 1},
		{trouble: trouble{"503", emulator.Fault{Kind: emulator.Status, Status: 503},
			[]string{"weekly_orders was not saved. Hex is not available now (503).", "it was not written. Save again."}}, sent: 1},
		{trouble: trouble{"html", emulator.Fault{Kind: emulator.HTML},
			[]string{"weekly_orders was not saved. A web page came instead", "it was not written. Save again."}}, sent: 1},
		{trouble: trouble{"reset", emulator.Fault{Kind: emulator.Reset},
			[]string{"weekly_orders was not saved. The connection", "it was not written. Save again."}}, sent: 1},
		{trouble: trouble{"500 before the write", emulator.Fault{Kind: emulator.Status, Status: 500, Operation: "GetCell"},
			[]string{"weekly_orders was not saved. Hex failed with a fault of its own (500)."}}, sent: 0},
		{trouble: trouble{"500 after the write", emulator.Fault{Kind: emulator.Status, Status: 500, Late: true},
			[]string{"weekly_orders saved to the draft"}}, written: true, sent: 1},
		{trouble: trouble{"html after the write", emulator.Fault{Kind: emulator.HTML, Late: true},
			[]string{"weekly_orders saved to the draft"}}, written: true, sent: 1},
		{trouble: trouble{"reset after the write", emulator.Fault{Kind: emulator.Reset, Late: true},
			[]string{"weekly_orders saved to the draft"}}, written: true, sent: 1},
		{trouble: trouble{"truncated", emulator.Fault{Kind: emulator.Truncate}, []string{"weekly_orders saved to the draft"}},
			written: true, sent: 1},
		{trouble: trouble{"garbage", emulator.Fault{Kind: emulator.Garbage}, []string{"weekly_orders saved to the draft"}}, written: true,
			sent: 1},
		{trouble: trouble{"reordered", emulator.Fault{Kind: emulator.Reorder, Delay: 50 * time.Millisecond},
			[]string{"weekly_orders saved to the draft"}}, written: true, sent: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := sit(t, setup{client: c.client})
			before := d.source("Weekly revenue", "weekly_orders")
			d.openCell("Weekly revenue", "weekly_orders")
			d.rewrite(mine)
			fault := c.fault
			fault.Operation = cmp.Or(fault.Operation, "UpdateCell")
			d.fault(fault)
			d.save()
			d.told(c.says...)
			d.Want(mine)
			want := before
			if c.written {
				want = mine
			}
			d.wantSource("Weekly revenue", "weekly_orders", want)
			if n := d.sent.of("UpdateCell"); n != c.sent {
				t.Errorf("the write was sent %d times, want %d", n, c.sent)
			}
			if c.written {
				return
			}
			d.see("draft kept")
			d.workspace.ClearFaults()
			d.untilSaved()
			d.wantSource("Weekly revenue", "weekly_orders", mine)
		})
	}
}

// untilSaved saves again until it works: a client that was refused for going too fast rests for a moment.
func (d *desk) untilSaved() {
	d.t.Helper()
	for range 10 {
		d.clock.advance(10 * time.Second)
		d.Press("left") // an error that was read goes with the next key
		d.WaitGone("was not saved")
		d.save()
		d.WaitUntil("the save has ended", func(f frame) bool { return f.Contains("saved to the draft") || f.Contains("was not saved") })
		if d.Contains("saved to the draft") {
			return
		}
		d.aWhile()
	}
	d.t.Fatal("it cannot be saved")
}

func TestASecondSaveWhileTheFirstIsUnderWayWritesOnce(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'mine'")
	d.delay("UpdateCell")
	d.save()
	d.save()
	d.letGo()
	d.told("is in Hex already as you have it; nothing was written.")
	d.wantSource("Weekly revenue", "weekly_orders", "select 'mine'")
	if n := d.sent.of("UpdateCell"); n != 1 {
		t.Errorf("the write was sent %d times, want once", n)
	}
}

// Esc calls a save off as long as it was not sent, and is told so.
func TestEscCallsASaveOffBeforeItIsSent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault emulator.Fault
		step  string
		sent  int // writes, all of which Hex refused
	}{
		{"while the cell is read", emulator.Fault{Kind: emulator.Delay, Delay: time.Hour, Operation: "GetCell"},
			"looking at the cell in Hex", 0},
		{"while Hex wants it to wait", emulator.Fault{Kind: emulator.Status, Status: 429, RetryAfter: "40", Operation: "UpdateCell"},
			"● writing ", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := sit(t, setup{})
			before := d.source("Weekly revenue", "weekly_orders")
			d.openCell("Weekly revenue", "weekly_orders")
			d.rewrite("select 'mine'")
			d.fault(c.fault)
			d.save()
			d.WaitUntil("the save has come so far", func(f frame) bool { return d.sent.of("UpdateCell") == c.sent && f.Contains(c.step) })
			d.Press("esc")
			d.told("The save of weekly_orders was called off before it was sent: nothing was written, and the draft stays.")
			d.see("select 'mine'", "edited, draft kept")
			d.wantSource("Weekly revenue", "weekly_orders", before)
			if n := d.sent.of("UpdateCell"); n != c.sent {
				t.Errorf("the write was sent %d times, want %d", n, c.sent)
			}
			d.Press("esc")
			d.see("The draft of weekly_orders stays")
		})
	}
}

// Once a write is sent, esc says that it cannot be called back, and what becomes of it is told all the same.
func TestEscDuringASentWriteSaysSo(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'mine'")
	d.delay("UpdateCell")
	d.save()
	d.see("● writing, sent")
	d.delay("GetCell")
	d.Press("esc")
	d.told("The write of weekly_orders is on its way to Hex and cannot be called back; what becomes of it will be said.")
	d.choose("refunds")
	d.letGo()
	d.see("● weekly_orders: verifying")
	d.letGo()
	d.see("weekly_orders saved to the draft (U takes it back).")
	d.wantSource("Weekly revenue", "weekly_orders", "select 'mine'")
	if n := d.sent.of("UpdateCell"); n != 1 {
		t.Errorf("the write was sent %d times, want once", n)
	}
}

// A cell that is deleted while somebody types in it stays where it is until they are done with it.
func TestACellDeletedWhileItIsEditedStays(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "refunds")
	d.rewrite("select 'precious'")
	d.must(d.behind.DeleteCell(t.Context(), d.cell("Weekly revenue", "refunds").ID))
	d.clock.advance(time.Minute)
	d.Focus() // what is no longer fresh is read again
	d.see("deleted in Hex")
	d.Type(" -- more")
	d.see("select 'precious' -- more", "refunds")
	d.Press("esc", "D")
	d.see("Discard the draft of refunds?")
	d.Press("y")
	d.see("The draft of refunds is thrown away")
	d.WaitUntil("the cell is gone from the list", func(f frame) bool { return !f.Contains("sql   refunds") })
}

// How an edit stands is said on the narrowest screen, whatever else there is no room for.
func TestANarrowScreenTellsThatACellWasChangedInHex(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{size: size{60, 15}})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'mine'")
	d.meanwhile("Weekly revenue", "weekly_orders", "select 'theirs'")
	d.clock.advance(time.Minute)
	d.Focus()
	d.see("SQL  weekly_", "● edited, draft kept · changed in Hex")
	d.Resize(40, 10)
	d.see("● edited, draft kept · changed in Hex")
	d.Press("esc")
	d.Resize(60, 15)
	d.Press("enter")
	d.see("weekly_orders", "● unsaved draft · changed in Hex")
}

func TestAKillDuringASaveKeepsTheDraft(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'mine'")
	d.see("edited, draft kept")
	d.fault(emulator.Fault{Kind: emulator.Delay, Delay: time.Hour, Operation: "UpdateCell"})
	d.save()
	d.WaitUntil("the write is sent", func(frame) bool { return d.sent.of("UpdateCell") == 1 })

	again := sit(t, setup{after: d, killed: true})
	again.workspace.ClearFaults()
	again.openCell("Weekly revenue", "weekly_orders")
	again.see("a draft was kept")
	again.Press("e")
	again.see("select 'mine'")
	again.save()
	again.see("saved to the draft")
	again.wantSource("Weekly revenue", "weekly_orders", "select 'mine'")
}

// When nothing can be read after a write, it is said that its outcome is not known, and nothing is written again.
func TestAWriteWhoseOutcomeIsNotKnown(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{client: impatient})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'mine'")
	d.fault(emulator.Fault{Kind: emulator.Reset, Operation: "UpdateCell", Late: true})
	d.fault(emulator.Fault{Kind: emulator.Status, Status: 500, Operation: "ListCells"})
	d.save()
	d.told("The write was sent to Hex, but whether it was done is not known.", "Read the cell before writing it again.")
	d.see("select 'mine'", "draft kept")
	d.WantNo("was not saved")
	d.workspace.ClearFaults()
	d.clock.advance(10 * time.Second)
	d.save()
	d.told("is in Hex already as you have it; nothing was written.")
	if n := d.sent.of("UpdateCell"); n != 1 {
		t.Errorf("the write was sent %d times, want once", n)
	}
}

func TestARunThatFindsNoKernel(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{workspace: emulator.Options{Faults: []emulator.Fault{{Kind: emulator.NoKernel}}}})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("P", "enter")
	d.seeEnd("! no kernel")
	d.told("No kernel could be had for this run: nothing was run.")
	d.Press("esc", "ctrl+r")
	d.seeEnd("The draft run of “Weekly revenue”")
	d.see("DRAFT RUN  ! no kernel")
}

func TestARunThatCannotBeStarted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault emulator.Fault
		says  []string
	}{
		{"503", emulator.Fault{Kind: emulator.Status, Status: http.StatusServiceUnavailable},
			[]string{"All kernels may be in use: wait for a run to end, or cancel one. No run was started."}},
		{"500", emulator.Fault{Kind: emulator.Status, Status: http.StatusInternalServerError},
			[]string{"It may have been done all the same: look before doing it again."}},
		{"reset after the start", emulator.Fault{Kind: emulator.Reset, Late: true},
			[]string{"It may have been done all the same: look before doing it again."}},
		{"422", emulator.Fault{Kind: emulator.Status, Status: http.StatusUnprocessableEntity},
			[]string{"publish it in Hex first, or run the draft."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := sit(t, setup{client: impatient})
			c.fault.Operation = "RunProject"
			d.fault(c.fault)
			d.open("Weekly revenue")
			d.Press("P", "enter")
			d.told("The published version of “Weekly revenue” was not started.")
			d.told(c.says...)
			if n := d.sent.of("RunProject"); n != 1 {
				t.Errorf("the run was asked for %d times, want once", n)
			}
		})
	}
}

func TestAWatchedRunSurvivesTrouble(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{})
	d.hold(emulator.HeldRunning)
	d.open("Weekly revenue")
	d.Press("P", "enter")
	d.see("running  0:00")
	d.fault(emulator.Fault{Kind: emulator.Status, Status: 500, Operation: "GetRunStatus"})
	d.Focus()
	d.see("stale, read", "running  0:00")
	d.workspace.ClearFaults()
	d.Focus()
	d.WaitGone("stale, read")
	d.release[0]()
	d.Focus()
	d.see("√ completed")
}

func TestAResultThatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{client: impatient})
	d.fault(emulator.Fault{Kind: emulator.Status, Status: 500, Operation: "GetCellOutput"})
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("ctrl+r")
	d.seeEnd("DRAFT RUN  √ completed")
	d.told("Hex failed with a fault of its own (500).")
	d.workspace.ClearFaults()
	d.Press("R")
	d.see("RESULT", "organic")
}
