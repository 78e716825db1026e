package program

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"hextui/hex"
)

// byShell is a command line as a shell runs it, with the program as $hextui.
func (p *person) byShell(line string) *exec.Cmd {
	p.t.Helper()
	if runtime.GOOS == "windows" {
		p.t.Skip("the line is one of a shell of Unix")
	}
	own := p.plain()
	cmd := exec.Command("sh", "-c", line)
	cmd.Env = append(own.Env, "hextui="+own.Path)
	cmd.Dir = p.home
	return cmd
}

// What a shell does to a command's streams ends it quietly, or with a sentence and the code for it.
func TestStreamsOfAShell(t *testing.T) {
	t.Parallel()
	home := newPerson(t)
	s := serveWorkspace(t, home, "--pace", "0", "--size", "400", "--quiet")
	person := newPerson(t, "HEX_API_BASE_URL="+s.url, "HEX_API_KEY="+s.token)
	for _, test := range []struct{ line, out, says string }{
		{`"$hextui" project list --all --rate -1 | head -1`, "id\ttitle\t", ""},
		{`"$hextui" project list --all --rate -1 --json >/dev/full; echo $?`, "1\n",
			"cannot be written: write /dev/stdout: no space left on device"},
		{`"$hextui" --help >/dev/full; echo $?`, "1\n", "no space left on device"},
		{`"$hextui" group list <&-; echo $?`, "Growth", ""},
		{`"$hextui" projects; echo $?`, "2\n", `there is no command "projects" of hextui, but project: hextui --help`},
		{`"$hextui" frobnicate; echo $?`, "2\n", "which has access, ask, "},
		{`"$hextui" sync; echo $?`, "2\n", "it is called hextui sync DIR"},
		{`"$hextui" keys more; echo $?`, "2\n", `hextui keys takes no "more"`},
		{`"$hextui" hub; echo $?`, "2\n", "nothing is asked for"},
		{`"$hextui" login --port 70000; echo $?`, "2\n", "--port is a port"},
		{`"$hextui" login --try 'search_projects {'; echo $?`, "2\n", "as a JSON object"},
		{`HEX_MCP_URL=acme.example:x "$hextui" status; echo $?`, "2\n", "HEX_MCP_URL"},
		{`HEX_MCP_URL=http://127.0.0.1:1 "$hextui" login; echo $?`, "3\n", "at 127.0.0.1:1 cannot be reached: it refused the connection"},
		{`"$hextui" --demo --listen 127.0.0.1:70000; echo $?`, "1\n", "is no address to listen on"},
		{`"$hextui" group create Night <&-; echo $?`, "2\n", "--yes"},
		{`"$hextui" group list --fields name --csv | tail -n +2 | sort | head -1`, "Customer care\n", ""},
		{`unset HOME HEXTUI_CONFIG_DIR; "$hextui" group list; echo $?`, "Growth", ""},
		{`unset HOME HEXTUI_CONFIG_DIR; "$hextui" group create Night --yes; echo $?`, "4\n", "--audit FILE"},
		{`unset HOME HEXTUI_CONFIG_DIR; printf '%s\n' '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",` +
			`"capabilities":{},"clientInfo":{"name":"x","version":"1"}}}' | "$hextui" --mcp; echo $?; ls -a | grep -c hextui`,
			`"serverInfo"`, "nothing is kept for the next start"},
		{`unset HOME HEXTUI_CONFIG_DIR; "$hextui" logout; echo $?`, "You were not signed in", ""},
		{`HEX_API_BASE_URL=http://127.0.0.1:1 "$hextui" group list; echo $?`, "3\n", "refused the connection"},
		{`HEX_API_KEY= "$hextui" group list; echo $?`, "4\n", "there is no token"},
		{`"$hextui" cell get weekly_orders --project "Weekly revenue" >a.sql
		"$hextui" cell set weekly_orders --project "Weekly revenue" -f a.sql --dry-run`,
			"Nothing would change", ""},
	} {
		if strings.Contains(test.line, "/dev/full") && runtime.GOOS != "linux" {
			continue
		}
		out, errs, _ := outcome(t, person.byShell(test.line))
		if !strings.Contains(out, test.out) || !strings.Contains(errs, test.says) || test.says == "" && errs != "" &&
			!strings.Contains(errs, "there are more") || strings.Contains(errs, "panic") || strings.Contains(errs, s.token) {
			t.Errorf("%s\nprinted %q\nsaid %q", test.line, out, errs)
		}
	}
}

// A command that is killed while its request is on the way does not do it a second time when it is started again.
func TestAKilledWriteIsNotRepeated(t *testing.T) {
	t.Parallel()
	home := newPerson(t)
	s := serveWorkspace(t, home, "--quiet", "--fault", "delay,delay=2s,operation=CreateProject")
	person := newPerson(t, "HEX_API_BASE_URL="+s.url, "HEX_API_KEY="+s.token)
	args := []string{"project", "create", "Once only", "--yes"}
	first := person.plain(args...)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(person.config(), "state", "audit", "audit.jsonl")
	eventually(t, "the request is written down", func() bool {
		text, _ := os.ReadFile(log)
		return bytes.Contains(text, []byte(`"event":"intent"`))
	})
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait() // it was killed
	out, errs, code := outcome(t, person.plain(args...))
	if code != 4 || out != "" || !strings.Contains(errs, "--again") {
		t.Errorf("exit code %d, printed %q, said %q", code, out, errs)
	}
	projects, err := hex.Collect(s.client.ProjectPages(t.Context(), hex.ProjectQuery{}))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range projects {
		if p.Title == "Once only" {
			n++
		}
	}
	if n > 1 {
		t.Errorf("there are %d of it", n)
	}
}

// eventually waits for what comes by itself.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	deadline := time.NewTimer(30 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-deadline.C:
			t.Fatalf("it did not come: %s", what)
		case <-tick.C:
		}
	}
}

// An interrupt ends a wait with 130 and leaves the run alone.
func TestAnInterruptedWait(t *testing.T) {
	t.Parallel()
	home := newPerson(t)
	s := serveWorkspace(t, home, "--quiet", "--pace", "1000")
	cmd := newPerson(t, "HEX_API_BASE_URL="+s.url, "HEX_API_KEY="+s.token).plain("run", "start", "Weekly revenue", "--wait", "--verbose")
	talk, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(talk)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "/runs/") {
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	_, _ = io.Copy(io.Discard, talk)
	_ = cmd.Wait() // the state says the same
	if code := cmd.ProcessState.ExitCode(); code != 130 || !strings.Contains(out.String(), "run_id") {
		t.Errorf("exit code %d, printed %q", code, out.String())
	}
}
