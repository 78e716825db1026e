package screen

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

// Path is the whole of a path as people type it: ~/ is the home folder, and one that begins nowhere begins in the working folder.
func Path(path string) (whole string, err error) {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return path, err
		}
		path = filepath.Join(home, rest)
	}
	return filepath.Abs(path)
}

// WriteNew writes a file that there is not yet, only for its owner to read, and returns its whole path; ~/ is the home folder. A file
// that is there already stays as it is: the error is [fs.ErrExist] and a sentence.
func WriteNew(path string, write func(io.Writer) error) (whole string, err error) {
	if path, err = Path(path); err != nil {
		return path, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return path, taken(path)
	case err != nil:
		return path, err
	}
	return path, fill(f, path, write)
}

// WriteOver writes a file in place of one that is there, whole or not at all: what was there stays until the new one is complete. Who may
// read it stays, too, and a link goes on leading to it.
func WriteOver(path string, write func(io.Writer) error) (whole string, err error) {
	if path, err = Path(path); err != nil {
		return path, err
	}
	mode := fs.FileMode(0o600)
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() {
			return path, fmt.Errorf("%s is no file: choose another name", path)
		}
		mode = info.Mode().Perm()
	}
	place := path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		place = real
	}
	f, err := os.CreateTemp(filepath.Dir(place), "."+filepath.Base(place)+".*")
	if err != nil {
		return path, err
	}
	if err = errors.Join(f.Chmod(mode), fill(f, path, write)); err == nil {
		err = os.Rename(f.Name(), place)
	}
	if err != nil {
		return path, errors.Join(err, os.Remove(f.Name()))
	}
	return path, nil
}

// fill writes a file and closes it.
func fill(f *os.File, path string, write func(io.Writer) error) error {
	out := bufio.NewWriter(f)
	err := write(out)
	if err = errors.Join(err, out.Flush(), f.Close()); err != nil {
		return fmt.Errorf("%s could not be written whole: %w", path, err)
	}
	return nil
}

// taken is the error of a path where there is a file already.
type taken string

func (t taken) Error() string {
	return "there is a file " + string(t) + " already, and it was left as it is: choose another name"
}

func (t taken) Unwrap() error { return fs.ErrExist }

// FileName is a title as the name of a file, without an ending: letters and digits of at most 50 characters; otherwise is for a title
// without any.
func FileName(title, otherwise string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_'
	})
	name := []rune(strings.Join(words, "-"))
	if len(name) > 50 {
		name = name[:50]
	}
	if len(name) == 0 {
		return otherwise
	}
	return string(name)
}
