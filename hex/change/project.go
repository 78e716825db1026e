package change

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"hextui/hex"
	"hextui/hex/plural"
)

// CreateProject makes an empty project. Its entity is a [hex.Project].
type CreateProject struct{ Title, Description string }

// Prepare reads nothing.
func (w CreateProject) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	var after state
	after.add("title", w.Title)
	after.add("description", w.Description)
	return plan{
		op: "CreateProject", does: "Create a project", risk: Write, target: Target{Kind: "new project", Title: w.Title}, after: after,
		undo: "Hex's API cannot delete a project: a person can put it into the trash.",
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			p, err := c.CreateProject(ctx, w.Title, w.Description)
			return Result{Entity: p, Done: fmt.Sprintf("Created the %s.", projectTarget(p))}, err
		},
	}.prepared(ctx, c)
}

// SetStatus gives a project a status of the workspace by its name; the empty one takes its status away. Its entity is a
// [hex.Project].
type SetStatus struct{ ProjectID, Status string }

// Prepare reads the project.
func (w SetStatus) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	known, err := projectLook(w.ProjectID, statusState).read(ctx, c, w.ProjectID)
	if err != nil {
		return nil, err
	}
	p, before := known.project, known.before
	n := plan{
		op: "UpdateProject", does: "Set a project's status", risk: Overwrite, target: projectTarget(p),
		was: p, before: before, after: before.with("status", w.Status), look: known.look,
		warnings: known.warnings,
		undoable: true, undo: "The earlier status can be set again.",
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			now, err := c.UpdateProject(ctx, w.ProjectID, w.Status)
			done := fmt.Sprintf("The %s has the status %s.", projectTarget(p), quoted(w.Status))
			if w.Status == "" {
				done = fmt.Sprintf("The %s has no status any more.", projectTarget(p))
			}
			r := Result{Entity: now, Done: done}
			if err == nil && known.look != nil {
				r.Undo = SetStatus{w.ProjectID, p.StatusName()}
			}
			return r, err
		},
	}
	if known.look == nil {
		n.undoable, n.undo = false, "The earlier status is not known."
	}
	if known.look != nil && p.StatusName() == w.Status {
		n.already = p
	}
	return n.prepared(ctx, c)
}

// EmbedURL makes an address at which a published app is shown once, without a login. Its entity is a [hex.Secret].
type EmbedURL struct {
	ProjectID string
	Embed     hex.Embed
}

// Prepare reads the project.
func (w EmbedURL) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	known, err := projectLook(w.ProjectID, publishedState).read(ctx, c, w.ProjectID)
	if err != nil {
		return nil, err
	}
	p := known.project
	n := plan{
		op: "CreatePresignedUrl", does: "Make an address that shows an app without a login", risk: Secret, target: projectTarget(p),
		was: p, before: known.before, look: known.look,
		undo: "The address cannot be taken back: it expires by itself, after " + lasting(cmp.Or(w.Embed.ExpiresIn, usualLife)) + ".",
		warnings: append(known.warnings, "Whoever has the address sees the app, without a login, with the attributes that it was made "+
			"for."),
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			address, err := c.CreatePresignedUrl(ctx, w.ProjectID, w.Embed)
			return Result{Entity: address, Done: fmt.Sprintf("Made an address that shows the %s once.", projectTarget(p))}, err
		},
	}
	if known.look != nil && !p.Published() {
		n.warnings = append(n.warnings, "The project was never published: Hex has no app to show.")
	}
	return n.prepared(ctx, c)
}

// usualLife is how long an address is good where nobody says.
const usualLife = 15 * time.Second

// lasting is a length of time in words.
func lasting(d time.Duration) string {
	if d%time.Minute == 0 {
		return plural.Of(int(d/time.Minute), "minute")
	}
	return plural.Of(int(d/time.Second), "second")
}

// Export answers a project as a file of Hex's own format. It changes nothing, but it is sent like what does. Its entity is a
// [hex.Export].
type Export struct{ ProjectID, Version string }

// Prepare reads nothing.
func (w Export) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	return plan{
		op: "ExportProject", does: "Export a project", risk: Write, target: Target{Kind: "project", ID: w.ProjectID},
		undo: "An export changes nothing.",
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			e, err := c.ExportProject(ctx, w.ProjectID, w.Version)
			return Result{Entity: e, Done: fmt.Sprintf("Exported as %s.", e.Filename)}, err
		},
	}.prepared(ctx, c)
}

func projectTarget(p hex.Project) Target { return Target{Kind: "project", Title: p.Title, ID: p.ID} }

// looking reads a project and says what of it a change is concerned with.
type looking func(context.Context, *hex.Client) (hex.Project, state, error)

func projectLook(id string, of func(hex.Project) state) looking {
	return func(ctx context.Context, c *hex.Client) (hex.Project, state, error) {
		p, err := c.GetProject(ctx, id)
		if err != nil {
			return p, nil, err
		}
		return p, of(p), nil
	}
}

// unread is said of a target that the token may write but not read.
const unread = "This token may not look at it, so its title and state are not known here."

// read reads the project for a change that can do without: a token may be allowed to run a project and not to read it.
func (l looking) read(ctx context.Context, c *hex.Client, id string) (seen, error) {
	p, before, err := l(ctx, c)
	switch {
	case hex.IsKind(err, hex.Forbidden):
		return seen{project: hex.Project{ID: id}, warnings: []string{unread}}, nil
	case err != nil:
		return seen{}, err
	}
	return seen{project: p, before: before, look: l.state}, nil
}

// seen is what a change that can do without knows of its project; look is nil where it knows nothing.
type seen struct {
	project  hex.Project
	before   state
	look     func(context.Context, *hex.Client) (state, error)
	warnings []string
}

func (l looking) state(ctx context.Context, c *hex.Client) (state, error) {
	_, s, err := l(ctx, c)
	return s, err
}

func titleState(p hex.Project) state {
	var s state
	s.add("title", p.Title)
	s.add("archived", moment(p.ArchivedAt))
	s.add("in the trash", moment(p.TrashedAt))
	return s
}

func statusState(p hex.Project) state {
	s := titleState(p)
	s.add("status", p.StatusName())
	return s
}

// publishedState is a project as far as its app is concerned.
func publishedState(p hex.Project) state {
	s := titleState(p)
	s.add("published", moment(p.LastPublishedAt))
	return s
}

// draftState is a project as far as its draft is concerned.
func draftState(p hex.Project) state {
	s := titleState(p)
	s.add("edited", moment(&p.LastEditedAt))
	return s
}
