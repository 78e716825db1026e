package hex

import (
	"context"
	"fmt"
	"slices"
)

// maxGrants is Hex's limit of grants a call; more are sent in several.
const maxGrants = 25

// Grant gives a user, group or collection, by id, a level of access to a project. [AccessNone] takes it away.
type Grant struct {
	ID     string
	Access Access
}

// PartialSharing is the error of a change of sharing that was carried out in part: Hex refused some of it with an answer
// that is otherwise good, or a later one of several calls failed.
type PartialSharing struct {
	// Project is as Hex last answered it, zero if it never did.
	Project Project
	// Refused are the grants that Hex refused.
	Refused []RefusedGrant
	// NotSent are the ids for which no call was made, or whose call failed (Cause).
	NotSent []string
	Cause   error
}

// RefusedGrant is a refusal of one or more grants. IDs are those of users, groups or collections, or the word workspace or
// publicWeb.
type RefusedGrant struct {
	IDs    []string
	Reason string
}

// Error says what was refused.
func (p *PartialSharing) Error() string {
	s := "The sharing was changed only in part."
	for _, r := range p.Refused {
		s += fmt.Sprintf(" Refused for %d (%s): %s", len(r.IDs), firstOf(r.IDs), sentence(r.Reason))
	}
	if p.Cause != nil {
		s += fmt.Sprintf(" Not done for %d: %s", len(p.NotSent), sentence(p.Cause.Error()))
	}
	return s
}

// Unwrap returns the failure of a later call, if that is what happened.
func (p *PartialSharing) Unwrap() error { return p.Cause }

func firstOf(ids []string) string {
	if len(ids) == 0 {
		return "no id"
	}
	return ids[0]
}

// EditProjectSharingUsers gives users access to a project; those not named keep theirs. Hex: EditProjectSharingUsers, in
// calls of 25 grants. The error is [*PartialSharing] when only a part was done.
func (c *Client) EditProjectSharingUsers(ctx context.Context, projectID string, grants []Grant) (Project, error) {
	return c.share(ctx, sharing{op: "EditProjectSharingUsers", group: group30, many: "users", one: "user", kind: RefUser}, projectID,
		grants)
}

// EditProjectSharingGroups gives groups access to a project. Hex: EditProjectSharingGroups. Otherwise like
// [Client.EditProjectSharingUsers].
func (c *Client) EditProjectSharingGroups(ctx context.Context, projectID string, grants []Grant) (Project, error) {
	return c.share(ctx, sharing{op: "EditProjectSharingGroups", group: groupDefault, many: "groups", one: "group", kind: RefGroup},
		projectID, grants)
}

// EditProjectSharingCollections puts a project into collections, with an access. Hex: EditProjectSharingCollections. A
// workspace token needs write scopes for projects and for collections. Otherwise like [Client.EditProjectSharingUsers].
func (c *Client) EditProjectSharingCollections(ctx context.Context, projectID string, grants []Grant) (Project, error) {
	return c.share(ctx, sharing{op: "EditProjectSharingCollections", many: "collections", one: "collection", kind: RefCollection},
		projectID, grants)
}

// EditProjectSharingOrgAndPublic sets the access of the workspace's members and of everybody with the link; empty stays
// as it is. Hex: EditProjectSharingOrgAndPublic. The error is [*PartialSharing] when one of them was refused.
func (c *Client) EditProjectSharingOrgAndPublic(ctx context.Context, projectID string, workspace, publicWeb Access) (Project, error) {
	body := map[string]Access{}
	if workspace != "" {
		body["workspace"] = workspace
	}
	if publicWeb != "" {
		body["publicWeb"] = publicWeb
	}
	a, err := call[sharingAnswer](ctx, c, route{
		op: "EditProjectSharingOrgAndPublic", group: groupDefault, method: "PATCH", path: "/projects/{}/sharing/workspaceAndPublic",
		ids: refs(RefProject, projectID), body: map[string]any{"sharing": body}, wrong: needSome(len(body), "access"),
	})
	if err != nil {
		return Project{}, err
	}
	if refused := a.refused(c); len(refused) > 0 {
		return a.Project, &PartialSharing{Project: a.Project, Refused: refused}
	}
	return a.Project, nil
}

// sharing is one of the three operations that share with principals.
type sharing struct {
	op        string
	group     group
	many, one string
	kind      RefKind
}

type sharingAnswer struct {
	Project Project `json:"project"`
	Errors  []struct {
		UserIDs       []string `json:"userIds"`
		GroupIDs      []string `json:"groupIds"`
		CollectionIDs []string `json:"collectionIds"`
		Type          string   `json:"type"`
		Reason        string   `json:"reason"`
	} `json:"errors"`
}

func (a *sharingAnswer) missing() string { return a.Project.missing() }

func (a *sharingAnswer) refused(c *Client) []RefusedGrant {
	var all []RefusedGrant
	for _, e := range a.Errors {
		ids := slices.Concat(e.UserIDs, e.GroupIDs, e.CollectionIDs)
		if e.Type != "" {
			ids = append(ids, e.Type)
		}
		all = append(all, RefusedGrant{IDs: ids, Reason: c.clean(e.Reason)})
	}
	return all
}

func (c *Client) share(ctx context.Context, s sharing, projectID string, grants []Grant) (Project, error) {
	r := route{
		op: s.op, group: s.group, method: "PATCH", path: "/projects/{}/sharing/" + s.many, ids: refs(RefProject, projectID),
		names: refs(s.kind, idsOf(grants)...), wrong: needSome(len(grants), s.one), hooked: &hooked{},
	}
	var project Project
	var refused []RefusedGrant
	for first := 0; first == 0 || first < len(grants); first += maxGrants {
		batch := grants[first:min(first+maxGrants, len(grants))]
		upsert := make([]map[string]any, len(batch))
		for i, g := range batch {
			upsert[i] = map[string]any{s.one: map[string]string{"id": g.ID}, "access": g.Access}
		}
		r.body = map[string]any{"sharing": map[string]any{"upsert": map[string]any{s.many: upsert}}}
		a, err := call[sharingAnswer](ctx, c, r)
		if err != nil && first == 0 {
			return Project{}, err
		}
		if err != nil {
			return project, &PartialSharing{Project: project, Refused: refused, NotSent: idsOf(grants[first:]), Cause: err}
		}
		project = a.Project
		refused = append(refused, a.refused(c)...)
	}
	if len(refused) > 0 {
		return project, &PartialSharing{Project: project, Refused: refused}
	}
	return project, nil
}

func idsOf(grants []Grant) []string {
	ids := make([]string, len(grants))
	for i, g := range grants {
		ids[i] = g.ID
	}
	return ids
}
