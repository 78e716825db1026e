package emulator

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

func (w *world) fault(f Fault) {
	w.t.Helper()
	if err := w.AddFault(f); err != nil {
		w.t.Fatal(err)
	}
}

func TestStatusFaults(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	for _, c := range []struct {
		fault       Fault
		contentType string
		text        string
	}{
		{Fault{Kind: Status, Status: 401}, "text/plain; charset=utf-8", "Unauthorized"},
		{Fault{Kind: Status, Status: 403}, "application/json", `"code":"FORBIDDEN"`},
		{Fault{Kind: Status, Status: 429, RetryAfter: "7"}, "application/json", `"code":"TOO_MANY_REQUESTS"`},
		{Fault{Kind: Status, Status: 429}, "application/json", `"code":"TOO_MANY_REQUESTS"`},
		{Fault{Kind: Status, Status: 500}, "application/json", `"code":"INTERNAL_SERVER_ERROR"`},
		{Fault{Kind: Status, Status: 503}, "application/json", `"code":"SERVICE_UNAVAILABLE"`},
		{Fault{Kind: HTML}, "text/html", "<h1>502 Bad Gateway</h1>"},
		{Fault{Kind: Status, Status: 418, Body: "{}", ContentType: "application/x-tea"}, "application/x-tea", "{}"},
	} {
		c.fault.Times, c.fault.Operation = 1, "Me"
		w.fault(c.fault)
		w.get("/groups").is(200) // another operation
		status := c.fault.Status
		if c.fault.Kind == HTML {
			status = 502
		}
		r := w.get("/users/me").is(status)
		if r.header.Get("Content-Type") != c.contentType || !strings.Contains(r.text, c.text) ||
			r.header.Get("Retry-After") != c.fault.RetryAfter {
			t.Errorf("%+v gave %s with %v", c.fault, r.text, r.header)
		}
		w.get("/users/me").is(200) // it was for one request
	}
	w.fault(Fault{Kind: Status, Status: 500, Operation: "ListGroups", Times: 1})
	w.get("/groups").refusedWith(500, older, "Internal")
}

func TestBrokenAnswers(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	t.Run("truncated", func(t *testing.T) {
		w.fault(Fault{Kind: Truncate, Times: 1})
		response, err := w.try(w.Token(), "GET", "/users", "")
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if !errors.Is(err, io.ErrUnexpectedEOF) || len(text) == 0 || response.StatusCode != 200 {
			t.Errorf("%d bytes of a %d, then %v", len(text), response.StatusCode, err)
		}
	})
	t.Run("garbage", func(t *testing.T) {
		w.fault(Fault{Kind: Garbage, Times: 1, Path: "/api/v1/users"})
		response, err := w.try(w.Token(), "GET", "/users", "")
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil || json.Valid(text) {
			t.Errorf("%q, %v", text, err)
		}
	})
	t.Run("reset", func(t *testing.T) {
		w.fault(Fault{Kind: Reset, Times: 1, Method: "POST"})
		_, err := w.try(w.Token(), "POST", "/projects", `{"title":"Never"}`)
		if !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
			t.Errorf("the connection ended with %v", err)
		}
	})
}

func TestLateFaultsComeAfterTheWork(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	cell := w.cell(w.project("Weekly revenue"), "Notes")
	for _, f := range []Fault{
		{Kind: Reset, Operation: "UpdateCell", Times: 1, Late: true},
		{Kind: HTML, Operation: "UpdateCell", Times: 1, Late: true},
		{Kind: Status, Status: 500, Operation: "UpdateCell", Times: 1, Late: true},
		{Kind: Truncate, Operation: "UpdateCell", Times: 1},
	} {
		w.fault(f)
		words := string(f.Kind)
		response, err := w.try(w.Token(), "PATCH", "/cells/"+cell.ID, `{"contents":{"markdownCell":{"source":"`+words+`"}}}`)
		if err == nil {
			_ = response.Body.Close()
		}
		now := w.cell(w.project("Weekly revenue"), "Notes")
		if now.Contents.MarkdownCell.Source != words || now.ID == cell.ID {
			t.Errorf("%+v: the cell is %+v", f, now.Contents.MarkdownCell)
		}
		cell = now
	}
}

func TestReorderedAnswers(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	w.fault(Fault{Kind: Reorder, Operation: "Me", Times: 1, Delay: time.Hour})
	first := make(chan error, 1)
	go func() {
		response, err := w.try(w.Token(), "GET", "/users/me", "")
		if err == nil {
			err = response.Body.Close()
		}
		first <- err
	}()
	w.until(func() bool { return len(w.ActiveFaults()) == 0 }) // the first request is there
	w.until(func() bool {
		w.get("/groups").is(200) // answered before it, and lets it go
		select {
		case err := <-first:
			if err != nil {
				t.Error(err)
			}
			return true
		default:
			return false
		}
	})
}

