package drafts

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// Failure is the error of the disk: what could not be done, to which file, and why.
type Failure struct {
	// Doing is what was tried, as in "keeping the draft".
	Doing string
	Path  string
	Err   error
}

// Error is a sentence that ends in what to do now.
func (f *Failure) Error() string {
	cause := f.Err
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(cause, &p):
		cause = p.Err
	case errors.As(cause, &l):
		cause = l.Err
	}
	why, then := cause.Error(), "see that "+f.Path+" can be written"
	switch {
	case errors.Is(f.Err, syscall.ENOSPC), errors.Is(f.Err, syscall.EDQUOT):
		why, then = "the disk is full", "free some space on the disk of "+f.Path
	case errors.Is(f.Err, errTooLarge):
		then = "make it smaller than 64 MB, or copy it elsewhere"
	case errors.Is(f.Err, syscall.EROFS):
		why = "the disk is read-only"
	case errors.Is(f.Err, fs.ErrPermission):
		why = "permission was denied"
	}
	return fmt.Sprintf("%s failed: %s; %s", f.Doing, why, then)
}

// Unwrap returns the system's error.
func (f *Failure) Unwrap() error { return f.Err }

// privateDir makes a folder that only its owner can enter, and takes from an existing one what others may do.
func privateDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return os.Chmod(dir, 0o700)
	}
	return nil
}

// tempEnding is what a file's name ends in while it is being written.
const tempEnding = ".tmp"

// replace puts data in place of the file at path, or makes it: whoever looks, and whatever happens, sees the whole old
// file or the whole new one. The new one is on the disk when replace returns.
func replace(path string, data []byte) error {
	temp := path + tempEnding
	if err := writeSynced(temp, data); err != nil {
		return errors.Join(err, ignoreMissing(os.Remove(temp)))
	}
	if err := os.Rename(temp, path); err != nil {
		return errors.Join(err, ignoreMissing(os.Remove(temp)))
	}
	return syncDir(filepath.Dir(path))
}

func writeSynced(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// move renames a file and makes the move last.
func move(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	if err := syncDir(filepath.Dir(to)); err != nil {
		return err
	}
	return syncDir(filepath.Dir(from))
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// syncDir makes renames and removals in a folder last. Windows has no such call and some file systems refuse it.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil
	}
	return errors.Join(err, d.Close())
}
