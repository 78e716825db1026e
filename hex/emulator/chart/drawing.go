package chart

// drawing is a chart that is being drawn: what is written around the plot takes
// its room first, and the plot has what remains.
type drawing struct {
	canvas
	chart  Chart
	figure figure

	left, top, right, bottom int // the plot
	y                        scale
}

func (d *drawing) draw() {
	pad := d.height()
	d.left, d.top, d.right, d.bottom = pad, pad, d.Rect.Dx()-pad, d.Rect.Dy()-pad
	d.title()
	if len(d.figure.places) == 0 {
		d.nothing()
		return
	}
	roomy := d.Rect.Dx() >= 240 && d.Rect.Dy() >= 180
	if roomy {
		d.legend()
		d.names()
	}
	d.axes()
	switch d.chart.Mark {
	case "line":
		d.lines()
	case "point":
		d.points()
	default:
		d.bars()
	}
	d.canvas.box(float64(d.left), d.y.at(max(d.y.low, 0)), float64(d.right), d.y.at(max(d.y.low, 0))+float64(d.unit), pale)
}

func (d *drawing) stacked() bool { return d.chart.Mark != "line" && d.chart.Mark != "point" }

// title writes the title at the top.
func (d *drawing) title() {
	if d.chart.Title == "" {
		return
	}
	d.text(d.left, d.top, shortened(d.chart.Title, (d.right-d.left)/d.unit), ink, true)
	d.top += 2 * d.height()
}

// nothing says that there is no data.
func (d *drawing) nothing() {
	const words = "No data"
	d.text((d.Rect.Dx()-d.canvas.width(words))/2, (d.Rect.Dy()-d.height())/2, words, pale, false)
}

// legend writes the names of the series in as many lines as it takes, at most
// three.
func (d *drawing) legend() {
	if len(d.figure.series) < 2 {
		return
	}
	x, lines := d.left, 1
	for i, name := range d.figure.series {
		name = shortened(name, 24*6)
		wide := d.canvas.width(name) + 2*d.height()
		if x+wide > d.right {
			if lines++; lines > 3 {
				lines--
				break
			}
			x = d.left
		}
		y := d.top + (lines-1)*(d.height()+4*d.unit)
		d.box(float64(x), float64(y), float64(x+d.height()), float64(y+d.height()), colour(i))
		d.text(x+d.height()+3*d.unit, y, name, ink, false)
		x += wide + 6*d.unit
	}
	d.top += lines*(d.height()+4*d.unit) + 4*d.unit
}

// names writes what the axes mean: y above the plot, x below it.
func (d *drawing) names() {
	if d.chart.YName != "" {
		d.text(d.left, d.top, shortened(d.chart.YName, (d.right-d.left)/d.unit), pale, false)
		d.top += 2*d.height() + d.unit
	}
	if d.chart.XName != "" {
		name := shortened(d.chart.XName, (d.right-d.left)/d.unit)
		d.text(d.right-d.canvas.width(name), d.bottom-d.height(), name, pale, false)
		d.bottom -= d.height() + 4*d.unit
	}
}

// axes writes the values at the left with lines across the plot, and leaves room
// for the places below.
func (d *drawing) axes() {
	d.bottom -= d.height() + 6*d.unit
	low, high := d.figure.span(d.stacked(), d.chart.Mark == "point")
	values, step := ticks(low, high, max(2, (d.bottom-d.top)/(6*d.height())))
	widest := 0
	for _, v := range values {
		widest = max(widest, d.canvas.width(label(v, step)))
	}
	d.left += widest + 4*d.unit
	d.y = scale{values[0], values[len(values)-1], float64(d.bottom), float64(d.top)}
	for _, v := range values {
		at := d.y.at(v)
		d.box(float64(d.left), at, float64(d.right), at+float64(d.unit), grid)
		text := label(v, step)
		d.text(d.left-4*d.unit-d.canvas.width(text), int(at)-d.height()/2, text, pale, false)
	}
}

// place writes the name of a place below the plot, around x, unless it would
// run into what was written up to a pixel before; it gives the new such pixel.
func (d *drawing) place(name string, x float64, most, taken int) int {
	name = shortened(name, max(most/d.unit, 30))
	wide := d.canvas.width(name)
	left := min(max(int(x)-wide/2, 0), d.Rect.Dx()-wide)
	if left < taken {
		return taken
	}
	d.text(left, d.bottom+7*d.unit, name, pale, false)
	return left + wide + 5*d.unit
}
