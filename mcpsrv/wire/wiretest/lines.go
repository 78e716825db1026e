// Package wiretest speaks to a server as clients do, in plain lines and over HTTP, for tests. It knows no server: it is given what
// serves.
package wiretest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"time"
)

// Patience bounds waits that only end early; a test that reaches it has failed.
const Patience = 20 * time.Second

// Lines is a client's end of a connection, in plain lines.
type Lines struct {
	T  *testing.T
	In *io.PipeWriter
	// Cancel ends what serves.
	Cancel context.CancelFunc
	// Last is the id of the newest request.
	Last   int
	out    *bufio.Reader
	served chan error
}

// Connect serves on pipes until the test ends.
func Connect(t *testing.T, serve func(context.Context, io.Reader, io.Writer) error) *Lines {
	t.Helper()
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	w := &Lines{T: t, In: toServer, out: bufio.NewReaderSize(fromServer, 1<<20), Cancel: cancel, served: make(chan error, 1)}
	go func() {
		w.served <- serve(ctx, in, out)
		out.Close()
	}()
	t.Cleanup(func() {
		cancel()
		toServer.Close()
		fromServer.Close()
	})
	return w
}

// Send writes lines as they are.
func (w *Lines) Send(lines ...string) {
	w.T.Helper()
	for _, l := range lines {
		if _, err := io.WriteString(w.In, l+"\n"); err != nil {
			w.T.Fatalf("send %.80s: %v", l, err)
		}
	}
}

// Request is a request line with a new id, which it returns as well.
func (w *Lines) Request(method string, params any) (id int, line string) {
	w.T.Helper()
	w.Last++
	text, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": w.Last, "method": method, "params": params})
	if err != nil {
		w.T.Fatal(err)
	}
	return w.Last, string(text)
}

// Call sends a tool call and returns its id.
func (w *Lines) Call(name, argument string) int {
	w.T.Helper()
	id, line := w.Request("tools/call", map[string]any{"name": name, "arguments": map[string]any{"name": argument}})
	w.Send(line)
	return id
}

// Reply is any message from the server.
type Reply struct {
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
	// Raw is the whole message.
	Raw string `json:"-"`
}

// IDText is the id as it stands in the message.
func (a Reply) IDText() string { return string(a.ID) }

// Text is the first text of the answer of a tool, empty where there is none.
func (a Reply) Text() string {
	if len(a.Result.Content) == 0 {
		return ""
	}
	return a.Result.Content[0].Text
}

// Read returns the next message; every line must be one.
func (w *Lines) Read() Reply {
	w.T.Helper()
	a, ok := w.TryRead()
	if !ok {
		w.T.Fatal("the server sent nothing")
	}
	return a
}

// TryRead returns the next message, or false where the server has closed its end.
func (w *Lines) TryRead() (Reply, bool) {
	w.T.Helper()
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
		var a Reply
		if line == "" {
			return a, false
		}
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			w.T.Fatalf("not a message: %q: %v", line, err)
		}
		a.Raw = line
		return a, true
	case <-time.After(Patience):
		w.In.CloseWithError(errors.New("the test has failed"))
		w.T.Fatal("no answer")
		return Reply{}, false
	}
}

// Handshake begins the session as a client of a name, and gives the server's answer.
func (w *Lines) Handshake(client string, capabilities any) Reply {
	w.T.Helper()
	_, line := w.Request("initialize", map[string]any{
		"protocolVersion": "2025-06-18", "capabilities": capabilities, "clientInfo": map[string]any{"name": client, "version": "1"},
	})
	w.Send(line)
	a := w.Read()
	w.Send(`{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	return a
}

// Wait is how the serving ended.
func (w *Lines) Wait() error {
	w.T.Helper()
	select {
	case err := <-w.served:
		return err
	case <-time.After(Patience):
		w.T.Fatal("the server does not end")
		return nil
	}
}
