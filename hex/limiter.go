package hex

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

// group is one of the rate groups of Hex's document. Operations of none count in the budget of all requests only.
type group string

const (
	groupDefault group = "hex-api"
	group30      group = "hex-api-30rpm"
	groupRun     group = "hex-run-kernel"
	groupChart   group = "hex-chart-image"
	groupIngest  group = "semantic-ingest"
)

// limiter keeps all users of a client inside Hex's request budget by letting them wait.
//
// It is an exact sliding window and not a token bucket. A bucket of 60 that is refilled with one a second lets 60 go at
// once and 60 more in the course of the next minute: twice what Hex allows in any 60 seconds, and the answer is a minute
// of refusals. A bucket small enough to be safe would make somebody who opens a program after a pause wait for nothing.
//
// A request takes its place from when it is sent until 60 s after it was answered: Hex has counted it somewhere between the
// two, so no delay on the way can bring more into any 60 s of Hex's than the limit.
//
// Who waits is served in the order of asking among those that wait for the same budget, but a write, and what a write has
// to read first, goes before all reading: somebody waits for it, and refreshes can come later. A call that waits for the
// budget of its group does not hold up calls of other groups.
type limiter struct {
	mu     sync.Mutex
	all    *window
	groups map[group]*window
	queue  []*waiter // by turn
	turns  uint64
	kept   int // places that reading leaves to the saves under way
}

// turn is a call's place among those that wait: what comes first, and within that the order of asking.
type turn struct {
	first bool
	asked uint64
}

func (t turn) compare(other turn) int {
	switch {
	case t.first == other.first:
		return cmp.Compare(t.asked, other.asked)
	case t.first:
		return -1
	}
	return 1
}

type waiter struct {
	turn    turn
	windows []*window
	granted chan struct{} // closed under the limiter's lock
}

func newLimiter(l Limits) *limiter {
	perGroup := cmp.Or(l.GroupPerMinute, 30)
	small := func(published int) int {
		if perGroup < 0 {
			return -1
		}
		return published
	}
	return &limiter{
		all: &window{limit: cmp.Or(l.PerMinute, 60), own: l.PerMinute > 0},
		groups: map[group]*window{
			groupDefault: {limit: perGroup, own: l.GroupPerMinute > 0, of: "single projects, runs, outputs, data connections and threads"},
			group30:      {limit: perGroup, own: l.GroupPerMinute > 0, of: "cells, users and guides"},
			groupRun:     {limit: cmp.Or(l.RunsPerMinute, 20), own: l.RunsPerMinute > 0, of: "starting runs and threads"},
			groupChart:   {limit: small(20), of: "pictures of charts"},
			groupIngest:  {limit: small(3), of: "semantic projects"},
		},
	}
}

// turn gives a call its place, which it keeps when it has to ask again; first is for writes and what belongs to one.
func (l *limiter) turn(first bool) turn {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turns++
	return turn{first, l.turns}
}

// windowsOf are the windows that a request of a group counts in: that of all, and the group's own where it has one.
func (l *limiter) windowsOf(g group) []*window {
	if own := l.groups[g]; own != nil {
		return []*window{l.all, own}
	}
	return []*window{l.all}
}

// narrowest is the last of them.
func (l *limiter) narrowest(g group) *window { return cmp.Or(l.groups[g], l.all) }

// patience is how a request waits.
type patience struct {
	// may tells whether it may wait so long.
	may func(Wait) bool
	// tell is told how long it will be, and again if it turns out to be longer; again is told every beat, too.
	tell, again func(Wait)
}

// acquire waits until a request of the group may be sent, and returns how to say that it was answered: with false if it
// was never sent. A wait that is longer than it may be is an overdrawn error at once.
func (l *limiter) acquire(ctx context.Context, g group, at turn, p patience) (release func(counted bool), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := l.join(g, at)
	release = func(counted bool) { l.release(w, counted) }
	var told, beaten time.Time
	for {
		wait := l.look(w)
		if wait == nil {
			return release, nil
		}
		if !p.may(wait.Wait) {
			l.leave(w)
			return nil, overdrawn{wait.Wait}
		}
		now := time.Now()
		if now.Add(wait.wake).After(told) {
			told = now.Add(wait.For)
			p.tell(wait.Wait)
		}
		if !now.Before(beaten) {
			beaten = now.Add(beat)
			p.again(wait.Wait)
		}
		timer := time.NewTimer(min(wait.wake, beat))
		select {
		case <-w.granted:
			timer.Stop()
			return release, nil
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			l.leave(w)
			return nil, ctx.Err()
		}
	}
}

