package project

import (
	"context"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/diff"
	"hextui/ui/edit"
	"hextui/ui/editor"
	"hextui/ui/editor/vim"
	"hextui/ui/overlay"
	"hextui/ui/present"
	"hextui/ui/screen"
	"hextui/ui/screen/runform"
	"hextui/ui/task"
)

// cannotEdit says why a cell cannot be edited, or "".
func (s *Screen) cannotEdit() string {
	p := s.pane()
	if p == nil {
		return "No cell is selected."
	}
	if reason := p.session.CannotEdit(); reason != "" {
		return reason
	}
	if _, ok := p.cell().Source(); !ok {
		return "The API gives no source of a cell of this kind; edit it in Hex."
	}
	return ""
}

// syncDialects has every open SQL cell coloured as its connection speaks SQL. A cell without one asks dataframes, by DuckDB; of a
// connection that is not known, it is standard SQL.
func (s *Screen) syncDialects() {
	for _, p := range s.panes {
		kind := "duckdb"
		if id := p.cell().DataConnectionID; id != "" {
			c, _ := s.env.Store.Connections.Get(id)
			kind = string(c.Type)
		}
		p.speak(kind)
	}
}

// startEdit opens the selected cell for editing, with the draft that was left behind where there is one.
func (s *Screen) startEdit() {
	p := s.pane()
	s.focus = onSource
	var left *drafts.Draft
	if d, ok := s.left[p.cell().StaticID]; ok {
		left = &d
	}
	s.carry(p, p.session.Edit(left))
}

// carry does what the session of a pane asks for, in order.
func (s *Screen) carry(p *pane, asks []edit.Ask) {
	for _, ask := range asks {
		s.carryOne(p, ask)
	}
	id := p.cell().StaticID
	if c, ok := s.env.Store.Cells(s.id).Get(id); ok {
		p.session.Seen(p.name(), c, s.env.Store.Cells(s.id).At)
	}
	p.fill()
}

func (s *Screen) carryOne(p *pane, ask edit.Ask) {
	switch a := ask.(type) {
	case edit.Say:
		s.env.Host.Notice(level(a.Level), a.Text)
	case edit.Begin:
		s.beginDraft(p, a)
	case edit.TakeUp:
		s.takeUp(p, a)
	case edit.Enter:
		s.focus = onSource
		if s.env.Vim && p.vim == nil {
			p.vim = vim.New(p.ed)
		}
	case edit.Exit:
		s.focus, s.doc.shown = onCells, "" // it may be longer than it was
		p.vim, p.over = nil, false
	case edit.Load:
		p.load(a)
	case edit.SetText:
		e := p.set(a.Text)
		if a.AsInHex {
			p.ed.MarkSaved()
		}
		s.typed(p, e)
	case edit.Settle:
		p.ed.MarkSaved()
	case edit.Have:
		s.have(p, a)
	case edit.RunDraft:
		if p.alone {
			s.startCell(p)
		} else {
			s.startDraft()
		}
	case edit.Write:
		s.write(p, a)
	case edit.Rebase:
		s.disk(func() error { return a.Draft.Saved(a.Base) }, func(err error) { s.carry(p, p.session.Rebased(err)) })
	case edit.Release:
		p.shown = ""  // an edit that is over takes its history and its search along
		s.madeFor = 0 // a cell that Hex has no longer goes from the list with its draft
		s.disk(a.Draft.Close, func(err error) { s.carry(p, p.session.Released(a, err)) })
	case edit.Discard:
		s.disk(a.Draft.Discard, func(err error) {
			s.madeFor = 0
			s.carry(p, p.session.Discarded(err))
		})
	default:
		s.question(p, ask)
	}
}

// level is the screens' word for how serious a session means a sentence.
func level(l edit.Level) screen.Level {
	switch l {
	case edit.OK:
		return screen.OK
	case edit.Warn:
		return screen.Warn
	case edit.Error:
		return screen.Error
	}
	return screen.Info
}

// disk does work on a draft's file beside the update loop.
func (s *Screen) disk(work func() error, done func(error)) {
	task.Do(s.env.Tasks, "", func(context.Context) (struct{}, error) { return struct{}{}, work() },
		func(_ struct{}, err error) { done(err) })
}

