package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	api "hextui/hex"
	"hextui/hex/emulator"
)

// patience is how long a test waits for what is sure to come.
const patience = 30 * time.Second

// process is a program that was started and is ended with the test.
type process struct {
	t *testing.T
	*exec.Cmd
	// ended is closed once the process is, and all that it wrote is in text.
	ended chan struct{}

	mu    sync.Mutex
	text  []byte
	wrote chan struct{} // closed, and made anew, when there is more text
}

// start starts a program and reads what it writes to standard error, and to standard output if that goes nowhere yet.
func start(t *testing.T, cmd *exec.Cmd) *process {
	t.Helper()
	p := &process{t: t, Cmd: cmd, ended: make(chan struct{}), wrote: make(chan struct{})}
	cmd.Stderr = p
	if cmd.Stdout == nil {
		cmd.Stdout = p
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		_ = cmd.Wait() // its code is in the state of the process
	}()
	t.Cleanup(p.kill)
	return p
}

// kill ends the process at once.
func (p *process) kill() {
	_ = p.Process.Kill() // it may have ended
	<-p.ended
}

// quit ends the process as a person would, and wants that to go well.
func (p *process) quit() {
	p.t.Helper()
	if err := p.Process.Signal(os.Interrupt); err != nil {
		p.t.Error(err)
	}
	if code := p.exit(); code != 0 {
		p.t.Errorf("%s ends with %d: %s", p.Path, code, p.written())
	}
}

// exit waits for the end and tells the exit code.
func (p *process) exit() int {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Fatalf("%s does not end; it wrote: %s", p.Path, p.written())
	}
	return p.ProcessState.ExitCode()
}

func (p *process) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text = append(p.text, text...)
	close(p.wrote)
	p.wrote = make(chan struct{})
	return len(text), nil
}

func (p *process) written() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return string(p.text)
}

// says waits until the program has written something like this, and returns what the group of the pattern matched.
func (p *process) says(pattern string) string {
	p.t.Helper()
	want, late := regexp.MustCompile(pattern), time.After(patience)
	for {
		p.mu.Lock()
		found, more := want.FindSubmatch(p.text), p.wrote
		p.mu.Unlock()
		if found != nil {
			return string(found[len(found)-1])
		}
		select {
		case <-more:
			continue
		case <-p.ended:
		case <-late:
		}
		if !want.MatchString(p.written()) {
			p.t.Fatalf("%s did not write %s, but: %s", p.Path, pattern, p.written())
		}
	}
}

// office is an embedded workspace of the test's own, the program that serves it, and somebody who works there by hand.
type office struct {
	t *testing.T
	*emulator.Server
	url, program string
	hex          *api.Client
}

// warehouses are those of all workspaces of these tests.
var warehouses = emulator.Warehouses{Near: time.Hour}

// newOffice opens a workspace. Door, if set, is told of every request before it is answered.
func newOffice(t *testing.T, program string, door func(*http.Request)) *office {
	t.Helper()
	work, err := emulator.New(t.Context(), emulator.Options{Cold: true, Warehouses: &warehouses})
	if err != nil {
		t.Fatal(err)
	}
	answers := work.Handler()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if door != nil {
			door(r)
		}
		answers.ServeHTTP(w, r)
	}))
	o := &office{t: t, Server: work, url: srv.URL + "/api/v1", program: program}
	if o.hex, err = api.New(api.Options{BaseURL: o.url, Token: work.Token(), Limits: api.NoLimits, RetryFor: -1}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		o.hex.Close()
		srv.Close()
		if err := work.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

// asked counts the requests that came for an operation, any if it is empty.
func (o *office) asked(operation string) int {
	n := 0
	for _, r := range o.Requests() {
		if operation == "" || r.Operation == operation {
			n++
		}
	}
	return n
}

// project is one of the sample's.
func (o *office) project() api.Project {
	o.t.Helper()
	page, err := o.hex.ListProjects(o.t.Context(), api.ProjectQuery{})
	if err != nil || len(page.Items) == 0 {
		o.t.Fatalf("there are no projects: %v", err)
	}
	return page.Items[0]
}

// clientToken is what the replicas ask of their clients.
const clientToken = "a token for the clients"

// command is the program over this workspace.
func (o *office) command(env []string, flags ...string) *exec.Cmd {
	cmd := private(o.t, exec.Command(o.program, append([]string{"--base-url", o.url}, flags...)...))
	cmd.Env = append(cmd.Env, "HEX_API_KEY="+o.Token(), TokenVariable+"="+clientToken)
	cmd.Env = append(cmd.Env, env...)
	return cmd
}

// replica is one of several servers over one workspace.
type replica struct {
	*process
	url string
}

// replica starts one that meets the others at a Redis, and keeps nothing to itself.
func (o *office) replica(redisURL string, flags ...string) *replica {
	o.t.Helper()
	p := start(o.t, o.command([]string{RedisVariable + "=" + redisURL},
		append([]string{"--listen", "127.0.0.1:0", "--stateless"}, flags...)...))
	return &replica{p, p.says(`MCP is served at (\S+)`)}
}

// outcome is what came of a call.
type outcome struct {
	IsError           bool `json:"isError"`
	StructuredContent struct {
		Finished bool `json:"finished"`
		Run      struct {
			Status string `json:"status"`
		} `json:"run"`
		Error struct {
			Kind         string `json:"kind"`
			Message      string `json:"message"`
			RetryAfterS  int    `json:"retry_after_s"`
			ConfirmToken string `json:"confirm_token"`
		} `json:"error"`
	} `json:"structuredContent"`
	raw string
}

// failed tells whether the call failed in this way.
func (o outcome) failed(kind, says string) bool {
	e := o.StructuredContent.Error
	return o.IsError && e.Kind == kind && strings.Contains(e.Message, says)
}

// call calls a tool. It may be called from any goroutine.
func (r *replica) call(tool string, arguments map[string]any) outcome {
	r.t.Helper()
	var out struct {
		Result outcome `json:"result"`
	}
	body, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": "tools/call",
		"params": map[string]any{"name": tool, "arguments": arguments}})
	if err != nil {
		r.t.Error(err)
		return out.Result
	}
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.url, bytes.NewReader(body))
	if err != nil {
		r.t.Error(err)
		return out.Result
	}
	for name, value := range map[string]string{"Content-Type": "application/json", "Accept": "application/json",
		"Authorization": "Bearer " + clientToken} {
		request.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Error(err)
		return out.Result
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || json.Unmarshal(text, &out) != nil {
		r.t.Errorf("%s: %s, %v: %s", tool, resp.Status, err, text)
	}
	out.Result.raw = string(text)
	return out.Result
}
