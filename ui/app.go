// Package ui is the terminal interface of hextui: one Elm-style model, [App], with screens, widgets and dialogs
// below it that are plain structs. It talks to Hex through package hex only and knows nothing of MCP.
package ui

import (
	"context"
	"os/exec"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/assist"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/screen"
	"hextui/ui/screen/activity"
	"hextui/ui/store"
	"hextui/ui/task"
	"hextui/ui/theme"
)

// Session is the workspace that the UI shows.
type Session struct {
	Client *hex.Client
	// Name is what the header calls the workspace: its host, or the demo's name.
	Name string
	// Demo marks the embedded workspace.
	Demo bool
	// Road is how questions go to Hex's analyst; nil is the REST API.
	Road ask.Hex
	// DraftsOf names the workspace among the drafts: its base URL, or a word that stays the same.
	DraftsOf string
	// Assist asks a language model; it may be nil.
	Assist assist.Assistant
}

// Options are what the UI is made with.
type Options struct {
	// Session is the workspace, nil to begin with the welcome screen.
	Session *Session
	// Welcome is how the welcome screen connects; it may be nil when there is a session.
	Welcome *Welcome
	Keys    action.KeyMap
	Drafts  *drafts.Store
	// Theme is dark, light, mono or contrast; empty follows the terminal.
	Theme string
	// ASCII draws with ASCII signs only.
	ASCII bool
	// NoMouse leaves the mouse to the terminal.
	NoMouse bool
	// Agents tells that an MCP server runs beside the UI.
	Agents bool
	// Now is the clock, After what wakes by it once so much time has passed; nil is the real one.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
	// OpenURL shows a link in the person's browser.
	OpenURL func(url string) error
	// Editor makes the command of the person's own editor for a file at a place; nil when there is none.
	Editor func(path string, line, col int) (*exec.Cmd, error)
	// Warnings are sentences to be shown at the start.
	Warnings []string
	// StartAt is the first screen; empty is the projects.
	StartAt screen.Target
}

// App is the model. Make it with [New]; it must not be copied.
type App struct {
	opts Options
	ctx  context.Context
	keys action.KeyMap
	now  func() time.Time

	width, height int
	canvas        *paint.Canvas
	frame         tea.View
	theme         theme.Theme
	themeName     string // as chosen by a person; empty follows the terminal
	darkTerminal  bool
	noColour      bool
	mouseOff      bool
	blurred       bool
	away          bool // the terminal is another program's
	waking        time.Time
	wakes         int
	unwake        func() // takes the newest waking back

	session *Session
	welcome *welcome
	env     *screen.Env
	tasks   *task.Runner
	store   *store.Store
	places  []place
	poll    *poll
	stack   []screen.Screen
	path    []screen.Target // what the stack's screens are of
	dialogs overlay.Stack
	follows map[string]*follow
	watches int // how many runs were ever followed
	asks    map[string]*asking
	unsent  map[string]*screen.Question
	agents  activity.Log
	// approvals are the questions of agents to the person.
	approvals approvals
	// agentsOver is set once the MCP server beside the UI has ended.
	agentsOver bool

	failure  failure // of the newest reading of what is shown, which was said
	notice   notice
	notices  []notice // everything that was said, for the log
	asked    int      // the notice that was the newest when the newest dialog opened
	waiting  waiting
	tick     int
	failed   string // the last run that ended, if it failed and nobody was there since
	ticking  bool
	clicks   clicks
	footer   []hotspot
	quitting bool
	// over is set once the program ends; the messages that were on their way are still drawn.
	over bool
	// outside is set while the person's own editor is open, held what they did since.
	outside bool
	held    []tea.Msg
	// warnedQuit is set once a person was told that quitting loses something.
	warnedQuit bool
	noDrafts   string // why this workspace runs no drafts
}

// New returns the model. Its background work ends when ctx does.
func New(ctx context.Context, o Options) *App {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	a := &App{
		opts: o, ctx: ctx, keys: o.Keys, now: o.Now, canvas: paint.NewCanvas(0, 0), tasks: task.New(ctx),
		follows: map[string]*follow{}, asks: map[string]*asking{}, unsent: map[string]*screen.Question{},
		themeName: o.Theme, darkTerminal: true, mouseOff: o.NoMouse, unwake: func() {},
	}
	if o.ASCII {
		a.canvas.ASCII()
		a.keys = a.keys.ASCII()
	}
	a.places = places(&a.agents, o.Agents)
	a.pickTheme()
	for _, w := range o.Warnings {
		a.Notice(screen.Warn, w)
	}
	if o.Session != nil {
		a.begin(*o.Session)
	} else {
		a.welcome = newWelcome(a, o.Welcome)
	}
	return a
}

// begin shows a workspace.
func (a *App) begin(s Session) {
	a.session, a.welcome = &s, nil
	if s.Road == nil {
		a.session.Road = ask.REST{Client: s.Client}
	}
	a.store = store.New(s.Client, a.session.Road, a.tasks, a.now, s.Demo)
	a.poll = newPoll(a.store, s.Client, a.now)
	a.env = &screen.Env{
		API: s.Client, Road: a.session.Road, Store: a.store, Tasks: a.tasks, Drafts: a.opts.Drafts, Workspace: s.DraftsOf, Host: a,
		Keys: a.keys, Now: a.now, Theme: &a.theme, Spin: a.spin, NoDraftRuns: &a.noDrafts, Written: map[string]screen.Written{},
	}
	if s.Assist != nil {
		a.env.Assist = &screen.Assist{Assistant: s.Assist}
	}
	a.findDrafts()
	start := a.opts.StartAt
	if start.Place == "" {
		start.Place = screen.Projects
	}
	a.push(screen.Target{Place: screen.Projects})
	if start.Place != screen.Projects {
		a.Go(start)
	}
}

// Init asks the terminal what it is.
func (a *App) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, a.draftsChange(), a.settle())
}

// draftsChange waits for what is typed to have reached the disk, which the screen then says.
func (a *App) draftsChange() tea.Cmd {
	if a.opts.Drafts == nil {
		return nil
	}
	changes, over := a.opts.Drafts.Changes(), a.ctx.Done()
	return func() tea.Msg {
		select {
		case _, ok := <-changes:
			if ok {
				return draftsChanged{}
			}
		case <-over:
		}
		return nil
	}
}

func (a *App) top() screen.Screen {
	if len(a.stack) == 0 {
		return nil
	}
	return a.stack[len(a.stack)-1]
}

// pickTheme chooses the look by what the person and the terminal want.
func (a *App) pickTheme() {
	name := a.themeName
	switch {
	case a.noColour && name != "contrast":
		name = "mono"
	case name == "" && a.darkTerminal:
		name = "dark"
	case name == "":
		name = "light"
	}
	t, ok := theme.ByName(name)
	if !ok {
		t = theme.Dark()
	}
	a.theme = t
}

// spin is the current picture of the spinner.
func (a *App) spin() string {
	s := a.theme.Glyphs.Spinner
	return s[a.tick%len(s)]
}
