package diff

import (
	"fmt"
	"strconv"
	"strings"

	"hextui/ui/paint"
	"hextui/ui/theme"
)

// splitWidth is the width from which on two texts can be read side by side.
const splitWidth = 60

// View shows a [Diff] and lets a person keep or drop its hunks, one of which is current. All hunks are
// kept at first.
type View struct {
	diff    *Diff
	split   bool
	context int
	open    map[int]bool
	dropped map[int]bool
	current int

	rows      []row
	laidSplit bool // rows are side by side
	top, left int
	reveal    bool // the next drawing brings the current hunk into sight
	area      paint.Surface

	mixed, bare bool
	rulers      rulers
	words       map[int]marks
}

type marks struct{ base, mine [][]Part }

// NewView shows d one below the other with three lines of context.
func NewView(d *Diff) *View {
	return &View{
		diff: d, context: 3, reveal: true,
		open: map[int]bool{}, dropped: map[int]bool{}, words: map[int]marks{},
		mixed: mixed(d.Base, d.Mine), bare: bare(d.Base, d.Mine),
	}
}

// Diff is what the view shows.
func (v *View) Diff() *Diff { return v.diff }

// SetSplit shows base and mine side by side, where there is room for it, or one below the other. Where that is so already, what is in
// sight stays.
func (v *View) SetSplit(split bool) {
	if split != v.split {
		v.split, v.rows, v.reveal = split, nil, true
	}
}

// Split tells whether side by side was asked for.
func (v *View) Split() bool { return v.split }

// SetContext sets how many unchanged lines are shown around hunks; negative shows all.
func (v *View) SetContext(lines int) {
	v.context, v.rows, v.reveal = lines, nil, true
	clear(v.open)
}

// Context is the number of unchanged lines shown around hunks.
func (v *View) Context() int { return v.context }

// Hunk is the number of the current hunk, -1 when nothing changed.
func (v *View) Hunk() int {
	if len(v.diff.Hunks) == 0 {
		return -1
	}
	return v.current
}

// MoveHunk makes the hunk n further on current and brings it into sight.
func (v *View) MoveHunk(n int) {
	v.current = min(max(v.current+n, 0), max(len(v.diff.Hunks)-1, 0))
	v.reveal = true
}

// Toggle drops the current hunk, or keeps it again.
func (v *View) Toggle() {
	if len(v.diff.Hunks) > 0 {
		v.dropped[v.current] = !v.dropped[v.current]
	}
}

// Keep keeps all hunks, or drops all of them.
func (v *View) Keep(all bool) {
	for i := range v.diff.Hunks {
		v.dropped[i] = !all
	}
}

// Kept tells whether a hunk is kept.
func (v *View) Kept(hunk int) bool { return !v.dropped[hunk] }

// Text is the base with the kept hunks applied.
func (v *View) Text() string { return v.diff.Text(v.Kept) }

// Summary says what the kept hunks do, such as "2 lines changed, 1 added", and whether the comparison
// is a rough one, see [Diff].
func (v *View) Summary() string {
	added, removed, changed := v.diff.Count(v.Kept)
	var parts []string
	for _, p := range []struct {
		n    int
		verb string
	}{{changed, "changed"}, {added, "added"}, {removed, "removed"}} {
		switch {
		case p.n == 0:
		case len(parts) > 0:
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.verb))
		case p.n == 1:
			parts = append(parts, "1 line "+p.verb)
		default:
			parts = append(parts, fmt.Sprintf("%d lines %s", p.n, p.verb))
		}
	}
	if len(parts) == 0 {
		return "no change"
	}
	if v.diff.Rough {
		parts = append(parts, "compared roughly")
	}
	return strings.Join(parts, ", ")
}

// Scroll moves what is in sight by columns and rows.
func (v *View) Scroll(columns, rows int) {
	v.left = max(v.left+columns, 0)
	v.top += rows
	v.reveal = false
}

// Page moves what is in sight by n pages of what was last drawn.
func (v *View) Page(n int) { v.Scroll(0, n*max(v.area.Height()-1, 1)) }

// Home shows the beginning.
func (v *View) Home() { v.left, v.top, v.reveal = 0, 0, false }

