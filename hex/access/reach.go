package access

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
)

// Subject is whose reach an audit is of: one of its members is set.
type Subject struct {
	UserID, GroupID string
	// Everyone is everybody who has a link, without an account.
	Everyone bool
}

// Reached is a project that the subject of an audit reaches.
type Reached struct {
	ID, Title string
	Type      hex.ProjectType
	Owner     string
	// Access is the most that the ways give. Edits tells whether it lets edit, and the role does too.
	Access            hex.Access
	Edits             bool
	Archived, Trashed bool
	Ways              []Way
}

// Reach is an audit of what a person, a group or everybody reaches. It is for use by one goroutine at a time.
type Reach struct {
	of       Subject
	user     *hex.User
	group    *hex.Group
	projects list[hex.Project]
	directory
}

// OfSubject begins an audit of what somebody reaches. It reads nothing yet.
func OfSubject(of Subject) *Reach { return &Reach{of: of} }

// Read reads on within a budget: [Reach.Unread] says what is left. Told is told what is read next; it may be nil.
func (r *Reach) Read(ctx context.Context, client *hex.Client, b Budget, told func(what string)) error {
	return read(ctx, client, b, r.next, told)
}

// Whose is the user or the group that the audit is of, by name, empty for everybody and before it was read.
func (r *Reach) Whose() string {
	switch {
	case r.user != nil:
		return r.user.Email
	case r.group != nil:
		return r.group.Name
	}
	return ""
}

// next is the next request, nil when everything is read.
func (r *Reach) next() *step {
	switch {
	case r.of.UserID != "" && r.user == nil:
		return &step{"the user", r.readUser}
	case r.of.GroupID != "" && r.group == nil:
		return &step{"the group", func(ctx context.Context, c *hex.Client) error {
			got, err := c.GetGroup(ctx, r.of.GroupID)
			if err == nil {
				r.group = &got
			}
			return err
		}}
	case !r.projects.done:
		return r.readProjects()
	case r.of.Everyone:
		return nil
	case r.shared(byCollection) && !r.collections.done:
		return r.readCollections()
	case (r.shared(byGroup) || r.shared(byCollection)) && !r.groups.done:
		return r.readGroups()
	}
	for _, id := range r.groupsToRead() {
		if s := r.readMembers(id); s != nil {
			return s
		}
	}
	return nil
}

func (r *Reach) readUser(ctx context.Context, c *hex.Client) error {
	page, err := c.ListUsers(ctx, hex.UserQuery{UserIDs: []string{r.of.UserID}})
	if err != nil {
		return err
	}
	for _, u := range page.Items {
		if u.ID == r.of.UserID {
			r.user = &u
			return nil
		}
	}
	return &hex.Error{Kind: hex.NotFound, Op: "ListUsers", Message: "There is no user " + r.of.UserID + " in the workspace."}
}

func (r *Reach) readProjects() *step {
	what := "the projects"
	if n := len(r.projects.items); n > 0 {
		what = fmt.Sprintf("the projects behind the first %d", n)
	}
	return &step{what, func(ctx context.Context, c *hex.Client) error {
		err := r.projects.next(ctx, everyPage, func(p hex.Project) string { return p.ID },
			func(ctx context.Context, p hex.Paging) (hex.Page[hex.Project], error) {
				page, err := c.ListProjects(ctx, hex.ProjectQuery{Paging: p, IncludeArchived: true, IncludeComponents: true,
					IncludeTrashed: true, IncludeSharing: true})
				return short(page), err
			})
		return cmp.Or(err, r.projects.refused) // without the projects there is nothing to tell
	}}
}

// short is a page without what an audit does not need, so that it can hold the projects of a large workspace.
func short(page hex.Page[hex.Project]) hex.Page[hex.Project] {
	for i, p := range page.Items {
		page.Items[i] = hex.Project{ID: p.ID, Title: p.Title, Type: p.Type, Owner: p.Owner, ArchivedAt: p.ArchivedAt,
			TrashedAt: p.TrashedAt, Sharing: p.Sharing}
	}
	return page
}

// byGroup and byCollection tell whether sharing names any.
func byGroup(s hex.Sharing) bool      { return len(s.Groups) > 0 }
func byCollection(s hex.Sharing) bool { return len(s.Collections) > 0 }

// shared tells whether any project is shared so.
func (r *Reach) shared(how func(hex.Sharing) bool) bool {
	return slices.ContainsFunc(r.projects.items, func(p hex.Project) bool { return p.Sharing != nil && how(*p.Sharing) })
}

// groupsToRead are the ids of the groups that give access to anything, for a person: there is no list of somebody's groups.
func (r *Reach) groupsToRead() (ids []string) {
	if r.of.UserID == "" {
		return nil
	}
	named, shelved := map[string]bool{}, map[string]bool{}
	for _, p := range r.projects.items {
		if p.Sharing == nil {
			continue
		}
		for _, g := range p.Sharing.Groups {
			named[g.Group.Name] = true
		}
		for _, c := range p.Sharing.Collections {
			shelved[c.Collection.Name] = true
		}
	}
	for _, g := range r.groups.items {
		if named[g.Name] {
			ids = append(ids, g.ID)
		}
	}
	for _, c := range r.collections.items {
		if shelved[c.Name] {
			ids = append(ids, groupsOf(c)...)
		}
	}
	return once(ids)
}

