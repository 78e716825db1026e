package project

import (
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/paint"
	"hextui/ui/screen"
)

// held is a line that stays where it is in the window while what is above it grows or shrinks: the window begins so many lines into a
// cell, or before its rule where that is below 0.
type held struct {
	id   string // empty for the top of the document
	line int
	seen bool // the rule of the cell was in sight
}

// hold moves the window with the line that is held. At the top of the document it stays there, unless the selected cell went out of
// sight: that one is brought back.
func (d *document) hold() {
	at := d.find(d.held.id)
	switch {
	case at < 0:
	case d.top == 0:
		if d.held.seen && !d.ruleSeen(d.blocks[at]) {
			d.shown = ""
		}
	default:
		d.top = d.blocks[at].from + min(d.held.line, d.blocks[at].to-d.blocks[at].from-1)
	}
}

// note remembers where the window is: by the selected cell where its rule is in sight, else by the cell that the window begins in.
func (d *document) note(selected string) {
	d.held = held{}
	at := d.find(selected)
	if at < 0 || !d.ruleSeen(d.blocks[at]) {
		at = slices.IndexFunc(d.blocks, func(b block) bool { return b.to > d.top })
	}
	if at >= 0 {
		b := d.blocks[at]
		d.held = held{b.id, d.top - b.from, b.id == selected && d.ruleSeen(b)}
	}
}

// ruleSeen tells whether the rule of a block is in the window.
func (d *document) ruleSeen(b block) bool { return d.top <= b.from && b.from < d.top+d.area.Height() }

// find is the place of a cell, -1 for none.
func (d *document) find(id string) int {
	return slices.IndexFunc(d.blocks, func(b block) bool { return b.id == id })
}

// enough is how many lines of a cell must be in sight for the top of the document to stay there when it is gone to.
const enough = 6

// clamp keeps the window within the document.
func (d *document) clamp() { d.top = max(min(d.top, d.height-d.area.Height()), 0) }

// bring brings a newly selected cell into sight, from its rule on where it is taller than the window. The first one, and the one that
// is landed on, leave the title in sight where they can.
func (d *document) bring(id string, rows int) {
	if at := d.find(id); at >= 0 && d.shown != id {
		b := d.blocks[at]
		landing := !d.landed
		d.shown, d.landed = id, true
		switch {
		case (at == 0 || landing) && min(b.to, b.from+enough) <= rows:
			d.top = 0
		case b.from < d.top || b.to-b.from > rows:
			d.top = b.from
		case b.to > d.top+rows:
			d.top = b.to - rows
		}
	}
}

// await notes that a run of the draft is under way, and once it ended that its result of a cell is to come into sight.
func (d *document) await(run hex.Run, out hex.CellOutput, cell string) {
	switch {
	case !run.Status.Finished():
		d.awaited = run.RunID
	case d.awaited == run.RunID && out.RunID == run.RunID:
		d.awaited, d.reveal = "", cell
	}
}

// bringResult brings the end of a cell whose result came into sight, where there is room for all of the cell.
func (d *document) bringResult(rows int) {
	if at := d.find(d.reveal); at >= 0 {
		if b := d.blocks[at]; b.to-b.from <= rows && b.to > d.top+rows {
			d.top = b.to - rows
		}
	}
	d.reveal = ""
}

// drawThumb shows how far the window is in the document.
func (s *Screen) drawThumb(a paint.Surface) {
	if s.doc.height <= a.Height() || a.Height() < 3 {
		return
	}
	size := max(a.Height()*a.Height()/s.doc.height, 1)
	at := s.doc.top * (a.Height() - size) / (s.doc.height - a.Height())
	a.Column(a.Width()-1, at, size, s.env.Theme.Glyphs.Scroll, s.env.Theme.Rule)
}

// moveDocument scrolls by lines, pages and half pages; ok is false for other motions.
func (s *Screen) moveDocument(id action.ID) (ok bool) {
	page := max(s.doc.area.Height()-2, 1)
	n, ok := map[action.ID]int{
		action.LineDown: 1, action.LineUp: -1, action.PageDown: page, action.PageUp: -page,
		action.HalfDown: max(page/2, 1), action.HalfUp: -max(page/2, 1),
	}[id]
	if ok {
		s.scrollDocument(n)
	}
	return ok
}

// scrollDocument moves the window; the selection goes along once it is out of sight, and to the end where there is no more to scroll.
func (s *Screen) scrollDocument(n int) {
	d := &s.doc
	before := d.top
	d.top += n
	d.clamp()
	d.note(s.cells.Grid.Selected())
	if len(d.blocks) == 0 {
		return
	}
	at := d.find(s.cells.Grid.Selected())
	switch {
	case d.top == before && n > 1:
		at = len(d.blocks) - 1
	case d.top == before && n < -1:
		at = 0
	case at >= 0 && d.seen(d.blocks[at]):
		return
	default:
		at = d.nearest(n > 0)
	}
	if at >= 0 {
		d.shown = d.blocks[at].id // it is in sight
		s.cells.Grid.Select(d.blocks[at].id)
	}
}

// nearest is the first cell whose rule is in sight, or the last one where it is come to from below.
func (d *document) nearest(first bool) (at int) {
	at = -1
	for n, b := range d.blocks {
		switch {
		case !d.seen(b):
		case at < 0, first && d.blocks[at].from < d.top, !first && b.from >= d.top:
			at = n
		}
	}
	return at
}

// fold shows all lines of the selected cell, or the first ones again.
func (s *Screen) fold() {
	id := s.cells.Grid.Selected()
	if i := slices.IndexFunc(s.rows, func(i item) bool { return i.StaticID == id }); i >= 0 && !s.doc.unfolded[id] {
		if s.partsOf(&s.rows[i], true).left == 0 {
			s.env.Host.Notice(screen.Info, fmt.Sprintf("All lines of %s are here; %s and then %s give it the whole screen.", s.rows[i].name,
				s.env.Keys.Way(action.Open, action.Project), s.env.Keys.Way(action.Fold, action.Project)))
			return
		}
	}
	s.doc.unfolded[id] = !s.doc.unfolded[id]
	s.doc.shown = "" // it is brought into sight again, as far as there is room
}

// section goes to the next heading, or with -1 to the one before.
func (s *Screen) section(step int) {
	order := s.cells.Grid.Rows()
	for at := s.cells.Grid.Position() + step; at >= 0 && at < len(order); at += step {
		i := s.rows[order[at]]
		if source, ok := i.Source(); ok && i.Type == hex.CellMarkdown && strings.HasPrefix(strings.TrimSpace(source), "#") {
			s.cells.Grid.Select(i.StaticID)
			return
		}
	}
	s.env.Host.Notice(screen.Info, map[int]string{1: "There is no heading further down.", -1: "There is no heading further up."}[step])
}

// mouseDocument selects what is clicked, and goes into it by a double click.
func (s *Screen) mouseDocument(m screen.Mouse) {
	_, oy := s.doc.area.Origin()
	switch {
	case m.Wheel != 0:
		s.scrollDocument(m.Wheel)
	case m.Press:
		for _, b := range s.doc.blocks {
			if y := s.doc.top + m.Y - oy; b.from <= y && y < b.to {
				s.doc.shown = b.id
				s.cells.Grid.Select(b.id)
				if m.Clicks == 2 {
					s.open()
				}
			}
		}
	}
}
