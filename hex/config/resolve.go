package config

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Flags is what the command line says; empty is nothing. A token is never on it.
type Flags struct {
	// Profile is --profile.
	Profile string
	// BaseURL is --base-url, in any form that [Address] takes.
	BaseURL string
}

// Connection is which workspace to talk to and how.
type Connection struct {
	// BaseURL ends in /api/v1.
	BaseURL string
	Token   Token
	// Profile is the profile in use, empty for none.
	Profile string
	// Settings are the general ones with the profile's in place.
	Settings Settings
	// From says where each came from, in words to be shown.
	From Sources
	// Notes are sentences that the person should see, such as a repaired file mode.
	Notes []string
}

// Sources says where the parts of a [Connection] came from: "flag --base-url", "environment HEX_API_KEY",
// "profile work", "keyring", the path of a file, "default", or empty for nowhere.
type Sources struct{ BaseURL, Token, Profile string }

// NoToken is the error of a workspace for which there is no token.
type NoToken struct {
	// BaseURL and Profile are those of the connection.
	BaseURL, Profile string
	// Looked says where was looked, and what was found there instead.
	Looked []string
}

// Error says where was looked and what to do.
func (e *NoToken) Error() string {
	return fmt.Sprintf("there is no token for %s: %s. Set HEX_API_KEY, enter a token in the first-run screen, or look around with --demo",
		hostOf(e.BaseURL), strings.Join(e.Looked, "; "))
}

// UnknownProfile is the error of naming a profile that is not in config.toml.
type UnknownProfile struct {
	Name string
	// From is where the name came from, as in [Sources], if known; Path is config.toml, Known the names in it.
	From, Path string
	Known      []string
}

// Error names the profiles that there are.
func (e *UnknownProfile) Error() string {
	known := "it has none"
	if len(e.Known) > 0 {
		known = "it has " + strings.Join(e.Known, ", ")
	}
	from := ""
	if e.From != "" {
		from = " (" + e.From + ")"
	}
	return fmt.Sprintf("the profile %q%s is not in %s: %s", e.Name, from, e.Path, known)
}

// Contradiction is the error of two variables of the environment that mean the same and differ.
type Contradiction struct{ One, Other string }

// Error says what to do; it does not show the values.
func (e *Contradiction) Error() string {
	return fmt.Sprintf("the environment contradicts itself: %s and %s are both set and differ; unset one of them", e.One, e.Other)
}

// Resolve joins flags, environment and profile. The errors to decide on are [*NoToken], [*UnknownProfile] and
// [*Contradiction]; whatever the error, the Connection holds what was found before it, to begin a first-run screen
// with. Of all this only the keyring takes time; ctx ends the waiting for it.
func (c Config) Resolve(ctx context.Context, f Flags) (Connection, error) {
	var out Connection
	out.Settings = c.Settings.with(Settings{})
	profile, err := c.chooseProfile(f, &out)
	if err != nil {
		return out, err
	}
	out.Settings = c.Settings.with(profile.Settings)
	if err := c.chooseBaseURL(f, profile, &out); err != nil {
		return out, err
	}
	if err := c.checkNetwork(out.BaseURL); err != nil {
		return out, err
	}
	return out, c.findToken(ctx, profile, &out)
}

// SettingsFor are the settings under some flags, for where there is nothing to connect to. An unknown profile has the
// general ones.
func (c Config) SettingsFor(f Flags) Settings {
	p, _ := c.chooseProfile(f, &Connection{})
	return c.Settings.with(p.Settings)
}

// ForSignIn is what a sign-in to the hosted server needs under some flags: the workspace's address, whether there is a token for it or
// not, and the id of the client that the profile names, which may be empty.
func (c Config) ForSignIn(f Flags) (baseURL, clientID string, err error) {
	var out Connection
	p, err := c.chooseProfile(f, &out)
	if err == nil {
		err = c.chooseBaseURL(f, p, &out)
	}
	return out.BaseURL, p.MCPClient, err
}

// ChosenProfile is the name of the profile that is used when no flag names one.
func (c Config) ChosenProfile() (string, error) {
	var out Connection
	if _, err := c.chooseProfile(Flags{}, &out); err != nil {
		return "", err
	}
	switch names := c.names(); {
	case out.Profile != "":
		return out.Profile, nil
	case len(names) == 0:
		return "", fmt.Errorf("there is no profile in %s", c.Path())
	default:
		return "", fmt.Errorf("no profile is named: give one of %s", strings.Join(names, ", "))
	}
}

func (c Config) chooseProfile(f Flags, out *Connection) (Profile, error) {
	switch env := c.getenv("HEX_PROFILE"); {
	case f.Profile != "":
		out.Profile, out.From.Profile = f.Profile, "flag --profile"
	case env != "":
		out.Profile, out.From.Profile = env, "environment HEX_PROFILE"
	case c.Default != "":
		out.Profile, out.From.Profile = c.Default, c.Path()
	case len(c.profiles) == 1:
		out.Profile, out.From.Profile = c.Profiles()[0].Name, "the only one in "+c.Path()
	default:
		return Profile{}, nil
	}
	if err := FilledIn(out.Profile); err != nil {
		return Profile{}, fmt.Errorf("the profile (%s): %w", out.From.Profile, err)
	}
	p, there := c.profiles[out.Profile]
	if !there {
		return Profile{}, &UnknownProfile{out.Profile, out.From.Profile, c.Path(), c.names()}
	}
	return p, nil
}

