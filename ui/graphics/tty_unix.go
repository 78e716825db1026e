//go:build unix

package graphics

import (
	"context"

	"golang.org/x/sys/unix"
)

// sizeOf is the size of a terminal.
func sizeOf(fd uintptr) space {
	s := usual
	w, err := unix.IoctlGetWinsize(int(fd), unix.TIOCGWINSZ)
	if err != nil || w.Col == 0 || w.Row == 0 {
		return s
	}
	s.columns, s.rows = int(w.Col), int(w.Row)
	if wide, high := int(w.Xpixel)/s.columns, int(w.Ypixel)/s.rows; wide > 0 && high > 0 {
		s.wide, s.high = wide, high
	}
	return s
}

// lookEvery is how often it is seen whether the program ends, in milliseconds.
const lookEvery = 200

// keyCame waits until there is a key, or false until the context ends.
func keyCame(ctx context.Context, fd uintptr) bool {
	for ctx.Err() == nil {
		fds := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
		if n, err := unix.Poll(fds, lookEvery); err != nil && err != unix.EINTR || err == nil && n > 0 {
			return true
		}
	}
	return false
}
