package mcpsrv

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/hex/hextest"
)

// scripted is a workspace whose one thread goes through a script: one step each time that it is looked at.
type scripted struct {
	mu    sync.Mutex
	steps []hex.Thread
	// status, if set, is with what every look is refused.
	status int
	// faults are the status of single looks, by number from 1.
	faults  map[int]int
	asked   []string
	looks   int
	created int
}

// answer is the API over the script.
func (s *scripted) answer(r *http.Request) (int, any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Method == http.MethodGet {
		s.looks++
		t := s.steps[min(s.looks, len(s.steps))-1]
		t.ID = anID
		if status := cmp.Or(s.faults[s.looks], s.status); status > 0 {
			return status, map[string]string{"reason": "No."}, nil
		}
		return http.StatusOK, t, nil
	}
	var sent hex.NewThread
	if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
		return 0, nil, err
	}
	s.asked = append(s.asked, sent.Text)
	if strings.HasSuffix(r.URL.Path, "/threads") {
		s.created++
	}
	return http.StatusOK, hex.ThreadHandle{ThreadID: anID, URL: "https://app.hex.tech/acme/thread/" + anID}, nil
}

func saying(status hex.ThreadStatus, text string) hex.Thread {
	t := hex.Thread{Status: status}
	if text != "" {
		t.Response = []hex.ThreadPart{{Type: "text", Text: text}}
	}
	return t
}

// askAgent is a client over a scripted workspace, for which time passes only while something is waited for.
func askAgent(t *testing.T, work *scripted) *agent {
	t.Helper()
	a := &agent{t: t}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	a.server = New(Options{Client: hextest.Answering(work.answer).Client(t), Confirm: ConfirmNever, Now: func() time.Time { return now },
		Pause: func(_ context.Context, d time.Duration) error { now = now.Add(d); return nil }})
	a.client = connected(t, a.server)
	a.begin()
	return a
}

func TestAskIsFoundOnlyWhenHexSaysSo(t *testing.T) {
	running, idle := hex.ThreadRunning, hex.ThreadIdle
	failed := saying(hex.ThreadError, "")
	failed.Error = &hex.ThreadFailure{Type: "NO_DATA", Message: "There is nothing."}
	for _, c := range []struct {
		name    string
		given   args
		steps   []hex.Thread
		outcome string
		value   string
		status  string
	}{
		{"found", args{"prompt": "q"}, []hex.Thread{saying(running, ""), saying(running, "thinking"), saying(idle, "It is 42.")}, "found",
			"It is 42.", "IDLE"},
		{"a group", args{"prompt": "q", "pattern": `is (\d+)`}, []hex.Thread{saying(idle, "It is 42.")}, "found", "42", "IDLE"},
		{"all of a match", args{"prompt": "q", "pattern": `\d+`}, []hex.Thread{saying(idle, "It is 42.")}, "found", "42", "IDLE"},
		{"no match", args{"prompt": "q", "pattern": `\d{9}`}, []hex.Thread{saying(idle, "It is 42.")}, "not_found", "", "IDLE"},
		{"no answer", args{"prompt": "q"}, []hex.Thread{saying(idle, "")}, "not_found", "", "IDLE"},
		{"an error", args{"prompt": "q"}, []hex.Thread{saying(running, ""), failed}, "error", "", "ERROR"},
		{"too slow", args{"prompt": "q", "timeout_s": 20}, []hex.Thread{saying(running, "the answer is idle")}, "timeout", "", "RUNNING"},
		{"a status nobody knows", args{"prompt": "q"}, []hex.Thread{saying("FINISHED_MAYBE", "It is 42.")}, "timeout", "",
			"FINISHED_MAYBE"},
		{"a status nobody knows, on the way", args{"prompt": "q"}, []hex.Thread{saying("PROCESSING", "x"), saying(idle, "y")}, "found",
			"y", "IDLE"},
		{"waiting on", args{"thread_id": anID}, []hex.Thread{saying(running, ""), saying(running, ""), saying(idle, "done")}, "found",
			"done", "IDLE"},
		{"asking on, and the old answer is still there", args{"thread_id": anID, "prompt": "and?"},
			[]hex.Thread{saying(idle, "old"), saying(idle, "old"), saying(running, "old"), saying(idle, "new")}, "found", "new", "IDLE"},
		{"asking on, and only the old answer comes", args{"thread_id": anID, "prompt": "and?"}, []hex.Thread{saying(idle, "old")},
			"timeout", "", "IDLE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			work := &scripted{steps: c.steps}
			a := askAgent(t, work)
			var got asked
			text := a.call("ask_hex", c.given, &got)
			if got.Outcome != c.outcome || got.Value != c.value || got.Status != c.status || got.ThreadID != anID ||
				!strings.HasPrefix(text, c.outcome) {
				t.Errorf("got %+v", got)
			}
			if c.outcome == "error" && (got.ErrorType != "NO_DATA" || strings.Contains(got.Error, "NO_DATA")) {
				t.Errorf("it failed for %q: %s", got.ErrorType, got.Error)
			}
			for _, part := range c.steps[len(c.steps)-1].Response {
				if said := strings.Count(got.Value+" "+got.Raw, part.Text); c.outcome != "timeout" && said != 1 {
					t.Errorf("the answer is said %d times: %+v", said, got)
				}
			}
			if c.outcome == "timeout" && (!strings.Contains(got.Next, "thread_id") &&
				!strings.Contains(got.Next, "not taken for finished") || got.WaitedS > 50) {
				t.Errorf("got %+v", got)
			}
			if c.given["thread_id"] != nil && work.created > 0 {
				t.Error("a second thread was made")
			}
		})
	}
}

