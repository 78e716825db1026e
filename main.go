// Command hextui is the terminal workspace for Hex: a UI, an MCP server and an embedded workspace in one program.
package main

//go:generate go test ./ui/uitest ./ui/uitest/picture -update
//go:generate go test ./ui/uitest/program -run TestPages -update
//go:generate go test ./ui/uitest/road -run "TestPictures|TestScreens|TestFirstScreens|TestThemes" -update

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"hextui/hex"
	asking "hextui/hex/ask/cli"
	"hextui/hex/config"
	"hextui/hex/emulator"
	workspace "hextui/hex/emulator/cli"
	hosted "hextui/hex/hosted/cli"
	"hextui/hex/pyrun"
	"hextui/mcpsrv"
	mcp "hextui/mcpsrv/cli"
	hub "hextui/mcpsrv/hub/cli"
	"hextui/ui"
	face "hextui/ui/cli"
)

// version is set by the linker for releases.
var version = "dev"

func main() {
	pyrun.Enter(os.Args)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if err := command().ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "hextui: "+err.Error())
		os.Exit(exitCode(err))
	}
}

// exitCode is what a command says, 2 where it says that it was called wrongly, else 1.
func exitCode(err error) int {
	if exit := (*asking.Exit)(nil); errors.As(err, &exit) {
		return exit.Code
	}
	if wrong := (*workspace.UsageError)(nil); errors.As(err, &wrong) {
		return 2
	}
	return 1
}

// flags is the command line.
type flags struct {
	demo, mcp, tui   bool
	profile, baseURL string
	workspace        string
	rate             int
	pace             float64
	ui               face.Flags
	server           mcp.Flags
}

func command() *cobra.Command {
	var f flags
	root := &cobra.Command{
		Use:   "hextui",
		Short: "The terminal workspace for Hex",
		Long: `hextui shows a Hex workspace in the terminal: browse projects, read and edit cells, run and watch
them, and let agents do the same over MCP.

  hextui --demo            the UI on an embedded workspace: no account, no network
  HEX_API_KEY=… hextui     the UI on your workspace
  hextui --mcp             an MCP server on standard input and output
  hextui --mcp --tui       both: agents on standard input and output, you on the terminal
  hextui --listen ADDR     an MCP server over HTTP; with --tui the UI too

Without a token and without --demo the first screen helps to connect. A token is never taken
from the command line: it comes from HEX_API_KEY (or HEX_API_TOKEN), the keyring, or a file that
only you can read. In the UI, ? shows the keys. Flags marked MCP say what agents may do.`,
		Version: version, Args: cobra.NoArgs, SilenceUsage: true, SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context()) },
	}
	fl := root.Flags()
	fl.BoolVar(&f.demo, "demo", false, "use the embedded workspace: no account, no network, SQL really runs")
	fl.BoolVar(&f.mcp, "mcp", false, "serve MCP on standard input and output")
	fl.BoolVar(&f.tui, "tui", false, "with --mcp or --listen: show the UI on the terminal too")
	fl.StringVar(&f.profile, "profile", "", "the profile of config.toml to use (or HEX_PROFILE)")
	fl.StringVar(&f.baseURL, "base-url", "", "the workspace: a region (us, eu, hipaa), a host, or an address (or HEX_API_BASE_URL)")
	fl.StringVar(&f.workspace, "workspace", "", "with --demo: the file that keeps the embedded workspace between starts")
	fl.Float64Var(&f.pace, "pace", 1, "with --demo: how long runs take, 1 like a real workspace, 0 at once")
	fl.IntVar(&f.rate, "rate", 0, "requests a minute that hextui allows itself; 0 is Hex's own limit (none in the demo), -1 none")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w: %s --help shows what there is", err, cmd.CommandPath())
	})
	f.ui.Add(root)
	f.server.Add(root)
	has := func(flag string) bool { return fl.Lookup(flag) != nil }
	root.AddCommand(hosted.Commands(version)...)
	root.AddCommand(asking.Command(version), workspace.Command(), mcp.InstallCommand(has), mcp.AuditCommand(),
		hub.Command(version, workspaces()), face.KeysCommand(bindings()), face.ForgetCommand())
	return root
}

