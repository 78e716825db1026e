package sharing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/hex/resolve"
	"hextui/ui/action"
	"hextui/ui/grid"
	"hextui/ui/present"
	"hextui/ui/store"
)

// kind is what a row stands for, in the order of the rows.
type kind int

const (
	owner kind = iota
	group
	collection
	user
	workspace
	web
	support
)

func (k kind) String() string {
	return [...]string{"owner", "group", "collection", "user", "workspace", "public", "Hex's support"}[k]
}

// row is one that the project is shared with, or can be.
type row struct {
	kind kind
	// name is that of the field of a [change.Share], id Hex's; who is shown.
	name, id, who string
	// now is the level in Hex.
	now hex.Access
	// fixed is why the level cannot be changed here, empty where it can.
	fixed string
	// behind says who is behind it, and what else gives them access.
	behind string
}

// levelColumns are the levels of access, from none on, in Hex's words.
var levelColumns = [...]struct {
	id, title string
	access    hex.Access
}{
	{"none", "NONE", hex.AccessNone}, {"view", "VIEW", hex.AccessAppOnly}, {"explore", "EXPLORE", hex.AccessView},
	{"edit", "EDIT", hex.AccessEdit}, {"full", "FULL", hex.AccessFull},
}

// leastWho is the room that those keep whom a project is shared with: where it is missing, how they have it goes for it, and stands
// before the names that do not tell it.
const leastWho = 26

// viaColumn is the column that says how they have it.
const viaColumn = "kind"

// named is who a row is of.
func (s *Screen) named(r row) string {
	switch {
	case s.narrow && (r.kind == group || r.kind == collection):
		return r.kind.String() + " " + r.who
	case s.narrow && r.kind == workspace:
		return "The whole workspace"
	}
	return r.who
}

// firstLevel is the number of the first column that is a level.
const firstLevel = 2

func (s *Screen) fields() []grid.Field[row] {
	fields := []grid.Field[row]{
		{
			Column: grid.Column{ID: "who", Title: "WHO", MinWidth: leastWho, MaxWidth: 44, Weight: 3},
			Cell:   func(r row) grid.Cell { return grid.Cell{Text: s.named(r), Style: s.env.Theme.Text} },
			Text:   func(r row) string { return r.who },
		},
		{
			Column: grid.Column{ID: viaColumn, Title: "VIA", MinWidth: 10, MaxWidth: 14, Priority: 2},
			Cell:   func(r row) grid.Cell { return grid.Cell{Text: r.kind.String(), Style: s.env.Theme.Faint} },
		},
	}
	for _, l := range levelColumns {
		fields = append(fields, grid.Field[row]{
			Column: grid.Column{ID: l.id, Title: l.title, NoSort: true, NoFilter: true},
			Cell:   func(r row) grid.Cell { return s.cell(r, l.access) },
			Text:   func(row) string { return "" },
		})
	}
	return append(fields, grid.Field[row]{
		Column: grid.Column{ID: "how", Title: "", MinWidth: 12, Weight: 4, Priority: 1, NoSort: true, NoFilter: true},
		Cell:   s.remark,
		Text:   func(row) string { return "" },
	})
}

// cell is one level of a row: the one in Hex, and the one that it shall become.
func (s *Screen) cell(r row, level hex.Access) grid.Cell {
	t := s.env.Theme
	now := cmp.Or(r.now, hex.AccessNone)
	to, edited := s.edits.to[r.name]
	switch {
	case edited && to == level:
		return grid.Cell{Text: t.Glyphs.Dot, Style: t.Fresh}
	case edited && now == level:
		return grid.Cell{Text: t.Glyphs.Circle + t.Glyphs.Arrow, Style: t.Faint}
	case !edited && now == level && level == hex.AccessNone:
		return grid.Cell{Text: "–", Style: t.Faint}
	case !edited && now == level:
		return grid.Cell{Text: t.Glyphs.Dot, Style: t.Accent}
	}
	return grid.Cell{Text: "·", Style: t.Faint}
}