// What the analyst thought is not answered, groups have their names, and a failure is a sentence with advice.
func TestAskJudgesLikeTheOtherFaces(t *testing.T) {
	failed := saying(hex.ThreadError, "")
	failed.Error = &hex.ThreadFailure{Type: "PROVIDER_QUOTA_EXCEEDED", Message: "org-7f3 is over quota"}
	work := &scripted{steps: []hex.Thread{saying(hex.ThreadIdle, "<thinking>USD 1?</thinking>EUR 42")}}
	a := askAgent(t, work)
	var got struct {
		asked
		Groups map[string]string `json:"groups"`
	}
	a.call("ask_hex", args{"prompt": "q", "pattern": `(?P<currency>[A-Z]{3}) (?P<amount>\d+)`}, &got)
	if got.Outcome != "found" || got.Groups["currency"] != "EUR" || got.Groups["amount"] != "42" || got.Raw != "EUR 42" {
		t.Errorf("got %+v", got)
	}
	work.steps = []hex.Thread{failed}
	text := a.call("ask_hex", args{"prompt": "q"}, &got)
	if got.Outcome != "error" ||
		!strings.Contains(text, "quota with the model's provider is used up") || strings.Contains(text, "org-7f3") {
		t.Errorf("got %s", text)
	}
}

func TestNoToolAsksToWrite(t *testing.T) {
	work := &scripted{steps: []hex.Thread{saying(hex.ThreadIdle, "x")}}
	a := askAgent(t, work)
	for _, call := range []struct {
		tool  string
		given args
	}{
		{"ask_hex", args{"prompt": "Run: delete from orders where id = 1"}},
		{"ask_hex", args{"prompt": "See below", "context": "DROP TABLE orders"}},
		{"ask_hex", args{"thread_id": anID, "prompt": "DROP TABLE orders"}},
		{"create_thread", args{"prompt": "update orders set total = 0"}},
		{"continue_thread", args{"thread_id": anID, "prompt": "TRUNCATE TABLE orders"}},
	} {
		if f := a.fail(call.tool, call.given); !strings.Contains(f.Message, "statement that writes") ||
			!strings.Contains(f.Hint, "select") {
			t.Errorf("%s: got %+v", call.tool, f)
		}
	}
	const query = "select count(*)\n  from orders -- all\n where status = 'deleted'"
	a.call("ask_hex", args{"prompt": query}, &asked{})
	if len(work.asked) != 1 || work.asked[0] != query {
		t.Errorf("asked %q", work.asked)
	}
}

func TestAskKeepsTheThreadWhenItFails(t *testing.T) {
	work := &scripted{steps: []hex.Thread{{}}, status: http.StatusForbidden}
	a := askAgent(t, work)
	if f := a.fail("ask_hex", args{"prompt": "q"}); f.Kind != "forbidden" || !strings.Contains(f.Hint, anID) {
		t.Errorf("got %+v", f)
	}
	work.status, work.steps = 0, []hex.Thread{saying(hex.ThreadRunning, "")}
	if f := a.fail("ask_hex", args{"thread_id": anID, "prompt": "more"}); f.Kind != "unprocessable" ||
		!strings.Contains(f.Hint, "no prompt") || len(work.asked) != 1 {
		t.Errorf("got %+v, asked %v", f, work.asked)
	}
	work.steps = []hex.Thread{saying(hex.ThreadIdle, "x")}
	a.call("ask_hex", args{"prompt": "q", "context": "of Acme"}, &asked{})
	if last := work.asked[len(work.asked)-1]; last != "q\n\nContext:\nof Acme" {
		t.Errorf("asked %q", last)
	}
}

