// Package connect gets from what flags, environment and config.toml say to a workspace: one in Hex, or the embedded one. It knows no
// screen, no tool and no command line.
package connect

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"sync"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/config"
	"hextui/hex/emulator"
	"hextui/hex/hosted"
	"hextui/hex/hosted/road"
)

// Flags say which workspace is meant, and how it is asked.
type Flags struct {
	// Demo is the embedded workspace. Workspace is the file that keeps it, Data is a file or folder of data for it, Import is a file or
	// folder of projects for it, Pace is how long its runs take: 1 like real ones, 0 at once. Python runs its CODE cells in python3.
	Demo, Python            bool
	Workspace, Data, Import string
	Pace                    float64
	// Profile and BaseURL name the workspace in Hex; both may be empty.
	Profile, BaseURL string
	// Rate is how many requests a minute hextui allows itself: 0 is Hex's own limit, none in the demo; -1 is none.
	Rate int
}

// Check says what is wrong with them.
func (f Flags) Check() error {
	switch {
	case f.Workspace != "" && !f.Demo:
		return errors.New("--workspace is the file of the embedded workspace: give --demo too")
	case f.Data != "" && !f.Demo:
		return errors.New("--data are files for the embedded workspace: give --demo too")
	case f.Import != "" && !f.Demo:
		return errors.New("--import are projects for the embedded workspace: give --demo too")
	case f.Python && !f.Demo:
		return errors.New("--python runs CODE cells of the embedded workspace: give --demo too")
	case !(f.Pace >= 0 && f.Pace <= math.MaxFloat64):
		return fmt.Errorf("--pace is 0 for runs that end at once, 1 for the time of real ones, or between and beyond, not %v", f.Pace)
	}
	return nil
}

// Known is under which name, and in which folder, things of the workspace are kept between starts, without connecting to it. Both are
// empty where that cannot be told.
func (f Flags) Known() (stateDir, name string) {
	c, _ := config.Load(config.Env{}) // what is wrong with it is said where the workspace is connected to
	return f.known(c)
}

func (f Flags) known(c config.Config) (stateDir, name string) {
	if f.Demo {
		return c.StateDir, f.demoName()
	}
	baseURL, _, err := c.ForSignIn(f.chosen())
	if err != nil {
		return "", ""
	}
	return c.StateDir, baseURL
}

// demoName tells embedded workspaces apart between starts.
func (f Flags) demoName() string { return strings.TrimSpace("demo " + f.Workspace) }

func (f Flags) chosen() config.Flags { return config.Flags{Profile: f.Profile, BaseURL: f.BaseURL} }

func (f Flags) limits() hex.Limits {
	switch {
	case f.Rate < 0:
		return hex.NoLimits
	case f.Rate > 0:
		return hex.Limits{PerMinute: f.Rate, GroupPerMinute: -1, RunsPerMinute: -1}
	}
	return hex.Limits{}
}

// Workspace is one that is connected to.
type Workspace struct {
	Client *hex.Client
	// Road is how questions go to Hex's analyst. Hosted is the workspace's hosted server, nil where there is none.
	Road   ask.Hex
	Hosted *hosted.Client
	// Name is what people call it: its host, or the demo's name.
	Name string
	// Demo is the embedded workspace, Python that it runs CODE cells in python3.
	Demo, Python bool
	// DraftsOf names it among the drafts: its base URL, or a word that stays the same. Profile is that of the configuration, if any.
	DraftsOf, Profile string
}

// Options are what a [Connector] is made with.
type Options struct {
	Flags
	// Version is that of the program.
	Version string
	// Observe is told of every request; nil tells nobody.
	Observe func(hex.Event)
	// Dress changes how a client is made, such as by a transport of its own; nil leaves it.
	Dress func(context.Context, *hex.Options) error
}

