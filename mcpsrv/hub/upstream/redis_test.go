package upstream

import (
	"context"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"hextui/mcpsrv/share/sharetest"
)

func TestShared(t *testing.T) {
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
	one, other := NewShared(client, "t:"), NewShared(client, "t:")

	// Two instances fill one bucket: five at once, then two a second; a wait of more than asked for takes no place.
	b, c := one.Bucket("llm", 2, 5), other.Bucket("llm", 2, 5)
	waited := 0
	for i := range 8 {
		bucket := b
		if i%2 == 1 {
			bucket = c
		}
		wait, ok := bucket.Take(t.Context(), 10*time.Second)
		if !ok {
			t.Fatalf("place %d is refused", i)
		}
		if wait > 0 {
			waited++
		}
	}
	if waited < 2 || waited > 3 {
		t.Errorf("%d of 8 waited", waited)
	}
	if wait, ok := c.Take(t.Context(), time.Millisecond); ok || wait < time.Second/2 {
		t.Errorf("with no patience: %s, %t", wait, ok)
	}

	// What one instance sees fail is closed to the other; when the time is over, one of both probes.
	doors := []*Door{NewDoor(Rules{Name: "s", Tries: 1, Shared: one}), NewDoor(Rules{Name: "s", Tries: 1, Shared: other})}
	for i := range 3 {
		if err := doors[i%2].Do(t.Context(), func(context.Context) error { return broken() }); kindOf(err) != Broken {
			t.Fatal(err)
		}
	}
	asked := 0
	for _, d := range doors {
		err := d.Do(t.Context(), func(context.Context) error { asked++; return nil })
		if kindOf(err) != Open || asked != 0 {
			t.Errorf("after three failures, shared: %v", err)
		}
	}
	if err := client.Del(t.Context(), "t:breaker:s:open").Err(); err != nil { // as after its time
		t.Fatal(err)
	}
	if first, second := one.OpenFor(t.Context(), "s"), other.OpenFor(t.Context(), "s"); first != 0 || second == 0 {
		t.Errorf("two probe: %s, %s", first, second)
	}
	one.Ended(t.Context(), "s", Undecided)
	if left := other.OpenFor(t.Context(), "s"); left != 0 {
		t.Errorf("after an undecided probe nobody may probe for %s", left)
	}
	other.Ended(t.Context(), "s", Failed)
	if left := one.OpenFor(t.Context(), "s"); left < 29*time.Second {
		t.Errorf("after a failed probe it is open for %s", left)
	}
	one.Ended(t.Context(), "s", Succeeded)
	if left := other.OpenFor(t.Context(), "s"); left != 0 {
		t.Errorf("after a success it is open for %s", left)
	}

	// Who may probe, but whose own breaker is open yet, leaves the probe to others.
	for range 3 {
		_ = NewDoor(Rules{Name: "p", Tries: 1, Shared: one}).Do(t.Context(), func(context.Context) error { return broken() })
	}
	d := NewDoor(Rules{Name: "p", Tries: 1})
	for range 3 {
		_ = d.Do(t.Context(), func(context.Context) error { return broken() })
	}
	d.rules.Shared = one
	if err := client.Del(t.Context(), "t:breaker:p:open").Err(); err != nil {
		t.Fatal(err)
	}
	if err := d.Do(t.Context(), func(context.Context) error { return nil }); kindOf(err) != Open {
		t.Error(err)
	}
	if left := other.OpenFor(t.Context(), "p"); left != 0 {
		t.Errorf("after one that could not probe nobody may for %s", left)
	}

	// Without Redis each goes on by itself.
	stop()
	if wait, ok := b.Take(t.Context(), 0); wait != 0 || !ok {
		t.Errorf("without Redis: %s, %t", wait, ok)
	}
	if err := doors[0].Do(t.Context(), func(context.Context) error { return nil }); err != nil {
		t.Error(err)
	}
}
