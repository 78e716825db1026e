// Command hextui is the terminal workspace for Hex: a UI, an MCP server and an embedded workspace in one program.
package main

//go:generate go test ./ui/uitest ./ui/uitest/picture -update
//go:generate go test ./ui/uitest/program -run TestPages -update
//go:generate go test ./ui/uitest/road -run "TestPictures|TestScreens|TestFirstScreens|TestThemes|TestPlaces" -update

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"hextui/hex"
	asking "hextui/hex/ask/cli"
	"hextui/hex/config"
	settings "hextui/hex/config/cli"
	"hextui/hex/connect"
	workspace "hextui/hex/emulator/cli"
	"hextui/hex/exit"
	signing "hextui/hex/hosted/cli"
	"hextui/hex/pyrun"
	"hextui/mcpsrv"
	mcp "hextui/mcpsrv/cli"
	hub "hextui/mcpsrv/hub/cli"
	"hextui/mcpsrv/shell"
	"hextui/ui"
	face "hextui/ui/cli"
)

// version is set by the linker for releases.
var version = "dev"

func main() {
	pyrun.Enter(os.Args)
	ctx, stop := exit.UntilSignal(context.Background())
	defer stop()
	out, root := exit.NewOutput(os.Stdout), command(os.Args[1:])
	root.SetOut(out)
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = out.Failed()
	}
	os.Exit(exit.Say(ctx, os.Stderr, err))
}

// flags is the command line.
type flags struct {
	connect.Flags
	mcp, tui, spec bool
	ui             face.Flags
	server         mcp.Flags
}

// command is the command line; args are those that the program was started with, nil for any.
func command(args []string) *cobra.Command {
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
		Version: version, SilenceUsage: true, SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.spec {
				return shell.WriteSpec(cmd.OutOrStdout(), cmd)
			}
			if !f.Demo && cmd.Flags().Changed("pace") {
				return exit.Usage("--pace is how long runs of the embedded workspace take: give --demo too")
			}
			return f.run(cmd.Context())
		},
	}
	fl := root.Flags()
	fl.BoolVar(&f.Demo, "demo", false, "use the embedded workspace: no account, no network, SQL really runs")
	fl.BoolVar(&f.mcp, "mcp", false, "serve MCP on standard input and output")
	fl.BoolVar(&f.tui, "tui", false, "with --mcp or --listen: show the UI on the terminal too")
	fl.StringVar(&f.Profile, "profile", "", "the profile of config.toml to use (or HEX_PROFILE)")
	fl.StringVar(&f.BaseURL, "base-url", "", "the workspace: a region (us, eu, hipaa), a host, or an address (or HEX_API_BASE_URL)")
	fl.StringVar(&f.Workspace, "workspace", "", "with --demo: the file that keeps the embedded workspace between starts")
	fl.StringVar(&f.Data, "data", "", "with --demo: a file or folder of data as the connection Local files (csv, SQLite; with DuckDB "+
		"built in also parquet, json, .duckdb)")
	fl.StringVar(&f.Import, "import", "", "with --demo: a *.hex.yaml file or a folder of them, whose projects the workspace has "+
		"in the place of the sample's")
	fl.BoolVar(&f.Python, "python", false,
		"with --demo: run CODE cells in this computer's python3, in a sandbox; else they are Starlark")
	fl.Float64Var(&f.Pace, "pace", 1, "with --demo: how long runs take, 1 like a real workspace, 0 at once")
	fl.IntVar(&f.Rate, "rate", 0, "requests a minute that hextui allows itself; 0 is Hex's own limit (none in the demo), -1 none")
	fl.BoolVar(&f.spec, "spec", false, "print every command, argument, type and exit code as JSON")
	f.ui.Add(root)
	f.server.Add(root)
	has := func(flag string) bool { return fl.Lookup(flag) != nil }
	root.AddGroup(&cobra.Group{ID: shell.Group, Title: "What is in Hex, for people and scripts:"})
	o := shell.Options{Version: version, Open: openForShell}
	root.AddCommand(shell.Commands(o, args)...)
	root.AddCommand(shell.SyncCommand(o), shell.CheckCommand(o), shell.PagesCommand())
	root.AddCommand(settings.Commands(keysOfConfig())...)
	root.AddCommand(authCommand())
	root.AddCommand(signing.Commands(version)...)
	root.AddCommand(asking.Command(version), workspace.Command(), mcp.InstallCommand(has), mcp.AuditCommand(),
		hub.Command(version, workspaces()), face.KeysCommand(bindings()), face.ForgetCommand())
	shell.Strict(root)
	return root
}

