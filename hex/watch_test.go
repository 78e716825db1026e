package hex_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hextui/hex"
)

// kitchen answers for one run, and counts the looks at it.
type kitchen struct {
	mu     sync.Mutex
	status string // of the run, or a number: of the answer
	looks  []time.Time
}

func (k *kitchen) set(status string) { k.mu.Lock(); k.status = status; k.mu.Unlock() }

func (k *kitchen) count() int { k.mu.Lock(); defer k.mu.Unlock(); return len(k.looks) }

func (k *kitchen) serve(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.looks = append(k.looks, time.Now())
	var status int
	if n, _ := fmt.Sscan(k.status, &status); n == 1 {
		w.WriteHeader(status)
		return
	}
	answer(w, 200, fmt.Sprintf(`{"projectId":"p","runId":"r","status":%q,"projectVersion":"2"}`, k.status))
}

func watching(t *testing.T, test func(t *testing.T, c *hex.Client, k *kitchen)) {
	synctest.Test(t, func(t *testing.T) {
		k := &kitchen{status: "PENDING"}
		test(t, connect(t, over(k.serve)), k)
	})
}

func TestWatchFollowsARunToItsEnd(t *testing.T) {
	for _, end := range []hex.RunStatus{hex.RunCompleted, hex.RunErrored, hex.RunKilled, hex.RunNoKernel} {
		watching(t, func(t *testing.T, c *hex.Client, k *kitchen) {
			time.AfterFunc(3*time.Second, func() { k.set("RUNNING") })
			time.AfterFunc(20*time.Second, func() { k.set(string(end)) })
			w := c.Watch(t.Context(), "p", "r")
			began := time.Now()
			var seen []string
			for u := range w.Updates() {
				if u.Err != nil || u.Run.Version != "2" || u.At != time.Now() || u.Done != u.Run.Status.Finished() {
					t.Errorf("%+v", u)
				}
				if s := string(u.Run.Status); len(seen) == 0 || seen[len(seen)-1] != s {
					seen = append(seen, s)
				}
			}
			if got := strings.Join(seen, " "); got != "PENDING RUNNING "+string(end) {
				t.Error(got)
			}
			if took := time.Since(began); took > 23*time.Second {
				t.Errorf("the end was seen after %v", took)
			}
			if u, ok := w.Latest(); !ok || !u.Done || u.Run.Status != end {
				t.Errorf("%+v", u)
			}
			looks := k.count()
			w.Nudge()
			w.Close()
			time.Sleep(time.Minute)
			if k.count() != looks {
				t.Error("it was asked for after its end")
			}
		})
	}
}

func TestWatchSlowsDown(t *testing.T) {
	watching(t, func(t *testing.T, c *hex.Client, k *kitchen) {
		w := c.Watch(t.Context(), "p", "r")
		began := time.Now()
		time.Sleep(5 * time.Minute)
		w.Close()
		for i, at := range k.looks[1:] {
			gap, age := at.Sub(k.looks[i]), k.looks[i].Sub(began)
			want := 5 * time.Second
			switch {
			case age < 15*time.Second:
				want = time.Second
			case age < time.Minute:
				want = 2 * time.Second
			}
			if gap < want*9/10 || gap > want*11/10 {
				t.Errorf("at %v: asked after %v, want %v give or take a tenth", age, gap, want)
			}
		}
	})
}

func TestWatchLeavesBudgetToOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &kitchen{status: "RUNNING"}
		c := connect(t, over(k.serve), func(o *hex.Options) { o.Limits = hex.Limits{} })
		w := c.Watch(t.Context(), "p", "r")
		defer w.Close()
		for range 30 {
			time.Sleep(10 * time.Second)
			began := time.Now()
			if _, err := c.GetRunStatus(t.Context(), "p", "other"); err != nil || time.Since(began) > 0 {
				t.Fatalf("a person waited %v: %v", time.Since(began), err)
			}
		}
	})
}

func TestWatchesOfARunShareAPoller(t *testing.T) {
	watching(t, func(t *testing.T, c *hex.Client, k *kitchen) {
		var all []*hex.Watch
		for range 5 {
			all = append(all, c.Watch(t.Context(), "p", "r"))
		}
		time.Sleep(10*time.Second + time.Second/2)
		if n := k.count(); n < 10 || n > 12 {
			t.Errorf("%d looks in 10 s", n)
		}
		late := c.Watch(t.Context(), "p", "r")
		if u, ok := late.Latest(); !ok || u.Run.Status != hex.RunPending {
			t.Errorf("who comes late knows at once: %+v", u)
		}
		for _, w := range all {
			w.Close()
			w.Close()
		}
		before := k.count()
		time.Sleep(10 * time.Second)
		if k.count() == before {
			t.Error("the last one still watches")
		}
		late.Close()
		before = k.count()
		time.Sleep(time.Minute)
		if k.count() != before {
			t.Error("nobody watches")
		}
		// A new watch begins anew.
		again := c.Watch(t.Context(), "p", "r")
		if u := <-again.Updates(); u.Run.Status != hex.RunPending || k.count() != before+1 {
			t.Errorf("%+v", u)
		}
		again.Close()
	})
}

func TestWatchNewestWins(t *testing.T) {
	watching(t, func(t *testing.T, c *hex.Client, k *kitchen) {
		w := c.Watch(t.Context(), "p", "r")
		time.Sleep(5 * time.Second)
		k.set("COMPLETED")
		time.Sleep(5 * time.Second)
		u, ok := <-w.Updates()
		if !ok || u.Run.Status != hex.RunCompleted || !u.Done {
			t.Errorf("%+v", u)
		}
		if _, ok := <-w.Updates(); ok {
			t.Error("open after the last update")
		}
	})
}

