// Package cli are the commands that sign in to Hex's hosted MCP server: login, logout and status. It knows the configuration, the
// client and, for a demonstration, the embedded workspace.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"hextui/hex/config"
	"hextui/hex/exit"
	"hextui/hex/hosted"
)

// Commands are login, logout and status.
func Commands(version string) []*cobra.Command {
	return []*cobra.Command{loginCommand(version), logoutCommand(version), statusCommand(version)}
}

// place is which server is meant.
type place struct {
	flags   config.Flags
	version string
}

func (p *place) add(c *cobra.Command) {
	c.Flags().StringVar(&p.flags.Profile, "profile", "", "the profile of config.toml to use (or HEX_PROFILE)")
	c.Flags().StringVar(&p.flags.BaseURL, "base-url", "",
		"the workspace: a region (us, eu, hipaa), a host, or an address (or HEX_API_BASE_URL; HEX_MCP_URL names its MCP server alone)")
}

func (p *place) open(o hosted.Options) (*hosted.Client, config.Config, error) {
	c, err := config.Load(config.Env{})
	if err != nil && !errors.As(err, new(*config.NoFolder)) { // the environment may say everything, and the keyring keep it
		return nil, c, err
	}
	o.Version = p.version
	client, err := hosted.Open(c, p.flags, o)
	if err != nil { // of what the flags, the environment and the profile say
		err = &exit.Error{Code: exit.Misused, Err: err}
	}
	return client, c, err
}

// login is what the command is given.
type login struct {
	place
	demo, noBrowser bool
	scopes, tool    string
	o               hosted.Options
}

func loginCommand(version string) *cobra.Command {
	l := login{place: place{version: version}}
	c := &cobra.Command{
		Use:   "login",
		Short: "Sign in to Hex's hosted MCP server in the browser",
		Long: `Signs in to Hex's hosted MCP server, so that questions can be asked without an API token. The browser
opens a page of Hex ($BROWSER names another browser); with --no-browser, or where there is none, the
link is printed. The sign-in is kept in the keyring, or in a file that only you can read.

Exit codes: 0 signed in, 1 it did not work, 2 wrong usage, 3 a fault that passes, 4 declined or refused, 130 interrupted.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return ending(cmd.Context(), l.run(cmd.Context(), cmd.ErrOrStderr(), cmd.OutOrStdout()))
		},
	}
	l.add(c)
	f := c.Flags()
	f.BoolVar(&l.demo, "demo", false, "try it on the embedded workspace: no account, no network, nothing is kept")
	f.BoolVar(&l.noBrowser, "no-browser", false, "print the link and wait")
	f.StringVar(&l.scopes, "scope", "", "further rights to ask for, separated by spaces")
	f.StringVar(&l.tool, "try", "", `then call this tool and print its answer, and consent to what it needs beside; its arguments may `+
		`follow as JSON: 'search_projects {"query": "revenue"}'`)
	f.StringVar(&l.o.ClientID, "client-id", "", "a client that an administrator registered (or HEX_MCP_CLIENT_ID)")
	f.StringVar(&l.o.ClientMetadataURL, "client-metadata-url", "",
		"the https address of a document that describes the client (or HEX_MCP_CLIENT_METADATA_URL)")
	f.IntVar(&l.o.RedirectPort, "port", 0, "the port of this computer that the browser comes back to; 0 is any free one")
	return c
}

func (l *login) run(ctx context.Context, talk, out io.Writer) error {
	if l.o.RedirectPort < 0 || l.o.RedirectPort > math.MaxUint16 {
		return exit.Usage("--port is a port of this computer, from 1 to %d, or 0 for any free one, not %d", math.MaxUint16,
			l.o.RedirectPort)
	}
	if _, _, err := l.trial(); err != nil {
		return err
	}
	l.o.Consent = shower{talk: talk, none: l.noBrowser}.show
	if l.demo {
		return l.demonstrate(ctx, talk, out)
	}
	client, _, err := l.open(l.o)
	if err != nil {
		return err
	}
	return l.signIn(ctx, out, client)
}

// signIn signs in, says who that is, and tries the tool.
func (l *login) signIn(ctx context.Context, out io.Writer, client *hosted.Client) error {
	if err := client.Login(ctx, strings.Fields(l.scopes)...); err != nil {
		if ctx.Err() != nil {
			err = exit.With(exit.Interrupted, "the sign-in was given up; nothing was changed")
		}
		return err
	}
	name, arguments, err := l.trial()
	if err != nil || name == "" {
		return errors.Join(err, report(ctx, out, client))
	}
	tried, err := client.Call(ctx, name, arguments)
	if err != nil {
		return err
	}
	if err := report(ctx, out, client); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "  %-12s %s\n", hosted.Clean(name), hosted.Clean(tried.Text))
	return err
}

// trial is the tool that is to be tried, with its arguments.
func (l *login) trial() (name string, arguments map[string]any, err error) {
	name, given, _ := strings.Cut(strings.TrimSpace(l.tool), " ")
	arguments = map[string]any{}
	if given = strings.TrimSpace(given); given != "" && json.Unmarshal([]byte(given), &arguments) != nil {
		err = exit.Usage("--try takes a tool and its arguments as a JSON object, such as "+
			`'search_projects {"query": "revenue"}', not %q`, l.tool)
	}
	return name, arguments, err
}

// ending gives an error of the hosted server the exit code that scripts decide on.
func ending(ctx context.Context, err error) error {
	var own *exit.Error
	var cut *hosted.CutOff
	var needs *hosted.NeedsScope
	switch {
	case err == nil, errors.As(err, &own):
		return err
	case ctx.Err() != nil:
		return &exit.Error{Code: exit.Interrupted, Err: err}
	case errors.As(err, &needs), errors.Is(err, hosted.ErrDeclined):
		return &exit.Error{Code: exit.Refused, Err: err}
	case errors.As(err, &cut), hosted.Trouble(err): // to sign in twice, or to ask who is signed in, does no harm
		return &exit.Error{Code: exit.Passing, Err: err}
	}
	return err
}

func logoutCommand(version string) *cobra.Command {
	p := place{version: version}
	c := &cobra.Command{
		Use:   "logout",
		Short: "Remove the sign-in to Hex's hosted MCP server",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, _, err := p.open(hosted.Options{})
			if err != nil {
				return err
			}
			was, err := client.Logout(cmd.Context())
			if err != nil {
				return err
			}
			says := "You were not signed in to %s.\n"
			if was {
				says = "The sign-in to %s is no longer on this computer.\n"
			}
			fmt.Fprintf(cmd.OutOrStdout(), says, client.Endpoint())
			return nil
		},
	}
	p.add(c)
	return c
}

func statusCommand(version string) *cobra.Command {
	p := place{version: version}
	c := &cobra.Command{
		Use:   "status",
		Short: "Ask Hex's hosted MCP server who is signed in",
		Long: `Asks Hex's hosted MCP server who is signed in and which tools it offers, and lists the other accounts
that this computer has a sign-in for. The exit code is 1 where the sign-in does not work, 3 where the server cannot be asked now.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, c, err := p.open(hosted.Options{})
			if err != nil {
				return err
			}
			return ending(cmd.Context(), errors.Join(report(cmd.Context(), cmd.OutOrStdout(), client),
				p.others(cmd.Context(), cmd.OutOrStdout(), c, client)))
		},
	}
	p.add(c)
	return c
}

