package road

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"go.uber.org/goleak"

	"hextui/hex"
	"hextui/hex/assist"
	"hextui/hex/drafts"
	"hextui/hex/emulator"
	"hextui/ui"
	"hextui/ui/action"
	"hextui/ui/uitest"
	"hextui/ui/uitest/terminal"
)

// noon is when the tests happen, until a test moves its clock.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// setup says how a desk differs from the usual one.
type setup struct {
	workspace emulator.Options
	size      size   // 120×40 when zero
	theme     string // dark when empty; terminals follows the terminal
	client    hex.Options
	agents    bool
	keys      map[string][]string // the person's own
	ascii     bool
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
	// assist is the language model that can be asked, one that nobody asks where it is nil; with noModels there is none.
	assist   assist.Assistant
	noModels bool
	// account lets the person sign in to the workspace's hosted server; its pages come to desk.pages.
	account bool
}

// size is a terminal's, in cells.
type size [2]int

func (s size) String() string { return fmt.Sprintf("%dx%d", s[0], s[1]) }

// sizes are those of a small terminal, a usual one and a whole screen.
var sizes = []size{{80, 24}, {120, 40}, {200, 60}}

// terminals is the theme of a program that follows the terminal.
const terminals = "the terminal's"

// noToken is the token of a client that has none.
const noToken = "none"

// desk is a person at the program: the embedded workspace, a client, and the UI in a terminal.
type desk struct {
	*uitest.Term
	t         *testing.T
	app       *ui.App
	clock     *clock
	workspace *emulator.Running
	behind    *hex.Client // changes the workspace behind the UI's back
	sent      *requests   // what the UI's client has sent
	looks     int         // how often it had looked at runs when the last one was over
	folder    string      // of the drafts
	pages     chan string // that the person's browser was to show
	size      size        // of the terminal
	kept      *drafts.Store
	close     func() error // ends the workspace
	release   []func()
	ends      []func()
}

// clock is the time of the workspace and of the UI; it stands still until it is moved, unless it runs like the real one.
type clock struct {
	*terminal.Clock
	runs bool
}

func (c *clock) Now() time.Time {
	if c.runs {
		return time.Now()
	}
	return c.Clock.Now()
}

// After rings once so much time has passed.
func (c *clock) After(d time.Duration) <-chan time.Time {
	if c.runs {
		return time.After(d)
	}
	return c.Clock.After(d)
}

func (c *clock) advance(d time.Duration) { c.Move(d) }

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

// sampled is true for one in four names, always the same ones.
func sampled(name string) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // a hash takes everything
	return h.Sum32()%4 == 0
}

// sit starts the program.
func sit(t *testing.T, s setup) *desk {
	t.Helper()
	if testing.Short() && !sampled(t.Name()) {
		t.Skip("with -short, one in four of these walks is taken")
	}
	d := &desk{t: t, clock: &clock{Clock: terminal.NewClock(noon), runs: s.realTime}, sent: &requests{ops: map[string]int{}}}
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
	table, err := program.Table()
	d.must(err)
	keys, err := action.WithOwn(table, s.keys)
	d.must(err)
	d.kept, err = drafts.Open(d.folder, drafts.Options{})
	d.must(err)
	ctx, cancel := context.WithCancel(context.Background())
	d.ends = append(d.ends, cancel)
	said := ui.NewEvents()
	options := ui.Options{Welcome: s.welcome, Keys: keys, Drafts: d.kept, Theme: strings.TrimPrefix(cmp.Or(s.theme, "dark"), terminals),
		ASCII: s.ascii, Agents: s.agents,
		Now: d.clock.Now, After: d.clock.After}
	if s.welcome == nil {
		client := d.client(s.client, said)
		d.ends = append(d.ends, client.Close)
		if s.assist == nil && !s.noModels {
			s.assist = newModel()
		}
		options.Session = &ui.Session{Client: client, Name: "Acme Analytics", Demo: true, DraftsOf: "demo", Assist: s.assist}
		if s.account {
			options.Session.Road, options.OpenURL = d.account(client), d.browse
		}
	}
	d.app = ui.New(ctx, options)
	if s.size == (size{}) {
		s.size = sizes[1]
	}
	d.size = s.size
	d.Term = uitest.Start(t, joined{d.app, said, ctx.Done(), s.lasting}, uitest.Size(s.size[0], s.size[1]),
		uitest.Filter(ui.Filter(nil, nil)),
		uitest.Beside())
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
	o.Now, o.Cold, o.Warehouses = d.clock.Now, true, &warehouses
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
	d.Paste(query) // at once: between two letters other projects would be looked into on a slow machine
	d.Press("enter")
}

// choose moves the bar to the row with a text.
func (d *desk) choose(text string) {
	d.t.Helper()
	d.see(text)
	d.Press("g")
	for range 200 {
		for _, row := range d.Frame().Rows() {
			row, _, _ = strings.Cut(row, "│") // what stands beside a list is none of it
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
	d.see("› "+title, "▌")
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

// still waits until nothing is read or worked out any more that the screen would change by; a run that is watched may go on.
func (d *desk) still() {
	d.t.Helper()
	d.WaitIdle(d.app.Idle)
}

// laidOut waits likewise, and has columns laid out anew, whatever came first.
func (d *desk) laidOut() {
	d.t.Helper()
	d.still()
	d.Resize(d.size[0]+1, d.size[1])
	d.Resize(d.size[0], d.size[1])
}

// lookUp lets a moment pass, so that a dialog that has opened by itself takes keys.
func (d *desk) lookUp() {
	d.t.Helper()
	d.still() // the dialog before it, which says what is under way, may have the same title
	d.clock.advance(2 * time.Second)
}

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
	for p, err := range hex.Items(d.behind.ProjectPages(d.t.Context(),
		hex.ProjectQuery{Paging: hex.Paging{Limit: 100}, IncludeComponents: true})) {
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
	for c, err := range hex.Items(d.behind.CellPages(d.t.Context(),
		hex.CellQuery{Paging: hex.Paging{Limit: 100}, ProjectID: d.project(title).ID})) {
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

// delay has the next request to an operation wait, until letGo.
func (d *desk) delay(operation string) {
	d.t.Helper()
	d.fault(emulator.Fault{Kind: emulator.Delay, Delay: time.Hour, Operation: operation, Times: 1})
}

// letGo has the requests that are delayed be answered, once there are any.
func (d *desk) letGo() {
	d.t.Helper()
	d.must(d.workspace.LetGo(d.t.Context()))
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
