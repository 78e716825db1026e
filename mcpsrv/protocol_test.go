package mcpsrv

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/wire"
	"hextui/mcpsrv/wire/wiretest"
)

// warehouses are those of all workspaces of these tests.
var warehouses = emulator.Warehouses{Near: time.Hour}

// all are the tests and what they share, which ends with them.
type all struct{ *testing.M }

func (a all) Run() int {
	code := a.M.Run()
	if err := warehouses.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(all{m}) }

func connect(t *testing.T, s *Server) *wiretest.Lines {
	t.Helper()
	return wiretest.Connect(t, s.ServeStdio)
}

func serveWeb(t *testing.T, s *Server, o wire.HTTPOptions) *wiretest.Web {
	t.Helper()
	return wiretest.Serve(t, func(ctx context.Context, address string, ready func(net.Addr)) error {
		o.Ready = ready
		return s.Listen(ctx, address, o)
	})
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
		body := w.Whole(w.Modern(1, "tools/call", deleting, params, `{"elicitation":{}}`))
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
	list := w.Whole(w.Ask("POST", "/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`, "X-MCP-Readonly", "true", "X-MCP-Toolsets",
		"people"))
	if strings.Contains(list, deleting) || !strings.Contains(list, "list_hex_groups") || strings.Contains(list, "list_hex_cells") {
		t.Errorf("listed are %s", list)
	}
	body := w.Whole(w.Ask("POST", "/mcp", wiretest.ToolCall(2, deleting, args{"group_id": d.id}, ""), "X-MCP-Readonly", "true"))
	if !strings.Contains(body, "not found") || d.gone() {
		t.Errorf("got %s", body)
	}
}

func TestHTTPMetrics(t *testing.T) {
	w := serveWeb(t, newDeletion(t).server, wire.HTTPOptions{})
	w.Handshake("web", "{}")
	w.Whole(w.Ask("POST", "/mcp", wiretest.ToolCall(1, "list_hex_groups", args{}, "")))
	w.Whole(w.Ask("POST", "/mcp", wiretest.ToolCall(2, "list_hex_groups", args{"nome": "x"}, "")))
	text := w.Whole(w.Ask("GET", "/metrics", ""))
	for _, want := range []string{
		`hextui_tool_calls_total{class="read",outcome="ok",tool="list_hex_groups"} 1`,
		`hextui_tool_calls_total{class="read",outcome="invalid",tool="list_hex_groups"} 1`,
		`hextui_tool_call_seconds_count{tool="list_hex_groups"} 2`, `hextui_http_sessions 1`,
		`hextui_decisions_total{decision="allowed"} 1`, "\ngo_goroutines ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the metrics lack %s:\n%s", want, text)
		}
	}
}
