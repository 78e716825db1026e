package change

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"hextui/hex"
	"hextui/hex/plural"
)

// MemberFact is what the names of facts and fields begin with that are of a member of a group: behind it is who it is, and the value
// is the user's id.
const MemberFact = "member "

// CreateGroup makes a group. Its entity is a [hex.Group].
type CreateGroup struct {
	Name    string
	Members []Who
	// Again is set where a group that was deleted is made again.
	Again bool
}

// Prepare reads the e-mail addresses that are not known.
func (w CreateGroup) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	members, _, err := users.seen(ctx, c, w.Members)
	if err != nil {
		return nil, err
	}
	var after state
	after.add("name", w.Name)
	for _, m := range members {
		after.add(MemberFact+m.Name, m.ID)
	}
	n := plan{
		op: "CreateGroup", does: "Create a group", risk: Write, target: Target{Kind: "new group", Title: w.Name}, after: after,
		undoable: true, undo: "The group can be deleted again.",
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			g, err := c.CreateGroup(ctx, w.Name, ids(members))
			r := Result{Entity: g, Done: fmt.Sprintf("Created the %s with %s.", groupTarget(g), plural.Of(len(members), "member"))}
			var part *hex.PartialMembers
			if errors.As(err, &part) {
				r.Done, r.Failed = "Only a part was done.", notMembers(part, members)
				r.Changed = without(fields(nil, after), r.Failed)
			}
			if err == nil || part != nil {
				r.Undo = DeleteGroup{g.ID}
			}
			return r, err
		},
	}
	if len(members) > 0 {
		n.affected = []Affected{{string(users), len(members), names(members)}}
	}
	if w.Again {
		n.warnings = []string{"It is a new group: what was shared with the deleted one stays lost."}
	}
	return n.prepared(ctx, c)
}

// EditGroup renames a group and changes its members; what is empty stays. Its entity is a [hex.Group].
type EditGroup struct {
	ID, Name    string
	Add, Remove []Who
}

// Prepare reads the group and its members, and the e-mail addresses of new members that are not known.
func (w EditGroup) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	g, err := c.GetGroup(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	var members []Who
	if w.changesMembers() {
		if members, err = membersOf(ctx, c, w.ID); err != nil {
			return nil, err
		}
	}
	before := groupState(g, members)
	added, err := users.named(ctx, c, w.Add)
	if err != nil {
		return nil, err
	}
	is := func(who []Who, id string) bool {
		return slices.ContainsFunc(who, func(one Who) bool { return one.ID == id })
	}
	back := EditGroup{ID: w.ID}
	after := before
	if w.Name != "" && w.Name != g.Name {
		after, back.Name = after.with("name", w.Name), g.Name
	}
	var affected []string
	for _, m := range members {
		if is(w.Remove, m.ID) {
			after, back.Add, affected = after.with(MemberFact+m.Name, ""), append(back.Add, m), append(affected, m.Name)
		}
	}
	for _, m := range added {
		if !is(members, m.ID) && !is(back.Remove, m.ID) {
			after, back.Remove, affected = after.with(MemberFact+m.Name, m.ID), append(back.Remove, m), append(affected, m.Name)
		}
	}
	n := plan{
		op: "EditGroup", does: "Change a group", risk: Access, target: groupTarget(g), was: g, before: before, after: after,
		undoable: true, undo: "The earlier name and members can be given back.",
		look: w.look(g),
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			now, err := c.EditGroup(ctx, w.ID, hex.GroupEdit{Name: w.Name, Add: ids(w.Add), Remove: ids(w.Remove)})
			r := Result{Entity: now, Done: fmt.Sprintf("Changed the %s.", groupTarget(g))}
			var part *hex.PartialMembers
			switch {
			case errors.As(err, &part):
				r.Entity = part.Group
				r.Done, r.NoUndo = "Only a part was done.", "Look at the members of the group first: only a part was done."
				r.Failed = notMembers(part, slices.Concat(members, added))
				r.Changed = without(fields(before, after), r.Failed)
			case err == nil:
				r.Undo = back
			}
			return r, err
		},
	}
	if len(affected) > 0 {
		n.affected = []Affected{{string(users), len(affected), affected}}
	}
	if len(back.Add) > 0 {
		n.warnings = append(n.warnings, fmt.Sprintf("%s would lose what is shared with the group: %s.",
			plural.Of(len(back.Add), "member"), list(names(back.Add), 5)))
	}
	if len(members) > 0 && len(members)+len(back.Remove) == len(back.Add) {
		n.warnings = append(n.warnings, "The group would have no members any more.")
	}
	if len(fields(before, after)) == 0 && (w.Name != "" || w.changesMembers()) {
		n.already = g
	}
	return n.prepared(ctx, c)
}

