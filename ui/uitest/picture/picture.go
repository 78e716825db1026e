// Package picture draws the cells of an emulated terminal as an SVG image: text, colours, wide
// characters, lines and blocks, the cursor, and a window around them.
//
// The image needs nothing beside itself. Every stretch of text is given its place and its length, so
// the columns stand wherever and with whatever monospace font it is looked at; boxes and blocks are
// drawn as shapes and so close without gaps. To see one as PNG: rsvg-convert -z 2 in.svg -o out.png.
//
// The package knows a terminal's frames and nothing else of the program; it may be used outside tests.
package picture

import (
	"fmt"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"

	"hextui/ui/uitest/terminal"
)

// Options say how a picture looks. The zero value is a dark window titled as the program titles it.
type Options struct {
	// Title stands at the top of the window; "" means the frame's own title.
	Title string
	// Foreground and Background are the terminal's own colours; nil means light grey and near black.
	Foreground, Background color.Color
	// Bare leaves the window out and draws the cells alone.
	Bare bool
}

// The sizes of things in pixels.
const (
	cellW, cellH = 9, 19
	fontSize     = 15
	baseline     = 14 // from the top of a cell
	margin       = 12 // between the window's edge and the cells
	bar          = 34 // the window's title bar
)

const fonts = `ui-monospace,'SFMono-Regular','SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace`

// SVG draws a frame. The same frame and options always give the same bytes.
func SVG(f terminal.Frame, o Options) []byte {
	if o.Title == "" {
		o.Title = f.Title
	}
	if o.Foreground == nil {
		o.Foreground = color.RGBA{0xd6, 0xd6, 0xdd, 0xff}
	}
	if o.Background == nil {
		o.Background = color.RGBA{0x16, 0x16, 0x1c, 0xff}
	}
	p := &painter{frame: f, options: o, left: margin, top: bar}
	width, height := f.Width*cellW+2*margin, f.Height*cellH+bar+margin
	if o.Bare {
		p.left, p.top = 0, 0
		width, height = f.Width*cellW, f.Height*cellH
	}
	p.printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">`+"\n", width, height, width,
		height)
	p.printf("<title>%s</title>\n", escape(o.Title))
	p.printf("<style>text{font:%dpx %s;white-space:pre;font-variant-ligatures:none}.b{font-weight:700}.i{font-style:italic}"+
		"rect{shape-rendering:crispEdges}.w{shape-rendering:auto}</style>\n", fontSize, fonts)
	p.window(width, height)
	for y := range f.Height {
		p.grounds(y)
	}
	for y := range f.Height {
		p.row(y)
	}
	p.cursor()
	p.printf("</svg>\n")
	return []byte(p.out.String())
}

type painter struct {
	frame     terminal.Frame
	options   Options
	left, top int
	out       strings.Builder
}

func (p *painter) printf(format string, args ...any) { fmt.Fprintf(&p.out, format, args...) }

func (p *painter) x(column int) int { return p.left + column*cellW }
func (p *painter) y(row int) int    { return p.top + row*cellH }

// window draws the ground, and the window's edge and bar.
func (p *painter) window(width, height int) {
	ground := hex(p.options.Background)
	if p.options.Bare {
		p.printf(`<rect width="%d" height="%d" fill="%s"/>`+"\n", width, height, ground)
		return
	}
	edge := hex(blend(p.options.Background, p.options.Foreground, 25))
	p.printf(`<rect class="w" x="0.5" y="0.5" width="%d" height="%d" rx="9" fill="%s" stroke="%s"/>`+"\n", width-1, height-1, ground, edge)
	for i, dot := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		p.printf(`<circle cx="%d" cy="%d" r="5.5" fill="%s"/>`, 20+i*19, bar/2, dot)
	}
	faint := hex(blend(p.options.Background, p.options.Foreground, 60))
	p.printf(`<text x="%d" y="%d" fill="%s" text-anchor="middle">%s</text>`+"\n", width/2, bar/2+5, faint, escape(p.options.Title))
}

// ink is how the text of a cell is drawn, with reverse and the terminal's own colours worked in.
type ink struct {
	fg, bg       string // "#rrggbb"; bg is "" where it is the window's
	bold, italic bool
	faint, hide  bool
}

func (p *painter) ink(c terminal.Cell) ink {
	fg, bg := c.Style.Fg, c.Style.Bg
	if c.Reverse() {
		if fg == nil {
			fg = p.options.Foreground
		}
		if bg == nil {
			bg = p.options.Background
		}
		fg, bg = bg, fg
	}
	if fg == nil {
		fg = p.options.Foreground
	}
	return ink{
		fg: hex(fg), bg: hex(bg), bold: c.Bold(), italic: c.Italic(), faint: c.Faint(),
		hide: c.Style.Attrs&uv.AttrConceal != 0,
	}
}

// grounds draws what is behind the text of a row.
func (p *painter) grounds(y int) {
	for from := 0; from < p.frame.Width; {
		bg, to := p.ink(p.frame.Cell(from, y)).bg, from+1
		for to < p.frame.Width && (p.frame.Cell(to, y).Width == 0 || p.ink(p.frame.Cell(to, y)).bg == bg) {
			to++
		}
		if bg != "" {
			p.rect(p.x(from), p.y(y), (to-from)*cellW, cellH, bg, 1)
		}
		from = to
	}
}

