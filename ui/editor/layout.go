package editor

import (
	"math"
	"sort"
	"unicode/utf8"

	"hextui/ui/paint"
)

// How bytes of a line and columns of the screen belong together. A line is walked in pieces, the
// grapheme clusters that paint draws; a tab is a piece as wide as the way to the next tab stop.
//
// Walking a line of megabytes for every key would freeze the editor, so a long line carries rungs:
// places found on earlier walks, one every rungStep bytes. Finding a column or a byte then walks
// from the nearest rung only, and an edit throws away the rungs behind it, no others.

// rungStep is the distance of rungs in bytes; shorter lines have none and are walked from their
// start.
const rungStep = 2048

// maxPiece is how far a piece is looked for. paint draws longer clusters rune by rune, so more
// would not change what is found; less would.
const maxPiece = 64

// rung is the start of a piece: its byte in the line and its column.
type rung struct{ at, col int }

// piece measures the piece of line that starts at byte at in column col.
func (e *Editor) piece(line string, at, col int) (bytes, width int) {
	c := line[at]
	if c == '\t' {
		return 1, e.tab - col%e.tab
	}
	if c < utf8.RuneSelf && (at+1 == len(line) || line[at+1] < utf8.RuneSelf) {
		return 1, 1
	}
	return paint.Next(line[at:min(len(line), at+maxPiece)])
}

// step moves r over the piece it stands before.
func (e *Editor) step(line string, r rung) rung {
	n, w := e.piece(line, r.at, r.col)
	return rung{r.at + n, r.col + w}
}

// near returns the last rung of line i that is neither behind the byte at nor behind the column
// col; either may be math.MaxInt.
func (e *Editor) near(i, at, col int) rung {
	line := e.text.line(i)
	if len(line) <= rungStep {
		return rung{}
	}
	ladder := e.infos[i].ladder
	if len(ladder) == 0 {
		ladder = append(ladder, rung{})
	}
	for last := ladder[len(ladder)-1]; last.at < at && last.col < col && last.at+rungStep < len(line); {
		for end := last.at + rungStep; last.at < end; {
			last = e.step(line, last)
		}
		ladder = append(ladder, last)
	}
	e.infos[i].ladder = ladder
	n := sort.Search(len(ladder), func(k int) bool { return ladder[k].at > at || ladder[k].col > col })
	return ladder[n-1]
}

// column is the column at which byte at of line i is drawn.
func (e *Editor) column(i, at int) int {
	line := e.text.line(i)
	r := e.near(i, at, math.MaxInt)
	for r.at < at && r.at < len(line) {
		next := e.step(line, r)
		if next.at > at {
			break
		}
		r = next
	}
	return r.col
}

// at returns the start of the piece of line i that covers column col, or the end of the line.
func (e *Editor) at(i, col int) rung {
	line := e.text.line(i)
	r := e.near(i, math.MaxInt, col)
	for r.at < len(line) {
		next := e.step(line, r)
		if next.col > col {
			break
		}
		r = next
	}
	return r
}

// nearest returns the byte of line i where a cursor is nearest to column col: behind a wide piece
// when col lies in its second half.
func (e *Editor) nearest(i, col int) int {
	line := e.text.line(i)
	r := e.at(i, col)
	if r.at == len(line) {
		return r.at
	}
	if next := e.step(line, r); col-r.col >= (next.col-r.col+1)/2 {
		return next.at
	}
	return r.at
}

// next is the byte behind the piece of line i that covers byte at.
func (e *Editor) next(i, at int) int {
	line := e.text.line(i)
	r := e.near(i, at, math.MaxInt)
	for r.at <= at && r.at < len(line) {
		r = e.step(line, r)
	}
	return r.at
}

// prev is the start of the last piece of line i that begins before byte at.
func (e *Editor) prev(i, at int) int {
	line := e.text.line(i)
	r := e.near(i, at-1, math.MaxInt)
	for r.at < len(line) {
		next := e.step(line, r)
		if next.at >= at {
			break
		}
		r = next
	}
	return r.at
}

// drop forgets the rungs of line i that an edit at byte at may have moved. A piece may have grown
// backwards by the edit (a combining mark typed after its letter), hence the margin.
func (info *lineInfo) drop(at int) {
	n := sort.Search(len(info.ladder), func(k int) bool { return info.ladder[k].at > at-maxPiece })
	info.ladder = info.ladder[:n]
}
