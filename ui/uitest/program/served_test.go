package program

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"hextui/hex"
	"hextui/ui/uitest"
)

// served is the embedded workspace in a process of its own.
type served struct {
	cmd        *exec.Cmd
	url, token string
	client     *hex.Client
}

var announced = regexp.MustCompile(`HEX_API_BASE_URL=(\S+) HEX_API_KEY=(\S+)`)

func serveWorkspace(t testing.TB, home *person, args ...string) served {
	t.Helper()
	s := served{cmd: home.plain(append([]string{"emulator", "--addr", "127.0.0.1:0"}, args...)...)}
	w, started := newWire(t, s.cmd)
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	started()
	t.Cleanup(func() { s.end(t, os.Kill) })
	for s.url == "" && w.scan.Scan() {
		if m := announced.FindStringSubmatch(w.scan.Text()); m != nil {
			s.url, s.token = m[1], m[2]
		}
	}
	var err error
	s.client, err = hex.New(hex.Options{BaseURL: s.url, Token: s.token, Limits: hex.NoLimits})
	if err != nil {
		t.Fatalf("what the emulator printed leads nowhere: %v", err)
	}
	t.Cleanup(s.client.Close)
	return s
}

// end ends the process, unless it has ended, and returns its exit code.
func (s served) end(t testing.TB, sig os.Signal) int {
	t.Helper()
	if s.cmd.ProcessState == nil {
		if err := s.cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		_ = s.cmd.Wait() // the state says the same
	}
	return s.cmd.ProcessState.ExitCode()
}

// weekly is the SQL cell weekly_orders.
func (s served) weekly(t testing.TB) hex.Cell {
	t.Helper()
	for projects, err := range s.client.ProjectPages(t.Context(), hex.ProjectQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(projects.Items, func(p hex.Project) bool { return p.Title == "Weekly revenue" })
		if at < 0 {
			continue
		}
		cells, err := s.client.ListCells(t.Context(), hex.CellQuery{ProjectID: projects.Items[at].ID})
		if err != nil {
			t.Fatal(err)
		}
		at = slices.IndexFunc(cells.Items, func(c hex.Cell) bool { return c.Label == "weekly_orders" })
		if at < 0 {
			break
		}
		return cells.Items[at]
	}
	t.Fatal("there is no cell weekly_orders")
	return hex.Cell{}
}

// A workspace in a file has every edit that was answered, whether it was ended or killed.
func TestWorkspaceFile(t *testing.T) {
	t.Parallel()
	home := newPerson(t)
	args := []string{"--workspace", filepath.Join(home.home, "acme.db"), "--token", "dev", "--quiet"}
	for i, end := range []os.Signal{syscall.SIGTERM, os.Kill, syscall.SIGTERM} {
		s := serveWorkspace(t, home, args...)
		if s.token != "dev" {
			t.Errorf("the token is %q, not the one that was given", s.token)
		}
		cell := s.weekly(t)
		source, _ := cell.Source()
		if got := strings.Count(source, "-- edit"); got != i {
			t.Fatalf("after %d edits the cell holds %d:\n%s", i, got, source)
		}
		if _, err := s.client.Save(t.Context(), hex.Snap(cell, time.Now()),
			hex.Edit{Source: source + fmt.Sprintf("\n-- edit %d", i)}); err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS == "windows" {
			end = os.Kill
		}
		want := map[os.Signal]int{syscall.SIGTERM: 0, os.Kill: -1}[end]
		if got := s.end(t, end); got != want && runtime.GOOS != "windows" {
			t.Errorf("%v ended it with %d, not %d", end, got, want)
		}
	}
}

// What the emulator prints is all that the UI and the MCP server need, as for a workspace elsewhere.
func TestWorkspaceElsewhere(t *testing.T) {
	t.Parallel()
	s := serveWorkspace(t, newPerson(t))
	surroundings := []string{"HEX_API_BASE_URL=" + s.url, "HEX_API_KEY=" + s.token}

	p := newPerson(t, surroundings...).spawn(nil, uitest.Kitty())
	openWeekly(p)
	p.WantNo("demo ")
	p.Press("q")
	wantExit(t, p, 0)
	if strings.Contains(p.Output(), s.token) {
		t.Error("the token was shown")
	}

	w := serveMCP(t, newPerson(t, surroundings...), "--mcp")
	w.initialize()
	var f found
	w.call("list_hex_projects", map[string]any{}, &f)
	if len(f.Projects) == 0 {
		t.Errorf("no projects: %+v", f)
	}
	w.leave()
}
