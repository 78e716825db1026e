package hex_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hextui/hex"
)

// operations are one of each sort: a read, a write, and the write that a 503 says to have done nothing.
func operations(c *hex.Client) map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"read":  func(ctx context.Context) error { _, err := c.GetGroup(ctx, "g"); return err },
		"write": func(ctx context.Context) error { _, err := c.CreateGroup(ctx, "g", nil); return err },
		"run":   func(ctx context.Context) error { _, err := c.RunProject(ctx, "p", hex.RunRequest{}); return err },
	}
}

func TestRetriesOnlyWhereNothingWasDone(t *testing.T) {
	const cut = 0
	again := map[int]string{429: "read write run", 502: "read", 503: "read run", 504: "read", cut: "read"}
	for _, status := range []int{cut, 400, 401, 403, 404, 408, 409, 422, 429, 500, 501, 502, 503, 504} {
		for _, op := range []string{"read", "write", "run"} {
			synctest.Test(t, func(t *testing.T) {
				requests := 0
				c := connect(t, over(func(w http.ResponseWriter, r *http.Request) {
					requests++
					if requests > 2 {
						answer(w, 200, `{"id":"g","runId":"r"}`)
						return
					}
					if status == cut {
						panic(http.ErrAbortHandler)
					}
					w.WriteHeader(status)
				}))
				err := operations(c)[op](t.Context())
				want := 1
				if strings.Contains(again[status], op) {
					want = 3
				}
				if status == 408 && op == "read" {
					want = 3
				}
				if requests != want || (err == nil) != (want == 3) {
					t.Errorf("%s after %d: %d requests, %v, want %d requests", op, status, requests, err, want)
				}
			})
		}
	}
}

func TestRetriesEnd(t *testing.T) {
	for status, most := range map[int]struct {
		requests int
		time.Duration
	}{503: {5, time.Minute}, 429: {40, 5 * time.Minute}} {
		synctest.Test(t, func(t *testing.T) {
			requests := 0
			c := connect(t, over(func(w http.ResponseWriter, r *http.Request) { requests++; w.WriteHeader(status) }))
			began := time.Now()
			_, err := c.GetGroup(t.Context(), "g")
			if e := failure(t, err); e.Status != status {
				t.Errorf("%+v", e)
			}
			if requests < 2 || requests > most.requests || time.Since(began) > most.Duration {
				t.Errorf("%d: %d requests in %v", status, requests, time.Since(began))
			}
		})
	}
}

func TestRetryAfterIsKept(t *testing.T) {
	headers := map[string]func() (name, value string){
		"seconds": func() (string, string) { return "Retry-After", "7" },
		"part":    func() (string, string) { return "Retry-After", "7.0" },
		"date": func() (string, string) {
			return "Retry-After", time.Now().Add(7 * time.Second).UTC().Format(http.TimeFormat)
		},
		"reset seconds": func() (string, string) { return "X-RateLimit-Reset", "7" },
		"reset moment":  func() (string, string) { return "RateLimit-Reset", itoa(time.Now().Add(7 * time.Second).Unix()) },
		"reset millis": func() (string, string) {
			return "X-Rate-RateLimit-Reset-At", itoa(time.Now().Add(7 * time.Second).UnixMilli())
		},
		"reset date": func() (string, string) {
			return "X-Ratelimit-Reset", time.Now().Add(7 * time.Second).Format(time.RFC3339)
		},
	}
	for name, header := range headers {
		for _, status := range []int{429, 503} {
			synctest.Test(t, func(t *testing.T) {
				seen := &events{}
				var at []time.Time
				c := connect(t, observed(seen), over(func(w http.ResponseWriter, r *http.Request) {
					at = append(at, time.Now())
					if len(at) > 1 {
						answer(w, 200, `{"id":"g"}`)
						return
					}
					w.Header().Set(header())
					w.WriteHeader(status)
				}))
				if _, err := c.GetGroup(t.Context(), "g"); err != nil {
					t.Fatal(err)
				}
				if waited := at[1].Sub(at[0]); waited < 7*time.Second-time.Millisecond || waited > 7*time.Second+time.Millisecond {
					t.Errorf("%s after %d: waited %v, want 7 s", name, status, waited)
				}
				if w := seen.of(hex.EventWaiting); len(w) != 1 || w[0].Wait.Round(time.Second) != 7*time.Second || w[0].Why == "" {
					t.Errorf("%s after %d: told %+v", name, status, w)
				}
			})
		}
	}
}

func TestServersClockCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var at []time.Time
		c := connect(t, over(func(w http.ResponseWriter, r *http.Request) {
			at = append(at, time.Now())
			if len(at) > 1 {
				answer(w, 200, `{"id":"g"}`)
				return
			}
			theirs := time.Now().Add(3 * time.Hour).UTC()
			w.Header().Set("Date", theirs.Format(http.TimeFormat))
			w.Header().Set("Retry-After", theirs.Add(10*time.Second).Format(http.TimeFormat))
			w.WriteHeader(503)
		}))
		if _, err := c.GetGroup(t.Context(), "g"); err != nil || at[1].Sub(at[0]) != 10*time.Second {
			t.Errorf("%v, %v", err, at)
		}
	})
}

