package change

import (
	"context"
	"fmt"
	"strings"

	"hextui/hex"
)

// DeactivateUser shuts a user out of the workspace. Its entity is a [hex.User].
type DeactivateUser struct{ ID string }

// Prepare reads the user.
func (w DeactivateUser) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	u, err := w.read(ctx, c)
	if err != nil {
		return nil, err
	}
	who := strings.TrimSpace(fmt.Sprintf("%s <%s>", u.Name, u.Email))
	n := plan{
		op: "DeactivateUser", does: "Deactivate a user", risk: Destroy, target: Target{Kind: "user", Title: who, ID: u.ID},
		was: u, before: userState(u), after: userState(u).with("access", "none: deactivated"),
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
	return n.prepared(ctx, c)
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
	return s
}
