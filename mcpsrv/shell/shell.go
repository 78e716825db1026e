package shell

import (
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"hextui/hex"
	"hextui/hex/connect"
	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/tools"
)

// Options are what the commands are made with.
type Options struct {
	// Version is that of the program.
	Version string
	// Open opens the workspace that a command is about.
	Open func(context.Context, Place) (*Workspace, error)
	// Known says without opening anything where titles are kept that were seen in a workspace, for completion; nil is as the
	// configuration has it.
	Known func(Place) (stateDir, name string)
	// Terminal says what the streams are; nil looks at those of the process.
	Terminal func() Terminal
	// Now is the clock; nil is the computer's.
	Now func() time.Time
}

// Place says which workspace is meant, and how it is asked.
type Place struct {
	connect.Flags
	// Observe is told of every request; nil tells nobody.
	Observe func(hex.Event)
}

// Workspace is an open one.
type Workspace struct {
	Client *hex.Client
	// Name tells workspaces apart between starts; Demo is set for an embedded one.
	Name string
	Demo bool
	// StateDir is where the program keeps things between starts; empty is nowhere.
	StateDir string
	// Secrets must never leave. Notes are what the person should know, in sentences.
	Secrets, Notes []string
	Close          func()
}

// Terminal says which of the standard streams are one, and how wide it is in columns.
type Terminal struct {
	In, Out, Err bool
	Width        int
}

