package project

import (
	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/overlay"
	"hextui/ui/screen"
	"hextui/ui/screen/runform"
)

// Offers are what can be done here and now.
func (s *Screen) Offers() []screen.Offer {
	switch {
	case s.finding:
		return s.findOffers()
	case s.editing():
		return s.editorOffers()
	}
	p := s.pane()
	noCell := ""
	if p == nil {
		noCell = "No cell is selected."
	}
	offers := []screen.Offer{}
	if s.focus == onCells {
		offers = append(offers, screen.Offer{Action: action.Open, Reason: noCell, Do: func() { s.focus = onSource }})
	}
	offers = append(offers,
		screen.Offer{Action: action.Edit, Reason: s.cannotEdit(), Do: s.startEdit},
		screen.Offer{Action: action.RunForm, Do: func() { s.run("") }},
		screen.Offer{Action: action.RunDraft, Reason: s.cannotRunDraft(), Do: s.runDraft},
	)
	if s.draftRunning() {
		offers = append([]screen.Offer{{Action: action.Cancel, Do: s.cancel}}, offers...)
	}
	if r, ok := s.draftRun(); ok {
		if failed := s.env.Store.Failure(r.RunID).Value.Cell; failed != nil && failed.StaticID != s.cells.Grid.Selected() {
			offers = append(offers, screen.Offer{Action: action.Failure, Do: func() { s.cells.Grid.Select(failed.StaticID) }})
		}
	}
	offers = append(offers, s.paneOffers(p, noCell)...)
	if s.focus == onResult {
		for _, o := range s.result.grid.Offers() {
			if s.result.table == nil || s.draftRunning() {
				o.Reason = "There are no rows here yet."
			}
			offers = append(offers, o)
		}
	} else {
		offers = append(offers, s.cells.Offers()...)
	}
	return append(offers, s.projectOffers()...)
}

func (s *Screen) paneOffers(p *pane, noCell string) []screen.Offer {
	offers := []screen.Offer{
		{Action: action.Focus, Do: func() { s.turn(true) }},
		{Action: action.Runs, Do: func() { s.env.Host.Go(screen.Target{Place: screen.Runs, ID: s.id, Title: s.title}) }},
		{Action: action.RunCell, Reason: s.cannotRunCell(p, noCell), Do: func() {
			if pr, ok := s.project(); ok {
				runform.StartCell(s.env, pr, p.cell())
			}
		}},
		{Action: action.Ask, Reason: s.cannotAsk(), Do: s.ask},
	}
	if p == nil {
		return offers
	}
	if p.cell().Type == hex.CellMarkdown {
		offers = append(offers, screen.Offer{Action: action.Render, Do: func() { p.plain = !p.plain }})
	}
	if p.session.Modified() {
		offers = append(offers,
			screen.Offer{Action: action.Save, Do: func() { s.save(false) }},
			screen.Offer{Action: action.DiscardDraft, Do: s.discard})
	}
	if o := s.env.Store.Output(p.cell().StaticID); o.Known() && o.Value.Error != nil {
		offers = append(offers, screen.Offer{Action: action.FullError, Do: func() { s.fullError(p, o.Value.Error) }})
	}
	source, readable := p.cell().Source()
	unreadable := ""
	if !readable {
		unreadable = s.cannotEdit()
	}
	return append(offers,
		screen.Offer{Action: action.Search, Reason: unreadable, Do: s.search},
		screen.Offer{Action: action.EditOutside, Reason: s.cannotEdit(), Do: s.editOutside},
		screen.Offer{Action: action.CopySource, Reason: unreadable, Do: func() { s.env.Host.Copy(source, "the source of "+p.name()) }},
		screen.Offer{Action: action.CopyID, Do: func() { s.env.Host.Copy(p.cell().StaticID, "the static id of "+p.name()) }},
	)
}

