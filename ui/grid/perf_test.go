package grid_test

import (
	"fmt"
	"testing"
	"time"

	"hextui/ui/grid"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

var dark = theme.Dark()

// counted counts how often cells are asked for.
type counted struct {
	grid.List[project]
	cells *int
}

func (c counted) Cell(row, col int) grid.Cell {
	*c.cells++
	return c.List.Cell(row, col)
}

func TestDrawingAsksForVisibleCellsOnly(t *testing.T) {
	cells := 0
	g := grid.New(grid.Config{Columns: grid.Columns(fields())})
	g.SetSource(counted{list(many(100000)...), &cells})
	draw(g, 160, 50) // the first drawing reads a sample to find widths
	if cells > 200*4+50*4 {
		t.Errorf("the first drawing asked for %d cells", cells)
	}
	for _, move := range []func(){func() { g.Move(1) }, func() { g.Page(3) }, g.End, func() { g.Scroll(-40) }} {
		cells = 0
		move()
		draw(g, 160, 50)
		if limit := 2 * 49 * 4; cells > limit {
			t.Errorf("a drawing asked for %d cells, at most %d are in order", cells, limit)
		}
	}
}

// Where it is known what cells show besides their rows, those in sight that were there before are not asked for again until that, or
// the rows, are others; and what is drawn is the same.
func TestCellsAreKeptWhileNothingIsNews(t *testing.T) {
	cells, news := 0, 0
	columns := grid.Columns(fields())
	kept := grid.New(grid.Config{Columns: columns, Beside: func() any { return news }})
	fresh := grid.New(grid.Config{Columns: columns})
	source := func(n int) {
		kept.SetSource(counted{list(many(n)...), &cells})
		fresh.SetSource(list(many(n)...))
	}
	each := func(do func(g *grid.Grid)) func() {
		return func() { do(kept); do(fresh) }
	}
	source(1000)
	draw(kept, 160, 50)
	draw(fresh, 160, 50)
	const all = 49 * 4
	for _, c := range []struct {
		what string
		do   func()
		rows int
	}{
		{"a step", each(func(g *grid.Grid) { g.Move(1) }), 0},
		{"the end of the screen", each(func(g *grid.Grid) { g.Move(47) }), 0},
		{"a step beyond it", each(func(g *grid.Grid) { g.Move(1) }), 1},
		{"three more", each(func(g *grid.Grid) { g.Move(3) }), 3},
		{"two up", each(func(g *grid.Grid) { g.Move(-51) }), 3},
		{"half a page", each(func(g *grid.Grid) { g.Scroll(20) }), 20},
		{"the end", each(func(g *grid.Grid) { g.End() }), 49},
		{"news", func() { news++ }, 49},
		{"nothing", func() {}, 0},
		{"a filter", each(func(g *grid.Grid) { g.SetFilter("7"); g.Finish() }), 49},
		{"other rows", func() { source(500); kept.Finish(); fresh.Finish() }, 49},
		{"another order", each(func(g *grid.Grid) { g.SetSort("title", true); g.Finish() }), 49},
		{"other columns", each(func(g *grid.Grid) { g.Arrange([]string{"title"}) }), 49},
	} {
		cells = 0
		c.do()
		got, want := drawOn(kept, 160, 50, dark, true).String(), drawOn(fresh, 160, 50, dark, true).String()
		if got != want {
			t.Errorf("after %s it shows\n%s\nand should\n%s", c.what, got, want)
		}
		if limit := c.rows * 4; cells > limit && c.rows < 49 || c.rows == 49 && cells == 0 {
			t.Errorf("after %s it asked for %d cells, of %d in sight; %d rows were new", c.what, cells, all, c.rows)
		}
	}
}

// bench is a grid of n rows that is moved and drawn on a canvas that is reused, as a screen does.
type bench struct {
	g *grid.Grid
	c *paint.Canvas
}

func newBench(n int) *bench {
	b := &bench{g: newGrid(grid.Config{Marks: true}, many(n)...), c: paint.NewCanvas(160, 50)}
	b.g.SetFilter("!nothing-like-it")
	b.g.Finish()
	b.draw()
	return b
}

func (b *bench) draw() { b.g.Draw(b.c.Surface(), &dark, true) }

func (b *bench) step(i int) {
	if i%100 < 50 {
		b.g.Move(1)
	} else {
		b.g.Page(-1)
	}
	b.draw()
}

func TestDrawAndMoveAllocateLittle(t *testing.T) {
	b := newBench(100000)
	i := 0
	if n := testing.AllocsPerRun(100, func() { b.step(i); i++ }); n > 200 {
		t.Errorf("a move and a drawing allocate %.0f times", n)
	}
	if n := testing.AllocsPerRun(100, func() { b.g.Move(1) }); n > 0 {
		t.Errorf("a move allocates %.0f times", n)
	}
}

// quickest is the least time that a batch of steps took: what the work costs when nothing disturbs it.
func quickest(batches, steps int, step func(i int)) time.Duration {
	best := time.Duration(1<<63 - 1)
	for range batches {
		start := time.Now()
		for i := range steps {
			step(i)
		}
		best = min(best, time.Since(start))
	}
	return best
}

func TestMoveAndDrawDoNotGrowWithTheRows(t *testing.T) {
	if testing.Short() {
		t.Skip("times are compared in full runs only")
	}
	small, large := newBench(1000), newBench(100000)
	var ratio float64
	for range 5 { // a busy machine may spoil a comparison, not five of them
		a, b := quickest(8, 50, small.step), quickest(8, 50, large.step)
		if ratio = float64(b) / float64(a); ratio <= 2 {
			return
		}
	}
	t.Errorf("100,000 rows take %.1f times as long as 1,000, 2 is the limit", ratio)
}

var sizes = []int{100, 10000, 100000}

func BenchmarkDraw(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			x := newBench(n)
			b.ReportAllocs()
			for b.Loop() {
				x.draw()
			}
		})
	}
}

