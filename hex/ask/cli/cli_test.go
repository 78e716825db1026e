package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hextui/hex/emulator"
	"hextui/hex/exit"
)

// called is what came of a command line.
type called struct {
	code      int
	out, talk string
	err       error
}

// shell is where commands are called: before an embedded workspace, which the environment leads to.
type shell struct{ *emulator.Running }

// call runs the command as a shell would. Between two looks at a thread the workspace comes to rest.
func (s shell) call(ctx context.Context, in string, args ...string) called {
	var out, talk bytes.Buffer
	f := flags{where: where{version: "test"}}
	if s.Running != nil {
		f.pause = func(ctx context.Context, _ time.Duration) error { return s.Settled(ctx) }
	}
	c := command(f)
	c.SetArgs(args)
	c.SetIn(strings.NewReader(in))
	c.SetOut(&out)
	c.SetErr(&talk)
	got := called{err: c.ExecuteContext(ctx)}
	got.code = exit.Code(got.err)
	got.out, got.talk = out.String(), talk.String()
	return got
}

// warehouses are those of all workspaces of these tests.
var warehouses = emulator.Warehouses{Near: time.Hour}

// sit begins a shell.
func sit(t *testing.T) shell {
	t.Helper()
	running, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{Warehouses: &warehouses})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { running.Close() })
	t.Setenv("HEXTUI_CONFIG_DIR", t.TempDir())
	t.Setenv("HEX_API_BASE_URL", running.URL())
	t.Setenv("HEX_API_KEY", running.Token())
	return shell{running}
}

func (c called) want(t *testing.T, code int, said ...string) {
	t.Helper()
	if c.code != code {
		t.Errorf("the code is %d, not %d: %v\n%s%s", c.code, code, c.err, c.out, c.talk)
	}
	for _, text := range said {
		if c.err == nil || !strings.Contains(c.err.Error(), text) {
			t.Errorf("%v does not say %q", c.err, text)
		}
	}
}

const question = "How many orders did we have last month?"

func TestAnAnswerIsPrinted(t *testing.T) {
	sh := sit(t)
	whole := sh.call(t.Context(), "", question)
	whole.want(t, 0)
	if !regexp.MustCompile(`\d`).MatchString(whole.out) || strings.Contains(whole.out, "thread") ||
		!strings.Contains(whole.talk, "asked in the thread") || !strings.Contains(whole.talk, "--json prints them too") {
		t.Errorf("printed %q, said %q", whole.out, whole.talk)
	}
	first := sh.call(t.Context(), "", question, "--pattern", `([\d,]+)`)
	first.want(t, 0)
	if !regexp.MustCompile(`^[\d,]+\n$`).MatchString(first.out) || !strings.Contains(whole.out, strings.TrimSpace(first.out)) {
		t.Errorf("printed %q of %q", first.out, whole.out)
	}
	groups := sh.call(t.Context(), question+"\n", "-", "--pattern", `(?P<number>[\d,]+)\D+(?P<next>\d)?`)
	groups.want(t, 0)
	if !strings.HasPrefix(groups.out, "number="+first.out) {
		t.Errorf("printed %q", groups.out)
	}
}

func TestTheObject(t *testing.T) {
	sh := sit(t)
	got := sh.call(t.Context(), "", question, "--json", "--pattern", `(?P<number>[\d,]+)`)
	got.want(t, 0)
	var o said
	if err := json.Unmarshal([]byte(got.out), &o); err != nil {
		t.Fatalf("%v: %s", err, got.out)
	}
	if o.Outcome != "found" || o.Value == "" || o.Groups["number"] != o.Value || !strings.Contains(o.Raw, o.Value) || o.ThreadID == "" ||
		o.Status != "IDLE" || !strings.HasSuffix(o.Source, o.ThreadID) {
		t.Errorf("got %+v", o)
	}
	again := sh.call(t.Context(), "", "--json", "--thread", o.ThreadID)
	again.want(t, 0)
	var same said
	if err := json.Unmarshal([]byte(again.out), &same); err != nil || same.Raw != o.Raw || same.Value != strings.TrimSpace(o.Raw) {
		t.Errorf("waiting on answers %+v, %v", same, err)
	}
	more := sh.call(t.Context(), "", "--json", "--thread", o.ThreadID, "And how much revenue?")
	more.want(t, 0)
	var next said
	if err := json.Unmarshal([]byte(more.out), &next); err != nil || next.ThreadID != o.ThreadID ||
		next.Value == same.Value || next.Value == "" {
		t.Errorf("the further question is answered %+v, %v", next, err)
	}
}

func TestWhatIsNotFound(t *testing.T) {
	sh := sit(t)
	got := sh.call(t.Context(), "", question, "--pattern", `no such thing`)
	got.want(t, 1, "does not match")
	if got.out != "" || !strings.Contains(got.talk, "the whole answer") {
		t.Errorf("printed %q, said %q", got.out, got.talk)
	}
	got = sh.call(t.Context(), "", question, "--pattern", `no such thing`, "--json")
	got.want(t, 1)
	if !strings.Contains(got.out, `"outcome":"not_found"`) {
		t.Errorf("printed %q", got.out)
	}
}

