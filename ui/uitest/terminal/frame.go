package terminal

import (
	"fmt"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// Frame is a screen at one moment. It does not change when the terminal does.
type Frame struct {
	Width, Height int
	Cursor        Cursor
	Title         string
	Modes         Modes
	cells         []Cell
}

// Cursor is where the cursor stands, in cells from the top left.
type Cursor struct {
	X, Y    int
	Visible bool
	Shape   CursorShape
}

// CursorShape is how the cursor looks.
type CursorShape int

// The shapes of a cursor.
const (
	CursorBlock CursorShape = iota
	CursorUnderline
	CursorBar
)

// Cell is one cell of a frame: Content is what is written in it (empty for the right half of a wide
// character), Width how many cells that takes.
type Cell struct {
	uv.Cell
}

// Bold says that the cell's text is bold.
func (c Cell) Bold() bool { return c.Style.Attrs&uv.AttrBold != 0 }

// Faint says that the cell's text is dimmed.
func (c Cell) Faint() bool { return c.Style.Attrs&uv.AttrFaint != 0 }

// Italic says that the cell's text is slanted.
func (c Cell) Italic() bool { return c.Style.Attrs&uv.AttrItalic != 0 }

// Reverse says that foreground and background are exchanged.
func (c Cell) Reverse() bool { return c.Style.Attrs&uv.AttrReverse != 0 }

// Strike says that the cell's text is struck through.
func (c Cell) Strike() bool { return c.Style.Attrs&uv.AttrStrikethrough != 0 }

// Underlined says that the cell's text has a line below it, of any kind.
func (c Cell) Underlined() bool { return c.Style.Underline != uv.UnderlineNone }

// Fg is the colour of the text as "#rrggbb", "" for the terminal's own.
func (c Cell) Fg() string { return hex(c.Style.Fg) }

// Bg is the colour behind the text as "#rrggbb", "" for the terminal's own.
func (c Cell) Bg() string { return hex(c.Style.Bg) }

// Look says the cell's style in words, such as "bold underline #ff0000 on #202020"; "" when plain.
func (c Cell) Look() string {
	var words []string
	for _, a := range []struct {
		on   bool
		word string
	}{
		{c.Bold(), "bold"}, {c.Faint(), "faint"}, {c.Italic(), "italic"}, {c.Underlined(), "underline"},
		{c.Style.Attrs&uv.AttrBlink != 0, "blink"}, {c.Reverse(), "reverse"}, {c.Strike(), "strike"},
	} {
		if a.on {
			words = append(words, a.word)
		}
	}
	if fg := c.Fg(); fg != "" {
		words = append(words, fg)
	}
	if bg := c.Bg(); bg != "" {
		words = append(words, "on "+bg)
	}
	if c.Link.URL != "" {
		words = append(words, "link "+c.Link.URL)
	}
	return strings.Join(words, " ")
}

func hex(c color.Color) string {
	if c == nil {
		return ""
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// Cell returns the cell at column x of row y, an empty one outside the screen.
func (f Frame) Cell(x, y int) Cell {
	if x < 0 || y < 0 || x >= f.Width || y >= f.Height {
		return Cell{}
	}
	return f.cells[y*f.Width+x]
}

// Row returns the text of row y without the blanks at its end.
func (f Frame) Row(y int) string {
	var b strings.Builder
	for x := 0; x < f.Width; {
		c := f.Cell(x, y)
		if c.Content == "" {
			b.WriteByte(' ')
		} else {
			b.WriteString(c.Content)
		}
		x += max(1, c.Width)
	}
	return strings.TrimRight(b.String(), " ")
}

// Rows returns the text of all rows, from the top.
func (f Frame) Rows() []string {
	rows := make([]string, f.Height)
	for y := range rows {
		rows[y] = f.Row(y)
	}
	return rows
}

// String returns the rows, one a line.
func (f Frame) String() string { return strings.Join(f.Rows(), "\n") }

// Contains says whether text stands somewhere on the screen, within one row.
func (f Frame) Contains(text string) bool {
	_, _, ok := f.Find(text)
	return ok
}

// Find returns the cell where text begins for the first time, reading from the top.
func (f Frame) Find(text string) (x, y int, ok bool) {
	for y := range f.Height {
		row := f.Row(y)
		if i := strings.Index(row, text); i >= 0 {
			return f.column(y, i), y, true
		}
	}
	return 0, 0, false
}

// column is the cell of row y in which byte i of the row's text is drawn.
func (f Frame) column(y, i int) int {
	x := 0
	for bytes := 0; x < f.Width; {
		c := f.Cell(x, y)
		if bytes += max(1, len(c.Content)); bytes > i {
			break
		}
		x += max(1, c.Width)
	}
	return x
}

// Crop returns the part of the frame with its top left corner at x, y; it is cut to the screen.
func (f Frame) Crop(x, y, w, h int) Frame {
	x, y = min(max(x, 0), f.Width), min(max(y, 0), f.Height)
	w, h = min(max(w, 0), f.Width-x), min(max(h, 0), f.Height-y)
	part := f
	part.Width, part.Height = w, h
	part.Cursor.X, part.Cursor.Y = f.Cursor.X-x, f.Cursor.Y-y
	part.cells = make([]Cell, 0, w*h)
	for row := y; row < y+h; row++ {
		part.cells = append(part.cells, f.cells[row*f.Width+x:row*f.Width+x+w]...)
	}
	return part
}

// Styled returns the rows, and below each row with styles what they are and from which column to
// which: a text that a person can review and a diff can show.
func (f Frame) Styled() string {
	var b strings.Builder
	for y := range f.Height {
		b.WriteString(f.Row(y) + "\n")
		for from := 0; from < f.Width; {
			look, to := f.Cell(from, y).Look(), from+1
			for to < f.Width && (f.Cell(to, y).Look() == look || f.Cell(to, y).Width == 0) {
				to++
			}
			if look != "" {
				fmt.Fprintf(&b, "    · %d–%d %s\n", from, to-1, look)
			}
			from = to
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}
