package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"hextui/hex/config"
	"hextui/hex/emulator"
	"hextui/hex/hosted"
)

// demonstrate signs in to the embedded workspace, shows what a sign-in is good for, and signs out again. Nothing is kept: the
// folder for it is temporary, and the keyring is not used.
func (l *login) demonstrate(ctx context.Context, talk, out io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "hextui-login-*")
	if err != nil {
		return fmt.Errorf("there is no place for a sign-in to try: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	running, err := emulator.Listen(ctx, "127.0.0.1:0", emulator.Options{})
	if err != nil {
		return fmt.Errorf("the embedded workspace could not be started: %w", err)
	}
	defer func() { err = errors.Join(err, running.Close()) }()
	c, err := config.Load(config.Env{Keyring: noKeyring{}, Getenv: func(name string) string {
		return map[string]string{"HEXTUI_CONFIG_DIR": dir}[name]
	}})
	if err != nil {
		return err
	}
	o := l.o
	o.Version = l.version
	if o.Endpoint, err = hosted.Endpoint("", running.URL()); err != nil {
		return err
	}
	o.Secrets, o.LockFile = c.Secrets(), filepath.Join(c.StateDir, "sign-in.lock")
	client, err := hosted.New(o)
	if err != nil {
		return err
	}
	if err := l.signIn(ctx, client); err != nil {
		return err
	}
	if err := report(ctx, out, client); err != nil {
		return err
	}
	if _, err := client.Logout(ctx); err != nil {
		return err
	}
	fmt.Fprintln(talk, "Signed out again: this was the embedded workspace, and nothing of it is kept.")
	return nil
}

// noKeyring is none.
type noKeyring struct{}

func (noKeyring) Get(string) (string, error) { return "", config.ErrNoEntry }
func (noKeyring) Set(string, string) error   { return errors.New("it is not used here") }
func (noKeyring) Delete(string) error        { return config.ErrNoEntry }
