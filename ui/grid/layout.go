package grid

import (
	"hextui/ui/paint"
)

const (
	gap       = 2    // columns of the terminal between two columns of the grid
	legible   = 16   // below which a column tells little: others go before
	wideLimit = 60   // what a column of a Wide grid takes at most, unless it says otherwise
	sampled   = 2000 // cells that are read to find widths when rows arrive
)

// layout is where columns are. Widths only grow while rows are scrolled and refreshed, so that
// nothing jumps; another width of the terminal or other columns begin anew.
type layout struct {
	width   int   // what the columns were laid out for
	natural []int // what each column would like to have
	x, w    []int // where each column is; w 0 means that it is dropped
	total   int   // all columns of a Wide grid side by side
	sampled bool  // natural knows the source
	settled bool  // x and w follow from natural
}

// sample reads cells all over the source to see how wide columns are.
func (g *Grid) sample() {
	l := &g.layout
	if l.natural == nil {
		l.natural = make([]int, len(g.cfg.Columns))
		for i, c := range g.cfg.Columns {
			arrow := 2 // of the sort
			if c.NoSort {
				arrow = 0
			}
			l.natural[i] = c.clamp(max(paint.Width(c.Title)+arrow, 1))
			if g.cfg.NoHeader || c.Title == "" {
				l.natural[i] = c.clamp(1)
			}
		}
	}
	l.sampled = true
	n := g.src.Len()
	rows := min(max(sampled/max(len(g.cfg.Columns), 1), 8), 200, n)
	for i := range rows {
		row := i * n / rows
		for col := range g.cfg.Columns {
			g.widen(col, g.src.Cell(row, col).Text)
		}
	}
}

// widen makes room for a text, up to what the column may take.
func (g *Grid) widen(col int, text string) {
	l := &g.layout
	if len(text) <= l.natural[col] {
		return // no text is wider than its bytes, but for rare hidden characters
	}
	limit := g.cfg.Columns[col].MaxWidth
	if limit == 0 {
		limit = max(l.width, wideLimit)
		if g.cfg.Wide {
			limit = wideLimit
		}
	}
	if w := measure(text, limit); w > l.natural[col] {
		l.natural[col] = w
		l.settled = false
	}
}

// clamp brings a width within what the column allows.
func (c Column) clamp(w int) int {
	w = max(w, c.MinWidth)
	if c.MaxWidth > 0 {
		w = min(w, c.MaxWidth)
	}
	return w
}

// least is the width below which the column is not squeezed.
func (c Column) least(natural int) int {
	if c.MinWidth > 0 {
		return c.clamp(c.MinWidth)
	}
	return min(natural, c.clamp(max(paint.Width(c.Title)+2, legible)))
}

// arrange lays the columns out for a width.
func (g *Grid) arrange(width int) {
	l := &g.layout
	if l.width != width {
		*l = layout{width: width}
	}
	if !l.sampled || l.natural == nil {
		g.sample()
		l.settled = false
	}
	if l.settled {
		return
	}
	l.settled = true
	l.w = append(l.w[:0], l.natural...)
	clear(l.w)
	for _, i := range g.order {
		l.w[i] = l.natural[i]
	}
	if !g.cfg.Wide {
		g.drop()
		g.share()
	}
	l.x = append(l.x[:0], l.w...)
	x := 0
	for _, i := range g.order {
		l.x[i] = x
		if l.w[i] > 0 {
			x += l.w[i] + gap
		}
	}
	l.total = max(x-gap, 0)
}

// drop takes columns away, the least important first, until the rest fits at its least widths. The column that the rows are sorted
// by stays: else nobody would see why they stand as they do.
func (g *Grid) drop() {
	l := &g.layout
	for {
		need, worst := -gap, -1
		for i, c := range g.cfg.Columns {
			if l.w[i] == 0 {
				continue
			}
			need += c.least(l.w[i]) + gap
			if c.Priority > 0 && c.ID != g.want.sort && (worst < 0 || c.Priority >= g.cfg.Columns[worst].Priority) {
				worst = i
			}
		}
		if need <= l.width || worst < 0 {
			return
		}
		l.w[worst] = 0
	}
}

// share squeezes the columns into the width, those with a weight first, or gives spare width away.
func (g *Grid) share() {
	l := &g.layout
	spare := l.width + gap
	for _, w := range l.w {
		if w > 0 {
			spare -= w + gap
		}
	}
	if spare < 0 {
		spare = g.squeeze(spare, func(c Column, natural int) int {
			if c.Weight == 0 {
				return natural
			}
			return c.least(natural)
		})
		spare = g.squeeze(spare, Column.least)
		g.squeeze(spare, func(Column, int) int { return 1 }) // better too narrow than out of sight
		return
	}
	for spare > 0 {
		weights := 0
		for i, c := range g.cfg.Columns {
			if l.w[i] > 0 && c.clamp(l.w[i]+1) > l.w[i] {
				weights += c.Weight
			}
		}
		if weights == 0 {
			return
		}
		given := 0
		for i, c := range g.cfg.Columns {
			if l.w[i] > 0 && c.Weight > 0 {
				more := c.clamp(l.w[i]+max(spare*c.Weight/weights, 1)) - l.w[i]
				more = min(more, spare-given)
				l.w[i] += more
				given += more
			}
		}
		spare -= given
	}
}

// squeeze takes what is missing from the columns, the widest first, none below its floor, and returns
// what is still missing.
func (g *Grid) squeeze(spare int, floor func(c Column, natural int) int) int {
	l := &g.layout
	for spare < 0 {
		widest := -1
		for i, c := range g.cfg.Columns {
			if l.w[i] > 0 && l.w[i] > floor(c, l.natural[i]) && (widest < 0 || l.w[i] >= l.w[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return spare
		}
		l.w[widest]--
		spare++
	}
	return spare
}
