// Package cli are the commands that sign in to Hex's hosted MCP server: login, logout and status. It knows the configuration, the
// client and, for a demonstration, the embedded workspace.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"hextui/hex/config"
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
	if err != nil {
		return nil, c, err
	}
	o.Version = p.version
	client, err := hosted.Open(c, p.flags, o)
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
link is printed. The sign-in is kept in the keyring, or in a file that only you can read.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return l.run(cmd.Context(), cmd.ErrOrStderr(), cmd.OutOrStdout())
		},
	}
	l.add(c)
	f := c.Flags()
	f.BoolVar(&l.demo, "demo", false, "try it on the embedded workspace: no account, no network, nothing is kept")
	f.BoolVar(&l.noBrowser, "no-browser", false, "print the link and wait")
	f.StringVar(&l.scopes, "scope", "", "further rights to ask for, separated by spaces")
	f.StringVar(&l.tool, "try", "", "then call this tool without arguments, and consent to what it needs beside")
	f.StringVar(&l.o.ClientID, "client-id", "", "a client that an administrator registered (or HEX_MCP_CLIENT_ID)")
	f.StringVar(&l.o.ClientMetadataURL, "client-metadata-url", "",
		"the https address of a document that describes the client (or HEX_MCP_CLIENT_METADATA_URL)")
	f.IntVar(&l.o.RedirectPort, "port", 0, "the port of this computer that the browser comes back to; 0 is any free one")
	return c
}

func (l *login) run(ctx context.Context, talk, out io.Writer) error {
	l.o.Consent = browser{talk: talk, none: l.noBrowser}.show
	if l.demo {
		return l.demonstrate(ctx, talk, out)
	}
	client, _, err := l.open(l.o)
	if err != nil {
		return err
	}
	if err := l.signIn(ctx, client); err != nil {
		return err
	}
	return report(ctx, out, client)
}

func (l *login) signIn(ctx context.Context, client *hosted.Client) error {
	err := client.Login(ctx, strings.Fields(l.scopes)...)
	if err == nil && l.tool != "" {
		_, err = client.Call(ctx, l.tool, map[string]any{})
	}
	if err != nil && ctx.Err() != nil {
		return errors.New("the sign-in was given up; nothing was changed")
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
that this computer has a sign-in for. The exit code is 1 where the sign-in does not work.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, c, err := p.open(hosted.Options{})
			if err != nil {
				return err
			}
			return errors.Join(report(cmd.Context(), cmd.OutOrStdout(), client), p.others(cmd.Context(), cmd.OutOrStdout(), c, client))
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
	for _, more := range []string{strings.ToLower(me.Role), me.Workspace} {
		if more != "" {
			s += ", " + more
		}
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
