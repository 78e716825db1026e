package executor

import (
	"context"
	"errors"
	"sync"
)

// background is the work that goes on behind the requests: runs, and the answers of
// threads. It owns their goroutines.
type background struct {
	ctx  context.Context // ends when it closes
	stop context.CancelFunc
	work sync.WaitGroup

	mu      sync.Mutex
	closed  bool
	cancels map[string]context.CancelFunc // by the id of what is being worked on
	quiet   chan struct{}                 // closed while there is no work
}

func newBackground() *background {
	b := &background{cancels: map[string]context.CancelFunc{}, quiet: make(chan struct{})}
	close(b.quiet)
	b.ctx, b.stop = context.WithCancel(context.Background())
	return b
}

// ErrClosing says that nothing new is begun, because the executor is being closed.
var ErrClosing = errors.New("the workspace is shutting down")

// begin records a piece of work and starts it. When it cannot be recorded, there
// is none.
func (b *background) begin(id string, record func() error, work func(context.Context)) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return ErrClosing
	}
	if err := record(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(b.ctx)
	if len(b.cancels) == 0 {
		b.quiet = make(chan struct{})
	}
	b.cancels[id] = cancel
	b.work.Go(func() {
		defer b.forget(id)
		work(ctx)
	})
	return nil
}

func (b *background) forget(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.cancels[id]()
	if delete(b.cancels, id); len(b.cancels) == 0 {
		close(b.quiet)
	}
}

// interrupt ends a piece of work early, if there is such.
func (b *background) interrupt(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if cancel, active := b.cancels[id]; active {
		cancel()
	}
}

// Settled returns when there is no work.
func (b *background) Settled(ctx context.Context) error {
	b.mu.Lock()
	quiet := b.quiet
	b.mu.Unlock()
	select {
	case <-quiet:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Done is closed when the executor is being closed.
func (b *background) Done() <-chan struct{} { return b.ctx.Done() }

// close interrupts everything and waits for it.
func (b *background) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.stop()
	b.work.Wait()
}
