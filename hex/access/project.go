package access

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
)

// Person is somebody who reaches a project.
type Person struct {
	// ID, Name and Role are empty for somebody whom the list of users does not have.
	ID, Name, Email string
	Role            hex.Role
	// Access is the most that the ways give. Edits tells whether it lets edit, and the role does too.
	Access hex.Access
	Edits  bool
	Ways   []Way
}

// Project is an audit of who reaches one project. It is for use by one goroutine at a time.
type Project struct {
	id         string
	project    *hex.Project
	*directory // the same for those that [Project.If] makes
}

// OfProject begins an audit of a project. It reads nothing yet.
func OfProject(id string) *Project { return &Project{id: id, directory: &directory{}} }

// Read reads on within a budget: [Project.Unread] says what is left. Told is told what is read next; it may be nil.
func (p *Project) Read(ctx context.Context, client *hex.Client, b Budget, told func(what string)) error {
	return read(ctx, client, b, p.next, told)
}

// next is the next request, nil when everything is read.
func (p *Project) next() *step {
	if p.project == nil {
		return &step{"the project", func(ctx context.Context, c *hex.Client) error {
			got, err := c.GetProject(ctx, p.id)
			if err == nil {
				p.project = &got
			}
			return err
		}}
	}
	s := p.sharing()
	switch {
	case len(s.Groups)+len(s.Collections) > 0 && !p.groups.done:
		return p.readGroups()
	case len(s.Collections) > 0 && !p.collections.done:
		return p.readCollections()
	case !p.users.done:
		return p.readUsers()
	}
	for _, id := range p.groupsToRead() {
		if s := p.readMembers(id); s != nil {
			return s
		}
	}
	return nil
}

// sharing is the project's; empty where Hex gave none.
func (p *Project) sharing() hex.Sharing {
	if p.project == nil || p.project.Sharing == nil {
		return hex.Sharing{}
	}
	return *p.project.Sharing
}

// groupsToRead are the ids of the groups that the project, or a collection it is in, is shared with.
func (p *Project) groupsToRead() (ids []string) {
	s := p.sharing()
	for _, g := range s.Groups {
		if given(g.Access) {
			ids = append(ids, p.groupsCalled(g.Group.Name)...)
		}
	}
	for _, shelf := range s.Collections {
		if given(shelf.Access) {
			for _, c := range p.collectionsCalled(shelf.Collection.Name) {
				ids = append(ids, groupsOf(c)...)
			}
		}
	}
	return once(ids)
}

// Of is the project, zero before it was read.
func (p *Project) Of() hex.Project {
	if p.project == nil {
		return hex.Project{}
	}
	return *p.project
}

// Unread is what is not read yet, in the order in which it will be; empty when the audit is complete.
func (p *Project) Unread() (left []string) {
	if p.project == nil {
		return []string{"the project", "who is behind what it is shared with"}
	}
	s := p.sharing()
	if len(s.Groups)+len(s.Collections) > 0 && !p.groups.done {
		left = append(left, p.readGroups().what, "the members of its groups")
	}
	if len(s.Collections) > 0 && !p.collections.done {
		left = append(left, p.readCollections().what, "the members of its collections")
	}
	if !p.users.done {
		left = append(left, p.readUsers().what)
	}
	for _, id := range p.groupsToRead() {
		if s := p.readMembers(id); s != nil {
			left = append(left, s.what)
		}
	}
	return left
}

// People are those who reach the project, as far as it is read: those who edit first, then by access and e-mail.
func (p *Project) People() []Person {
	if p.project == nil {
		return []Person{}
	}
	c := p.census()
	s := p.sharing()
	if p.project.Owner.Email != "" {
		c.add(hex.User{Email: p.project.Owner.Email}, Way{By: Owner, Access: hex.AccessFull})
	}
	for _, u := range s.Users {
		if strings.EqualFold(u.User.Email, p.project.Owner.Email) && u.Access == hex.AccessFull {
			continue // Hex lists the owner among the users: that is no further way
		}
		c.add(hex.User{Email: u.User.Email}, Way{By: Direct, Access: u.Access})
	}
	for _, g := range s.Groups {
		ids := p.groupsCalled(g.Group.Name)
		for _, id := range ids {
			c.addMembers(id, Way{By: Group, Name: g.Group.Name, Access: g.Access, Unsure: len(ids) > 1})
		}
	}
	for _, shelf := range s.Collections {
		all := p.collectionsCalled(shelf.Collection.Name)
		for _, one := range all {
			c.addCollection(one, Way{By: Collection, Name: one.Name, Access: shelf.Access, Unsure: len(all) > 1})
		}
	}
	for _, u := range p.users.items {
		if inWorkspace(u.Role) {
			c.add(u, Way{By: Workspace, Access: s.Workspace.Access})
		}
		if u.Role == hex.RoleAdmin {
			c.add(u, Way{By: AdminRole, Access: hex.AccessView})
		}
	}
	return c.people()
}

