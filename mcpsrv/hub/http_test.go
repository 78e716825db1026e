package hub

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"hextui/hex/pyrun"
	"hextui/mcpsrv/hub/agent"
	"hextui/mcpsrv/share/sharetest"
)

// Whatever an upstream says, neither it nor keys and addresses come out; what it means does.
func TestUpstreamsFail(t *testing.T) {
	hostile := fmt.Sprintf(`{"error":{"message":"key %s at http://10.0.0.1/v1 in /home/x/y"}}`, llmKey)
	for name, c := range map[string]struct {
		model http.HandlerFunc
		says  string
	}{
		"401":     {status(401, hostile), "OPENAI_API_KEY"},
		"400":     {status(400, hostile), "refused"},
		"404":     {status(404, hostile), "model"},
		"429":     {status(429, hostile, "Retry-After", "31"), "too often"},
		"500":     {status(500, hostile, "Retry-After", "31"), "fault of its own"},
		"garbage": {status(200, hostile), "no answer of a model"},
		"no list": {says("I cannot."), "no list of sub-questions"},
		"blank":   {says(" \n"), "nothing"},
	} {
		w := newWorld(t, nil)
		w.answers(c.model)
		r := w.call("agent_question_enhancer", "Why is it?")
		if r.code != 500 || !strings.Contains(r.failure(), c.says) {
			t.Errorf("%s: %d %s", name, r.code, r.text)
		}
		for _, secret := range []string{llmKey, tavilyKey, "127.0.0.1", "10.0.0.1", "/home", "message"} {
			if strings.Contains(r.text, secret) {
				t.Errorf("%s: %s shows %s", name, r.text, secret)
			}
		}
		if strings.Contains(w.log.String(), llmKey) {
			t.Errorf("%s: the log has the key: %s", name, w.log)
		}
	}
	// A key that comes back inside a success is taken out too.
	w := newWorld(t, nil)
	w.answers(says("your key is " + llmKey))
	if r := w.call("agent_llm_processor", "a", "reason"); r.code != 200 || strings.Contains(r.text, llmKey) {
		t.Errorf("%d %s", r.code, r.text)
	}
}

// With neither key nor local model the agents that need one say what to set, and all else works.
func TestNothingSet(t *testing.T) {
	w := newWorld(t, func(w *world) { w.settings = map[string]string{"OLLAMA_HOST": "127.0.0.1:1"} })
	for name, args := range map[string][]any{"agent_question_enhancer": {"Why is it?"}, "agent_llm_processor": {"a", "reason"},
		"agent_code_generator": {"Why is it?", "x"}} {
		if r := w.call(name, args...); r.code != 500 || !strings.Contains(r.failure(), "OPENAI_API_KEY") ||
			!strings.Contains(r.failure(), "Ollama") {
			t.Errorf("%s: %d %s", name, r.code, r.text)
		}
	}
	if r := w.call("agent_web_search", "sky"); r.code != 500 || !strings.Contains(r.failure(), "TAVILY_API_KEY is missing") {
		t.Errorf("%d %s", r.code, r.text)
	}
	var researched agent.Researched
	w.call("agent_research_request", "Why is it?").into(t, &researched)
	if researched.Status != "error" || !strings.Contains(researched.Error, "OPENAI_API_KEY") || len(researched.ExecutionLog) != 5 {
		t.Errorf("%+v", researched)
	}
	for name, args := range map[string][]any{"agent_citation_formatter": {"https://a.example"}, "agent_code_runner": {"1"},
		"get_health_status":       {},
		"get_performance_metrics": {}, "get_cache_status": {}, "get_sandbox_pool_status": {}} {
		if r := w.call(name, args...); r.code != 200 {
			t.Errorf("%s: %d %s", name, r.code, r.text)
		}
	}
}

// Three calls that failed open the breaker of that service only, also inside the orchestrator, and it is said at once.
func TestBreakerOverHTTP(t *testing.T) {
	w := newWorld(t, nil)
	w.answers(status(503, "", "Retry-After", "31"))
	for i := range 3 {
		if r := w.call("agent_question_enhancer", fmt.Sprintf("Why is it %d?", i)); r.code != 500 || strings.Contains(r.failure(), "OPEN") {
			t.Fatalf("%d %s", r.code, r.text)
		}
	}
	before, _ := w.asked()
	r := w.call("agent_question_enhancer", "Why is it?")
	if after, _ := w.asked(); r.code != 500 || !strings.Contains(r.failure(), "Circuit breaker is OPEN") ||
		!strings.Contains(r.failure(), " s more") ||
		after != before {
		t.Errorf("%d %s", r.code, r.text)
	}
	if r := w.call("agent_web_search", "sky"); r.code != 200 {
		t.Errorf("the search is closed too: %s", r.text)
	}
	var researched agent.Researched
	w.call("agent_research_request", "Why is it?").into(t, &researched)
	if researched.Status != "error" || !strings.Contains(researched.Error, "Circuit breaker is OPEN") {
		t.Errorf("%+v", researched)
	}
	var health Health
	w.call("get_health_status").into(t, &health)
	if health.Status == healthy || health.Connectivity["openai"].Status != unhealthy ||
		health.Connectivity["openai"].ResponseTimeMS == nil {
		t.Errorf("%+v", health)
	}
}

