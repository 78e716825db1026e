//go:build unix

package audit

import (
	"errors"
	"os"
	"syscall"
)

// lockFile waits until this process alone has the file; closing it gives the lock back. Where the file system knows no
// locks, there is none.
func lockFile(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.ENOTSUP), errors.Is(err, syscall.ENOSYS):
			return nil
		}
		return err
	}
}