func TestWatchUnknownStatusIsNoEnd(t *testing.T) {
	watching(t, func(t *testing.T, c *hex.Client, k *kitchen) {
		k.set("DREAMING")
		w := c.Watch(t.Context(), "p", "r")
		defer w.Close()
		time.Sleep(10 * time.Minute)
		if u, _ := w.Latest(); u.Done || u.Run.Status != "DREAMING" {
			t.Errorf("%+v", u)
		}
	})
}

func TestWatchTellsOfErrorsAndGoesOn(t *testing.T) {
	watching(t, func(t *testing.T, c *hex.Client, k *kitchen) {
		w := c.Watch(t.Context(), "p", "r")
		time.Sleep(time.Second / 2)
		good, _ := w.Latest()
		k.set("503")
		time.Sleep(3 * time.Second)
		u, _ := w.Latest()
		if hex.KindOf(u.Err) != hex.Unavailable || u.Done || u.At != good.At || u.Run.Status != hex.RunPending {
			t.Errorf("%+v", u)
		}
		before := k.count()
		time.Sleep(5 * time.Minute)
		if n := k.count() - before; n < 8 || n > 16 {
			t.Errorf("%d looks in 5 min of failures", n)
		}
		k.set("COMPLETED")
		w.Nudge()
		synctest.Wait()
		if u, _ := w.Latest(); u.Err != nil || !u.Done {
			t.Errorf("%+v", u)
		}
	})
}

func TestWatchNudge(t *testing.T) {
	watching(t, func(t *testing.T, c *hex.Client, k *kitchen) {
		w := c.Watch(t.Context(), "p", "r")
		defer w.Close()
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		before := k.count()
		for range 100 {
			w.Nudge()
		}
		synctest.Wait()
		if n := k.count() - before; n < 1 || n > 2 {
			t.Errorf("100 nudges made %d looks", n)
		}
	})
}

func TestWatchEndsWhereThereIsNoHope(t *testing.T) {
	for _, status := range []string{"404", "401", "403", "422"} {
		watching(t, func(t *testing.T, c *hex.Client, k *kitchen) {
			k.set(status)
			var last hex.RunUpdate
			for u := range c.Watch(t.Context(), "p", "r").Updates() {
				last = u
			}
			if !last.Done || last.Err == nil || k.count() != 3 || last.Run.RunID != "r" || !last.At.IsZero() {
				t.Errorf("%s: %+v after %d looks", status, last, k.count())
			}
		})
	}
	watching(t, func(t *testing.T, c *hex.Client, k *kitchen) {
		k.set("404") // not known yet
		w := c.Watch(t.Context(), "p", "r")
		defer w.Close()
		time.Sleep(time.Second)
		k.set("RUNNING")
		time.Sleep(time.Minute)
		if u, _ := w.Latest(); u.Done || u.Err != nil || u.Run.Status != hex.RunRunning {
			t.Errorf("%+v", u)
		}
	})
	watching(t, func(t *testing.T, c *hex.Client, k *kitchen) {
		if u := <-c.Watch(t.Context(), "p", "..").Updates(); !u.Done || hex.KindOf(u.Err) != hex.Invalid || k.count() != 0 {
			t.Errorf("%+v", u)
		}
	})
}

func TestWatchEndsWithItsContext(t *testing.T) {
	watching(t, func(t *testing.T, c *hex.Client, k *kitchen) {
		ctx, cancel := context.WithCancel(t.Context())
		w := c.Watch(ctx, "p", "r")
		<-w.Updates()
		cancel()
		synctest.Wait()
		for range w.Updates() {
		}
		before := k.count()
		time.Sleep(time.Minute)
		if k.count() != before {
			t.Error("it goes on")
		}
		if _, open := <-c.Watch(ctx, "p", "r").Updates(); open {
			synctest.Wait()
		}
	})
}

func TestCloseEndsAllWatches(t *testing.T) {
	watching(t, func(t *testing.T, c *hex.Client, k *kitchen) {
		one, two := c.Watch(t.Context(), "p", "r"), c.Watch(t.Context(), "p", "r2")
		time.Sleep(3 * time.Second)
		c.Close()
		c.Close()
		for _, w := range []*hex.Watch{one, two, c.Watch(t.Context(), "p", "r3")} {
			var last hex.RunUpdate
			for u := range w.Updates() {
				last = u
			}
			if !last.Done || hex.KindOf(last.Err) != hex.Canceled {
				t.Errorf("%+v", last)
			}
			w.Nudge()
			w.Close()
		}
		before := k.count()
		time.Sleep(time.Minute)
		if k.count() != before {
			t.Error("it goes on")
		}
	})
}

func TestWatchesComeAndGo(t *testing.T) {
	watching(t, func(t *testing.T, c *hex.Client, k *kitchen) {
		time.AfterFunc(30*time.Second, func() { k.set("COMPLETED") })
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				for j := range 20 {
					w := c.Watch(t.Context(), "p", "r")
					u, ok := <-w.Updates()
					if ok && u.Err != nil && !errors.Is(u.Err, context.Canceled) {
						t.Error(u.Err)
					}
					time.Sleep(time.Duration(i*j) * time.Millisecond)
					w.Close()
				}
			})
		}
		wg.Wait()
	})
}
