package tools

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/change"
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
	const levels = " APP_ONLY sees the app, CAN_VIEW explores; who is not named keeps theirs."
	return []Spec{
		tool[shareUsersIn, shared]{
			name: "update_hex_project_user_sharing", title: "Share a project with users", class: policy.Access, toolset: policy.Sharing,
			about: "Shares a project with users, or takes access away (NONE)." + levels, advice: known,
			target: func(w *Workspace, in shareUsersIn) string { return w.names.ofProject(in.ProjectID) },
			check:  func(in shareUsersIn) *answer.Failure { return checkGrants("user_permissions", in.grants()) },
			change: func(_ *Workspace, in shareUsersIn) (change.Change, error) {
				return change.ShareWithUsers{ProjectID: in.ProjectID, Grants: in.grants()}, nil
			},
			done: sharedNow[shareUsersIn],
		}.spec(),
		tool[shareGroupsIn, shared]{
			name: "update_hex_project_group_sharing", title: "Share a project with groups", class: policy.Access, toolset: policy.Sharing,
			about: "Shares a project with groups, or takes access away (NONE)." + levels, advice: known,
			target: func(w *Workspace, in shareGroupsIn) string { return w.names.ofProject(in.ProjectID) },
			check:  func(in shareGroupsIn) *answer.Failure { return checkGrants("group_permissions", in.grants()) },
			change: func(_ *Workspace, in shareGroupsIn) (change.Change, error) {
				return change.ShareWithGroups{ProjectID: in.ProjectID, Grants: in.grants()}, nil
			},
			done: sharedNow[shareGroupsIn],
		}.spec(),
		tool[shareCollectionsIn, shared]{
			name: "update_hex_project_collection_sharing", title: "Put a project into collections", class: policy.Access,
			toolset: policy.Sharing,
			about:   "Puts a project into collections, or takes it out (NONE)." + levels, advice: known,
			target: func(w *Workspace, in shareCollectionsIn) string { return w.names.ofProject(in.ProjectID) },
			check:  func(in shareCollectionsIn) *answer.Failure { return checkGrants("collection_permissions", in.grants()) },
			change: func(_ *Workspace, in shareCollectionsIn) (change.Change, error) {
				return change.ShareWithCollections{ProjectID: in.ProjectID, Grants: in.grants()}, nil
			},
			done: sharedNow[shareCollectionsIn],
		}.spec(),
		tool[shareAllIn, shared]{
			name: "update_hex_project_workspace_sharing", title: "Share a project with everybody", class: policy.Access,
			toolset: policy.Sharing,
			about:   "Shares a project with everybody in the workspace, or on the web: public_access shows it to the world.", advice: known,
			target: func(w *Workspace, in shareAllIn) string { return w.names.ofProject(in.ProjectID) },
			check: func(in shareAllIn) *answer.Failure {
				if in.Workspace == "" && in.Public == "" {
					return answer.Refuse("There is nothing to update.", "Give workspace_access or public_access.")
				}
				return nil
			},
			change: func(_ *Workspace, in shareAllIn) (change.Change, error) {
				return change.ShareWithAll{ProjectID: in.ProjectID, Workspace: hex.Access(in.Workspace), Public: hex.Access(in.Public)}, nil
			},
			done: sharedNow[shareAllIn],
		}.spec(),
	}
}

type shareUsersIn struct {
	ProjectID   string `json:"project_id" arg:"required,id=project"`
	Permissions []struct {
		UserID string `json:"user_id" arg:"required,id=user"`
		Access string `json:"access" arg:"required,enum=NONE|APP_ONLY|CAN_VIEW|CAN_EDIT|FULL_ACCESS" doc:"What is allowed."`
	} `json:"user_permissions" arg:"required,max=500" doc:"One each."`
}

func (in shareUsersIn) grants() []change.Grant {
	var all []change.Grant
	for _, p := range in.Permissions {
		all = append(all, change.Grant{Who: change.Who{ID: p.UserID}, Access: hex.Access(p.Access)})
	}
	return all
}

