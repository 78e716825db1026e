package sharing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/ui/deed"
	"hextui/ui/overlay"
	"hextui/ui/present"
)

func (e *edits) len() int { return len(e.to) }

// selected is the row under the cursor.
func (s *Screen) selected() (row, bool) {
	at := slices.IndexFunc(s.rows, func(r row) bool { return r.name == s.matrix.Grid.Selected() })
	if at < 0 {
		return row{}, false
	}
	return s.rows[at], true
}

// level is the one under the cursor.
func (s *Screen) level() hex.Access {
	return levelColumns[min(max(s.matrix.Grid.Column()-firstLevel, 0), len(levelColumns)-1)].access
}

// cannotSet is why the row cannot be given the level under the cursor.
func (s *Screen) cannotSet(r row) string {
	if r.kind == web && levelOf(s.level()) > levelOf(hex.AccessAppOnly) {
		return "Anyone with the link can view the app at most; more is given to people by name."
	}
	return ""
}

// set gives a row a level, here.
func (s *Screen) set(r row, to hex.Access) {
	s.env.Host.Begin()
	delete(s.edits.failed, r.name)
	if levelOf(r.now) == levelOf(to) {
		s.drop(r)
		return
	}
	s.edits.to[r.name] = to
	s.changed()
}

// drop leaves a row as it is in Hex.
func (s *Screen) drop(r row) {
	delete(s.edits.to, r.name)
	delete(s.edits.failed, r.name)
	s.edits.added = slices.DeleteFunc(s.edits.added, func(a row) bool { return a.name == r.name })
	s.changed()
}

func (s *Screen) isAdded(r row) bool {
	return slices.ContainsFunc(s.edits.added, func(a row) bool { return a.name == r.name })
}

func (s *Screen) cannotAdd() string {
	if _, ok := s.sharing(); !ok {
		return "It is not known who the project is shared with."
	}
	return ""
}

// add lets a user, a group or a collection be picked that the project is not shared with.
func (s *Screen) add() {
	st := s.env.Store
	p, _ := s.sharing()
	var choices []overlay.Choice
	offer := func(r row, also, detail string) {
		if r.id == "" || slices.ContainsFunc(s.rows, func(have row) bool { return have.name == r.name }) {
			return
		}
		choices = append(choices, overlay.Choice{Title: r.who, Name: also, Detail: detail, Reason: r.fixed, Do: func() { s.pick(r) }})
	}
	for i := range st.Groups.Len() {
		offer(s.ofGroup(st.Groups.Item(i).Name, ""), "", "group")
	}
	for i := range st.Users.Len() {
		u := st.Users.Item(i)
		if !strings.EqualFold(u.Email, p.Owner.Email) {
			offer(s.ofUser(u.Email, ""), u.Name, strings.TrimSpace(u.Name+", "+strings.ToLower(string(u.Role))))
		}
	}
	for i := range st.Collections.Len() {
		offer(s.ofCollection(st.Collections.Item(i).Name, ""), "", "collection")
	}
	waiting := ""
	if st.Groups.At.IsZero() || st.Users.At.IsZero() || st.Collections.At.IsZero() {
		waiting = "more is being read"
	}
	deed.Pick(s.env, "Share "+s.name()+" with", "a person, a group, a collection", waiting, choices)
}

// pick adds a row with the least that is any access, for the person to change.
func (s *Screen) pick(r row) {
	s.edits.added = append(s.edits.added, r)
	s.edits.to[r.name] = hex.AccessAppOnly
	s.changed()
	s.Sync()
	s.matrix.SetFilter("")
	s.matrix.Grid.Select(r.name)
	s.matrix.Grid.SelectColumn("view")
}

// review shows what the changes mean, and sends them.
func (s *Screen) review() {
	edited := s.edited()
	deed.Do(s.env, deed.Deed{
		Change: s.share(edited), Title: "Change who may see “" + s.name() + "”?", Yes: "send " + present.Plural(len(edited), "change"),
		Said: s.said(edited),
		Says: func(p *change.Prepared) []string { return s.says(edited, p) }, Done: s.done(edited),
	})
}

// said is what came of a review in a line: the change itself where there is one.
func (s *Screen) said(edited []row) string {
	what := present.Plural(len(edited), "change")
	if len(edited) == 1 {
		r := edited[0]
		what = r.who + ", " + cmp.Or(r.now.Words(), "–") + " → " + cmp.Or(s.edits.to[r.name].Words(), "–")
	}
	return fmt.Sprintf("“%s” is shared otherwise: %s.", s.name(), what)
}

// edited are the rows that are changed, in their order.
func (s *Screen) edited() []row {
	var all []row
	for _, r := range s.rows {
		if _, ok := s.edits.to[r.name]; ok {
			all = append(all, r)
		}
	}
	return all
}

// share is the change of the rows.
func (s *Screen) share(edited []row) change.Share {
	w := change.Share{ProjectID: s.id}
	for _, r := range edited {
		to := s.edits.to[r.name]
		grant := change.Grant{Who: change.Who{ID: r.id, Name: r.who}, Access: to}
		switch r.kind {
		case user:
			w.Users = append(w.Users, grant)
		case group:
			w.Groups = append(w.Groups, grant)
		case collection:
			w.Collections = append(w.Collections, grant)
		case workspace:
			w.Workspace = to
		case web:
			w.Public = to
		}
	}
	return w
}

// done takes what came of the sending: what was done is changed no more, what was not says why.
func (s *Screen) done(edited []row) func(change.Result, error) {
	return func(r change.Result, err error) {
		if err != nil && len(r.Failed) == 0 {
			return
		}
		for _, one := range edited {
			at := slices.IndexFunc(r.Failed, func(f change.Failure) bool { return f.Name == one.name })
			if at >= 0 {
				s.edits.failed[one.name] = r.Failed[at].Why
				continue
			}
			s.drop(one)
		}
		s.changed()
	}
}
