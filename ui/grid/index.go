package grid

import (
	"cmp"
	"context"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"
)

// inline is the number of rows up to which filtering and sorting are done at once, well within the
// time of a frame. More are a [Job].
const inline = 2000

// pulse is the number of rows between two looks at whether a job was cancelled.
const pulse = 1024

// spec says which rows are shown in which order.
type spec struct {
	text  string
	terms []term
	sort  string
	desc  bool
}

func (s spec) plain() bool { return len(s.terms) == 0 && s.sort == "" }

// Job computes which rows are shown in which order. It reads snapshots only, so that it may run on
// any goroutine.
type Job struct {
	seq  uint64
	src  *snapshot
	cols []Column
	want spec
	// fixed keeps rows found by ~ in the order of the source.
	fixed bool
	prev  *Index

	letters Letters
}

// Index is what a [Job] found: an arrangement of the rows of one source.
type Index struct {
	seq  uint64
	src  *snapshot
	want spec
	rows []int32
}

// Len is the number of rows in the index.
func (ix *Index) Len() int { return len(ix.rows) }

// ask notes that something else is wanted than what is shown; few rows are arranged at once.
func (g *Grid) ask() {
	g.seq++
	g.asked, g.late = true, true
	if g.want.plain() || g.next.Len() <= inline {
		g.Finish()
	}
}

// Job returns the work that is to be done before the grid shows what was last asked for. Each job is
// handed out once: ask after every SetSource, SetFilter, SetSort and Click, run what comes, cancelling
// the one before, and give the result to [Grid.Apply]. ok is false when there is nothing to do.
func (g *Grid) Job() (job Job, ok bool) {
	if !g.late || !g.asked {
		return Job{}, false
	}
	g.asked = false
	return g.job(), true
}

// Busy tells whether the rows shown are not yet those last asked for.
func (g *Grid) Busy() bool { return g.late }

// Finish does the pending work at once, on the caller's goroutine.
func (g *Grid) Finish() {
	if !g.late {
		return
	}
	// Without cancellation a job cannot fail.
	if ix, err := g.job().Run(context.Background()); err == nil {
		g.Apply(ix)
	}
}

func (g *Grid) job() Job {
	j := Job{seq: g.seq, src: g.next, cols: g.cfg.Columns, want: g.want, fixed: g.cfg.Fixed, letters: g.cfg.Letters}
	if g.next == g.src {
		j.prev = &Index{src: g.src, want: g.shown, rows: g.view}
	}
	return j
}

// Run does the work. A query that narrows the one shown looks at the rows shown only. The error is
// that of ctx.
func (j Job) Run(ctx context.Context) (*Index, error) {
	ix := &Index{seq: j.seq, src: j.src, want: j.want}
	rows, order := j.start()
	rows, scores, err := j.filter(ctx, rows)
	if err != nil {
		return nil, err
	}
	switch {
	case j.want.sort != "" && order != (ordering{j.want.sort, j.want.desc}):
		err = j.sort(ctx, rows)
	case j.want.sort == "" && scores != nil && !j.fixed:
		err = byScore(ctx, rows, scores)
	case j.want.sort == "" && order != (ordering{}):
		slices.Sort(rows)
	}
	if err != nil {
		return nil, err
	}
	ix.rows = rows
	return ix, ctx.Err()
}

// ordering is how rows are arranged already; the zero value is the order of the source.
type ordering struct {
	sort string
	desc bool
}

// start returns the rows to look at, in a slice of its own, and how they are ordered.
func (j Job) start() ([]int32, ordering) {
	if p := j.prev; p != nil && narrows(j.want.terms, p.want.terms) {
		order := ordering{p.want.sort, p.want.desc}
		if p.want.sort == "" && scored(p.want.terms) && !j.fixed {
			order.sort = "\x00" // by score, which is no column's order
		}
		return slices.Clone(p.rows), order
	}
	rows := make([]int32, j.src.Len())
	for i := range rows {
		rows[i] = int32(i)
	}
	return rows, ordering{}
}

