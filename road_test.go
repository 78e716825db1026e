package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"go.uber.org/goleak"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/hex/emulator"
	"hextui/ui"
	"hextui/ui/uitest"
)

// The screens show times in the local zone, which is the same for all tests. It is set before anything runs.
var _ = func() struct{} { time.Local = time.UTC; return struct{}{} }()

// noon is when the tests happen, until a test moves its clock.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// setup says how a desk differs from the usual one.
type setup struct {
	workspace emulator.Options
	size      size   // 120×40 when zero
	theme     string // dark when empty
	client    hex.Options
	agents    bool
	// after is another desk whose workspace, drafts and clock this one shares: the person's next start.
	after *desk
	// killed makes the start after one that was killed: of the drafts there is what was on disk.
	killed bool
	// realTime lets the clock run.
	realTime bool
	// welcome begins with the first screen.
	welcome *ui.Welcome
	// lasting lets what is said stay, for pictures that do not depend on how long they take.
	lasting bool
}

// size is a terminal's, in cells.
type size [2]int

func (s size) String() string { return fmt.Sprintf("%dx%d", s[0], s[1]) }

// sizes are those of a small terminal, a usual one and a whole screen.
var sizes = []size{{80, 24}, {120, 40}, {200, 60}}

// noToken is the token of a client that has none.
const noToken = "none"

// desk is a person at the program: the embedded workspace, a client, and the UI in a terminal.
type desk struct {
	*uitest.Term
	t         *testing.T
	clock     *clock
	workspace *emulator.Running
	behind    *hex.Client // changes the workspace behind the UI's back
	sent      *requests   // what the UI's client has sent
	looks     int         // how often it had looked at runs when the last one was over
	folder    string      // of the drafts
	size      size        // of the terminal
	kept      *drafts.Store
	close     func() error // ends the workspace
	release   []func()
	ends      []func()
}

// clock is the time of the workspace and of the UI; it stands still until it is moved, unless it runs like the real one.
type clock struct {
	past atomic.Int64
	runs bool
}

func (c *clock) Now() time.Time {
	if c.runs {
		return time.Now()
	}
	return noon.Add(time.Duration(c.past.Load()))
}

func (c *clock) advance(d time.Duration) { c.past.Add(int64(d)) }

// requests counts what a client sends, by operation.
type requests struct {
	mu  sync.Mutex
	ops map[string]int
}

func (r *requests) observe(e hex.Event) {
	if e.Kind == hex.EventSent {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.ops[e.Op]++
	}
}

func (r *requests) of(op string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ops[op]
}

// impatient is a client that never tries again by itself, so that a test sees a fault at once.
var impatient = hex.Options{RetryFor: -1}

// joined is the UI with the events of its client, as the program joins them.
type joined struct {
	tea.Model
	events  *ui.Events
	over    <-chan struct{}
	lasting bool
}

type arrived struct{ msg tea.Msg }

func (j joined) next() tea.Msg {
	select {
	case m := <-j.events.Messages():
		return arrived{m}
	case <-j.over:
		return nil
	}
}

func (j joined) Init() tea.Cmd { return tea.Batch(j.Model.Init(), j.next) }

func (j joined) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if a, ok := msg.(arrived); ok {
		_, cmd := j.Model.Update(a.msg)
		return j, tea.Batch(cmd, j.next)
	}
	if j.lasting && fmt.Sprintf("%T", msg) == "ui.noticeOver" {
		return j, nil
	}
	_, cmd := j.Model.Update(msg)
	return j, cmd
}

// sit starts the program.
func sit(t *testing.T, s setup) *desk {
	t.Helper()
	d := &desk{t: t, clock: &clock{runs: s.realTime}, sent: &requests{ops: map[string]int{}}}
	if s.after != nil {
		d.clock, d.folder, d.workspace, d.behind, d.close = s.after.clock, s.after.folder, s.after.workspace, s.after.behind, s.after.close
		if s.killed {
			d.folder = s.after.onDisk()
		}
		s.after.stop()
	} else {
		d.folder = filepath.Join(t.TempDir(), "drafts")
		d.serve(s.workspace)
	}
	keys, err := keyMap(nil)
	d.must(err)
	d.kept, err = drafts.Open(d.folder, drafts.Options{})
	d.must(err)
	ctx, cancel := context.WithCancel(context.Background())
	d.ends = append(d.ends, cancel)
	said := ui.NewEvents()
	options := ui.Options{Welcome: s.welcome, Keys: keys, Drafts: d.kept, Theme: cmp.Or(s.theme, "dark"), Agents: s.agents, Now: d.clock.Now}
	if s.welcome == nil {
		client := d.client(s.client, said)
		d.ends = append(d.ends, client.Close)
		options.Session = &ui.Session{Client: client, Name: "Acme Analytics", Demo: true, DraftsOf: "demo"}
	}
	app := ui.New(ctx, options)
	if s.size == (size{}) {
		s.size = sizes[1]
	}
	d.size = s.size
	d.Term = uitest.Start(t, joined{app, said, ctx.Done(), s.lasting}, uitest.Size(s.size[0], s.size[1]), uitest.Filter(ui.Filter()),
		uitest.IgnoreLeaks(excused()...))
	t.Cleanup(d.leave)
	return d
}

