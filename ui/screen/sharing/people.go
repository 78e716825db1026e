package sharing

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/access"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/store"
	"hextui/ui/task"
)

// firstRequests is how many requests the reading of who reaches the project may cost by itself; more are made when they are asked
// for.
const firstRequests = 10

func (s *Screen) readKey() string { return "who reaches " + s.id }

// ready tells whether what the audit stands on was read, as far as it can be.
func (s *Screen) ready() bool {
	st := s.env.Store
	if _, ok := s.sharing(); !ok {
		return false
	}
	over := func(of store.Status) bool { return of.Known() || of.Err != nil }
	return over(st.Users.Status) && over(st.Groups.Status) && over(st.Collections.Status)
}

// read reads on who is behind groups and collections of sharings, with at most so many requests for each; 0 is as many as it takes.
func (s *Screen) read(requests int, shared ...hex.Sharing) {
	of := s.who.of
	if of == nil {
		of = access.OfProject(s.id)
	}
	st := s.env.Store
	p, _ := s.sharing()
	of.Take(access.Known{Project: &p, Users: allOf(&st.Users), Groups: allOf(&st.Groups), Collections: allOf(&st.Collections)})
	edits := s.edits.version
	s.who = audit{reading: true, edits: edits, version: s.who.version + 1}
	s.before, s.after = nil, nil // what they stand on is being written
	task.Do(s.env.Tasks, s.readKey(), func(ctx context.Context) (*access.Project, error) {
		for _, sh := range shared {
			if err := of.If(sh).Read(ctx, s.env.API, access.Budget{Requests: requests}, nil); err != nil {
				return of, err
			}
		}
		return of, nil
	}, func(of *access.Project, err error) {
		s.who = audit{of: of, err: err, edits: edits, version: s.who.version + 1}
	})
}

// readChanged reads who is behind what the changes are of, once for each change: the review says whom it affects.
func (s *Screen) readChanged() {
	if s.who.of == nil || s.who.edits == s.edits.version {
		return
	}
	s.who.edits = s.edits.version
	if changed := s.changes(); len(s.who.of.If(changed).Unread()) > 0 {
		s.read(firstRequests, changed)
	}
}

// changes is a sharing with what is changed alone: whom it lets in are those whom the changes are of.
func (s *Screen) changes() (sh hex.Sharing) {
	for _, r := range s.edited() {
		sh = grant(sh, r, hex.AccessView)
	}
	return sh
}

// unread is what was not read of those who reach the project, and of those who would.
func (s *Screen) unread() []string {
	left := slices.Clone(s.before.of.Unread())
	for _, one := range s.after.of.Unread() {
		if !slices.Contains(left, one) {
			left = append(left, one)
		}
	}
	return left
}

// whole tells whether everybody who is behind a row was read.
func (s *Screen) whole(r row) bool {
	return len(s.who.of.If(grant(hex.Sharing{}, r, hex.AccessView)).Unread()) == 0
}

// allOf are the items of a list that was read to its end; nil where it was not.
func allOf[T any](l *store.List[T]) []T {
	if l.At.IsZero() {
		return nil
	}
	return l.All()
}

// reached is who reaches the project as it is, or would be, shared.
type reached struct {
	of     *access.Project
	people []access.Person
	by     map[string]int // the number of a person by e-mail
}

func reach(of *access.Project) *reached {
	r := &reached{of: of, people: of.People(), by: map[string]int{}}
	for i, p := range r.people {
		r.by[strings.ToLower(p.Email)] = i
	}
	return r
}

// person is the one of an e-mail address.
func (r *reached) person(email string) (access.Person, bool) {
	i, ok := r.by[strings.ToLower(email)]
	if !ok {
		return access.Person{}, false
	}
	return r.people[i], true
}

// through are the people who have access by a row.
func (r *reached) through(one row) (emails []string) {
	by := map[kind]access.By{group: access.Group, collection: access.Collection, workspace: access.Workspace}[one.kind]
	for _, p := range r.people {
		if slices.ContainsFunc(p.Ways, func(w access.Way) bool { return w.By == by && (one.kind == workspace || w.Name == one.who) }) {
			emails = append(emails, p.Email)
		}
	}
	return emails
}

// compare makes who reaches the project now, and once the changes are sent; both are nil while that is not read.
func (s *Screen) compare() {
	s.before, s.after = nil, nil
	p, ok := s.sharing()
	if s.who.of == nil || !ok {
		return
	}
	s.before = reach(s.who.of.If(*p.Sharing))
	if s.after = s.before; s.edits.len() > 0 {
		s.after = reach(s.who.of.If(s.shared(*p.Sharing, s.edited())))
	}
}

// allRead is why nothing is to be read on, empty where something is.
func (s *Screen) allRead() string {
	switch {
	case s.who.reading:
		return "It is being read."
	case s.before == nil:
		return "It is not known yet who the project is shared with."
	case len(s.unread()) == 0:
		return "Everybody who is behind the groups and collections was read."
	}
	return ""
}

