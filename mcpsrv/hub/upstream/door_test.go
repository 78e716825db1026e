package upstream

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sony/gobreaker/v2"
)

// isOpen tells whether the breaker lets nobody through.
func isOpen(d *Door) bool { return d.breaker.State() == gobreaker.StateOpen }

func broken() error  { return &Error{Service: "x", Kind: Broken, Status: 500, Message: "broken"} }
func refused() error { return &Error{Service: "x", Kind: Refused, Status: 400, Message: "refused"} }

func kindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}

// Three calls in a row that failed after their retries open the breaker; it is said at once and for how long; after 30 s one probe
// decides. Other failures and successes in between do not open it.
func TestBreaker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		answer := broken
		d := NewDoor(Rules{Name: "x", Tries: 3, First: 2 * time.Second, Most: 30 * time.Second})
		call := func() error {
			return d.Do(t.Context(), func(context.Context) error { asked++; return answer() })
		}
		fail := func(n int) {
			for range n {
				if err := call(); kindOf(err) != Broken {
					t.Fatalf("the call says %v", err)
				}
			}
		}
		fail(2)
		answer = func() error { return nil }
		if err := call(); err != nil {
			t.Fatal(err)
		}
		answer = broken
		fail(2)
		answer = refused
		for range 5 {
			if err := call(); kindOf(err) != Refused {
				t.Fatal(err)
			}
		}
		answer = broken
		asked = 0
		fail(1) // the third in a row: refusals count for nothing
		if asked != 3 {
			t.Errorf("a call is tried %d times", asked)
		}
		began := time.Now()
		err := call()
		if kindOf(err) != Open || asked != 3 || time.Since(began) != 0 || !strings.Contains(err.Error(), "Circuit breaker is OPEN") ||
			!strings.Contains(err.Error(), "for 30 s") {
			t.Errorf("after three failures: %v, asked %d times", err, asked)
		}
		time.Sleep(30*time.Second - 1)
		if err := call(); kindOf(err) != Open {
			t.Errorf("before its time it says %v", err)
		}
		time.Sleep(2 * time.Nanosecond)
		fail(1) // the probe
		if err := call(); kindOf(err) != Open {
			t.Errorf("after a probe that failed it says %v", err)
		}
		time.Sleep(OpenTime + 1)
		answer = func() error { return nil }
		if err := call(); err != nil {
			t.Error(err)
		}
		if err := call(); err != nil || isOpen(d) {
			t.Errorf("after a probe that went well it is not closed: %v", err)
		}
	})
}

// A probe whose caller gives up decides nothing: the next call probes.
func TestGivenUpCallsDoNotCount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := NewDoor(Rules{Name: "x", Tries: 1})
		for range 5 {
			ctx, cancel := context.WithCancel(t.Context())
			err := d.Do(ctx, func(ctx context.Context) error { cancel(); return FromTransport(ctx, "x", ctx.Err()) })
			if !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
		if isOpen(d) || d.Last().Called {
			t.Error("calls that were given up count")
		}
	})
}

// Waits double, lose up to half, and obey Retry-After; one beyond the cap is given up at once, as is one beyond the deadline.
func TestRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var at []time.Duration
		var after time.Duration
		tries, exhausted := 0, 0
		d := NewDoor(Rules{Name: "x", Tries: 3, First: 2 * time.Second, Most: 30 * time.Second,
			Retried: func(int) { tries++ }, Exhausted: func() { exhausted++ }})
		call := func(ctx context.Context) time.Duration {
			at = nil
			began := time.Now()
			err := d.Do(ctx, func(context.Context) error {
				at = append(at, time.Since(began))
				return &Error{Kind: Limited, RetryAfter: after}
			})
			if err == nil {
				t.Fatal("it goes well")
			}
			return time.Since(began)
		}
		call(t.Context())
		if len(at) != 3 || at[1] < time.Second || at[1] > 2*time.Second || at[2]-at[1] < 2*time.Second || at[2]-at[1] > 4*time.Second ||
			tries != 2 || exhausted != 1 {
			t.Errorf("tried at %v; %d retries, %d times exhausted", at, tries, exhausted)
		}
		after = 30 * time.Second
		if call(t.Context()); len(at) != 3 || at[1] != after {
			t.Errorf("with Retry-After: 30 tried at %v", at)
		}
		time.Sleep(time.Hour)
		_ = d.Do(t.Context(), func(context.Context) error { return nil })
		after = 31 * time.Second
		if took := call(t.Context()); len(at) != 1 || took != 0 {
			t.Errorf("with Retry-After: 31 tried at %v", at)
		}
		after = 10 * time.Second
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if took := call(ctx); len(at) != 1 || took != 0 {
			t.Errorf("beyond the deadline it is tried at %v, and takes %s", at, took)
		}
	})
}

// What was passed on in part is not tried again.
func TestFinal(t *testing.T) {
	n := 0
	err := NewDoor(Rules{Name: "x", Tries: 3}).Do(t.Context(), func(context.Context) error {
		n++
		return &Error{Kind: Unreachable, Final: true}
	})
	if n != 1 || kindOf(err) != Unreachable {
		t.Errorf("tried %d times: %v", n, err)
	}
}

// The bucket lets a burst through, then so many a second, and nobody waits longer than ten seconds.
func TestBucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := NewDoor(Rules{Name: "x", Tries: 1, Bucket: NewBucket(2, 5)})
		began := time.Now()
		const n = 64
		done := make(chan error, n)
		for range n {
			go func() { done <- d.Do(t.Context(), func(context.Context) error { return nil }) }()
		}
		through, busy := 0, 0
		for range n {
			switch err := <-done; {
			case err == nil:
				through++
			case kindOf(err) == Busy:
				busy++
			}
		}
		if through != 25 || busy != n-25 || time.Since(began) != 10*time.Second || isOpen(d) {
			t.Errorf("%d went through and %d did not, in %s", through, busy, time.Since(began))
		}
	})
}

func TestFromStatus(t *testing.T) {
	now := time.Date(2031, 1, 2, 3, 4, 5, 0, time.UTC)
	for status, want := range map[int]Kind{429: Limited, 408: Limited, 500: Broken, 503: Broken, 529: Broken, 401: Denied, 403: Denied,
		404: Refused, 400: Refused, 302: Refused} {
		e := FromStatus("openai", "OPENAI_API_KEY", &http.Response{StatusCode: status, Header: http.Header{}}, now)
		if e.Kind != want || e.Status != status || e.again() != (want == Limited || want == Broken) {
			t.Errorf("%d is %+v", status, e)
		}
	}
	for given, want := range map[string]time.Duration{"": 0, "7": 7 * time.Second, "0.5": time.Second / 2, "-1": 0, "NaN": 0, "soon": 0,
		"Thu, 02 Jan 2031 03:04:15 GMT": 10 * time.Second, "Thu, 02 Jan 2031 03:04:00 GMT": 0, "1e300": 1e6 * time.Second} {
		if got := retryAfter(http.Header{"Retry-After": {given}}, now); got != want {
			t.Errorf("Retry-After: %s is %s", given, got)
		}
	}
}