// client is the UI's client.
func (d *desk) client(o hex.Options, said *ui.Events) *hex.Client {
	d.t.Helper()
	o.BaseURL, o.Limits = cmp.Or(o.BaseURL, d.workspace.URL()), hex.NoLimits
	switch o.Token {
	case "":
		o.Token = d.workspace.Token()
	case noToken:
		o.Token = ""
	}
	o.Observe = func(e hex.Event) { d.sent.observe(e); said.Observe(e) }
	c, err := hex.New(o)
	d.must(err)
	return c
}

// excused are goroutines that are not the UI's to end: the workspace's database, a save that finds out for a moment longer
// what became of its write, batches that wait for ticks, which Bubble Tea cannot cancel, and sequences that were read in
// part when the program ended.
func excused() []goleak.Option {
	return []goleak.Option{
		goleak.IgnoreAnyFunction("database/sql.(*DB).connectionOpener"),
		goleak.IgnoreAnyFunction("hextui/hex.(*save).lookAfter"),
		goleak.IgnoreAnyFunction("charm.land/bubbletea/v2.(*Program).execBatchMsg"),
		goleak.IgnoreAnyFunction("iter.Pull2[...].func1.1"),
	}
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// serve opens the workspace.
func (d *desk) serve(o emulator.Options) {
	d.t.Helper()
	var err error
	o.Now, o.Cold = d.clock.Now, true
	d.workspace, err = emulator.Listen(d.t.Context(), "127.0.0.1:0", o)
	d.must(err)
	d.behind, err = hex.New(hex.Options{BaseURL: d.workspace.URL(), Token: d.workspace.Token(), Limits: hex.NoLimits})
	d.must(err)
	d.close = sync.OnceValue(func() error {
		d.behind.Close()
		return d.workspace.Close()
	})
}

// stop ends the program of a desk whose workspace another one goes on with.
func (d *desk) stop() {
	d.t.Helper()
	for _, end := range d.ends {
		end()
	}
	d.Quit()
}

// leave ends what the program works with, before its goroutines are counted.
func (d *desk) leave() {
	for _, end := range d.ends {
		end()
	}
	for _, release := range d.release {
		release()
	}
	if err := errors.Join(d.kept.Close(), d.close()); err != nil {
		d.t.Error(err)
	}
}

// frame is a screen at one moment.
type frame = uitest.Frame

// flat is text without line breaks, frames and needless blanks.
func flat(rows ...string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.Join(rows, " "), "│", " ")), " ")
}

// see waits until the texts stand on the screen.
func (d *desk) see(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		d.WaitFor(text)
	}
}

// told waits until sentences stand on the screen, wherever their lines are broken.
func (d *desk) told(sentences ...string) {
	d.t.Helper()
	for _, s := range sentences {
		d.WaitUntil(fmt.Sprintf("the screen says %q", s), func(f frame) bool { return strings.Contains(flat(f.Rows()...), flat(s)) })
	}
}

// find filters the list that is shown.
func (d *desk) find(query string) {
	d.t.Helper()
	d.Press("/")
	d.Type(query + "\n")
}

// choose moves the bar to the row with a text.
func (d *desk) choose(text string) {
	d.t.Helper()
	d.see(text)
	d.Press("g")
	for range 200 {
		for _, row := range d.Frame().Rows() {
			if strings.HasPrefix(row, "▌") && strings.Contains(row, text) {
				return
			}
		}
		d.Press("j")
	}
	d.t.Fatalf("the bar does not reach %q:\n%s", text, d.Screen())
}

// open opens a project from the list.
func (d *desk) open(title string) {
	d.t.Helper()
	d.see("projects")
	d.find("title:" + strings.Fields(title)[0])
	d.choose(title)
	d.Press("enter")
	d.see("› "+title, "CELLS")
	d.WaitGone("reading")
}

// openCell opens a project and goes to one of its cells.
func (d *desk) openCell(title, cell string) {
	d.t.Helper()
	d.open(title)
	d.choose(cell)
}

// rewrite edits the chosen cell: all of its source is replaced.
func (d *desk) rewrite(source string) {
	d.t.Helper()
	d.Press("e")
	d.see("editing")
	d.Press("ctrl+a")
	d.Paste(source)
}

// save reviews what was typed and writes it.
func (d *desk) save() {
	d.t.Helper()
	d.Press("ctrl+s")
	d.see("Save ")
	d.Press("enter")
}

// lookUp lets a moment pass, so that a dialog that has opened by itself takes keys.
func (d *desk) lookUp() { d.clock.advance(2 * time.Second) }

