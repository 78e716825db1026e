// Package grid is the virtual table: columns over any number of rows, of which only the visible
// ones are ever asked for. Rows are known by their ids, so the selection, marks and fresh rows stay
// with what they mean while rows are refreshed, sorted and filtered.
//
// A grid is a plain struct that its screen moves, filters and draws. Arranging many rows, by a
// filter or a sort, is a [Job] that the screen runs beside its loop and hands back with
// [Grid.Apply]; what was arranged before stays visible meanwhile. The package knows neither Hex nor
// screens nor keys.
package grid

import (
	"iter"
	"slices"
)

// Config is what a grid is made with.
type Config struct {
	Columns []Column
	// NoHeader leaves the header line out, for simple lists.
	NoHeader bool
	// Marks gives rows a place for the mark of a multiple selection.
	Marks bool
	// Wide gives every column the width it needs and scrolls sideways, for result tables; otherwise
	// columns share the width and the least important are dropped.
	Wide bool
	// Frozen is the number of first columns that do not scroll sideways in a Wide grid.
	Frozen int
	// Fixed keeps the rows in the order of the source, whatever is asked: what stands in an order of its own is only filtered.
	Fixed bool
	// Cells shows a cursor on one cell of the selected row, see [Grid.MoveColumn].
	Cells bool
	// Letters is the order that texts are sorted in.
	Letters Letters
	// Beside is what cells show besides their rows, such as the time: as long as it is the same by ==, a frame shows the cells of the
	// frame before where the rows are the same. Nil has them made for every frame.
	Beside func() any
	// Empty is shown where there are no rows, NoMatch where the filter leaves none.
	Empty, NoMatch Message
}

// Message is what stands in place of rows: what is the case, and what helps.
type Message struct {
	Title, Hint string
}

// Grid is a table with its selection and scroll position. The zero value is of no use; see [New].
// Its methods belong to one goroutine.
type Grid struct {
	cfg Config

	src   *snapshot // what is shown
	view  []int32   // the rows of src that are shown, in order
	shown spec      // what view was made by
	next  *snapshot // what was asked for; src until a job comes back
	want  spec
	seq   uint64 // counts askings, so that a late answer is told from the last
	asked bool   // the job of seq was not handed out yet
	late  bool   // view is not yet what was asked for

	selected string
	cursor   int // position of selected in view; -1 when nothing is shown
	top      int
	reveal   bool // the next drawing brings the cursor into sight
	column   int  // the column of the cell cursor
	showCell bool // the next drawing brings the cell cursor into sight
	left     int  // columns scrolled sideways

	order []int // the columns that are shown, as they stand beside each other

	marks map[string]struct{}
	fresh map[string]struct{}

	layout  layout
	area    area
	cells   []Cell // of the rows that are drawn
	fetched int    // the first of them, by its place in view
	made    made   // what they were made of
	found   []Span // matches in the cell being drawn, reused
}

// New returns a grid without rows.
func New(cfg Config) *Grid {
	g := &Grid{
		cursor: -1,
		marks:  map[string]struct{}{}, fresh: map[string]struct{}{},
	}
	g.src = snap(nil)
	g.next = g.src
	g.configure(cfg)
	return g
}

func (g *Grid) configure(cfg Config) {
	cfg.Columns = slices.Clone(cfg.Columns)
	g.cfg = cfg
	g.layout = layout{}
	g.order = g.order[:0]
	for i, c := range cfg.Columns {
		if !c.Hidden {
			g.order = append(g.order, i)
		}
	}
	g.column = min(g.column, max(len(cfg.Columns)-1, 0))
}

// SetColumns gives the grid other columns and rows, for the result of another query. Sorting and
// the sideways position begin anew, and the filter is read again with the new columns.
func (g *Grid) SetColumns(cols []Column, src Source) {
	cfg := g.cfg
	cfg.Columns = cols
	g.src, g.view, g.cursor, g.top, g.left, g.column = snap(nil), nil, -1, 0, 0, 0
	g.shown = spec{}
	g.configure(cfg)
	g.want = spec{text: g.want.text}
	g.want.terms = parse(g.want.text, cfg.Columns)
	g.SetSource(src)
}

// Arrange shows the columns of these ids, in this order, and no others; ids of no column are passed over.
func (g *Grid) Arrange(ids []string) {
	g.order = g.order[:0]
	for _, id := range ids {
		if i := g.columnNumber(id); i >= 0 && !slices.Contains(g.order, i) {
			g.order = append(g.order, i)
		}
	}
	g.layout = layout{}
}

// Refit begins with the widths of columns anew: for rows of another kind, whose texts have other widths.
func (g *Grid) Refit() { g.layout = layout{} }

