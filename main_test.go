package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/mcp"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui"
	"hextui/ui/uitest"
)

// programAs is the variable that turns the test binary into the program, so that `go test` drives the real main
// without building anything else.
const programAs = "HEXTUI_TEST_PROGRAM"

func TestMain(m *testing.M) {
	switch os.Getenv(programAs) {
	case "hextui":
		main()
	case "fragile":
		if err := fragile(); err != nil {
			fmt.Fprintln(os.Stderr, "hextui: "+err.Error())
			os.Exit(1)
		}
	default:
		os.Exit(m.Run())
	}
}

// fragile is the program with one thing broken: asked for the person's own editor, the model panics.
func fragile() error {
	p := &program{flags: flags{demo: true}, events: ui.NewEvents()}
	defer p.close()
	if err := p.load(); err != nil {
		return err
	}
	session, err := p.connect(context.Background())
	if err != nil {
		return err
	}
	keys, err := keyMap(nil)
	if err != nil {
		return err
	}
	kept, err := p.openDrafts()
	if err != nil {
		return err
	}
	app := ui.New(context.Background(), ui.Options{Session: session, Keys: keys, Drafts: kept, Editor: func(string, int, int) (*exec.Cmd, error) {
		panic("the model fell over")
	}})
	return p.show(context.Background(), app, nil)
}

// person starts the program again and again from one home, with the configuration and the drafts in it.
type person struct {
	t    testing.TB
	home string
	env  []string
}

func newPerson(t testing.TB, env ...string) *person { return &person{t, t.TempDir(), env} }

func (p *person) config() string { return filepath.Join(p.home, "config") }

// command is the program with arguments, in the surroundings of this person alone.
func (p *person) command(args ...string) *exec.Cmd {
	p.t.Helper()
	binary, err := os.Executable()
	if err != nil {
		p.t.Fatal(err)
	}
	cmd := exec.Command(binary, args...)
	cmd.Env = append([]string{programAs + "=hextui", "HEXTUI_CONFIG_DIR=" + p.config()}, p.env...)
	return cmd
}

// spawn starts the program on a terminal.
func (p *person) spawn(args []string, opts ...uitest.Option) *uitest.Process {
	p.t.Helper()
	return uitest.Spawn(p.t, p.command(args...), append([]uitest.Option{uitest.Size(120, 30)}, opts...)...)
}

// plain is the program without a terminal: what it needs of the test's own environment, nothing of a workspace.
func (p *person) plain(args ...string) *exec.Cmd {
	p.t.Helper()
	cmd := p.command(args...)
	own := slices.DeleteFunc(os.Environ(), func(pair string) bool {
		return strings.HasPrefix(pair, "HEX") || strings.HasPrefix(pair, "NO_COLOR=")
	})
	cmd.Env = append(own, cmd.Env...)
	return cmd
}

// drafts is what is kept of what this person typed.
func (p *person) drafts() []drafts.Draft {
	p.t.Helper()
	store, err := drafts.Open(filepath.Join(p.config(), "state", "drafts"), drafts.Options{})
	if err != nil {
		p.t.Fatal(err)
	}
	defer store.Close()
	listing, err := store.List()
	if err != nil || len(listing.Broken) > 0 {
		p.t.Fatalf("the drafts cannot be read: %v, %v", err, listing.Broken)
	}
	return listing.Drafts
}

// typed tells whether some text is on the disk as part of a draft.
func (p *person) typed(text string) bool {
	p.t.Helper()
	return slices.ContainsFunc(p.drafts(), func(d drafts.Draft) bool { return strings.Contains(d.Mine, text) })
}

// openWeekly goes from the list of projects to the cell weekly_orders of the project Weekly revenue.
func openWeekly(p *uitest.Process) {
	p.WaitFor("Weekly revenue")
	p.Press("/")
	p.Type("weekly revenue")
	p.WaitFor("▌ Weekly revenue")
	p.Press("enter", "enter")
	p.WaitFor("⌗ weekly_orders")
	p.Press("down")
	p.WaitFor("from orders o")
}

// edit opens the editor on the cell and types in it.
func edit(p *uitest.Process, text string) {
	p.Press("e")
	p.WaitUntil("the cursor is in the source", func(f uitest.Frame) bool { return f.Cursor.Visible })
	p.Type(text)
	p.WaitFor(text)
}

// leaveEditor goes back to the list of cells; the draft stays.
func leaveEditor(p *uitest.Process) {
	p.Press("esc")
	p.WaitUntil("the cursor is gone from the source", func(f uitest.Frame) bool { return !f.Cursor.Visible })
}