// row draws the text of a row: words of plain letters together, every other sign by itself, because
// it may come from another font than the letters.
func (p *painter) row(y int) {
	for x := 0; x < p.frame.Width; {
		c := p.frame.Cell(x, y)
		width := max(1, c.Width)
		switch {
		case c.Content == "" || c.Content == " ":
		case p.shape(c.Content, x, y, p.ink(c)):
		case letter(c):
			width = p.wordLength(x, y)
			p.text(x, y, width, p.ink(c))
		default:
			p.text(x, y, width, p.ink(c))
		}
		p.lines(x, y, width)
		x += width
	}
}

func letter(c terminal.Cell) bool {
	r := []rune(c.Content)
	return len(r) == 1 && c.Width == 1 && r[0] > ' ' && r[0] < 0x250
}

// wordLength is how many cells from x on are drawn with one stretch of text: letters that look
// alike, with single blanks between them.
func (p *painter) wordLength(x, y int) int {
	first := p.frame.Cell(x, y)
	n := 1
	for end := 1; x+end < p.frame.Width; end++ {
		c := p.frame.Cell(x+end, y)
		switch {
		case c.Look() != first.Look():
			return n
		case letter(c):
			n = end + 1
		case c.Content == " " && end == n:
		default:
			return n
		}
	}
	return n
}

func (p *painter) text(x, y, cells int, k ink) {
	if k.hide {
		return
	}
	var class []string
	if k.bold {
		class = append(class, "b")
	}
	if k.italic {
		class = append(class, "i")
	}
	attrs := ""
	if class != nil {
		attrs = fmt.Sprintf(` class="%s"`, strings.Join(class, " "))
	}
	if k.faint {
		attrs += ` fill-opacity="0.6"`
	}
	p.printf(`<text x="%d" y="%d" textLength="%d" lengthAdjust="spacingAndGlyphs" fill="%s"%s>%s</text>`+"\n",
		p.x(x), p.y(y)+baseline, cells*cellW, k.fg, attrs, escape(p.content(x, y, cells)))
}

func (p *painter) content(x, y, cells int) string {
	var b strings.Builder
	for i := range cells {
		b.WriteString(p.frame.Cell(x+i, y).Content)
	}
	return b.String()
}

// lines draws what runs below or through the text of some cells that look alike.
func (p *painter) lines(x, y, cells int) {
	c := p.frame.Cell(x, y)
	k := p.ink(c)
	if c.Strike() {
		p.rect(p.x(x), p.y(y)+9, cells*cellW, 1, k.fg, 1)
	}
	if !c.Underlined() {
		return
	}
	stroke := k.fg
	if c.Style.UnderlineColor != nil {
		stroke = hex(c.Style.UnderlineColor)
	}
	if c.Style.Underline != uv.UnderlineCurly {
		p.rect(p.x(x), p.y(y)+baseline+2, cells*cellW, 1, stroke, 1)
		return
	}
	p.printf(`<path d="M%d %d`, p.x(x), p.y(y)+baseline+3)
	for range cells {
		p.printf("q2.25 -3 4.5 0t4.5 0")
	}
	p.printf(`" fill="none" stroke="%s"/>`+"\n", stroke)
}

func (p *painter) cursor() {
	c := p.frame.Cursor
	if !c.Visible || c.X < 0 || c.Y < 0 || c.X >= p.frame.Width || c.Y >= p.frame.Height {
		return
	}
	x, y, fg := p.x(c.X), p.y(c.Y), hex(p.options.Foreground)
	switch c.Shape {
	case terminal.CursorBar:
		p.rect(x, y, 2, cellH, fg, 1)
	case terminal.CursorUnderline:
		p.rect(x, y+cellH-2, cellW, 2, fg, 1)
	default:
		cell := p.frame.Cell(c.X, c.Y)
		width := max(1, cell.Width)
		p.rect(x, y, width*cellW, cellH, fg, 1)
		if strings.TrimSpace(cell.Content) != "" {
			p.text(c.X, c.Y, width, ink{fg: hex(p.options.Background), bold: cell.Bold()})
		}
	}
}

func (p *painter) rect(x, y, w, h int, fill string, opacity float64) {
	see := ""
	if opacity < 1 {
		see = fmt.Sprintf(` fill-opacity="%g"`, opacity)
	}
	p.printf(`<rect x="%d" y="%d" width="%d" height="%d" fill="%s"%s/>`+"\n", x, y, w, h, fill, see)
}

func hex(c color.Color) string {
	if c == nil {
		return ""
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// blend mixes percent of b into a.
func blend(a, b color.Color, percent uint32) color.Color {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	mix := func(x, y uint32) uint8 { return uint8((x*(100-percent) + y*percent) / 100 >> 8) }
	return color.RGBA{mix(ar, br), mix(ag, bg), mix(ab, bb), 0xff}
}

// escape makes text safe between tags. Characters that XML does not know are left out.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}
