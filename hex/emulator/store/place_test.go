package store

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestBetween: there is always another position between two, and every one is new.
func TestBetween(t *testing.T) {
	for _, width := range []int{1, 3, 1000} {
		dice := rand.New(rand.NewPCG(1, 1))
		all := []string{Place(1), Place(2), Place(10), Place(11)}
		for range 2000 {
			at := dice.IntN(min(width, len(all)))
			low := ""
			if at > 0 {
				low = all[at-1]
			}
			made := between(low, all[at])
			if made <= low || made >= all[at] {
				t.Fatalf("%q is not between %q and %q", made, low, all[at])
			}
			all = slices.Insert(all, at, made)
		}
	}
}
