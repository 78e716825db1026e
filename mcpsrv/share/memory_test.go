package share

import (
	"fmt"
	"testing"
	"time"
)

func TestMemoryShared(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	sharedContract(t, NewMemory(func() time.Time { return now }), func(d time.Duration) { now = now.Add(d) })
}

// sharedContract is what every Shared keeps; pass lets time go by.
func sharedContract(t *testing.T, s Common, pass func(time.Duration)) {
	t.Helper()
	ctx := t.Context()
	must := func(what string, ok bool, err error) {
		t.Helper()
		if err != nil || !ok {
			t.Fatalf("%s: %v, %v", what, ok, err)
		}
	}
	is := func(want bool) func(bool, error) (bool, error) {
		return func(got bool, err error) (bool, error) { return got == want, err }
	}
	check := func(what string, want bool, got bool, err error) {
		t.Helper()
		ok, err := is(want)(got, err)
		must(what, ok, err)
	}
	first := func(name, holder string, ttl time.Duration) (bool, error) { return s.Once(ctx, name, holder, ttl) }
	got, err := first("lease", "a", time.Minute)
	check("the first takes it", true, got, err)
	got, err = first("lease", "b", time.Minute)
	check("the second does not", false, got, err)
	must("another holder lets it go", true, s.LetGo(ctx, "lease", "b"))
	got, err = first("lease", "b", time.Minute)
	check("it is not free", false, got, err)
	must("its holder lets it go", true, s.LetGo(ctx, "lease", "a"))
	got, err = first("lease", "b", 50*time.Millisecond)
	check("it is free", true, got, err)
	pass(60 * time.Millisecond)
	got, err = first("lease", "c", time.Minute)
	check("it has expired", true, got, err)

	for want := 1; want <= 3; want++ {
		n, err := s.Count(ctx, "runs", time.Minute)
		check(fmt.Sprintf("count %d", want), true, n == want, err)
	}
	must("put", true, s.Put(ctx, "k", []byte("v"), 50*time.Millisecond))
	v, err := s.Get(ctx, "k")
	must("get", string(v) == "v", err)
	pass(60 * time.Millisecond)
	v, err = s.Get(ctx, "k")
	must("gone", v == nil, err)
	v, err = s.First(ctx, "salt", []byte("one"))
	must("the first value", string(v) == "one", err)
	v, err = s.First(ctx, "salt", []byte("two"))
	must("stays", string(v) == "one", err)

	const span = 200 * time.Millisecond
	for i := range 3 {
		wait, err := s.Take(ctx, "budget", 3, span)
		must(fmt.Sprintf("place %d", i), wait == 0, err)
	}
	wait, err := s.Take(ctx, "budget", 3, span)
	must("no place is left", wait > 0 && wait <= span, err)
	pass(span + 5*time.Millisecond)
	wait, err = s.Take(ctx, "budget", 3, span)
	must("places come back", wait == 0, err)
}
