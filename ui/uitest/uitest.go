// Package uitest drives a Bubble Tea program in an emulated terminal from a test: keys, mouse and
// paste go in as the bytes a terminal sends, the cells of the screen come out.
//
// [Start] runs a tea.Model in this process, [Spawn] runs a binary on a real pseudo-terminal. Both
// give a [Driver]. There are no sleeps: what a driver does returns when the program has handled it
// (in Start: and the screen shows it), and waits end when the screen satisfies them. Every wait has
// a deadline, and a failure shows the screen.
//
// A program that hands its terminal to another one (tea.ExecProcess, an $EDITOR) needs Spawn: only a
// real terminal can be handed over.
//
// The package knows nothing of hextui's screens; a fixed clock and sample data are the model's business.
package uitest

import (
	"context"
	"fmt"
	"image/color"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"go.uber.org/goleak"

	"hextui/ui/uitest/terminal"
)

// Frame is a screen at one moment: text, cells, cursor, title and modes.
type Frame = terminal.Frame

// Cell is one cell of a frame, with its look: Bold, Fg, Look and so on.
type Cell = terminal.Cell

// Option changes how a program is started.
type Option func(*settings)

type settings struct {
	program  terminal.ProgramOptions
	deadline time.Duration
	leaks    []goleak.Option
	beside   bool
}

// Size is the terminal's size in cells; 80×24 without it.
func Size(width, height int) Option {
	return func(s *settings) { s.program.Width, s.program.Height = width, height }
}

// Profile is what the program believes the terminal can show; true colour without it. It has no
// effect on Spawn, where the program finds out by itself from its environment.
func Profile(p colorprofile.Profile) Option {
	return func(s *settings) { s.program.Profile = &p }
}

// Env adds "NAME=value" pairs to the program's environment, which is otherwise small and fixed.
func Env(pairs ...string) Option {
	return func(s *settings) { s.program.Env = append(s.program.Env, pairs...) }
}

// Kitty gives the terminal a keyboard that tells all keys apart.
func Kitty() Option { return func(s *settings) { s.program.Kitty = true } }

// Background is the colour that the terminal answers with when asked; black without it.
func Background(c color.Color) Option { return func(s *settings) { s.program.Background = c } }

// Filter is what tea.WithFilter takes. It has no effect on Spawn.
func Filter(f func(tea.Model, tea.Msg) tea.Msg) Option {
	return func(s *settings) { s.program.Filter = f }
}

// Deadline is the longest that any single step may take; 60 seconds without it. A step that works
// never waits for it, so it is the same on a fast machine and on a slow one.
func Deadline(d time.Duration) Option { return func(s *settings) { s.deadline = d } }

// IgnoreLeaks excuses goroutines of the test's own from the leak check at the end.
func IgnoreLeaks(o ...goleak.Option) Option {
	return func(s *settings) { s.leaks = append(s.leaks, o...) }
}

// Beside says that other tests run programs at the same time, so that goroutines left behind cannot be told apart at the program's
// end: who says so looks for them with [Leaks] when all tests are over.
func Beside() Option { return func(s *settings) { s.beside = true } }

// Leaks returns an error that shows the goroutines that are left behind when no program runs any more.
func Leaks(o ...goleak.Option) error { return goleak.Find(append(excused(), o...)...) }

func settle(opts []Option) settings {
	s := settings{deadline: 60 * time.Second}
	for _, o := range opts {
		o(&s)
	}
	return s
}

// Term is a program that runs in this process.
type Term struct {
	*Driver
	program *terminal.Program
	leaks   []goleak.Option
	beside  bool
	ended   bool
}

// Start runs the model in a terminal and waits for its first view. The test's cleanup ends the
// program if the test has not, checks that no goroutine of it is left, and shows the last screen of
// a test that failed. Because of the leak check a test that uses Start runs in parallel with others
// only with [Beside].
func Start(t testing.TB, model tea.Model, opts ...Option) *Term {
	t.Helper()
	s := settle(opts)
	leaks := append(excused(), append(s.leaks, goleak.IgnoreCurrent())...)
	p := terminal.Run(context.Background(), model, s.program)
	term := &Term{program: p, leaks: leaks, beside: s.beside}
	term.Driver = &Driver{
		t: t, term: p.Terminal, done: p.Done(), deadline: s.deadline, input: p,
		why: func() error { _, err := p.Result(); return err },
	}
	t.Cleanup(term.cleanup)
	term.Sync()
	return term
}