func TestUselessRetryAfter(t *testing.T) {
	for _, value := range []string{"", "soon", "-5", "0", "NaN", "Inf", "1e300", "0x10"} {
		synctest.Test(t, func(t *testing.T) {
			requests := 0
			c := connect(t, over(func(w http.ResponseWriter, r *http.Request) {
				requests++
				w.Header().Set("Retry-After", value)
				w.WriteHeader(503)
			}))
			began := time.Now()
			if _, err := c.GetGroup(t.Context(), "g"); hex.KindOf(err) != hex.Unavailable || requests != 5 {
				t.Errorf("%q: %v, %d requests", value, err, requests)
			}
			if took := time.Since(began); took > 8*time.Second {
				t.Errorf("%q: took %v", value, took)
			}
		})
	}
}

func TestTooLongARetryAfterFailsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		requests := 0
		c := connect(t, over(func(w http.ResponseWriter, r *http.Request) {
			requests++
			w.Header().Set("Retry-After", "1800")
			w.WriteHeader(429)
		}))
		began := time.Now()
		_, err := c.RunProject(t.Context(), "p", hex.RunRequest{})
		if e := failure(t, err); e.Kind != hex.RateLimited || e.RetryAfter != 30*time.Minute ||
			e.Error() != "Hex's request limit is reached. Hex asks for a pause of 30m, and at most 5m are waited. Try again then." {
			t.Errorf("%+v", e)
		}
		// Another is not even sent while the server has said no; what has another budget goes out.
		_, err = c.RunProject(t.Context(), "p", hex.RunRequest{})
		if e := failure(t, err); e.Kind != hex.RateLimited || e.RetryAfter != 30*time.Minute || requests != 1 ||
			!strings.Contains(e.Error(), "30m, and at most 5m are waited.") {
			t.Errorf("%+v, %d requests", e, requests)
		}
		if _, err := c.GetProject(t.Context(), "p"); hex.KindOf(err) != hex.RateLimited || requests != 2 {
			t.Errorf("%v, %d requests", err, requests)
		}
		if time.Since(began) != 0 {
			t.Errorf("took %v", time.Since(began))
		}
	})
}

func TestRetryForBoundsAllTries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, func(o *hex.Options) { o.RetryFor = 25 * time.Second }, over(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "10")
			w.WriteHeader(503)
		}))
		began := time.Now()
		_, err := c.GetGroup(t.Context(), "g")
		if e := failure(t, err); e.Kind != hex.Unavailable || time.Since(began) != 20*time.Second {
			t.Errorf("%+v after %v", e, time.Since(began))
		}
	})
}

func TestWaitingCanBeCancelled(t *testing.T) {
	for _, status := range []int{429, 503} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			c := connect(t, over(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Retry-After", "30")
				w.WriteHeader(status)
			}))
			time.AfterFunc(5*time.Second, cancel)
			began := time.Now()
			_, err := c.GetGroup(ctx, "g")
			if e := failure(t, err); e.Kind != hex.Canceled || time.Since(began) != 5*time.Second {
				t.Errorf("%d: %+v after %v", status, e, time.Since(began))
			}
		})
	}
}

func TestNoWaitBeyondTheCallersDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		c := connect(t, over(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "30")
			w.WriteHeader(503)
		}))
		began := time.Now()
		_, err := c.GetGroup(ctx, "g")
		if e := failure(t, err); e.Kind != hex.Unavailable || time.Since(began) != 0 {
			t.Errorf("%+v after %v", e, time.Since(began))
		}
	})
}

func TestEventsTellWhatHappens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seen := &events{}
		c := connect(t, observed(seen), over(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(2 * time.Second)
			if len(seen.of(hex.EventSent)) < 2 {
				w.WriteHeader(502)
				return
			}
			answer(w, 200, `{"id":"g"}`)
		}))
		if _, err := c.GetGroup(t.Context(), "g"); err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, e := range seen.all {
			kinds = append(kinds, string(e.Kind))
			if e.Op != "GetGroup" || e.Path != "/groups/g" || e.Method != "GET" || e.At.IsZero() {
				t.Errorf("%+v", e)
			}
		}
		if got := strings.Join(kinds, " "); got != "sent answered waiting sent answered" {
			t.Error(got)
		}
		answers := seen.of(hex.EventAnswered)
		if answers[0].Status != 502 || answers[0].Err == nil || answers[1].Status != 200 || answers[1].Err != nil ||
			answers[1].Took != 2*time.Second || answers[1].Try != 2 {
			t.Errorf("%+v", answers)
		}
	})
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
