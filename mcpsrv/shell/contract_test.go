package shell

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hextui/hex/emulator"
	"hextui/hex/exit"
)

// What is printed follows from where it goes and from the flags.
func TestFormats(t *testing.T) {
	d := sit(t)
	const head = "id\tname\tcreated\n"
	d.call("group", "list").want(t, 0, head, "")
	if c := d.call("group", "list", "--csv", "--fields", "name,id"); !strings.HasPrefix(c.out, "name,id\nFinance,") {
		t.Errorf("CSV is %q", c.out)
	}
	lines := strings.Split(strings.TrimSpace(d.call("group", "list", "--ndjson", "--fields", "name").out), "\n")
	if len(lines) < 5 || lines[0] != `{"name":"Finance"}` {
		t.Errorf("NDJSON is %q", lines)
	}
	d.call("group", "list", "--jq", `.groups[0]|.name,(.id|length)`).want(t, 0, "Finance\n36\n", "")
	d.call("group", "list", "--ndjson", "--jq", `select(.name=="Growth").name`).want(t, 0, "Growth\n", "")
	d.call("group", "list", "--jq", ".[").want(t, 2, "", "--jq is no expression")
	d.call("group", "list", "--jq", ".groups|error").want(t, 1, "", "hextui: --jq: ")
	d.call("cell", "search", "Weekly revenue", "no such text", "--jq", ".matches[]").want(t, 0, "", "")
	d.call("cell", "search", "Weekly revenue", "no such text", "--json").want(t, 0, `{"matches":[],`, "")
	d.call("group", "list", "--json", "--csv").want(t, 2, "", "--csv and --json exclude each other")
	one := d.call("project", "get", "Weekly revenue", "--fields", "title,sharing.workspace").want(t, 0, "", "")
	if one.out != "title\tworkspace\nWeekly revenue\tCAN_VIEW\n" {
		t.Errorf("a part of a project is %q", one.out)
	}
	file := filepath.Join(t.TempDir(), "groups.json")
	d.call("group", "list", "--json", "-o", file).want(t, 0, "", "")
	if text, err := os.ReadFile(file); err != nil || !json.Valid(text) {
		t.Errorf("the file has %q, %v", text, err)
	}
	d.term.Out = true
	for _, args := range [][]string{{"group", "list"}, {"project", "list"}, {"access", "audit", "Weekly revenue"},
		{"cell", "search", "Weekly revenue", "o"}} {
		c := d.call(args...)
		for line := range strings.Lines(c.out) {
			if w := ansi.StringWidth(strings.TrimSuffix(line, "\n")); w > 80 || strings.Contains(line, "\t") {
				t.Errorf("%v: a line is %d wide: %q", args, w, line)
			}
		}
		if strings.Count(c.out, "\n") < 3 {
			t.Errorf("%v printed %q", args, c.out)
		}
	}
	d.call("user", "me").want(t, 0, "email          maya@acme.example\n", "")
	// Ids and states stand whole, and times that have no room beside them as ages.
	runs := d.call("run", "list", "Weekly revenue", "--limit", "3").want(t, 0, "run_id ", "")
	if row := regexp.MustCompile(`(?m)^[0-9a-f-]{36}  [A-Z_]+ +[A-Z_]+ +\d+ +\d+[mhd] ago$`); len(row.FindAllString(runs.out, -1)) != 3 {
		t.Errorf("the runs are\n%s", runs.out)
	}
}

