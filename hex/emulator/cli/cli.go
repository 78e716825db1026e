// Package cli is the command that serves the embedded workspace to other programs. It knows the emulator only.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"unicode"

	"github.com/spf13/cobra"

	"hextui/hex/emulator"
	"hextui/hex/exit"
	"hextui/hex/plural"
)

// flags is the command line.
type flags struct {
	addr, token, workspace, plan, data, imports string
	pace                                        float64
	size                                        int
	limits, quiet, older, hostile, python       bool
	faults                                      []string
}

// The plans of a workspace, and how many generated projects there may be.
const (
	enterprise = "enterprise"
	team       = "team"
	mostSize   = 100_000
)

// Command is "emulator".
func Command() *cobra.Command {
	var f flags
	c := &cobra.Command{
		Use:   "emulator",
		Short: "Serve the embedded workspace to other programs",
		Long: `Serves the embedded Hex-compatible workspace until it is told to stop: to try integrations without
an account. It prints its address, its tokens, and the ids that the API takes but does not list.

A fault spoils answers: its kind first (delay, status, html, truncate, garbage, reset, reorder, no-kernel),
then what it is about, all of it optional, with commas between:

  --fault status,status=503,operation=RunProject,times=2,retry-after=3
  --fault delay,delay=2s,path=/api/v1/cells/*,probability=0.1
  --fault reset,operation=UpdateCell,late     carries the request out and does not tell

or as JSON, as POST /_emulator/faults takes it. A flag with a value that makes no sense ends it with exit code 2.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return exit.Usage("hextui emulator takes flags only, not %q", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return f.serve(cmd) },
	}
	fl := c.Flags()
	fl.StringVar(&f.addr, "addr", "127.0.0.1:8765", "where to listen; port 0 is any free one")
	fl.StringVar(&f.token, "token", "", "the one token to accept, as an admin; by default a sample of each kind")
	fl.StringVar(&f.workspace, "workspace", "", "the file that keeps the workspace between starts")
	fl.StringVar(&f.data, "data", "", "a file or folder of data (csv, SQLite; with DuckDB built in also parquet, json, .duckdb) as a "+
		"connection")
	fl.StringVar(&f.imports, "import", "", "a *.hex.yaml file or a folder of them, whose projects the workspace has, a new one in "+
		"the place of the sample's")
	fl.BoolVar(&f.python, "python", false,
		"run CODE cells in this computer's python3, in a sandbox; without it they are Starlark")
	fl.Float64Var(&f.pace, "pace", 1, "how long runs take: 1 like a real workspace, 0 at once")
	fl.BoolVar(&f.limits, "limits", false, "keep Hex's request limits")
	fl.StringVar(&f.plan, "plan", enterprise, "the workspace's plan: enterprise, or team, which is refused what needs Enterprise (403)")
	fl.BoolVar(&f.older, "older", false, "answer as the API's earlier document has it: older error bodies, numbers as projectVersion")
	fl.StringArrayVar(&f.faults, "fault", nil, "spoil answers from the start, see above; may be given more than once")
	fl.IntVar(&f.size, "size", 0, "add so many generated projects to a new workspace")
	fl.BoolVar(&f.hostile, "hostile", false, "add to a new workspace projects whose titles attack terminals")
	fl.BoolVar(&f.quiet, "quiet", false, "do not log requests")
	return c
}

// options are what the flags say, or an error of usage.
func (f flags) options() (emulator.Options, error) {
	o := emulator.Options{Workspace: f.workspace, Data: f.data, Import: f.imports, Python: f.python, Pace: f.pace, Older: f.older,
		Hostile: f.hostile, Size: f.size, NotEnterprise: f.plan == team}
	_, port, err := net.SplitHostPort(f.addr)
	if _, wrong := strconv.ParseUint(port, 10, 16); err != nil || wrong != nil {
		return o, exit.Usage("--addr is a host and a port such as 127.0.0.1:8765, not %q", f.addr)
	}
	switch {
	case strings.ContainsFunc(f.token, unicode.IsSpace):
		return o, exit.Usage("--token is one word: a token with spaces cannot be sent")
	case !(f.pace >= 0) || math.IsInf(f.pace, 0):
		return o, exit.Usage("--pace is 0 for runs that end at once, 1 for the time of real ones, or between and beyond, not %v", f.pace)
	case f.plan != enterprise && f.plan != team:
		return o, exit.Usage("--plan is %s or %s, not %q", enterprise, team, f.plan)
	case f.size < 0 || f.size > mostSize:
		return o, exit.Usage("--size is how many projects to add, from 0 to %d, not %d", mostSize, f.size)
	}
	for _, text := range f.faults {
		fault, err := emulator.ParseFault(text)
		if err != nil {
			return o, exit.Usage("--fault %s: %v", text, err)
		}
		o.Faults = append(o.Faults, fault)
	}
	if f.token != "" {
		o.Tokens = []emulator.Token{{Value: f.token}}
	}
	if f.limits {
		o.Limits = emulator.HexLimits()
	}
	return o, nil
}

// serve serves the workspace until the command's context ends.
func (f flags) serve(cmd *cobra.Command) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	if !f.quiet {
		o.Log = slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
	}
	if there, err := os.Stat(f.workspace); err == nil && there.Size() > 0 && (f.size > 0 || f.hostile) {
		fmt.Fprintf(cmd.ErrOrStderr(), "%s is there already and stays as it is: --size and --hostile are for a new workspace\n",
			f.workspace)
	}
	running, err := emulator.Listen(cmd.Context(), f.addr, o)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is taken by another program: give another --addr; port 0 is any free one", f.addr)
	}
	if err != nil {
		return err
	}
	projects, all := running.Imported()
	if f.imports != "" {
		fmt.Fprintf(cmd.ErrOrStderr(), "imported from %s: %s\n", f.imports, plural.Of(projects, "project"))
	}
	for _, says := range all {
		fmt.Fprintln(cmd.ErrOrStderr(), says)
	}
	if err := announce(cmd.Context(), cmd.OutOrStdout(), running); err != nil {
		return errors.Join(err, running.Close())
	}
	<-cmd.Context().Done()
	return running.Close()
}

// announce prints where the workspace is served, with which tokens, and what it has that the API does not list.
func announce(ctx context.Context, w io.Writer, r *emulator.Running) error {
	tokens, err := r.Tokens(ctx)
	if err != nil {
		return err
	}
	unlisted, err := r.Unlisted(ctx)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Serving the sample workspace at %s\n\n", r.URL())
	for _, t := range tokens {
		fmt.Fprintf(&b, "  %s\n      %s\n", t.Value, describe(t))
	}
	fmt.Fprintln(&b)
	for _, p := range unlisted.SemanticProjects {
		fmt.Fprintf(&b, "  semantic project %s: %s\n", p.Name, p.ID)
	}
	for _, v := range unlisted.Views {
		fmt.Fprintf(&b, "  saved view %s of project %s: %s\n", v.Name, v.ProjectID, v.ID)
	}
	fmt.Fprintf(&b, "\n  HEX_API_BASE_URL=%s HEX_API_KEY=%s hextui\n", r.URL(), r.Token())
	fmt.Fprintf(&b, "  HEX_API_BASE_URL=%s hextui login     signs in to its hosted MCP server, without a token\n\nCtrl+C ends it.\n",
		r.URL())
	_, err = io.WriteString(w, b.String())
	return err
}

// describe says what a token may do.
func describe(t emulator.TokenInfo) string {
	switch {
	case t.Expired:
		return "expired: every request with it is answered 401"
	case t.Kind == "workspace":
		return "workspace token, with " + plural.Of(len(t.Scopes), "scope")
	}
	return fmt.Sprintf("personal token of %s (%s)", t.Email, strings.ToLower(t.Role))
}
