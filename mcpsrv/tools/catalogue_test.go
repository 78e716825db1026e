package tools

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"hextui/hex/hextest"
)

// pages is a workspace of as many full pages of projects; the page with the number of hang is never answered.
type pages struct {
	pages, hang int
	mu          sync.Mutex
	asked       []string
}

func (p *pages) answer(r *http.Request) (int, any, error) {
	q := r.URL.Query()
	limit, err := strconv.Atoi(cmp.Or(q.Get("limit"), "25"))
	if err != nil {
		return 0, nil, err
	}
	n, err := strconv.Atoi(cmp.Or(q.Get("after"), "0"))
	if err != nil {
		return 0, nil, err
	}
	p.mu.Lock()
	p.asked = append(p.asked, q.Get("after"))
	hang := p.hang
	p.mu.Unlock()
	if n == hang {
		<-r.Context().Done()
		return 0, nil, r.Context().Err()
	}
	page := struct {
		Values     []map[string]string `json:"values"`
		Pagination map[string]string   `json:"pagination"`
	}{Pagination: map[string]string{}}
	for i := range limit {
		page.Values = append(page.Values, map[string]string{"id": fmt.Sprint(n*limit + i)})
	}
	if n+1 < p.pages {
		page.Pagination["after"] = strconv.Itoa(n + 1)
	}
	return http.StatusOK, page, nil
}

func TestCatalogue(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	work := &pages{pages: 4, hang: 2}
	client := hextest.Answering(work.answer).Client(t)
	c := newCatalogue(func() time.Time { return now })
	c.patience = 500 * time.Millisecond
	var told []int
	tell := func(n int) { told = append(told, n) }

	l, err := c.all(t.Context(), client, tell)
	if err != nil || l.complete || len(l.projects) != 200 {
		t.Fatalf("out of time gave %d projects, complete %v, %v", len(l.projects), l.complete, err)
	}
	work.hang, c.patience = -1, time.Hour
	l, err = c.all(t.Context(), client, tell)
	if err != nil || !l.complete || len(l.projects) != 400 {
		t.Fatalf("going on gave %d projects, complete %v, %v", len(l.projects), l.complete, err)
	}
	now = now.Add(c.age - time.Second)
	if _, err := c.all(t.Context(), client, tell); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(work.asked, told); got != "[ 1 2 2 3] [100 200 300 400]" {
		t.Errorf("asked and told %s", got)
	}
	now = now.Add(time.Second)
	if _, err := c.all(t.Context(), client, tell); err != nil || len(work.asked) != 9 {
		t.Errorf("what is old was not read anew: %v, %v", work.asked, err)
	}

	t.Run("a caller who gives up does not wait for another", func(t *testing.T) {
		c.busy <- struct{}{}
		defer func() { <-c.busy }()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.all(ctx, client, tell); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestASearchThatRanOutOfTimeSaysSo(t *testing.T) {
	w := New(Options{}).For(hextest.Answering((&pages{pages: 3, hang: 1}).answer).Client(t), func(int, int, string) {})
	w.titles.patience = 500 * time.Millisecond
	out, err := w.searchProjects(t.Context(), searchProjectsIn{Pattern: "x", Limit: 10})
	if err != nil || out.Complete || !out.HasMore || out.TotalSearched != 100 || out.Next == "" {
		t.Errorf("got %+v, %v", out, err)
	}
}
