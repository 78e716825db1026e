package change

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/plural"
)

// DeactivateUser shuts a user out of the workspace. Its entity is a [hex.User].
type DeactivateUser struct{ ID string }

// ownedAtMost is how many of a user's projects are looked at: more are only said to be more.
const ownedAtMost = 100

// Prepare reads the user, and which projects they own.
func (w DeactivateUser) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	u, err := w.read(ctx, c)
	if err != nil {
		return nil, err
	}
	who := strings.TrimSpace(fmt.Sprintf("%s <%s>", u.Name, u.Email))
	n := plan{
		op: "DeactivateUser", does: "Deactivate a user", risk: Destroy, target: Target{Kind: "user", Title: who, ID: u.ID},
		was: u, before: userState(u), after: userState(u).with("can sign in", "no: deactivated"),
		affected: []Affected{{string(users), 1, []string{userName(u)}}},
		warnings: []string{"The user is shut out and loses all tokens, and what runs with them stops."},
		undo:     "Hex's API cannot undo it: an admin can invite the user anew.",
		look: func(ctx context.Context, c *hex.Client) (state, error) {
			now, err := w.read(ctx, c)
			return userState(now), err
		},
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			now, err := c.DeactivateUser(ctx, w.ID)
			return Result{Entity: now, Done: fmt.Sprintf("Deactivated the user %s.", who)}, err
		},
	}
	if u.Role == hex.RoleAdmin {
		n.warnings = append(n.warnings, "The user is an admin of the workspace.")
	}
	owned, err := w.owned(ctx, c, u)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, err
	case err != nil:
		n.warnings = append(n.warnings, "Which projects they own could not be read, so what becomes of those is not known: "+err.Error())
	case len(owned.Items) > 0:
		n.affected = append(n.affected, Affected{"project", len(owned.Items), titles(owned.Items)})
		n.warnings = append(n.warnings, ownedWarning(owned))
	}
	return n.prepared(ctx, c)
}

// owned are the projects of a user, as far as one page of them goes.
func (w DeactivateUser) owned(ctx context.Context, c *hex.Client, u hex.User) (hex.Page[hex.Project], error) {
	if u.Email == "" {
		return hex.Page[hex.Project]{}, nil
	}
	return c.ListProjects(ctx, hex.ProjectQuery{Paging: hex.Paging{Limit: ownedAtMost}, OwnerEmail: u.Email, IncludeComponents: true,
		IncludeArchived: true, IncludeTrashed: true})
}

func titles(all []hex.Project) []string {
	out := make([]string, len(all))
	for i, p := range all {
		out[i] = p.Title
	}
	return out
}

// ownedWarning says what becomes of the projects of one who is deactivated, as far as Hex tells it.
func ownedWarning(owned hex.Page[hex.Project]) string {
	var scheduled []string
	away := 0
	for _, p := range owned.Items {
		switch {
		case p.ArchivedAt != nil || p.TrashedAt != nil:
			away++
		case slices.ContainsFunc(p.Schedules, func(s hex.Schedule) bool { return s.Enabled }):
			scheduled = append(scheduled, p.Title)
		}
	}
	many := plural.Of(len(owned.Items), "project")
	if owned.After != "" {
		many = "more than " + many
	}
	text := fmt.Sprintf("They own %s: %s.", many, list(titles(owned.Items), 5))
	if away > 0 {
		text += fmt.Sprintf(" Archived or in the trash: %d of them.", away)
	}
	if len(scheduled) > 0 {
		text += fmt.Sprintf(" By schedule run %s; Hex's API does not tell whether that goes on.", list(scheduled, 5))
	}
	return text + " Hex's API cannot give a project another owner: a person can, and had better do it before."
}

// read finds the user: Hex has no operation for one alone.
func (w DeactivateUser) read(ctx context.Context, c *hex.Client) (hex.User, error) {
	page, err := c.ListUsers(ctx, hex.UserQuery{UserIDs: []string{w.ID}})
	if err != nil {
		return hex.User{}, err
	}
	for _, u := range page.Items {
		if u.ID == w.ID {
			return u, nil
		}
	}
	return hex.User{}, users.unknown(w.ID)
}

func userState(u hex.User) state {
	var s state
	s.add("name", u.Name)
	s.add("e-mail", u.Email)
	s.add("role", string(u.Role))
	s.add("can sign in", "yes") // who is deactivated is not told of any more
	return s
}
