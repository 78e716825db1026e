package wire

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// -conformance names the official conformance suite's command; the address is added to it. See .ci/conformance.
var conformance = flag.String("conformance", "", "the command of the protocol's conformance suite, to which --url and the address are "+
	"added")

// TestConformance runs the official suite against our own server over HTTP: its transport, sessions, stages and answers,
// with the tools, resources and prompts that the suite asks for in place of those of Hex.
func TestConformance(t *testing.T) {
	if *conformance == "" {
		t.Skip("the conformance suite needs Node: .ci/conformance gets it and runs this test")
	}
	s := New(Options{Name: "conformance", Version: "1", Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	s.mcp = server.NewMCPServer("conformance", "1",
		server.WithToolCapabilities(true), server.WithResourceCapabilities(true, true), server.WithPromptCapabilities(true),
		server.WithCompletions(), server.WithLogging(), server.WithElicitation(), server.WithToolFilter(narrowing),
		server.WithExtensions(extensions(nil)))
	s.tasks.after = 200 * time.Millisecond
	suiteTools(s)
	suiteResources(s.mcp)
	suitePrompts(s.mcp)
	suiteInput(s.mcp)
	suiteTasks(s)

	ctx, cancel := context.WithCancel(t.Context())
	ready, served := make(chan net.Addr, 1), make(chan error, 1)
	go func() { served <- s.Listen(ctx, "127.0.0.1:0", HTTPOptions{Ready: func(a net.Addr) { ready <- a }}) }()
	args := append(strings.Fields(*conformance), "--url", fmt.Sprintf("http://%s/mcp", <-ready))
	suite := exec.CommandContext(ctx, args[0], args[1:]...)
	suite.Stdout, suite.Stderr = os.Stdout, os.Stdout
	if err := suite.Run(); err != nil {
		t.Errorf("the suite failed: %v", err)
	}
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// suiteTasks are the tools that the suite asks for of the extension for tasks: some take their time.
func suiteTasks(s *Server) {
	add := func(name, arguments string, run func(context.Context, Call) Answer) {
		input := []byte(`{"type":"object","properties":{` + arguments + `}}`)
		s.addTool(Tool{Name: name, About: "For the suite.", Input: input, Handle: run})
	}
	given := func(c Call) (a struct {
		Name, Filename string
		Seconds        float64
	}) {
		_ = json.Unmarshal(c.Arguments, &a) // what is not given is zero
		return a
	}
	add("greet", `"name":{"type":"string"}`, func(_ context.Context, c Call) Answer { return said("Hello, " + given(c).Name + "!") })
	add("slow_compute", `"seconds":{"type":"number"}`, func(ctx context.Context, c Call) Answer {
		takes(ctx, time.Duration(given(c).Seconds*float64(time.Second)))
		return said("computed")
	})
	add("failing_job", "", func(ctx context.Context, _ Call) Answer {
		takes(ctx, time.Second)
		return Answer{Structured: []byte(`{}`), Text: "It failed.", Failed: true}
	})
	add("confirm_delete", `"filename":{"type":"string"}`, func(ctx context.Context, c Call) Answer {
		if takes(ctx, time.Second); c.Reply != nil {
			return said(fmt.Sprintf("deleted is %v", c.Reply.Accepted))
		}
		return Answer{Question: &Question{Message: "Delete " + given(c).Filename + "?", Form: map[string]any{
			"type": "object", "properties": map[string]any{"confirm": map[string]any{"type": "boolean"}}}}}
	})
	s.addTool(Tool{Name: "json_schema_2020_12_tool", About: "For the suite.", Input: []byte(suiteSchema),
		Handle: func(context.Context, Call) Answer { return said("ok") }})
	add("protocol_error_job", "", func(ctx context.Context, _ Call) Answer {
		takes(ctx, time.Second)
		panic("for the suite")
	})
}

// suiteSchema is one with the words of JSON Schema 2020-12, which clients must be shown as they are.
const suiteSchema = `{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","$defs":{"address":{` +
	`"$anchor":"addressDef","type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"}}}},"properties":` +
	`{"name":{"type":"string"},` +
	`"address":{"$ref":"#/$defs/address"},"contactMethod":{"type":"string","enum":["phone","email"]},"phone":{"type":"string"},` +
	`"email":{"type":"string"}},"allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],"if":{"properties":` +
	`{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},"then":{"required":["phone"]},"else":{"required":["email"]},` +
	`"additionalProperties":false}`

const (
	suiteImage = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
	suiteAudio = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA="
)

// suiteTools are those that go our way, and those whose content the suite wants in a form that no tool of ours has.
func suiteTools(s *Server) {
	ours := func(name string, run func(context.Context, Call) Answer) {
		s.addTool(Tool{Name: name, About: "For the suite.", Input: []byte(`{"type":"object","properties":{}}`), Handle: run})
	}
	ours("test_simple_text", func(context.Context, Call) Answer {
		return Answer{Structured: []byte(`{}`), Text: "This is a simple text response for testing."}
	})
	ours("test_error_handling", func(context.Context, Call) Answer {
		return Answer{Structured: []byte(`{}`), Text: "This tool intentionally returns an error for testing", Failed: true}
	})
	ours("test_tool_with_progress", func(_ context.Context, c Call) Answer {
		for _, done := range []int{0, 50, 100} {
			c.Progress(done, 100, "")
		}
		return said("told")
	})
	ours("test_tool_with_logging", func(ctx context.Context, _ Call) Answer {
		for _, line := range []string{"Tool execution started", "Tool processing data", "Tool execution completed"} {
			if err := s.mcp.SendNotificationToClient(ctx, "notifications/message",
				map[string]any{"level": "info", "data": line}); err != nil {
				return Answer{Structured: []byte(`{}`), Text: err.Error(), Failed: true}
			}
		}
		return said("logged")
	})
	plain := func(name string, make func(context.Context, mcp.CallToolRequest) ([]mcp.Content, error), o ...mcp.ToolOption) {
		s.mcp.AddTool(mcp.NewTool(name, append(o, mcp.WithDescription("For the suite."))...),
			func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
				content, err := make(ctx, r)
				return &mcp.CallToolResult{Content: content}, err
			})
	}
	constant := func(name string, content ...mcp.Content) {
		plain(name, func(context.Context, mcp.CallToolRequest) ([]mcp.Content, error) { return content, nil })
	}
	image := mcp.NewImageContent(suiteImage, "image/png")
	constant("test_image_content", image)
	constant("test_audio_content", mcp.NewAudioContent(suiteAudio, "audio/wav"))
	constant("test_embedded_resource", embedded("test://embedded-resource", "text/plain", "This is an embedded resource content."))
	constant("test_multiple_content_types", mcp.NewTextContent("Multiple content types test:"), image,
		embedded("test://mixed-content-resource", "application/json", `{"test":"data","value":123}`))
	plain("test_sampling", func(ctx context.Context, r mcp.CallToolRequest) ([]mcp.Content, error) {
		e := server.ClientSessionFromContext(ctx).(*exchange)
		got, err := e.ask.put(ctx, e.send, "sampling/createMessage", map[string]any{"maxTokens": 100,
			"messages": []any{map[string]any{"role": "user",
				"content": map[string]any{"type": "text", "text": r.GetString("prompt", "")}}}})
		if err != nil {
			return nil, err
		}
		return []mcp.Content{mcp.NewTextContent("LLM response: " + string(got))}, nil
	}, mcp.WithString("prompt", mcp.Required()))
	for name, schema := range suiteForms() {
		plain(name, func(ctx context.Context, r mcp.CallToolRequest) ([]mcp.Content, error) {
			got, err := s.mcp.RequestElicitation(ctx, mcp.ElicitationRequest{Params: mcp.ElicitationParams{
				Message:         r.GetString("message", "Please fill this in."),
				RequestedSchema: map[string]any{"type": "object", "properties": schema}}})
			if err != nil {
				return nil, err
			}
			return []mcp.Content{mcp.NewTextContent(fmt.Sprintf("Elicitation completed: action=%s, content=%v", got.Action, got.Content))},
				nil
		})
	}
}

// suiteForms are the forms that a person would be asked to fill in, by tool.
func suiteForms() map[string]map[string]any {
	type object = map[string]any
	titled := []any{object{"const": "value1", "title": "First"}, object{"const": "value2", "title": "Second"},
		object{"const": "value3", "title": "Third"}}
	three := []string{"option1", "option2", "option3"}
	return map[string]map[string]any{
		"test_elicitation": {"username": object{"type": "string"}, "email": object{"type": "string"}},
		"test_elicitation_sep1034_defaults": {
			"name": object{"type": "string", "default": "John Doe"}, "age": object{"type": "integer", "default": 30},
			"score": object{"type": "number", "default": 95.5}, "verified": object{"type": "boolean", "default": true},
			"status": object{"type": "string", "enum": []string{"active", "inactive", "pending"}, "default": "active"},
		},
		"test_elicitation_sep1330_enums": {
			"untitledSingle": object{"type": "string", "enum": three},
			"titledSingle":   object{"type": "string", "oneOf": titled},
			"legacyEnum":     object{"type": "string", "enum": three, "enumNames": []string{"One", "Two", "Three"}},
			"untitledMulti":  object{"type": "array", "items": object{"type": "string", "enum": three}},
			"titledMulti":    object{"type": "array", "items": object{"anyOf": titled}},
		},
	}
}

func embedded(uri, kind, text string) mcp.Content {
	return mcp.NewEmbeddedResource(mcp.TextResourceContents{URI: uri, MIMEType: kind, Text: text})
}

func suiteResources(m *server.MCPServer) {
	add := func(name string, contents mcp.ResourceContents, kind string) {
		uri := "test://" + name
		m.AddResource(mcp.NewResource(uri, name, mcp.WithResourceDescription("For the suite."), mcp.WithMIMEType(kind)),
			func(context.Context, mcp.ReadResourceRequest) ([]mcp.ResourceContents, error) {
				return []mcp.ResourceContents{contents}, nil
			})
	}
	add("static-text", mcp.TextResourceContents{URI: "test://static-text", MIMEType: "text/plain",
		Text: "This is the content of the static text resource."}, "text/plain")
	add("static-binary", mcp.BlobResourceContents{URI: "test://static-binary", MIMEType: "image/png", Blob: suiteImage}, "image/png")
	add("watched-resource", mcp.TextResourceContents{URI: "test://watched-resource", MIMEType: "text/plain", Text: "It does not change."},
		"text/plain")
	m.AddResourceTemplate(mcp.NewResourceTemplate("test://template/{id}/data", "template", mcp.WithTemplateMIMEType("application/json")),
		func(_ context.Context, r mcp.ReadResourceRequest) ([]mcp.ResourceContents, error) {
			id := strings.Split(r.Params.URI, "/")[3]
			text := fmt.Sprintf(`{"id":%q,"templateTest":true,"data":%q}`, id, "Data for ID: "+id)
			return []mcp.ResourceContents{mcp.TextResourceContents{URI: r.Params.URI, MIMEType: "application/json", Text: text}}, nil
		})
}

func suitePrompts(m *server.MCPServer) {
	add := func(name string, say func(map[string]string) []mcp.Content, arguments ...string) {
		o := []mcp.PromptOption{mcp.WithPromptDescription("For the suite.")}
		for _, a := range arguments {
			o = append(o, mcp.WithArgument(a, mcp.RequiredArgument(), mcp.ArgumentDescription("For the suite.")))
		}
		m.AddPrompt(mcp.NewPrompt(name, o...), func(_ context.Context, r mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
			result := &mcp.GetPromptResult{}
			for _, c := range say(r.Params.Arguments) {
				result.Messages = append(result.Messages, mcp.NewPromptMessage(mcp.RoleUser, c))
			}
			return result, nil
		})
	}
	add("test_simple_prompt", func(map[string]string) []mcp.Content {
		return []mcp.Content{mcp.NewTextContent("This is a simple prompt for testing.")}
	})
	add("test_prompt_with_arguments", func(a map[string]string) []mcp.Content {
		return []mcp.Content{mcp.NewTextContent(fmt.Sprintf("Prompt with arguments: arg1='%s', arg2='%s'", a["arg1"], a["arg2"]))}
	}, "arg1", "arg2")
	add("test_prompt_with_embedded_resource", func(a map[string]string) []mcp.Content {
		return []mcp.Content{embedded(a["resourceUri"], "text/plain", "Embedded resource content for testing."),
			mcp.NewTextContent("Please process the embedded resource above.")}
	}, "resourceUri")
	add("test_prompt_with_image", func(map[string]string) []mcp.Content {
		return []mcp.Content{mcp.NewImageContent(suiteImage, "image/png"), mcp.NewTextContent("Please analyze the image above.")}
	})
}

// What the suite wants of a session and our own tools do not need.
var _ server.SessionWithLogging = (*exchange)(nil)

func (e *exchange) SetLogLevel(mcp.LoggingLevel)  {}
func (e *exchange) GetLogLevel() mcp.LoggingLevel { return mcp.LoggingLevelInfo }
