package shell

import (
	"bufio"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// data is where the data goes: standard output, or a file that is there whole or not at all.
type data struct {
	*bufio.Writer
	// file is what is written to beside standard output, path what it takes the place of in the end; without one it is written as it is.
	file *os.File
	path string
}

// openData opens the way out of the data. What is there already and no plain file, such as a pipe or a device, is written to and stays
// what it is; of a link, what it leads to is replaced.
func openData(cmd *cobra.Command, path string) (*data, error) {
	if path == "" || path == "-" {
		return over(nil, "", cmd.OutOrStdout()), nil
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, unopened(err)
		}
		return over(f, "", f), nil
	}
	temp := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text())
	f, openErr := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if openErr != nil {
		return nil, unopened(openErr)
	}
	if err == nil { // who may read it is not for us to change
		if err := f.Chmod(info.Mode().Perm()); err != nil {
			return nil, unopened(errors.Join(err, f.Close(), os.Remove(temp)))
		}
	}
	return over(f, path, f), nil
}

// over is a way out that collects small writes.
func over(f *os.File, path string, w io.Writer) *data {
	return &data{Writer: bufio.NewWriterSize(w, 64<<10), file: f, path: path}
}

// unopened is an output that cannot be opened, which is a matter of the command line.
func unopened(err error) error { return usage("the output cannot be written: %w", err) }

// close ends the output. Whole puts the file in its place; without, nothing is left of it.
func (d *data) close(whole bool) error {
	err := d.Flush()
	if d.file == nil {
		return err
	}
	if err = errors.Join(err, d.file.Close()); d.path == "" {
		return err
	}
	if whole && err == nil {
		if err = os.Rename(d.file.Name(), d.path); err == nil {
			return nil
		}
	}
	return errors.Join(err, os.Remove(d.file.Name()))
}
