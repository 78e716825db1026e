package emulator

import (
	"cmp"
	"slices"

	"hextui/hex/emulator/store"
)

func collectionOperations() []operation {
	read, write := []Scope{ReadCollections}, []Scope{WriteCollections}
	return []operation{
		{name: "ListCollections", method: "GET", path: "/v1/collections", shape: older, scopes: read, do: listCollections},
		{name: "GetCollection", method: "GET", path: "/v1/collections/{collectionId}", shape: older, scopes: read, do: getCollection},
		{name: "CreateCollection", method: "POST", path: "/v1/collections", shape: older, scopes: write, role: "EDITOR", success: 201,
			do: createCollection},
		{name: "EditCollection", method: "PATCH", path: "/v1/collections/{collectionId}", shape: older, scopes: write, do: editCollection},
	}
}

type collectionBody struct {
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Description string            `json:"description,omitempty"`
	Creator     *creatorBody      `json:"creator,omitempty"`
	Sharing     collectionSharing `json:"sharing"`
}

type creatorBody struct {
	ID    string `json:"id"`
	Email string `json:"email"`
}

type collectionSharing struct {
	Users     []idAccess        `json:"users,omitempty"`
	Groups    []idAccess        `json:"groups,omitempty"`
	Workspace *workspaceMembers `json:"workspace,omitempty"`
}

type idAccess struct {
	ID     string `json:"id"`
	Access string `json:"access"`
}

type workspaceMembers struct {
	Members string `json:"members,omitempty"`
}

func listCollections(c *call) (any, error) {
	order := ordering{sorts: []string{store.ByName}, fixed: true}
	page, err := c.page(100, order)
	if err != nil {
		return nil, err
	}
	found, err := c.store.Collections(c.ctx(), c.who.principals, page)
	if err != nil {
		return nil, err
	}
	bodies, err := c.collectionBodies(found.Items)
	return listed[collectionBody]{bodies, ends(found, order, page.Sort)}, err
}

func getCollection(c *call) (any, error) {
	id, err := c.id("collectionId")
	if err != nil {
		return nil, err
	}
	found, err := c.visibleCollection(id)
	if err != nil {
		return nil, err
	}
	return c.collectionBody(found)
}

// visibleCollection reads a collection that the caller may see.
func (c *call) visibleCollection(id string) (store.Collection, error) {
	found, err := c.store.Collection(c.ctx(), id)
	if err != nil {
		return found, missing(err, "collection", id)
	}
	if c.who.principals.All || found.Creator == c.who.user.ID {
		return found, nil
	}
	level, err := c.granted(id)
	if err == nil && level == "" {
		err = notFound("There is no collection %s, or you have no access to it", id)
	}
	return found, err
}

// granted is some level that the caller was given to a collection or a
// connection, the user's own before a group's before everybody's; empty for none.
func (c *call) granted(object string) (string, error) {
	grants, err := c.store.Grants(c.ctx(), object)
	if err != nil {
		return "", err
	}
	var own, groups, everybody string
	for _, g := range grants {
		switch {
		case g.Level == "NONE":
		case g.Kind == store.ToUser && g.Principal == c.who.user.ID:
			own = g.Level
		case g.Kind == store.ToGroup && slices.Contains(c.who.principals.Groups, g.Principal):
			groups = g.Level
		case g.Kind == store.ToWorkspace:
			everybody = g.Level
		}
	}
	return cmp.Or(own, groups, everybody), nil
}

func (c *call) collectionBody(found store.Collection) (collectionBody, error) {
	bodies, err := c.collectionBodies([]store.Collection{found})
	if err != nil {
		return collectionBody{}, err
	}
	return bodies[0], nil
}

func (c *call) collectionBodies(collections []store.Collection) ([]collectionBody, error) {
	people := map[string]string{}
	for _, found := range collections {
		people[found.Creator] = ""
	}
	if err := c.store.Emails(c.ctx(), people); err != nil {
		return nil, err
	}
	grants, err := c.store.Grants(c.ctx(), mapped(collections, func(found store.Collection) string { return found.ID })...)
	if err != nil {
		return nil, err
	}
	sharing := map[string]*collectionSharing{}
	for _, found := range collections {
		sharing[found.ID] = &collectionSharing{}
	}
	for _, g := range grants {
		switch body := sharing[g.Object]; g.Kind {
		case store.ToUser:
			body.Users = append(body.Users, idAccess{g.Principal, g.Level})
		case store.ToGroup:
			body.Groups = append(body.Groups, idAccess{g.Principal, g.Level})
		case store.ToWorkspace:
			body.Workspace = &workspaceMembers{g.Level}
		}
	}
	return mapped(collections, func(found store.Collection) collectionBody {
		return collectionBody{found.ID, found.Name, found.Description, &creatorBody{found.Creator, people[found.Creator]},
			*sharing[found.ID]}
	}), nil
}
