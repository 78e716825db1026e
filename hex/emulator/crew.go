package emulator

import (
	"context"
	"sync"
)

// crew is the work that goes on behind the requests: runs, and the answers of
// threads. It owns their goroutines.
type crew struct {
	ctx  context.Context // ends when the crew closes
	stop context.CancelFunc
	work sync.WaitGroup

	mu      sync.Mutex
	closed  bool
	cancels map[string]context.CancelFunc // by the id of what is being worked on
	quiet   chan struct{}                 // closed while there is no work
}

func newCrew() *crew {
	c := &crew{cancels: map[string]context.CancelFunc{}, quiet: make(chan struct{})}
	close(c.quiet)
	c.ctx, c.stop = context.WithCancel(context.Background())
	return c
}

// errClosing says that the server is shutting down.
var errClosing = refuse(503, "The workspace is shutting down")

// begin records a piece of work and starts it. When it cannot be recorded, there
// is none.
func (c *crew) begin(id string, record func() error, work func(context.Context)) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return errClosing
	}
	if err := record(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(c.ctx)
	if len(c.cancels) == 0 {
		c.quiet = make(chan struct{})
	}
	c.cancels[id] = cancel
	c.work.Go(func() {
		defer c.forget(id)
		work(ctx)
	})
	return nil
}

func (c *crew) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cancels[id]()
	if delete(c.cancels, id); len(c.cancels) == 0 {
		close(c.quiet)
	}
}

// interrupt ends a piece of work early, if there is such.
func (c *crew) interrupt(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if cancel, active := c.cancels[id]; active {
		cancel()
	}
}

// settled returns when there is no work.
func (c *crew) settled(ctx context.Context) error {
	c.mu.Lock()
	quiet := c.quiet
	c.mu.Unlock()
	select {
	case <-quiet:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close interrupts everything and waits for it.
func (c *crew) close() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.stop()
	c.work.Wait()
}
