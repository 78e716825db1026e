package program

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/mcp"

	fake "hextui/hex/emulator/hosted"
	"hextui/ui/uitest"
)

// wire is an MCP client's end of a program's standard input and output.
type wire struct {
	t      testing.TB
	cmd    *exec.Cmd
	logged *bytes.Buffer  // standard error, where that is no terminal; not to be read before the end
	meta   map[string]any // goes with every request, for the era without a handshake
	in     *os.File
	out    *os.File
	scan   *bufio.Scanner
	last   int
}

// newWire puts pipes in the place of a command's standard input and output. Started is to be called once the command
// runs: the program's ends are then its own alone, so that its end is seen.
func newWire(t testing.TB, cmd *exec.Cmd) (w *wire, started func()) {
	t.Helper()
	stdin, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, stdout, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdin, cmd.Stdout = stdin, stdout
	t.Cleanup(func() {
		in.Close()
		out.Close()
	})
	w = &wire{t: t, cmd: cmd, in: in, out: out, scan: bufio.NewScanner(out)}
	w.scan.Buffer(nil, 16<<20)
	return w, func() {
		stdin.Close()
		stdout.Close()
	}
}

// serveMCP starts the program without a terminal, speaking MCP.
func serveMCP(t testing.TB, home *person, args ...string) *wire {
	t.Helper()
	cmd := home.plain(args...)
	w, started := newWire(t, cmd)
	w.logged = &bytes.Buffer{}
	cmd.Stderr = w.logged
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	started()
	t.Cleanup(func() {
		if cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	})
	return w
}

// leave closes the input, as a client that goes away, and waits for the end.
func (w *wire) leave() {
	w.t.Helper()
	if err := w.in.Close(); err != nil {
		w.t.Error(err)
	}
	w.wantEnd()
}

// wantEnd waits for the end of the program, which must be a good one: exit code 0, nothing but protocol before it, and
// nothing but a log beside it, without the token.
func (w *wire) wantEnd() {
	w.t.Helper()
	for ok := true; ok; {
		_, ok = w.line()
	}
	if err := w.cmd.Wait(); err != nil {
		w.t.Errorf("the end is no error, yet: %v", err)
	}
	text := w.logged.String()
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "time=") {
			w.t.Errorf("standard error holds what is no log: %q", line)
		}
	}
	if strings.Contains(text, "hxtp_") {
		w.t.Errorf("the token is in the log:\n%s", text)
	}
}

// line reads one line of output, which must be protocol; ok is false at the end.
func (w *wire) line() (m struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      *int            `json:"id"`
	Result  json.RawMessage `json:"result"`
	Error   json.RawMessage `json:"error"`
}, ok bool) {
	w.t.Helper()
	if err := w.out.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil && !errors.Is(err, os.ErrNoDeadline) {
		w.t.Fatal(err)
	}
	if !w.scan.Scan() {
		if w.scan.Err() != nil {
			w.t.Fatal(w.scan.Err())
		}
		return m, false
	}
	if err := json.Unmarshal(w.scan.Bytes(), &m); err != nil || m.JSONRPC != "2.0" {
		w.t.Fatalf("standard output holds what is not protocol: %q", w.scan.Text())
	}
	return m, true
}

// ask sends a request and waits for its result.
func (w *wire) ask(method string, params map[string]any) json.RawMessage {
	w.t.Helper()
	w.last++
	if w.meta != nil {
		params["_meta"] = w.meta
	}
	request, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": w.last, "method": method, "params": params})
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.in.Write(append(request, '\n')); err != nil {
		w.t.Fatal(err)
	}
	for {
		m, ok := w.line()
		switch {
		case !ok:
			w.t.Fatalf("the output ended before %s was answered", method)
		case m.ID == nil || *m.ID != w.last:
		case m.Error != nil:
			w.t.Fatalf("%s: %s", method, m.Error)
		default:
			return m.Result
		}
	}
}

// initialize is the handshake of the older protocol versions.
func (w *wire) initialize() json.RawMessage {
	w.t.Helper()
	return w.ask("initialize", map[string]any{
		"protocolVersion": "2025-11-25", "capabilities": map[string]any{}, "clientInfo": map[string]any{"name": "tester", "version": "3"},
	})
}

// call calls a tool, confirming what has to be confirmed, and decodes its structured answer into out.
func (w *wire) call(tool string, arguments map[string]any, out any) {
	w.t.Helper()
	result := w.ask("tools/call", map[string]any{"name": tool, "arguments": arguments})
	var answer struct {
		IsError    bool            `json:"isError"`
		Structured json.RawMessage `json:"structuredContent"`
	}
	if err := json.Unmarshal(result, &answer); err != nil {
		w.t.Fatalf("%s %v: %v: %s", tool, arguments, err, result)
	}
	var refusal struct {
		Error struct {
			Token string `json:"confirm_token"`
		}
	}
	err := json.Unmarshal(answer.Structured, &refusal)
	if token := refusal.Error.Token; err == nil && token != "" && arguments["confirm_token"] == nil {
		arguments = maps.Clone(arguments)
		arguments["confirm_token"] = token
		w.call(tool, arguments, out)
		return
	}
	if err == nil {
		err = json.Unmarshal(answer.Structured, out)
	}
	if err != nil || answer.IsError {
		w.t.Fatalf("%s %v: %v: %s", tool, arguments, err, result)
	}
}

