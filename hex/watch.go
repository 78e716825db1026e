package hex

import (
	"context"
	"sync"
	"time"
)

// RunUpdate is the newest that is known of a watched run.
type RunUpdate struct {
	// Run is as Hex last told it; only its ids are set while it never did.
	Run Run
	// At is when Hex last said so; zero while it never did.
	At time.Time
	// Err is why the newest look failed; the watch goes on unless Done.
	Err error
	// Done is set on the last update: the run finished, or it is gone, or the token is refused (Err), or the
	// client was closed (Err).
	Done bool
}

// Watch follows one run for one user of the client. All watches of a run share one poller.
type Watch struct {
	poller  *poller
	updates chan RunUpdate

	mu     sync.Mutex
	unbind func() bool // drops the watch's hold on its context
	latest RunUpdate
	known  bool
	closed bool
}

// Watch follows a run until it finishes, the context ends or the watch is closed, whichever is first. It always
// returns at once; what is wrong (an unknown run, a refused token) comes as an update.
//
// Hex is asked every second for 15 s, every 2 s until a minute has passed, and then every 5 s, give or take a tenth;
// less often while the request budget runs short or Hex does not answer. Hooks are asked once, as the watch begins, and see
// no answers: others may watch the same run.
func (c *Client) Watch(ctx context.Context, projectID, runID string) *Watch {
	w := &Watch{updates: make(chan RunUpdate, 1)}
	if q, err := c.prepare(runStatus(projectID, runID)); err == nil {
		if err := q.ask(ctx); err != nil {
			c.pollers.refuse(w, runKey{projectID, runID}, err)
			return w
		}
	}
	c.pollers.join(w, runKey{projectID, runID})
	unbind := context.AfterFunc(ctx, w.Close)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.unbind = unbind
	if w.closed {
		unbind()
	}
	return w
}

// Updates gives every change of what is known. The newest wins: a slow reader misses updates in between, never the last
// one. It is closed after an update that is Done, and by Close.
func (w *Watch) Updates() <-chan RunUpdate { return w.updates }

// Latest is the newest update, false while there is none.
func (w *Watch) Latest() (RunUpdate, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.latest, w.known
}

// Nudge makes the poller ask now: after the window got the focus back, after a run was cancelled.
func (w *Watch) Nudge() { w.poller.wake() }

// Close ends the watch. The last one of a run ends its poller. Closing twice does nothing.
func (w *Watch) Close() {
	w.poller.leave(w)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.end()
}

// give hands over an update, in place of one that was not read yet.
func (w *Watch) give(u RunUpdate) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return
	}
	select {
	case <-w.updates:
	default:
	}
	w.updates <- u // has room: only this method sends, under the lock
	w.latest, w.known = u, true
	if u.Done {
		w.end()
	}
}

// end closes the channel; the caller holds the lock.
func (w *Watch) end() {
	if w.closed {
		return
	}
	w.closed = true
	close(w.updates)
	if w.unbind != nil {
		w.unbind()
	}
}
