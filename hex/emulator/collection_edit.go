package emulator

import (
	"slices"
	"strings"

	"hextui/hex/emulator/store"
)

// collectionLevels are what can be given to a collection.
var collectionLevels = []string{"NONE", "MEMBER", "MANAGER"}

// managesCollection tells whether the caller may change a collection.
func (c *call) managesCollection(found store.Collection) (bool, error) {
	if c.who.principals.All || found.Creator == c.who.user.ID {
		return true, nil
	}
	grants, err := c.store.Grants(c.ctx(), found.ID)
	return slices.ContainsFunc(grants, func(g store.Grant) bool {
		mine := g.Kind == store.ToUser && g.Principal == c.who.user.ID || g.Kind == store.ToGroup &&
			slices.Contains(c.who.principals.Groups, g.Principal)
		return g.Level == "MANAGER" && (mine || g.Kind == store.ToWorkspace)
	}), err
}

// grants checks what a request gives to a collection. Groups and the workspace
// are for administrators to give.
func (s *collectionSharing) grants(c *call, collection string) ([]store.Grant, error) {
	if s == nil {
		return nil, nil
	}
	var all []store.Grant
	if (len(s.Groups) > 0 || s.Workspace != nil) && !c.who.principals.All {
		return nil, forbidden("Only administrators may give groups or the workspace access to a collection")
	}
	for _, some := range []struct {
		kind  store.Kind
		table string
		given []idAccess
	}{{store.ToUser, "users", s.Users}, {store.ToGroup, "groups", s.Groups}} {
		ids := mapped(some.given, func(g idAccess) string { return strings.ToLower(g.ID) })
		unknown, err := c.store.Missing(c.ctx(), some.table, ids)
		if err != nil {
			return nil, err
		}
		if len(unknown) > 0 {
			return nil, badRequest("There is no %s %s", some.kind, unknown[0])
		}
		for i, g := range some.given {
			all = append(all, store.Grant{Object: collection, Kind: some.kind, Principal: ids[i], Level: g.Access})
		}
	}
	if s.Workspace != nil && s.Workspace.Members != "" {
		all = append(all, store.Grant{Object: collection, Kind: store.ToWorkspace, Level: s.Workspace.Members})
	}
	for _, g := range all {
		if !slices.Contains(collectionLevels, g.Level) {
			return nil, badRequest("body.sharing: access must be one of %s, not %q", strings.Join(collectionLevels, ", "), g.Level)
		}
	}
	return all, nil
}

func createCollection(c *call) (any, error) {
	var body struct {
		Name        string             `json:"name"`
		Description string             `json:"description"`
		Sharing     *collectionSharing `json:"sharing"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if body.Name == "" {
		return nil, badRequest("body.name is required")
	}
	made := store.Collection{ID: newID(), Name: body.Name, Description: body.Description, Creator: c.who.user.ID}
	grants, err := body.Sharing.grants(c, made.ID)
	if err != nil {
		return nil, err
	}
	if err := c.store.PutCollection(c.ctx(), made, grants); err != nil {
		return nil, err
	}
	return c.collectionBody(made)
}

func editCollection(c *call) (any, error) {
	id, err := c.id("collectionId")
	if err != nil {
		return nil, err
	}
	var body struct {
		Name        *string `json:"name"`
		Description *string `json:"description"`
		Sharing     struct {
			Upsert *collectionSharing `json:"upsert"`
		} `json:"sharing"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if body.Name != nil && *body.Name == "" {
		return nil, badRequest("body.name must not be empty")
	}
	found, err := c.visibleCollection(id)
	if err != nil {
		return nil, err
	}
	manages, err := c.managesCollection(found)
	if err != nil {
		return nil, err
	}
	if !manages {
		return nil, forbidden("Only managers of a collection may change it")
	}
	grants, err := body.Sharing.Upsert.grants(c, id)
	if err != nil {
		return nil, err
	}
	if body.Name != nil {
		found.Name = *body.Name
	}
	if body.Description != nil {
		found.Description = *body.Description
	}
	if err := c.store.PutCollection(c.ctx(), found, grants); err != nil {
		return nil, err
	}
	return c.collectionBody(found)
}
