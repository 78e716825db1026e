package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"hextui/ui/uitest"
	"hextui/ui/uitest/built"
)

// whole is the program as it is built.
var whole built.Program

func TestMain(m *testing.M) {
	code := m.Run()
	if err := whole.Remove(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

// program is the file of the whole program.
func program(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("there are no pseudo-terminals to test on")
	}
	path, err := whole.Path()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// agent is a client on the standard input and output of the program.
type agent struct {
	t   *testing.T
	in  io.WriteCloser
	out *bufio.Scanner
	ids int
}

// newAgent takes the streams of a command that is not started; the function returned is called once it is.
func newAgent(t *testing.T, cmd *exec.Cmd) (*agent, func()) {
	t.Helper()
	theirs, ours, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	back, said, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdin, cmd.Stdout = theirs, said
	a := &agent{t: t, in: ours, out: bufio.NewScanner(back)}
	a.out.Buffer(nil, 4<<20)
	t.Cleanup(func() { ours.Close(); back.Close() })
	return a, func() { theirs.Close(); said.Close() }
}

// send asks without waiting for the answer.
func (a *agent) send(method string, params any) {
	a.t.Helper()
	a.ids++
	line, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": a.ids, "method": method, "params": params})
	if err != nil {
		a.t.Fatal(err)
	}
	if _, err := fmt.Fprintf(a.in, "%s\n", line); err != nil {
		a.t.Fatal(err)
	}
}

// answer is the answer to what was sent last.
func (a *agent) answer() string {
	a.t.Helper()
	for a.out.Scan() {
		if strings.Contains(a.out.Text(), fmt.Sprintf(`"id":%d,`, a.ids)) {
			return a.out.Text()
		}
	}
	a.t.Fatalf("no answer: %v", a.out.Err())
	return ""
}

func (a *agent) greet() {
	a.send("initialize", map[string]any{"protocolVersion": "2025-06-18", "capabilities": map[string]any{},
		"clientInfo": map[string]any{"name": "tester", "version": "3"}})
	a.answer()
}

func (a *agent) call(tool string, arguments map[string]any) {
	a.send("tools/call", map[string]any{"name": tool, "arguments": arguments})
}

// private keeps a command to folders of its own.
func private(t *testing.T, cmd *exec.Cmd) *exec.Cmd {
	home := t.TempDir()
	cmd.Env = []string{"HOME=" + home, "HEXTUI_CONFIG_DIR=" + filepath.Join(home, "config"), "PATH=" + os.Getenv("PATH"),
		"TERM=xterm-256color"}
	return cmd
}

// The flags reach the server: what they leave out is neither listed nor callable, and the log is where they say.
func TestFlagsInTheProgram(t *testing.T) {
	path := program(t)
	log := filepath.Join(t.TempDir(), "calls.jsonl")
	cmd := private(t, exec.Command(path, "--demo", "--mcp", "--read-only", "--toolsets", "people", "--tools", "get_hex_project",
		"--exclude-tools", "list_hex_users", "--audit", log))
	a, started := newAgent(t, cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	started()
	a.greet()
	a.send("tools/list", map[string]any{})
	offered := a.answer()
	for tool, want := range map[string]bool{"get_hex_project": true, "list_hex_groups": true, "list_hex_users": false,
		"delete_hex_group": false, "run_hex_project": false} {
		if got := strings.Contains(offered, `"name":"`+tool+`"`); got != want {
			t.Errorf("%s is offered: %t", tool, got)
		}
	}
	a.call("delete_hex_group", map[string]any{"group_id": "0191aaaa-0000-7000-8000-000000000001"})
	if said := a.answer(); !strings.Contains(said, "error") {
		t.Errorf("what is not offered can be called: %s", said)
	}
	a.call("list_hex_groups", map[string]any{})
	a.answer()
	a.in.Close()
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	if out, err := exec.Command(path, "audit", "verify", log).CombinedOutput(); err != nil ||
		!strings.Contains(string(out), "is whole: 2 records") {
		t.Errorf("%v %s", err, out)
	}
}

// An agent's deletion waits for the person at the terminal, who sees what it is about and decides; what an agent wrote
// to a cell is taken back there.
func TestPersonAtTheTerminal(t *testing.T) {
	path := program(t)
	cmd := private(t, exec.Command(path, "--demo", "--mcp", "--tui"))
	a, started := newAgent(t, cmd)
	p := uitest.Spawn(t, cmd, uitest.Size(120, 40), uitest.Kitty())
	started()
	a.greet()
	p.WaitFor("Weekly revenue")
	group := a.groupID()
	for _, decision := range []struct{ key, says string }{{"n", "declined"}, {"y", `"isError":false`}} {
		a.call("delete_hex_group", map[string]any{"group_id": group})
		p.WaitUntil("the dialog is there as a whole", func(f uitest.Frame) bool {
			return !slices.ContainsFunc([]string{"An agent asks: ", group, "tester 3", "delete_hex_group", "n decline"},
				func(text string) bool {
					return !f.Contains(text)
				})
		})
		asked := time.Now()
		p.WaitUntil("keys are taken for an answer", func(uitest.Frame) bool { return time.Since(asked) > 500*time.Millisecond })
		p.Press(decision.key)
		p.WaitGone("An agent asks: ")
		if said := a.answer(); decision.key == "n" && !strings.Contains(said, "declined") || decision.key == "y" &&
			strings.Contains(said, `"isError":true`) {
			t.Errorf("after %s the answer is %s", decision.key, said)
		}
	}
	p.Press("8")
	p.WaitUntil("what became of both is told", func(f uitest.Frame) bool {
		return strings.Contains(f.Row(newest), "done") && strings.Contains(f.Row(newest+1), "declined")
	})
	cell, source := a.sqlCell()
	a.call("update_hex_cell", map[string]any{"cell_id": cell, "sql_source": source + "\n-- by an agent"})
	a.answer()
	p.WaitUntil("the write has ended", func(f uitest.Frame) bool {
		return strings.Contains(f.Row(newest), "update_hex_cell") && strings.Contains(f.Row(newest), "done")
	})
	p.Press("U")
	p.WaitFor("Take back what update_hex_cell wrote")
	p.Want("-- by an agent")
	p.Press("enter")
	p.WaitFor("taken back")
	if _, now := a.sqlCell(); now != source {
		t.Errorf("the cell is %q, not %q", now, source)
	}
	p.Signal(os.Interrupt)
	if code := p.WaitExit().ExitCode(); code != 130 {
		t.Errorf("the program ends with %d", code)
	}
	p.WantRestored()
}

// thing is what the tests read of answers.
type thing struct {
	ID       string  `json:"id"`
	Title    string  `json:"title"`
	Type     string  `json:"type"`
	Source   string  `json:"source"`
	Values   []thing `json:"values"`
	Groups   []thing `json:"groups"`
	Projects []thing `json:"projects"`
	Cells    []thing `json:"cells"`
	Cell     *thing  `json:"cell"`
}

// read is the structured content of the answer to a call.
func (a *agent) read(tool string, arguments map[string]any) thing {
	a.t.Helper()
	a.call(tool, arguments)
	var said struct {
		Result struct {
			StructuredContent thing `json:"structuredContent"`
		} `json:"result"`
	}
	text := a.answer()
	if err := json.Unmarshal([]byte(text), &said); err != nil {
		a.t.Fatalf("%v: %s", err, text)
	}
	return said.Result.StructuredContent
}

// newest is the row of the screen that shows the newest call.
const newest = 5

// groupID is a group of the sample.
func (a *agent) groupID() string {
	a.t.Helper()
	found := a.read("list_hex_groups", map[string]any{})
	all := append(found.Groups, found.Values...)
	if len(all) == 0 {
		a.t.Fatal("there are no groups")
	}
	return all[0].ID
}

// sqlCell is a cell of the sample with its source.
func (a *agent) sqlCell() (id, source string) {
	a.t.Helper()
	found := a.read("search_hex_projects", map[string]any{"search_pattern": "^weekly revenue$"})
	projects := append(found.Projects, found.Values...)
	if len(projects) == 0 {
		a.t.Fatal("there is no such project")
	}
	found = a.read("list_hex_cells", map[string]any{"project_id": projects[0].ID})
	for _, c := range append(found.Cells, found.Values...) {
		if c.Type == "SQL" {
			one := a.read("get_hex_cell", map[string]any{"cell_id": c.ID})
			if one.Cell != nil {
				one = *one.Cell
			}
			return c.ID, one.Source
		}
	}
	a.t.Fatal("there is no SQL cell")
	return "", ""
}

// A server on loopback says at start that it asks nobody for a token, and how to have it ask. One that asks, and one on
// standard input and output, says nothing of it; and standard output has nothing but the protocol.
func TestUnguardedServerSaysSo(t *testing.T) {
	path := program(t)
	over := func(token string, args ...string) *process {
		cmd := private(t, exec.Command(path, append([]string{"--demo"}, args...)...))
		cmd.Env = append(cmd.Env, TokenVariable+"="+token)
		return start(t, cmd)
	}
	open, guarded := over("", "--listen", "127.0.0.1:0"), over(clientToken, "--listen", "127.0.0.1:0")
	for p, want := range map[*process]bool{open: true, guarded: false} {
		p.says(`MCP is served at (\S+)`)
		said := p.written()
		if got := strings.Contains(said, "any program on this computer"); got != want || strings.Contains(said, TokenVariable) != want {
			t.Errorf("it should warn: %t; it says %q", want, said)
		}
		p.quit()
	}

	cmd := private(t, exec.Command(path, "--demo", "--mcp"))
	a, started := newAgent(t, cmd)
	p := start(t, cmd)
	started()
	a.greet()
	a.in.Close()
	if code, said := p.exit(), p.written(); code != 0 || strings.Contains(said, "token") {
		t.Errorf("on standard input and output it ends with %d and says %q", code, said)
	}
	for a.out.Scan() {
		t.Errorf("standard output has %q", a.out.Text())
	}
}

// A server whose launcher was killed ends, although its input stays open: here the test has the other end, as a launcher's own
// children may.
func TestServerEndsWithItsLauncher(t *testing.T) {
	launcher := private(t, exec.Command("sh", "-c", `exec 3<&0; "$0" --demo --mcp <&3 & wait`, program(t)))
	a, started := newAgent(t, launcher)
	if err := launcher.Start(); err != nil {
		t.Fatal(err)
	}
	started()
	a.greet()
	if err := launcher.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = launcher.Wait() // it was killed
	ended := make(chan struct{})
	go func() {
		for a.out.Scan() { // its output ends when it does
		}
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		t.Error("the server outlives its launcher")
		a.in.Close()
		<-ended
	}
}
