package project

import (
	"strings"

	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/paint"
	"hextui/ui/present"
	"hextui/ui/screen"
)

// The widths from which a result is more than a line in the document, from which the cells are listed beside it, and from which a
// source and its result stand side by side.
const (
	resultsFrom = 90
	outlineFrom = 110
	besideFrom  = 160
)

// Draw paints the document, or the source of the selected cell and below it what the last run made of it; the cells beside it where
// there is room.
func (s *Screen) Draw(a paint.Surface) *overlay.Cursor {
	s.width = a.Width()
	s.areas.cells, s.areas.source, s.areas.result = paint.Surface{}, paint.Surface{}, paint.Surface{}
	s.doc.area, s.doc.blocks = paint.Surface{}, s.doc.blocks[:0]
	if l := s.env.Store.Cells(s.id); l.Err != nil && l.Len() == 0 {
		return s.drawFailure(a, l.Err)
	}
	var cursor *overlay.Cursor
	body := a
	if a.Width() >= outlineFrom && !s.whole {
		var left paint.Surface
		left, body = a.SplitLeft(min(max(a.Width()/4, 34), 38))
		cursor = s.drawCells(left)
		body.Column(0, 0, body.Height(), s.env.Theme.Glyphs.Column, s.env.Theme.Rule)
		body = body.Sub(2, 0, body.Width()-2, body.Height())
	} else if s.focus == onCells {
		body, cursor = s.drawAbove(body)
	} else {
		body = body.Sub(1, 0, body.Width()-1, body.Height())
	}
	if s.focus == onCells {
		s.drawDocument(s.drawAside(body))
		return cursor
	}
	if i, ok := s.item(); ok && !s.whole && !s.charted(i) { // a chart is blown up to all the room there is
		body = s.drawAside(body)
	}
	if c := s.drawRight(body); c != nil {
		cursor = c
	}
	return cursor
}

// drawAbove paints what is said above the document where no list of cells stands beside it: the filter, and which cells cannot be
// understood. It returns the rest.
func (s *Screen) drawAbove(a paint.Surface) (rest paint.Surface, cursor *overlay.Cursor) {
	_, rest = a.SplitTop(screen.DrawOdd(a.Inset(2, 0), s.env.Theme, s.env.Store.Cells(s.id).Odd))
	if s.cells.Typing() || s.cells.Filtered() {
		var top paint.Surface
		top, rest = rest.SplitTop(1)
		cursor = s.cells.DrawFilter(top.Sub(2, 0, top.Width()-3, 1), "cells")
	}
	return rest, cursor
}

// drawFailure says why there is nothing to show.
func (s *Screen) drawFailure(a paint.Surface, err error) *overlay.Cursor {
	t := s.env.Theme
	in := a.Inset(4, 2)
	in.Text(0, 0, "The cells of this project could not be read.", t.Error)
	for i, line := range paint.Wrap(err.Error(), in.Width()) {
		in.Text(0, i+2, line, t.Text)
	}
	in.Text(0, in.Height()-1, s.env.TryAgain(err)+", "+s.env.Keys.Way(action.Back, action.Global)+" goes back",
		t.Faint)
	return nil
}

func (s *Screen) drawCells(a paint.Surface) *overlay.Cursor {
	top, rest := a.SplitTop(1)
	s.areas.cells = a
	x := top.Text(2, 0, "CELLS", s.env.Theme.Faint)
	cursor := s.cells.DrawFilter(top.Sub(x+2, 0, top.Width()-x-3, 1), "")
	_, rest = rest.SplitTop(screen.DrawOdd(rest.Inset(2, 0), s.env.Theme, s.env.Store.Cells(s.id).Odd))
	s.cells.Grid.Draw(rest.Sub(0, 0, rest.Width()-1, rest.Height()), s.env.Theme, s.focus == onCells)
	return cursor
}

// drawRight paints the source and the result of the selected cell.
func (s *Screen) drawRight(a paint.Surface) *overlay.Cursor {
	p := s.pane()
	if p == nil {
		return nil
	}
	body := a
	var lower paint.Surface
	switch {
	case !s.result.shown, s.whole && s.focus == onSource:
	case s.focus == onResult && (s.whole || s.width < resultsFrom):
		body, lower = a.SplitTop(1)
	default:
		body, lower = a.SplitBottom(s.resultHeight(a.Height()))
	}
	cursor := s.drawSource(body, p)
	if lower.Height() > 0 {
		if i, ok := s.item(); ok && s.drew(i) {
			var drawn paint.Surface
			lower, drawn = s.splitFigures(lower, i)
			s.drawBlownUp(drawn, i)
		}
		if c := s.drawResult(lower, p); c != nil {
			cursor = c
		}
	}
	return cursor
}