// notMembers are those of a change who were not added or taken out, or of whom that is not known.
func notMembers(part *hex.PartialMembers, known []Who) []Failure {
	var all []Failure
	for _, id := range slices.Concat(part.NotAdded, part.NotRemoved) {
		name := id
		if at := slices.IndexFunc(known, func(w Who) bool { return w.ID == id }); at >= 0 {
			name = known[at].Name
		}
		all = append(all, Failure{MemberFact + name, part.Cause.Error()})
	}
	return all
}

// without are the fields but for those that were not done.
func without(all []Field, failed []Failure) []Field {
	return slices.DeleteFunc(all, func(f Field) bool {
		return slices.ContainsFunc(failed, func(not Failure) bool { return not.Name == f.Name })
	})
}

func (w EditGroup) changesMembers() bool { return len(w.Add)+len(w.Remove) > 0 }

// look reads the members again, or if they are not changed the name: the id says which group is meant.
func (w EditGroup) look(g hex.Group) func(context.Context, *hex.Client) (state, error) {
	if w.changesMembers() {
		return membersLook(g)
	}
	return func(ctx context.Context, c *hex.Client) (state, error) {
		now, err := c.GetGroup(ctx, w.ID)
		return groupState(now, nil), err
	}
}

// DeleteGroup deletes a group; its users stay. Its entity is the [hex.Group] that was deleted.
type DeleteGroup struct{ ID string }

// Prepare reads the group and its members.
func (w DeleteGroup) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	g, err := c.GetGroup(ctx, w.ID)
	if err != nil {
		return nil, err
	}
	members, err := membersOf(ctx, c, w.ID)
	if err != nil {
		return nil, err
	}
	n := plan{
		op: "DeleteGroup", does: "Delete a group", risk: Destroy, target: groupTarget(g), after: state{},
		was: g, before: groupState(g, members), look: membersLook(g),
		undoable: true, undo: "A new group with the same name and members can be made; what was shared with this one stays lost.",
		warnings: []string{fmt.Sprintf("%s would lose what is shared with the group.", plural.Of(len(members), "member"))},
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			if err := c.DeleteGroup(ctx, w.ID); err != nil {
				return Result{}, err
			}
			return Result{Entity: g, Done: fmt.Sprintf("Deleted the %s.", groupTarget(g)), Undo: CreateGroup{g.Name, members, true}}, nil
		},
	}
	if len(members) > 0 {
		n.affected = []Affected{{string(users), len(members), names(members)}}
	}
	return n.prepared(ctx, c)
}

func groupTarget(g hex.Group) Target { return Target{Kind: "group", Title: g.Name, ID: g.ID} }

// membersOf are the members of a group.
func membersOf(ctx context.Context, c *hex.Client, groupID string) ([]Who, error) {
	var members []Who
	for u, err := range hex.Items(c.UserPages(ctx, hex.UserQuery{Paging: hex.Paging{Limit: 500}, GroupID: groupID})) {
		if err != nil {
			return nil, err
		}
		members = append(members, Who{u.ID, userName(u)})
	}
	return members, nil
}

func membersLook(g hex.Group) func(context.Context, *hex.Client) (state, error) {
	return func(ctx context.Context, c *hex.Client) (state, error) {
		now, err := membersOf(ctx, c, g.ID)
		return groupState(g, now), err
	}
}

func groupState(g hex.Group, members []Who) state {
	s := state{{"name", g.Name}}
	for _, m := range members {
		s.add(MemberFact+m.Name, m.ID)
	}
	return s
}