// remark says what of a row its levels do not: why it failed, what it was, who is behind it, what else gives them access.
func (s *Screen) remark(r row) grid.Cell {
	t := s.env.Theme
	to, edited := s.edits.to[r.name]
	switch why := s.edits.failed[r.name]; {
	case why != "":
		return grid.Cell{Text: t.Glyphs.Cross + " " + why, Style: t.Error}
	case edited && s.isAdded(r):
		return grid.Cell{Text: "new", Style: t.Fresh}
	case edited:
		text := "was " + orNone(r.now)
		if less(r.now, to) {
			text += ", less now"
		}
		return grid.Cell{Text: text, Style: t.Fresh}
	case levelOf(r.now) < 0:
		return grid.Cell{Text: strings.ToLower(string(r.now)), Style: t.Warn}
	}
	return grid.Cell{Text: r.behind, Style: t.Faint}
}

func orNone(a hex.Access) string { return cmp.Or(a.Words(), "none") }

// levelOf is the rank of a level, -1 for one that is not known.
func levelOf(a hex.Access) int {
	for i, l := range levelColumns {
		if l.access == cmp.Or(a, hex.AccessNone) {
			return i
		}
	}
	return -1
}

func less(was, is hex.Access) bool { return levelOf(is) < levelOf(was) }

// behind says who is behind a group, and by what else a user has access, as far as that was read.
func (s *Screen) behind(r row) string {
	if s.before == nil {
		return ""
	}
	switch r.kind {
	case group, collection, workspace:
		if n := len(s.before.through(r)); n > 0 {
			return s.atLeast(r, n)
		}
	case user:
		return s.otherWays(r)
	}
	return ""
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return present.Count(n) + " people"
}

// made is what rows are made of; it is compared with ==.
type made struct {
	sharing                    *hex.Sharing // each reading has its own
	users, groups, collections uint64
	read                       [3]bool
	edits, audit               int
	me                         string
}

// Sync makes the rows anew when what they are made of has changed.
func (s *Screen) Sync() {
	st := s.env.Store
	now := made{
		sharing: st.Project(s.id).Value.Sharing, users: st.Users.Version, groups: st.Groups.Version, collections: st.Collections.Version,
		read:  [3]bool{st.Users.Known(), st.Groups.Known(), st.Collections.Known()},
		edits: s.edits.version, audit: s.who.version, me: st.Me.Value.Email,
	}
	if now != s.made {
		s.made = now
		s.rows = s.allRows()
		s.settleEdits()
		s.compare()
		for i, r := range s.rows {
			s.rows[i].behind = s.behind(r)
		}
		s.matrix.Grid.SetSource(grid.List[row]{Items: s.rows, Key: func(r row) string { return r.name }, Fields: s.fields()})
		s.people.Grid.SetSource(s.peopleSource())
	}
	s.matrix.Grid.SetMessages(s.noRows(), s.matrix.NoMatch("entry"))
	s.people.Grid.SetMessages(s.noPeople(), s.people.NoMatch("person"))
}

func (s *Screen) noRows() grid.Message {
	e := s.env.Store.Project(s.id)
	switch {
	case e.Known():
		return grid.Message{Title: "Hex does not tell who this project is shared with.", Hint: s.env.Keys.Way(action.OpenWeb,
			action.Global) + " opens it in Hex."}
	case e.Err != nil:
		return grid.Message{Title: "The project could not be read.", Hint: e.Err.Error() + " " + s.env.TryAgain(e.Err) + "."}
	}
	return grid.Message{Title: s.env.Spin() + " reading who it is shared with"}
}

// sharing is the project's as Hex has it; ok is false while it is not known.
func (s *Screen) sharing() (p hex.Project, ok bool) {
	e := s.env.Store.Project(s.id)
	return e.Value, e.Known() && e.Value.Sharing != nil
}

