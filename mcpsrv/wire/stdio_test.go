package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
)

func TestStdioLastLineWithoutNewline(t *testing.T) {
	w := newFixture(t).connect(t)
	_, line := w.request("ping", map[string]any{})
	go func() {
		_, _ = io.WriteString(w.in, line)
		w.in.Close()
	}()
	if a := w.read(); a.id() != "1" || a.Error != nil {
		t.Fatalf("got %s", a.raw)
	}
	if err := w.wait(); err != nil {
		t.Fatal(err)
	}
}

func TestStdioEndOfInputLetsCallsFinish(t *testing.T) {
	f := newFixture(t)
	w := f.connect(t)
	w.handshake("c", map[string]any{})
	w.call("hold", "work")
	waitFor(t, f.running)
	w.in.Close()
	if *bare {
		t.Fatalf("%s was cancelled at the end of the input", waitFor(t, f.ended))
	}
	f.release <- " done"
	if a := w.read(); a.text() != "work done" {
		t.Fatalf("got %s", a.raw)
	}
	if err := w.wait(); err != nil {
		t.Fatal(err)
	}
}

func TestStdioEndOfInputCancelsAfterTheGrace(t *testing.T) {
	if *bare {
		t.Skip("mcp-go has no grace")
	}
	f := newFixture(t)
	f.limits.grace = time.Millisecond
	w := f.connect(t)
	w.call("hold", "work")
	waitFor(t, f.running)
	w.in.Close()
	if a := w.read(); !a.Result.IsError || !strings.Contains(a.text(), "canceled") {
		t.Fatalf("got %s", a.raw)
	}
	if err := w.wait(); err != nil {
		t.Fatal(err)
	}
}

func TestStdioEndOfContextIsANormalEnd(t *testing.T) {
	f := newFixture(t)
	w := f.connect(t)
	w.call("hold", "work")
	waitFor(t, f.running)
	w.cancel()
	if a := w.read(); !a.Result.IsError {
		t.Fatalf("got %s", a.raw)
	}
	if err := w.wait(); err != nil {
		t.Fatal(err)
	}
}

func TestStdioProgressComesBeforeTheResult(t *testing.T) {
	w := newFixture(t).connect(t)
	w.handshake("c", map[string]any{})
	for range 300 {
		id, line := w.request("tools/call", map[string]any{"name": "progress", "arguments": map[string]any{"name": "p"},
			"_meta": map[string]any{"progressToken": "p"}})
		w.send(line)
		for step := 1; ; step++ {
			a := w.read()
			if a.Method == "notifications/progress" {
				continue
			}
			if a.id() != fmt.Sprint(id) || step != 4 {
				t.Fatalf("the result came as message %d: %s", step, a.raw)
			}
			break
		}
	}
}

func TestStdioCancelledCalls(t *testing.T) {
	f := newFixture(t)
	f.limits.slots = 1
	w := f.connect(t)
	w.handshake("c", map[string]any{})
	for range 5 - f.limits.slots { // mcp-go has five workers
		if *bare {
			w.call("hold", "filler")
			waitFor(t, f.running)
		}
	}
	first := w.call("hold", "first")
	waitFor(t, f.running)
	queued := w.call("hold", "queued")
	w.send(fmt.Sprintf(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%d,"reason":"changed my mind"}}`, queued))
	w.send(fmt.Sprintf(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%d}}`, first))
	if got := waitFor(t, f.ended); got != "first" {
		t.Fatalf("%s was cancelled", got)
	}
	last := w.call("echo", "last")
	if a := w.read(); a.id() != fmt.Sprint(last) {
		t.Fatalf("a cancelled call was answered: %s", a.raw)
	}
	if n := f.ran.Load(); n != 1 {
		t.Fatalf("the call that was cancelled while it waited has run")
	}
}

func TestStdioTwoClientsInOneProcess(t *testing.T) {
	a, b := newFixture(t), newFixture(t)
	wa, wb, wc := a.connect(t), b.connect(t), b.connect(t)
	wa.handshake("alpha", map[string]any{})
	wb.handshake("beta", map[string]any{})
	wc.handshake("gamma", map[string]any{})
	for _, c := range []struct {
		wire *lineClient
		want string
	}{{wa, "x from alpha"}, {wb, "x from beta"}, {wc, "x from gamma"}} {
		c.wire.call("echo", "x")
		if got := c.wire.read(); got.text() != c.want {
			t.Errorf("got %q, want %q", got.text(), c.want)
		}
	}
}