// report makes a real call and says who is signed in.
func report(ctx context.Context, out io.Writer, client *hosted.Client) error {
	tools, err := client.Tools(ctx)
	if err != nil {
		return err
	}
	var names []string
	who := "somebody that it does not name"
	for _, t := range tools {
		names = append(names, hosted.Clean(t.Name))
		if t.Name != "get_me" {
			continue
		}
		me, err := client.Me(ctx)
		if err != nil {
			return err
		}
		who = name(me)
	}
	scopes, err := client.Scopes(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s\n  signed in as %s\n", client.Endpoint(), who)
	fmt.Fprintf(out, "  rights       %s\n", hosted.Clean(strings.Join(scopes, " ")))
	fmt.Fprintf(out, "  tools        %s\n", strings.Join(names, " "))
	return nil
}

// name is who is signed in, in a line.
func name(me hosted.Me) string {
	s := me.Name
	if me.Email != "" {
		s = strings.TrimSpace(s + " <" + me.Email + ">")
	}
	if me.Role != "" {
		s += ", " + strings.ToLower(me.Role)
	}
	if me.Workspace != "" {
		s += ", workspace " + me.Workspace
	}
	return s
}

// others asks the other servers that this computer has a sign-in for. That one of them does not work is said, and no error.
func (p *place) others(ctx context.Context, out io.Writer, c config.Config, but *hosted.Client) error {
	all, err := but.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, endpoint := range all {
		if endpoint == but.Endpoint() {
			continue
		}
		client, err := hosted.Open(c, p.flags, hosted.Options{Endpoint: endpoint, Version: p.version})
		if err == nil {
			err = report(ctx, out, client)
		}
		if err != nil {
			fmt.Fprintf(out, "%s\n  %v\n", endpoint, err)
		}
	}
	return nil
}
