package grid

import (
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// rowLook is what lies over and under the cells of a row.
type rowLook struct {
	th    *theme.Theme
	plain theme.Style                   // of cells without a style of their own
	over  func(theme.Style) theme.Style // nil for none
	fresh bool
}

func (l rowLook) lay(st theme.Style) theme.Style {
	if l.over != nil {
		return l.over(st)
	}
	return st
}

// of is the style of a cell or a part of it.
func (l rowLook) of(st theme.Style) theme.Style {
	if st.IsZero() {
		st = l.plain
	} else if l.fresh {
		st.Attrs |= paint.Bold
	}
	return l.lay(st)
}

// match is the style of text that the filter found: it shows on a selected row too.
func (l rowLook) match() theme.Style {
	if l.th.Match.Bg == nil {
		return l.lay(l.th.Match)
	}
	return l.th.Match
}

// drawCell draws a cell's text, cut to its width, at x on the surface of its row.
func (g *Grid) drawCell(s paint.Surface, x, w, col int, cell Cell, look rowLook) {
	c := &g.cfg.Columns[col]
	head, width, cut := fit(cell.Text, w)
	tail := len(cell.Text)
	if cut && c.Middle && len(cell.Text) <= fuzzyReach && w >= 5 {
		head, tail, width = fitMiddle(cell.Text, w)
	}
	if c.Right {
		x += w - width
	}
	g.found = g.found[:0]
	if len(g.shown.terms) > 0 {
		// What is out of sight need not be looked through, but a match may begin in sight.
		g.found = highlight(g.found, g.shown.terms, cell.Text[:min(len(cell.Text), max(head*2, 256))], col, !c.NoFilter)
	}
	base := look.of(cell.Style)
	x = g.drawPart(s, x, cell, 0, head, base, look)
	if cut {
		x = s.Text(x, 0, look.th.Glyphs.Ellipsis, base)
		g.drawPart(s, x, cell, tail, len(cell.Text), base, look)
	}
}

// drawPart draws the bytes from ≤ i < to of a cell's text and returns the column after them.
func (g *Grid) drawPart(s paint.Surface, x int, cell Cell, from, to int, base theme.Style, look rowLook) int {
	text := cell.Text[:to]
	spans, found := cell.Spans, g.found
	if len(spans) == 0 && len(found) == 0 {
		return s.Text(x, 0, text[from:], base)
	}
	for i := from; i < to; {
		st, end := base, to
		spans = past(spans, i)
		if len(spans) > 0 && spans[0].From <= i {
			st, end = look.of(spans[0].Style), min(end, spans[0].To)
		} else if len(spans) > 0 {
			end = min(end, spans[0].From)
		}
		found = past(found, i)
		if len(found) > 0 && found[0].From <= i {
			st, end = look.match(), min(end, found[0].To)
		} else if len(found) > 0 {
			end = min(end, found[0].From)
		}
		end = whole(text, i, end)
		x = s.Text(x, 0, text[i:end], st)
		i = end
	}
	return x
}

// past drops the spans that end at or before a byte.
func past(spans []Span, i int) []Span {
	for len(spans) > 0 && spans[0].To <= i {
		spans = spans[1:]
	}
	return spans
}

// whole moves the end of a part of text so that no character is torn; the part begins at a character.
func whole(text string, from, end int) int {
	if end >= len(text) || end > from && text[end-1] < 0x80 && text[end] < 0x80 {
		return max(min(end, len(text)), from+1)
	}
	i := from
	for i < end || i == from {
		n, _ := paint.Next(text[i:])
		i += n
	}
	return i
}

// fit returns how many bytes of text fit into w columns, with room for the ellipsis when they are not
// all, and the width that is drawn.
func fit(text string, w int) (head, width int, cut bool) {
	n, i := 0, 0
	for i < len(text) {
		b, cw := paint.Next(text[i:])
		if n+cw > w {
			return head, min(width+1, w), true
		}
		n, i = n+cw, i+b
		if n < w {
			head, width = i, n
		}
	}
	return len(text), n, false
}

// fitMiddle returns how much of the head and where the tail of a text that is too wide begins.
func fitMiddle(text string, w int) (head, tail, width int) {
	total := paint.Width(text)
	left := (w - 1) / 2
	n, i := 0, 0
	for i < len(text) {
		b, cw := paint.Next(text[i:])
		if n+cw > left {
			break
		}
		n, i = n+cw, i+b
	}
	head, width = i, n+1
	for i < len(text) && total-n > w-width {
		b, cw := paint.Next(text[i:])
		n, i = n+cw, i+b
	}
	return head, i, width + total - n
}