// Unread is what is not read yet, in the order in which it will be; empty when the audit is complete.
func (r *Reach) Unread() (left []string) {
	if r.of.UserID != "" && r.user == nil {
		left = append(left, "the user")
	}
	if r.of.GroupID != "" && r.group == nil {
		left = append(left, "the group")
	}
	if !r.projects.done {
		left = append(left, r.readProjects().what)
	}
	if r.of.Everyone {
		return left
	}
	if (!r.projects.done || r.shared(byCollection)) && !r.collections.done {
		left = append(left, r.readCollections().what)
	}
	if (!r.projects.done || r.shared(byGroup) || r.shared(byCollection)) && !r.groups.done {
		return append(left, r.readGroups().what, "the members of the groups")
	}
	for _, id := range r.groupsToRead() {
		if s := r.readMembers(id); s != nil {
			left = append(left, s.what)
		}
	}
	return left
}

// Looked is how many projects were looked at.
func (r *Reach) Looked() int { return len(r.projects.items) }

// Projects are those that the subject reaches, as far as it is read, in Hex's order.
func (r *Reach) Projects() []Reached {
	all := []Reached{}
	role := hex.Role("")
	if r.user != nil {
		role = r.user.Role
	}
	m := r.membership()
	for _, p := range r.projects.items {
		ways := m.ways(p)
		if len(ways) == 0 {
			continue
		}
		ways = tidy(ways)
		best := highest(ways)
		all = append(all, Reached{ID: p.ID, Title: p.Title, Type: p.Type, Owner: p.Owner.Email, Access: best, Edits: mayEdit(role, best),
			Archived: p.ArchivedAt != nil, Trashed: p.TrashedAt != nil, Ways: ways})
	}
	return all
}

// Notes is what the API does not tell, and what of its answers could not be read.
func (r *Reach) Notes() []string {
	notes := r.refusals()
	if r.projects.repeats {
		notes = append(notes, "Hex gave the same projects again in place of more: there may be others.")
	}
	if r.group != nil {
		if n := len(r.groupsCalled(r.group.Name)); n > 1 {
			notes = append(notes, manyCalled("group", r.group.Name, n))
		}
	}
	return append(notes, "Only projects that the token itself sees are looked at.", untold)
}

// membership is what the subject belongs to.
type membership struct {
	r *Reach
	// groups tells of names of groups whether the subject is in the one of the name (true), or in one of several (false).
	groups map[string]bool
	// collections says of names of collections how the subject belongs to it.
	collections map[string]Way
	email       string
	everybody   bool
	admin       bool
}

func (r *Reach) membership() membership {
	m := membership{r: r, groups: map[string]bool{}, collections: map[string]Way{}}
	in := map[string]bool{}
	switch {
	case r.user != nil:
		m.email, m.everybody, m.admin = strings.ToLower(r.user.Email), inWorkspace(r.user.Role), r.user.Role == hex.RoleAdmin
		for id, l := range r.members {
			in[id] = slices.ContainsFunc(l.items, func(u hex.User) bool { return u.ID == r.user.ID })
		}
	case r.group != nil:
		m.everybody, in[r.group.ID] = true, true
		m.groups[r.group.Name] = len(r.groupsCalled(r.group.Name)) <= 1
	}
	for _, g := range r.groups.items {
		if in[g.ID] {
			m.groups[g.Name] = len(r.groupsCalled(g.Name)) == 1
		}
	}
	for _, c := range r.collections.items {
		if w, ok := m.belongs(c, in); ok {
			w.Unsure = len(r.collectionsCalled(c.Name)) > 1
			m.collections[c.Name] = w
		}
	}
	return m
}

// belongs is how the subject belongs to a collection, the nearest way first.
func (m membership) belongs(c hex.Collection, in map[string]bool) (Way, bool) {
	w := Way{By: Collection, Name: c.Name}
	if u := m.r.user; u != nil {
		if slices.ContainsFunc(c.Sharing.Users, func(g hex.CollectionGrant) bool { return g.ID == u.ID && given(hex.Access(g.Access)) }) {
			return w, true
		}
		if c.Creator != nil && c.Creator.ID == u.ID {
			w.Through = "its creator"
			return w, true
		}
	}
	for _, id := range groupsOf(c) {
		if in[id] {
			if w.Through = "group " + m.r.groupName(id); m.r.group != nil {
				w.Through = ""
			}
			return w, true
		}
	}
	if w.Through = "workspace"; m.everybody && withWorkspace(c) {
		return w, true
	}
	return w, false
}

// ways are those in which the subject reaches a project.
func (m membership) ways(p hex.Project) (ways []Way) {
	add := func(w Way, a hex.Access) {
		if w.Access = a; given(a) {
			ways = append(ways, w)
		}
	}
	if m.email != "" && strings.EqualFold(p.Owner.Email, m.email) {
		add(Way{By: Owner}, hex.AccessFull)
	}
	if m.admin {
		add(Way{By: AdminRole}, hex.AccessView)
	}
	if p.Sharing == nil {
		return ways
	}
	for _, u := range p.Sharing.Users {
		if strings.EqualFold(u.User.Email, p.Owner.Email) && u.Access == hex.AccessFull {
			continue // the owner, as above
		}
		if m.email != "" && strings.EqualFold(u.User.Email, m.email) {
			add(Way{By: Direct}, u.Access)
		}
	}
	for _, g := range p.Sharing.Groups {
		if sure, in := m.groups[g.Group.Name]; in {
			add(Way{By: Group, Name: g.Group.Name, Unsure: !sure}, g.Access)
		}
	}
	for _, c := range p.Sharing.Collections {
		if w, in := m.collections[c.Collection.Name]; in {
			add(w, c.Access)
		}
	}
	if m.everybody {
		add(Way{By: Workspace}, p.Sharing.Workspace.Access)
	}
	add(Way{By: Public}, p.Sharing.PublicWeb.Access)
	return ways
}
