package mcpsrv

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/wire/wiretest"
)

// clocked is a workspace of a few answers in the time of the test.
type clocked struct {
	began time.Time
	// ends is when runs and threads end, after the beginning.
	ends time.Duration
	// refuse is the Retry-After of so many refusals.
	refuse string
	times  int
	sent   []string
}

func (h *clocked) RoundTrip(r *http.Request) (*http.Response, error) {
	h.sent = append(h.sent, r.Method+" "+strings.TrimPrefix(r.URL.Path, "/api/v1"))
	status, head := http.StatusOK, http.Header{"Content-Type": {"application/json"}}
	body := map[string]any{"values": []any{}, "pagination": map[string]any{}}
	over := time.Since(h.began) >= h.ends
	switch at := r.URL.Path; {
	case h.times > 0:
		h.times--
		status = http.StatusTooManyRequests
		head.Set("Retry-After", h.refuse)
		body = map[string]any{"code": "TOO_MANY_REQUESTS", "message": "Too many requests. Try again in " + h.refuse + " seconds."}
	case strings.Contains(at, "/runs/"):
		run := map[string]any{"projectId": theProject, "runId": path.Base(at), "status": "RUNNING", "startTime": h.began,
			"runTrigger": "API"}
		if over {
			run["status"], run["endTime"] = "COMPLETED", h.began.Add(h.ends)
		}
		body = run
	case strings.HasSuffix(at, "/runs"):
		body = map[string]any{"projectId": theProject, "runId": runNo(1), "runUrl": "https://hex.example/r"}
	case strings.Contains(at, "/projects/"):
		body = map[string]any{"id": theProject, "title": "Weekly revenue", "type": "PROJECT"}
	case strings.HasSuffix(at, "/threads"):
		body = map[string]any{"threadId": theThread, "url": "https://hex.example/t"}
	case strings.Contains(at, "/threads/"):
		thread := map[string]any{"threadId": theThread, "title": "t", "type": "THREAD", "status": "RUNNING", "response": nil}
		if over {
			thread["status"], thread["response"] = "IDLE", []any{map[string]any{"type": "text", "text": "42"}}
		}
		body = thread
	case strings.Contains(at, "/groups/"):
		body = map[string]any{"id": runNo(0), "name": "Night shift"}
	}
	raw, err := json.Marshal(body)
	return &http.Response{StatusCode: status, Header: head, Body: io.NopCloser(strings.NewReader(string(raw))), Request: r}, err
}

const (
	theProject = "00000000-0000-4000-8000-00000000000a"
	theThread  = "00000000-0000-4000-8000-00000000000b"
)

