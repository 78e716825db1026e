//go:build unix

package cli

import (
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"

	tea "charm.land/bubbletea/v2"
)

// keyboard is a terminal that is read key by key: an arrow that the network split is one key, and a burst a paste. It is a file
// for the library, which sets the terminal's modes by it.
type keyboard struct {
	*os.File
	typed  typed
	pieces pieces
}

// input is what the program reads, and the times at which it came. Escape is how long one waits for the rest of a key.
func (t Terminal) input() (in tea.ProgramOption, came *pieces) {
	wait := t.Escape
	if wait == 0 {
		wait = usualEscape
	}
	k := &keyboard{File: t.In, typed: typed{patience: wait}}
	return tea.WithInput(k), &k.pieces
}

// room is the part of a buffer that is read into: the marks of pastes have to fit beside, and a piece can hold many, as has that of the
// piece.
const room = 8

// Read gives what came: keys that are whole, as far as their rest comes in time.
func (k *keyboard) Read(p []byte) (int, error) {
	most := max(len(p)/room, 1)
	n, err := k.File.Read(p[:most])
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
		if k.ready(wait) {
			n, err = k.File.Read(p[:most-len(piece)])
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

// ready waits until there is something to read.
func (k *keyboard) ready(wait time.Duration) bool {
	over := time.Now().Add(wait)
	for {
		left := time.Until(over)
		if left <= 0 {
			return false
		}
		fds := []unix.PollFd{{Fd: int32(k.Fd()), Events: unix.POLLIN}}
		n, err := unix.Poll(fds, int(left.Milliseconds())+1)
		if err == unix.EINTR {
			continue
		}
		return err == nil && n > 0 && fds[0].Revents&unix.POLLIN != 0
	}
}
