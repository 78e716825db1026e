package ui

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/screen"
)

// listed returns the program on a list of n projects that was read already, 160×50.
func listed(t testing.TB, n int) *App {
	t.Helper()
	client, err := hex.New(hex.Options{BaseURL: "http://127.0.0.1:1", Token: "none", Limits: hex.NoLimits})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	keys, err := action.NewKeyMap([]action.Binding{
		{Action: action.Down, Scope: action.List, Keys: []string{"down"}},
		{Action: action.Up, Scope: action.List, Keys: []string{"up"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	a := New(t.Context(), Options{Session: &Session{Client: client, Name: "test", DraftsOf: "test"}, Keys: keys,
		Now: func() time.Time { return now }, Theme: "dark"})
	projects := make([]hex.Project, n)
	for i := range projects {
		edited := now.Add(-time.Duration(i) * time.Minute)
		projects[i] = hex.Project{ID: fmt.Sprintf("%08d-0000-0000-0000-000000000000", i),
			Title: fmt.Sprintf("Project %d of the quarter", i), Owner: hex.Person{Email: "maya@acme.example"}, LastEditedAt: edited}
	}
	a.store.Projects.Fill(projects, func(p hex.Project) string { return p.ID }, nil, now)
	a.Update(tea.WindowSizeMsg{Width: 160, Height: 50})
	return a
}

var (
	down = tea.KeyPressMsg{Code: tea.KeyDown}
	up   = tea.KeyPressMsg{Code: tea.KeyUp}
)

// press sends a key to the program and has it drawn, as the runtime does.
func press(a *App, k tea.KeyPressMsg) int {
	a.Update(k)
	return len(a.View().Content)
}

func BenchmarkTwoKeysInTheList(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			a := listed(b, n)
			b.ReportAllocs()
			for b.Loop() {
				press(a, down)
				press(a, up)
			}
		})
	}
}

// TestAKeyCostsTheSameInALongList compares the best of several batches of keys at 100,000 and 1,000 rows, taken in turn.
func TestAKeyCostsTheSameInALongList(t *testing.T) {
	short, long := listed(t, 1_000), listed(t, 100_000)
	batch := func(a *App) time.Duration {
		began := time.Now()
		for range 20 {
			press(a, down)
			press(a, up)
		}
		return time.Since(began)
	}
	var few, many []time.Duration
	for range 9 {
		few, many = append(few, batch(short)), append(many, batch(long))
	}
	if ratio := float64(slices.Min(many)) / float64(slices.Min(few)); ratio > 2 {
		t.Errorf("a key at 100,000 rows costs %.1f times what it costs at 1,000", ratio)
	}
}

func TestAKeyAllocatesLittle(t *testing.T) {
	a := listed(t, 10_000)
	if n := testing.AllocsPerRun(20, func() { press(a, down); press(a, up) }); n > 450 {
		t.Errorf("two keys and their frames take %.0f allocations", n)
	}
}

// What is kept of a project that is in the list and of which nothing else is known is the project, where it stands, and little more,
// also once Home went over all of them.
func TestAListedProjectTakesLittle(t *testing.T) {
	const n, most = 20_000, 650
	live := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := live()
	a := listed(t, n)
	a.Go(screen.Target{Place: screen.Home})
	a.Update(nil)
	a.Update(tea.WindowSizeMsg{Width: 160, Height: 50})
	if each := int(live()-before) / n; each > most {
		t.Errorf("a project takes %d bytes, %d is the limit", each, most)
	} else {
		t.Logf("%d bytes a project", each)
	}
	runtime.KeepAlive(a)
}
