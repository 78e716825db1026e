package screen

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// A file is written over whole or not at all, and nothing else is left beside it.
func TestAFileIsWrittenOverWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	_, err := WriteOver(path, func(w io.Writer) error {
		_, err := io.WriteString(w, "half")
		return errors.Join(err, broken)
	})
	if b, _ := os.ReadFile(path); !errors.Is(err, broken) || string(b) != "old" {
		t.Errorf("the file is %q: %v", b, err)
	}
	whole, err := WriteOver(path, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err })
	if b, _ := os.ReadFile(path); err != nil || whole != path || string(b) != "new" {
		t.Errorf("the file is %q: %v", b, err)
	}
	if _, err := WriteOver(dir, func(io.Writer) error { return nil }); err == nil {
		t.Error("a folder was written over")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("%d files are left: %v", len(left), err)
	}
}

// What is written over stays as readable as it was, and a link to it stays a link.
func TestAFileIsWrittenOverThroughItsLink(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "a.txt"), filepath.Join(dir, "link")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.txt", link); err != nil {
		t.Skipf("the system makes no links: %v", err)
	}
	whole, err := WriteOver(link, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err })
	if err != nil || whole != link {
		t.Errorf("%s was written: %v", whole, err)
	}
	info, err := os.Lstat(path)
	if b, _ := os.ReadFile(path); err != nil || string(b) != "new" || info.Mode().Perm() != 0o640 && runtime.GOOS != "windows" {
		t.Errorf("the file is %q, %v: %v", b, info.Mode(), err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v: %v", info.Mode(), err)
	}
}