// wantEnd waits until the program has ended and given the terminal back.
func (d *desk) wantEnd() {
	d.t.Helper()
	d.WaitUntil("the terminal is given back", func(f frame) bool { return f.Modes.Leftovers() == nil })
}

// seeEnd waits until the end of a run is told. Once the run is over the person comes back to the window, which makes the
// program look at its runs at once; by itself it looks about once a second.
func (d *desk) seeEnd(text string) {
	d.t.Helper()
	d.WaitUntil("the run is looked at", func(f frame) bool { return f.Contains(text) || d.sent.of("GetRunStatus") > d.looks })
	d.must(d.workspace.Settled(d.t.Context()))
	d.Focus()
	d.see(text)
	d.looks = d.sent.of("GetRunStatus")
}

// hold keeps runs at PENDING or RUNNING until what it returns is called.
func (d *desk) hold(at string) (letGo func()) {
	d.t.Helper()
	letGo, err := d.workspace.HoldRuns(at)
	d.must(err)
	d.release = append(d.release, letGo)
	return letGo
}

// project is a project as Hex has it.
func (d *desk) project(title string) hex.Project {
	d.t.Helper()
	for p, err := range hex.Items(d.behind.ProjectPages(d.t.Context(), hex.ProjectQuery{Paging: hex.Paging{Limit: 100}, IncludeComponents: true})) {
		d.must(err)
		if p.Title == title {
			return p
		}
	}
	d.t.Fatalf("Hex has no project %q", title)
	return hex.Project{}
}

// cell is a cell as Hex has it.
func (d *desk) cell(title, label string) hex.Cell {
	d.t.Helper()
	for c, err := range hex.Items(d.behind.CellPages(d.t.Context(), hex.CellQuery{Paging: hex.Paging{Limit: 100}, ProjectID: d.project(title).ID})) {
		d.must(err)
		if c.Label == label {
			return c
		}
	}
	d.t.Fatalf("Hex has no cell %q in %q", label, title)
	return hex.Cell{}
}

// source is what Hex has of a cell.
func (d *desk) source(title, label string) string {
	d.t.Helper()
	source, ok := d.cell(title, label).Source()
	if !ok {
		d.t.Fatalf("Hex gives no source of %q", label)
	}
	return source
}

// wantSource checks what Hex has of a cell, byte for byte.
func (d *desk) wantSource(title, label, want string) {
	d.t.Helper()
	if got := d.source(title, label); got != want {
		d.t.Errorf("Hex has of %s\n%q\nwant\n%q", label, got, want)
	}
}

// meanwhile changes an SQL cell behind the UI's back.
func (d *desk) meanwhile(title, label, source string) {
	d.t.Helper()
	_, err := d.behind.UpdateCell(d.t.Context(), d.cell(title, label).ID, hex.CellUpdate{SQL: &source})
	d.must(err)
}

// fault switches a fault on.
func (d *desk) fault(f emulator.Fault) {
	d.t.Helper()
	d.must(d.workspace.AddFault(f))
}

// onDisk is a folder with the drafts that are on disk now and without the locks of a running program, as the next start
// finds it when the program was killed in this moment.
func (d *desk) onDisk() string {
	d.t.Helper()
	files, err := filepath.Glob(filepath.Join(d.folder, "*.draft"))
	d.must(err)
	folder := d.t.TempDir()
	for _, from := range files {
		draft, err := os.ReadFile(from)
		d.must(err)
		d.must(os.WriteFile(filepath.Join(folder, filepath.Base(from)), draft, 0o600))
	}
	return folder
}

func TestTheListShowsAndNarrowsProjects(t *testing.T) {
	d := sit(t, setup{})
	d.see("TITLE", "STATUS", "TYPE", "OWNER", "LAST RUN", "EDITED")
	d.see("Weekly revenue", "◆ Endorsed", "project", "maya", "✓ completed", "3h ago", "– never published")

	d.find("owner:maya rev")
	d.see("2 of 69", "Weekly revenue", "Revenue forecast (draft)")
	d.WantNo("Revenue by cohort", "Checkout funnel")
	d.Press("esc")
	d.see("69 projects")
	d.Press("g")
	d.see("Checkout funnel")

	d.find("!owner:maya rev")
	d.see("Revenue by cohort")
	d.WantNo("Weekly revenue")
	d.Press("esc")

	d.find("nothing is called so")
	d.see("0 of 69", "No project matches “nothing is called so”.", "esc takes the filter away")
	d.Press("esc")

	d.find("type:component")
	d.see("6 of 69", "Order mart", "component")
	d.Press("esc", "]")
	d.see("4 projects", "Weekly revenue")
	d.WantNo("Checkout funnel")
}

func TestTheListIsSortedByAColumn(t *testing.T) {
	d := sit(t, setup{})
	d.see("69 projects")
	first := func(title string) {
		t.Helper()
		d.Press("g")
		d.WaitUntil("the first project is "+title, func(f frame) bool { return strings.Contains(f.Row(5), title) })
	}
	first("Checkout funnel")
	d.Press("s")
	d.see("Sort by")
	d.Type("owner\n")
	first("aiko")
	d.Press("S")
	first("zoe")
	d.Press("s")
	d.Type("as hex\n")
	first("Checkout funnel")
}

