// Package cli runs the UI as a program: its flags, what is kept on disk, the person's editor and browser, the terminal and
// its end. It knows the configuration and the UI, and nothing of agents or of the embedded workspace.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hextui/hex/browser"
	"hextui/hex/config"
	"hextui/hex/config/state"
	"hextui/hex/drafts"
	"hextui/ui"
	"hextui/ui/action"
	"hextui/ui/graphics"
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
	fl.StringVar(&f.theme, "theme", "", "colours: dark, light, contrast, colourblind or mono; by default what the terminal is")
	fl.BoolVar(&f.ascii, "ascii", false, "draw with ASCII signs only")
	fl.BoolVar(&f.noMouse, "no-mouse", false, "leave the mouse to the terminal")
}

// Check says what is wrong with the flags.
func (f *Flags) Check() error {
	if _, ok := theme.ByName(f.theme); f.theme != "" && !ok {
		return fmt.Errorf("there is no theme called %q: give dark, light, contrast, colourblind or mono", f.theme)
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
	// KeysAt says where the keys of an action are set, as "file, line 7"; empty where that is not known.
	KeysAt func(action string) string
	// StateDir is where what is typed is kept.
	StateDir string
	// Events bring the UI what happens elsewhere in the program.
	Events *ui.Events
	// Agents tells that an MCP server runs beside the UI; on standard input and output when OwnTerminal is set, so that
	// the UI opens the terminal itself.
	Agents, OwnTerminal bool
	// Warnings are sentences to be shown at the start.
	Warnings []string
	// Config is the configuration, for the settings; Switch connects to the workspace of a profile, nil where it cannot.
	Config config.Config
	Switch func(ctx context.Context, profile string) (ui.Session, error)
}

// seldom is by how many percent what is in use grows before it is cleaned up: a small workspace takes 5 MB, and cleaning up costs more
// than memory. A large one has it done sooner.
const seldom = 300

// Run shows the UI until the person quits, ctx ends, or the terminal goes away; all of these are good ends.
func (f *Flags) Run(ctx context.Context, o Options) (err error) {
	terminal, err := open(o.OwnTerminal)
	if err != nil {
		return err
	}
	terminal.Escape = o.Settings.Escape
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(seldom)
	}
	way, err := graphics.ParseWay(o.Settings.Pictures)
	if err != nil {
		o.Warnings = append(o.Warnings, "The setting pictures: "+err.Error()+".")
		way = graphics.Auto
	}
	keys, wrong, err := ownKeys(o)
	if err != nil {
		return err
	}
	o.Warnings = append(o.Warnings, wrong...)
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
		Session: o.Session, Welcome: o.Welcome, Keys: keys, Drafts: kept, Theme: themeName, ThemeAsked: f.theme != "", ASCII: f.ascii,
		Remember: func(profile string) (*state.Store, error) {
			return state.Open(filepath.Join(o.StateDir, "remembered"), profile)
		},
		Locale:  locale(os.Getenv),
		Vim:     o.Settings.UsesVim(),
		Still:   o.Settings.Motion == "reduced",
		NoMouse: f.noMouse || !o.Settings.UsesMouse(), Agents: o.Agents, OpenURL: browser.Open, Far: os.Getenv("SSH_CONNECTION") != "",
		Editor: editorOf(o.Settings, terminal), Clipboard: clipboard(), NoSuspend: alone(), Background: background(os.Getenv("COLORFGBG")),
		Pictures: graphics.Look(way, os.Getenv),
		Warnings: append(o.Warnings, notes...), About: about(o),
	})
	return Show(ctx, app, o.Events, terminal)
}

// about is what the settings say of the configuration.
func about(o Options) ui.About {
	a := ui.About{Config: o.Config.Path(), State: o.StateDir, OwnKeys: len(o.Settings.Keys), Switch: o.Switch}
	for _, p := range o.Config.Profiles() {
		where := cmp.Or(string(p.Token), "keyring or file")
		a.Profiles = append(a.Profiles, ui.Profile{Name: p.Name, Host: config.RegionOf(p.BaseURL).Host, Token: where})
	}
	return a
}

// locale is the one whose order of letters the person is used to.
func locale(getenv func(string) string) string {
	return cmp.Or(getenv("LC_ALL"), getenv("LC_COLLATE"), getenv("LANG"))
}

// Terminal is where the UI is shown.
type Terminal struct {
	In, Out *os.File
	// Escape is how long an Escape waits for the rest of an arrow or another key; 0 is as long as usual.
	Escape time.Duration
}

// usualEscape is how long the parts of a key may be apart on most lines. Who presses Escape does not wait so long.
const usualEscape = 120 * time.Millisecond

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
		return Terminal{In: in, Out: out}, nil
	}
	if !term.IsTerminal(int(os.Stdin.Fd())) || !term.IsTerminal(int(os.Stdout.Fd())) {
		return Terminal{}, errors.New("the UI needs a terminal; for agents there is --mcp, for pipes the subcommands (hextui --help)")
	}
	return Terminal{In: os.Stdin, Out: os.Stdout}, nil
}

// ownKeys is the table with the person's own keys in place, and what of these cannot be used.
func ownKeys(o Options) (keys action.KeyMap, wrong []string, err error) {
	keys, err = action.WithOwn(o.Table, o.Settings.Keys)
	for _, e := range action.OwnErrors(err) {
		said := "The keys of " + e.Name + " are not used: it " + e.Why + "."
		if at := o.KeysAt(e.Name); at != "" {
			said = at + ": " + said
		}
		wrong = append(wrong, said)
	}
	if len(wrong) > 0 {
		err = nil // all that is wrong was left out
	}
	return keys, wrong, err
}

// background is what COLORFGBG says of the terminal's ground: its last number is the colour of it, of which the white ones are 7 and
// those from 9 on but the grey of 8.
func background(colours string) ui.Background {
	at := strings.LastIndexByte(colours, ';')
	n, err := strconv.Atoi(strings.TrimSpace(colours[at+1:]))
	switch {
	case err != nil || at < 0 || n < 0 || n > 15:
		return ui.UnknownBackground
	case n == 7 || n > 8:
		return ui.LightBackground
	}
	return ui.DarkBackground
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
