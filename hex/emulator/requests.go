package emulator

import (
	"slices"
	"sync"
	"time"
)

// Request is one request that the workspace answered. It never holds a token.
type Request struct {
	At        time.Time     `json:"at"`
	Operation string        `json:"operation"` // empty for what is no operation
	Method    string        `json:"method"`
	Path      string        `json:"path"`
	Query     string        `json:"query,omitempty"`
	Who       string        `json:"who,omitempty"` // the e-mail address of whom it acted for
	Status    int           `json:"status"`        // of the answer, also when a fault spoiled it
	Took      time.Duration `json:"tookNanoseconds"`
	Trace     string        `json:"traceId"`
}

// mostRequests is how many requests are remembered.
const mostRequests = 500

// requestLog remembers the latest requests, oldest first.
type requestLog struct {
	mu     sync.Mutex
	latest []Request
}

func (l *requestLog) add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.latest) >= mostRequests {
		l.latest = slices.Delete(l.latest, 0, mostRequests/5)
	}
	l.latest = append(l.latest, r)
}

func (l *requestLog) list() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Request{}, l.latest...)
}

// Requests are the latest requests, oldest first, some hundreds at most: for a
// test that wants to know what a client really asked.
func (s *Server) Requests() []Request { return s.requests.list() }
