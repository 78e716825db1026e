package hex

import (
	"context"
	"encoding/json"
	"iter"
	"time"
)

// Role is a user's role in the workspace. Unknown values are kept.
type Role string

// The roles that Hex documents.
const (
	RoleAdmin     Role = "ADMIN"
	RoleManager   Role = "MANAGER"
	RoleEditor    Role = "EDITOR"
	RoleExplorer  Role = "EXPLORER"
	RoleMember    Role = "MEMBER"
	RoleGuest     Role = "GUEST"
	RoleEmbedded  Role = "EMBEDDED_USER"
	RoleAnonymous Role = "ANONYMOUS"
)

// User is a member of the workspace.
type User struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Role  Role   `json:"role"`
	// LastLogin is nil for a user who has never come.
	LastLogin *time.Time `json:"lastLoginDate"`
}

// Me is who a token acts as. For a workspace token, which acts as nobody, only OrgID and the expiry are set.
type Me struct {
	User
	OrgID string
	// TokenExpires is nil for a token that does not expire or does not say.
	TokenExpires *time.Time
}

// WorkspaceToken tells whether the token acts as the workspace and not as a person.
func (m Me) WorkspaceToken() bool { return m.ID == "" }

// UnmarshalJSON reads Hex's answer, in which the expiry is a number without a stated unit: seconds since 1970 by the custom
// of tokens, taken for milliseconds where it would be after the year 5000.
func (m *Me) UnmarshalJSON(b []byte) error {
	var body struct {
		Org struct {
			ID string `json:"id"`
		} `json:"org"`
		Token struct {
			Exp float64 `json:"exp"`
		} `json:"token"`
	}
	if err := json.Unmarshal(b, &body); err != nil {
		return err
	}
	if err := json.Unmarshal(b, &m.User); err != nil {
		return err
	}
	m.OrgID, m.TokenExpires = body.Org.ID, nil
	const year5000 = 95_617_584_000
	switch exp := body.Token.Exp; {
	case exp <= 0 || exp > year5000*1000:
	case exp > year5000:
		at := time.UnixMilli(int64(exp))
		m.TokenExpires = &at
	default:
		at := time.Unix(int64(exp), 0)
		m.TokenExpires = &at
	}
	return nil
}

func (u *User) missing() string { return firstMissing("user id", u.ID) }

func (m *Me) missing() string { return firstMissing("workspace or user id", m.OrgID+m.ID) }

// Me returns who the token acts as: the cheapest check that a token is good. Hex: Me.
func (c *Client) Me(ctx context.Context) (Me, error) {
	return call[Me](ctx, c, route{op: "Me", group: group30, path: "/users/me"})
}

// UserQuery chooses users. The zero value asks for everybody by name.
type UserQuery struct {
	Paging
	GroupID string
	UserIDs []string
	// SortBy is NAME or EMAIL; empty is NAME.
	SortBy        string
	SortDirection SortDirection
}

// ListUsers returns one page of users. Hex: ListUsers. Up to 500 a page.
func (c *Client) ListUsers(ctx context.Context, q UserQuery) (Page[User], error) {
	v := q.Paging.values()
	v.text("groupId", q.GroupID)
	v.joined("userIds", q.UserIDs)
	v.text("sortBy", q.SortBy)
	v.text("sortDirection", string(q.SortDirection))
	return getPage[User](ctx, c, route{
		op: "ListUsers", group: group30, path: "/users", query: v, names: append(refs(RefGroup, q.GroupID), refs(RefUser, q.UserIDs...)...),
	})
}

// UserPages walks all pages of users, as they come. Hex: ListUsers.
func (c *Client) UserPages(ctx context.Context, q UserQuery) iter.Seq2[Page[User], error] {
	return walk(ctx, q.Paging, func(ctx context.Context, p Paging) (Page[User], error) {
		q.Paging = p
		return c.ListUsers(ctx, q)
	})
}

// DeactivateUser shuts a user out of the workspace; the user's tokens die with it. Hex: DeactivateUser. Needs an admin.
func (c *Client) DeactivateUser(ctx context.Context, userID string) (User, error) {
	a, err := call[struct {
		User User `json:"user"`
	}](ctx, c, route{op: "DeactivateUser", group: group30, method: "POST", path: "/users/{}/deactivate", ids: refs(RefUser, userID)})
	return a.User, err
}
