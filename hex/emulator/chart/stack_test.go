package chart_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"hextui/hex/emulator/chart"
)

// flat is a PNG of one colour.
func flat(t *testing.T, width, height int, c color.Color) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			p.Set(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestStack(t *testing.T) {
	red, blue := color.RGBA{R: 255, A: 255}, color.RGBA{B: 255, A: 255}
	pictures := [][]byte{flat(t, 40, 20, red), flat(t, 20, 20, blue)}
	for size, want := range map[image.Point]map[image.Point]color.RGBA{
		{}:               {image.Pt(39, 19): red, image.Pt(19, 20): blue, image.Pt(21, 20): {255, 255, 255, 255}},
		{X: 200, Y: 100}: {image.Pt(99, 49): red, image.Pt(60, 99): blue, image.Pt(20, 50): {255, 255, 255, 255}},
		{X: 20, Y: 20}:   {image.Pt(19, 9): red, image.Pt(9, 19): blue, image.Pt(19, 19): {255, 255, 255, 255}},
	} {
		made, err := chart.Stack(pictures, size.X, size.Y)
		if err != nil {
			t.Fatal(err)
		}
		p, err := png.Decode(bytes.NewReader(made))
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Bounds().Size(); got != size && size != (image.Point{}) || size == (image.Point{}) && got != image.Pt(40, 40) {
			t.Errorf("asked for %v it is %v", size, got)
		}
		for at, c := range want {
			if got := color.RGBAModel.Convert(p.At(at.X, at.Y)); got != c {
				t.Errorf("in %v at %v it is %v, not %v", size, at, got, c)
			}
		}
	}
	for says, bad := range map[string][][]byte{
		"there is none": nil, "it is no PNG": {[]byte("GIF89a")}, "too many": {flat(t, 5000, 1, red)},
	} {
		if _, err := chart.Stack(bad, 0, 0); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v: %v", says, err)
		}
	}
}