// workspaces are where the command hub runs SQL.
func workspaces() hub.Workspaces {
	open := func(ctx context.Context, f flags) (hub.Workspace, error) {
		p := &program{flags: f, events: ui.NewEvents()}
		err := p.load()
		var s *ui.Session
		if err == nil {
			s, err = p.connect(ctx)
		}
		if err != nil {
			p.close()
			return hub.Workspace{}, explained(err)
		}
		return hub.Workspace{Client: s.Client, Close: p.close}, nil
	}
	return hub.Workspaces{
		Embedded: func(ctx context.Context) (hub.Workspace, error) { return open(ctx, flags{demo: true}) },
		Own: func(ctx context.Context, profile string) (hub.Workspace, error) {
			return open(ctx, flags{profile: profile})
		},
	}
}

// explained is an error that says how to get a token, where it is for the want of one.
func explained(err error) error {
	if missing := (*config.NoToken)(nil); errors.As(err, &missing) {
		return fmt.Errorf("%w. %s", err, config.HowToGetToken(missing.BaseURL))
	}
	return err
}

// serves tells whether agents are served.
func (f *flags) serves() bool { return f.mcp || f.server.Listens() }

// check says what is wrong with the flags.
func (f *flags) check() error {
	if f.tui && !f.serves() {
		return errors.New("--tui goes with --mcp or --listen; without them the UI is shown anyway")
	}
	if f.workspace != "" && !f.demo {
		return errors.New("--workspace is the file of the embedded workspace: give --demo too")
	}
	if !(f.pace >= 0 && f.pace <= math.MaxFloat64) {
		return fmt.Errorf("--pace is 0 for runs that end at once, 1 for the time of real ones, or between and beyond, not %v", f.pace)
	}
	return errors.Join(f.ui.Check(), f.server.Check(f.mcp))
}

// run begins the mode that the flags ask for.
func (f *flags) run(ctx context.Context) error {
	if err := f.check(); err != nil {
		return err
	}
	p := &program{flags: *f, events: ui.NewEvents()}
	defer p.close()
	if err := p.load(); err != nil {
		return err
	}
	p.agents = hub.NewLazily(ctx, p.config, version)
	p.onClose(p.agents.Close)
	session, err := p.connect(ctx)
	var missing *config.NoToken
	switch {
	case errors.As(err, &missing) && f.serves():
		return explained(err)
	case errors.As(err, &missing):
		return p.tui(ctx, nil, face.Connecting{
			Config: p.config, Profile: p.profile, BaseURL: p.baseURL, Demo: p.startDemo,
			Session: func(ctx context.Context, baseURL, token string) (ui.Session, error) {
				return p.session(ctx, baseURL, token, p.limits())
			},
		}.Welcome(missing))
	case err != nil:
		return err
	case !f.serves():
		return p.tui(ctx, session, nil)
	case f.tui:
		return p.both(ctx, session)
	}
	return p.serve(ctx, session, false)
}

// program is what the modes share, and what must be closed at the end.
type program struct {
	flags
	config   config.Config
	settings config.Settings
	secrets  []string
	warnings []string
	events   *ui.Events
	// serving is what the server's flags opened, nil where no agents are served.
	serving *mcp.Serving
	// agents help with code: those of the MCP server, and whom the UI asks.
	agents *hub.Lazily

	mu      sync.Mutex
	closers []func() error
}

func (p *program) onClose(f func() error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closers = append(p.closers, f)
}

func (p *program) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := len(p.closers) - 1; i >= 0; i-- {
		if err := p.closers[i](); err != nil {
			fmt.Fprintln(os.Stderr, "hextui: "+err.Error())
		}
	}
}

// load reads the configuration. A broken file is an error, but never one that keeps the demo from starting.
func (p *program) load() error {
	c, err := config.Load(config.Env{})
	p.config = c
	p.settings = c.SettingsFor(config.Flags{Profile: p.profile, BaseURL: p.baseURL})
	if err != nil && !p.demo {
		return err
	}
	if err != nil {
		p.warnings = append(p.warnings, err.Error())
	}
	return nil
}

// connect makes the session: the embedded workspace, or what flags, environment and profile say.
func (p *program) connect(ctx context.Context) (*ui.Session, error) {
	if p.demo {
		s, err := p.startDemo(ctx)
		return &s, err
	}
	c, err := p.config.Resolve(ctx, config.Flags{Profile: p.profile, BaseURL: p.baseURL})
	p.warnings = append(p.warnings, c.Notes...)
	if err != nil {
		return nil, err
	}
	p.settings = c.Settings
	s, err := p.session(ctx, c.BaseURL, c.Token.Reveal(), p.limits())
	return &s, err
}

func (p *program) limits() hex.Limits {
	switch {
	case p.rate < 0:
		return hex.NoLimits
	case p.rate > 0:
		return hex.Limits{PerMinute: p.rate, GroupPerMinute: -1, RunsPerMinute: -1}
	}
	return hex.Limits{}
}

