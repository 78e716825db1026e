package mcpsrv

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
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

type fixtureIn struct {
	Name string `json:"name"`
}

type fixtureOut struct {
	Name string `json:"name"`
}

func (o fixtureOut) text() string { return o.Name }

func newFixture(t *testing.T, change func(*Options)) *fixture {
	t.Helper()
	var mu sync.Mutex
	f := &fixture{log: &bytes.Buffer{}, running: make(chan string, 2000), release: make(chan string), ended: make(chan string, 2000)}
	o := Options{Log: slog.New(slog.NewTextHandler(lockedWriter{&mu, f.log}, nil))}
	if change != nil {
		change(&o)
	}
	f.Server = New(o)
	f.limits.grace = patience
	add := func(name string, run func(*Server, context.Context, fixtureIn) (fixtureOut, error)) {
		spec := tool[fixtureIn, fixtureOut]{name: name, class: Read, toolset: "fixtures", run: run}.spec()
		f.mcp.AddTool(spec.declare(), f.handler(spec))
	}
	add("hold", f.hold)
	add("echo", func(_ *Server, ctx context.Context, in fixtureIn) (fixtureOut, error) {
		return fixtureOut{in.Name + " from " + peer(ctx).Name}, nil
	})
	add("progress", func(_ *Server, ctx context.Context, in fixtureIn) (fixtureOut, error) {
		for i := range 3 {
			progressOf(ctx)(i+1, 3, in.Name)
		}
		return fixtureOut(in), nil
	})
	add("panic", func(*Server, context.Context, fixtureIn) (fixtureOut, error) {
		panic("the inside with hxtp_0123456789abcdef")
	})
	f.mcp.AddTool(mcp.NewTool("ask"), f.ask)
	f.mcp.AddTool(mcp.NewTool("burst"), func(context.Context, mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		panic("outside the stages")
	})
	return f
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

func (f *fixture) hold(_ *Server, ctx context.Context, in fixtureIn) (fixtureOut, error) {
	f.ran.Add(1)
	f.running <- in.Name
	select {
	case word := <-f.release:
		return fixtureOut{in.Name + word}, nil
	case <-ctx.Done():
		f.ended <- in.Name
		return fixtureOut{}, ctx.Err()
	}
}

func (f *fixture) ask(_ context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
	if a := server.ElicitationResponse(r.Params.InputResponses, "sure"); a != nil {
		return mcp.NewToolResultText("answered " + string(a.Action)), nil
	}
	f.running <- "ask"
	return server.NewInputRequestBuilder("").Elicit("sure", mcp.ElicitationParams{
		Message: "Sure?", RequestedSchema: map[string]any{"type": "object", "properties": map[string]any{}},
	}).ToolResult(), nil
}

// wire is a client's end of a connection, in plain lines.
type wire struct {
	t      *testing.T
	in     *io.PipeWriter
	out    *bufio.Reader
	cancel context.CancelFunc
	served chan error
	next   int
}

// connect serves f on pipes until the test ends.
func (f *fixture) connect(t *testing.T) *wire {
	t.Helper()
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	w := &wire{t: t, in: toServer, out: bufio.NewReaderSize(fromServer, 1<<20), cancel: cancel, served: make(chan error, 1)}
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
func (w *wire) send(lines ...string) {
	w.t.Helper()
	for _, l := range lines {
		if _, err := io.WriteString(w.in, l+"\n"); err != nil {
			w.t.Fatalf("send %.80s: %v", l, err)
		}
	}
}

// request is a request line with a new id, which it returns as well.
func (w *wire) request(method string, params any) (id int, line string) {
	w.t.Helper()
	w.next++
	text, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": w.next, "method": method, "params": params})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.next, string(text)
}

// call sends a tool call and returns its id.
func (w *wire) call(name, argument string) int {
	w.t.Helper()
	id, line := w.request("tools/call", map[string]any{"name": name, "arguments": map[string]any{"name": argument}})
	w.send(line)
	return id
}

// answer is any message from the server.
type answer struct {
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

func (a answer) id() string { return string(a.ID) }

func (a answer) text() string {
	if len(a.Result.Content) == 0 {
		return ""
	}
	return a.Result.Content[0].Text
}

// read returns the next message; every line must be one.
func (w *wire) read() answer {
	w.t.Helper()
	a, ok := w.tryRead()
	if !ok {
		w.t.Fatal("the server sent nothing")
	}
	return a
}

func (w *wire) tryRead() (answer, bool) {
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
		var a answer
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
		return answer{}, false
	}
}

func (w *wire) handshake(client string, capabilities any) answer {
	w.t.Helper()
	_, line := w.request("initialize", map[string]any{
		"protocolVersion": "2025-06-18", "capabilities": capabilities, "clientInfo": map[string]any{"name": client, "version": "1"},
	})
	w.send(line)
	a := w.read()
	w.send(`{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	return a
}

func (w *wire) wait() error {
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
