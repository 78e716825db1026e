package emulator

import (
	"net"
	"net/http"
	"strconv"
	"time"

	"hextui/hex/emulator/door"
)

// reorderedAtMost is how long Reorder waits for another answer by default.
const reorderedAtMost = 2 * time.Second

// spoiling is what faults do to one request.
type spoiling struct {
	door.Met
	list *door.Faults
}

// instead is the answer to give without carrying the request out, or nil.
func (s *spoiling) instead(c *call) *answer {
	s.list.Delay(c.ctx(), s.Delay)
	if s.Fault == nil || s.Fault.Late {
		return nil
	}
	return s.replaced(c, nil)
}

// replaced is a fault's own answer, or otherwise.
func (s *spoiling) replaced(c *call, otherwise *answer) *answer {
	switch s.Fault.Kind {
	case Reset:
		return &answer{header: http.Header{}}
	case HTML:
		return &answer{
			status: http.StatusBadGateway,
			header: http.Header{"Content-Type": {"text/html"}},
			body:   []byte("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"),
		}
	case Status:
		return c.statusAnswer(s.Fault)
	}
	return otherwise
}

func (c *call) statusAnswer(f *Fault) *answer {
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
	if s.Fault == nil {
		a.write(w)
		s.list.Release()
		return
	}
	if s.Fault.Late {
		trace := a.header.Get("X-Trace-Id")
		a = s.replaced(c, a)
		a.header.Set("X-Trace-Id", trace)
	}
	switch s.Fault.Kind {
	case Reset:
		reset(w)
	case Truncate:
		a.header.Set("X-Trace-Id", c.trace)
		truncated(w, a)
	case Garbage:
		a.body = []byte("{\"values\":[{\"id\":\x00]]>")
		a.write(w)
	case Reorder:
		longest := s.Fault.Delay
		if longest == 0 {
			longest = reorderedAtMost
		}
		s.list.Wait(c.ctx(), longest, s.list.Hold())
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
