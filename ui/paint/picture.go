package paint

import (
	"image"
	"image/color"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/ansi/kitty"
)

// MostPlaced is the most columns and rows of a picture that [Surface.Placeholder] can name.
const MostPlaced = 256

// Placeholder puts the character that a terminal with the graphics of kitty draws a part of a picture in place of: that of a column
// and a row, from 0 to below [MostPlaced], of the picture with the id. The lowest part of the id is told by the colour, of the
// palette's, so that it comes through where there are no more; the highest by a mark; what is between must be 0.
func (s Surface) Placeholder(x, y int, id uint32, column, row int) {
	if x < 0 || x >= s.Width() || y < 0 || y >= s.Height() {
		return
	}
	content := string([]rune{kitty.Placeholder, kitty.Diacritic(row), kitty.Diacritic(column), kitty.Diacritic(int(id >> 24))})
	c := s.canvas
	c.put(s.area.Min.X+x, s.area.Min.Y+y, cell{text: c.text(content), look: c.look(Style{Fg: ansi.IndexedColor(uint8(id))})})
}

// Picture is a picture in cells: two dots of it in each, one over the other.
type Picture struct {
	dots *image.RGBA
	// Wide and High are its size in cells.
	Wide, High int
}

// NewPicture makes a picture of at most so many cells, in the proportions of the image. It takes milliseconds for a large image.
func NewPicture(m image.Image, width, height int) *Picture {
	size := m.Bounds()
	w := max(width, 10)
	h := max(min(w*size.Dy()/max(size.Dx(), 1)/2, height), 3)
	w = max(min(w, 2*h*size.Dx()/max(size.Dy(), 1)), 10)
	return &Picture{Scaled(m, w, 2*h), w, h}
}

// Scaled is an image in so many dots, each the mean of those that it stands for, on white where it is not opaque.
func Scaled(m image.Image, wide, high int) *image.RGBA {
	out, size := image.NewRGBA(image.Rect(0, 0, wide, high)), m.Bounds()
	for y := range high {
		top, bottom := part(size.Min.Y, size.Dy(), y, high)
		for x := range wide {
			left, right := part(size.Min.X, size.Dx(), x, wide)
			out.SetRGBA(x, y, mean(m, image.Rect(left, top, right, bottom)))
		}
	}
	return out
}

// part is which of n dots from a first one on are number i of some, at least one.
func part(first, n, i, of int) (from, to int) {
	from = first + i*n/of
	return from, max(first+(i+1)*n/of, from+1)
}

// DrawRow paints a row of the picture, from 0, into the first row of s. Without colours, and with ASCII signs
// only, what is dark in it is drawn with signs in the style.
func (p *Picture) DrawRow(s Surface, row int, colours bool, signs Style) {
	for x := range min(p.Wide, s.Width()) {
		upper, lower := p.dots.RGBAAt(x, 2*row), p.dots.RGBAAt(x, 2*row+1)
		if !colours || s.canvas.ascii {
			s.Text(x, 0, shade(upper, lower), signs)
			continue
		}
		s.Text(x, 0, "▀", Style{Fg: upper, Bg: lower})
	}
}

// shade is the sign for two dots where there are no colours.
func shade(upper, lower color.RGBA) string {
	dark := func(c color.RGBA) bool { return 299*int(c.R)+587*int(c.G)+114*int(c.B) < 200_000 }
	switch {
	case dark(upper) && dark(lower):
		return "█"
	case dark(upper):
		return "▀"
	case dark(lower):
		return "▄"
	}
	return " "
}

// mean is the mean colour of a part of an image, which must not be empty; what is not opaque stands on white.
func mean(m image.Image, part image.Rectangle) color.RGBA {
	var r, g, b, n uint32
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			cr, cg, cb, ca := m.At(x, y).RGBA()
			white := 0xffff - ca
			r, g, b, n = r+(cr+white)>>8, g+(cg+white)>>8, b+(cb+white)>>8, n+1
		}
	}
	return color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), 0xff}
}
