package wire

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"hextui/mcpsrv/wire/wiretest"
)

func (f *fixture) web(t *testing.T, o HTTPOptions) *wiretest.Web {
	t.Helper()
	return serveWeb(t, f.Server, o)
}

func serveWeb(t *testing.T, s *Server, o HTTPOptions) *wiretest.Web {
	t.Helper()
	return wiretest.Serve(t, func(ctx context.Context, address string, ready func(net.Addr)) error {
		o.Ready = ready
		return s.Listen(ctx, address, o)
	})
}

func TestHTTPCall(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{})
	w.Handshake("web", "{}")
	resp := w.Ask("POST", "/mcp", wiretest.ToolCall(1, "echo", args{"name": "x"}, ""))
	if kind := resp.Header.Get("Content-Type"); kind != "application/json" {
		t.Errorf("a plain answer is %s", kind)
	}
	if all := w.Messages(resp); len(all) != 1 || all[0].Text() != "x from web" {
		t.Errorf("got %v", all)
	}
	if resp := w.Ask("DELETE", "/mcp", ""); resp.StatusCode != http.StatusNoContent {
		t.Errorf("the end of the session: %s", resp.Status)
	}
	if resp := w.Ask("POST", "/mcp", wiretest.ToolCall(2, "echo", args{"name": "x"}, "")); resp.StatusCode != http.StatusNotFound {
		t.Errorf("after its end the session answers %s", resp.Status)
	}
}

func TestHTTPProgressComesBeforeTheResult(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{})
	w.Handshake("web", "{}")
	for i := range 300 {
		all := w.Messages(w.Ask("POST", "/mcp", wiretest.ToolCall(i+1, "progress", args{"name": "p"}, `{"progressToken":"p"}`)))
		if len(all) != 4 || all[3].IDText() != fmt.Sprint(i+1) {
			t.Fatalf("got %d messages, the last %v", len(all), all[len(all)-1])
		}
	}
}