// allRows are the owner, groups, collections, users, everybody, and what was added here.
func (s *Screen) allRows() []row {
	p, ok := s.sharing()
	if !ok {
		return nil
	}
	sh := p.Sharing
	all := []row{{kind: owner, name: "owner", who: p.Owner.Email, now: hex.AccessFull,
		fixed: "The owner has full access. Another owner is made in Hex: its API cannot."}}
	for _, g := range sh.Groups {
		all = append(all, s.ofGroup(g.Group.Name, g.Access))
	}
	for _, c := range sh.Collections {
		all = append(all, s.ofCollection(c.Collection.Name, c.Access))
	}
	for _, u := range sh.Users {
		if !strings.EqualFold(u.User.Email, p.Owner.Email) {
			all = append(all, s.ofUser(u.User.Email, u.Access))
		}
	}
	for _, r := range s.edits.added {
		if !slices.ContainsFunc(all, func(have row) bool { return have.name == r.name }) {
			all = append(all, r)
		}
	}
	all = slices.DeleteFunc(all, func(r row) bool { // what was taken away stays only as long as it is to be given again
		_, edited := s.edits.to[r.name]
		return cmp.Or(r.now, hex.AccessNone) == hex.AccessNone && !edited
	})
	all = append(all,
		row{kind: workspace, name: change.WorkspaceFact, who: "Everyone in the workspace", now: sh.Workspace.Access},
		row{kind: web, name: change.WebFact, who: "Anyone with the link", now: sh.PublicWeb.Access})
	if a := sh.Support.Access; a != "" && a != hex.AccessNone {
		all = append(all, row{kind: support, name: change.SupportFact, who: "Hex's support", now: a,
			fixed: "Access of Hex's support is given and taken in Hex: its API cannot."})
	}
	slices.SortStableFunc(all, func(a, b row) int {
		return cmp.Or(int(a.kind)-int(b.kind), strings.Compare(resolve.Fold(a.who), resolve.Fold(b.who)))
	})
	return all
}

func (s *Screen) ofGroup(name string, a hex.Access) row {
	r := row{kind: group, name: change.GroupFact + name, who: name, now: a}
	r.id, r.fixed = found(&s.env.Store.Groups, name, "group", func(g hex.Group) (string, string) { return g.ID, g.Name })
	return r
}

func (s *Screen) ofCollection(name string, a hex.Access) row {
	r := row{kind: collection, name: change.CollectionFact + name, who: name, now: a}
	r.id, r.fixed = found(&s.env.Store.Collections, name, "collection", func(c hex.Collection) (string, string) { return c.ID, c.Name })
	return r
}

func (s *Screen) ofUser(email string, a hex.Access) row {
	r := row{kind: user, name: change.UserFact + email, who: email, now: a}
	r.id, r.fixed = found(&s.env.Store.Users, email, "user", func(u hex.User) (string, string) { return u.ID, u.Email })
	return r
}

// found finds the id of what Hex calls by a name only, or why it is not known which is meant.
func found[T any](l *store.List[T], name, noun string, of func(T) (id, name string)) (id, why string) {
	n := 0
	for i := range l.Len() {
		if one, called := of(l.Item(i)); called == name || noun == "user" && strings.EqualFold(called, name) {
			id = one
			n++
		}
	}
	switch {
	case n == 1:
		return id, ""
	case n > 1:
		return "", fmt.Sprintf("%d %ss are called “%s”, and Hex names them by that only: change this in Hex.", n, noun, name)
	case l.Err != nil:
		return "", "The " + noun + "s could not be read, so the one that is meant is not known. " + l.Err.Error()
	case l.At.IsZero():
		return "", "The " + noun + "s are being read."
	}
	return "", fmt.Sprintf("“%s” is not in the list of %ss that the token sees: change this in Hex.", name, noun)
}

// settleEdits forgets edits that Hex has by now, and those of rows that are gone.
func (s *Screen) settleEdits() {
	for name, to := range s.edits.to {
		at := slices.IndexFunc(s.rows, func(r row) bool { return r.name == name })
		if at < 0 && len(s.rows) > 0 || at >= 0 && cmp.Or(s.rows[at].now, hex.AccessNone) == to {
			delete(s.edits.to, name)
			delete(s.edits.failed, name)
			s.changed()
		}
	}
}
