package project

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"hextui/hex"
	res "hextui/hex/result"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/plot"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// figures are what is said of the column under the cell cursor, over the rows that are shown.
type figures struct {
	about about
	said  []string
	shown bool // the newest frame has room for them
}

// about is what figures are of.
type about struct {
	table  *hex.ResultTable
	column int
	filter string
	rows   int
}

// figuresWidth is what the figures take beside the rows, which keep what they need, or at least rowsLeast.
const (
	figuresWidth = 30
	rowsLeast    = 66
)

// drawFigures paints the figures of the column on the right where there is room, and returns what is left for the rows.
func (s *Screen) drawFigures(a paint.Surface) paint.Surface {
	k := s.result.kept
	least := figuresWidth + min(k.grid.Grid.Needs(), rowsLeast)
	k.figures.shown = s.focus == onResult && a.Width() >= least && a.Height() > 4 && len(k.table.Rows) > 0
	if !k.figures.shown {
		return a
	}
	t := s.env.Theme
	rest, side := a.SplitRight(figuresWidth)
	side.Column(0, 0, side.Height(), t.Glyphs.Column, t.Rule)
	for i, line := range k.figures.said {
		st := t.Text
		if i == 0 {
			st = t.Accent
		}
		side.Text(2, i, paint.Cut(line, side.Width()-3), st)
	}
	return rest
}

// now is what figures would be of.
func (k *kept) now() about {
	g := k.grid.Grid
	return about{k.table, g.Column(), g.Filter(), g.Len()}
}

// settleFigures counts the figures that the newest frame has room for, beside the loop.
func (s *Screen) settleFigures() {
	k := s.result.kept
	if !k.figures.shown || k.table == nil || k.figures.about == k.now() || k.grid.Grid.Busy() {
		return
	}
	k.figures.about = k.now()
	s.countFigures(k, func(lines []string) { k.figures.said = lines })
}

// countFigures describes the column under the cell cursor.
func (s *Screen) countFigures(k *kept, done func([]string)) {
	of, shown := k.now(), k.grid.Grid.Rows()
	work := func(ctx context.Context) ([]string, error) { return describe(ctx, of.table, shown, of.column) }
	task.Do(s.env.Tasks, "figures "+s.id, work, func(lines []string, err error) {
		if err == nil {
			done(lines)
		}
	})
}

// showFigures shows the figures in a dialog, for narrow screens.
func (s *Screen) showFigures() {
	s.countFigures(s.result.kept, func(lines []string) {
		s.env.Host.Ask(&overlay.Text{
			Title: lines[0], Lines: overlay.Plain(strings.Join(lines[1:], "\n")),
			OnCopy: func() { s.env.Host.Copy(strings.Join(lines, "\n"), "the figures of "+lines[0]) },
		})
	})
}

// describe is the figures of a column as lines, its name first.
func describe(ctx context.Context, t *hex.ResultTable, shown []int, column int) ([]string, error) {
	c, err := res.Describe(ctx, t, shown, column)
	if err != nil {
		return nil, err
	}
	sc := scaleOf(t, column)
	sc.places = 0
	lines := []string{c.Name, strings.ToLower(c.Type), "",
		present.Plural(c.Rows, "value"), present.Count(c.Nulls) + " null, " + present.Count(c.Distinct) + " distinct", ""}
	for _, f := range [][2]string{{"min", c.Min}, {"median", c.Median}, {"mean", c.Mean}, {"max", c.Max}} {
		if f[1] != "" {
			lines = append(lines, fmt.Sprintf("%-7s %s", f[0], strings.TrimSpace(sc.show(f[1]))))
		}
	}
	if c.Mean != "" {
		if bins := plot.Bins(floats(t, shown, column), 12); len(bins) > 1 {
			counts := make([]float64, len(bins))
			for i, b := range bins {
				counts[i] = float64(b.Count)
			}
			lines = append(lines, "", spark(counts))
		}
	}
	if len(c.Common) > 0 && c.Mean == "" {
		lines = append(lines, "")
		for _, f := range c.Common {
			lines = append(lines, fmt.Sprintf("%5s× %s", present.Count(f.Count), f.Value))
		}
	}
	return lines, nil
}

// spark draws counts from zero: nothing for none, the tallest bar for the most.
func spark(counts []float64) string {
	most := 0.0
	for _, n := range counts {
		most = max(most, n)
	}
	var b strings.Builder
	for _, n := range counts {
		bars := []rune(" ▁▂▃▄▅▆▇█")
		b.WriteRune(bars[int(math.Ceil(n/most*float64(len(bars)-1)))])
	}
	return b.String()
}

// floats are the numbers of a column in the order of the rows; what is none is NaN.
func floats(t *hex.ResultTable, rows []int, column int) []float64 {
	all := make([]float64, len(rows))
	for i, r := range rows {
		all[i] = math.NaN()
		if v := res.Value(t, r, column); v != nil {
			if n, err := strconv.ParseFloat(strings.TrimSpace(*v), 64); err == nil {
				all[i] = n
			}
		}
	}
	return all
}

