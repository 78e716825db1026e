package share

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hextui/hex"
	"hextui/mcpsrv/share/sharetest"
)

func redisAt(t *testing.T, address string) Common {
	t.Helper()
	s, err := NewRedis(t.Context(), sharetest.URL(address), "test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

const anIDOfARun = "0197a1b2-0000-7000-8000-000000000001"

// realTime lets real time go by: the clock is that of Redis.
func realTime(d time.Duration) { <-time.After(d) }

func TestRedisShared(t *testing.T) {
	address, _ := sharetest.Redis(t, "0")
	sharedContract(t, redisAt(t, address), realTime)
}

func TestRedisAddress(t *testing.T) {
	for _, c := range []struct{ address, want string }{
		{"http://:the-password@127.0.0.1", "redis://"},
		{"redis://:the-password@127.0.0.1:bad", "not taken"},
		{"redis://:the-password@127.0.0.1:1/0", "does not answer"},
	} {
		_, err := NewRedis(t.Context(), c.address, "test")
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "the-password") {
			t.Errorf("%s: %v", c.address, err)
		}
	}
}

// A Redis that takes questions and answers none holds nobody up for longer than one try.
func TestRedisHangs(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int64
	var work sync.WaitGroup
	work.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			work.Go(func() {
				defer c.Close()
				for words := bufio.NewScanner(c); words.Scan(); {
					switch strings.ToLower(words.Text()) {
					case "hello", "client":
						fmt.Fprint(c, "-ERR unknown command\r\n")
					case "ping":
						fmt.Fprint(c, "+PONG\r\n")
					case "get", "incr":
						asked.Add(1)
					}
				}
			})
		}
	})
	s, err := NewRedis(t.Context(), "redis://"+l.Addr().String(), "test")
	if err != nil {
		t.Fatal(err)
	}
	questions := []func() error{
		func() error { _, err := s.Get(t.Context(), "k"); return err },
		func() error { _, err := s.Count(t.Context(), "k", time.Minute); return err },
	}
	failed := make(chan error, len(questions))
	for _, ask := range questions {
		go func() { failed <- ask() }()
	}
	for range questions {
		if err := <-failed; err == nil {
			t.Error("there is an answer")
		}
	}
	if n := asked.Load(); int(n) != len(questions) {
		t.Errorf("%d questions were sent %d times", len(questions), n)
	}
	if err := errors.Join(s.Close(), l.Close()); err != nil {
		t.Error(err)
	}
	work.Wait()
}

// replicas are servers that share one Redis, or the memory of this process.
func replicas(t *testing.T, run func(t *testing.T, join func() Common)) {
	t.Run("memory", func(t *testing.T) {
		m := NewMemory(nil)
		run(t, func() Common { return m })
	})
	t.Run("redis", func(t *testing.T) {
		address, _ := sharetest.Redis(t, "0")
		run(t, func() Common { return redisAt(t, address) })
	})
}

// Servers that share a token stay together inside its budget.
func TestReplicasShareTheBudget(t *testing.T) {
	replicas(t, func(t *testing.T, join func() Common) {
		var sent atomic.Int64
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			sent.Add(1)
			fmt.Fprint(w, `{"id":"x","title":"x"}`)
		}))
		t.Cleanup(srv.Close)
		var work sync.WaitGroup
		var refused atomic.Int64
		for range 3 {
			transport := Transport(&http.Transport{}, join(), hex.Limits{PerMinute: 10})
			client, err := hex.New(hex.Options{BaseURL: srv.URL, Token: "hxtp_0123456789", Limits: hex.NoLimits, Transport: transport,
				RetryFor: -1})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				client.Close()
				transport.(*roundTripper).CloseIdleConnections()
			})
			for range 10 {
				work.Go(func() {
					ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
					defer cancel()
					_, err := client.GetProject(ctx, anIDOfARun)
					if err != nil {
						refused.Add(1)
					}
					var e *hex.Error
					if err != nil && (!errors.As(err, &e) || e.Kind != hex.RateLimited || e.RetryAfter <= 0) {
						t.Error(err)
					}
				})
			}
		}
		work.Wait()
		if sent.Load() != 10 || refused.Load() != 20 {
			t.Errorf("%d of 30 were sent, %d refused", sent.Load(), refused.Load())
		}
	})
}

