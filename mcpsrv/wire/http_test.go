package wire

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
	"time"
)

// web is a server over HTTP and a client that sends it what a test says.
type web struct {
	t      *testing.T
	base   string
	client *http.Client
	header http.Header
	stop   context.CancelFunc
	served chan error
}

func (f *fixture) web(t *testing.T, o HTTPOptions) *web {
	t.Helper()
	return serveWeb(t, f.Server, o)
}

func serveWeb(t *testing.T, s *Server, o HTTPOptions) *web {
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

func TestHTTPCall(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{})
	w.handshake("web", "{}")
	resp := w.ask("POST", "/mcp", toolCall(1, "echo", args{"name": "x"}, ""))
	if kind := resp.Header.Get("Content-Type"); kind != "application/json" {
		t.Errorf("a plain answer is %s", kind)
	}
	if all := w.messages(resp); len(all) != 1 || all[0].text() != "x from web" {
		t.Errorf("got %v", all)
	}
	if resp := w.ask("DELETE", "/mcp", ""); resp.StatusCode != http.StatusNoContent {
		t.Errorf("the end of the session: %s", resp.Status)
	}
	if resp := w.ask("POST", "/mcp", toolCall(2, "echo", args{"name": "x"}, "")); resp.StatusCode != http.StatusNotFound {
		t.Errorf("after its end the session answers %s", resp.Status)
	}
}

func TestHTTPProgressComesBeforeTheResult(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{})
	w.handshake("web", "{}")
	for i := range 300 {
		all := w.messages(w.ask("POST", "/mcp", toolCall(i+1, "progress", args{"name": "p"}, `{"progressToken":"p"}`)))
		if len(all) != 4 || all[3].id() != fmt.Sprint(i+1) {
			t.Fatalf("got %d messages, the last %v", len(all), all[len(all)-1])
		}
	}
}

func TestHTTPElicitation(t *testing.T) {
	f := newFixture(t)
	w := f.web(t, HTTPOptions{})
	w.handshake("web", `{"elicitation":{}}`)
	resp := w.ask("POST", "/mcp", toolCall(1, "ask", args{}, ""))
	defer resp.Body.Close()
	var got []reply
	for m := range events(t, resp) {
		got = append(got, m)
		if m.Method == "elicitation/create" {
			answer := w.ask("POST", "/mcp", fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept","content":{}}}`, m.ID))
			if w.whole(answer); answer.StatusCode != http.StatusAccepted {
				t.Errorf("the answer was answered %s", answer.Status)
			}
		}
	}
	if len(got) != 2 || got[1].text() != "answered true" {
		t.Errorf("got %v", got)
	}

	w.handshake("cannot be asked", `{}`)
	if all := w.messages(w.ask("POST", "/mcp", toolCall(2, "ask", args{}, ""))); len(all) != 1 || !all[0].Result.IsError {
		t.Errorf("got %v", all)
	}
}

// What clients do that the protocol does not say, and that costs nothing to answer.
func TestHTTPHabitsOfClients(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{Token: "a-token-of-length"})
	for _, path := range []string{"/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp",
		"/.well-known/oauth-authorization-server"} {
		if resp := w.ask("GET", path, ""); resp.StatusCode != 404 || resp.Header.Get("Www-Authenticate") != "" {
			t.Errorf("%s: %s", path, resp.Status)
		}
	}
	w.header.Set("Authorization", "Bearer a-token-of-length")
	w.handshake("web", "{}")
	for _, c := range []struct{ name, path, body, accept, kind string }{
		{"a byte order mark", "/mcp", "\xef\xbb\xbf" + toolCall(1, "echo", args{"name": "x"}, ""), "application/json, text/event-stream",
			"application/json"},
		{"a slash behind", "/mcp/", toolCall(2, "echo", args{"name": "x"}, ""), "*/*", "application/json"},
		{"streams only", "/mcp", toolCall(3, "echo", args{"name": "x"}, ""), "text/event-stream", "text/event-stream"},
		{"JSON only", "/mcp", toolCall(4, "progress", args{"name": "x from web"}, `{"progressToken":1}`), "application/json",
			"application/json"},
	} {
		resp := w.ask("POST", c.path, c.body, "Accept", c.accept)
		if all := w.messages(resp); len(all) != 1 || all[0].text() != "x from web" || resp.Header.Get("Content-Type") != c.kind {
			t.Errorf("%s: %s %v %v", c.name, resp.Status, resp.Header, all)
		}
	}
}

