// Package upstream is what every call of a service elsewhere passes: a circuit breaker, retries, and a token bucket that is
// asked before every try. It keeps what came of the last call, so that health costs no call. It knows no service.
package upstream

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"
)

// Rules are how one service is called.
type Rules struct {
	// Name is what the service is called in errors, health and metrics.
	Name string
	// Tries is how often a call is tried, First how long after the first failure, Most the longest wait between two tries. A
	// Retry-After beyond Most is given up at once.
	Tries       int
	First, Most time.Duration
	// Bucket limits how often it is asked; nil is not at all.
	Bucket Bucket
	// Shared has the breaker in common with other instances; nil is this one's own.
	Shared Breakers
	// Retried is told of each further try, from 2, Exhausted when there is none left; both may be nil.
	Retried   func(try int)
	Exhausted func()
}

// Bucket limits how often something is done.
type Bucket interface {
	// Take takes a place and says how long to wait before using it. Where that would be longer than most, it takes none, and the
	// wait is how long it would be.
	Take(ctx context.Context, most time.Duration) (wait time.Duration, ok bool)
}

// Breakers are what several instances know of a service's failures.
type Breakers interface {
	// OpenFor is how long nobody may ask the service; 0 for now. Of those who ask when the time is over one gets 0, the others wait
	// for what comes of it.
	OpenFor(ctx context.Context, name string) time.Duration
	// Ended tells what came of a call.
	Ended(ctx context.Context, name string, o Outcome)
}

// Outcome is what came of a call for a breaker.
type Outcome int

// The outcomes. A call is [Undecided] that its caller gave up, that our own limits held back, or that the service rightly refused.
const (
	Undecided Outcome = iota
	Succeeded
	Failed
)

func outcome(err error) Outcome {
	switch {
	case err == nil:
		return Succeeded
	case counted(err):
		return Failed
	}
	return Undecided
}

// The figures of every door.
const (
	// Patience is how long a call waits for the bucket.
	Patience = 10 * time.Second
	// OpenTime is how long a breaker stays open, Failures what opens it: calls in a row that failed after their retries.
	OpenTime = 30 * time.Second
	Failures = 3
)

// Door is the way to one service. It may be used by many at once.
type Door struct {
	rules   Rules
	breaker *gobreaker.CircuitBreaker[struct{}]

	mu     sync.Mutex
	opened time.Time
	last   Last
}

// Last is what came of the last call of a service.
type Last struct {
	// Called is set once there was one, OK where it went well, Took how long it took.
	Called, OK bool
	Took       time.Duration
}

// NewDoor makes the way to a service.
func NewDoor(r Rules) *Door {
	d := &Door{rules: r}
	d.breaker = gobreaker.NewCircuitBreaker[struct{}](gobreaker.Settings{
		Name: r.Name, MaxRequests: 1, Timeout: OpenTime,
		ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= Failures },
		IsExcluded:  func(err error) bool { return outcome(err) == Undecided },
		OnStateChange: func(_ string, _, to gobreaker.State) {
			if to == gobreaker.StateOpen {
				d.mu.Lock()
				defer d.mu.Unlock()
				d.opened = time.Now()
			}
		},
	})
	return d
}

func counted(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.counts()
}

// Name is the service's.
func (d *Door) Name() string { return d.rules.Name }

// Last is what came of the last call.
func (d *Door) Last() Last {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.last
}

// Do carries a call out: do is one try of it, and its failures are [*Error]. The error is the last try's, the context's, or says
// that the breaker is open or the bucket empty.
func (d *Door) Do(ctx context.Context, do func(context.Context) error) error {
	if d.rules.Shared != nil {
		if left := d.rules.Shared.OpenFor(ctx, d.rules.Name); left > 0 {
			return d.open(left)
		}
	}
	_, err := d.breaker.Execute(func() (struct{}, error) { return struct{}{}, d.tried(ctx, do) })
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		d.mu.Lock()
		left := max(time.Until(d.opened.Add(OpenTime)), time.Second)
		d.mu.Unlock()
		if d.rules.Shared != nil { // who was let through by all and not by this one gives the place of the probe back
			d.rules.Shared.Ended(context.WithoutCancel(ctx), d.rules.Name, Undecided)
		}
		return d.open(left)
	}
	if d.rules.Shared != nil {
		d.rules.Shared.Ended(context.WithoutCancel(ctx), d.rules.Name, outcome(err))
	}
	return err
}

func (d *Door) open(left time.Duration) error {
	return &Error{Service: d.rules.Name, Kind: Open, RetryAfter: left, Message: fmt.Sprintf(
		"Circuit breaker is OPEN: %s failed %d times in a row and is left alone for %d s more", d.rules.Name, Failures, seconds(left))}
}

func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// tried tries until it goes well, or there is no use.
func (d *Door) tried(ctx context.Context, do func(context.Context) error) error {
	for try := 1; ; try++ {
		if err := d.turn(ctx); err != nil {
			return err
		}
		began := time.Now()
		err := do(ctx)
		d.remember(ctx, err, time.Since(began))
		var e *Error
		if err == nil || !errors.As(err, &e) || !e.again() {
			return err
		}
		wait := d.pause(try)
		if e.RetryAfter > 0 {
			wait = e.RetryAfter
		}
		deadline, limited := ctx.Deadline()
		switch {
		case try >= d.rules.Tries:
			if d.rules.Exhausted != nil {
				d.rules.Exhausted()
			}
			return err
		case wait > d.rules.Most, limited && time.Until(deadline) <= wait:
			return err
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
		if d.rules.Retried != nil {
			d.rules.Retried(try + 1)
		}
	}
}

// pause is how long to wait after a try: twice as long each time, less up to a half so that callers do not come back together.
func (d *Door) pause(try int) time.Duration {
	wait := min(d.rules.First<<(try-1), d.rules.Most)
	return time.Duration(float64(wait) * (0.5 + rand.Float64()/2))
}

// turn waits until the bucket has a place.
func (d *Door) turn(ctx context.Context) error {
	if d.rules.Bucket == nil {
		return nil
	}
	wait, ok := d.rules.Bucket.Take(ctx, Patience)
	if !ok {
		return &Error{Service: d.rules.Name, Kind: Busy, RetryAfter: wait, Message: fmt.Sprintf(
			"the rate limit for %s is reached: try again in %d s", d.rules.Name, max(seconds(wait), 1))}
	}
	return sleep(ctx, wait)
}

func (d *Door) remember(ctx context.Context, err error, took time.Duration) {
	if ctx.Err() != nil {
		return // whoever gave up says nothing about the service
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.last = Last{Called: true, OK: err == nil, Took: took}
}

func sleep(ctx context.Context, wait time.Duration) error {
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