// Arranged are the ids of the columns that are shown, in their order, those included for which there is no room.
func (g *Grid) Arranged() []string {
	ids := make([]string, len(g.order))
	for i, col := range g.order {
		ids[i] = g.cfg.Columns[col].ID
	}
	return ids
}

// SetMessages changes what stands in place of rows.
func (g *Grid) SetMessages(empty, noMatch Message) { g.cfg.Empty, g.cfg.NoMatch = empty, noMatch }

// Columns are the columns of the grid. They must not be changed.
func (g *Grid) Columns() []Column { return g.cfg.Columns }

// SetSource gives the grid new rows. The selected id stays selected on the same line of the screen;
// when it is gone, the row that followed it is selected, else the one before. Many rows under a
// filter or a sort are shown when the [Job] comes back.
func (g *Grid) SetSource(src Source) {
	g.next = snap(src)
	g.ask()
}

// SetFilter shows only the rows that match the query; words separated by spaces,
// all of which must match in any order, whatever the case, the accents and the width of the letters:
//
//	rev            some column contains rev
//	"net revenue"  some column contains the words as they stand
//	!archived      no column contains archived
//	owner:maya     the column with that id or title contains maya
//	~wkrv          the first column contains these letters in this order
//
// and together, as in !owner:~mya. Rows found by ~ are ordered by how well they match unless a sort
// is set. Many rows are filtered by a [Job].
func (g *Grid) SetFilter(query string) {
	if query == g.want.text {
		return
	}
	g.want.text = query
	g.want.terms = parse(query, g.cfg.Columns)
	g.ask()
}

// NoColumn is what the filter names as a column and is none, or empty.
func (g *Grid) NoColumn() string { return noColumn(g.want.text, g.cfg.Columns) }

// Filter is the query that was last set.
func (g *Grid) Filter() string { return g.want.text }

// SetSort sorts by the column of that id; "" or an unknown id means the order of the source. Rows
// that are equal keep the order of the source. Many rows are sorted by a [Job].
func (g *Grid) SetSort(id string, descending bool) {
	if g.columnNumber(id) < 0 || g.cfg.Fixed {
		id, descending = "", false
	}
	if g.want.sort == id && g.want.desc == descending {
		return
	}
	g.want.sort, g.want.desc = id, descending
	g.layout.settled = false
	g.ask()
}

// ToggleSort sorts by the column, then the other way round, then not at all.
func (g *Grid) ToggleSort(id string) {
	i := g.columnNumber(id)
	if i < 0 || g.cfg.Columns[i].NoSort || g.cfg.Fixed {
		return
	}
	first := g.cfg.Columns[i].Descending
	switch {
	case g.want.sort != id:
		g.SetSort(id, first)
	case g.want.desc == first:
		g.SetSort(id, !first)
	default:
		g.SetSort("", false)
	}
}

// Sort is the column that was last set to sort by, "" for the order of the source.
func (g *Grid) Sort() (id string, descending bool) { return g.want.sort, g.want.desc }

// Len is the number of rows shown, Total the number of rows there are.
func (g *Grid) Len() int { return len(g.view) }

// Total is the number of rows of the source that is shown, filtered out or not.
func (g *Grid) Total() int { return g.src.Len() }

// Source is what is shown: the last one set, or the one before while a [Job] is under way.
func (g *Grid) Source() Source { return g.src.Source }

// Selected is the id of the selected row, "" when none is shown.
func (g *Grid) Selected() string {
	if g.cursor < 0 {
		return ""
	}
	return g.selected
}

// Row is the selected row's number in [Grid.Source]; ok is false when no row is shown.
func (g *Grid) Row() (row int, ok bool) {
	if g.cursor < 0 {
		return 0, false
	}
	return int(g.view[g.cursor]), true
}

// Rows are the numbers in [Grid.Source] of all rows that are shown, in their order.
func (g *Grid) Rows() []int {
	rows := make([]int, len(g.view))
	for i, r := range g.view {
		rows[i] = int(r)
	}
	return rows
}

// Order goes through all rows that are shown: their places among these, from 0, and their numbers in [Grid.Source].
func (g *Grid) Order() iter.Seq2[int, int] {
	return func(yield func(place, row int) bool) {
		for i, r := range g.view {
			if !yield(i, int(r)) {
				return
			}
		}
	}
}

// Position is the selected row's place among those shown, from 0; -1 when none is shown.
func (g *Grid) Position() int { return g.cursor }

func (g *Grid) columnNumber(id string) int {
	return slices.IndexFunc(g.cfg.Columns, func(c Column) bool { return c.ID == id })
}
