package plot

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var measure = Measure{Width: utf8.RuneCountInString, Cut: func(text string, w int) string {
	if r := []rune(text); len(r) > w {
		return string(r[:w])
	}
	return text
}}

func TestBars(t *testing.T) {
	points := []Point{{"paid", 4, "4.00"}, {"email", 1, "1.00"}, {"none", 0, "0.00"}, {"tiny", 0.001, "0.00"}}
	want := []string{
		"paid   4.00  ████████████████",
		"email  1.00  ████",
		"none   0.00",
		"tiny   0.00  ▏",
	}
	if diff := cmp.Diff(want, Bars(points, 29, measure)); diff != "" {
		t.Error(diff)
	}
	loss := Bars([]Point{{"a", -2, "-2"}, {"b", 2, "2"}}, 15, measure)
	if diff := cmp.Diff([]string{"a  -2  ████", "b   2      ████"}, loss); diff != "" {
		t.Error(diff)
	}
	if got := Bars([]Point{{strings.Repeat("long", 20), 1, "1"}}, 30, measure); utf8.RuneCountInString(got[0]) > 30 {
		t.Errorf("a long label takes %d columns of 30", utf8.RuneCountInString(got[0]))
	}
}

func TestLine(t *testing.T) {
	rising := Line([]float64{0, 1, 2}, 3, 2)
	if first, last := []rune(rising[1])[0], []rune(rising[0])[2]; first&0x40 == 0 || last&0x08 == 0 {
		t.Errorf("a rise does not go from the lowest left to the highest right: %q", rising)
	}
	if got := Line([]float64{5, 5}, 2, 1); got[0] == "⠀⠀" {
		t.Error("equal numbers are no line")
	}
	gap := Line([]float64{1, math.NaN(), 1}, 5, 1)
	if []rune(gap[0])[2] != 0x2800 {
		t.Errorf("a number that is none leaves no gap: %q", gap)
	}
	for _, values := range [][]float64{nil, {math.NaN()}, {math.Inf(1), 1}, {7}} {
		if got := Line(values, 4, 2); len(got) != 2 {
			t.Errorf("%v: %q", values, got)
		}
	}
}

func TestBins(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   []Bin
	}{
		{[]float64{0, 1, 9, 10}, []Bin{{0, 5, 2}, {5, 10, 2}}},
		{[]float64{3, 3, 3}, []Bin{{3, 4, 3}}},
		{[]float64{-1, math.NaN(), 1}, []Bin{{-1, 0, 1}, {0, 1, 1}}},
		{[]float64{math.Inf(1)}, nil},
		{[]float64{-math.MaxFloat64, math.MaxFloat64}, nil},
		{nil, nil},
	} {
		if diff := cmp.Diff(c.want, Bins(c.values, 2)); diff != "" {
			t.Errorf("%v:\n%s", c.values, diff)
		}
	}
}
