package mcpsrv

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// call is one call of a tool on its way through the stages.
type call struct {
	bound
	// id is also the trace id of a fault.
	id      string
	tool    spec
	args    json.RawMessage
	client  Peer
	started time.Time
	// refused is why the arguments are not taken, until the stage that says so.
	refused *Failure
}

// step carries a call out, or a part of that.
type step func(context.Context, *call) (result, error)

// stage is a step around all later ones. The first of a server's stages is the outermost.
type stage func(next step) step

// handler makes a tool what mcp-go calls.
func (s *Server) handler(t spec) server.ToolHandlerFunc {
	way := step(func(ctx context.Context, c *call) (result, error) { return c.run(ctx) })
	for _, stage := range slices.Backward(s.stages) {
		way = stage(way)
	}
	return func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		c := &call{id: uuid.NewString(), tool: t, args: arguments(r), client: peer(ctx), started: s.now()}
		out, err := way(s.withProgress(ctx, r), c)
		return s.answer(ctx, c, out, err), nil
	}
}

// binding reads the arguments, so that the stages behind it know what the call is about.
func (s *Server) binding(next step) step {
	return func(ctx context.Context, c *call) (result, error) {
		c.bound, c.refused = c.tool.bind(s, c.args)
		return next(ctx, c)
	}
}

// refusing ends a call whose arguments were not taken.
func (s *Server) refusing(next step) step {
	return func(ctx context.Context, c *call) (result, error) {
		if c.refused != nil {
			return nil, c.refused
		}
		return next(ctx, c)
	}
}

// failing makes every error the one form, clean, and logs it. It is the outermost stage.
func (s *Server) failing(next step) step {
	return func(ctx context.Context, c *call) (result, error) {
		out, err := next(ctx, c)
		if err == nil {
			return out, nil
		}
		f := s.clean.failure(failure(err, c.tool.advice))
		s.log.Info("call failed", "tool", c.tool.name, "call", c.id, "kind", f.Kind, "status", f.Status, "message", f.Message, "trace_id", f.TraceID)
		return nil, f
	}
}

// recovering answers a panic neutrally: what it was is for the log only.
func (s *Server) recovering(next step) step {
	return func(ctx context.Context, c *call) (out result, err error) {
		defer func() {
			if p := recover(); p != nil {
				s.log.Error("panic in a tool", "tool", c.tool.name, "trace_id", c.id,
					"panic", s.clean.text(fmt.Sprint(p)), "stack", s.clean.text(string(debug.Stack())))
				out, err = nil, &Failure{Kind: KindInternal, TraceID: c.id,
					Message: "A fault inside the server ended the call.",
					Hint:    strings.TrimSpace("Its log has the details under the trace id. " + c.tool.advice.check)}
			}
		}()
		return next(ctx, c)
	}
}

// reporting tells the person who watches.
func (s *Server) reporting(next step) step {
	return func(ctx context.Context, c *call) (result, error) {
		a := Activity{ID: c.id, Tool: c.tool.name, Class: c.tool.class, Target: s.clean.text(c.target), DryRun: c.dryRun, Client: c.client, At: c.started}
		s.activity(a)
		out, err := next(ctx, c)
		a.Done, a.Took = true, s.now().Sub(c.started)
		if err != nil {
			a.Failure = s.clean.failure(failure(err, c.tool.advice))
		}
		s.activity(a)
		return out, err
	}
}