func (s *Screen) resultHeight(h int) int {
	if s.focus == onResult {
		return h * 2 / 3
	}
	return h * 2 / 5
}

func (s *Screen) drawSource(a paint.Surface, p *pane) *overlay.Cursor {
	t := s.env.Theme
	head, body := a.SplitTop(1)
	s.drawTitle(head, p)
	if body.Height() == 0 {
		return nil
	}
	if _, ok := p.cell().Source(); !ok {
		if i, ok := s.item(); ok && s.charted(i) {
			s.drawBlownUp(body, i)
		} else {
			s.drawUnreadable(body, p)
		}
		return nil
	}
	var cursor *overlay.Cursor
	height := body.Height()
	if s.finding {
		var line paint.Surface
		body, line = body.SplitBottom(1)
		cursor = s.drawFind(line, p)
	}
	if s.replacing != nil {
		var line paint.Surface
		body, line = body.SplitBottom(1)
		s.drawReplacing(line)
	} else if s.editing() && p.vim != nil && !s.finding {
		var line paint.Surface
		body, line = body.SplitBottom(1)
		cursor = s.drawVim(line, p)
	}
	if s.editing() && cursor == nil {
		body = s.drawMarkHere(body, p)
	}
	s.areas.source = body
	if p.showsRendered() {
		s.drawRendered(body, p)
		return cursor
	}
	p.ed.Draw(body, t, s.focus == onSource)
	if x, y, ok := p.ed.ScreenCursor(); ok && cursor == nil && s.editing() {
		ox, oy := body.Origin()
		cursor = &overlay.Cursor{X: ox + x, Y: oy + y, Block: s.commanding(), Below: height - body.Height()}
		s.drawCompletion(body, x, y)
	}
	return cursor
}

// drawTitle is the line over the source: type, name, dataframe, connection, and the state of the edit. That state is never
// missing: where there is no room for all, the rest is cut.
func (s *Screen) drawTitle(a paint.Surface, p *pane) {
	t := s.env.Theme
	right, st := s.editState(p, a.Width()/2)
	left := a
	if right != "" {
		left = a.Sub(0, 0, max(a.Width()-paint.Width(right)-3, 0), 1)
		a.Right(a.Width()-1, 0, paint.Cut(right, a.Width()-1), st)
	}
	_, word := present.Cell(p.cell().Type)
	x := left.Text(0, 0, word+"  ", t.Accent)
	name := t.Title
	if s.focus == onCells {
		name = t.Text
	}
	x = left.Text(x, 0, paint.Cut(p.name(), max(left.Width()-x, 0)), name)
	if df := p.cell().OutputDataframe(); df != "" && df != p.name() {
		if df = " " + t.Glyphs.Arrow + " " + df; x+paint.Width(df) <= left.Width() {
			x = left.Text(x, 0, df, t.Faint)
		}
	}
	if c, ok := s.env.Store.Connections.Get(p.cell().DataConnectionID); ok && right == "" && paint.Width(c.Name)+x+2 < a.Width() {
		a.Right(a.Width()-1, 0, c.Name, t.Faint)
	}
}

// editState says how the edit of a cell stands; nothing where nothing is edited. In how many lines a draft differs is said where there is
// room for it.
func (s *Screen) editState(p *pane, room int) (string, paint.Style) {
	t := s.env.Theme
	said, st := "", t.Warn
	_, kept := s.left[p.cell().StaticID]
	over := p.session.Overtaken()
	switch {
	case kept:
		said = t.Glyphs.Dot + " a draft was kept"
	case p.session.Saving(), p.session.Typing() && p.session.Modified():
		said = t.Glyphs.Dot + " " + p.session.Status()
	case p.session.Typing():
		said, st = "editing, as in Hex", t.Accent
	case p.session.Modified():
		said = t.Glyphs.Dot + " unsaved draft"
		lines := ", " + present.Plural(p.edited.n, "line")
		if p.edited.n > 0 && p.edited.version == p.ed.Version() && paint.Width(said+lines+over) <= room {
			said += lines
		}
	}
	switch {
	case over == "":
		return said, st
	case said == "":
		return over, t.Warn
	}
	return said + " · " + over, t.Warn
}

func (s *Screen) drawUnreadable(a paint.Surface, p *pane) {
	t := s.env.Theme
	_, word := present.Cell(p.cell().Type)
	y := 1
	why := "The API gives neither the source nor the settings of a cell of this kind (" + strings.ToLower(word) + ")."
	for _, line := range paint.Wrap(why, a.Width()-2) {
		a.Text(0, y, line, t.Text)
		y++
	}
	a.Text(0, y+1, s.env.Keys.Way(action.OpenWeb)+" opens the project in Hex", t.Faint)
	a.Text(0, y+3, "static id  "+p.cell().StaticID, t.Faint)
}