// excused are the goroutines that may outlive a program: the
// connections of an HTTP client or server that the test owns, and what Bubble Tea leaves itself:
// ticks, which it cannot cancel, and its key reader when a key comes after the end.
func excused() []goleak.Option {
	return []goleak.Option{
		goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"),
		goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"),
		goleak.IgnoreAnyFunction("net/http.(*conn).serve"),
		goleak.IgnoreAnyFunction("github.com/charmbracelet/ultraviolet.(*TerminalReader).sendEvents"),
		goleak.IgnoreAnyFunction("charm.land/bubbletea/v2.Tick.func1"),
		goleak.IgnoreAnyFunction("charm.land/bubbletea/v2.Every.func1"),
	}
}

// Quit asks the program to end, as SIGTERM would, waits until it is gone, checks for goroutines
// left behind and returns the last model. It fails if the program does not want to end.
func (term *Term) Quit() tea.Model {
	term.t.Helper()
	term.step(term.program.Quit)
	return term.WaitEnd()
}

// WaitEnd waits until the program has ended by itself, checks for goroutines left behind and returns
// the last model. It fails if the program ended by an error.
func (term *Term) WaitEnd() tea.Model {
	term.t.Helper()
	model, err := term.Ended()
	if err != nil {
		term.fail("the program ended by an error: %v", err)
	}
	return model
}

// Ended waits until the program has ended, checks for goroutines left behind and returns the last
// model and the error that the program ended by.
func (term *Term) Ended() (tea.Model, error) {
	term.t.Helper()
	last := term.Frame()
	term.step(func(ctx context.Context) error {
		select {
		case <-term.done:
			return nil
		case <-ctx.Done():
			return fmt.Errorf("the program did not end: %w", context.Cause(ctx))
		}
	})
	term.finish(last)
	return term.program.Result()
}

// Do runs f with the program's model between two of its updates.
func (term *Term) Do(f func(tea.Model)) {
	term.t.Helper()
	term.step(func(ctx context.Context) error { return term.program.Do(ctx, f) })
}

// Message hands the program a message, waits until it is handled and the screen shows what came of it.
func (term *Term) Message(msg tea.Msg) {
	term.t.Helper()
	term.step(func(ctx context.Context) error {
		if err := term.program.Message(ctx, msg); err != nil {
			return err
		}
		return term.program.Sync(ctx)
	})
}

// Sync waits until the program has handled all input so far and the screen shows it. Presses, clicks
// and the like do so by themselves; Raw does not.
func (term *Term) Sync() {
	term.t.Helper()
	term.step(term.program.Sync)
}

// WaitIdle waits until idle holds and the screen shows the program's last view. idle is called
// between two updates of the program, so it may read the model that the test holds.
func (term *Term) WaitIdle(idle func() bool) {
	term.t.Helper()
	term.step(func(ctx context.Context) error {
		for {
			changed := term.term.Changed()
			is := false
			if err := term.program.Do(ctx, func(tea.Model) { is = idle() }); err != nil {
				return err
			}
			if is {
				return term.program.Sync(ctx)
			}
			select {
			case <-changed:
			case <-time.After(20 * time.Millisecond):
			case <-ctx.Done():
				return fmt.Errorf("the program did not become idle: %w", context.Cause(ctx))
			}
		}
	})
}

// ViewCount returns how often the program has drawn itself.
func (term *Term) ViewCount() int { return term.program.Stats().Views }

// MessageCount returns how many messages have reached the program, before its filter.
func (term *Term) MessageCount() int {
	sum := 0
	for _, n := range term.program.Stats().Messages {
		sum += n
	}
	return sum
}

// Messages returns how many messages of each Go type have reached the program, before its filter.
func (term *Term) Messages() map[string]int { return term.program.Stats().Messages }

// finish is the check after the program's end. It runs once.
func (term *Term) finish(last Frame) {
	term.t.Helper()
	if term.ended {
		return
	}
	term.ended = true
	if term.beside {
		return
	}
	if err := goleak.Find(term.leaks...); err != nil {
		term.t.Errorf("goroutines outlived the program: %v\nlast screen:\n%s", err, boxed(last))
	}
}

// cleanup ends a program that the test has left running.
func (term *Term) cleanup() {
	term.t.Helper()
	last := term.Frame()
	ctx, cancel := term.context()
	defer cancel()
	if err := term.program.Kill(ctx); err != nil {
		term.t.Errorf("the program could not be ended: %v\n%s", err, boxed(last))
		return
	}
	if term.t.Failed() && !term.ended {
		term.t.Logf("last screen:\n%s", boxed(last))
	}
	term.finish(last)
}