// Lists go on over pages until what is wanted is there, each row once; one that is cut says so.
func TestPages(t *testing.T) {
	running, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{Size: 300, Cold: true})
	if err != nil {
		t.Fatal(err)
	}
	defer running.Close()
	d := &desk{t: t, running: running, state: t.TempDir(), term: Terminal{Width: 80}}
	distinct := func(c called) int {
		ids := map[string]bool{}
		for line := range strings.Lines(c.out) {
			ids[strings.TrimSpace(line)] = true
		}
		return len(ids)
	}
	all := d.call("project", "list", "--all", "--ndjson", "--jq", ".id").want(t, 0, "", "")
	n := distinct(all)
	if n <= 300 || strings.Count(all.out, "\n") != n || all.said != "" {
		t.Errorf("%d lines with %d projects, said %q", strings.Count(all.out, "\n"), n, all.said)
	}
	if c := d.call("project", "list", "--limit", "130", "--fields", "id"); distinct(c) != 131 ||
		!strings.Contains(c.said, "130 shown; there are more") {
		t.Errorf("%d lines, said %q", distinct(c), c.said)
	}
	if c := d.call("project", "list", "--limit", "3", "-q"); c.said != "" || strings.Count(c.out, "\n") != 4 {
		t.Errorf("printed %q, said %q", c.out, c.said)
	}
	if c := d.call("project", "search", ".*", "--all", "--jq", ".values|length"); c.code != 0 || strings.TrimSpace(c.out) < "300" {
		t.Errorf("searched %q, %q", c.out, c.said)
	}
	var doc struct {
		Projects []struct{ ID string }
		HasMore  bool `json:"has_more"`
	}
	if err := json.Unmarshal([]byte(d.call("project", "list", "--all", "--json").out), &doc); err != nil || len(doc.Projects) != n ||
		doc.HasMore {
		t.Errorf("the document has %d projects, %v", len(doc.Projects), err)
	}
}

// What is to be called next is said as the command that can be typed.
func TestWhatIsNextIsACommand(t *testing.T) {
	d := sit(t)
	next := func(why called, want string) []string {
		t.Helper()
		line := regexp.MustCompile(`(?m)^The command: hextui (.*)$`).FindStringSubmatch(why.out)
		if line == nil || !regexp.MustCompile("^"+want+"$").MatchString(line[1]) {
			t.Fatalf("%s is not said to be next by\n%s", want, why.out)
		}
		return strings.Fields(line[1])
	}
	draft := next(d.call("run", "explain", "Parcels by carrier").want(t, 0, "", ""), "run draft [0-9a-f-]{36} --wait --cached-sql=false")
	d.call(draft...).want(t, 1, "ERRORED", "hextui run explain says why")
	cell := next(d.call("run", "explain", "Parcels by carrier").want(t, 0, "no such column: carrier", ""),
		"cell run [0-9a-f-]{36} --project [0-9a-f-]{36} --wait")
	d.call(cell...).want(t, 1, "ERRORED", "hextui run explain says why")
	static := cell[2]
	const mended = "select status, count(*) as parcels from orders group by 1"
	d.call("cell", "set", static, "--project", "Parcels by carrier", "--source", mended, "--yes").want(t, 0, "", "")
	d.call(cell...).want(t, 0, "COMPLETED", "") // it is the same cell, with another id
	for call, want := range map[string]string{
		`To see why: explain_hex_run {"project_id": "p", "run_id": "it's"}.`:    `To see why: hextui run explain p 'it'\''s'.`,
		`run_hex_project {"project_id": "p", "update_published_results": true}`: "hextui run start p --publish-results",
		`no_such_tool {"a": 1}, run_hex_draft {nothing}`:                        `no_such_tool {"a": 1}, run_hex_draft {nothing}`,
	} {
		if got := inCommands(call, ""); got != want {
			t.Errorf("%s is %s", call, got)
		}
	}
}

