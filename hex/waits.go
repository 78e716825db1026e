package hex

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Wait is a wait for a request limit, or before another try, as a call meets it.
type Wait struct {
	// For is how long it will take.
	For time.Duration
	// Refused is set where Hex itself said so (429), and not the budget that is kept on this side.
	Refused bool
	// Writes is set where the request writes, or is read for one that does.
	Writes bool
	// Known is set where the call can be answered with what is known ([Waits].Known).
	Known bool
	// Limit is the limit that is reached, where it is known.
	Limit RateLimit
	// Why says in a few words what it is for.
	Why string
}

// RateLimit is one of the limits of requests.
type RateLimit struct {
	// PerMinute is how many requests may go in any 60 seconds; 0 is not known.
	PerMinute int
	// Of is what these requests are for, such as "cells, users and guides"; empty for all requests.
	Of string
	// Own says that [Limits] set it, and not Hex.
	Own bool
}

// Whose says whose limit it is.
func (r RateLimit) Whose() string {
	if r.Own {
		return "hextui's own"
	}
	return "Hex's"
}

// String is the limit in words: "60 requests a minute in all".
func (r RateLimit) String() string {
	if r.Of == "" {
		return fmt.Sprintf("%d requests a minute in all", r.PerMinute)
	}
	return fmt.Sprintf("%d requests a minute for %s", r.PerMinute, r.Of)
}

// Waits are how a call waits for request limits: how long it may, and who is told meanwhile. One belongs to one call, and adds
// up what all requests of the call waited. Without one a call waits for the budget for as long as it takes, and in silence.
type Waits struct {
	// Longest is the longest that the call may wait in all where it meets such a wait. One that would be longer is a failure of
	// kind [RateLimited] at once.
	Longest func(Wait) time.Duration
	// Tell is told of a wait as it begins, and every few seconds while it lasts.
	Tell func(Wait)
	// Known, if set, lets reading that may not wait so long be answered with the last answer to the same request, where the client
	// keeps answers ([Options].Keep). It is told when that answer came, and of the wait that it saves.
	Known func(at time.Time, instead Wait)

	mu    sync.Mutex
	now   int // requests that wait
	began time.Time
	spent time.Duration
}

// beat is how often who waits is told.
const beat = 5 * time.Second

type waitsKey struct{}

// WithWaits has the requests of a call that is made with ctx wait as w says.
func WithWaits(ctx context.Context, w *Waits) context.Context {
	return context.WithValue(ctx, waitsKey{}, w)
}

// waitsOf is how the call of ctx waits; nil where nobody said so.
func waitsOf(ctx context.Context) *Waits {
	w, _ := ctx.Value(waitsKey{}).(*Waits)
	return w
}

// left is how much longer the call may wait where it meets a wait.
func (w *Waits) left(what Wait) time.Duration {
	longest := w.Longest(what)
	w.mu.Lock()
	defer w.mu.Unlock()
	spent := w.spent
	if w.now > 0 {
		spent += time.Since(w.began)
	}
	return max(longest-spent, 0)
}

// waiting counts the time until done is called. Requests that wait at the same time wait once.
func (w *Waits) waiting() (done func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.now++; w.now == 1 {
		w.began = time.Now()
	}
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.now--; w.now == 0 {
			w.spent += time.Since(w.began)
		}
	}
}

// Hold is for a [http.RoundTripper] that keeps a budget of its own: it lets the request of ctx wait for it, and tells whoever is
// to be told. A wait that is longer than the call may is an [*Overdrawn] at once, as the transport's own error then.
func Hold(ctx context.Context, wait time.Duration) error {
	w := waitsOf(ctx)
	if deadline, set := ctx.Deadline(); set && time.Until(deadline) < wait {
		return &Overdrawn{Wait: wait}
	}
	if w == nil {
		return sleep(ctx, wait, nil)
	}
	if wait > w.left(Wait{For: wait}) {
		return &Overdrawn{Wait: wait}
	}
	defer w.waiting()()
	return sleep(ctx, wait, func(left time.Duration) {
		w.Tell(Wait{For: left, Why: "for the request budget that is shared with others"})
	})
}

// Overdrawn is the error of a transport that did not send a request, because a budget of its own is used up for Wait. The client
// makes a failure of kind [RateLimited] of it, or tries again then.
type Overdrawn struct {
	Wait time.Duration
	// Message says whose budget it is.
	Message string
}

// Error says how long it is.
func (o *Overdrawn) Error() string {
	return "the budget of requests is used up for another " + spanOf(o.Wait)
}

// sleep waits, and tells every few seconds how long it will still be.
func sleep(ctx context.Context, wait time.Duration, tell func(left time.Duration)) error {
	for end := time.Now().Add(wait); ; {
		left := time.Until(end)
		if left <= 0 {
			return nil
		}
		if tell != nil {
			tell(left)
		}
		timer := time.NewTimer(min(left, beat))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

// spanOf is a span as people write it, in whole seconds and not too few: 41s, 5m, 1h30m.
func spanOf(d time.Duration) string {
	s := (max(d, 1) + time.Second - 1).Truncate(time.Second).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
