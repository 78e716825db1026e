package emulator

import (
	"context"
	"net/http"
	"sync"

	"hextui/hex/emulator/hosted"
)

// Hosted is the stand-in for Hex's hosted MCP server, which is served beside the API: at /mcp, with its authorization server at
// /auth.
func (s *Server) Hosted() *hosted.Server { return s.hosted }

// newHosted makes it. Its tools ask the API as any client does; the routes are made at the first of them, when the server is whole.
func (s *Server) newHosted() *hosted.Server {
	api := sync.OnceValue(s.routes)
	return hosted.New(hosted.Options{
		API: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			api().ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), byTool{}, true)))
		}),
		Now: s.o.Now, Life: s.o.SignInLife, Token: func() string { return s.tokens.first(s.o.Now()) },
	})
}

// byTool marks the requests that a tool of the hosted MCP server makes.
type byTool struct{}

// threadSource is where a thread says that it was begun.
func (c *call) threadSource() string {
	if c.ctx().Value(byTool{}) != nil {
		return "MCP"
	}
	return "PUBLIC_API"
}
