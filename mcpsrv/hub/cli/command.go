package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hextui/hex/config"
	"hextui/hex/exit"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/hub"
	"hextui/mcpsrv/hub/agent"
)

// Command is "hub", with what is below it. SQL runs in the workspaces.
func Command(version string, w Workspaces) *cobra.Command {
	var listen string
	var o hub.HTTPOptions
	c := &cobra.Command{
		Use:   "hub",
		Short: "Agents that help with code: serve them, ask them, run code in a sandbox",
		Long: `Serves the hub over HTTP until it is told to stop: agents that take questions apart, search the web, work on
texts, cite, write Python, run it in a sandbox, and do all of that in a row. /openapi.json describes it.

Which model is asked says LLM_PROVIDER: openai, anthropic, nebius, huggingface or ollama; without it a local Ollama, else the
first of them that has a key. Keys come from the environment (OPENAI_API_KEY …, TAVILY_API_KEY) or the keyring.
Clients send ` + hub.TokenVariable + ` as X-API-Key or bearer token; without it only programs on this computer are served.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if listen == "" {
				return exit.Usage("nothing is asked for: give --listen 127.0.0.1:7860, or one of ask, run and key")
			}
			return serve(cmd, version, listen, o)
		},
	}
	f := c.Flags()
	f.StringVar(&listen, "listen", "", "serve HTTP at this address, such as 127.0.0.1:7860")
	f.StringVar(&o.CertFile, "tls-cert", "", "the certificate with its chain, needed beyond this computer")
	f.StringVar(&o.KeyFile, "tls-key", "", "the certificate's key")
	f.StringSliceVar(&o.Hosts, "allow-host", nil, "further names that requests may be addressed to")
	f.StringSliceVar(&o.Origins, "allow-origin", nil, "web pages that may ask, such as https://tools.acme.example")
	c.AddCommand(askCommand(version), runCommand(version, w), keyCommand())
	return c
}

// with opens the hub for a command.
func with(cmd *cobra.Command, version string, log *slog.Logger, do func(*hub.Hub) error) error {
	c, err := config.Load(config.Env{})
	if err != nil {
		return err
	}
	h, err := Open(cmd.Context(), c, version, log)
	if err != nil {
		return err
	}
	return errors.Join(do(h), h.Close())
}

func serve(cmd *cobra.Command, version, listen string, o hub.HTTPOptions) error {
	o.Token = os.Getenv(hub.TokenVariable)
	if err := config.FilledIn(o.Token); err != nil {
		return fmt.Errorf("%s: %w", hub.TokenVariable, err)
	}
	stderr := cmd.ErrOrStderr()
	scheme := "http://"
	if o.CertFile != "" {
		scheme = "https://"
	}
	o.Ready = func(at net.Addr) { fmt.Fprintln(stderr, "hextui: the hub is served at "+scheme+at.String()) }
	if o.Unguarded(listen) {
		fmt.Fprintln(stderr, "hextui: No token is asked of clients: any program on this computer may use the hub, and with it your keys. "+
			"To demand one, set "+hub.TokenVariable+" to at least 16 characters before starting.")
	}
	return with(cmd, version, slog.New(slog.NewTextHandler(stderr, nil)), func(h *hub.Hub) error {
		return h.Listen(cmd.Context(), listen, o)
	})
}

func askCommand(version string) *cobra.Command {
	in := agent.Request{}
	c := &cobra.Command{
		Use:   `ask "QUESTION"`,
		Short: "Research a question: search, code that is run in a sandbox, an answer with sources",
		Long: `Tells its steps on standard error, and the answer with its sources on standard output. The exit code is 1 when no answer
came of it.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New(`give one question, in quotation marks: hextui hub ask "…"`)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := agent.Question{Question: args[0]}.Checked() // has the limits of a request, and its complaints the word for it here
			if err != nil {
				return exit.Usage("%w", err)
			}
			in.UserRequest = q.Question
			asked, err := in.Checked()
			if err != nil {
				return exit.Usage("%w", err)
			}
			return with(cmd, version, nil, func(h *hub.Hub) error { return ask(cmd, h, asked) })
		},
	}
	c.Flags().IntVar(&in.Timeout, "timeout", agent.DefaultTimeout, "how many seconds it may take, from 30 to 600")
	return c
}

