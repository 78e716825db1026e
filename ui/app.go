// Package ui is the terminal interface of hextui: one Elm-style model, [App], with screens, widgets and dialogs
// below it that are plain structs. It talks to Hex through package hex only and knows nothing of MCP.
package ui

import (
	"context"
	"math/rand/v2"
	"os/exec"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/assist"
	"hextui/hex/config/state"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/graphics"
	"hextui/ui/grid"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
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
	// Python tells that the workspace gives what CODE cells gave, too: the embedded one, where it runs them in Python.
	Python bool
	// Road is how questions go to Hex's analyst; nil is the REST API. One that is an [ask.Account] can be signed in to.
	Road ask.Hex
	// DraftsOf names the workspace among the drafts: its base URL, or a word that stays the same.
	DraftsOf string
	// Profile is the profile of the configuration, empty for none.
	Profile string
	// Assist asks a language model; it may be nil.
	Assist assist.Assistant
}

// Options are what the UI is made with.
type Options struct {
	// Session is the workspace, nil to begin with the welcome screen.
	Session *Session
	// Welcome is how the welcome screen connects, and how another token is entered; it may be nil when there is a session.
	Welcome *Welcome
	Keys    action.KeyMap
	Drafts  *drafts.Store
	// Theme is dark, light, contrast, colourblind or mono; empty follows the terminal.
	Theme string
	// ThemeAsked is set where the theme was asked for just now, so that it counts whatever is remembered.
	ThemeAsked bool
	// Remember opens what is remembered between starts for a profile; nil where nothing is.
	Remember func(profile string) (*state.Store, error)
	// Locale is whose order of letters texts are sorted in, sv_SE.UTF-8; empty is what most languages share.
	Locale string
	// ASCII draws with ASCII signs only.
	ASCII bool
	// Vim has cells edited as in vim.
	Vim bool
	// Still moves nothing by itself: signs in the place of spinners stand still, and ages change by the minute.
	Still bool
	// NoMouse leaves the mouse to the terminal.
	NoMouse bool
	// Agents tells that an MCP server runs beside the UI.
	Agents bool
	// Now is the clock, After what wakes by it once so much time has passed; nil is the real one.
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
	// OpenURL shows a link in the person's browser. Far tells that they sit at another computer, where no browser of this one is seen.
	OpenURL func(url string) error
	Far     bool
	// Editor makes the command of the person's own editor for a file at a place; nil when there is none.
	Editor func(path string, line, col int) (*exec.Cmd, error)
	// Clipboard is the way to the clipboard, nil for the terminal's alone.
	Clipboard *Clipboard
	// Background is what is known of the terminal's ground before it answers, and where it never does.
	Background Background
	// Pictures is what is known of how the terminal shows pictures; nil is half blocks.
	Pictures *graphics.Terminal
	// NoSuspend is why the program cannot be suspended, empty where a shell takes it back.
	NoSuspend string
	// Warnings are sentences to be shown at the start.
	Warnings []string
	// About is what the settings say of the configuration.
	About About
	// StartAt is the first screen; empty is the one that the person left at, or the projects.
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
	background    Background
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
	state   *state.Store
	palette *palette
	// percent is how much may come to the memory that is in use before it is cleaned up, 0 while the workspace is small.
	percent int
	// saving is set while what is remembered is being written, saidState once it was said that it cannot be.
	saving, saidState bool
	pictures          *graphics.Held
	stack             []screen.Screen
	path              []screen.Target // what the stack's screens are of
	dialogs           overlay.Stack
	follows           map[string]*follow
	watches           int // how many runs were ever followed
	asks              map[string]*asking
	unsent            map[string]*screen.Question
	agents            activity.Log
	// approvals are the questions of agents to the person.
	approvals approvals
	// agentClients is how many clients of agents are connected.
	agentClients int
	// agentsOver is set once the MCP server beside the UI has ended.
	agentsOver bool

	failure  failure // of the newest reading of what is shown, which was said
	notice   notice
	notices  []notice      // everything that was said, for the log
	told     screen.Target // what was told of last of all that goes on by itself
	asked    int           // the notice that was the newest when the newest dialog opened
	opened   opened        // how the newest dialog opened
	waiting  waiting
	tick     int
	failed   string // the last run that ended, if it failed and nobody was there since
	ticking  bool
	stepped  bool // the message was a step of the cursor
	stirs    bool // something moves in the frame that was drawn last
	clicks   clicks
	footer   []hotspot
	named    map[action.ID]bool // the actions that the footer came by, reused
	quitting bool
	// over is set once the program ends; the messages that were on their way are still drawn.
	over bool
	// outside is set while the person's own editor is open, held what they did since.
	outside bool
	lent    atomic.Bool // the same, for who is not in the update loop
	held    []tea.Msg
	// saidLayout is set once it was said that keys are Latin letters.
	saidLayout bool
	// warnedQuit is set once a person was told that quitting loses something.
	warnedQuit bool
	noDrafts   string // why this workspace runs no drafts
}

