package chart

import (
	"math"
	"strconv"
	"strings"
)

// scale maps values to pixels, from low at a place to high at another.
type scale struct{ low, high, from, to float64 }

func (s scale) at(value float64) float64 {
	if s.high == s.low {
		return (s.from + s.to) / 2
	}
	return s.from + (value-s.low)/(s.high-s.low)*(s.to-s.from)
}

// ticks are round values over a span, at most so many, with what they leave
// between them. Their ends enclose the span.
func ticks(low, high float64, most int) (values []float64, step float64) {
	if low == high {
		if low == 0 {
			high = 1
		} else {
			low, high = math.Min(low, 0), math.Max(high, 0)
		}
	}
	step = math.Pow(10, math.Floor(math.Log10((high-low)/float64(max(most, 1)))))
	for _, times := range []float64{1, 2, 2.5, 5, 10, 20, 25, 50, 100} {
		first, last := math.Floor(low/(step*times)), math.Ceil(high/(step*times))
		if last-first <= float64(max(most, 1)) || times == 100 {
			step *= times
			for i := first; i <= last; i++ {
				values = append(values, i*step)
			}
			break
		}
	}
	return values, step
}

// label is a value on an axis, short: 1.5k, 20M.
func label(value, step float64) string {
	for _, large := range []struct {
		from float64
		unit string
	}{{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if math.Abs(value) >= large.from {
			return number(value/large.from, step/large.from) + large.unit
		}
	}
	return number(value, step)
}

// number is a value with as many digits as its step needs.
func number(value, step float64) string {
	digits := 0
	if step < 1 {
		digits = min(int(math.Ceil(-math.Log10(step)))+1, 9)
	}
	text := strconv.FormatFloat(value, 'f', digits, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}
