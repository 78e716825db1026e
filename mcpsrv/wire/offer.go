package wire

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
)

// Tool is a tool as it is offered to clients.
type Tool struct {
	// Name is what clients call, Title is for people, About for the model.
	Name, Title, About string
	// Input and Output are the JSON Schemas of the arguments and of the structured answer.
	Input, Output json.RawMessage
	Hints         Hints
	// Handle carries a call out. It is called from a goroutine of the call's own.
	Handle func(context.Context, Call) Answer
}

// Hints are what the protocol tells a client about the danger of a tool. Of one that only reads, nothing else is told.
type Hints struct {
	ReadOnly, Destructive bool
}

// Answer is what a call of a tool gives.
type Answer struct {
	// Structured is the answer as JSON, Text the same for a reader without structure. A client whose protocol knows no
	// structure gets the JSON as text. Structured is nil for an answer that has text alone.
	Structured json.RawMessage
	Text       string
	// Picture goes beside the text; nil for none.
	Picture *Picture
	Failed  bool
	// Question ends the call with a question in place of an answer, for a client that brings the person's reply with
	// another call ([AsksLater]).
	Question *Question
}

// Picture is an image.
type Picture struct {
	MIMEType string
	Content  []byte
}

// Resource is a kind of resource; its URI is a template with variables in braces.
type Resource struct {
	URI, Name, Title, About, MIMEType string
	// Read is the text of one; an error that is [ErrNotFound] says that there is none.
	Read func(context.Context, Call, Reading) (string, error)
}

// Reading is what is read of a resource.
type Reading struct {
	URI string
	// Values are the variables of the template.
	Values map[string]string
}

// ErrNotFound is for a resource that there is not.
var ErrNotFound = server.ErrResourceNotFound

// Prompt is a text that a person can ask for by name.
type Prompt struct {
	Name, Title, About string
	Arguments          []PromptArgument
	Text               func(given map[string]string) (string, error)
}

// PromptArgument is an argument of a prompt.
type PromptArgument struct {
	Name, About string
	Required    bool
}

// Completion are the values that an argument of a prompt or a variable of a resource may have.
type Completion struct {
	Values []string
	Total  int
	More   bool
}

// Completer completes what was typed of an argument of the prompt of a name, or of a variable of the resource of a URI.
type Completer func(ctx context.Context, of, argument, typed string) (Completion, error)

