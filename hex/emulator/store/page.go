package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// Page asks for a stretch of an ordered list. At most one of After and Before
// is set; both point at items and leave them out.
type Page struct {
	Limit         int
	After, Before *Key
	Sort          string // one of the list's sort names; empty for its default
	Descending    bool
}

// Key is an item's place in a list: what it is sorted by, and its id, which
// decides among equals. Sort is a string or, for times, milliseconds as int64.
type Key struct {
	Sort any
	ID   string
}

// Paged is a stretch of a list. First and Last are the places of its ends.
// HasNext and HasPrevious tell whether there is more beyond them; in the
// direction that the stretch was reached from, there is, or was.
type Paged[T any] struct {
	Items                []T
	First, Last          Key
	HasNext, HasPrevious bool
}

// listing describes an ordered list to pageOf.
type listing struct {
	columns, from string
	where         []string
	args          []any
	sort, id      string // expressions; sort may carry a collation
}

// pageOf reads one stretch. The rows that scan sees have the sort value and the
// id before the listing's own columns.
func pageOf[T any](ctx context.Context, q querier, l listing, p Page, scan func(rowScanner) (T, error)) (Paged[T], error) {
	where, args := l.where, append([]any{}, l.args...)
	backwards := p.Before != nil
	downwards := p.Descending != backwards
	if edge := p.After; edge != nil || backwards {
		if backwards {
			edge = p.Before
		}
		where = append(where[:len(where):len(where)], "("+l.sort+", "+l.id+") "+map[bool]string{true: "<", false: ">"}[downwards]+" (?, ?)")
		args = append(args, edge.Sort, edge.ID)
	}
	var query strings.Builder
	query.WriteString("SELECT " + l.sort + ", " + l.id + ", " + l.columns + " FROM " + l.from)
	if len(where) > 0 {
		query.WriteString(" WHERE " + strings.Join(where, " AND "))
	}
	direction := map[bool]string{true: " DESC", false: " ASC"}[downwards]
	query.WriteString(" ORDER BY " + l.sort + direction + ", " + l.id + direction + " LIMIT ?")

	type placed struct {
		item T
		key  Key
	}
	rows, err := all(ctx, q, func(row rowScanner) (placed, error) {
		var r placed
		item, err := scan(keyed{row, &r.key})
		r.item = item
		return r, err
	}, query.String(), append(args, p.Limit+1)...)
	if err != nil {
		return Paged[T]{}, err
	}
	more := len(rows) > p.Limit
	if more {
		rows = rows[:p.Limit]
	}
	page := Paged[T]{Items: make([]T, len(rows)), HasNext: more || backwards, HasPrevious: p.After != nil}
	if backwards {
		page.HasPrevious = more
	}
	for i, r := range rows {
		at := i
		if backwards {
			at = len(rows) - 1 - i
		}
		page.Items[at] = r.item
		if at == 0 {
			page.First = r.key
		}
		if at == len(rows)-1 {
			page.Last = r.key
		}
	}
	return page, nil
}

// keyed hides the two leading columns of a listing's row from its scanner.
type keyed struct {
	row rowScanner
	key *Key
}

func (k keyed) Scan(into ...any) error {
	return k.row.Scan(append([]any{&k.key.Sort, &k.key.ID}, into...)...)
}

// marks is n question marks for an IN list.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

func anys[T any](items []T) []any {
	out := make([]any, len(items))
	for i, item := range items {
		out[i] = item
	}
	return out
}

// PageOf is the stretch of a list that is all in memory, sorted by its keys,
// whose sort values are texts.
func PageOf[T any](items []T, p Page, key func(T) Key) Paged[T] {
	compare := func(item T, k Key) int {
		mine := key(item)
		return cmp.Or(cmp.Compare(fmt.Sprint(mine.Sort), fmt.Sprint(k.Sort)), cmp.Compare(mine.ID, k.ID))
	}
	from, to := 0, len(items)
	switch {
	case p.After != nil:
		at, found := slices.BinarySearchFunc(items, *p.After, compare)
		if from = at; found {
			from++
		}
		to = min(from+p.Limit, to)
	case p.Before != nil:
		to, _ = slices.BinarySearchFunc(items, *p.Before, compare)
		from = max(to-p.Limit, 0)
	default:
		to = min(p.Limit, to)
	}
	page := Paged[T]{Items: append([]T{}, items[from:to]...), HasNext: to < len(items), HasPrevious: from > 0}
	if from < to {
		page.First, page.Last = key(items[from]), key(items[to-1])
	}
	return page
}
