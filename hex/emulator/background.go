package emulator

import (
	"context"
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

// errClosing says that the server is shutting down.
var errClosing = refuse(503, "The workspace is shutting down")

// begin records a piece of work and starts it. When it cannot be recorded, there
// is none.
func (b *background) begin(id string, record func() error, work func(context.Context)) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return errClosing
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

// settled returns when there is no work.
func (b *background) settled(ctx context.Context) error {
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

// close interrupts everything and waits for it.
func (b *background) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.stop()
	b.work.Wait()
}
