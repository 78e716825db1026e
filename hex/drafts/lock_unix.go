//go:build unix

package drafts

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// takeLock makes the lock file at path and holds it until closed or until the process ends, however it ends.
// Where the file system knows no locks, the file alone stands for it.
func takeLock(path string) (io.Closer, error) {
	for {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return nil, err
		}
		if err := flock(f); err != nil && !lockless(err) {
			return nil, errors.Join(err, f.Close())
		}
		// Someone who saw the file before it was locked may have taken it for a leftover and removed it.
		mine, err := f.Stat()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if there, err := os.Stat(path); err == nil && os.SameFile(mine, there) {
			return f, nil
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
	}
}

// held tells whether a running process holds the lock at path. A lock file that nobody holds is removed.
func held(path string, by Owner) (bool, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	switch err := flock(f); {
	case errors.Is(err, syscall.EWOULDBLOCK):
		return true, nil
	case lockless(err):
		return running(by), nil
	case err != nil:
		return false, err
	}
	return false, ignoreMissing(os.Remove(path))
}

func flock(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// lockless tells whether err says that the file system has no locks.
func lockless(err error) bool {
	return errors.Is(err, syscall.ENOLCK) || errors.Is(err, syscall.ENOTSUP) || errors.Is(err, syscall.ENOSYS)
}

// running tells whether a process of this machine has the owner's number.
func running(by Owner) bool {
	host, err := os.Hostname()
	if err != nil || host != by.Host || by.PID <= 0 {
		return false
	}
	err = syscall.Kill(by.PID, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
