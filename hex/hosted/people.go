package hosted

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
)

// Me is who is signed in.
type Me struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	// Role is the role in the workspace; Workspace is its id.
	Role      string `json:"role"`
	Workspace string `json:"workspaceId"`
}

// Me asks the server who is signed in. What it says is made fit for one line.
func (c *Client) Me(ctx context.Context) (Me, error) {
	result, err := c.Call(ctx, "get_me", map[string]any{})
	if err != nil {
		return Me{}, err
	}
	var got struct {
		Me
		UserID        string `json:"userId"`
		WorkspaceRole string `json:"workspaceRole"`
	}
	if err := result.decode(&got); err != nil {
		return Me{}, err
	}
	return Me{
		ID: Clean(cmp.Or(got.Me.ID, got.UserID)), Name: Clean(got.Name), Email: Clean(got.Email),
		Role: Clean(cmp.Or(got.Role, got.WorkspaceRole)), Workspace: Clean(got.Workspace),
	}, nil
}

// FoundProject is a project that a search found.
type FoundProject struct {
	ID          string `json:"projectId"`
	Title       string `json:"title"`
	Description string `json:"description"`
	// Summary is one that Hex generated; it may be empty.
	Summary string `json:"generated_summary"`
	URL     string `json:"url"`
	// Type is project or app.
	Type string `json:"type"`
}

// SearchProjects finds projects by words, published or not. Everything in them is hostile text.
func (c *Client) SearchProjects(ctx context.Context, query string) ([]FoundProject, error) {
	if query == "" {
		return nil, errors.New("say what to search for: the hosted server takes no empty search")
	}
	tools, err := c.Tools(ctx)
	if err != nil {
		return nil, err
	}
	takes, err := offered(tools, "search_projects")
	if err != nil {
		return nil, err
	}
	name, err := takes.argument("query", "search", "q")
	if err != nil {
		return nil, err
	}
	result, err := c.Call(ctx, takes.Name, map[string]any{name: query})
	if err != nil {
		return nil, err
	}
	var got struct {
		Projects []FoundProject `json:"projects"`
	}
	err = result.decode(&got)
	return got.Projects, err
}

// decode reads a result that is data: its structured part, or JSON that came as text.
func (r Result) decode(into any) error {
	text := r.Structured
	if text == nil {
		text = json.RawMessage(r.Text)
	}
	if json.Unmarshal(text, into) != nil {
		return errors.New("the hosted server's answer is not the data that belongs there: " + Clean(r.Text))
	}
	return nil
}
