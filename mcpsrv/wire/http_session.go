package wire

import (
	"context"
	"errors"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// webSession is a client on HTTP, from its handshake until it says goodbye or is silent for too long.
type webSession struct {
	*session
	notes chan mcp.JSONRPCNotification
	// over is closed when the session ends.
	over chan struct{}

	// The rest is guarded by the server's lock.
	timer *time.Timer
	// busy counts requests and streams that are open; a session with any is not silent. Silent is since when it is.
	busy   int
	silent time.Time
	ended  bool
	// listening is set while a client has its stream for what belongs to no request open: there is one at most.
	listening bool
}

var errTooManySessions = errors.New("too many sessions have a request or a stream open; end one")

// begin makes a session for a handshake. Where there are as many as may be, the one that has been silent for longest ends: its client
// is told to begin anew when it comes back, but a new client would be kept out.
func (h *httpServer) begin(ctx context.Context) (*webSession, error) {
	notes := make(chan mcp.JSONRPCNotification, 256)
	s := &webSession{notes: notes, over: make(chan struct{})}
	s.session = newSession(notes, newQuestions(nil, h.limits.patience))
	if err := h.mcp.RegisterSession(context.WithoutCancel(ctx), s.session); err != nil {
		return nil, err
	}
	gone, ok := h.admit(s)
	if gone != nil {
		h.end(gone)
	}
	if !ok {
		h.mcp.UnregisterSession(context.WithoutCancel(ctx), s.id)
		return nil, errTooManySessions
	}
	h.meter.Session(1)
	h.clients(1)
	return s, nil
}

// admit puts a session among the others, in place of one if there are too many; false if none can go.
func (h *httpServer) admit(s *webSession) (gone *webSession, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.sessions) >= maxSessions {
		for _, other := range h.sessions {
			if other.busy == 0 && (gone == nil || other.silent.Before(gone.silent)) {
				gone = other
			}
		}
		if gone == nil {
			return nil, false
		}
		delete(h.sessions, gone.id)
	}
	h.sessions[s.id] = s
	s.busy = 1
	s.timer = time.AfterFunc(h.o.Idle, func() { h.expire(s) })
	return gone, true
}

// hold finds a session and keeps it from expiring until it is let go.
func (h *httpServer) hold(id string) *webSession {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.sessions[id]
	if s != nil {
		s.busy++
	}
	return s
}

func (h *httpServer) letGo(s *webSession) {
	if s == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if s.busy--; s.busy == 0 && !s.ended {
		s.silent = time.Now()
		s.timer.Reset(h.o.Idle)
	}
}

func (h *httpServer) expire(s *webSession) {
	h.mu.Lock()
	silent := s.busy == 0 && h.sessions[s.id] == s
	if silent {
		delete(h.sessions, s.id)
	}
	h.mu.Unlock()
	if silent {
		h.end(s)
	}
}

// forget ends the session of an id, if there is one.
func (h *httpServer) forget(id string) bool {
	h.mu.Lock()
	s := h.sessions[id]
	delete(h.sessions, id)
	h.mu.Unlock()
	if s == nil {
		return false
	}
	h.end(s)
	return true
}

// end ends a session that is no longer among those that are found.
func (h *httpServer) end(s *webSession) {
	h.mu.Lock()
	first := !s.ended
	s.ended = true
	s.timer.Stop()
	h.mu.Unlock()
	if !first {
		return
	}
	close(s.over)
	close(s.ask.over)
	h.mcp.UnregisterSession(context.Background(), s.id)
	h.meter.Session(-1)
	h.clients(-1)
}

// exchange is one request of a client and all that goes back on it. To mcp-go it is the session, so that what belongs to
// the request (progress, a question to the person) goes to the stream that answers it, and to no other.
type exchange struct {
	*session
	notes chan mcp.JSONRPCNotification
	// asks are requests to the client, which go out with the notifications, in order.
	asks chan any
	// gone is closed when nobody reads the stream any more.
	gone chan struct{}
	// streams tells whether the answer may be a stream; brief whether there is no session beyond this request.
	streams, brief bool
}

var (
	_ server.SessionWithClientInfo      = (*exchange)(nil)
	_ server.SessionWithElicitation     = (*exchange)(nil)
	_ server.SessionWithProtocolVersion = (*exchange)(nil)
)

func newExchange(s *session) *exchange {
	return &exchange{session: s, notes: make(chan mcp.JSONRPCNotification, 256), asks: make(chan any), gone: make(chan struct{})}
}

func (e *exchange) NotificationChannel() chan<- mcp.JSONRPCNotification { return e.notes }

// canAsk tells whether a question could be sent and its answer find back.
func (e *exchange) canAsk() bool { return e.streams && !e.brief }

// RequestElicitation asks on the stream of this request.
func (e *exchange) RequestElicitation(ctx context.Context, r mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	if !e.canAsk() {
		return nil, errCannotAsk
	}
	return e.elicit(ctx, r, e.send)
}

func (e *exchange) send(m any) {
	select {
	case e.asks <- m:
	case <-e.gone:
	}
}
