package project

import (
	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/editor/vim"
	"hextui/ui/overlay"
	"hextui/ui/screen"
	"hextui/ui/screen/runform"
)

// Offers are what can be done here and now.
func (s *Screen) Offers() []screen.Offer {
	switch {
	case s.finding:
		return s.findOffers()
	case s.replacing != nil:
		return s.replaceOffers()
	case s.editing():
		return s.editorOffers()
	}
	p := s.pane()
	noCell := ""
	if p == nil {
		noCell = "No cell is selected."
	}
	offers := []screen.Offer{}
	switch s.focus {
	case onCells:
		offers = append(offers, screen.Offer{Action: action.Open, Reason: noCell, Do: s.open})
	case onResult:
		offers = append(offers, s.resultOffers()...) // before those of the cell with the same keys
	}
	offers = append(offers,
		screen.Offer{Action: action.Edit, Reason: s.cannotEdit(), Do: s.startEdit},
		screen.Offer{Action: action.RunForm, Do: func() { s.run("") }},
		screen.Offer{Action: action.RunDraft, Reason: s.cannotRunDraft(), Do: s.runDraft},
	)
	if s.draftRunning() {
		offers = append([]screen.Offer{{Action: action.Cancel, Do: s.cancel}}, offers...)
	}
	if o, ok := s.failureOffer(); ok {
		offers = append(offers, o)
	}
	offers = append(offers, s.paneOffers(p, noCell)...)
	if s.focus != onResult {
		offers = append(offers, s.cells.Offers()...)
	}
	return append(offers, s.projectOffers()...)
}

// failureOffer goes to the cell that made the draft's newest run fail; ok is false where the run has not failed.
func (s *Screen) failureOffer() (o screen.Offer, ok bool) {
	r, ran := s.draftRun()
	if !ran || r.Status != hex.RunErrored {
		return o, false
	}
	why, keys := s.env.Store.Failure(r.RunID), s.env.Keys
	failed := why.Value.Cell
	o = screen.Offer{Action: action.Failure, Do: func() { s.cells.Grid.Select(failed.StaticID) }}
	switch {
	case why.Known() && failed == nil:
		o.Reason = s.noCellFailed()
	case why.Known() && failed.StaticID == s.cells.Grid.Selected():
		o.Reason = "The cell that failed is the selected one. " + keys.Way(action.Open, action.Project) + " shows why."
	case !why.Known() && why.Err != nil:
		o.Reason = "Which cell failed could not be read. " + keys.Way(action.Refresh, action.Global) + " tries again."
	case !why.Known():
		o.Reason = "Which cell failed is still being read."
	}
	return o, true
}

