package store

import "hextui/hex"

// Learn takes what a write answered into every place where it is shown, so that nothing stands there that is known to be old. What
// is new is put first in its list, if that was read; what is none of the workspace's things is left alone.
func (s *Store) Learn(entity any) {
	switch e := entity.(type) {
	case hex.Project:
		if e.ID == "" {
			return
		}
		s.Drop(Thing{Kind: Project, ID: e.ID})
		if old := s.Project(e.ID); e.Sharing == nil && old.Known() {
			e.Sharing = old.Value.Sharing // not every answer has it
		}
		s.Project(e.ID).set(e, nil, s.now())
		learn(s, Thing{Kind: Projects}, &s.Projects, e.ID, e)
		for _, l := range s.shelf {
			if _, ok := l.Get(e.ID); ok {
				l.Put(e.ID, e)
			}
		}
	case hex.Group:
		learn(s, Thing{Kind: Groups}, &s.Groups, e.ID, e)
	case hex.Collection:
		learn(s, Thing{Kind: Collections}, &s.Collections, e.ID, e)
	case hex.GuideDrafts:
		for _, g := range e.Files {
			learn(s, Thing{Kind: Guides}, &s.Guides, g.ID, g)
		}
	case hex.PublishedGuides:
		for _, g := range e.Guides { // they are drafts no longer
			s.Forget(Guides, g.ID)
		}
	case hex.DataConnection:
		learn(s, Thing{Kind: Connections}, &s.Connections, e.ID, e)
	case hex.Saved:
		if l := s.Cells(e.Cell.ProjectID); e.Cell.StaticID != "" && l.Known() {
			l.PutBehind("", e.Cell.StaticID, e.Cell)
		}
	}
}

// LearnCell takes a new cell into its draft, behind the cell with a static id, or at the end.
func (s *Store) LearnCell(c hex.Cell, behind string) {
	if l := s.Cells(c.ProjectID); c.StaticID != "" && l.Known() {
		s.Drop(Thing{Kind: Cells, ID: c.ProjectID}) // what it answers is from before
		l.PutBehind(behind, c.StaticID, c)
	}
}

// learn puts an item into a list that was read.
func learn[T any](s *Store, t Thing, l *List[T], id string, v T) {
	if id == "" || !l.Known() {
		return
	}
	if !s.Long(t) {
		s.Drop(t) // what it answers is from before
	}
	l.Prepend(id, v)
}

// Unlearn takes what a write has ended out of every place where it is shown.
func (s *Store) Unlearn(entity any) {
	switch e := entity.(type) {
	case hex.Group:
		s.Forget(Groups, e.ID)
	case hex.User:
		s.Forget(Users, e.ID)
		for _, l := range s.members {
			l.drop(e.ID)
		}
	case hex.Guide:
		s.Forget(Guides, e.ID)
	case hex.Cell:
		s.Drop(Thing{Kind: Cells, ID: e.ProjectID})
		s.Cells(e.ProjectID).drop(e.StaticID)
	}
}

// Forget takes what was deleted out of the list that shows it.
func (s *Store) Forget(kind Kind, id string) {
	switch kind {
	case Groups:
		s.Groups.drop(id)
	case Users:
		s.Users.drop(id)
	case Collections:
		s.Collections.drop(id)
	case Guides:
		s.Guides.drop(id)
	}
}