func TestACellIsReadBesideTheList(t *testing.T) {
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.see("SQL  weekly_orders → orders_by_week", "from orders o", "{{ start_date }}")
	keyword, plain, parameter := d.CellOf("select date(").Look(), d.CellOf("o.created_at, 'w").Look(), d.CellOf("{{ start_date").Look()
	if keyword == plain || parameter == plain || keyword == parameter {
		t.Errorf("the source is not highlighted: keyword %q, name %q, parameter %q", keyword, plain, parameter)
	}
	d.choose("Notes")
	d.see("Weeks start on Monday.")
	d.Press("m")
	d.see("- Weeks start on **Monday**.")
	d.choose("Revenue by week")
	d.see("The API gives neither the source nor the settings")
	d.Press("e")
	d.see("The API gives no source")
}

func TestAnEditIsReviewedAndWrittenToTheDraftOnly(t *testing.T) {
	d := sit(t, setup{})
	before := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.see("from orders o")
	d.Press("e")
	d.see("editing")
	d.Press("ctrl+end")
	d.Type("\nlimit 7") // a new line begins where the one above does
	d.see("edited, draft kept")
	d.wantSource("Weekly revenue", "weekly_orders", before)

	d.Press("ctrl+s")
	d.see("Save weekly_orders?", "1 line added", "+  limit 7", "published version stays as it is")
	d.wantSource("Weekly revenue", "weekly_orders", before)
	d.Press("enter")
	d.see("weekly_orders saved to the draft")
	d.wantSource("Weekly revenue", "weekly_orders", before+"\n limit 7")
	if n := d.sent.of("UpdateCell"); n != 1 {
		t.Errorf("%d writes were sent, want 1", n)
	}

	d.Press("ctrl+s")
	d.see("There is nothing to save")
}

func TestAChangeCanBeLeftOutOfASave(t *testing.T) {
	d := sit(t, setup{})
	before := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("e")
	d.see("editing")
	d.Type("-- first\n")
	d.Press("ctrl+end")
	d.Type("\n-- last")
	d.Press("ctrl+s")
	d.see("Save weekly_orders?", "2 lines added")
	d.Press("space")
	d.see("1 line added")
	d.Press("enter")
	d.see("saved to the draft")
	d.wantSource("Weekly revenue", "weekly_orders", before+"\n -- last")
	d.see("-- first", "draft kept")
}

func TestAReviewIsCancelledWithoutAWrite(t *testing.T) {
	d := sit(t, setup{})
	before := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 1")
	d.Press("ctrl+s")
	d.see("Save weekly_orders?")
	d.Press("esc")
	d.WaitGone("Save weekly_orders?")
	d.wantSource("Weekly revenue", "weekly_orders", before)
	d.see("select 1")
	if n := d.sent.of("UpdateCell"); n != 0 {
		t.Errorf("%d writes were sent", n)
	}
}

func TestAPublishedRunMovesByItself(t *testing.T) {
	d := sit(t, setup{})
	start := d.hold(emulator.HeldPending)
	goOn := d.hold(emulator.HeldRunning)
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("r")
	d.see("Run Weekly revenue", "● published version", "start_date", "min_orders", "other inputs")
	d.Press("tab")
	d.Type("2026-10-01")
	d.Press("tab", "tab")
	d.Type("min_orders=3")
	d.Press("enter")

	d.see("◌ pending", "published version 12 of Weekly revenue")
	start()
	d.see("running")
	d.clock.advance(48 * time.Second)
	d.see("0:48")
	goOn()
	d.see("✓ completed", "0:48", "Done. The API gives no results of published runs")
	d.see("The run of “Weekly revenue” completed after 0:48.")
	d.Press("esc")
	d.see("CELLS")
}

func TestTheRunFormRefusesWhatHexRefuses(t *testing.T) {
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	others := func(text string) {
		t.Helper()
		d.Press("r")
		d.see("Run Weekly revenue")
		d.Press("tab", "tab", "tab")
		d.Type(text + "\n")
	}
	others("what is this")
	d.see("“what is this” is no name=value pair: write it as start_date=2026-01-01")
	d.Press("esc")
	others("min_orders=many")
	d.see("The published version of “Weekly revenue” was not started.", "min_orders must be a NUMBER")
}

func TestADraftRunShowsRowsOrTheErrorAtItsCell(t *testing.T) {
	d := sit(t, setup{})
	good := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("ctrl+r")
	d.seeEnd("The draft run of “Weekly revenue” completed")
	d.see("RESULT", "rows", "week", "channel", "revenue", "organic")

	d.rewrite(strings.Replace(good, "o.total_cents", "o.totl_cents", 1))
	d.save()
	d.see("saved to the draft")
	d.Press("esc")
	d.choose("Notes")
	d.Press("ctrl+r")
	d.seeEnd("The draft run of “Weekly revenue” errored")
	d.see("ERROR  this cell failed", "no such column: o.totl_cents", "SQL  weekly_orders")

	d.rewrite(good)
	d.save()
	d.see("saved to the draft")
	d.Press("esc")
	d.Press("ctrl+r")
	d.seeEnd("The draft run of “Weekly revenue” completed")
	d.see("RESULT", "organic")
	d.WantNo("no such column")
}

