package terminal

import (
	"slices"
	"sync"
	"time"
)

// Clock is a time that stands still unless it is moved. It may be read and moved from anywhere.
type Clock struct {
	mu     sync.Mutex
	at     time.Time
	alarms []alarm
}

type alarm struct {
	at   time.Time
	ring chan time.Time
}

// NewClock returns a clock that stands at a time.
func NewClock(at time.Time) *Clock { return &Clock{at: at} }

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Move moves the clock on.
func (c *Clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
	c.alarms = slices.DeleteFunc(c.alarms, func(a alarm) bool {
		if a.at.After(c.at) {
			return false
		}
		a.ring <- c.at
		return true
	})
}

// After rings once the clock has been moved on by so much, like [time.After].
func (c *Clock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := alarm{c.at.Add(d), make(chan time.Time, 1)}
	if d <= 0 {
		a.ring <- c.at
	} else {
		c.alarms = append(c.alarms, a)
	}
	return a.ring
}
