package wire

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/server"
	"go.uber.org/goleak"
)

// -bare serves the tests with mcp-go's own stdio transport: each test named TestStdio then fails.
var bare = flag.Bool("bare", false, "serve with mcp-go's own stdio transport, to see the tests fail without ours")

func TestMain(m *testing.M) {
	flag.Parse()
	goleak.VerifyTestMain(m)
}

// patience bounds waits that only end early; a test that reaches it has failed.
const patience = 20 * time.Second

// fixture is a server with tools that do what a test says.
type fixture struct {
	*Server
	log *bytes.Buffer
	// running is sent to by each call of hold as it starts; release lets one go on, ended tells of one cancelled.
	running, release, ended chan string
	ran                     atomic.Int64
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	var mu sync.Mutex
	f := &fixture{log: &bytes.Buffer{}, running: make(chan string, 2000), release: make(chan string), ended: make(chan string, 2000)}
	add := func(o *Options, name string, run func(context.Context, Call, string) Answer) {
		o.Tools = append(o.Tools, Tool{Name: name, About: "For tests.", Input: []byte(`{"type":"object"}`),
			Output: []byte(`{"type":"object"}`),
			Handle: func(ctx context.Context, c Call) Answer {
				var in struct{ Name string }
				if err := json.Unmarshal(c.Arguments, &in); err != nil {
					return failed(err)
				}
				return run(ctx, c, in.Name)
			}})
	}
	o := Options{
		Name: "fixture", Version: "1", Instructions: "For tests.", Log: slog.New(slog.NewTextHandler(lockedWriter{&mu, f.log}, nil)),
		Clean: func(s string) string { return strings.ReplaceAll(s, "hxtp_0123456789abcdef", "[redacted]") },
		Narrow: func(h http.Header) (Scope, error) {
			if h.Get("X-MCP-Toolsets") == "rm" {
				return nil, errors.New(`there is no toolset "rm"`)
			}
			return nil, nil
		},
	}
	add(&o, "hold", f.hold)
	add(&o, "echo", func(_ context.Context, c Call, name string) Answer { return said(name + " from " + c.Client.Name) })
	add(&o, "progress", func(_ context.Context, c Call, name string) Answer {
		for i := range 3 {
			c.Progress(i+1, 3, name)
		}
		return said(name)
	})
	add(&o, "burst", func(context.Context, Call, string) Answer { panic("the inside with hxtp_0123456789abcdef") })
	add(&o, "ask", f.ask)
	add(&o, "trace", func(_ context.Context, c Call, _ string) Answer { return said(c.Trace.Parent + " " + c.Trace.State) })
	add(&o, "late burst", func(context.Context, Call, string) Answer {
		<-f.release
		panic("late")
	})
	add(&o, "late ask", f.lateAsk)
	o.Resources = []Resource{{URI: "test://now/{name}", Name: "now", About: "For tests.", MIMEType: "text/plain",
		Read: func(_ context.Context, c Call, what Reading) (string, error) {
			return what.URI + " " + c.Trace.Parent, nil
		}}}
	f.Server = New(o)
	f.limits.grace = patience
	return f
}

// said is an answer of one name.
func said(name string) Answer {
	raw, err := json.Marshal(map[string]string{"name": name})
	if err != nil {
		panic(err)
	}
	return Answer{Structured: raw, Text: name}
}

func failed(err error) Answer {
	return Answer{Structured: []byte(`{"error":{"kind":"canceled"}}`), Text: err.Error(), Failed: true}
}

type lockedWriter struct {
	mu *sync.Mutex
	w  io.Writer
}

