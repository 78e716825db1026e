package store

import (
	"strings"

	"hextui/hex"
)

// GroupsOf are the groups in which a user is, as far as their members were read, and of how many groups they were not: Hex's
// API has no list of them.
func (s *Store) GroupsOf(userID string) (in []hex.Group, unread int) {
	for i := range s.Groups.Len() {
		g := s.Groups.Item(i)
		members := s.members[g.ID]
		if members == nil || !members.Known() {
			unread++
			continue
		}
		if _, is := members.Get(userID); is {
			in = append(in, g)
		}
	}
	return in, unread
}

// MembersVersion changes with every change of the members of any group.
func (s *Store) MembersVersion() (sum uint64) {
	for _, l := range s.members {
		sum += l.Version
	}
	return sum
}

// OwnedBy are the listed projects whose owner has the e-mail address.
func (s *Store) OwnedBy(email string) (own []hex.Project) {
	if email == "" {
		return nil
	}
	for i := range s.Projects.Len() {
		if p := s.Projects.Item(i); strings.EqualFold(p.Owner.Email, email) {
			own = append(own, p)
		}
	}
	return own
}

// Owners counts the listed projects of each owner, by e-mail address in small letters.
func (s *Store) Owners() map[string]int {
	owned := map[string]int{}
	for i := range s.Projects.Len() {
		owned[strings.ToLower(s.Projects.Item(i).Owner.Email)]++
	}
	return owned
}