func TestHTTPElicitation(t *testing.T) {
	f := newFixture(t)
	w := f.web(t, HTTPOptions{})
	w.Handshake("web", `{"elicitation":{}}`)
	resp := w.Ask("POST", "/mcp", wiretest.ToolCall(1, "ask", args{}, ""))
	defer resp.Body.Close()
	var got []wiretest.Reply
	for m := range wiretest.Events(t, resp) {
		got = append(got, m)
		if m.Method == "elicitation/create" {
			answer := w.Ask("POST", "/mcp", fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,"result":{"action":"accept","content":{}}}`, m.ID))
			if w.Whole(answer); answer.StatusCode != http.StatusAccepted {
				t.Errorf("the answer was answered %s", answer.Status)
			}
		}
	}
	if len(got) != 2 || got[1].Text() != "answered true" {
		t.Errorf("got %v", got)
	}

	w.Handshake("cannot be asked", `{}`)
	if all := w.Messages(w.Ask("POST", "/mcp", wiretest.ToolCall(2, "ask", args{}, ""))); len(all) != 1 || !all[0].Result.IsError {
		t.Errorf("got %v", all)
	}
}

// What clients do that the protocol does not say, and that costs nothing to answer.
func TestHTTPHabitsOfClients(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{Token: "a-token-of-length"})
	for _, path := range []string{"/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp",
		"/.well-known/oauth-authorization-server", "/.well-known/oauth-authorization-server/mcp", "/.well-known/openid-configuration",
		"/mcp/.well-known/openid-configuration"} {
		if resp := w.Ask("GET", path, ""); resp.StatusCode != 404 || resp.Header.Get("Www-Authenticate") != "" {
			t.Errorf("%s: %s", path, resp.Status)
		}
	}
	w.Header.Set("Authorization", "Bearer a-token-of-length")
	w.Handshake("web", "{}")
	for _, c := range []struct{ name, path, body, accept, kind string }{
		{"a byte order mark", "/mcp", "\xef\xbb\xbf" + wiretest.ToolCall(1, "echo", args{"name": "x"}, ""),
			"application/json, text/event-stream",
			"application/json"},
		{"a slash behind", "/mcp/", wiretest.ToolCall(2, "echo", args{"name": "x"}, ""), "*/*", "application/json"},
		{"streams only", "/mcp", wiretest.ToolCall(3, "echo", args{"name": "x"}, ""), "text/event-stream", "text/event-stream"},
		{"JSON only", "/mcp", wiretest.ToolCall(4, "progress", args{"name": "x from web"}, `{"progressToken":1}`), "application/json",
			"application/json"},
	} {
		resp := w.Ask("POST", c.path, c.body, "Accept", c.accept)
		if all := w.Messages(resp); len(all) != 1 || all[0].Text() != "x from web" || resp.Header.Get("Content-Type") != c.kind {
			t.Errorf("%s: %s %v %v", c.name, resp.Status, resp.Header, all)
		}
	}
}

func TestHTTPDoors(t *testing.T) {
	f := newFixture(t)
	w := f.web(t, HTTPOptions{Token: "a-token-of-length", Hosts: []string{"mcp.acme.example"},
		Origins: []string{"https://tools.acme.example"}})
	port := w.Base[strings.LastIndexByte(w.Base, ':'):]
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
			resp := w.Ask("POST", "/mcp", ping, c.header...)
			if body := w.Whole(resp); resp.StatusCode != c.status {
				t.Errorf("%s: %s", resp.Status, body)
			}
		})
	}
	if resp := w.Ask("GET", "/healthz", "", "Host", "10.1.2.3:80"); w.Whole(resp) != "ok\n" {
		t.Errorf("health: %s", resp.Status)
	}
	if resp := w.Ask("GET", "/metrics", ""); resp.StatusCode != 401 {
		t.Errorf("metrics without a token: %s", resp.Status)
	}
	resp := w.Ask("OPTIONS", "/mcp", "", "Origin", "https://tools.acme.example", "Access-Control-Request-Method", "POST")
	if w.Whole(resp); resp.StatusCode != 204 || resp.Header.Get("Access-Control-Allow-Origin") != "https://tools.acme.example" {
		t.Errorf("preflight: %s %v", resp.Status, resp.Header)
	}
}

// Without a token, pages of this computer may not ask unless they were allowed: any program may show one.
func TestHTTPOriginsWithoutToken(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{Origins: []string{"http://localhost:6274"}, Stateless: true})
	for origin, want := range map[string]int{"": 200, "http://localhost:6274": 200, "http://localhost:3000": 403, "http://127.0.0.1": 403,
		"https://evil.example": 403, "null": 403, w.Base: 200} {
		for method, want := range map[string]int{"POST": want, "OPTIONS": map[int]int{200: 204, 403: 403}[want]} {
			var header []string
			if origin != "" {
				header = []string{"Origin", origin}
			} else if method == "OPTIONS" {
				continue
			}
			resp := w.Ask(method, "/mcp", `{"jsonrpc":"2.0","id":1,"method":"ping"}`, header...)
			if w.Whole(resp); resp.StatusCode != want || (resp.Header.Get("Access-Control-Allow-Origin") != "") != (want != 403 &&
				origin != "") {
				t.Errorf("%s from %q: %s %v", method, origin, resp.Status, resp.Header)
			}
		}
	}
}

func TestHTTPBadRequests(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{MaxBody: 1000})
	w.Handshake("web", "{}")
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
			resp := w.Ask(c.method, "/mcp", c.body, c.header...)
			if body := w.Whole(resp); resp.StatusCode != c.status || !strings.Contains(body, c.want) {
				t.Errorf("%s: %s", resp.Status, body)
			}
		})
	}
}

func TestHTTPNewerProtocol(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{})
	resp := w.Modern(1, "tools/call", "echo", map[string]any{"name": "echo", "arguments": args{"name": "x"}}, "{}")
	if id := resp.Header.Get("Mcp-Session-Id"); id != "" {
		t.Errorf("there is a session %s", id)
	}
	if all := w.Messages(resp); len(all) != 1 || all[0].Text() != "x from newer" {
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
		resp := w.Modern(2, "tools/call", "echo", map[string]any{"name": "echo", "arguments": args{"name": "x"}}, "{}", c.header...)
		if body := w.Whole(resp); resp.StatusCode != 400 || !strings.Contains(body, `"error"`) {
			t.Errorf("%s: %s %s", c.name, resp.Status, body)
		}
	}
	if resp := w.Ask("GET", "/mcp", "", "Mcp-Protocol-Version", "2026-07-28"); resp.StatusCode != 405 {
		t.Errorf("GET: %s", resp.Status)
	}
	if resp := w.Modern(3, "no/such", "", map[string]any{}, "{}"); resp.StatusCode != 404 {
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
	w.Handshake("web", "{}")
	done := make(chan []wiretest.Reply, 2)
	call := func(id int, name string) {
		go func() {
			done <- w.Messages(w.Ask("POST", "/mcp", wiretest.ToolCall(id, "hold", args{"name": name}, "")))
		}()
		waitFor(t, f.running)
	}
	call(1, "cancelled")
	w.Whole(w.Ask("POST", "/mcp", `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}`))
	if got := waitFor(t, f.ended); got != "cancelled" {
		t.Errorf("%s ended", got)
	}
	<-done

	listening := w.Ask("GET", "/mcp", "", "Accept", "text/event-stream")
	call(2, "finishes")
	w.Stop()
	if body := w.Whole(listening); body != "" { // it ends with the server
		t.Errorf("the stream said %q", body)
	}
	f.release <- " in time"
	if all := <-done; len(all) != 1 || all[0].Text() != "finishes in time" {
		t.Errorf("got %v", all)
	}
}

// Somebody who drops the connection of the older protocol has not cancelled the call; of the newer one, has.
func TestHTTPDroppedConnection(t *testing.T) {
	f := newFixture(t)
	w := f.web(t, HTTPOptions{})
	w.Handshake("web", "{}")
	drop := func(body string, header http.Header) {
		ctx, cancel := context.WithCancel(t.Context())
		r, _ := http.NewRequestWithContext(ctx, "POST", w.Base+"/mcp", strings.NewReader(body))
		r.Header = header
		r.Header.Set("Content-Type", "application/json")
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			if resp, err := w.Client.Do(r); err == nil {
				resp.Body.Close()
			}
		}()
		waitFor(t, f.running)
		cancel()
		<-gone
	}
	drop(wiretest.ToolCall(1, "hold", args{"name": "older"}, ""), w.Header.Clone())
	f.release <- " goes on"
	meta := `{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}`
	drop(wiretest.ToolCall(2, "hold", args{"name": "newer"}, meta), http.Header{"Mcp-Protocol-Version": {"2026-07-28"},
		"Mcp-Method": {"tools/call"}, "Mcp-Name": {"hold"}})
	if got := waitFor(t, f.ended); got != "newer" {
		t.Errorf("%s ended", got)
	}
}

type args map[string]any
