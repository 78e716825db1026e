package terminal_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"hextui/ui/uitest/terminal"
)

func open(t *testing.T, o terminal.Options) *terminal.Terminal {
	t.Helper()
	term := terminal.New(o)
	t.Cleanup(term.Close)
	return term
}

// write prints to the terminal in pieces of some bytes, since a pty cuts anywhere.
func write(t *testing.T, term *terminal.Terminal, piece int, out string) {
	t.Helper()
	for out != "" {
		n := min(piece, len(out))
		if _, err := io.WriteString(term, out[:n]); err != nil {
			t.Fatal(err)
		}
		out = out[n:]
	}
}

func TestTitlesKeepTheirLetters(t *testing.T) {
	for _, end := range []string{"\x07", "\x1b\\"} {
		for piece := range 5 {
			term := open(t, terminal.Options{})
			write(t, term, piece+1, "before \x1b[1m\x1b]2;✓ run; done 世"+end+"after\x1b[m")
			f := term.Frame()
			if f.Title != "✓ run; done 世" || f.Row(0) != "before after" || !f.Cell(7, 0).Bold() {
				t.Errorf("in pieces of %d: title %q, row %q", piece+1, f.Title, f.Row(0))
			}
		}
	}
}

func TestClipboard(t *testing.T) {
	term := open(t, terminal.Options{})
	write(t, term, 99, "\x1b]52;c;4pyTIGRvbmU=\x07")
	if text, n := term.Clipboard(); text != "✓ done" || n != 1 {
		t.Errorf("the clipboard holds %q after %d copies", text, n)
	}
	write(t, term, 99, "\x1b]52;c;?\x07\x1b]52;c;not base64!\x07")
	if got := read(t, term); got != "\x1b]52;c;4pyTIGRvbmU=\x07" {
		t.Errorf("asked for the clipboard the terminal answers %q", got)
	}
}

func read(t *testing.T, term *terminal.Terminal) string {
	t.Helper()
	buf := make([]byte, 4096)
	n, err := term.Input().Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	return string(buf[:n])
}

func TestEachKeyIsAReadOfItsOwn(t *testing.T) {
	term := open(t, terminal.Options{})
	term.Letters("aé\nx")
	for _, want := range []string{"a", "é", "\r", "x"} {
		if got := read(t, term); got != want {
			t.Errorf("read %q, not %q", got, want)
		}
	}
	term.Close()
	if _, err := term.Input().Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("after the end the input says %v", err)
	}
}

func TestPasteAndFocusFollowTheModes(t *testing.T) {
	term := open(t, terminal.Options{})
	term.SetFocus(true)
	term.Paste("a\nb")
	if got := read(t, term); got != "a\rb" {
		t.Errorf("an unbracketed paste is %q", got)
	}
	write(t, term, 99, "\x1b[?2004h\x1b[?1004h")
	term.Paste("a\nb")
	if got := read(t, term); got != "\x1b[200~a\nb\x1b[201~" {
		t.Errorf("a bracketed paste is %q", got)
	}
	term.SetFocus(false)
	if got := read(t, term); got != "\x1b[O" {
		t.Errorf("losing the focus sends %q", got)
	}
}

func TestMouseFollowsTheModes(t *testing.T) {
	term := open(t, terminal.Options{})
	refused := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, terminal.ErrNoMouse) {
			t.Errorf("%s: %v", what, err)
		}
	}
	refused("a click without a mouse", term.Click(terminal.Left, 0, 0))
	write(t, term, 99, "\x1b[?1000h\x1b[?1006h")
	refused("a drag with clicks only", term.Drag(0, 0, 1, 1))
	if err := term.Click(terminal.Middle, 4, 9); err != nil {
		t.Error(err)
	}
	if got := read(t, term) + read(t, term); got != "\x1b[<1;5;10M\x1b[<1;5;10m" {
		t.Errorf("a click sends %q", got)
	}
	write(t, term, 99, "\x1b[?1002h")
	refused("hovering with drags only", term.Hover(0, 0))
	write(t, term, 99, "\x1b[?1003h")
	if err := term.Hover(0, 0); err != nil {
		t.Error(err)
	}
}

func TestKeyboardProtocol(t *testing.T) {
	term := open(t, terminal.Options{Kitty: true})
	write(t, term, 99, "\x1b[?1049h\x1b[>1u")
	if term.Protocol() != terminal.Kitty {
		t.Error("the program asked for the kitty keyboard and has not got it")
	}
	write(t, term, 99, "\x1b[?u")
	if got := read(t, term); got != "\x1b[?1u" {
		t.Errorf("asked for its keyboard the terminal answers %q", got)
	}
	write(t, term, 99, "\x1b[?1049l")
	if term.Protocol() != terminal.Legacy {
		t.Error("the main screen has the keyboard of the alternate one")
	}
	if left := term.Frame().Modes.Leftovers(); len(left) != 1 || !strings.Contains(left[0], "kitty") {
		t.Errorf("the leftovers are %v", left)
	}
	write(t, term, 99, "\x1b[?1049h\x1b[<1u\x1b[?1049l")
	if left := term.Frame().Modes.Leftovers(); left != nil {
		t.Errorf("the leftovers are %v", left)
	}
	if deaf := open(t, terminal.Options{}); deaf.Protocol() != terminal.Legacy {
		t.Error("a terminal of old speaks kitty")
	}
}

func TestFrames(t *testing.T) {
	term := open(t, terminal.Options{Width: 20, Height: 3})
	write(t, term, 99, "\x1b[2;1H世界 \x1b[1;38;2;255;0;0mred\x1b[m é x")
	f := term.Frame()
	write(t, term, 99, "\x1b[2J\x1b[Hgone")
	if got := f.String(); got != "\n世界 red é x\n" {
		t.Errorf("the frame changed with the screen: %q", got)
	}
	if x, y, ok := f.Find("é"); x != 9 || y != 1 || !ok {
		t.Errorf("é is found at %d,%d %v", x, y, ok)
	}
	if _, _, ok := f.Find("gone"); ok {
		t.Error("found what is not there")
	}
	if got := f.Crop(5, 1, 3, 9).String(); got != "red\n" {
		t.Errorf("the cropped text is %q", got)
	}
	if got := f.Crop(0, 1, 20, 1).Styled(); got != "世界 red é x\n    · 5–7 bold #ff0000" {
		t.Errorf("the styled text is %q", got)
	}
	if c := f.Cell(99, 99); c.Content != "" {
		t.Errorf("outside the screen stands %q", c.Content)
	}
}

func TestWait(t *testing.T) {
	term := open(t, terminal.Options{})
	ctx, cancel := context.WithCancelCause(t.Context())
	seen := make(chan error, 1)
	go func() {
		seen <- term.Wait(ctx, func(f terminal.Frame) bool { return f.Contains("now") })
	}()
	write(t, term, 99, "now")
	if err := <-seen; err != nil {
		t.Error(err)
	}
	why := errors.New("enough")
	cancel(why)
	if err := term.Wait(ctx, func(terminal.Frame) bool { return false }); !errors.Is(err, why) {
		t.Errorf("a cancelled wait says %v", err)
	}
}
