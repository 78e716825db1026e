// Package built is the program as people build it, for tests of the whole: the file, and the table of keys that is in it.
// Package main has no tests of its own; what it joins is seen from outside.
package built

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"hextui/ui/action"
	"hextui/ui/uitest"
)

// Program builds hextui once for all tests of a package, and gives what is in it. Its zero value builds on first use.
type Program struct {
	once sync.Once
	dir  string
	err  error

	asked    sync.Once
	table    []action.Binding
	tableErr error
}

// Path is the program's file, built with the race detector where the tests are.
func (p *Program) Path() (string, error) {
	p.once.Do(func() {
		if p.dir, p.err = os.MkdirTemp("", "hextui-built-"); p.err != nil {
			return
		}
		args := []string{"build", "-o", p.file()}
		if uitest.Race {
			args = append(args, "-race")
		}
		if out, err := exec.Command("go", append(args, "hextui")...).CombinedOutput(); err != nil {
			p.err = fmt.Errorf("the program cannot be built: %w\n%s", err, out)
		}
	})
	return p.file(), p.err
}

func (p *Program) file() string { return filepath.Join(p.dir, "hextui.exe") }

// Remove deletes the file; call it when the last test has ended.
func (p *Program) Remove() error { return os.RemoveAll(p.dir) }

// Table is the program's table of keys. The program is asked once; callers share the answer.
func (p *Program) Table() ([]action.Binding, error) {
	p.asked.Do(func() { p.table, p.tableErr = p.ask() })
	return p.table, p.tableErr
}

func (p *Program) ask() ([]action.Binding, error) {
	path, err := p.Path()
	if err != nil {
		return nil, err
	}
	out, err := exec.Command(path, "keys", "--json").Output()
	if err != nil {
		return nil, fmt.Errorf("%s keys --json: %w", path, err)
	}
	var table []action.Binding
	if err := json.NewDecoder(bytes.NewReader(out)).Decode(&table); err != nil || len(table) == 0 {
		return nil, fmt.Errorf("%s keys --json gives %d keys: %w", path, len(table), err)
	}
	return table, nil
}

// Keys is the same, ready to be asked.
func (p *Program) Keys(t testing.TB) action.KeyMap {
	t.Helper()
	table, err := p.Table()
	if err != nil {
		t.Fatal(err)
	}
	m, err := action.NewKeyMap(table)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
