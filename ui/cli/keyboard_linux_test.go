package cli

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/term"
)

// typing is a terminal as the UI has it, and its other end, at which somebody types.
func typing(t *testing.T) (hand *os.File, at Terminal) {
	hand, tty, err := pty.Open()
	if err != nil {
		t.Skipf("there is no terminal to be had here: %v", err)
	}
	t.Cleanup(func() { hand.Close(); tty.Close() })
	if _, err := term.MakeRaw(int(tty.Fd())); err != nil {
		t.Fatal(err)
	}
	return hand, Terminal{In: tty, Out: tty}
}

// taken is what is read from a keyboard until it is left, without the marks of the pieces.
func taken(t *testing.T, k *keyboard) string {
	var got strings.Builder
	for p := make([]byte, 4096); ; {
		n, err := k.Read(p)
		for piece := range strings.SplitSeq(string(p[:n]), "$y") {
			piece, _, _ = strings.Cut(piece, "\x1b[?")
			got.WriteString(piece)
		}
		if err == io.EOF {
			return got.String()
		} else if err != nil {
			t.Error(err)
			return got.String()
		}
	}
}

// Who waits for a key when the terminal is given away lets it go, and takes nothing that is typed from then on; afterwards it reads
// again. So it is however often and at whatever moment: nothing is lost, and nothing waits for ever.
func TestTheTerminalIsGivenAwayWithWhatIsTyped(t *testing.T) {
	hand, at := typing(t)
	k := newKeyboard(at)
	if k.wait == nil {
		t.Fatal("the terminal cannot be waited for")
	}
	for i := range 200 {
		got := make(chan string)
		go func() { got <- taken(t, k) }()
		before := strings.Repeat("j", i%3) // one key held is no burst, which would be marked
		io.WriteString(hand, before)
		k.leave(false)
		read := <-got
		k.Fd() // as the library does
		io.WriteString(hand, "k")
		rest := make([]byte, max(len(before)-len(read), 0)+1)
		if _, err := io.ReadFull(at.In, rest); err != nil || read+string(rest) != before+"k" {
			t.Fatalf("of %q and a k after it the keyboard took %q, and %q was left: %v", before, read, rest, err)
		}
	}
	k.leave(false) // between two reads
	io.WriteString(hand, "x")
	if got := taken(t, k) + taken(t, k); got != "" {
		t.Errorf("it took %q after the terminal was given away", got)
	}
	k.Fd()
	if n, err := k.Read(make([]byte, 4096)); n == 0 || err != nil {
		t.Errorf("once it has the terminal again it reads %d bytes: %v", n, err)
	}
	k.leave(true)
	k.Fd()
	io.WriteString(hand, "x")
	if got := taken(t, k) + taken(t, k); got != "" {
		t.Errorf("it took %q after the terminal was given back for good", got)
	}
}

// A terminal that went away is told, and not waited for.
func TestATerminalThatIsGoneIsNotWaitedFor(t *testing.T) {
	hand, at := typing(t)
	k := newKeyboard(at)
	ended := make(chan error)
	go func() {
		_, err := k.Read(make([]byte, 4096))
		ended <- err
	}()
	hand.Close()
	if err := <-ended; err == nil {
		t.Error("reading from a terminal that is gone gave something")
	}
}