// What is published is a copy: a broken draft does not reach it.
func TestDraftAndPublishedAreTwoThings(t *testing.T) {
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select * from nowhere")
	d.save()
	d.see("saved to the draft")
	d.Press("esc")
	d.Press("P")
	d.see("● published version")
	d.Press("enter")
	d.see("published version 12 of Weekly revenue")
	d.seeEnd("✓ completed")
	d.WantNo("DRAFT")
	d.Press("esc", "ctrl+r")
	d.seeEnd("The draft run of “Weekly revenue” errored")
	d.see("no such table: nowhere")
	if p := d.project("Weekly revenue"); !p.LastPublishedAt.Equal(noon.Add(-72 * time.Hour)) {
		t.Errorf("the published version has changed: %v", p.LastPublishedAt)
	}
}

func TestANeverPublishedProjectRunsAsADraftOnly(t *testing.T) {
	d := sit(t, setup{})
	d.open("Revenue forecast (draft)")
	d.Press("P")
	d.see("This project was never published; only its draft can be run.")
	d.Press("r")
	d.see("● draft", "This project was never published, so there is no published version to run.")
	d.Press("enter")
	d.seeEnd("The draft run of “Revenue forecast (draft)” completed")
}

func TestARunIsCancelled(t *testing.T) {
	for _, c := range []struct{ what, start string }{{"draft", "ctrl+r"}, {"published", "P"}} {
		t.Run(c.what, func(t *testing.T) {
			d := sit(t, setup{})
			d.hold(emulator.HeldRunning)
			d.openCell("Weekly revenue", "weekly_orders")
			d.Press(c.start)
			if c.what == "published" {
				d.see("Run Weekly revenue")
				d.Press("enter")
			}
			d.see("running")
			d.Press("x")
			d.see("Cancel this run?")
			d.Press("enter")
			d.WaitGone("Cancel this run?")
			d.Want("running") // the safe answer comes first
			d.Press("x")
			d.see("Cancel this run?")
			d.Press("y")
			d.seeEnd("■ killed")
		})
	}
}

func TestAWorkspaceThatRefusesDraftRunsIsToldOnce(t *testing.T) {
	for _, status := range []int{404, 403} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			d := sit(t, setup{workspace: emulator.Options{Faults: emulator.RefuseDraftRuns(status)}})
			d.openCell("Weekly revenue", "weekly_orders")
			d.Press("ctrl+r")
			d.see("This workspace runs no drafts over the API", "run the published version", "stay")
			d.lookUp()
			d.Press("n")
			d.WaitGone("stay")

			d.Press("ctrl+r")
			d.see("This workspace does not run drafts over the API; run them in Hex.")
			d.Press("c")
			d.see("This workspace does not run drafts over the API; run them in Hex.")
			if n := d.sent.of("RunDraft") + d.sent.of("RunCell"); n != 1 {
				t.Errorf("a draft run was asked for %d times, want once", n)
			}
			if strings.Contains(d.Row(39), "run draft") {
				t.Errorf("the footer still offers a draft run: %s", d.Row(39))
			}
			d.Press("r")
			d.see("● published version", "This workspace does not run drafts over the API")
			d.Press("enter")
			d.see("published version 12 of Weekly revenue")
			d.seeEnd("✓ completed")
		})
	}
}

func TestTheRefusedDraftRunOffersThePublishedVersion(t *testing.T) {
	d := sit(t, setup{workspace: emulator.Options{Faults: emulator.RefuseDraftRuns(404)}})
	d.open("Weekly revenue")
	d.Press("ctrl+r")
	d.see("This workspace runs no drafts over the API")
	d.Press("y")
	d.Want("This workspace runs no drafts over the API") // a key typed in the same moment decides nothing
	d.lookUp()
	d.Press("y")
	d.see("Run Weekly revenue", "● published version")
}

func TestTheLastWriteIsTakenBack(t *testing.T) {
	d := sit(t, setup{})
	before := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.Press("U")
	d.see("Nothing was written here in this session.")
	d.rewrite("select 1")
	d.save()
	d.see("saved to the draft (U takes it back)")
	d.wantSource("Weekly revenue", "weekly_orders", "select 1")
	d.Press("esc")
	d.Press("U")
	d.see("Take back the last write to weekly_orders?")
	d.Press("enter")
	d.WaitGone("Take back")
	d.see("saved to the draft", "from orders o")
	d.wantSource("Weekly revenue", "weekly_orders", before)
}

