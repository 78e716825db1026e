package chart

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
)

// Limits of pictures that others made: of one side of one, in pixels, and of all of them together.
const (
	mostSide = 4096
	mostArea = 16 << 20
)

// Stack puts pictures in PNG below each other, on white. Where a size is given, they are made to fit into it, without being
// stretched; width and height are 0 for the size that they have. A picture that is none, or too large, is an error.
func Stack(pictures [][]byte, width, height int) ([]byte, error) {
	if len(pictures) == 0 {
		return nil, errors.New("there is none")
	}
	var all []image.Image
	size := image.Point{}
	for _, p := range pictures {
		about, err := png.DecodeConfig(bytes.NewReader(p))
		if err != nil {
			return nil, fmt.Errorf("it is no PNG: %w", err)
		}
		size = image.Pt(max(size.X, about.Width), size.Y+about.Height)
		if about.Width > mostSide || about.Height > mostSide || size.X*size.Y > mostArea {
			return nil, fmt.Errorf("it has %d×%d pixels, which are too many", about.Width, about.Height)
		}
		decoded, err := png.Decode(bytes.NewReader(p))
		if err != nil {
			return nil, fmt.Errorf("it is no PNG: %w", err)
		}
		all = append(all, decoded)
	}
	sheet := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(sheet, sheet.Bounds(), image.White, image.Point{}, draw.Src)
	y := 0
	for _, p := range all {
		b := p.Bounds()
		draw.Draw(sheet, image.Rect(0, y, b.Dx(), y+b.Dy()), p, b.Min, draw.Over)
		y += b.Dy()
	}
	if width > 0 && height > 0 {
		sheet = fitted(sheet, width, height)
	}
	var out bytes.Buffer
	err := png.Encode(&out, sheet)
	return out.Bytes(), err
}

// fitted is a picture in the middle of a white one of that size. Each pixel is the mean of those that it stands for.
func fitted(from *image.RGBA, width, height int) *image.RGBA {
	size := from.Bounds().Size()
	scale := min(float64(width)/float64(size.X), float64(height)/float64(size.Y))
	w, h := max(1, int(float64(size.X)*scale)), max(1, int(float64(size.Y)*scale))
	left, top := (width-w)/2, (height-h)/2
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(to, to.Bounds(), image.White, image.Point{}, draw.Src)
	for y := range h {
		y0, y1 := y*size.Y/h, max((y+1)*size.Y/h, y*size.Y/h+1)
		for x := range w {
			x0, x1 := x*size.X/w, max((x+1)*size.X/w, x*size.X/w+1)
			to.SetRGBA(left+x, top+y, mean(from, image.Rect(x0, y0, x1, y1)))
		}
	}
	return to
}

// mean is the colour of a part of a picture that nothing shines through.
func mean(p *image.RGBA, part image.Rectangle) color.RGBA {
	var r, g, b, n int
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			c := p.RGBAAt(x, y)
			r, g, b, n = r+int(c.R), g+int(c.G), b+int(c.B), n+1
		}
	}
	return color.RGBA{R: uint8(r / n), G: uint8(g / n), B: uint8(b / n), A: 255}
}
