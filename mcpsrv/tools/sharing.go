package tools

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// sharingTools say who may do what with a project.
func sharingTools() []Spec {
	known := answer.Advice{
		Missing: "Find the project with search_hex_projects. A project that the token may not see is not found either.",
		Check:   "Look at get_hex_project who has access now, before calling again.",
	}
	const levels = " APP_ONLY sees the app, CAN_VIEW explores, NONE takes access away; who is not named keeps theirs."
	return []Spec{
		tool[shareUsersIn, shared]{
			name: "update_hex_project_user_sharing", title: "Share a project with users", class: policy.Access, toolset: policy.Sharing,
			about: "Gives users access to a project, or takes it away." + levels, advice: known,
			target: func(w *Workspace, in shareUsersIn) string { return w.names.ofProject(in.ProjectID) },
			check:  func(in shareUsersIn) *answer.Failure { return checkGrants("user_permissions", in.grants()) },
			effect: (*Workspace).shareUsersEffect,
			run: func(w *Workspace, ctx context.Context, in shareUsersIn) (shared, error) {
				p, err := w.writer().EditProjectSharingUsers(ctx, in.ProjectID, in.grants())
				return w.shared(p, err)
			},
		}.spec(),
		tool[shareGroupsIn, shared]{
			name: "update_hex_project_group_sharing", title: "Share a project with groups", class: policy.Access, toolset: policy.Sharing,
			about: "Gives groups access to a project, or takes it away." + levels, advice: known,
			target: func(w *Workspace, in shareGroupsIn) string { return w.names.ofProject(in.ProjectID) },
			check:  func(in shareGroupsIn) *answer.Failure { return checkGrants("group_permissions", in.grants()) },
			effect: (*Workspace).shareGroupsEffect,
			run: func(w *Workspace, ctx context.Context, in shareGroupsIn) (shared, error) {
				p, err := w.writer().EditProjectSharingGroups(ctx, in.ProjectID, in.grants())
				return w.shared(p, err)
			},
		}.spec(),
		tool[shareCollectionsIn, shared]{
			name: "update_hex_project_collection_sharing", title: "Put a project into collections", class: policy.Access, toolset: policy.Sharing,
			about: "Puts a project into collections, or takes it out." + levels, advice: known,
			target: func(w *Workspace, in shareCollectionsIn) string { return w.names.ofProject(in.ProjectID) },
			check:  func(in shareCollectionsIn) *answer.Failure { return checkGrants("collection_permissions", in.grants()) },
			effect: (*Workspace).shareCollectionsEffect,
			run: func(w *Workspace, ctx context.Context, in shareCollectionsIn) (shared, error) {
				p, err := w.writer().EditProjectSharingCollections(ctx, in.ProjectID, in.grants())
				return w.shared(p, err)
			},
		}.spec(),
		tool[shareAllIn, shared]{
			name: "update_hex_project_workspace_sharing", title: "Share a project with everybody", class: policy.Access, toolset: policy.Sharing,
			about: "Sets a project's access for the workspace's members, and for everybody on the web: public_access other than NONE shows it to the world.", advice: known,
			target: func(w *Workspace, in shareAllIn) string { return w.names.ofProject(in.ProjectID) },
			check: func(in shareAllIn) *answer.Failure {
				if in.Workspace == "" && in.Public == "" {
					return answer.Refuse("There is nothing to update.", "Give workspace_access or public_access.")
				}
				return nil
			},
			effect: (*Workspace).shareAllEffect,
			run: func(w *Workspace, ctx context.Context, in shareAllIn) (shared, error) {
				p, err := w.writer().EditProjectSharingOrgAndPublic(ctx, in.ProjectID, hex.Access(in.Workspace), hex.Access(in.Public))
				return w.shared(p, err)
			},
		}.spec(),
	}
}

type shareUsersIn struct {
	ProjectID   string `json:"project_id" arg:"required,id=project"`
	Permissions []struct {
		UserID string `json:"user_id" arg:"required,id=user"`
		Access string `json:"access" arg:"required,enum=NONE|APP_ONLY|CAN_VIEW|CAN_EDIT|FULL_ACCESS"`
	} `json:"user_permissions" arg:"required,max=500"`
}