// End shows the last lines.
func (v *View) End() { v.top, v.reveal = len(v.rows), false }

// Click makes the hunk at a position of the canvas current, or opens the fold there. It tells whether
// there was one.
func (v *View) Click(x, y int) bool {
	_, y0 := v.area.Origin()
	at := v.top + y - y0
	if v.area.Width() == 0 || !v.area.Contains(x, y) || at >= len(v.rows) {
		return false
	}
	switch r := v.rows[at]; {
	case r.kind == folded:
		v.open[r.base] = true
		v.rows = nil
	case r.hunk >= 0:
		v.current = r.hunk
	default:
		return false
	}
	return true
}

// Draw draws the lines in sight.
func (v *View) Draw(s paint.Surface, th *theme.Theme, focused bool) {
	v.area = s
	v.layOut(s.Width())
	if !v.diff.Changed() {
		s.Text(2, 0, "Nothing changed.", th.Faint)
		return
	}
	if v.reveal {
		v.show()
	}
	v.top = max(min(v.top, len(v.rows)-s.Height()), 0)
	v.clampLeft()
	for y := range min(s.Height(), len(v.rows)-v.top) {
		v.drawRow(s.Sub(0, y, s.Width(), 1), v.rows[v.top+y], th, focused)
	}
}

func (v *View) layOut(width int) {
	split := v.split && width >= splitWidth
	if v.rows == nil || split != v.laidSplit {
		v.rows, v.laidSplit = rows(v.diff, split, v.context, v.open), split
	}
}

// show brings the current hunk into sight, and in long lines its first change.
func (v *View) show() {
	v.reveal = false
	first, last := -1, -1
	for i, r := range v.rows {
		if r.hunk == v.current {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	h := v.area.Height()
	if first < v.top || last >= v.top+h {
		v.top = first - h/4
		if last-first < h { // all of it, if possible
			v.top = min(max(v.top, last-h+1), first)
		}
	}
	v.left = v.leftOf(v.rows[first : last+1])
}

// leftOf is the sideways position that shows the first change in the rows of a hunk, on both sides where both have one: what was only
// added or taken away is marked on one side.
func (v *View) leftOf(rows []row) int {
	base, mine := false, false
	to := toMarks{rulers: &v.rulers, room: v.room()}
	for _, r := range rows {
		if !base && r.base >= 0 {
			base = to.take(content(v.diff.Base[r.base]), v.parts(r.hunk, r.base, false))
		}
		if !mine && r.mine >= 0 {
			mine = to.take(content(v.diff.Mine[r.mine]), v.parts(r.hunk, r.mine, true))
		}
	}
	return to.left()
}

// parts are the marks within a line of a hunk.
func (v *View) parts(hunk, line int, mine bool) []Part {
	if hunk < 0 {
		return nil
	}
	m, ok := v.words[hunk]
	if !ok {
		m.base, m.mine = v.diff.Words(hunk)
		v.words[hunk] = m
	}
	h := v.diff.Hunks[hunk]
	switch {
	case mine && m.mine != nil:
		return m.mine[line-h.Mine.From]
	case !mine && m.base != nil:
		return m.base[line-h.Base.From]
	}
	return nil
}

// digits is the width of line numbers.
func (v *View) digits() int {
	return max(len(strconv.Itoa(max(len(v.diff.Base), len(v.diff.Mine)))), 2)
}

// room is the width that the text of a line has.
func (v *View) room() int {
	w := v.area.Width()
	if v.laidSplit {
		w = (w - 1) / 2
	}
	return max(w-v.digits()-5, 1)
}

// clampLeft keeps some of the lines in sight.
func (v *View) clampLeft() {
	var lines []string
	if v.left > 0 {
		for _, r := range v.rows[v.top:min(v.top+v.area.Height(), len(v.rows))] {
			if r.base >= 0 && r.kind != folded {
				lines = append(lines, v.diff.Base[r.base])
			}
			if r.mine >= 0 && r.kind != folded {
				lines = append(lines, v.diff.Mine[r.mine])
			}
		}
	}
	v.left = v.rulers.clamp(v.left, v.room(), lines)
}
