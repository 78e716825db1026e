package hub

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/shirou/gopsutil/v4/cpu"
	"github.com/shirou/gopsutil/v4/disk"
	"github.com/shirou/gopsutil/v4/mem"

	"hextui/mcpsrv/hub/provider"
	"hextui/mcpsrv/hub/upstream"
)

// System are figures of the computer that the hub runs on.
type System struct {
	CPUPercent        float64 `json:"cpu_percent"`
	MemoryPercent     float64 `json:"memory_percent"`
	MemoryAvailableMB float64 `json:"memory_available_mb"`
	DiskPercent       float64 `json:"disk_percent"`
	DiskFreeGB        float64 `json:"disk_free_gb"`
	uptime            float64
}

// system measures the computer.
type system struct {
	// dir is on the disk that is told of.
	dir   string
	began time.Time
}

// now are the figures of now. One that cannot be had is 0.
func (s *system) now() System {
	out := System{uptime: math.Round(time.Since(s.began).Seconds()*10) / 10}
	if busy, err := cpu.Percent(0, false); err == nil && len(busy) > 0 {
		out.CPUPercent = rounded(busy[0])
	}
	if m, err := mem.VirtualMemory(); err == nil {
		out.MemoryPercent, out.MemoryAvailableMB = rounded(m.UsedPercent), rounded(float64(m.Available)/(1<<20))
	}
	if d, err := disk.Usage(existing(s.dir)); err == nil {
		out.DiskPercent, out.DiskFreeGB = rounded(d.UsedPercent), rounded(float64(d.Free)/(1<<30))
	}
	return out
}

func rounded(f float64) float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return math.Round(f*100) / 100
}

// Connectivity is what is known of a service without asking it.
type Connectivity struct {
	// Status is unknown until the first call, then healthy or unhealthy by the last one.
	Status string `json:"status"`
	// ResponseTimeMS is how long the last call took; nil where there was none.
	ResponseTimeMS *float64 `json:"response_time_ms"`
}

// Health is how the hub is.
type Health struct {
	Status        string                  `json:"status"`
	Timestamp     string                  `json:"timestamp"`
	UptimeSeconds float64                 `json:"uptime_seconds"`
	System        System                  `json:"system"`
	Connectivity  map[string]Connectivity `json:"api_connectivity"`
}

// The words of health.
const (
	healthy   = "healthy"
	degraded  = "degraded"
	unhealthy = "unhealthy"
	unknown   = "unknown"
)

// The shares of a computer in percent beyond which the hub is not well.
const (
	degradedAbove  = 90
	unhealthyAbove = 95
)

func timestamp() string { return time.Now().UTC().Format(time.RFC3339Nano) }

// Health is how the hub is now. No service is asked but Redis.
func (h *Hub) Health(ctx context.Context) Health {
	s := h.system.now()
	out := Health{Status: healthy, Timestamp: timestamp(), UptimeSeconds: s.uptime, System: s, Connectivity: map[string]Connectivity{}}
	out.Connectivity[h.llmName()] = known(h.doors.last(h.llmName()))
	out.Connectivity[tavilyName] = known(h.doors.last(tavilyName))
	if h.redis != nil {
		out.Connectivity["redis"] = h.redisHealth(ctx)
	}
	if max(s.CPUPercent, s.MemoryPercent, s.DiskPercent) > degradedAbove {
		out.Status = degraded
	}
	for _, c := range out.Connectivity {
		if c.Status == unhealthy {
			out.Status = degraded
		}
	}
	if s.MemoryPercent > unhealthyAbove {
		out.Status = unhealthy
	}
	return out
}

// llmName is the provider that is asked, as far as that is known without looking.
func (h *Hub) llmName() string {
	if m := h.models.Settled(); m != nil {
		return m.Provider()
	}
	if named := strings.ToLower(h.setting("LLM_PROVIDER")); slices.Contains(provider.Names(), named) {
		return named
	}
	return "llm"
}

func (h *Hub) redisHealth(ctx context.Context) Connectivity {
	began := time.Now()
	err := h.redis.Ping(ctx).Err()
	return known(upstream.Last{Called: true, OK: err == nil, Took: time.Since(began)})
}

func known(l upstream.Last) Connectivity {
	if !l.Called {
		return Connectivity{Status: unknown}
	}
	ms := rounded(float64(l.Took) / float64(time.Millisecond))
	if !l.OK {
		return Connectivity{unhealthy, &ms}
	}
	return Connectivity{healthy, &ms}
}

// existing is a folder, or the nearest above it that is there.
func existing(dir string) string {
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}
