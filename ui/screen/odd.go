package screen

import (
	"fmt"

	"hextui/hex"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// Of what cannot be understood, so many are told of, each in so many lines.
const (
	oddShown = 2
	oddLines = 6
)

// DrawOdd paints which items of a list cannot be understood, and why, and returns how many lines it takes.
func DrawOdd(a paint.Surface, t *theme.Theme, odd []hex.Odd) int {
	y := 0
	for _, o := range odd[:min(len(odd), oddShown)] {
		lines := paint.Wrap(o.String(), a.Width())
		for _, line := range lines[:min(len(lines), oddLines)] {
			a.Text(0, y, line, t.Warn)
			y++
		}
	}
	if more := len(odd) - oddShown; more > 0 {
		a.Text(0, y, fmt.Sprintf("%d more like this.", more), t.Warn)
		y++
	}
	return y
}
