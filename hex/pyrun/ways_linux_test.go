package pyrun

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
)

// wayVariable names the way that [runOnly] takes.
const wayVariable = "PYRUN_TEST_WAY"

// eachWay runs a test in both ways to make a sandbox, side by side; a way that is not there is skipped with its reason.
func eachWay(t *testing.T, f func(t *testing.T, s *Sandbox)) {
	for _, way := range systemWays {
		t.Run(string(way), func(t *testing.T) {
			s, err := sandboxes[way]()
			if err != nil {
				t.Skip(err)
			}
			f(t, s)
		})
	}
}

// anyWay is a sandbox of the first way that works, for what does not depend on it.
func anyWay(t *testing.T) *Sandbox {
	t.Helper()
	for _, way := range []Way{Namespaces, Bubblewrap} {
		if s, err := sandboxes[way](); err == nil {
			return s
		}
	}
	t.Skip("no sandbox can be made here; install python3 and bubblewrap")
	return nil
}

// sandboxes are looked for once.
var sandboxes = map[Way]func() (*Sandbox, error){
	Namespaces: sync.OnceValues(func() (*Sandbox, error) { return Find(context.Background(), Options{Ways: []Way{Namespaces}}) }),
	Bubblewrap: sync.OnceValues(findBubblewrap),
}

// findBubblewrap is Find, but that root's tests have their program where nobody can walk to it, and take the system's own
// interpreter where root's is in a home.
func findBubblewrap() (*Sandbox, error) {
	if os.Geteuid() != 0 {
		return Find(context.Background(), Options{Ways: []Way{Bubblewrap}})
	}
	bwrap, err := exec.LookPath("bwrap")
	if err != nil {
		return nil, err
	}
	self, err := readableSelf()
	if err != nil {
		return nil, err
	}
	py, err := findPython(context.Background(), "/usr/bin/python3")
	if err != nil {
		return nil, err
	}
	paths, err := py.paths()
	if err != nil {
		return nil, err
	}
	made, err := newBubblewrap(bwrap, self, py.Executable, newPlan(paths))
	if err != nil {
		return nil, err
	}
	s := &Sandbox{way: Bubblewrap, python: py, maker: made}
	return s, s.prove(context.Background())
}

// readableDir is where readableSelf is. TestMain takes it away.
func readableDir() string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("hextui-pyrun-%d", os.Getpid()))
}

// readableSelf is a copy of this program that everybody may start.
var readableSelf = sync.OnceValues(func() (string, error) {
	source, err := os.Open("/proc/self/exe")
	if err != nil {
		return "", err
	}
	defer func() { _ = source.Close() }()
	if err := os.Mkdir(readableDir(), 0o755); err != nil {
		return "", err
	}
	path := filepath.Join(readableDir(), "pyrun.test")
	target, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return "", err
	}
	if _, err := io.Copy(target, source); err != nil {
		return "", err
	}
	return path, target.Close()
})

// TestAsNobody runs the escapes as an unprivileged user, where the tests run as root: the sandbox is made otherwise then.
func TestAsNobody(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("these tests run as an unprivileged user already")
	}
	anyWay(t)
	self, err := readableSelf()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.v", "-test.run",
		"TestEscapes|TestNothingOutlives|TestLimits/./(fork_bomb|memory_of_many|many_files|files_without)")
	cmd.Env = []string{"PATH=/usr/bin:/bin:/usr/local/bin", "HOME=/nonexistent"}
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: outsideNobody, Gid: outsideNobody}}
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}
