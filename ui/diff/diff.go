// Package diff compares texts: what changed between a base and mine, which of those changes to keep,
// and how mine and theirs, both made from one base, come together.
//
// [Diff] and [Merge] are plain values that know lines, words and choices; [View] and [MergeView] draw
// them. Texts are bytes: line endings, a missing last newline and bytes that are no UTF-8 come back
// exactly as they went in. The package knows neither Hex nor screens nor keys.
package diff

import (
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Span is a range of lines, From ≤ line < To, counted from 0.
type Span struct{ From, To int }

// Len is the number of lines.
func (s Span) Len() int { return s.To - s.From }

// Hunk is one change without a common line in it: the lines Base were replaced by the lines Mine.
// Either may be empty, not both.
type Hunk struct{ Base, Mine Span }

// Diff is how mine differs from base.
type Diff struct {
	// Base and Mine are the lines of the two texts, each with its line ending. Where neither text ends its last line, both
	// count as ending it: a line that is appended is then the only change, and not the line before it too.
	Base, Mine []string
	// Hunks are the changes in order; between two hunks lies at least one common line.
	Hunks []Hunk
	// Rough tells that the texts differ so much that some lines may count as changed that others
	// would find unchanged. The texts are told exactly all the same.
	Rough bool

	lent string // the line ending that the last lines were lent
}

// Lines splits a text into lines, each with its line ending; together they are the text again.
func Lines(text string) []string { return slices.Collect(strings.Lines(text)) }

// Compare finds the lines that changed. Its work is bounded: two wholly different texts cost little
// more than reading them.
func Compare(base, mine string) *Diff {
	lent := lend(base, mine)
	d := &Diff{Base: Lines(base + lent), Mine: Lines(mine + lent), lent: lent}
	d.Hunks, d.Rough = hunks(d.Base, d.Mine)
	return d
}

// Changed tells whether the two texts differ.
func (d *Diff) Changed() bool { return len(d.Hunks) > 0 }

// Text is the base with only those hunks applied for whose number keep is true: all of them give
// mine, none of them the base, byte for byte.
func (d *Diff) Text(keep func(hunk int) bool) string {
	var b strings.Builder
	at := 0
	for i, h := range d.Hunks {
		part := d.Base[h.Base.From:h.Base.To]
		if keep(i) {
			part = d.Mine[h.Mine.From:h.Mine.To]
		}
		write(&b, d.Base[at:h.Base.From])
		write(&b, part)
		at = h.Base.To
	}
	write(&b, d.Base[at:])
	return strings.TrimSuffix(b.String(), d.lent)
}

// lend is the line ending that texts are lent for the time of a comparison: theirs, where none of them ends its last
// line, and nothing otherwise, since one that does and one that does not differ in that.
func lend(texts ...string) string {
	lent := ""
	for i, text := range texts {
		end := "\n"
		if at := strings.IndexByte(text, '\n'); at > 0 && text[at-1] == '\r' {
			end = "\r\n"
		}
		if text == "" || strings.HasSuffix(text, "\n") || i > 0 && end != lent {
			return ""
		}
		lent = end
	}
	return lent
}

// Count is how many lines the kept hunks add, remove and change. A line that was replaced by another
// counts as changed, and not as added and removed.
func (d *Diff) Count(keep func(hunk int) bool) (added, removed, changed int) {
	for i, h := range d.Hunks {
		if keep(i) {
			both := min(h.Base.Len(), h.Mine.Len())
			changed += both
			added += h.Mine.Len() - both
			removed += h.Base.Len() - both
		}
	}
	return added, removed, changed
}

func write(b *strings.Builder, lines []string) {
	for _, l := range lines {
		b.WriteString(l)
	}
}

// search is how many lines the comparison of one stretch of lines may add and remove before it gives
// up on finding the fewest: the bound of go-udiff.
const search = 100

// hunks compares lines. Lines that occur once in both texts hold the comparison together, so that a
// long text with many small changes is compared in short stretches.
func hunks(base, mine []string) (found []Hunk, rough bool) {
	b, m := 0, 0
	for _, a := range append(anchors(base, mine), anchor{len(base), len(mine)}) {
		changes := stretch(base[b:a.base], mine[m:a.mine])
		edits := 0
		for _, c := range changes {
			found = join(found, Hunk{
				Base: Span{b + c.Start, b + c.End},
				Mine: Span{m + c.ReplStart, m + c.ReplEnd},
			})
			edits += c.End - c.Start + c.ReplEnd - c.ReplStart
		}
		rough = rough || edits > search && a.base > b && a.mine > m
		b, m = a.base+1, a.mine+1
	}
	return found, rough
}

// stretch compares the lines between two anchors.
func stretch(base, mine []string) []lcs.Diff {
	switch {
	case len(base) == 0 && len(mine) == 0:
		return nil
	case len(base) == 0 || len(mine) == 0:
		return []lcs.Diff{{End: len(base), ReplEnd: len(mine)}}
	}
	return lcs.DiffLines(base, mine)
}

// join appends a hunk, making one of it and the last when no line lies between them.
func join(found []Hunk, h Hunk) []Hunk {
	if n := len(found); n > 0 && found[n-1].Base.To == h.Base.From && found[n-1].Mine.To == h.Mine.From {
		found[n-1].Base.To, found[n-1].Mine.To = h.Base.To, h.Mine.To
		return found
	}
	return append(found, h)
}

// anchor is a line that both texts have.
type anchor struct{ base, mine int }

// anchors finds common lines at the beginning and the end, and between them the longest chain, in
// order in both texts, of lines that occur once in each: the idea of patience diff.
func anchors(base, mine []string) []anchor {
	head := 0
	for head < len(base) && head < len(mine) && base[head] == mine[head] {
		head++
	}
	tail := 0
	for tail < len(base)-head && tail < len(mine)-head && base[len(base)-1-tail] == mine[len(mine)-1-tail] {
		tail++
	}
	var found []anchor
	for i := range head {
		found = append(found, anchor{i, i})
	}
	for _, a := range chain(unique(base[head:len(base)-tail], mine[head:len(mine)-tail])) {
		found = append(found, anchor{head + a.base, head + a.mine})
	}
	for i := tail; i > 0; i-- {
		found = append(found, anchor{len(base) - i, len(mine) - i})
	}
	return found
}

// unique finds the lines that occur once in both texts, in the order of base.
func unique(base, mine []string) []anchor {
	type place struct{ inBase, inMine, at int }
	places := make(map[string]*place, len(base))
	for _, l := range base {
		if p := places[l]; p != nil {
			p.inBase++
		} else {
			places[l] = &place{inBase: 1}
		}
	}
	for i, l := range mine {
		if p := places[l]; p != nil {
			p.inMine++
			p.at = i
		}
	}
	var found []anchor
	for i, l := range base {
		if p := places[l]; p.inBase == 1 && p.inMine == 1 {
			found = append(found, anchor{i, p.at})
		}
	}
	return found
}

// chain keeps the longest part of pairs, which are in the order of base, that is in the order of mine too.
func chain(pairs []anchor) []anchor {
	ends := []int{}                   // ends[n] is the pair that ends the best chain of n+1 pairs
	before := make([]int, len(pairs)) // the pair before each in its chain
	for i, p := range pairs {
		n, _ := slices.BinarySearchFunc(ends, p.mine, func(e, at int) int { return pairs[e].mine - at })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	if len(ends) == 0 {
		return nil
	}
	kept := make([]anchor, len(ends))
	for i, n := ends[len(ends)-1], len(ends)-1; n >= 0; n-- {
		kept[n] = pairs[i]
		i = before[i]
	}
	return kept
}
