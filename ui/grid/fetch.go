package grid

// made is what the cells of a frame were made of; the zero value is of nothing, and is never made again.
type made struct {
	src    *snapshot
	first  *int32 // of the view
	rows   int    // of the view
	seen   uint64 // the columns in sight, a bit each
	beside any
}

// makes is what the cells of this frame are made of.
func (g *Grid) makes() (m made) {
	n := len(g.cfg.Columns)
	if g.cfg.Beside == nil || n > 64 {
		return m
	}
	m = made{src: g.src, first: &g.view[0], rows: len(g.view), beside: g.cfg.Beside()}
	for col := range n {
		if g.seen(col) {
			m.seen |= 1 << col
		}
	}
	return m
}

// fetch reads the cells of the rows and columns in sight, as far as they are not those of the frame before.
func (g *Grid) fetch(rows int) {
	n := len(g.cfg.Columns)
	if rows <= 0 {
		return
	}
	kept := 0 // rows
	if now := g.makes(); now == g.made && now.src != nil {
		kept = len(g.cells) / n
	} else {
		g.made = now
	}
	from := max(g.fetched, g.top) - g.top // the lines whose cells are there
	to := max(min(g.fetched+kept, g.top+rows)-g.top, from)
	if more := rows*n - len(g.cells); more > 0 {
		g.cells = append(g.cells, make([]Cell, more)...)
	}
	if from < to {
		copy(g.cells[from*n:to*n], g.cells[(from+g.top-g.fetched)*n:])
	}
	g.cells, g.fetched = g.cells[:rows*n], g.top
	for col := range n {
		seen := g.seen(col)
		for i := range rows {
			if from <= i && i < to {
				continue
			}
			cell := &g.cells[i*n+col]
			if !seen {
				*cell = Cell{}
				continue
			}
			*cell = g.src.Cell(int(g.view[g.top+i]), col)
			g.widen(col, cell.Text)
		}
	}
}
