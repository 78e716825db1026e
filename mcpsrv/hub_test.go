package mcpsrv

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"

	"hextui/hex/emulator"
	"hextui/hex/pyrun"
	"hextui/mcpsrv/hub"
	code "hextui/mcpsrv/hub/agent"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/tools"
)

// runner stands for Python: code says "3", open() is banned.
type runner struct{}

func (runner) Check(_ context.Context, code string) (f pyrun.Findings, err error) {
	if strings.Contains(code, "open(") {
		f.BannedCalls = []pyrun.Use{{Name: "open", Line: 1}}
	}
	return f, nil
}

func (r runner) RunChecked(ctx context.Context, code string) (pyrun.Result, error) {
	if f, err := r.Check(ctx, code); f.Banned() {
		return pyrun.Result{}, &pyrun.NotAllowed{Findings: f}
	} else if err != nil {
		return pyrun.Result{}, err
	}
	return pyrun.Result{Output: "3\n", Ended: pyrun.Finished}, nil
}

func (runner) Stats() pyrun.Stats { return pyrun.Stats{} }

// withHub is a client of a server whose hub asks a model that always says the same.
func withHub(t *testing.T, says string, p policy.Policy) *agent {
	t.Helper()
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return // who asked is gone
		}
		fmt.Fprintf(w, `{"choices":[{"message":{"content":%q}}]}`, says)
	}))
	t.Cleanup(model.Close)
	settings := map[string]string{"LLM_PROVIDER": "openai", "OPENAI_API_KEY": "sk-key-of-the-model", "OPENAI_BASE_URL": model.URL,
		"CURRENT_YEAR": "2031"}
	h, err := hub.New(hub.Options{Setting: func(name string) string { return settings[name] }, StateDir: t.TempDir(), Python: runner{}})
	if err != nil {
		t.Fatal(err)
	}
	return newAgent(t, emulator.Options{}).with(Options{Policy: p, Hub: opened(h)})
}

func opened(h *hub.Hub) tools.Hub {
	return func() (code.Agents, error) { return h.Agents, nil }
}

// The agents of the hub are offered by --toolsets hub, do what they do over HTTP, and ask Hex nothing.
func TestHub(t *testing.T) {
	a := withHub(t, `{"sub_questions":["one","two"]}`, policy.Policy{Toolsets: []string{string(policy.Hub)}})
	a.sent.taken()
	list, err := a.client.ListTools(t.Context(), mcp.ListToolsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range list.Tools {
		names = append(names, tool.Name)
	}
	slices.Sort(names)
	if want := []string{"agent_citation_formatter", "agent_code_generator", "agent_code_runner", "agent_llm_processor",
		"agent_question_enhancer", "agent_research_request", "agent_web_search"}; !slices.Equal(names, want) {
		t.Errorf("offered are %q", names)
	}
	var split struct {
		SubQuestions []string `json:"sub_questions"`
		Original     string   `json:"original_question"`
	}
	a.call("agent_question_enhancer", args{"user_request": "Why is it?"}, &split)
	if !slices.Equal(split.SubQuestions, []string{"one", "two"}) {
		t.Errorf("%+v", split)
	}
	var cite struct{ Citation string }
	a.call("agent_citation_formatter", args{"url": "https://www.bbc.co.uk/x"}, &cite)
	if cite.Citation != "Bbc.co.uk. (2031). Retrieved from https://www.bbc.co.uk/x" {
		t.Errorf("%+v", cite)
	}
	var ran struct{ Output string }
	if text := a.call("agent_code_runner", args{"code": "print(3)"}, &ran); ran.Output != "3\n" || !strings.Contains(text, "3") {
		t.Errorf("%+v, %q", ran, text)
	}
	for _, c := range []struct {
		tool string
		args args
		kind string
		says string
	}{
		{"agent_code_runner", args{"code": "open('x')"}, "invalid", "open() in line 1"},
		{"agent_question_enhancer", args{"user_request": "why"}, "invalid", "at least 5"},
		{"agent_web_search", args{"query": "sky"}, "upstream", "TAVILY_API_KEY is missing"},
		{"agent_llm_processor", args{"text_input": "<p onclick=x>", "task": "reason"}, "invalid", "markup"},
	} {
		if f := a.fail(c.tool, c.args); f.Kind != c.kind || !strings.Contains(f.Message, c.says) {
			t.Errorf("%s %v: %+v", c.tool, c.args, f)
		}
	}
	if sent := a.sent.taken(); len(sent) > 0 {
		t.Errorf("Hex was asked %v", sent)
	}
}

// A research tells its steps while it goes on.
func TestResearchTellsItsProgress(t *testing.T) {
	a := withHub(t, "print(3)", policy.Policy{Toolsets: []string{string(policy.Hub)}})
	var mu sync.Mutex
	var told []string
	a.client.OnNotification(func(n mcp.JSONRPCNotification) {
		mu.Lock()
		defer mu.Unlock()
		if n.Method == "notifications/progress" {
			told = append(told, fmt.Sprint(n.Params.AdditionalFields["message"]))
		}
	})
	request := mcp.CallToolRequest{}
	request.Params.Name, request.Params.Arguments = "agent_research_request", map[string]any{"user_request": "Print three."}
	request.Params.Meta = &mcp.Meta{ProgressToken: "p"}
	r, err := a.client.CallTool(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	a.decode(r, &got)
	if got["status"] != "success" || got["code_string"] != "print(3)" || got["execution_output"] != "3\n" || got["final_summary"] == "" {
		t.Errorf("%+v", got)
	}
	mu.Lock()
	defer mu.Unlock()
	if all := strings.Join(told, "\n"); !strings.Contains(all, "code_runner success") ||
		!strings.Contains(all, "question_enhancer started") {
		t.Errorf("told %q", told)
	}
}

// Without a hub its tools say so; where only reading is allowed nothing runs code.
func TestWithoutAHub(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	if f := a.fail("agent_web_search", args{"query": "sky"}); !strings.Contains(f.Message, "no agents that help with code") {
		t.Errorf("%+v", f)
	}
	b := withHub(t, "x", policy.Policy{Toolsets: []string{string(policy.Hub)}, ReadOnly: true})
	list, err := b.client.ListTools(t.Context(), mcp.ListToolsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range list.Tools {
		if tool.Name == "agent_code_runner" || tool.Name == "agent_research_request" {
			t.Errorf("%s is offered for reading", tool.Name)
		}
	}
}
