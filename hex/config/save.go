package config

import (
	"context"
	"errors"
	"fmt"
)

// Kept says where a token or a secret was put, by [Config.SaveToken] or [Config.SaveSecret].
type Kept struct {
	// Place is what to write into the profile.
	Place Place
	// Where is the place in words: "the keyring", or the path of the file.
	Where string
	// Note is a sentence that the person should see, such as why it is not in the keyring; it may be empty.
	Note string
}

// SaveToken keeps a token for a profile at its address. With [Anywhere] for the profile's place it goes to the keyring,
// or, where that cannot be used, to credentials.json, which only its owner can read. Nothing is written to config.toml:
// put [Kept.Place] into the profile and call [Config.SaveProfile].
func (c Config) SaveToken(ctx context.Context, p Profile, t Token) (Kept, error) {
	account, err := c.accountFor(p)
	if err != nil {
		return Kept{}, err
	}
	if t.IsZero() {
		return Kept{}, errors.New("there is no token to keep")
	}
	var note string
	switch p.Token {
	case Anywhere, InKeyring:
		err := c.keyring().set(ctx, account, t)
		if err == nil {
			// An older copy in the file must not outlive the one that counts.
			if err := c.credentials().delete(account); err != nil && !errors.Is(err, ErrNoEntry) {
				note = "an older token may still be in the file: " + err.Error()
			}
			return Kept{InKeyring, "the keyring", note}, nil
		}
		if ctx.Err() != nil {
			return Kept{}, ctx.Err()
		}
		if p.Token == InKeyring {
			return Kept{}, fmt.Errorf("the keyring cannot keep the token: %w", err)
		}
		note = fmt.Sprintf("the keyring cannot be used (%v)", err)
	case InFile:
	default:
		return Kept{}, fmt.Errorf("a token cannot be written into the environment: set %s yourself", string(p.Token))
	}
	repaired, err := c.credentials().set(account, t)
	if err != nil {
		return Kept{}, err
	}
	if note != "" && repaired != "" {
		note += "; "
	}
	return Kept{InFile, c.credentials().path, note + repaired}, nil
}

// SaveProfile writes a profile's address and place of token into config.toml, and makes it the one to use if asked.
// Whatever else is in the file stays as it is, comments too. A file that is broken is not touched.
func (c *Config) SaveProfile(p Profile, use bool) error {
	if _, err := c.accountFor(p); err != nil {
		return err
	}
	if says := p.Token.check(); says != "" {
		return errors.New(says)
	}
	if p.BaseURL != "" {
		p.BaseURL, _ = Address(p.BaseURL) // checked by accountFor
	}
	text, err := readConfig(c.Path())
	if err != nil {
		return err
	}
	if _, err := parse(c.Path(), text); err != nil {
		return fmt.Errorf("config.toml must be mended before anything is added to it: %w", err)
	}
	text, err = withProfile(text, p, use)
	if err != nil {
		return fmt.Errorf("%s is written in a way that cannot be added to: %w", c.Path(), err)
	}
	if err := replace(c.Path(), []byte(text), modeOf(c.Path())); err != nil {
		return fmt.Errorf("%s cannot be written: %s", c.Path(), reason(err))
	}
	parsed, err := parse(c.Path(), text)
	c.Default, c.Settings, c.profiles = parsed.Default, parsed.Settings, parsed.profiles
	return err
}

// Forget removes a profile's token from the keyring and from the file; the profile stays. The error says where it may
// still be.
func (c Config) Forget(ctx context.Context, name string) error {
	p, there := c.profiles[name]
	if !there {
		return &UnknownProfile{Name: name, Path: c.Path(), Known: c.names()}
	}
	account, err := c.accountFor(p)
	if err != nil {
		return err
	}
	var errs []error
	if variable, ok := p.Token.variable(); ok {
		errs = append(errs, fmt.Errorf("the token of profile %s is in the environment: unset %s", name, variable))
	}
	if err := c.keyring().delete(ctx, account); err != nil && !errors.Is(err, ErrNoEntry) && p.Token == InKeyring {
		errs = append(errs, fmt.Errorf("the token may still be in the keyring: %w", err))
	}
	if err := c.credentials().delete(account); err != nil && !errors.Is(err, ErrNoEntry) {
		errs = append(errs, fmt.Errorf("the token may still be in the file: %w", err))
	}
	return errors.Join(errs...)
}

// accountFor checks a profile's name and address and names its token.
func (c Config) accountFor(p Profile) (string, error) {
	if c.Dir == "" {
		return "", errors.New("there is no folder for the configuration: set HOME or HEXTUI_CONFIG_DIR")
	}
	if !profileName().MatchString(p.Name) || tokenLike().MatchString(p.Name) {
		return "", errors.New("the name of a profile is made of letters, digits, - and _")
	}
	baseURL, err := Address(p.BaseURL)
	if err != nil {
		return "", err
	}
	return accountOf(p.Name, baseURL), nil
}

func (c Config) names() []string {
	var out []string
	for _, p := range c.Profiles() {
		out = append(out, p.Name)
	}
	return out
}

func (c Config) keyring() boundedKeyring { return boundedKeyring{c.env.Keyring, c.env.KeyringWait} }

func (c Config) credentials() credentials {
	return credentials{c.file("credentials.json")}
}
