package paint

import (
	"math"
	"sort"
	"unicode/utf8"
)

// How the bytes of a line and the columns of the screen belong together. A line is walked in pieces: the grapheme clusters
// that [Surface.Text] draws, and tabs, which are as wide as the way to the next stop. Every widget that maps one to the
// other does it here, so that a cursor, a match and a cut always stand where the text does.

// Place is the start of a piece of a line: its byte and its column.
type Place struct{ At, Col int }

// Anywhere is no limit of a walk.
const Anywhere = math.MaxInt

// MaxPiece is the most bytes that a piece looks at; what is further away does not change it.
const MaxPiece = maxCluster + 16

// Step is the place behind the piece that begins at p, which must not be the end of the line. Tabs go to stops every tab
// columns; with 0 they are drawn as signs.
func Step(line string, p Place, tab int) Place {
	switch c := line[p.At]; {
	case c == '\t' && tab > 0:
		return Place{p.At + 1, p.Col + tab - p.Col%tab}
	case c < utf8.RuneSelf && (p.At+1 == len(line) || line[p.At+1] < utf8.RuneSelf):
		return Place{p.At + 1, p.Col + 1}
	}
	n, w := Next(line[p.At:])
	return Place{p.At + n, p.Col + w}
}

// Walk goes on from a place by whole pieces and returns the last place that is neither behind the byte at nor behind the
// column col; either may be [Anywhere].
func Walk(line string, p Place, tab, at, col int) Place {
	for p.At < len(line) {
		if n := min(printing(line[p.At:]), at-p.At, col-p.Col); n > 0 {
			p = Place{p.At + n, p.Col + n}
			continue
		}
		next := Step(line, p, tab)
		if next.At > at || next.Col > col {
			break
		}
		p = next
	}
	return p
}

// markEvery is the distance of a ruler's marks in bytes.
const markEvery = 2048

// Ruler walks one line again and again without beginning at its start each time: walking a line of megabytes for every key
// would freeze an editor. It keeps the places that it came by, as far as it was asked. Its zero value is ready.
type Ruler struct{ marks []Place }

// Walk is [Walk] from the start of the line. The line and the tab stops must be those of the calls before.
func (r *Ruler) Walk(line string, tab, at, col int) Place {
	return Walk(line, r.near(line, tab, at, col), tab, at, col)
}

// near is the last mark that is neither behind the byte at nor behind the column col.
func (r *Ruler) near(line string, tab, at, col int) Place {
	last := Place{}
	if n := len(r.marks); n > 0 {
		last = r.marks[n-1]
	}
	for last.At < at && last.Col < col && last.At+markEvery < len(line) {
		last = Walk(line, last, tab, last.At+markEvery, Anywhere)
		r.marks = append(r.marks, last)
	}
	n := sort.Search(len(r.marks), func(i int) bool { return r.marks[i].At > at || r.marks[i].Col > col })
	if n == 0 {
		return Place{}
	}
	return r.marks[n-1]
}

// Changed forgets what an edit at the byte at may have moved, and nothing before. A piece may have grown backwards by it: a
// combining mark typed after its letter.
func (r *Ruler) Changed(at int) {
	r.marks = r.marks[:sort.Search(len(r.marks), func(i int) bool { return r.marks[i].At > at-MaxPiece })]
}

// Fit tells how much of a text is drawn in w columns: the bytes head, which take width columns, and an ellipsis where it
// is cut.
func Fit(text string, w int) (head Place, cut bool) {
	if p := Walk(text, Place{}, 0, Anywhere, w); p.At == len(text) {
		return p, false
	}
	return Walk(text, Place{}, 0, Anywhere, w-1), true
}

// FitMiddle tells how much of a text that is too wide for w columns is drawn when it is cut in its middle: what is before
// head, an ellipsis, and what is behind tail.
func FitMiddle(text string, w int) (head, tail Place, total int) {
	total = Width(text)
	head = Walk(text, Place{}, 0, Anywhere, (w-1)/2)
	goal := total - (w - 1 - head.Col)
	tail = Walk(text, head, 0, Anywhere, goal-1)
	if tail.Col < goal && tail.At < len(text) {
		tail = Step(text, tail, 0)
	}
	return head, tail, total
}
