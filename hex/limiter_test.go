package hex

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// hexWindow counts as Hex does: the requests that reached it in the last 60 s.
type hexWindow struct {
	mu      sync.Mutex
	arrived []time.Time
	most    int
}

func (w *hexWindow) arrive() {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	w.arrived = append(w.arrived, now)
	n := 0
	for _, at := range w.arrived {
		if at.After(now.Add(-time.Minute)) {
			n++
		}
	}
	w.most = max(w.most, n)
}

func always(Wait) bool { return true }

// patient is who waits for as long as it takes.
func patient() patience { return patience{may: always, tell: func(Wait) {}, again: func(Wait) {}} }

// ask goes through the limiter, and takes any time there and back.
func ask(t *testing.T, l *limiter, g group, windows ...*hexWindow) {
	release, err := l.acquire(t.Context(), g, l.turn(false), patient())
	if err != nil {
		t.Error(err)
		return
	}
	time.Sleep(rand.N(5 * time.Second))
	for _, w := range windows {
		w.arrive()
	}
	time.Sleep(rand.N(5 * time.Second))
	release(true)
}

func TestNeverMoreThanTheLimitInAny60Seconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(Limits{PerMinute: 12, GroupPerMinute: 5, RunsPerMinute: 3})
		all := &hexWindow{}
		own := map[group]*hexWindow{groupDefault: {}, group30: {}, groupRun: {}, "": {}}
		var wg sync.WaitGroup
		for range 150 {
			g := []group{groupDefault, group30, groupRun, "", ""}[rand.IntN(5)]
			wg.Go(func() {
				time.Sleep(rand.N(5 * time.Minute))
				ask(t, l, g, all, own[g])
			})
		}
		wg.Wait()
		if len(all.arrived) != 150 {
			t.Errorf("%d of 150 arrived", len(all.arrived))
		}
		for g, most := range map[group]int{groupDefault: 5, group30: 5, groupRun: 3, "": 12} {
			if own[g].most > most {
				t.Errorf("%q: %d in a minute, want at most %d", g, own[g].most, most)
			}
		}
		if all.most > 12 {
			t.Errorf("%d in a minute", all.most)
		}
	})
}

func TestTheWholeLimitIsUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(Limits{})
		began := time.Now()
		for range 180 {
			release, err := l.acquire(t.Context(), "", l.turn(false), patient())
			if err != nil {
				t.Fatal(err)
			}
			release(true)
		}
		if took := time.Since(began); took != 2*time.Minute {
			t.Errorf("180 requests took %v, want 2 min", took)
		}
	})
}

func TestServedInTheOrderOfAsking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(Limits{PerMinute: 2, GroupPerMinute: 1})
		var wg sync.WaitGroup
		var mu sync.Mutex
		var order []string
		var told []time.Duration
		join := func(name string, g group) {
			wg.Go(func() {
				release, err := l.acquire(t.Context(), g, l.turn(false), patience{may: always, again: func(Wait) {}, tell: func(w Wait) {
					mu.Lock()
					defer mu.Unlock()
					told = append(told, w.For)
				}})
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				order = append(order, name)
				mu.Unlock()
				release(true)
			})
			synctest.Wait()
			time.Sleep(time.Second)
		}
		join("a", groupDefault) // at 0 s: goes
		join("b", groupDefault) // waits for the group until 60 s
		join("c", group30)      // at 2 s: another group is not held up
		join("d", "")           // waits for the whole until 60 s, behind b: until 62 s
		join("e", "")           // until 120 s
		wg.Wait()
		if got := strings.Join(order, " "); got != "a c b d e" {
			t.Errorf("order %s", got)
		}
		want := []time.Duration{59 * time.Second, 59 * time.Second, 116 * time.Second}
		if len(told) < 3 || told[0] != want[0] || told[1] != want[1] || told[2] != want[2] {
			t.Errorf("told %v, want %v first", told, want)
		}
	})
}

func TestCancelledWaiterMakesRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(Limits{PerMinute: 1})
		ask(t, l, "")
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		first := make(chan error, 1)
		go func() {
			_, err := l.acquire(ctx, "", l.turn(false), patient())
			first <- err
		}()
		synctest.Wait()
		ask(t, l, "")
		if err := <-first; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the first gives up with %v", err)
		}
		if took := time.Since(began); took > 70*time.Second {
			t.Errorf("the second waited %v: the first still held its place", took)
		}
		if len(l.queue) != 0 {
			t.Errorf("%d left in the queue", len(l.queue))
		}
	})
}

func TestRequestNeverSentCostsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(Limits{PerMinute: 1})
		began := time.Now()
		for range 10 {
			release, err := l.acquire(t.Context(), "", l.turn(false), patient())
			if err != nil {
				t.Fatal(err)
			}
			release(false)
		}
		if time.Since(began) != 0 {
			t.Errorf("took %v", time.Since(began))
		}
	})
}

func TestRefusalHoldsTheGroupBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(NoLimits)
		l.block(groupRun, time.Now().Add(20*time.Second))
		began := time.Now()
		ask(t, l, groupDefault)
		if time.Since(began) > 10*time.Second {
			t.Error("another group was held back")
		}
		release, err := l.acquire(t.Context(), groupRun, l.turn(false), patient())
		if err != nil || time.Since(began) != 20*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		release(true)
		l.block("", time.Now().Add(2*time.Minute))
		if b := l.budget(time.Now()); b.Left != 0 || time.Until(b.Reset) != 2*time.Minute {
			t.Errorf("%+v", b)
		}
		short := patient()
		short.may = func(w Wait) bool { return w.For <= time.Minute }
		_, err = l.acquire(t.Context(), groupRun, l.turn(false), short)
		if over := (overdrawn{}); !errors.As(err, &over) || over.wait != (Wait{For: 2 * time.Minute, Refused: true}) || len(l.queue) != 0 {
			t.Errorf("%v", err)
		}
	})
}

func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, err := New(Options{})
		if err != nil {
			t.Fatal(err)
		}
		if b := c.Budget(); b != (Budget{Left: 60, Limit: 60}) {
			t.Errorf("whole: %+v", b)
		}
		l := c.limit
		ask(t, l, groupDefault)
		release, _ := l.acquire(t.Context(), groupDefault, l.turn(false), patient())
		if b := c.Budget(); b.Left != 58 || time.Until(b.Reset) != time.Minute {
			t.Errorf("one done, one under way: %+v", b)
		}
		if s := l.spare(groupDefault); s != 28.0/30 {
			t.Errorf("spare %v", s)
		}
		release(true)
		time.Sleep(time.Minute)
		if b := c.Budget(); b != (Budget{Left: 60, Limit: 60}) {
			t.Errorf("whole again: %+v", b)
		}
	})
	if b := newLimiter(NoLimits).budget(time.Now()); b != (Budget{}) {
		t.Errorf("no limits: %+v", b)
	}
}

func BenchmarkLimiter(b *testing.B) {
	l := newLimiter(NoLimits)
	b.ReportAllocs()
	for b.Loop() {
		release, err := l.acquire(b.Context(), groupDefault, l.turn(false), patient())
		if err != nil {
			b.Fatal(err)
		}
		release(true)
	}
}

// A write, and what it reads first, goes before all reading that waits, in the order of asking among themselves.
func TestWritesGoFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(Limits{PerMinute: 1})
		ask(t, l, "")
		var wg sync.WaitGroup
		var order []string
		join := func(name string, first bool) {
			wg.Go(func() {
				release, err := l.acquire(t.Context(), "", l.turn(first), patient())
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, name) // one at a time has a place
				release(true)
			})
			synctest.Wait()
		}
		for _, name := range []string{"a", "b", "c"} {
			join(name, false)
		}
		join("write", true)
		join("d", false)
		join("write again", true)
		wg.Wait()
		if got := strings.Join(order, ", "); got != "write, write again, a, b, c, d" {
			t.Errorf("order %s", got)
		}
	})
}

// Whoever saves a cell does not wait for the thirty refreshes that were asked for before: all requests of the save go first.
func TestASaveGoesBeforeRefreshes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cell := func(source string) string {
			return `{"id":"c","staticId":"s","projectId":"p","cellType":"SQL","contents":{"sqlCell":{"source":"` + source + `"}}}`
		}
		source := "select 1"
		answer := func(body string) *http.Response {
			return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
				Body: io.NopCloser(strings.NewReader(body))}
		}
		c, err := New(Options{Limits: Limits{PerMinute: 10, GroupPerMinute: -1},
			Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				switch {
				case r.Method == http.MethodPatch:
					source = "select 2"
					return answer(cell(source)), nil
				case strings.Contains(r.URL.Path, "/cells/"):
					return answer(cell(source)), nil
				}
				return answer(`{"values":[],"pagination":{}}`), nil
			})})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		var refreshes sync.WaitGroup
		for range 30 {
			refreshes.Go(func() {
				if _, err := c.ListGroups(t.Context(), GroupQuery{}); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		began := time.Now()
		base := Snap(Cell{ID: "c", StaticID: "s", ProjectID: "p", Type: CellSQL,
			Contents: Contents{SQL: &SQLContents{Source: "select 1"}}}, began)
		saved, err := c.Save(t.Context(), base, Edit{Source: "select 2"})
		if err != nil || !saved.Changed {
			t.Errorf("%+v, %v", saved, err)
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("the save waited %v, longer than until there is a budget again", took)
		}
		refreshes.Wait()
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
