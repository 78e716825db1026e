package diff

import (
	"slices"
	"strings"
)

// Choice says which side of a region the merged text takes.
type Choice int

// The choices for a conflict. Undecided is the zero value.
const (
	Undecided Choice = iota
	TakeMine
	TakeTheirs
	// TakeBoth takes mine and after it theirs.
	TakeBoth
	// TakeBase takes neither change.
	TakeBase
)

// Region is a part of the three texts. Regions follow each other and cover all lines.
type Region struct {
	// Base, Mine and Theirs are the lines of the region in each text.
	Base, Mine, Theirs Span
	// ChangedMine and ChangedTheirs tell who changed it. With neither, it is common to all.
	ChangedMine, ChangedTheirs bool
	// Conflict is set when both changed it, and differently.
	Conflict bool
	// Choice is what was decided. In a region that is no conflict it is decided from the beginning.
	Choice Choice
}

// Merge is how two texts made from one base come together.
type Merge struct {
	// Base, Mine and Theirs are the lines of the three texts, each with its line ending.
	Base, Mine, Theirs []string
	Regions            []Region

	lent string // as in [Diff]
}

// Merge3 merges two texts that were made from base. Changes of one side alone are taken; equal changes
// of both sides are taken once; changes that overlap or touch each other differ in a conflict, for
// which a choice must be made.
func Merge3(base, mine, theirs string) *Merge {
	lent := lend(base, mine, theirs)
	m := &Merge{Base: Lines(base + lent), Mine: Lines(mine + lent), Theirs: Lines(theirs + lent), lent: lent}
	left, _ := hunks(m.Base, m.Mine)
	right, _ := hunks(m.Base, m.Theirs)
	var at Region // where the three texts are
	for len(left) > 0 || len(right) > 0 {
		r, n, k := overlap(left, right)
		m.common(&at, r.From)
		m.change(&at, r.To, left[:n], right[:k])
		left, right = left[n:], right[k:]
	}
	m.common(&at, len(m.Base))
	return m
}

// overlap finds the first lines of base that changed, with all changes that overlap or touch them, and
// how many hunks of each side that are.
func overlap(left, right []Hunk) (base Span, n, k int) {
	if len(right) == 0 || len(left) > 0 && left[0].Base.From <= right[0].Base.From {
		base, n = left[0].Base, 1
	} else {
		base, k = right[0].Base, 1
	}
	for {
		switch {
		case n < len(left) && left[n].Base.From <= base.To:
			base.To = max(base.To, left[n].Base.To)
			n++
		case k < len(right) && right[k].Base.From <= base.To:
			base.To = max(base.To, right[k].Base.To)
			k++
		default:
			return base, n, k
		}
	}
}

// common adds the region up to a line of base that nobody changed.
func (m *Merge) common(at *Region, to int) {
	if n := to - at.Base.To; n > 0 {
		m.add(at, n, n, n, Region{Choice: TakeBase})
	}
}

// change adds the region up to a line of base that the hunks changed.
func (m *Merge) change(at *Region, to int, left, right []Hunk) {
	n := to - at.Base.To
	r := Region{ChangedMine: len(left) > 0, ChangedTheirs: len(right) > 0, Choice: TakeMine}
	mine, theirs := n+growth(left), n+growth(right)
	if !r.ChangedMine {
		r.Choice = TakeTheirs
	}
	if r.ChangedMine && r.ChangedTheirs {
		r.Conflict = !slices.Equal(
			m.Mine[at.Mine.To:at.Mine.To+mine],
			m.Theirs[at.Theirs.To:at.Theirs.To+theirs])
	}
	if r.Conflict {
		r.Choice = Undecided
	}
	m.add(at, n, mine, theirs, r)
}

func growth(hunks []Hunk) int {
	n := 0
	for _, h := range hunks {
		n += h.Mine.Len() - h.Base.Len()
	}
	return n
}

// add appends a region of so many lines of each text.
func (m *Merge) add(at *Region, base, mine, theirs int, r Region) {
	r.Base = Span{at.Base.To, at.Base.To + base}
	r.Mine = Span{at.Mine.To, at.Mine.To + mine}
	r.Theirs = Span{at.Theirs.To, at.Theirs.To + theirs}
	m.Regions = append(m.Regions, r)
	*at = r
}

// Choose decides a region. One that is no conflict may be decided otherwise too, but cannot be
// undecided; a common region does not change by it.
func (m *Merge) Choose(region int, c Choice) {
	if r := &m.Regions[region]; r.Conflict || c != Undecided {
		r.Choice = c
	}
}

// Conflicts is how many conflicts there are, and how many of them are undecided.
func (m *Merge) Conflicts() (all, undecided int) {
	for _, r := range m.Regions {
		if r.Conflict {
			all++
			if r.Choice == Undecided {
				undecided++
			}
		}
	}
	return all, undecided
}

// Markers around an undecided conflict in a merged text.
const (
	markMine   = "<<<<<<< mine"
	markMiddle = "======="
	markTheirs = ">>>>>>> theirs"
)

// Text is the merged text. ok is false while a conflict is undecided; the text then holds both sides
// of it between marker lines, to be edited by hand.
func (m *Merge) Text() (text string, ok bool) {
	var b strings.Builder
	ok = true
	for _, r := range m.Regions {
		if r.Conflict && r.Choice == Undecided {
			ok = false
		}
		write(&b, m.Merged(r))
	}
	return strings.TrimSuffix(b.String(), m.lent), ok
}

// Merged are the lines that a region gives to the merged text, each with its line ending.
func (m *Merge) Merged(r Region) []string {
	mine, theirs := m.Mine[r.Mine.From:r.Mine.To], m.Theirs[r.Theirs.From:r.Theirs.To]
	switch r.Choice {
	case TakeBase:
		return m.Base[r.Base.From:r.Base.To]
	case TakeMine:
		return mine
	case TakeTheirs:
		return theirs
	case TakeBoth:
		return slices.Concat(m.ended(mine, len(theirs) > 0), theirs)
	}
	nl := m.newline()
	return slices.Concat(
		[]string{markMine + nl}, m.ended(mine, true),
		[]string{markMiddle + nl}, m.ended(theirs, true),
		[]string{markTheirs + nl})
}

// ended returns lines whose last has a line ending when more lines follow.
func (m *Merge) ended(lines []string, more bool) []string {
	if n := len(lines); more && n > 0 && !strings.HasSuffix(lines[n-1], "\n") {
		lines = slices.Clone(lines)
		lines[n-1] += m.newline()
	}
	return lines
}

// newline is the line ending of mine.
func (m *Merge) newline() string {
	if len(m.Mine) > 0 && strings.HasSuffix(m.Mine[0], "\r\n") {
		return "\r\n"
	}
	return "\n"
}
