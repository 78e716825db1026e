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
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
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

// Surface is a rectangle of a canvas with its own origin. Drawing outside it does nothing. The
// zero Surface has no room and takes any drawing silently.
type Surface struct {
	canvas *Canvas
	area   image.Rectangle
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
		s.Repeat(0, y, s.Width(), " ", st)
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
		c := &s.canvas.row(p.Y)[p.X]
		l := s.canvas.looks.items[c.look]
		l.Style = change(l.Style)
		c.look = s.canvas.looks.place(l)
	}
}

// Text draws str from x, y on, cut at the surface's edges, and returns the column after it (which
// may lie outside). Where st has no ground, the one that is there stays. x may be negative: what lies
// left of the surface is not drawn. Everything that is not a plain printing character is drawn as
// [Visible] says; a newline is drawn too, as ␊.
func (s Surface) Text(x, y int, str string, st Style) int {
	inRow := y >= 0 && y < s.Height()
	var l uint32
	if inRow {
		l = s.canvas.look(st)
	}
	for len(str) > 0 {
		if n := printing(str); n > 0 {
			if inRow {
				s.printing(x, y, str[:n], l)
			}
			x, str = x+n, str[n:]
			continue
		}
		cluster, width, rest := next(str)
		str = rest
		if inRow && x >= 0 && x+width <= s.Width() {
			s.set(x, y, cluster, width, l)
		} else if inRow && width > 1 {
			s.edge(x, y, width, l)
		}
		x += width
		if x >= s.Width() && len(str) > 64 {
			return x + Width(str)
		}
	}
	return x
}

// printing puts text of which each byte is a sign of one column.
func (s Surface) printing(x, y int, text string, l uint32) {
	row, left := s.canvas.row(s.area.Min.Y+y), s.area.Min.X+x
	for i := max(0, -x); i < min(len(text), s.Width()-x); i++ {
		s.canvas.lay(row, left+i, cell{text: code(text[i]), look: l})
	}
}

// set puts what takes so many columns, in ASCII where the canvas takes nothing else.
func (s Surface) set(x, y int, cluster string, width int, l uint32) {
	x, y = s.area.Min.X+x, s.area.Min.Y+y
	switch {
	case len(cluster) == 1:
		s.canvas.put(x, y, cell{text: code(cluster[0]), look: l})
		return
	case width == 1 && !s.canvas.ascii && narrow(cluster) == len(cluster):
		r, _ := utf8.DecodeRuneInString(cluster)
		s.canvas.put(x, y, cell{text: uint32(r), look: l})
		return
	}
	for _, c := range s.canvas.pieces(cluster, width) {
		c.look = l
		s.canvas.put(x, y, c)
		x += 1 + int(c.more)
	}
}

// edge draws the half of a wide character that still is on the surface as spaces, so that no
// stale cell shows there.
func (s Surface) edge(x, y, width int, l uint32) {
	for i := range width {
		if cx := x + i; cx >= 0 && cx < s.Width() {
			s.set(cx, y, " ", 1, l)
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
	l := s.canvas.look(st)
	for i := max(x, 0); i < min(x+n, s.Width()); i++ {
		s.set(i, y, cluster, 1, l)
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
	if s.Width() <= 0 || s.Height() <= 0 {
		return
	}
	row, y := s.canvas.reader(s.Width()), 0
	for line := range strings.SplitSeq(text, "\n") {
		if skip > 0 {
			skip--
			continue
		}
		if y >= s.Height() {
			return
		}
		uv.NewStyledString(line).Draw(row, row.Bounds())
		s.cells(y, row.Line(0))
		y++
	}
}

// cells puts the cells of a row that was read by other hands, each as wide as its text is here.
func (s Surface) cells(y int, row uv.Line) {
	s.clear(y)
	x := 0
	for _, c := range row {
		if c.Width == 0 { // behind a wide one
			continue
		}
		width := columns(c.Content, c.Width)
		if x+width > s.Width() {
			return
		}
		s.set(x, y, c.Content, width, s.canvas.looks.place(look{c.Style, c.Link}))
		x += width
	}
}

// clear takes what is in a row of the surface away, its ground too.
func (s Surface) clear(y int) {
	row := s.canvas.row(s.area.Min.Y + y)
	for x := s.area.Min.X; x < s.area.Max.X; x++ {
		replace(row, x, cell{})
	}
}
