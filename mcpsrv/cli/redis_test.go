package cli

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"

	api "hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/share/sharetest"
)

// overheard are the commands that a Redis is given from now on.
func overheard(t *testing.T, address string) *bufio.Scanner {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := fmt.Fprintf(conn, "AUTH %s\r\nMONITOR\r\n", sharetest.Password); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(conn)
	for range 2 {
		if !lines.Scan() || lines.Text() != "+OK" {
			t.Fatalf("Redis says %q, %v", lines.Text(), lines.Err())
		}
	}
	return lines
}

// Servers that were given one Redis stand behind a balancer as one, over one workspace and token.
func TestReplicas(t *testing.T) {
	address, _ := sharetest.Redis(t, "0")
	path := program(t)
	// The workspaces have addresses of their own, so one test's servers share nothing with another's.
	t.Run("confirmations", func(t *testing.T) { replicasShareConfirmations(t, newOffice(t, path, nil), sharetest.URL(address)) })
	t.Run("budget", func(t *testing.T) { replicasShareTheBudget(t, newOffice(t, path, nil), sharetest.URL(address)) })
	t.Run("watch", func(t *testing.T) { replicasShareTheWatch(t, path, address) })
	t.Run("gone", func(t *testing.T) { replicasWithoutRedis(t, newOffice(t, path, nil)) })
}

// sharing changes the access of the whole workspace to a project, and by hand takes it back.
type sharing struct {
	*office
	project       api.Project
	before, after api.Access
}

func newSharing(o *office) sharing {
	s := sharing{office: o, project: o.project(), after: api.AccessNone}
	s.before = s.now()
	if s.before == s.after {
		s.after = api.Access("CAN_VIEW")
	}
	return s
}

func (s sharing) now() api.Access {
	s.t.Helper()
	p, err := s.hex.GetProject(s.t.Context(), s.project.ID)
	if err != nil || p.Sharing == nil {
		s.t.Fatalf("the sharing of %s cannot be seen: %v", s.project.ID, err)
	}
	return p.Sharing.Workspace.Access
}

func (s sharing) takeBack() {
	s.t.Helper()
	if _, err := s.hex.EditProjectSharingOrgAndPublic(s.t.Context(), s.project.ID, s.before, ""); err != nil {
		s.t.Fatal(err)
	}
}

// share calls the tool; the token is left out where it is empty.
func (s sharing) share(r *replica, token string) outcome {
	s.t.Helper()
	arguments := map[string]any{"project_id": s.project.ID, "workspace_access": string(s.after)}
	if token != "" {
		arguments["confirm_token"] = token
	}
	return r.call("update_hex_project_workspace_sharing", arguments)
}

// want checks what the access is.
func (s sharing) want(access api.Access, when string) {
	s.t.Helper()
	if now := s.now(); now != access {
		s.t.Errorf("%s the access is %s, not %s", when, now, access)
	}
}

// A token that one server gave counts at the other, for this call only, and once among all of them.
func replicasShareConfirmations(t *testing.T, o *office, redis string) {
	a, b := o.replica(redis), o.replica("", "--redis", redis)
	s := newSharing(o)
	token := s.share(a, "").StructuredContent.Error.ConfirmToken
	if token == "" {
		t.Fatal("no token was given")
	}
	if out := b.call("update_hex_project_workspace_sharing",
		map[string]any{"project_id": s.project.ID, "public_access": "CAN_VIEW", "confirm_token": token}); !out.failed(answer.KindDenied,
		"another call") {
		t.Errorf("the token counts for another call: %s", out.raw)
	}
	s.want(s.before, "before it was agreed to")
	if out := s.share(b, token); out.IsError {
		t.Fatalf("the token of one server does not count at the other: %s", out.raw)
	}
	s.want(s.after, "once it was agreed to")
	s.takeBack() // what the token is about is as it was when it was given
	for name, r := range map[string]*replica{"that gave it": a, "that took it": b} {
		if out := s.share(r, token); !out.failed(answer.KindDenied, "has been used") {
			t.Errorf("a used token counts at the server %s: %s", name, out.raw)
		}
	}
	s.want(s.before, "after a used token")
	a.quit()
	b.quit()
}

// What one server asks of Hex, the other cannot ask any more: both are refused, and told when to come back.
func replicasShareTheBudget(t *testing.T, o *office, redis string) {
	const budget = 5
	a, b := o.replica(redis, "--rate", fmt.Sprint(budget)), o.replica(redis, "--rate", fmt.Sprint(budget))
	project := o.project()
	before := o.asked("")
	list := func(r *replica) {
		t.Helper()
		if out := r.call("list_hex_groups", map[string]any{}); out.IsError {
			t.Fatalf("got %s", out.raw)
		}
	}
	list(b)
	for o.asked("") < before+budget {
		list(a)
	}
	for name, r := range map[string]*replica{"one": a, "other": b} {
		out := r.call("wait_hex_run", map[string]any{"project_id": project.ID, "run_id": project.ID, "timeout_s": 1})
		if !out.failed(string(api.RateLimited), "shares with others is used up") || out.StructuredContent.Error.RetryAfterS < 1 ||
			out.StructuredContent.Error.RetryAfterS > 60 {
			t.Errorf("at the %s server: %s", name, out.raw)
		}
	}
	if n := o.asked("") - before; n != budget {
		t.Errorf("%d requests were sent, the budget of both is %d", n, budget)
	}
	a.quit()
	b.quit()
}

