package mcpsrv

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"hextui/hex"
)

// pages is a workspace of as many full pages of projects; the page with the number of hang is never answered.
type pages struct {
	Hex
	pages, hang int
	asked       []string
}

func (p *pages) ListProjects(ctx context.Context, q hex.ProjectQuery) (hex.Page[hex.Project], error) {
	p.asked = append(p.asked, q.After)
	n := 0
	if q.After != "" {
		n, _ = strconv.Atoi(q.After)
	}
	if n == p.hang {
		<-ctx.Done()
		return hex.Page[hex.Project]{}, &hex.Error{Kind: hex.Timeout, Message: "late"}
	}
	page := hex.Page[hex.Project]{}
	for i := range q.Limit {
		page.Items = append(page.Items, hex.Project{ID: fmt.Sprint(n*q.Limit + i)})
	}
	if n+1 < p.pages {
		page.After = strconv.Itoa(n + 1)
	}
	return page, nil
}

func TestCatalogue(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	work := &pages{pages: 4, hang: 2}
	c := newCatalogue(work, func() time.Time { return now })
	c.patience = time.Millisecond
	var told []int
	tell := func(n int) { told = append(told, n) }

	l, err := c.all(t.Context(), tell)
	if err != nil || l.complete || len(l.projects) != 200 {
		t.Fatalf("out of time gave %d projects, complete %v, %v", len(l.projects), l.complete, err)
	}
	work.hang, c.patience = -1, time.Hour
	l, err = c.all(t.Context(), tell)
	if err != nil || !l.complete || len(l.projects) != 400 {
		t.Fatalf("going on gave %d projects, complete %v, %v", len(l.projects), l.complete, err)
	}
	now = now.Add(c.age - time.Second)
	if _, err := c.all(t.Context(), tell); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(work.asked, told); got != "[ 1 2 2 3] [100 200 300 400]" {
		t.Errorf("asked and told %s", got)
	}
	now = now.Add(time.Second)
	if _, err := c.all(t.Context(), tell); err != nil || len(work.asked) != 9 {
		t.Errorf("what is old was not read anew: %v, %v", work.asked, err)
	}

	t.Run("a caller who gives up does not wait for another", func(t *testing.T) {
		c.busy <- struct{}{}
		defer func() { <-c.busy }()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.all(ctx, tell); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestASearchThatRanOutOfTimeSaysSo(t *testing.T) {
	s := New(Options{Client: &pages{pages: 3, hang: 1}})
	s.titles.patience = time.Millisecond
	out, err := s.searchProjects(t.Context(), searchProjectsIn{Pattern: "x", Limit: 10})
	if err != nil || out.Complete || !out.HasMore || out.TotalSearched != 100 || out.Next == "" {
		t.Errorf("got %+v, %v", out, err)
	}
}