func TestAConflictShowsMineAndTheirs(t *testing.T) {
	const mine, theirs = "select 'mine'", "select 'theirs'"
	for _, c := range []struct {
		choice string
		press  []string
		want   string
		say    string
	}{
		{"mine", []string{"m", "enter"}, mine, "saved to the draft"},
		{"theirs", []string{"t", "enter"}, theirs, "Taken: what is in Hex. Undo brings your text back."},
		{"undecided", []string{"enter"}, theirs, "Decide every part first."},
		{"edit the merge", []string{"m", "e"}, theirs, "Edit the merged text and save it again"},
		{"cancel", []string{"esc"}, theirs, "select 'mine'"},
	} {
		t.Run(c.choice, func(t *testing.T) {
			d := sit(t, setup{})
			d.openCell("Weekly revenue", "weekly_orders")
			d.see("from orders o")
			d.rewrite(mine)
			d.meanwhile("Weekly revenue", "weekly_orders", theirs)
			d.save()
			d.see("weekly_orders was changed in Hex meanwhile", "Nothing was written", "yours", "now in Hex", "merged", mine, theirs)
			d.wantSource("Weekly revenue", "weekly_orders", theirs)
			d.lookUp()
			d.Press(c.press...)
			d.see(c.say)
			d.wantSource("Weekly revenue", "weekly_orders", c.want)
		})
	}
}

func TestAMergeIsEditedAndSaved(t *testing.T) {
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'mine'")
	d.meanwhile("Weekly revenue", "weekly_orders", "select 'theirs'")
	d.save()
	d.see("was changed in Hex meanwhile")
	d.lookUp()
	d.Press("m", "e")
	d.see("Edit the merged text")
	d.Press("ctrl+end")
	d.Type(" -- and theirs")
	d.save()
	d.see("saved to the draft")
	d.wantSource("Weekly revenue", "weekly_orders", "select 'mine' -- and theirs")
}

func TestTheirsCanBeUndoneInTheEditor(t *testing.T) {
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'mine'")
	d.meanwhile("Weekly revenue", "weekly_orders", "select 'theirs'")
	d.save()
	d.see("was changed in Hex meanwhile")
	d.lookUp()
	d.Press("t", "enter")
	d.see("select 'theirs'")
	d.Press("ctrl+z")
	d.see("select 'mine'")
	d.save()
	d.see("saved to the draft")
	d.wantSource("Weekly revenue", "weekly_orders", "select 'mine'")
}

// A cell's id changes with every write; an edit whose source nobody touched is saved all the same.
func TestACellWhoseIDChangedIsSavedWithoutAConflict(t *testing.T) {
	d := sit(t, setup{})
	before := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 2")
	d.meanwhile("Weekly revenue", "weekly_orders", before)
	d.save()
	d.see("saved to the draft")
	d.wantSource("Weekly revenue", "weekly_orders", "select 2")
}

func TestADeletedCellKeepsTheText(t *testing.T) {
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "refunds")
	d.rewrite("select 'precious'")
	d.must(d.behind.DeleteCell(t.Context(), d.cell("Weekly revenue", "refunds").ID))
	d.save()
	d.see("refunds is no longer in this project", "so nothing was", "copy my text")
	d.lookUp()
	d.Press("y")
	d.see("Copied your text.", "select 'precious'")
	d.WaitUntil("the text is on the clipboard", func(frame) bool { return d.Clipboard() == "select 'precious'" })
}

func TestWhatWasTypedSurvivesAKill(t *testing.T) {
	const mine = "select\t'tab',\r\n  'no line end at the end'"
	d := sit(t, setup{})
	before := d.source("Weekly revenue", "weekly_orders")
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite(mine)
	d.see("edited, draft kept")

	again := sit(t, setup{after: d, killed: true})
	again.open("Weekly revenue")
	again.see("text that was not saved", "●")
	again.choose("weekly_orders")
	again.see("a draft was kept")
	again.Press("e")
	again.see("The draft of weekly_orders from", "is back.", "no line end at the end")
	again.wantSource("Weekly revenue", "weekly_orders", before)
	again.save()
	again.see("saved to the draft")
	again.wantSource("Weekly revenue", "weekly_orders", mine)
}

func TestADraftIsFoundFromTheListOfDrafts(t *testing.T) {
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'kept'")
	d.Press("esc", "esc")
	d.see("1 of 69")
	d.Press("q")
	d.wantEnd()

	again := sit(t, setup{after: d, killed: true})
	again.see("69 projects")
	again.Press("7")
	again.see("Drafts on this computer", "Weekly revenue", "weekly_orders", "left behind")
	again.Press("enter")
	again.see("select 'kept'", "is back.")
}

func TestADiscardedDraftComesBackFromTheTrash(t *testing.T) {
	d := sit(t, setup{})
	d.openCell("Weekly revenue", "weekly_orders")
	d.rewrite("select 'thrown away'")
	d.see("edited, draft kept")
	d.Press("esc", "D")
	d.see("Discard the draft of weekly_orders?")
	d.Press("y")
	d.see("from orders o")
	d.Press("7")
	d.see("thrown away")
	d.Press("enter")
	d.see("select 'thrown away'")
}

