package chart

import (
	"image/color"
	"math"
	"slices"
)

// bars draws a column at every place, of the series on each other.
func (d *drawing) bars() {
	f := d.figure
	slot := float64(d.right-d.left) / float64(len(f.places))
	gap, taken := slot*0.15, 0
	if slot < 3 {
		gap = 0
	}
	for p, name := range f.places {
		left := float64(d.left) + slot*float64(p)
		up, down := 0.0, 0.0
		for s := range f.series {
			v := f.values[s][p]
			if math.IsNaN(v) {
				continue
			}
			base := &up
			if v < 0 {
				base = &down
			}
			d.box(left+gap, d.y.at(*base), left+slot-gap, d.y.at(*base+v), colour(s))
			*base += v
		}
		taken = d.place(name, left+slot/2, max(int(slot), 80*d.unit), taken)
	}
}

// xs are where the places lie along the x axis, with their names below: by their
// value when all are numbers, else evenly.
func (d *drawing) xs() []float64 {
	numbers, ok := d.figure.numeric()
	if !ok {
		xs := make([]float64, len(d.figure.places))
		even := scale{0, float64(len(xs) - 1), float64(d.left), float64(d.right)}
		taken := 0
		for i, name := range d.figure.places {
			xs[i] = even.at(float64(i))
			taken = d.place(name, xs[i], d.right-d.left, taken)
		}
		return xs
	}
	values, step := ticks(slices.Min(numbers), slices.Max(numbers), max(2, (d.right-d.left)/(40*d.unit)))
	along := scale{values[0], values[len(values)-1], float64(d.left), float64(d.right)}
	taken := 0
	for _, v := range values {
		taken = d.place(label(v, step), along.at(v), d.right-d.left, taken)
	}
	xs := make([]float64, len(numbers))
	for i, n := range numbers {
		xs[i] = along.at(n)
	}
	return xs
}

// thick is the width of lines.
func (d *drawing) thick() float64 { return 1.2 + 0.8*float64(d.unit) }

// ordered are the indexes of xs from left to right.
func ordered(xs []float64) []int {
	all := make([]int, len(xs))
	for i := range all {
		all[i] = i
	}
	slices.SortStableFunc(all, func(a, b int) int {
		switch {
		case xs[a] < xs[b]:
			return -1
		case xs[a] > xs[b]:
			return 1
		}
		return 0
	})
	return all
}

// lines draws a line for every series, broken where there is no value.
func (d *drawing) lines() {
	xs := d.xs()
	for s := range d.figure.series {
		var run []point
		for _, p := range ordered(xs) {
			v := d.figure.values[s][p]
			if math.IsNaN(v) {
				d.path(run, d.thick(), colour(s))
				run = nil
				continue
			}
			run = append(run, point{xs[p], d.y.at(v)})
		}
		d.path(run, d.thick(), colour(s))
	}
}

// points draws a dot for every value.
func (d *drawing) points() {
	xs := d.xs()
	for s := range d.figure.series {
		for p, v := range d.figure.values[s] {
			if !math.IsNaN(v) {
				at := point{xs[p], d.y.at(v)}
				fill := colour(s)
				d.line(at, at, 2.5*d.thick(), color.RGBA{fill.R, fill.G, fill.B, 0xd0})
			}
		}
	}
}
