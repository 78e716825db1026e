package mcpsrv

import (
	"context"
	"time"

	"hextui/hex"
)

// Workspace is what the tools work on: a client, and what is remembered from one call to the next. [Workspace.For] makes that
// of a single call.
type Workspace struct {
	hex    *hex.Client
	names  *names
	titles *catalogue
	now    func() time.Time
	// pause waits between two looks at something.
	pause func(context.Context, time.Duration) error
	// most is the length in bytes that an answer may have.
	most int

	// progress tells how far the call has come. Total 0 is unknown.
	progress func(done, total int, message string)
	// dryRun is set where a dry run was asked for; planned where nothing is to be sent that writes.
	dryRun  bool
	planned *dryClient
}

// WorkspaceOptions make a [Workspace].
type WorkspaceOptions struct {
	// AnswerBytes is how long an answer may be.
	AnswerBytes int
	// Now is the clock, Pause waits between two looks at something; nil is that of the computer, and to wait.
	Now   func() time.Time
	Pause func(context.Context, time.Duration) error
}

// NewWorkspace makes a workspace. It has a client only for a call.
func NewWorkspace(o WorkspaceOptions) *Workspace {
	w := &Workspace{names: newNames(), now: o.Now, pause: o.Pause, most: o.AnswerBytes, progress: func(int, int, string) {}}
	if w.now == nil {
		w.now = time.Now
	}
	if w.pause == nil {
		w.pause = pause
	}
	w.titles = newCatalogue(w.now)
	return w
}

// For is the workspace of one call: with the client that the call may use, and a way to tell how far it has come.
func (s *Workspace) For(client *hex.Client, progress func(done, total int, message string)) *Workspace {
	one := *s
	one.hex, one.progress = client, progress
	return &one
}

// asked is the workspace of a call that is asked to be a dry run, or not.
func (s *Workspace) asked(dryRun bool) *Workspace {
	one := *s
	one.dryRun = dryRun
	return &one
}