func TestThePlacesOfAWorkspace(t *testing.T) {
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("3")
	d.see("› Groups", "Data platform", "9 groups")
	d.choose("Data platform")
	d.Press("enter")
	d.see("Groups › Data platform", "Maya Lindqvist", "maya@acme.example", "5 members")
	d.Press("esc")
	d.see("9 groups")
	d.Press("2")
	d.see("› Collections", "Board pack", "What the board sees, and nothing else")
	d.choose("Board pack")
	d.Press("enter")
	d.see("Collections › Board pack", "Net revenue retention")
	d.choose("Net revenue retention")
	d.Press("enter")
	d.see("CELLS", "retention")
	d.Press("esc", "esc")
	d.see("› Collections")
	d.Press("4")
	d.see("› Users", "Lena Fischer-Böhm", "22 users")
	d.Press("5")
	d.see("› Data connections", "Shop warehouse")
	d.choose("Shop warehouse")
	d.Press("enter")
	d.see("The API never gives secrets back.")
	d.Press("esc")
	d.Press("6")
	d.see("› Threads")
	d.Press("1")
	d.see("69 projects")
}

func TestTheRunsOfAProjectAreListedAndOpened(t *testing.T) {
	d := sit(t, setup{})
	d.open("Net revenue retention")
	d.Press("h")
	d.see("Net revenue retention › Runs", "✗ errored", "its schedule", "v7")
	d.choose("✗ errored")
	d.Press("enter")
	d.see("› Run ", "The run failed.", "The API does not say in which cell or why", "started")
	d.Press("esc", "esc")
	d.see("CELLS")
}

func TestTheHelpKnowsTheKeysOfTheScreen(t *testing.T) {
	d := sit(t, setup{size: size{120, 60}})
	d.see("69 projects")
	d.Press("?")
	d.see("Keys here", "PROJECTS", "open the project", "filter: words, !not, column:word, ~fuzzy", "GLOBAL")
	d.Press("esc")
	d.WaitGone("Keys here")
	d.Press(":")
	d.see("an action, a place, a project")
	d.Type("north-star\n")
	d.see("› 🎯 North-star metric")
}

func TestQuit(t *testing.T) {
	d := sit(t, setup{})
	d.see("69 projects")
	d.Press("esc")
	d.see("There is nothing to go back to; q quits.")
	d.Press("q")
	d.wantEnd()
}

func TestQuitSaysThatRunsGoOn(t *testing.T) {
	d := sit(t, setup{})
	d.hold(emulator.HeldPending)
	d.open("Weekly revenue")
	d.Press("ctrl+r")
	d.see("pending 0:00")
	d.Press("q")
	d.told("Quit?", "They go on in Hex; only the watching ends.")
	d.Press("n")
	d.WaitGone("Quit?")
	d.Press("q", "y")
	d.wantEnd()
}

func TestAgentsAreSeenAtWork(t *testing.T) {
	d := sit(t, setup{agents: true})
	d.see("69 projects", "agent: none yet")
	call := ui.AgentCall{ID: "1", Client: "claude-code 2.1", Tool: "hex_update_cell", Target: "weekly_orders", At: noon, Running: true}
	d.Message(call)
	d.Want("agent: hex_update_cell")
	call.Running, call.Took = false, 320*time.Millisecond
	d.Message(call)
	d.Want("Agent: hex_update_cell weekly_orders")
	d.Message(ui.AgentCall{ID: "2", Client: "claude-code 2.1", Tool: "hex_run_project", Target: "Untitled", At: noon, Took: time.Second, Failed: true, Outcome: "It was never published."})
	d.Want("Agent: hex_run_project Untitled: It was never published.")
	d.Press("8")
	d.Want("12:00:00", "320 ms", "✓ hex_update_cell", "✗ hex_run_project", "It was never published.", "claude-code 2.1")
}

// changing are the parts of a screen that are new each time: ids of runs and traces, ports, and times by the real clock.
var changing = regexp.MustCompile(`[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|[Rr]un [0-9a-f]{8}\b|127\.0\.0\.1:\d+|Read at \d\d:\d\d:\d\d`)

var digit = regexp.MustCompile(`[0-9a-f]`)

// picture compares the screen with the one that was looked at and found good.
func (d *desk) picture(name string) {
	d.t.Helper()
	d.pictureOf(name, d.Frame())
}

// pictureOf is picture of a part of the screen.
func (d *desk) pictureOf(name string, part frame) {
	d.t.Helper()
	text := changing.ReplaceAllStringFunc(part.String(), func(s string) string {
		last := strings.LastIndexAny(s, " :") + 1
		if strings.HasPrefix(s, "Read at") {
			last = len("Read at ")
		}
		return s[:last] + digit.ReplaceAllString(s[last:], "0")
	})
	uitest.Golden(d.t, fmt.Sprintf("../docs/screens/%s-%v", name, d.size), text)
}

