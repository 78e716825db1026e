package mcpsrv

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/mcp"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
)

// agent is a client in the same process, over the embedded workspace.
type agent struct {
	t      *testing.T
	server *Server
	client *client.Client
	work   *emulator.Running
	hex    *hex.Client
	sent   *traffic
	mu     sync.Mutex
	seen   []Activity
}

// traffic records the requests that reach the workspace.
type traffic struct {
	mu   sync.Mutex
	sent []string
	// rewrite changes answers; nil leaves them.
	rewrite func(path, body string) string
}

func (r *traffic) RoundTrip(q *http.Request) (*http.Response, error) {
	r.mu.Lock()
	r.sent = append(r.sent, q.Method+" "+q.URL.Path)
	rewrite := r.rewrite
	r.mu.Unlock()
	a, err := http.DefaultTransport.RoundTrip(q)
	if err != nil || rewrite == nil {
		return a, err
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		return nil, err
	}
	changed := rewrite(q.URL.Path, string(body))
	a.Body, a.ContentLength = io.NopCloser(strings.NewReader(changed)), int64(len(changed))
	return a, nil
}

// taken are the requests since it was last asked.
func (r *traffic) taken() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	sent := r.sent
	r.sent = nil
	return sent
}

func newAgent(t *testing.T, o emulator.Options) *agent {
	t.Helper()
	o.Cold, o.Warehouses = true, &warehouses
	work, err := emulator.Listen(t.Context(), "127.0.0.1:0", o)
	if err != nil {
		t.Fatal(err)
	}
	a := &agent{t: t, work: work, sent: &traffic{}}
	a.hex, err = hex.New(hex.Options{BaseURL: work.URL(), Token: work.Token(), Limits: hex.NoLimits, Transport: a.sent, RetryFor: -1})
	if err != nil {
		t.Fatal(err)
	}
	a.server = New(Options{Client: a.hex, Secrets: []string{work.Token()}, Confirm: ConfirmNever, Activity: func(v Activity) {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.seen = append(a.seen, v)
	}})
	a.client = connected(t, a.server)
	if err := a.client.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	request := mcp.InitializeRequest{}
	request.Params.ProtocolVersion = mcp.ProtocolVersion20251125
	request.Params.ClientInfo = mcp.Implementation{Name: "tester", Version: "3"}
	if _, err := a.client.Initialize(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = a.client.Close()
		a.hex.Close()
		if err := work.Close(); err != nil {
			t.Error(err)
		}
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	})
	return a
}

type args map[string]any

// call calls a tool and gives its structured content to into; it must go well.
func (a *agent) call(tool string, arguments args, into any) (text string) {
	a.t.Helper()
	r := a.result(tool, arguments)
	if r.IsError {
		a.t.Fatalf("%s %v failed: %s", tool, arguments, textOf(r))
	}
	a.decode(r, into)
	return textOf(r)
}

// fail calls a tool that must fail.
func (a *agent) fail(tool string, arguments args) answer.Failure {
	a.t.Helper()
	r := a.result(tool, arguments)
	if !r.IsError {
		a.t.Fatalf("%s %v went well: %s", tool, arguments, textOf(r))
	}
	var body struct{ Error answer.Failure }
	a.decode(r, &body)
	if strings.HasPrefix(body.Error.Hint, "Nothing was") {
		a.t.Errorf("the hint of %s advises nothing: %s", tool, body.Error.Hint)
	}
	if body.Error.Message == "" || !strings.Contains(textOf(r), body.Error.Message) {
		a.t.Errorf("the text twin of the failure is %q, its message %q", textOf(r), body.Error.Message)
	}
	return body.Error
}

func (a *agent) result(tool string, arguments args) *mcp.CallToolResult {
	a.t.Helper()
	request := mcp.CallToolRequest{}
	request.Params.Name, request.Params.Arguments = tool, map[string]any(arguments)
	r, err := a.client.CallTool(context.Background(), request)
	if err != nil {
		a.t.Fatalf("%s %v: %v", tool, arguments, err)
	}
	a.fits(tool, r)
	a.same(tool, r)
	return r
}

// fits checks a result, failures too, against the schema that the tool promises.
func (a *agent) fits(tool string, r *mcp.CallToolResult) {
	a.t.Helper()
	schema := a.server.outputOf(tool)
	if schema == nil {
		return
	}
	var promised openapi3.Schema
	if err := json.Unmarshal(schema, &promised); err != nil {
		a.t.Fatal(err)
	}
	raw, err := json.Marshal(r.StructuredContent)
	if err != nil {
		a.t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		a.t.Fatal(err)
	}
	if err := promised.VisitJSON(value); err != nil {
		a.t.Errorf("the result of %s is not what its schema says: %v", tool, err)
	}
}

func (a *agent) decode(r *mcp.CallToolResult, into any) {
	a.t.Helper()
	raw, err := json.Marshal(r.StructuredContent)
	if err != nil {
		a.t.Fatal(err)
	}
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		a.t.Fatalf("%v: %s", err, raw)
	}
}

func textOf(r *mcp.CallToolResult) string {
	if len(r.Content) != 1 {
		return ""
	}
	text, _ := r.Content[0].(mcp.TextContent)
	return text.Text
}

// find is the id of the project with a title.
func (a *agent) find(title string) string {
	a.t.Helper()
	var found projectMatches
	a.call("search_hex_projects", args{"search_pattern": "^" + title + "$"}, &found)
	if len(found.Values) != 1 {
		a.t.Fatalf("%d projects are called %q", len(found.Values), title)
	}
	return found.Values[0].ID
}

// cell is a cell of a project by its label.
func (a *agent) cell(projectID, label string) cellRow {
	a.t.Helper()
	var page cellPage
	a.call("list_hex_cells", args{"project_id": projectID, "limit": 100}, &page)
	for _, c := range page.Cells {
		if c.Label == label {
			return c
		}
	}
	a.t.Fatalf("no cell %q", label)
	return cellRow{}
}
