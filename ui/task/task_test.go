package task

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// drain runs the commands that were queued, and those that follow from them, as the runtime would.
func drain(t *testing.T, r *Runner) {
	t.Helper()
	queue := []tea.Cmd{r.Take()}
	for len(queue) > 0 {
		cmd := queue[0]
		queue = queue[1:]
		if cmd == nil {
			continue
		}
		switch m := cmd().(type) {
		case tea.BatchMsg:
			queue = append(queue, m...)
		case Result:
			r.Apply(m)
			queue = append(queue, r.Take())
		}
	}
}

func TestAnOvertakenResultIsDropped(t *testing.T) {
	r := New(t.Context())
	var got []string
	var first context.Context
	Do(r, "list", func(ctx context.Context) (string, error) { first = ctx; return "old", nil },
		func(v string, _ error) { got = append(got, v) })
	Do(r, "list", func(context.Context) (string, error) { return "new", nil }, func(v string, _ error) { got = append(got, v) })
	Do(r, "", func(context.Context) (string, error) { return "write one", nil }, func(v string, _ error) { got = append(got, v) })
	Do(r, "", func(context.Context) (string, error) { return "write two", nil }, func(v string, _ error) { got = append(got, v) })
	if r.Busy() != 4 {
		t.Errorf("%d pieces of work are under way, want 4", r.Busy())
	}
	drain(t, r)
	if want := []string{"new", "write one", "write two"}; !slices.Equal(got, want) {
		t.Errorf("the results that counted are %q, want %q", got, want)
	}
	if first.Err() == nil {
		t.Error("the context of overtaken work goes on")
	}
	if r.Busy() != 0 || r.Running("list") {
		t.Errorf("after the end %d pieces of work are still under way", r.Busy())
	}
}

func TestValuesComeOneByOneAndTheEndIsTold(t *testing.T) {
	broken := errors.New("cut")
	r := New(t.Context())
	var got []int
	var end error
	Each(r, "pages", func(context.Context) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			if yield(1, nil) && yield(2, nil) {
				yield(0, broken)
			}
		}
	}, func(v int, err error, last bool) {
		if last {
			end = err
			return
		}
		got = append(got, v)
	})
	drain(t, r)
	if !slices.Equal(got, []int{1, 2}) || !errors.Is(end, broken) {
		t.Errorf("got %v and the end %v", got, end)
	}
}

func TestAStreamThatIsCancelledEndsQuietly(t *testing.T) {
	r := New(t.Context())
	var got []int
	closed := false
	Each(r, "pages", func(ctx context.Context) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			defer func() { closed = true }()
			for i := 0; ctx.Err() == nil && yield(i, nil); i++ {
			}
		}
	}, func(v int, _ error, last bool) {
		if last {
			t.Error("the end of cancelled work was told")
		}
		if got = append(got, v); len(got) == 3 {
			r.Cancel("pages")
		}
	})
	drain(t, r)
	if len(got) != 3 || !closed || r.Busy() != 0 {
		t.Errorf("got %v, closed %v, busy %d", got, closed, r.Busy())
	}
}

func TestAPanicInWorkIsAnError(t *testing.T) {
	r := New(t.Context())
	var got error
	Do(r, "", func(context.Context) (int, error) { panic("boom") }, func(_ int, err error) { got = err })
	drain(t, r)
	if got == nil || !strings.Contains(got.Error(), "boom") {
		t.Errorf("the error is %v", got)
	}
}