// wantExit waits for the end and reports any exit code but the given one; -1 is a signal.
func wantExit(t *testing.T, p *uitest.Process, code int) {
	t.Helper()
	if state := p.WaitExit(); state.ExitCode() != code {
		t.Errorf("the program ended with %v, not with %d\n%s", state, code, p.Screen())
	}
}

// However the program ends, the terminal is as before and what was typed is on disk.
func TestEnds(t *testing.T) {
	const typed = "-- typed but not saved "
	tests := map[string]struct {
		as   string
		end  func(*person, *uitest.Process)
		code int
		gone bool // nothing could be put back: the terminal was taken away, or the program killed
		says string
	}{
		"q": {end: func(_ *person, p *uitest.Process) {
			leaveEditor(p)
			p.Press("q")
		}},
		"SIGTERM": {end: func(_ *person, p *uitest.Process) { p.Signal(syscall.SIGTERM) }},
		"SIGHUP":  {end: func(_ *person, p *uitest.Process) { p.Signal(syscall.SIGHUP) }},
		"SIGINT":  {end: func(_ *person, p *uitest.Process) { p.Signal(os.Interrupt) }},
		"hangup":  {end: func(_ *person, p *uitest.Process) { p.Hangup() }, gone: true},
		"SIGKILL": {end: func(h *person, p *uitest.Process) {
			p.WaitUntil("the text is on disk", func(uitest.Frame) bool { return h.typed(typed) })
			p.Signal(syscall.SIGKILL)
		}, code: -1, gone: true},
		"panic": {as: "fragile", end: func(_ *person, p *uitest.Process) { p.Press("ctrl+e") }, code: 1, says: "kept as a draft"},
	}
	for name, test := range tests {
		for _, keyboard := range []string{"legacy", "kitty"} {
			t.Run(name+"/"+keyboard, func(t *testing.T) {
				t.Parallel()
				var opts []uitest.Option
				if keyboard == "kitty" {
					opts = append(opts, uitest.Kitty())
				}
				home := newPerson(t)
				if test.as != "" {
					home.env = append(home.env, programAs+"="+test.as)
				}
				p := home.spawn([]string{"--demo"}, opts...)
				openWeekly(p)
				edit(p, typed)
				if m := p.Frame().Modes; !m.AltScreen || m.Mouse == 0 || !m.BracketedPaste {
					t.Errorf("nothing is there to be restored: %+v", m)
				}
				test.end(home, p)
				wantExit(t, p, test.code)
				if !test.gone {
					p.WantRestored()
				}
				if test.says != "" {
					p.Want(test.says)
				}
				if !home.typed(typed) {
					t.Errorf("what was typed is not on disk: %+v", home.drafts())
				}
				home.env = nil
				again := home.spawn([]string{"--demo"}, opts...)
				again.WaitFor("not saved")
				again.Press("7")
				again.WaitFor("left behind")
				again.Press("enter")
				again.WaitFor(typed)
				leaveEditor(again)
				again.Press("q")
				wantExit(t, again, 0)
			})
		}
	}
}

