package config

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
)

// store keeps secrets in the keyring, or where that cannot be used in a file that only its owner can read. What writes from several
// processes must take turns.
type store struct {
	keyring boundedKeyring
	file    credentials
}

// get reads a secret. The error is [ErrNoEntry] when there is none, also where it may be in a keyring that cannot be used.
func (s store) get(ctx context.Context, name string) (Token, error) {
	// The file first: an entry of the keyring that it could not replace is older.
	t, _, err := s.file.get(name)
	if errors.Is(err, ErrNoEntry) {
		t, err = s.keyring.get(ctx, name)
		if err != nil && ctx.Err() == nil && !errors.Is(err, ErrNoEntry) {
			err = fmt.Errorf("%w in %s, and the keyring cannot be used: %w", ErrNoEntry, s.file.path, err)
		}
	}
	return t, err
}

// set keeps a secret, and removes what the file had in its place.
func (s store) set(ctx context.Context, name string, t Token) (Kept, error) {
	err := s.keyring.set(ctx, name, t)
	if err == nil {
		if err := s.file.delete(name); err != nil && !errors.Is(err, ErrNoEntry) {
			return Kept{}, err
		}
		return Kept{Place: InKeyring, Where: "the keyring"}, nil
	}
	if ctx.Err() != nil {
		return Kept{}, ctx.Err()
	}
	note := fmt.Sprintf("the keyring cannot be used (%v)", err)
	repaired, err := s.file.set(name, t)
	if err != nil {
		return Kept{}, fmt.Errorf("%s, and neither can the file: %w", note, err)
	}
	if repaired != "" {
		note += "; " + repaired
	}
	return Kept{InFile, s.file.path, note}, nil
}

// Secrets keeps what is secret and no profile's token, such as a sign-in: in the keyring, or where that cannot be used in
// sign-ins.json beside config.toml, which only its owner can read. What writes from several processes must take turns.
type Secrets struct{ store store }

// Secrets are the secrets of this configuration.
func (c Config) Secrets() Secrets {
	return Secrets{store{c.keyring(), credentials{c.file("sign-ins.json")}}}
}

// Get reads a secret. The error is [ErrNoEntry] when there is none, also where it may be in a keyring that cannot be used.
func (s Secrets) Get(ctx context.Context, name string) ([]byte, error) {
	t, err := s.store.get(ctx, name)
	if err != nil {
		return nil, err
	}
	secret, err := base64.RawURLEncoding.DecodeString(t.Reveal())
	if err != nil {
		return nil, fmt.Errorf("the entry %q is damaged: sign in again", name)
	}
	return secret, nil
}

// Set keeps a secret of at most 6 kB.
func (s Secrets) Set(ctx context.Context, name string, secret []byte) error {
	t, err := NewToken(base64.RawURLEncoding.EncodeToString(secret))
	if err != nil {
		return fmt.Errorf("the secret %q cannot be kept: %w", name, err)
	}
	_, err = s.store.set(ctx, name, t)
	return err
}

// Delete removes a secret from both places; one that is not there is no error.
func (s Secrets) Delete(ctx context.Context, name string) error {
	err := s.store.file.delete(name)
	if errors.Is(err, ErrNoEntry) {
		err = nil
	}
	// A keyring that cannot be used has nothing that could be used.
	if gone := s.store.keyring.delete(ctx, name); gone != nil && ctx.Err() != nil {
		err = errors.Join(err, ctx.Err())
	}
	return err
}