func TestStdioSixtyFourCallsInFlight(t *testing.T) {
	f := newFixture(t)
	w := f.connect(t)
	w.handshake("c", map[string]any{})
	const calls = 64
	for i := range calls {
		w.call("hold", fmt.Sprint(i))
	}
	for range defaultLimits().slots {
		waitFor(t, f.running)
	}
	_, ping := w.request("ping", map[string]any{})
	w.send(ping)
	if a := w.read(); a.id() != fmt.Sprint(w.next) {
		t.Fatalf("the waiting calls hold up others: %s", a.raw)
	}
	go func() {
		for range calls {
			f.release <- "!"
		}
	}()
	seen := map[string]bool{}
	for range calls {
		seen[w.read().text()] = true
	}
	if len(seen) != calls {
		t.Fatalf("%d different answers to %d calls", len(seen), calls)
	}
}

func TestStdioTooManyRequestsAreRefused(t *testing.T) {
	f := newFixture(t)
	f.limits.calls, f.limits.slots = 2, 1
	w := f.connect(t)
	w.call("hold", "a")
	w.call("hold", "b")
	waitFor(t, f.running)
	w.call("hold", "c")
	if a := w.read(); a.id() != "3" || a.Error == nil || a.Error.Code != codeBusy {
		t.Fatalf("got %s", a.raw)
	}
}

func TestStdioLongLines(t *testing.T) {
	w := newFixture(t).connect(t)
	long := strings.Repeat("x", 10<<20)
	for _, c := range []struct{ name, line, id string }{
		{"id first", `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":{"name":"` + long + `"}}}`, "7"},
		{"id last", `{"method":"tools/call","params":{"name":"echo","arguments":{"id":1,"name":"` + long +
			`"}},"jsonrpc":"2.0","id":"seven"}`, `"seven"`},
		{"no id", `{"x":"` + long + `"}`, "null"},
		{"no JSON", long, "null"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			w.send(c.line)
			if a := w.read(); a.id() != c.id || a.Error == nil || a.Error.Code != mcp.INVALID_REQUEST {
				t.Fatalf("got %.300s", a.raw)
			}
		})
	}
	w.send(`{"id":"ask-1","jsonrpc":"2.0","result":"` + long + `"}`) // an answer is never answered
	w.call("echo", "after")
	if a := w.read(); !strings.HasPrefix(a.text(), "after") {
		t.Fatalf("got %s", a.raw)
	}
}

func TestStdioGarbage(t *testing.T) {
	w := newFixture(t).connect(t)
	for _, c := range []struct {
		line, id string
		code     int
	}{
		{`hello`, "null", mcp.PARSE_ERROR},
		{`{"jsonrpc":"2.0","id":1,"method":"ping"`, "null", mcp.PARSE_ERROR},
		{"\x00\x01\xff\xfe", "null", mcp.PARSE_ERROR},
		{`42`, "null", mcp.INVALID_REQUEST},
		{`[{"jsonrpc":"2.0","id":1,"method":"ping"}]`, "null", mcp.INVALID_REQUEST},
		{`{"jsonrpc":"2.0","id":{},"method":"ping"}`, "null", mcp.INVALID_REQUEST},
		{`{"jsonrpc":"2.0","id":null,"method":"ping"}`, "null", mcp.INVALID_REQUEST},
		{`{"jsonrpc":"2.0","id":5,"method":5}`, "5", mcp.INVALID_REQUEST},
		{`{"jsonrpc":"2.0","id":6}`, "6", mcp.INVALID_REQUEST},
		{`{"jsonrpc":"1.0","id":7,"method":"ping"}`, "7", mcp.INVALID_REQUEST},
		{`{"jsonrpc":"2.0","id":8,"method":"no/such"}`, "8", mcp.METHOD_NOT_FOUND},
		{`{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"nothing"}}`, "9", mcp.INVALID_PARAMS},
		{`{"jsonrpc":"2.0","id":10,"method":"tools/call","params":"x"}`, "10", mcp.INVALID_REQUEST},
	} {
		w.send(c.line)
		if a := w.read(); a.id() != c.id || a.Error == nil || a.Error.Code != c.code {
			t.Errorf("%q got %s", c.line, a.raw)
		}
	}
	w.send("", "   ", `{"jsonrpc":"2.0","method":"notifications/unheard"}`, `{"jsonrpc":"2.0","id":99,"result":{}}`,
		`{"jsonrpc":"2.0","id":99,"error":{"code":1,"message":"no"}}`)
	w.send("\xef\xbb\xbf" + `{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}` + "\r")
	if a := w.read(); a.id() != "9007199254740993" {
		t.Fatalf("got %s", a.raw)
	}
}

