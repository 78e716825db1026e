package cli

import (
	"context"
	"fmt"
	"os"
	"strings"

	"hextui/hex"
	"hextui/hex/config"
	"hextui/ui"
)

// Connecting is how the first screen gets to a workspace.
type Connecting struct {
	Config config.Config
	// Profile and BaseURL are what the command line named; they may be empty.
	Profile, BaseURL string
	// Session makes a client for a workspace.
	Session func(ctx context.Context, baseURL, token string) (ui.Session, error)
	// Demo starts the embedded workspace.
	Demo func(ctx context.Context) (ui.Session, error)
}

// Welcome is the first screen for a person without a token.
func (c Connecting) Welcome(missing *config.NoToken) *ui.Welcome {
	w := c.Again()
	w.Why = "No token was found for " + config.RegionOf(missing.BaseURL).Host + ": " + strings.Join(missing.Looked, "; ") + "."
	return w
}

// Again is how another token is entered.
func (c Connecting) Again() *ui.Welcome {
	w := &ui.Welcome{
		BaseURL: c.BaseURL, KeptIn: "the keyring of this computer, or, where there is none, a file that only you can read",
		Connect: c.connect, Keep: c.keep, Demo: c.Demo,
	}
	if name := tokenVariable(); name != "" {
		w.KeptIn += "; " + goesBefore(name)
	}
	for _, r := range config.Regions() {
		w.Regions = append(w.Regions, ui.Region{Name: strings.ToUpper(r.ID), Host: r.Host})
	}
	return w
}

func (c Connecting) connect(ctx context.Context, baseURL, token string) (ui.Session, hex.Me, error) {
	base, err := config.Address(baseURL)
	if err != nil {
		return ui.Session{}, hex.Me{}, err
	}
	if _, err := config.NewToken(token); err != nil {
		return ui.Session{}, hex.Me{}, fmt.Errorf("the token cannot be used: %w", err)
	}
	s, err := c.Session(ctx, base, token)
	if err != nil {
		return ui.Session{}, hex.Me{}, err
	}
	me, err := s.Client.Me(ctx)
	return s, me, err
}

// keep stores a token under a profile.
func (c Connecting) keep(ctx context.Context, baseURL, token string) (string, error) {
	base, err := config.Address(baseURL)
	if err != nil {
		return "", err
	}
	t, err := config.NewToken(token)
	if err != nil {
		return "", err
	}
	profile := config.Profile{Name: c.Profile, BaseURL: base}
	if profile.Name == "" {
		profile.Name = "default"
	}
	kept, err := c.Config.SaveToken(ctx, profile, t)
	if err != nil {
		return "", err
	}
	profile.Token = kept.Place
	where := kept.Where
	if name := tokenVariable(); name != "" {
		where += "; " + goesBefore(name)
	}
	return where, c.Config.SaveProfile(profile, true)
}

// tokenVariable is the environment variable that has a token, empty where none does.
func tokenVariable() string {
	for _, name := range []string{"HEX_API_KEY", "HEX_API_TOKEN"} {
		if os.Getenv(name) != "" {
			return name
		}
	}
	return ""
}

// goesBefore says that what is kept is not what the next start takes.
func goesBefore(name string) string { return name + " goes before it at the next start: unset it then" }