// authCommand has what is about signing in and tokens in one place; login, logout, status and forget are there by themselves too.
func authCommand() *cobra.Command {
	c := &cobra.Command{Use: "auth", Short: "Sign in and out, choose a profile, forget a token"}
	c.AddCommand(signing.Commands(version)...)
	c.AddCommand(settings.UseCommand("switch"), face.ForgetCommand())
	return c
}

// workspaces are where the command hub runs SQL.
func workspaces() hub.Workspaces {
	open := func(ctx context.Context, f connect.Flags) (hub.Workspace, error) {
		c, w, err := connect.Open(ctx, connect.Options{Flags: f, Version: version})
		if err != nil {
			return hub.Workspace{}, err
		}
		return hub.Workspace{Client: w.Client, Close: closing(c)}, nil
	}
	return hub.Workspaces{
		Embedded: func(ctx context.Context) (hub.Workspace, error) { return open(ctx, connect.Flags{Demo: true}) },
		Own: func(ctx context.Context, profile string) (hub.Workspace, error) {
			return open(ctx, connect.Flags{Profile: profile})
		},
	}
}

// closing closes what a command opened. Its data is out by then: that something cannot be closed well is said, and no failure.
func closing(c *connect.Connector) func() {
	return func() {
		if err := c.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "hextui: "+err.Error())
		}
	}
}

// openForShell opens the workspace of a command.
func openForShell(ctx context.Context, at shell.Place) (*shell.Workspace, error) {
	c, w, err := connect.Open(ctx, connect.Options{Flags: at.Flags, Version: version, Observe: at.Observe})
	if missing := (*config.NoToken)(nil); err != nil && !errors.As(err, &missing) {
		err = &exit.Error{Code: exit.Misused, Err: err} // what was said of the workspace makes no sense
	}
	if err != nil {
		return nil, err
	}
	stateDir, name := c.Known()
	return &shell.Workspace{Client: w.Client, Name: name, Demo: w.Demo, StateDir: stateDir, Secrets: c.Secrets, Notes: c.Warnings,
		Close: closing(c)}, nil
}

// serves tells whether agents are served.
func (f *flags) serves() bool { return f.mcp || f.server.Listens() }

// fit says what is wrong with the flags.
func (f *flags) fit() error {
	if f.tui && !f.serves() {
		return errors.New("--tui goes with --mcp or --listen; without them the UI is shown anyway")
	}
	return errors.Join(f.Check(), f.ui.Check(), f.server.Check(f.mcp))
}

// run begins the mode that the flags ask for.
func (f *flags) run(ctx context.Context) error {
	if err := f.fit(); err != nil {
		return exit.Usage("%w", err)
	}
	p := &program{flags: *f, events: ui.NewEvents()}
	var err error
	p.Connector, err = connect.Begin(connect.Options{Flags: f.Flags, Version: version, Observe: p.events.Observe, Dress: p.dress})
	defer closing(p.Connector)()
	if err != nil {
		return err
	}
	p.agents = hub.NewLazily(ctx, p.Config, version)
	p.OnClose(p.agents.Close)
	w, err := p.Connect(ctx)
	session := p.session(w)
	var missing *config.NoToken
	switch {
	case errors.As(err, &missing) && f.serves() && f.tui:
		return config.Explained(err)
	case errors.As(err, &missing) && f.serves():
		return p.serveQuestions(ctx, missing)
	case errors.As(err, &missing):
		return p.show(ctx, nil, p.connecting(p.Connector.Profile).Welcome(missing))
	case err != nil:
		return err
	case !f.serves():
		return p.show(ctx, &session, p.connecting(session.Profile).Again())
	case f.tui:
		return p.both(ctx, w)
	}
	return p.serve(ctx, w, false)
}

// program is what the modes share.
type program struct {
	flags
	*connect.Connector
	events *ui.Events
	// serving is what the server's flags opened, nil where no agents are served.
	serving *mcp.Serving
	// noToken is why the workspace has no token, empty where it has one.
	noToken string
	// agents help with code: those of the MCP server, and whom the UI asks.
	agents *hub.Lazily
}

// dress has a client that serves agents keep within what the server's flags share with others.
func (p *program) dress(ctx context.Context, o *hex.Options) error {
	if !p.serves() {
		return nil
	}
	serving, err := p.server.Open(ctx, p.Config.StateDir, o.BaseURL, o.Token, p.Connector.Demo)
	if err != nil {
		return err
	}
	p.OnClose(serving.Close)
	p.serving, o.Transport, o.Keep = serving, serving.Transport(o.Limits), serving.Keep()
	return nil
}

