package uitest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"hextui/ui/uitest/terminal"
)

// Driver is a pair of hands and eyes at a terminal. A step that cannot be done in time, or that the
// terminal has no bytes for, ends the test and shows the screen.
type Driver struct {
	t        testing.TB
	term     *terminal.Terminal
	done     <-chan struct{}
	why      func() error // why the program ended; called when it has
	deadline time.Duration
	input    input
}

// input is how keys reach the program: with the certainty that they were handled, or over a pty.
type input interface {
	Press(ctx context.Context, keys ...string) error
	Type(ctx context.Context, text string) error
	SetSize(ctx context.Context, width, height int) error
	Sync(ctx context.Context) error
}

var errDeadline = errors.New("it took too long")

func (d *Driver) context() (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(context.Background(), d.deadline, errDeadline)
}

func (d *Driver) step(do func(context.Context) error) {
	d.t.Helper()
	ctx, cancel := d.context()
	defer cancel()
	if err := do(ctx); err != nil {
		d.fail("%v", err)
	}
}

// fail ends the test with a sentence and the screen.
func (d *Driver) fail(format string, args ...any) {
	d.t.Helper()
	d.t.Fatalf("%s\n%s", fmt.Sprintf(format, args...), boxed(d.Frame()))
}

// Press presses keys one after the other, in Bubble Tea's spelling: "j", "G", "ctrl+s", "down",
// "shift+tab", "f5". A key that the terminal cannot send (see [Kitty]) fails the test.
func (d *Driver) Press(keys ...string) {
	d.t.Helper()
	d.step(func(ctx context.Context) error { return d.input.Press(ctx, keys...) })
}

// Type types text. A line feed is the Enter key.
func (d *Driver) Type(text string) {
	d.t.Helper()
	d.step(func(ctx context.Context) error { return d.input.Type(ctx, text) })
}

// Paste pastes text, bracketed if the program asked for that.
func (d *Driver) Paste(text string) {
	d.t.Helper()
	d.term.Paste(text)
	d.step(d.input.Sync)
}

// Spill prints on the terminal what another program does that has no business there.
func (d *Driver) Spill(text string) {
	d.t.Helper()
	if _, err := d.term.Write([]byte(text)); err != nil {
		d.fail("nothing can be printed: %v", err)
	}
}

// Raw sends bytes as they are and does not wait for anything.
func (d *Driver) Raw(bytes string) { d.term.Send([]byte(bytes)) }

// Resize changes the terminal's size.
func (d *Driver) Resize(width, height int) {
	d.t.Helper()
	d.step(func(ctx context.Context) error { return d.input.SetSize(ctx, width, height) })
}

// Focus tells the program that its window got the focus, Blur that it lost it, if it asked to know.
func (d *Driver) Focus() { d.t.Helper(); d.focus(true) }

// Blur tells the program that its window lost the focus, if it asked to know.
func (d *Driver) Blur() { d.t.Helper(); d.focus(false) }

func (d *Driver) focus(on bool) {
	d.t.Helper()
	d.term.SetFocus(on)
	d.step(d.input.Sync)
}

// Click clicks the left button over the cell at column x of row y, counted from 0 at the top left.
// Mouse steps fail while the program has not switched the mouse on.
func (d *Driver) Click(x, y int) {
	d.t.Helper()
	d.mouse(d.term.Click(terminal.Left, x, y))
}

// RightClick clicks the right button over a cell.
func (d *Driver) RightClick(x, y int) {
	d.t.Helper()
	d.mouse(d.term.Click(terminal.Right, x, y))
}

// ClickOn clicks the left button over the first letter of a text on the screen.
func (d *Driver) ClickOn(text string) {
	d.t.Helper()
	x, y, ok := d.Frame().Find(text)
	if !ok {
		d.fail("there is no %q on the screen to click on", text)
	}
	d.Click(x, y)
}

// Drag moves the mouse from one cell to another with the left button held.
func (d *Driver) Drag(fromX, fromY, toX, toY int) {
	d.t.Helper()
	d.mouse(d.term.Drag(fromX, fromY, toX, toY))
}

// Hover moves the mouse to a cell.
func (d *Driver) Hover(x, y int) {
	d.t.Helper()
	d.mouse(d.term.Hover(x, y))
}

// Wheel turns the wheel over a cell: down by so many notches, or up if the number is negative.
func (d *Driver) Wheel(x, y, notches int) {
	d.t.Helper()
	d.mouse(d.term.Wheel(x, y, notches))
}

func (d *Driver) mouse(err error) {
	d.t.Helper()
	if err != nil {
		d.fail("%v", err)
	}
	d.step(d.input.Sync)
}