// Notes is what the API does not tell about the project, and what of its answers could not be read.
func (p *Project) Notes() []string {
	notes := p.refusals()
	s := p.sharing()
	if p.project != nil && p.project.Sharing == nil {
		notes = append(notes, "Hex did not tell with whom the project is shared.")
	}
	for _, g := range s.Groups {
		switch n := len(p.groupsCalled(g.Group.Name)); {
		case n > 1:
			notes = append(notes, manyCalled("group", g.Group.Name, n))
		case n == 0 && p.groups.done && given(g.Access):
			notes = append(notes, fmt.Sprintf("The group %q is not in the list of groups: its members are missing here.", g.Group.Name))
		}
	}
	for _, c := range s.Collections {
		switch n := len(p.collectionsCalled(c.Collection.Name)); {
		case n > 1:
			notes = append(notes, manyCalled("collection", c.Collection.Name, n))
		case n == 0 && p.collections.done && given(c.Access):
			notes = append(notes, fmt.Sprintf("The collection %q is not among those that the token sees: who is in it is missing here.",
				c.Collection.Name))
		}
	}
	if given(s.PublicWeb.Access) {
		notes = append(notes, fmt.Sprintf("Anyone with the link reaches it, without an account: %s.", s.PublicWeb.Access))
	}
	if given(s.Support.Access) {
		notes = append(notes, fmt.Sprintf("Hex's support reaches it: %s.", s.Support.Access))
	}
	return append(notes, untold)
}

// untold is what no answer of the API says.
const untold = "Not in the API: signed links to embedded apps, scheduled e-mails and Slack posts, exports. That admins see every " +
	"project, and that MEMBER and EXPLORER never edit, is from Hex's documentation."

// census gathers people and their ways.
type census struct {
	byEmail map[string]*Person
	byID    map[string]*Person
	all     []*Person
	*directory
}

func (p *Project) census() *census {
	c := &census{byEmail: map[string]*Person{}, byID: map[string]*Person{}, directory: p.directory}
	for _, u := range p.users.items {
		c.person(u)
	}
	return c
}

// person is somebody by id or e-mail, made where nobody was known.
func (c *census) person(u hex.User) *Person {
	email := strings.ToLower(u.Email)
	found := c.byID[u.ID]
	if found == nil {
		found = c.byEmail[email]
	}
	if found == nil {
		found = &Person{ID: u.ID, Email: u.Email, Name: u.Name, Role: u.Role}
		c.all = append(c.all, found)
	}
	if found.Role == "" && u.Role != "" {
		found.ID, found.Name, found.Role, found.Email = u.ID, u.Name, u.Role, u.Email
	}
	if found.ID != "" {
		c.byID[found.ID] = found
	}
	if email != "" {
		c.byEmail[email] = found
	}
	return found
}

func (c *census) add(u hex.User, w Way) {
	if given(w.Access) {
		found := c.person(u)
		found.Ways = append(found.Ways, w)
	}
}

func (c *census) addMembers(groupID string, w Way) {
	if l := c.members[groupID]; l != nil {
		for _, u := range l.items {
			c.add(u, w)
		}
	}
}

// addCollection adds all who are in a collection. What they may do with a project in it is what the project gave the collection.
func (c *census) addCollection(one hex.Collection, w Way) {
	through := func(how string) Way {
		w := w
		w.Through = how
		return w
	}
	if one.Creator != nil {
		c.add(hex.User{ID: one.Creator.ID, Email: one.Creator.Email}, through("its creator"))
	}
	for _, u := range one.Sharing.Users {
		if given(hex.Access(u.Access)) {
			c.add(hex.User{ID: u.ID}, w)
		}
	}
	for _, id := range groupsOf(one) {
		c.addMembers(id, through("group "+c.groupName(id)))
	}
	if withWorkspace(one) {
		for _, u := range c.users.items {
			if inWorkspace(u.Role) {
				c.add(u, through("workspace"))
			}
		}
	}
}

// people are those who have a way.
func (c *census) people() []Person {
	all := []Person{}
	for _, p := range c.all {
		if len(p.Ways) == 0 {
			continue
		}
		p.Ways = tidy(p.Ways)
		p.Access = highest(p.Ways)
		p.Edits = mayEdit(p.Role, p.Access)
		all = append(all, *p)
	}
	slices.SortStableFunc(all, func(a, b Person) int {
		return cmp.Or(-compareBool(a.Edits, b.Edits), cmp.Compare(rank(b.Access), rank(a.Access)), strings.Compare(a.Email, b.Email),
			strings.Compare(a.ID, b.ID))
	})
	return all
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