func runNo(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// patron is a client of such a workspace, with Hex's limits.
type patron struct {
	*wiretest.Lines
	t *testing.T
	clocked
}

func newPatron(t *testing.T, o Options) *patron {
	t.Helper()
	p := &patron{t: t, clocked: clocked{began: time.Now(), ends: 24 * time.Hour}}
	client, err := hex.New(hex.Options{BaseURL: "https://hex.example", Keep: 1 << 20, Transport: &p.clocked})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	o.Client, o.Confirm = client, ConfirmNever
	p.Lines = connect(t, New(o))
	return p
}

const (
	plainCall  = `{}`
	hearsCall  = `{"progressToken":"p"}`
	taskedCall = `{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":` +
		`{"extensions":{"io.modelcontextprotocol/tasks":{}}}}`
)

// ask sends a request and returns its answer, with the notifications before it.
func (p *patron) ask(method string, params args, meta string) (notes []string, r wiretest.Reply) {
	p.t.Helper()
	params["_meta"] = json.RawMessage(meta)
	_, line := p.Request(method, params)
	p.Send(line)
	for {
		if r = p.Read(); r.Method == "" {
			return notes, r
		}
		notes = append(notes, r.Raw)
	}
}

func (p *patron) call(tool string, given args, meta string) (notes []string, r wiretest.Reply) {
	p.t.Helper()
	return p.ask("tools/call", args{"name": tool, "arguments": given}, meta)
}

func (p *patron) status(run int, meta string) (notes []string, r wiretest.Reply) {
	p.t.Helper()
	return p.call("get_hex_run_status", args{"project_id": theProject, "run_id": runNo(run)}, meta)
}

// limited is the failure of a call that met a request limit.
func (p *patron) limited(r wiretest.Reply) answer.Failure {
	p.t.Helper()
	var body struct{ Error answer.Failure }
	if err := json.Unmarshal(r.Result.StructuredContent, &body); err != nil || body.Error.Kind != string(hex.RateLimited) {
		p.t.Fatalf("got %s", r.Raw)
	}
	if text := r.Text(); !strings.Contains(text, body.Error.Message) || !strings.Contains(text, body.Error.Hint) ||
		strings.Count(strings.ToLower(text), "try again in") != 1 {
		p.t.Errorf("the text is %s", text)
	}
	return body.Error
}

// The 31st call of a minute is answered at once: with what is known, or with when to call again, and which limit it is.
func TestNoCallHangsInSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPatron(t, Options{})
		p.Handshake("c", args{})
		for n := range 30 {
			if _, r := p.status(n, plainCall); r.Result.IsError {
				t.Fatal(r.Raw)
			}
		}
		time.Sleep(12 * time.Second)
		before := time.Now()
		_, r := p.status(30, plainCall)
		f := p.limited(r)
		if f.RetryAfterS != 48 || !strings.Contains(f.Message, "Hex's limit of 30 requests a minute for single projects, runs,") ||
			!strings.Contains(f.Message, "at most 20s are waited") ||
			!strings.Contains(f.Hint, "calls that need other requests still work") {
			t.Errorf("got %+v", f)
		}
		_, r = p.status(7, plainCall)
		var known struct {
			RunID  string `json:"run_id"`
			Cached struct {
				AgeS        int `json:"age_s"`
				RetryAfterS int `json:"retry_after_s"`
				Why         string
			}
		}
		if err := json.Unmarshal(r.Result.StructuredContent, &known); err != nil || r.Result.IsError || known.RunID != runNo(7) ||
			known.Cached.AgeS != 12 || known.Cached.RetryAfterS != 48 || !strings.Contains(known.Cached.Why, "30 requests a minute") {
			t.Errorf("got %s", r.Raw)
		}
		if !strings.HasPrefix(r.Text(), "From the cache, 12 s old (as of ") ||
			!strings.Contains(r.Text(), "asked again in 48 s.\nRun "+runNo(7)) {
			t.Errorf("the text is %s", r.Text())
		}
		if _, r = p.call("list_hex_groups", args{}, plainCall); r.Result.IsError || strings.Contains(r.Text(), "cache") {
			t.Errorf("what has another limit: %s", r.Raw)
		}
		if len(p.sent) != 31 || !time.Now().Equal(before) {
			t.Errorf("%d were sent, it took %v", len(p.sent), time.Since(before))
		}
		// A write may have changed what is known.
		if _, r = p.call("update_hex_group", args{"group_id": runNo(0), "name": "Day shift"}, plainCall); r.Result.IsError {
			t.Fatal(r.Raw)
		}
		_, r = p.status(7, plainCall)
		p.limited(r)

		time.Sleep(34 * time.Second)
		began := time.Now()
		notes, r := p.status(31, hearsCall)
		if r.Result.IsError || time.Since(began) != 14*time.Second || len(notes) != 3 ||
			!strings.Contains(notes[0], "waits another 14 s for the limit of 30 requests a minute for single projects") {
			t.Errorf("%s after %v, told %q", r.Raw, time.Since(began), notes)
		}
	})
}

func TestTheFlagBoundsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPatron(t, Options{MaxWait: time.Minute})
		p.Handshake("c", args{})
		for n := range 30 {
			p.status(n, plainCall)
		}
		if notes, r := p.status(30, hearsCall); r.Result.IsError || time.Since(p.began) != time.Minute || len(notes) < 12 {
			t.Errorf("%s after %v, told %d times", r.Raw, time.Since(p.began), len(notes))
		}
	})
}

