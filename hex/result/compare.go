package result

import (
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
)

// Difference is what is not as in the table before.
type Difference struct {
	// Key are the names of the columns by which rows were told from each other; empty when no columns do that in both tables, and
	// then rows are compared whole: what changed is gone once and added once.
	Key []string
	// Added are rows of the table after, Gone those of the one before, by their numbers.
	Added, Gone []int
	Changed     []Change
	// Same is how many rows are as they were.
	Same int
	// NewColumns and LostColumns are names that only one of the tables has. They are not compared.
	NewColumns, LostColumns []string
}

// Change is a row whose key is in both tables and whose values are not the same.
type Change struct {
	Before, After int
	// Columns are the names of the columns that changed.
	Columns []string
}

// Nothing tells whether the tables are the same.
func (d Difference) Nothing() bool {
	return len(d.Added)+len(d.Gone)+len(d.Changed)+len(d.NewColumns)+len(d.LostColumns) == 0
}

// Say is the difference in one sentence.
func (d Difference) Say() string {
	switch {
	case d.Nothing() && d.Same == 1:
		return "Nothing changed: the same row."
	case d.Nothing():
		return fmt.Sprintf("Nothing changed: the same %d rows.", d.Same)
	}
	said := fmt.Sprintf("%d added, %d gone, %d changed, %d as before", len(d.Added), len(d.Gone), len(d.Changed), d.Same)
	if len(d.Key) > 0 {
		said += "; told apart by " + strings.Join(d.Key, ", ")
	} else {
		said += "; no columns tell all rows apart, so rows were compared whole"
	}
	return said + "."
}

// shared is a column that both tables have.
type shared struct {
	name          string
	before, after int
}

// Compare compares two results of a cell. Columns are matched by their names, rows by the fewest first columns whose values, none
// of them NULL, tell all rows apart in both tables. The order of rows is no difference.
func Compare(before, after *hex.ResultTable) Difference {
	var d Difference
	both := sharedColumns(before, after, &d)
	for n := 1; n <= len(both) && n <= 4; n++ {
		was, ok1 := keyed(before, both[:n], func(s shared) int { return s.before })
		is, ok2 := keyed(after, both[:n], func(s shared) int { return s.after })
		if ok1 && ok2 {
			d.byKey(before, after, both, n, was, is)
			return d
		}
	}
	d.whole(before, after, both)
	return d
}

func sharedColumns(before, after *hex.ResultTable, d *Difference) (both []shared) {
	named := func(t *hex.ResultTable, name string) int {
		return slices.IndexFunc(t.Columns, func(c hex.ResultColumn) bool { return c.Name == name })
	}
	for i, c := range after.Columns {
		if b := named(before, c.Name); b >= 0 {
			both = append(both, shared{c.Name, b, i})
		} else {
			d.NewColumns = append(d.NewColumns, c.Name)
		}
	}
	for _, c := range before.Columns {
		if named(after, c.Name) < 0 {
			d.LostColumns = append(d.LostColumns, c.Name)
		}
	}
	return both
}

// keyed are the rows by the values of columns; ok is false when two rows have the same ones, or one is NULL.
func keyed(t *hex.ResultTable, columns []shared, of func(shared) int) (rows map[string]int, ok bool) {
	rows = make(map[string]int, len(t.Rows))
	for r := range t.Rows {
		key, null := text(t, r, columns, of)
		if _, twice := rows[key]; twice || null {
			return nil, false
		}
		rows[key] = r
	}
	return rows, true
}

// text is a row's values in columns as one text that no other values give.
func text(t *hex.ResultTable, row int, columns []shared, of func(shared) int) (key string, null bool) {
	var b strings.Builder
	for _, c := range columns {
		v := Value(t, row, of(c))
		if v == nil {
			null = true
			b.WriteString("-")
			continue
		}
		fmt.Fprintf(&b, "%d:%s", len(*v), *v)
	}
	return b.String(), null
}

func (d *Difference) byKey(before, after *hex.ResultTable, both []shared, n int, was, is map[string]int) {
	for _, c := range both[:n] {
		d.Key = append(d.Key, c.name)
	}
	for r := range after.Rows {
		key, _ := text(after, r, both[:n], func(s shared) int { return s.after })
		old, there := was[key]
		if !there {
			d.Added = append(d.Added, r)
			continue
		}
		change := Change{Before: old, After: r}
		for _, c := range both[n:] {
			if !equal(Value(before, old, c.before), Value(after, r, c.after)) {
				change.Columns = append(change.Columns, c.name)
			}
		}
		if len(change.Columns) > 0 {
			d.Changed = append(d.Changed, change)
		} else {
			d.Same++
		}
	}
	for r := range before.Rows {
		key, _ := text(before, r, both[:n], func(s shared) int { return s.before })
		if _, there := is[key]; !there {
			d.Gone = append(d.Gone, r)
		}
	}
}

func equal(a, b *string) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// whole compares rows by all values: a row that stands twice before and three times after was added once.
func (d *Difference) whole(before, after *hex.ResultTable, both []shared) {
	left := map[string][]int{}
	for r := range before.Rows {
		key, _ := text(before, r, both, func(s shared) int { return s.before })
		left[key] = append(left[key], r)
	}
	for r := range after.Rows {
		key, _ := text(after, r, both, func(s shared) int { return s.after })
		if same := left[key]; len(same) > 0 {
			left[key] = same[1:]
			d.Same++
			continue
		}
		d.Added = append(d.Added, r)
	}
	for _, rows := range left {
		d.Gone = append(d.Gone, rows...)
	}
	slices.Sort(d.Gone)
}