// Our own limit is a 429 that says when to come back.
func TestRateLimit(t *testing.T) {
	w := newWorld(t, func(w *world) { w.limited = true })
	const n = 64
	replies := make(chan reply, n)
	for i := range n {
		go func() { replies <- w.call("agent_llm_processor", fmt.Sprint("text ", i), "reason") }()
	}
	codes := map[int]int{}
	for range n {
		r := <-replies
		codes[r.code]++
		if r.code == 429 && (r.header.Get("Retry-After") == "" || !strings.Contains(r.failure(), "rate limit")) {
			t.Errorf("%v %s", r.header, r.text)
		}
	}
	// A slow machine lets some more through, which come later.
	if codes[200] < 25 || codes[429] < 10 || codes[200]+codes[429] != n {
		t.Errorf("answered %v", codes)
	}
}

// Who hangs up ends what was begun, down to the upstream.
func TestHangUp(t *testing.T) {
	arrived, gone := make(chan struct{}), make(chan struct{})
	w := newWorld(t, nil)
	w.answers(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
		close(gone)
	})
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+"/api/agent_llm_processor_service",
		strings.NewReader(`{"data":["a","reason"]}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	go func() { <-arrived; cancel() }()
	if _, err := http.DefaultClient.Do(req); err == nil {
		t.Error("it was answered")
	}
	<-gone
}

// 64 at once are answered, and equal searches among them are asked once.
func TestManyAtOnce(t *testing.T) {
	w := newWorld(t, func(w *world) { w.limited = true })
	release := make(chan struct{})
	inner := w.web
	w.web = func(rw http.ResponseWriter, r *http.Request) { <-release; inner(rw, r) }
	var all sync.WaitGroup
	var asking sync.WaitGroup
	asking.Add(64)
	for range 64 {
		all.Go(func() {
			asking.Done()
			if r := w.call("agent_web_search", "sky"); r.code != 200 {
				t.Errorf("%d %s", r.code, r.text)
			}
		})
	}
	asking.Wait()
	close(release)
	all.Wait()
	if _, queries := w.asked(); queries != 1 {
		t.Errorf("asked %d times", queries)
	}
	if r := w.call("agent_web_search", "SKY"); r.code != 200 {
		t.Error(r.text)
	}
	if _, queries := w.asked(); queries != 2 {
		t.Error("another case is the same search")
	}
}

// A key that a model says is not in the answer, also where JSON spells it another way.
func TestKeysThatComeBack(t *testing.T) {
	const odd = `tvly-"<the>"&key`
	w := newWorld(t, func(w *world) { w.settings["TAVILY_API_KEY"] = odd })
	w.answers(says("the keys are " + odd + " and " + llmKey))
	var got agent.Processed
	w.call("agent_llm_processor", "what are they?", "reason").into(t, &got)
	if got.Result != "the keys are *** and ***" {
		t.Errorf("it says %q", got.Result)
	}
}

// panicking stands for a fault of ours.
type panicking struct{ interpreter }

func (*panicking) RunChecked(context.Context, string) (pyrun.Result, error) { panic("no stack") }

// A panic in an agent is answered neutrally, counted as the agent's failure, and told whole in the log.
func TestPanic(t *testing.T) {
	w := newWorld(t, func(w *world) { w.python = &panicking{} })
	r := w.call("agent_code_runner", "1")
	if r.code != 500 || !strings.Contains(r.failure(), "a fault inside the hub") || strings.Contains(r.text, "no stack") {
		t.Errorf("%d: %s", r.code, r.text)
	}
	if log := w.log.String(); !strings.Contains(log, "an agent failed") || !strings.Contains(log, "panic: no stack") {
		t.Errorf("the log says %q", log)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.url+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	const counted = `mcp_hub_requests_failed_total{agent="code_runner",error_type="internal",operation="run_code"} 1`
	if told := w.send(req).text; !strings.Contains(told, counted) {
		t.Errorf("it is not counted: %s", told)
	}
}

// Prometheus' own library reads what is told, in all three places.
func TestPrometheus(t *testing.T) {
	w := newWorld(t, nil)
	w.call("agent_web_search", "sky")
	w.call("agent_web_search", "sky")
	w.call("agent_code_runner", "1")
	w.call("agent_code_runner", "\nopen(1)")
	w.answers(status(401, ""))
	w.call("agent_llm_processor", "a", "reason")
	for _, place := range [][2]string{{"GET", "/metrics"}, {"GET", prometheusPath}, {"POST", prometheusPath}} {
		req, err := http.NewRequestWithContext(t.Context(), place[0], w.url+place[1], strings.NewReader(`{"data":[]}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/openmetrics-text")
		r := w.send(req)
		if kind := r.header.Get("Content-Type"); r.code != 200 || !strings.HasPrefix(kind, "text/plain; version=0.0.4") {
			t.Fatalf("%v: %d %s", place, r.code, kind)
		}
		p := expfmt.NewTextParser(model.LegacyValidation)
		got, err := p.TextToMetricFamilies(bytes.NewReader([]byte(r.text)))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"app_info", "requests_total", "requests_success_total", "requests_failed_total", "cache_hits_total",
			"cache_misses_total", "llm_api_calls_total", "search_api_calls_total", "code_executions_total", "request_duration_seconds",
			"active_operations", "cpu_usage_percent", "memory_usage_percent", "memory_available_bytes", "disk_usage_percent",
			"disk_free_bytes",
			"uptime_seconds"} {
			if got["mcp_hub_"+name] == nil {
				t.Errorf("%v: there is no mcp_hub_%s", place, name)
			}
		}
		value := func(name string, labels ...string) float64 {
			for _, m := range got["mcp_hub_"+name].GetMetric() {
				var have []string
				for _, l := range m.GetLabel() {
					have = append(have, l.GetName()+"="+l.GetValue())
				}
				if slices.Equal(have, labels) {
					return m.GetCounter().GetValue() + float64(m.GetHistogram().GetSampleCount())
				}
			}
			return -1
		}
		for _, c := range []struct {
			name   string
			labels []string
			want   float64
		}{
			{"requests_total", []string{"agent=web_search", "operation=search"}, 2},
			{"cache_hits_total", []string{"cache_type=web_search"}, 1},
			{"cache_misses_total", []string{"cache_type=web_search"}, 1},
			{"search_api_calls_total", nil, 1},
			{"llm_api_calls_total", []string{"model=gpt-4.1-nano", "provider=openai"}, 1},
			{"requests_failed_total", []string{"agent=llm_processor", "error_type=denied", "operation=process"}, 1},
			{"requests_failed_total", []string{"agent=code_runner", "error_type=invalid", "operation=run_code"}, 1},
			{"code_executions_total", []string{"status=finished"}, 1},
			{"code_executions_total", []string{"status=refused"}, 1},
			{"request_duration_seconds", []string{"agent=web_search", "operation=search"}, 2},
		} {
			if v := value(c.name, c.labels...); v != c.want {
				t.Errorf("%v: %s%v is %g, want %g", place, c.name, c.labels, v, c.want)
			}
		}
		var bounds []float64
		for _, b := range got["mcp_hub_request_duration_seconds"].GetMetric()[0].GetHistogram().GetBucket() {
			bounds = append(bounds, b.GetUpperBound())
		}
		if len(bounds) != 10 || bounds[0] != .1 || bounds[8] != 120 {
			t.Errorf("the buckets are %v", bounds)
		}
	}
}

