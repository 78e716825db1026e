package hex

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"
)

// Group is a group of users. Its members are users with the group's id ([UserQuery.GroupID]). CreatedAt is zero in the
// answer of CreateGroup.
type Group struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt"`
}

// GroupQuery chooses groups.
type GroupQuery struct {
	Paging
	// SortBy is CREATED_AT or NAME.
	SortBy        string
	SortDirection SortDirection
}

// ListGroups returns one page of groups. Hex: ListGroups. Up to 500 a page.
func (c *Client) ListGroups(ctx context.Context, q GroupQuery) (Page[Group], error) {
	v := q.Paging.values()
	v.text("sortBy", q.SortBy)
	v.text("sortDirection", string(q.SortDirection))
	return getPage[Group](ctx, c, route{op: "ListGroups", path: "/groups", query: v})
}

// GroupPages walks all pages of groups, as they come. Hex: ListGroups.
func (c *Client) GroupPages(ctx context.Context, q GroupQuery) iter.Seq2[Page[Group], error] {
	return walk(ctx, q.Paging, func(ctx context.Context, p Paging) (Page[Group], error) {
		q.Paging = p
		return c.ListGroups(ctx, q)
	})
}

// GetGroup returns a group. Hex: GetGroup.
func (c *Client) GetGroup(ctx context.Context, groupID string) (Group, error) {
	return call[Group](ctx, c, route{op: "GetGroup", path: "/groups/{}", ids: refs(RefGroup, groupID)})
}

func (g *Group) missing() string { return firstMissing("group id", g.ID) }

// maxMembers is Hex's limit of members a call; more are sent in several.
const maxMembers = 100

// PartialMembers is the error of a change of a group that was carried out in part: a later one of several calls failed.
type PartialMembers struct {
	// Group is as Hex last answered it.
	Group Group
	// NotAdded and NotRemoved are the user ids for which it was not done, or for the first maxMembers of them not known
	// to be done, as Cause says.
	NotAdded, NotRemoved []string
	Cause                error
}

// Error says how much was not done.
func (p *PartialMembers) Error() string {
	return fmt.Sprintf("The group was changed only in part. Members not added: %d, not removed: %d. %s",
		len(p.NotAdded), len(p.NotRemoved), sentence(p.Cause.Error()))
}

// Unwrap returns the failure of the later call.
func (p *PartialMembers) Unwrap() error { return p.Cause }

// CreateGroup makes a group with members, by user ids. Hex: CreateGroup, and EditGroup for members beyond the first 100.
// Names need not be unique. The error is [*PartialMembers] when the group was made without some of them.
func (c *Client) CreateGroup(ctx context.Context, name string, memberIDs []string) (Group, error) {
	first := memberIDs[:min(maxMembers, len(memberIDs))]
	body := map[string]any{"name": name}
	if len(first) > 0 {
		body["members"] = members(first)
	}
	var wrong error
	if name == "" {
		wrong = errors.New("a group needs a name")
	}
	r := route{
		op: "CreateGroup", method: "POST", path: "/groups", names: refs(RefUser, memberIDs...), body: body, wrong: wrong, hooked: &hooked{},
	}
	made, err := call[Group](ctx, c, r)
	if err != nil || len(memberIDs) == len(first) {
		return made, err
	}
	rest := memberIDs[len(first):]
	g, err := c.editGroup(ctx, made.ID, GroupEdit{Add: rest}, r.hooked)
	var part *PartialMembers
	switch {
	case err == nil:
		return g, nil
	case errors.As(err, &part):
		return made, err
	}
	return made, &PartialMembers{Group: made, NotAdded: rest, Cause: err}
}

// GroupEdit is what EditGroup changes; what is empty stays as it is. Members are user ids.
type GroupEdit struct {
	Name        string
	Add, Remove []string
}

// EditGroup renames a group and changes its members. Hex: EditGroup, in calls of 100 members each way. The error is
// [*PartialMembers] when some calls were carried out and a later one was not.
func (c *Client) EditGroup(ctx context.Context, groupID string, e GroupEdit) (Group, error) {
	return c.editGroup(ctx, groupID, e, &hooked{})
}

// editGroup is EditGroup as an operation of its own, or as the rest of one that hooks were asked about.
func (c *Client) editGroup(ctx context.Context, groupID string, e GroupEdit, h *hooked) (Group, error) {
	r := route{
		op: "EditGroup", method: "PATCH", path: "/groups/{}", ids: refs(RefGroup, groupID),
		names: append(refs(RefUser, e.Add...), refs(RefUser, e.Remove...)...), hooked: h,
	}
	if e.Name == "" && len(e.Add) == 0 && len(e.Remove) == 0 {
		r.wrong = errors.New("there is nothing to change")
	}
	var g Group
	for first := true; first || len(e.Add) > 0 || len(e.Remove) > 0; first = false {
		add, remove := e.Add[:min(maxMembers, len(e.Add))], e.Remove[:min(maxMembers, len(e.Remove))]
		body, change := map[string]any{}, map[string]any{}
		if len(add) > 0 {
			change["add"] = members(add)
		}
		if len(remove) > 0 {
			change["remove"] = members(remove)
		}
		if len(change) > 0 {
			body["members"] = change
		}
		if first {
			putText(body, "name", e.Name)
		}
		r.body = body
		now, err := call[Group](ctx, c, r)
		switch {
		case err != nil && first:
			return Group{}, err
		case err != nil:
			return g, &PartialMembers{Group: g, NotAdded: e.Add, NotRemoved: e.Remove, Cause: err}
		}
		g, e.Add, e.Remove = now, e.Add[len(add):], e.Remove[len(remove):]
	}
	return g, nil
}

// DeleteGroup deletes a group; its users stay. Hex: DeleteGroup.
func (c *Client) DeleteGroup(ctx context.Context, groupID string) error {
	_, err := call[empty](ctx, c, route{op: "DeleteGroup", method: "DELETE", path: "/groups/{}", ids: refs(RefGroup, groupID)})
	return err
}

func members(ids []string) map[string]any {
	users := make([]map[string]string, len(ids))
	for i, id := range ids {
		users[i] = map[string]string{"id": id}
	}
	return map[string]any{"users": users}
}
