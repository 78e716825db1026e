package wire

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// suiteInput are the tools and the prompt that the suite asks for of revision 2026-07-28: those that need something of the client first,
// and answer with a request for it.
func suiteInput(m *server.MCPServer) {
	tool := func(name string, run func(context.Context, mcp.CallToolParams) (*mcp.CallToolResult, error)) {
		m.AddTool(mcp.NewTool(name, mcp.WithDescription("For the suite.")),
			func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
				return run(ctx, r.Params)
			})
	}
	says := func(text string, a ...any) (*mcp.CallToolResult, error) {
		return mcp.NewToolResultText(fmt.Sprintf(text, a...)), nil
	}
	// Each asks for what is still missing, and is given what it has already as the state, which is signed.
	tool("test_input_required_result_elicitation", func(_ context.Context, p mcp.CallToolParams) (*mcp.CallToolResult, error) {
		if name, ok := filledIn(p.InputResponses, "user_name", "name"); ok {
			return says("Hello, %s!", name)
		}
		return form(server.NewInputRequestBuilder(""), "user_name", "What is your name?", "name").ToolResult(), nil
	})
	tool("test_input_required_result_sampling", func(_ context.Context, p mcp.CallToolParams) (*mcp.CallToolResult, error) {
		if got := server.SamplingResponse(p.InputResponses, "capital_question"); got != nil {
			return says("The model says: %v", got.Content)
		}
		b := server.NewInputRequestBuilder("").Sample("capital_question", prompted("What is the capital of France?", 100))
		return b.ToolResult(), nil
	})
	tool("test_input_required_result_list_roots", func(_ context.Context, p mcp.CallToolParams) (*mcp.CallToolResult, error) {
		if got := server.RootsResponse(p.InputResponses, "client_roots"); got != nil {
			return says("The roots are %v", got.Roots)
		}
		return server.NewInputRequestBuilder("").Roots("client_roots").ToolResult(), nil
	})
	tool("test_input_required_result_request_state", func(_ context.Context, p mcp.CallToolParams) (*mcp.CallToolResult, error) {
		if p.RequestState == "" {
			return form(server.NewInputRequestBuilder(signed("asked")), "confirm", "Please confirm", "ok").ToolResult(), nil
		}
		if _, err := unsigned(p.RequestState); err != nil {
			return nil, err
		}
		return says("state-ok")
	})
	tool("test_input_required_result_tampered_state", func(_ context.Context, p mcp.CallToolParams) (*mcp.CallToolResult, error) {
		if p.RequestState == "" {
			return form(server.NewInputRequestBuilder(signed("asked")), "confirm", "Please confirm", "ok").ToolResult(), nil
		}
		if _, err := unsigned(p.RequestState); err != nil {
			return nil, err
		}
		return says("It is as it was sent.")
	})
	tool("test_input_required_result_multiple_inputs", func(_ context.Context, p mcp.CallToolParams) (*mcp.CallToolResult, error) {
		name, there := filledIn(p.InputResponses, "user_name", "name")
		greeting, roots := server.SamplingResponse(p.InputResponses, "greeting"), server.RootsResponse(p.InputResponses, "client_roots")
		if there && greeting != nil && roots != nil {
			return says("%v, %s, with %d roots", greeting.Content, name, len(roots.Roots))
		}
		b := form(server.NewInputRequestBuilder(signed("three")), "user_name", "What is your name?", "name")
		return b.Sample("greeting", prompted("Generate a greeting", 50)).Roots("client_roots").ToolResult(), nil
	})
	tool("test_input_required_result_multi_round", func(_ context.Context, p mcp.CallToolParams) (*mcp.CallToolResult, error) {
		at := ""
		if p.RequestState != "" {
			var err error
			if at, err = unsigned(p.RequestState); err != nil {
				return nil, err
			}
		}
		if name, ok := filledIn(p.InputResponses, "step1", "name"); ok && at == "1" {
			b := server.NewInputRequestBuilder(signed("2 " + name))
			return form(b, "step2", "Step 2: What is your favorite color?", "color").ToolResult(), nil
		}
		if color, ok := filledIn(p.InputResponses, "step2", "color"); ok && strings.HasPrefix(at, "2 ") {
			return says("%s likes %s", at[2:], color)
		}
		return form(server.NewInputRequestBuilder(signed("1")), "step1", "Step 1: What is your name?", "name").ToolResult(), nil
	})
	tool("test_input_required_result_capabilities", func(ctx context.Context, _ mcp.CallToolParams) (*mcp.CallToolResult, error) {
		b := server.NewInputRequestBuilder("")
		if forms, _ := asking(ctx); forms == AsksLater {
			b = form(b, "user_name", "What is your name?", "name")
		}
		if declared := server.RequestProtocolInfoFromContext(ctx).ClientCapabilities; declared != nil && declared.Sampling != nil {
			b = b.Sample("greeting", prompted("Generate a greeting", 50))
		}
		return b.ToolResult(), nil
	})
	tool("test_missing_capability", func(ctx context.Context, _ mcp.CallToolParams) (*mcp.CallToolResult, error) {
		if declared := server.RequestProtocolInfoFromContext(ctx).ClientCapabilities; declared == nil || declared.Sampling == nil {
			*requestOf(ctx).refusal = refusal{mcp.MISSING_REQUIRED_CLIENT_CAPABILITY,
				map[string]any{"requiredCapabilities": map[string]any{"sampling": map[string]any{}}}}
			return nil, mcp.MissingRequiredClientCapabilityError{Capability: "sampling"}
		}
		return says("The client samples.")
	})
	tool("test_streaming_elicitation", func(_ context.Context, p mcp.CallToolParams) (*mcp.CallToolResult, error) {
		return form(server.NewInputRequestBuilder(""), "user_name", "What is your name?", "name").ToolResult(), nil
	})
	tool("test_logging_tool", func(ctx context.Context, _ mcp.CallToolParams) (*mcp.CallToolResult, error) {
		if err := m.SendLogMessageToClient(ctx, mcp.NewLoggingMessageNotification(mcp.LoggingLevelInfo, "suite", "at work")); err != nil {
			return nil, err
		}
		return says("logged")
	})
	tool("multi_input", func(ctx context.Context, p mcp.CallToolParams) (*mcp.CallToolResult, error) {
		takes(ctx, time.Second)
		one, first := filledIn(p.InputResponses, "one", "name")
		other, second := filledIn(p.InputResponses, "other", "name")
		if first && second {
			return says("%s and %s", one, other)
		}
		b := form(server.NewInputRequestBuilder(""), "one", "What is your name?", "name")
		return form(b, "other", "And the other?", "name").ToolResult(), nil
	})
	for name, method := range map[string]string{
		"test_trigger_tool_change":   string(mcp.MethodNotificationToolsListChanged),
		"test_trigger_prompt_change": string(mcp.MethodNotificationPromptsListChanged),
	} {
		tool(name, func(context.Context, mcp.CallToolParams) (*mcp.CallToolResult, error) {
			m.SendNotificationToAllClients(method, nil)
			return says("told")
		})
	}
	m.AddPrompt(mcp.NewPrompt("test_input_required_result_prompt", mcp.WithPromptDescription("For the suite.")),
		func(_ context.Context, r mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
			if about, ok := filledIn(r.Params.InputResponses, "user_context", "context"); ok {
				return mcp.NewGetPromptResult("For the suite.", []mcp.PromptMessage{
					mcp.NewPromptMessage(mcp.RoleUser, mcp.NewTextContent("Use this: "+about)),
				}), nil
			}
			b := form(server.NewInputRequestBuilder(""), "user_context", "What context should the prompt use?", "context")
			return b.PromptResult(), nil
		})
}