// found is what the tests read of the tools' answers.
type found struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	RunID    string `json:"run_id"`
	Status   string `json:"status"`
	Changed  bool   `json:"changed"`
	Diff     string `json:"diff"`
	Hash     string `json:"hash"`
	Source   string `json:"source"`
	Label    string `json:"label"`
	Projects []found
	Values   []found
	Cells    []found
	Runs     []found
	Project  *found
	Cell     *found
	Run      *found
	Canceled bool `json:"cancelled"`
}

// Without a token the server starts: a question brings the private link, and the same call goes on once the person has consented.
// Neither the link nor what the sign-in is made of is logged.
func TestMCPWithoutAToken(t *testing.T) {
	t.Parallel()
	s := serveWorkspace(t, newPerson(t), "--pace", "0")
	home := newPerson(t, "HEX_API_BASE_URL="+s.url, "DBUS_SESSION_BUS_ADDRESS=unix:path=none") // no person's keyring
	w := serveMCP(t, home, "--mcp")
	if greeting := string(w.initialize()); !strings.Contains(greeting, "without an API token") {
		t.Errorf("the instructions do not say what works: %s", greeting)
	}
	var failed struct {
		Error struct{ Kind, Hint, Link string }
	}
	fail := func(tool string, arguments map[string]any) {
		t.Helper()
		result := w.ask("tools/call", map[string]any{"name": tool, "arguments": arguments})
		if err := json.Unmarshal(result, &struct{ StructuredContent any }{&failed}); err != nil || failed.Error.Kind == "" {
			t.Fatalf("%v: %s", err, result)
		}
	}
	fail("list_hex_projects", map[string]any{})
	if failed.Error.Kind != "unauthorized" || !strings.Contains(failed.Error.Hint, "HEX_API_KEY") {
		t.Errorf("got %+v", failed)
	}
	question := map[string]any{"prompt": "How many orders did we have last month?"}
	fail("ask_hex", question)
	if err := fake.Visit(t.Context(), failed.Error.Link, "allow"); err != nil {
		t.Fatal(err)
	}
	var answer struct{ Outcome, Value string }
	if w.call("ask_hex", question, &answer); answer.Outcome != "found" || answer.Value == "" {
		t.Errorf("got %+v", answer)
	}
	if err := errors.Join(w.in.Close(), w.cmd.Wait()); err != nil {
		t.Error(err)
	}
	log := w.logged.String()
	if kept := regexp.MustCompile(`authorize\?|code=|\b[ar]t-[A-Z2-7]{20}`).FindString(log); kept != "" {
		t.Errorf("%q is in the log:\n%s", kept, log)
	}
	if !strings.Contains(log, "there is no token for 127.0.0.1") || !strings.Contains(log, "hextui login") {
		t.Errorf("the person who starts it is told\n%s", log)
	}
}

// The first nine tools answer on the embedded workspace, in both eras of the protocol, and nothing but protocol is printed.
func TestMCP(t *testing.T) {
	eras := map[string]func(*wire) json.RawMessage{
		"with a handshake": (*wire).initialize,
		"without one": func(w *wire) json.RawMessage {
			w.meta = map[string]any{
				mcp.MetaKeyProtocolVersion: "2026-07-28", mcp.MetaKeyClientInfo: map[string]any{"name": "tester", "version": "3"},
				mcp.MetaKeyClientCapabilities: map[string]any{},
			}
			return w.ask("server/discover", map[string]any{})
		},
	}
	for name, begin := range eras {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := serveMCP(t, newPerson(t), "--demo", "--mcp")
			if greeting := string(begin(w)); !strings.Contains(greeting, `"tools":{`) {
				t.Fatalf("no tools are offered: %s", greeting)
			}
			offered := string(w.ask("tools/list", map[string]any{}))
			for _, tool := range theNine {
				if !strings.Contains(offered, `"name":"`+tool+`"`) {
					t.Errorf("%s is not offered", tool)
				}
			}
			nineTools(t, w)
			w.leave()
		})
	}
}

// theNine are the tools that agents' configurations have counted on from the first.
var theNine = []string{
	"list_hex_projects", "search_hex_projects", "get_hex_project", "get_hex_project_runs", "get_hex_run_status", "run_hex_project",
	"cancel_hex_run",
	"list_hex_cells", "update_hex_cell",
}

