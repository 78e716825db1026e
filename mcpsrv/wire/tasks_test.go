package wire

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"hextui/mcpsrv/wire/wiretest"

	"github.com/mark3labs/mcp-go/mcp"
)

// asker sends a request of the newer protocol with capabilities, on whatever transport, and reads its answer.
type asker func(method string, params map[string]any, capabilities string) wiretest.Reply

const takesTasks = `{"extensions":{"io.modelcontextprotocol/tasks":{}},"elicitation":{}}`

// taskState is a task as a client reads it.
type taskState struct {
	ResultType, TaskID, Status, StatusMessage string
	CreatedAt, LastUpdatedAt                  time.Time
	TTLMs, PollIntervalMs                     int
	Result                                    *struct {
		ResultType string
		IsError    bool
		Content    []struct{ Text string }
	}
	Error         *struct{ Code int }
	InputRequests map[string]struct {
		Method string
		Params struct{ Message string }
	}
}

func stateOf(t *testing.T, a wiretest.Reply) (s taskState) {
	t.Helper()
	var whole struct{ Result json.RawMessage }
	if err := json.Unmarshal([]byte(a.Raw), &whole); err != nil || a.Error != nil {
		t.Fatalf("got %s: %v", a.Raw, err)
	}
	if err := json.Unmarshal(whole.Result, &s); err != nil {
		t.Fatalf("got %s: %v", a.Raw, err)
	}
	return s
}

// onBoth runs a test with a server whose every call becomes a task, on streams and over HTTP.
func onBoth(t *testing.T, test func(*testing.T, *fixture, asker)) {
	t.Helper()
	fresh := func(t *testing.T) *fixture {
		f := newFixture(t)
		f.tasks.after = 0
		return f
	}
	t.Run("stdio", func(t *testing.T) {
		f := fresh(t)
		w := f.connect(t)
		test(t, f, func(method string, params map[string]any, capabilities string) wiretest.Reply {
			params["_meta"] = json.RawMessage(`{"io.modelcontextprotocol/protocolVersion":"2026-07-28","progressToken":"p",` +
				`"io.modelcontextprotocol/clientCapabilities":` + capabilities + `}`)
			_, line := w.Request(method, params)
			w.Send(line)
			return w.Read()
		})
	})
	t.Run("HTTP", func(t *testing.T) {
		f := fresh(t)
		w := f.web(t, HTTPOptions{})
		n := 0
		test(t, f, func(method string, params map[string]any, capabilities string) wiretest.Reply {
			n++
			name, _ := params["name"].(string)
			if id, ok := params["taskId"].(string); ok {
				name = id
			}
			all := w.Messages(w.Modern(n, method, name, params, capabilities))
			if len(all) != 1 {
				t.Fatalf("got %v", all)
			}
			return all[0]
		})
	})
}

// until asks for a task until it is in a state.
func (ask asker) until(t *testing.T, id, status string) taskState {
	t.Helper()
	for end := time.Now().Add(wiretest.Patience); time.Now().Before(end); {
		if s := stateOf(t, ask("tasks/get", args{"taskId": id}, takesTasks)); s.Status == status {
			return s
		}
	}
	t.Fatalf("the task is never %s", status)
	return taskState{}
}

func TestALongCallBecomesATask(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture, ask asker) {
		if a := ask("server/discover", args{}, takesTasks); !strings.Contains(a.Raw, `"extensions":{"io.modelcontextprotocol/tasks":{}}`) {
			t.Errorf("it is not said: %s", a.Raw)
		}
		begun := stateOf(t, ask("tools/call", args{"name": "hold", "arguments": args{"name": "work"}}, takesTasks))
		if begun.ResultType != "task" || begun.Status != "working" || begun.TaskID == "" || begun.TTLMs != 3600000 ||
			begun.PollIntervalMs != 2000 || begun.CreatedAt.IsZero() {
			t.Fatalf("the handle is %+v", begun)
		}
		waitFor(t, f.running)
		if s := stateOf(t, ask("tasks/get", args{"taskId": begun.TaskID}, takesTasks)); s.ResultType != "complete" ||
			s.Status != "working" || s.Result != nil {
			t.Errorf("while it works it is %+v", s)
		}
		f.release <- " done"
		for range 2 { // the answer can be had again
			s := ask.until(t, begun.TaskID, "completed")
			if s.ResultType != "complete" || s.Result == nil || s.Result.Content[0].Text != "work done" ||
				s.Result.ResultType != "complete" || s.LastUpdatedAt.Before(s.CreatedAt) {
				t.Errorf("in the end it is %+v", s)
			}
		}
		if a := ask("tasks/cancel", args{"taskId": begun.TaskID}, takesTasks); a.Error != nil {
			t.Errorf("the end of one that has ended: %s", a.Raw)
		}
		if s := ask.until(t, begun.TaskID, "completed"); s.Result == nil {
			t.Errorf("it was cancelled afterwards: %+v", s)
		}
	})
}