func (s *Screen) readOn() {
	p, _ := s.sharing()
	s.read(0, *p.Sharing, s.changes())
}

// state says how far the reading of who reaches the project is.
func (s *Screen) state() string {
	switch {
	case s.who.reading:
		return s.env.Spin() + " reading who is behind groups and collections"
	case s.before == nil:
		return ""
	case s.who.err != nil:
		return "not everybody could be read: " + s.who.err.Error() + "; " + s.env.Keys.Way(action.ReadPeople, action.Sharing) +
			" tries again"
	}
	n := len(s.before.people)
	text := people(n) + " reach it"
	if n == 1 {
		text = people(n) + " reaches it"
	}
	if left := s.unread(); len(left) > 0 {
		text += fmt.Sprintf("; not read yet: %s; %s reads on", some(left, 2), s.env.Keys.Way(action.ReadPeople, action.Sharing))
	}
	return text
}

// some are up to so many texts in one line.
func some(all []string, most int) string {
	if len(all) <= most {
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(all[:most], ", "), len(all)-most)
}

// peopleSource are those who reach the project.
func (s *Screen) peopleSource() grid.Source {
	var all []access.Person
	if s.before != nil {
		all = s.before.people
	}
	return grid.List[access.Person]{Items: all, Key: func(p access.Person) string { return cmp.Or(p.ID, p.Email) },
		Fields: s.peopleFields()}
}

func (s *Screen) peopleFields() []grid.Field[access.Person] {
	return []grid.Field[access.Person]{
		{
			Column: grid.Column{ID: "who", Title: "WHO", MinWidth: 16, MaxWidth: 40, Weight: 2},
			Cell:   func(p access.Person) grid.Cell { return grid.Cell{Text: cmp.Or(p.Email, p.Name, p.ID)} },
		},
		{
			Column: grid.Column{ID: "role", Title: "ROLE", MinWidth: 8, Priority: 2},
			Cell: func(p access.Person) grid.Cell {
				return grid.Cell{Text: strings.ToLower(string(p.Role)), Style: s.env.Theme.Faint}
			},
		},
		{
			Column: grid.Column{ID: "access", Title: "MAY", MinWidth: 11},
			Cell:   func(p access.Person) grid.Cell { return grid.Cell{Text: may(p), Style: s.env.Theme.Title} },
			Text:   may,
			Compare: func(a, b access.Person) int {
				return levelOf(usable(a)) - levelOf(usable(b))
			},
		},
		{
			Column: grid.Column{ID: "how", Title: "BECAUSE OF", MinWidth: 16, Weight: 4},
			Cell:   func(p access.Person) grid.Cell { return grid.Cell{Text: because(p), Style: s.env.Theme.Faint} },
			Text:   because,
		},
	}
}

// may is the most that somebody may do with the project.
func may(p access.Person) string { return usable(p).Words() }

// usable is what somebody can use of their access: a role that never edits cannot use one that lets edit.
func usable(p access.Person) hex.Access {
	if held(p) {
		return hex.AccessView
	}
	return p.Access
}

// held tells whether a role keeps somebody from using an access that they have.
func held(p access.Person) bool { return !p.Edits && levelOf(p.Access) >= levelOf(hex.AccessEdit) }

// because says by what somebody has access, and what of it their role keeps from them.
func because(p access.Person) string {
	if held(p) {
		return "the role never edits · " + ways(p.Ways)
	}
	return ways(p.Ways)
}

// ways say by what somebody has access, the strongest first.
func ways(all []access.Way) string {
	texts := make([]string, len(all))
	for i, w := range all {
		texts[i] = way(w)
	}
	return strings.Join(texts, " · ")
}

func way(w access.Way) string {
	text := w.Access.Words()
	switch w.By {
	case access.Owner:
		return "owner"
	case access.Direct:
		text += " by name"
	case access.Group:
		text += " by group " + w.Name
	case access.Collection:
		text += " by collection " + w.Name
	case access.Workspace:
		text += " as everyone here"
	case access.Public:
		text += " by the link"
	case access.AdminRole:
		text = "as an admin, who see every project"
	}
	if w.Through != "" {
		text += " (" + w.Through + ")"
	}
	if w.Unsure {
		text += "?"
	}
	return text
}

// otherWays says by what else a user has access, where that is as much as by name or more.
func (s *Screen) otherWays(r row) string {
	p, ok := s.before.person(r.who)
	if !ok {
		return ""
	}
	var more []string
	for _, w := range p.Ways {
		if w.By != access.Direct && levelOf(w.Access) >= levelOf(r.now) {
			more = append(more, way(w))
		}
	}
	if len(more) == 0 {
		return ""
	}
	return "also " + strings.Join(more, ", ")
}

func (s *Screen) noPeople() grid.Message {
	if s.before != nil {
		return grid.Message{Title: "Nobody reaches it that the token sees."}
	}
	return grid.Message{Title: s.env.Spin() + " reading who reaches it"}
}