func TestHTTPDoors(t *testing.T) {
	f := newFixture(t)
	w := f.web(t, HTTPOptions{Token: "a-token-of-length", Hosts: []string{"mcp.acme.example"},
		Origins: []string{"https://tools.acme.example"}})
	port := w.base[strings.LastIndexByte(w.base, ':'):]
	const good = "Bearer a-token-of-length"
	ping := `{"jsonrpc":"2.0","id":1,"method":"ping"}`
	for _, c := range []struct {
		name   string
		header []string
		status int
	}{
		{"good, but without session", []string{"Authorization", good}, 400},
		{"no token", nil, 401},
		{"another token", []string{"Authorization", "Bearer another-token-xx"}, 401},
		{"another scheme", []string{"Authorization", "Basic a-token-of-length"}, 401},
		{"the beginning of the token", []string{"Authorization", "Bearer a-token-of-lengt"}, 401},
		{"scheme in another case", []string{"Authorization", "bearer a-token-of-length"}, 400},
		{"localhost", []string{"Host", "localhost" + port, "Authorization", good}, 400},
		{"an allowed host", []string{"Host", "MCP.acme.example", "Authorization", good}, 400},
		{"another host", []string{"Host", "evil.example" + port, "Authorization", good}, 403},
		{"a host that begins well", []string{"Host", "127.0.0.1.evil.example", "Authorization", good}, 403},
		{"a page of this computer", []string{"Origin", "http://localhost:6274", "Authorization", good}, 400},
		{"an allowed page", []string{"Origin", "https://tools.acme.example", "Authorization", good}, 400},
		{"another page", []string{"Origin", "https://evil.example", "Authorization", good}, 403},
		{"a page without address", []string{"Origin", "null", "Authorization", good}, 403},
	} {
		t.Run(c.name, func(t *testing.T) {
			resp := w.ask("POST", "/mcp", ping, c.header...)
			if body := w.whole(resp); resp.StatusCode != c.status {
				t.Errorf("%s: %s", resp.Status, body)
			}
		})
	}
	if resp := w.ask("GET", "/healthz", "", "Host", "10.1.2.3:80"); w.whole(resp) != "ok\n" {
		t.Errorf("health: %s", resp.Status)
	}
	if resp := w.ask("GET", "/metrics", ""); resp.StatusCode != 401 {
		t.Errorf("metrics without a token: %s", resp.Status)
	}
	resp := w.ask("OPTIONS", "/mcp", "", "Origin", "https://tools.acme.example", "Access-Control-Request-Method", "POST")
	if w.whole(resp); resp.StatusCode != 204 || resp.Header.Get("Access-Control-Allow-Origin") != "https://tools.acme.example" {
		t.Errorf("preflight: %s %v", resp.Status, resp.Header)
	}
}

func TestHTTPBadRequests(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{MaxBody: 1000})
	w.handshake("web", "{}")
	ping := `{"jsonrpc":"2.0","id":1,"method":"ping"}`
	for _, c := range []struct {
		name, method, body string
		header             []string
		status             int
		want               string
	}{
		{"not JSON", "POST", "{", nil, 400, "not JSON"},
		{"a batch", "POST", "[" + ping + "]", nil, 400, "Batches"},
		{"no message", "POST", "1", nil, 400, "not a JSON-RPC message"},
		{"an empty body", "POST", "", nil, 400, "not JSON"},
		{"no method", "POST", `{"jsonrpc":"2.0","id":1}`, nil, 400, "no method"},
		{"an object for an id", "POST", `{"jsonrpc":"2.0","id":{},"method":"ping"}`, nil, 400, "string or a number"},
		{"a long body", "POST", `{"jsonrpc":"2.0","id":1,"method":"` + strings.Repeat("x", 1000) + `"}`, nil, 413, "too long"},
		{"text", "POST", ping, []string{"Content-Type", "text/plain"}, 415, ""},
		{"an unknown version", "POST", ping, []string{"Mcp-Protocol-Version", "1999-01-01"}, 400, "version"},
		{"an unknown session", "POST", ping, []string{"Mcp-Session-Id", "x"}, 404, "no such session"},
		{"a wrong header that narrows", "POST", ping, []string{"X-MCP-Toolsets", "rm"}, 400, "no toolset"},
		{"another verb", "PUT", ping, nil, 405, "POST"},
		{"another path", "POST", ping, nil, 200, `"result"`},
		{"a stream in an unknown session", "GET", "", []string{"Mcp-Session-Id", "x"}, 404, ""},
		{"the newer protocol with a version in the header only", "POST", ping, []string{"Mcp-Protocol-Version", "2026-07-28"}, 400,
			"_meta"},
	} {
		t.Run(c.name, func(t *testing.T) {
			resp := w.ask(c.method, "/mcp", c.body, c.header...)
			if body := w.whole(resp); resp.StatusCode != c.status || !strings.Contains(body, c.want) {
				t.Errorf("%s: %s", resp.Status, body)
			}
		})
	}
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

