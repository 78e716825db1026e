package terminal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/rivo/uniseg"
)

// ProgramOptions say how a program is run. The zero value is a true-colour program in an 80×24
// terminal.
type ProgramOptions struct {
	Options
	// Profile is what the program believes the terminal can show; nil means true colour.
	Profile *colorprofile.Profile
	// Env is the program's environment, "NAME=value" each, added to TERM, COLORTERM and LANG.
	Env []string
	// Filter is what tea.WithFilter would take.
	Filter func(tea.Model, tea.Msg) tea.Msg
}

// Program is a Bubble Tea program that runs in a [Terminal].
//
// What a driver does to it (keys, mouse, paste, size) comes back when the program has handled it and
// the screen shows what it drew then, so the next look at the screen is never too early. What the
// program does later by itself (results of commands) has to be waited for.
type Program struct {
	*Terminal
	probe  *probe
	tea    *tea.Program
	kill   context.CancelFunc
	done   chan struct{}
	result tea.Model
	err    error
}

// Run starts a program in a new terminal. Stop ends both; a cancelled context kills the program.
func Run(ctx context.Context, model tea.Model, o ProgramOptions) *Program {
	ctx, kill := context.WithCancel(ctx)
	p := &Program{
		Terminal: New(o.Options),
		probe:    newProbe(o.Filter),
		kill:     kill,
		done:     make(chan struct{}),
	}
	profile := colorprofile.TrueColor
	if o.Profile != nil {
		profile = *o.Profile
	}
	// Without a tty between them Bubble Tea counts on a line feed to return the carriage as well.
	p.print([]byte("\x1b[20h"))
	size := p.Frame()
	p.tea = tea.NewProgram(watched{model, p.probe},
		tea.WithContext(ctx),
		tea.WithInput(p.Input()),
		tea.WithOutput(p.Terminal),
		tea.WithWindowSize(size.Width, size.Height),
		tea.WithColorProfile(profile),
		tea.WithEnvironment(append([]string{"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8"}, o.Env...)),
		tea.WithFilter(p.probe.filter),
		tea.WithFPS(120),
		tea.WithoutSignalHandler(),
	)
	go p.run()
	return p
}

func (p *Program) run() {
	model, err := p.tea.Run()
	if w, ok := model.(watched); ok {
		model = w.Model
	}
	p.kill()
	p.Terminal.Close()
	p.result, p.err = model, err
	close(p.done)
}

// Done is closed when the program has ended.
func (p *Program) Done() <-chan struct{} { return p.done }

// Result waits for the end of the program and returns its last model and why it ended.
func (p *Program) Result() (tea.Model, error) {
	<-p.done
	if stack := p.probe.panicked(); stack != "" {
		return p.result, fmt.Errorf("%w\n%s", p.err, stack)
	}
	return p.result, p.err
}

// Kill ends the program without asking it and waits until it is gone, or until the context ends.
func (p *Program) Kill(ctx context.Context) error {
	p.kill()
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Quit asks the program to end, as SIGTERM would, and waits for it.
func (p *Program) Quit(ctx context.Context) error {
	if err := p.Message(ctx, tea.Quit()); err != nil {
		return err
	}
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Press sends keys in Bubble Tea's spelling, one after the other.
func (p *Program) Press(ctx context.Context, keys ...string) error {
	for _, key := range keys {
		b, err := Encode(key, p.Protocol())
		if err != nil {
			return err
		}
		if slices.Equal(b, []byte{0x1b}) {
			err = p.escape(ctx)
		} else {
			p.Send(b)
		}
		if err != nil {
			return err
		}
	}
	return p.Sync(ctx)
}

// escape sends a lone ESC. What follows within 50 ms would be read as one sequence with it, so this
// waits until the program has taken it for a key.
func (p *Program) escape(ctx context.Context) error {
	if err := p.Sync(ctx); err != nil {
		return err
	}
	before := p.probe.stats().Keys
	p.Send([]byte{0x1b})
	return p.until(ctx, func() bool { return p.probe.stats().Keys > before })
}

// Type sends text letter by letter. A line feed is the Enter key, a tab the Tab key.
func (p *Program) Type(ctx context.Context, text string) error {
	p.Letters(text)
	return p.Sync(ctx)
}

// Letters sends text as keys, one a character as people see it.
func (t *Terminal) Letters(text string) {
	for text != "" {
		letter, rest, _, _ := uniseg.FirstGraphemeClusterInString(text, -1)
		if text = rest; letter == "\n" || letter == "\r\n" {
			letter = "\r"
		}
		t.Send([]byte(letter))
	}
}

// Message hands the program a message, as its own commands do. It returns when the message has been
// taken, which is before it has been handled.
func (p *Program) Message(ctx context.Context, msg tea.Msg) error {
	// The program takes messages one at a time and cannot be asked to give up waiting, so the
	// hand-over has a goroutine of its own; it ends with the message taken or with the program.
	taken := make(chan struct{})
	go func() {
		defer close(taken)
		p.tea.Send(msg)
	}()
	select {
	case <-taken:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// SetSize resizes the terminal and tells the program.
func (p *Program) SetSize(ctx context.Context, width, height int) error {
	p.Terminal.Resize(width, height)
	if err := p.Message(ctx, tea.WindowSizeMsg{Width: width, Height: height}); err != nil {
		return err
	}
	return p.Sync(ctx)
}

// Do runs f with the program's model between two of its updates, where it may read all of it.
func (p *Program) Do(ctx context.Context, f func(tea.Model)) error {
	v := &visit{do: f, done: make(chan struct{})}
	if err := p.Message(ctx, v); err != nil {
		return err
	}
	select {
	case <-v.done:
		return nil
	case <-p.done:
		return ErrEnded
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// ErrEnded is the error for doing something with a program that is no longer there.
var ErrEnded = errors.New("the program has ended")

// Sync returns when the program has handled everything sent so far and the screen shows it, or when
// the program has ended.
func (p *Program) Sync(ctx context.Context) error {
	p.Send([]byte(p.probe.newFence()))
	if err := p.until(ctx, p.probe.fencesPassed); err != nil {
		return fmt.Errorf("the program did not handle its input: %w", err)
	}
	drawn := p.probe.stats().Views
	if err := p.until(ctx, func() bool { return p.painted() >= drawn }); err != nil {
		return fmt.Errorf("the program's last view did not reach the screen: %w", err)
	}
	return nil
}

// until waits for a condition on the probe or the screen, or for the program's end.
func (p *Program) until(ctx context.Context, cond func() bool) error {
	again := time.NewTicker(recheck)
	defer again.Stop()
	for {
		drawn, handled := p.Changed(), p.probe.progress()
		if cond() {
			return nil
		}
		select {
		case <-p.done:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-drawn:
		case <-handled:
		case <-again.C:
		}
	}
}

// Stats returns how much the program has done so far.
func (p *Program) Stats() Stats { return p.probe.stats() }