// script writes a shell script that stands in for a person's editor; the file to edit is its last argument.
func (p *person) script(body string) string {
	p.t.Helper()
	path := filepath.Join(p.home, "editor")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nfor file; do :; done\n"+body+"\n"), 0o700); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// The person's own editor gets the terminal and the source; what it leaves is taken, unless it failed; and the first
// key after it is the program's again.
func TestOwnEditor(t *testing.T) {
	tests := map[string]struct {
		script string
		talk   func(*testing.T, *uitest.Process) // with the editor
		check  func(*uitest.Process)
	}{
		"a change": {script: `sed -i.bak 's/orders o/orders o -- from outside/' "$file"`, check: func(p *uitest.Process) {
			p.WaitFor("orders o -- from outside")
		}},
		"an empty file": {script: `: >"$file"`, check: func(p *uitest.Process) {
			p.WaitGone("from orders o")
			p.Press("ctrl+s")
			p.WaitFor("Save weekly_orders?")
			p.Press("esc")
		}},
		"an error": {script: `echo broken >"$file"; exit 3`, check: func(p *uitest.Process) {
			p.WaitFor("exit status 3")
			p.Want("from orders o")
			p.WantNo("broken")
		}},
		"no editor": {check: func(p *uitest.Process) {
			p.WaitFor("no such file or directory")
			p.Want("from orders o")
		}},
		"no change": {script: `:`, check: func(p *uitest.Process) {
			p.WaitFor("from orders o")
			p.WantNo("edited, draft")
		}},
		"a conversation": {script: `printf 'your name? '; read -r name; echo "-- by $name" >"$file"`, talk: func(t *testing.T, p *uitest.Process) {
			p.WaitFor("your name?")
			if m := p.Frame().Modes; m.AltScreen || m.Mouse != 0 || m.KeyboardDepth != 0 {
				t.Errorf("the editor's terminal is not as before: %+v", m)
			}
			p.Raw("maya\n")
		}, check: func(p *uitest.Process) {
			p.WaitFor("-- by maya")
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := newPerson(t)
			home.env = []string{"EDITOR=" + filepath.Join(home.home, "nowhere")}
			if test.script != "" {
				home.env = []string{"EDITOR=" + home.script(test.script)}
			}
			p := home.spawn([]string{"--demo"}, uitest.Kitty())
			openWeekly(p)
			p.Press("e")
			p.WaitUntil("the cursor is in the source", func(f uitest.Frame) bool { return f.Cursor.Visible })
			p.Press("ctrl+e")
			if test.talk != nil {
				test.talk(t, p)
			}
			p.WaitUntil("the screen is the program's again", func(f uitest.Frame) bool {
				return strings.Count(p.Output(), "\x1b[?1049h") == 2 || test.script == "" && f.Contains("no such file")
			})
			p.Type("Z")
			p.WaitUntil("the first key after the editor is in the source", func(f uitest.Frame) bool { return strings.Contains(f.String(), "Z") })
			p.Press("backspace")
			test.check(p)
			p.Signal(syscall.SIGTERM)
			wantExit(t, p, 0)
			p.WantRestored()
		})
	}
}

// colour is a foreground or background colour in what a program prints.
var colour = regexp.MustCompile(`\x1b\[(?:[0-9;:]*[;:])?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:[;:][0-9;:]*)?m`)

// What the terminal cannot or shall not show is not sent.
func TestTerminals(t *testing.T) {
	tests := map[string]struct {
		env     string
		colours bool
	}{
		"true colour": {"COLORTERM=truecolor", true},
		"NO_COLOR":    {"NO_COLOR=1", false},
		"TERM=dumb":   {"TERM=dumb", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPerson(t, test.env).spawn([]string{"--demo"}, uitest.Kitty())
			openWeekly(p)
			p.Want("hextui", "Weekly revenue", "weekly_orders")
			if got := colour.MatchString(p.Output()); got != test.colours {
				t.Errorf("colours: %v, want %v: %q", got, test.colours, colour.FindString(p.Output()))
			}
			p.Press("q")
			wantExit(t, p, 0)
			p.WantRestored()
		})
	}
}

// A terminal of any size is met by something that fits, and growing it brings everything back.
func TestSizes(t *testing.T) {
	t.Parallel()
	p := newPerson(t).spawn([]string{"--demo"}, uitest.Size(20, 5), uitest.Kitty())
	p.WaitFor("Too small")
	p.Resize(80, 24)
	p.WaitFor("Weekly revenue")
	p.Resize(1, 1)
	p.Resize(40, 10)
	p.WaitFor("Weekly revenue")
	p.Resize(200, 60)
	p.WaitFor("VIEWS 7D")
	p.WaitUntil("the footer is on the last row", func(f uitest.Frame) bool { return strings.Contains(f.Row(59), "keys") })
	p.Resize(20, 5)
	p.WaitFor("Too small")
	p.Press("q")
	wantExit(t, p, 0)
	p.WantRestored()
}

// Without a token the program helps to connect, and the demo is one choice away.
func TestFirstRun(t *testing.T) {
	t.Parallel()
	p := newPerson(t).spawn(nil, uitest.Kitty())
	p.WaitFor("Connect to a Hex workspace")
	p.Want("app.hex.tech", "HEX_API_KEY")
	p.Press("down", "enter")
	p.WaitFor("Weekly revenue")
	p.Press("q")
	wantExit(t, p, 0)
	p.WantRestored()
}