// A look that fails in a way that passes is done once more, one that is refused never.
func TestAskLooksOnceMore(t *testing.T) {
	for _, c := range []struct {
		faults map[int]int
		kind   string
		looks  int
	}{
		{map[int]int{1: 503}, "", 2},
		{map[int]int{1: 503, 2: 500}, "server", 2},
		{map[int]int{1: 401}, "unauthorized", 1},
		{map[int]int{1: 403}, "forbidden", 1},
	} {
		work := &scripted{steps: []hex.Thread{saying(hex.ThreadIdle, "42")}, faults: c.faults}
		a := askAgent(t, work)
		if c.kind == "" {
			var got asked
			if a.call("ask_hex", args{"prompt": "q"}, &got); got.Outcome != "found" || work.looks != c.looks {
				t.Errorf("%v: got %+v after %d looks", c.faults, got, work.looks)
			}
		} else if f := a.fail("ask_hex", args{"prompt": "q"}); f.Kind != c.kind || work.looks != c.looks ||
			!strings.Contains(f.Hint, anID) {
			t.Errorf("%v: got %+v after %d looks", c.faults, f, work.looks)
		}
		if len(work.asked) != 1 {
			t.Errorf("%v: asked %d times", c.faults, len(work.asked))
		}
	}
}

// Every question may be pointed at a connection, projects and tables, a further one too.
func TestWhatAQuestionIsPointedAtIsSent(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	if err := a.work.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	var begun asked
	a.call("ask_hex", args{"prompt": "How many orders did we have last month?", "timeout_s": 1}, &begun)
	if err := a.work.Settled(t.Context()); err != nil {
		t.Fatal(err)
	}
	var connections connectionPage
	a.call("list_hex_data_connections", nil, &connections)
	shop, project := connections.Connections[0].ID, a.find("Weekly revenue")
	for tool, given := range map[string]args{"create_thread": {}, "ask_hex": {}, "continue_thread": {"thread_id": begun.ThreadID}} {
		given["prompt"], given["dry_run"] = "And by region?", true
		given["data_connection_id"], given["attached_project_ids"], given["table_ids"] = shop, []string{project}, []string{"t1", "t2"}
		var plan dryRunResult
		a.call(tool, given, &plan)
		body := string(plan.Plan.Requests[0].Body)
		for _, want := range []string{`"dataConnectionId":"` + shop + `"`, `"projectIds":["` + project + `"]`, `"tableIds":["t1","t2"]`} {
			if !strings.Contains(body, want) {
				t.Errorf("%s sends %s, without %s", tool, body, want)
			}
		}
	}
}

func TestThreads(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	if err := a.work.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	work := a.work
	a = a.with(Options{Confirm: ConfirmNever, Pause: func(ctx context.Context, _ time.Duration) error { return work.Settled(ctx) }})
	var answer asked
	a.call("ask_hex", args{"prompt": "How many orders did we have last month?", "pattern": `[\d,]+`}, &answer)
	if answer.Outcome != "found" || answer.Value == "" || answer.Source == "" || answer.ThreadID == "" {
		t.Fatalf("got %+v", answer)
	}
	var more asked
	a.call("ask_hex", args{"thread_id": answer.ThreadID, "prompt": "And how much revenue?"}, &more)
	if more.Outcome != "found" || more.ThreadID != answer.ThreadID || more.Value == "" || more.Raw != "" || more.Value == answer.Raw {
		t.Errorf("got %+v", more)
	}
	for _, name := range []string{"thread_id", "id"} {
		var shown threadShown
		text := a.call("get_thread", args{name: answer.ThreadID, "messages": 10}, &shown)
		if !shown.Finished || strings.TrimSpace(shown.Answer) != more.Value || len(shown.Messages) < 4 || len(shown.Parts) == 0 ||
			!strings.Contains(text, shown.Answer) {
			t.Errorf("got %+v", shown)
		}
	}
	var started threadStarted
	a.call("continue_thread", args{"id": answer.ThreadID, "prompt": "And the month before?"}, &started)
	if started.ThreadID != answer.ThreadID || !strings.Contains(started.Next, "get_thread") {
		t.Errorf("got %+v", started)
	}
	if err := a.work.Settled(t.Context()); err != nil {
		t.Fatal(err)
	}
	var page threadPage
	a.call("list_hex_threads", args{"limit": 1, "source": "PUBLIC_API"}, &page)
	if len(page.Threads) != 1 || page.Threads[0].ID != answer.ThreadID {
		t.Errorf("got %+v", page)
	}
}
