package tools

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// groupTools show groups and change them.
func groupTools() []Spec {
	known := answer.Advice{Missing: "List the groups with list_hex_groups.",
		Check: "Look at get_hex_group what was done, before calling again."}
	return []Spec{
		tool[listGroupsIn, groupPage]{
			name: "list_hex_groups", title: "List groups", class: policy.Read, toolset: policy.People,
			about: "Lists the workspace's groups of users.",
			check: func(in listGroupsIn) *answer.Failure {
				return firstFailure(in.Turning.check(), checkFields[groupRow](in.View))
			},
			run: (*Workspace).listGroups,
		}.spec(),
		tool[groupIn, groupShown]{
			name: "get_hex_group", title: "Get a group", class: policy.Read, toolset: policy.People,
			about:  "Shows a group with its members.",
			advice: known,
			target: func(w *Workspace, in groupIn) string { return w.names.ofOther(in.GroupID) },
			run:    (*Workspace).getGroup,
		}.spec(),
		tool[createGroupIn, groupChanged]{
			name: "create_hex_group", title: "Create a group", class: policy.Write, toolset: policy.People,
			about: "Makes a group of users. Needs an admin.",
			advice: answer.Advice{Missing: "Find users by name or e-mail with resolve_hex.",
				Check: "Look with list_hex_groups whether it was made: names need not be unique."},
			target: func(_ *Workspace, in createGroupIn) string { return in.Name },
			change: func(w *Workspace, in createGroupIn) (change.Change, error) {
				return change.CreateGroup{Name: in.Name, Members: w.names.known(in.MemberUserIDs)}, nil
			},
			done: changedGroup[createGroupIn],
		}.spec(),
		tool[updateGroupIn, groupChanged]{
			name: "update_hex_group", title: "Change a group", class: policy.Access, toolset: policy.People,
			about:  "Renames a group, adds members and removes members. Needs an admin.",
			advice: known,
			target: func(w *Workspace, in updateGroupIn) string { return w.names.ofOther(in.GroupID) },
			check:  (updateGroupIn).check,
			change: func(w *Workspace, in updateGroupIn) (change.Change, error) {
				return change.EditGroup{ID: in.GroupID, Name: in.Name, Add: w.names.known(in.Add), Remove: w.names.known(in.Remove)}, nil
			},
			done: changedGroup[updateGroupIn],
		}.spec(),
		tool[groupIn, groupDeleted]{
			name: "delete_hex_group", title: "Delete a group", class: policy.Destroy, toolset: policy.People,
			about:  "Deletes a group; what was shared with it no longer is. Needs an admin.",
			advice: known,
			target: func(w *Workspace, in groupIn) string { return w.names.ofOther(in.GroupID) },
			change: func(_ *Workspace, in groupIn) (change.Change, error) { return change.DeleteGroup{ID: in.GroupID}, nil },
			done: entity(func(_ *Workspace, in groupIn, _ hex.Group) groupDeleted {
				return groupDeleted{Deleted: true, GroupID: in.GroupID}
			}),
		}.spec(),
	}
}

type listGroupsIn struct {
	Limit         int     `json:"limit" arg:"min=1,max=500,default=25" doc:"At most so many."`
	SortBy        string  `json:"sort_by" arg:"enum=CREATED_AT|NAME,also=created:CREATED_AT" doc:"What to sort by."`
	SortDirection string  `json:"sort_direction" arg:"enum=ASC|DESC" doc:"Order."`
	Turning       turning `json:",inline"`
	View          view    `json:",inline"`
}

type groupRow struct {
	ID      string     `json:"id,omitempty"`
	Name    string     `json:"name,omitempty"`
	Created *time.Time `json:"created,omitempty"`
}

func (w *Workspace) groupRow(h hex.Group) groupRow {
	w.names.other(h.ID, h.Name)
	return groupRow{ID: h.ID, Name: h.Name, Created: words.Moment(&h.CreatedAt)}
}

func (r groupRow) line() string {
	return words.With(r.ID+" "+words.OneLine(r.Name), r, "id", "name")
}

type groupPage struct {
	Groups []groupRow `json:"groups"`
	onward
}

func (p groupPage) Text() string {
	return words.Lines(words.Count(len(p.Groups), "group")+".", p.Groups, rowText(p.onward.fields, groupRow.line), p.onward.end())
}

func (p groupPage) Size() int { return len(p.Groups) }

func (p groupPage) First(n int) answer.Result {
	p.onward = p.onward.cut(n, len(p.Groups))
	p.Groups = p.Groups[:n]
	return p
}

func (w *Workspace) listGroups(ctx context.Context, in listGroupsIn) (groupPage, error) {
	at, refused := in.Turning.cursor()
	if refused != nil {
		return groupPage{}, refused
	}
	page, err := w.hex.ListGroups(ctx, hex.GroupQuery{Paging: at.paging(in.Limit, 500), SortBy: in.SortBy,
		SortDirection: hex.SortDirection(in.SortDirection)})
	if err != nil {
		return groupPage{}, err
	}
	items, onward := got(page, at, in.View)
	return groupPage{Groups: chosen(each(items, w.groupRow), in.View.Fields), onward: onward}, nil
}

type groupIn struct {
	GroupID string `json:"group_id" arg:"required,id=group"`
}

type groupShown struct {
	Group   groupRow  `json:"group"`
	Members []userRow `json:"members"`
	Total   int       `json:"total_members"`
	Next    string    `json:"next,omitempty"`
	Odd     []oddRow  `json:"odd,omitempty" doc:"Members that cannot be understood."`
}

func (g groupShown) Text() string {
	return words.Lines(fmt.Sprintf("%s, %s.", g.Group.line(), words.Count(g.Total, "member")), g.Members, userRow.Text,
		strings.TrimSpace(oddText(g.Odd)+"\n"+g.Next))
}

