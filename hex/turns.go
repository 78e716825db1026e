package hex

import (
	"context"
	"sync"
)

// turns lets one at a time work on a thing of a name.
type turns struct {
	mu   sync.Mutex
	busy map[string]chan struct{}
}

func newTurns() *turns { return &turns{busy: map[string]chan struct{}{}} }

// take waits for the turn and returns what ends it.
func (t *turns) take(ctx context.Context, name string) (done func(), err error) {
	for {
		t.mu.Lock()
		before, taken := t.busy[name]
		if !taken {
			ended := make(chan struct{})
			t.busy[name] = ended
			t.mu.Unlock()
			return func() {
				t.mu.Lock()
				delete(t.busy, name)
				t.mu.Unlock()
				close(ended)
			}, nil
		}
		t.mu.Unlock()
		select {
		case <-before:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
