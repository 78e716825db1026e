package emulator

import (
	"errors"
	"strings"

	"hextui/hex/emulator/store"
)

// prompt is a question and what it points at.
type prompt struct {
	Prompt      string `json:"prompt"`
	Attachments *struct {
		DataConnectionID   string   `json:"dataConnectionId"`
		TableIDs           []string `json:"tableIds"`
		SemanticDatasetIDs []string `json:"semanticDatasetIds"`
		SemanticViewIDs    []string `json:"semanticViewIds"`
		ProjectIDs         []string `json:"projectIds"`
	} `json:"attachments"`
}

func (p prompt) check() error {
	if strings.TrimSpace(p.Prompt) == "" {
		return badRequest("body.prompt is required")
	}
	return nil
}

// attached checks the attachments: what the caller points at must be theirs to
// see. It gives the data connection that was named, nil for none.
func (c *call) attached(p prompt) (*store.Connection, error) {
	if p.Attachments == nil {
		return nil, nil
	}
	for _, id := range p.Attachments.ProjectIDs {
		if _, err := c.project(strings.ToLower(id), "CAN_VIEW"); err != nil {
			return nil, badRequest("body.attachments.projectIds: there is no project %s, or you have no access to it", id)
		}
	}
	if p.Attachments.DataConnectionID == "" {
		return nil, nil
	}
	id := strings.ToLower(p.Attachments.DataConnectionID)
	found, err := c.store.Connection(c.ctx(), id)
	if err == nil && !c.who.principals.All {
		var level string
		if level, err = c.granted(id); err == nil && level == "" {
			err = store.ErrNotFound
		}
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil, badRequest("body.attachments.dataConnectionId: there is no data connection %s, or you have no access to it", id)
	}
	return &found, err
}

type createdThread struct {
	ThreadID  string    `json:"threadId"`
	URL       string    `json:"url"`
	CreatedAt timestamp `json:"createdAt"`
	ProjectID nullable  `json:"projectId"`
}

func createThread(c *call) (any, error) {
	var body struct {
		prompt
		ProjectID  string `json:"projectId"`
		NewProject bool   `json:"newProject"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if err := body.check(); err != nil {
		return nil, err
	}
	if body.ProjectID != "" && body.NewProject {
		return nil, badRequest("Give body.projectId or body.newProject, not both")
	}
	connection, err := c.attached(body.prompt)
	if err != nil {
		return nil, err
	}
	t := store.Thread{
		ID: newID(), User: c.who.user.ID, Type: "THREADS", Source: c.threadSource(), Title: quotedTitle(body.Prompt),
		Status: "RUNNING", Created: c.now(), Updated: c.now(), ThreadDetails: store.ThreadDetails{Effort: "STANDARD"},
	}
	var made *store.Project
	switch {
	case body.ProjectID != "":
		p, err := c.project(strings.ToLower(body.ProjectID), "CAN_EDIT")
		if err != nil {
			return nil, err
		}
		t.Project, t.Type = p.ID, "NOTEBOOK"
	case body.NewProject:
		if err := c.mayCreateProjects(); err != nil {
			return nil, err
		}
		p := c.newProject(t.Title, "")
		t.Project, made = p.ID, &p
	}
	first := t.Said("user", body.Prompt, c.now())
	err = c.runs.Answer(t.ID, body.Prompt, connection, func() error { return c.store.CreateThread(c.ctx(), t, first, made) })
	return createdThread{t.ID, c.threadURL(t.ID), timestamp(t.Created), nullable(t.Project)}, err
}

func continueThread(c *call) (any, error) {
	var body prompt
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if err := body.check(); err != nil {
		return nil, err
	}
	t, err := c.thread("id")
	if err != nil {
		return nil, err
	}
	if t.User != c.who.user.ID {
		return nil, forbidden("Only who began a thread may continue it")
	}
	connection, err := c.attached(body)
	if err != nil {
		return nil, err
	}
	next := t.Said("user", body.Prompt, c.now())
	err = c.runs.Answer(t.ID, body.Prompt, connection, func() error { return c.store.ContinueThread(c.ctx(), next) })
	if errors.Is(err, store.ErrBusy) {
		return nil, badRequest("The thread is %s; it takes a further prompt only when it is IDLE", t.Status)
	}
	return map[string]string{"threadId": t.ID, "url": c.threadURL(t.ID)}, err
}
