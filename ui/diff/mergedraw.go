package diff

import (
	"fmt"
	"strconv"

	"hextui/ui/paint"
	"hextui/ui/theme"
)

// Draw draws the lines in sight, titles above them.
func (v *MergeView) Draw(s paint.Surface, th *theme.Theme, focused bool) {
	v.area = s
	v.layOut()
	head, body := s.SplitTop(1)
	panes := v.panes(s.Width())
	v.show(panes, body.Height())
	v.top = max(min(v.top, len(v.rows)-body.Height()), 0)
	v.clampLeft(panes, body.Height())
	for i, p := range panes {
		x, w := paneAt(s.Width(), i, len(panes))
		head.Sub(x+1, 0, w-1, 1).Text(1, 0, v.titles[p], th.Title)
		if i > 0 {
			s.Column(x-1, 0, s.Height(), th.Glyphs.Column, th.Rule)
		}
		for y := range min(body.Height(), len(v.rows)-v.top) {
			v.drawRow(body.Sub(x, y, w, 1), p, v.rows[v.top+y], th, focused)
		}
	}
}

func (v *MergeView) panes(width int) []Pane {
	if width < 3*paneWidth {
		return []Pane{v.pane}
	}
	return []Pane{PaneMine, PaneTheirs, PaneMerged}
}

// paneAt is where pane i of n begins and how wide it is; a column for the rule lies between panes.
func paneAt(width, i, n int) (x, w int) {
	x = (width + 1) * i / n
	return x, (width+1)*(i+1)/n - x - 1
}

// show brings the current region into sight, and in long lines the first changes where none would be.
func (v *MergeView) show(panes []Pane, height int) {
	if !v.reveal || len(v.changed) == 0 {
		return
	}
	v.reveal = false
	first, last := -1, -1
	for i, r := range v.rows {
		if r.region == v.Region() {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < v.top || last >= v.top+height {
		v.top = min(max(first-height/4, last-height+1), first)
	}
	to := toMarks{rulers: &v.rulers, room: v.room(panes)}
	for _, p := range panes {
		for i, line := range v.lines(p, v.Region()) {
			if to.take(content(line), v.parts(p, v.Region(), i)) {
				break
			}
		}
	}
	if v.left = 0; to.from > to.room*3/4 { // where the changes begin in sight, the beginning of the lines says more
		v.left = to.left()
	}
}

// room is the width that the text of a line has in a pane.
func (v *MergeView) room(panes []Pane) int {
	_, w := paneAt(v.area.Width(), len(panes)-1, len(panes))
	digits := len(strconv.Itoa(max(len(v.merge.Mine), len(v.merge.Theirs))))
	return max(w-digits-4, 1)
}

func (v *MergeView) drawRow(s paint.Surface, p Pane, r mergeRow, th *theme.Theme, focused bool) {
	if r.hidden > 0 {
		s.Text(2, 0, fmt.Sprintf("%s %d common lines", th.Glyphs.Ellipsis, r.hidden), th.Hunk)
		return
	}
	region := v.merge.Regions[r.region]
	if r.region == v.Region() {
		bar := th.Rule
		if focused {
			bar = th.Bar
		}
		s.Text(0, 0, th.Glyphs.Bar, bar)
	}
	lines := v.lines(p, r.region)
	l, sign := v.look(p, r.region, th)
	_, s = s.SplitLeft(1)
	if r.line >= len(lines) {
		v.drawGap(s, p, r, region, th)
		return
	}
	number := v.first(p, r.region) + r.line
	digits := len(strconv.Itoa(max(len(v.merge.Mine), len(v.merge.Theirs))))
	s.Right(digits, 0, strconv.Itoa(number+1), th.Gutter)
	_, s = s.SplitLeft(digits + 1)
	s.Text(0, 0, sign, l.style)
	_, s = s.SplitLeft(2)
	l.parts = v.parts(p, r.region, r.line)
	v.rulers.draw(s, 0, content(lines[r.line]), v.left, l, th)
}

// drawGap draws a row in which a pane has no line.
func (v *MergeView) drawGap(s paint.Surface, p Pane, r mergeRow, region Region, th *theme.Theme) {
	switch {
	case p == PaneMerged && region.Conflict && region.Choice == Undecided && r.line == 0:
		s.Text(0, 0, "? mine or theirs", th.Warn)
	case r.line == 0:
		s.Text(0, 0, "(no lines)", th.Faint)
	}
}

// first is the number of the first line of a region in a pane.
func (v *MergeView) first(p Pane, region int) int {
	r := v.merge.Regions[region]
	switch p {
	case PaneMine:
		return r.Mine.From
	case PaneTheirs:
		return r.Theirs.From
	}
	return v.starts[region]
}

// clampLeft keeps some of the lines in sight.
func (v *MergeView) clampLeft(panes []Pane, height int) {
	var lines []string
	if v.left > 0 {
		for _, r := range v.rows[v.top:min(v.top+height, len(v.rows))] {
			for _, p := range panes {
				if part := v.lines(p, r.region); r.line < len(part) {
					lines = append(lines, part[r.line])
				}
			}
		}
	}
	_, w := paneAt(v.area.Width(), 0, len(panes))
	v.left = v.rulers.clamp(v.left, max(w-8, 1), lines)
}

// look is how the lines of a region look in a pane, and the sign before them: + for lines that are
// taken, - for those that are not, ? for those to be decided.
func (v *MergeView) look(p Pane, region int, th *theme.Theme) (look, string) {
	r := v.merge.Regions[region]
	changed := p == PaneMine && r.ChangedMine || p == PaneTheirs && r.ChangedTheirs ||
		p == PaneMerged && (r.ChangedMine || r.ChangedTheirs)
	taken := p == PaneMerged || r.Choice == TakeBoth ||
		p == PaneMine && r.Choice == TakeMine || p == PaneTheirs && r.Choice == TakeTheirs ||
		!r.Conflict && r.ChangedMine && r.ChangedTheirs && r.Choice != TakeBase
	switch {
	case !changed:
		return look{style: th.Text, mark: th.Text}, " "
	case r.Conflict && r.Choice == Undecided:
		return look{style: th.Added, mark: th.AddedWord}, "?"
	case taken:
		return look{style: th.Added, mark: th.AddedWord}, "+"
	}
	return look{style: th.Removed, mark: th.RemovedWord}, "-"
}

// parts are the words of a line that its side changed against the base.
func (v *MergeView) parts(p Pane, region, line int) []Part {
	r := v.merge.Regions[region]
	if p == PaneMerged || !r.ChangedMine && !r.ChangedTheirs {
		return nil
	}
	cache := v.words[p]
	m, ok := cache[region]
	if !ok {
		m.base, m.mine = words(v.merge.Base[r.Base.From:r.Base.To], v.lines(p, region))
		cache[region] = m
	}
	if m.mine == nil || line >= len(m.mine) {
		return nil
	}
	return m.mine[line]
}
