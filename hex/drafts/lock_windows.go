package drafts

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// errSharing is Windows' ERROR_SHARING_VIOLATION: another process has the file open.
const errSharing = syscall.Errno(32)

// takeLock makes the lock file at path and holds it until closed or until the process ends, however it ends: it is
// open with no sharing.
func takeLock(path string) (io.Closer, error) { return openAlone(path, syscall.OPEN_ALWAYS) }

// held tells whether a running process holds the lock at path. A lock file that nobody holds is removed.
func held(path string, _ Owner) (bool, error) {
	f, err := openAlone(path, syscall.OPEN_EXISTING)
	switch {
	case errors.Is(err, errSharing):
		return true, nil
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	}
	if err := f.Close(); err != nil {
		return false, err
	}
	return false, ignoreMissing(os.Remove(path))
}

func openAlone(path string, how uint32) (*os.File, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, how,
		syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(h), path), nil
}
