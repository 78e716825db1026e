package paint

import (
	"slices"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// rendered is what a canvas was as text when it was asked last. Most rows of a frame are those of the frame before, and
// comparing a row takes a fifth of writing it.
type rendered struct {
	cells []uv.Line
	rows  []string
	text  string
}

// String returns the cells as text with the escape sequences of their styles, a line a row: what a
// Bubble Tea view takes as its content.
func (c *Canvas) String() string {
	lines, last := c.buf.Lines, &c.last
	changed := len(lines) != len(last.rows)
	if changed {
		*last = rendered{cells: make([]uv.Line, len(lines)), rows: make([]string, len(lines))}
	}
	for y, line := range lines {
		if last.cells[y] != nil && slices.Equal(line, last.cells[y]) {
			continue
		}
		last.cells[y], last.rows[y], changed = append(last.cells[y][:0], line...), line.Render(), true
	}
	if changed {
		last.text = strings.Join(last.rows, "\n")
	}
	return last.text
}