// ask researches a question. What came from elsewhere is shown clean: a terminal obeys what it is told.
func ask(cmd *cobra.Command, h *hub.Hub, in agent.Request) error {
	clean := answer.NewCleaner(h.Secrets()).Text
	got, err := h.Research.Do(cmd.Context(), in, func(s agent.Step) {
		if s.Status != agent.StepStarted {
			fmt.Fprintln(cmd.ErrOrStderr(), clean(fmt.Sprintf("%s: %s: %s", s.Step, s.Status, s.Details)))
		}
	})
	if err != nil {
		return errors.New(agent.Words(err))
	}
	var b strings.Builder
	part := func(title, text string) {
		if text = strings.TrimSpace(clean(text)); text != "" {
			fmt.Fprintf(&b, "%s%s\n\n", title, text)
		}
	}
	part("", got.FinalSummary)
	if got.FinalSummary == "" {
		part("Code:\n", got.CodeString)
		if got.ExecutionOutput != nil {
			part("Output:\n", *got.ExecutionOutput)
		}
	}
	part("Sources:\n", strings.Join(got.Citations, "\n"))
	if _, err := io.WriteString(cmd.OutOrStdout(), strings.TrimSuffix(b.String(), "\n")); err != nil {
		return err
	}
	if got.Status != agent.StatusSuccess {
		return errors.New(clean(got.Error))
	}
	return nil
}

func runCommand(version string, w Workspaces) *cobra.Command {
	var sql sqlRun
	c := &cobra.Command{
		Use:   "run FILE",
		Short: "Run Python in a sandbox without network and files, or SQL",
		Long: `Runs a file, or with - what comes on standard input. Python runs in a sandbox for at most 60 seconds, and what it writes is
printed; the exit code is 1 where it does not end well. A file that ends in .sql runs on the sample warehouse of an
embedded workspace, or with --cell by a run of that SQL cell in your own; its rows are printed as CSV.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("give one file, or - for standard input")
			}
			return sql.check(args[0])
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := source(cmd.InOrStdin(), args[0])
			if err != nil {
				return err
			}
			if sql.isSQL(args[0]) {
				return sql.run(cmd, w, text)
			}
			code, err := agent.Code{Code: text}.Checked()
			if err != nil {
				return err
			}
			return with(cmd, version, nil, func(h *hub.Hub) error { return run(cmd.Context(), cmd.OutOrStdout(), h, code) })
		},
	}
	c.Flags().StringVar(&sql.cell, "cell", "", "SQL: the id of the SQL cell whose run it is")
	c.Flags().BoolVar(&sql.replace, "replace", false, "SQL: write the file into the cell's draft where it has another source")
	c.Flags().StringVar(&sql.profile, "profile", "", "SQL: the profile of config.toml whose workspace has the cell")
	return c
}

func run(ctx context.Context, out io.Writer, h *hub.Hub, code agent.Code) error {
	ran, err := h.Run(ctx, code)
	if err != nil {
		return errors.New(agent.Words(err))
	}
	if _, err := io.WriteString(out, shown(out, ran.Output)); err != nil || !ran.Failed() {
		return err
	}
	return errors.New(cmp.Or(ran.Last(), "the program ended with an exception"))
}

// visible is a text of somebody else's in which no character is hidden or obeyed.
func visible(text string) string { return answer.NewCleaner(nil).Text(text) }

// shown is a text as it is written: as it is, but to a terminal, which would obey it.
func shown(out io.Writer, text string) string {
	if f, ok := out.(interface{ Fd() uintptr }); ok && term.IsTerminal(int(f.Fd())) {
		return visible(text)
	}
	return text
}

// maxSource is the most bytes of a file that can be code at its limit.
const maxSource = 4 * agent.MaxCode

func source(stdin io.Reader, path string) (string, error) {
	from := stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return "", err
		}
		defer f.Close()
		from = f
	}
	raw, err := io.ReadAll(io.LimitReader(from, maxSource+1))
	if err != nil {
		return "", fmt.Errorf("the code cannot be read: %w", err)
	}
	return string(raw), nil
}

func keyCommand() *cobra.Command {
	var names []string
	for _, s := range hub.Settings() {
		if s.Secret {
			names = append(names, s.Name)
		}
	}
	return &cobra.Command{
		Use:   "key NAME",
		Short: "Keep a key of the hub in the keyring",
		Long: `Reads a key from standard input, without showing it, and keeps it in the keyring of the system, or where there is none in a
file that only you can read. NAME is one of ` + strings.Join(names, ", ") + `.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || !secret(strings.ToUpper(args[0])) {
				return fmt.Errorf("give the name of one key: %s", strings.Join(names, ", "))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := typed(cmd)
			if err != nil {
				return err
			}
			token, err := config.NewToken(text)
			if err != nil {
				return fmt.Errorf("the key cannot be used: %w", err)
			}
			c, err := config.Load(config.Env{})
			if err != nil {
				return err
			}
			kept, err := c.SaveSecret(cmd.Context(), strings.ToUpper(args[0]), token)
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Kept in %s.\n", kept.Where)
			if kept.Note != "" {
				fmt.Fprintln(cmd.ErrOrStderr(), "hextui: "+kept.Note)
			}
			return nil
		},
	}
}

// typed reads a key without an echo where a person types it.
func typed(cmd *cobra.Command) (string, error) {
	if f, ok := cmd.InOrStdin().(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(cmd.ErrOrStderr(), "Key: ")
		raw, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(cmd.ErrOrStderr())
		return string(raw), err
	}
	raw, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), 16<<10))
	return string(raw), err
}