// Frame returns the screen as it is now.
func (d *Driver) Frame() Frame { return d.term.Frame() }

// Screen returns the screen's text, a line a row, without the blanks at the ends of rows.
func (d *Driver) Screen() string { return d.Frame().String() }

// Row returns the text of one row, counted from 0 at the top.
func (d *Driver) Row(y int) string { return d.Frame().Row(y) }

// Cell returns one cell of the screen.
func (d *Driver) Cell(x, y int) Cell { return d.Frame().Cell(x, y) }

// CellOf returns the cell under the first letter of a text on the screen.
func (d *Driver) CellOf(text string) Cell {
	d.t.Helper()
	f := d.Frame()
	x, y, ok := f.Find(text)
	if !ok {
		d.fail("there is no %q on the screen", text)
	}
	return f.Cell(x, y)
}

// Contains says whether text stands on the screen, within one row.
func (d *Driver) Contains(text string) bool { return d.Frame().Contains(text) }

// Want reports an error for each of the texts that is not on the screen now.
func (d *Driver) Want(texts ...string) {
	d.t.Helper()
	d.check("is not on the screen", texts, func(f Frame, text string) bool { return f.Contains(text) })
}

// WantNo reports an error for each of the texts that is on the screen now.
func (d *Driver) WantNo(texts ...string) {
	d.t.Helper()
	d.check("is on the screen", texts, func(f Frame, text string) bool { return !f.Contains(text) })
}

func (d *Driver) check(complaint string, texts []string, good func(Frame, string) bool) {
	d.t.Helper()
	f := d.Frame()
	var bad []string
	for _, text := range texts {
		if !good(f, text) {
			bad = append(bad, fmt.Sprintf("%q %s", text, complaint))
		}
	}
	if bad != nil {
		d.t.Errorf("%s\n%s", strings.Join(bad, "\n"), boxed(f))
	}
}

// Cursor returns where the cursor stands and whether it can be seen.
func (d *Driver) Cursor() terminal.Cursor { return d.Frame().Cursor }

// Title returns the window's title.
func (d *Driver) Title() string { return d.Frame().Title }

// Clipboard returns the text that the program copied last by OSC 52.
func (d *Driver) Clipboard() string {
	text, _ := d.term.Clipboard()
	return text
}

// Bells returns how often the program rang the bell.
func (d *Driver) Bells() int { return d.term.Bells() }

// Output returns every byte that the program has printed.
func (d *Driver) Output() string { return string(d.term.Output()) }

// WaitFor waits until text stands on the screen, within one row.
func (d *Driver) WaitFor(text string) {
	d.t.Helper()
	d.WaitUntil(fmt.Sprintf("%q is on the screen", text), func(f Frame) bool { return f.Contains(text) })
}

// WaitGone waits until text stands nowhere on the screen.
func (d *Driver) WaitGone(text string) {
	d.t.Helper()
	d.WaitUntil(fmt.Sprintf("%q is gone from the screen", text), func(f Frame) bool { return !f.Contains(text) })
}

// WaitUntil waits until the screen satisfies a condition; what says it in words for the failure. The
// condition is asked whenever something was printed, and now and then in between.
func (d *Driver) WaitUntil(what string, cond func(Frame) bool) {
	d.t.Helper()
	ctx, cancel := d.context()
	defer cancel()
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	over := make(chan struct{})
	go func() {
		defer close(over)
		select {
		case <-d.done:
			stop(errors.New("the program ended"))
		case <-ctx.Done():
		}
	}()
	err := d.term.Wait(ctx, cond)
	stop(nil)
	<-over
	switch {
	case err == nil:
	case d.hasEnded():
		if cond(d.Frame()) {
			return
		}
		d.fail("waiting until %s: the program has ended (%v)", what, d.why())
	default:
		d.fail("waited %v until %s: %v", d.deadline, what, err)
	}
}

func (d *Driver) hasEnded() bool {
	select {
	case <-d.done:
		return true
	default:
		return false
	}
}

// boxed draws a frame around a screen, for failure messages.
func boxed(f Frame) string {
	var b strings.Builder
	line := strings.Repeat("─", f.Width)
	fmt.Fprintf(&b, "┌%s┐ %d×%d\n", line, f.Width, f.Height)
	for y, row := range f.Rows() {
		mark := ""
		if f.Cursor.Visible && y == f.Cursor.Y {
			mark = fmt.Sprintf(" ← cursor in column %d", f.Cursor.X)
		}
		fmt.Fprintf(&b, "│%s│%s\n", pad(row, f.Width), mark)
	}
	fmt.Fprintf(&b, "└%s┘", line)
	if f.Title != "" {
		fmt.Fprintf(&b, " title: %s", f.Title)
	}
	return b.String()
}
