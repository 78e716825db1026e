package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/config"
	"hextui/hex/connect"
	"hextui/hex/hosted"
	"hextui/hex/hosted/road"
)

// where says which workspace is asked.
type where struct {
	connect.Flags
	version string
	paced   func() bool // whether the pace was given
}

func (w *where) add(c *cobra.Command) {
	fl := c.Flags()
	fl.BoolVar(&w.Demo, "demo", false, "ask the embedded workspace: no account, no network")
	fl.StringVar(&w.Profile, "profile", "", "the profile of config.toml to use (or HEX_PROFILE)")
	fl.StringVar(&w.BaseURL, "base-url", "", "the workspace: a region (us, eu, hipaa), a host, or an address (or HEX_API_BASE_URL)")
	fl.StringVar(&w.Workspace, "workspace", "", "with --demo: the file that keeps the embedded workspace, and its threads, between starts")
	w.paced = func() bool { return fl.Changed("pace") }
	fl.Float64Var(&w.Pace, "pace", 1, "with --demo: how long answers take, 1 like a real workspace, 0 at once")
}

func (w *where) check() error {
	if w.paced() && !w.Demo {
		return errors.New("--pace is how long answers of the embedded workspace take: give --demo too")
	}
	return w.Flags.Check()
}

// opened is a road, and what is to be closed after it.
type opened struct {
	ask.Hex
	byAPI     bool
	client    *hex.Client // where it is by the API
	connector *connect.Connector
	talk      io.Writer
}

// Close ends the client and the embedded workspace.
func (o *opened) Close() {
	if err := o.connector.Close(); err != nil {
		fmt.Fprintln(o.talk, "hextui: "+err.Error())
	}
}

// signedIn is the road by the hosted server where there is a sign-in to it, nil elsewhere. That the sign-in cannot be read is said,
// and no reason not to ask by the API; that there is no such server is said by who connects to the API.
func (w *where) signedIn(ctx context.Context, settings config.Config, talk io.Writer) ask.Hex {
	client, err := hosted.Open(settings, config.Flags{Profile: w.Profile, BaseURL: w.BaseURL}, hosted.Options{Version: w.version})
	if err != nil {
		return nil
	}
	in, err := client.SignedIn(ctx)
	if err != nil {
		fmt.Fprintln(talk, "hextui: "+err.Error())
	}
	if !in {
		return nil
	}
	return road.Road{Client: client}
}

// open connects to the workspace: by its hosted server for who is signed in there, else by its API. What the hosted server cannot
// take goes by the API.
func (w *where) open(ctx context.Context, talk io.Writer, byAPI bool) (*opened, error) {
	c, err := connect.Anywhere(connect.Options{Flags: w.Flags, Version: w.version})
	out := &opened{connector: c, talk: talk}
	if err == nil && !w.Demo && !byAPI {
		out.Hex = w.signedIn(ctx, c.Config, talk)
	}
	if err == nil && out.Hex == nil {
		var to connect.Workspace
		to, err = c.Connect(ctx)
		out.Hex, out.byAPI = ask.REST{Client: to.Client}, true
		out.client = to.Client
	}
	for _, warning := range c.Warnings {
		fmt.Fprintln(talk, "hextui: "+warning)
	}
	if missing := (*config.NoToken)(nil); errors.As(err, &missing) {
		also := "Or sign in to Hex's hosted server: hextui login"
		if byAPI {
			also = "What is attached to a question goes by the API alone: without a token name it in the question"
		}
		err = fmt.Errorf("%w. %s", err, also)
	}
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return out, nil
}