func (s *Screen) projectOffers() []screen.Offer {
	noUndo := ""
	if s.written == nil || !s.written.session.CanUndo() {
		noUndo = "Nothing was written here in this session."
	}
	return []screen.Offer{
		{Action: action.RunPublished, Reason: s.cannotRunPublished(), Do: func() { s.run(runform.Published) }},
		{Action: action.UndoWrite, Reason: noUndo, Do: s.undoWrite},
		{Action: action.OpenWeb, Do: func() { s.env.Host.Browse(s.env.API.ProjectURL(s.id)) }},
		{Action: action.CopyURL, Do: func() { s.env.Host.Copy(s.env.API.ProjectURL(s.id), "the project's link") }},
	}
}

func (s *Screen) editorOffers() []screen.Offer {
	return []screen.Offer{
		{Action: action.Save, Do: func() { s.save(false) }},
		{Action: action.RunDraft, Reason: s.cannotRunDraft(), Do: s.runDraft, Word: "save, run draft"},
		{Action: action.LeaveEditor, Do: func() { s.escape(s.pane()) }},
		{Action: action.Ask, Reason: s.cannotAsk(), Do: s.ask},
		{Action: action.Search, Do: s.search},
		{Action: action.EditOutside, Do: s.editOutside},
		{Action: action.Focus, Reason: s.noResult(), Do: func() { s.focus = onResult }},
		{Action: action.Cancel, Reason: s.notRunning(), Do: s.cancel},
		{Action: action.DiscardDraft, Do: s.discard},
	}
}

// findOffers are what ends the search.
func (s *Screen) findOffers() []screen.Offer {
	ends := func(id action.ID, word string) screen.Offer {
		return screen.Offer{Action: id, Word: word, Do: func() { s.doFind(id) }}
	}
	return []screen.Offer{ends(action.Accept, "to the match"), ends(action.Clear, "where I was")}
}

func (s *Screen) noResult() string {
	if s.result.shown {
		return ""
	}
	return "There is no result yet; " + s.env.Keys.Key(action.RunDraft, action.Editor) + " saves and runs the draft."
}

func (s *Screen) notRunning() string {
	if s.draftRunning() {
		return ""
	}
	return "The draft is not running."
}

func (s *Screen) cannotRunDraft() string {
	switch {
	case *s.env.NoDraftRuns != "":
		return *s.env.NoDraftRuns
	case s.draftRunning():
		return "The draft is running already."
	}
	return ""
}

func (s *Screen) cannotRunCell(p *pane, noCell string) string {
	switch {
	case noCell != "":
		return noCell
	case p.cell().Type != hex.CellSQL && p.cell().Type != hex.CellCode:
		return "Only SQL and code cells can be run by themselves."
	case p.session.Modified():
		return "Save the cell first: a run takes what Hex has."
	}
	return s.cannotRunDraft()
}

func (s *Screen) cannotRunPublished() string {
	if p, ok := s.project(); ok && !p.Published() {
		return "This project was never published; only its draft can be run."
	}
	return ""
}

// runDraft saves what is being edited, after a look at it, and runs the draft.
func (s *Screen) runDraft() {
	if p := s.pane(); p != nil && p.session.Modified() {
		s.save(true)
		return
	}
	s.startDraft()
}

// cancel stops the draft's run.
func (s *Screen) cancel() {
	if r, ok := s.draftRun(); ok {
		runform.Cancel(s.env, s.id, r.RunID, s.title)
	}
}

// search opens the search line of the source.
func (s *Screen) search() {
	s.focus = onSource
	s.finding = true
	if p := s.pane(); p != nil {
		p.plain = true
		s.find.Set(p.ed.Query())
	}
}

func (s *Screen) fullError(p *pane, e *hex.CellRunError) {
	lines := overlay.Plain(e.Message)
	if e.Traceback != "" {
		lines = append(lines, overlay.Line{})
		lines = append(lines, overlay.Plain(e.Traceback)...)
	}
	s.env.Host.Ask(&overlay.Text{
		Title: "Why " + p.name() + " failed", Lines: lines,
		OnCopy: func() { s.env.Host.Copy(e.Message+"\n"+e.Traceback, "the error") },
	})
}
