package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// credentials is credentials.json, the place of tokens where there is no keyring. Without a path it is always empty.
type credentials struct{ path string }

// credentialsFile is its content: tokens by account.
type credentialsFile struct {
	Version int               `json:"version"`
	Tokens  map[string]string `json:"tokens"`
}

// get reads the token of an account, or [ErrNoEntry]. A file that others could read is closed to them first; note then
// says so.
func (c credentials) get(account string) (t Token, note string, err error) {
	f, note, err := c.read()
	if err != nil {
		return Token{}, note, err
	}
	secret, there := f.Tokens[account]
	if !there {
		return Token{}, note, ErrNoEntry
	}
	if t, err = NewToken(secret); err != nil {
		return Token{}, note, fmt.Errorf("its entry is no token: %w", err)
	}
	return t, note, nil
}

func (c credentials) set(account string, t Token) (note string, err error) {
	f, note, err := c.read()
	if err != nil {
		return note, err
	}
	f.Tokens[account] = t.Reveal()
	return note, c.write(f)
}

// delete removes the token of an account; [ErrNoEntry] when there is none.
func (c credentials) delete(account string) error {
	f, _, err := c.read()
	if err != nil {
		return err
	}
	if _, there := f.Tokens[account]; !there {
		return ErrNoEntry
	}
	delete(f.Tokens, account)
	return c.write(f)
}

// read reads the file; one that is not there is empty.
func (c credentials) read() (content credentialsFile, note string, err error) {
	content = credentialsFile{Version: 1, Tokens: map[string]string{}}
	if c.path == "" {
		return content, "", nil
	}
	f, err := os.Open(c.path)
	if errors.Is(err, fs.ErrNotExist) {
		return content, "", nil
	}
	if err != nil {
		return content, "", fmt.Errorf("%s cannot be read: %s", c.path, reason(err))
	}
	defer f.Close()
	if note, err = c.closeToOthers(f); err != nil {
		return content, note, err
	}
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return content, note, fmt.Errorf("%s cannot be read: %s", c.path, reason(err))
	}
	// The decoder's error is not passed on: it could quote the file.
	if len(text) > maxFile || json.Unmarshal(text, &content) != nil {
		return content, note, fmt.Errorf("%s is damaged: remove it and enter the token again", c.path)
	}
	if content.Version != 1 {
		return content, note, fmt.Errorf("%s was written by a newer version of this program", c.path)
	}
	if content.Tokens == nil {
		content.Tokens = map[string]string{}
	}
	return content, note, nil
}

// closeToOthers takes from an open file what others may do with it, or fails.
func (c credentials) closeToOthers(f *os.File) (note string, err error) {
	info, err := f.Stat()
	if err != nil {
		return "", fmt.Errorf("%s cannot be read: %s", c.path, reason(err))
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is not a file", c.path)
	}
	open := info.Mode().Perm() & 0o077
	if runtime.GOOS == "windows" || open == 0 {
		return "", nil
	}
	if err := f.Chmod(0o600); err != nil {
		return "", fmt.Errorf("%s can be used by others (%#o) and that cannot be changed (%s): it is not read; make it yours alone with "+
			"chmod 600", c.path, info.Mode().Perm(), reason(err))
	}
	return fmt.Sprintf("%s could be used by others (%#o) and is closed to them now; if others use this machine, make a new token", c.path,
		info.Mode().Perm()), nil
}

func (c credentials) write(f credentialsFile) error {
	if c.path == "" {
		return errors.New("there is no folder to keep it in: set HOME or HEXTUI_CONFIG_DIR")
	}
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", c.path, err)
	}
	if err := replace(c.path, append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("%s cannot be written: %s", c.path, reason(err))
	}
	return nil
}

// replace puts data in place of a file, or of what a link at its path leads to, in one step. The folder is made where
// it is missing, and closed to others.
func replace(path string, data []byte, mode fs.FileMode) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	temp, err := os.CreateTemp(dir, ".hextui-*.tmp") // its mode is 0600
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if err == nil && mode != 0o600 {
		err = temp.Chmod(mode)
	}
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return nil
}