// chart is a chart of the rows that are shown: of a column's numbers, by another column's labels.
type chart struct {
	t             *hex.ResultTable
	rows          []int
	value         int
	labels        []int // the columns that name a row, none where all are numbers
	series        series
	width, height int
}

// kinds are the charts there are, in the order in which they are turned through.
var kinds = [...]string{"bars", "line", "histogram"}

// mostBars is how many rows are drawn as bars; the others of more are left out, and that is said.
const mostBars = 100

// showChart draws the column under the cell cursor, or the first one of numbers where that is none; left and right turn to the
// other kinds of charts.
func (s *Screen) showChart() {
	g := s.result.grid.Grid
	c := chart{t: s.result.table, rows: g.Rows(), value: g.Column(), width: max(min(s.width-8, 100), 20), height: 14}
	for i, column := range c.t.Columns {
		switch {
		case !res.Numeric(column.Type):
			c.labels = append(c.labels, i)
		case !res.Numeric(c.t.Columns[c.value].Type):
			c.value = i
		}
	}
	if !res.Numeric(c.t.Columns[c.value].Type) {
		s.env.Host.Notice(screen.Info, "No column of this result has numbers to draw.")
		return
	}
	c.series = c.split()
	text, at := &overlay.Text{}, c.first()
	fill := func() {
		text.Title, text.Lines = c.draw(kinds[at])
		text.Title += "  " + s.env.Keys.Way(action.Left, action.Text) + " " + s.env.Keys.Way(action.Right, action.Text)
	}
	fill()
	text.Turn = func(step int) {
		at = (at + step + len(kinds)) % len(kinds)
		fill()
	}
	s.env.Host.Ask(text)
}

// first is the kind that fits best: a line over time, bars of a few things, else a histogram.
func (c chart) first() int {
	switch {
	case len(c.series.names) > 0, len(c.labels) == 1 && c.dated(c.labels[0]):
		return 1
	case len(c.rows) > 40:
		return 2
	}
	return 0
}

// dated tells whether a column has times: by its type, or since all of its values begin as dates do.
func (c chart) dated(column int) bool {
	if kind := strings.ToLower(c.t.Columns[column].Type); strings.Contains(kind, "date") || strings.Contains(kind, "time") {
		return true
	}
	for _, row := range c.rows {
		v := res.Value(c.t, row, column)
		if v == nil || len(*v) < len("2006-01") {
			return false
		}
		if _, err := time.Parse("2006-01", (*v)[:len("2006-01")]); err != nil {
			return false
		}
	}
	return len(c.rows) > 0
}

// series are the numbers of a chart over the same times, one after the other for each thing that another column names.
type series struct {
	times  []string
	names  []string
	values [][]float64 // by name and time, NaN where there is none
	over   int         // the column of the times
	by     int         // … and that of the names
}

// mostSeries is how many lines are drawn in one chart.
const mostSeries = 7

// split makes lines of rows that a time and a thing name; there are none where anything else names them, and for more things than can be
// told apart.
func (c chart) split() (s series) {
	if len(c.labels) != 2 || c.dated(c.labels[0]) == c.dated(c.labels[1]) {
		return series{}
	}
	over, by := c.labels[0], c.labels[1]
	if c.dated(by) {
		over, by = by, over
	}
	s.over, s.by = over, by
	for _, row := range c.rows {
		s.times = append(s.times, said(res.Value(c.t, row, over)))
	}
	slices.Sort(s.times)
	s.times = slices.Compact(s.times)
	numbers := floats(c.t, c.rows, c.value)
	for i, row := range c.rows {
		name := said(res.Value(c.t, row, by))
		at := slices.Index(s.names, name)
		if at < 0 {
			if at = len(s.names); at == mostSeries {
				return series{}
			}
			s.names = append(s.names, name)
			s.values = append(s.values, slices.Repeat([]float64{math.NaN()}, len(s.times)))
		}
		when, _ := slices.BinarySearch(s.times, said(res.Value(c.t, row, over)))
		s.values[at][when] = numbers[i]
	}
	return s
}

