package hub

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"hextui/hex/pyrun"
)

func TestMain(m *testing.M) {
	pyrun.Enter(os.Args)
	os.Exit(m.Run())
}

const (
	llmKey    = "sk-the-key-of-the-model"
	tavilyKey = "tvly-the-key-of-the-search"
)

// world is a hub over HTTP, with a model and a web search that speak their published forms over HTTP too.
type world struct {
	t        *testing.T
	hub      *Hub
	url      string
	settings map[string]string
	options  HTTPOptions
	python   Python
	limited  bool

	mu      sync.Mutex
	model   http.HandlerFunc
	web     http.HandlerFunc
	prompts []string
	queries []string
	log     *bytes.Buffer
}

// says is a model that answers this.
func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		raw, err := json.Marshal(text)
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(w, `{"choices":[{"message":{"role":"assistant","content":%s}}]}`, raw)
	}
}

func status(code int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}
}

// newWorld is a world in which everything goes well; change makes it another one before it begins.
func newWorld(t *testing.T, change func(*world)) *world {
	t.Helper()
	w := &world{t: t, log: &bytes.Buffer{}, python: &interpreter{output: "3\n"},
		model: says(`{"sub_questions":["one","two","three"]}`),
		web: func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"answer":"yes","results":[{"title":"A","url":"https://a.example/","content":"c","score":0.5}]}`)
		}}
	upstream := func(to *[]string, answer *http.HandlerFunc) string {
		s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return // who asked is gone
			}
			w.mu.Lock()
			*to = append(*to, string(body))
			h := *answer
			w.mu.Unlock()
			h(rw, r)
		}))
		t.Cleanup(s.Close)
		return s.URL
	}
	w.settings = map[string]string{"LLM_PROVIDER": "openai", "OPENAI_API_KEY": llmKey, "TAVILY_API_KEY": tavilyKey, "CURRENT_YEAR": "2031",
		"OPENAI_BASE_URL": upstream(&w.prompts, &w.model) + "/v1", "TAVILY_BASE_URL": upstream(&w.queries, &w.web),
		"OLLAMA_HOST": "127.0.0.1:1"}
	if change != nil {
		change(w)
	}
	w.start()
	return w
}

// start makes a hub and serves it.
func (w *world) start() {
	w.t.Helper()
	var err error
	w.hub, err = New(Options{Setting: func(name string) string { return w.settings[name] }, StateDir: w.t.TempDir(), Python: w.python,
		Version: "test", unlimited: !w.limited, Log: slog.New(slog.NewTextHandler(w.log, nil))})
	if err != nil {
		w.t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(nil)
	s.Config.Handler = w.hub.Handler(s.Listener.Addr(), w.options)
	s.Start()
	w.t.Cleanup(func() {
		s.Close()
		if err := w.hub.Close(); err != nil {
			w.t.Error(err)
		}
	})
	w.url = s.URL
}

func (w *world) answers(model http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.model = model
}

func (w *world) asked() (prompts, queries int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.prompts), len(w.queries)
}

// reply is an answer of the hub.
type reply struct {
	code   int
	header http.Header
	text   string
	data   []json.RawMessage
}

// failure is data[0] as an error; empty for one that is none of the form.
func (r reply) failure() string {
	var f failure
	if len(r.data) != 1 || json.Unmarshal(r.data[0], &f) != nil || f.Status != "error" || f.Timestamp == "" {
		return ""
	}
	return f.Error
}

// into reads data[0].
func (r reply) into(t *testing.T, v any) {
	t.Helper()
	if r.code != http.StatusOK || len(r.data) != 1 {
		t.Fatalf("%d: %s", r.code, r.text)
	}
	if err := json.Unmarshal(r.data[0], v); err != nil {
		t.Fatalf("%v: %s", err, r.text)
	}
}

// post sends a body to an endpoint.
func (w *world) post(path, body string) reply {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.url+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	return w.send(req)
}

func (w *world) send(req *http.Request) reply {
	w.t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	r := reply{code: resp.StatusCode, header: resp.Header, text: string(raw)}
	var e struct{ Data []json.RawMessage }
	if json.Unmarshal(raw, &e) == nil {
		r.data = e.Data
	}
	return r
}

// call sends arguments to an endpoint.
func (w *world) call(name string, args ...any) reply {
	w.t.Helper()
	if args == nil {
		args = []any{}
	}
	body, err := json.Marshal(map[string]any{"data": args})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.post("/api/"+name+"_service", string(body))
}

// interpreter stands for Python: "1 +" is none, open() is banned, everything else says its output.
type interpreter struct {
	output string
	err    error
	wait   bool
}

func (p *interpreter) Check(_ context.Context, code string) (f pyrun.Findings, err error) {
	if strings.Contains(code, "1 +") {
		f.Syntax = &pyrun.SyntaxError{Message: "invalid syntax", Line: 1}
	}
	if strings.Contains(code, "open(") {
		f.BannedCalls = []pyrun.Use{{Name: "open", Line: 2}}
	}
	return f, p.err
}

func (p *interpreter) RunChecked(ctx context.Context, code string) (pyrun.Result, error) {
	f, err := p.Check(ctx, code)
	if err != nil {
		return pyrun.Result{}, err
	}
	if f.Banned() {
		return pyrun.Result{}, &pyrun.NotAllowed{Findings: f}
	}
	if p.wait {
		<-ctx.Done()
		return pyrun.Result{}, ctx.Err()
	}
	return pyrun.Result{Output: p.output, Ended: pyrun.Finished}, nil
}

func (p *interpreter) Stats() pyrun.Stats { return pyrun.Stats{Warm: 2, Size: 3, Executions: 4} }