func (l lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

func (f *fixture) hold(ctx context.Context, _ Call, name string) Answer {
	f.ran.Add(1)
	f.running <- name
	select {
	case word := <-f.release:
		return said(name + word)
	case <-ctx.Done():
		f.ended <- name
		return failed(ctx.Err())
	}
}

func (f *fixture) ask(ctx context.Context, c Call, _ string) Answer {
	sure := Question{Message: "Sure?", Form: map[string]any{"type": "object", "properties": map[string]any{}}}
	switch {
	case c.Reply != nil:
		return said(fmt.Sprintf("answered %v", c.Reply.Accepted))
	case c.Asking == AsksLater:
		return Answer{Question: &sure}
	}
	f.running <- "ask"
	r, err := c.Ask(ctx, sure)
	if err != nil {
		return failed(err)
	}
	return said(fmt.Sprintf("answered %v", r.Accepted))
}

// lateAsk tells what it is released with, if anything, and asks until the person agrees.
func (f *fixture) lateAsk(_ context.Context, c Call, name string) Answer {
	if c.Reply != nil && c.Reply.Accepted {
		return said(name + " with " + c.State)
	}
	round := "round 1"
	if c.Reply != nil {
		round = "round 2"
	}
	if word := <-f.release; word != "" {
		c.Progress(1, 2, word)
		f.running <- word
		<-f.release
	}
	return Answer{Question: &Question{Message: "Sure?", Form: map[string]any{"type": "object", "properties": map[string]any{}},
		State: round}}
}

// lineClient is a client's end of a connection, in plain lines.
type lineClient struct {
	t      *testing.T
	in     *io.PipeWriter
	out    *bufio.Reader
	cancel context.CancelFunc
	served chan error
	next   int
}

// connect serves f on pipes until the test ends.
func (f *fixture) connect(t *testing.T) *lineClient {
	t.Helper()
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	w := &lineClient{t: t, in: toServer, out: bufio.NewReaderSize(fromServer, 1<<20), cancel: cancel, served: make(chan error, 1)}
	go func() {
		err := f.serve(ctx, in, out)
		w.served <- err
		out.Close()
	}()
	t.Cleanup(func() {
		cancel()
		toServer.Close()
		fromServer.Close()
	})
	return w
}

func (f *fixture) serve(ctx context.Context, in io.Reader, out io.Writer) error {
	if *bare {
		return server.NewStdioServer(f.mcp).Listen(ctx, in, out)
	}
	return f.ServeStdio(ctx, in, out)
}

// send writes lines as they are.
func (w *lineClient) send(lines ...string) {
	w.t.Helper()
	for _, l := range lines {
		if _, err := io.WriteString(w.in, l+"\n"); err != nil {
			w.t.Fatalf("send %.80s: %v", l, err)
		}
	}
}

// request is a request line with a new id, which it returns as well.
func (w *lineClient) request(method string, params any) (id int, line string) {
	w.t.Helper()
	w.next++
	text, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": w.next, "method": method, "params": params})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.next, string(text)
}

// call sends a tool call and returns its id.
func (w *lineClient) call(name, argument string) int {
	w.t.Helper()
	id, line := w.request("tools/call", map[string]any{"name": name, "arguments": map[string]any{"name": argument}})
	w.send(line)
	return id
}

// reply is any message from the server.
type reply struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result struct {
		ProtocolVersion   string          `json:"protocolVersion"`
		Instructions      string          `json:"instructions"`
		Tools             json.RawMessage `json:"tools"`
		IsError           bool            `json:"isError"`
		StructuredContent json.RawMessage `json:"structuredContent"`
		Content           []struct{ Text string }
	} `json:"result"`
	Error *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
	raw string
}

func (a reply) id() string { return string(a.ID) }

func (a reply) text() string {
	if len(a.Result.Content) == 0 {
		return ""
	}
	return a.Result.Content[0].Text
}

// read returns the next message; every line must be one.
func (w *lineClient) read() reply {
	w.t.Helper()
	a, ok := w.tryRead()
	if !ok {
		w.t.Fatal("the server sent nothing")
	}
	return a
}

func (w *lineClient) tryRead() (reply, bool) {
	w.t.Helper()
	got := make(chan string, 1)
	go func() {
		line, err := w.out.ReadString('\n')
		if err != nil {
			line = ""
		}
		got <- line
	}()
	select {
	case line := <-got:
		var a reply
		if line == "" {
			return a, false
		}
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			w.t.Fatalf("not a message: %q: %v", line, err)
		}
		a.raw = line
		return a, true
	case <-time.After(patience):
		w.in.CloseWithError(errors.New("the test has failed"))
		w.t.Fatal("no answer")
		return reply{}, false
	}
}

func (w *lineClient) handshake(client string, capabilities any) reply {
	w.t.Helper()
	_, line := w.request("initialize", map[string]any{
		"protocolVersion": "2025-06-18", "capabilities": capabilities, "clientInfo": map[string]any{"name": client, "version": "1"},
	})
	w.send(line)
	a := w.read()
	w.send(`{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	return a
}

func (w *lineClient) wait() error {
	w.t.Helper()
	select {
	case err := <-w.served:
		return err
	case <-time.After(patience):
		w.t.Fatal("the server does not end")
		return nil
	}
}

func waitFor(t *testing.T, c <-chan string) string {
	t.Helper()
	select {
	case s := <-c:
		return s
	case <-time.After(patience):
		t.Fatal("waited in vain")
		return ""
	}
}
