package editor

import "strconv"

// view is the window on the text, as last drawn.
type view struct {
	top, left     int // the first line and column shown
	skip          int // rows of the first line that are above the window, where lines are wrapped
	width, height int // of the text, without the gutter
	gutter        int
	follow        follow
}

// follow is what the next drawing owes the cursor.
type follow uint8

const (
	still      follow = iota // nothing: the window stays
	inSight                  // the cursor is in the window
	withMargin               // and not at its edge
)

// Distances in cells that the window keeps between the cursor and its edges, where it has room.
const (
	marginLines   = 3
	marginColumns = 6
)

// narrow is the width below which no line numbers are drawn.
const narrow = 24

// fit takes over the size of the surface and moves the window to the cursor if that is due.
func (e *Editor) fit(width, height int) {
	v := &e.view
	gutter := 0
	if width >= narrow {
		gutter = len(strconv.Itoa(max(len(e.text.lines), 10))) + 2
	}
	if v.width != width-gutter || v.height != height {
		v.follow = max(v.follow, withMargin)
	}
	v.gutter, v.width, v.height = gutter, width-gutter, height
	if e.wrap && v.width > 0 && v.height > 0 {
		if v.follow != still {
			e.revealRow(v.follow == withMargin)
			v.follow = still
		}
		e.setTop(e.topRow())
		return
	}
	if v.follow != still && v.width > 0 && v.height > 0 {
		e.reveal(v.follow == withMargin)
		v.follow = still
	}
	v.top = min(v.top, e.lastTop())
}

// reveal moves the window as little as brings the cursor into it.
func (e *Editor) reveal(margins bool) {
	v := &e.view
	rows, columns := 0, 0
	if margins {
		rows, columns = min(marginLines, (v.height-1)/2), min(marginColumns, (v.width-1)/2)
	}
	v.top = min(v.top, e.cursor.Line-rows)
	v.top = max(v.top, e.cursor.Line-v.height+1+rows)
	v.top = max(min(v.top, e.lastTop()), 0)

	col := e.column(e.cursor.Line, e.cursor.Col)
	if margins && col+1 < v.width {
		v.left = 0 // the start of lines is worth seeing whenever the cursor leaves room for it
	}
	v.left = min(v.left, col-columns)
	v.left = max(v.left, col-v.width+1+min(columns, 1), 0)
}

// lastTop is the first line shown when the window is at the end.
func (e *Editor) lastTop() int { return max(len(e.text.lines)-e.view.height, 0) }

// page is how far a page move goes: a window, less two lines to read on from.
func (e *Editor) page() int { return max(e.view.height-2, 1) }

// Scroll moves the window n lines down, or up if n is negative. The cursor stays where it is, even
// outside the window.
func (e *Editor) Scroll(n int) {
	if e.wrap {
		e.setTop(e.shift(e.topRow(), max(min(n, wrapBytes), -wrapBytes)))
		e.view.follow = still
		return
	}
	e.view.top = max(min(e.view.top+n, e.lastTop()), 0)
	e.view.follow = still
}

// ScrollColumns moves the window n columns to the right while a line in it goes on there, or to the left if n is
// negative.
func (e *Editor) ScrollColumns(n int) {
	if e.wrap || n > 0 && !e.goesOn() {
		return
	}
	e.view.left = max(e.view.left+n, 0)
	e.view.follow = still
}

// goesOn tells whether a line in the window is longer than the window shows.
func (e *Editor) goesOn() bool {
	v := &e.view
	for i := v.top; i < min(v.top+v.height, len(e.text.lines)); i++ {
		if e.at(i, v.left+v.width).At < len(e.text.line(i)) {
			return true
		}
	}
	return false
}

func (e *Editor) center() {
	if e.wrap {
		at, _ := e.rowOf(e.cursor)
		e.setTop(e.shift(at, -e.view.height/2))
		return
	}
	e.view.top = max(min(e.cursor.Line-e.view.height/2, e.lastTop()), 0)
}

// Window returns the first line shown, counted from 0, and how many lines there is room for: what
// a scroll bar needs beside [Editor.Lines].
func (e *Editor) Window() (top, height int) { return e.view.top, e.view.height }

// ScreenCursor returns the cell of the cursor within the surface last drawn on, for the terminal's
// own cursor; ok is false when it is scrolled out of sight.
func (e *Editor) ScreenCursor() (x, y int, ok bool) {
	v := &e.view
	if e.wrap {
		at, start := e.rowOf(e.cursor)
		top := e.topRow()
		y = e.distance(top, at, v.height)
		if at.before(top) || y >= v.height {
			return 0, 0, false
		}
		x = min(e.column(e.cursor.Line, e.cursor.Col)-start.Col, v.width-1)
		return x + v.gutter, y, x >= 0
	}
	y = e.cursor.Line - v.top
	if y < 0 || y >= v.height {
		return 0, 0, false
	}
	x = e.column(e.cursor.Line, e.cursor.Col) - v.left
	return x + v.gutter, y, x >= 0 && x < v.width
}

// cellPos is the place in the text at a cell of the surface, or the nearest.
func (e *Editor) cellPos(x, y int) Pos {
	v := &e.view
	if e.wrap {
		return e.inRow(e.shift(e.topRow(), y), max(x-v.gutter, 0))
	}
	line := min(max(v.top+y, 0), len(e.text.lines)-1)
	if x < v.gutter {
		x = v.gutter - v.left
	}
	return Pos{line, e.nearest(line, max(v.left+x-v.gutter, 0))}
}