// Connector connects to workspaces, and closes what it opened.
type Connector struct {
	Options
	// Config is what config.toml says, Settings what holds of it for the workspace.
	Config   config.Config
	Settings config.Settings
	// Secrets must never leave. Warnings are what the person should know, in sentences.
	Secrets, Warnings []string

	// nowhere is why there is no folder for the configuration, nil where there is one.
	nowhere *config.NoFolder
	mu      sync.Mutex
	closers []func() error
}

// Begin reads the configuration. A broken file is an error, but never one that keeps the demo from starting. That there is no folder for
// it is none, since the environment may say everything: what is kept goes to a temporary folder then, with a word. The connector is to
// be closed in any case.
func Begin(o Options) (*Connector, error) {
	c, err := Anywhere(o)
	if c.nowhere != nil {
		c.lodge()
	}
	return c, err
}

// Anywhere is [Begin] for a command that keeps nothing.
func Anywhere(o Options) (*Connector, error) {
	c := &Connector{Options: o}
	var err error
	c.Config, err = config.Load(config.Env{})
	c.Settings = c.Config.SettingsFor(o.chosen())
	switch {
	case errors.As(err, &c.nowhere):
		err = nil
	case err != nil && o.Demo:
		c.Warnings, err = append(c.Warnings, err.Error()), nil
	}
	return c, err
}

// lodge finds another folder for what is kept while the program runs, where the computer names none.
func (c *Connector) lodge() {
	says := fmt.Sprintf("%s%s. No settings are read", strings.ToUpper(c.nowhere.Error()[:1]), c.nowhere.Error()[1:])
	if c.Config.StateDir != "" {
		c.Warnings = append(c.Warnings, says+".")
		return
	}
	dir, err := os.MkdirTemp("", "hextui-state-")
	if err != nil {
		c.Warnings = append(c.Warnings, fmt.Sprintf("%s, and nothing can be kept: %v.", says, err))
		return
	}
	c.Config.StateDir = dir
	c.OnClose(func() error {
		_ = os.Remove(dir) // which takes it away where nothing was put into it
		return nil
	})
	c.Warnings = append(c.Warnings, says+", and nothing is kept for the next start: what is typed, and the log of what agents do, go to "+
		dir+".")
}

// Open begins a command that keeps nothing, and connects; where that fails, all is closed again.
func Open(ctx context.Context, o Options) (*Connector, Workspace, error) {
	c, err := Anywhere(o)
	var w Workspace
	if err == nil {
		w, err = c.Connect(ctx)
	}
	if err != nil {
		return nil, Workspace{}, errors.Join(config.Explained(err), c.Close())
	}
	return c, w, nil
}

// Known is what that of the flags is, by the configuration that was read already.
func (c *Connector) Known() (stateDir, name string) { return c.known(c.Config) }

// OnClose has something closed at the end, before what was opened earlier.
func (c *Connector) OnClose(f func() error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closers = append(c.closers, f)
}

// Close closes what was opened, the newest first.
func (c *Connector) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var errs []error
	for i := len(c.closers) - 1; i >= 0; i-- {
		errs = append(errs, c.closers[i]())
	}
	return errors.Join(errs...)
}

// Connect connects to the embedded workspace, or to what flags, environment and profile say. An error for want of a token is a
// *[config.NoToken].
func (c *Connector) Connect(ctx context.Context) (Workspace, error) {
	if c.Demo {
		return c.StartDemo(ctx)
	}
	found, err := c.Config.Resolve(ctx, c.chosen())
	c.Warnings = append(c.Warnings, found.Notes...)
	if err != nil {
		return Workspace{}, err
	}
	c.Settings = found.Settings
	w, err := c.With(ctx, found.BaseURL, found.Token.Reveal())
	w.Profile = found.Profile
	return w, err
}

// As connects to the workspace of a profile.
func (c *Connector) As(ctx context.Context, profile string) (Workspace, error) {
	found, err := c.Config.Resolve(ctx, config.Flags{Profile: profile})
	if err != nil {
		return Workspace{}, config.Explained(err)
	}
	w, err := c.with(ctx, config.Flags{Profile: profile, BaseURL: found.BaseURL}, found.Token.Reveal(), c.limits(), false)
	w.Profile = found.Profile
	return w, err
}

