package hex

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// maxTries bounds the tries of a call that fails. Those of one that is refused for going too fast are bounded by time.
	maxTries = 5
	// defaultRefusedFor is how long a call is refused for going too fast before it gives up.
	defaultRefusedFor = 5 * time.Minute

	firstBackoff = 500 * time.Millisecond
	maxBackoff   = time.Minute
	// maxRetryAfter bounds what a server can make us believe.
	maxRetryAfter = 24 * time.Hour
)

// again decides whether a failed try is followed by another, and after how long. Only where nothing was done: a read that
// got no answer or found Hex unavailable; anything that was refused for going too fast; a run that got no kernel.
func (c *Client) again(ctx context.Context, q *request, e *Error, try int, spent time.Duration) (wait time.Duration, again bool) {
	if e.Kind == RateLimited {
		return c.refusedAgain(ctx, q, e, try, spent)
	}
	wait = cmp.Or(e.RetryAfter, backoff(try))
	switch {
	case q.once, spent+wait > c.retryFor:
		return 0, false
	case q.write() && !(q.retry503 && e.Status == http.StatusServiceUnavailable), lasting(e):
		return 0, false
	}
	switch e.Kind {
	case Unavailable, Network, Timeout:
		return wait, try < maxTries
	}
	return 0, false
}

// refusedAgain is [Client.again] for a request that was refused for going too fast: it is waited out for as long as the caller
// allows. Where it is not, the failure says why.
func (c *Client) refusedAgain(ctx context.Context, q *request, e *Error, try int, spent time.Duration) (wait time.Duration, again bool) {
	wait = max(e.RetryAfter, backoff(try))
	c.limit.block(q.group, time.Now().Add(wait))
	longest := c.refusedFor
	if w := waitsOf(ctx); w != nil {
		_, known := c.find(ctx, q)
		longest = min(longest, w.left(Wait{For: wait, Refused: !e.own, Writes: q.writes(), Known: known, Limit: e.Limit}))
	} else {
		longest -= spent
	}
	switch {
	case q.once:
		return 0, false
	case wait > longest && c.refusedFor > 0:
		e.tooLong(wait, max(longest, 0), try)
		return 0, false
	}
	return wait, wait <= longest
}

// tooLong says of a refusal that it is not waited out, and why.
func (e *Error) tooLong(wait, longest time.Duration, tries int) {
	switch {
	case e.own:
		e.Message = fmt.Sprintf("%s At most %s are waited.", sentence(e.Message), spanOf(longest))
		e.Hint = "Try again then."
	case e.RetryAfter > 0 && tries == 1:
		e.Message = fmt.Sprintf("%s Hex asks for a pause of %s, and at most %s are waited.", sentence(e.Message), spanOf(wait),
			spanOf(longest))
		e.Hint = "Try again then."
	default:
		e.Message = fmt.Sprintf("%s It was tried %d times, and this call may not wait longer.", sentence(e.Message), tries)
	}
}

// lasting tells whether a network failure would only be repeated.
func lasting(e *Error) bool {
	var noName *net.DNSError
	var untrusted *tls.CertificateVerificationError
	return errors.As(e.cause, &noName) && noName.IsNotFound || errors.As(e.cause, &untrusted)
}

// backoff is an exponential wait with full jitter: anything between nothing and a bound that doubles, so that
// many clients that failed together do not come back together.
func backoff(try int) time.Duration {
	bound := maxBackoff
	if try < 8 {
		bound = min(bound, firstBackoff<<(try-1))
	}
	return max(rand.N(bound), time.Millisecond)
}

// retryAfter reads how long a server wants to be left alone: Retry-After, or else any header on the reset of a rate limit.
// Zero is not known.
func retryAfter(h http.Header) time.Duration {
	now := time.Now()
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date // their moments are by their clock
	}
	if wait := parseWait(h.Get("Retry-After"), now); wait > 0 {
		return wait
	}
	var longest time.Duration
	for name, values := range h {
		name = strings.ToLower(name)
		if limit := strings.Index(name, "ratelimit"); limit < 0 || !strings.Contains(name[limit:], "reset") {
			continue
		}
		for _, v := range values {
			longest = max(longest, parseWait(v, now))
		}
	}
	return longest
}

// parseWait understands seconds, a moment as seconds or milliseconds since 1970, and dates.
func parseWait(s string, now time.Time) time.Duration {
	const year1973, year1973Millis = 1e8, 1e11 // nobody means a pause of three years
	s = strings.TrimSpace(s)
	n, err := strconv.ParseFloat(s, 64)
	var wait time.Duration
	switch {
	case err != nil:
		at, err := http.ParseTime(s)
		if err != nil {
			at, err = time.Parse(time.RFC3339, s)
		}
		if err != nil {
			return 0
		}
		wait = at.Sub(now)
	case n != n || n < 0 || n > 1e15:
		return 0
	case n >= year1973Millis:
		wait = time.UnixMilli(int64(n)).Sub(now)
	case n >= year1973:
		wait = time.Unix(int64(n), 0).Sub(now)
	default:
		wait = time.Duration(min(n, maxRetryAfter.Seconds()) * float64(time.Second))
	}
	return min(max(wait, 0), maxRetryAfter)
}
