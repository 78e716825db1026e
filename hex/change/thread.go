package change

import (
	"context"
	"fmt"

	"hextui/hex"
)

const asked = "What was asked cannot be taken back."

// CreateThread asks Hex's analyst a first question. Its entity is a [hex.ThreadHandle].
type CreateThread struct{ Thread hex.NewThread }

// Prepare reads the project that the thread is to work in, if it is one.
func (w CreateThread) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	n := plan{
		op: "CreateThread", does: "Ask Hex's analyst", risk: Execute, target: Target{Kind: "new thread with Hex's analyst"}, undo: asked,
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			h, err := c.CreateThread(ctx, w.Thread)
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

// ContinueThread asks a further question. Its entity is a [hex.ThreadHandle].
type ContinueThread struct {
	ThreadID string
	Prompt   hex.Prompt
	// Fits, if set, says what is wrong with asking in the thread that was read.
	Fits func(hex.Thread) error
}

// Prepare reads the thread. One that is not IDLE takes no further question: it is [hex.Unprocessable].
func (w ContinueThread) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	t, err := c.GetThread(ctx, w.ThreadID)
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
			now, err := c.GetThread(ctx, w.ThreadID)
			return threadState(now), err
		},
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			h, err := c.ContinueThread(ctx, w.ThreadID, w.Prompt)
			return Result{Entity: h, Done: fmt.Sprintf("Asked in the thread %s.", w.ThreadID)}, err
		},
	}.prepared(ctx, c)
}

func threadState(t hex.Thread) state {
	var s state
	s.add("title", t.Title)
	s.add("status", string(t.Status))
	s.add("updated", moment(t.UpdatedAt))
	return s
}