// The exit code says what a script decides on.
func TestExitCodes(t *testing.T) {
	d := sit(t)
	fault := func(f emulator.Fault) {
		t.Helper()
		d.running.ClearFaults()
		if err := d.running.AddFault(f); err != nil {
			t.Fatal(err)
		}
	}
	d.call("project", "get", "revenue").want(t, 2, "", "Weekly revenue")
	d.call("project", "get", "00000000-0000-4000-8000-000000000000").want(t, 1, "", "")
	d.call("cell", "set", "Notes", "--project", "Weekly revenue", "--source", "x", "--hash", "sha256:0000000000000000", "--yes").
		want(t, 4, "", "has changed since it was read")
	d.call("group", "create", "Night", "--yes", "--read-only").want(t, 4, "", "--read-only lets nothing through that writes")
	d.call("access", "audit").want(t, 2, "", "Give PROJECT, --user, --group, or --public.")
	fault(emulator.Fault{Kind: emulator.Status, Status: 429})
	d.call("group", "list", "--max-wait", "1s").want(t, 3, "", "--max-wait waits for it")
	fault(emulator.Fault{Kind: emulator.Status, Status: 503})
	d.call("group", "list").want(t, 3, "", "")
	fault(emulator.Fault{Kind: emulator.Status, Status: 403})
	d.call("group", "list").want(t, 4, "", "")
	fault(emulator.Fault{Kind: emulator.Reset, Operation: "CreateGroup", Late: true})
	d.call("group", "create", "Evening", "--yes").want(t, 1, "", "may have been carried out")
	d.running.ClearFaults()
	tokens, err := d.running.Tokens(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range tokens {
		if token.Expired {
			d.token = token.Value
		}
	}
	if c := d.call("group", "list").want(t, 4, "", ""); strings.Contains(c.said, d.token) {
		t.Errorf("the token shows: %q", c.said)
	}
	d.token = ""
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d.callIn(ctx, "group", "list").want(t, 130, "", "interrupted")
	d.address = "http://127.0.0.1:1/api/v1"
	d.call("group", "list").want(t, 3, "", "refused the connection")
}

// A run that fails is exit 1, with why; one that does not end in time is 3.
func TestWaiting(t *testing.T) {
	d := sit(t)
	d.call("run", "start", "Net revenue retention", "--wait", "--json").want(t, 1, `"explanation"`, "the run ended as ERRORED")
	release, err := d.running.HoldRuns(emulator.HeldPending)
	if err != nil {
		t.Fatal(err)
	}
	second := make(chan called, 1)
	d.call("run", "start", "Weekly revenue", "--wait", "--timeout", "1s").want(t, 3, "PENDING", "")
	go func() { second <- d.call("run", "start", "Weekly revenue", "--wait", "--timeout", "2s") }()
	log := filepath.Join(d.state, "audit", "audit.jsonl")
	for answered := false; !answered; runtime.Gosched() {
		text, _ := os.ReadFile(log) // what cannot be read has nothing in it
		answered = bytes.Count(text, []byte(`"event":"answered"`)) == 3
	}
	// While one waits, the same may be started again: what it sent was answered.
	c := d.call("run", "start", "Weekly revenue", "--wait", "--timeout", "1s").want(t, 3, "PENDING", "has not ended within 1s")
	id := strings.Split(strings.Split(c.out, "\n")[1], "\t")[1]
	<-second // which asks how its run stands, too
	before := len(d.running.Requests())
	ended := make(chan called, 1)
	go func() { ended <- d.call("run", "watch", "Weekly revenue", id) }()
	for looked := false; !looked; runtime.Gosched() {
		looked = slices.ContainsFunc(d.running.Requests()[before:], func(r emulator.Request) bool { return r.Operation == "GetRunStatus" })
	}
	release()
	watched := (<-ended).want(t, 0, "\tCOMPLETED\t", "")
	lines := strings.Split(strings.TrimSuffix(watched.out, "\n"), "\n")
	if lines[0] != "at\tstatus\trun_id" || !strings.HasSuffix(lines[1], "Z\tPENDING\t"+id) ||
		!strings.HasSuffix(lines[len(lines)-1], "Z\tCOMPLETED\t"+id) {
		t.Errorf("it watched %q", watched.out)
	}
	for i, line := range lines { // every line is of the shape that the first says, and says something new
		if strings.Count(line, "\t") != 2 || i > 1 && strings.Split(line, "\t")[1] == strings.Split(lines[i-1], "\t")[1] {
			t.Errorf("line %d is %q", i, line)
		}
	}
	over := func(flags ...string) string {
		return d.call(append([]string{"run", "watch", "Weekly revenue", id}, flags...)...).want(t, 0, "COMPLETED", "").out
	}
	for shape, out := range map[string]string{
		`^at,status,run_id\n[^,]+Z,COMPLETED,` + id + `\n$`:                over("--csv"),
		`^\{"at":"[^"]+Z","status":"COMPLETED","run_id":"` + id + `"\}\n$`: over("--ndjson"),
		`^COMPLETED\n$`:                  over("--ndjson", "--jq", ".status"),
		`^\{"run":\{[^\n]+\}[^\n]*\}\n$`: over("--json"),
		`^status\nCOMPLETED\n$`:          over("--fields", "run.status"),
	} {
		if !regexp.MustCompile(shape).MatchString(out) {
			t.Errorf("%q is not of the shape %s", out, shape)
		}
	}
	link := d.id("run", "get", "Weekly revenue", id, "--jq", ".url")
	d.call("run", "get", link, "--jq", ".run_id").want(t, 0, id, "")
}

// What writes is asked about on a terminal, wants --yes without one, and is written down either way.
func TestAsking(t *testing.T) {
	d := sit(t)
	exists := func(name string) bool { return strings.Contains(d.call("group", "list", "-n", "500").out, name) }
	d.call("group", "create", "Night").want(t, 2, "", "--yes")
	d.call("group", "create", "Night", "--dry-run").want(t, 0, "POST /v1/groups", "")
	d.term.In, d.term.Err = true, true
	d.in = "no\n"
	d.call("group", "create", "Night").want(t, 4, "", "Do it? [y/N]")
	d.in = ""
	d.call("group", "create", "Night").want(t, 4, "", "declined")
	if exists("Night") {
		t.Fatal("it was made without consent")
	}
	d.in = "y\n"
	d.call("group", "create", "Night").want(t, 0, "Night", `{"name":"Night"}`)
	d.term.In, d.term.Err = false, false
	d.call("group", "rename", "Night", "Late", "--yes").want(t, 0, "Late", "")
	if !exists("Late") {
		t.Error("it was not renamed")
	}
	d.call("cell", "replace", "Weekly revenue", "refunds r", "refunds f").want(t, 2, "", "PATCH")
	log, err := os.ReadFile(filepath.Join(d.state, "audit", "audit.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`"decision":"confirmed_by_person"`, `"decision":"not_asked"`, `"decision":"dry_run"`,
		`"decision":"declined"`,
		`"client":"command line"`} {
		if !strings.Contains(string(log), text) {
			t.Errorf("the audit log has no %s", text)
		}
	}
}

// A command that was killed after it had sent something is not carried out a second time, unless that is said.
func TestCutOffIsNotRepeated(t *testing.T) {
	d := sit(t)
	create := []string{"project", "create", "Once only", "--yes"}
	count := func() int { return strings.Count(d.call("project", "list", "--all").out, "Once only") }
	d.call(create...).want(t, 0, "", "")
	path := filepath.Join(d.state, "audit", "audit.jsonl")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	sent := slices.IndexFunc(lines, func(l []byte) bool { return bytes.Contains(l, []byte(`"event":"intent"`)) })
	if err := os.WriteFile(path, bytes.Join(lines[:sent+1], nil), 0o600); err != nil { // as a kill right behind it leaves it
		t.Fatal(err)
	}
	d.call(create...).want(t, 4, "", "--again")
	d.call("project", "create", "Another", "--yes").want(t, 0, "", "")
	if n := count(); n != 1 {
		t.Errorf("there are %d of it", n)
	}
	d.call(append(create, "--again")...).want(t, 0, "", "")
	d.call(create...).want(t, 0, "", "")
	if n := count(); n != 3 {
		t.Errorf("there are %d of it after it was said twice", n)
	}
	// What gives a thing a state may be given again: nothing is sent where it has it.
	again := []string{"group", "add", "Finance", "jonas@acme.example", "--yes"}
	d.call(again...).want(t, 0, "", "")
	before := len(d.running.Requests())
	d.call(again...).want(t, 0, "", "")
	for _, r := range d.running.Requests()[before:] {
		if r.Method != "GET" {
			t.Errorf("it sent %s %s again", r.Method, r.Path)
		}
	}
}

// A source goes out and comes back byte for byte.
func TestSourceIsBytes(t *testing.T) {
	d := sit(t)
	file := filepath.Join(t.TempDir(), "cell.sql")
	const odd = "select 1;\r\n\t-- \u202eodd\x1b[31m, without an end\r\n  \\n 'ä'"
	if err := os.WriteFile(file, []byte(odd), 0o600); err != nil {
		t.Fatal(err)
	}
	cell := []string{"refunds", "--project", "Weekly revenue"}
	d.call(append([]string{"cell", "set", "-f", file, "--yes"}, cell...)...).want(t, 0, "", "")
	c := d.call(append([]string{"cell", "get"}, cell...)...).want(t, 0, "", "")
	if c.out != odd {
		t.Errorf("it came back as %q", c.out)
	}
	d.in = c.out
	d.call(append([]string{"cell", "set", "-f", "-", "--dry-run"}, cell...)...).want(t, 0, "Nothing would change", "")
	d.term.Out = true
	if shown := d.call(append([]string{"cell", "get"}, cell...)...).out; strings.ContainsAny(shown, "\x1b\u202e") {
		t.Errorf("a terminal is shown %q", shown)
	}
}

// Titles that were seen are completed, without a request.
func TestCompletion(t *testing.T) {
	d := sit(t)
	d.call("project", "list", "--all").want(t, 0, "", "")
	d.call("user", "list").want(t, 0, "", "")
	before := len(d.running.Requests())
	d.call("__complete", "project", "get", "week").want(t, 0, "Weekly revenue\t", "")
	d.call("__complete", "access", "users", "Weekly revenue", "jonas").want(t, 0, "jonas@acme.example=\t", "")
	d.call("__complete", "run", "").want(t, 0, "explain\t", "")
	if n := len(d.running.Requests()) - before; n != 0 {
		t.Errorf("a key press waits for %d requests", n)
	}
}

// broken is an output that is full.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// An output that cannot be written is a failure, and leaves no half file.
func TestOutputThatFails(t *testing.T) {
	d := sit(t)
	root := d.root([]string{"group", "list"})
	root.SetArgs([]string{"group", "list"})
	root.SetOut(broken{})
	root.SetErr(&bytes.Buffer{})
	var exit *exit.Error
	if err := root.ExecuteContext(t.Context()); !errors.As(err, &exit) || exit.Code != 1 ||
		!strings.Contains(err.Error(), "no space left") {
		t.Errorf("it ends with %v", err)
	}
	dir := t.TempDir()
	d.call("project", "get", "No such", "-o", filepath.Join(dir, "x")).want(t, 1, "", "")
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	d.call("group", "list", "-o", filepath.Join(dir, "none", "x")).want(t, 2, "", "cannot be written")
}

// Requests, their times and Hex's ids are said where that is wanted.
func TestVerbose(t *testing.T) {
	d := sit(t)
	c := d.call("group", "get", "Finance", "-v").want(t, 0, "maya@acme.example", "GET /groups")
	if !strings.Contains(c.said, " trace ") {
		t.Errorf("said %q", c.said)
	}
}

// Hostile titles do not act on a terminal.
func TestHostileTitles(t *testing.T) {
	running, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{Hostile: true, Cold: true})
	if err != nil {
		t.Fatal(err)
	}
	defer running.Close()
	d := &desk{t: t, running: running, state: t.TempDir(), term: Terminal{Out: true, Width: 120}}
	for _, args := range [][]string{{"project", "list", "--all"}, {"project", "list", "--all", "--json"},
		{"project", "search", ".*", "--csv"}} {
		c := d.call(args...)
		if c.code != 0 || strings.ContainsAny(c.out+c.said, "\x1b\x07\u202e\u0085") {
			t.Errorf("%v: exit code %d, %q", args, c.code, c.out)
		}
	}
}

// What the analyst says is printed, and nothing else is.
func TestAskingTheAnalyst(t *testing.T) {
	d := sit(t)
	c := d.call("thread", "ask", "How many orders did we have last month?", "--timeout", (10*time.Second).String()).want(t, 0, "", "")
	if !strings.ContainsAny(c.out, "0123456789") || strings.Contains(c.out, "thread_id") {
		t.Errorf("it printed %q", c.out)
	}
}
