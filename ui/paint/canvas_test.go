package paint

import (
	"image/color"
	"testing"
	"unsafe"
)

// A wide text over parts of others leaves spaces where they stuck out, and no row is longer or shorter by it.
func TestAWideTextOverPartsOfOthers(t *testing.T) {
	for at, want := range []string{"上売x", " 上 x", "売上x", "売 上", "売売"} {
		c := NewCanvas(5, 1)
		c.Surface().Text(0, 0, "売売x", Style{})
		c.Surface().Text(at, 0, "上", Style{})
		if got := c.String(); got != want {
			t.Errorf("at column %d it is %q, not %q", at, got, want)
		}
	}
}

// Two screens, to be compared for each key, fit into a processor's near memory: 57 kB each at 120×40.
func TestACellIsSmall(t *testing.T) {
	if size := unsafe.Sizeof(cell{}); size > 12 {
		t.Errorf("a cell takes %d bytes, not 12", size)
	}
}

// A stream of pictures has ever new colours; what is kept of them does not grow for ever, and nothing of it is seen.
func TestWhatIsKeptOfColoursEnds(t *testing.T) {
	c := NewCanvas(64, 8)
	for frame := range 200 {
		c.Clear()
		for y := range 8 {
			for x := range 64 {
				c.Surface().Text(x, y, "▀", Style{Fg: color.RGBA{uint8(frame), uint8(x), uint8(y), 255}})
			}
		}
		if got, want := c.String(), byTheLibrary(c); got != want {
			t.Fatalf("frame %d is\n%q, want\n%q", frame, got, want)
		}
		if n := len(c.looks.items); n > mostKept+64*8 {
			t.Fatalf("after %d frames %d looks are kept", frame+1, n)
		}
	}
}