// What Hex refuses is waited out for a client that hears of it; who does not is told when to come again.
func TestARefusalIsWaitedOutForWhoHearsOfIt(t *testing.T) {
	for _, c := range []struct {
		meta, after string
		took        time.Duration
		says        string
	}{
		{hearsCall, "90", 180 * time.Second, ""},
		{plainCall, "90", 0, "Too many requests. Hex asks for a pause of 1m30s, and at most 20s are waited."},
		{hearsCall, "1800", 0, "Too many requests. Hex asks for a pause of 30m, and at most 5m are waited."},
		{plainCall, "6", 12 * time.Second, ""},
	} {
		t.Run(c.after, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPatron(t, Options{})
				p.Handshake("c", args{})
				p.refuse, p.times = c.after, 2
				began := time.Now()
				notes, r := p.status(1, c.meta)
				if time.Since(began) != c.took {
					t.Errorf("%s after %v", r.Raw, time.Since(began))
				}
				all := strings.Join(notes, "\n")
				warned := strings.Count(all, `"level":"warning"`)
				switch {
				case c.says != "":
					f := p.limited(r)
					if f.Message != c.says || fmt.Sprint(f.RetryAfterS) != c.after || f.Status != 429 || len(notes) > 0 ||
						!strings.Contains(f.Hint, "60 requests a minute in all, 30 requests a minute for single projects") {
						t.Errorf("got %+v, told %s", f, all)
					}
				case r.Result.IsError || warned == 0 || warned > 8:
					t.Errorf("got %s, warned %d times", r.Raw, warned)
				case c.meta == hearsCall && strings.Count(all, "notifications/progress") < 30:
					t.Errorf("told %s", all)
				}
			})
		})
	}
}

// taskOf waits for a task, as a client does.
func (p *patron) taskOf(tool string, given args) (first, last string) {
	p.t.Helper()
	_, r := p.call(tool, given, taskedCall)
	first = r.Raw
	var task struct{ Result struct{ TaskID string } }
	if err := json.Unmarshal([]byte(r.Raw), &task); err != nil || task.Result.TaskID == "" {
		p.t.Fatalf("%s is no task: %s", tool, r.Raw)
	}
	for range 100 {
		time.Sleep(10 * time.Second)
		if _, r = p.ask("tasks/get", args{"taskId": task.Result.TaskID}, taskedCall); !strings.Contains(r.Raw, `"status":"working"`) {
			return first, r.Raw
		}
	}
	p.t.Fatalf("%s does not end: %s", tool, r.Raw)
	return "", ""
}

// A call that has become a task waits until what it waits for has ended, beyond the time that a client waits for an answer.
func TestATaskLastsUntilTheEnd(t *testing.T) {
	for tool, c := range map[string]struct {
		given args
		says  string
	}{
		"wait_hex_run":    {args{"project_id": theProject, "run_id": runNo(1)}, `"finished":true`},
		"run_hex_project": {args{"project_id": theProject, "wait_s": 30}, `"finished":true`},
		"ask_hex":         {args{"prompt": "How much?", "timeout_s": 20}, `"outcome":"found"`},
	} {
		t.Run(tool, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newPatron(t, Options{})
				p.ends = 10 * time.Minute
				if _, last := p.taskOf(tool, c.given); !strings.Contains(last, c.says) || time.Since(p.began) < p.ends {
					t.Errorf("after %v: %s", time.Since(p.began), last)
				}
			})
			synctest.Test(t, func(t *testing.T) {
				p := newPatron(t, Options{})
				p.Handshake("c", args{})
				p.ends = 10 * time.Minute
				if _, r := p.call(tool, c.given, hearsCall); strings.Contains(r.Raw, c.says) || time.Since(p.began) > time.Minute {
					t.Errorf("who takes no tasks: after %v %s", time.Since(p.began), r.Raw)
				}
			})
		})
	}
}

// What is known is answered before somebody waits for minutes.
func TestWhatIsKnownIsNotWaitedForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPatron(t, Options{})
		p.Handshake("c", args{})
		p.status(1, hearsCall)
		p.refuse, p.times = "90", 1
		if _, r := p.status(1, hearsCall); r.Result.IsError || time.Since(p.began) != 0 ||
			!strings.Contains(r.Text(), "Hex refuses requests as too many (429). Hex can be asked again in 1 min 30 s.") {
			t.Errorf("got %s after %v", r.Raw, time.Since(p.began))
		}
	})
}
