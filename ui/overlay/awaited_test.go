package overlay

import (
	"testing"
	"time"
)

// Who saw that something is being read answers the question that follows almost at once; who did not is given longer. A key that comes
// earlier decides nothing, and is told of once.
func TestKeysThatWereUnderWayAnswerNothing(t *testing.T) {
	for name, c := range map[string]struct {
		busy bool
		at   []int // milliseconds after it opened
		want string
	}{
		"awaited, a quick answer":      {true, []int{260}, "-"},
		"awaited, under way":           {true, []int{240, 400, 700}, "ss-"},
		"awaited, a key held down":     {true, []int{0, 200, 400, 600, 800, 1000, 1200, 1400, 1600}, "ssssssss-"},
		"of itself, a quick answer":    {false, []int{410}, "-"},
		"of itself, under way":         {false, []int{390, 700, 1200}, "ss-"},
		"of itself, somebody's typing": {false, []int{100, 300, 500, 700}, "ssss"},
	} {
		var s Stack
		if c.busy {
			b := NewBusy("Do it?", "reading", func() string { return "" }, nil)
			s.Push(b)
			b.Withdraw()
		}
		opened := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
		s.PushUnasked(NewPlan("Do it?", "do it", false, nil, nil), opened)
		s.Sweep()
		got, told := "", 0
		for _, ms := range c.at {
			swallowed, first := s.Swallow(opened.Add(time.Duration(ms) * time.Millisecond))
			if first {
				told++
			}
			if swallowed {
				got += "s"
			} else {
				got += "-"
			}
		}
		if got != c.want || told > 1 || told == 0 && c.want[0] == 's' {
			t.Errorf("%s: %s, want %s; told of %d times", name, got, c.want, told)
		}
	}
}