func (in shareUsersIn) grants() []hex.Grant {
	var all []hex.Grant
	for _, p := range in.Permissions {
		all = append(all, hex.Grant{ID: p.UserID, Access: hex.Access(p.Access)})
	}
	return all
}

type shareGroupsIn struct {
	ProjectID   string `json:"project_id" arg:"required,id=project"`
	Permissions []struct {
		GroupID string `json:"group_id" arg:"required,id=group"`
		Access  string `json:"access" arg:"required,enum=NONE|APP_ONLY|CAN_VIEW|CAN_EDIT|FULL_ACCESS"`
	} `json:"group_permissions" arg:"required,max=500"`
}

func (in shareGroupsIn) grants() []hex.Grant {
	var all []hex.Grant
	for _, p := range in.Permissions {
		all = append(all, hex.Grant{ID: p.GroupID, Access: hex.Access(p.Access)})
	}
	return all
}

type shareCollectionsIn struct {
	ProjectID   string `json:"project_id" arg:"required,id=project"`
	Permissions []struct {
		CollectionID string `json:"collection_id" arg:"required,id=collection"`
		Access       string `json:"access" arg:"required,enum=NONE|APP_ONLY|CAN_VIEW|CAN_EDIT|FULL_ACCESS"`
	} `json:"collection_permissions" arg:"required,max=500"`
}

func (in shareCollectionsIn) grants() []hex.Grant {
	var all []hex.Grant
	for _, p := range in.Permissions {
		all = append(all, hex.Grant{ID: p.CollectionID, Access: hex.Access(p.Access)})
	}
	return all
}

type shareAllIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
	Workspace string `json:"workspace_access" arg:"enum=NONE|APP_ONLY|CAN_VIEW|CAN_EDIT|FULL_ACCESS"`
	Public    string `json:"public_access" arg:"enum=NONE|APP_ONLY|CAN_VIEW|CAN_EDIT|FULL_ACCESS"`
}

func checkGrants(name string, grants []hex.Grant) *answer.Failure {
	if len(grants) == 0 {
		return answer.Refuse(name+" is empty: there is nothing to update.", "Give at least one id with its access.")
	}
	seen := map[string]hex.Access{}
	for _, g := range grants {
		if before, twice := seen[g.ID]; twice && before != g.Access {
			return answer.Refuse(fmt.Sprintf("%s names %s with two levels of access.", name, g.ID), "Name each once.")
		}
		seen[g.ID] = g.Access
	}
	return nil
}

// shared is a project's sharing after a change. Errors are what Hex refused of it in an answer that is otherwise good.
type shared struct {
	ProjectID string       `json:"project_id"`
	Title     string       `json:"title,omitempty"`
	Sharing   *sharing     `json:"sharing,omitempty"`
	Errors    []shareError `json:"errors"`
	Complete  bool         `json:"complete"`
	Next      string       `json:"next,omitempty"`
}

type shareError struct {
	IDs    []string `json:"ids"`
	Reason string   `json:"reason"`
}

func (s shared) Text() string {
	text := "Sharing of " + s.ProjectID + " was changed."
	if !s.Complete {
		text = "Sharing of " + s.ProjectID + " was changed in part only."
	}
	return words.Lines(text, s.Errors, func(e shareError) string { return "Refused for " + strings.Join(e.IDs, ", ") + ": " + e.Reason }, s.Next)
}

func (s shared) Size() int {
	if s.Sharing == nil {
		return 0
	}
	return len(s.Sharing.Users)
}

func (s shared) First(n int) answer.Result {
	s.Sharing, s.Next = s.Sharing.First(n), strings.TrimSpace(s.Next+" Not all users are shown.")
	return s
}