// Health asks no model: one that was not called is unknown.
func TestHealth(t *testing.T) {
	w := newWorld(t, nil)
	var health Health
	r := w.call("get_health_status")
	r.into(t, &health)
	if c := health.Connectivity["openai"]; c.Status != unknown || !strings.Contains(r.text, `"response_time_ms":null`) {
		t.Errorf("%s", r.text)
	}
	if _, err := time.Parse(time.RFC3339Nano, health.Timestamp); err != nil || health.System.MemoryAvailableMB <= 0 ||
		health.System.DiskFreeGB <= 0 {
		t.Errorf("%+v, %v", health, err)
	}
	w.answers(says("ok"))
	w.call("agent_llm_processor", "a", "reason")
	w.call("get_health_status").into(t, &health)
	if c := health.Connectivity["openai"]; c.Status != healthy || c.ResponseTimeMS == nil {
		t.Errorf("%+v", health)
	}
	if prompts, queries := w.asked(); prompts != 1 || queries != 0 {
		t.Errorf("health asked: %d, %d", prompts, queries)
	}
}

// Two hubs behind a balancer share what was found, and what failed.
func TestShared(t *testing.T) {
	address, _ := sharetest.Redis(t, "0")
	one := newWorld(t, func(w *world) {
		w.limited, w.settings["CACHE_BACKEND"], w.settings["REDIS_URL"] = true, "redis", sharetest.URL(address)
	})
	other := newWorld(t, func(w *world) { w.limited, w.settings = true, one.settings })
	for _, w := range []*world{one, other} {
		if r := w.call("agent_web_search", "sky"); r.code != 200 {
			t.Error(r.text)
		}
	}
	if _, queries := one.asked(); queries != 1 {
		t.Errorf("asked %d times", queries)
	}
	var kept map[string]any
	other.call("get_cache_status").into(t, &kept)
	if kept["backend"] != "redis" || kept["total_keys"].(float64) < 1 || strings.Contains(fmt.Sprint(kept), sharetest.Password) {
		t.Errorf("%v", kept)
	}
	one.answers(status(503, "", "Retry-After", "31"))
	for i := range 3 {
		one.call("agent_question_enhancer", fmt.Sprintf("Why is it %d?", i))
	}
	if r := other.call("agent_question_enhancer", "Why is it?"); r.code != 500 ||
		!strings.Contains(r.failure(), "Circuit breaker is OPEN") {
		t.Errorf("%d %s", r.code, r.text)
	}
	if _, err := New(Options{Setting: func(name string) string {
		return map[string]string{"CACHE_BACKEND": "redis", "REDIS_URL": "http://:hunter2@x"}[name]
	}}); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a bad address: %v", err)
	}
}

