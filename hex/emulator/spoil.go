package emulator

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// spoiling is what faults do to one request.
type spoiling struct {
	list     *faultList
	delay    time.Duration
	noKernel bool
	fault    *Fault // the one that spoils the answer itself
}

func (s *spoiling) add(f Fault) {
	switch {
	case f.Kind == Delay:
		s.delay += f.Delay
	case f.Kind == NoKernel:
		s.noKernel = true
	case s.fault == nil:
		s.fault = &f
	}
}

// instead is the answer to give without carrying the request out, or nil.
func (s *spoiling) instead(c *call) *answer {
	s.list.wait(c.ctx(), s.delay, nil)
	if s.fault == nil || s.fault.Late {
		return nil
	}
	return s.replaced(c, nil)
}

// replaced is a fault's own answer, or otherwise.
func (s *spoiling) replaced(c *call, otherwise *answer) *answer {
	switch s.fault.Kind {
	case Reset:
		return &answer{header: http.Header{}}
	case HTML:
		return &answer{
			status: http.StatusBadGateway,
			header: http.Header{"Content-Type": {"text/html"}},
			body:   []byte("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"),
		}
	case Status:
		return s.fault.statusAnswer(c)
	}
	return otherwise
}

func (f *Fault) statusAnswer(c *call) *answer {
	var a *answer
	switch {
	case f.Body != "":
		a = &answer{status: f.Status, header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}}, body: []byte(f.Body)}
		if f.ContentType != "" {
			a.header.Set("Content-Type", f.ContentType)
		}
	case f.Status == http.StatusUnauthorized:
		a = unauthorized(true)
	default:
		a = c.errorAnswer(refuse(f.Status, "%s", http.StatusText(f.Status)))
	}
	if f.RetryAfter != "" {
		a.header.Set("Retry-After", f.RetryAfter)
	}
	return a
}

// deliver sends the answer, or what the fault leaves of it.
func (s *spoiling) deliver(w http.ResponseWriter, c *call, a *answer) {
	if s.fault == nil {
		a.write(w)
		s.list.release()
		return
	}
	if s.fault.Late {
		trace := a.header.Get("X-Trace-Id")
		a = s.replaced(c, a)
		a.header.Set("X-Trace-Id", trace)
	}
	switch s.fault.Kind {
	case Reset:
		reset(w)
	case Truncate:
		a.header.Set("X-Trace-Id", c.trace)
		truncated(w, a)
	case Garbage:
		a.body = []byte("{\"values\":[{\"id\":\x00]]>")
		a.write(w)
	case Reorder:
		longest := s.fault.Delay
		if longest == 0 {
			longest = reorderedAtMost
		}
		s.list.wait(c.ctx(), longest, s.list.hold())
		a.write(w)
	default:
		a.write(w)
	}
}

// reset closes the connection so that the client sees a reset, not an end.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		// Without lingering, closing sends a reset; should that fail, the client
		// sees the connection end, which is a fault as well.
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// truncated announces the whole body and sends half of it.
func truncated(w http.ResponseWriter, a *answer) {
	whole := len(a.body)
	cut := *a
	cut.body = a.body[:whole/2]
	for name, values := range cut.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(whole))
	w.WriteHeader(cut.status)
	_, _ = w.Write(cut.body)
	// What was written must be on its way before the connection is broken off.
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// hold registers an answer that waits for a later one.
func (l *faultList) hold() chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	ch := make(chan struct{})
	l.held = append(l.held, ch)
	return ch
}

// release lets the held answers go: another one has been sent.
func (l *faultList) release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, ch := range l.held {
		close(ch)
	}
	l.held = slices.Delete(l.held, 0, len(l.held))
}

// wait returns after d, or earlier when ctx ends, the server closes or until is closed.
func (l *faultList) wait(ctx context.Context, d time.Duration, until <-chan struct{}) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-l.stopped:
	case <-until:
	}
}
