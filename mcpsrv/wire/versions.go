package wire

import (
	"context"
	"slices"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// versions are the versions of the protocol that are spoken here, the newest first: all but 2025-03-26, the only one with
// batches. A client may send a batch once that version is agreed on; no client is known to, and a batch that mixes calls that ask,
// wait and are cancelled one by one would be a second way through this room for nobody.
func versions() []string {
	return slices.DeleteFunc(slices.Clone(mcp.ValidProtocolVersions), func(v string) bool { return v == mcp.ProtocolVersion20250326 })
}

// extensions are what is declared beyond the protocol.
func extensions(offered *skills) map[string]any {
	return offered.declared(map[string]any{tasksExtension: map[string]any{}})
}

// negotiation answers a client that asks for 2025-03-26, or for none, with the version before: clients of that age know it, and
// may refuse a newer one.
func negotiation(offered *skills) *server.Hooks {
	hooks := &server.Hooks{}
	hooks.AddBeforeInitialize(func(_ context.Context, _ any, r *mcp.InitializeRequest) {
		if v := r.Params.ProtocolVersion; v == "" || v == mcp.ProtocolVersion20250326 {
			r.Params.ProtocolVersion = mcp.ProtocolVersion20241105
		}
	})
	hooks.AddAfterInitialize(func(_ context.Context, _ any, _ *mcp.InitializeRequest, r *mcp.InitializeResult) {
		r.Capabilities.Extensions = offered.declared(nil) // tasks are the newer protocol's
	})
	return hooks
}
