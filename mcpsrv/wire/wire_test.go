package wire

import (
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

	"hextui/mcpsrv/wire/wiretest"

	"github.com/mark3labs/mcp-go/server"
	"go.uber.org/goleak"
)

// -bare serves the tests with mcp-go's own stdio transport: each test named TestStdio then fails.
var bare = flag.Bool("bare", false, "serve with mcp-go's own stdio transport, to see the tests fail without ours")

func TestMain(m *testing.M) {
	flag.Parse()
	goleak.VerifyTestMain(m)
}

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
	add(&o, "tell", func(_ context.Context, c Call, _ string) Answer {
		c.Progress(5, 9, "five")
		c.Progress(0, 0, "waits")
		c.Progress(0, 0, "waits")
		c.Progress(6, 9, "six")
		c.Warn("slow with hxtp_0123456789abcdef")
		_, late := c.TaskEnds()
		return said(fmt.Sprintf("hears %v, task %v %v", c.Hears(), c.TakesTask(), late))
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
			switch what.Values["name"] {
			case "gone":
				return "", fmt.Errorf("%w: it is gone", ErrNotFound)
			case "burst":
				return "", errors.New("it burst")
			}
			return what.URI + " " + c.Trace.Parent, nil
		}}}
	f.Server = New(o)
	f.limits.grace = wiretest.Patience
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

func (f *fixture) connect(t *testing.T) *wiretest.Lines {
	t.Helper()
	return wiretest.Connect(t, f.serve)
}

func (f *fixture) serve(ctx context.Context, in io.Reader, out io.Writer) error {
	if *bare {
		return server.NewStdioServer(f.mcp).Listen(ctx, in, out)
	}
	return f.ServeStdio(ctx, in, out)
}

func waitFor(t *testing.T, c <-chan string) string {
	t.Helper()
	select {
	case s := <-c:
		return s
	case <-time.After(wiretest.Patience):
		t.Fatal("waited in vain")
		return ""
	}
}
