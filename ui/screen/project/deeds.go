package project

import (
	"cmp"
	"context"
	"slices"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/drafts"
	"hextui/ui/action"
	"hextui/ui/deed"
	"hextui/ui/deed/oncell"
	"hextui/ui/deed/onfiles"
	"hextui/ui/deed/onproject"
	"hextui/ui/screen"
	"hextui/ui/task"
)

// on is the selected cell as deeds are done on it.
func (s *Screen) on() oncell.On {
	l := s.env.Store.Cells(s.id)
	on := oncell.On{Env: s.env, ProjectID: s.id, Title: s.title, Made: s.made, Changed: s.findDrafts}
	if p, ok := s.project(); ok {
		on.Title = p.Title
	}
	if p := s.pane(); p != nil {
		on.Cell, on.Name = p.cell(), p.name()
		if p.session.Modified() {
			on.Draft = func() string { return string(p.ed.Bytes()) }
		} else if d, kept := s.left[on.Cell.StaticID]; kept {
			on.Draft = func() string { return d.Mine }
		}
	}
	for _, d := range s.deleted {
		if _, there := l.Get(d.Key.Cell); !there { // else it was not deleted after all
			on.Deleted = append(on.Deleted, d)
		}
	}
	return on
}

// made goes to a new cell, which a filter must not hide.
func (s *Screen) made(c hex.Cell, edit bool) {
	s.want, s.begin = c.StaticID, edit
	if s.cells.Filtered() {
		s.cells.SetFilter("")
	}
	s.focus = onCells
}

// deedOffers are what can be done with the selected cell and with the project, and the list of it all.
func (s *Screen) deedOffers() []screen.Offer {
	p, known := s.project()
	unread, noCells := "", ""
	if !known {
		unread = "The project is not read yet."
	}
	if !s.env.Store.Cells(s.id).Known() {
		noCells = "The cells are not read yet."
	}
	on := s.on()
	files := onfiles.On{Env: s.env, Project: p, Drafts: func(int) {
		if !s.closed { // else they are found when the project is opened again
			s.reviewing = true
			s.closeUntouched()
			s.findDrafts()
		}
	}}
	offers := slices.Concat(on.Offers(noCells), onproject.Offers(s.env, p, unread), files.Offers(unread))
	title := on.Title
	if on.Name != "" {
		title = on.Name + " in " + title
	}
	return append(offers, screen.Offer{Action: action.Deeds, Do: func() {
		deed.Menu(s.env, action.Project, title, append(offers, noStatement()), action.DeleteCell)
	}})
}

// undoOffer is the way to take back what was done last to this project: a deed, the last write to a cell, or, where nothing was done
// since the program was started, a cell that was deleted before.
func (s *Screen) undoOffer() screen.Offer {
	noUndo := ""
	switch {
	case s.written == nil:
		noUndo = "Nothing was written here in this session."
	case !s.written.session.CanUndo():
		noUndo = cmp.Or(s.written.session.CannotEdit(), "Nothing was written here in this session.")
	}
	last := s.env.Deeds.Newest()
	own := last != nil && (last.Target.ID == s.id || last.Target.In == s.id) && (last.Undo != nil || !last.Failed)
	switch on := s.on(); {
	case own && (noUndo != "" || s.env.Deeds.Version > s.writtenAt):
		undo := deed.Offer(s.env)
		undo.Do = func() {
			deed.UndoThen(s.env, last, func(r change.Result, err error) {
				if err == nil {
					s.on().Undone(last, r)
				}
			})
		}
		return undo
	case noUndo != "" && !own && len(on.Deleted) > 0:
		return screen.Offer{Action: action.UndoWrite, Do: on.Restore}
	}
	return screen.Offer{Action: action.UndoWrite, Reason: noUndo, Do: s.undoWrite}
}

// closeUntouched leaves the edits in which nothing was typed, so that their cells take up drafts that came from elsewhere.
func (s *Screen) closeUntouched() {
	for _, p := range s.panes {
		if p.session.Typing() && !p.session.Modified() && !p.session.Saving() {
			s.carry(p, p.session.Escape())
		}
	}
}

// found is what this computer keeps of a workspace: drafts, and deleted cells.
type found struct {
	drafts.Listing
	deleted []drafts.Draft
}

// findDrafts looks for drafts of this project's cells that were left behind, and for its cells that were deleted here.
func (s *Screen) findDrafts() {
	s.leftRead = false
	read := func(context.Context) (f found, err error) {
		if f.Listing, err = s.env.Drafts.List(); err == nil {
			f.deleted, err = s.env.Drafts.Deleted()
		}
		return f, err
	}
	task.Do(s.env.Tasks, "drafts "+s.id, read, s.takeDrafts)
}