// shared is the result of a change of sharing. What was done in part is a result, and nothing of it a failure.
func (w *Workspace) shared(p hex.Project, err error) (shared, error) {
	var part *hex.PartialSharing
	if err != nil && !errors.As(err, &part) {
		return shared{}, err
	}
	w.names.project(p)
	out := shared{ProjectID: p.ID, Title: p.Title, Sharing: sharingOf(p.Sharing), Errors: []shareError{}, Complete: true}
	if part == nil {
		return out, nil
	}
	out.Complete, out.Next = false, "Look at get_hex_project who has access now."
	for _, r := range part.Refused {
		out.Errors = append(out.Errors, shareError{IDs: append([]string{}, r.IDs...), Reason: r.Reason})
	}
	if len(part.NotSent) > 0 {
		reason := "not sent"
		if part.Cause != nil {
			reason = answer.From(part.Cause, answer.Advice{}).Message
		}
		out.Errors = append(out.Errors, shareError{IDs: part.NotSent, Reason: reason})
	}
	return out, nil
}

// shareEffect shows a change of sharing by names: Hex shows who has access by name, and takes ids.
func (w *Workspace) shareEffect(ctx context.Context, projectID string, change func(*sharing)) (effect, error) {
	p, err := w.hex.GetProject(ctx, projectID)
	if err != nil {
		return effect{}, err
	}
	w.names.project(p)
	e := effect{target: words.Named("project", p.Title, p.ID)}
	if p.Sharing == nil {
		e.note = "Hex did not tell who has access now."
		return e, nil
	}
	before, after := sharingOf(p.Sharing), sharingOf(p.Sharing)
	change(after)
	e.before, e.after = before, after
	return e, nil
}

// granted is who has what after grants; names are those of the grants, in their order.
func granted(now []grant, grants []hex.Grant, names []string) []grant {
	for i, g := range grants {
		now = slices.DeleteFunc(slices.Clone(now), func(n grant) bool { return n.Name == names[i] })
		if g.Access != hex.AccessNone {
			now = append(now, grant{names[i], string(g.Access)})
		}
	}
	return now
}

// namesOf asks for the name of each grant's id, once.
func namesOf(grants []hex.Grant, name func(id string) (string, error)) ([]string, error) {
	known, names := map[string]string{}, make([]string, len(grants))
	for i, g := range grants {
		if _, ok := known[g.ID]; !ok {
			n, err := name(g.ID)
			if err != nil {
				return nil, err
			}
			known[g.ID] = n
		}
		names[i] = known[g.ID]
	}
	return names, nil
}

func (w *Workspace) shareUsersEffect(ctx context.Context, in shareUsersIn) (effect, error) {
	grants := in.grants()
	found, err := w.users(ctx, each(grants, func(g hex.Grant) string { return g.ID }))
	if err != nil {
		return effect{}, err
	}
	names := each(found, func(u userRow) string { return u.Email })
	return w.shareEffect(ctx, in.ProjectID, func(after *sharing) { after.Users = granted(after.Users, grants, names) })
}

func (w *Workspace) shareGroupsEffect(ctx context.Context, in shareGroupsIn) (effect, error) {
	grants := in.grants()
	names, err := namesOf(grants, func(id string) (string, error) {
		g, err := w.hex.GetGroup(ctx, id)
		return g.Name, err
	})
	if err != nil {
		return effect{}, err
	}
	return w.shareEffect(ctx, in.ProjectID, func(after *sharing) { after.Groups = granted(after.Groups, grants, names) })
}

func (w *Workspace) shareCollectionsEffect(ctx context.Context, in shareCollectionsIn) (effect, error) {
	grants := in.grants()
	names, err := namesOf(grants, func(id string) (string, error) {
		c, err := w.hex.GetCollection(ctx, id)
		return c.Name, err
	})
	if err != nil {
		return effect{}, err
	}
	return w.shareEffect(ctx, in.ProjectID, func(after *sharing) { after.Collections = granted(after.Collections, grants, names) })
}

func (w *Workspace) shareAllEffect(ctx context.Context, in shareAllIn) (effect, error) {
	e, err := w.shareEffect(ctx, in.ProjectID, func(after *sharing) {
		if in.Workspace != "" {
			after.Workspace = in.Workspace
		}
		if in.Public != "" {
			after.PublicWeb = in.Public
		}
	})
	if in.Public != "" && in.Public != string(hex.AccessNone) {
		e.note = strings.TrimSpace(e.note + " Everybody on the web who has the link would see the app, without a login.")
	}
	return e, err
}
