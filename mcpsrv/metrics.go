package mcpsrv

import (
	"fmt"
	"io"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/common/expfmt"
)

// metrics counts what the server does, for Prometheus. Names of tools, classes and outcomes are the only labels: nothing
// that a client or the workspace says becomes one.
type metrics struct {
	registry *prometheus.Registry
	running  prometheus.Gauge
	sessions prometheus.Gauge
	calls    *prometheus.CounterVec
	decided  *prometheus.CounterVec
	requests *prometheus.CounterVec
	times    *prometheus.HistogramVec
}

// secondsUnder are the bounds of the times; half of the tools answer within one request to Hex.
func secondsUnder() []float64 { return []float64{0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60} }

func newMetrics(version string) *metrics {
	m := &metrics{registry: prometheus.NewRegistry()}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
		m.registry.MustRegister(c)
		return c
	}
	gauge := func(name, help string, labels prometheus.Labels) prometheus.Gauge {
		g := prometheus.NewGauge(prometheus.GaugeOpts{Name: name, Help: help, ConstLabels: labels})
		m.registry.MustRegister(g)
		return g
	}
	gauge("hextui_info", "The program.", prometheus.Labels{"version": version}).Set(1)
	m.running = gauge("hextui_tool_calls_running", "Calls of tools that run or wait.", nil)
	m.sessions = gauge("hextui_http_sessions", "Sessions on HTTP that are open.", nil)
	m.calls = counter("hextui_tool_calls_total", "Calls of tools that have ended, by outcome.", "tool", "class", "outcome")
	m.decided = counter("hextui_decisions_total", "What was decided about calls.", "decision")
	m.requests = counter("hextui_http_requests_total", "HTTP requests that were answered, by status.", "status")
	m.times = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "hextui_tool_call_seconds",
		Help: "How long calls of tools took, with the time that Hex took.", Buckets: secondsUnder()}, []string{"tool"})
	m.registry.MustRegister(m.times, collectors.NewGoCollector())
	return m
}

func (m *metrics) started() { m.running.Inc() }

func (m *metrics) ended(c *call, a Activity) {
	outcome := "ok"
	switch {
	case a.Failure != nil:
		outcome = a.Failure.Kind
	case a.Waiting:
		outcome = "asked"
	}
	m.running.Dec()
	m.calls.WithLabelValues(c.tool.Name, string(c.tool.Class), outcome).Inc()
	if a.Decision != "" {
		m.decided.WithLabelValues(string(a.Decision)).Inc()
	}
	m.times.WithLabelValues(c.tool.Name).Observe(a.Took.Seconds())
}

// Answered counts an HTTP request by its status.
func (m *metrics) Answered(status int) { m.requests.WithLabelValues(strconv.Itoa(status)).Inc() }

// Session counts sessions that begin (1) and end (-1).
func (m *metrics) Session(change int) { m.sessions.Add(float64(change)) }

// Write tells everything in the text format of Prometheus, version 0.0.4.
func (m *metrics) Write(w io.Writer) error {
	all, err := m.registry.Gather()
	if err != nil {
		return fmt.Errorf("gather metrics: %w", err)
	}
	for _, one := range all {
		if _, err := expfmt.MetricFamilyToText(w, one); err != nil {
			return err
		}
	}
	return nil
}
