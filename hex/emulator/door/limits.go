// Package door is what a request meets before its operation: limits of requests, faults that spoil answers, gates that hold
// work, and the log of what came. It knows neither the operations nor what they answer.
package door

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Limits are the request limits of a workspace, counted per token over sliding
// windows. A refused request is not counted.
type Limits struct {
	// PerMinute bounds all requests of one token; zero means no bound.
	PerMinute int
	// Groups bounds the operations of one rate group on top of that, by the
	// group's name, such as "hex-api".
	Groups map[string]Rate
	// Headers are the header fields that tell about the limits: of Retry-After,
	// which comes with refusals only, X-RateLimit-Limit, X-RateLimit-Remaining
	// and X-RateLimit-Reset; nil means all, empty means none. Hex has not published their names, so a
	// client must do without any of them.
	Headers []string
}

// Rate is a number of requests per minute and per hour; zero means no bound.
type Rate struct{ PerMinute, PerHour int }

// Limiter counts requests.
type Limiter struct {
	limits *Limits
	mu     sync.Mutex
	seen   map[window][]time.Time
}

// NewLimiter counts against the limits; nil admits everything.
func NewLimiter(limits *Limits) *Limiter {
	return &Limiter{limits: limits, seen: map[window][]time.Time{}}
}

// window is one thing counted: a token's requests to a group (all of them when
// it is empty) over a span.
type window struct {
	token, group string
	span         time.Duration
}

// Admit counts a request, or says how long to wait before the next try.
func (l *Limiter) Admit(token, group string, now time.Time) (http.Header, time.Duration) {
	if l.limits == nil {
		return nil, 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	bounds := map[window]int{{token, "", time.Minute}: l.limits.PerMinute}
	if rate, ok := l.limits.Groups[group]; ok && group != "" {
		bounds[window{token, group, time.Minute}] = rate.PerMinute
		bounds[window{token, group, time.Hour}] = rate.PerHour
	}
	// The tightest window is the one to tell about.
	tightest := struct{ limit, remaining, reset int }{remaining: -1}
	var wait time.Duration
	for w, bound := range bounds {
		if bound == 0 {
			continue
		}
		l.seen[w] = slices.DeleteFunc(l.seen[w], func(at time.Time) bool { return now.Sub(at) >= w.span })
		remaining, reset := bound-len(l.seen[w]), w.span
		if len(l.seen[w]) > 0 {
			reset = w.span - now.Sub(l.seen[w][0])
		}
		if remaining <= 0 {
			wait = max(wait, reset)
		}
		if remaining = max(remaining-1, 0); tightest.remaining < 0 || remaining < tightest.remaining {
			tightest.limit, tightest.remaining, tightest.reset = bound, remaining, WholeSeconds(reset)
		}
	}
	if wait == 0 {
		for w, bound := range bounds {
			if bound > 0 {
				l.seen[w] = append(l.seen[w], now)
			}
		}
	}
	if tightest.remaining < 0 {
		return nil, 0
	}
	return l.header(tightest.limit, tightest.remaining, tightest.reset, wait), wait
}

func (l *Limiter) header(limit, remaining, reset int, wait time.Duration) http.Header {
	header := http.Header{}
	set := func(name string, value int) {
		if l.limits.Headers == nil || slices.ContainsFunc(l.limits.Headers, func(h string) bool {
			return http.CanonicalHeaderKey(h) == http.CanonicalHeaderKey(name)
		}) {
			header.Set(name, strconv.Itoa(value))
		}
	}
	set("X-RateLimit-Limit", limit)
	set("X-RateLimit-Remaining", remaining)
	set("X-RateLimit-Reset", reset)
	if wait > 0 {
		set("Retry-After", WholeSeconds(wait))
	}
	return header
}

// WholeSeconds is a wait as header fields tell it.
func WholeSeconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