// The main screens at three sizes.
func TestScreens(t *testing.T) {
	for _, size := range sizes {
		t.Run(size.String(), func(t *testing.T) {
			d := sit(t, setup{size: size, lasting: true})
			d.see("69 projects", "maya@acme.example")
			d.settled()
			d.picture("projects")

			d.openCell("Weekly revenue", "weekly_orders")
			d.picture("cells")
			d.Press("enter")
			d.see("from orders o")
			d.picture("cell")
			d.Press("e")
			d.see("editing")
			d.Press("end")
			d.Type(" -- Monday")
			d.see("edited, draft kept")
			d.picture("editing")
			d.Press("ctrl+s")
			d.see("Save weekly_orders?")
			d.picture("review")
			d.Press("u")
			d.picture("review-split")
			d.Press("esc")

			d.meanwhile("Weekly revenue", "weekly_orders", "select '2026-11-16' as week, 'paid' as channel,\n       12.5 as revenue -- theirs")
			d.save()
			d.see("was changed in Hex meanwhile")
			d.picture("conflict")
			d.lookUp()
			d.Press("t", "enter")
			d.see("12.5 as revenue")
			d.Press("esc", "enter")

			d.Press("r")
			d.see("Run Weekly revenue")
			d.picture("run-form")
			d.Press("esc", "ctrl+r")
			d.seeEnd("completed after 0:00")
			d.see("RESULT", "12.5")
			d.picture("result")
			d.meanwhile("Weekly revenue", "weekly_orders", "select o.wek as week\n  from orders o")
			d.Press("R")
			d.see("o.wek")
			d.Press("ctrl+r")
			d.seeEnd("errored after 0:00")
			d.see("no such column: o.wek")
			d.picture("failure")

			d.Press("?")
			d.see("Keys here")
			d.picture("help")
			d.Press("esc", "P", "enter")
			d.seeEnd("Done. The API gives no results")
			d.pictureOf("run", d.Frame().Crop(0, 1, size[0], size[1]-1)) // the header tells a time by the real clock
		})
	}
}

func TestScreensOfAWorkspace(t *testing.T) {
	for _, size := range sizes {
		t.Run(size.String(), func(t *testing.T) {
			d := sit(t, setup{size: size, lasting: true})
			d.see("69 projects", "maya@acme.example")
			for _, place := range []struct{ key, name, sees string }{
				{"2", "collections", "Board pack"}, {"3", "groups", "9 groups"}, {"4", "users", "22 users"}, {"5", "connections", "Shop warehouse"}, {"6", "threads", "Threads"},
			} {
				d.Press(place.key)
				d.see(place.sees, "● read 12:00:00")
				d.picture(place.name)
			}
			d.Press("1")
			d.open("Net revenue retention")
			d.Press("h")
			d.see("STARTED", "● read 12:00:00")
			d.picture("runs")
		})
	}
}

func TestScreensOfTrouble(t *testing.T) {
	for _, size := range sizes {
		t.Run(size.String(), func(t *testing.T) {
			d := sit(t, setup{size: size, lasting: true, client: impatient, workspace: emulator.Options{Faults: []emulator.Fault{{Kind: emulator.Status, Status: 500, Operation: "ListProjects"}}}})
			d.see("could not be read", "maya@acme.example")
			d.picture("unreadable")
			d.workspace.ClearFaults()
			d.Press("R")
			d.see("69 projects")
			d.settled()
			d.fault(emulator.Fault{Kind: emulator.HTML, Operation: "ListProjects"})
			d.Press("R")
			d.told("A web page came instead")
			d.see("stale")
			d.picture("stale")
		})
	}
}

func TestFirstScreens(t *testing.T) {
	for _, size := range sizes {
		t.Run(size.String(), func(t *testing.T) {
			d, _ := arriveAt(t, size)
			d.see("Look around in the demo")
			d.picture("first")
			d.Press("enter")
			d.see("Kept in")
			d.Paste("hxtp_0123456789")
			d.picture("first-connect")
		})
	}
}

// The look of a screen in every theme: the same words everywhere, and nothing that only colour tells.
func TestThemes(t *testing.T) {
	for _, theme := range []string{"dark", "light", "mono"} {
		t.Run(theme, func(t *testing.T) {
			d := sit(t, setup{size: size{100, 24}, theme: theme, lasting: true})
			d.openCell("Weekly revenue", "weekly")
			d.see("from orders o")
			d.Press("e")
			d.see("editing")
			d.Press("down", "shift+end")
			uitest.Golden(t, "../docs/screens/theme-"+theme, d.Frame().Styled())
			if theme != "mono" {
				return
			}
			for y := range 24 {
				for x := range 100 {
					if c := d.Cell(x, y); c.Fg() != "" || c.Bg() != "" {
						t.Fatalf("the theme without colour has one at %d, %d: %s", x, y, c.Look())
					}
				}
			}
		})
	}
}