func TestAShortCallIsNoTask(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture, ask asker) {
		f.tasks.after = wiretest.Patience
		if a := ask("tools/call", args{"name": "echo", "arguments": args{"name": "x"}}, takesTasks); !strings.HasPrefix(a.Text(),
			"x from") {
			t.Errorf("got %s", a.Raw)
		}
	})
}

// Who has not declared the extension, with this very request, gets no task and learns nothing of one.
func TestTasksAreForThoseWhoDeclareThem(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture, ask asker) {
		if a := ask("tools/call", args{"name": "echo", "arguments": args{"name": "x"}}, `{}`); !strings.HasPrefix(a.Text(), "x from") {
			t.Errorf("got %s", a.Raw)
		}
		begun := stateOf(t, ask("tools/call", args{"name": "hold", "arguments": args{"name": "work"}}, takesTasks))
		for _, method := range []string{"tasks/get", "tasks/update", "tasks/cancel", "subscriptions/listen"} {
			a := ask(method, args{"taskId": begun.TaskID, "inputResponses": args{},
				"notifications": args{"taskIds": []string{begun.TaskID}}}, `{"elicitation":{}}`)
			if a.Error == nil || a.Error.Code != mcp.MISSING_REQUIRED_CLIENT_CAPABILITY ||
				!strings.Contains(a.Raw, `"requiredCapabilities":{"extensions":{"io.modelcontextprotocol/tasks":{}}}`) {
				t.Errorf("%s got %s", method, a.Raw)
			}
		}
		for _, method := range []string{"tasks/get", "tasks/update", "tasks/cancel"} {
			if a := ask(method, args{"taskId": "not-one", "inputResponses": args{}}, takesTasks); a.Error == nil ||
				a.Error.Code != mcp.INVALID_PARAMS {
				t.Errorf("%s of another got %s", method, a.Raw)
			}
		}
		waitFor(t, f.running)
		f.release <- " done"
		ask.until(t, begun.TaskID, "completed")
	})
}

func TestATaskIsCancelled(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture, ask asker) {
		begun := stateOf(t, ask("tools/call", args{"name": "hold", "arguments": args{"name": "work"}}, takesTasks))
		waitFor(t, f.running)
		if a := ask("tasks/cancel", args{"taskId": begun.TaskID}, takesTasks); a.Error != nil ||
			!strings.Contains(a.Raw, `"resultType":"complete"`) {
			t.Errorf("got %s", a.Raw)
		}
		if got := waitFor(t, f.ended); got != "work" {
			t.Errorf("%s was cancelled", got)
		}
		if s := ask.until(t, begun.TaskID, "cancelled"); s.Result != nil || s.Error != nil || s.StatusMessage == "" {
			t.Errorf("it is %+v", s)
		}
	})
}

func TestATaskThatFails(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture, ask asker) {
		begun := stateOf(t, ask("tools/call", args{"name": "late burst", "arguments": args{}}, takesTasks))
		f.release <- ""
		if s := ask.until(t, begun.TaskID, "failed"); s.Error == nil || s.Error.Code != mcp.INTERNAL_ERROR || s.Result != nil {
			t.Errorf("it is %+v", s)
		}
	})
}

// What a call says of its progress is the task's message. A person who is asked replies to the task, each time under another name.
func TestATaskTellsAndAsks(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture, ask asker) {
		begun := stateOf(t, ask("tools/call", args{"name": "late ask", "arguments": args{"name": "x"}}, takesTasks))
		f.release <- "halfway"
		waitFor(t, f.running)
		if s := stateOf(t, ask("tasks/get", args{"taskId": begun.TaskID}, takesTasks)); s.StatusMessage != "halfway" {
			t.Errorf("it says %+v", s)
		}
		names := map[string]bool{}
		for _, accepts := range []bool{false, true} {
			f.release <- ""
			asks := ask.until(t, begun.TaskID, "input_required")
			if len(asks.InputRequests) != 1 {
				t.Fatalf("it asks %+v", asks)
			}
			for name, q := range asks.InputRequests {
				if names[name] || q.Method != "elicitation/create" || q.Params.Message != "Sure?" {
					t.Errorf("it asks %s: %+v", name, q)
				}
				names[name] = true
				other := ask("tasks/update", args{"taskId": begun.TaskID, "inputResponses": args{"another": args{"action": "accept"}}},
					takesTasks)
				if s := stateOf(t, ask("tasks/get", args{"taskId": begun.TaskID}, takesTasks)); other.Error != nil ||
					s.Status != "input_required" {
					t.Errorf("the reply to no question: %s, and %+v", other.Raw, s)
				}
				action := map[bool]string{true: "accept", false: "decline"}[accepts]
				if a := ask("tasks/update", args{"taskId": begun.TaskID,
					"inputResponses": args{name: args{"action": action, "content": args{}}}}, takesTasks); a.Error != nil {
					t.Errorf("the reply: %s", a.Raw)
				}
			}
		}
		if s := ask.until(t, begun.TaskID, "completed"); s.Result == nil || s.Result.Content[0].Text != "x with round 2" {
			t.Errorf("in the end it is %+v", s)
		}
	})
}

