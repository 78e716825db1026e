package chart_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math"
	"strconv"
	"testing"

	"hextui/hex/emulator/chart"
)

// weeks are the values of some weeks for two series.
func weeks(n int) []chart.Row {
	var rows []chart.Row
	for i := range n {
		for s, series := range []string{"organic", "paid"} {
			rows = append(rows, chart.Row{X: fmt.Sprintf("2026-%02d-%02d", 1+i/28%12, 1+i%28), Y: 1000 + 400*math.Sin(float64(i)/3) +
				300*float64(s), Series: series})
		}
	}
	return rows
}

func decoded(t *testing.T, c chart.Chart) image.Image {
	t.Helper()
	made, err := chart.PNG(c)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(made))
	if err != nil {
		t.Fatal(err)
	}
	if picture.Bounds().Dx() != c.Width || picture.Bounds().Dy() != c.Height {
		t.Errorf("it has %v pixels, want %d×%d", picture.Bounds(), c.Width, c.Height)
	}
	return picture
}

// inked is the share of pixels that are not white, inside a part of a picture
// that is given in permille.
func inked(p image.Image, left, top, right, bottom int) float64 {
	b := p.Bounds()
	count, all := 0, 0
	for y := b.Dy() * top / 1000; y < b.Dy()*bottom/1000; y++ {
		for x := b.Dx() * left / 1000; x < b.Dx()*right/1000; x++ {
			all++
			if r, g, bl, _ := p.At(x, y).RGBA(); r+g+bl < 3*0xf000 {
				count++
			}
		}
	}
	return float64(count) / float64(max(all, 1))
}

func TestEveryMarkAtEverySize(t *testing.T) {
	t.Parallel()
	for _, mark := range []string{"bar", "line", "point"} {
		for _, size := range [][2]int{{100, 100}, {100, 2000}, {2000, 100}, {800, 500}, {2000, 2000}} {
			t.Run(fmt.Sprint(mark, size), func(t *testing.T) {
				t.Parallel()
				picture := decoded(t, chart.Chart{Mark: mark, Title: "Revenue", XName: "week", YName: "revenue", Rows: weeks(20),
					Width: size[0], Height: size[1]})
				if all := inked(picture, 0, 0, 1000, 1000); all < 0.004 || all > 0.9 {
					t.Errorf("%.3f of it are inked", all)
				}
			})
		}
	}
}

// TestBarsAreAsHighAsTheirValues measures two bars.
func TestBarsAreAsHighAsTheirValues(t *testing.T) {
	t.Parallel()
	rows := []chart.Row{{X: "a", Y: 100}, {X: "b", Y: 50}}
	picture := decoded(t, chart.Chart{Mark: "bar", Rows: rows, Width: 400, Height: 400})
	blue := func(x int) (count int) {
		for y := range 400 {
			if r, _, b, _ := picture.At(x, y).RGBA(); b > 0xe000 && r < 0x6000 {
				count++
			}
		}
		return count
	}
	first, second := blue(130), blue(300)
	if first < 200 || math.Abs(float64(first)/float64(second)-2) > 0.05 {
		t.Errorf("the bars are %d and %d pixels high", first, second)
	}
}

func TestOddData(t *testing.T) {
	t.Parallel()
	var many, categories []chart.Row
	for i := range 5000 {
		many = append(many, chart.Row{X: strconv.Itoa(i), Y: float64(i%97) - 40})
		categories = append(categories, chart.Row{X: fmt.Sprintf("category with a long name %d", i), Y: 1, Series: strconv.Itoa(i)})
	}
	for name, rows := range map[string][]chart.Row{
		"none":           nil,
		"one":            {{X: "only", Y: 5}},
		"zero":           {{X: "a"}, {X: "b"}},
		"no values":      {{X: "a", Y: math.NaN()}},
		"infinite":       {{X: "a", Y: math.Inf(1)}, {X: "b", Y: 1}},
		"negative":       {{X: "a", Y: -5}, {X: "b", Y: -9}},
		"tiny":           {{X: "a", Y: 1e-12}, {X: "b", Y: 2e-12}},
		"huge":           {{X: "a", Y: 1e300}, {X: "b", Y: -1e300}},
		"same":           {{X: "1", Y: 7}, {X: "1", Y: 7}},
		"control signs":  {{X: "\x1b[31m\n\u202e", Y: 1, Series: "é陳"}, {X: "", Y: 2, Series: "\x00"}},
		"many values":    many,
		"many of a kind": categories,
	} {
		for _, mark := range []string{"bar", "line", "point", "?"} {
			t.Run(name+" "+mark, func(t *testing.T) {
				t.Parallel()
				if all := inked(decoded(t, chart.Chart{Mark: mark, Rows: rows, Width: 300, Height: 200}), 0, 0, 1000, 1000); all == 0 {
					t.Error("it is empty")
				}
			})
		}
	}
}

func TestTitle(t *testing.T) {
	t.Parallel()
	with := decoded(t, chart.Chart{Mark: "line", Title: "Revenue", Rows: weeks(9)[:1], Width: 400, Height: 300})
	without := decoded(t, chart.Chart{Mark: "line", Rows: weeks(9)[:1], Width: 400, Height: 300})
	if a, b := inked(with, 0, 0, 300, 55), inked(without, 0, 0, 300, 55); a < 0.02 || b >= a {
		t.Errorf("at the top %.3f are inked with a title and %.3f without", a, b)
	}
}

func TestSizesOutside(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{0, 0}, {99, 500}, {500, 2001}} {
		if _, err := chart.PNG(chart.Chart{Width: size[0], Height: size[1]}); err == nil {
			t.Errorf("%v is drawn", size)
		}
	}
}

func BenchmarkPNG(b *testing.B) {
	for _, size := range []int{500, 2000} {
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			c := chart.Chart{Mark: "bar", Title: "Revenue", Rows: weeks(100), Width: size, Height: size}
			for b.Loop() {
				if _, err := chart.PNG(c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