func (s *Server) addTool(t Tool) {
	d := mcp.Tool{
		Name: t.Name, Title: t.Title, Description: t.About, RawInputSchema: t.Input, RawOutputSchema: t.Output,
		Annotations: mcp.ToolAnnotation{ReadOnlyHint: &t.Hints.ReadOnly},
	}
	if !t.Hints.ReadOnly {
		d.Annotations.DestructiveHint = &t.Hints.Destructive
	}
	s.mcp.AddTool(d, func(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		c := s.call(ctx, r.Params.Meta)
		c.Arguments, c.State, c.Replied = arguments(r), r.Params.RequestState, len(r.Params.InputResponses) > 0
		c.Reply = replyOf(server.ElicitationResponse(r.Params.InputResponses, questionID))
		return result(ctx, t.Handle(ctx, c)), nil
	})
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

func result(ctx context.Context, a Answer) *mcp.CallToolResult {
	if q := a.Question; q != nil {
		return server.NewInputRequestBuilder(q.State).Elicit(questionID, q.params()).ToolResult()
	}
	r := &mcp.CallToolResult{IsError: a.Failed}
	switch {
	case a.Structured == nil:
		r.Content = []mcp.Content{mcp.NewTextContent(a.Text)}
	case knowsStructure(ctx):
		r.StructuredContent = a.Structured
		r.Content = []mcp.Content{mcp.NewTextContent(a.Text)}
	default:
		r.Content = []mcp.Content{mcp.NewTextContent(string(a.Structured))}
	}
	if p := a.Picture; p != nil {
		r.Content = append(r.Content, mcp.NewImageContent(base64.StdEncoding.EncodeToString(p.Content), p.MIMEType))
	}
	return r
}

// knowsStructure tells whether the client's protocol has structured results. To others the text is all there is, so
// it must be the whole result.
func knowsStructure(ctx context.Context) bool {
	version := server.RequestProtocolVersion(ctx)
	return version == "" || version >= mcp.ProtocolVersion20250618
}

func (s *Server) addResource(r Resource) {
	template := mcp.NewResourceTemplate(r.URI, r.Name,
		mcp.WithTemplateTitle(r.Title), mcp.WithTemplateDescription(r.About), mcp.WithTemplateMIMEType(r.MIMEType))
	s.mcp.AddResourceTemplate(template, func(ctx context.Context, q mcp.ReadResourceRequest) ([]mcp.ResourceContents, error) {
		what := Reading{URI: q.Params.URI, Values: map[string]string{}}
		for name, given := range q.Params.Arguments {
			what.Values[name] = variable(given)
		}
		text, err := r.Read(ctx, s.call(ctx, q.Params.Meta), what)
		if err != nil {
			if errors.Is(err, ErrNotFound) {
				requestOf(ctx).refusal.code = mcp.RESOURCE_NOT_FOUND
			}
			return nil, err
		}
		return []mcp.ResourceContents{mcp.TextResourceContents{URI: what.URI, MIMEType: r.MIMEType, Text: text}}, nil
	})
}

// variable is the value of a template's variable.
func variable(given any) string {
	text := ""
	switch v := given.(type) {
	case string:
		text = v
	case []string:
		text = strings.Join(v, ",")
	}
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

func (s *Server) addPrompt(p Prompt) {
	options := []mcp.PromptOption{mcp.WithPromptTitle(p.Title), mcp.WithPromptDescription(p.About)}
	for _, a := range p.Arguments {
		about := []mcp.ArgumentOption{mcp.ArgumentDescription(a.About)}
		if a.Required {
			about = append(about, mcp.RequiredArgument())
		}
		options = append(options, mcp.WithArgument(a.Name, about...))
	}
	s.mcp.AddPrompt(mcp.NewPrompt(p.Name, options...), func(_ context.Context, q mcp.GetPromptRequest) (*mcp.GetPromptResult, error) {
		text, err := p.Text(q.Params.Arguments)
		if err != nil {
			return nil, err
		}
		return mcp.NewGetPromptResult(p.About, []mcp.PromptMessage{mcp.NewPromptMessage(mcp.RoleUser, mcp.NewTextContent(text))}), nil
	})
}

// completions answer mcp-go's two questions with the two completers.
type completions struct{ resource, prompt Completer }

// CompleteResourceArgument completes a variable of a resource's URI.
func (c completions) CompleteResourceArgument(
	ctx context.Context, uri string, argument mcp.CompleteArgument, _ mcp.CompleteContext,
) (*mcp.Completion, error) {
	return complete(ctx, c.resource, uri, argument)
}

// CompletePromptArgument completes an argument of a prompt.
func (c completions) CompletePromptArgument(
	ctx context.Context, prompt string, argument mcp.CompleteArgument, _ mcp.CompleteContext,
) (*mcp.Completion, error) {
	return complete(ctx, c.prompt, prompt, argument)
}

// maxCompletions is the protocol's limit.
const maxCompletions = 100

func complete(ctx context.Context, with Completer, of string, argument mcp.CompleteArgument) (*mcp.Completion, error) {
	if with == nil {
		return &mcp.Completion{Values: []string{}}, nil
	}
	found, err := with(ctx, of, argument.Name, argument.Value)
	if err != nil {
		return nil, errors.New(err.Error()) // what it is of is no business of mcp-go
	}
	return &mcp.Completion{
		Values: append([]string{}, found.Values[:min(len(found.Values), maxCompletions)]...), Total: found.Total,
		HasMore: found.More || len(found.Values) > maxCompletions,
	}, nil
}
