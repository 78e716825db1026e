package paint

import (
	"slices"
	"strings"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// rendered is what a canvas was as text when it was asked last. Most rows of a frame are those of the frame before, and
// comparing a row takes a fraction of writing it.
type rendered struct {
	cells []cell
	rows  []string
	text  string
	room  []byte
}

// String returns the cells as text with the escape sequences of their styles, a line a row: what a
// Bubble Tea view takes as its content.
func (c *Canvas) String() string {
	last := &c.last
	first := len(last.rows) != c.h || len(last.cells) != len(c.cells)
	if first {
		last.rows, last.cells = make([]string, c.h), make([]cell, len(c.cells))
	}
	changed := first
	for y := range c.h {
		row, before := c.row(y), last.cells[y*c.w:(y+1)*c.w]
		if !first && slices.Equal(row, before) {
			continue
		}
		copy(before, row)
		last.room = c.write(last.room[:0], row)
		last.rows[y], changed = string(last.room), true
	}
	if changed {
		last.text = strings.Join(last.rows, "\n")
	}
	return last.text
}

// write appends a row as text.
func (c *Canvas) write(b []byte, row []cell) []byte {
	pen := uint32(0)
	for len(row) > 0 && row[len(row)-1] == (cell{}) { // the terminal's row is empty where nothing is written
		row = row[:len(row)-1]
	}
	for _, n := range row {
		if n.text == behind {
			continue
		}
		if n.look != pen {
			b, pen = append(b, c.turn(pen, n.look)...), n.look
		}
		switch {
		case n.text == 0:
			b = append(b, ' ')
		case n.text < longer:
			b = utf8.AppendRune(b, rune(n.text))
		default:
			b = append(b, c.texts.items[n.text-longer]...)
		}
	}
	if pen != 0 {
		b = append(b, c.turn(pen, 0)...)
	}
	return b
}

// turn are the escape sequences between two looks.
func (c *Canvas) turn(from, to uint32) string {
	pen, ok := c.pens[[2]uint32{from, to}]
	if !ok {
		old, now := c.looks.items[from], c.looks.items[to]
		pen = uv.StyleDiff(&old.Style, &now.Style)
		if old.link != now.link {
			if old.link.URL != "" {
				pen += ansi.ResetHyperlink()
			}
			if now.link.URL != "" {
				pen += ansi.SetHyperlink(now.link.URL, now.link.Params)
			}
		}
		c.pens[[2]uint32{from, to}] = pen
	}
	return pen
}