func TestDelayEndsWithTheServer(t *testing.T) {
	t.Parallel()
	r, err := Listen(t.Context(), "127.0.0.1:0", Options{Faults: []Fault{{Kind: Delay, Delay: time.Hour, Operation: "Me"}}})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Running: r, t: t, base: r.URL(), token: r.Token()}
	failed := make(chan error, 1)
	go func() {
		_, err := w.try(w.Token(), "GET", "/users/me", "")
		failed <- err
	}()
	w.get("/groups").is(200)
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if err := <-failed; err == nil {
		t.Error("the delayed request was answered")
	}
}

func TestProbability(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{Faults: []Fault{{Kind: Status, Status: 500, Probability: 0.5}}})
	token, failed := w.Token(), 0
	for range 100 {
		if w.send(token, "GET", "/users/me", "").status == 500 {
			failed++
		}
	}
	if failed < 25 || failed > 75 {
		t.Errorf("%d of 100 failed", failed)
	}
}

func TestFaultsByHTTP(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	w.send("", "GET", "//_emulator/faults", "").is(401)
	w.send(w.sample(editorToken), "GET", "//_emulator/faults", "").is(403)
	w.send(w.sample(workspaceToken), "GET", "//_emulator/faults", "").is(403)
	w.post("//_emulator/faults", `{"kind":"status","status":503,"operation":"Me","times":2}`).is(201)
	w.post("//_emulator/faults", `{"kind":"delay","delay":"1ms","path":"/api/v1/groups"}`).is(201)
	w.get("/users/me").is(503)
	r := w.get("//_emulator/faults").is(200)
	if r.at("faults.0.times") != float64(1) || r.word("faults.1.delay") != "1ms" {
		t.Errorf("in force are %s", r.text)
	}
	w.delete("//_emulator/faults").is(204)
	w.get("/users/me").is(200)
	for _, body := range []string{``, `{}`, `{"kind":"status"}`, `{"kind":"delay"}`, `{"kind":"delay","delay":"long"}`, `{"kind":"odd"}`,
		`{"kind":"html","path":"["}`} {
		w.post("//_emulator/faults", body).is(400)
	}

	project := w.project("Weekly revenue")
	w.post("//_emulator/hold", `{"at":"PENDING"}`).is(204)
	run := w.post("/projects/"+project+"/runs", "").is(201).word("runId")
	if got := w.state(project, run); got != "PENDING" {
		t.Errorf("it is %s", got)
	}
	w.post("//_emulator/hold", `{"at":"COMPLETED"}`).is(400)
	w.delete("//_emulator/hold").is(204)
	w.settle()
	if got := w.state(project, run); got != "COMPLETED" {
		t.Errorf("it is %s", got)
	}
}

func TestBadFaultsAreRefusedAtStart(t *testing.T) {
	t.Parallel()
	if _, err := New(t.Context(), Options{Faults: []Fault{{Kind: "odd"}}}); err == nil {
		t.Error("it started")
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{Limits: HexLimits()})
	for i := range 30 {
		r := w.get("/users/me").is(200)
		if i == 0 && (r.header.Get("X-Ratelimit-Limit") != "30" || r.header.Get("X-Ratelimit-Remaining") != "29" ||
			r.header.Get("Retry-After") != "") {
			t.Errorf("the first answer has %v", r.header)
		}
	}
	w.clock.advance(20 * time.Second)
	r := w.get("/users/me")
	r.refusedWith(429, newer, "40 seconds")
	if r.header.Get("Retry-After") != "40" || r.header.Get("X-Ratelimit-Remaining") != "0" || r.header.Get("X-Ratelimit-Reset") != "40" {
		t.Errorf("the refusal has %v", r.header)
	}
	for range 30 { // another group, up to the sixty of all
		w.get("/groups").is(200)
	}
	w.get("/groups").refusedWith(429, older, "Rate limit")
	w.send(w.sample(editorToken), "GET", "/groups", "").is(200) // counted apart
	w.clock.advance(40 * time.Second)
	w.get("/users/me").is(200)
}

func TestLimitHeaders(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		headers []string
		present map[string]bool
	}{
		{nil, map[string]bool{"Retry-After": true, "X-Ratelimit-Reset": true}},
		{[]string{}, map[string]bool{}},
		{[]string{"retry-after"}, map[string]bool{"Retry-After": true}},
		{[]string{"X-RateLimit-Reset"}, map[string]bool{"X-Ratelimit-Reset": true}},
	} {
		w := serve(t, Options{Limits: &Limits{PerMinute: 1, Headers: c.headers}})
		w.get("/users/me").is(200)
		r := w.get("/users/me").is(http.StatusTooManyRequests)
		for _, name := range []string{"Retry-After", "X-Ratelimit-Reset", "X-Ratelimit-Limit"} {
			want := c.present[name] || (c.headers == nil)
			if (r.header.Get(name) != "") != want {
				t.Errorf("with %v: %s is %q", c.headers, name, r.header.Get(name))
			}
		}
	}
}
