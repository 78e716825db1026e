// Package road asks Hex's analyst by the hosted MCP server, as [ask.Hex] has it: with a sign-in instead of a token.
package road

import (
	"context"

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
	if err := alone(n.Prompt, !Takes(n)); err != nil {
		return ask.Thread{}, err
	}
	t, err := r.Client.CreateThread(ctx, n.Text)
	return told(t), explained(err, true)
}

// Get tells how a thread stands.
func (r Road) Get(ctx context.Context, id string) (ask.Thread, error) {
	t, err := r.Client.GetThread(ctx, id)
	return told(t), explained(err, false)
}

// Continue asks a further question.
func (r Road) Continue(ctx context.Context, id string, p hex.Prompt) (ask.Thread, error) {
	if err := alone(p, false); err != nil {
		return ask.Thread{}, err
	}
	t, err := r.Client.ContinueThread(ctx, id, p.Text)
	return told(t), explained(err, true)
}

// Takes tells whether the hosted server takes a first question: one alone, without what it is to look at or where it is to work.
func Takes(n hex.NewThread) bool {
	return n.Attachments == nil && n.ProjectID == "" && !n.NewProject && n.PreviewID == "" && !n.Muted
}

// alone refuses what the server cannot take, and what no road sends.
func alone(p hex.Prompt, more bool) error {
	if err := ask.Check(p.Text); err != nil {
		return err
	}
	if p.Attachments == nil && !more {
		return nil
	}
	return &hex.Error{
		Kind: hex.Invalid, Message: "Hex's hosted server takes a question alone.",
		Hint: "Name the projects and tables in the question, or ask with an API token.",
	}
}

// Search finds projects by words, published or not, with the summaries that Hex generated. Everything in them is hostile text.
func (r Road) Search(ctx context.Context, query string) ([]hosted.FoundProject, error) {
	found, err := r.Client.SearchProjects(ctx, query)
	return found, explained(err, false)
}
