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
	fits, cut := paint.Fit(cell.Text, w)
	head, tail, width := fits.At, len(cell.Text), fits.Col
	if cut {
		width = min(width+1, w)
	}
	if cut && c.Middle && len(cell.Text) <= fuzzyReach && w >= 5 {
		from, to, total := paint.FitMiddle(cell.Text, w)
		head, tail, width = from.At, to.At, from.Col+1+total-to.Col
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
	from := x
	x = g.drawPart(s, x, cell, 0, head, base, look)
	if cut {
		x = s.Text(x, 0, look.th.Glyphs.Ellipsis, base)
		g.drawPart(s, x, cell, tail, len(cell.Text), base, look)
	}
	torn(s, from, from+width, look.th, base)
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
	p := paint.Walk(text, paint.Place{At: from}, 0, end, paint.Anywhere)
	if p.At < end || p.At == from {
		p = paint.Step(text, p, 0)
	}
	return p.At
}
