package diff

import (
	"fmt"

	"hextui/ui/paint"
)

// Pane is one of the three texts that a [MergeView] shows.
type Pane int

// The panes in the order they are drawn.
const (
	PaneMine Pane = iota
	PaneTheirs
	PaneMerged
)

// paneWidth is the width that a pane needs at least; with less only one is shown.
const paneWidth = 26

// MergeView shows mine, theirs and what becomes of them side by side, and lets a person decide the
// conflicts. Where there is no room for three panes it shows one.
type MergeView struct {
	merge   *Merge
	titles  [3]string
	context int
	changed []int // regions that somebody changed
	current int   // which of changed is current
	pane    Pane  // what is shown when there is room for one only

	rows      []mergeRow
	starts    []int // the first line of each region in the merged text
	top, left int
	reveal    bool
	area      paint.Surface
	rulers    rulers
	words     [2]map[int]marks // of mine and of theirs, against base
}

// mergeRow is one line of the view: a region, and which line of it.
type mergeRow struct {
	region, line int
	hidden       int // a fold over so many lines
}

// NewMergeView shows m. titles stand over the panes, such as "yours", "now in Hex" and "merged".
func NewMergeView(m *Merge, titles [3]string) *MergeView {
	v := &MergeView{
		merge: m, titles: titles, context: 3, reveal: true, pane: PaneMine,
		words: [2]map[int]marks{{}, {}},
	}
	for i, r := range m.Regions {
		if r.ChangedMine || r.ChangedTheirs {
			v.changed = append(v.changed, i)
		}
	}
	v.current = -1
	if !v.NextUndecided() {
		v.current = 0
	}
	return v
}

// Merge is what the view shows and decides.
func (v *MergeView) Merge() *Merge { return v.merge }

// Region is the number of the current region in [Merge.Regions], -1 when nobody changed anything.
func (v *MergeView) Region() int {
	if len(v.changed) == 0 {
		return -1
	}
	return v.changed[v.current]
}

// Move makes the changed region n further on current, a conflict or not.
func (v *MergeView) Move(n int) {
	v.current = min(max(v.current+n, 0), max(len(v.changed)-1, 0))
	v.reveal = true
}

// NextUndecided makes the next undecided conflict current, from the beginning again after the last; it
// returns false when all are decided.
func (v *MergeView) NextUndecided() bool {
	for i := range v.changed {
		at := (v.current + 1 + i) % len(v.changed)
		if r := v.merge.Regions[v.changed[at]]; r.Conflict && r.Choice == Undecided {
			v.current, v.reveal = at, true
			return true
		}
	}
	return false
}

// Choose decides the current region.
func (v *MergeView) Choose(c Choice) {
	if region := v.Region(); region >= 0 {
		v.merge.Choose(region, c)
		v.rows, v.reveal = nil, true
	}
}

// SetContext sets how many common lines are shown around changes; negative shows all.
func (v *MergeView) SetContext(lines int) { v.context, v.rows, v.reveal = lines, nil, true }

// Context is the number of common lines shown around changes.
func (v *MergeView) Context() int { return v.context }

// NextPane shows the next text where there is room for one only.
func (v *MergeView) NextPane() { v.pane = (v.pane + 1) % 3 }

// Summary says how far the merge is, such as "1 of 2 conflicts decided".
func (v *MergeView) Summary() string {
	all, open := v.merge.Conflicts()
	switch {
	case all == 0:
		return "no conflict: the changes of both sides fit together"
	case all == 1 && open == 1:
		return "1 conflict to decide"
	case open == all:
		return fmt.Sprintf("%d conflicts to decide", all)
	case open == 0:
		return "all conflicts decided"
	}
	return fmt.Sprintf("%d of %d conflicts decided", all-open, all)
}

// Scroll moves what is in sight by columns and rows.
func (v *MergeView) Scroll(columns, rows int) {
	v.left, v.top, v.reveal = max(v.left+columns, 0), v.top+rows, false
}

// Page moves what is in sight by n pages of what was last drawn.
func (v *MergeView) Page(n int) { v.Scroll(0, n*max(v.area.Height()-2, 1)) }

// Home shows the beginning.
func (v *MergeView) Home() { v.left, v.top, v.reveal = 0, 0, false }

// End shows the last lines.
func (v *MergeView) End() { v.top, v.reveal = len(v.rows), false }

// Click makes the region at a position of the canvas current; it tells whether there was one.
func (v *MergeView) Click(x, y int) bool {
	_, y0 := v.area.Origin()
	at := v.top + y - y0 - 1
	if v.area.Width() == 0 || !v.area.Contains(x, y) || at < v.top || at >= len(v.rows) {
		return false
	}
	for i, region := range v.changed {
		if region == v.rows[at].region {
			v.current = i
			return true
		}
	}
	return false
}

// lines are the lines of a pane in a region.
func (v *MergeView) lines(p Pane, region int) []string {
	r := v.merge.Regions[region]
	switch {
	case p == PaneMine:
		return v.merge.Mine[r.Mine.From:r.Mine.To]
	case p == PaneTheirs:
		return v.merge.Theirs[r.Theirs.From:r.Theirs.To]
	case r.Conflict && r.Choice == Undecided:
		return nil
	}
	return v.merge.Merged(r)
}

func (v *MergeView) layOut() {
	if v.rows != nil {
		return
	}
	v.rows = []mergeRow{}
	v.starts = make([]int, len(v.merge.Regions)+1)
	last := len(v.merge.Regions) - 1
	for i, r := range v.merge.Regions {
		merged := len(v.lines(PaneMerged, i))
		v.starts[i+1] = v.starts[i] + merged
		n := max(r.Mine.Len(), r.Theirs.Len(), merged, 1)
		head, hidden := n, 0
		if !r.ChangedMine && !r.ChangedTheirs {
			head, hidden = fold(n, i == 0, i == last, v.context)
		}
		for line := 0; line < n; line++ {
			if line == head && hidden > 0 {
				v.rows = append(v.rows, mergeRow{region: i, line: line, hidden: hidden})
				line += hidden - 1
				continue
			}
			v.rows = append(v.rows, mergeRow{region: i, line: line})
		}
	}
}
