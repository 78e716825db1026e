package project

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
)

// item is a cell as the list shows it.
type item struct {
	hex.Cell
	number int
	name   string
	lines  int // of its source
}

func (s *Screen) fields() []grid.Field[item] {
	return []grid.Field[item]{
		{Column: grid.Column{ID: "n", Right: true, MinWidth: 2, MaxWidth: 4}, Cell: func(i item) grid.Cell {
			return grid.Cell{Text: fmt.Sprint(i.number), Style: s.env.Theme.Faint}
		}},
		{Column: grid.Column{ID: "name", Weight: 1, MinWidth: 12}, Cell: s.itemName, Text: func(i item) string {
			source, _ := i.Source()
			return i.name + " " + string(i.Type) + " " + source
		}},
		{Column: grid.Column{ID: "mark", MinWidth: 2, MaxWidth: 2}, Cell: s.itemMark, Text: func(item) string { return "" }},
	}
}

// opening is the first line of a source that says something.
func opening(source string) string {
	for line := range strings.Lines(source[:min(len(source), 2000)]) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}

func (s *Screen) itemName(i item) grid.Cell {
	t := s.env.Theme
	short, word := present.Cell(i.Type)
	st := t.Text
	source, readable := i.Source()
	if !readable {
		st = t.Faint
	}
	name := i.name
	if i.Label == "" && i.OutputDataframe() == "" {
		name = cmp.Or(opening(source), word)
	}
	room := strings.Repeat(" ", s.kindRoom-paint.Width(short)+1)
	return grid.Pieces(grid.Piece{Text: short + room, Style: t.Accent}, grid.Piece{Text: name, Style: st})
}

// roomOfKinds is how many columns the words for kinds take: as many in each row, so that all names begin in one column.
func roomOfKinds(items []item) (width int) {
	for _, i := range items {
		short, _ := present.Cell(i.Type)
		width = max(width, paint.Width(short))
	}
	return width
}

// itemMark shows what is the matter with a cell: edited and not saved, failed, done.
func (s *Screen) itemMark(i item) grid.Cell {
	t := s.env.Theme
	p := s.panes[i.StaticID]
	_, kept := s.left[i.StaticID]
	out := s.env.Store.Output(i.StaticID)
	switch {
	case p != nil && p.session.Modified(), kept:
		return grid.Cell{Text: t.Glyphs.Dot, Style: t.Warn}
	case s.faulty(i.StaticID) && (!out.Known() || out.Value.Error == nil):
		return grid.Cell{Text: "!", Style: t.Warn}
	case !out.Known():
	case s.older(i.StaticID) != "":
		return grid.Cell{Text: earlier, Style: t.Faint}
	case out.Value.Error != nil:
		return grid.Cell{Text: t.Glyphs.Errored, Style: t.Errored}
	case out.Value.Table != nil:
		return grid.Cell{Text: t.Glyphs.Completed, Style: t.Completed}
	}
	return grid.Cell{}
}

// Sync brings the cell list, the open cell and the result in step with the store.
func (s *Screen) Sync() {
	l := s.env.Store.Cells(s.id)
	if s.madeFor != l.Version {
		s.madeFor = l.Version
		s.rows = s.items()
		s.kindRoom = roomOfKinds(s.rows)
		s.cells.Grid.SetSource(grid.List[item]{Items: s.rows, Key: func(i item) string { return i.StaticID }, Fields: s.fields()})
	}
	s.openCell(s.cells.Grid.Selected())
	s.whole = s.whole && s.focus != onCells
	s.recall()
	s.syncDialects()
	s.syncOutput()
	s.messages()
}

// items are the rows of the cell list: what Hex has, and the cells that it has no longer but that are still edited here, so
// that nobody who types finds their cell gone. The panes are brought in step.
func (s *Screen) items() []item {
	l := s.env.Store.Cells(s.id)
	items := make([]item, l.Len())
	for i := range items {
		c := l.Item(i)
		source, _ := c.Source()
		items[i] = item{Cell: c, number: i + 1, name: present.CellName(c, i+1), lines: strings.Count(source, "\n") + 1}
		if p := s.panes[c.StaticID]; p != nil {
			p.show(c, items[i].name, i+1, l.At)
		}
	}
	var missing []item
	for id, p := range s.panes {
		if _, there := l.Get(id); !there {
			if len(l.Odd) == 0 { // else it may be one that cannot be understood
				p.session.Missing()
			}
			if p.session.Open() {
				missing = append(missing, item{Cell: p.cell(), number: p.number, name: p.name(), lines: p.ed.Lines()})
			}
		}
	}
	slices.SortFunc(missing, func(a, b item) int { return cmp.Compare(a.number, b.number) })
	for _, i := range missing {
		items = slices.Insert(items, min(i.number-1, len(items)), i)
	}
	return items
}

// Settled goes to what was waited for, arranges the rows, and renders what is shown as it reads.
func (s *Screen) Settled() (again bool) {
	again = s.arrive()
	again = s.endRun() || again
	s.cells.Settle()
	s.result.grid.Settle()
	s.settleFigures()
	s.settleFaults()
	s.settleCompletion()
	s.settleKnown()
	again = s.settleDocument() || again
	if i, ok := s.item(); ok && s.focus != onCells {
		s.settleChart(i)
	}
	if p := s.pane(); p != nil {
		s.render(p)
	}
	return again
}

// openCell makes the pane of a cell.
func (s *Screen) openCell(id string) {
	if id == "" || s.panes[id] != nil {
		return
	}
	l := s.env.Store.Cells(s.id)
	for i, have := range l.IDs() {
		if have == id {
			c := l.Item(i)
			p := newPane(s.env.Keys, c)
			p.show(c, present.CellName(c, i+1), i+1, l.At)
			s.panes[id] = p
		}
	}
}

// arrive goes to the cell that was asked for, once it is known.
func (s *Screen) arrive() (moved bool) {
	if s.env.Store.Cells(s.id).Len() == 0 || s.begin && !s.leftRead {
		return false
	}
	if s.want == "" {
		return s.land()
	}
	s.landed = true
	want, begin := s.want, s.begin
	s.want, s.begin = "", false
	if !s.cells.Grid.Select(want) {
		s.env.Host.Notice(screen.Warn, "That cell is no longer in this project.")
		return true
	}
	s.openCell(s.cells.Grid.Selected())
	if begin && s.cannotEdit() == "" {
		s.startEdit()
	}
	return true
}

// land selects the first cell with a source, once: an input has nothing to show.
func (s *Screen) land() (moved bool) {
	if s.landed || len(s.rows) == 0 {
		return false
	}
	s.landed = true
	for _, i := range s.rows {
		if _, readable := i.Source(); readable {
			return s.cells.Grid.Select(i.StaticID)
		}
	}
	return false
}

// messages says what an empty list of cells means.
func (s *Screen) messages() {
	l := s.env.Store.Cells(s.id)
	m := grid.Message{Title: "This project has no cells.", Hint: s.env.Keys.Way(action.CellBelow, action.Project) + " makes one."}
	switch {
	case l.Err != nil && l.Len() == 0:
		m = grid.Message{Title: "Not readable."}
	case l.Len() == 0 && (l.Loading || !l.Known()):
		m = grid.Message{Title: s.env.Spin() + " reading"}
	}
	s.cells.Grid.SetMessages(m, s.cells.NoMatch("cell"))
	s.result.grid.Grid.SetMessages(grid.Message{Title: "The query gave no rows."}, s.result.grid.NoMatch("row"))
}
