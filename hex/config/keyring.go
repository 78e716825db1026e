package config

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"time"

	"github.com/zalando/go-keyring"
)

// Keyring keeps secrets by name. Its errors are shown to people; [ErrNoEntry] says that all is well but for the entry.
type Keyring interface {
	Get(account string) (string, error)
	Set(account, secret string) error
	Delete(account string) error
}

// ErrNoEntry is a keyring's answer to a name that it does not have.
var ErrNoEntry = errors.New("there is no entry")

// service is the name under which the system's keyring has our entries.
const service = "hextui"

// systemKeyring is the keyring of the operating system: Keychain, Credential Manager or Secret Service.
type systemKeyring struct{}

func (systemKeyring) Get(account string) (string, error) {
	secret, err := keyring.Get(service, account)
	return secret, plain(err)
}

func (systemKeyring) Set(account, secret string) error {
	return plain(keyring.Set(service, account, secret))
}

func (systemKeyring) Delete(account string) error { return plain(keyring.Delete(service, account)) }

// plain puts the keyring's own errors into our words.
func plain(err error) error {
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNoEntry
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return errors.New("this system has none")
	case errors.Is(err, exec.ErrNotFound), errors.As(err, new(*exec.ExitError)), errors.As(err, new(*net.OpError)):
		return errors.New("no service that keeps secrets answers on this system") // and what was tried to begin it does not help a person
	}
	return err
}

// boundedKeyring gives each call of a keyring only so long.
type boundedKeyring struct {
	keyring Keyring
	wait    time.Duration
}

func (b boundedKeyring) get(ctx context.Context, account string) (Token, error) {
	var token Token
	err := b.within(ctx, func() error {
		secret, err := b.keyring.Get(account)
		if err != nil {
			return err
		}
		if token, err = NewToken(secret); err != nil {
			return fmt.Errorf("its entry is no token: %w", err)
		}
		return nil
	})
	if err != nil {
		return Token{}, err
	}
	return token, nil
}

// set keeps a token and makes sure that it can be had again.
func (b boundedKeyring) set(ctx context.Context, account string, t Token) error {
	return b.within(ctx, func() error {
		if err := b.keyring.Set(account, t.Reveal()); err != nil {
			return err
		}
		back, err := b.keyring.Get(account)
		if err == nil && back != t.Reveal() {
			err = errors.New("it took the token but gave another back")
		}
		return err
	})
}

func (b boundedKeyring) delete(ctx context.Context, account string) error {
	return b.within(ctx, func() error { return b.keyring.Delete(account) })
}

// within runs a call of the keyring and waits for it as long as allowed. The keyring knows no cancelling: a call that
// hangs is left behind and ends when its service answers or the program ends.
func (b boundedKeyring) within(ctx context.Context, call func() error) error {
	done := make(chan error, 1)
	go func() { done <- call() }()
	timer := time.NewTimer(b.wait)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return fmt.Errorf("it did not answer within %s; it may be locked", b.wait)
	case <-ctx.Done():
		return ctx.Err()
	}
}
