package upstream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Kind says how an upstream failed.
type Kind string

// The kinds.
const (
	// Unset: it cannot be asked, for a key or a setting is missing.
	Unset Kind = "unset"
	// Unreachable: no connection, or it was cut.
	Unreachable Kind = "unreachable"
	// Limited: it said 429, or 408.
	Limited Kind = "limited"
	// Broken: it said 5xx.
	Broken Kind = "broken"
	// Denied: it does not take the key.
	Denied Kind = "denied"
	// Refused: any other answer that is no success.
	Refused Kind = "refused"
	// Nonsense: it answered something that is no answer.
	Nonsense Kind = "nonsense"
	// Open: its circuit breaker is open; it was not asked.
	Open Kind = "circuit_open"
	// Busy: our own rate limit let nobody through within the wait.
	Busy Kind = "rate_limit"
)

// Error is a call of an upstream that failed, in words that may be shown: never its URL, and never its own words.
type Error struct {
	// Service is what it is called: "openai", "search".
	Service string
	Kind    Kind
	// Status is that of its answer, 0 for none.
	Status int
	// RetryAfter is how long it wants to be left alone, 0 for not said. For [Open] and [Busy] it is how long to wait.
	RetryAfter time.Duration
	// Message is the whole sentence.
	Message string
	// Final forbids to try again, since something of the answer was already passed on.
	Final bool
	// Cause is for logs only: it may name addresses.
	Cause error
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Cause }

// again tells whether another try may help.
func (e *Error) again() bool {
	return !e.Final && (e.Kind == Unreachable || e.Kind == Limited || e.Kind == Broken)
}

// counts tells whether a failure speaks against the upstream, so that the breaker counts it.
func (e *Error) counts() bool { return e.Kind == Unreachable || e.Kind == Limited || e.Kind == Broken }

// FromStatus is the error of an answer that is no success. Key names the variable that holds the key.
func FromStatus(service, key string, resp *http.Response, now time.Time) *Error {
	e := &Error{Service: service, Kind: Refused, Status: resp.StatusCode, RetryAfter: retryAfter(resp.Header, now)}
	switch s := resp.StatusCode; {
	case s == http.StatusTooManyRequests, s == http.StatusRequestTimeout:
		e.Kind, e.Message = Limited, fmt.Sprintf("%s is asked too often or is too slow (status %d): try again later", service, s)
	case s >= 500:
		e.Kind, e.Message = Broken, fmt.Sprintf("%s has a fault of its own (status %d): try again later", service, s)
	case s == http.StatusUnauthorized, s == http.StatusForbidden:
		e.Kind, e.Message = Denied, fmt.Sprintf("%s does not take the key (status %d): set %s to a valid one", service, s, key)
	case s == http.StatusNotFound:
		e.Message = fmt.Sprintf("%s does not know what was asked for (status 404): check the model and the base URL", service)
	default:
		e.Message = fmt.Sprintf("%s refused the request (status %d)", service, s)
	}
	return e
}

// FromTransport is the error of a request without an answer, or whose answer broke off. What the caller itself ended stays the
// context's own error.
func FromTransport(ctx context.Context, service string, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var slow interface{ Timeout() bool }
	message := service + " cannot be reached: check the network and the base URL"
	switch {
	case errors.As(err, &slow) && slow.Timeout():
		message = late(service)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		message = service + " broke off its answer: try again"
	}
	return &Error{Service: service, Kind: Unreachable, Message: message, Cause: err}
}

func late(service string) string { return service + " did not answer in time: try again later" }

// Within bounds a try of a service: past slowest it ends with an error that says so.
func Within(ctx context.Context, service string, slowest time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, slowest, &Error{Service: service, Kind: Unreachable, Message: late(service)})
}

// Meaningless is the error of an answer that is none.
func Meaningless(service, what string) *Error {
	return &Error{Service: service, Kind: Nonsense, Message: service + " answered " + what}
}

// retryAfter reads the header in both its forms: seconds, and a date.
func retryAfter(h http.Header, now time.Time) time.Duration {
	given := strings.TrimSpace(h.Get("Retry-After"))
	if given == "" {
		return 0
	}
	if s, err := strconv.ParseFloat(given, 64); err == nil {
		if !(s > 0) {
			return 0
		}
		return time.Duration(min(s, 1e6) * float64(time.Second))
	}
	if at, err := http.ParseTime(given); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}