func TestStdioOneIDAtATime(t *testing.T) {
	f := newFixture(t)
	w := f.connect(t)
	hold := `{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"hold","arguments":{}}}`
	w.send(hold)
	waitFor(t, f.running)
	w.send(hold)
	if a := w.read(); a.Error == nil || a.Error.Code != mcp.INVALID_REQUEST {
		t.Fatalf("got %s", a.raw)
	}
	f.release <- "done"
	if a := w.read(); a.text() != "done" {
		t.Fatalf("got %s", a.raw)
	}
}

func TestStdioPanicsAreNeutral(t *testing.T) {
	f := newFixture(t)
	w := f.connect(t)
	w.call("burst", "")
	a := w.read()
	if a.Error == nil || a.Error.Code != mcp.INTERNAL_ERROR {
		t.Errorf("got %s", a.raw)
	}
	for _, leak := range []string{"the inside with", "goroutine", ".go:"} {
		if strings.Contains(a.raw, leak) {
			t.Errorf("the answer says %q: %s", leak, a.raw)
		}
	}
	w.in.Close()
	if err := w.wait(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"the inside with [redacted]", "wire_test.go"} {
		if log := f.log.String(); !strings.Contains(log, want) {
			t.Errorf("the log lacks %q", want)
		}
	}
}

