package project

import (
	"context"
	"errors"

	"hextui/hex"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/diff"
	"hextui/ui/editor"
	"hextui/ui/overlay"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// write is a write that could be taken back.
type write struct {
	cell     string // static id
	name     string
	previous string // what it replaced
	written  string
}

// cannotEdit says why a cell cannot be edited, or "".
func (s *Screen) cannotEdit() string {
	p := s.pane()
	switch {
	case p == nil:
		return "No cell is selected."
	case p.saving != "":
		return "This cell is being saved."
	}
	if _, ok := p.cell.Source(); !ok {
		return "The API gives no source of a cell of this kind; edit it in Hex."
	}
	return ""
}

// startEdit opens the selected cell for editing, with the draft that was left behind where there is one.
func (s *Screen) startEdit() {
	p := s.pane()
	s.focus = onSource
	if p.edit != nil {
		p.editing = true
		p.ed.SetReadOnly(false)
		return
	}
	if d, ok := s.left[p.cell.StaticID]; ok {
		s.resume(p, d)
		return
	}
	p.base = hex.Snap(p.cell, s.env.Store.Cells(s.id).At)
	s.openEdit(p, nil)
}

// openEdit makes the pane's editor take text, and begins a draft unless one was taken up.
func (s *Screen) openEdit(p *pane, taken *drafts.Edit) {
	p.editing = true
	p.ed.SetReadOnly(false)
	p.edit = taken
	if taken != nil {
		return
	}
	edit, err := s.env.Drafts.Begin(s.draftKey(p), s.names(p), drafts.Base{Source: p.base.Source, Hash: p.base.Hash, ReadAt: p.base.ReadAt})
	if err != nil {
		p.editing = false
		p.ed.SetReadOnly(true)
		s.env.Host.Notice(screen.Error, "The cell was not opened: "+err.Error())
		return
	}
	p.edit = edit
}

func (s *Screen) draftKey(p *pane) drafts.Key {
	return drafts.Key{Workspace: s.env.Workspace, Project: s.id, Cell: p.cell.StaticID}
}

func (s *Screen) names(p *pane) drafts.Names {
	project, _ := s.project()
	return drafts.Names{Project: project.Title, Cell: p.name}
}

// resume takes up a draft that was left behind.
func (s *Screen) resume(p *pane, d drafts.Draft) {
	delete(s.left, p.cell.StaticID)
	s.madeFor = sync{}
	task.Do(s.env.Tasks, "", func(context.Context) (*drafts.Edit, error) { return s.env.Drafts.Resume(d.ID) }, func(e *drafts.Edit, err error) {
		if err != nil {
			s.env.Host.Notice(screen.Warn, "The draft was not taken up: "+err.Error())
			return
		}
		d := e.Draft()
		now, _ := p.cell.Source()
		p.base = hex.Snapshot{Cell: p.cell, Source: d.Base.Source, Hash: d.Base.Hash, ReadAt: d.Base.ReadAt}
		p.ed.SetSource([]byte(d.Base.Source))
		p.ed.MarkSaved()
		p.ed.SetReadOnly(false)
		p.ed.Replace([]byte(d.Mine))
		p.ed.Restore(place(d.Place))
		s.openEdit(p, e)
		if now != d.Base.Source {
			s.env.Host.Notice(screen.Warn, "“"+p.name+"” was changed in Hex since this draft was begun. Saving will show both.")
			return
		}
		s.env.Host.Notice(screen.OK, "The draft of "+p.name+" from "+d.Edited.Local().Format("15:04, 2 January")+" is back.")
	})
}

// typed follows what an editor command or a key did.
func (s *Screen) typed(e editor.Effect) {
	p := s.pane()
	if e.Copied != "" {
		s.env.Host.Copy(e.Copied, "the selection")
	}
	if e.Refused {
		s.env.Host.Notice(screen.Info, s.env.Keys.Key(action.Edit)+" opens the cell for editing.")
	}
	if e.Changed && p.edit != nil {
		s.keepTyped(p)
	}
}

// keepTyped hands what the editor holds to the draft, and says so when that fails.
func (s *Screen) keepTyped(p *pane) {
	if err := p.keep(); err != nil && !p.noDisk {
		p.noDisk = true
		s.env.Host.Notice(screen.Error, "What you type is NOT being kept on disk: "+err.Error())
	} else if err == nil {
		p.noDisk = false
	}
}

// leaveEditor goes back to reading; the draft stays.
func (s *Screen) leaveEditor() {
	p := s.pane()
	p.editing = false
	p.ed.SetReadOnly(true)
	s.focus = onCells
	if !p.modified() {
		s.drop(p)
		return
	}
	s.env.Host.Notice(screen.Info, "The draft of "+p.name+" stays (●): "+s.env.Keys.Key(action.Edit)+" goes on with it.")
}

// drop ends an edit that holds nothing of its own.
func (s *Screen) drop(p *pane) {
	if p.edit != nil {
		edit := p.edit
		p.edit = nil
		task.Do(s.env.Tasks, "", func(context.Context) (struct{}, error) { return struct{}{}, edit.Close() }, func(_ struct{}, err error) {
			if err != nil {
				s.env.Host.Notice(screen.Warn, err.Error())
			}
		})
	}
	p.source = "\x00"
	p.show(p.cell, p.name, p.number)
}

// discard asks before an edit is thrown away; it goes to the trash of drafts.
func (s *Screen) discard() {
	p := s.pane()
	s.env.Host.Ask(&overlay.Confirm{
		Title: "Discard the draft of " + p.name + "?",
		Body:  "The cell goes back to what Hex has. The draft goes to the trash, from where it can be taken back for some days (" + s.env.Keys.Key(action.GoDrafts) + " lists it).",
		Yes:   "discard it", No: "keep it", Danger: true,
		OnYes: func() {
			edit := p.edit
			p.edit, p.editing = nil, false
			p.ed.SetReadOnly(true)
			p.source = "\x00"
			p.show(p.cell, p.name, p.number)
			task.Do(s.env.Tasks, "", func(context.Context) (struct{}, error) { return struct{}{}, edit.Discard() }, func(_ struct{}, err error) {
				if err != nil {
					s.env.Host.Notice(screen.Error, "The draft was not thrown away: "+err.Error())
					return
				}
				s.env.Host.Notice(screen.OK, "The draft of "+p.name+" is thrown away; "+s.env.Keys.Key(action.GoDrafts)+" lists it for some days.")
			})
		},
	})
}

// review shows what a save would change; then runs after a write that went well.
func (s *Screen) review(then func()) {
	p := s.pane()
	mine := string(p.ed.Bytes())
	if mine == p.base.Source {
		if then != nil {
			then()
			return
		}
		s.env.Host.Notice(screen.Info, "There is nothing to save: "+p.name+" is as it is in Hex.")
		return
	}
	s.env.Host.Ask(&overlay.Review{
		Title: "Save " + p.name + "?",
		Note:  "This writes the draft; the published version stays as it is until it is published in Hex.",
		View:  diff.NewView(diff.Compare(p.base.Source, mine)),
		OnWrite: func(text string) {
			if text == p.base.Source {
				s.env.Host.Notice(screen.Info, "Every change was left out, so nothing was written.")
				return
			}
			s.save(p, text, "", then)
		},
		OnEdit: func() { s.focus = onSource },
	})
}

// save writes a source; over is the hash of a newer source that may be replaced, as a person chose.
func (s *Screen) save(p *pane, text, over string, then func()) {
	base, edit := p.base, p.edit
	p.saving = hex.SaveReading
	task.Do(s.env.Tasks, "", func(ctx context.Context) (hex.Saved, error) {
		saved, err := s.env.API.Save(ctx, base, hex.Edit{Source: text, Over: over})
		if err == nil && edit != nil {
			b := saved.Snapshot
			err = draftSaved{edit.Saved(drafts.Base{Source: b.Source, Hash: b.Hash, ReadAt: b.ReadAt})}.orNil()
		}
		return saved, err
	}, func(saved hex.Saved, err error) {
		p.saving = ""
		var left draftSaved
		if errors.As(err, &left) {
			s.env.Host.Notice(screen.Warn, "The cell was saved, but its draft on disk was not put away: "+left.Error())
			err = nil
		}
		s.saved(p, saved, err, then)
	})
}

// draftSaved is the failure to put a draft away after its cell was saved.
type draftSaved struct{ err error }

func (d draftSaved) Error() string { return d.err.Error() }

func (d draftSaved) orNil() error {
	if d.err == nil {
		return nil
	}
	return d
}

// saved takes the outcome of a save.
func (s *Screen) saved(p *pane, saved hex.Saved, err error, then func()) {
	var conflict *hex.Conflict
	var unverified *hex.Unverified
	switch {
	case errors.As(err, &conflict):
		s.conflict(p, conflict, then)
		return
	case errors.As(err, &unverified):
		s.env.Host.Notice(screen.Error, p.name+": "+err.Error())
		return
	case err != nil:
		s.env.Host.Notice(screen.Error, p.name+" was not saved. "+err.Error())
		return
	}
	s.env.Store.Cells(s.id).Put(saved.Cell.StaticID, saved.Cell)
	p.base, p.cell = saved.Snapshot, saved.Cell
	p.ed.SetMarks()
	switch {
	case p.edit == nil:
		p.show(saved.Cell, p.name, p.number)
	case string(p.ed.Bytes()) == saved.Snapshot.Source:
		p.ed.MarkSaved()
		if !p.editing {
			s.drop(p)
		}
	}
	if saved.Changed {
		s.lastSave = &write{cell: saved.Cell.StaticID, name: p.name, previous: saved.Previous, written: saved.Snapshot.Source}
		how := "."
		if s.editing() { // where its key is text
			how = ", once " + s.env.Keys.Key(action.LeaveEditor) + " has left the editor."
		}
		s.env.Host.Notice(screen.OK, p.name+" saved to the draft ("+s.env.Keys.Key(action.UndoWrite)+" takes it back)"+how)
	} else {
		s.env.Host.Notice(screen.OK, p.name+" is in Hex already as you have it; nothing was written.")
	}
	if then != nil {
		then()
	}
}

// conflict shows mine and theirs of a cell that was changed meanwhile, and lets the person choose.
func (s *Screen) conflict(p *pane, c *hex.Conflict, then func()) {
	if c.Gone {
		s.env.Host.Interrupt(&overlay.Confirm{
			Title: p.name + " is no longer in this project",
			Body:  "The cell was deleted in Hex since it was read, so nothing was written. Your text stays here as a draft; copy it to keep it elsewhere.",
			Yes:   "copy my text", No: "stay",
			OnYes: func() { s.env.Host.Copy(c.Mine, "your text") },
		})
		return
	}
	s.env.Store.Cells(s.id).Put(c.Theirs.Cell.StaticID, c.Theirs.Cell)
	s.env.Host.Interrupt(overlay.NewConflict(overlay.ConflictInfo{
		Title: p.name + " was changed in Hex meanwhile",
		Note:  "Read at " + c.Theirs.ReadAt.Local().Format("15:04:05") + "; the API does not say by whom. Nothing was written.",
		Base:  c.Base.Source, Mine: c.Mine, Theirs: c.Theirs.Source,
		OnWrite: func(text string) {
			p.base = c.Theirs
			p.ed.Replace([]byte(text))
			s.typed(editor.Effect{Changed: true})
			s.save(p, text, c.Theirs.Hash, then)
		},
		OnTheirs: func() { s.takeTheirs(p, c) },
		OnEdit: func(text string) {
			s.rebase(p, c.Theirs)
			p.ed.Replace([]byte(text))
			s.typed(editor.Effect{Changed: true})
			s.focus, p.editing = onSource, true
			p.ed.SetReadOnly(false)
			s.env.Host.Notice(screen.Info, "Edit the merged text and save it again; it stands on what is in Hex now.")
		},
	}))
}

// rebase makes an edit stand on a newer source.
func (s *Screen) rebase(p *pane, theirs hex.Snapshot) {
	p.base = theirs
	if edit := p.edit; edit != nil {
		task.Do(s.env.Tasks, "", func(context.Context) (struct{}, error) {
			return struct{}{}, edit.Saved(drafts.Base{Source: theirs.Source, Hash: theirs.Hash, ReadAt: theirs.ReadAt})
		}, func(_ struct{}, err error) {
			if err != nil {
				s.env.Host.Notice(screen.Warn, "The draft on disk could not be brought up to date. "+err.Error())
			}
		})
	}
}

// takeTheirs gives up the edit for what is in Hex; one undo brings the own text back.
func (s *Screen) takeTheirs(p *pane, c *hex.Conflict) {
	s.rebase(p, c.Theirs)
	readOnly := p.ed.ReadOnly()
	p.ed.SetReadOnly(false)
	p.ed.Replace([]byte(c.Theirs.Source))
	p.ed.MarkSaved()
	p.ed.SetReadOnly(readOnly)
	s.typed(editor.Effect{Changed: true})
	s.env.Host.Notice(screen.OK, "Taken: what is in Hex. Undo brings your text back.")
}

// undoWrite writes back what the last save replaced, unless the cell was changed since.
func (s *Screen) undoWrite() {
	w := s.lastSave
	c, ok := s.env.Store.Cells(s.id).Get(w.cell)
	if !ok {
		s.env.Host.Notice(screen.Warn, w.name+" is no longer in this project, so the write cannot be taken back.")
		return
	}
	base := hex.Snap(c, s.env.Now())
	if base.Source != w.written {
		s.env.Host.Notice(screen.Warn, w.name+" has been changed since that write; nothing was taken back.")
		return
	}
	s.env.Host.Ask(&overlay.Review{
		Title: "Take back the last write to " + w.name + "?",
		Note:  "This writes the draft again as it was before.",
		View:  diff.NewView(diff.Compare(w.written, w.previous)),
		OnWrite: func(text string) {
			p := s.panes[w.cell]
			s.lastSave = nil
			if p.edit == nil {
				p.base = base
			} else if !p.modified() {
				p.ed.Replace([]byte(text))
				s.keepTyped(p)
			}
			s.save(p, text, base.Hash, nil)
		},
	})
}

// editOutside lends the source to the person's own editor.
func (s *Screen) editOutside() {
	p := s.pane()
	if !p.editing {
		s.startEdit()
		if p.edit == nil && !p.editing {
			return
		}
	}
	line, col := p.ed.Cursor()
	s.env.Host.External(p.ed.Bytes(), extension(p.cell), line, col, func(edited []byte, err error) {
		if err != nil {
			s.env.Host.Notice(screen.Error, "What the editor left was not taken: "+err.Error())
			return
		}
		s.typed(p.ed.Replace(edited))
	})
}
