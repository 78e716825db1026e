// Package program drives hextui as it is built: on a terminal of its own, by signals, as a server of agents.
package program

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"hextui/hex"
	"hextui/hex/config"
	"hextui/hex/drafts"
	"hextui/hex/emulator"
	"hextui/ui"
	"hextui/ui/action"
	"hextui/ui/cli"
	"hextui/ui/uitest"
	"hextui/ui/uitest/built"
)

// program is hextui as it is built.
var program built.Program

// fragileTable is the variable with the table of keys that turns the test binary into a UI with one thing broken.
const fragileTable = "HEXTUI_TEST_FRAGILE"

func TestMain(m *testing.M) {
	if table := os.Getenv(fragileTable); table != "" {
		if err := fragile(table); err != nil {
			fmt.Fprintln(os.Stderr, "hextui: "+err.Error())
			os.Exit(1)
		}
		return
	}
	if err := os.Chdir("../../.."); err != nil { // paths in these tests are from the top of the module
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := program.Remove(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

// fragile is the UI on an embedded workspace with one thing broken: asked for the person's own editor, the model panics.
func fragile(table string) error {
	var bindings []action.Binding
	if err := json.Unmarshal([]byte(table), &bindings); err != nil {
		return err
	}
	keys, err := action.NewKeyMap(bindings)
	if err != nil {
		return err
	}
	settings, err := config.Load(config.Env{})
	if err != nil {
		return err
	}
	kept, err := drafts.Open(filepath.Join(settings.StateDir, "drafts"), drafts.Options{})
	if err != nil {
		return err
	}
	defer kept.Close()
	workspace, err := emulator.Begin("127.0.0.1:0", emulator.Options{Pace: 1})
	if err != nil {
		return err
	}
	defer workspace.Close()
	client, err := hex.New(hex.Options{BaseURL: workspace.URL(), Token: workspace.Token(), Limits: hex.NoLimits})
	if err != nil {
		return err
	}
	app := ui.New(context.Background(), ui.Options{
		Session: &ui.Session{Client: client, Name: "Acme Analytics", Demo: true, DraftsOf: "demo"}, Keys: keys, Drafts: kept,
		Editor: func(string, int, int) (*exec.Cmd, error) { panic("the model fell over") },
	})
	return cli.Show(context.Background(), app, ui.NewEvents(), cli.Terminal{In: os.Stdin, Out: os.Stdout})
}

// person starts the program again and again from one home, with the configuration and the drafts in it.
type person struct {
	t    testing.TB
	home string
	env  []string
	// fragile starts a UI that breaks instead of the program.
	fragile bool
}

func newPerson(t testing.TB, env ...string) *person {
	return &person{t: t, home: t.TempDir(), env: env}
}

func (p *person) config() string { return filepath.Join(p.home, "config") }

// command is the program with arguments, in the surroundings of this person alone.
func (p *person) command(args ...string) *exec.Cmd {
	p.t.Helper()
	binary, err := program.Path()
	if p.fragile {
		binary, err = os.Executable()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	cmd := exec.Command(binary, args...)
	cmd.Env = append([]string{"HEXTUI_CONFIG_DIR=" + p.config()}, p.env...)
	if p.fragile {
		table, err := json.Marshal(program.Keys(p.t).All())
		if err != nil {
			p.t.Fatal(err)
		}
		cmd.Env = append(cmd.Env, fragileTable+"="+string(table))
	}
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
	p.WaitUntil("all that was typed is there", func(f uitest.Frame) bool { return f.Contains("/ weekly revenue") && f.Contains("1 of 69") })
	p.Press("enter", "enter")
	p.WaitFor("sql   weekly_orders")
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
	p.WaitFor("leave, draft stays") // what is typed is shown before the editor takes keys
	p.Press("esc")
	p.WaitUntil("the keys of the editor are gone", func(f uitest.Frame) bool { // the cursor alone is hidden while a frame is drawn, too
		return !f.Cursor.Visible && !f.Contains("leave, draft stays")
	})
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
		end  func(*person, *uitest.Process)
		code int
		gone bool // nothing could be put back: the terminal was taken away, or the program killed
		says string
		// fragile is a UI that breaks.
		fragile bool
	}{
		"q": {end: func(_ *person, p *uitest.Process) {
			leaveEditor(p)
			p.Press("q")
		}},
		"SIGTERM": {end: func(_ *person, p *uitest.Process) { p.Signal(syscall.SIGTERM) }, code: 143},
		"SIGHUP":  {end: func(_ *person, p *uitest.Process) { p.Signal(syscall.SIGHUP) }, code: 129},
		"SIGINT":  {end: func(_ *person, p *uitest.Process) { p.Signal(os.Interrupt) }, code: 130},
		"SIGQUIT": {end: func(_ *person, p *uitest.Process) { p.Signal(syscall.SIGQUIT) }, code: 131},
		"SIGSEGV": {end: func(_ *person, p *uitest.Process) { p.Signal(syscall.SIGSEGV) }, code: 139},
		"hangup":  {end: func(_ *person, p *uitest.Process) { p.Hangup() }, code: 129, gone: true},
		"SIGKILL": {end: func(h *person, p *uitest.Process) {
			p.WaitUntil("the text is on disk", func(uitest.Frame) bool { return h.typed(typed) })
			p.Signal(syscall.SIGKILL)
		}, code: -1, gone: true},
		"panic": {fragile: true, end: func(_ *person, p *uitest.Process) { p.Press("ctrl+e") }, code: 1, says: "kept as a draft"},
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
				home.fragile = test.fragile
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
				home.fragile = false
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

// Whoever stops the program from outside finds it as it was when it goes on: the screen is drawn anew, and keys are keys.
func TestStoppedAndContinued(t *testing.T) {
	p := newPerson(t).spawn([]string{"--demo"})
	openWeekly(p)
	edit(p, "one")
	p.Stop("shell$ ")
	p.Want("shell$")
	p.Continue()
	p.WaitGone("shell$")
	p.WaitFor("one")
	p.Type("-two")
	p.WaitFor("one-two")
	p.Signal(syscall.SIGTERM)
	wantExit(t, p, 143)
	p.WantRestored()
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
		"only the beginning": {script: `head -c 20 "$file" >"$file.new" && mv "$file.new" "$file"`, check: func(p *uitest.Process) {
			p.WaitGone("from orders o")
			p.WaitFor("1 select date_trunc('w")
			p.WantNo("date_trunc('we")
		}},
		"bytes that are no text": {script: `printf 'f\374r' >"$file"`, check: func(p *uitest.Process) {
			p.WaitFor("line 1 is not UTF-8")
			p.Want("from orders o")
		}},
		"a byte order mark": {script: `printf '\357\273\277select 1' >"$file"`, check: func(p *uitest.Process) {
			p.WaitFor("byte order mark of UTF-8")
			p.Want("from orders o")
		}},
		"other line ends, and a last one": {script: `awk '{ printf "%s\r\n", $0 }' "$file" >"$file.new" && mv "$file.new" "$file"`,
			check: func(p *uitest.Process) {
				p.WaitFor("they are LF again, as they were")
				p.WantNo("edited, draft")
			}},
		"no editor": {check: func(p *uitest.Process) {
			p.WaitFor("no such file or directory")
			p.Want("from orders o")
		}},
		"no change": {script: `:`, check: func(p *uitest.Process) {
			p.WaitFor("from orders o")
			p.WantNo("edited, draft")
		}},
		"a conversation": {script: `printf 'your name? '; read -r name; echo "-- by $name" >"$file"`,
			talk: func(t *testing.T, p *uitest.Process) {
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
			p.WaitUntil("the first key after the editor is in the source",
				func(f uitest.Frame) bool { return strings.Contains(f.String(), "Z") })
			p.Press("backspace")
			test.check(p)
			p.Signal(syscall.SIGTERM)
			wantExit(t, p, 143)
			p.WantRestored()
		})
	}
}

// Where nothing opens links, the link is there to be copied.
func TestNoBrowser(t *testing.T) {
	t.Parallel()
	p := newPerson(t, "PATH="+t.TempDir()).spawn([]string{"--demo"})
	openWeekly(p)
	p.Press("o")
	p.WaitFor("this computer has no")
	p.Want("The browser could not be opened", "BROWSER names no browser. The link is", "http://127.0.0.1")
	p.WantNo("exec:")
	p.Press("q")
	wantExit(t, p, 0)
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

// A command that was called wrongly ends with another code than one that failed.
func TestMisuse(t *testing.T) {
	t.Parallel()
	out, errs, code := outcome(t, newPerson(t).plain("emulator", "--plan", "gratis"))
	if code != 2 || out != "" || errs != "hextui: --plan is enterprise or team, not \"gratis\"\n" {
		t.Errorf("exit code %d, output %q, errors %q", code, out, errs)
	}
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
	if _, errs, code := outcome(t, home.plain("--demo", "--mcp")); code != 0 || !strings.Contains(errs, path+", line 2") {
		t.Errorf("the demo for agents: exit code %d, errors %q", code, errs)
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
	misused := []string{"exit code 2"}
	tests := []struct {
		args string
		out  []string // nil: it fails with exit code 1, or 2 where the line makes no sense, and says errs
		errs []string
	}{
		{"--help", []string{"Hex workspace", "--demo", "--mcp", "emulator", "HEX_API_KEY", "hextui --mcp --tui"}, nil},
		{"emulator --help", []string{"--addr", "--token", "--workspace"}, nil},
		{"--version", []string{"hextui version dev"}, nil},
		{"completion bash", []string{"bash completion", "__start_hextui"}, nil},
		{"completion zsh", []string{"#compdef hextui"}, nil},
		{"__complete --th", []string{"--theme"}, nil},
		{"keys", []string{"**Everywhere**", "| `q` `ctrl+c` | quit | `quit` |"}, nil},
		{"--bogus", misused, []string{"hextui: unknown flag: --bogus"}},
		{"emulator --bogus", misused, []string{"hextui: unknown flag: --bogus: hextui emulator --help shows"}},
		{"emulator --size abc", misused, []string{`hextui: --size takes a whole number, not "abc": hextui emulator --help shows`}},
		{"ask --fly", misused, []string{"hextui: unknown flag: --fly: hextui ask --help shows"}},
		{"ask q --wait soon", misused, []string{`hextui: --wait takes a time such as 30s or 5m, not "soon": hextui ask --help shows`}},
		{"group list --fly", misused, []string{"hextui: unknown flag: --fly: hextui group list --help shows"}},
		{"group list --json --csv", misused, []string{"hextui: --csv and --json exclude each other: hextui group list --help shows"}},
		{"projects", misused, []string{`there is no command "projects" of hextui, but project: hextui --help says`}},
		{"completion bahs", misused, []string{`there is no command "bahs" of hextui completion, but bash: `}},
		{"mcp instal", misused, []string{`there is no command "instal" of hextui mcp, but install: `}},
		{"help foo", misused, []string{`there is no command "foo" of hextui, which has access, ask, `}},
		{"help keys more", misused, []string{`hextui keys has no commands, and "more" is none`}},
		{"help mcp install", []string{"hextui mcp install --client NAME"}, nil},
		{"audit", []string{"verify"}, nil},
		{"--tui", misused, []string{"--tui goes with --mcp"}},
		{"--workspace x.db", misused, []string{"--workspace", "give --demo too"}},
		{"--python", misused, []string{"--python runs CODE cells of the embedded workspace: give --demo too"}},
		{"--demo --theme pink", misused, []string{`no theme called "pink"`, "dark, light, contrast, colourblind or mono"}},
		{"--demo --rate many", misused, []string{`hextui: --rate takes a whole number, not "many": hextui --help shows`}},
		{"--pace 2", misused, []string{"--pace is how long runs of the embedded workspace take: give --demo too"}},
		{"--demo --pace fast", misused, []string{`--pace takes a number, not "fast"`}},
		{"--demo", nil, []string{"the UI needs a terminal", "--mcp"}},
		{"", nil, []string{"the UI needs a terminal"}},
		{"--listen 127.0.0.1:0 --tui", nil, []string{"there is no token for app.hex.tech", "Set HEX_API_KEY", "--demo. In the browser"}},
		{"--mcp --profile home", nil, []string{"home"}},
		{"--mcp --base-url http://hex.acme.example", nil, []string{"https"}},
		{"--demo --mcp --workspace " + home.home, nil, []string{"embedded workspace could not be"}},
		{"emulator --addr 127.0.0.1:x", misused, []string{"--addr is a host and a port"}},
		{"forget", nil, []string{"hextui: there is no profile in "}},
		{"audit verify", misused, []string{"hextui: no audit log is named: give its file"}},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			t.Parallel()
			out, errs, code := outcome(t, home.plain(strings.Fields(test.args)...))
			want, where := 0, out
			if len(test.out) == 1 && test.out[0] == misused[0] {
				want, where, test.out = 2, errs, nil
			} else if test.out == nil {
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