func TestHTTPNewerProtocol(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{})
	resp := w.modern(1, "tools/call", "echo", map[string]any{"name": "echo", "arguments": args{"name": "x"}}, "{}")
	if id := resp.Header.Get("Mcp-Session-Id"); id != "" {
		t.Errorf("there is a session %s", id)
	}
	if all := w.messages(resp); len(all) != 1 || all[0].text() != "x from newer" {
		t.Errorf("got %v", all)
	}
	for _, c := range []struct {
		name   string
		header []string
	}{
		{"another method", []string{"Mcp-Method", "ping"}},
		{"another name", []string{"Mcp-Name", "hold"}},
		{"a stream that was broken", []string{"Last-Event-ID", "1"}},
		{"another version", []string{"Mcp-Protocol-Version", "2025-11-25"}},
	} {
		resp := w.modern(2, "tools/call", "echo", map[string]any{"name": "echo", "arguments": args{"name": "x"}}, "{}", c.header...)
		if body := w.whole(resp); resp.StatusCode != 400 || !strings.Contains(body, `"error"`) {
			t.Errorf("%s: %s %s", c.name, resp.Status, body)
		}
	}
	if resp := w.ask("GET", "/mcp", "", "Mcp-Protocol-Version", "2026-07-28"); resp.StatusCode != 405 {
		t.Errorf("GET: %s", resp.Status)
	}
	if resp := w.modern(3, "no/such", "", map[string]any{}, "{}"); resp.StatusCode != 404 {
		t.Errorf("an unknown method: %s", resp.Status)
	}
}

// A session ends when it was silent for too long; one with a call in flight is not silent, however long that takes.
func TestHTTPSessionsExpire(t *testing.T) {
	f := newFixture(t)
	for _, idle := range []time.Duration{time.Hour, time.Millisecond} {
		h := f.newHTTP(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}, HTTPOptions{Idle: idle})
		s, err := h.begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		h.expire(s)
		if h.hold(s.id) != s {
			t.Fatal("the session ended during a call")
		}
		h.letGo(s)
		h.letGo(s)
		if idle == time.Hour {
			h.expire(s)
		}
		<-s.over
		if h.hold(s.id) != nil {
			t.Error("the session is still there")
		}
		h.close()
		h.abandon()
	}
}

func TestHTTPCancelAndShutdown(t *testing.T) {
	f := newFixture(t)
	w := f.web(t, HTTPOptions{})
	w.handshake("web", "{}")
	done := make(chan []reply, 2)
	call := func(id int, name string) {
		go func() { done <- w.messages(w.ask("POST", "/mcp", toolCall(id, "hold", args{"name": name}, ""))) }()
		waitFor(t, f.running)
	}
	call(1, "cancelled")
	w.whole(w.ask("POST", "/mcp", `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}`))
	if got := waitFor(t, f.ended); got != "cancelled" {
		t.Errorf("%s ended", got)
	}
	<-done

	listening := w.ask("GET", "/mcp", "", "Accept", "text/event-stream")
	call(2, "finishes")
	w.stop()
	if body := w.whole(listening); body != "" { // it ends with the server
		t.Errorf("the stream said %q", body)
	}
	f.release <- " in time"
	if all := <-done; len(all) != 1 || all[0].text() != "finishes in time" {
		t.Errorf("got %v", all)
	}
}

// Somebody who drops the connection of the older protocol has not cancelled the call; of the newer one, has.
func TestHTTPDroppedConnection(t *testing.T) {
	f := newFixture(t)
	w := f.web(t, HTTPOptions{})
	w.handshake("web", "{}")
	drop := func(body string, header http.Header) {
		ctx, cancel := context.WithCancel(t.Context())
		r, _ := http.NewRequestWithContext(ctx, "POST", w.base+"/mcp", strings.NewReader(body))
		r.Header = header
		r.Header.Set("Content-Type", "application/json")
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			if resp, err := w.client.Do(r); err == nil {
				resp.Body.Close()
			}
		}()
		waitFor(t, f.running)
		cancel()
		<-gone
	}
	drop(toolCall(1, "hold", args{"name": "older"}, ""), w.header.Clone())
	f.release <- " goes on"
	meta := `{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}`
	drop(toolCall(2, "hold", args{"name": "newer"}, meta), http.Header{"Mcp-Protocol-Version": {"2026-07-28"},
		"Mcp-Method": {"tools/call"}, "Mcp-Name": {"hold"}})
	if got := waitFor(t, f.ended); got != "newer" {
		t.Errorf("%s ended", got)
	}
}

type args map[string]any
