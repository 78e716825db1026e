// Package deedtest is what stands around a screen, for tests without a terminal: the embedded workspace, a client whose writes are
// counted, dialogs that are answered by actions and clicks, and work that is done when the test says so.
package deedtest

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/config/state"
	"hextui/hex/emulator"
	"hextui/ui/action"
	"hextui/ui/graphics"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/screen"
	"hextui/ui/store"
	"hextui/ui/task"
	"hextui/ui/theme"
)

// Noon is the time at a desk.
var Noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// Desk is a screen's surroundings.
type Desk struct {
	T   *testing.T
	Env *screen.Env
	// Hex is the workspace, Behind a client that changes it behind the screen's back.
	Hex    *emulator.Running
	Behind *hex.Client
	// Dialogs are those that are open.
	Dialogs overlay.Stack
	// Said are the notices, Gone the places that were gone to, Copied and Browsed what was copied and opened last.
	Said            []string
	Gone            []screen.Target
	Copied, Browsed string
	// Begun counts the deeds that were begun.
	Begun int

	mu   sync.Mutex
	sent map[string]int
}

// New is a desk at the sample workspace.
func New(t *testing.T) *Desk {
	t.Helper()
	d := &Desk{T: t, sent: map[string]int{}}
	var err error
	now := func() time.Time { return Noon }
	if d.Hex, err = emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{Cold: true, Now: now}); err != nil {
		t.Fatal(err)
	}
	client := d.client(d.observe)
	d.Behind = d.client(nil)
	t.Cleanup(func() {
		client.Close()
		d.Behind.Close()
		if err := d.Hex.Close(); err != nil {
			t.Error(err)
		}
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	})
	look := theme.Dark()
	tasks := task.New(t.Context())
	noDrafts := ""
	d.Env = &screen.Env{
		API: client, Store: store.New(client, ask.REST{Client: client}, tasks, now, true), Tasks: tasks, Host: host{d: d}, Keys: keys(t),
		State: state.New(), Now: now, Theme: &look, Spin: func() string { return "~" }, Deeds: &screen.Deeds{},
		Kept: map[string]screen.Unsent{}, NoDraftRuns: &noDrafts,
	}
	blocks := graphics.Look(graphics.Blocks, func(string) string { return "" })
	d.Env.Pictures = screen.Pictures{Terminal: blocks, Held: graphics.NewHeld(blocks, 1)}
	return d
}

func (d *Desk) client(observe func(hex.Event)) *hex.Client {
	c, err := hex.New(hex.Options{BaseURL: d.Hex.URL(), Token: d.Hex.Token(), Limits: hex.NoLimits, RetryFor: -1, Observe: observe})
	if err != nil {
		d.T.Fatal(err)
	}
	return c
}

func (d *Desk) observe(e hex.Event) {
	if e.Kind == hex.EventSent && e.Method != http.MethodGet {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.sent[e.Op]++
	}
}

// Writes are the writes that were sent since it was last asked, by operation.
func (d *Desk) Writes() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	text := fmt.Sprint(d.sent)
	clear(d.sent)
	return strings.TrimPrefix(text, "map")
}