// session is a workspace as the UI has it.
func (p *program) session(w connect.Workspace) ui.Session {
	s := ui.Session{Client: w.Client, Road: w.Road, Name: w.Name, Demo: w.Demo, Python: w.Python, DraftsOf: w.DraftsOf, Profile: w.Profile}
	if p.Settings.MayAskModels() {
		s.Assist = p.agents
	}
	return s
}

// connecting is how the UI gets to a workspace by itself, and under which profile it keeps a token.
func (p *program) connecting(profile string) face.Connecting {
	return face.Connecting{
		Config: p.Config, Profile: profile, BaseURL: p.Connector.BaseURL,
		Session: func(ctx context.Context, baseURL, token string) (ui.Session, error) {
			w, err := p.With(ctx, baseURL, token)
			return p.session(w), err
		},
		Demo: func(ctx context.Context) (ui.Session, error) {
			w, err := p.StartDemo(ctx)
			return p.session(w), err
		},
	}
}

// serveQuestions serves agents without a token: what they ask goes by Hex's hosted server, which a person signs in to.
func (p *program) serveQuestions(ctx context.Context, missing *config.NoToken) error {
	p.noToken = "Set HEX_API_KEY, or start hextui in a terminal and enter the token there, then start the server again. " +
		config.HowToGetToken(missing.BaseURL)
	w, err := p.With(ctx, missing.BaseURL, "")
	switch {
	case err != nil:
		return err
	case w.Hosted == nil:
		return errors.New(strings.Join(p.Warnings, " "))
	}
	fmt.Fprintf(os.Stderr, "hextui: %v. Without one only questions to Hex work, for who signs in (hextui login).\n", missing)
	return p.serve(ctx, w, false)
}

// serve serves agents, beside the UI or alone.
func (p *program) serve(ctx context.Context, w connect.Workspace, beside bool) error {
	// A client that goes away must end the server by an error of writing, not the process and with it the UI's terminal.
	signal.Ignore(syscall.SIGPIPE)
	o, err := p.serving.Options()
	if err != nil {
		return err
	}
	o.Client, o.Version, o.Secrets = w.Client, version, append(o.Secrets, p.Secrets...)
	o.Hub, o.NoToken, o.Hosted = p.agents.Agents, p.noToken, w.Hosted
	if !beside {
		for _, warning := range p.Warnings { // which the UI shows where there is one
			fmt.Fprintln(os.Stderr, "hextui: "+warning)
		}
		o.Log = slog.New(slog.NewTextHandler(os.Stderr, nil))
		return p.serving.Serve(ctx, mcpsrv.New(o), os.Stdin, os.Stdout, func(address string) {
			fmt.Fprintln(os.Stderr, "hextui: MCP is served at "+address)
		})
	}
	o.Watched(p.events)
	return p.serving.Serve(ctx, mcpsrv.New(o), os.Stdin, os.Stdout, func(address string) { p.events.Put(ui.AgentsAt(address)) })
}

// both serves agents from beside the UI. On standard input and output the UI has the terminal to itself.
func (p *program) both(ctx context.Context, w connect.Workspace) error {
	ctx, cancel := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() {
		err := p.serve(ctx, w, true)
		if ctx.Err() == nil {
			p.events.Put(ui.AgentsGone{Err: err})
		}
		served <- err
	}()
	session := p.session(w)
	err := p.show(ctx, &session, nil)
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

// show shows the UI.
func (p *program) show(ctx context.Context, s *ui.Session, w *ui.Welcome) error {
	err := p.ui.Run(ctx, face.Options{
		Session: s, Welcome: w, Table: bindings(), Settings: p.Settings, StateDir: p.Config.StateDir, Events: p.events,
		KeysAt: func(action string) string {
			return p.Config.KeysAt(config.Flags{Profile: p.Connector.Profile, BaseURL: p.Connector.BaseURL}, action)
		},
		Agents: p.serves(), OwnTerminal: p.mcp && !p.server.Listens(), Warnings: p.Warnings, Config: p.Config,
		Switch: func(ctx context.Context, profile string) (ui.Session, error) {
			w, err := p.As(ctx, profile)
			return p.session(w), err
		},
	})
	if err == nil {
		err = exit.BySignal(ctx)
	}
	return err
}