// overdrawn says that a request would have to wait for longer than it may.
type overdrawn struct{ wait Wait }

func (o overdrawn) Error() string {
	return "the request limit is reached for another " + o.wait.For.String()
}

// waiting says how long it will take altogether, and when to look again.
type waiting struct {
	Wait
	wake time.Duration
}

func (l *limiter) join(g group, place turn) *waiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := &waiter{turn: place, windows: l.windowsOf(g), granted: make(chan struct{})}
	at, _ := slices.BinarySearchFunc(l.queue, place, func(q *waiter, t turn) int { return q.turn.compare(t) })
	l.queue = slices.Insert(l.queue, at, w)
	return w
}

// look serves the queue and tells how long w still has to wait, nil if it has its place.
func (l *limiter) look(w *waiter) *waiting {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.serve(now)
	at := slices.Index(l.queue, w)
	if at < 0 {
		return nil
	}
	wake, expected := now, now
	found := &waiting{}
	for _, win := range w.windows {
		ahead := 0
		for _, other := range l.queue[:at] {
			if slices.Contains(other.windows, win) {
				ahead++
			}
		}
		wake = later(wake, win.opens(now, l.left(w)))
		if opens := win.opens(now, ahead+l.left(w)); opens.After(expected) {
			expected = opens
			found.Limit, found.Refused = win.rate(), !win.blocked.Before(opens)
		}
	}
	found.For, found.wake = expected.Sub(now), max(wake.Sub(now), time.Millisecond)
	if found.Refused {
		found.Limit = RateLimit{} // Hex does not say which
	}
	return found
}

// serve gives places to those in the queue who fit, in order.
func (l *limiter) serve(now time.Time) {
	for _, win := range l.groups {
		win.prune(now)
	}
	l.all.prune(now)
	l.queue = slices.DeleteFunc(l.queue, func(w *waiter) bool {
		for _, win := range w.windows {
			if !win.room(now, l.left(w)) {
				return false
			}
		}
		for _, win := range w.windows {
			win.inFlight++
		}
		close(w.granted)
		return true
	})
}

func (l *limiter) release(w *waiter, counted bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	for _, win := range w.windows {
		win.inFlight--
		if counted && win.limit > 0 {
			win.ended = append(win.ended, now)
		}
	}
	l.serve(now)
}

// left is how many places a waiter has to leave to others.
func (l *limiter) left(w *waiter) int {
	if w.turn.first {
		return 0
	}
	return l.kept
}

// keep has reading leave some places free until done is called: for what is several requests one after the other, so that not
// each of them waits for the places that reading has taken meanwhile.
func (l *limiter) keep(places int) (done func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept += places
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.kept -= places
		l.serve(time.Now())
	}
}

// leave gives up waiting, and the place too if it came at the same moment.
func (l *limiter) leave(w *waiter) {
	l.mu.Lock()
	at := slices.Index(l.queue, w)
	if at >= 0 {
		l.queue = slices.Delete(l.queue, at, at+1)
	}
	l.mu.Unlock()
	if at < 0 {
		l.release(w, false)
	}
}

// block learns from a refusal: nothing more goes out until then. Which limit was hit is not told, so it is taken for the
// narrowest: holding up a group wrongly costs one more refusal, holding up everything would stop the program.
func (l *limiter) block(g group, until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	win := l.narrowest(g)
	win.blocked = later(win.blocked, until)
}

// of is the limit of a group, or of all requests where it has none of its own.
func (l *limiter) of(g group) RateLimit {
	return l.narrowest(g).rate()
}

func (l *limiter) budget(now time.Time) Budget {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all.prune(now)
	return l.all.budget(now)
}

// spare is the part of the budget of a group, 0 to 1, that nobody has used or waits for.
func (l *limiter) spare(g group) float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	spare := 1.0
	for _, win := range l.windowsOf(g) {
		if win.limit <= 0 {
			continue
		}
		win.prune(now)
		left := win.limit - win.inFlight - len(win.ended)
		for _, w := range l.queue {
			if slices.Contains(w.windows, win) {
				left--
			}
		}
		spare = min(spare, float64(max(left, 0))/float64(win.limit))
	}
	return spare
}