func (c Config) chooseBaseURL(f Flags, p Profile, out *Connection) error {
	text, from := f.BaseURL, "flag --base-url"
	if text == "" {
		var err error
		if text, from, err = c.baseURLFromEnv(); err != nil {
			return err
		}
	}
	if text == "" && p.BaseURL != "" {
		text, from = p.BaseURL, "profile "+p.Name
	}
	if text == "" {
		from = "default"
	}
	address, err := Address(text)
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	out.BaseURL, out.From.BaseURL = address, from
	return nil
}

func (c Config) baseURLFromEnv() (text, from string, err error) {
	const one, other = "HEX_API_BASE_URL", "HEX_API_URL"
	a, b := c.getenv(one), c.getenv(other)
	if a != "" && b != "" {
		x, errX := Address(a)
		y, errY := Address(b)
		for _, found := range []struct {
			name string
			err  error
		}{{one, errX}, {other, errY}} {
			if unfilled := (*NotFilledIn)(nil); errors.As(found.err, &unfilled) {
				return "", "", fmt.Errorf("environment %s: %w", found.name, found.err)
			}
		}
		if errX != nil || errY != nil || x != y {
			return "", "", &Contradiction{one, other}
		}
	}
	switch {
	case a != "":
		return a, "environment " + one, nil
	case b != "":
		return b, "environment " + other, nil
	}
	return "", "", nil
}

// findToken looks for the token of out's workspace and says in out where it was.
func (c Config) findToken(ctx context.Context, p Profile, out *Connection) error {
	t, from, err := c.tokenFromEnv()
	if err != nil {
		return err
	}
	if !t.IsZero() {
		out.Token, out.From.Token = t, from
		if chosen := out.From.Profile; chosen == "flag --profile" || chosen == "environment HEX_PROFILE" {
			out.Notes = append(out.Notes, fmt.Sprintf("the token is that of the %s, not that of profile %s", from, p.Name))
		}
		return nil
	}
	missing := &NoToken{BaseURL: out.BaseURL, Profile: out.Profile, Looked: []string{"HEX_API_KEY and HEX_API_TOKEN are not set"}}
	switch own, err := Address(p.BaseURL); {
	case p.Name == "" && len(c.profiles) > 1:
		missing.Looked = append(missing.Looked, "none of the profiles was chosen: name one with --profile")
	case p.Name == "":
		missing.Looked = append(missing.Looked, "there is no profile yet")
	case err != nil:
		return fmt.Errorf("profile %s: %w", p.Name, err)
	case own != out.BaseURL:
		missing.Looked = append(missing.Looked, fmt.Sprintf("the token of profile %s belongs to %s and is not sent elsewhere", p.Name,
			hostOf(own)))
	default:
		looked, err := c.keptToken(ctx, p, own, out)
		if err != nil || !out.Token.IsZero() {
			return err
		}
		missing.Looked = append(missing.Looked, looked...)
	}
	return missing
}

// tokenFromEnv is the token of the environment, zero when there is none.
func (c Config) tokenFromEnv() (t Token, from string, err error) {
	const one, other = "HEX_API_KEY", "HEX_API_TOKEN"
	a, b := c.getenv(one), c.getenv(other)
	unfilled := func(name string) bool { return FilledIn(c.getenv(name)) != nil }
	switch {
	case unfilled(one):
		return c.tokenFromVariable(one)
	case unfilled(other):
		return c.tokenFromVariable(other)
	case a != "" && b != "" && a != b:
		return Token{}, "", &Contradiction{one, other}
	}
	for _, name := range []string{one, other} {
		if c.getenv(name) != "" {
			return c.tokenFromVariable(name)
		}
	}
	return Token{}, "", nil
}

func (c Config) tokenFromVariable(name string) (Token, string, error) {
	t, err := NewToken(c.getenv(name))
	if err != nil {
		return Token{}, "", fmt.Errorf("the token in environment %s cannot be used: %w", name, err)
	}
	return t, "environment " + name, nil
}

// keptToken takes the token from where the profile keeps it into out, or says where was looked.
func (c Config) keptToken(ctx context.Context, p Profile, baseURL string, out *Connection) (looked []string, err error) {
	if name, ok := p.Token.variable(); ok {
		if c.getenv(name) == "" {
			return []string{fmt.Sprintf("%s, which profile %s names, is not set", name, p.Name)}, nil
		}
		out.Token, out.From.Token, err = c.tokenFromVariable(name)
		return nil, err
	}
	account := accountOf(p.Name, baseURL)
	if p.Token == InKeyring || p.Token == Anywhere {
		t, err := c.keyring().get(ctx, account)
		switch {
		case err == nil:
			out.Token, out.From.Token = t, "keyring"
			return nil, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, ErrNoEntry):
			looked = append(looked, fmt.Sprintf("the keyring has no entry for profile %s at %s", p.Name, hostOf(baseURL)))
		default:
			looked = append(looked, "the keyring cannot be used: "+err.Error())
		}
	}
	if p.Token == InFile || p.Token == Anywhere {
		t, note, err := c.credentials().get(account)
		if note != "" {
			out.Notes = append(out.Notes, note)
		}
		switch {
		case err == nil:
			out.Token, out.From.Token = t, c.credentials().path
			return nil, nil
		case errors.Is(err, ErrNoEntry):
			looked = append(looked, fmt.Sprintf("%s has no entry for profile %s at %s", c.credentials().path, p.Name, hostOf(baseURL)))
		default:
			looked = append(looked, err.Error())
		}
	}
	return looked, nil
}

// accountOf names the token of a profile at an address, in the keyring and in the file.
func accountOf(profile, baseURL string) string { return profile + " " + baseURL }

func (c Config) getenv(name string) string {
	if c.env.Getenv == nil {
		return ""
	}
	return strings.TrimSpace(c.env.Getenv(name))
}
