package paint

import (
	"image"
	"strings"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Canvas holds the cells of a whole screen. It is reused from frame to frame, and may be used by one goroutine only.
//
// It is kept small on purpose: a cell of the library is 112 bytes, so that a screen and the one before it, to be compared with, are
// a megabyte, which a key finds in none of the processor's near memories. Here a cell is twelve.
type Canvas struct {
	w, h            int
	cells           []cell // row by row
	texts           table[string]
	looks           table[look]
	ascii, clusters bool

	drawn    Style  // the style that was drawn with last, which is mostly drawn with again
	drawing  uint32 // its look
	made     map[piece][]cell
	grounded map[[2]uint32]uint32
	pens     map[[2]uint32]string
	last     rendered
	read     uv.ScreenBuffer // a row of text that comes with its styles
}

// cell is one column. Its zero value is a space without a style.
type cell struct {
	text uint32 // a character, 0 for a space; from longer on the place of a text among the canvas's; or behind
	look uint32 // a place among the canvas's looks
	more uint8  // how many columns beside its own it takes
}

const (
	longer = utf8.MaxRune + 1
	// behind is the text of a column that a wide text to its left takes.
	behind = 1<<32 - 1
)

// look is how a cell looks and where it leads.
type look struct {
	Style
	link uv.Link
}

// table keeps values once, each at a place of its own; the zero value is at 0.
type table[T comparable] struct {
	items  []T
	places map[T]uint32
}

func newTable[T comparable]() table[T] {
	var zero T
	return table[T]{[]T{zero}, map[T]uint32{zero: 0}}
}

// place is where a value is; it is put there if it is new.
func (t *table[T]) place(v T) uint32 {
	at, ok := t.places[v]
	if !ok {
		at = uint32(len(t.items))
		t.items, t.places[v] = append(t.items, v), at
	}
	return at
}

// mostKept is how many texts, looks and changes of look a canvas keeps before it begins anew: many times what a screen has, few
// megabytes where a stream of pictures has ever new colours.
const mostKept = 1 << 14

// NewCanvas returns an empty canvas of w columns and h rows; both are at least zero.
func NewCanvas(w, h int) *Canvas {
	c := &Canvas{}
	c.Resize(w, h)
	return c
}

// Resize changes the size of the canvas and clears it.
func (c *Canvas) Resize(w, h int) {
	c.w, c.h = max(w, 0), max(h, 0)
	c.cells = make([]cell, c.w*c.h)
	c.forget()
}

// forget begins anew with what is kept of former frames. There must be nothing on the canvas.
func (c *Canvas) forget() {
	c.texts, c.looks, c.drawn, c.drawing = newTable[string](), newTable[look](), Style{}, 0
	c.made, c.grounded, c.pens, c.last = map[piece][]cell{}, map[[2]uint32]uint32{}, map[[2]uint32]string{}, rendered{}
}

// Clear empties every cell.
func (c *Canvas) Clear() {
	clear(c.cells)
	if max(len(c.texts.items), len(c.looks.items), len(c.made), len(c.grounded), len(c.pens)) > mostKept {
		c.forget()
	}
}

// Surface returns the whole canvas as a surface.
func (c *Canvas) Surface() Surface { return Surface{c, image.Rect(0, 0, c.w, c.h)} }

func (c *Canvas) row(y int) []cell { return c.cells[y*c.w : (y+1)*c.w] }

// reader is a row of so many columns in which the library reads text that comes with its styles.
func (c *Canvas) reader(width int) uv.ScreenBuffer {
	if c.read.RenderBuffer == nil {
		c.read = uv.NewScreenBuffer(width, 1)
		c.read.Method = ansi.GraphemeWidth
	}
	if c.read.Width() != width {
		c.read.Resize(width, 1)
	}
	return c.read
}

// code is the text of a cell for an ASCII character.
func code(ascii byte) uint32 {
	if ascii == ' ' {
		return 0
	}
	return uint32(ascii)
}

// text is the text of a cell for what stands in one.
func (c *Canvas) text(s string) uint32 {
	if len(s) == 1 {
		return code(s[0])
	}
	if r, size := utf8.DecodeRuneInString(s); size == len(s) && r != utf8.RuneError {
		return uint32(r)
	}
	return longer + c.texts.place(s)
}

// look is the look of a style.
func (c *Canvas) look(st Style) uint32 {
	if st != c.drawn {
		c.drawn, c.drawing = st, c.looks.place(look{Style: st})
	}
	return c.drawing
}

// pieces are the cells, without a look, of what takes so many columns, and is more than one byte.
func (c *Canvas) pieces(cluster string, width int) []cell {
	of := piece{cluster, width}
	cells, ok := c.made[of]
	if ok {
		return cells
	}
	of.text = strings.Clone(cluster) // what is kept must not hold the text that it was drawn from
	cluster = of.text
	if c.ascii && !plain(cluster) {
		cluster = asciiOf(cluster, width)
	}
	var split []piece
	if plain(cluster) {
		for _, sign := range []byte(cluster) {
			split = append(split, piece{string(rune(sign)), 1})
		}
	} else {
		split = splitCluster(cluster, width, c.clusters)
	}
	for _, p := range split {
		cells = append(cells, cell{text: c.text(p.text), more: uint8(p.width - 1)})
	}
	c.made[of] = cells
	return cells
}

// put puts a cell; one without a ground of its own stands on the ground that is there, and without a colour of its own has that
// ground's.
func (c *Canvas) put(x, y int, n cell) {
	if uint(x) < uint(c.w) && uint(y) < uint(c.h) {
		c.lay(c.row(y), x, n)
	}
}

// lay puts a cell into a row.
func (c *Canvas) lay(row []cell, x int, n cell) {
	if below := row[x].look; below != 0 && below != n.look {
		n.look = c.onGround(n.look, below)
	}
	if n.more == 0 && row[x].more == 0 && row[x].text != behind {
		row[x] = n
		return
	}
	replace(row, x, n)
}

// onGround is a look on the ground of another.
func (c *Canvas) onGround(l, below uint32) uint32 {
	ground := &c.looks.items[below]
	if ground.Bg == nil || c.looks.items[l].Bg != nil {
		return l
	}
	at, ok := c.grounded[[2]uint32{l, below}]
	if !ok {
		on := c.looks.items[l]
		if on.Bg = ground.Bg; on.Fg == nil {
			on.Fg = ground.Fg
		}
		at = c.looks.place(on)
		c.grounded[[2]uint32{l, below}] = at
	}
	return at
}

// replace puts a cell whatever is there. Of a wide text that it covers in part, spaces are left.
func replace(row []cell, x int, n cell) {
	wide := x + 1 + int(n.more)
	for i := x; i < min(wide, len(row)); i++ {
		if row[i].more != 0 || row[i].text == behind {
			loosen(row, i)
		}
	}
	if wide > len(row) { // there is no room for it
		for i := x; i < len(row); i++ {
			row[i] = cell{look: n.look}
		}
		return
	}
	row[x] = n
	for i := x + 1; i < wide; i++ {
		row[i] = cell{text: behind, look: n.look}
	}
}

// loosen makes spaces of the wide text that takes column x.
func loosen(row []cell, x int) {
	for x > 0 && row[x].text == behind {
		x--
	}
	first := row[x]
	for i := x; i <= x+int(first.more) && i < len(row); i++ {
		row[i] = cell{look: first.look}
	}
}
