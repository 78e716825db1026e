// Package cli is the command that serves the embedded workspace to other programs. It knows the emulator only.
package cli

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"hextui/hex/emulator"
)

// Command is "emulator".
func Command() *cobra.Command {
	var addr, token, workspace string
	var pace float64
	var limits, quiet bool
	c := &cobra.Command{
		Use:   "emulator",
		Short: "Serve the embedded workspace to other programs",
		Long: `Serves the embedded Hex-compatible workspace until it is told to stop: to try integrations without
an account. It prints its address and its tokens.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o := emulator.Options{Workspace: workspace, Pace: pace}
			if token != "" {
				o.Tokens = []emulator.Token{{Value: token}}
			}
			if limits {
				o.Limits = emulator.HexLimits()
			}
			if !quiet {
				o.Log = slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
			}
			running, err := emulator.Listen(cmd.Context(), addr, o)
			if errors.Is(err, syscall.EADDRINUSE) {
				return fmt.Errorf("%w: give another --addr; port 0 is any free one", err)
			}
			if err != nil {
				return err
			}
			tokens, err := running.Tokens(cmd.Context())
			if err == nil {
				err = announce(cmd.OutOrStdout(), running, tokens)
			}
			if err != nil {
				return errors.Join(err, running.Close())
			}
			<-cmd.Context().Done()
			return running.Close()
		},
	}
	f := c.Flags()
	f.StringVar(&addr, "addr", "127.0.0.1:8765", "where to listen; port 0 is any free one")
	f.StringVar(&token, "token", "", "the one token to accept, as an admin; by default a sample of each kind")
	f.StringVar(&workspace, "workspace", "", "the file that keeps the workspace between starts")
	f.Float64Var(&pace, "pace", 1, "how long runs take: 1 like a real workspace, 0 at once")
	f.BoolVar(&limits, "limits", false, "keep Hex's request limits")
	f.BoolVar(&quiet, "quiet", false, "do not log requests")
	return c
}

// announce prints where the workspace is served and with which tokens.
func announce(w io.Writer, r *emulator.Running, tokens []emulator.TokenInfo) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Serving the sample workspace at %s\n\n", r.URL())
	for _, t := range tokens {
		fmt.Fprintf(&b, "  %s\n      %s\n", t.Value, describe(t))
	}
	fmt.Fprintf(&b, "\n  HEX_API_BASE_URL=%s HEX_API_KEY=%s hextui\n\nCtrl+C ends it.\n", r.URL(), r.Token())
	_, err := io.WriteString(w, b.String())
	return err
}

// describe says what a token may do.
func describe(t emulator.TokenInfo) string {
	switch {
	case t.Expired:
		return "expired: every request with it is answered 401"
	case t.Kind == "workspace":
		return fmt.Sprintf("workspace token, with %d scopes", len(t.Scopes))
	}
	return fmt.Sprintf("personal token of %s (%s)", t.Email, strings.ToLower(t.Role))
}
