package door

import (
	"context"
	"sync"
)

// Gates hold work, so that tests can look at them for as long as they like.
type Gates struct {
	mu   sync.Mutex
	shut map[string]chan struct{} // closed when opened again
}

// NewGates are open.
func NewGates() *Gates { return &Gates{shut: map[string]chan struct{}{}} }

// Wait returns when the gate is open, or with ctx's error.
func (g *Gates) Wait(ctx context.Context, at string) error {
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

// Close holds what comes to a gate from now on.
func (g *Gates) Close(at string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut[at] == nil {
		g.shut[at] = make(chan struct{})
	}
}

// Open lets go what a gate holds.
func (g *Gates) Open(at string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut[at] != nil {
		close(g.shut[at])
		delete(g.shut, at)
	}
}
