package share

import (
	"bytes"
	"context"
	"sync"
	"time"
)

// Common is what several servers over one workspace have in common, so that they can stand behind a balancer as one:
// what was used up, what is counted, and who is asking for what. Without Redis it is the process's own memory
// ([NewMemory]); with it, [NewRedis].
type Common interface {
	// Once takes a name; false if somebody has it. It is free again after ttl, or when it is let go by the same holder.
	Once(ctx context.Context, name, holder string, ttl time.Duration) (bool, error)
	LetGo(ctx context.Context, name, holder string) error
	// Count adds one to a counter and returns it; the counter is forgotten ttl after the last time.
	Count(ctx context.Context, name string, ttl time.Duration) (int, error)
	// Put keeps a value for ttl; Get returns it, nil when there is none.
	Put(ctx context.Context, name string, value []byte, ttl time.Duration) error
	Get(ctx context.Context, name string) ([]byte, error)
	// First keeps a value for ever if there is none, and returns the one that is kept.
	First(ctx context.Context, name string, value []byte) ([]byte, error)
	// Take takes a place among limit places in any span of time of this length. It returns 0, or how long to wait
	// before it makes sense to ask again.
	Take(ctx context.Context, name string, limit int, span time.Duration) (time.Duration, error)
	Close() error
}

// memory is Common for one process.
type memory struct {
	now func() time.Time

	mu     sync.Mutex
	values map[string]shelved
	counts map[string]counted
	taken  map[string][]time.Time
	next   time.Time // when to look for what has expired
}

type shelved struct {
	value []byte
	until time.Time // zero for ever
}

type counted struct {
	n     int
	until time.Time
}

// NewMemory is Common within this process. A nil now is the clock.
func NewMemory(now func() time.Time) Common {
	if now == nil {
		now = time.Now
	}
	return &memory{now: now, values: map[string]shelved{}, counts: map[string]counted{}, taken: map[string][]time.Time{}}
}

// lock also forgets what has expired, now and then.
func (m *memory) lock() (now time.Time) {
	m.mu.Lock()
	now = m.now()
	if now.Before(m.next) {
		return now
	}
	m.next = now.Add(time.Minute)
	for name, v := range m.values {
		if v.expired(now) {
			delete(m.values, name)
		}
	}
	for name, c := range m.counts {
		if !now.Before(c.until) {
			delete(m.counts, name)
		}
	}
	return now
}

func (v shelved) expired(now time.Time) bool { return !v.until.IsZero() && !now.Before(v.until) }

func (m *memory) get(name string, now time.Time) []byte {
	if v, ok := m.values[name]; ok && !v.expired(now) {
		return v.value
	}
	return nil
}

func (m *memory) Once(_ context.Context, name, holder string, ttl time.Duration) (bool, error) {
	now := m.lock()
	defer m.mu.Unlock()
	if m.get(name, now) != nil {
		return false, nil
	}
	m.values[name] = shelved{[]byte(holder), now.Add(ttl)}
	return true, nil
}

func (m *memory) LetGo(_ context.Context, name, holder string) error {
	now := m.lock()
	defer m.mu.Unlock()
	if bytes.Equal(m.get(name, now), []byte(holder)) {
		delete(m.values, name)
	}
	return nil
}

func (m *memory) Count(_ context.Context, name string, ttl time.Duration) (int, error) {
	now := m.lock()
	defer m.mu.Unlock()
	c := m.counts[name]
	if !now.Before(c.until) {
		c.n = 0
	}
	c.n, c.until = c.n+1, now.Add(ttl)
	m.counts[name] = c
	return c.n, nil
}

func (m *memory) Put(_ context.Context, name string, value []byte, ttl time.Duration) error {
	now := m.lock()
	defer m.mu.Unlock()
	m.values[name] = shelved{bytes.Clone(value), now.Add(ttl)}
	return nil
}

func (m *memory) Get(_ context.Context, name string) ([]byte, error) {
	now := m.lock()
	defer m.mu.Unlock()
	return bytes.Clone(m.get(name, now)), nil
}

func (m *memory) First(_ context.Context, name string, value []byte) ([]byte, error) {
	now := m.lock()
	defer m.mu.Unlock()
	if there := m.get(name, now); there != nil {
		return bytes.Clone(there), nil
	}
	m.values[name] = shelved{value: bytes.Clone(value)}
	return value, nil
}

func (m *memory) Take(_ context.Context, name string, limit int, span time.Duration) (time.Duration, error) {
	now := m.lock()
	defer m.mu.Unlock()
	places := m.taken[name]
	for len(places) > 0 && !now.Before(places[0].Add(span)) {
		places = places[1:]
	}
	if len(places) >= limit {
		m.taken[name] = places
		return max(places[len(places)-limit].Add(span).Sub(now), time.Millisecond), nil
	}
	m.taken[name] = append(places, now)
	return 0, nil
}

func (m *memory) Close() error { return nil }
