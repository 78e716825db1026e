package words

import (
	"fmt"
	"time"
)

// Span is a length of time as people write it: 0.4 s, 3 min 20 s, 5 h 12 min, 330 days 2 h.
func Span(d time.Duration) string {
	const day = 24 * time.Hour
	two := func(big, small time.Duration, words, units string) string {
		n, rest := d/big, d%big/small
		if rest == 0 {
			return fmt.Sprintf("%d %s", n, words)
		}
		return fmt.Sprintf("%d %s %d %s", n, words, rest, units)
	}
	switch d = max(d, 0); {
	case d < time.Minute:
		return fmt.Sprintf("%g s", d.Round(100*time.Millisecond).Seconds())
	case d < time.Hour:
		return two(time.Minute, time.Second, "min", "s")
	case d < 2*day:
		return two(time.Hour, time.Minute, "h", "min")
	}
	return two(day, time.Hour, "days", "h")
}

// Seconds is a length of time, given in seconds, as people write it.
func Seconds(s float64) string { return Span(time.Duration(s * float64(time.Second))) }