// The same over the system's Python in its real sandbox.
func TestRealPython(t *testing.T) {
	if _, err := pyrun.Find(t.Context(), pyrun.Options{}); err != nil {
		t.Skipf("Python cannot be run here: %v", err)
	}
	w := newWorld(t, func(w *world) { w.python = nil })
	var text string
	w.call("agent_code_runner", "import sys_\n").into(t, &text)
	if !strings.Contains(text, "ModuleNotFoundError") {
		t.Errorf("%q", text)
	}
	w.call("agent_code_runner", "print('ä', 6*7)").into(t, &text)
	if text != "ä 42\n" {
		t.Errorf("%q", text)
	}
	w.call("agent_code_runner", "print(1").into(t, &text)
	if !strings.Contains(text, "SyntaxError") {
		t.Errorf("%q", text)
	}
	for code, says := range map[string]string{"x = 1\ninput()": "input() in line 2",
		"from os.path import join": "import of os.path in line 1"} {
		if r := w.call("agent_code_runner", code); r.code != 400 || !strings.Contains(r.failure(), says) {
			t.Errorf("%s: %d %s", code, r.code, r.text)
		}
	}
	w.answers(says("```python\nimport re\ns = '''\n```\n'''\nprint(re.compile('a'))\n```"))
	var generated agent.Generated
	w.call("agent_code_generator", "print a pattern", "x").into(t, &generated)
	if !generated.ValidationPassed || !strings.HasSuffix(generated.Code, "print(re.compile('a'))") ||
		!slices.Equal(generated.Imports, []string{"re"}) {
		t.Errorf("%+v", generated)
	}
	w.answers(says("import os\neval('1')"))
	w.call("agent_code_generator", "print a pattern", "y").into(t, &generated)
	if generated.ValidationPassed || !slices.Equal(generated.Imports, []string{"os"}) ||
		!slices.Equal(generated.DisallowedFunctions, []string{"eval"}) {
		t.Errorf("%+v", generated)
	}
	var pool Pool
	w.call("get_sandbox_pool_status").into(t, &pool)
	if pool.PoolSize != poolSize || pool.TotalExecutions < 3 || pool.AverageExecutionTime <= 0 {
		t.Errorf("%+v", pool)
	}
}

// A sandbox that cannot be made is told, with how to get one.
func TestNoSandbox(t *testing.T) {
	w := newWorld(t, func(w *world) {
		w.python = &interpreter{err: &pyrun.Unavailable{Reason: "There is no sandbox.", Help: "Install bubblewrap."}}
	})
	if r := w.call("agent_code_runner", "1"); r.code != 500 || !strings.Contains(r.failure(), "Install bubblewrap") {
		t.Errorf("%d %s", r.code, r.text)
	}
	w = newWorld(t, func(w *world) { w.python = &interpreter{err: io.ErrClosedPipe} })
	if r := w.call("agent_code_runner", "1"); r.code != 500 || !strings.Contains(r.failure(), "fault inside the hub") ||
		strings.Contains(r.text, "pipe") {
		t.Errorf("%d %s", r.code, r.text)
	}
}
