package mcpsrv

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// answer is the one way out: what a call gave, cleaned, as structured content with a text twin.
func (s *Server) answer(ctx context.Context, c *call, out result, err error) *mcp.CallToolResult {
	var f *Failure
	var shown parcel
	if err == nil {
		shown, f = s.fitted(c, out)
	} else if !errors.As(err, &f) {
		f = &Failure{Kind: KindInternal, TraceID: c.id, Message: "The call failed in a way that has no form."}
	}
	if f != nil {
		shown = s.failed(f)
	}
	r := &mcp.CallToolResult{IsError: f != nil}
	if knowsStructure(ctx) {
		r.StructuredContent = json.RawMessage(shown.raw)
		r.Content = []mcp.Content{mcp.NewTextContent(shown.text)}
	} else {
		r.Content = []mcp.Content{mcp.NewTextContent(string(shown.raw))}
	}
	if p, ok := out.(pictured); ok && f == nil {
		mime, data := p.picture()
		r.Content = append(r.Content, mcp.NewImageContent(base64.StdEncoding.EncodeToString(data), mime))
	}
	return r
}

// pictured is a result with a picture, which goes beside the text.
type pictured interface {
	picture() (mimeType string, content []byte)
}

// cuttable is a result of rows, or of a long text, of which an answer may hold less than all.
type cuttable interface {
	// rows is how much there is: rows, or bytes of text.
	rows() int
	// first is the result with no more than n of it, and with what is to be done to get the rest.
	first(n int) result
}

// parcel is a result as it leaves.
type parcel struct {
	raw  []byte
	text string
}

func (s *Server) failed(f *Failure) parcel {
	raw, err := json.Marshal(map[string]*Failure{"error": f})
	if err != nil {
		raw = []byte(`{"error":{"kind":"internal","message":"The failure could not be encoded."}}`)
	}
	return parcel{s.clean.json(raw), s.clean.text(f.text())}
}

// fitted makes a result what leaves, with as much of it as an answer may hold. Nothing is ever cut but whole rows and
// lines.
func (s *Server) fitted(c *call, out result) (parcel, *Failure) {
	whole, err := s.encoded(out)
	if err != nil {
		s.log.Error("result could not be encoded", "tool", c.tool.name, "trace_id", c.id, "error", err)
		return parcel{}, &Failure{Kind: KindInternal, TraceID: c.id, Message: "The result could not be encoded."}
	}
	if s.fits(whole) {
		return whole, nil
	}
	long, ok := out.(cuttable)
	if !ok {
		return parcel{}, s.tooLong(c, whole)
	}
	best, most := parcel{}, 0
	try := func(n int) bool {
		cut, err := s.encoded(long.first(n))
		if err != nil || !s.fits(cut) {
			return false
		}
		best, most = cut, n
		return true
	}
	over := 1
	for over < long.rows() && try(over) { // so that little is encoded of a text of many megabytes
		over *= 2
	}
	over = min(over, long.rows())
	for most+1 < over {
		if middle := (most + over) / 2; !try(middle) {
			over = middle
		}
	}
	if most == 0 {
		return parcel{}, s.tooLong(c, whole)
	}
	return best, nil
}

func (s *Server) encoded(out result) (parcel, error) {
	raw, err := json.Marshal(out)
	if err != nil {
		return parcel{}, err
	}
	return parcel{s.clean.json(raw), s.clean.text(out.text())}, nil
}

func (s *Server) fits(o parcel) bool { return len(o.raw) <= s.most && len(o.text) <= s.most }

func (s *Server) tooLong(c *call, p parcel) *Failure {
	f := &Failure{Kind: KindTooLarge,
		Message: fmt.Sprintf("The answer would take %d bytes, more than the %d that one may have.", max(len(p.raw), len(p.text)), s.most),
		Hint:    "Ask for less: a smaller limit, fewer fields, or one thing instead of a list."}
	if c.tool.class != Read && !c.dryRun {
		f.Message = "The call was carried out. " + f.Message
		f.Hint = c.tool.advice.check
	}
	return f
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
