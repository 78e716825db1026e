// Package cache keeps answers of upstreams for a while, in files or in a Redis, so that they outlast a restart. Keys are made of
// values only; what failed is never kept; what is asked for twice at the same moment is made once. It knows nobody here.
package cache

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// Store keeps values. One that cannot be read or written behaves like one that has nothing: a cache never fails a call.
type Store interface {
	// Get is the value under a key that has not expired; false where there is none.
	Get(ctx context.Context, key string) ([]byte, bool)
	Put(ctx context.Context, key string, value []byte, ttl time.Duration)
	// Status are the figures of now, in the contract's form.
	Status(ctx context.Context) Status
}

// Status is what a store says of itself. The second half is a Redis's.
type Status struct {
	// Status is healthy, or unavailable.
	Status string `json:"status"`
	// Backend is file or redis.
	Backend string `json:"backend"`

	CacheDir     *string  `json:"cache_dir,omitempty"`
	TotalFiles   *int     `json:"total_files,omitempty"`
	ExpiredFiles *int     `json:"expired_files,omitempty"`
	TotalSizeMB  *float64 `json:"total_size_mb,omitempty"`

	RedisVersion     *string `json:"redis_version,omitempty"`
	ConnectedClients *int    `json:"connected_clients,omitempty"`
	TotalKeys        *int    `json:"total_keys,omitempty"`
	MemoryUsedHuman  *string `json:"memory_used_human,omitempty"`

	DefaultTTLSeconds int `json:"default_ttl_seconds"`
}

// DefaultTTL is how long what nothing else is said of is kept.
const DefaultTTL = time.Hour

// The statuses of a store.
const (
	healthy     = "healthy"
	unavailable = "unavailable"
)

// Cache is a store with what is being made at the moment.
type Cache struct {
	Store
	// Looked is told of each look, and whether it found; it may be nil.
	Looked func(kind string, hit bool)

	mu     sync.Mutex
	making map[string]*making
}

// New makes a cache over a store.
func New(s Store) *Cache { return &Cache{Store: s, making: map[string]*making{}} }

// making is a value that is being made for all who ask for it. It ends when the last of them has gone.
type making struct {
	done   chan struct{}
	cancel context.CancelFunc
	asking int
	value  []byte
	err    error
}

// Key is the name of values of a kind, whatever else is in memory.
func Key(kind string, values ...any) string {
	h := sha256.New()
	// Values are texts and numbers: they can be written, and a hash takes all that is.
	_ = json.NewEncoder(h).Encode(append([]any{kind}, values...))
	return kind + "-" + hex.EncodeToString(h.Sum(nil)[:16])
}

// Through is the value under a key, made and kept for ttl where it is not there.
func Through[T any](ctx context.Context, c *Cache, kind, key string, ttl time.Duration, produce func(context.Context) (T,
	error)) (T, error) {
	var value T
	if raw, ok := c.Get(ctx, key); ok && json.Unmarshal(raw, &value) == nil {
		c.looked(kind, true)
		return value, nil
	}
	c.looked(kind, false)
	raw, err := c.once(ctx, key, func(ctx context.Context) ([]byte, error) {
		// Somebody else's may have been finished between the look and here.
		if raw, ok := c.Get(ctx, key); ok && json.Unmarshal(raw, new(T)) == nil {
			return raw, nil
		}
		made, err := produce(ctx)
		if err != nil {
			return nil, err
		}
		raw, err := json.Marshal(made)
		if err == nil {
			c.Put(ctx, key, raw, ttl)
		}
		return raw, err
	})
	var fresh T // what was begun above may be half of another value
	if err != nil {
		return fresh, err
	}
	return fresh, json.Unmarshal(raw, &fresh)
}

func (c *Cache) looked(kind string, hit bool) {
	if c.Looked != nil {
		c.Looked(kind, hit)
	}
}

// once makes a value, or waits for one that is being made. Who gives up leaves the others their value.
func (c *Cache) once(ctx context.Context, key string, produce func(context.Context) ([]byte, error)) ([]byte, error) {
	c.mu.Lock()
	m := c.making[key]
	if m == nil {
		var working context.Context
		m = &making{done: make(chan struct{})}
		working, m.cancel = context.WithCancel(context.WithoutCancel(ctx))
		c.making[key] = m
		go c.work(working, key, m, produce)
	}
	m.asking++
	c.mu.Unlock()
	defer c.leave(key, m)
	select {
	case <-m.done:
		return m.value, m.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func (c *Cache) work(ctx context.Context, key string, m *making, produce func(context.Context) ([]byte, error)) {
	m.value, m.err = whole(ctx, produce)
	c.mu.Lock()
	if c.making[key] == m {
		delete(c.making, key)
	}
	c.mu.Unlock()
	close(m.done)
}

// whole makes a value; a panic is its error, since nobody who asked is on this goroutine to catch it.
func whole(ctx context.Context, produce func(context.Context) ([]byte, error)) (value []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			value, err = nil, fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return produce(ctx)
}

// leave ends what nobody waits for any more; who asks next begins anew.
func (c *Cache) leave(key string, m *making) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m.asking--; m.asking > 0 {
		return
	}
	m.cancel()
	if c.making[key] == m {
		delete(c.making, key)
	}
}