// Of two servers that watch a run one asks, and its answer is the other's too.
func replicasShareTheWatch(t *testing.T, path, address string) {
	asked, answer := make(chan struct{}, 100), make(chan struct{})
	status := regexp.MustCompile(`/projects/[^/]+/runs/[^/]+$`)
	o := newOffice(t, path, func(r *http.Request) {
		if r.Method == http.MethodGet && status.MatchString(r.URL.Path) {
			asked <- struct{}{}
			select {
			case <-answer:
			case <-r.Context().Done():
			}
		}
	})
	servers := []*replica{o.replica(sharetest.URL(address), "--rate", "-1"), o.replica(sharetest.URL(address), "--rate", "-1")}
	run := o.killedRun()
	redis := overheard(t, address)
	outcomes := make(chan outcome, len(servers))
	for _, r := range servers {
		go func() {
			outcomes <- r.call("wait_hex_run", map[string]any{"project_id": run.ProjectID, "run_id": run.RunID})
		}()
	}
	<-asked
	// One server takes the lease and is made to wait for its answer. Of further attempts at it two are the other's.
	for attempts := 0; attempts < 3; {
		if !redis.Scan() {
			t.Fatalf("Redis says no more: %v", redis.Err())
		}
		if line := redis.Text(); strings.Contains(line, run.RunID+":lease") && strings.Contains(strings.ToLower(line), `"set"`) {
			attempts++
		}
	}
	close(answer)
	for range servers {
		if out := <-outcomes; out.IsError || !out.StructuredContent.Finished || out.StructuredContent.Run.Status != string(api.RunKilled) {
			t.Errorf("got %s", out.raw)
		}
	}
	if n := len(asked) + 1; n != 1 {
		t.Errorf("the run was asked for %d times", n)
	}
	for _, r := range servers {
		r.quit()
	}
}

// killedRun is a run that was cancelled before it began.
func (o *office) killedRun() api.RunHandle {
	o.t.Helper()
	release, err := o.HoldRuns(emulator.HeldPending)
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(release)
	page, err := o.hex.ListProjects(o.t.Context(), api.ProjectQuery{})
	if err != nil {
		o.t.Fatal(err)
	}
	for _, p := range page.Items {
		if !p.Published() {
			continue
		}
		run, err := o.hex.RunProject(o.t.Context(), p.ID, api.RunRequest{})
		if err != nil {
			continue // it may want inputs
		}
		if err := o.hex.CancelRun(o.t.Context(), run.ProjectID, run.RunID); err != nil {
			o.t.Fatal(err)
		}
		return run
	}
	o.t.Fatal("no project can be run")
	return api.RunHandle{}
}

// Where Redis dies, reading goes on; what has to be confirmed or counted is not done. Once it is back all is well again,
// and what was confirmed before counts no more: nobody knows whether it was used.
func replicasWithoutRedis(t *testing.T, o *office) {
	address, stop := sharetest.Redis(t, "0")
	_, port, _ := net.SplitHostPort(address)
	r := o.replica(sharetest.URL(address), "--max-runs", "1")
	s := newSharing(o)
	token := s.share(r, "").StructuredContent.Error.ConfirmToken
	stop()

	if out := r.call("list_hex_groups", map[string]any{}); out.IsError {
		t.Errorf("reading stopped: %s", out.raw)
	}
	for _, given := range []string{"", token} {
		if out := s.share(r, given); !out.failed(answer.KindInternal, "Nothing was done") {
			t.Errorf("without Redis, with token %t: %s", given != "", out.raw)
		}
	}
	s.want(s.before, "without Redis")
	if out := r.call("run_hex_project", map[string]any{"project_id": s.project.ID}); !out.failed(answer.KindDenied, "cannot be counted") ||
		o.asked("RunProject") > 0 {
		t.Errorf("a run that cannot be counted: %s", out.raw)
	}
	if strings.Contains(r.written(), sharetest.Password) {
		t.Errorf("the password of Redis is in the log: %s", r.written())
	}

	sharetest.Redis(t, port)
	if out := s.share(r, token); !out.failed(answer.KindDenied, "not made by this server") {
		t.Errorf("a token from before counts: %s", out.raw)
	}
	if out := s.share(r, s.share(r, "").StructuredContent.Error.ConfirmToken); out.IsError {
		t.Errorf("Redis is back: %s", out.raw)
	}
	s.want(s.after, "once Redis is back")
	r.quit()
}

// A Redis that does not answer keeps the server from starting, with a sentence that shows no password.
func TestRedisThatIsNotThere(t *testing.T) {
	o := newOffice(t, program(t), nil)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	for _, way := range [][]string{{"--mcp"}, {"--listen", "127.0.0.1:0"}} {
		for name, p := range map[string]*process{
			"flag":        start(t, o.command(nil, append(way, "--redis", sharetest.URL(address))...)),
			"environment": start(t, o.command([]string{RedisVariable + "=" + sharetest.URL(address)}, way...)),
		} {
			code, said := p.exit(), p.written()
			if code == 0 || !strings.HasPrefix(said, "hextui: redis at "+address+" does not answer: ") || strings.Count(said, "\n") != 1 ||
				strings.Contains(said, sharetest.Password) {
				t.Errorf("%v, from the %s: it ends with %d and %q", way, name, code, said)
			}
		}
	}
}
