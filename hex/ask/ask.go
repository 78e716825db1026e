// Package ask asks Hex's analyst: it puts questions, waits for the answers, and judges them, so that the UI, the tools of
// agents and the command say the same. It knows nothing of screens, tools or flags, and of the road that a question goes only
// what [Hex] says: the REST API here, another one elsewhere.
package ask

import (
	"context"
	"time"

	"hextui/hex"
)

// Hex is a road to the analyst. Each of its methods sends one request, and refuses a prompt that [Check] refuses. Errors are
// *[hex.Error] where a caller is to decide by their kind.
type Hex interface {
	// Create asks a first question. Of the thread only the id is sure to be known.
	Create(ctx context.Context, n hex.NewThread) (Thread, error)
	// Get tells how a thread stands.
	Get(ctx context.Context, id string) (Thread, error)
	// Continue asks a further question in a thread that is IDLE. Until the analyst takes it up, Get still tells of the
	// answer before.
	Continue(ctx context.Context, id string, p hex.Prompt) (Thread, error)
}

// Thread is a thread as a road tells of it.
type Thread struct {
	hex.Thread
	// Wait is after what time Hex asks to look again, 0 where it does not say.
	Wait time.Duration
	// Results are what came with the answer; a road that tells them apart from it has none here (see [ResultsOf]).
	Results
}

// REST is the road through the REST API, with the client's token.
type REST struct{ Client *hex.Client }

// Create asks a first question.
func (r REST) Create(ctx context.Context, n hex.NewThread) (Thread, error) {
	if err := Check(n.Text); err != nil {
		return Thread{}, err
	}
	return begun(r.Client.CreateThread(ctx, n))
}

// Get tells how a thread stands.
func (r REST) Get(ctx context.Context, id string) (Thread, error) {
	t, err := r.Client.GetThread(ctx, id)
	return Thread{Thread: t}, err
}

// Continue asks a further question.
func (r REST) Continue(ctx context.Context, id string, p hex.Prompt) (Thread, error) {
	if err := Check(p.Text); err != nil {
		return Thread{}, err
	}
	return begun(r.Client.ContinueThread(ctx, id, p))
}

func begun(h hex.ThreadHandle, err error) (Thread, error) {
	return Thread{Thread: hex.Thread{ID: h.ThreadID, URL: h.URL}}, err
}

// Finished tells whether a thread has come to an end. A status that is not known here has not.
func Finished(s hex.ThreadStatus) bool { return s == hex.ThreadIdle || s == hex.ThreadError }

// Known tells whether a status is one that Hex's servers are known to use. PENDING and PROCESSING are no documented ones.
func Known(s hex.ThreadStatus) bool {
	return Finished(s) || s == hex.ThreadRunning || s == "PENDING" || s == "PROCESSING"
}