// beginDraft makes a draft. It touches no disk before something was typed.
func (s *Screen) beginDraft(p *pane, a edit.Begin) {
	project, _ := s.project()
	d, err := s.env.Drafts.Begin(
		drafts.Key{Workspace: s.env.Workspace, Project: s.id, Cell: p.cell().StaticID},
		drafts.Names{Project: project.Title, Cell: p.name()}, a.Base)
	s.carry(p, p.session.Began(d, err))
}

// takeUp takes up a draft that was left behind.
func (s *Screen) takeUp(p *pane, a edit.TakeUp) {
	delete(s.left, p.cell().StaticID)
	s.madeFor = 0
	task.Do(s.env.Tasks, "", func(context.Context) (*drafts.Edit, error) { return s.env.Drafts.Resume(a.ID) },
		func(d *drafts.Edit, err error) {
			if s.carry(p, p.session.Resumed(d, err)); err == nil {
				delete(s.left, p.cell().StaticID) // drafts may have been looked for while it was on its way
			} else {
				s.findDrafts()
			}
			s.tookUp(p)
		})
}

// have takes what Hex has of a cell into what every screen shows.
func (s *Screen) have(p *pane, a edit.Have) {
	s.env.Store.Cells(s.id).Put(a.Cell.StaticID, a.Cell)
	if a.Written {
		s.written, s.writtenAt = p, s.env.Deeds.Version
		if previous, source, ok := p.session.LastWrite(); ok {
			s.env.Written[s.id] = screen.Written{Cell: a.Cell.StaticID, Previous: previous, Source: source}
		}
		p.ed.SetMarks()
		p.faults = 0
	}
}

// recall finds the cell that an earlier screen of this project wrote last, so that the write can still be taken back.
func (s *Screen) recall() {
	w, ok := s.env.Written[s.id]
	if !ok || s.written != nil {
		return
	}
	s.openCell(w.Cell)
	if p := s.panes[w.Cell]; p != nil {
		p.session.Recall(w.Previous, w.Source)
		s.written = p
	}
}

// write saves a cell. It is never overtaken, and goes on when the screen is left.
func (s *Screen) write(p *pane, w edit.Write) {
	s.writing = p
	task.Do(s.env.Tasks, "", func(ctx context.Context) (edit.Outcome, error) { return w.Send(ctx, s.env.API.Save), nil },
		func(o edit.Outcome, err error) {
			if err != nil {
				o.Err = err
			}
			o.Leaves = p.over
			s.carry(p, p.session.Wrote(o))
			s.wroteOne(p, o)
			if p.over && o.Err == nil && !p.session.Modified() && !p.session.Saving() {
				s.escape(p)
			}
			p.over = false
		})
}

// question opens the dialog of what a session wants to know.
func (s *Screen) question(p *pane, ask edit.Ask) {
	switch a := ask.(type) {
	case edit.Review:
		s.review(p, a)
	case edit.Conflict:
		s.env.Host.Interrupt(overlay.NewConflict(overlay.ConflictInfo{
			Title: p.name() + " was changed in Hex meanwhile",
			Note:  "Read at " + present.Clock(a.Theirs.ReadAt) + "; the API does not say by whom. Nothing was written.",
			Base:  a.Base.Source, Mine: a.Mine, Theirs: a.Theirs.Source,
			OnWrite:  func(text string) { s.carry(p, p.session.Merged(a, text)) },
			OnTheirs: func() { s.carry(p, p.session.TakeTheirs(a)) },
			OnEdit:   func(text string) { s.carry(p, p.session.EditMerge(a, text)) },
			OnBack:   p.session.Back,
		}))
	case edit.Gone:
		s.env.Host.Interrupt(&overlay.Confirm{
			Title: p.name() + " is no longer in this project",
			Body: "The cell was deleted in Hex since it was read, so nothing was written. Your text stays here as a draft; " +
				"copy it to keep it elsewhere.",
			Yes: "copy my text", No: "stay",
			OnYes: func() { s.env.Host.Copy(a.Mine, "your text") },
		})
	case edit.AskDiscard:
		s.env.Host.Ask(&overlay.Confirm{
			Title: "Discard the draft of " + p.name() + "?",
			Body: "The cell goes back to what Hex has. The draft goes to the trash, from where it can be taken back for some days (" +
				s.env.Keys.Way(action.GoDrafts) + " lists it).",
			Yes: "discard it", No: "keep it", Danger: true,
			OnYes: func() { s.carry(p, p.session.DiscardNow()) },
		})
	}
}

