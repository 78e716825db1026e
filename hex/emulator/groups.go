package emulator

import "hextui/hex/emulator/store"

func groupOperations() []operation {
	read, write := []Scope{ReadGroups}, []Scope{WriteGroups}
	return []operation{
		{name: "ListGroups", method: "GET", path: "/v1/groups", shape: older, scopes: read, do: listGroups},
		{name: "GetGroup", method: "GET", path: "/v1/groups/{groupId}", shape: older, scopes: read, do: getGroup},
		{name: "CreateGroup", method: "POST", path: "/v1/groups", shape: older, scopes: write, role: "ADMIN", success: 201,
			do: createGroup},
		{name: "EditGroup", method: "PATCH", path: "/v1/groups/{groupId}", shape: older, scopes: write, role: "ADMIN", do: editGroup},
		{name: "DeleteGroup", method: "DELETE", path: "/v1/groups/{groupId}", shape: older, scopes: write, role: "ADMIN", success: 204,
			do: deleteGroup},
	}
}

type groupBody struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	CreatedAt timestamp `json:"createdAt"`
}

func showGroup(g store.Group) groupBody { return groupBody{g.ID, g.Name, timestamp(g.Created)} }

func listGroups(c *call) (any, error) {
	order := ordering{sorts: []string{store.ByCreated, store.ByName}, times: []string{store.ByCreated}}
	page, err := c.page(500, order)
	if err != nil {
		return nil, err
	}
	groups, err := c.store.Groups(c.ctx(), page)
	return listed[groupBody]{mapped(groups.Items, showGroup), ends(groups, order, page.Sort)}, err
}

func getGroup(c *call) (any, error) {
	id, err := c.id("groupId")
	if err != nil {
		return nil, err
	}
	group, err := c.store.Group(c.ctx(), id)
	return showGroup(group), missing(err, "group", id)
}

// groupMembers is how requests and CreateGroup's answer name members.
type groupMembers struct {
	Users []idBody `json:"users,omitempty"`
}

// ids are the members' ids; there may be at most 100, all of them users.
func (m *groupMembers) ids(c *call) ([]string, error) {
	if m == nil {
		return nil, nil
	}
	ids := mapped(m.Users, func(u idBody) string { return u.ID })
	if len(ids) > 100 {
		return nil, badRequest("At most 100 users can be given at once, not %d", len(ids))
	}
	unknown, err := c.store.Missing(c.ctx(), "users", ids)
	if err == nil && len(unknown) > 0 {
		err = badRequest("There is no user %s", unknown[0])
	}
	return ids, err
}

func createGroup(c *call) (any, error) {
	var body struct {
		Name    string        `json:"name"`
		Members *groupMembers `json:"members"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if body.Name == "" {
		return nil, badRequest("body.name is required")
	}
	members, err := body.Members.ids(c)
	if err != nil {
		return nil, err
	}
	group := store.Group{ID: newID(), Name: body.Name, Created: c.now()}
	if err := c.store.CreateGroup(c.ctx(), group, members); err != nil {
		return nil, err
	}
	return struct {
		ID      string       `json:"id"`
		Name    string       `json:"name"`
		Members groupMembers `json:"members"`
	}{group.ID, group.Name, groupMembers{mapped(members, func(id string) idBody { return idBody{id} })}}, nil
}

func editGroup(c *call) (any, error) {
	id, err := c.id("groupId")
	if err != nil {
		return nil, err
	}
	var body struct {
		Name    *string `json:"name"`
		Members struct {
			Add    *groupMembers `json:"add"`
			Remove *groupMembers `json:"remove"`
		} `json:"members"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if body.Name != nil && *body.Name == "" {
		return nil, badRequest("body.name must not be empty")
	}
	add, err := body.Members.Add.ids(c)
	if err != nil {
		return nil, err
	}
	remove, err := body.Members.Remove.ids(c)
	if err != nil {
		return nil, err
	}
	if err := c.store.EditGroup(c.ctx(), id, body.Name, add, remove); err != nil {
		return nil, missing(err, "group", id)
	}
	group, err := c.store.Group(c.ctx(), id)
	return showGroup(group), err
}

func deleteGroup(c *call) (any, error) {
	id, err := c.id("groupId")
	if err != nil {
		return nil, err
	}
	return nil, missing(c.store.DeleteGroup(c.ctx(), id), "group", id)
}
