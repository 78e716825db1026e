package audit

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/gofrs/flock"
)

// besideLog is the lock of the log at path: a file of its own, because the log is renamed when it is put aside, and because
// on Windows a locked file cannot be read by others.
func besideLog(path string) *flock.Flock {
	return flock.New(path+".lock", flock.SetPermissions(0o600))
}

// locker is what waits for a lock; it is a [flock.Flock].
type locker interface {
	Lock() error
	Path() string
}

// waitFor waits until this process alone has the lock. Where the file system knows no locks, there is none.
func waitFor(lock locker) error {
	for {
		err := lock.Lock()
		switch {
		case err == nil, errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.ENOTSUP), errors.Is(err, syscall.ENOSYS):
			return nil
		case !errors.Is(err, syscall.EINTR): // a signal ends the wait; the library does not go on by itself
			return fmt.Errorf("lock %s: %w", lock.Path(), err)
		}
	}
}
