// Package paint is the one door between hextui and the cells of the terminal.
//
// Every widget draws into a [Surface], a clipped rectangle of a [Canvas]. Text that reaches a
// Surface is made safe on the way: a control character, an escape sequence or an invisible or
// bidirectional character becomes visible text, so nothing that came from the network can act on
// the terminal. The package knows nothing of themes, widgets, screens or Hex.
package paint

import (
	"image"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Style is how a cell looks: foreground, background, underline and attributes. Colours are
// always true colours; Bubble Tea brings them down to what the terminal can show.
type Style = uv.Style

// Attributes of a [Style].
const (
	Bold    = uv.AttrBold
	Faint   = uv.AttrFaint
	Italic  = uv.AttrItalic
	Reverse = uv.AttrReverse
	Strike  = uv.AttrStrikethrough
)

// Underline kinds of a [Style].
const (
	UnderlineSingle = uv.UnderlineSingle
	UnderlineCurly  = uv.UnderlineCurly
)

// Canvas is the cell buffer of a whole screen. It is reused from frame to frame.
type Canvas struct {
	buf      uv.ScreenBuffer
	ascii    bool
	clusters bool
	last     rendered
}

// NewCanvas returns an empty canvas of w columns and h rows; both are at least zero.
func NewCanvas(w, h int) *Canvas {
	return &Canvas{buf: uv.NewScreenBuffer(max(w, 0), max(h, 0))}
}

// Resize changes the size of the canvas and clears it.
func (c *Canvas) Resize(w, h int) {
	c.buf.Resize(max(w, 0), max(h, 0))
	c.buf.Clear()
}

// Clear empties every cell.
func (c *Canvas) Clear() { c.buf.Clear() }

// Surface returns the whole canvas as a surface.
func (c *Canvas) Surface() Surface {
	return Surface{buf: c.buf.RenderBuffer.Buffer, area: c.buf.Bounds(), ascii: c.ascii, clusters: c.clusters}
}

// Surface is a rectangle of a canvas with its own origin. Drawing outside it does nothing. The
// zero Surface has no room and takes any drawing silently.
type Surface struct {
	buf   *uv.Buffer
	area  image.Rectangle
	ascii bool // everything is brought to ASCII on its way to the cells
	// clusters is whether the terminal measures by the whole.
	clusters bool
}

// Width is the number of columns.
func (s Surface) Width() int { return s.area.Dx() }

// Height is the number of rows.
func (s Surface) Height() int { return s.area.Dy() }

// Origin is where the surface's top left cell is on the canvas: what a widget adds to its own
// coordinates to place the terminal's cursor.
func (s Surface) Origin() (x, y int) { return s.area.Min.X, s.area.Min.Y }

// Contains tells whether the canvas position lies in the surface, for mouse events.
func (s Surface) Contains(x, y int) bool { return image.Pt(x, y).In(s.area) }

// Sub returns the part of s that begins at x, y and is w wide and h high, cut to what s has.
func (s Surface) Sub(x, y, w, h int) Surface {
	r := image.Rect(s.area.Min.X+x, s.area.Min.Y+y, s.area.Min.X+x+max(w, 0), s.area.Min.Y+y+max(h, 0))
	s.area = r.Intersect(s.area)
	return s
}

// SplitTop returns the first n rows and the rest.
func (s Surface) SplitTop(n int) (top, rest Surface) {
	n = min(max(n, 0), s.Height())
	return s.Sub(0, 0, s.Width(), n), s.Sub(0, n, s.Width(), s.Height()-n)
}

// SplitBottom returns what is above the last n rows, and those rows.
func (s Surface) SplitBottom(n int) (rest, bottom Surface) {
	n = min(max(n, 0), s.Height())
	return s.SplitTop(s.Height() - n)
}

// SplitLeft returns the first n columns and the rest.
func (s Surface) SplitLeft(n int) (left, rest Surface) {
	n = min(max(n, 0), s.Width())
	return s.Sub(0, 0, n, s.Height()), s.Sub(n, 0, s.Width()-n, s.Height())
}

// SplitRight returns what is left of the last n columns, and those columns.
func (s Surface) SplitRight(n int) (rest, right Surface) {
	n = min(max(n, 0), s.Width())
	return s.SplitLeft(s.Width() - n)
}

// Inset returns s without dx columns on either side and dy rows at the top and the bottom.
func (s Surface) Inset(dx, dy int) Surface {
	return s.Sub(dx, dy, s.Width()-2*dx, s.Height()-2*dy)
}

// Fill makes every cell a space of the given style; where that has no ground, the one that is there stays.
func (s Surface) Fill(st Style) {
	for y := range s.Height() {
		for x := range s.Width() {
			s.set(x, y, uv.Cell{Content: " ", Width: 1, Style: st})
		}
	}
}

// Restyle changes the style of w cells from x, y on without touching their text: a selection, a
// match, the line of the cursor.
func (s Surface) Restyle(x, y, w int, change func(Style) Style) {
	for i := range w {
		p := image.Pt(s.area.Min.X+x+i, s.area.Min.Y+y)
		if !p.In(s.area) {
			continue
		}
		if c := s.buf.CellAt(p.X, p.Y); c != nil {
			c.Style = change(c.Style)
		}
	}
}

// Text draws str from x, y on, cut at the surface's edges, and returns the column after it (which
// may lie outside). Where st has no ground, the one that is there stays. x may be negative: what lies
// left of the surface is not drawn. Everything that is not a plain printing character is drawn as
// [Visible] says; a newline is drawn too, as ␊.
func (s Surface) Text(x, y int, str string, st Style) int {
	inRow := y >= 0 && y < s.Height()
	for len(str) > 0 {
		cluster, width, rest := next(str)
		str = rest
		if inRow && x >= 0 && x+width <= s.Width() {
			s.set(x, y, uv.Cell{Content: cluster, Width: width, Style: st})
		} else if inRow && width > 1 {
			s.edge(x, y, width, st)
		}
		x += width
		if x >= s.Width() && len(str) > 64 {
			return x + Width(str)
		}
	}
	return x
}

// set puts a cell, in ASCII where the canvas takes nothing else.
func (s Surface) set(x, y int, c uv.Cell) {
	if s.ascii && !plain(c.Content) {
		s.setASCII(x, y, c)
		return
	}
	if len(c.Content) > 1 && !plain(c.Content) {
		s.cluster(x, y, c)
		return
	}
	s.put(x, y, c)
}

// put puts a cell; one without a ground of its own stands on the ground that is there, and without a colour of its own has that
// ground's.
func (s Surface) put(x, y int, c uv.Cell) {
	x, y = s.area.Min.X+x, s.area.Min.Y+y
	if c.Style.Bg == nil {
		if below := s.buf.CellAt(x, y); below != nil && below.Style.Bg != nil {
			c.Style.Bg = below.Style.Bg
			if c.Style.Fg == nil {
				c.Style.Fg = below.Style.Fg
			}
		}
	}
	s.buf.SetCell(x, y, &c)
}

// edge draws the half of a wide character that still is on the surface as spaces, so that no
// stale cell shows there.
func (s Surface) edge(x, y, width int, st Style) {
	for i := range width {
		if cx := x + i; cx >= 0 && cx < s.Width() {
			s.set(cx, y, uv.Cell{Content: " ", Width: 1, Style: st})
		}
	}
}

// Right draws str so that its last column is the column before x.
func (s Surface) Right(x, y int, str string, st Style) { s.Text(x-Width(str), y, str, st) }

// Repeat draws the one-column string n times from x, y on.
func (s Surface) Repeat(x, y, n int, str string, st Style) {
	if str == "" || n <= 0 {
		return
	}
	cluster, width, rest := next(str)
	if width != 1 || rest != "" {
		for i := range n {
			s.Text(x+i, y, str, st)
		}
		return
	}
	if y < 0 || y >= s.Height() {
		return
	}
	for i := max(x, 0); i < min(x+n, s.Width()); i++ {
		s.set(i, y, uv.Cell{Content: cluster, Width: 1, Style: st})
	}
}

// Column draws the one-column string from x, y on downwards, n times: a thin vertical rule.
func (s Surface) Column(x, y, n int, str string, st Style) {
	for i := range n {
		s.Text(x, y+i, str, st)
	}
}

// Styled draws text that already carries the escape sequences of styles, such as rendered Markdown, from the row
// skip of it on. Only styles are taken from it; any other sequence is ignored. The text must have been made from
// text that [Visible] has passed over.
func (s Surface) Styled(text string, skip int) {
	if s.Width() <= 0 || s.Height() <= 0 || s.buf == nil {
		return
	}
	y := 0
	for line := range strings.SplitSeq(text, "\n") {
		if skip > 0 {
			skip--
			continue
		}
		if y >= s.Height() {
			return
		}
		row := s.Sub(0, y, s.Width(), 1)
		uv.NewStyledString(line).Draw(uv.ScreenBuffer{RenderBuffer: &uv.RenderBuffer{Buffer: s.buf}, Method: ansi.GraphemeWidth}, row.area)
		if row.remeasured(); s.ascii {
			row.rowToASCII()
		}
		y++
	}
}
