package wire

import (
	"context"
	"encoding/json"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// Peer is the program on the other side as it names itself. Nobody vouches for it.
type Peer struct {
	Name, Version string
}

// Scope is what a single request over HTTP may use, narrowed by its headers.
type Scope interface {
	// Offers tells whether a tool of this name is listed and may be called.
	Offers(tool string) bool
}

// Asking says how the person behind a client is asked.
type Asking int

// The ways to ask.
const (
	// AsksNobody: the client has not said that it can ask a person. It is never asked: it would not answer.
	AsksNobody Asking = iota
	// AsksAtOnce: [Call.Ask] asks and waits.
	AsksAtOnce
	// AsksLater: the call ends with the question ([Answer].Question), and the reply comes with another call of the tool.
	AsksLater
)

// Call is one call of a tool, or a reading of a resource. The zero value is that of a client that is told nothing.
type Call struct {
	// Arguments are as they came.
	Arguments json.RawMessage
	Client    Peer
	// Session is the id of the session that lasts beyond the call, empty where there is none. Who has the id of one over
	// HTTP can speak in it: it must not be shown.
	Session string
	// Scope is what the request's headers narrow the call to; nil for no more than all.
	Scope Scope
	// Asking is how the person is asked to fill in a form, Opening how to open a link.
	Asking, Opening Asking
	// Trace is where the client says that the call stands.
	Trace Trace
	// State and Reply are what came with a call that was ended with a question before, as the client sent them: nothing
	// of it is to be trusted. Replied is set if there was any reply, to whatever question.
	State   string
	Reply   *Reply
	Replied bool

	telling
	ask    func(context.Context, Question) (*Reply, error)
	opened func(id string)
	slot   *slot
}

// Question is put to the person behind a client.
type Question struct {
	Message string
	// Form is the JSON Schema of what the person fills in.
	Form map[string]any
	// Link, if set, is what the person is asked to open in place of a form, and ID names it ([Call.Opened]). A reply only says that
	// they opened it. Both must be as the client may see them: they are not cleaned.
	Link, ID string
	// State comes back with the reply, in [Call].State, where the client asks later.
	State string
}

// Reply is what the person says.
type Reply struct {
	Accepted bool
	// Form is what was filled in.
	Form map[string]any
}

// questionID names the one question that a call has.
const questionID = "confirm"

func (q Question) params() mcp.ElicitationParams {
	if q.Link != "" {
		return mcp.ElicitationParams{Mode: mcp.ElicitationModeURL, Message: q.Message, ElicitationID: q.ID, URL: q.Link}
	}
	return mcp.ElicitationParams{Message: q.Message, RequestedSchema: q.Form}
}

// replyOf is nil for no result.
func replyOf(r *mcp.ElicitationResult) *Reply {
	if r == nil {
		return nil
	}
	reply := &Reply{Accepted: r.Action == mcp.ElicitationResponseActionAccept}
	if raw, err := json.Marshal(r.Content); err == nil {
		_ = json.Unmarshal(raw, &reply.Form) // a form that is none is empty
	}
	return reply
}

// Ask asks the person and waits for the reply. The call's place is free for others meanwhile.
func (c Call) Ask(ctx context.Context, q Question) (*Reply, error) {
	if c.ask == nil {
		return nil, errCannotAsk
	}
	return c.ask(ctx, q)
}

// Opened tells a client that was asked at once that what came of a link is known.
func (c Call) Opened(id string) {
	if c.opened != nil {
		c.opened(id)
	}
}

// StepAside gives the call's place among those that run at once to others, until back is called: for waiting.
func (c Call) StepAside() (back func()) {
	c.slot.pause()
	return c.slot.resume
}

// call is what is known of the request that a context belongs to.
func (s *Server) call(ctx context.Context, meta *mcp.Meta) Call {
	r := requestOf(ctx)
	c := Call{Client: peer(ctx), Session: lastingSession(ctx), Scope: r.scope, Trace: traceOf(meta),
		telling: s.telling(ctx, meta), slot: r.slot}
	c.Asking, c.Opening = asking(ctx)
	c.opened = func(id string) {
		params := map[string]any{"elicitationId": id}
		if err := s.mcp.SendNotificationToClient(ctx, string(mcp.MethodNotificationElicitationComplete), params); err != nil {
			s.log.Debug("the end of a question was not sent", "error", err)
		}
	}
	c.ask = func(ctx context.Context, q Question) (*Reply, error) {
		got, err := s.mcp.RequestElicitation(ctx, mcp.ElicitationRequest{Params: q.params()})
		return replyOf(got), err
	}
	return c
}

// peer is the client of a request.
func peer(ctx context.Context) Peer {
	if info := server.RequestProtocolInfoFromContext(ctx); info != nil && info.ClientInfo != nil {
		return Peer{Name: info.ClientInfo.Name, Version: info.ClientInfo.Version}
	}
	if s, ok := server.ClientSessionFromContext(ctx).(server.SessionWithClientInfo); ok {
		info := s.GetClientInfo()
		return Peer{Name: info.Name, Version: info.Version}
	}
	return Peer{}
}

// lastingSession is the session that lasts beyond the request; a client of the newer protocol has none on HTTP.
func lastingSession(ctx context.Context) string {
	session := server.ClientSessionFromContext(ctx)
	if e, ok := session.(*exchange); session == nil || ok && e.brief {
		return ""
	}
	return session.SessionID()
}

// asking tells how the client of a request asks its person to fill in a form, and to open a link.
func asking(ctx context.Context) (forms, links Asking) {
	if server.IsModernRequest(ctx) {
		info := server.RequestProtocolInfoFromContext(ctx)
		if info != nil && info.ClientCapabilities != nil {
			return asksFor(info.ClientCapabilities.Elicitation, AsksLater)
		}
		return AsksNobody, AsksNobody
	}
	session := server.ClientSessionFromContext(ctx)
	if _, can := session.(server.SessionWithElicitation); !can {
		return AsksNobody, AsksNobody
	}
	if e, ok := session.(*exchange); ok && !e.canAsk() {
		return AsksNobody, AsksNobody
	}
	if told, ok := session.(server.SessionWithClientInfo); ok {
		return asksFor(told.GetClientCapabilities().Elicitation, AsksAtOnce)
	}
	return AsksNobody, AsksNobody
}

// asksFor reads what a client has declared. One that names no way of asking asks for forms.
func asksFor(c *mcp.ElicitationCapability, how Asking) (forms, links Asking) {
	if c == nil {
		return AsksNobody, AsksNobody
	}
	if c.Form != nil || c.URL == nil {
		forms = how
	}
	if c.URL != nil {
		links = how
	}
	return forms, links
}

// request is what this room knows of a request that mcp-go hands back to it: mcp-go's handlers take nothing but a context.
type request struct {
	scope Scope
	slot  *slot
	// task is what the request may become; nil for one that is answered at once.
	task *task
	// refusal is set to what the protocol has for an error that a handler returns: mcp-go keeps none of it.
	refusal *refusal
}

// refusal is what the protocol tells of an error beside its text. Code 0 is mcp-go's own.
type refusal struct {
	code int
	data any
}

type requestKey struct{}

func withRequest(ctx context.Context, r request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

func requestOf(ctx context.Context) request {
	r, _ := ctx.Value(requestKey{}).(request)
	return r
}

// narrowing lets a request see and call only the tools that its scope offers.
func narrowing(ctx context.Context, all []mcp.Tool) []mcp.Tool {
	scope := requestOf(ctx).scope
	if scope == nil {
		return all
	}
	kept := make([]mcp.Tool, 0, len(all))
	for _, t := range all {
		if scope.Offers(t.Name) {
			kept = append(kept, t)
		}
	}
	return kept
}
