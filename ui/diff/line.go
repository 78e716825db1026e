package diff

import (
	"sort"
	"strings"

	"hextui/ui/paint"
	"hextui/ui/theme"
)

const (
	tabStop  = 4
	longLine = 4096 // bytes from which on a line gets a ruler
	rulerGap = 1024 // columns between two marks of a ruler
)

// ruler maps columns of a long line to its bytes. It measures no further than it was asked to.
type ruler struct {
	marks []place
	last  place
}

// place is a byte of a line and the column where it is drawn.
type place struct{ at, col int }

// step is how many bytes the character at a place takes, and how many columns.
func step(line string, p place) (bytes, width int) {
	if line[p.at] == '\t' {
		return 1, tabStop - p.col%tabStop
	}
	return paint.Next(line[p.at:])
}

// walk goes on from a place while the goal lets it, by whole characters.
func walk(line string, p place, more func(next place) bool) place {
	for p.at < len(line) {
		b, w := step(line, p)
		next := place{p.at + b, p.col + w}
		if !more(next) {
			break
		}
		p = next
	}
	return p
}

// extend measures the line on until a place satisfies enough, or to its end.
func (r *ruler) extend(line string, enough func(place) bool) {
	for r.last.at < len(line) && !enough(r.last) {
		goal := r.last.col + rulerGap
		r.marks = append(r.marks, r.last)
		r.last = walk(line, r.last, func(next place) bool { return next.col <= goal })
	}
}

// column finds the last character that begins at or before a column.
func (r *ruler) column(line string, col int) place {
	r.extend(line, func(p place) bool { return p.col >= col })
	return r.from(line, func(p place) bool { return p.col > col }, func(next place) bool { return next.col <= col })
}

// byte finds the character that a byte belongs to.
func (r *ruler) byte(line string, at int) place {
	r.extend(line, func(p place) bool { return p.at >= at })
	return r.from(line, func(p place) bool { return p.at > at }, func(next place) bool { return next.at <= at })
}

// from walks on from the last mark that is not beyond the goal.
func (r *ruler) from(line string, beyond func(place) bool, more func(place) bool) place {
	i := sort.Search(len(r.marks), func(i int) bool { return beyond(r.marks[i]) })
	start := place{}
	if i > 0 {
		start = r.marks[i-1]
	}
	return walk(line, start, more)
}

// rulers keep what was measured of long lines.
type rulers struct{ kept []keptRuler }

type keptRuler struct {
	line string
	*ruler
}

// of returns the ruler of a line; short lines get one that is thrown away.
func (rs *rulers) of(line string) *ruler {
	if len(line) < longLine {
		return &ruler{}
	}
	for _, k := range rs.kept {
		if k.line == line { // costs nothing where it is the same string
			return k.ruler
		}
	}
	rs.kept = append(rs.kept, keptRuler{line, &ruler{}})
	return rs.kept[len(rs.kept)-1].ruler
}

// clamp keeps a sideways position so that half of the room still holds the end of the widest line.
func (rs *rulers) clamp(left, room int, lines []string) int {
	widest := 0
	for _, line := range lines {
		line = content(line)
		widest = max(widest, rs.of(line).column(line, left+room).col)
	}
	return max(min(left, widest-room/2), 0)
}

// look is how a line is drawn: its style, and that of its marked parts.
type look struct {
	style, mark theme.Style
	parts       []Part
}

// draw draws the content of a line from the column left on, over the whole width of the surface's
// row y. Tabs go to stops; within a mark they are shown. A line that goes on says so at the edge.
func (rs *rulers) draw(s paint.Surface, y int, line string, left int, l look, th *theme.Theme) (end int) {
	s.Sub(0, y, s.Width(), 1).Fill(l.style)
	p := place{}
	if left > 0 {
		p = rs.of(line).column(line, left)
	}
	parts := l.parts
	for p.at < len(line) && p.col-left < s.Width() {
		for len(parts) > 0 && parts[0].To <= p.at {
			parts = parts[1:]
		}
		marked := len(parts) > 0 && parts[0].From <= p.at
		stop := len(line)
		if marked {
			stop = min(stop, parts[0].To)
		} else if len(parts) > 0 {
			stop = min(stop, parts[0].From)
		}
		st := l.style
		if marked {
			st = l.mark
		}
		if line[p.at] == '\t' {
			p = drawTab(s, y, p, left, st, marked)
			continue
		}
		from := p
		p = walk(line, p, func(next place) bool {
			return next.at <= stop && next.col-left <= s.Width() && line[next.at-1] != '\t'
		})
		if p == from { // a character across the edge or across the end of a mark
			b, w := step(line, p)
			p = place{p.at + b, p.col + w}
		}
		s.Text(from.col-left, y, line[from.at:p.at], st)
	}
	if p.at < len(line) {
		more := l.style
		more.Fg = th.Faint.Fg
		s.Text(s.Width()-1, y, th.Glyphs.Ellipsis, more)
	}
	return p.col - left
}

func drawTab(s paint.Surface, y int, p place, left int, st theme.Style, shown bool) place {
	_, w := step("\t", place{0, p.col})
	for i := range w {
		sign := " "
		if i == 0 && shown {
			sign = "\t"
		}
		s.Text(p.col-left+i, y, sign, st)
	}
	return place{p.at + 1, p.col + w}
}

// ending is what is shown after a line about its end: nothing, unless line endings are mixed or the
// last newline is missing on one side only.
func ending(line string, mixed, bare bool) string {
	switch {
	case bare && !strings.HasSuffix(line, "\n"):
		return " no newline at the end"
	case mixed && strings.HasSuffix(line, "\r\n"):
		return "␍"
	}
	return ""
}

// mixed tells whether texts end their lines in different ways.
func mixed(texts ...[]string) bool {
	lf, crlf := false, false
	for _, lines := range texts {
		for _, l := range lines {
			if strings.HasSuffix(l, "\r\n") {
				crlf = true
			} else if strings.HasSuffix(l, "\n") {
				lf = true
			}
		}
	}
	return lf && crlf
}

// bare tells whether some of the texts lack the last newline and others have it.
func bare(texts ...[]string) bool {
	with, without := false, false
	for _, lines := range texts {
		if n := len(lines); n > 0 {
			if strings.HasSuffix(lines[n-1], "\n") {
				with = true
			} else {
				without = true
			}
		}
	}
	return with && without
}
