package hex

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// kept are the newest answers to reading, by what was asked, up to a number of bytes. They are for calls that may not wait for
// their turn, and for those only that take an old answer: nobody else is answered from here. They belong to one client, and so to
// one token. A write drops all of them, since what it changes shows in many answers: a project's cells, its last edit, lists.
type kept struct {
	most int

	mu     sync.Mutex
	size   int
	writes uint64
	byAsk  map[string]keptAnswer
}

type keptAnswer struct {
	answer
	at time.Time
}

const (
	// keptFor is how old a kept answer may be.
	keptFor = time.Hour
	// keptPart is the part of all that one answer may take.
	keptPart = 8
)

func newKept(most int) *kept { return &kept{most: most, byAsk: map[string]keptAnswer{}} }

// since is what a reading that begins now gives to keep.
func (k *kept) since() uint64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.writes
}

// keep takes the answer to a reading that began at a time, unless something was written since.
func (k *kept) keep(q *request, a answer, at time.Time, since uint64) {
	if k.most <= 0 || q.write() || len(a.body) > k.most/keptPart {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.writes != since {
		return
	}
	name := q.asks()
	k.drop(name)
	k.byAsk[name] = keptAnswer{a, at}
	k.size += cost(name, a)
	for k.size > k.most {
		k.drop(k.oldest())
	}
}

// asks is what a reading asks for, all that its answer hangs on.
func (q *request) asks() string { return fmt.Sprint(q.url, " ", q.header) }

// cost is what an answer takes of the room, about.
func cost(name string, a answer) int { return len(name) + len(a.body) + 256 }

// forget drops everything: something is written.
func (k *kept) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.writes++
	k.size = 0
	clear(k.byAsk)
}

// drop takes an answer out; the caller holds the lock.
func (k *kept) drop(name string) {
	if old, ok := k.byAsk[name]; ok {
		delete(k.byAsk, name)
		k.size -= cost(name, old.answer)
	}
}

// oldest is what was asked first of what is kept; the caller holds the lock.
func (k *kept) oldest() string {
	first := ""
	for name, a := range k.byAsk {
		if first == "" || a.at.Before(k.byAsk[first].at) {
			first = name
		}
	}
	return first
}

// find is the newest answer to a reading, unless it is too old.
func (k *kept) find(name string) (keptAnswer, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	a, ok := k.byAsk[name]
	if ok && time.Since(a.at) > keptFor {
		k.drop(name)
		return keptAnswer{}, false
	}
	return a, ok
}

// find is what is known of a reading, where its call takes that.
func (c *Client) find(ctx context.Context, q *request) (keptAnswer, bool) {
	waits := waitsOf(ctx)
	if waits == nil || waits.Known == nil || q.writes() || c.kept.most <= 0 {
		return keptAnswer{}, false
	}
	return c.kept.find(q.asks())
}

// known answers a reading that may not wait with what is known, where its call takes that.
func (c *Client) known(ctx context.Context, q *request, instead *Error) (answer, bool) {
	a, ok := c.find(ctx, q)
	if !ok {
		return answer{}, false
	}
	waitsOf(ctx).Known(a.at, Wait{For: instead.RetryAfter, Refused: !instead.own, Limit: instead.Limit})
	return a.answer, true
}