// A task that was kept for its time is gone, and so is one whose server closes; one too many is an ordinary call.
func TestTasksEnd(t *testing.T) {
	f := newFixture(t)
	f.tasks.after, f.tasks.most = 0, 1
	w := f.connect(t)
	meta := json.RawMessage(`{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":` +
		takesTasks + `}`)
	send := func(method string, params map[string]any) {
		params["_meta"] = meta
		_, line := w.Request(method, params)
		w.Send(line)
	}
	send("tools/call", args{"name": "hold", "arguments": args{"name": "first"}})
	first := stateOf(t, w.Read())
	waitFor(t, f.running)
	send("tools/call", args{"name": "hold", "arguments": args{"name": "second"}})
	waitFor(t, f.running)
	f.release <- "!"
	f.release <- "!"
	if a := w.Read(); a.Text() != "second!" {
		t.Fatalf("got %s", a.Raw)
	}
	f.tasks.find(first.TaskID).ttl = 0
	send("tasks/get", args{"taskId": first.TaskID})
	if a := w.Read(); a.Error == nil || a.Error.Code != mcp.INVALID_PARAMS {
		t.Errorf("got %s", a.Raw)
	}
	send("tools/call", args{"name": "hold", "arguments": args{"name": "third"}})
	if s := stateOf(t, w.Read()); s.ResultType != "task" {
		t.Errorf("there is no room: %+v", s)
	}
	waitFor(t, f.running)
	w.Cancel()
	if got := waitFor(t, f.ended); got != "third" {
		t.Errorf("%s ended", got)
	}
	if err := w.Wait(); err != nil {
		t.Fatal(err)
	}
}

// A server that closes lets a task end, as it lets calls.
func TestHTTPTaskHasItsGrace(t *testing.T) {
	f := newFixture(t)
	f.tasks.after = 0
	w := f.web(t, HTTPOptions{})
	if s := stateOf(t, w.Messages(w.Modern(1, "tools/call", "hold", args{"name": "hold", "arguments": args{"name": "work"}},
		takesTasks))[0]); s.ResultType != "task" {
		t.Fatalf("got %+v", s)
	}
	waitFor(t, f.running)
	w.Stop()
	select {
	case f.release <- " in time":
	case name := <-f.ended:
		t.Errorf("%s was cancelled", name)
	}
}

// Of servers that any of can answer none keeps tasks.
func TestHTTPStatelessHasNoTasks(t *testing.T) {
	f := newFixture(t)
	f.tasks.after = 0
	w := f.web(t, HTTPOptions{Stateless: true})
	go func() { f.release <- " done" }()
	all := w.Messages(w.Modern(1, "tools/call", "hold", args{"name": "hold", "arguments": args{"name": "work"}}, takesTasks))
	if len(all) != 1 || all[0].Text() != "work done" {
		t.Errorf("got %v", all)
	}
}

// The header of a request about a task names the task, so that whoever distributes requests finds its server.
func TestHTTPTaskHeader(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{})
	resp := w.Modern(1, "tasks/get", "another", args{"taskId": "one"}, takesTasks)
	if all := w.Messages(resp); resp.StatusCode != 400 || len(all) != 1 || all[0].Error.Code != mcp.HEADER_MISMATCH {
		t.Errorf("%s %v", resp.Status, all)
	}
}

// The older protocol has no such thing.
func TestTasksAreTheNewerProtocols(t *testing.T) {
	f := newFixture(t)
	f.tasks.after = 0
	w := f.connect(t)
	if a := w.Handshake("old", json.RawMessage(takesTasks)); strings.Contains(a.Raw, "tasks") {
		t.Errorf("the handshake says %s", a.Raw)
	}
	w.Call("hold", "work")
	waitFor(t, f.running)
	f.release <- " done"
	if a := w.Read(); a.Text() != "work done" {
		t.Errorf("got %s", a.Raw)
	}
	_, line := w.Request("tasks/get", args{"taskId": "x"})
	w.Send(line)
	if a := w.Read(); a.Error == nil {
		t.Errorf("got %s", a.Raw)
	}
}

// Replies may come one by one: what was answered is not asked again, and what was not stays.
func TestATaskKeepsTheRepliesThatHaveCome(t *testing.T) {
	of := &task{status: taskAsks, questions: map[string]json.RawMessage{"one" + roundMark + "1": nil, "other" + roundMark + "1": nil}}
	of.replied(map[string]json.RawMessage{"one" + roundMark + "1": json.RawMessage(`1`), "nobody's": json.RawMessage(`2`)})
	_, left := of.questions["other"+roundMark+"1"]
	if of.status != taskAsks || len(of.questions) != 1 || !left || len(of.replies) != 1 || string(of.replies["one"]) != "1" {
		t.Errorf("got %s, %v, %v", of.status, of.questions, of.replies)
	}
}
