package door

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

// MostRequests is how many requests are remembered.
const MostRequests = 500

// Log remembers the latest requests.
type Log struct {
	mu     sync.Mutex
	latest []Request
}

// Add remembers a request.
func (l *Log) Add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.latest) >= MostRequests {
		l.latest = slices.Delete(l.latest, 0, MostRequests/5)
	}
	l.latest = append(l.latest, r)
}

// List is the latest requests, oldest first.
func (l *Log) List() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Request{}, l.latest...)
}
