// Package plot draws charts of a few numbers with characters: bars, a line in braille, a histogram. It knows neither Hex nor screens:
// numbers and labels go in, lines of text come out, which whoever shows them makes safe.
package plot

import (
	"math"
	"strings"
)

// Point is a number with its label; the label of a line's point may be empty.
type Point struct {
	Label string
	Value float64
	// Text is the number as it is to be read.
	Text string
}

// eighths are the parts of a block, from one to seven eighths.
var eighths = [...]string{"▏", "▎", "▍", "▌", "▋", "▊", "▉"}

// Measure is how wide a text is on the screen, in columns, and how it is cut to some.
type Measure struct {
	Width func(text string) int
	Cut   func(text string, width int) string
}

// Bars draws a bar a line, each with its label before and its number after it, from zero: a negative number has its bar to the left
// of zero. Width is that of all.
func Bars(points []Point, width int, m Measure) []string {
	label, text := 0, 0
	low, high := 0.0, 0.0
	for _, p := range points {
		label, text = max(label, m.Width(p.Label)), max(text, m.Width(p.Text))
		low, high = min(low, p.Value), max(high, p.Value)
	}
	label = min(label, width/3)
	room := max(width-label-text-4, 4)
	left := 0
	if low < 0 {
		left = int(math.Ceil(float64(room) * -low / (high - low)))
	}
	lines := make([]string, len(points))
	for i, p := range points {
		name := m.Cut(p.Label, label)
		name += strings.Repeat(" ", label-m.Width(name))
		value := strings.Repeat(" ", text-m.Width(p.Text)) + p.Text
		lines[i] = strings.TrimRight(name+"  "+value+"  "+bar(p.Value, low, high, left, room), " ")
	}
	return lines
}

// bar is one bar: left columns are below zero, of room in all.
func bar(v, low, high float64, left, room int) string {
	const full = "█"
	switch {
	case v < 0:
		n := int(math.Round(float64(left) * v / low))
		return strings.Repeat(" ", left-n) + strings.Repeat(full, n)
	case v == 0 || high == 0:
		return strings.Repeat(" ", left)
	}
	parts := int(math.Round(float64(room-left) * v / high * 8))
	b := strings.Repeat(" ", left) + strings.Repeat(full, parts/8)
	switch rest := parts % 8; {
	case rest > 0:
		b += eighths[rest-1]
	case parts == 0:
		b += eighths[0]
	}
	return b
}

// dots are the bits of a braille character, by line and column within it.
var dots = [4][2]rune{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}

// Line draws the numbers, in their order, as a line of width by height characters of braille, the least at the bottom. Numbers that
// are none leave a gap.
func Line(values []float64, width, height int) []string {
	low, high := bounds(values)
	return LineWithin(values, low, high, width, height)
}

// LineWithin is [Line] with room from one number to another, so that several lines can be held against each other.
func LineWithin(values []float64, low, high float64, width, height int) []string {
	grid := make([][]rune, height)
	for y := range grid {
		grid[y] = make([]rune, width)
	}
	w, h := width*2, height*4
	set := func(x, y int) {
		if x >= 0 && x < w && y >= 0 && y < h {
			grid[y/4][x/2] |= dots[y%4][x%2]
		}
	}
	row := func(v float64) int {
		if high == low {
			return h / 2
		}
		return int(math.Round((high - v) / (high - low) * float64(h-1)))
	}
	column := func(i int) int {
		if len(values) == 1 {
			return w / 2
		}
		return int(math.Round(float64(i) / float64(len(values)-1) * float64(w-1)))
	}
	for i, v := range values {
		if !finite(v) {
			continue
		}
		set(column(i), row(v))
		if i > 0 && finite(values[i-1]) {
			segment(column(i-1), row(values[i-1]), column(i), row(v), set)
		}
	}
	lines := make([]string, height)
	for y := range grid {
		for x := range grid[y] {
			grid[y][x] += 0x2800
		}
		lines[y] = string(grid[y])
	}
	return lines
}

// segment sets the points between two.
func segment(x0, y0, x1, y1 int, set func(x, y int)) {
	steps := max(abs(x1-x0), abs(y1-y0), 1)
	for i := range steps + 1 {
		f := float64(i) / float64(steps)
		set(x0+int(math.Round(f*float64(x1-x0))), y0+int(math.Round(f*float64(y1-y0))))
	}
}

func abs(n int) int { return max(n, -n) }

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func bounds(values []float64) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if finite(v) {
			low, high = min(low, v), max(high, v)
		}
	}
	return low, high
}

// Bin is a span of numbers, From ≤ n < To, of the last also To itself, and how many lie in it.
type Bin struct {
	From, To float64
	Count    int
}

// Bins sorts numbers into at most n spans of one size, whose ends are numbers that people count in: 1, 2 or 5 times a power of
// ten. It is nil where there are no numbers, or too far apart for one to tell how far.
func Bins(values []float64, n int) []Bin {
	low, high := bounds(values)
	if low > high || !finite(high-low) {
		return nil
	}
	step := tidy((high - low) / float64(max(n, 1)))
	first := math.Floor(low / step)
	count := int(math.Floor(high/step)-first) + 1
	if count > 1 && high == (first+float64(count-1))*step {
		count-- // the greatest number belongs to the last span, as its end
	}
	bins := make([]Bin, count)
	for i := range bins {
		bins[i].From, bins[i].To = (first+float64(i))*step, (first+float64(i)+1)*step
	}
	for _, v := range values {
		if finite(v) {
			bins[max(min(int(math.Floor(v/step)-first), count-1), 0)].Count++
		}
	}
	return bins
}

// tidy is the next step that people count in.
func tidy(step float64) float64 {
	if step <= 0 || !finite(step) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(step)))
	for _, f := range []float64{1, 2, 5, 10} {
		if f*power >= step {
			return f * power
		}
	}
	return 10 * power
}
