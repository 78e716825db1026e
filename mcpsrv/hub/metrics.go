package hub

import (
	"context"
	"errors"
	"maps"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hextui/hex/pyrun"
	"hextui/mcpsrv/hub/agent"
	"hextui/mcpsrv/hub/upstream"
)

// metrics count what the hub does: for Prometheus, and in short for the contract's own endpoint. Names of agents, services, models
// and outcomes are the only labels: nothing that a client says becomes one.
type metrics struct {
	registry                    *prometheus.Registry
	requests, succeeded, failed *prometheus.CounterVec
	hits, misses                *prometheus.CounterVec
	retries, exhaustions        *prometheus.CounterVec
	llmCalls, executions        *prometheus.CounterVec
	searchCalls                 prometheus.Counter
	seconds                     *prometheus.HistogramVec
	active                      *prometheus.GaugeVec

	mu     sync.Mutex
	series map[string]Series
}

// Series are the figures of one agent's times in seconds.
type Series struct {
	Count   int     `json:"count"`
	Average float64 `json:"average"`
	Min     float64 `json:"min"`
	Max     float64 `json:"max"`
	Latest  float64 `json:"latest"`
	sum     float64
}

const namespace = "mcp_hub"

func newMetrics(h *Hub) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(), series: map[string]Series{}}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
		m.registry.MustRegister(c)
		return c
	}
	m.requests = counter("requests_total", "Requests to agents.", "agent", "operation")
	m.succeeded = counter("requests_success_total", "Requests that went well.", "agent", "operation")
	m.failed = counter("requests_failed_total", "Requests that failed, by why.", "agent", "operation", "error_type")
	m.hits = counter("cache_hits_total", "Looks into the cache that found.", "cache_type")
	m.misses = counter("cache_misses_total", "Looks into the cache that did not find.", "cache_type")
	m.retries = counter("retries_total", "Further tries of calls, by the number of the try.", "service", "attempt")
	m.exhaustions = counter("retries_exhausted_total", "Calls that failed at their last try.", "service")
	m.llmCalls = counter("llm_api_calls_total", "Requests to providers of models.", "provider", "model")
	m.executions = counter("code_executions_total", "Programs that ran, by how they ended.", "status")
	m.searchCalls = prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: "search_api_calls_total",
		Help: "Requests to the web search."})
	m.seconds = prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: "request_duration_seconds",
		Help: "How long requests to agents took.", Buckets: []float64{.1, .5, 1, 2.5, 5, 10, 30, 60, 120}}, []string{"agent", "operation"})
	m.active = prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: "active_operations",
		Help: "Requests to agents that run."}, []string{"agent"})
	info := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: "app_info", Help: "The program.",
		ConstLabels: prometheus.Labels{"version": h.version}})
	info.Set(1)
	m.registry.MustRegister(m.searchCalls, m.seconds, m.active, info, computer{h})
	return m
}

func (m *metrics) looked(kind string, hit bool) {
	if hit {
		m.hits.WithLabelValues(kind).Inc()
	} else {
		m.misses.WithLabelValues(kind).Inc()
	}
}

func (m *metrics) retried(service string, try int) {
	m.retries.WithLabelValues(service, strconv.Itoa(try)).Inc()
}
func (m *metrics) exhausted(service string)      { m.exhaustions.WithLabelValues(service).Inc() }
func (m *metrics) called(provider, model string) { m.llmCalls.WithLabelValues(provider, model).Inc() }
func (m *metrics) searched()                     { m.searchCalls.Inc() }
func (m *metrics) ran(status string) {
	m.executions.WithLabelValues(strings.ReplaceAll(status, " ", "_")).Inc()
}

// took adds a time to the figures of an agent.
func (m *metrics) took(name string, d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, t := m.series[name], d.Seconds()
	if s.Count == 0 || t < s.Min {
		s.Min = t
	}
	s.Count, s.sum, s.Max, s.Latest = s.Count+1, s.sum+t, max(s.Max, t), t
	s.Average = s.sum / float64(s.Count)
	m.series[name] = s
}

// performance are the figures of all agents that were asked, by name.
func (m *metrics) performance() map[string]Series {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.series)
}

// measured is an agent whose calls are counted.
type measured[In, Out any] struct {
	name, operation string
	agent           agent.Agent[In, Out]
	hub             *Hub
}

// Do does what the agent does. What it failed with is logged whole: who asked is told [agent.Words] only.
func (a measured[In, Out]) Do(ctx context.Context, in In, tell agent.Tell) (Out, error) {
	m := a.hub.metrics
	m.requests.WithLabelValues(a.name, a.operation).Inc()
	m.active.WithLabelValues(a.name).Inc()
	defer m.active.WithLabelValues(a.name).Dec()
	began := time.Now()
	out, err := agent.Call(ctx, a.agent, in, tell)
	took := time.Since(began)
	m.seconds.WithLabelValues(a.name, a.operation).Observe(took.Seconds())
	m.took(a.name, took)
	if err == nil {
		m.succeeded.WithLabelValues(a.name, a.operation).Inc()
		return out, nil
	}
	m.failed.WithLabelValues(a.name, a.operation, errorType(err)).Inc()
	told := []any{"agent", a.name, "error", err}
	if cause := errors.Unwrap(err); cause != nil {
		told = append(told, "cause", cause)
	}
	a.hub.log.Info("an agent failed", told...)
	return out, err
}

// errorType is why a call failed, in a word.
func errorType(err error) string {
	var refused *agent.Invalid
	var failed *upstream.Error
	var none *pyrun.Unavailable
	switch {
	case errors.As(err, &refused):
		return "invalid"
	case errors.As(err, &failed):
		return string(failed.Kind)
	case errors.As(err, &none):
		return "no_sandbox"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	}
	return "internal"
}

// computer tells Prometheus how the computer is, when it is asked.
type computer struct{ hub *Hub }

// gauges are the figures of the computer, by name.
func gauges(s System) []struct {
	name, help string
	value      float64
} {
	return []struct {
		name, help string
		value      float64
	}{
		{"cpu_usage_percent", "How busy the processors are.", s.CPUPercent},
		{"memory_usage_percent", "How much of the memory is used.", s.MemoryPercent},
		{"memory_available_bytes", "Memory that can be had.", s.MemoryAvailableMB * (1 << 20)},
		{"disk_usage_percent", "How much of the disk is used.", s.DiskPercent},
		{"disk_free_bytes", "Free space on the disk.", s.DiskFreeGB * (1 << 30)},
		{"uptime_seconds", "How long the hub has been there.", s.uptime},
	}
}

// Describe sends nothing: what is collected is not checked against it.
func (computer) Describe(chan<- *prometheus.Desc) {}

// Collect sends the figures of now.
func (c computer) Collect(to chan<- prometheus.Metric) {
	for _, g := range gauges(c.hub.system.now()) {
		desc := prometheus.NewDesc(prometheus.BuildFQName(namespace, "", g.name), g.help, nil, nil)
		to <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, g.value)
	}
}
