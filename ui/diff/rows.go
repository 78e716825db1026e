package diff

// kind is what a row of a view shows.
type kind uint8

const (
	same kind = iota
	removed
	added
	paired // a removed and an added line side by side
	folded // lines that are not shown
)

// row is one line of a view: the lines of base and mine it shows, -1 for none.
type row struct {
	kind       kind
	base, mine int
	hunk       int // -1 outside of hunks
	hidden     int // number of lines that a folded row stands for
}

// rows lays a diff out, side by side or one below the other. context is the number of common lines
// shown around hunks, all when negative; open holds folds, by their first base line, to be shown all
// the same.
func rows(d *Diff, split bool, context int, open map[int]bool) []row {
	var found []row
	base, mine := 0, 0
	common := func(to int, last bool) {
		n := to - base
		head, hidden := fold(n, base == 0, last, context)
		if open[base+head] {
			hidden = 0
		}
		for i := 0; i < n; i++ {
			if i == head && hidden > 0 {
				found = append(found, row{kind: folded, base: base + i, mine: mine + i, hunk: -1, hidden: hidden})
				i += hidden - 1
				continue
			}
			found = append(found, row{kind: same, base: base + i, mine: mine + i, hunk: -1})
		}
		base, mine = base+n, mine+n
	}
	for i, h := range d.Hunks {
		common(h.Base.From, false)
		found = append(found, hunkRows(h, i, split)...)
		base, mine = h.Base.To, h.Mine.To
	}
	common(len(d.Base), true)
	return found
}

func hunkRows(h Hunk, i int, split bool) []row {
	var found []row
	both := 0
	if split {
		both = min(h.Base.Len(), h.Mine.Len())
	}
	for n := range both {
		found = append(found, row{kind: paired, base: h.Base.From + n, mine: h.Mine.From + n, hunk: i})
	}
	for n := h.Base.From + both; n < h.Base.To; n++ {
		found = append(found, row{kind: removed, base: n, mine: -1, hunk: i})
	}
	for n := h.Mine.From + both; n < h.Mine.To; n++ {
		found = append(found, row{kind: added, base: -1, mine: n, hunk: i})
	}
	return found
}

// fold tells how many of n common lines to show before those that are hidden, and how many to hide:
// context is kept next to changes. A fold that would hide one line hides none.
func fold(n int, first, last bool, context int) (head, hidden int) {
	head, tail := context, context
	if first {
		head = 0
	}
	if last {
		tail = 0
	}
	if context < 0 || n-head-tail < 2 {
		return n, 0
	}
	return head, n - head - tail
}
