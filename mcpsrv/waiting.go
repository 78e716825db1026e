package mcpsrv

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"sync"
	"time"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

const (
	// defaultWait is how long a call waits for request limits where nobody said otherwise: clients give up after 60 s.
	defaultWait = 20 * time.Second
	// longestWait is how long one waits whose client hears of it, or that has begun to write.
	longestWait = 5 * time.Minute
	// completionWait is how long somebody who types waits.
	completionWait = 2 * time.Second
	// warnEvery is the time between two warnings of one call.
	warnEvery = 30 * time.Second
)

// waiting lets a call wait for request limits for a bounded time, tells its client meanwhile, and lets a call that only reads be
// answered with what is known.
func (s *Server) waiting(next step) step {
	return func(ctx context.Context, c *call) (answer.Result, error) {
		w := &hex.Waits{
			Longest: func(w hex.Wait) time.Duration { return s.longestWait(c, w) },
			Tell:    func(w hex.Wait) { c.tellWait(w, s.clean.Text) },
		}
		if c.tool.Class == policy.Read {
			w.Known = c.recalled.take
		}
		return next(hex.WithWaits(ctx, w), c)
	}
}

// longestWait is how long a call may wait in all. What Hex refuses is waited out for a client that hears of it: it ends the call
// when it has enough. A call that has written something goes on, since a part of it would be worse than waiting. A client of a
// task waits for nothing. What can be answered from the cache is not waited for so long.
func (s *Server) longestWait(c *call, w hex.Wait) time.Duration {
	if w.Known {
		return s.wait
	}
	if c.wire.TakesTask() || w.Refused && c.wire.Hears() || w.Writes && len(c.operations()) > 0 {
		return longestWait
	}
	return s.wait
}

// tellWait tells the client that the call waits.
func (c *call) tellWait(w hex.Wait, clean func(string) string) {
	left := words.Span(w.For.Round(time.Second))
	c.wire.Progress(0, 0, clean("waits another "+left+" "+w.Why))
	if w.Refused && c.recalled.warn(time.Now()) {
		c.wire.Warn(fmt.Sprintf("%s waits another %s: Hex refuses requests as too many (429). Giving up the call ends the wait.",
			c.tool.Name, left))
	}
}

// forCompletion lets the requests of a completion wait for as long as somebody who types does.
func forCompletion(ctx context.Context) context.Context {
	return hex.WithWaits(ctx, &hex.Waits{
		Longest: func(hex.Wait) time.Duration { return completionWait },
		Tell:    func(hex.Wait) {},
	})
}

// recalled is what a call was answered from memory, since it might not wait.
type recalled struct {
	mu      sync.Mutex
	oldest  time.Time
	instead hex.Wait
	warned  time.Time
}

func (r *recalled) take(at time.Time, instead hex.Wait) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.oldest.IsZero() || at.Before(r.oldest) {
		r.oldest = at
	}
	if instead.For >= r.instead.For {
		r.instead = instead
	}
}

// warn tells whether it is time to warn the client.
func (r *recalled) warn(now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.warned.IsZero() && now.Sub(r.warned) < warnEvery {
		return false
	}
	r.warned = now
	return true
}

// cached says in an answer that it is one of before, and why.
type cached struct {
	// AgeS is how old it is, of its oldest part, RetryAfterS when Hex can be asked again, both in seconds.
	AgeS        int    `json:"age_s"`
	AsOf        string `json:"as_of"`
	RetryAfterS int    `json:"retry_after_s"`
	Why         string `json:"why"`
}

// cached is nil for an answer that Hex gave now.
func (r *recalled) cached() *cached {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.oldest.IsZero() {
		return nil
	}
	why := "Hex refuses requests as too many (429)"
	if l := r.instead.Limit; !r.instead.Refused && l.PerMinute > 0 {
		why = fmt.Sprintf("%s limit of %s is used up", l.Whose(), l)
	}
	return &cached{
		AgeS: int(math.Ceil(time.Since(r.oldest).Seconds())), AsOf: r.oldest.UTC().Format(time.RFC3339),
		RetryAfterS: int(math.Ceil(r.instead.For.Seconds())), Why: why,
	}
}

// line is the first line of the answer's text.
func (c cached) line() string {
	return fmt.Sprintf("From the cache, %s old (as of %s): %s. Hex can be asked again in %s.", words.Seconds(float64(c.AgeS)), c.AsOf,
		c.Why, words.Seconds(float64(c.RetryAfterS)))
}

// saying has an answer say its age, in its structure and in its text.
func (c cached) saying(p encoding) (encoding, error) {
	about, err := json.Marshal(map[string]cached{"cached": c})
	if err != nil || len(p.raw) < 2 || p.raw[0] != '{' {
		return p, err
	}
	raw := about[:len(about)-1]
	if string(p.raw) != "{}" {
		raw = append(raw, ',')
	}
	return encoding{append(raw, p.raw[1:]...), c.line() + "\n" + p.text}, nil
}
