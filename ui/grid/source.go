package grid

import (
	"sync"

	"hextui/ui/paint"
	"hextui/ui/theme"
)

// Column describes one column. The zero value of everything but ID and Title is a good start.
type Column struct {
	// ID names the column in sorting and in filter terms such as owner:maya. It is unique.
	ID string
	// Title is drawn in the header line as it is.
	Title string
	// MinWidth is what the column keeps while others shrink; 0 means the width of its title.
	// MaxWidth is what it never exceeds; 0 means no limit (60 in a Wide grid).
	MinWidth, MaxWidth int
	// Weight is the column's share of spare width. 0 means that it takes none.
	Weight int
	// Priority decides which columns go when there is no room for all: the highest number goes
	// first, of equals the rightmost. Columns of priority 0 stay. A Wide grid drops none.
	Priority int
	// Right aligns the column right, for numbers. Such a column sorts by number.
	Right bool
	// Middle cuts long text in its middle, for ids and paths.
	Middle bool
	// Descending makes the first sort by this column the descending one, for times and counts.
	Descending bool
	// NoSort keeps the column out of sorting, NoFilter out of filtering by terms without a column.
	NoSort, NoFilter bool
	// Hidden columns are not drawn until [Grid.Arrange] shows them; they can be filtered by all the same.
	Hidden bool
}

// Cell is what a row shows in one column.
type Cell struct {
	// Text is drawn cut to the column, made safe by paint.
	Text string
	// Style is the look of the text; the zero Style means the theme's Text.
	Style theme.Style
	// Spans are looks of parts of the text, in order and not overlapping.
	Spans []Span
}

// Span is the look of the bytes From ≤ i < To of a cell's text.
type Span struct {
	From, To int
	Style    theme.Style
}

// Piece is a text with its look, for [Pieces].
type Piece struct {
	Text  string
	Style theme.Style
}

// Pieces makes a cell of texts of different looks, one after the other.
func Pieces(pieces ...Piece) Cell {
	var c Cell
	c.Spans = make([]Span, 0, len(pieces))
	for _, p := range pieces {
		from := len(c.Text)
		c.Text += p.Text
		c.Spans = append(c.Spans, Span{From: from, To: len(c.Text), Style: p.Style})
	}
	return c
}

// Source is a snapshot of rows. It must not change once a grid has it: new rows are a new Source.
// That is what lets a [Job] read it beside the loop that draws.
type Source interface {
	// Len is the number of rows.
	Len() int
	// ID is what a row is known by; it is unique within the source.
	ID(row int) string
	// Cell is what the row shows in the column of that number. Drawing asks for visible cells only.
	Cell(row, col int) Cell
}

// Texter is a [Source] that gives the plain text of a cell, for filtering and sorting, cheaper than
// by Cell. Without it Cell(row, col).Text is taken. Text may be called from other goroutines.
type Texter interface {
	Text(row, col int) string
}

// Ordered is a [Source] that knows the order of its rows by a column: the function returned is negative
// when row a comes before row b, 0 when they are equal. Where it is nil, and in a source that is not
// Ordered, a column is sorted by its text, and one aligned right by the number in it. The function may
// be called from other goroutines.
type Ordered interface {
	Order(col int) func(a, b int) int
}

// Field is a column of a [List] and how an item fills it.
type Field[T any] struct {
	Column
	// Cell is what the item shows. It may depend on things outside the item, such as the time.
	Cell func(item T) Cell
	// Text is what the filter and the sort read, from any goroutine; nil means the text of Cell, which
	// is then called from any goroutine too. It must depend on the item alone.
	Text func(item T) string
	// Compare orders two items; nil means by text, or by number where the column is aligned right.
	Compare func(a, b T) int
}

// List is the [Source] of a slice: most tables are one. Items must not be changed afterwards.
type List[T any] struct {
	Items  []T
	Key    func(item T) string
	Fields []Field[T]
}

// Columns are the columns of fields, for [Config].
func Columns[T any](fields []Field[T]) []Column {
	cols := make([]Column, len(fields))
	for i, f := range fields {
		cols[i] = f.Column
	}
	return cols
}

// Len is the number of items.
func (l List[T]) Len() int { return len(l.Items) }

// ID is the key of the item.
func (l List[T]) ID(row int) string { return l.Key(l.Items[row]) }

// Cell is what the item shows in the field of that number.
func (l List[T]) Cell(row, col int) Cell { return l.Fields[col].Cell(l.Items[row]) }

// Text is what the filter reads of the item.
func (l List[T]) Text(row, col int) string {
	if text := l.Fields[col].Text; text != nil {
		return text(l.Items[row])
	}
	return l.Fields[col].Cell(l.Items[row]).Text
}

// Order compares items as the field says.
func (l List[T]) Order(col int) func(a, b int) int {
	compare := l.Fields[col].Compare
	if compare == nil {
		return nil
	}
	return func(a, b int) int { return compare(l.Items[a], l.Items[b]) }
}

// none is the source of a grid that has got no rows yet.
type none struct{}

func (none) Len() int           { return 0 }
func (none) ID(int) string      { return "" }
func (none) Cell(int, int) Cell { return Cell{} }

// snapshot is a source with what else it can do. Its address tells one source from another.
type snapshot struct {
	Source
	texter  Texter
	ordered Ordered

	mu   sync.Mutex
	keys map[int][]sortKey // of all rows by a column, once it was sorted by
}

// kept are the sort keys of all rows by a column, nil where it was not sorted by yet.
func (s *snapshot) kept(col int) []sortKey {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keys[col]
}

func (s *snapshot) keep(col int, keys []sortKey) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys == nil {
		s.keys = map[int][]sortKey{}
	}
	s.keys[col] = keys
}

func snap(src Source) *snapshot {
	if src == nil {
		src = none{}
	}
	s := &snapshot{Source: src}
	s.texter, _ = src.(Texter)
	s.ordered, _ = src.(Ordered)
	return s
}

// text is the plain text of a cell.
func (s *snapshot) text(row, col int) string {
	if s.texter != nil {
		return s.texter.Text(row, col)
	}
	return s.Cell(row, col).Text
}

// order is how the source itself orders rows by a column, or nil.
func (s *snapshot) order(col int) func(a, b int) int {
	if s.ordered == nil {
		return nil
	}
	return s.ordered.Order(col)
}

// measure is the width of text in columns, or limit when it is wider. It reads no more than it must.
func measure(text string, limit int) int {
	p := paint.Walk(text, paint.Place{}, 0, paint.Anywhere, limit)
	if p.At < len(text) {
		return limit
	}
	return p.Col
}
