//go:build duckdb

package duckdb

import (
	"context"
	"sync"
	"time"
)

// heed is how long a statement has to stop once it is cancelled.
const heed = 700 * time.Millisecond

// heeded has the connection do something, and tells whether that ended, or stopped when ctx did. Where it did not, the connection is
// busy until it does.
func (c *connection) heeded(ctx context.Context, do func()) bool {
	if c.busy != nil {
		return false
	}
	ended := make(chan struct{})
	var working sync.WaitGroup
	working.Go(func() {
		defer close(ended)
		do()
	})
	select {
	case <-ended:
		return true
	case <-ctx.Done():
	}
	select {
	case <-ended:
		return true
	case <-time.After(heed):
		c.busy = ended
		return false
	}
}

// idle closes what the connection needs once it does nothing any more: at once, or when a statement that was left to itself has ended.
func (c *connection) idle(close func() error) error {
	if c.busy == nil {
		return close()
	}
	busy := c.busy
	var waiting sync.WaitGroup
	waiting.Go(func() {
		<-busy
		_ = close() // nobody is there to hear of it
	})
	return nil
}
