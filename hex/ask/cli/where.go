package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"hextui/hex"
	"hextui/hex/config"
	"hextui/hex/emulator"
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

// opened is a client, and what is to be closed after it.
type opened struct {
	*hex.Client
	close func() error
	talk  io.Writer
}

// Close ends the client and the embedded workspace.
func (o *opened) Close() {
	o.Client.Close()
	if o.close == nil {
		return
	}
	if err := o.close(); err != nil {
		fmt.Fprintln(o.talk, "hextui: "+err.Error())
	}
}

// open connects to the workspace.
func (w *where) open(ctx context.Context, talk io.Writer) (*opened, error) {
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
	out.Client = client
	return out, err
}
