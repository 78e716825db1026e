package chart

import (
	"math"
	"slices"
	"strconv"
)

// figure is a chart's data in order: for every series, a value at every place
// along the x axis. Where there is none, the value is NaN.
type figure struct {
	places []string
	series []string
	values [][]float64 // by series, then by place
}

// mostSeries is how many series are told apart; the rest are one more.
const (
	mostSeries  = 40
	otherSeries = "other"
)

// sorted puts the rows into a figure. Rows of the same place and series add up.
// Places and series keep the order of their first row.
func sorted(rows []Row) figure {
	var f figure
	places, series := map[string]int{}, map[string]int{}
	index := func(known map[string]int, list *[]string, name string) int {
		at, ok := known[name]
		if !ok {
			at = len(*list)
			known[name], *list = at, append(*list, name)
		}
		return at
	}
	seriesOf := func(name string) int {
		if _, known := series[name]; !known && len(series) >= mostSeries {
			name = otherSeries
		}
		return index(series, &f.series, name)
	}
	for _, r := range rows {
		index(places, &f.places, r.X)
		seriesOf(r.Series)
	}
	f.values = make([][]float64, len(f.series))
	for i := range f.values {
		f.values[i] = slices.Repeat([]float64{math.NaN()}, len(f.places))
	}
	for _, r := range rows {
		if math.IsNaN(r.Y) || math.IsInf(r.Y, 0) {
			continue
		}
		into := &f.values[seriesOf(r.Series)][places[r.X]]
		if math.IsNaN(*into) {
			*into = 0
		}
		*into += r.Y
	}
	return f
}

// span is the lowest and the highest value that is drawn, zero among them unless
// the marks are points.
func (f figure) span(stacked, points bool) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for p := range f.places {
		up, down := 0.0, 0.0
		for s := range f.series {
			v := f.values[s][p]
			switch {
			case math.IsNaN(v):
				continue
			case !stacked:
				low, high = min(low, v), max(high, v)
			case v >= 0:
				up += v
			default:
				down += v
			}
		}
		if stacked {
			low, high = min(low, down), max(high, up)
		}
	}
	if low > high {
		return 0, 0
	}
	if !points {
		low, high = min(low, 0), max(high, 0)
	}
	return low, high
}

// numeric are the places as numbers, when they all are some.
func (f figure) numeric() ([]float64, bool) {
	all := make([]float64, len(f.places))
	for i, p := range f.places {
		n, err := strconv.ParseFloat(p, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			return nil, false
		}
		all[i] = n
	}
	return all, len(all) > 0
}
