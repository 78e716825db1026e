package change

import (
	"context"
	"fmt"

	"hextui/hex"
)

// CreateCollection makes a collection. Its entity is a [hex.Collection].
type CreateCollection struct{ Collection hex.NewCollection }

// Prepare reads the names of those it is shared with.
func (w CreateCollection) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	known, err := principals(ctx, c, w.Collection.Sharing, nil)
	if err != nil {
		return nil, err
	}
	made := hex.Collection{Name: w.Collection.Name, Description: w.Collection.Description}
	if w.Collection.Sharing != nil {
		made.Sharing = *w.Collection.Sharing
	}
	return plan{
		op: "CreateCollection", does: "Create a collection", risk: Write, target: Target{Kind: "new collection", Title: w.Collection.Name},
		after: collectionState(made, known), affected: known.affected(w.Collection.Sharing),
		undo: "Hex's API cannot delete a collection: a person can.",
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			k, err := c.CreateCollection(ctx, w.Collection)
			return Result{Entity: k, Done: fmt.Sprintf("Created the %s.", collectionTarget(k))}, err
		},
	}.prepared(ctx, c)
}

// EditCollection changes a collection; what is empty stays, and who is not named keeps their access. Its entity is a
// [hex.Collection].
type EditCollection struct {
	ID   string
	Edit hex.CollectionEdit
	// Known are users and groups whose names are known.
	Known []Who
}

// Prepare reads the collection, and the names of those whose access changes as far as they are not known.
func (w EditCollection) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	k, err := c.GetCollection(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	known, err := principals(ctx, c, w.Edit.Sharing, w.Known)
	if err != nil {
		return nil, err
	}
	before := collectionState(k, known)
	after, back := before, hex.CollectionEdit{}
	if w.Edit.Name != "" && w.Edit.Name != k.Name {
		after, back.Name = after.with("name", w.Edit.Name), k.Name
	}
	if d := w.Edit.Description; d != nil && *d != k.Description {
		after, back.Description = after.with("description", *d), &k.Description
	}
	if s := w.Edit.Sharing; s != nil {
		back.Sharing = &hex.CollectionSharing{}
		after, back.Sharing.Users = merged(after, users, known, k.Sharing.Users, s.Users)
		after, back.Sharing.Groups = merged(after, groups, known, k.Sharing.Groups, s.Groups)
		if s.Workspace != nil {
			after = after.with(theWorkspace, withoutNone(hex.Access(s.Workspace.Members)))
			back.Sharing.Workspace = &struct {
				Members string `json:"members"`
			}{string(orNone(before.value(theWorkspace)))}
		}
	}
	n := plan{
		op: "EditCollection", does: "Change a collection", risk: Access, target: collectionTarget(k), was: k,
		before: before, after: after,
		affected: known.affected(w.Edit.Sharing), undoable: true, undo: "The earlier name, description and access can be given back.",
		warnings: collectionWarnings(before, after),
		look: func(ctx context.Context, c *hex.Client) (state, error) {
			now, err := c.GetCollection(ctx, w.ID)
			return collectionState(now, known), err
		},
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			now, err := c.EditCollection(ctx, w.ID, w.Edit)
			r := Result{Entity: now, Done: fmt.Sprintf("Changed the %s.", collectionTarget(k))}
			if err == nil {
				r.Undo = EditCollection{w.ID, back, known.who}
			}
			return r, err
		},
	}
	if len(fields(before, after)) == 0 && (w.Edit.Name != "" || w.Edit.Description != nil || w.Edit.Sharing != nil) {
		n.already = k
	}
	return n.prepared(ctx, c)
}

func collectionTarget(k hex.Collection) Target {
	return Target{Kind: "collection", Title: k.Name, ID: k.ID}
}

// directory knows names of users and groups by their ids.
type directory struct {
	who   []Who
	names map[string]string
}

// name is what an id is called. Names need not be unique: one that several have stands with its id.
func (d directory) name(id string) string {
	name := d.names[id]
	if name == "" {
		return id
	}
	for other, same := range d.names {
		if other != id && same == name {
			return name + " (" + id + ")"
		}
	}
	return name
}

// principals reads the names of those whom a sharing names.
func principals(ctx context.Context, c *hex.Client, s *hex.CollectionSharing, known []Who) (directory, error) {
	d := directory{names: map[string]string{}}
	for _, w := range known {
		d.names[w.ID] = w.Name
	}
	if s == nil {
		return d, nil
	}
	for _, part := range []struct {
		kind   kind
		grants []hex.CollectionGrant
	}{{users, s.Users}, {groups, s.Groups}} {
		who := make([]Who, len(part.grants))
		for i, g := range part.grants {
			who[i] = Who{g.ID, d.names[g.ID]}
		}
		found, err := part.kind.named(ctx, c, who)
		if err != nil {
			return d, err
		}
		for _, w := range found {
			d.names[w.ID] = w.Name
		}
		d.who = append(d.who, found...)
	}
	return d, nil
}

// affected are those whom a sharing names.
func (d directory) affected(s *hex.CollectionSharing) []Affected {
	if s == nil {
		return nil
	}
	var all []Affected
	for _, part := range []struct {
		kind   kind
		grants []hex.CollectionGrant
	}{{users, s.Users}, {groups, s.Groups}} {
		if len(part.grants) > 0 {
			a := Affected{Kind: string(part.kind), Count: len(part.grants)}
			for _, g := range part.grants {
				a.Names = append(a.Names, d.name(g.ID))
			}
			all = append(all, a)
		}
	}
	if s.Workspace != nil {
		all = append(all, Affected{Kind: everybody})
	}
	return all
}

// merged is a state after grants, and the grants that put it back.
func merged(s state, k kind, known directory, now, grants []hex.CollectionGrant) (state, []hex.CollectionGrant) {
	var back []hex.CollectionGrant
	access := map[string]string{}
	for _, g := range now {
		access[g.ID] = g.Access
	}
	for _, g := range grants {
		s = s.with(string(k)+" "+known.name(g.ID), withoutNone(hex.Access(g.Access)))
		back = append(back, hex.CollectionGrant{ID: g.ID, Access: string(orNone(access[g.ID]))})
	}
	return s, back
}

func collectionState(k hex.Collection, known directory) state {
	var s state
	s.add("name", k.Name)
	s.add("description", k.Description)
	for _, g := range k.Sharing.Users {
		s.add("user "+known.name(g.ID), withoutNone(hex.Access(g.Access)))
	}
	for _, g := range k.Sharing.Groups {
		s.add("group "+known.name(g.ID), withoutNone(hex.Access(g.Access)))
	}
	if k.Sharing.Workspace != nil {
		s.add(theWorkspace, withoutNone(hex.Access(k.Sharing.Workspace.Members)))
	}
	return s
}

// The levels of access to a collection; a manager may change it.
const (
	member  = "MEMBER"
	manager = "MANAGER"
)

func collectionWarnings(before, after state) []string {
	all := lessens(fields(before, after))
	managers := func(s state) (n int) {
		for _, f := range s {
			if f.Value == manager && f.Name != "name" && f.Name != "description" {
				n++
			}
		}
		return n
	}
	if managers(before) > 0 && managers(after) == 0 {
		all = append(all, "Nobody would be left who manages the collection, but the workspace's admins.")
	}
	return all
}
