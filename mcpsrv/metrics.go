package mcpsrv

import (
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"hextui/mcpsrv/audit"
	"hextui/mcpsrv/policy"
)

// metrics counts what the server does, for Prometheus. Names of tools, classes and outcomes are the only labels: nothing
// that a client or the workspace says becomes one.
type metrics struct {
	version string

	mu       sync.Mutex
	running  int
	calls    map[callLabels]int
	times    map[string]*histogram
	decided  map[audit.Decision]int
	requests map[int]int
	sessions int
}

type callLabels struct {
	tool    string
	class   policy.Class
	outcome string
}

// histogram counts durations by the bounds they stay under.
type histogram struct {
	under [len(secondsUnder)]int
	count int
	sum   float64
}

// secondsUnder are in seconds; half of the tools answer within one request to Hex.
var secondsUnder = [...]float64{0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60}

func newMetrics(version string) *metrics {
	return &metrics{version: version, calls: map[callLabels]int{}, times: map[string]*histogram{}, decided: map[audit.Decision]int{},
		requests: map[int]int{}}
}

func (m *metrics) started() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.running++
}

func (m *metrics) ended(c *call, a Activity) {
	outcome := "ok"
	switch {
	case a.Failure != nil:
		outcome = a.Failure.Kind
	case a.Waiting:
		outcome = "asked"
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.running--
	m.calls[callLabels{c.tool.Name, c.tool.Class, outcome}]++
	if a.Decision != "" {
		m.decided[a.Decision]++
	}
	h := m.times[c.tool.Name]
	if h == nil {
		h = &histogram{}
		m.times[c.tool.Name] = h
	}
	h.add(a.Took)
}

func (h *histogram) add(d time.Duration) {
	for i, bound := range secondsUnder {
		if d.Seconds() <= bound {
			h.under[i]++
		}
	}
	h.count, h.sum = h.count+1, h.sum+d.Seconds()
}

// Answered counts an HTTP request by its status.
func (m *metrics) Answered(status int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests[status]++
}

// Session counts sessions that begin (1) and end (-1).
func (m *metrics) Session(change int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sessions += change
}

// Write tells everything in the text format of Prometheus, version 0.0.4.
func (m *metrics) Write(w io.Writer) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b strings.Builder
	head := func(name, kind, help string) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
	}
	head("hextui_info", "gauge", "The program.")
	fmt.Fprintf(&b, "hextui_info{version=%s} 1\n", strconv.Quote(m.version))
	head("hextui_tool_calls_total", "counter", "Calls of tools that have ended, by outcome.")
	byName := func(x, y callLabels) int {
		return strings.Compare(x.tool+" "+x.outcome, y.tool+" "+y.outcome)
	}
	for _, l := range slices.SortedFunc(maps.Keys(m.calls), byName) {
		fmt.Fprintf(&b, "hextui_tool_calls_total{tool=%q,class=%q,outcome=%q} %d\n", l.tool, l.class, l.outcome, m.calls[l])
	}
	head("hextui_tool_calls_running", "gauge", "Calls of tools that run or wait.")
	fmt.Fprintf(&b, "hextui_tool_calls_running %d\n", m.running)
	m.writeTimes(&b, head)
	head("hextui_decisions_total", "counter", "What was decided about calls.")
	for _, d := range slices.Sorted(maps.Keys(m.decided)) {
		fmt.Fprintf(&b, "hextui_decisions_total{decision=%q} %d\n", d, m.decided[d])
	}
	head("hextui_http_requests_total", "counter", "HTTP requests that were answered, by status.")
	for _, status := range slices.Sorted(maps.Keys(m.requests)) {
		fmt.Fprintf(&b, "hextui_http_requests_total{status=\"%d\"} %d\n", status, m.requests[status])
	}
	head("hextui_http_sessions", "gauge", "Sessions on HTTP that are open.")
	fmt.Fprintf(&b, "hextui_http_sessions %d\n", m.sessions)
	writeProcess(&b, head)
	_, err := io.WriteString(w, b.String())
	return err
}

func (m *metrics) writeTimes(b *strings.Builder, head func(name, kind, help string)) {
	head("hextui_tool_call_seconds", "histogram", "How long calls of tools took, with the time that Hex took.")
	for _, tool := range slices.Sorted(maps.Keys(m.times)) {
		h := m.times[tool]
		for i, bound := range secondsUnder {
			fmt.Fprintf(b, "hextui_tool_call_seconds_bucket{tool=%q,le=\"%g\"} %d\n", tool, bound, h.under[i])
		}
		fmt.Fprintf(b, "hextui_tool_call_seconds_bucket{tool=%q,le=\"+Inf\"} %d\n", tool, h.count)
		fmt.Fprintf(b, "hextui_tool_call_seconds_sum{tool=%q} %g\nhextui_tool_call_seconds_count{tool=%q} %d\n", tool, h.sum, tool, h.count)
	}
}

func writeProcess(b *strings.Builder, head func(name, kind, help string)) {
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	head("go_goroutines", "gauge", "Goroutines that exist.")
	fmt.Fprintf(b, "go_goroutines %d\n", runtime.NumGoroutine())
	head("go_memstats_heap_inuse_bytes", "gauge", "Bytes of the heap in use.")
	fmt.Fprintf(b, "go_memstats_heap_inuse_bytes %d\n", mem.HeapInuse)
	head("go_memstats_sys_bytes", "gauge", "Bytes had from the system.")
	fmt.Fprintf(b, "go_memstats_sys_bytes %d\n", mem.Sys)
}
