package hex_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hextui/hex"
)

// allowed is a call that may wait so long, whatever for, and what it was told.
type allowed struct {
	mu    sync.Mutex
	told  []hex.Wait
	known []time.Time
}

func (a *allowed) waits(longest time.Duration) *hex.Waits {
	return &hex.Waits{
		Longest: func(hex.Wait) time.Duration { return longest },
		Tell: func(w hex.Wait) {
			a.mu.Lock()
			defer a.mu.Unlock()
			a.told = append(a.told, w)
		},
	}
}

func (a *allowed) taking(w *hex.Waits) *hex.Waits {
	w.Known = func(at time.Time, _ hex.Wait) { a.known = append(a.known, at) }
	return w
}

func groups(w http.ResponseWriter, _ *http.Request) { answer(w, 200, `{"id":"g","title":"t"}`) }

// The 31st request of a minute, and the 61st, do not wait for longer than the call may: it is said at once which limit it is.
func TestNoLongerThanACallMay(t *testing.T) {
	for _, c := range []struct {
		name string
		n    int
		call func(context.Context, *hex.Client) error
		says string
	}{
		{"of a kind", 30, func(ctx context.Context, c *hex.Client) error { _, err := c.GetProject(ctx, "p"); return err },
			"Hex's limit of 30 requests a minute for single projects, runs, outputs, data connections and threads is used up for " +
				"another 50s, and at most 20s are waited. Nothing was sent. Try again then."},
		{"in all", 60, func(ctx context.Context, c *hex.Client) error { _, err := c.GetGroup(ctx, "g"); return err },
			"Hex's limit of 60 requests a minute in all is used up for another 50s, " +
				"and at most 20s are waited. Nothing was sent. Try again then."},
	} {
		synctest.Test(t, func(t *testing.T) {
			sent := 0
			client := connect(t, limited, over(func(w http.ResponseWriter, r *http.Request) { sent++; groups(w, r) }))
			for range c.n {
				if err := c.call(t.Context(), client); err != nil {
					t.Fatal(err)
				}
			}
			time.Sleep(10 * time.Second)
			began, a := time.Now(), &allowed{}
			err := c.call(hex.WithWaits(t.Context(), a.waits(20*time.Second)), client)
			if e := failure(t, err); e.Kind != hex.RateLimited || e.Status != 0 || e.RetryAfter != 50*time.Second || e.Error() != c.says {
				t.Errorf("%s: %+v", c.name, e)
			}
			if time.Since(began) != 0 || sent != c.n || len(a.told) > 0 {
				t.Errorf("%s: it took %v, %d were sent, it was told %+v", c.name, time.Since(began), sent, a.told)
			}
			// A little later it is waited for, and told every few seconds.
			time.Sleep(38 * time.Second)
			err = c.call(hex.WithWaits(t.Context(), a.waits(20*time.Second)), client)
			if err != nil || time.Since(began) != 50*time.Second {
				t.Errorf("%s: %v after %v", c.name, err, time.Since(began))
			}
			if len(a.told) != 3 || a.told[0].For != 12*time.Second || a.told[2].For != 2*time.Second || a.told[0].Refused ||
				!strings.HasPrefix(a.told[0].Why, "for the limit of ") {
				t.Errorf("%s: told %+v", c.name, a.told)
			}
		})
	}
}

// A limit that was set here is not said to be Hex's.
func TestALimitOfOnesOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := connect(t, func(o *hex.Options) { o.Limits = hex.Limits{PerMinute: 1, GroupPerMinute: -1, RunsPerMinute: -1} },
			over(groups))
		if _, err := client.GetGroup(t.Context(), "g"); err != nil {
			t.Fatal(err)
		}
		_, err := client.GetGroup(hex.WithWaits(t.Context(), new(allowed).waits(20*time.Second)), "g")
		if e := failure(t, err); !strings.HasPrefix(e.Error(),
			"hextui's own limit of 1 requests a minute in all is used up for another 1m") {
			t.Error(e)
		}
	})
}

func limited(o *hex.Options) { o.Limits = hex.Limits{} }

// What all requests of a call wait together is bounded, not each.
func TestWaitsAddUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, func(o *hex.Options) { o.Limits = hex.Limits{PerMinute: 2} }, over(groups))
		ask := func(ctx context.Context) error { _, err := c.GetGroup(ctx, "g"); return err }
		for range 2 {
			if err := ask(t.Context()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(8 * time.Second)
		}
		time.Sleep(32 * time.Second) // there is room in 12 s, and again in 20 s
		ctx := hex.WithWaits(t.Context(), (&allowed{}).waits(15*time.Second))
		if err := ask(ctx); err != nil {
			t.Fatal(err)
		}
		if err := ask(ctx); hex.KindOf(err) != hex.RateLimited {
			t.Errorf("12 s and 8 s are more than 15 s, and it got %v", err)
		}
	})
}

