package ui

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/uitest"
)

// serveProjects serves n projects in pages as they are asked for, and nothing else.
func serveProjects(t *testing.T, n int) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path != "/api/v1/projects" {
			http.Error(w, `{"reason":"there are projects only"}`, http.StatusForbidden)
			return
		}
		from, _ := strconv.Atoi(r.URL.Query().Get("after")) // 0 without it
		size, _ := strconv.Atoi(r.URL.Query().Get("limit"))
		to, after := min(from+size, n), "null"
		if to < n {
			after = fmt.Sprintf("%q", fmt.Sprint(to))
		}
		items := make([]string, 0, size)
		for i := from; i < to; i++ {
			items = append(items, fmt.Sprintf(`{"id":"%08d-0000-0000-0000-000000000000","type":"PROJECT","title":"Revenue of region %d by week",`+
				`"description":"Revenue by week and channel.","creator":{"email":"person.%d@acme.example"},`+
				`"owner":{"email":"person.%d@acme.example"},"status":{"name":"Endorsed"},"categories":[{"name":"Finance"}],"schedules":[],`+
				`"createdAt":"2025-01-01T00:00:00Z","lastEditedAt":%q,"lastPublishedAt":"2026-01-01T00:00:00Z",`+
				`"sharing":{"users":[],"groups":[{"group":{"name":"Finance"},"access":"CAN_EDIT"}],"collections":[],`+
				`"workspace":{"access":"CAN_VIEW"},"publicWeb":{"access":"NONE"},"support":{"access":"NONE"}}}`,
				i, i, i%200, i%200, noon.Add(-time.Duration(i)*time.Minute).Format(time.RFC3339)))
		}
		fmt.Fprintf(w, `{"values":[%s],"pagination":{"after":%s,"before":null}}`, strings.Join(items, ","), after)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/api"
}

// readAll is the program, 120×40, once it has read all projects of a workspace, as the runtime has it do: what is started runs
// beside the loop, and each page is shown when it comes.
func readAll(t *testing.T, workspace string) *App {
	t.Helper()
	client, err := hex.New(hex.Options{BaseURL: workspace, Token: "none", Limits: hex.NoLimits, RetryFor: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	keys, err := action.NewKeyMap(nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, over := context.WithCancel(t.Context())
	never := make(chan time.Time)
	t.Cleanup(func() { over(); close(never) })
	a := New(ctx, Options{Session: &Session{Client: client, Name: "test", DraftsOf: "test"}, Keys: keys, Theme: "dark",
		Now: func() time.Time { return noon }, After: func(time.Duration) <-chan time.Time { return never }})
	came := make(chan tea.Msg)
	start := func(cmd tea.Cmd) {
		if cmd == nil {
			return
		}
		go func() {
			select {
			case came <- cmd():
			case <-ctx.Done():
			}
		}()
	}
	take := func(msg tea.Msg) {
		if all, ok := msg.(tea.BatchMsg); ok {
			for _, cmd := range all {
				start(cmd)
			}
			return
		}
		_, next := a.Update(msg)
		a.View()
		start(next)
	}
	start(a.Init())
	take(tea.WindowSizeMsg{Width: 120, Height: 40})
	for read := &a.store.Projects; read.At.IsZero(); {
		select {
		case msg := <-came:
			take(msg)
		case <-t.Context().Done():
			t.Fatalf("only %d projects were read: %v", read.Len(), read.Err)
		}
	}
	return a
}

// TestReadingALongListIsLinear counts what reading a workspace page by page takes, in all of the program: a page of many costs no more
// than one of few, and what stays of a project leaves room for 100,000 within the 150 MB that the program may take.
func TestReadingALongListIsLinear(t *testing.T) {
	if uitest.Race {
		t.Skip("the race detector allocates too")
	}
	const few, many, size = 5_000, 40_000, 100
	const most = 700 // bytes a project
	reading := func(n int) (a *App, allocations, bytes float64, stays int) {
		workspace := serveProjects(t, n)
		var before, after, still runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		a = readAll(t, workspace)
		runtime.ReadMemStats(&after)
		runtime.GC()
		runtime.ReadMemStats(&still)
		if a.store.Projects.Len() != n {
			t.Fatalf("%d of %d projects were read", a.store.Projects.Len(), n)
		}
		pages := float64(n) / size
		return a, float64(after.Mallocs-before.Mallocs) / pages, float64(after.TotalAlloc-before.TotalAlloc) / pages,
			int(still.HeapAlloc-before.HeapAlloc) / n
	}
	reading(size) // what is made once
	_, each, bytes, _ := reading(few)
	a, eachOfMany, bytesOfMany, stays := reading(many)
	t.Logf("a page of %d: %.0f allocations, %.0f kB; of %d: %.0f and %.0f; %d bytes a project stay",
		few, each, bytes/1000, many, eachOfMany, bytesOfMany/1000, stays)
	if eachOfMany > each*1.1 || bytesOfMany > bytes*1.1 {
		t.Errorf("a page of %d projects takes %.0f allocations and %.0f bytes, one of %d takes %.0f and %.0f",
			many, eachOfMany, bytesOfMany, few, each, bytes)
	}
	if stays > most {
		t.Errorf("a project takes %d bytes, %d is the limit", stays, most)
	}
	runtime.KeepAlive(a)
}