// takes waits, and tells whether the call goes on.
func takes(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// form asks for one field, a box where that is ok, else a text.
func form(b *server.InputRequestBuilder, id, message, field string) *server.InputRequestBuilder {
	kind := "string"
	if field == "ok" {
		kind = "boolean"
	}
	return b.Elicit(id, mcp.ElicitationParams{Message: message, RequestedSchema: map[string]any{
		"type": "object", "properties": map[string]any{field: map[string]any{"type": kind}}, "required": []string{field},
	}})
}

// filledIn is a field of a form as text.
func filledIn(given mcp.InputResponses, id, field string) (string, bool) {
	reply := replyOf(server.ElicitationResponse(given, id))
	if reply == nil || !reply.Accepted {
		return "", false
	}
	text, ok := reply.Form[field].(string)
	return text, ok
}

func prompted(text string, most int) mcp.CreateMessageParams {
	return mcp.CreateMessageParams{
		Messages:  []mcp.SamplingMessage{{Role: mcp.RoleUser, Content: mcp.NewTextContent(text)}},
		MaxTokens: most,
	}
}

func signature(text string) string {
	h := hmac.New(sha256.New, []byte("of the suite"))
	h.Write([]byte(text))
	return hex.EncodeToString(h.Sum(nil))
}

func signed(text string) string { return signature(text) + " " + text }

func unsigned(state string) (string, error) {
	was, text, _ := strings.Cut(state, " ")
	if was != signature(text) {
		return "", errors.New("the state is not as it was sent")
	}
	return text, nil
}
