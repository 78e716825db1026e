package resolve

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

func TestAListIsReadOnAndKept(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	work := &pages{pages: 4, hang: 2}
	client := hextest.Answering(work.answer).Client(t)
	l := NewLists(func() time.Time { return now }).Projects
	l.patience = 500 * time.Millisecond
	var told []int
	tell := func(n int) { told = append(told, n) }

	got, err := l.All(t.Context(), client, tell)
	if err != nil || got.Complete || len(got.Items) != 200 {
		t.Fatalf("out of time gave %d projects, complete %v, %v", len(got.Items), got.Complete, err)
	}
	work.hang, l.patience = -1, time.Hour
	got, err = l.All(t.Context(), client, tell)
	if err != nil || !got.Complete || len(got.Items) != 400 {
		t.Fatalf("going on gave %d projects, complete %v, %v", len(got.Items), got.Complete, err)
	}
	now = now.Add(l.age - time.Second)
	if _, err := l.All(t.Context(), client, tell); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(work.asked, told); got != "[ 1 2 2 3] [100 200 300 400]" {
		t.Errorf("asked and told %s", got)
	}
	now = now.Add(time.Second)
	if _, err := l.All(t.Context(), client, tell); err != nil || len(work.asked) != 9 {
		t.Errorf("what is old was not read anew: %v, %v", work.asked, err)
	}

	t.Run("a caller who gives up does not wait for another", func(t *testing.T) {
		l.busy <- struct{}{}
		defer func() { <-l.busy }()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := l.All(ctx, client, tell); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

// A workspace that answers every cursor with the page before counts nothing twice, and is not asked for ever.
func TestPagesThatRepeatAreMerged(t *testing.T) {
	asked := 0
	client := hextest.Answering(func(*http.Request) (int, any, error) {
		asked++
		values := []map[string]string{}
		for i := range 9 {
			values = append(values, map[string]string{"id": fmt.Sprint(i), "title": "Net revenue retention"})
		}
		return http.StatusOK, map[string]any{"values": values, "pagination": map[string]string{"after": fmt.Sprint("cursor ", asked)}}, nil
	}).Client(t)
	got, err := NewLists(time.Now).Projects.All(t.Context(), client, nil)
	if err != nil || len(got.Items) != 9 || !got.Complete || !got.Repeats || asked != 2 {
		t.Errorf("%d items, complete %v, repeats %v after %d requests: %v", len(got.Items), got.Complete, got.Repeats, asked, err)
	}
}
