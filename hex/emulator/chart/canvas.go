package chart

import (
	"image"
	"image/color"
	"math"
)

// canvas is a picture that is drawn on with smooth edges. Places are in pixels
// from the top left; the middle of the first pixel is at 0.5, 0.5.
type canvas struct {
	*image.RGBA
	unit int // how many pixels a dot of the font is wide
}

func newCanvas(width, height int) canvas {
	c := canvas{image.NewRGBA(image.Rect(0, 0, width, height)), max(1, min(width, height)/320)}
	for i := range c.Pix {
		c.Pix[i] = 0xff
	}
	return c
}

// blend puts a colour over a pixel, as far as it covers it: 0 to 1.
func (c canvas) blend(x, y int, ink color.RGBA, cover float64) {
	if cover <= 0 || !(image.Point{X: x, Y: y}).In(c.Rect) {
		return
	}
	cover = min(cover, 1) * float64(ink.A) / 255
	at := c.PixOffset(x, y)
	for i, part := range []uint8{ink.R, ink.G, ink.B} {
		c.Pix[at+i] = uint8(math.Round(float64(c.Pix[at+i])*(1-cover) + float64(part)*cover))
	}
}

// box fills a rectangle whose edges may lie between pixels.
func (c canvas) box(left, top, right, bottom float64, ink color.RGBA) {
	if top > bottom {
		top, bottom = bottom, top
	}
	for y := int(math.Floor(top)); y < int(math.Ceil(bottom)); y++ {
		tall := min(float64(y+1), bottom) - max(float64(y), top)
		for x := int(math.Floor(left)); x < int(math.Ceil(right)); x++ {
			c.blend(x, y, ink, tall*(min(float64(x+1), right)-max(float64(x), left)))
		}
	}
}

type point struct{ x, y float64 }

// line draws a stroke with round ends.
func (c canvas) line(a, b point, width float64, ink color.RGBA) {
	reach := width/2 + 1
	dx, dy := b.x-a.x, b.y-a.y
	length := dx*dx + dy*dy
	for y := int(min(a.y, b.y) - reach); y <= int(max(a.y, b.y)+reach); y++ {
		for x := int(min(a.x, b.x) - reach); x <= int(max(a.x, b.x)+reach); x++ {
			px, py := float64(x)+0.5, float64(y)+0.5
			along := 0.0
			if length > 0 {
				along = min(max(((px-a.x)*dx+(py-a.y)*dy)/length, 0), 1)
			}
			away := math.Hypot(px-a.x-along*dx, py-a.y-along*dy)
			c.blend(x, y, ink, width/2+0.5-away)
		}
	}
}

// path draws a line through points. Where strokes overlap, the colour of a
// picture without transparency shows no seam.
func (c canvas) path(points []point, width float64, ink color.RGBA) {
	for i := 1; i < len(points); i++ {
		c.line(points[i-1], points[i], width, ink)
	}
	if len(points) == 1 {
		c.line(points[0], points[0], 2*width, ink)
	}
}

// text writes from a place on, which is the top left of the first letter. bold
// letters are a dot thicker.
func (c canvas) text(x, y int, s string, ink color.RGBA, bold bool) {
	for _, r := range s {
		g := glyphOf(r)
		for row, dots := range g {
			for column, dot := range dots {
				if dot != '1' {
					continue
				}
				left, top := float64(x+column*c.unit), float64(y+row*c.unit)
				wide := float64(c.unit)
				if bold {
					wide += max(float64(c.unit)/2, 0.6)
				}
				c.box(left, top, left+wide, top+float64(c.unit), ink)
			}
		}
		x += (len(g[0]) + 1) * c.unit
	}
}

// width and height are a text's size in pixels.
func (c canvas) width(s string) int { return textWidth(s) * c.unit }

func (c canvas) height() int { return capRows * c.unit }
