// Package cli runs the UI as a program: its flags, what is kept on disk, the person's editor and browser, the terminal and
// its end. It knows the configuration and the UI, and nothing of agents or of the embedded workspace.
package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hextui/hex/config"
	"hextui/hex/drafts"
	"hextui/ui"
	"hextui/ui/action"
	"hextui/ui/theme"
)

// Flags are those of the command line that say how the UI looks.
type Flags struct {
	theme          string
	ascii, noMouse bool
}

// Add gives a command the flags.
func (f *Flags) Add(c *cobra.Command) {
	fl := c.Flags()
	fl.StringVar(&f.theme, "theme", "", "colours: dark, light, contrast or mono; by default what the terminal is")
	fl.BoolVar(&f.ascii, "ascii", false, "draw with ASCII signs only")
	fl.BoolVar(&f.noMouse, "no-mouse", false, "leave the mouse to the terminal")
}

// Check says what is wrong with the flags.
func (f *Flags) Check() error {
	if _, ok := theme.ByName(f.theme); f.theme != "" && !ok {
		return fmt.Errorf("there is no theme called %q: give dark, light, contrast or mono", f.theme)
	}
	return nil
}

// Options are what the UI is run with.
type Options struct {
	// Session is the workspace, nil to begin with Welcome.
	Session *ui.Session
	Welcome *ui.Welcome
	// Table is the program's table of keys; the person's own are in Settings.
	Table    []action.Binding
	Settings config.Settings
	// StateDir is where what is typed is kept.
	StateDir string
	// Events bring the UI what happens elsewhere in the program.
	Events *ui.Events
	// Agents tells that an MCP server runs beside the UI; on standard input and output when OwnTerminal is set, so that
	// the UI opens the terminal itself.
	Agents, OwnTerminal bool
	// Warnings are sentences to be shown at the start.
	Warnings []string
}

// Run shows the UI until the person quits, ctx ends, or the terminal goes away; all of these are good ends.
func (f *Flags) Run(ctx context.Context, o Options) (err error) {
	terminal, err := open(o.OwnTerminal)
	if err != nil {
		return err
	}
	keys, err := action.WithOwn(o.Table, o.Settings.Keys)
	if err != nil {
		o.Warnings = append(o.Warnings, err.Error()+". The built-in keys are used.")
		if keys, err = action.NewKeyMap(o.Table); err != nil {
			return err
		}
	}
	kept, notes, err := openDrafts(filepath.Join(o.StateDir, "drafts"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	themeName := f.theme
	if themeName == "" {
		themeName = o.Settings.Theme
	}
	app := ui.New(ctx, ui.Options{
		Session: o.Session, Welcome: o.Welcome, Keys: keys, Drafts: kept, Theme: themeName, ASCII: f.ascii,
		NoMouse: f.noMouse || !o.Settings.UsesMouse(), Agents: o.Agents, OpenURL: openURL, Editor: editorOf(o.Settings),
		Warnings: append(o.Warnings, notes...),
	})
	return Show(ctx, app, o.Events, terminal)
}

// Terminal is where the UI is shown.
type Terminal struct {
	In, Out *os.File
}

// open is the terminal of standard input and output, or where these are not the UI's, the one that it was started from.
func open(own bool) (Terminal, error) {
	if own {
		// Two readers of one terminal would each get some of the keys.
		if term.IsTerminal(int(os.Stdin.Fd())) || term.IsTerminal(int(os.Stdout.Fd())) {
			return Terminal{}, errors.New("with --mcp --tui standard input and output are the agent's, whose program starts hextui: " +
				"to serve agents from a terminal of your own, give --listen 127.0.0.1:7777 --tui")
		}
		in, out, err := tea.OpenTTY()
		if err != nil {
			return Terminal{}, errors.New("--tui needs a terminal besides standard input and output: start it in one, or leave --tui away")
		}
		return Terminal{in, out}, nil
	}
	if !term.IsTerminal(int(os.Stdin.Fd())) || !term.IsTerminal(int(os.Stdout.Fd())) {
		return Terminal{}, errors.New("the UI needs a terminal; for agents there is --mcp, for pipes the subcommands (hextui --help)")
	}
	return Terminal{os.Stdin, os.Stdout}, nil
}

// openDrafts opens the place where what is typed is kept; where that cannot be written, a temporary one, with a word.
func openDrafts(dir string) (*drafts.Store, []string, error) {
	store, err := drafts.Open(dir, drafts.Options{})
	if err == nil {
		return store, nil, nil
	}
	temporary, tempErr := os.MkdirTemp("", "hextui-drafts-")
	if tempErr != nil {
		return nil, nil, errors.Join(err, tempErr)
	}
	store, tempErr = drafts.Open(temporary, drafts.Options{})
	return store, []string{err.Error() + " Drafts are kept in " + temporary + " instead."}, tempErr
}
