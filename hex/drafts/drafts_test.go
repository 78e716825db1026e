package drafts

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

var (
	weekly = Key{Workspace: "https://acme.example/api/v1", Project: "p-1", Cell: "c-1"}
	refund = Key{Workspace: "https://acme.example/api/v1", Project: "p-1", Cell: "c-2"}
	names  = Names{Project: "Weekly revenue", Cell: "weekly_orders"}
	base   = Base{Source: "select 1\n", Hash: "sha256:base", ReadAt: time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)}
)

func TestMain(m *testing.M) {
	if child, ok := children[os.Getenv(childVariable)]; ok {
		child()
		return
	}
	goleak.VerifyTestMain(m)
}

func open(t *testing.T, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func begin(t *testing.T, s *Store, k Key) *Edit {
	t.Helper()
	e, err := s.Begin(k, names, base)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// typed begins an edit with a text that is on disk.

func typed(t *testing.T, s *Store, k Key, text string) *Edit {
	t.Helper()
	e := begin(t, s, k)
	put(t, e, text)
	check(t, e.Flush())
	return e
}

func put(t *testing.T, e *Edit, text string) {
	t.Helper()
	check(t, e.Put([]byte(text), Place{}))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// crash ends a store as a killed process does: the lock goes, the files stay.

func crash(t *testing.T, s *Store) {
	t.Helper()
	for _, e := range s.open() {
		e.mu.Lock()
		e.over, e.typed = true, e.kept
		e.disarm()
		e.mu.Unlock()
	}
	check(t, s.lock.Close())
	s.timers.Wait()
}

func list(t *testing.T, s *Store) Listing {
	t.Helper()
	l, err := s.List()
	check(t, err)
	return l
}

func texts(drafts []Draft) []string {
	out := []string{}
	for _, d := range drafts {
		out = append(out, d.Mine)
	}
	return out
}

func want[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// sign gives a draft file of any content the checksum that fits.
