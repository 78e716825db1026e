package emulator

import (
	"strings"

	"hextui/hex/emulator/store"
)

func userOperations() []operation {
	return []operation{
		{name: "Me", method: "GET", path: "/v1/users/me", group: group30, do: me},
		{name: "ListUsers", method: "GET", path: "/v1/users", group: group30, scopes: []Scope{ReadUsers}, do: listUsers},
		{name: "DeactivateUser", method: "POST", path: "/v1/users/{userId}/deactivate", group: group30, scopes: []Scope{WriteUsers},
			role: "ADMIN", do: deactivateUser},
	}
}

type userBody struct {
	ID            string    `json:"id"`
	Name          nullable  `json:"name"`
	Email         string    `json:"email"`
	Role          string    `json:"role"`
	LastLoginDate timestamp `json:"lastLoginDate"`
}

func showUser(u store.User) userBody {
	return userBody{u.ID, nullable(u.Name), u.Email, u.Role, timestamp(u.LastLogin)}
}

type meBody struct {
	*userBody
	Org   idBody    `json:"org"`
	Token tokenBody `json:"token"`
}

type idBody struct {
	ID string `json:"id"`
}

type tokenBody struct {
	Exp *int64 `json:"exp"` // seconds since 1970
}

// me tells whose token it is. A workspace token learns only its workspace.
func me(c *call) (any, error) {
	body := meBody{Org: idBody{c.org}}
	if expires := c.who.token.Expires; !expires.IsZero() {
		seconds := expires.Unix()
		body.Token.Exp = &seconds
	}
	if !c.who.token.Workspace {
		user := showUser(c.who.user)
		body.userBody = &user
	}
	return body, nil
}

func listUsers(c *call) (any, error) {
	order := ordering{sorts: []string{store.ByName, store.ByEmail}}
	page, err := c.page(500, order)
	if err != nil {
		return nil, err
	}
	filter := store.UserFilter{Group: strings.ToLower(c.text("groupId"))}
	if c.text("userIds") != "" {
		filter.IDs = c.words("userIds")
	}
	if filter.Group != "" {
		if _, err := c.store.Group(c.ctx(), filter.Group); err != nil {
			return nil, missing(err, "group", filter.Group)
		}
	}
	users, err := c.store.Users(c.ctx(), filter, page)
	return listed[userBody]{mapped(users.Items, showUser), ends(users, order, page.Sort)}, err
}

func deactivateUser(c *call) (any, error) {
	id, err := c.id("userId")
	if err != nil {
		return nil, err
	}
	if id == c.who.user.ID {
		return nil, badRequest("You cannot deactivate yourself")
	}
	if err := c.store.Deactivate(c.ctx(), id); err != nil {
		return nil, missing(err, "user", id)
	}
	user, err := c.store.User(c.ctx(), id)
	return map[string]any{"user": showUser(user)}, err
}
