package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"hextui/hex/emulator"
	"hextui/hex/hosted"
)

// demonstrate signs in to the embedded workspace, shows what a sign-in is good for, and signs out again. Nothing is kept.
func (l *login) demonstrate(ctx context.Context, talk, out io.Writer) (err error) {
	running, err := emulator.Listen(ctx, "127.0.0.1:0", emulator.Options{})
	if err != nil {
		return fmt.Errorf("the embedded workspace could not be started: %w", err)
	}
	defer func() { err = errors.Join(err, running.Close()) }()
	o := l.o
	o.Version, o.Secrets = l.version, hosted.InMemory()
	if o.Endpoint, err = hosted.Endpoint("", running.URL()); err != nil {
		return err
	}
	client, err := hosted.New(o)
	if err != nil {
		return err
	}
	if err := l.signIn(ctx, out, client); err != nil {
		return err
	}
	if _, err := client.Logout(ctx); err != nil {
		return err
	}
	fmt.Fprintln(talk, "Signed out again: this was the embedded workspace, and nothing of it is kept.")
	return nil
}
