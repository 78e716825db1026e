package hex

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

// hopeless is after how many looks in a row that found no run, or no permission, a watch ends. More than one, because a
// run just started may not be known everywhere at once.
const hopeless = 3

type runKey struct{ project, run string }

// pollers keeps one poller for each run that somebody watches.
type pollers struct {
	client *Client
	mu     sync.Mutex
	byRun  map[runKey]*poller
	closed bool
	all    sync.WaitGroup
}

func newPollers(c *Client) *pollers {
	return &pollers{client: c, byRun: map[runKey]*poller{}}
}

// refuse makes w a watch that a hook did not let begin.
func (ps *pollers) refuse(w *Watch, run runKey, why error) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	w.poller = ps.newPoller(run)
	w.give(RunUpdate{Run: w.poller.latest.Run, Err: why, Done: true})
}

// join makes w one of the watches of its run, and starts the poller for the first.
func (ps *pollers) join(w *Watch, run runKey) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	p := ps.byRun[run]
	if p == nil {
		p = ps.newPoller(run)
	}
	w.poller = p
	if ps.closed {
		w.give(RunUpdate{Run: p.latest.Run, Err: &Error{Kind: Canceled, Message: "The client is closed.", cause: errClosed}, Done: true})
		return
	}
	p.watches[w] = struct{}{}
	if p.known {
		w.give(p.latest)
	}
	if ps.byRun[run] == nil {
		ps.byRun[run] = p
		ctx, cancel := context.WithCancel(context.Background())
		p.cancel = cancel
		ps.all.Go(func() { p.poll(ctx) })
	}
}

func (ps *pollers) newPoller(run runKey) *poller {
	return &poller{
		owner: ps, run: run, watches: map[*Watch]struct{}{}, nudged: make(chan struct{}, 1),
		latest: RunUpdate{Run: Run{ProjectID: run.project, RunID: run.run}},
	}
}

// close ends all watches and waits for their pollers.
func (ps *pollers) close() {
	ps.mu.Lock()
	ps.closed = true
	var running []*poller
	for _, p := range ps.byRun {
		running = append(running, p)
	}
	ps.mu.Unlock()
	for _, p := range running {
		p.publish(func(u *RunUpdate) {
			u.Err = &Error{Kind: Canceled, Message: "The client was closed.", cause: errClosed}
			u.Done = true
		})
	}
	ps.all.Wait()
}

// poller asks for one run. Its fields below are guarded by its owner's lock.
type poller struct {
	owner  *pollers
	run    runKey
	nudged chan struct{}

	cancel  context.CancelFunc
	watches map[*Watch]struct{}
	latest  RunUpdate
	known   bool
	ended   bool
}

func (p *poller) wake() {
	select {
	case p.nudged <- struct{}{}:
	default: // it will ask anyway
	}
}

func (p *poller) leave(w *Watch) {
	p.owner.mu.Lock()
	defer p.owner.mu.Unlock()
	delete(p.watches, w)
	if len(p.watches) == 0 {
		p.end()
	}
}

// end lets the poller go; the caller holds the lock.
func (p *poller) end() {
	if p.ended || p.cancel == nil {
		return
	}
	p.ended = true
	p.cancel()
	delete(p.owner.byRun, p.run)
}

// publish changes what is known and gives it to all watches. After an update that is Done there are no more.
func (p *poller) publish(change func(*RunUpdate)) {
	p.owner.mu.Lock()
	defer p.owner.mu.Unlock()
	if p.ended {
		return
	}
	change(&p.latest)
	p.known = true
	for w := range p.watches {
		w.give(p.latest)
	}
	if p.latest.Done {
		p.end()
	}
}

// poll asks until the run is finished, hopeless, or watched by nobody.
func (p *poller) poll(ctx context.Context) {
	began := time.Now()
	failures, refusals := 0, 0
	for ctx.Err() == nil {
		run, err := p.ask(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			failures, refusals = 0, 0
			p.publish(func(u *RunUpdate) { *u = RunUpdate{Run: run, At: time.Now(), Done: run.Status.Finished()} })
		default:
			failures++
			refusals++
			if !IsKind(err, NotFound, Unauthorized, Forbidden, Unprocessable, Invalid) {
				refusals = 0
			}
			p.publish(func(u *RunUpdate) { u.Err, u.Done = err, refusals == hopeless || neverSent(err) })
		}
		p.rest(ctx, p.interval(time.Since(began), failures))
	}
}

// ask makes one try only: the poller has its own rhythm, and tells of every failure.
func (p *poller) ask(ctx context.Context) (Run, error) {
	r := runStatus(p.run.project, p.run.run)
	r.once = true
	return call[Run](ctx, p.owner.client, r)
}

// neverSent tells a request that was refused on this side: asking again would change nothing.
func neverSent(err error) bool {
	e, ok := err.(*Error)
	return ok && e.Kind == Invalid && e.Status == 0
}

// interval is the pause before the next look.
func (p *poller) interval(age time.Duration, failures int) time.Duration {
	var pause time.Duration
	switch {
	case failures > 0:
		pause = min(2*time.Second<<min(failures-1, 4), 30*time.Second)
	case age < 15*time.Second:
		pause = time.Second
	case age < time.Minute:
		pause = 2 * time.Second
	default:
		pause = 5 * time.Second
	}
	// A watch must not eat the budget of those who wait for an answer.
	switch spare := p.owner.client.limit.spare(groupDefault); {
	case spare < 0.25:
		pause = max(pause, 10*time.Second)
	case spare < 0.5:
		pause = max(pause, 5*time.Second)
	}
	return time.Duration(float64(pause) * (0.9 + 0.2*rand.Float64()))
}

func (p *poller) rest(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.nudged:
	case <-ctx.Done():
	}
}
