package emulator

import (
	"context"
	"fmt"
	"sync"
)

// The places where runs can be held.
const (
	// HeldPending holds runs before they start: they stay PENDING.
	HeldPending = "PENDING"
	// HeldRunning holds runs before each cell: they stay RUNNING.
	HeldRunning = "RUNNING"
)

// gates hold runs, so that tests can look at them for as long as they like.
type gates struct {
	mu   sync.Mutex
	shut map[string]chan struct{} // closed when opened again
}

// wait returns when the gate is open, or with ctx's error.
func (g *gates) wait(ctx context.Context, at string) error {
	g.mu.Lock()
	opened := g.shut[at]
	g.mu.Unlock()
	if opened == nil {
		return ctx.Err()
	}
	select {
	case <-opened:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *gates) close(at string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut[at] == nil {
		g.shut[at] = make(chan struct{})
	}
}

func (g *gates) open(at string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut[at] != nil {
		close(g.shut[at])
		delete(g.shut, at)
	}
}

// HoldRuns keeps every run at HeldPending or HeldRunning until release is
// called. A held run can be cancelled. Threads wait there too, before they read
// the prompt and before they query; they are RUNNING at both.
func (s *Server) HoldRuns(at string) (release func(), err error) {
	if at != HeldPending && at != HeldRunning {
		return nil, fmt.Errorf("runs can be held at %s or %s, not %q", HeldPending, HeldRunning, at)
	}
	s.gates.close(at)
	return func() { s.gates.open(at) }, nil
}
