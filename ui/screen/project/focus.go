package project

import (
	"cmp"
	"fmt"

	res "hextui/hex/result"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/screen"
)

// resultOffers are what can be done with the result while it has the focus: the keys that do something to a list or to a source
// do it to the rows then, also to those of the run before, which are shown while a run is under way.
func (s *Screen) resultOffers() []screen.Offer {
	none := ""
	if s.result.table == nil {
		none = "There are no rows here yet."
	}
	at := none
	if _, ok := s.result.grid.Grid.Row(); !ok && at == "" {
		at = "No row is selected."
	}
	offers := []screen.Offer{
		{Action: action.Open, Reason: at, Word: "whole value", Do: s.showValue},
		{Action: action.CopySource, Reason: at, Do: func() {
			column, text, _ := s.value()
			s.env.Host.Copy(text, "the value of "+column)
		}},
		{Action: action.Record, Reason: at, Do: s.showRow},
		{Action: action.CopyAs, Reason: at, Do: s.copyAs},
		{Action: action.SaveFile, Reason: none, Do: s.saveRows},
		{Action: action.Chart, Reason: at, Do: s.showChart},
		{Action: action.Figures, Reason: at, Do: s.showFigures},
		{Action: action.Compare, Reason: cmp.Or(none, s.cannotCompare()), Do: s.compare},
	}
	for _, o := range s.result.grid.Offers() {
		if none != "" {
			o.Reason = none
		}
		offers = append(offers, o)
	}
	return offers
}

// value is what stands under the cell cursor of the result, with its column; null tells a value that is none, whose text is NULL.
func (s *Screen) value() (column, text string, null bool) {
	g := s.result.grid.Grid
	row, _ := g.Row()
	at := g.Column()
	column = s.result.table.Columns[at].Name
	if v := res.Value(s.result.table, row, at); v != nil {
		return column, *v, false
	}
	return column, "NULL", true
}

// showValue shows the value under the cell cursor whole.
func (s *Screen) showValue() {
	column, text, null := s.value()
	row, _ := s.result.grid.Grid.Row()
	title := fmt.Sprintf("%s, row %d", column, row+1)
	if null {
		title += " (no value)"
	}
	s.env.Host.Ask(&overlay.Text{
		Title: title, Lines: overlay.Plain(text), OnCopy: func() { s.env.Host.Copy(text, "the value of "+column) },
	})
}

// leaveResult goes one step out of the result: its filter, then the result. An edit that it was come from is left too, with its
// draft kept, so that the next key is no text by surprise.
func (s *Screen) leaveResult(p *pane) {
	switch {
	case s.result.grid.Filtered():
		s.result.grid.SetFilter("")
	case p != nil && p.session.Typing():
		s.escape(p)
	default:
		s.focus = onCells
	}
}

// Aside are the rows of the selected cell, while they do not have the focus.
func (s *Screen) Aside() (scope action.Scope, says string) {
	if s.focus == onResult || s.result.kept == nil || s.result.table == nil {
		return action.Result, ""
	}
	way := action.Focus
	if s.focus == onCells { // the panes go round, and the rows come last
		way = action.FocusBack
	}
	return action.Result, "is for the rows of the result: " + s.env.Keys.Way(way, action.Project) + " goes to them."
}

func (s *Screen) turn(forward bool) {
	panes := []focus{onCells, onSource}
	if s.result.shown {
		panes = append(panes, onResult)
	}
	if s.focus == onResult && s.pane() != nil && s.pane().session.Typing() {
		s.focus = onSource // where it was come from
		return
	}
	at := 0
	for i, f := range panes {
		if f == s.focus {
			at = i
		}
	}
	step := 1
	if !forward {
		step = len(panes) - 1
	}
	s.focus = panes[(at+step)%len(panes)]
}

// back goes one step out: out of the search, the editor, the pane, the filter.
func (s *Screen) back() bool {
	p := s.pane()
	switch {
	case s.batch.writing():
		s.stopAll()
	case p != nil && p.session.Saving() && s.escape(p):
	case s.editing():
		s.escape(p)
	case s.focus == onResult:
		s.leaveResult(p)
	case s.focus != onCells:
		if p != nil && p.ed.Query() != "" {
			p.ed.EndSearch()
			return true
		}
		s.focus = onCells
	case s.cells.Filtered():
		s.cells.SetFilter("")
	default:
		return false
	}
	return true
}