func (g groupShown) Size() int { return len(g.Members) }

func (g groupShown) First(n int) answer.Result {
	g.Members, g.Next = g.Members[:n], fmt.Sprintf("Only %d of %d members are shown. List them with list_hex_users group_id %s.", n,
		g.Total, g.Group.ID)
	return g
}

func (w *Workspace) getGroup(ctx context.Context, in groupIn) (groupShown, error) {
	h, err := w.hex.GetGroup(ctx, in.GroupID)
	if err != nil {
		return groupShown{}, err
	}
	users, err := walk(ctx, 500, func(ctx context.Context, p hex.Paging) (hex.Page[hex.User], error) {
		return w.hex.ListUsers(ctx, hex.UserQuery{Paging: p, GroupID: in.GroupID})
	})
	if err != nil {
		return groupShown{}, err
	}
	return groupShown{Group: w.groupRow(h), Members: each(users.Items, w.userRow), Total: len(users.Items) + len(users.Odd),
		Odd: oddRows(users.Odd)}, nil
}

type createGroupIn struct {
	Name          string   `json:"name" arg:"required" doc:"Its name."`
	MemberUserIDs []string `json:"member_user_ids" arg:"id=user,max=100" doc:"Ids of users."`
}

// groupChanged is a group after a change, and who was not in it before or is not any more.
type groupChanged struct {
	ID      string        `json:"id"`
	Name    string        `json:"name"`
	Added   []groupMember `json:"added"`
	Removed []groupMember `json:"removed"`
}

// groupMember is a user by id, and by e-mail address or name where the token may read it.
type groupMember struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// memberOf is a user; where the token may not read who it is, the name is the id.
func memberOf(id, name string) groupMember {
	if name == id {
		name = ""
	}
	return groupMember{ID: id, Name: name}
}

func (m groupMember) text() string { return strings.TrimSpace(words.OneLine(m.Name) + " " + m.ID) }

func (g groupChanged) Text() string {
	text := fmt.Sprintf("Group %s (%s), %s added, %d removed.", words.OneLine(g.Name), g.ID, words.Count(len(g.Added), "member"),
		len(g.Removed))
	text = words.Lines(text, g.Added, func(m groupMember) string { return "added: " + m.text() }, "")
	return words.Lines(text, g.Removed, func(m groupMember) string { return "removed: " + m.text() }, "")
}

// inPart makes a change of members that was done in part a failure that says of whom.
func inPart(err error, planned []change.Field) error {
	var part *hex.PartialMembers
	if !errors.As(err, &part) {
		return err
	}
	f := answer.From(part.Cause, answer.Advice{})
	return &answer.Failure{Kind: answer.KindPartial, Status: f.Status, TraceID: f.TraceID, Message: part.Error(),
		Hint: fmt.Sprintf("Look at get_hex_group %s, then call again for the users that are missing.", part.Group.ID),
		Issues: slices.Concat(each(part.NotAdded, func(id string) string { return "Not added: " + id }),
			each(part.NotRemoved, func(id string) string { return "Not removed: " + id }), donePart(part, planned))}
}

// donePart says of whom a change that was done in part was done.
func donePart(part *hex.PartialMembers, planned []change.Field) []string {
	var all []string
	for _, f := range planned {
		name, is := strings.CutPrefix(f.Name, change.MemberFact)
		switch {
		case !is:
		case f.After != "" && !slices.Contains(part.NotAdded, f.After):
			all = append(all, "Added: "+memberOf(f.After, name).text())
		case f.After == "" && !slices.Contains(part.NotRemoved, f.Before):
			all = append(all, "Removed: "+memberOf(f.Before, name).text())
		}
	}
	return all
}

// changedGroup is the result of a change of a group. What was done in part is a failure that says of whom.
func changedGroup[In any](w *Workspace, _ context.Context, _ In, d deed) (groupChanged, error) {
	if d.err != nil {
		return groupChanged{}, inPart(d.err, d.prepared.Fields)
	}
	g := d.result.Entity.(hex.Group)
	w.names.other(g.ID, g.Name)
	out := groupChanged{ID: g.ID, Name: g.Name, Added: []groupMember{}, Removed: []groupMember{}}
	for _, f := range d.result.Changed {
		name, is := strings.CutPrefix(f.Name, change.MemberFact)
		switch {
		case !is:
		case f.After == "":
			out.Removed = append(out.Removed, memberOf(f.Before, name))
		default:
			out.Added = append(out.Added, memberOf(f.After, name))
		}
	}
	return out, nil
}

type updateGroupIn struct {
	GroupID string   `json:"group_id" arg:"required,id=group"`
	Name    string   `json:"name" doc:"New name."`
	Add     []string `json:"add_member_user_ids" arg:"id=user,max=100" doc:"Users to add."`
	Remove  []string `json:"remove_member_user_ids" arg:"id=user,max=100" doc:"Users to remove."`
}

func (in updateGroupIn) check() *answer.Failure {
	if in.Name == "" && len(in.Add) == 0 && len(in.Remove) == 0 {
		return answer.Refuse("There is nothing to update.", "Give name, add_member_user_ids or remove_member_user_ids.")
	}
	for _, id := range in.Add {
		if hasName(in.Remove, id) {
			return answer.Refuse("The user "+id+" is to be added and removed at once.", "Name each user in one of the lists.")
		}
	}
	return nil
}

type groupDeleted struct {
	Deleted bool   `json:"deleted"`
	GroupID string `json:"group_id"`
}

func (g groupDeleted) Text() string { return "Deleted: group " + g.GroupID + "." }

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
