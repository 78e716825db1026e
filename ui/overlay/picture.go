package overlay

import (
	"image"
	"image/color"

	"hextui/ui/action"
	"hextui/ui/paint"
)

// Picture shows a picture in cells: two dots of it in each, one over the other.
type Picture struct {
	base
	Title string
	Image image.Image

	dots       []color.RGBA
	wide, high int // of the dots
}

// Scope is the text scope.
func (p *Picture) Scope() action.Scope { return action.Text }

// Do closes.
func (p *Picture) Do(id action.ID) bool {
	switch id {
	case action.Back, action.No, action.Accept:
		p.done = true
		return true
	}
	return false
}

// Draw paints the picture as large as there is room for. Without colours, what is dark in it is drawn with signs.
func (p *Picture) Draw(s paint.Surface, l Look) *Cursor {
	size := p.Image.Bounds()
	w := max(s.Width()-8, 10)
	h := max(min(w*size.Dy()/max(size.Dx(), 1)/2, s.Height()-5), 3)
	w = max(min(w, 2*h*size.Dx()/max(size.Dy(), 1)), 10)
	in := box(s, w, h+1, p.Title, l)
	body, foot := in.SplitBottom(1)
	p.scale(w, 2*h)
	for y := range min(h, body.Height()) {
		for x := range w {
			upper, lower := p.dots[2*y*w+x], p.dots[(2*y+1)*w+x]
			if l.Theme.Name == "mono" {
				body.Text(x, y, shade(upper, lower), l.Theme.Text)
				continue
			}
			body.Text(x, y, "▀", paint.Style{Fg: upper, Bg: lower})
		}
	}
	hints(foot, 0, 0, l, action.Text, action.Back)
	return nil
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

// scale makes the dots: each the mean of what it stands for.
func (p *Picture) scale(wide, high int) {
	if p.wide == wide && p.high == high {
		return
	}
	p.wide, p.high, p.dots = wide, high, make([]color.RGBA, wide*high)
	size := p.Image.Bounds()
	for y := range high {
		for x := range wide {
			from := image.Pt(size.Min.X+x*size.Dx()/wide, size.Min.Y+y*size.Dy()/high)
			to := image.Pt(size.Min.X+(x+1)*size.Dx()/wide, size.Min.Y+(y+1)*size.Dy()/high)
			p.dots[y*wide+x] = mean(p.Image, image.Rectangle{from, image.Pt(max(to.X, from.X+1), max(to.Y, from.Y+1))})
		}
	}
}

// mean is the mean colour of a part of a picture; what is not opaque stands on white.
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