type shareGroupsIn struct {
	ProjectID   string `json:"project_id" arg:"required,id=project"`
	Permissions []struct {
		GroupID string `json:"group_id" arg:"required,id=group"`
		Access  string `json:"access" arg:"required,enum=NONE|APP_ONLY|CAN_VIEW|CAN_EDIT|FULL_ACCESS" doc:"What is allowed."`
	} `json:"group_permissions" arg:"required,max=500" doc:"One each."`
}

func (in shareGroupsIn) grants() []change.Grant {
	var all []change.Grant
	for _, p := range in.Permissions {
		all = append(all, change.Grant{Who: change.Who{ID: p.GroupID}, Access: hex.Access(p.Access)})
	}
	return all
}

type shareCollectionsIn struct {
	ProjectID   string `json:"project_id" arg:"required,id=project"`
	Permissions []struct {
		CollectionID string `json:"collection_id" arg:"required,id=collection"`
		Access       string `json:"access" arg:"required,enum=NONE|APP_ONLY|CAN_VIEW|CAN_EDIT|FULL_ACCESS" doc:"What is allowed."`
	} `json:"collection_permissions" arg:"required,max=500" doc:"One each."`
}

func (in shareCollectionsIn) grants() []change.Grant {
	var all []change.Grant
	for _, p := range in.Permissions {
		all = append(all, change.Grant{Who: change.Who{ID: p.CollectionID}, Access: hex.Access(p.Access)})
	}
	return all
}

type shareAllIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project"`
	Workspace string `json:"workspace_access" arg:"enum=NONE|APP_ONLY|CAN_VIEW|CAN_EDIT|FULL_ACCESS" doc:"For members."`
	Public    string `json:"public_access" arg:"enum=NONE|APP_ONLY|CAN_VIEW|CAN_EDIT|FULL_ACCESS" doc:"For the web."`
}

func checkGrants(name string, grants []change.Grant) *answer.Failure {
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
	ProjectID string `json:"project_id"`
	Title     string `json:"title,omitempty"`
	// Access is what is different now.
	Access   []accessChange `json:"access"`
	Sharing  *sharing       `json:"sharing,omitempty"`
	Errors   []shareError   `json:"errors"`
	Complete bool           `json:"complete"`
	Next     string         `json:"next,omitempty"`
}

type shareError struct {
	IDs    []string `json:"ids"`
	Reason string   `json:"reason"`
}

