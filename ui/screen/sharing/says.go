package sharing

import (
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/access"
	"hextui/hex/change"
	"hextui/ui/deed/onproject"
)

// namedPeople is how many people a sentence names.
const namedPeople = 4

// says are the sentences of a change: what each entry means, and what becomes of the people behind them.
func (s *Screen) says(edited []row, p *change.Prepared) []string {
	all := onproject.Truths(s.env, p.Was)
	for _, r := range edited {
		all = append(all, s.sentence(r))
	}
	if s.before == nil {
		return append(all, "Who is behind groups and collections is still being read, so nothing is said of what else they have.")
	}
	byName := slices.ContainsFunc(edited, func(r row) bool { return r.kind != web })
	if byName {
		all = append(all, effect(s.before.people, s.after.people)...)
	}
	if left := s.unread(); len(left) > 0 {
		all = append(all, "Not everybody was read: "+some(left, 2)+". More people may be affected.")
	}
	if !slices.ContainsFunc(edited, func(r row) bool { return r.kind == web }) {
		all = append(all, "Nobody without an account is affected.")
	}
	return all
}

// sentence says what becomes of one entry.
func (s *Screen) sentence(r row) string {
	to := s.edits.to[r.name]
	text := s.subject(r) + " " + becomes(r.now, to)
	if r.kind != user || s.after == nil {
		return text + "."
	}
	p, ok := s.after.person(r.who)
	switch {
	case !ok || len(p.Ways) == 0 || p.Ways[0].By == access.Direct:
		return text + "."
	case less(r.now, to):
		return text + ", but keeps what other ways give: " + way(p.Ways[0]) + "."
	}
	return text + ", and has as much in another way, too: " + way(p.Ways[0]) + "."
}

// subject names an entry with the people behind it.
func (s *Screen) subject(r row) string {
	switch r.kind {
	case workspace:
		return "Everyone in the workspace" + s.members(r)
	case web:
		return "Anyone with the link, without an account,"
	case group, collection:
		return fmt.Sprintf("The %s %s", r.kind, r.who) + s.members(r)
	}
	return r.who
}

// members are those who are behind a row, before or after, in brackets.
func (s *Screen) members(r row) string {
	if s.before == nil {
		return ""
	}
	who := s.before.through(r)
	if more := s.after.through(r); len(more) > len(who) {
		who = more
	}
	if len(who) == 0 {
		return ""
	}
	return " (" + s.atLeast(r, len(who)) + ": " + some(shortNames(who), namedPeople) + ")"
}

// atLeast is how many people are behind a row, and whether there may be more.
func (s *Screen) atLeast(r row, n int) string {
	if s.whole(r) {
		return people(n)
	}
	return "at least " + people(n)
}

// shortNames are e-mail addresses without their domain, which colleagues share.
func shortNames(emails []string) []string {
	all := make([]string, len(emails))
	for i, e := range emails {
		all[i], _, _ = strings.Cut(e, "@")
	}
	return all
}

// becomes says what becomes of a level: loses editing and keeps exploring.
func becomes(was, is hex.Access) string {
	switch a, b := levelOf(was), levelOf(is); {
	case a <= 0:
		return "gains " + doing(is)
	case b == 0:
		return "loses " + doing(was)
	case b < a:
		return "loses " + doing(was) + " and keeps " + doing(is)
	}
	return "gains " + doing(is) + " over " + doing(was)
}

// doing is a level as what somebody does.
func doing(a hex.Access) string {
	switch a {
	case hex.AccessAppOnly:
		return "viewing the app"
	case hex.AccessView:
		return "exploring"
	case hex.AccessEdit:
		return "editing"
	case hex.AccessFull:
		return "full access"
	}
	return strings.ToLower(string(a))
}

// shared is a sharing with the changes made.
func (s *Screen) shared(sh hex.Sharing, edited []row) hex.Sharing {
	for _, r := range edited {
		sh = grant(sh, r, s.edits.to[r.name])
	}
	return sh
}

// grant is a sharing in which a row has a level.
func grant(sh hex.Sharing, r row, to hex.Access) hex.Sharing {
	switch r.kind {
	case user:
		sh.Users = slices.Clone(sh.Users)
		at := slices.IndexFunc(sh.Users, func(u grantedUser) bool { return strings.EqualFold(u.User.Email, r.who) })
		if at < 0 {
			at, sh.Users = len(sh.Users), append(sh.Users, grantedUser{User: hex.Person{Email: r.who}})
		}
		sh.Users[at].Access = to
	case group:
		sh.Groups = slices.Clone(sh.Groups)
		at := slices.IndexFunc(sh.Groups, func(g grantedGroup) bool { return g.Group.Name == r.who })
		if at < 0 {
			at, sh.Groups = len(sh.Groups), append(sh.Groups, grantedGroup{Group: hex.Label{Name: r.who}})
		}
		sh.Groups[at].Access = to
	case collection:
		sh.Collections = slices.Clone(sh.Collections)
		at := slices.IndexFunc(sh.Collections, func(c grantedCollection) bool { return c.Collection.Name == r.who })
		if at < 0 {
			at, sh.Collections = len(sh.Collections), append(sh.Collections, grantedCollection{Collection: hex.Label{Name: r.who}})
		}
		sh.Collections[at].Access = to
	case workspace:
		sh.Workspace.Access = to
	case web:
		sh.PublicWeb.Access = to
	}
	return sh
}

// What a [hex.Sharing] lists.
type (
	grantedUser = struct {
		User   hex.Person `json:"user"`
		Access hex.Access `json:"access"`
	}
	grantedGroup = struct {
		Group  hex.Label  `json:"group"`
		Access hex.Access `json:"access"`
	}
	grantedCollection = struct {
		Collection hex.Label  `json:"collection"`
		Access     hex.Access `json:"access"`
	}
)

// effect says who may do less and who more, whatever gave them their access and as far as their role lets them use it.
func effect(before, after []access.Person) []string {
	was := map[string]hex.Access{}
	for _, p := range before {
		was[p.Email] = usable(p)
	}
	var lost, gained []string
	for _, p := range after {
		switch a, b := levelOf(was[p.Email]), levelOf(usable(p)); {
		case b < a:
			lost = append(lost, p.Email)
		case b > a:
			gained = append(gained, p.Email)
		}
		delete(was, p.Email)
	}
	for _, p := range before {
		if _, gone := was[p.Email]; gone {
			lost = append(lost, p.Email)
		}
	}
	if len(lost)+len(gained) == 0 {
		return []string{"In effect nobody in the workspace may do more or less: they have as much in other ways, too."}
	}
	var all []string
	if len(lost) > 0 {
		all = append(all, "In effect "+people(len(lost))+" may do less: "+some(shortNames(lost), namedPeople)+".")
	}
	if len(gained) > 0 {
		all = append(all, "In effect "+people(len(gained))+" may do more: "+some(shortNames(gained), namedPeople)+".")
	}
	return all
}
