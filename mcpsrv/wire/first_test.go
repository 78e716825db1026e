package wire

import (
	"strings"
	"testing"

	"hextui/mcpsrv/wire/wiretest"

	"github.com/mark3labs/mcp-go/mcp"
)

// opening is the first message that a client sends.
type opening struct {
	client, line string
	// header is what it sends with it over HTTP.
	header []string
	// want is in the answer; version is what was agreed on, empty where there is no handshake.
	want, version string
	code          int
}

func initialize(version string) string {
	return `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"` + version +
		`","capabilities":{"roots":{"listChanged":true},"elicitation":{"form":{}}},` +
		`"clientInfo":{"name":"first","title":"First","version":"0.165.0"}}}`
}

const discover = `{"jsonrpc":"2.0","id":0,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",` +
	`"io.modelcontextprotocol/clientInfo":{"name":"claude-code","version":"2.1.317"},` +
	`"io.modelcontextprotocol/clientCapabilities":{"roots":{},"elicitation":{}}}}}`

// openings are as clients of today send them, and as they fall back.
func openings() []opening {
	modern := []string{"Mcp-Protocol-Version", "2026-07-28", "Mcp-Method", "server/discover"}
	return []opening{
		{client: "Claude Code", line: discover, header: modern,
			want: `"supportedVersions":["2026-07-28","2025-11-25","2025-06-18","2024-11-05"]`},
		{client: "Claude Code at a version that is not known", line: strings.Replace(discover, "2026-07-28", "2027-01-01", 1),
			header: []string{"Mcp-Protocol-Version", "2027-01-01", "Mcp-Method", "server/discover"},
			code:   mcp.UNSUPPORTED_PROTOCOL_VERSION, want: `"2026-07-28"`},
		{client: "Claude Code falling back", line: initialize("2025-11-25"), version: "2025-11-25"},
		{client: "Claude Code falling back with its newest version as header", line: initialize("2025-11-25"),
			header: []string{"Mcp-Protocol-Version", "2026-07-28"}, version: "2025-11-25"},
		{client: "Codex", line: initialize("2025-06-18"), version: "2025-06-18"},
		{client: "a client of 2024", line: initialize("2024-11-05"), version: "2024-11-05"},
		{client: "a client of the version with batches", line: initialize("2025-03-26"), version: "2024-11-05"},
		{client: "a client of that version that says so in the header", line: initialize("2025-03-26"),
			header: []string{"Mcp-Protocol-Version", "2025-03-26"}, version: "2024-11-05"},
		{client: "a client that names no version", line: initialize(""), version: "2024-11-05"},
		{client: "a client of the future", line: initialize("2099-01-01"), header: []string{"Mcp-Protocol-Version", "2099-01-01"},
			version: "2025-11-25"},
		{client: "a client that asks for the newer era by handshake", line: initialize("2026-07-28"),
			header: []string{"Mcp-Protocol-Version", "2026-07-28"}, version: "2025-11-25"},
		{client: "a client with a header that is no version", line: initialize("2025-06-18"),
			header: []string{"Mcp-Protocol-Version", "foo"}, version: "2025-06-18"},
	}
}

func (o opening) check(t *testing.T, a wiretest.Reply) {
	t.Helper()
	switch {
	case o.code != 0:
		if a.Error == nil || a.Error.Code != o.code {
			t.Errorf("got %s", a.Raw)
		}
	case a.Error != nil, a.IDText() != "0", a.Result.Instructions == "", a.Result.ProtocolVersion != o.version:
		t.Errorf("got %s", a.Raw)
	}
	if !strings.Contains(a.Raw, o.want) {
		t.Errorf("%q is not in %s", o.want, a.Raw)
	}
}

func TestStdioFirstLines(t *testing.T) {
	for _, o := range openings() {
		t.Run(o.client, func(t *testing.T) {
			w := newFixture(t).connect(t)
			w.Send(o.line)
			o.check(t, w.Read())
			w.Send(initialize("2025-11-25")) // a refusal does not end the conversation
			if a := w.Read(); a.Result.ProtocolVersion != "2025-11-25" {
				t.Errorf("afterwards: %s", a.Raw)
			}
		})
	}
}

func TestHTTPFirstLines(t *testing.T) {
	for _, stateless := range []bool{false, true} {
		w := newFixture(t).web(t, HTTPOptions{Stateless: stateless})
		for _, o := range openings() {
			t.Run(o.client, func(t *testing.T) {
				w.T = t
				resp := w.Ask("POST", "/mcp", o.line, o.header...)
				session := resp.Header.Get("Mcp-Session-Id")
				if begun := o.version != "" && !stateless; begun != (session != "") {
					t.Errorf("the session is %q", session)
				}
				all := w.Messages(resp)
				if len(all) != 1 {
					t.Fatalf("got %v", all)
				}
				o.check(t, all[0])
				if o.version == "" {
					return
				}
				next := w.Messages(w.Ask("POST", "/mcp", wiretest.ToolCall(1, "echo", args{"name": "x"}, ""), "Mcp-Session-Id", session,
					"Mcp-Protocol-Version", o.version))
				if len(next) != 1 || !strings.Contains(next[0].Text(), "x from") {
					t.Errorf("the call behind it got %v", next)
				}
			})
		}
	}
}

// A version that only the header of another request names is refused with those that there are.
func TestHTTPUnknownVersions(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{})
	w.Handshake("web", "{}")
	for _, version := range []string{"2099-01-01", "foo"} {
		resp := w.Ask("POST", "/mcp", `{"jsonrpc":"2.0","id":7,"method":"tools/list"}`, "Mcp-Protocol-Version", version)
		all := w.Messages(resp)
		if resp.StatusCode != 400 || len(all) != 1 || all[0].IDText() != "7" || all[0].Error.Code != mcp.UNSUPPORTED_PROTOCOL_VERSION ||
			!strings.Contains(all[0].Raw, `"2025-11-25"`) {
			t.Errorf("%s: %s %v", version, resp.Status, all)
		}
	}
}

// Versions that differ between header and body are that, whatever else is wrong with them.
func TestHTTPTornVersions(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{})
	for header, body := range map[string]string{"2026-07-28": "v999.0.0", "v999.0.0": "2026-07-28", "2025-11-25": "2026-07-28"} {
		resp := w.Ask("POST", "/mcp", strings.Replace(discover, "2026-07-28", body, 1), "Mcp-Protocol-Version", header, "Mcp-Method",
			"server/discover")
		if all := w.Messages(resp); resp.StatusCode != 400 || len(all) != 1 || all[0].Error == nil ||
			all[0].Error.Code != mcp.HEADER_MISMATCH {
			t.Errorf("%s and %s: %s %v", header, body, resp.Status, all)
		}
	}
}

// Lists may be kept for five minutes by the client that asked, what is read not at all.
func TestListsMayBeKept(t *testing.T) {
	for way, ask := range everyWay(t, newFixture(t).Server) {
		if !strings.HasPrefix(way, "newer") {
			continue
		}
		for method, want := range map[string]string{
			"tools/list": `300000`, "prompts/list": `300000`, "resources/list": `300000`, "resources/templates/list": `300000`,
			"server/discover": `300000`, "resources/read": `0`,
		} {
			a := ask(t, method, "test://now/x", map[string]any{"uri": "test://now/x"})
			if !strings.Contains(a.Raw, `"ttlMs":`+want+`,`) || !strings.Contains(a.Raw, `"cacheScope":"private"`) {
				t.Errorf("%s %s: %s", way, method, a.Raw)
			}
		}
	}
}