func (s shared) Text() string {
	how := "changed"
	if !s.Complete {
		how = "changed in part only"
	}
	if len(s.Access)+len(s.Errors) == 0 {
		how = "so already: nothing was changed"
	}
	head := fmt.Sprintf("Sharing of %s was %s.", strings.TrimSpace(words.OneLine(s.Title)+" "+s.ProjectID), how)
	text := words.Lines(head, s.Access, accessChange.line, "")
	if s.Sharing != nil {
		text += "\nNow:" + s.Sharing.text()
	}
	return words.Lines(text, s.Errors, func(e shareError) string { return "Refused for " + strings.Join(e.IDs, ", ") + ": " + e.Reason },
		s.Next)
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

// sharedNow is the result of a change of sharing. What was done in part is a result, and nothing of it a failure.
func sharedNow[In any](w *Workspace, _ context.Context, _ In, d deed) (shared, error) {
	var part *hex.PartialSharing
	if d.err != nil && !errors.As(d.err, &part) {
		return shared{}, d.err
	}
	p := d.result.Entity.(hex.Project)
	w.names.project(p)
	out := shared{ProjectID: p.ID, Title: p.Title, Access: append([]accessChange{}, accessChanges(d.prepared, d.result.Changed)...),
		Sharing: sharingOf(p.Sharing), Errors: []shareError{}, Complete: true}
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

// embedTools make addresses at which apps are shown inside other pages.
func embedTools() []Spec {
	return []Spec{
		tool[embedIn, embedded]{
			name: "create_hex_embed_url", title: "Make an embed address", class: policy.Secret, toolset: policy.Sharing,
			about: "Makes an address at which a published app is shown once, without a login, for a page that embeds it. Whoever has it " +
				"sees the app: give it to nobody else.",
			advice: answer.Advice{Missing: "Find the project with search_hex_projects; its app must be published, and the workspace must " +
				"have embedding.", Check: "An address that is not used expires by itself: make another."},
			target: func(w *Workspace, in embedIn) string { return w.names.ofProject(in.ProjectID) },
			change: func(_ *Workspace, in embedIn) (change.Change, error) {
				return change.EmbedURL{ProjectID: in.ProjectID, Embed: in.embed()}, nil
			},
			done: entity(func(w *Workspace, in embedIn, address hex.Secret) embedded {
				return embedded{URL: string(address), Expires: w.now().UTC().Add(in.lasts()).Truncate(time.Second), TestMode: in.TestMode}
			}),
		}.spec(),
	}
}

type embedIn struct {
	ProjectID      string            `json:"project_id" arg:"required,id=project"`
	UserAttributes map[string]string `json:"user_attributes" doc:"What the app knows of who looks at it: {name: value}."`
	Scope          []string          `json:"scope" arg:"enum=EXPORT_PDF|EXPORT_CSV" doc:"What who looks at it may do."`
	InputParams    map[string]any    `json:"input_params" doc:"Values of inputs by variable name."`
	ExpiresIn      int               `json:"expires_in_s" arg:"min=1,max=300,default=15" doc:"Seconds in which it must be opened."`
	Theme          string            `json:"theme" arg:"enum=light|dark" doc:"Colours."`
	ShowRunButton  bool              `json:"show_run_button" doc:"Show the run button."`
	Bare           bool              `json:"bare" doc:"Without padding, outline and footer."`
	TestMode       bool              `json:"test_mode" doc:"For trying: it does not count."`
}

func (in embedIn) lasts() time.Duration { return time.Duration(in.ExpiresIn) * time.Second }

func (in embedIn) embed() hex.Embed {
	e := hex.Embed{UserAttributes: in.UserAttributes, Scope: in.Scope, Inputs: in.InputParams, ExpiresIn: in.lasts(), TestMode: in.TestMode}
	d := hex.EmbedDisplay{Theme: in.Theme, ShowRunButton: in.ShowRunButton, NoHeaderPadding: in.Bare, NoBasePadding: in.Bare,
		NoOutline: in.Bare, NoFooter: in.Bare}
	if d != (hex.EmbedDisplay{}) {
		e.Display = &d
	}
	return e
}

// embedded is an address. It is good once.
type embedded struct {
	URL      string    `json:"url"`
	Expires  time.Time `json:"expires"`
	TestMode bool      `json:"test_mode"`
}

func (e embedded) Text() string { return "Opens once: " + words.Record(e) }

// sharing is who has access to a project.
type sharing struct {
	Workspace   string  `json:"workspace"`
	PublicWeb   string  `json:"public_web"`
	Support     string  `json:"support"`
	Users       []grant `json:"users"`
	Groups      []grant `json:"groups"`
	Collections []grant `json:"collections"`
}

// First leaves n of the users.
func (s *sharing) First(n int) *sharing {
	short := *s
	short.Users = s.Users[:n]
	return &short
}

// text is who has access, each on a line; nothing where it is not known.
func (s *sharing) text() string {
	if s == nil {
		return ""
	}
	text := "\nsharing: " + words.Record(s, "users", "groups", "collections")
	for _, of := range []struct {
		kind string
		all  []grant
	}{{"user", s.Users}, {"group", s.Groups}, {"collection", s.Collections}} {
		if len(of.all) == 0 {
			text += "\n" + of.kind + "s: none"
		}
		text = words.Lines(text, of.all, func(g grant) string { return of.kind + ": " + words.OneLine(g.Name) + " " + g.Access }, "")
	}
	return text
}

type grant struct {
	Name   string `json:"name"`
	Access string `json:"access"`
}

func sharingOf(h *hex.Sharing) *sharing {
	if h == nil {
		return nil
	}
	sh := &sharing{
		Workspace: string(h.Workspace.Access), PublicWeb: string(h.PublicWeb.Access), Support: string(h.Support.Access),
		Users: []grant{}, Groups: []grant{}, Collections: []grant{},
	}
	for _, u := range h.Users {
		sh.Users = append(sh.Users, grant{u.User.Email, string(u.Access)})
	}
	for _, g := range h.Groups {
		sh.Groups = append(sh.Groups, grant{g.Group.Name, string(g.Access)})
	}
	for _, c := range h.Collections {
		sh.Collections = append(sh.Collections, grant{c.Collection.Name, string(c.Access)})
	}
	return sh
}
