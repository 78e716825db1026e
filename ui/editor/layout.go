package editor

import "hextui/ui/paint"

// Where the pieces of a line are, by paint's way of walking it. A long line's ruler is kept with it, and an edit throws
// away only what it may have moved.

// longLine is how long a line is, in bytes, where work on all of it is worth keeping.
const longLine = 2048

// tabStop is the distance of tab stops in columns.
const tabStop = 4

// walk returns the last place of line i that is neither behind the byte at nor behind the column col.
func (e *Editor) walk(i, at, col int) paint.Place {
	return e.infos[i].ruler.Walk(e.text.line(i), tabStop, at, col)
}

// column is the column at which byte at of line i is drawn.
func (e *Editor) column(i, at int) int { return e.walk(i, at, paint.Anywhere).Col }

// at returns the start of the piece of line i that covers column col, or the end of the line.
func (e *Editor) at(i, col int) paint.Place { return e.walk(i, paint.Anywhere, col) }

// nearest returns the byte of line i where a cursor is nearest to column col: behind a wide piece
// when col lies in its second half.
func (e *Editor) nearest(i, col int) int {
	line := e.text.line(i)
	p := e.at(i, col)
	if p.At == len(line) {
		return p.At
	}
	if next := paint.Step(line, p, tabStop); col-p.Col >= (next.Col-p.Col+1)/2 {
		return next.At
	}
	return p.At
}

// next is the byte behind the piece of line i that covers byte at.
func (e *Editor) next(i, at int) int {
	line := e.text.line(i)
	p := e.walk(i, at, paint.Anywhere)
	if p.At < len(line) {
		p = paint.Step(line, p, tabStop)
	}
	return p.At
}

// prev is the start of the last piece of line i that begins before byte at.
func (e *Editor) prev(i, at int) int { return e.walk(i, at-1, paint.Anywhere).At }
