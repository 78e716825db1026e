package mcpsrv

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// What stands in the place of mcp-go's library for schemas does what mcp-go asks of it, though this server asks for
// nothing: a server that lets mcp-go check the arguments has them checked.
func TestTheCheckOfMcpGoStillChecks(t *testing.T) {
	s := server.NewMCPServer("checked", "1", server.WithInputSchemaValidation())
	s.AddTool(mcp.NewTool("count", mcp.WithNumber("limit", mcp.Required(), mcp.Max(10)), mcp.WithString("status", mcp.Enum("draft", "done"))),
		func(context.Context, mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			return mcp.NewToolResultText("counted"), nil
		})
	for _, c := range []struct{ arguments, want string }{
		{`{"limit":5,"status":"done"}`, "counted"},
		{`{"limit":"five"}`, "limit"},
		{`{"limit":11}`, "maximum"},
		{`{"status":"done"}`, "required"},
		{`{"limit":5,"status":"late"}`, "enum"},
	} {
		line := `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"count","arguments":` + c.arguments + `}}`
		answer, err := json.Marshal(s.HandleMessage(t.Context(), json.RawMessage(line)))
		if err != nil {
			t.Fatal(err)
		}
		if refused := strings.Contains(string(answer), `"isError":true`); refused == (c.want == "counted") {
			t.Errorf("%s: refused is %v in %s", c.arguments, refused, answer)
		}
		if !strings.Contains(string(answer), c.want) {
			t.Errorf("%s: the answer has no %q: %s", c.arguments, c.want, answer)
		}
	}
}
