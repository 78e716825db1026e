// Package chart draws bar, line and point charts as PNG pictures, from
// nothing but values: with axes, labels and a legend, in a small font of its own.
// It knows neither cells nor dataframes.
package chart

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
)

// Chart is what to draw.
type Chart struct {
	// Mark is bar, line or point; anything else is drawn as bars. Bars of several
	// series stand on each other.
	Mark string
	// Title is written above; empty for none.
	Title string
	// XName and YName are written at the axes.
	XName, YName string
	// Rows are the values, in the order of the x axis.
	Rows []Row
	// Width and Height are the picture's size in pixels, both from 100 to 2000.
	Width, Height int
}

// Row is one value.
type Row struct {
	X      string
	Y      float64 // NaN for none
	Series string  // empty when there is only one
}

// The sizes that a picture can have, in pixels.
const (
	Least = 100
	Most  = 2000
)

// PNG draws the chart.
func PNG(c Chart) ([]byte, error) {
	if c.Width < Least || c.Width > Most || c.Height < Least || c.Height > Most {
		return nil, fmt.Errorf("a chart of %d×%d pixels cannot be drawn: each side has %d to %d", c.Width, c.Height, Least, Most)
	}
	picture := drawing{canvas: newCanvas(c.Width, c.Height), chart: c, figure: sorted(c.Rows)}
	picture.draw()
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, picture.RGBA)
	return b.Bytes(), err
}

var (
	ink  = color.RGBA{0x33, 0x3a, 0x45, 0xff}
	pale = color.RGBA{0x77, 0x80, 0x8d, 0xff}
	grid = color.RGBA{0xe3, 0xe7, 0xec, 0xff}
)

// palette are the colours of the series, in turn.
var palette = [...]color.RGBA{
	{0x4c, 0x6e, 0xf5, 0xff}, {0xf5, 0x9f, 0x00, 0xff}, {0x12, 0xb8, 0x86, 0xff}, {0xe6, 0x49, 0x80, 0xff}, {0x15, 0xaa, 0xbf, 0xff},
	{0x79, 0x50, 0xf2, 0xff}, {0xa9, 0xb8, 0x1e, 0xff}, {0xfa, 0x52, 0x52, 0xff}, {0x86, 0x8e, 0x96, 0xff}, {0x9c, 0x6b, 0x3f, 0xff},
}

func colour(series int) color.RGBA { return palette[series%len(palette)] }