// filter keeps the rows that match every term, in their order. scores is nil when no term is fuzzy; else
// it holds the score of every row of the source.
func (j Job) filter(ctx context.Context, rows []int32) (kept []int32, scores []int, err error) {
	if len(j.want.terms) == 0 {
		return rows, nil, ctx.Err()
	}
	if scored(j.want.terms) {
		scores = make([]int, j.src.Len())
	}
	share := max(len(rows)/runtime.GOMAXPROCS(0)+1, 4*inline)
	parts := slices.Collect(slices.Chunk(rows, share))
	work, ctx := errgroup.WithContext(ctx)
	for i := range parts {
		work.Go(func() (err error) {
			parts[i], err = j.filterPart(ctx, parts[i], scores)
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return nil, nil, err
	}
	return slices.Concat(parts...), scores, nil
}

// filterPart keeps the rows that match, in place.
func (j Job) filterPart(ctx context.Context, rows []int32, scores []int) (kept []int32, err error) {
	for _, t := range j.want.terms {
		if t.fuzzy && !t.not {
			if rows, err = t.rank(ctx, j.src, rows, scores); err != nil {
				return nil, err
			}
		}
	}
	kept = rows[:0]
	for i, row := range rows {
		if i%pulse == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if j.matches(int(row)) {
			kept = append(kept, row)
		}
	}
	return kept, nil
}

func (j Job) matches(row int) bool {
	for _, t := range j.want.terms {
		if t.fuzzy && !t.not {
			continue // ranked already
		}
		if t.matches(j.src, j.cols, row) == t.not {
			return false
		}
	}
	return true
}

func (j Job) sort(ctx context.Context, rows []int32) error {
	col := slices.IndexFunc(j.cols, func(c Column) bool { return c.ID == j.want.sort })
	if col < 0 {
		return nil
	}
	order, err := j.order(ctx, rows, col)
	if err != nil {
		return err
	}
	if j.want.desc {
		up := order
		order = func(a, b int32) int { return up(b, a) }
	}
	return sortRows(ctx, rows, func(a, b int32) int {
		if c := order(a, b); c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	})
}

// order returns the comparison of rows by a column. Texts and numbers are read once for each row.
func (j Job) order(ctx context.Context, rows []int32, col int) (func(a, b int32) int, error) {
	if compare := j.src.order(col); compare != nil {
		return func(a, b int32) int { return compare(int(a), int(b)) }, nil
	}
	keys, err := j.keysOf(ctx, rows, col)
	if err != nil {
		return nil, err
	}
	return func(a, b int32) int { return keys[a].compare(keys[b]) }, nil
}

func byScore(ctx context.Context, rows []int32, scores []int) error {
	return sortRows(ctx, rows, func(a, b int32) int {
		if c := cmp.Compare(scores[b], scores[a]); c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	})
}

// Apply shows what a job found, and tells whether it did: the answer to anything but the last asking
// is dropped. It costs no more than a look at each row's id.
func (g *Grid) Apply(ix *Index) bool {
	if ix == nil || ix.seq != g.seq || !g.late {
		return false
	}
	at, line := g.follow(ix), g.cursor-g.top
	refreshed := g.src != ix.src
	g.src, g.view, g.shown = ix.src, ix.rows, ix.want
	g.late, g.asked = false, false
	if refreshed {
		g.layout.sampled = false
		g.dropMarks()
	}
	if at < 0 {
		g.cursor, g.top = -1, 0 // the id is kept: it is selected again when it comes back
		return true
	}
	switch inSight := line >= 0 && (line < g.area.rows || g.area.rows == 0); {
	case inSight && refreshed && g.top == 0 && at < g.area.rows:
		// Who looks at the first rows sees what comes before them; else nothing moves.
	case inSight:
		g.top = max(at-line, 0)
	case !refreshed:
		g.reveal = true // a wheel may have taken the selection out of sight; a refresh leaves it there
	}
	g.cursor = at
	g.selected = g.src.ID(int(g.view[at]))
	return true
}

// follow finds where the selection goes in a new arrangement: to the same id, else to the nearest row
// after it in the old arrangement that is still there, else to the nearest before it, else to the
// same place. It returns -1 when there are no rows.
func (g *Grid) follow(ix *Index) int {
	if len(ix.rows) == 0 {
		return -1
	}
	for i, row := range ix.rows {
		if ix.src.ID(int(row)) == g.selected {
			return i
		}
	}
	if g.cursor < 0 {
		return 0
	}
	before := g.places(ix)
	after, ahead, best, back := -1, len(g.view), -1, -1
	for i, row := range ix.rows {
		switch p := before(row); {
		case p > g.cursor && p < ahead:
			after, ahead = i, p
		case p >= 0 && p < g.cursor && p > back:
			best, back = i, p
		}
	}
	if after >= 0 {
		return after
	}
	if best >= 0 {
		return best
	}
	return min(g.cursor, len(ix.rows)-1)
}

// places returns a function that tells where a row of the new arrangement was in the old one, or -1.
func (g *Grid) places(ix *Index) func(row int32) int {
	if ix.src == g.src {
		at := make([]int32, g.src.Len())
		for i, row := range g.view {
			at[row] = int32(i) + 1
		}
		return func(row int32) int { return int(at[row]) - 1 }
	}
	at := make(map[string]int, len(g.view))
	for i, row := range g.view {
		at[g.src.ID(int(row))] = i
	}
	return func(row int32) int {
		if i, ok := at[ix.src.ID(int(row))]; ok {
			return i
		}
		return -1
	}
}

// dropMarks forgets marks and fresh rows of ids that are no longer there.
func (g *Grid) dropMarks() {
	for _, set := range []map[string]struct{}{g.marks, g.fresh} {
		if len(set) == 0 {
			continue
		}
		there := make(map[string]struct{}, len(set))
		for row := range g.src.Len() {
			if id := g.src.ID(row); has(set, id) {
				there[id] = struct{}{}
			}
		}
		for id := range set {
			if !has(there, id) {
				delete(set, id)
			}
		}
	}
}

func has(set map[string]struct{}, id string) bool {
	_, ok := set[id]
	return ok
}