// lines are a line for each of the series, below each other and to one scale that is said, with its name and its greatest number.
func (c chart) lines() (text []string) {
	low, high, margin := math.Inf(1), math.Inf(-1), 0
	names, tops := make([]string, len(c.series.names)), make([]string, len(c.series.names))
	for i, values := range c.series.values {
		top := math.Inf(-1)
		for _, v := range values {
			if !math.IsNaN(v) {
				low, top = min(low, v), max(top, v)
			}
		}
		if high = max(high, top); !math.IsInf(top, 0) {
			tops[i] = "max " + plain(top)
		}
		names[i] = paint.Cut(paint.Visible(c.series.names[i]), 24)
		margin = max(margin, paint.Width(names[i])+2, paint.Width(tops[i])+2)
	}
	if high < low {
		return []string{"There is no number in these rows."}
	}
	width, height := max(c.width-margin, 10), max(2, c.height/len(names))
	for i, name := range names {
		for row, line := range plot.LineWithin(c.series.values[i], low, high, width, height) {
			head := []string{name, tops[i], ""}[min(row, 2)]
			text = append(text, head+strings.Repeat(" ", margin-paint.Width(head))+line)
		}
	}
	from, to := c.series.times[0], c.series.times[len(c.series.times)-1]
	gap := max(c.width-margin-paint.Width(from)-paint.Width(to), 2)
	scale := "All to one scale: " + plain(low) + " at the bottom, " + plain(high) + " at the top."
	if low == high {
		scale = "All values are " + plain(low) + "."
	}
	return append(text, strings.Repeat(" ", margin)+from+strings.Repeat(" ", gap)+to, scale)
}

func (c chart) draw(kind string) (title string, lines []overlay.Line) {
	title = c.t.Columns[c.value].Name
	switch {
	case len(c.labels) == 0 || kind == "histogram":
	case kind == "line" && len(c.series.names) > 0:
		title += " by " + c.t.Columns[c.series.over].Name + ", a line for each " + c.t.Columns[c.series.by].Name
	default:
		names := make([]string, len(c.labels))
		for i, column := range c.labels {
			names[i] = c.t.Columns[column].Name
		}
		title += " by " + strings.Join(names, ", ")
	}
	title += "   " + kind
	var text []string
	switch kind {
	case "bars":
		text = c.bars()
	case "line":
		if text = c.line(); len(c.series.names) > 0 {
			text = c.lines()
		}
	default:
		text = c.histogram()
	}
	for _, l := range text {
		lines = append(lines, overlay.Line{Text: l})
	}
	return title, lines
}

// measure is how wide texts are on the screen.
var measure = plot.Measure{Width: paint.Width, Cut: paint.Cut}

func (c chart) label(row int) string {
	if len(c.labels) == 0 {
		return present.Count(row + 1)
	}
	parts := make([]string, len(c.labels))
	for i, column := range c.labels {
		parts[i] = said(res.Value(c.t, row, column))
	}
	return strings.Join(parts, " ")
}

func (c chart) text(row int) string {
	sc := scaleOf(c.t, c.value)
	sc.places = 0
	return strings.TrimSpace(sc.show(said(res.Value(c.t, row, c.value))))
}

func (c chart) bars() []string {
	var points []plot.Point
	for i, v := range floats(c.t, c.rows, c.value) {
		if len(points) == mostBars {
			break
		}
		p := plot.Point{Label: paint.Visible(c.label(c.rows[i])), Text: c.text(c.rows[i])}
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			p.Value = v
		}
		points = append(points, p)
	}
	lines := plot.Bars(points, c.width, measure)
	if left := len(c.rows) - len(points); left > 0 {
		lines = append(lines, "", "The first "+present.Plural(len(points), "row")+"; "+present.Count(left)+" more are not drawn.")
	}
	return lines
}

func (c chart) line() []string {
	values := floats(c.t, c.rows, c.value)
	low, high := -1, -1
	for i, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		if low < 0 || v < values[low] {
			low = i
		}
		if high < 0 || v > values[high] {
			high = i
		}
	}
	if low < 0 {
		return []string{"There is no number in these rows."}
	}
	most, least := c.text(c.rows[high]), c.text(c.rows[low])
	margin := max(paint.Width(most), paint.Width(least)) + 1
	lines := plot.Line(values, max(c.width-margin, 10), c.height)
	for i := range lines {
		head := ""
		switch i {
		case 0:
			head = most
		case len(lines) - 1:
			head = least
		}
		lines[i] = strings.Repeat(" ", margin-1-paint.Width(head)) + head + " " + lines[i]
	}
	from, to := c.label(c.rows[0]), c.label(c.rows[len(c.rows)-1])
	gap := max(c.width-margin-paint.Width(from)-paint.Width(to), 2)
	return append(lines, strings.Repeat(" ", margin)+from+strings.Repeat(" ", gap)+to)
}

func (c chart) histogram() []string {
	bins := plot.Bins(floats(c.t, c.rows, c.value), 12)
	if len(bins) == 0 {
		return []string{"There are no numbers in these rows that could be counted."}
	}
	points := make([]plot.Point, len(bins))
	for i, b := range bins {
		points[i] = plot.Point{Label: plain(b.From) + " – " + plain(b.To), Value: float64(b.Count), Text: present.Count(b.Count)}
	}
	return plot.Bars(points, c.width, measure)
}

// plain writes the end of a span of numbers.
func plain(v float64) string {
	text := strconv.FormatFloat(v, 'f', -1, 64)
	if len(text) > 14 {
		return strconv.FormatFloat(v, 'g', 6, 64)
	}
	whole, fraction, ok := digits(text)
	if !ok || fraction == "" {
		return threes(text)
	}
	return threes(whole) + "." + fraction
}
