package hub

import (
	"context"
	"sync"
	"time"

	"hextui/hex/pyrun"
	"hextui/mcpsrv/hub/agent"
)

// Python is what checks and runs code, with its live figures.
type Python interface {
	agent.Python
	Stats() pyrun.Stats
}

const (
	// poolSize is how many interpreters wait for code.
	poolSize = 3
	// lookAgain is how long what kept a sandbox from being made is believed: somebody may install it meanwhile.
	lookAgain = 30 * time.Second
)

// sandbox is a pool that is opened when it is first needed.
type sandbox struct {
	mu     sync.Mutex
	pool   *pyrun.Pool
	failed error
	until  time.Time
	closed bool
}

func (s *sandbox) open(ctx context.Context) (*pyrun.Pool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return nil, context.Canceled
	case s.pool != nil:
		return s.pool, nil
	case s.failed != nil && time.Now().Before(s.until):
		return nil, s.failed
	}
	found, err := pyrun.Find(ctx, pyrun.Options{})
	if err != nil {
		if ctx.Err() == nil {
			s.failed, s.until = err, time.Now().Add(lookAgain)
		}
		return nil, err
	}
	s.pool = pyrun.NewPool(found, poolSize, pyrun.DefaultLimits())
	return s.pool, nil
}

func (s *sandbox) Check(ctx context.Context, code string) (pyrun.Findings, error) {
	p, err := s.open(ctx)
	if err != nil {
		return pyrun.Findings{}, err
	}
	return p.Check(ctx, code)
}

func (s *sandbox) RunChecked(ctx context.Context, code string) (pyrun.Result, error) {
	p, err := s.open(ctx)
	if err != nil {
		return pyrun.Result{}, err
	}
	return p.RunChecked(ctx, code)
}

func (s *sandbox) Stats() pyrun.Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pool == nil {
		return pyrun.Stats{Size: poolSize}
	}
	return s.pool.Stats()
}

func (s *sandbox) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.pool == nil {
		return nil
	}
	return s.pool.Close()
}

// counting counts the programs that ran by how they ended.
type counting struct {
	Python
	metrics *metrics
}

func (c counting) RunChecked(ctx context.Context, code string) (pyrun.Result, error) {
	r, err := c.Python.RunChecked(ctx, code)
	status := string(r.Ended)
	if err != nil {
		status = "refused"
	}
	c.metrics.ran(status)
	return r, err
}
