package paint

import (
	"slices"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// rendered is what a canvas was as text when it was asked last. Most rows of a frame are those of the frame before, and
// comparing a row takes a fraction of writing it.
type rendered struct {
	cells []cell
	text  string
	ends  []int // of the rows in text
	room  []byte
}

// String returns the cells as text with the escape sequences of their styles, a line a row: what a
// Bubble Tea view takes as its content.
func (c *Canvas) String() string {
	last := &c.last
	if len(last.ends) != c.h || len(last.cells) != len(c.cells) {
		*last = rendered{cells: slices.Clone(c.cells), ends: make([]int, c.h)}
		for y := range c.h {
			last.room, last.ends[y] = c.line(last.room, y)
		}
		last.text = string(last.room)
		return last.text
	}
	text, changed := last.room[:0], false
	begin := 0 // of the row in the text before
	for y := range c.h {
		row, before := c.row(y), last.cells[y*c.w:(y+1)*c.w]
		end := last.ends[y]
		switch same := slices.Equal(row, before); {
		case !same:
			if !changed {
				text, changed = append(text, last.text[:begin]...), true
			}
			copy(before, row)
			text, last.ends[y] = c.line(text, y)
		case changed:
			text = append(text, last.text[begin:end]...)
			last.ends[y] = len(text)
		}
		begin = end
	}
	if changed {
		last.text, last.room = string(text), text
	}
	return last.text
}

// line appends a row as text, behind the end of the one before it, and tells where it ends.
func (c *Canvas) line(b []byte, y int) (text []byte, end int) {
	if y > 0 {
		b = append(b, '\n')
	}
	b = c.write(b, c.row(y))
	return b, len(b)
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