// A broken config.toml is said with file and line; it does not keep the demo from starting.
func TestBrokenConfiguration(t *testing.T) {
	t.Parallel()
	home := newPerson(t)
	if err := os.MkdirAll(home.config(), 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(home.config(), "config.toml")
	if err := os.WriteFile(path, []byte("theme = \"dark\"\nprofile = = 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{}, {"--mcp"}} {
		out, errs, code := outcome(t, home.plain(args...))
		if code != 1 || out != "" || !strings.Contains(errs, path+", line 2") {
			t.Errorf("%v: exit code %d, output %q, errors %q", args, code, out, errs)
		}
	}
	p := home.spawn([]string{"--demo"}, uitest.Kitty())
	p.WaitFor("Weekly revenue")
	p.WaitFor("config.toml, line 2")
	p.Press("q")
	wantExit(t, p, 0)
}

// outcome runs a command to its end.
func outcome(t testing.TB, cmd *exec.Cmd) (out, errs string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

// The command line answers in sentences: on standard output what was asked for, on standard error what went wrong.
func TestCommandLine(t *testing.T) {
	home := newPerson(t)
	tests := []struct {
		args string
		out  []string // nil: it fails with exit code 1 and says errs
		errs []string
	}{
		{"--help", []string{"Hex workspace", "--demo", "--mcp", "emulator", "HEX_API_KEY", "hextui --mcp --tui"}, nil},
		{"emulator --help", []string{"--addr", "--token", "--workspace"}, nil},
		{"--version", []string{"hextui version dev"}, nil},
		{"completion bash", []string{"bash completion", "__start_hextui"}, nil},
		{"completion zsh", []string{"#compdef hextui"}, nil},
		{"__complete --th", []string{"--theme"}, nil},
		{"keys", []string{"**Everywhere**", "| `q` `ctrl+c` | quit | `quit` |"}, nil},
		{"--bogus", nil, []string{"hextui: unknown flag: --bogus"}},
		{"words", nil, []string{`hextui: unknown command "words"`}},
		{"--tui", nil, []string{"--tui goes with --mcp"}},
		{"--workspace x.db", nil, []string{"--workspace", "give --demo too"}},
		{"--demo --theme pink", nil, []string{`no theme called "pink"`, "dark, light, contrast or mono"}},
		{"--demo --rate many", nil, []string{"--rate", "many"}},
		{"--demo", nil, []string{"the UI needs a terminal", "--mcp"}},
		{"", nil, []string{"the UI needs a terminal"}},
		{"--mcp", nil, []string{"there is no token for app.hex.tech", "Set HEX_API_KEY", "--demo"}},
		{"--mcp --profile home", nil, []string{"home"}},
		{"--mcp --base-url http://hex.acme.example", nil, []string{"https"}},
		{"--demo --mcp --workspace " + home.home, nil, []string{"embedded workspace could not be"}},
		{"emulator --addr nowhere", nil, []string{"cannot serve a workspace on nowhere"}},
		{"forget", nil, []string{"hextui: "}},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			t.Parallel()
			out, errs, code := outcome(t, home.plain(strings.Fields(test.args)...))
			want, where := 0, out
			if test.out == nil {
				want, where = 1, errs
			}
			for _, text := range append(test.out, test.errs...) {
				if !strings.Contains(where, text) {
					t.Errorf("%q is missing", text)
				}
			}
			if test.out == nil && (out != "" || strings.Contains(errs, "panic") || !strings.HasSuffix(errs, "\n")) {
				t.Error("a failure is a sentence on standard error, and nothing else")
			}
			if code != want {
				t.Errorf("the exit code is %d, not %d", code, want)
			}
			if t.Failed() {
				t.Logf("output: %s\nerrors: %s", out, errs)
			}
		})
	}
}

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

// The first nine tools answer on the embedded workspace, in both eras of the protocol, and nothing but protocol is printed.
func TestMCP(t *testing.T) {
	eras := map[string]func(*wire) json.RawMessage{
		"with a handshake": (*wire).initialize,
		"without one": func(w *wire) json.RawMessage {
			w.meta = map[string]any{
				mcp.MetaKeyProtocolVersion: "2026-07-28", mcp.MetaKeyClientInfo: map[string]any{"name": "tester", "version": "3"}, mcp.MetaKeyClientCapabilities: map[string]any{},
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
	"list_hex_projects", "search_hex_projects", "get_hex_project", "get_hex_project_runs", "get_hex_run_status", "run_hex_project", "cancel_hex_run",
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
	w.call("update_hex_cell", map[string]any{"cell_id": cell.ID, "sql_source": cell.Source + "\n-- by a tool", "expected_hash": cell.Hash}, &f)
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
	p.WaitFor("agent: none yet")
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
	p.WaitFor("Agent activity")
	p.WaitFor("get_hex_project")
	p.Want("Weekly revenue", "tester 3")
	p.WaitUntil("the calls are counted", func(f uitest.Frame) bool { return left(f) >= 0 && left(f) <= before-calls })
	p.Press("q")
	wantExit(t, p, 0)
	p.WantRestored()
	if _, ok := w.line(); ok {
		t.Error("something was said after the end")
	}
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
	wantExit(t, p, 0)
	p.WantRestored()
}

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
		if _, err := s.client.Save(t.Context(), hex.Snap(cell, time.Now()), hex.Edit{Source: source + fmt.Sprintf("\n-- edit %d", i)}); err != nil {
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

// The rooms and who may know whom. What is not allowed here is forbidden.
func TestArrows(t *testing.T) {
	fset := token.NewFileSet()
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(fset, path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		from := filepath.ToSlash(filepath.Dir(path))
		seen[from] = true
		for _, spec := range file.Imports {
			to, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if own, ok := strings.CutPrefix(to, "hextui/"); ok && from != own && !mayImport(from, own) {
				t.Errorf("%s: %s must not know %s", fset.Position(spec.Pos()), from, own)
			}
			if (to == "testing" || strings.HasPrefix(to, "testing/") || strings.HasPrefix(to, "go.uber.org/goleak")) && from != "ui/uitest" {
				t.Errorf("%s: %s is for tests", fset.Position(spec.Pos()), to)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range append(widgets, "hex", "hex/emulator", "mcpsrv", "ui", "ui/screen", "ui/uitest") {
		if !seen[room] {
			t.Errorf("the rule for %s has nothing to hold to: has it been moved?", room)
		}
	}
}

// widgets draw and edit, and know neither Hex nor the screens that use them.
var widgets = []string{
	"ui/action", "ui/diff", "ui/editor", "ui/field", "ui/grid", "ui/lex", "ui/overlay", "ui/paint", "ui/theme",
}

// mayImport says whether one package of the project may know another. Under it are its own parts.
func mayImport(from, to string) bool {
	under := func(path, room string) bool { return path == room || strings.HasPrefix(path, room+"/") }
	in := func(path string, rooms ...string) bool {
		return slices.ContainsFunc(rooms, func(r string) bool { return under(path, r) })
	}
	child := func(path, room string) string { // the part of a room that a package is in
		name, _, _ := strings.Cut(strings.TrimPrefix(path, room+"/"), "/")
		return room + "/" + name
	}
	below := in(to, append([]string{"hex", "ui/store", "ui/task", "ui/present"}, widgets...)...) // below the screens
	switch {
	case from == "ui/uitest/gallery" || under(from, "docs"): // pictures are made with the whole program
		return to != "ui/uitest"
	case under(to, "ui/uitest"):
		return under(from, "ui/uitest") && to != "ui/uitest/gallery"
	case from == ".":
		return true
	case from == "hex":
		return false
	case under(from, "hex/emulator"): // it must not learn the API from the client that it is there to test
		return under(to, "hex/emulator")
	case under(from, "hex"):
		return to == "hex" || under(to, child(from, "hex"))
	case under(to, "hex/emulator"): // nothing else knows that it is not Hex
		return false
	case under(from, "mcpsrv"):
		return in(to, "mcpsrv", "hex")
	case in(from, widgets...):
		return in(to, widgets...)
	case under(from, "ui/screen") && from != "ui/screen":
		return below || to == "ui/screen" || to == "ui/screen/runform" || under(to, child(from, "ui/screen"))
	case from == "ui/screen", from == "ui/store", from == "ui/task", from == "ui/present":
		return below
	case from == "ui":
		return in(to, "ui", "hex")
	}
	return false
}

// built is the program as people build it.
func built(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "hextui")
	cmd := exec.Command("go", "build", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Skipf("the program cannot be built here: %v\n%s", err, out)
	}
	return path
}

// BenchmarkStart reports the time from a start to the first thing of use: projects on the screen (target 150 ms), an
// answer to initialize (20 ms), and, to compare with, a program that only prints its version.
func BenchmarkStart(b *testing.B) {
	binary := built(b)
	home := newPerson(b)
	own := func(cmd *exec.Cmd) *exec.Cmd {
		cmd.Path, cmd.Args[0] = binary, binary
		return cmd
	}
	b.Run("projects", func(b *testing.B) {
		for b.Loop() {
			p := uitest.Spawn(b, own(home.command("--demo")), uitest.Size(120, 40))
			p.WaitFor("Weekly revenue")
			b.StopTimer()
			p.Signal(os.Kill)
			p.WaitExit()
			b.StartTimer()
		}
	})
	b.Run("initialize", func(b *testing.B) {
		for b.Loop() {
			cmd := own(home.plain("--demo", "--mcp"))
			w, started := newWire(b, cmd)
			if err := cmd.Start(); err != nil {
				b.Fatal(err)
			}
			started()
			w.initialize()
			b.StopTimer()
			w.in.Close()
			if err := cmd.Wait(); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
	b.Run("version", func(b *testing.B) {
		for b.Loop() {
			if _, errs, code := outcome(b, own(home.plain("--version"))); code != 0 {
				b.Fatal(errs)
			}
		}
	})
}
