package hex_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"hextui/hex"
)

// FuzzEveryOperation gives every operation any answer at all: it is read, or it is an error that says so.
func FuzzEveryOperation(f *testing.F) {
	for n, op := range allOperations {
		whole := op.answer
		if status, body, ok := strings.Cut(whole, " "); ok && len(status) == 3 {
			whole = body
		}
		for _, body := range []string{whole, whole[:len(whole)/2], strings.ReplaceAll(whole, `"`, `7`),
			strings.NewReplacer(`{`, `[`, `}`, `]`).Replace(whole)} {
			f.Add(uint(n), []byte(body))
		}
	}
	var body []byte
	o := hex.Options{Limits: hex.NoLimits, RetryFor: -1, Transport: inProcess(func(w http.ResponseWriter,
		r *http.Request) {
		w.Write(body)
	})}
	c, err := hex.New(o)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, n uint, in []byte) {
		body = in
		op := allOperations[n%uint(len(allOperations))]
		err := op.call(t.Context(), c)
		var partly *hex.PartialSharing
		var members *hex.PartialMembers
		if err == nil || errors.As(err, &partly) || errors.As(err, &members) {
			return
		}
		e := failure(t, err)
		if e.Kind != hex.Decode || e.Message == "" || e.MayHaveHappened != (e.Method != http.MethodGet) {
			t.Errorf("%s: %+v", op.name, e)
		}
		checkSentence(t, e)
	})
}

// FuzzWaits gives the headers that say how long to wait any value: the wait is never below nothing, and never without end.
func FuzzWaits(f *testing.F) {
	for _, s := range []string{"7", "-1", "1e300", "NaN", "0x10", "Wed, 21 Oct 2026 07:28:00 GMT", "2026-10-21T07:28:00Z", "1792567680",
		"1792567680000", ""} {
		f.Add(s, s, s)
	}
	var retry, reset, date string
	c, err := hex.New(hex.Options{Limits: hex.NoLimits, RetryFor: -1, Transport: inProcess(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Retry-After"], w.Header()["X-Ratelimit-Reset"], w.Header()["Date"] = []string{retry}, []string{reset}, []string{date}
		w.WriteHeader(http.StatusServiceUnavailable)
	})})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, a, b, d string) {
		retry, reset, date = a, b, d
		_, err := c.GetGroup(t.Context(), "g")
		if e := failure(t, err); e.RetryAfter < 0 || e.RetryAfter > 24*time.Hour {
			t.Errorf("%q, %q at %q is a wait of %v", a, b, d, e.RetryAfter)
		}
	})
}
