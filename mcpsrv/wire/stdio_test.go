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

	"hextui/mcpsrv/wire/wiretest"

	"github.com/mark3labs/mcp-go/mcp"
)

func TestStdioLastLineWithoutNewline(t *testing.T) {
	w := newFixture(t).connect(t)
	_, line := w.Request("ping", map[string]any{})
	go func() {
		_, _ = io.WriteString(w.In, line)
		w.In.Close()
	}()
	if a := w.Read(); a.IDText() != "1" || a.Error != nil {
		t.Fatalf("got %s", a.Raw)
	}
	if err := w.Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestStdioEndOfInputLetsCallsFinish(t *testing.T) {
	f := newFixture(t)
	w := f.connect(t)
	w.Handshake("c", map[string]any{})
	w.Call("hold", "work")
	waitFor(t, f.running)
	w.In.Close()
	if *bare {
		t.Fatalf("%s was cancelled at the end of the input", waitFor(t, f.ended))
	}
	f.release <- " done"
	if a := w.Read(); a.Text() != "work done" {
		t.Fatalf("got %s", a.Raw)
	}
	if err := w.Wait(); err != nil {
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
	w.Call("hold", "work")
	waitFor(t, f.running)
	w.In.Close()
	if a := w.Read(); !a.Result.IsError || !strings.Contains(a.Text(), "canceled") {
		t.Fatalf("got %s", a.Raw)
	}
	if err := w.Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestStdioEndOfContextIsANormalEnd(t *testing.T) {
	f := newFixture(t)
	w := f.connect(t)
	w.Call("hold", "work")
	waitFor(t, f.running)
	w.Cancel()
	if a := w.Read(); !a.Result.IsError {
		t.Fatalf("got %s", a.Raw)
	}
	if err := w.Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestStdioProgressComesBeforeTheResult(t *testing.T) {
	w := newFixture(t).connect(t)
	w.Handshake("c", map[string]any{})
	for range 300 {
		id, line := w.Request("tools/call", map[string]any{"name": "progress", "arguments": map[string]any{"name": "p"},
			"_meta": map[string]any{"progressToken": "p"}})
		w.Send(line)
		for step := 1; ; step++ {
			a := w.Read()
			if a.Method == "notifications/progress" {
				continue
			}
			if a.IDText() != fmt.Sprint(id) || step != 4 {
				t.Fatalf("the result came as message %d: %s", step, a.Raw)
			}
			break
		}
	}
}

func TestStdioCancelledCalls(t *testing.T) {
	f := newFixture(t)
	f.limits.slots = 1
	w := f.connect(t)
	w.Handshake("c", map[string]any{})
	for range 5 - f.limits.slots { // mcp-go has five workers
		if *bare {
			w.Call("hold", "filler")
			waitFor(t, f.running)
		}
	}
	first := w.Call("hold", "first")
	waitFor(t, f.running)
	queued := w.Call("hold", "queued")
	w.Send(fmt.Sprintf(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%d,"reason":"changed my mind"}}`, queued))
	w.Send(fmt.Sprintf(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%d}}`, first))
	if got := waitFor(t, f.ended); got != "first" {
		t.Fatalf("%s was cancelled", got)
	}
	last := w.Call("echo", "last")
	if a := w.Read(); a.IDText() != fmt.Sprint(last) {
		t.Fatalf("a cancelled call was answered: %s", a.Raw)
	}
	if n := f.ran.Load(); n != 1 {
		t.Fatalf("the call that was cancelled while it waited has run")
	}
}

func TestStdioTwoClientsInOneProcess(t *testing.T) {
	a, b := newFixture(t), newFixture(t)
	wa, wb, wc := a.connect(t), b.connect(t), b.connect(t)
	wa.Handshake("alpha", map[string]any{})
	wb.Handshake("beta", map[string]any{})
	wc.Handshake("gamma", map[string]any{})
	for _, c := range []struct {
		wire *wiretest.Lines
		want string
	}{{wa, "x from alpha"}, {wb, "x from beta"}, {wc, "x from gamma"}} {
		c.wire.Call("echo", "x")
		if got := c.wire.Read(); got.Text() != c.want {
			t.Errorf("got %q, want %q", got.Text(), c.want)
		}
	}
}

func TestStdioSixtyFourCallsInFlight(t *testing.T) {
	f := newFixture(t)
	w := f.connect(t)
	w.Handshake("c", map[string]any{})
	const calls = 64
	for i := range calls {
		w.Call("hold", fmt.Sprint(i))
	}
	for range defaultLimits().slots {
		waitFor(t, f.running)
	}
	_, ping := w.Request("ping", map[string]any{})
	w.Send(ping)
	if a := w.Read(); a.IDText() != fmt.Sprint(w.Last) {
		t.Fatalf("the waiting calls hold up others: %s", a.Raw)
	}
	go func() {
		for range calls {
			f.release <- "!"
		}
	}()
	seen := map[string]bool{}
	for range calls {
		seen[w.Read().Text()] = true
	}
	if len(seen) != calls {
		t.Fatalf("%d different answers to %d calls", len(seen), calls)
	}
}

func TestStdioTooManyRequestsAreRefused(t *testing.T) {
	f := newFixture(t)
	f.limits.calls, f.limits.slots = 2, 1
	w := f.connect(t)
	w.Call("hold", "a")
	w.Call("hold", "b")
	waitFor(t, f.running)
	w.Call("hold", "c")
	if a := w.Read(); a.IDText() != "3" || a.Error == nil || a.Error.Code != codeBusy {
		t.Fatalf("got %s", a.Raw)
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
			w.T = t
			w.Send(c.line)
			if a := w.Read(); a.IDText() != c.id || a.Error == nil || a.Error.Code != mcp.INVALID_REQUEST {
				t.Fatalf("got %.300s", a.Raw)
			}
		})
	}
	w.Send(`{"id":"ask-1","jsonrpc":"2.0","result":"` + long + `"}`) // an answer is never answered
	w.Call("echo", "after")
	if a := w.Read(); !strings.HasPrefix(a.Text(), "after") {
		t.Fatalf("got %s", a.Raw)
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
		w.Send(c.line)
		if a := w.Read(); a.IDText() != c.id || a.Error == nil || a.Error.Code != c.code {
			t.Errorf("%q got %s", c.line, a.Raw)
		}
	}
	w.Send("", "   ", `{"jsonrpc":"2.0","method":"notifications/unheard"}`, `{"jsonrpc":"2.0","id":99,"result":{}}`,
		`{"jsonrpc":"2.0","id":99,"error":{"code":1,"message":"no"}}`)
	w.Send("\xef\xbb\xbf" + `{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}` + "\r")
	if a := w.Read(); a.IDText() != "9007199254740993" {
		t.Fatalf("got %s", a.Raw)
	}
}

