package gallery

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/hex/emulator"
	"hextui/ui"
	"hextui/ui/action"
	"hextui/ui/uitest/terminal"
)

// curtain is when every scene begins.
var curtain = time.Date(2026, time.November, 19, 14, 2, 11, 0, time.UTC)

// stage is the program at work on a workspace of its own.
type stage struct {
	program *terminal.Program
	keys    action.KeyMap
	clock   *terminal.Clock // of the UI and of the workspace
	hex     *emulator.Running
	release func() // lets held runs go on

	closers []func() error
}

// open starts the workspace and the program.
func open(ctx context.Context, sc scene, keys action.KeyMap) (*stage, error) {
	st := &stage{keys: keys, clock: terminal.NewClock(curtain), release: func() {}}
	app, err := st.app(ctx, sc)
	if err != nil {
		return nil, errors.Join(err, st.close())
	}
	st.program = terminal.Run(ctx, app, terminal.ProgramOptions{
		Options: terminal.Options{Width: sc.width, Height: sc.height, Background: sc.look().Background},
		Filter:  ui.Filter(nil, nil),
	})
	st.onClose(func() error { return st.program.Kill(context.WithoutCancel(ctx)) })
	return st, st.program.Sync(ctx)
}

// app makes the UI's model with all that it stands on.
func (st *stage) app(ctx context.Context, sc scene) (*ui.App, error) {
	var err error
	st.hex, err = emulator.Listen(ctx, "127.0.0.1:0", emulator.Options{Now: st.clock.Now})
	if err != nil {
		return nil, err
	}
	st.onClose(st.hex.Close)
	ids := newRunNames()
	st.onClose(ids.close)
	client, err := hex.New(hex.Options{BaseURL: st.hex.URL(), Token: st.hex.Token(), Limits: hex.NoLimits, Transport: ids})
	if err != nil {
		return nil, err
	}
	st.onClose(func() error { client.Close(); return nil })
	kept, err := st.drafts()
	if err != nil {
		return nil, err
	}
	return ui.New(ctx, ui.Options{
		Session: &ui.Session{Client: client, Name: "Acme Analytics", Demo: true, DraftsOf: "gallery"},
		Keys:    st.keys, Drafts: kept, Theme: sc.theme, Now: st.clock.Now, After: st.clock.After,
	}), nil
}

// drafts opens a folder of drafts that is gone afterwards.
func (st *stage) drafts() (*drafts.Store, error) {
	dir, err := os.MkdirTemp("", "hextui-gallery-")
	if err != nil {
		return nil, err
	}
	st.onClose(func() error { return os.RemoveAll(dir) })
	kept, err := drafts.Open(filepath.Join(dir, "drafts"), drafts.Options{Delay: time.Millisecond})
	if err != nil {
		return nil, err
	}
	st.onClose(kept.Close)
	return kept, nil
}

func (st *stage) onClose(f func() error) { st.closers = append(st.closers, f) }

func (st *stage) close() error {
	st.release()
	var all error
	for i := len(st.closers) - 1; i >= 0; i-- {
		all = errors.Join(all, st.closers[i]())
	}
	return all
}

// rest is how long nothing may happen in the program before its screen counts as final. While anything is under way
// the UI's spinner turns, several times in this span.
const rest = 500 * time.Millisecond

// settled returns the screen once the program has come to rest.
func (st *stage) settled(ctx context.Context) (terminal.Frame, error) {
	for {
		before := st.program.Stats().Updates
		select {
		case <-ctx.Done():
			return terminal.Frame{}, fmt.Errorf("the program does not come to rest: %w", context.Cause(ctx))
		case <-st.program.Done():
			return terminal.Frame{}, terminal.ErrEnded
		case <-time.After(rest):
		}
		if st.program.Stats().Updates == before {
			return st.program.Frame(), st.program.Sync(ctx)
		}
	}
}

// step is something that a person does or waits for, or that happens around them.
type step func(context.Context, *stage) error

// press does an action by its first key in a scope, so many times.
func press(id action.ID, scope action.Scope, times int) step {
	return func(ctx context.Context, st *stage) error {
		b, ok := st.keys.Binding(id, scope)
		if !ok || len(b.Keys) == 0 {
			return fmt.Errorf("no key does %s in %s", id, scope)
		}
		return strike(b.Keys[0], times)(ctx, st)
	}
}

// strike presses a key of the keyboard so many times.
func strike(key string, times int) step {
	return func(ctx context.Context, st *stage) error {
		for range times {
			if err := st.program.Press(ctx, key); err != nil {
				return err
			}
		}
		return nil
	}
}

// enter types a text.
func enter(text string) step {
	return func(ctx context.Context, st *stage) error { return st.program.Type(ctx, text) }
}

// see waits until all the texts can be read on the screen together, each within one row.
func see(texts ...string) step {
	return func(ctx context.Context, st *stage) error {
		err := st.program.Wait(ctx, func(f terminal.Frame) bool {
			for _, text := range texts {
				if !f.Contains(text) {
					return false
				}
			}
			return true
		})
		if err != nil {
			return fmt.Errorf("not everything of %q is on the screen: %w", strings.Join(texts, ", "), err)
		}
		return nil
	}
}

// widened makes the window wider by one column, and what it was again, once everything is there. Columns are laid out for
// what arrives first, which differs from time to time, and anew for another width.
func widened() step {
	return func(ctx context.Context, st *stage) error {
		f, err := st.settled(ctx)
		if err != nil {
			return err
		}
		return errors.Join(st.program.SetSize(ctx, f.Width+1, f.Height), st.program.SetSize(ctx, f.Width, f.Height))
	}
}

// later moves the time on.
func later(d time.Duration) step {
	return func(_ context.Context, st *stage) error {
		st.clock.Move(d)
		return nil
	}
}

// hold keeps runs from going past their first cell until release.
func hold() step {
	return func(_ context.Context, st *stage) (err error) {
		st.release, err = st.hex.HoldRuns(emulator.HeldRunning)
		return err
	}
}

// release lets held runs go on.
func release() step {
	return func(_ context.Context, st *stage) error {
		st.release()
		return nil
	}
}
