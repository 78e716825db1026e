package access

import "hextui/hex"

// Known is what of a workspace was read elsewhere, each list whole. What is nil is not known.
type Known struct {
	Project     *hex.Project
	Users       []hex.User
	Groups      []hex.Group
	Collections []hex.Collection
}

// Take makes an audit stand on what is known: that is not read again.
func (p *Project) Take(k Known) {
	if k.Project != nil {
		p.project = k.Project
	}
	take(&p.users, k.Users)
	take(&p.groups, k.Groups)
	take(&p.collections, k.Collections)
}

func take[T any](l *list[T], items []T) {
	if items != nil {
		*l = list[T]{items: items, done: true}
	}
}

// If is the audit as it would be if the project was shared so, by what was read: [Project.Unread] of it says what of that is not, and
// reading on in either is reading on in both.
func (p *Project) If(s hex.Sharing) *Project {
	project := p.Of()
	project.Sharing = &s
	other := *p
	other.project = &project
	return &other
}