func BenchmarkMoveAndDraw(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			x := newBench(n)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				x.step(i)
			}
		})
	}
}

// BenchmarkFilterKeys types a query letter by letter and takes it back; a line is one key.
func BenchmarkFilterKeys(b *testing.B) {
	for _, n := range sizes {
		for _, key := range []struct{ before, after string }{
			{"", "r"}, {"r", "re"}, {"re", "rev"}, {"rev", "re"}, {"rev", "rev owner:m"}, {"", "!archived"}, {"", "~r"}, {"~r", "~rv"},
		} {
			b.Run(fmt.Sprintf("%d/%q→%q", n, key.before, key.after), func(b *testing.B) {
				g := newGrid(grid.Config{}, many(n)...)
				for b.Loop() {
					b.StopTimer()
					g.SetFilter(key.before)
					g.Finish()
					b.StartTimer()
					g.SetFilter(key.after)
					g.Finish()
				}
			})
		}
	}
}

// BenchmarkApply is the part of a filter that runs in the loop of the screen.
func BenchmarkApply(b *testing.B) {
	g := newGrid(grid.Config{}, many(100000)...)
	g.End()
	for b.Loop() {
		b.StopTimer()
		g.SetFilter("")
		g.SetFilter("owner:maya")
		job, _ := g.Job()
		ix, err := job.Run(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		g.Apply(ix)
	}
}

func BenchmarkSort(b *testing.B) {
	for _, n := range sizes {
		for _, col := range []string{"title", "views"} {
			b.Run(fmt.Sprintf("%d/%s", n, col), func(b *testing.B) {
				src := list(many(n)...)
				g := newGrid(grid.Config{})
				for b.Loop() {
					b.StopTimer()
					g.SetSort("", false)
					g.SetSource(src) // what was sorted before is kept with the source
					g.Finish()
					b.StartTimer()
					g.SetSort(col, false)
					g.Finish()
				}
			})
		}
	}
}

// filtered are the filters that a person types over many rows, worst first: nothing is narrowed by what was shown before.
var filtered = []string{"churn zurich", "owner:maya", "!archived", "~rvn"}

// searched is a grid in which words are looked for in texts alone: what a source writes anew for each look costs as much as it does.
func searched(n int) *grid.Grid {
	cols := grid.Columns(fields())
	for i := range cols {
		cols[i].NoFilter = cols[i].Right
	}
	g := grid.New(grid.Config{Columns: cols})
	g.SetSource(list(many(n)...))
	return g
}

func TestAFilterAllocatesLittleForARow(t *testing.T) {
	const rows = 20_000
	g := searched(rows)
	for _, query := range filtered[:3] {
		n := testing.AllocsPerRun(3, func() {
			g.SetFilter(query)
			g.Finish()
			g.SetFilter("")
		})
		if n > rows/20 {
			t.Errorf("the filter %q over %d rows allocates %.0f times", query, rows, n)
		}
	}
}

func BenchmarkFilter(b *testing.B) {
	g := searched(100_000)
	for _, query := range filtered {
		b.Run(query, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.SetFilter(query)
				g.Finish()
				g.SetFilter("")
			}
		})
	}
}
