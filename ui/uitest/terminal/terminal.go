// Package terminal is a terminal emulator with a keyboard and a mouse, and a way to run a Bubble Tea
// program in it: bytes in, cells out.
//
// It must not know hextui's screens or actions, and it imports nothing of the testing packages, so
// that a command can draw pictures with it as well. Tests use it through package uitest.
//
// The cells come from github.com/charmbracelet/x/vt. What that emulator gets wrong is put right here
// where a program of ours could meet it: text beyond ASCII in a window title, which it would cut and
// print on the screen. One fault stays: a combining mark after an ASCII letter is lost.
package terminal

import (
	"context"
	"image/color"
	"io"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Options say what kind of terminal it is. The zero value is an 80×24 terminal with a black
// background and the keyboard of old, which cannot tell some keys apart.
type Options struct {
	// Width and Height in cells; 0 means 80 and 24.
	Width, Height int
	// Kitty makes the terminal answer to the kitty keyboard protocol.
	Kitty bool
	// Background is the answer to a program that asks for the colour; nil means black.
	Background color.Color
}

// Terminal is an emulated terminal. A program writes to it and reads from [Terminal.Input];
// a driver presses keys and looks at frames. All methods are safe for concurrent use.
type Terminal struct {
	kitty bool
	input *queue
	pump  sync.WaitGroup

	mu      sync.Mutex
	em      *vt.Emulator
	osc     oscFilter
	state   state
	changed chan struct{}
}

// New returns a terminal with an empty screen. It must be closed.
func New(o Options) *Terminal {
	if o.Width <= 0 {
		o.Width = 80
	}
	if o.Height <= 0 {
		o.Height = 24
	}
	t := &Terminal{
		kitty:   o.Kitty,
		input:   newQueue(),
		em:      vt.NewEmulator(o.Width, o.Height),
		changed: make(chan struct{}),
	}
	t.em.SetDefaultBackgroundColor(o.Background)
	t.state.watch(t.em, o.Kitty)
	t.osc = oscFilter{text: t.print, command: t.command}
	t.pump.Go(t.passReplies)
	return t
}

// passReplies moves what the emulator answers (its size, colours, modes) to the program's input. The
// emulator's own pipe blocks while nobody reads, so this ends only with Close.
func (t *Terminal) passReplies() {
	buf := make([]byte, 4096)
	for {
		n, err := t.em.Read(buf)
		if n > 0 {
			t.input.put(buf[:n])
		}
		if err != nil {
			return
		}
	}
}

// Write takes what the program prints. It never fails.
func (t *Terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.state.raw = append(t.state.raw, p...)
	t.osc.write(p)
	t.touch()
	return len(p), nil
}

func (t *Terminal) print(p []byte) {
	// The emulator's Write fails only once it is closed, and this one never is: see Close.
	_, _ = t.em.Write(p)
}

// touch wakes everybody who waits for a change. The caller holds the lock.
func (t *Terminal) touch() {
	close(t.changed)
	t.changed = make(chan struct{})
}

// Changed returns a channel that is closed at the next change of anything in the terminal.
func (t *Terminal) Changed() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.changed
}

// recheck is how often Wait looks again when nothing was printed: a condition may look at things
// outside the terminal.
const recheck = 20 * time.Millisecond

// Wait returns nil when cond holds for the terminal's frame, or the context's cause when it ends
// before. cond is asked at each change of the terminal and from time to time in between.
func (t *Terminal) Wait(ctx context.Context, cond func(Frame) bool) error {
	again := time.NewTicker(recheck)
	defer again.Stop()
	for {
		changed := t.Changed()
		if cond(t.Frame()) {
			return nil
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-changed:
		case <-again.C:
		}
	}
}

// Input is what the program reads: keys, mouse and the terminal's answers. Each Read gives at most
// one key or answer, as from a person's hands. It ends with io.EOF after Close.
func (t *Terminal) Input() io.Reader { return t.input }

// Send puts raw bytes before the program, as one Read.
func (t *Terminal) Send(p []byte) { t.input.put(p) }

// Resize gives the screen another size. The program is not told: over a pty the kernel does it.
func (t *Terminal) Resize(width, height int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.em.Resize(width, height)
	t.touch()
}

// Close ends the program's input and waits for the terminal's own goroutine. Frames, modes and the
// output stay readable. It may be called more than once.
func (t *Terminal) Close() {
	// Closing the pipe rather than the emulator: its Close races with its Read.
	if c, ok := t.em.InputPipe().(io.Closer); ok {
		_ = c.Close()
	}
	t.pump.Wait()
	t.input.close()
}

// Output returns all bytes that were written to the terminal.
func (t *Terminal) Output() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]byte(nil), t.state.raw...)
}

// Clipboard returns the text last copied by OSC 52, and how many times something was copied.
func (t *Terminal) Clipboard() (text string, copies int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state.clipboard, t.state.copies
}

// Bells returns how many times the bell rang.
func (t *Terminal) Bells() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state.bells
}

// Frame returns a copy of the screen as it is now.
func (t *Terminal) Frame() Frame {
	t.mu.Lock()
	defer t.mu.Unlock()
	w, h := t.em.Width(), t.em.Height()
	f := Frame{
		Width: w, Height: h,
		Title: t.state.title,
		Modes: t.state.modes(),
		cells: make([]Cell, w*h),
	}
	at := t.em.CursorPosition()
	f.Cursor = Cursor{X: at.X, Y: at.Y, Visible: t.state.set[ansi.ModeTextCursorEnable], Shape: t.state.shape}
	for y := range h {
		for x := range w {
			if c := t.em.CellAt(x, y); c != nil {
				f.cells[y*w+x] = Cell{Cell: *c}
			}
		}
	}
	return f
}

// painted returns the number of the last view that reached the screen whole; see frameMark.
func (t *Terminal) painted() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state.painted
}