func (s *Screen) paneOffers(p *pane, noCell string) []screen.Offer {
	offers := []screen.Offer{
		{Action: action.Focus, Do: func() { s.turn(true) }},
		s.foldOffer(noCell),
		s.wrapOffer(noCell),
		{Action: action.Runs, Do: func() { s.env.Host.Go(screen.Target{Place: screen.Runs, ID: s.id, Title: s.title}) }},
		{Action: action.RunCell, Reason: s.cannotRunCell(p, noCell), Do: s.runCell},
		{Action: action.Ask, Reason: s.cannotAsk(), Do: s.ask},
		{Action: action.SaveAll, Reason: s.nothingToSave(), Do: s.saveAll},
		noStatement(),
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
	} else if d, kept := s.left[p.cell().StaticID]; kept {
		offers = append(offers, screen.Offer{Action: action.Save, Reason: s.leftBehind()},
			screen.Offer{Action: action.DiscardDraft, Do: func() { s.discardLeft(d) }})
	}
	if o := s.env.Store.Output(p.cell().StaticID); o.Known() && o.Value.Error != nil || s.marked(p.cell().StaticID) {
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

// leftBehind is why a draft that was left behind is not saved before somebody has looked at it.
func (s *Screen) leftBehind() string {
	keys := s.env.Keys
	return "This draft was left behind: " + keys.Way(action.Edit, action.Project) + " takes it up again, and " +
		keys.Way(action.SaveAll, action.Project) + " reviews it with all others."
}

func (s *Screen) projectOffers() []screen.Offer {
	offers := []screen.Offer{
		{Action: action.RunPublished, Reason: s.cannotRunPublished(), Do: func() { s.run(runform.Published) }},
		s.undoOffer(),
		{Action: action.OpenWeb, Do: func() { s.env.Host.Browse(s.env.API.ProjectURL(s.id)) }},
		{Action: action.CopyURL, Do: func() { s.env.Host.Copy(s.env.API.ProjectURL(s.id), "the project's link") }},
	}
	return append(offers, s.deedOffers()...)
}

func (s *Screen) editorOffers() []screen.Offer {
	leave := screen.Offer{Action: action.LeaveEditor, Do: func() { s.escape(s.pane()) }}
	switch v := s.pane().vim; {
	case v != nil && v.Mode() == vim.Insert:
		leave.Word, leave.Do = "commands", func() { s.did(s.pane(), v.Key("esc")) }
	case s.completing():
		leave.Word, leave.Do = "close the list", func() { s.closeList() }
	}
	offers := []screen.Offer{
		{Action: action.Save, Do: func() { s.save(false) }},
		{Action: action.RunDraft, Reason: s.cannotRunDraft(), Do: s.runDraft, Word: "save, run draft"},
		leave,
		{Action: action.Ask, Reason: s.cannotAsk(), Do: s.ask},
	}
	if !s.commanding() { // its key is another command there, and / searches
		offers = append(offers, screen.Offer{Action: action.Search, Do: s.search})
	}
	return append(offers, []screen.Offer{
		{Action: action.ReplaceAll, Do: s.askReplace},
		{Action: action.GoToLine, Do: s.askLine},
		{Action: action.EditOutside, Do: s.editOutside},
		{Action: action.RunCell, Reason: s.cannotRunCell(s.pane(), ""), Do: s.runCell},
		{Action: action.Focus, Reason: s.noResult(), Do: func() { s.focus = onResult }},
		s.foldOffer(""),
		s.wrapOffer(""),
		{Action: action.Cancel, Reason: s.notRunning(), Do: s.cancel},
		{Action: action.DiscardDraft, Do: s.discard},
	}...)
}

// foldOffer folds the cell in the document; a source or a result that has the focus is blown up to the whole screen, or comes back to
// its place.
func (s *Screen) foldOffer(noCell string) screen.Offer {
	switch {
	case s.focus == onCells:
		return screen.Offer{Action: action.Fold, Reason: noCell, Do: s.fold}
	case s.whole:
		return screen.Offer{Action: action.Fold, Word: "as before", Do: func() { s.whole = false }}
	}
	return screen.Offer{Action: action.Fold, Word: "whole screen", Do: func() { s.whole = true }}
}

// wrapOffer has long lines of the source go on in the next row, or not.
func (s *Screen) wrapOffer(noCell string) screen.Offer {
	return screen.Offer{Action: action.Wrap, Reason: noCell, Do: func() {
		ed := s.pane().ed
		ed.SetWrap(!ed.Wraps())
		said := "Long lines go on beyond the edge."
		if ed.Wraps() {
			said = "Long lines go on in the next row."
		}
		s.env.Host.Notice(screen.Info, said)
	}}
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
	return "There is no result yet; " + s.env.Keys.Way(action.RunDraft, action.Editor) + " saves and runs the draft."
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
	}
	return s.cannotRunDraft()
}

func (s *Screen) cannotRunPublished() string {
	if p, ok := s.project(); ok && !p.Published() {
		return "This project was never published; only its draft can be run."
	}
	return ""
}

// noStatement is what people look for and Hex cannot do.
func noStatement() screen.Offer {
	id := action.RunStatement
	return screen.Offer{Action: id, Reason: "Hex runs a cell whole: its API has no way to run one statement of it. Put the statement " +
		"into a cell of its own, or comment the others out."}
}

// runCell runs the selected cell and what it stands on. What is being edited is saved before, after a look at it: a run takes what Hex
// has.
func (s *Screen) runCell() {
	p := s.pane()
	if p.session.Modified() {
		p.alone = true
		s.env.Host.Begin()
		s.carry(p, p.session.Save(true))
		return
	}
	s.startCell(p)
}

func (s *Screen) startCell(p *pane) {
	if pr, ok := s.project(); ok {
		runform.StartCell(s.env, pr, p.cell())
	}
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

// fullError shows the error of a cell's last run, where there is one, and what is marked in its source.
func (s *Screen) fullError(p *pane, e *hex.CellRunError) {
	marked := s.faultLines(p.cell().StaticID)
	if e == nil {
		s.env.Host.Ask(&overlay.Text{Title: "What is marked in " + p.name(), Lines: marked})
		return
	}
	lines := overlay.Plain(e.Message)
	if why := s.older(p.cell().StaticID); why != "" {
		lines = append(overlay.Plain("This is of an earlier run: "+why+"."), append([]overlay.Line{{}}, lines...)...)
	}
	if e.Traceback != "" {
		lines = append(lines, overlay.Line{})
		lines = append(lines, overlay.Plain(e.Traceback)...)
	}
	if len(marked) > 0 {
		lines = append(append(lines, overlay.Line{}), marked...)
	}
	s.env.Host.Ask(&overlay.Text{
		Title: "Why " + p.name() + " failed", Lines: lines,
		OnCopy: func() { s.env.Host.Copy(e.Message+"\n"+e.Traceback, "the error") },
	})
}
