package wire

import (
	"reflect"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
)

// doubles are messages that could be read in two ways, with the id that they are refused under.
func doubles() []struct{ line, id, want string } {
	return []struct{ line, id, want string }{
		{`{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/list"}`, "1", `"Method" must be written "method"`},
		{`{"jsonrpc":"2.0","id":1,"METHOD":"tools/list"}`, "1", `"METHOD" must be written "method"`},
		{`{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list"}`, "1", `"method" stands twice`},
		{`{"jsonrpc":"2.0","id":1,"method":"ping","\u006dethod":"tools/list"}`, "1", `"method" stands twice`},
		{`{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}`, "null", `"id" stands twice`},
		{`{"jsonrpc":"2.0","id":1,"ID":2,"method":"ping"}`, "1", `"ID" must be written "id"`},
		{`{"jsonrpc":"2.0","id":9007199254740993,"method":"ping","paramſ":{}}`, "9007199254740993", `"paramſ" must be written "params"`},
		{`{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"echo","Name":"burst","arguments":{}}}`, `"a"`,
			`"Name" must be written "name"`},
		{`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{},"arguments":{"name":"x"}}}`, "1",
			`"arguments" stands twice`},
		{`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"name":"x","name":"y"}}}`, "1",
			`"name" stands twice`},
		{`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"deep":[[{"a":1,"a":2}]]}}}`, "1",
			`"a" stands twice`},
		{`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{},"_meta":{"progressToken":1,` +
			`"progressToken":2}}}`, "1", `"progressToken" stands twice`},
		{`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","_META":{}}}`, "1", `"_META" must be written "_meta"`},
		{`{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"io.modelcontextprotocol/ProtocolVersion":"2026-07-28"}}}`, "1",
			`must be written "io.modelcontextprotocol/protocolVersion"`},
		{`{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"io.modelcontextprotocol/clientCapabilities":{"Elicitation":{}}}}}`,
			"1", `"Elicitation" must be written "elicitation"`},
		{`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"Elicitation":{}},` +
			`"clientInfo":{"name":"c","version":"1"}}}`, "1", `"Elicitation" must`},
		{`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ask","inputResponses":{"confirm":{"action":"decline",` +
			`"Action":"accept"}}}}`, "1", `"Action" must be written "action"`},
	}
}

func TestStdioAmbiguousKeysAreRefused(t *testing.T) {
	f := newFixture(t)
	w := f.connect(t)
	for _, c := range doubles() {
		w.Send(c.line)
		if a := w.Read(); a.IDText() != c.id || a.Error == nil || a.Error.Code != mcp.INVALID_REQUEST ||
			!strings.Contains(a.Error.Message, c.want) {
			t.Errorf("%s got %s", c.line, a.Raw)
		}
	}
}

func TestHTTPAmbiguousKeysAreRefused(t *testing.T) {
	w := newFixture(t).web(t, HTTPOptions{})
	w.Handshake("web", "{}")
	for _, c := range doubles() {
		resp := w.Ask("POST", "/mcp", c.line)
		all := w.Messages(resp)
		if resp.StatusCode != 400 || len(all) != 1 || all[0].IDText() != c.id || all[0].Error == nil ||
			!strings.Contains(all[0].Error.Message, c.want) {
			t.Errorf("%s got %s %v", c.line, resp.Status, all)
		}
	}
}

// A person's answer that could be read in two ways is none: the question stays open.
func TestAmbiguousAnswersAreNone(t *testing.T) {
	f := newFixture(t)
	w := f.connect(t)
	w.Handshake("c", map[string]any{"elicitation": map[string]any{}})
	w.Call("ask", "")
	id := w.Read().IDText()
	w.Send(`{"jsonrpc":"2.0","id":` + id + `,"result":{"action":"decline","Action":"accept"}}`)
	if a := w.Read(); a.Error == nil || a.Error.Code != mcp.INVALID_REQUEST {
		t.Fatalf("got %s", a.Raw)
	}
	w.Send(`{"jsonrpc":"2.0","id":` + id + `,"result":{"action":"decline"}}`)
	if a := w.Read(); a.Text() != "answered false" {
		t.Fatalf("got %s", a.Raw)
	}
}

// Names that are not the protocol's may be anything, as long as there is one of each.
func TestKeysOfOthersAreFree(t *testing.T) {
	w := newFixture(t).connect(t)
	for _, params := range []string{
		`{"name":"echo","arguments":{"name":"x","Method":"y","id":1,"ID":2,"a":{"A":1,"a":2}}}`,
		`{"name":"echo","arguments":{"name":"x"},"_meta":{"acme.example/Name":1,"acme.example/name":2,"Method":3}}`,
		`{"name":"echo","arguments":{"name":"x"},"unheard":{"Name":1,"name":2}}`,
	} {
		w.Send(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":` + params + `}`)
		if a := w.Read(); !strings.HasPrefix(a.Text(), "x from") {
			t.Errorf("%s got %s", params, a.Raw)
		}
	}
}

// Every name that mcp-go takes in any case is known here.
func TestEveryKeyOfTheProtocolIsKnown(t *testing.T) {
	all := protocolKeys()
	for _, request := range []any{
		mcp.InitializeRequest{}, mcp.PingRequest{}, mcp.DiscoverRequest{}, mcp.SetLevelRequest{}, mcp.CompleteRequest{},
		mcp.ListToolsRequest{}, mcp.CallToolRequest{}, mcp.ListPromptsRequest{}, mcp.GetPromptRequest{},
		mcp.ListResourcesRequest{}, mcp.ListResourceTemplatesRequest{}, mcp.ReadResourceRequest{}, mcp.SubscribeRequest{},
		mcp.UnsubscribeRequest{},
		mcp.SubscriptionsListenRequest{}, mcp.GetTaskRequest{}, mcp.ListTasksRequest{}, mcp.TaskResultRequest{}, mcp.CancelTaskRequest{},
		mcp.CancelledNotification{}, mcp.ProgressNotification{}, message{},
	} {
		knows(t, all, reflect.TypeOf(request), reflect.TypeOf(request).Name())
	}
	knows(t, all["params"]["inputResponses"]["*"], reflect.TypeFor[mcp.ElicitationResult](), "ElicitationResult")
	knows(t, all["params"]["_meta"]["io.modelcontextprotocol/clientInfo"], reflect.TypeFor[mcp.Implementation](), "clientInfo")
	knows(t, all["params"]["_meta"]["io.modelcontextprotocol/clientCapabilities"], reflect.TypeFor[mcp.ClientCapabilities](),
		"clientCapabilities")
	for what, of := range map[string]reflect.Type{"ref": reflect.TypeFor[mcp.PromptReference](),
		"ref of a resource": reflect.TypeFor[mcp.ResourceReference]()} {
		knows(t, all["params"]["ref"], of, what)
	}
}

func knows(t *testing.T, k keys, of reflect.Type, path string) {
	t.Helper()
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct || of == reflect.TypeFor[mcp.Meta]() {
		return
	}
	for i := range of.NumField() {
		f := of.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported() && !f.Anonymous:
			continue
		case name == "" && f.Anonymous:
			knows(t, k, f.Type, path)
			continue
		}
		below, known := k[name]
		if !known {
			t.Errorf("%s.%s is not known", path, name)
			continue
		}
		knows(t, below, f.Type, path+"."+name)
	}
}
