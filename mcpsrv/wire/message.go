package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/google/uuid"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// message is what is looked at of a message before it goes on to mcp-go, which takes nothing but its text.
type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params params          `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`

	text []byte
}

// params are a message's parameters: as they came, and what is looked at of them.
type params struct {
	raw json.RawMessage
	// meta is what a request of the newer protocol says of itself.
	meta *mcp.Meta
	// requestID names the request that a notification of the end of one is about.
	requestID json.RawMessage
}

// UnmarshalJSON never fails: what does not fit is for mcp-go to refuse.
func (p *params) UnmarshalJSON(raw []byte) error {
	var seen struct {
		Meta      *mcp.Meta       `json:"_meta"`
		RequestID json.RawMessage `json:"requestId"`
	}
	p.raw = bytes.Clone(raw)
	if json.Unmarshal(raw, &seen) == nil {
		p.meta, p.requestID = seen.Meta, seen.RequestID
	}
	return nil
}

// parse reads a message; false for what is none.
func parse(text []byte) (message, bool) {
	m := message{text: text}
	return m, json.Unmarshal(text, &m) == nil
}

// isReply tells whether the message answers a request of ours.
func (m message) isReply() bool { return m.Method == "" && (m.Result != nil || m.Error != nil) }

// dispatcher hands messages to mcp-go, whatever they came on.
type dispatcher struct {
	mcp   *server.MCPServer
	keys  keys
	tasks *tasks
	// skills are nil where none are offered.
	skills *skills
	// self is the program as it tells clients.
	self  mcp.Implementation
	log   *slog.Logger
	clean func(string) string
}

// inTurn answers a request. A tool call waits for its place among those of slots.
func (d *dispatcher) inTurn(ctx context.Context, m message, r request, slots chan struct{}) any {
	if m.Method == string(mcp.MethodToolsCall) {
		select {
		case slots <- struct{}{}:
			defer func() { <-slots }()
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			return rpcError(m.ID, mcp.INTERNAL_ERROR, "The server is closing. Nothing was done for this call.")
		}
		r.slot = &slot{free: slots}
	}
	return d.handle(withRequest(ctx, r), m)
}

// handle lets mcp-go answer, under the id as the client wrote it (mcp-go rounds large numbers). A panic becomes a
// neutral answer; what it was is for the log only.
func (d *dispatcher) handle(ctx context.Context, m message) (answer any) {
	defer func() {
		if p := recover(); p != nil {
			trace := uuid.NewString()
			d.log.Error("panic in a protocol request", "trace_id", trace, "panic", d.clean(fmt.Sprint(p)), "stack",
				d.clean(string(debug.Stack())))
			answer = nil
			if m.ID != nil {
				answer = rpcError(m.ID, mcp.INTERNAL_ERROR, "A fault inside the server. Its log has the details under trace id "+trace+".")
			}
		}
	}()
	if answer := d.aboutTasks(m); answer != nil {
		return answer
	}
	if answer := d.aboutSkills(m); answer != nil {
		return answer
	}
	r := requestOf(ctx)
	r.refusal = &refusal{}
	ctx = server.WithSupportedProtocolVersions(withRequest(ctx, r), versions())
	switch a := d.mcp.HandleMessage(ctx, m.text).(type) {
	case nil:
		return nil
	case mcp.JSONRPCResponse:
		a.ID = mcp.NewRequestId(m.ID)
		return a
	case mcp.JSONRPCError:
		a.ID = mcp.NewRequestId(m.ID)
		return d.refused(a, m, *r.refusal)
	default:
		return a
	}
}

// refused is an error of mcp-go's as clients are told it: with what to do about a tool that is not offered, and with what the
// protocol has for the error.
func (d *dispatcher) refused(a mcp.JSONRPCError, m message, as refusal) mcp.JSONRPCError {
	name, _ := m.named()
	a.Error.Message = d.clean(a.Error.Message)
	switch {
	case m.Method == string(mcp.MethodToolsCall) && strings.HasSuffix(a.Error.Message, server.ErrToolNotFound.Error()):
		a.Error.Message = d.clean("The tool " + quoted(name) + " was not found among those that are offered here. tools/list has " +
			"them; more, or fewer, are offered by the flags that the server was started with, such as --toolsets all.")
	case m.Method == string(mcp.MethodResourcesRead) && (as.code == mcp.RESOURCE_NOT_FOUND || a.Error.Code == m.codeMissing()):
		a.Error.Code, a.Error.Data = m.codeMissing(), map[string]any{"uri": d.clean(name)}
	case as.code != 0:
		a.Error.Code, a.Error.Data = as.code, as.data
	}
	return a
}

// codeMissing is the code for a resource that there is not, which differs between the two ages of the protocol.
func (m message) codeMissing() int {
	if mcp.IsModernProtocol(m.Params.meta.ProtocolVersion()) {
		return mcp.INVALID_PARAMS
	}
	return mcp.RESOURCE_NOT_FOUND
}

// slot is a call's place among the calls that run at once. A nil slot is none.
type slot struct {
	free chan struct{}
	mu   sync.Mutex
	// away counts the questions that a call waits for; the place is given back during the first of them.
	away int
}

func (s *slot) pause() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away++; s.away == 1 {
		<-s.free
	}
}

func (s *slot) resume() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away--; s.away == 0 {
		s.free <- struct{}{}
	}
}
