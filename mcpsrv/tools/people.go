package tools

import (
	"context"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// userTools show users, and shut them out.
func userTools() []Spec {
	return []Spec{
		tool[nothing, me]{
			name: "get_hex_me", title: "Who the token acts as", class: policy.Read, toolset: policy.People,
			about: "Shows the user that this server acts as, the role, and when the token expires. A workspace token acts as nobody.",
			run:   (*Workspace).me,
		}.spec(),
		tool[listUsersIn, userPage]{
			name: "list_hex_users", title: "List users", class: policy.Read, toolset: policy.People,
			about:  "Lists the workspace's users by name or e-mail; with group_id the members of a group, with user_ids those users.",
			advice: answer.Advice{Missing: "List the groups with list_hex_groups."},
			check: func(in listUsersIn) *answer.Failure {
				return firstFailure(in.Turning.check(), checkFields[userRow](in.View))
			},
			run: (*Workspace).listUsers,
		}.spec(),
		tool[userIn, userRow]{
			name: "deactivate_hex_user", title: "Deactivate a user", class: policy.Destroy, toolset: policy.People,
			about:  "Shuts a user out of the workspace; the user's tokens die with it. Needs an admin. The API cannot undo it.",
			advice: answer.Advice{Missing: "Find the user with list_hex_users.", Check: "Look with list_hex_users how the user stands."},
			target: func(w *Workspace, in userIn) string { return w.names.ofOther(in.UserID) },
			change: func(_ *Workspace, in userIn) (change.Change, error) { return change.DeactivateUser{ID: in.UserID}, nil },
			done:   entity(func(w *Workspace, _ userIn, u hex.User) userRow { return w.userRow(u) }),
		}.spec(),
	}
}

// nothing are the arguments of a tool without any.
type nothing struct{}

type me struct {
	Kind         string     `json:"kind"`
	ID           string     `json:"id,omitempty"`
	Name         string     `json:"name,omitempty"`
	Email        string     `json:"email,omitempty"`
	Role         string     `json:"role,omitempty"`
	OrgID        string     `json:"org_id,omitempty"`
	TokenExpires *time.Time `json:"token_expires,omitempty"`
}

func (m me) Text() string {
	return words.Record(m)
}

func (w *Workspace) me(ctx context.Context, _ nothing) (me, error) {
	h, err := w.hex.Me(ctx)
	if err != nil {
		return me{}, err
	}
	out := me{Kind: "user", ID: h.ID, Name: h.Name, Email: h.Email, Role: string(h.Role), OrgID: h.OrgID,
		TokenExpires: words.Moment(h.TokenExpires)}
	if h.WorkspaceToken() {
		out.Kind = "workspace_token"
	}
	return out, nil
}

type listUsersIn struct {
	Limit         int      `json:"limit" arg:"min=1,max=500,default=50" doc:"At most so many."`
	GroupID       string   `json:"group_id" arg:"id=group" doc:"Members of this group."`
	UserIDs       []string `json:"user_ids" arg:"id=user,max=100" doc:"Only these users."`
	SortBy        string   `json:"sort_by" arg:"enum=NAME|EMAIL" doc:"What to sort by."`
	SortDirection string   `json:"sort_direction" arg:"enum=ASC|DESC" doc:"Order."`
	Turning       turning  `json:",inline"`
	View          view     `json:",inline"`
}

type userRow struct {
	ID        string     `json:"id,omitempty"`
	Name      string     `json:"name,omitempty"`
	Email     string     `json:"email,omitempty"`
	Role      string     `json:"role,omitempty"`
	LastLogin *time.Time `json:"last_login,omitempty"`
}

func (w *Workspace) userRow(h hex.User) userRow {
	w.names.other(h.ID, h.Email)
	return userRow{ID: h.ID, Name: h.Name, Email: h.Email, Role: string(h.Role), LastLogin: words.Moment(h.LastLogin)}
}

func (r userRow) Text() string {
	return words.With(r.ID+" "+words.OneLine(r.Name), r, "id", "name")
}

type userPage struct {
	Users []userRow `json:"users"`
	onward
}

func (p userPage) Text() string {
	return words.Lines(words.Count(len(p.Users), "user")+".", p.Users, rowText(p.onward.fields, userRow.Text), p.onward.end())
}

func (p userPage) Size() int { return len(p.Users) }

func (p userPage) First(n int) answer.Result {
	p.onward = p.onward.cut(n, len(p.Users))
	p.Users = p.Users[:n]
	return p
}

func (w *Workspace) listUsers(ctx context.Context, in listUsersIn) (userPage, error) {
	at, refused := in.Turning.cursor()
	if refused != nil {
		return userPage{}, refused
	}
	page, err := w.hex.ListUsers(ctx, hex.UserQuery{
		Paging: at.paging(in.Limit, 500), GroupID: in.GroupID, UserIDs: in.UserIDs, SortBy: in.SortBy,
		SortDirection: hex.SortDirection(in.SortDirection),
	})
	if err != nil {
		return userPage{}, err
	}
	items, onward := got(page, at, in.View)
	return userPage{Users: chosen(each(items, w.userRow), in.View.Fields), onward: onward}, nil
}

type userIn struct {
	UserID string `json:"user_id" arg:"required,id=user"`
}