// nineTools does a little work with every tool.
func nineTools(t *testing.T, w *wire) {
	t.Helper()
	var f found
	w.call("list_hex_projects", map[string]any{"limit": 3}, &f)
	if len(f.Projects) != 3 {
		t.Errorf("three projects were asked for: %+v", f)
	}
	w.call("search_hex_projects", map[string]any{"search_pattern": "^weekly revenue$"}, &f)
	if len(f.Values) != 1 {
		t.Fatalf("Weekly revenue is not found once: %+v", f)
	}
	project := map[string]any{"project_id": f.Values[0].ID}
	f = found{}
	w.call("get_hex_project", project, &f)
	if f.Title != "Weekly revenue" {
		t.Errorf("the project is %+v", f)
	}
	f = found{}
	w.call("list_hex_cells", project, &f)
	at := slices.IndexFunc(f.Cells, func(c found) bool { return c.Label == "weekly_orders" })
	if at < 0 {
		t.Fatalf("there is no cell weekly_orders: %+v", f)
	}
	cell := f.Cells[at]
	f = found{}
	w.call("update_hex_cell", map[string]any{"cell_id": cell.ID, "sql_source": cell.Source + "\n-- by a tool", "expected_hash": cell.Hash},
		&f)
	if !f.Changed || !strings.Contains(f.Diff, "+-- by a tool") {
		t.Errorf("the update answers %+v", f)
	}
	f = found{}
	w.call("run_hex_project", project, &f)
	run := map[string]any{"project_id": project["project_id"], "run_id": f.RunID}
	until := func(want string) {
		for f = (found{}); f.Status != want; {
			w.call("get_hex_run_status", run, &f)
			if f.Status == "COMPLETED" || f.Status == "ERRORED" {
				t.Fatalf("the run is not %s but %+v", want, f)
			}
		}
	}
	until("RUNNING")
	f = found{}
	w.call("get_hex_project_runs", project, &f)
	if len(f.Runs) < 2 || f.Runs[0].RunID != run["run_id"] {
		t.Errorf("the newest run is not the one just started: %+v", f)
	}
	f = found{}
	w.call("cancel_hex_run", run, &f)
	if !f.Canceled {
		t.Errorf("the cancelling answers %+v", f)
	}
	until("KILLED")
}

// SIGTERM is a normal end, also while a client is connected.
func TestMCPEndsBySignal(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there are no signals to send on Windows")
	}
	w := serveMCP(t, newPerson(t), "--demo", "--mcp")
	w.initialize()
	if err := w.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	w.wantEnd()
}

// budget is the header's share of the requests that are left.
var budget = regexp.MustCompile(`(\d+)/500 req`)

func left(f uitest.Frame) int {
	if m := budget.FindStringSubmatch(f.Row(0)); m != nil {
		n, _ := strconv.Atoi(m[1]) // digits by the expression
		return n
	}
	return -1
}

// An agent on standard input and output and a person on the terminal share one program: the person sees the calls
// as they happen, they draw on one budget, and the person's leaving ends both.
func TestBothAtOnce(t *testing.T) {
	t.Parallel()
	cmd := newPerson(t).command("--demo", "--mcp", "--tui", "--rate", "500")
	w, started := newWire(t, cmd)
	p := uitest.Spawn(t, cmd, uitest.Size(140, 30), uitest.Kitty())
	started()
	p.WaitFor("agent: connected")
	p.WaitFor("Weekly revenue")
	w.initialize()
	var f found
	w.call("search_hex_projects", map[string]any{"search_pattern": "^weekly revenue$"}, &f)
	p.WaitFor("agent: search_hex_projects")
	p.WaitUntil("the budget is shown", func(f uitest.Frame) bool { return left(f) > 0 })
	before := left(p.Frame())
	const calls = 30
	for range calls {
		w.call("get_hex_project", map[string]any{"project_id": f.Values[0].ID}, &f)
	}
	p.Press("8")
	p.WaitFor("Activity")
	p.WaitFor("get_hex_project")
	p.Want("Weekly revenue", "tester 3")
	p.WaitUntil("the calls are counted", func(f uitest.Frame) bool { return left(f) >= 0 && left(f) <= before-calls })
	p.Press("q")
	p.WaitFor("An agent's client is connected")
	p.Press("y")
	wantExit(t, p, 0)
	p.WantRestored()
	if _, ok := w.line(); ok {
		t.Error("something was said after the end")
	}
}

// Whoever starts it by hand on a terminal, where there is no agent to talk to, is told of the way that serves there: the
// keys would go to the UI and to the server by turns.
func TestBothByHandIsRefused(t *testing.T) {
	t.Parallel()
	p := newPerson(t).spawn([]string{"--demo", "--mcp", "--tui"}, uitest.Kitty())
	p.WaitFor("give --listen 127.0.0.1:7777 --tui")
	wantExit(t, p, 1)
}

// The agent's going away leaves the person at work, and SIGTERM the terminal as it was.
func TestTheAgentLeaves(t *testing.T) {
	t.Parallel()
	cmd := newPerson(t).command("--demo", "--mcp", "--tui")
	w, started := newWire(t, cmd)
	p := uitest.Spawn(t, cmd, uitest.Size(140, 30), uitest.Kitty())
	started()
	w.initialize()
	p.WaitFor("Weekly revenue")
	w.in.Close()
	p.WaitFor("nothing is served over MCP any more")
	openWeekly(p)
	p.Signal(syscall.SIGTERM)
	wantExit(t, p, 143)
	p.WantRestored()
}