// A write that waits for the budget and is not sent has not happened, whoever ends the wait; and it takes nothing of the
// budget of its own server.
func TestWaitingForTheBudgetDoesNothing(t *testing.T) {
	var sent atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { sent.Add(1) }))
	t.Cleanup(srv.Close)
	asked := make(chan struct{}, 1)
	full := usedUp{NewMemory(nil), asked}
	transport := Transport(&http.Transport{}, full, hex.Limits{})
	for _, c := range []struct {
		name     string
		deadline time.Duration
		kind     hex.Kind
		times    int
	}{{"no place in time", 20 * time.Second, hex.RateLimited, 1}, {"nobody waits any more", time.Hour, hex.Canceled, 2}} {
		t.Run(c.name, func(t *testing.T) {
			client, err := hex.New(hex.Options{BaseURL: srv.URL, Token: "hxtp_0123456789", Limits: hex.Limits{PerMinute: 1},
				Timeout: c.deadline, Transport: transport, RetryFor: -1})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(client.Close)
			for range c.times {
				ctx, cancel := context.WithCancel(t.Context())
				failed := make(chan error, 1)
				go func() {
					_, err := client.CreateGroup(ctx, "Night shift", nil)
					failed <- err
				}()
				select {
				case <-asked:
				case <-time.After(20 * time.Second):
					t.Fatal("the budget that is shared is not asked for")
				}
				if c.kind == hex.Canceled {
					cancel()
				}
				var e *hex.Error
				if err := <-failed; !errors.As(err, &e) || e.Kind != c.kind || e.MayHaveHappened || sent.Load() > 0 {
					t.Errorf("got %+v, %v; %d were sent", e, err, sent.Load())
				}
				cancel()
			}
		})
	}
}

// usedUp is a budget without a place for a minute.
type usedUp struct {
	Common
	asked chan struct{}
}

func (u usedUp) Take(context.Context, string, int, time.Duration) (time.Duration, error) {
	u.asked <- struct{}{}
	return time.Minute, nil
}

// Of many watchers of a run, on several servers, one at a time asks Hex.
func TestReplicasShareTheWatch(t *testing.T) {
	replicas(t, func(t *testing.T, join func() Common) {
		var asked, together, most atomic.Int64
		status := atomic.Pointer[string]{}
		running, done := "RUNNING", "COMPLETED"
		status.Store(&running)
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked.Add(1)
			if n := together.Add(1); n > most.Load() {
				most.Store(n)
			}
			defer together.Add(-1)
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"projectId":%q,"runId":%q,"status":%q}`, anIDOfARun, anIDOfARun, *status.Load())
		}))
		t.Cleanup(srv.Close)
		var clients []*hex.Client
		for range 3 {
			transport := Transport(&http.Transport{}, join(), hex.NoLimits)
			transport.(*roundTripper).fresh = 300 * time.Millisecond
			client, err := hex.New(hex.Options{BaseURL: srv.URL, Token: "hxtp_0123456789", Limits: hex.NoLimits, Transport: transport,
				RetryFor: -1})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				client.Close()
				transport.(*roundTripper).CloseIdleConnections()
			})
			clients = append(clients, client)
		}
		look := func(n int) {
			var work sync.WaitGroup
			for _, client := range clients {
				for range n {
					work.Go(func() {
						run, err := client.GetRunStatus(t.Context(), anIDOfARun, anIDOfARun)
						if err != nil || string(run.Status) != *status.Load() {
							t.Errorf("got %+v, %v", run, err)
						}
					})
				}
			}
			work.Wait()
		}
		look(10)
		if asked.Load() > 3 || most.Load() != 1 { // one; a slow machine may take longer than an answer is good for
			t.Errorf("30 looks at once became %d questions, %d at a time", asked.Load(), most.Load())
		}
		realTime(350 * time.Millisecond)
		status.Store(&done)
		look(1)
		before := asked.Load()
		realTime(350 * time.Millisecond)
		look(10)
		if asked.Load() != before {
			t.Errorf("a run that is over was asked about %d times more", asked.Load()-before)
		}
	})
}