func (p *program) session(ctx context.Context, baseURL, token string, limits hex.Limits) (ui.Session, error) {
	o := hex.Options{BaseURL: baseURL, Token: token, UserAgent: "hextui/" + version, Limits: limits, Observe: p.events.Observe}
	if p.serves() {
		serving, err := p.server.Open(ctx, p.config.StateDir, baseURL, token, p.demo)
		if err != nil {
			return ui.Session{}, err
		}
		p.onClose(serving.Close)
		p.serving, o.Transport, o.Keep = serving, serving.Transport(limits), serving.Keep()
	}
	client, err := hex.New(o)
	if err != nil {
		return ui.Session{}, err
	}
	p.secrets = append(p.secrets, token)
	p.onClose(func() error { client.Close(); return nil })
	s := ui.Session{Client: client, Name: config.RegionOf(client.BaseURL()).Host, DraftsOf: client.BaseURL()}
	if p.settings.MayAskModels() {
		s.Assist = p.agents
	}
	return s, nil
}

// startDemo starts the embedded workspace on a free port of this computer.
func (p *program) startDemo(ctx context.Context) (ui.Session, error) {
	running, err := p.openDemo(ctx)
	if err != nil {
		return ui.Session{}, fmt.Errorf("the embedded workspace could not be started: %w", err)
	}
	p.onClose(running.Close)
	limits := hex.NoLimits
	if p.rate != 0 {
		limits = p.limits()
	}
	s, err := p.session(ctx, running.URL(), running.Token(), limits)
	s.Name, s.Demo, s.DraftsOf = "Acme Analytics", true, "demo"
	if p.workspace != "" {
		s.DraftsOf = "demo " + p.workspace
	}
	return s, err
}

// demoServer is an embedded workspace that answers, now or soon.
type demoServer interface {
	URL() string
	Token() string
	Close() error
}

// openDemo begins a workspace in memory without waiting for it, so that the first frame and the first answer come sooner.
// One in a file is opened first: it may be damaged, or in use.
func (p *program) openDemo(ctx context.Context) (demoServer, error) {
	o := emulator.Options{Workspace: p.workspace, Pace: p.pace}
	if p.workspace == "" {
		return emulator.Begin("127.0.0.1:0", o)
	}
	return emulator.Listen(ctx, "127.0.0.1:0", o)
}

// serve serves agents, beside the UI or alone.
func (p *program) serve(ctx context.Context, s *ui.Session, beside bool) error {
	// A client that goes away must end the server by an error of writing, not the process and with it the UI's terminal.
	signal.Ignore(syscall.SIGPIPE)
	o, err := p.serving.Options()
	if err != nil {
		return err
	}
	o.Client, o.Version, o.Secrets = s.Client, version, append(o.Secrets, p.secrets...)
	o.Hub = p.agents.Agents
	if !beside {
		o.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))
		return p.serving.Serve(ctx, mcpsrv.New(o), os.Stdin, os.Stdout, func(address string) {
			fmt.Fprintln(os.Stderr, "hextui: MCP is served at "+address)
		})
	}
	o.Watched(p.events)
	return p.serving.Serve(ctx, mcpsrv.New(o), os.Stdin, os.Stdout, func(address string) { p.events.Put(ui.AgentsAt(address)) })
}

// both serves agents from beside the UI. On standard input and output the UI has the terminal to itself.
func (p *program) both(ctx context.Context, s *ui.Session) error {
	ctx, cancel := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() {
		err := p.serve(ctx, s, true)
		if ctx.Err() == nil {
			p.events.Put(ui.AgentsGone{Err: err})
		}
		served <- err
	}()
	err := p.tui(ctx, s, nil)
	cancel()
	if p.server.Listens() {
		return errors.Join(err, <-served)
	}
	// Standard input cannot be read with a deadline, so a server that waits there is left to end with the process.
	select {
	case serveErr := <-served:
		return errors.Join(err, serveErr)
	default:
		return err
	}
}

// tui shows the UI.
func (p *program) tui(ctx context.Context, s *ui.Session, w *ui.Welcome) error {
	return p.ui.Run(ctx, face.Options{
		Session: s, Welcome: w, Table: bindings(), Settings: p.settings, StateDir: p.config.StateDir, Events: p.events,
		Agents: p.serves(), OwnTerminal: p.mcp && !p.server.Listens(), Warnings: p.warnings,
	})
}