// review shows what a save, or taking one back, would change.
func (s *Screen) review(p *pane, r edit.Review) {
	d := &overlay.Review{
		Title:   "Save " + p.name() + "?",
		Note:    "This writes the draft; the published version stays as it is until it is published in Hex.",
		View:    diff.NewView(diff.Compare(r.Base.Source, r.Mine)),
		OnWrite: func(text string) { s.carry(p, p.session.Accept(r, text)) },
		OnEdit:  func() { p.over = false; s.carry(p, p.session.KeepEditing()) },
		OnBack:  func() { p.over = false; p.session.Back() },
	}
	if r.Undo {
		d.Title, d.Note, d.OnEdit = "Take back the last write to "+p.name()+"?", "This writes the draft again as it was before.", nil
	}
	s.env.Host.Ask(d)
}

// typed follows what an editor command or a key did.
func (s *Screen) typed(p *pane, e editor.Effect) {
	if e.Copied != "" {
		s.env.Host.Copy(e.Copied, "the selection")
	}
	if e.LineEnds != "" {
		s.env.Host.Notice(screen.Info, "The lines of what was pasted all end with "+e.LineEnds+" now.")
	}
	if e.Refused {
		s.env.Host.Notice(screen.Info, s.env.Keys.Way(action.Edit, action.Project)+" opens the cell for editing.")
	}
	if e.Changed && p.session.Open() {
		p.shown, s.faults.stale = "", true
		s.carry(p, p.session.Typed(p.ed.Bytes(), p.place()))
	}
}

// save reviews what was typed; run starts a run of the draft once it is written.
func (s *Screen) save(run bool) {
	s.env.Host.Begin()
	p := s.pane()
	p.alone = false
	s.carry(p, p.session.Save(run))
}

// escape leaves the editor, or calls off a save; it tells whether there was anything to go out of.
func (s *Screen) escape(p *pane) bool {
	asks := p.session.Escape()
	s.carry(p, asks)
	return len(asks) > 0
}

// discard asks before an edit is thrown away; it goes to the trash of drafts.
func (s *Screen) discard() {
	p := s.pane()
	s.carry(p, p.session.Discard())
}

// discardLeft asks before a draft that was left behind is thrown away.
func (s *Screen) discardLeft(d drafts.Draft) {
	s.env.Host.Ask(&overlay.Confirm{
		Title: "Discard the draft of " + d.Names.Cell + "?",
		Body: "It was left behind and is not in Hex. It goes to the trash, from where it can be taken back for some days (" +
			s.env.Keys.Way(action.GoDrafts) + " lists it).",
		Yes: "discard it", No: "keep it", Danger: true,
		OnYes: func() {
			s.disk(func() error { return s.env.Drafts.Discard(d.ID) }, func(err error) {
				if err != nil {
					s.env.Host.Notice(screen.Error, "The draft was not thrown away: "+err.Error())
				}
				s.findDrafts()
			})
		},
	})
}

// undoWrite writes back what the last save replaced, unless the cell was changed since.
func (s *Screen) undoWrite() {
	s.env.Host.Begin()
	p := s.written
	c, ok := s.env.Store.Cells(s.id).Get(p.cell().StaticID)
	s.carry(p, p.session.Undo(hex.Snap(c, s.env.Now()), ok))
}

// startDraft runs the draft.
func (s *Screen) startDraft() {
	if pr, ok := s.project(); ok {
		runform.StartDraft(s.env, pr)
	}
}

// editOutside lends the source to the person's own editor.
func (s *Screen) editOutside() {
	p := s.pane()
	if !p.session.Typing() {
		s.startEdit()
		if !p.session.Typing() {
			return
		}
	}
	line, col := p.ed.Cursor()
	s.env.Host.External(p.ed.Bytes(), extension(p.cell()), line, col, func(edited []byte, err error) {
		if err != nil {
			s.env.Host.Notice(screen.Error, "What the editor left was not taken: "+err.Error())
			return
		}
		s.typed(p, p.ed.Replace(edited))
	})
}
