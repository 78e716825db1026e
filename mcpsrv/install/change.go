package install

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Server is the entry of this program.
type Server struct {
	// Name is what the client calls the server; empty is "hex".
	Name string
	// Command is the path of this program, Args how it is started, with --mcp.
	Command string
	Args    []string
}

// nameShape is made at its first use, since its 64 repetitions make it large.
var nameShape = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`) })

var tokenShape = regexp.MustCompile(`hxt[a-z]_[0-9A-Za-z]`)

// Check says what is wrong with the entry. An argument that looks like a token is: the token belongs into the keyring.
func (s Server) Check() error {
	switch {
	case !nameShape().MatchString(s.Name):
		return fmt.Errorf("the name %q is not taken by every client: give up to 64 letters, digits, - and _", s.Name)
	case s.Command == "":
		return errors.New("the path of this program is not known")
	case slices.ContainsFunc(append([]string{s.Command}, s.Args...), tokenShape.MatchString):
		return errors.New("a token does not belong into a client's file, which other programs read: keep it in the keyring, or in the " +
			"environment of the client")
	}
	return nil
}

// Change is what would be written.
type Change struct {
	Client Client
	// Path is the file, Before its content (nil where there is none) and After what it would be.
	Path          string
	Before, After []byte
	// Replaces is set when there is an entry of this program already, which would be brought up to date.
	Replaces bool
	// Snippet is the entry alone, as a person would put it in.
	Snippet string
}

// Needed is false when the file says all this already.
func (c Change) Needed() bool { return !bytes.Equal(c.Before, c.After) }

// Taken is the error of an entry of the same name that is another program's.
type Taken struct {
	Client     Client
	Path, Name string
	// Command is the other program.
	Command string
}

// Error says whose the entry is and what to do.
func (t *Taken) Error() string {
	return fmt.Sprintf("%s has a server called %q already, which runs %q. It was left alone; give another name.", t.Path, t.Name, t.Command)
}

// Unread is the error of a file that is not understood. It was left alone.
type Unread struct {
	Path string
	// Snippet is what a person would put in.
	Snippet string
	Cause   error
}

// Error says what is wrong.
func (u *Unread) Error() string {
	return fmt.Sprintf("%s was left alone: %s. Put this in by hand:\n\n%s", u.Path, u.Cause, u.Snippet)
}

// Unwrap returns the cause.
func (u *Unread) Unwrap() error { return u.Cause }

// Prepare says what a client's file would be with the server in it. It writes nothing.
func Prepare(c Client, s Server, h Home) (Change, error) {
	if s.Name == "" {
		s.Name = "hex"
	}
	if err := s.Check(); err != nil {
		return Change{}, err
	}
	h, err := h.withDefaults()
	if err != nil {
		return Change{}, err
	}
	path, member := c.file(h)
	change := Change{Client: c, Path: path}
	change.Before, err = os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Change{}, fmt.Errorf("the file of %s cannot be read: %w", c, err)
	}
	edit := editJSON
	if c == Codex {
		edit = editTOML
	}
	empty, _, err := edit(nil, c, member, s)
	if err != nil {
		return Change{}, err
	}
	change.Snippet = string(empty)
	change.After, change.Replaces, err = edit(change.Before, c, member, s)
	var taken *Taken
	switch {
	case errors.As(err, &taken):
		taken.Client, taken.Path = c, path
		return Change{}, taken
	case err != nil:
		return Change{}, &Unread{Path: path, Snippet: change.Snippet, Cause: err}
	}
	return change, nil
}

// Write writes the change: whole or not at all, and only if the file is still as it was when the change was prepared.
func (c Change) Write() error {
	if !c.Needed() {
		return nil
	}
	path, err := filepath.EvalSymlinks(c.Path) // people keep such files in a repository and link to them
	if errors.Is(err, fs.ErrNotExist) {
		path, err = c.Path, nil
	}
	if err != nil {
		return fmt.Errorf("write the file of %s: %w", c.Client, err)
	}
	mode := fs.FileMode(0o600)
	now, err := os.ReadFile(path)
	switch info, statErr := os.Stat(path); {
	case err == nil && !bytes.Equal(now, c.Before), errors.Is(err, fs.ErrNotExist) && c.Before != nil:
		return fmt.Errorf("%s has changed meanwhile and was left alone: try again", c.Path)
	case err == nil && statErr == nil:
		mode = info.Mode().Perm()
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("write the file of %s: %w", c.Client, err)
	}
	return replace(path, c.After, mode)
}

// replace puts a file in place of another in one step.
func replace(path string, content []byte, mode fs.FileMode) (err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %s: %w", path, errors.Join(err, os.Remove(f.Name())))
		}
	}()
	_, err = f.Write(content)
	if err := errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// ours tells whether a command is this program, wherever it was before.
func ours(command string, s Server) bool {
	base := func(path string) string {
		path = path[strings.LastIndexAny(path, `/\`)+1:]
		return strings.TrimSuffix(strings.ToLower(path), ".exe")
	}
	return command == s.Command || base(command) == "hextui"
}
