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
	"hextui/hex/emulator"
	"hextui/hex/hosted"
	"hextui/hex/hosted/road"
)

// where says which workspace is asked.
type where struct {
	version, profile, baseURL, workspace string
	demo                                 bool
	pace                                 float64
}

func (w *where) add(c *cobra.Command) {
	fl := c.Flags()
	fl.BoolVar(&w.demo, "demo", false, "ask the embedded workspace: no account, no network")
	fl.StringVar(&w.profile, "profile", "", "the profile of config.toml to use (or HEX_PROFILE)")
	fl.StringVar(&w.baseURL, "base-url", "", "the workspace: a region (us, eu, hipaa), a host, or an address (or HEX_API_BASE_URL)")
	fl.StringVar(&w.workspace, "workspace", "", "with --demo: the file that keeps the embedded workspace, and its threads, between starts")
	fl.Float64Var(&w.pace, "pace", 1, "with --demo: how long answers take, 1 like a real workspace, 0 at once")
}

func (w *where) check() error {
	if w.workspace != "" && !w.demo {
		return errors.New("--workspace is the file of the embedded workspace: give --demo too")
	}
	return nil
}

// opened is a road, and what is to be closed after it.
type opened struct {
	ask.Hex
	client *hex.Client // nil on the road by the hosted server
	close  func() error
	talk   io.Writer
}

// Close ends the client and the embedded workspace.
func (o *opened) Close() {
	if o.client != nil {
		o.client.Close()
	}
	if o.close == nil {
		return
	}
	if err := o.close(); err != nil {
		fmt.Fprintln(o.talk, "hextui: "+err.Error())
	}
}

// signedIn is the road by the hosted server where there is a sign-in to it, nil elsewhere. That the sign-in cannot be read is said,
// and no reason not to ask by the API.
func (w *where) signedIn(ctx context.Context, settings config.Config, talk io.Writer) ask.Hex {
	client, err := hosted.Open(settings, config.Flags{Profile: w.profile, BaseURL: w.baseURL}, hosted.Options{Version: w.version})
	in := false
	if err == nil {
		in, err = client.SignedIn(ctx)
	}
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
	out := &opened{talk: talk}
	o := hex.Options{UserAgent: "hextui/" + w.version}
	if w.demo {
		running, err := emulator.Listen(ctx, "127.0.0.1:0", emulator.Options{Workspace: w.workspace, Pace: w.pace})
		if err != nil {
			return nil, fmt.Errorf("the embedded workspace could not be started: %w", err)
		}
		o.BaseURL, o.Token, o.Limits, out.close = running.URL(), running.Token(), hex.NoLimits, running.Close
	} else {
		settings, err := config.Load(config.Env{})
		if err != nil {
			return nil, err
		}
		if !byAPI {
			if out.Hex = w.signedIn(ctx, settings, talk); out.Hex != nil {
				return out, nil
			}
		}
		c, err := settings.Resolve(ctx, config.Flags{Profile: w.profile, BaseURL: w.baseURL})
		for _, note := range c.Notes {
			fmt.Fprintln(talk, "hextui: "+note)
		}
		if err != nil {
			return nil, err
		}
		o.BaseURL, o.Token = c.BaseURL, c.Token.Reveal()
	}
	client, err := hex.New(o)
	if err != nil && out.close != nil {
		err = errors.Join(err, out.close())
	}
	out.client, out.Hex = client, ask.REST{Client: client}
	return out, err
}
