//go:build unix

package cli

import (
	"io"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	tea "charm.land/bubbletea/v2"
)

// keyboard is a terminal that is read key by key: an arrow that the network split is one key, and a burst a paste. It is a file
// for the library, which sets the terminal's modes by it, but one that has no name: a named one the library would wait for
// itself, in a way that keeps the runtime's monitor awake for 10 ms after each key, which is a sixth of what a key costs.
type keyboard struct {
	in     *os.File
	wait   *waiter
	state  atomic.Int32 // reading, left or over
	leaves atomic.Int32 // how often it was left
	typed  typed
	pieces pieces
}

// Whether the library reads the keyboard: it does, it is about to give the terminal away and to read again after that, or it is about to
// end.
const (
	reading = iota
	left
	over
)

// input is what the program reads, the times at which it came, and what has to be called before the library gives the terminal
// away, or ends. Escape is how long one waits for the rest of a key.
func (t Terminal) input() (in tea.ProgramOption, came *pieces, leave func(forGood bool)) {
	k := newKeyboard(t)
	if k.wait == nil {
		return tea.WithInput(named{k, t.In.Name()}), &k.pieces, func(bool) {}
	}
	return tea.WithInput(k), &k.pieces, k.leave
}

func newKeyboard(t Terminal) *keyboard {
	wait := t.Escape
	if wait == 0 {
		wait = usualEscape
	}
	return &keyboard{in: t.In, wait: newWaiter(t.In), typed: typed{patience: wait}}
}

// named is a keyboard that the library waits for itself.
type named struct {
	*keyboard
	name string
}

// Name is that of the terminal.
func (n named) Name() string { return n.name }

// Fd is the terminal's. The library asks for it when it gives the terminal away, to put its modes back, and again when it takes it: from
// then on it may read again.
func (k *keyboard) Fd() uintptr {
	k.state.CompareAndSwap(left, reading)
	return k.in.Fd()
}

// Write writes to the terminal.
func (k *keyboard) Write(p []byte) (int, error) { return k.in.Write(p) }

// Close does nothing: the terminal is not the keyboard's.
func (k *keyboard) Close() error { return nil }

// leave ends the reading that is under way, and those until the library gives the terminal away, before anything is taken from it: what is
// typed from here on is another program's.
func (k *keyboard) leave(forGood bool) {
	if forGood {
		k.state.Store(over)
	} else {
		k.state.CompareAndSwap(reading, left)
	}
	k.leaves.Add(1)
	k.wait.interrupt()
}

// room is the part of a buffer that is read into: the marks of pastes have to fit beside, and a piece can hold many, as has that of the
// piece.
const room = 8

// Read gives what came: keys that are whole, as far as their rest comes in time.
func (k *keyboard) Read(p []byte) (int, error) {
	if k.wait != nil {
		before := k.leaves.Load()
		gone := func() bool { return k.leaves.Load() != before || k.state.Load() != reading }
		if k.wait.ready(gone); gone() {
			return 0, io.EOF
		}
	}
	most := max(len(p)/room, 1)
	n, err := k.in.Read(p[:most])
	if n <= 0 {
		return n, err
	}
	mark := ""
	if k.typed.between() {
		mark = k.pieces.begin(time.Now())
	}
	piece := append([]byte(nil), p[:n]...)
	for err == nil && len(piece) < most {
		wait := k.typed.unfinished(piece)
		if wait == 0 {
			break
		}
		n = 0
		if k.soon(wait) {
			n, err = k.in.Read(p[:most-len(piece)])
		}
		if piece = k.typed.join(piece, p[:max(n, 0)]); n <= 0 {
			break
		}
	}
	if err == io.EOF {
		err = nil // it is met again
	}
	return copy(p, append([]byte(mark), k.typed.take(piece, time.Now())...)), err
}

// soon waits until there is something to read.
func (k *keyboard) soon(wait time.Duration) bool {
	over := time.Now().Add(wait)
	for {
		left := time.Until(over)
		if left <= 0 {
			return false
		}
		fds := []unix.PollFd{{Fd: int32(k.in.Fd()), Events: unix.POLLIN}}
		n, err := unix.Poll(fds, int(left.Milliseconds())+1)
		if err == unix.EINTR {
			continue
		}
		return err == nil && n > 0 && fds[0].Revents&unix.POLLIN != 0
	}
}
