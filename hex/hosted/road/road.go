// Package road asks Hex's analyst by the hosted MCP server, as [ask.Hex] has it: with a sign-in instead of a token.
package road

import (
	"context"
	"errors"
	"strings"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/hex/hosted"
)

// Road is the road by a hosted server.
type Road struct{ Client *hosted.Client }

var _ ask.Hex = Road{}

// Create asks a first question. The server takes a question alone: one that has projects, tables or a connection with it is an
// [*hex.Error] of the kind [hex.Invalid].
func (r Road) Create(ctx context.Context, n hex.NewThread) (ask.Thread, error) {
	if err := alone(n.Prompt, n.ProjectID != "" || n.NewProject); err != nil {
		return ask.Thread{}, err
	}
	return told(r.Client.CreateThread(ctx, n.Text))
}

// Get tells how a thread stands.
func (r Road) Get(ctx context.Context, id string) (ask.Thread, error) {
	return told(r.Client.GetThread(ctx, id))
}

// Continue asks a further question.
func (r Road) Continue(ctx context.Context, id string, p hex.Prompt) (ask.Thread, error) {
	if err := alone(p, false); err != nil {
		return ask.Thread{}, err
	}
	return told(r.Client.ContinueThread(ctx, id, p.Text))
}

// alone refuses what the server cannot take, and what no road sends.
func alone(p hex.Prompt, inProject bool) error {
	if err := ask.Check(p.Text); err != nil {
		return err
	}
	if p.Attachments == nil && !inProject {
		return nil
	}
	return &hex.Error{
		Kind: hex.Invalid, Message: "Hex's hosted server takes a question alone.",
		Hint: "Name the projects and tables in the question, or ask with an API token.",
	}
}

// told is a thread in the words of the API. A status that nobody knows stays as it is: it is not taken for finished.
func told(t hosted.Thread, err error) (ask.Thread, error) {
	if err != nil {
		return ask.Thread{}, explained(err)
	}
	out := ask.Thread{
		Wait: t.Wait, Thread: hex.Thread{ID: t.ID, URL: t.URL, Status: hex.ThreadStatus(strings.ToUpper(t.Word)), Source: "MCP"},
	}
	if t.Status == hosted.Failed {
		out.Error = &hex.ThreadFailure{} // its text may be a provider's own error, which is not passed on
	}
	if t.Status != hosted.Idle {
		return out, nil
	}
	out.Response = append(out.Response, hex.ThreadPart{Type: "text", Text: t.Text})
	for _, id := range t.Cells {
		out.Response = append(out.Response, hex.ThreadPart{Type: "cell", ID: id})
	}
	return out, nil
}

// failure is an error of the hosted client with the kind that callers decide on.
type failure struct {
	kind *hex.Error
	err  error
}

func (f *failure) Error() string   { return f.err.Error() }
func (f *failure) Unwrap() []error { return []error{f.err, f.kind} }

func explained(err error) error {
	var (
		none  *hosted.NotSignedIn
		needs *hosted.NeedsScope
		cut   *hosted.CutOff
		said  *hosted.ToolError
	)
	var kind hex.Kind
	switch {
	case errors.As(err, &none):
		kind = hex.Unauthorized
	case errors.As(err, &needs):
		kind = hex.Forbidden
	case errors.As(err, &cut):
		kind = hex.Network
	case errors.As(err, &said):
		kind = hex.Unprocessable
	default:
		return err
	}
	return &failure{&hex.Error{Kind: kind, Message: err.Error()}, err}
}
