package mcpsrv

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience bounds waits that only end early; a test that reaches it has failed.
const patience = 20 * time.Second

// lineClient is a client's end of a connection, in plain lines.
type lineClient struct {
	t      *testing.T
	in     *io.PipeWriter
	out    *bufio.Reader
	cancel context.CancelFunc
	served chan error
	next   int
}

// connect serves s on pipes until the test ends.
func connect(t *testing.T, s *Server) *lineClient {
	t.Helper()
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	w := &lineClient{t: t, in: toServer, out: bufio.NewReaderSize(fromServer, 1<<20), cancel: cancel, served: make(chan error, 1)}
	go func() {
		err := s.ServeStdio(ctx, in, out)
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

func (a reply) Text() string {
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

// web is a server over HTTP and a client that sends it what a test says.
type web struct {
	t      *testing.T
	base   string
	client *http.Client
	header http.Header
	stop   context.CancelFunc
	served chan error
}

func serveWeb(t *testing.T, s *Server, o wire.HTTPOptions) *web {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready := make(chan net.Addr, 1)
	o.Ready = func(a net.Addr) { ready <- a }
	w := &web{t: t, client: &http.Client{Transport: &http.Transport{}}, header: http.Header{}, stop: cancel, served: make(chan error, 1)}
	go func() { w.served <- s.Listen(ctx, "127.0.0.1:0", o) }()
	select {
	case a := <-ready:
		w.base = "http://" + a.String()
	case err := <-w.served:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		w.client.CloseIdleConnections()
		if w.served != nil {
			if err := <-w.served; err != nil {
				t.Error(err)
			}
		}
	})
	return w
}

// ask sends a request and returns its answer with the body open.
func (w *web) ask(method, path, body string, header ...string) *http.Response {
	w.t.Helper()
	r, err := http.NewRequest(method, w.base+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json, text/event-stream")
	}
	for name, values := range w.header {
		r.Header[name] = values
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := w.client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { resp.Body.Close() })
	return resp
}

// whole reads an answer to its end.
func (w *web) whole(resp *http.Response) string {
	w.t.Helper()
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(raw)
}

// messages reads an answer, plain or a stream, to its end.
func (w *web) messages(resp *http.Response) (all []reply) {
	w.t.Helper()
	defer resp.Body.Close()
	for m, more := range events(w.t, resp) {
		if !more {
			break
		}
		all = append(all, m)
	}
	return all
}

// events are the messages of an answer as they come.
func events(t *testing.T, resp *http.Response) func(func(reply, bool) bool) {
	return func(yield func(reply, bool) bool) {
		lines := bufio.NewReader(resp.Body)
		stream := strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream")
		for {
			line, err := lines.ReadString('\n')
			text, data := strings.CutPrefix(strings.TrimSpace(line), "data: ")
			if data || !stream && text != "" {
				var m reply
				if json.Unmarshal([]byte(text), &m) != nil {
					t.Fatalf("not a message: %q", line)
				}
				m.raw = text
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

func (w *web) handshake(client string, capabilities string) {
	w.t.Helper()
	resp := w.ask("POST", "/mcp", fmt.Sprintf(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":%s,"clientInfo":{"name":%q,"version":"1"}}}`, capabilities, client))
	if id := resp.Header.Get("Mcp-Session-Id"); id != "" {
		w.header.Set("Mcp-Session-Id", id)
	}
	if all := w.messages(resp); len(all) != 1 || all[0].Result.ProtocolVersion != "2025-11-25" {
		w.t.Fatalf("got %v", all)
	}
	resp = w.ask("POST", "/mcp", `{"jsonrpc":"2.0","method":"notifications/initialized"}`)
	w.whole(resp)
	if resp.StatusCode != http.StatusAccepted {
		w.t.Fatalf("a notification was answered %s", resp.Status)
	}
}

// toolCall is a call of a tool as a message.
func toolCall(id any, tool string, arguments any, meta string) string {
	raw, err := json.Marshal(arguments)
	if err != nil {
		panic(err)
	}
	if meta != "" {
		meta = `,"_meta":` + meta
	}
	return fmt.Sprintf(`{"jsonrpc":"2.0","id":%v,"method":"tools/call","params":{"name":%q,"arguments":%s%s}}`, id, tool, raw, meta)
}

// modern is a request of the newer protocol.
func (w *web) modern(id int, method, name string, params map[string]any, capabilities string, header ...string) *http.Response {
	w.t.Helper()
	params["_meta"] = json.RawMessage(fmt.Sprintf(`{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"newer","version":"1"},"io.modelcontextprotocol/clientCapabilities":%s}`, capabilities))
	raw, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": id, "method": method, "params": params})
	if err != nil {
		w.t.Fatal(err)
	}
	header = append([]string{"Mcp-Protocol-Version", "2026-07-28", "Mcp-Method", method, "Mcp-Name", name}, header...)
	return w.ask("POST", "/mcp", string(raw), header...)
}

// In the newer protocol the question goes back with a token, and the answer comes with another request, to any server.
func TestHTTPConfirmInTheNewerProtocol(t *testing.T) {
	d := newDeletion(t)
	w := serveWeb(t, New(Options{Client: d.hex}), wire.HTTPOptions{Stateless: true})
	send := func(more map[string]any) (string, map[string]any) {
		t.Helper()
		params := map[string]any{"name": deleting, "arguments": args{"group_id": d.id}}
		for name, value := range more {
			params[name] = value
		}
		var m struct {
			Result map[string]any `json:"result"`
		}
		body := w.whole(w.modern(1, "tools/call", deleting, params, `{"elicitation":{}}`))
		if err := json.Unmarshal([]byte(body), &m); err != nil {
			t.Fatal(err)
		}
		return body, m.Result
	}
	yes := map[string]any{"confirm": map[string]any{"action": "accept", "content": map[string]any{"confirm": true}}}
	no := map[string]any{"confirm": map[string]any{"action": "decline"}}
	ask := func() string {
		t.Helper()
		body, result := send(nil)
		state, _ := result["requestState"].(string)
		if state == "" || !strings.Contains(body, "Night shift") || !strings.Contains(body, d.id) {
			t.Fatalf("got %s", body)
		}
		return state
	}
	for _, c := range []struct {
		name string
		more map[string]any
		want string
	}{
		{"an answer nobody asked for", map[string]any{"inputResponses": yes}, answer.KindDenied},
		{"a made up state", map[string]any{"inputResponses": yes, "requestState": "x"}, answer.KindDenied},
		{"a changed state", map[string]any{"inputResponses": yes, "requestState": flip(ask())}, answer.KindDenied},
		{"no", map[string]any{"inputResponses": no, "requestState": ask()}, answer.KindDeclined},
		{"no answer", map[string]any{"requestState": ask()}, answer.KindDeclined},
	} {
		if body, result := send(c.more); result["isError"] != true || !strings.Contains(body, c.want) || d.gone() {
			t.Errorf("%s: %s", c.name, body)
		}
	}
	state := ask()
	send(map[string]any{"inputResponses": no, "requestState": state})
	if body, _ := send(map[string]any{"inputResponses": yes, "requestState": state}); !strings.Contains(body, "has been used") || d.gone() {
		t.Errorf("a no became a yes: %s", body)
	}
	if body, result := send(map[string]any{"inputResponses": yes, "requestState": ask()}); result["isError"] == true || !d.gone() {
		t.Errorf("not done: %s", body)
	}
}

func TestHTTPHeadersNarrow(t *testing.T) {
	d := newDeletion(t)
	w := serveWeb(t, New(Options{Client: d.hex, Confirm: ConfirmNever}), wire.HTTPOptions{Stateless: true})
	list := w.whole(w.ask("POST", "/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`, "X-MCP-Readonly", "true", "X-MCP-Toolsets",
		"people"))
	if strings.Contains(list, deleting) || !strings.Contains(list, "list_hex_groups") || strings.Contains(list, "list_hex_cells") {
		t.Errorf("listed are %s", list)
	}
	body := w.whole(w.ask("POST", "/mcp", toolCall(2, deleting, args{"group_id": d.id}, ""), "X-MCP-Readonly", "true"))
	if !strings.Contains(body, "not found") || d.gone() {
		t.Errorf("got %s", body)
	}
}

func TestHTTPMetrics(t *testing.T) {
	w := serveWeb(t, newDeletion(t).server, wire.HTTPOptions{})
	w.handshake("web", "{}")
	w.whole(w.ask("POST", "/mcp", toolCall(1, "list_hex_groups", args{}, "")))
	w.whole(w.ask("POST", "/mcp", toolCall(2, "list_hex_groups", args{"nome": "x"}, "")))
	text := w.whole(w.ask("GET", "/metrics", ""))
	for _, want := range []string{
		`hextui_tool_calls_total{tool="list_hex_groups",class="read",outcome="ok"} 1`,
		`hextui_tool_calls_total{tool="list_hex_groups",class="read",outcome="invalid"} 1`,
		`hextui_tool_call_seconds_count{tool="list_hex_groups"} 2`, `hextui_http_sessions 1`,
		`hextui_decisions_total{decision="allowed"} 1`, "\ngo_goroutines ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the metrics lack %s:\n%s", want, text)
		}
	}
}
