package access

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hextui/hex"
)

// Budget bounds one Read of an audit. What was read until then stays.
type Budget struct {
	// Requests is how many requests are made at most; 0 is as many as it takes.
	Requests int
	// Patience is how long is read, with the waiting for the client's own budget; 0 is as long as it takes.
	Patience time.Duration
}

// step is one request of an audit, and what it is for.
type step struct {
	what string
	do   func(context.Context, *hex.Client) error
}

var errOutOfTime = errors.New("no time to read more")

// read carries out steps until there is none, or the budget is used up. Told is told before each; it may be nil. The error is the
// first failure that is not that of a budget.
func read(ctx context.Context, client *hex.Client, b Budget, next func() *step, told func(what string)) error {
	if b.Patience > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, b.Patience, errOutOfTime)
		defer cancel()
	}
	for n := 0; b.Requests == 0 || n < b.Requests; n++ {
		s := next()
		if s == nil {
			return nil
		}
		if told != nil {
			told(s.what)
		}
		err := s.do(ctx, client)
		switch {
		case context.Cause(ctx) == errOutOfTime, hex.IsKind(err, hex.RateLimited):
			return nil
		case err != nil:
			return fmt.Errorf("read %s: %w", s.what, err)
		}
	}
	return nil
}

// list is a list that is read page by page, every item once.
type list[T any] struct {
	items   []T
	after   string
	seen    map[string]bool
	done    bool
	repeats bool
	// refused is why Hex did not let it be read.
	refused error
}

// next reads a page. That Hex refuses the list is kept, and no error.
func (l *list[T]) next(ctx context.Context, limit int, id func(T) string,
	page func(context.Context, hex.Paging) (hex.Page[T], error)) error {
	p, err := page(ctx, hex.Paging{Limit: limit, After: l.after})
	switch {
	case hex.IsKind(err, hex.Forbidden, hex.NotFound, hex.Invalid, hex.Unprocessable):
		l.refused, l.done = err, true
		return nil
	case err != nil:
		return err
	}
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	before := len(l.items)
	if len(p.Odd) > 0 { // an audit that leaves somebody out would be wrong
		return &hex.Error{Kind: hex.Decode, Message: p.Odd[0].String(), Hint: "The audit needs all of the list. Look at it in the browser."}
	}
	for _, item := range p.Items {
		if !l.seen[id(item)] {
			l.seen[id(item)] = true
			l.items = append(l.items, item)
		}
	}
	l.repeats = p.After != "" && (p.After == l.after || len(p.Items) > 0 && len(l.items) == before)
	l.after, l.done = p.After, p.After == "" || l.repeats
	return nil
}

// directory is what an audit reads of a workspace to know people by.
type directory struct {
	users       list[hex.User]
	groups      list[hex.Group]
	collections list[hex.Collection]
	members     map[string]*list[hex.User]
}

const everyPage, everyUser = 100, 500

func (d *directory) readUsers() *step {
	return &step{"the users of the workspace", func(ctx context.Context, c *hex.Client) error {
		return d.users.next(ctx, everyUser, userID, func(ctx context.Context, p hex.Paging) (hex.Page[hex.User], error) {
			return c.ListUsers(ctx, hex.UserQuery{Paging: p})
		})
	}}
}

func (d *directory) readGroups() *step {
	return &step{"the groups of the workspace", func(ctx context.Context, c *hex.Client) error {
		return d.groups.next(ctx, everyUser, groupID, func(ctx context.Context, p hex.Paging) (hex.Page[hex.Group], error) {
			return c.ListGroups(ctx, hex.GroupQuery{Paging: p})
		})
	}}
}

func (d *directory) readCollections() *step {
	return &step{"the collections of the workspace", func(ctx context.Context, c *hex.Client) error {
		return d.collections.next(ctx, everyPage, collectionID, func(ctx context.Context, p hex.Paging) (hex.Page[hex.Collection], error) {
			return c.ListCollections(ctx, hex.CollectionQuery{Paging: p})
		})
	}}
}

// readMembers is the next page of a group's members, or nil when they are read.
func (d *directory) readMembers(id string) *step {
	if d.members == nil {
		d.members = map[string]*list[hex.User]{}
	}
	l := d.members[id]
	if l == nil {
		l = &list[hex.User]{}
		d.members[id] = l
	}
	if l.done {
		return nil
	}
	return &step{"the members of the group " + d.groupName(id), func(ctx context.Context, c *hex.Client) error {
		return l.next(ctx, everyUser, userID, func(ctx context.Context, p hex.Paging) (hex.Page[hex.User], error) {
			return c.ListUsers(ctx, hex.UserQuery{Paging: p, GroupID: id})
		})
	}}
}

func userID(u hex.User) string             { return u.ID }
func groupID(g hex.Group) string           { return g.ID }
func collectionID(c hex.Collection) string { return c.ID }

// groupName is the name of a group, or its id where the list has no such group.
func (d *directory) groupName(id string) string {
	for _, g := range d.groups.items {
		if g.ID == id {
			return g.Name
		}
	}
	return id
}

// groupsCalled are the ids of the groups of a name, collectionsCalled the collections.
func (d *directory) groupsCalled(name string) (ids []string) {
	for _, g := range d.groups.items {
		if g.Name == name {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

func (d *directory) collectionsCalled(name string) (all []hex.Collection) {
	for _, c := range d.collections.items {
		if c.Name == name {
			all = append(all, c)
		}
	}
	return all
}

// groupsOf are the ids of the groups that a collection is shared with.
func groupsOf(c hex.Collection) (ids []string) {
	for _, g := range c.Sharing.Groups {
		if given(hex.Access(g.Access)) {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

// once are ids without those that were there before.
func once(ids []string) (all []string) {
	seen := map[string]bool{}
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			all = append(all, id)
		}
	}
	return all
}

// withWorkspace tells whether a collection is shared with the workspace.
func withWorkspace(c hex.Collection) bool {
	return c.Sharing.Workspace != nil && given(hex.Access(c.Sharing.Workspace.Members))
}

// refusals are the lists that Hex did not let be read, or that it did not give to the end.
func (d *directory) refusals() (all []string) {
	say := func(what string, refused error, repeats bool) {
		switch {
		case refused != nil:
			all = append(all, fmt.Sprintf("The %s could not be read: %s", what, refused))
		case repeats:
			all = append(all, fmt.Sprintf("Hex gave the same %s again in place of more: there may be others.", what))
		}
	}
	say("users", d.users.refused, d.users.repeats)
	say("groups", d.groups.refused, d.groups.repeats)
	say("collections", d.collections.refused, d.collections.repeats)
	var ids []string
	for id := range d.members {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		say("members of the group "+d.groupName(id), d.members[id].refused, d.members[id].repeats)
	}
	return all
}
