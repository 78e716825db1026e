package cache

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"hextui/mcpsrv/share/sharetest"
)

type thing struct{ Text string }

// What was made is there again for its time, in another process too; a key tells capitals apart; what failed is not kept.
func TestFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "hub")
	now := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	made := 0
	fail := errors.New("no")
	get := func(query string, failing bool) (thing, error) {
		c := New(NewFiles(dir, func() time.Time { return now })) // a program that was started anew
		return Through(t.Context(), c, "search", Key("search", query, 2), 10*time.Minute, func(context.Context) (thing, error) {
			made++
			if failing {
				return thing{}, fail
			}
			return thing{query}, nil
		})
	}
	expect := func(what, query string, n int) {
		t.Helper()
		if got, err := get(query, false); err != nil || got.Text != query || made != n {
			t.Errorf("%s: %+v, %v, made %d times", what, got, err, made)
		}
	}
	if _, err := get("Größe", true); !errors.Is(err, fail) {
		t.Fatal(err)
	}
	expect("after a failure", "Größe", 2)
	expect("again", "Größe", 2)
	expect("in another case", "größe", 3)
	now = now.Add(10*time.Minute - time.Second)
	expect("in the last second", "Größe", 3)
	status := New(NewFiles(dir, func() time.Time { return now.Add(time.Minute) })).Status(t.Context())
	if *status.TotalFiles != 2 || *status.ExpiredFiles != 2 || status.Backend != "file" || *status.CacheDir != "hub" ||
		status.DefaultTTLSeconds != 3600 {
		t.Errorf("the status is %+v", status)
	}
	now = now.Add(time.Second)
	expect("after its time", "Größe", 4)

	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, path := range files {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
		if err := os.WriteFile(path, []byte(`{"key":`), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	expect("damaged", "Größe", 5)
	expect("mended", "Größe", 5)
}

// A folder that cannot be made keeps nothing, and nothing fails.
func TestNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := New(NewFiles(filepath.Join(file, "hub"), nil))
	for range 2 {
		got, err := Through(t.Context(), c, "x", "x", time.Minute, func(context.Context) (int, error) { return 7, nil })
		if got != 7 || err != nil {
			t.Error(got, err)
		}
	}
}

// A panic is an error of those who asked, and the next makes the value.
func TestPanic(t *testing.T) {
	c := New(NewFiles(t.TempDir(), nil))
	_, err := Through(t.Context(), c, "x", "x", time.Minute, func(context.Context) (int, error) { panic("odd") })
	if err == nil || !strings.Contains(err.Error(), "panic: odd") {
		t.Error(err)
	}
	got, err := Through(t.Context(), c, "x", "x", time.Minute, func(context.Context) (int, error) { return 7, nil })
	if got != 7 || err != nil {
		t.Errorf("%d, %v", got, err)
	}
}

// Of equal calls at the same moment one makes the value; who gives up leaves it to the others, and the last who gives up ends it.
func TestOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := New(NewFiles(t.TempDir(), nil))
		made, ended := 0, false
		get := func(ctx context.Context) (int, error) {
			return Through(ctx, c, "x", "x", time.Minute, func(ctx context.Context) (int, error) {
				made++
				select {
				case <-time.After(time.Minute):
					return 7, nil
				case <-ctx.Done():
					ended = true
					return 0, ctx.Err()
				}
			})
		}
		first, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := get(first); !errors.Is(err, context.Canceled) {
				t.Errorf("who gave up got %v", err)
			}
		})
		synctest.Wait()
		for range 63 {
			all.Go(func() {
				if got, err := get(t.Context()); got != 7 || err != nil {
					t.Errorf("another got %d, %v", got, err)
				}
			})
		}
		synctest.Wait()
		cancel()
		all.Wait()
		if made != 1 || ended {
			t.Errorf("made %d times, given up %t", made, ended)
		}
		time.Sleep(time.Hour)
		last, cancel := context.WithCancel(t.Context())
		all.Go(func() { _, _ = get(last) })
		synctest.Wait()
		cancel()
		all.Wait()
		synctest.Wait()
		if made != 2 || !ended {
			t.Errorf("made %d times, given up %t", made, ended)
		}
	})
}

func TestRedis(t *testing.T) {
	address, stop := sharetest.Redis(t, "0")
	o, err := redis.ParseURL(sharetest.URL(address))
	if err != nil {
		t.Fatal(err)
	}
	o.MaxRetries = -1
	client := redis.NewClient(o)
	t.Cleanup(func() {
		if err := client.Close(); err != nil {
			t.Error(err)
		}
	})
	made := 0
	get := func() (int, error) {
		return Through(t.Context(), New(NewRedis(client, "t:")), "x", Key("x", 1), time.Minute, func(context.Context) (int, error) {
			made++
			return 7, nil
		})
	}
	for range 2 {
		if got, err := get(); got != 7 || err != nil || made != 1 {
			t.Errorf("%d, %v, made %d times", got, err, made)
		}
	}
	if ttl := client.TTL(t.Context(), "t:"+Key("x", 1)).Val(); ttl < 50*time.Second || ttl > time.Minute {
		t.Errorf("it is kept for %s", ttl)
	}
	s := NewRedis(client, "t:").Status(t.Context())
	if s.Status != "healthy" || *s.TotalKeys != 1 || *s.ConnectedClients < 1 || !strings.Contains(*s.RedisVersion, ".") ||
		*s.MemoryUsedHuman == "" {
		t.Errorf("the status is %+v", s)
	}
	stop()
	if got, err := get(); got != 7 || err != nil || made != 2 {
		t.Errorf("without Redis: %d, %v, made %d times", got, err, made)
	}
	if s := NewRedis(client, "t:").Status(t.Context()); s.Status != "unavailable" || s.TotalKeys != nil {
		t.Errorf("without Redis the status is %+v", s)
	}
}
