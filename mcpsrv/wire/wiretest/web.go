package wiretest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// Web is a server over HTTP and a client that sends it what a test says.
type Web struct {
	T *testing.T
	// Base is the address without a path.
	Base   string
	Client *http.Client
	// Header is sent with every request.
	Header http.Header
	// Stop ends what serves.
	Stop context.CancelFunc
}

// Serve has listen serve on a free port until the test ends.
func Serve(t *testing.T, listen func(ctx context.Context, address string, ready func(net.Addr)) error) *Web {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, served := make(chan net.Addr, 1), make(chan error, 1)
	w := &Web{T: t, Client: &http.Client{Transport: &http.Transport{}}, Header: http.Header{}, Stop: cancel}
	go func() { served <- listen(ctx, "127.0.0.1:0", func(a net.Addr) { ready <- a }) }()
	select {
	case a := <-ready:
		w.Base = "http://" + a.String()
	case err := <-served:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		w.Client.CloseIdleConnections()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return w
}

// Ask sends a request and returns its answer with the body open.
func (w *Web) Ask(method, path, body string, header ...string) *http.Response {
	w.T.Helper()
	r, err := http.NewRequest(method, w.Base+path, strings.NewReader(body))
	if err != nil {
		w.T.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json, text/event-stream")
	}
	for name, values := range w.Header {
		r.Header[name] = values
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := w.Client.Do(r)
	if err != nil {
		w.T.Fatal(err)
	}
	w.T.Cleanup(func() { resp.Body.Close() })
	return resp
}

// Whole reads an answer to its end.
func (w *Web) Whole(resp *http.Response) string {
	w.T.Helper()
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		w.T.Fatal(err)
	}
	return string(raw)
}

// Messages reads an answer, plain or a stream, to its end.
func (w *Web) Messages(resp *http.Response) (all []Reply) {
	w.T.Helper()
	defer resp.Body.Close()
	for m, more := range Events(w.T, resp) {
		if !more {
			break
		}
		all = append(all, m)
	}
	return all
}

// Events are the messages of an answer as they come.
func Events(t *testing.T, resp *http.Response) func(func(Reply, bool) bool) {
	return func(yield func(Reply, bool) bool) {
		lines := bufio.NewReader(resp.Body)
		stream := strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream")
		for {
			line, err := lines.ReadString('\n')
			text, data := strings.CutPrefix(strings.TrimSpace(line), "data: ")
			if data || !stream && text != "" {
				var m Reply
				if json.Unmarshal([]byte(text), &m) != nil {
					t.Fatalf("not a message: %q", line)
				}
				m.Raw = text
				if !yield(m, true) {
					return
				}
			}
			if err != nil {
				return
			}
		}
	}
}

// Handshake begins a session as a client of a name; what is asked from then on carries its id.
func (w *Web) Handshake(client string, capabilities string) {
	w.T.Helper()
	resp := w.Ask("POST", "/mcp",
		fmt.Sprintf(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":%s,`+
			`"clientInfo":{"name":%q,"version":"1"}}}`, capabilities, client))
	if id := resp.Header.Get("Mcp-Session-Id"); id != "" {
		w.Header.Set("Mcp-Session-Id", id)
	}
	if all := w.Messages(resp); len(all) != 1 || all[0].Result.ProtocolVersion != "2025-11-25" {
		w.T.Fatalf("got %v", all)
	}
	resp = w.Ask("POST", "/mcp", `{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	w.Whole(resp)
	if resp.StatusCode != http.StatusAccepted {
		w.T.Fatalf("a notification was answered %s", resp.Status)
	}
}

// ToolCall is a call of a tool as a message.
func ToolCall(id any, tool string, arguments any, meta string) string {
	raw, err := json.Marshal(arguments)
	if err != nil {
		panic(err)
	}
	if meta != "" {
		meta = `,"_meta":` + meta
	}
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%v,"method":"tools/call","params":{"name":%q,"arguments":%s%s}}`, id, tool, raw, meta)
}

// Modern is a request of the newer protocol.
func (w *Web) Modern(id int, method, name string, params map[string]any, capabilities string, header ...string) *http.Response {
	w.T.Helper()
	params["_meta"] = json.RawMessage(fmt.Sprintf(`{"io.modelcontextprotocol/protocolVersion":"2026-07-28",`+
		`"io.modelcontextprotocol/clientInfo":{"name":"newer","version":"1"},"io.modelcontextprotocol/clientCapabilities":%s}`,
		capabilities))
	raw, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": id, "method": method, "params": params})
	if err != nil {
		w.T.Fatal(err)
	}
	header = append([]string{"Mcp-Protocol-Version", "2026-07-28", "Mcp-Method", method, "Mcp-Name", name}, header...)
	return w.Ask("POST", "/mcp", string(raw), header...)
}