func TestStdioAsking(t *testing.T) {
	t.Run("a client that cannot is not asked", func(t *testing.T) {
		w := newFixture(t).connect(t)
		w.handshake("c", map[string]any{})
		id := w.call("ask", "")
		if a := w.read(); a.id() != fmt.Sprint(id) || !a.Result.IsError || !strings.Contains(a.text(), "elicitation") {
			t.Fatalf("got %s", a.raw)
		}
	})
	t.Run("a client that can is asked, and others go on meanwhile", func(t *testing.T) {
		f := newFixture(t)
		f.limits.slots = 1
		w := f.connect(t)
		w.handshake("c", map[string]any{"elicitation": map[string]any{}})
		id := w.call("ask", "")
		question := w.read()
		if question.Method != "elicitation/create" {
			t.Fatalf("got %s", question.raw)
		}
		w.call("echo", "meanwhile")
		if a := w.read(); a.text() != "meanwhile from c" {
			t.Fatalf("got %s", a.raw)
		}
		w.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept","content":{}}}`, question.id()))
		if a := w.read(); a.id() != fmt.Sprint(id) || a.text() != "answered true" {
			t.Fatalf("got %s", a.raw)
		}
	})
	t.Run("an unanswered question ends", func(t *testing.T) {
		f := newFixture(t)
		f.limits.patience = time.Millisecond
		w := f.connect(t)
		w.handshake("c", map[string]any{"elicitation": map[string]any{}})
		w.call("ask", "")
		w.read()
		if a := w.read(); !a.Result.IsError || !strings.Contains(a.text(), "did not answer") {
			t.Fatalf("got %s", a.raw)
		}
	})
	t.Run("a client that has gone is not waited for", func(t *testing.T) {
		w := newFixture(t).connect(t)
		w.handshake("c", map[string]any{"elicitation": map[string]any{}})
		w.call("ask", "")
		w.read()
		w.in.Close()
		if a := w.read(); !a.Result.IsError || !strings.Contains(a.text(), "gone") {
			t.Fatalf("got %s", a.raw)
		}
		if err := w.wait(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestStdioPipelinedHandshake(t *testing.T) {
	w := newFixture(t).connect(t)
	go func() {
		_, _ = io.WriteString(w.in, `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"shell","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"echo","arguments":{"name":"hi"}}}`)
		w.in.Close()
	}()
	if a := w.read(); a.id() != "1" {
		t.Fatalf("got %s", a.raw)
	}
	if a := w.read(); a.text() != "hi from shell" {
		t.Fatalf("got %s", a.raw)
	}
}

func TestBothErasOfTheProtocol(t *testing.T) {
	for _, version := range []string{"2024-11-05", "2025-06-18", "2025-11-25"} {
		t.Run(version, func(t *testing.T) {
			w := newFixture(t).connect(t)
			_, line := w.request("initialize", map[string]any{"protocolVersion": version, "capabilities": map[string]any{},
				"clientInfo": map[string]any{"name": "old", "version": "1"}})
			w.send(line)
			if a := w.read(); a.Result.ProtocolVersion != version || a.Result.Instructions == "" {
				t.Fatalf("got %s", a.raw)
			}
			w.call("echo", "x")
			a := w.read()
			if structured := a.Result.StructuredContent != nil; structured != (version >= "2025-06-18") {
				t.Fatalf("got %s", a.raw)
			}
			if !strings.Contains(a.text(), "x from old") {
				t.Fatalf("got %s", a.raw)
			}
		})
	}
	t.Run("2026-07-28", func(t *testing.T) {
		w := newFixture(t).connect(t)
		meta := map[string]any{mcp.MetaKeyProtocolVersion: "2026-07-28",
			mcp.MetaKeyClientInfo: map[string]any{"name": "new", "version": "2"}, mcp.MetaKeyClientCapabilities: map[string]any{}}
		for _, c := range []struct {
			method string
			params map[string]any
			want   string
		}{
			{"server/discover", map[string]any{"_meta": meta}, "2026-07-28"},
			{"tools/list", map[string]any{"_meta": meta}, "echo"},
			{"tools/call", map[string]any{"name": "echo", "arguments": map[string]any{"name": "x"}, "_meta": meta}, "x from new"},
		} {
			_, line := w.request(c.method, c.params)
			w.send(line)
			if a := w.read(); a.Error != nil || !strings.Contains(a.raw, c.want) {
				t.Errorf("%s got %.300s", c.method, a.raw)
			}
		}
	})
}

// recorder keeps each Write apart.
type recorder struct {
	mu     sync.Mutex
	writes []string
}

func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writes = append(r.writes, string(p))
	return len(p), nil
}

func TestOutputIsWholeLinesOfProtocol(t *testing.T) {
	f := newFixture(t)
	var input strings.Builder
	for i := range 200 {
		name := []string{"echo", "progress", "burst"}[i%3]
		fmt.Fprintf(&input, `{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":%q,"arguments":{"name":"a\nb"},"_meta":{"progressToken":%d}}}`+"\n", i, name, i)
		input.WriteString("garbage\n")
	}
	var out recorder
	if err := f.ServeStdio(context.Background(), strings.NewReader(input.String()), &out); err != nil {
		t.Fatal(err)
	}
	for _, w := range out.writes {
		if strings.Count(w, "\n") != 1 || !strings.HasSuffix(w, "\n") || !json.Valid([]byte(w)) {
			t.Fatalf("not one line of protocol: %q", w)
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestOutputThatCannotBeWrittenEndsTheServer(t *testing.T) {
	f := newFixture(t)
	in, toServer := io.Pipe()
	defer toServer.Close()
	served := make(chan error, 1)
	go func() { served <- f.ServeStdio(context.Background(), in, brokenWriter{}) }()
	go func() { _, _ = io.WriteString(toServer, `{"jsonrpc":"2.0","id":1,"method":"ping"}`+"\n") }()
	if err := <-served; !errors.Is(err, io.ErrClosedPipe) {
		t.Fatalf("got %v", err)
	}
}

func TestOutputThatNobodyReadsDoesNotHoldTheEnd(t *testing.T) {
	f := newFixture(t)
	f.limits.flush = time.Millisecond
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- f.ServeStdio(ctx, in, out) }()
	for i := range 3 {
		if _, err := fmt.Fprintf(toServer, `{"jsonrpc":"2.0","id":%d,"method":"ping"}`+"\n", i); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	if err := <-served; err == nil {
		t.Fatal("nobody read the answers, and it was not said")
	}
	toServer.Close()
	fromServer.Close()
}

func FuzzSkimFindsTheID(f *testing.F) {
	f.Add(`{"jsonrpc":"2.0","id":1,"method":"x"}`, 3)
	f.Add(`{"a":{"id":2},"b":"\"id\":3","id":"x:,}","method":"m"}`, 1)
	f.Add(`[{"id":1}]`, 2)
	f.Fuzz(func(t *testing.T, text string, piece int) {
		var seen skim
		rest := []byte(text)
		for len(rest) > 0 {
			n := min(max(piece, 1), len(rest))
			seen.read(rest[:n])
			rest = rest[n:]
		}
		var members map[string]json.RawMessage
		if json.Unmarshal([]byte(text), &members) != nil || strings.Count(text, `"id"`) != 1 || strings.Contains(text, `\u`) {
			return // garbage, a double or a spelled id: any answer will do
		}
		if want := bytes.TrimSpace(members["id"]); validID(want) && !bytes.Equal(seen.found(), want) {
			t.Fatalf("found %q, want %q", seen.found(), want)
		}
	})
}
