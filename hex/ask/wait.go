package ask

import (
	"context"
	"time"

	"hextui/hex"
)

// The time between two looks at a thread goes from the shortest to the usual one, and after a minute to the patient one: it takes
// minutes, and the request budget is small. What a server asks for is kept within the bounds.
const (
	shortest = time.Second
	usually  = 3 * time.Second
	patient  = 8 * time.Second
	longest  = 20 * time.Second
	// usualLooks are about a minute.
	usualLooks = 21
)

// Waiting says how a thread is waited for.
type Waiting struct {
	// Now is the clock, Pause waits by it; nil are the real ones.
	Now   func() time.Time
	Pause func(context.Context, time.Duration) error
	// For is how long at most; 0 is until the thread has finished.
	For time.Duration
	// Looks is how often at most; 0 is any number.
	Looks int
	// More, if set, is asked once that time is over, and says until when to go on; ok is false where that is the end.
	More func() (until time.Time, ok bool)
	// Seen, if set, is told after every look what is known; false ends the waiting.
	Seen func(Seen) bool
}

// Seen is what a look at a thread showed.
type Seen struct {
	Thread
	// Done is set once the thread has finished with the question that is waited for.
	Done bool
	// Old is set while the thread still shows the answer to the question before.
	Old    bool
	Waited time.Duration
}

// FewLooks are those at a server that itself takes its time to answer, where nobody says how long to wait.
const FewLooks = 10

// Wait looks at a thread until it has finished or the time is over, which is no error. Before is the thread as it was before
// a further question, nil for a first one: as long as it is no other, the answer that it shows is an old one. A look that
// fails in a way that passes ([Passing]) is tried once more; that requests are limited is no failure of the look.
func (w Waiting) Wait(ctx context.Context, h Hex, id string, before *hex.Thread) (last Seen, err error) {
	if w.Now == nil {
		w.Now = time.Now
	}
	if w.Pause == nil {
		w.Pause = pause
	}
	began, faults := w.Now(), 0
	end := began.Add(w.For)
	for looks := 1; ; looks++ {
		t, err := w.look(ctx, h, id, end)
		switch {
		case err == nil:
			if before != nil && !same(t.Thread, *before) {
				before = nil
			}
			faults = 0
			last = Seen{Thread: t, Old: before != nil, Done: before == nil && Finished(t.Status)}
		case !Passing(err) || ctx.Err() != nil || faults > 0:
			return last, err
		case !hex.IsKind(err, hex.RateLimited):
			faults++
		}
		last.Waited = w.Now().Sub(began)
		if w.Seen != nil && !w.Seen(last) || last.Done || looks == w.Looks {
			return last, nil
		}
		next := interval(last.Wait, looks)
		if w.For > 0 && !w.Now().Add(next).Before(end) {
			until, ok := w.more()
			if !ok {
				return last, nil
			}
			end = until
		}
		if err := w.Pause(ctx, next); err != nil {
			return last, err
		}
	}
}

func (w Waiting) more() (until time.Time, ok bool) {
	if w.More == nil {
		return time.Time{}, false
	}
	return w.More()
}

// look reads a thread, and waits no longer for it than the whole waiting lasts.
func (w Waiting) look(ctx context.Context, h Hex, id string, end time.Time) (Thread, error) {
	if w.For > 0 {
		var cancel func()
		ctx, cancel = context.WithTimeout(ctx, max(end.Sub(w.Now()), usually))
		defer cancel()
	}
	return h.Get(ctx, id)
}

func interval(asked time.Duration, looks int) time.Duration {
	switch {
	case asked <= 0 && looks > usualLooks:
		return patient
	case asked <= 0:
		return min(time.Duration(looks)*shortest, usually)
	}
	return min(max(asked, shortest), longest)
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// same tells whether nothing has happened in a thread since.
func same(now, before hex.Thread) bool {
	moved := now.UpdatedAt != nil && (before.UpdatedAt == nil || !now.UpdatedAt.Equal(*before.UpdatedAt))
	return !moved && now.Status == before.Status && Text(now) == Text(before)
}

// Look reads a thread, once more after a failure that passes ([Passing]); wait waits in between, nil by the real clock.
func Look(ctx context.Context, h Hex, id string, wait func(context.Context, time.Duration) error) (Thread, error) {
	t, err := h.Get(ctx, id)
	if err == nil || !Passing(err) || hex.IsKind(err, hex.RateLimited) || ctx.Err() != nil {
		return t, err
	}
	if wait == nil {
		wait = pause
	}
	if err := wait(ctx, shortest); err != nil {
		return Thread{}, err
	}
	return h.Get(ctx, id)
}

// Passing tells whether a failure may be over in a moment. One of rights never is.
func Passing(err error) bool {
	return hex.IsKind(err, hex.Unavailable, hex.Network, hex.Timeout, hex.Server, hex.RateLimited)
}