// A tool that is not offered may well exist: who called it is told what decides that.
func TestStdioUnknownTool(t *testing.T) {
	w := newFixture(t).connect(t)
	w.Send(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nothing\u001b[2J"}}`)
	const says = `The tool "nothing\x1b[2J" was not found among those that are offered here. tools/list has them; `
	if a := w.Read(); a.Error == nil || !strings.HasPrefix(a.Error.Message, says) || !strings.Contains(a.Error.Message, "--toolsets") {
		t.Errorf("got %s", a.Raw)
	}
}

func TestStdioOneIDAtATime(t *testing.T) {
	f := newFixture(t)
	w := f.connect(t)
	hold := `{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"hold","arguments":{}}}`
	w.Send(hold)
	waitFor(t, f.running)
	w.Send(hold)
	if a := w.Read(); a.Error == nil || a.Error.Code != mcp.INVALID_REQUEST {
		t.Fatalf("got %s", a.Raw)
	}
	f.release <- "done"
	if a := w.Read(); a.Text() != "done" {
		t.Fatalf("got %s", a.Raw)
	}
}

func TestStdioPanicsAreNeutral(t *testing.T) {
	f := newFixture(t)
	w := f.connect(t)
	w.Call("burst", "")
	a := w.Read()
	if a.Error == nil || a.Error.Code != mcp.INTERNAL_ERROR {
		t.Errorf("got %s", a.Raw)
	}
	for _, leak := range []string{"the inside with", "goroutine", ".go:"} {
		if strings.Contains(a.Raw, leak) {
			t.Errorf("the answer says %q: %s", leak, a.Raw)
		}
	}
	w.In.Close()
	if err := w.Wait(); err != nil {
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
		w.Handshake("c", map[string]any{})
		id := w.Call("ask", "")
		if a := w.Read(); a.IDText() != fmt.Sprint(id) || !a.Result.IsError || !strings.Contains(a.Text(), "elicitation") {
			t.Fatalf("got %s", a.Raw)
		}
	})
	t.Run("a client that can is asked, and others go on meanwhile", func(t *testing.T) {
		f := newFixture(t)
		f.limits.slots = 1
		w := f.connect(t)
		w.Handshake("c", map[string]any{"elicitation": map[string]any{}})
		id := w.Call("ask", "")
		question := w.Read()
		if question.Method != "elicitation/create" {
			t.Fatalf("got %s", question.Raw)
		}
		w.Call("echo", "meanwhile")
		if a := w.Read(); a.Text() != "meanwhile from c" {
			t.Fatalf("got %s", a.Raw)
		}
		w.Send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept","content":{}}}`, question.IDText()))
		if a := w.Read(); a.IDText() != fmt.Sprint(id) || a.Text() != "answered true" {
			t.Fatalf("got %s", a.Raw)
		}
	})
	t.Run("an unanswered question ends", func(t *testing.T) {
		f := newFixture(t)
		f.limits.patience = time.Millisecond
		w := f.connect(t)
		w.Handshake("c", map[string]any{"elicitation": map[string]any{}})
		w.Call("ask", "")
		w.Read()
		if a := w.Read(); !a.Result.IsError || !strings.Contains(a.Text(), "did not answer") {
			t.Fatalf("got %s", a.Raw)
		}
	})
	t.Run("a client that has gone is not waited for", func(t *testing.T) {
		w := newFixture(t).connect(t)
		w.Handshake("c", map[string]any{"elicitation": map[string]any{}})
		w.Call("ask", "")
		w.Read()
		w.In.Close()
		if a := w.Read(); !a.Result.IsError || !strings.Contains(a.Text(), "gone") {
			t.Fatalf("got %s", a.Raw)
		}
		if err := w.Wait(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestStdioPipelinedHandshake(t *testing.T) {
	w := newFixture(t).connect(t)
	go func() {
		_, _ = io.WriteString(w.In, `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"shell","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"echo","arguments":{"name":"hi"}}}`)
		w.In.Close()
	}()
	if a := w.Read(); a.IDText() != "1" {
		t.Fatalf("got %s", a.Raw)
	}
	if a := w.Read(); a.Text() != "hi from shell" {
		t.Fatalf("got %s", a.Raw)
	}
}

func TestBothErasOfTheProtocol(t *testing.T) {
	for _, version := range []string{"2024-11-05", "2025-06-18", "2025-11-25"} {
		t.Run(version, func(t *testing.T) {
			w := newFixture(t).connect(t)
			_, line := w.Request("initialize", map[string]any{"protocolVersion": version, "capabilities": map[string]any{},
				"clientInfo": map[string]any{"name": "old", "version": "1"}})
			w.Send(line)
			if a := w.Read(); a.Result.ProtocolVersion != version || a.Result.Instructions == "" {
				t.Fatalf("got %s", a.Raw)
			}
			w.Call("echo", "x")
			a := w.Read()
			if structured := a.Result.StructuredContent != nil; structured != (version >= "2025-06-18") {
				t.Fatalf("got %s", a.Raw)
			}
			if !strings.Contains(a.Text(), "x from old") {
				t.Fatalf("got %s", a.Raw)
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
			_, line := w.Request(c.method, c.params)
			w.Send(line)
			if a := w.Read(); a.Error != nil || !strings.Contains(a.Raw, c.want) {
				t.Errorf("%s got %.300s", c.method, a.Raw)
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
		fmt.Fprintf(&input,
			`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":%q,"arguments":{"name":"a\nb"},`+
				`"_meta":{"progressToken":%d}}}`+"\n", i, name, i)
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

// An input that is over although its other end is open ends the serving: what runs is answered first, and nothing more is taken.
func TestStdioInputThatIsOver(t *testing.T) {
	f, over := newFixture(t), make(chan struct{})
	w := wiretest.Connect(t, func(ctx context.Context, in io.Reader, out io.Writer) error {
		return f.ServeStdio(ctx, Input{Reader: in, Over: over}, out)
	})
	id := w.Call("hold", "held")
	waitFor(t, f.running)
	close(over)
	f.release <- " on"
	if a := w.Read(); a.IDText() != fmt.Sprint(id) || a.Text() != "held on" {
		t.Errorf("got %s", a.Raw)
	}
	if err := w.Wait(); err != nil {
		t.Error(err)
	}
}
