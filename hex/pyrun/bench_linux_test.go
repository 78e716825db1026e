package pyrun

import (
	"testing"
	"time"
)

// BenchmarkRun is a program that prints a line: in an interpreter started for it, and in one that waits. What is warm is
// waited for outside of the measured time.
func BenchmarkRun(b *testing.B) {
	for _, way := range systemWays {
		s, err := sandboxes[way]()
		if err != nil {
			b.Logf("%s is not measured: %v", way, err)
			continue
		}
		b.Run(string(way)+"/cold", func(b *testing.B) {
			for b.Loop() {
				once(b, func() (Result, error) { return s.Run(b.Context(), "print(1)", Limits{}) })
			}
		})
		b.Run(string(way)+"/warm", func(b *testing.B) {
			p := NewPool(s, 2, Limits{})
			defer func() { _ = p.Close() }()
			for b.Loop() {
				b.StopTimer()
				for p.Stats().Warm < 2 {
					<-time.After(time.Millisecond)
				}
				b.StartTimer()
				once(b, func() (Result, error) { return p.Run(b.Context(), "print(1)") })
			}
		})
	}
}

func once(b *testing.B, run func() (Result, error)) {
	b.Helper()
	if r, err := run(); err != nil || r.Text() != "1\n" {
		b.Fatalf("it wrote %q (%v)", r.Text(), err)
	}
}
