package config

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// Use makes a profile the one to use when nothing else is said. Whatever else is in config.toml stays as it is.
func (c *Config) Use(name string) error {
	if _, there := c.profiles[name]; !there {
		return &UnknownProfile{Name: name, Path: c.Path(), Known: c.names()}
	}
	return c.rewrite(func(lines []string) []string {
		return setKey(lines, 0, firstHeader(lines), "profile", name)
	}, func(tree map[string]any) { tree["profile"] = name })
}

// Rename gives a profile another name, in config.toml and where its token is kept. The sign-in to the hosted server belongs to the
// address and stays.
func (c *Config) Rename(ctx context.Context, from, to string) error {
	p, there := c.profiles[from]
	if !there {
		return &UnknownProfile{Name: from, Path: c.Path(), Known: c.names()}
	}
	if _, taken := c.profiles[to]; taken {
		return fmt.Errorf("there is a profile %s already", to)
	}
	renamed := p
	renamed.Name = to
	if _, err := c.accountFor(renamed); err != nil {
		return err
	}
	moved, err := c.copyToken(ctx, p, renamed)
	if err != nil {
		return err
	}
	if err := c.rename(from, to); err != nil {
		if moved {
			err = errors.Join(err, c.forgetAs(ctx, renamed))
		}
		return err
	}
	if moved {
		return c.forgetAs(ctx, p)
	}
	return nil
}

// rename gives a profile another name in config.toml.
func (c *Config) rename(from, to string) error {
	name := regexp.QuoteMeta(from)
	header := regexp.MustCompile(`^(\s*\[\s*profiles\s*\.\s*)(` + name + `|"` + name + `"|'` + name + `')(\s*[.\]].*)$`)
	return c.rewrite(func(lines []string) []string {
		for i, line := range lines {
			if m := header.FindStringSubmatch(line); m != nil {
				lines[i] = m[1] + to + m[3]
			}
		}
		if c.Default == from {
			lines = setKey(lines, 0, firstHeader(lines), "profile", to)
		}
		return lines
	}, func(tree map[string]any) {
		if profiles, ok := tree["profiles"].(map[string]any); ok {
			profiles[to] = profiles[from]
			delete(profiles, from)
		}
		if tree["profile"] == from {
			tree["profile"] = to
		}
	})
}

// copyToken keeps a profile's token for another, where it is kept here; false where it is not.
func (c Config) copyToken(ctx context.Context, from, to Profile) (moved bool, err error) {
	if _, variable := from.Token.variable(); variable {
		return false, nil
	}
	address, err := Address(from.BaseURL)
	if err != nil {
		return false, err
	}
	var out Connection
	if _, err := c.keptToken(ctx, from, address, &out); err != nil || out.Token.IsZero() {
		return false, err
	}
	_, err = c.SaveToken(ctx, to, out.Token)
	return err == nil, err
}

// forgetAs removes the token that is kept for a profile.
func (c Config) forgetAs(ctx context.Context, p Profile) error {
	account, err := c.accountFor(p)
	if err != nil {
		return err
	}
	var errs []error
	if err := c.keyring().delete(ctx, account); err != nil && !errors.Is(err, ErrNoEntry) && p.Token == InKeyring {
		errs = append(errs, fmt.Errorf("the token may still be in the keyring under the name %s: %w", p.Name, err))
	}
	if err := c.credentials().delete(account); err != nil && !errors.Is(err, ErrNoEntry) {
		errs = append(errs, fmt.Errorf("the token may still be in the file under the name %s: %w", p.Name, err))
	}
	return errors.Join(errs...)
}

// firstHeader is the line of the first table, or behind the last line.
func firstHeader(lines []string) int {
	if at := slices.IndexFunc(lines, isHeader); at >= 0 {
		return at
	}
	return len(lines)
}

// rewrite changes the lines of config.toml, and makes sure that they then say what they shall, and nothing else than before beside.
func (c *Config) rewrite(lines func([]string) []string, meaning func(tree map[string]any)) error {
	text, err := readConfig(c.Path())
	if err != nil {
		return err
	}
	var was, is map[string]any
	if _, err := toml.Decode(text, &was); err != nil {
		return fmt.Errorf("config.toml must be mended first: %w", err)
	}
	ending := "\n"
	if strings.Contains(text, "\r\n") {
		ending = "\r\n"
	}
	made := strings.Join(lines(strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")), ending) + ending
	meaning(was)
	if _, err := toml.Decode(made, &is); err != nil || !reflect.DeepEqual(was, is) {
		return fmt.Errorf("%s is written in a way that cannot be changed line by line: change it yourself", c.Path())
	}
	if err := replace(c.Path(), []byte(made), modeOf(c.Path())); err != nil {
		return fmt.Errorf("%s cannot be written: %s", c.Path(), reason(err))
	}
	parsed, err := parse(c.Path(), made)
	c.Default, c.Settings, c.profiles = parsed.Default, parsed.Settings, parsed.profiles
	return err
}