// streams looks at the streams of the process.
func streams() Terminal {
	is := func(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
	t := Terminal{In: is(os.Stdin), Out: is(os.Stdout), Err: is(os.Stderr), Width: 80}
	if w, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && w > 0 {
		t.Width = w
	}
	return t
}

func (o Options) withDefaults() Options {
	if o.Terminal == nil {
		o.Terminal = streams
	}
	if o.Known == nil {
		o.Known = func(at Place) (stateDir, name string) { return at.Known() }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Commands are the commands of the table, a group for each noun. The commands of a group are made only where the arguments of the
// program may call them: a start that calls others pays nothing for them. Nil arguments make all.
func Commands(o Options, args []string) []*cobra.Command {
	o = o.withDefaults()
	called := callsOf(args)
	var made []*cobra.Command
	var specs map[string]tools.Spec
	for _, n := range nouns() {
		if called != "" && called != n.name {
			made = append(made, &cobra.Command{Use: n.name, Short: n.does, GroupID: Group})
			continue
		}
		if specs == nil {
			specs = specsByName()
		}
		made = append(made, o.group(n, specs))
	}
	return made
}

// Group is the id of the group that the commands belong to in help.
const Group = "hex"

// specsByName are the declarations of all tools.
func specsByName() map[string]tools.Spec {
	all := map[string]tools.Spec{}
	for _, t := range tools.All() {
		all[t.Name] = t
	}
	return all
}

// callsOf is the command that the arguments of the program call, or empty where it may be any of them: for completion, help about
// commands, and pages.
func callsOf(args []string) string {
	if args == nil {
		return ""
	}
	known := nouns()
	for _, arg := range args {
		switch {
		case arg == "help", arg == "completion", arg == "pages", strings.HasPrefix(arg, cobra.ShellCompRequestCmd), arg == "--spec":
			return ""
		case slices.ContainsFunc(known, func(n noun) bool { return n.name == arg }):
			return arg
		}
	}
	return "none of them"
}

// group is a noun's command with those below it.
func (o Options) group(n noun, specs map[string]tools.Spec) *cobra.Command {
	l := &line{Options: o}
	of := slices.DeleteFunc(rows(), func(r row) bool { return r.noun != n.name })
	if len(of) == 1 && of[0].verb == "" {
		c := l.command(of[0], specs[of[0].tool])
		c.GroupID = Group
		l.add(c)
		return c
	}
	c := &cobra.Command{Use: n.name, Short: n.does, GroupID: Group}
	for _, r := range of {
		c.AddCommand(l.command(r, specs[r.tool]))
	}
	l.add(c)
	return c
}

// line is a command line: what all commands take beside their own arguments.
type line struct {
	Options
	place                    Place
	readOnly                 bool
	audit                    string
	json, ndjson, csv        bool
	fields                   []string
	jq, out                  string
	quiet, verbose           bool
	yes, dryRun, again, wait bool
	limit                    int
	all                      bool
	timeout, maxWait         time.Duration
	project, file            string
}

// add puts the flags on a command that all below it take too.
func (l *line) add(c *cobra.Command) {
	fl := c.PersistentFlags()
	fl.BoolVar(&l.place.Demo, "demo", false, "use the embedded workspace: no account, no network")
	fl.StringVar(&l.place.Workspace, "workspace", "", "with --demo: the file that keeps the embedded workspace between starts")
	fl.Float64Var(&l.place.Pace, "pace", 0, "with --demo: how long runs take, 1 like a real workspace, 0 at once")
	fl.StringVar(&l.place.Profile, "profile", "", "the profile of config.toml to use (or HEX_PROFILE)")
	fl.StringVar(&l.place.BaseURL, "base-url", "", "the workspace: a region (us, eu, hipaa), a host, or an address (or HEX_API_BASE_URL)")
	fl.IntVar(&l.place.Rate, "rate", 0, "requests a minute that hextui allows itself; 0 is Hex's own limit, -1 none")
	fl.DurationVar(&l.maxWait, "max-wait", longestWait, "how long to wait for request limits, at most 5m")
	fl.BoolVar(&l.readOnly, "read-only", false, "refuse everything that is no reading")
	fl.StringVar(&l.audit, "audit", "", "the file of the audit log, by default that of the agents in the state folder")
	l.addOutput(fl)
	fl.BoolVarP(&l.verbose, "verbose", "v", false, "say each request with its time and Hex's id on standard error")
	c.MarkFlagsMutuallyExclusive("json", "ndjson", "csv")
	c.MarkFlagsMutuallyExclusive("quiet", "verbose")
}

// addOutput puts the flags on a command that say how it prints.
func (l *line) addOutput(fl *pflag.FlagSet) {
	fl.BoolVar(&l.json, "json", false, "print one JSON document")
	fl.BoolVar(&l.ndjson, "ndjson", false, "print a JSON object a line, page by page as they come")
	fl.BoolVar(&l.csv, "csv", false, "print CSV with a header")
	fl.StringSliceVar(&l.fields, "fields", nil, "print these members only, in this order, such as id,title")
	fl.StringVar(&l.jq, "jq", "", "print what this jq expression makes of the JSON document once it is whole, or with --ndjson of each "+
		"object as it comes")
	fl.StringVarP(&l.out, "output", "o", "", "write the data to this file, whole or not at all, in place of standard output")
	fl.BoolVarP(&l.quiet, "quiet", "q", false, "say nothing but errors on standard error")
}

// check says what is wrong with the flags that all take.
func (l *line) check() error {
	if err := l.place.Check(); err != nil {
		return usage("%w", err)
	}
	switch {
	case l.place.Pace != 0 && !l.place.Demo:
		return usage("--pace is how long runs of the embedded workspace take: give --demo too")
	case l.jq != "" && l.csv:
		return usage("--jq and --csv exclude each other: @csv in the expression makes CSV")
	case l.limit < 0:
		return usage("--limit is how many rows, 1 or more")
	case l.maxWait < time.Second || l.maxWait > longestWait:
		return usage("--max-wait is a time between 1s and 5m")
	case l.timeout < 0:
		return usage("--timeout is a time such as 30s or 5m")
	}
	return nil
}

// longestWait is how long a command waits for request limits where nothing else was said.
const longestWait = 5 * time.Minute

// openLog opens the audit log, which what writes needs. Its error is told before a write, and is no matter for a reading.
func (l *line) openLog(w *Workspace) (*audit.Log, error) {
	return audit.Open(auditFile(l.audit, w), audit.Options{})
}

// copyAll is all of a stream, as far as an argument may be long.
func copyAll(r io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(r, mostRead)) }

// mostRead is the longest text that an argument may be, in bytes: more than Hex takes.
const mostRead = 64 << 20
