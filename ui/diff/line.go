package diff

import (
	"strings"

	"hextui/ui/paint"
	"hextui/ui/theme"
)

const (
	tabStop  = 4
	longLine = 4096 // bytes from which on what was measured of a line is kept
)

// rulers keep what was measured of long lines.
type rulers struct{ kept []keptRuler }

type keptRuler struct {
	line string
	*paint.Ruler
}

// of returns the ruler of a line; short lines get one that is thrown away.
func (rs *rulers) of(line string) *paint.Ruler {
	if len(line) < longLine {
		return &paint.Ruler{}
	}
	for _, k := range rs.kept {
		if k.line == line { // costs nothing where it is the same string
			return k.Ruler
		}
	}
	rs.kept = append(rs.kept, keptRuler{line, &paint.Ruler{}})
	return rs.kept[len(rs.kept)-1].Ruler
}

// column is the last character of a line that begins at or before a column.
func (rs *rulers) column(line string, col int) paint.Place {
	return rs.of(line).Walk(line, tabStop, paint.Anywhere, col)
}

// byte is the column of the character that a byte belongs to.
func (rs *rulers) byte(line string, at int) int {
	return rs.of(line).Walk(line, tabStop, at, paint.Anywhere).Col
}

// clamp keeps a sideways position so that half of the room still holds the end of the widest line.
func (rs *rulers) clamp(left, room int, lines []string) int {
	widest := 0
	for _, line := range lines {
		line = content(line)
		widest = max(widest, rs.column(line, left+room).Col)
	}
	return max(min(left, widest-room/2), 0)
}

// toMarks is how far lines are moved sideways so that marks in them are seen: only as far as the ends of the marks need, with some of
// what follows, so that the beginning of the lines stays to be read.
type toMarks struct {
	rulers      *rulers
	room        int
	taken       bool
	from, needs int
}

// take has the first mark of a line seen, too; false where it has none.
func (m *toMarks) take(line string, parts []Part) bool {
	if len(parts) == 0 {
		return false
	}
	from, to := m.rulers.byte(line, parts[0].From), m.rulers.byte(line, parts[0].To)
	if !m.taken || from < m.from {
		m.from = from
	}
	m.taken, m.needs = true, max(m.needs, m.rulers.column(line, to+8).Col-m.room)
	return true
}

func (m *toMarks) left() int { return min(m.from, m.needs) }

// look is how a line is drawn: its style, and that of its marked parts.
type look struct {
	style, mark theme.Style
	parts       []Part
}

// draw draws the content of a line from the column left on, over the whole width of the surface's
// row y. Tabs go to stops; within a mark they are shown. A line that goes on says so at the edge.
func (rs *rulers) draw(s paint.Surface, y int, line string, left int, l look, th *theme.Theme) (end int) {
	s.Sub(0, y, s.Width(), 1).Fill(l.style)
	p := paint.Place{}
	if left > 0 {
		p = rs.column(line, left)
	}
	parts := l.parts
	for p.At < len(line) && p.Col-left < s.Width() {
		for len(parts) > 0 && parts[0].To <= p.At {
			parts = parts[1:]
		}
		marked := len(parts) > 0 && parts[0].From <= p.At
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
		from, next := p, paint.Step(line, p, tabStop)
		if line[p.At] == '\t' {
			drawTab(s, y, from.Col-left, next.Col-from.Col, st, marked)
			p = next
			continue
		}
		if tab := strings.IndexByte(line[p.At:min(stop, p.At+maxShown(s.Width()))], '\t'); tab >= 0 {
			stop = p.At + tab
		}
		p = paint.Walk(line, p, tabStop, stop, left+s.Width())
		if p == from { // a character across the edge or across the end of a mark
			p = next
		}
		s.Text(from.Col-left, y, line[from.At:p.At], st)
	}
	if p.At < len(line) {
		more := l.style
		more.Fg = th.Faint.Fg
		s.Text(s.Width()-1, y, th.Glyphs.Ellipsis, more)
	}
	return p.Col - left
}

// maxShown is the most bytes that can be in sight in so many columns.
func maxShown(width int) int { return (width + 1) * paint.MaxPiece }

func drawTab(s paint.Surface, y, x, w int, st theme.Style, shown bool) {
	for i := range w {
		sign := " "
		if i == 0 && shown {
			sign = "\t"
		}
		s.Text(x+i, y, sign, st)
	}
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
