// Package cli is the command that asks Hex's analyst from scripts: the answer goes to standard output, everything else to
// standard error, and the exit code says what came of it. It knows no UI and no tools.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/exit"
)

// The exit codes beside 0, which is an answer. An error is told from no answer, so its code is another than elsewhere.
const (
	notFound = exit.Failed
	notNow   = exit.Passing // not finished in time, or a fault that passes
	failed   = exit.Refused
)

// flags is the command line.
type flags struct {
	where
	pattern, thread, connection string
	projects, tables            []string
	json                        bool
	wait                        time.Duration
	limited                     func() bool // whether --wait was given

	question string
	re       *regexp.Regexp
	// pause waits between two looks; nil is the real clock.
	pause func(context.Context, time.Duration) error
}

// Command is "ask". Version is that of the program.
func Command(version string) *cobra.Command { return command(flags{where: where{version: version}}) }

func command(f flags) *cobra.Command {
	c := &cobra.Command{
		Use:   "ask QUESTION",
		Short: "Ask Hex's analyst, and print the answer",
		Long: `Asks Hex's analyst a question in plain words, waits, and prints the answer as Markdown. SQL that reads is
passed on word for word; a statement that writes is refused. "-" takes the question from standard input.

  hextui ask "How much revenue last month?" --pattern '\$(?P<revenue>[\d,.]+)'
  hextui ask --thread ID "And the month before?"
  hextui ask --thread ID                   wait on for the answer of a thread

Who is signed in (hextui login) asks by Hex's hosted server, others by its API with a token; so does a
question with --attach, --table or --connection, which the hosted server does not take.

Exit codes: 0 found, 1 not found (no answer, or it does not match --pattern), 2 wrong usage, 3 not finished
within --wait or a fault that passes, 4 an error, 130 interrupted. A thread goes on in Hex all the same.
Each question may cost credits.`,
		SilenceUsage: true, SilenceErrors: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(cmd.InOrStdin(), args); err != nil {
				return &exit.Error{Code: exit.Misused, Err: err}
			}
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := c.Flags()
	fl.StringVar(&f.pattern, "pattern", "",
		"regular expression that the answer must match; its first group, or its named groups, are printed")
	fl.BoolVar(&f.json, "json", false, "print one JSON object, whatever comes of the question")
	fl.DurationVar(&f.wait, "wait", 5*time.Minute, "how long to wait for the answer; without it the hosted server is asked at "+
		"most 10 times")
	fl.StringVar(&f.thread, "thread", "", "go on in this thread (its id or link); without a question wait for its answer")
	fl.StringArrayVar(&f.projects, "attach", nil, "title, link or id of a project to look at; may be given again")
	fl.StringArrayVar(&f.tables, "table", nil, "id of a table to look at, as Hex shows it; may be given again")
	fl.StringVar(&f.connection, "connection", "", "name or id of the data connection to ask")
	f.limited = func() bool { return fl.Changed("wait") }
	f.where.add(c)
	return c
}

// check reads the question and says what is wrong with the command line.
func (f *flags) check(in io.Reader, args []string) error {
	f.question = strings.Join(args, " ")
	if f.question == "-" {
		text, err := io.ReadAll(io.LimitReader(in, 1<<20))
		if err != nil {
			return fmt.Errorf("the question could not be read from standard input: %w", err)
		}
		f.question = strings.TrimRight(string(text), "\r\n")
	}
	var err error
	if f.thread, err = threadID(f.thread); err != nil {
		return err
	}
	switch {
	case f.question == "" && f.thread == "":
		return errors.New(`there is no question: hextui ask "How much revenue last month?"`)
	case f.question == "" && f.points():
		return errors.New("--attach, --table and --connection go with a question")
	case f.wait <= 0:
		return errors.New("--wait must be more than nothing, such as 5m")
	case f.question != "":
		if err := ask.Check(f.question); err != nil {
			return err
		}
	}
	if f.pattern != "" {
		if f.re, err = regexp.Compile(f.pattern); err != nil {
			return fmt.Errorf("--pattern is not a regular expression: %w", err)
		}
	}
	return f.where.check()
}

// threadID is the id of a thread that is given by it or by a link to it, as what asked it printed.
func threadID(given string) (string, error) {
	id := given
	if strings.Contains(given, "://") {
		_, id, _ = strings.Cut(given, "/thread/")
		id, _, _ = strings.Cut(id, "?")
		id, _, _ = strings.Cut(id, "#")
		id = strings.TrimSuffix(id, "/")
	}
	if given != "" && (id == "" || strings.ContainsAny(id, "/ ")) {
		return "", fmt.Errorf("--thread takes the id of a thread, or a link to it, not %q", given)
	}
	return id, nil
}

// run asks, waits and prints.
func (f *flags) run(ctx context.Context, out, talk io.Writer) error {
	r := report{flags: f, out: out, talk: talk}
	road, err := f.where.open(ctx, talk, f.prompt().Attachments != nil)
	if err != nil {
		return r.lost(ctx, err)
	}
	defer road.Close()
	if f.points() { // which goes by the API
		if err := f.named(ctx, road.client); err != nil {
			return r.lost(ctx, err)
		}
	}
	r.few = !road.byAPI && !f.limited() // the hosted server takes its own time for each look
	return r.ask(ctx, road.Hex)
}

// prompt is the question with what it points at.
func (f *flags) prompt() hex.Prompt {
	p := hex.Prompt{Text: f.question}
	if f.points() {
		p.Attachments = &hex.Attachments{ProjectIDs: f.projects, TableIDs: f.tables, DataConnectionID: f.connection}
	}
	return p
}

// points tells whether the question points at something.
func (f *flags) points() bool { return len(f.projects)+len(f.tables) > 0 || f.connection != "" }