// What Hex refuses is waited out for as long as the call allows, and told meanwhile; a longer pause is said as such, once.
func TestARefusalIsWaitedOut(t *testing.T) {
	for _, c := range []struct {
		after, message string
		longest, took  time.Duration
		requests       int
		says           string
	}{
		{"110", "", 5 * time.Minute, 220 * time.Second, 3, ""},
		{"30", "", 20 * time.Second, 0, 1,
			"Hex's request limit is reached. Hex asks for a pause of 30s, and at most 20s are waited. Try again then."},
		{"1800", "Slow down. Please try again in 1800 seconds.", 5 * time.Minute, 0, 1,
			"Slow down. Hex asks for a pause of 30m, and at most 5m are waited. Try again then."},
	} {
		synctest.Test(t, func(t *testing.T) {
			requests := 0
			client := connect(t, over(func(w http.ResponseWriter, r *http.Request) {
				if requests++; requests < 3 {
					w.Header().Set("Retry-After", c.after)
					answer(w, 429, `{"code":"TOO_MANY_REQUESTS","message":"`+c.message+`"}`)
					return
				}
				groups(w, r)
			}))
			began, a := time.Now(), &allowed{}
			_, err := client.GetGroup(hex.WithWaits(t.Context(), a.waits(c.longest)), "g")
			if time.Since(began) != c.took || requests != c.requests {
				t.Errorf("%s: %v after %v and %d requests", c.after, err, time.Since(began), requests)
			}
			switch {
			case c.says != "" && (err == nil || err.Error() != c.says):
				t.Errorf("%s: got %v", c.after, err)
			case c.says == "" && (err != nil || len(a.told) != 44 || !a.told[0].Refused || a.told[0].For != 110*time.Second):
				t.Errorf("%s: %v, told %d times: %+v", c.after, err, len(a.told), a.told[:1])
			}
		})
	}
}

// Reading that may not wait is answered with what is known, and only that: never after a write, and never to who has not said so.
func TestWhatIsKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent []string
		c := connect(t, func(o *hex.Options) { o.Limits, o.Keep = hex.Limits{PerMinute: 3}, 1<<20 },
			over(func(w http.ResponseWriter, r *http.Request) {
				sent = append(sent, r.Method)
				groups(w, r)
			}))
		began, a := time.Now(), &allowed{}
		known := func() context.Context { return hex.WithWaits(t.Context(), a.taking(a.waits(20*time.Second))) }
		ask := func(ctx context.Context, id string) error { _, err := c.GetGroup(ctx, id); return err }
		for range 3 {
			if err := ask(known(), "g"); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(30 * time.Second)
		if err := ask(known(), "g"); err != nil || len(a.known) != 1 || a.known[0] != began {
			t.Errorf("%v, known of %v", err, a.known)
		}
		if err := ask(known(), "h"); hex.KindOf(err) != hex.RateLimited {
			t.Errorf("of another: %v", err)
		}
		if err := ask(hex.WithWaits(t.Context(), a.waits(20*time.Second)), "g"); hex.KindOf(err) != hex.RateLimited {
			t.Errorf("who takes nothing old: %v", err)
		}
		if _, err := c.EditGroup(known(), "g", hex.GroupEdit{Name: "n"}); hex.KindOf(err) != hex.RateLimited {
			t.Errorf("a write: %v", err)
		}
		if err := ask(known(), "g"); err != nil {
			t.Errorf("after a write that was not sent: %v", err)
		}
		time.Sleep(10 * time.Second)
		if err := ask(known(), "g"); err != nil || time.Since(began) != time.Minute {
			t.Errorf("where there is time it is asked: %v after %v", err, time.Since(began))
		}
		for range 2 {
			if err := ask(t.Context(), "g"); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Minute)
		for _, write := range []bool{false, true} {
			for range 3 {
				if err := ask(known(), "g"); err != nil {
					t.Fatal(err)
				}
			}
			if write {
				time.Sleep(time.Minute)
				if _, err := c.EditGroup(known(), "g", hex.GroupEdit{Name: "n"}); err != nil {
					t.Fatal(err)
				}
				for range 2 {
					if err := ask(known(), "h"); err != nil {
						t.Fatal(err)
					}
				}
			}
			err := ask(known(), "g")
			if write != (hex.KindOf(err) == hex.RateLimited) {
				t.Errorf("after a write %v: %v", write, err)
			}
			time.Sleep(time.Minute)
		}
		if !slices.Contains(sent, http.MethodPatch) {
			t.Errorf("sent %v", sent)
		}
	})
}
