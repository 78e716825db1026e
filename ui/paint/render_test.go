package paint

import (
	"fmt"
	"image/color"
	"math/rand/v2"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// A canvas that is drawn again and again is the same text as one that is drawn for the first time.
func TestWhatIsKeptOfAFrameIsNotSeen(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	kept := NewCanvas(12, 4)
	for i := range 500 {
		if r.IntN(40) == 0 {
			kept.Resize(4+r.IntN(16), 1+r.IntN(6))
		} else if r.IntN(4) == 0 {
			kept.Clear()
		}
		for range r.IntN(4) {
			st := Style{Attrs: uint8(r.IntN(4))}
			if r.IntN(2) == 0 {
				st.Fg, st.Bg = color.RGBA{uint8(r.IntN(2)), 9, 9, 255}, ansi.BasicColor(r.IntN(3))
			}
			kept.Surface().Text(r.IntN(12), r.IntN(6), []string{"a", "売上", "", "é é", "   "}[r.IntN(5)], st)
		}
		if got, want := kept.String(), byTheLibrary(kept); got != want {
			t.Fatalf("frame %d is\n%q, want\n%q", i, got, want)
		}
	}
}

// byTheLibrary is what the library makes of a canvas's cells as text, without the empty ends of rows.
func byTheLibrary(c *Canvas) string {
	b := uv.NewScreenBuffer(c.w, c.h)
	for i, n := range c.cells {
		l, text := c.looks.items[n.look], string(rune(n.text))
		switch {
		case n.text == behind:
			continue
		case n.text == 0:
			text = " "
		case n.text >= longer:
			text = c.texts.items[n.text-longer]
		}
		b.SetCell(i%c.w, i/c.w, &uv.Cell{Content: text, Width: 1 + int(n.more), Style: l.Style, Link: l.link})
	}
	rows := strings.Split(b.Render(), "\n")
	for i, row := range rows {
		rows[i] = strings.TrimRight(row, " ")
	}
	return strings.Join(rows, "\n")
}

// A frame like the last one is not written again, and of one that differs in two rows only those two.
func TestOnlyRowsThatChangedAreWritten(t *testing.T) {
	c, frame := NewCanvas(120, 40), 0
	draw := func(changed int) func() {
		return func() {
			frame++
			c.Clear()
			for y := range 40 {
				text := "row"
				if y < changed {
					text = "rows"[:3+frame%2]
				}
				for x := range 10 {
					c.Surface().Text(12*x, y, text, Style{Fg: color.RGBA{uint8(x), uint8(y), 0, 255}})
				}
			}
		}
	}
	for _, changed := range []int{0, 2, 40} {
		d := draw(changed)
		for range 2 { // once in each of its two forms
			d()
			_ = c.String()
		}
		bare := testing.AllocsPerRun(10, d)
		if got, want := testing.AllocsPerRun(10, func() { d(); _ = c.String() })-bare, float64(min(changed, 1)); got != want {
			t.Errorf("a frame with %d other rows takes %.0f allocations, want %.0f: its text", changed, got, want)
		}
		clear(c.pens) // each row has looks of its own
		d()
		_ = c.String()
		if got, want := len(c.pens), 20*changed; got != want {
			t.Errorf("a frame with %d other rows turned the pen %d times, want %d", changed, got, want)
		}
	}
}

// BenchmarkString writes a frame of 120×40 in which so many rows are others than in the one before.
func BenchmarkString(b *testing.B) {
	for _, changed := range []int{0, 2, 40} {
		b.Run(fmt.Sprint(changed), func(b *testing.B) {
			c := NewCanvas(120, 40)
			for i := 0; b.Loop(); i++ {
				for y := range 40 {
					if y < changed || i == 0 {
						for x := range 10 {
							c.Surface().Text(12*x, y, fmt.Sprintf("cell %d", i%7), Style{Fg: color.RGBA{uint8(x), uint8(y), 0, 255}})
						}
					}
				}
				_ = c.String()
			}
		})
	}
}
