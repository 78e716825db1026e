package diff

import (
	"fmt"
	"strconv"

	"hextui/ui/paint"
	"hextui/ui/theme"
)

func (v *View) drawRow(s paint.Surface, r row, th *theme.Theme, focused bool) {
	if r.kind == folded {
		text := fmt.Sprintf("%s %d unchanged lines", th.Glyphs.Ellipsis, r.hidden)
		s.Text(v.digits()+4, 0, text, th.Hunk)
		return
	}
	if r.hunk == v.current && r.hunk >= 0 {
		bar := th.Rule
		if focused {
			bar = th.Bar
		}
		s.Text(0, 0, th.Glyphs.Bar, bar)
	}
	_, s = s.SplitLeft(1)
	if !v.laidSplit {
		v.drawLine(s, r, r.kind == added, th)
		return
	}
	left, right := s.SplitLeft((s.Width() - 1) / 2)
	rule, right := right.SplitLeft(1)
	rule.Text(0, 0, th.Glyphs.Column, th.Rule)
	if r.base >= 0 {
		v.drawLine(left, r, false, th)
	}
	if r.mine >= 0 {
		v.drawLine(right, r, true, th)
	}
}

// drawLine draws the line of base or of mine that a row shows: number, sign, text.
func (v *View) drawLine(s paint.Surface, r row, mine bool, th *theme.Theme) {
	lines, n := v.diff.Base, r.base
	if mine {
		lines, n = v.diff.Mine, r.mine
	}
	l, sign := look{style: th.Text}, " "
	number := th.Gutter
	if r.hunk >= 0 {
		l, sign = v.hunkLook(r, mine, th)
		l.parts = v.parts(r.hunk, n, mine)
		if r.hunk == v.current {
			number = th.GutterNow
		}
	}
	s.Right(v.digits()+1, 0, strconv.Itoa(n+1), number)
	signLook := l.style
	signLook.Attrs |= paint.Bold
	_, s = s.SplitLeft(v.digits() + 2)
	s.Text(0, 0, sign+" ", signLook)
	_, s = s.SplitLeft(2)
	end := v.rulers.draw(s, 0, content(lines[n]), v.left, l, th)
	if note := ending(lines[n], v.mixed, v.bare && n == len(lines)-1); note != "" {
		st := l.style
		st.Fg, st.Attrs = th.Faint.Fg, th.Faint.Attrs
		s.Text(end, 0, note, st)
	}
}

// hunkLook is how a line of a hunk looks, and the sign before it: - and + where the hunk is kept, =
// for what stays and × for what is left out where it is dropped.
func (v *View) hunkLook(r row, mine bool, th *theme.Theme) (l look, sign string) {
	switch {
	case !v.Kept(r.hunk) && mine:
		return look{style: th.Faint, mark: th.Faint}, th.Glyphs.Cross
	case !v.Kept(r.hunk):
		return look{style: th.Text, mark: th.Text}, "="
	case mine:
		return look{style: th.Added, mark: th.AddedWord}, "+"
	}
	return look{style: th.Removed, mark: th.RemovedWord}, "-"
}
