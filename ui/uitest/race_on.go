//go:build race

package uitest

// Race tells whether the race detector is on. What is drawn the same without it need not be drawn again, many times
// slower, with it.
const Race = true
