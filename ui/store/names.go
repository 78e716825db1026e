package store

import "cmp"

// Named is what an id stands for, as people call it.
type Named struct{ ID, Name string }

// Named finds what an id stands for among all that was read: a project, a group, a user, a collection, a data connection, a thread.
func (s *Store) Named(id string) (Named, bool) {
	if p, ok := s.FindProject(id); ok {
		return Named{id, p.Title}, true
	}
	if g, ok := s.Groups.Get(id); ok {
		return Named{id, g.Name}, true
	}
	if u, ok := s.Users.Get(id); ok {
		return Named{id, cmp.Or(u.Name, u.Email)}, true
	}
	if c, ok := s.Collections.Get(id); ok {
		return Named{id, c.Name}, true
	}
	if c, ok := s.Connections.Get(id); ok {
		return Named{id, c.Name}, true
	}
	if t, ok := s.Threads.Get(id); ok && t.Title != "" {
		return Named{id, t.Title}, true
	}
	return Named{}, false
}