// With connects to the workspace at an address with a token, which may be empty for who only asks questions by the hosted server.
func (c *Connector) With(ctx context.Context, baseURL, token string) (Workspace, error) {
	return c.with(ctx, config.Flags{Profile: c.Profile, BaseURL: baseURL}, token, c.limits(), false)
}

// with does so under a profile; embedded is set for the demo's.
func (c *Connector) with(ctx context.Context, at config.Flags, token string, limits hex.Limits, embedded bool) (Workspace, error) {
	o := hex.Options{BaseURL: at.BaseURL, Token: token, UserAgent: "hextui/" + c.Version, Limits: limits, Observe: c.Observe}
	if c.Dress != nil {
		if err := c.Dress(ctx, &o); err != nil {
			return Workspace{}, err
		}
	}
	client, err := hex.New(o)
	if err != nil {
		return Workspace{}, err
	}
	c.Secrets = append(c.Secrets, token)
	c.OnClose(func() error { client.Close(); return nil })
	w := Workspace{Client: client, Name: config.RegionOf(client.BaseURL()).Host, DraftsOf: client.BaseURL()}
	if w.Hosted, err = c.signIn(at, embedded); err != nil {
		c.Warnings = append(c.Warnings, "Nobody can be signed in to Hex's hosted server: "+err.Error()+".")
		w.Road = ask.REST{Client: client}
		return w, nil
	}
	c.OnClose(func() error { w.Hosted.Close(); return nil })
	w.Road = road.New(w.Hosted, client)
	return w, nil
}

// signIn is the workspace's hosted server. A sign-in to that of the demo ends with the program.
func (c *Connector) signIn(at config.Flags, embedded bool) (*hosted.Client, error) {
	o := hosted.Options{Version: c.Version}
	if !embedded {
		return hosted.Open(c.Config, at, o)
	}
	endpoint, err := hosted.Endpoint("", at.BaseURL)
	if err != nil {
		return nil, err
	}
	o.Secrets, o.Endpoint = hosted.InMemory(), endpoint
	return hosted.New(o)
}

// StartDemo starts the embedded workspace on a free port of this computer.
func (c *Connector) StartDemo(ctx context.Context) (Workspace, error) {
	running, err := c.openDemo(ctx)
	if err != nil {
		return Workspace{}, fmt.Errorf("the embedded workspace could not be started: %w", err)
	}
	c.OnClose(running.Close)
	limits := hex.NoLimits
	if c.Rate != 0 {
		limits = c.limits()
	}
	w, err := c.with(ctx, config.Flags{BaseURL: running.URL()}, running.Token(), limits, true)
	w.Name, w.Demo, w.Python, w.DraftsOf = "Acme Analytics", true, c.runsPython(), c.demoName()
	return w, err
}

// embedded is an embedded workspace that answers, now or soon.
type embedded interface {
	URL() string
	Token() string
	Close() error
}

// runsPython tells whether the embedded workspace runs CODE cells in python3.
func (c *Connector) runsPython() bool { return c.Python || c.Settings.RunsPython() }

// openDemo begins a workspace in memory without waiting for it, so that the first frame and the first answer come sooner.
// One in a file, or with files, is opened first: it may be damaged, or in use.
func (c *Connector) openDemo(ctx context.Context) (embedded, error) {
	o := emulator.Options{Workspace: c.Workspace, Pace: c.Pace, Data: c.Data, Import: c.Import, Python: c.runsPython()}
	if c.Workspace == "" && c.Data == "" && c.Import == "" {
		return emulator.Begin("127.0.0.1:0", o)
	}
	running, err := emulator.Listen(ctx, "127.0.0.1:0", o)
	if err != nil {
		return nil, err
	}
	_, says := running.Imported()
	c.Warnings = append(c.Warnings, says...)
	return running, nil
}
