package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// session is one client: on one pair of streams, or through HTTP. (mcp-go's own stdio session is a single one for the whole process.)
type session struct {
	id    string
	notes chan<- mcp.JSONRPCNotification
	ready atomic.Bool
	ask   *questions

	mu           sync.Mutex
	client       mcp.Implementation
	capabilities mcp.ClientCapabilities
	version      string
	// level is from which level on the client wants log messages; empty where it did not say.
	level mcp.LoggingLevel
}

var (
	_ server.SessionWithClientInfo      = (*session)(nil)
	_ server.SessionWithElicitation     = (*session)(nil)
	_ server.SessionWithProtocolVersion = (*session)(nil)
)

func newSession(notes chan<- mcp.JSONRPCNotification, ask *questions) *session {
	return &session{id: uuid.NewString(), notes: notes, ask: ask}
}

func (s *session) Initialize()                                         { s.ready.Store(true) }
func (s *session) Initialized() bool                                   { return s.ready.Load() }
func (s *session) SessionID() string                                   { return s.id }
func (s *session) NotificationChannel() chan<- mcp.JSONRPCNotification { return s.notes }

func (s *session) GetClientInfo() mcp.Implementation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.client
}

func (s *session) SetClientInfo(client mcp.Implementation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.client = client
}

func (s *session) GetClientCapabilities() mcp.ClientCapabilities {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.capabilities
}

func (s *session) SetClientCapabilities(c mcp.ClientCapabilities) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.capabilities = c
}

func (s *session) ProtocolVersion() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.version
}

// SetProtocolVersion records what the handshake agreed on.
func (s *session) SetProtocolVersion(version string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.version = version
}

// The reasons why a person was not asked.
var (
	errCannotAsk = errors.New("the client has not said that it can ask a person (elicitation)")
	errNobody    = errors.New("the client is gone, nobody can be asked")
)

// RequestElicitation asks the person behind the client. A client that did not declare the capability is not asked at
// all; one that does not answer in time ends the call. The call's slot is free for others meanwhile.
func (s *session) RequestElicitation(ctx context.Context, r mcp.ElicitationRequest) (*mcp.ElicitationResult, error) {
	return s.elicit(ctx, r, s.ask.send)
}

func (s *session) elicit(ctx context.Context, r mcp.ElicitationRequest, send func(any)) (*mcp.ElicitationResult, error) {
	can, links := asksFor(s.GetClientCapabilities().Elicitation, AsksAtOnce)
	if r.Params.Mode == mcp.ElicitationModeURL {
		can = links
	}
	if can == AsksNobody {
		return nil, errCannotAsk
	}
	slot := requestOf(ctx).slot
	slot.pause()
	defer slot.resume()
	raw, err := s.ask.put(ctx, send, string(mcp.MethodElicitationCreate), r.Params)
	if err != nil {
		return nil, err
	}
	var result mcp.ElicitationResult
	if err := json.Unmarshal(raw, &result); err != nil {
		return nil, fmt.Errorf("the client's answer could not be read: %w", err)
	}
	return &result, nil
}

// questions are requests from this side to the client that wait for their answer.
type questions struct {
	send     func(any)
	patience time.Duration
	// over is closed when no answer can come any more.
	over chan struct{}

	mu      sync.Mutex
	count   int
	waiting map[string]chan message
}

func newQuestions(send func(any), patience time.Duration) *questions {
	return &questions{send: send, patience: patience, over: make(chan struct{}), waiting: map[string]chan message{}}
}

// put sends a request and waits for its result.
func (q *questions) put(ctx context.Context, send func(any), method string, params any) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, q.patience, fmt.Errorf("the client did not answer within %s", q.patience))
	defer cancel()
	answer := make(chan message, 1)
	q.mu.Lock()
	q.count++
	id := fmt.Sprintf(`"ask-%d"`, q.count)
	q.waiting[id] = answer
	q.mu.Unlock()
	defer func() {
		q.mu.Lock()
		delete(q.waiting, id)
		q.mu.Unlock()
	}()

	send(map[string]any{"jsonrpc": mcp.JSONRPC_VERSION, "id": json.RawMessage(id), "method": method, "params": params})
	select {
	case m := <-answer:
		if m.Error != nil {
			return nil, fmt.Errorf("the client refused to ask: %s", m.Error.Message)
		}
		return m.Result, nil
	case <-q.over:
		return nil, errNobody
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// answered hands an answer to the question it belongs to; one that nobody waits for is dropped.
func (q *questions) answered(m message) {
	q.mu.Lock()
	waiting := q.waiting[string(m.ID)]
	delete(q.waiting, string(m.ID))
	q.mu.Unlock()
	if waiting != nil {
		waiting <- m
	}
}
