package pyrun

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Pool keeps interpreters that have started inside their sandbox and wait for a program. Each is used once.
type Pool struct {
	sandbox *Sandbox
	limits  Limits
	size    int
	// warm hands over what waits.
	warm chan warmed
	// runs and checks have a place for everything that goes on: a check does not wait for programs that take their time.
	runs, checks chan struct{}
	ctx          context.Context
	close        context.CancelCauseFunc
	group        sync.WaitGroup

	mu         sync.Mutex
	waiting    int
	executions int
	took       time.Duration
}

// warmed is an interpreter that waits, or why there is none.
type warmed struct {
	interpreter *interpreter
	err         error
}

// ErrClosed is the error of a pool that was closed.
var ErrClosed = errors.New("the pool of Python interpreters is closed")

// Stats are the live figures of a pool.
type Stats struct {
	// Warm is how many interpreters wait for a program now; Size how many the pool keeps.
	Warm, Size int
	// Executions is how many programs ran; Average how long they took.
	Executions int
	Average    time.Duration
}

// NewPool begins to warm size interpreters (at least 1) and does not wait for them. At most size programs run at once, and
// at most size checks beside them; further ones wait for their turn. Close it.
func NewPool(s *Sandbox, size int, l Limits) *Pool {
	size = max(1, size)
	p := &Pool{sandbox: s, limits: l.filled(), size: size, warm: make(chan warmed)}
	p.runs, p.checks = make(chan struct{}, size), make(chan struct{}, size)
	p.ctx, p.close = context.WithCancelCause(context.Background())
	for range size {
		p.group.Go(p.keep)
	}
	return p
}

// keep has one interpreter wait at all times until the pool is closed.
func (p *Pool) keep() {
	for p.ctx.Err() == nil {
		i, err := p.sandbox.start(p.ctx, p.limits.Files)
		if err != nil {
			// Whoever comes next hears of it and tries for himself, then it is tried here again.
			p.offer(warmed{err: err}, nil)
			continue
		}
		p.count(1)
		taken := p.offer(warmed{interpreter: i}, i.done)
		p.count(-1)
		if !taken {
			i.stop()
		}
	}
}

// offer waits until somebody takes what is warm, and tells whether one did: it may die before, or the pool be closed.
func (p *Pool) offer(w warmed, died <-chan struct{}) bool {
	select {
	case p.warm <- w:
		return true
	case <-died:
	case <-p.ctx.Done():
	}
	return false
}

func (p *Pool) count(change int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting += change
}

// Check is [Sandbox.Check] in a warm interpreter.
func (p *Pool) Check(ctx context.Context, code string) (Findings, error) {
	var found Findings
	err := p.use(ctx, p.checks, code, func(ctx context.Context, i *interpreter) (err error) {
		found, err = i.check(ctx, code, p.limits)
		return err
	})
	return found, err
}

// Run is [Sandbox.Run] in a warm interpreter.
func (p *Pool) Run(ctx context.Context, code string) (Result, error) { return p.run(ctx, code, false) }

// RunChecked is [Sandbox.RunChecked] in a warm interpreter.
func (p *Pool) RunChecked(ctx context.Context, code string) (Result, error) {
	return p.run(ctx, code, true)
}

func (p *Pool) run(ctx context.Context, code string, checked bool) (Result, error) {
	var result Result
	err := p.use(ctx, p.runs, code, func(ctx context.Context, i *interpreter) (err error) {
		result, err = i.run(ctx, code, checked, p.limits)
		return err
	})
	if result.Took > 0 {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.executions++
		p.took += result.Took
	}
	return result, err
}

// use gives a warm interpreter to f when it is its turn, a further one where it had died unseen.
func (p *Pool) use(ctx context.Context, turns chan struct{}, code string, f func(context.Context, *interpreter) error) error {
	if _, err := normal(code); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(p.ctx, func() { cancel(ErrClosed) })()
	select {
	case turns <- struct{}{}:
		defer func() { <-turns }()
	case <-ctx.Done():
		return fmt.Errorf("the program did not come to its turn: %w", context.Cause(ctx))
	}
	for {
		i, err := p.take(ctx)
		if err != nil {
			return err
		}
		if err := f(ctx, i); !errors.Is(err, errGone) {
			return err
		}
	}
}

func (p *Pool) take(ctx context.Context) (*interpreter, error) {
	select {
	case w := <-p.warm:
		if w.err == nil {
			return w.interpreter, nil
		}
	case <-ctx.Done():
		return nil, fmt.Errorf("no interpreter was ready: %w", context.Cause(ctx))
	}
	i, err := p.sandbox.start(ctx, p.limits.Files)
	if err != nil {
		return nil, fmt.Errorf("the interpreter could not be started in its sandbox: %w", err)
	}
	return i, nil
}

// Stats are the figures of this moment.
func (p *Pool) Stats() Stats {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := Stats{Warm: p.waiting, Size: p.size, Executions: p.executions}
	if s.Executions > 0 {
		s.Average = p.took / time.Duration(s.Executions)
	}
	return s
}

// Close ends the waiting interpreters and the running programs, whose callers get an error, and returns when all have
// ended.
func (p *Pool) Close() error {
	p.close(ErrClosed)
	p.group.Wait()
	for _, turns := range []chan struct{}{p.runs, p.checks} {
		for range p.size {
			turns <- struct{}{} // the last that went on has ended
		}
		for range p.size {
			<-turns
		}
	}
	return nil
}
