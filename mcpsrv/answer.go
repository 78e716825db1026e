package mcpsrv

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// answer is the one way out: what a call gave, cleaned, as structured content with a text twin.
func (s *Server) answer(ctx context.Context, c *call, out result, err error) *mcp.CallToolResult {
	var body any = out
	var text string
	var f *Failure
	switch {
	case errors.As(err, &f):
		body, text = map[string]*Failure{"error": f}, f.text()
	default:
		text = out.text()
	}
	raw, encodeErr := json.Marshal(body)
	if encodeErr != nil {
		s.log.Error("result could not be encoded", "tool", c.tool.name, "trace_id", c.id, "error", encodeErr)
		f = &Failure{Kind: KindInternal, TraceID: c.id, Message: "The result could not be encoded."}
		raw, _ = json.Marshal(map[string]*Failure{"error": f})
		text = f.text()
	}
	raw = s.clean.json(raw)
	r := &mcp.CallToolResult{IsError: f != nil}
	if knowsStructure(ctx) {
		r.StructuredContent = json.RawMessage(raw)
		r.Content = []mcp.Content{mcp.NewTextContent(s.clean.text(text))}
	} else {
		r.Content = []mcp.Content{mcp.NewTextContent(string(raw))}
	}
	return r
}

// knowsStructure tells whether the client's protocol has structured results. To others the text is all there is, so
// it must be the whole result.
func knowsStructure(ctx context.Context) bool {
	version := server.RequestProtocolVersion(ctx)
	return version == "" || version >= mcp.ProtocolVersion20250618
}

// arguments are a call's arguments as they came.
func arguments(r mcp.CallToolRequest) json.RawMessage {
	if len(r.Params.RawArguments) > 0 {
		return r.Params.RawArguments
	}
	raw, err := json.Marshal(r.Params.Arguments)
	if err != nil {
		return json.RawMessage(`"unreadable"`) // refused as no object
	}
	return raw
}

// peer is the client of a call.
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

type progressKey struct{}

// progress tells the client how far a call has come, if it asked to be told. Total 0 is unknown.
type progress func(done, total int, message string)

// withProgress puts a call's way of telling its progress into its context.
func (s *Server) withProgress(ctx context.Context, r mcp.CallToolRequest) context.Context {
	if r.Params.Meta == nil || r.Params.Meta.ProgressToken == nil {
		return ctx
	}
	token := r.Params.Meta.ProgressToken
	return context.WithValue(ctx, progressKey{}, progress(func(done, total int, message string) {
		params := map[string]any{"progressToken": token, "progress": done, "message": s.clean.text(message)}
		if total > 0 {
			params["total"] = total
		}
		if err := s.mcp.SendNotificationToClient(ctx, string(mcp.MethodNotificationProgress), params); err != nil {
			s.log.Debug("progress was not sent", "error", err)
		}
	}))
}

// progressOf is the way to tell a call's progress; it may always be called.
func progressOf(ctx context.Context) progress {
	if p, ok := ctx.Value(progressKey{}).(progress); ok {
		return p
	}
	return func(int, int, string) {}
}