func TestWrongUsage(t *testing.T) {
	sh := sit(t)
	for _, c := range []struct {
		says string
		args []string
	}{
		{"there is no question", nil},
		{"regular expression", []string{"q", "--pattern", "("}},
		{"--wait", []string{"q", "--wait", "0s"}},
		{"--workspace", []string{"q", "--workspace", "x"}},
		{"--pace is how long answers of the embedded workspace take: give --demo too", []string{"q", "--pace", "1"}},
		{"--pace is 0 for", []string{"q", "--demo", "--pace", "NaN"}},
		{"statement that writes", []string{"Please: delete from orders where id = 1"}},
		{"go with a question", []string{"--thread", "x", "--attach", "y"}},
	} {
		sh.call(t.Context(), "", c.args...).want(t, 2, c.says)
	}
	if n := len(sh.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestWhatDoesNotEndInTime(t *testing.T) {
	sh := sit(t)
	release, err := sh.HoldRuns(emulator.HeldPending)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	got := sh.call(t.Context(), "", question, "--wait", "10ms")
	got.want(t, 3, "no answer within 10ms", "hextui ask --thread ")
	id := regexp.MustCompile(`--thread (\S+)`).FindStringSubmatch(got.err.Error())[1]
	sh.call(t.Context(), "", "--thread", id, "More?").want(t, 4, "it is IDLE", "--thread "+id)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got = sh.call(ctx, "", "--thread", id, "--json")
	got.want(t, 130, "interrupted", "--thread "+id)
	if !strings.Contains(got.out, `"outcome":"interrupted"`) {
		t.Errorf("printed %q", got.out)
	}
}

func TestFaults(t *testing.T) {
	sh := sit(t)
	sh.call(t.Context(), "", "How many rows has the table mart.ledger_entries?").want(t, 4, "names a table or column that there is not")
	for _, further := range []string{"", "And how much revenue?"} {
		got := sh.call(t.Context(), "", "--thread", "00000000-0000-4000-8000-000000000000", further)
		got.want(t, 4, "There is no thread 00000000")
		if strings.Contains(got.err.Error(), "goes on") {
			t.Errorf("of a thread that there is not it says %v", got.err)
		}
	}
	if err := sh.AddFault(emulator.Fault{Kind: emulator.Status, Status: 500, Operation: "CreateThread"}); err != nil {
		t.Fatal(err)
	}
	sh.call(t.Context(), "", question).want(t, 3, "may have been done all the same")
	sh.ClearFaults()
	t.Setenv("HEX_API_KEY", "wrong")
	sh.call(t.Context(), "", question).want(t, 4)
	t.Setenv("HEX_API_KEY", "")
	sh.call(t.Context(), "", question).want(t, 4, "HEX_API_KEY", "hextui login")
	got := sh.call(t.Context(), "", question, "--attach", "x")
	if got.want(t, 4, "goes by the API alone"); strings.Contains(got.err.Error(), "hextui login") {
		t.Errorf("with a project, which the hosted server does not take, it says %v", got.err)
	}
}

func TestTheEmbeddedWorkspaceKeepsThreads(t *testing.T) {
	sh := shell{}
	file := filepath.Join(t.TempDir(), "acme.db")
	got := sh.call(t.Context(), "", "--demo", "--pace", "0", "--workspace", file, question)
	got.want(t, 0)
	id := regexp.MustCompile(`in the thread (\S+)`).FindStringSubmatch(got.talk)[1]
	again := sh.call(t.Context(), "", "--demo", "--pace", "0", "--workspace", file, "--thread", id)
	again.want(t, 0)
	if again.out != got.out {
		t.Errorf("later it is %q, not %q", again.out, got.out)
	}
}

func TestNothingActsOnATerminal(t *testing.T) {
	if got := plain("a\x1b[2Jb\u202ec\n\td\u0085"); got != "a\ufffd[2Jb\ufffdc\n\td\ufffd" {
		t.Errorf("got %q", got)
	}
}

// What a question points at goes by what people call it. What is not exactly one thing is no question yet.
func TestWhatAQuestionPointsAtByName(t *testing.T) {
	sh := sit(t)
	sh.call(t.Context(), "", question, "--attach", "weekly revenue", "--connection", "Shop warehouse").want(t, 0)
	var sent bool
	for _, r := range sh.Requests() {
		sent = sent || r.Operation == "CreateThread"
	}
	if !sent {
		t.Error("nothing was asked")
	}
	before := len(sh.Requests())
	sh.call(t.Context(), "", question, "--attach", "revenue").want(t, 2, "does not name exactly one", "Revenue QA")
	sh.call(t.Context(), "", question, "--attach", "No such project").want(t, 1, "Nothing that the token can see")
	sh.call(t.Context(), "", question, "--connection", "Nowhere", "--json").want(t, 1, "Nothing that the token can see")
	for _, r := range sh.Requests()[before:] {
		if r.Operation == "CreateThread" {
			t.Error("it was asked all the same")
		}
	}
}
