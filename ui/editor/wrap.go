package editor

import "hextui/ui/paint"

// Soft wrap: a line that is longer than the window goes on in the next row, as paragraphs of prose need it. The text has no more line
// endings for it; only what is shown, and moves up and down, go by rows.

// wrapBytes is how long a line is wrapped. A longer one stays in one row, or every key would walk all of it.
const wrapBytes = 16 << 10

// row is a row of the text: a line, and which of its rows.
type row struct{ line, n int }

func (r row) before(o row) bool { return r.line < o.line || r.line == o.line && r.n < o.n }

// Wraps tells whether lines are wrapped.
func (e *Editor) Wraps() bool { return e.wrap }

// SetWrap says whether lines are wrapped.
func (e *Editor) SetWrap(on bool) {
	if e.wrap != on {
		e.wrap, e.wrapped = on, wrapping{}
		e.view.left, e.view.skip, e.view.follow = 0, 0, withMargin
	}
}

// wrapping keeps where rows begin, for one version of the text and one width of the window.
type wrapping struct {
	version uint64
	width   int
	rows    map[int][]paint.Place
}

// mostKept is of how many lines the rows are kept.
const mostKept = 512

// rows are the places of line i at which its rows begin. They must not be changed.
func (e *Editor) rows(i int) []paint.Place {
	k := &e.wrapped
	if k.version != e.version || k.width != e.view.width || len(k.rows) >= mostKept {
		*k = wrapping{version: e.version, width: e.view.width, rows: map[int][]paint.Place{}}
	}
	starts, ok := k.rows[i]
	if !ok {
		starts = e.cutRows(e.text.line(i))
		k.rows[i] = starts
	}
	return starts
}

// cutRows finds where the rows of a line begin: behind the last blank that there is room for, or where there is no room any more.
func (e *Editor) cutRows(line string) []paint.Place {
	begin := paint.Place{}
	starts := []paint.Place{begin}
	if !e.wrap || e.view.width < 4 || len(line) > wrapBytes {
		return starts
	}
	gap := begin // behind the last blank of the row
	for p := begin; p.At < len(line); {
		next := paint.Step(line, p, tabStop)
		if next.Col-begin.Col > e.view.width && !blankAt(line, p.At) {
			if begin = p; gap.At > starts[len(starts)-1].At {
				begin = gap
			}
			starts = append(starts, begin)
		}
		if p = next; blankAt(line, p.At-1) {
			gap = p
		}
	}
	return starts
}

func blankAt(line string, at int) bool { return line[at] == ' ' || line[at] == '\t' }

// rowOf is the row of a place, with where it begins.
func (e *Editor) rowOf(p Pos) (row, paint.Place) {
	starts := e.rows(p.Line)
	n := len(starts) - 1
	for n > 0 && starts[n].At > p.Col {
		n--
	}
	return row{p.Line, n}, starts[n]
}

// shift is n rows further down than r, or up if n is negative, within the text.
func (e *Editor) shift(r row, n int) row {
	for ; n < 0; n++ {
		switch {
		case r.n > 0:
			r.n--
		case r.line > 0:
			r = row{r.line - 1, len(e.rows(r.line-1)) - 1}
		}
	}
	for have := len(e.rows(r.line)); n > 0; n-- {
		switch {
		case r.n+1 < have:
			r.n++
		case r.line+1 < len(e.text.lines):
			r = row{line: r.line + 1}
			have = len(e.rows(r.line))
		}
	}
	return r
}

// distance is how many rows b is below a, at most most; a must not be below b.
func (e *Editor) distance(a, b row, most int) (n int) {
	for ; a.before(b) && n < most; n++ {
		a = e.shift(a, 1)
	}
	return n
}

// topRow is the first row shown.
func (e *Editor) topRow() row {
	line := min(max(e.view.top, 0), len(e.text.lines)-1)
	return row{line, min(max(e.view.skip, 0), len(e.rows(line))-1)}
}

// setTop makes a row the first one shown, or the last one that leaves no room empty.
func (e *Editor) setTop(r row) {
	end := row{line: len(e.text.lines) - 1}
	end.n = len(e.rows(end.line)) - 1
	if last := e.shift(end, 1-e.view.height); last.before(r) {
		r = last
	}
	e.view.top, e.view.skip, e.view.left = r.line, r.n, 0
}

// revealRow moves the window as little as brings the cursor's row into it.
func (e *Editor) revealRow(margins bool) {
	at, _ := e.rowOf(e.cursor)
	rows := 0
	if margins {
		rows = min(marginLines, (e.view.height-1)/2)
	}
	above, below := e.shift(at, -rows), e.shift(at, rows)
	top := e.topRow()
	if above.before(top) {
		top = above
	}
	if e.distance(top, below, e.view.height) >= e.view.height {
		top = e.shift(below, 1-e.view.height)
	}
	e.setTop(top)
}

// acrossRows moves the cursor n rows down, or up, and keeps aiming at the column within the row that it started from.
func (e *Editor) acrossRows(n int, extend bool) {
	at, start := e.rowOf(e.cursor)
	if e.goal < 0 {
		e.goal = e.column(e.cursor.Line, e.cursor.Col) - start.Col
	}
	to := e.shift(at, n)
	switch {
	case to != at:
		e.arrive(e.inRow(to, e.goal), extend)
	case n < 0:
		e.arrive(Pos{}, extend)
	default:
		e.arrive(e.text.end(), extend)
	}
}

// inRow is the place in a row that is nearest to a column, counted from the row's beginning.
func (e *Editor) inRow(r row, col int) Pos {
	starts := e.rows(r.line)
	at := e.nearest(r.line, starts[r.n].Col+col)
	if r.n+1 < len(starts) && at >= starts[r.n+1].At {
		at = e.prev(r.line, starts[r.n+1].At)
	}
	return Pos{r.line, at}
}
