package cli

import (
	"errors"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// waiter waits for a terminal together with everything else that the runtime waits for, and without a thread of its own. The
// terminal itself stays as it is: were it set not to block, it would be so for the shell too.
type waiter struct {
	queue *os.File // of the events of the terminal
	conn  syscall.RawConn
}

// newWaiter is nil where the terminal cannot be waited for so.
func newWaiter(terminal *os.File) *waiter {
	queue, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil
	}
	event := unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(terminal.Fd())}
	if unix.EpollCtl(queue, unix.EPOLL_CTL_ADD, int(terminal.Fd()), &event) != nil || unix.SetNonblock(queue, true) != nil {
		unix.Close(queue)
		return nil
	}
	w := &waiter{queue: os.NewFile(uintptr(queue), "events of "+terminal.Name())}
	if w.conn, err = w.queue.SyscallConn(); err != nil || w.queue.SetReadDeadline(time.Time{}) != nil {
		w.queue.Close()
		return nil
	}
	return w
}

// ready returns when there is something to read, when reading would say why there is nothing, or when it is left.
func (w *waiter) ready(left func() bool) {
	for !left() {
		err := w.conn.Read(func(queue uintptr) bool {
			var events [1]unix.EpollEvent
			n, err := unix.EpollWait(int(queue), events[:], 0)
			return n > 0 || err != nil && err != unix.EINTR
		})
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			return
		}
		w.queue.SetReadDeadline(time.Time{}) // it is past since an interruption, of this wait or of one that had ended by then
	}
}

// interrupt has ready look whether it is left.
func (w *waiter) interrupt() { w.queue.SetReadDeadline(time.Now()) }