// Background is the ground of a terminal.
type Background int

// The grounds. Of one that is not known the look has to be readable on both.
const (
	UnknownBackground Background = iota
	DarkBackground
	LightBackground
)

// New returns the model. Its background work ends when ctx does.
func New(ctx context.Context, o Options) *App {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	a := &App{
		opts: o, ctx: ctx, keys: o.Keys, now: o.Now, canvas: paint.NewCanvas(0, 0), tasks: task.New(ctx), named: map[action.ID]bool{},
		follows: map[string]*follow{}, asks: map[string]*asking{}, unsent: map[string]*screen.Question{},
		themeName: o.Theme, background: o.Background, mouseOff: o.NoMouse, unwake: func() {},
	}
	if o.ASCII {
		a.canvas.ASCII()
		a.keys = a.keys.ASCII()
	}
	if a.opts.Pictures == nil || o.ASCII && o.Pictures.Way() != graphics.Off {
		a.opts.Pictures = graphics.Look(graphics.Blocks, func(string) string { return "" })
	}
	a.pictures = graphics.NewHeld(a.opts.Pictures, byte(rand.N(255)+1))
	a.places = a.table()
	a.pickTheme()
	for _, w := range o.Warnings {
		a.Notice(screen.Warn, w)
	}
	if more := len(o.Warnings) - 1; more > 0 {
		a.notice.text += " " + a.keys.Way(action.Messages) + " shows " + present.Count(more) + " more."
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
	a.remember(s)
	if s.Road == nil {
		a.session.Road = ask.REST{Client: s.Client}
	}
	a.store = store.New(s.Client, a.session.Road, a.tasks, a.now, s.Demo)
	a.poll = newPoll(a.store, s.Client, a.now)
	a.env = &screen.Env{
		API: s.Client, Road: a.session.Road, Store: a.store, Tasks: a.tasks, Drafts: a.opts.Drafts, Workspace: s.DraftsOf, Host: a,
		State: a.state, Letters: grid.LettersOf(a.opts.Locale), Vim: a.opts.Vim,
		Keys: a.keys, NoToken: a.noToken, Now: a.now, Theme: &a.theme, Spin: a.spin, NoDraftRuns: &a.noDrafts,
		Written: map[string]screen.Written{}, Deeds: &screen.Deeds{}, Kept: map[string]screen.Unsent{}, CodeOutputs: s.Python,
		Pictures: screen.Pictures{Terminal: a.opts.Pictures, Held: a.pictures},
	}
	a.env.Account, _ = a.session.Road.(ask.Account)
	a.LookForSignIn()
	if s.Assist != nil {
		a.env.Assist = &screen.Assist{Assistant: s.Assist}
	}
	a.findDrafts()
	start := a.opts.StartAt
	if start.Place == "" {
		start, _ = a.lastPlace()
	}
	a.push(screen.Target{Place: screen.Projects})
	if start.Place != "" && start.Place != screen.Projects {
		a.Go(start)
	}
}

// Init asks the terminal what it is.
func (a *App) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, a.draftsChange(), raw(a.opts.Pictures.Query()), a.settle())
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
	case name == "" && a.background == DarkBackground:
		name = "dark"
	case name == "" && a.background == LightBackground:
		name = "light"
	case name == "":
		name = "neutral"
	}
	t, ok := theme.ByName(name)
	switch {
	case !ok:
		t = theme.Dark()
	case name == "colourblind":
		t = theme.ColourBlind(a.background != LightBackground)
	}
	a.theme = t
}

// spin is the current picture of the spinner, always the same where nothing is to move.
func (a *App) spin() string {
	if a.opts.Still {
		return a.theme.Glyphs.Ellipsis
	}
	s := a.theme.Glyphs.Spinner
	return s[a.tick%len(s)]
}
