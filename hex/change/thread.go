package change

import (
	"context"
	"fmt"

	"hextui/hex"
	"hextui/hex/ask"
)

const asked = "What was asked cannot be taken back."

// CreateThread asks Hex's analyst a first question. Its entity is a [hex.ThreadHandle].
type CreateThread struct {
	Thread hex.NewThread
	// By is the road that it goes; nil is the API.
	By ask.Hex
}

// Prepare reads the project that the thread is to work in, if it is one.
func (w CreateThread) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	n := plan{
		op: "CreateThread", does: "Ask Hex's analyst", risk: Execute, target: Target{Kind: "new thread with Hex's analyst"}, undo: asked,
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			h, err := w.ask(ctx, c)
			return Result{Entity: h, Done: fmt.Sprintf("Asked in the thread %s.", h.ThreadID)}, err
		},
	}
	if w.Thread.ProjectID != "" {
		known, err := projectLook(w.Thread.ProjectID, titleState).read(ctx, c, w.Thread.ProjectID)
		if err != nil {
			return nil, err
		}
		n.was, n.before, n.look = known.project, known.before, known.look
		n.target = Target{Kind: "new thread in the project", Title: known.project.Title, ID: known.project.ID}
		n.warnings = append(known.warnings, "The analyst may change the draft of the project.")
	}
	return n.prepared(ctx, c)
}

func (w CreateThread) ask(ctx context.Context, c *hex.Client) (hex.ThreadHandle, error) {
	if w.By == nil {
		return c.CreateThread(ctx, w.Thread) // which tells of a new project too
	}
	t, err := ask.Through(c, w.By).Create(ctx, w.Thread)
	return hex.ThreadHandle{ThreadID: t.ID, URL: t.URL, ProjectID: w.Thread.ProjectID}, err
}

// ContinueThread asks a further question. Its entity is a [hex.ThreadHandle].
type ContinueThread struct {
	ThreadID string
	Prompt   hex.Prompt
	// Fits, if set, says what is wrong with asking in the thread that was read.
	Fits func(hex.Thread) error
	// Find, if set, reads the thread with the client that is to ask and says by which road it is had; nil is the API.
	Find func(context.Context, *hex.Client) (hex.Thread, ask.Hex, error)
}

// Prepare reads the thread. One that is not IDLE takes no further question: it is [hex.Unprocessable].
func (w ContinueThread) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	if w.Find == nil {
		w.Find = func(ctx context.Context, c *hex.Client) (hex.Thread, ask.Hex, error) {
			t, err := c.GetThread(ctx, w.ThreadID)
			return t, nil, err
		}
	}
	t, by, err := w.Find(ctx, c)
	if err != nil {
		return nil, err
	}
	if w.Fits != nil {
		if err := w.Fits(t); err != nil {
			return nil, err
		}
	}
	if t.Status != hex.ThreadIdle {
		return nil, &hex.Error{
			Kind: hex.Unprocessable, Op: "ContinueThread",
			Message: fmt.Sprintf("The thread is %s: a further question can only be asked when it is %s.", t.Status, hex.ThreadIdle),
			Hint:    "Wait for it first.",
		}
	}
	return plan{
		op: "ContinueThread", does: "Ask on in a thread", risk: Execute, target: Target{Kind: "thread", Title: t.Title, ID: t.ID},
		was: t, before: threadState(t), undo: asked,
		look: func(ctx context.Context, c *hex.Client) (state, error) {
			now, err := ask.Through(c, by).Get(ctx, w.ThreadID)
			return threadState(now.Thread), err
		},
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			h, err := w.ask(ctx, c, by)
			return Result{Entity: h, Done: fmt.Sprintf("Asked in the thread %s.", w.ThreadID)}, err
		},
	}.prepared(ctx, c)
}

func (w ContinueThread) ask(ctx context.Context, c *hex.Client, by ask.Hex) (hex.ThreadHandle, error) {
	if by == nil {
		return c.ContinueThread(ctx, w.ThreadID, w.Prompt)
	}
	t, err := ask.Through(c, by).Continue(ctx, w.ThreadID, w.Prompt)
	return hex.ThreadHandle{ThreadID: w.ThreadID, URL: t.URL}, err
}

func threadState(t hex.Thread) state {
	var s state
	s.add("title", t.Title)
	s.add("status", string(t.Status))
	s.add("updated", moment(t.UpdatedAt))
	return s
}