// keys is a table with the actions that are named in sentences.
func keys(t *testing.T) action.KeyMap {
	t.Helper()
	m, err := action.NewKeyMap([]action.Binding{
		{Action: action.SetStatus, Scope: action.Projects, Long: "set the project's status"},
		{Action: action.Share, Scope: action.Projects, Long: "see and change who may see and edit the project"},
		{Action: action.EmbedLink, Scope: action.Projects, Long: "make a link that shows the app once"},
		{Action: action.Publish, Scope: action.Projects, Long: "publish the project (in Hex)"},
		{Action: action.Rename, Scope: action.Projects, Long: "rename the project (in Hex)"},
		{Action: action.Schedule, Scope: action.Projects, Long: "change when the project runs by itself (in Hex)"},
		{Action: action.Archive, Scope: action.Projects, Long: "archive the project (in Hex)"},
		{Action: action.Delete, Scope: action.Projects, Long: "put the project into the trash (in Hex)"},
		{Action: action.UndoWrite, Scope: action.Projects, Keys: []string{"U"}},
		{Action: action.Yes, Scope: action.Dialog, Keys: []string{"y"}},
		{Action: action.No, Scope: action.Dialog, Keys: []string{"n"}},
		{Action: action.Accept, Scope: action.Dialog, Keys: []string{"enter"}},
		{Action: action.Back, Scope: action.Text, Keys: []string{"esc"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Run does the work that was started, until there is none.
func (d *Desk) Run() {
	d.T.Helper()
	for {
		cmd := d.Env.Tasks.Take()
		d.Dialogs.Sweep()
		if cmd == nil {
			return
		}
		d.do(cmd)
	}
}

func (d *Desk) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch m := cmd().(type) {
	case tea.BatchMsg:
		for _, one := range m {
			d.do(one)
		}
	case task.Result:
		d.Env.Tasks.Apply(m)
	}
}

// Read reads things of the workspace into the store.
func (d *Desk) Read(things ...store.Thing) {
	d.T.Helper()
	for _, t := range things {
		d.Env.Store.Read(t)
	}
	d.Run()
}

// Project is a project by its title.
func (d *Desk) Project(title string) hex.Project {
	d.T.Helper()
	for p, err := range hex.Items(d.Behind.ProjectPages(d.T.Context(), hex.ProjectQuery{Paging: hex.Paging{Limit: 100}})) {
		if err != nil {
			d.T.Fatal(err)
		}
		if p.Title == title {
			full, err := d.Behind.GetProject(d.T.Context(), p.ID)
			if err != nil {
				d.T.Fatal(err)
			}
			return full
		}
	}
	d.T.Fatalf("Hex has no project %q", title)
	return hex.Project{}
}

// Answer lets the topmost dialog do actions, and does what that starts.
func (d *Desk) Answer(ids ...action.ID) {
	d.T.Helper()
	for _, id := range ids {
		top := d.Dialogs.Top()
		if top == nil {
			d.T.Fatalf("there is no dialog for %s", id)
		}
		top.Do(id)
		d.Run()
	}
}

// Type types into the topmost dialog.
func (d *Desk) Type(text string) {
	for _, r := range text {
		d.Dialogs.Top().Key(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// Back takes a letter of the topmost dialog's text back.
func (d *Desk) Back() { d.Dialogs.Top().Key(tea.KeyPressMsg{Code: tea.KeyBackspace}) }

// Click clicks the first letter of a text in the topmost dialog, drawn on so many columns and rows, and does what that starts.
func (d *Desk) Click(text string, width, height int) {
	d.T.Helper()
	for y, line := range strings.Split(d.Dialog(width, height), "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			d.Dialogs.Top().Click(paint.Width(before), y)
			d.Run()
			return
		}
	}
	d.T.Fatalf("there is no %q to click on:\n%s", text, d.Dialog(width, height))
}

// Dialog is the topmost dialog as text, drawn on so many columns and rows; empty where none is open.
func (d *Desk) Dialog(width, height int) string {
	top := d.Dialogs.Top()
	if top == nil {
		return ""
	}
	return Drawn(width, height, func(s paint.Surface) { top.Draw(s, overlay.Look{Theme: d.Env.Theme, Keys: d.Env.Keys}) })
}

// Drawn is what is drawn, as text.
func Drawn(width, height int, draw func(paint.Surface)) string {
	c := paint.NewCanvas(width, height)
	draw(c.Surface())
	lines := strings.Split(ansi.Strip(strings.ReplaceAll(c.String(), "\r", "")), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}

// Want fails the test for each text that a dialog, or a screen, does not say, wherever its lines are broken.
func (d *Desk) Want(shown string, texts ...string) {
	d.T.Helper()
	flat := Flat(shown)
	for _, text := range texts {
		if !strings.Contains(flat, Flat(text)) {
			d.T.Errorf("%q is not said:\n%s", text, shown)
		}
	}
}

// Flat is text without frames, line breaks and needless blanks.
func Flat(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "▌", " ").Replace(text)), " ")
}

// Last is the newest notice.
func (d *Desk) Last() string {
	if len(d.Said) == 0 {
		return ""
	}
	return d.Said[len(d.Said)-1]
}

// host is the root of the program, as far as deeds ask anything of it.
type host struct {
	screen.Host
	d *Desk
}

func (h host) Go(t screen.Target)                 { h.d.Gone = append(h.d.Gone, t) }
func (h host) Begin()                             { h.d.Begun++ }
func (h host) Notice(_ screen.Level, text string) { h.d.Said = append(h.d.Said, text) }
func (h host) Ask(o overlay.Overlay)              { h.d.Dialogs.Push(o) }
func (h host) Interrupt(o overlay.Overlay)        { h.d.Dialogs.Push(o) }
func (h host) Answered() overlay.Overlay          { return h.d.Dialogs.Top() }
func (h host) Copy(text, _ string)                { h.d.Copied = text }
func (h host) Browse(url string)                  { h.d.Browsed = url }
