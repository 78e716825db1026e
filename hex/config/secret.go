package config

import (
	"context"
	"errors"
)

// Secret is a secret that has a name of its own, such as the key of a provider: the variable of the environment with that name, else
// what [Config.SaveSecret] kept. It is zero where there is none.
func (c Config) Secret(ctx context.Context, name string) (Token, error) {
	if c.getenv(name) != "" {
		t, _, err := c.tokenFromVariable(name)
		return t, err
	}
	t, err := c.secrets().get(ctx, secretOf(name))
	if errors.Is(err, ErrNoEntry) {
		return Token{}, nil
	}
	return t, err
}

// SaveSecret keeps a secret in the keyring, or, where that cannot be used, in credentials.json, which only its owner can read.
func (c Config) SaveSecret(ctx context.Context, name string, t Token) (Kept, error) {
	if !variableName().MatchString(name) || t.IsZero() {
		return Kept{}, errors.New("there is no secret to keep")
	}
	return c.secrets().set(ctx, secretOf(name), t)
}

func (c Config) secrets() store { return store{c.keyring(), c.credentials()} }

// secretOf names a secret in the keyring and in the file; accounts of profiles have a space in another place.
func secretOf(name string) string { return "secret " + name }

// Environment is the variable of the environment with a name, without space around it.
func (c Config) Environment(name string) string { return c.getenv(name) }
