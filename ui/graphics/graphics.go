// Package graphics shows pictures on terminals. It reads those that came from the network within limits, finds out what a terminal
// takes, and writes the streams by which terminals take pictures: the graphics of kitty within a screen of cells, sixels and those of
// iTerm with the terminal for themselves. It knows neither Hex nor screens.
package graphics

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"slices"
)

// Way is how pictures are shown.
type Way string

// The ways there are. Auto is the best that the terminal answers to; Blocks are half blocks, two dots a cell, on any terminal.
const (
	Auto   Way = "auto"
	Kitty  Way = "kitty"
	Sixel  Way = "sixel"
	ITerm  Way = "iterm"
	Blocks Way = "blocks"
	Off    Way = "off"
)

// Ways are all of them, in the order in which people are told.
func Ways() []Way { return []Way{Auto, Kitty, Sixel, ITerm, Blocks, Off} }

// ParseWay reads the name of a way, the empty one as Auto.
func ParseWay(name string) (Way, error) {
	switch {
	case name == "":
		return Auto, nil
	case !slices.Contains(Ways(), Way(name)):
		return "", fmt.Errorf("there is no way to show pictures called %q: give auto, kitty, sixel, iterm, blocks or off", name)
	}
	return Way(name), nil
}

// The most that a picture may have: bytes as it came, and pixels, which are counted before any is read.
const (
	MostBytes  = 8 << 20
	MostPixels = 4 << 20
)

// ErrTooLarge is why a picture is not read.
var ErrTooLarge = errors.New("the picture is too large")

// Picture is a picture that was read within the limits. It does not change.
type Picture struct {
	Image image.Image
	// png is the image written anew: nothing of the bytes that came reaches a terminal.
	png []byte
}

// Read reads a PNG, as [Decode] does. It takes milliseconds: beside the update loop, please.
func Read(content []byte) (*Picture, error) {
	m, err := Decode(content)
	if err != nil {
		return nil, err
	}
	return New(m)
}

// Decode reads the image that a PNG is. One that is too large gives [ErrTooLarge].
func Decode(content []byte) (image.Image, error) {
	if len(content) > MostBytes {
		return nil, fmt.Errorf("%w: %d bytes", ErrTooLarge, len(content))
	}
	size, err := png.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("what came is no picture: %w", err)
	}
	if size.Width <= 0 || size.Height <= 0 || size.Width > MostPixels/size.Height {
		return nil, fmt.Errorf("%w: %d×%d", ErrTooLarge, size.Width, size.Height)
	}
	m, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("the picture is broken: %w", err)
	}
	return m, nil
}

// New is the picture of an image.
func New(m image.Image) (*Picture, error) {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, m); err != nil {
		return nil, fmt.Errorf("the picture cannot be written: %w", err)
	}
	return &Picture{Image: m, png: b.Bytes()}, nil
}

// Fit is the largest size in cells that has the proportions of a picture, a cell being twice as high as it is wide, and is no more than
// so many columns and rows. It is at least one cell.
func Fit(size image.Point, columns, rows int) (wide, high int) {
	wide = max(columns, 1)
	high = max(min(wide*size.Y/max(size.X, 1)/2, rows), 1)
	return max(min(wide, 2*high*size.X/max(size.Y, 1)), 1), high
}
