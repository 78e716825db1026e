package emulator

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"hextui/hex/emulator/store"
	"hextui/hex/hexfile"
)

func sharingOperations() []operation {
	write := []Scope{WriteProjects}
	path := "/v1/projects/{projectId}/sharing/"
	return []operation{
		{name: "EditProjectSharingUsers", method: "PATCH", path: path + "users", group: group30, older: true, scopes: write,
			do: shareWithUsers},
		{name: "EditProjectSharingGroups", method: "PATCH", path: path + "groups", group: groupAPI, older: true, scopes: write,
			do: shareWithGroups},
		{name: "EditProjectSharingCollections", method: "PATCH", path: path + "collections", shape: older, older: true,
			scopes: []Scope{WriteProjects, WriteCollections}, do: shareWithCollections},
		{name: "EditProjectSharingOrgAndPublic", method: "PATCH", path: path + "workspaceAndPublic", group: groupAPI, older: true,
			scopes: write, do: shareWithAll},
	}
}

// mostShares is how many principals one request may name.
const mostShares = 25

// share is one principal's new access.
type share struct{ id, access string }

// refusedShares are the principals of a request that were left out, by reason.
// The others have their new access all the same.
type refusedShares map[string][]string

// sharedProject is the answer: the project with its new sharing, and what went
// wrong, in the form of the operation.
type sharedProject struct {
	Project projectBody      `json:"project"`
	Errors  []map[string]any `json:"errors,omitempty"`
}

// shared reads the project again and shows it. member is the name under which
// the errors list ids.
func (c *call) shared(p store.Project, member string, refused refusedShares) (sharedProject, error) {
	body, err := c.projectBody(p, true)
	shown := sharedProject{Project: body}
	for reason, ids := range refused {
		shown.Errors = append(shown.Errors, map[string]any{member: ids, "reason": reason})
	}
	slices.SortFunc(shown.Errors, func(a, b map[string]any) int {
		return cmp.Compare(a["reason"].(string), b["reason"].(string))
	})
	return shown, err
}

// sharable reads the project whose sharing the caller may edit.
func (c *call) sharable() (store.Project, error) {
	id, err := c.id("projectId")
	if err != nil {
		return store.Project{}, err
	}
	return c.project(id, "FULL_ACCESS")
}

// give grants access to the principals that reject has no objection to.
func (c *call) give(kind store.Kind, member string, shares []share, reject func(share) (string, error)) (any, error) {
	if len(shares) > mostShares {
		return nil, badRequest("body.sharing.upsert may name at most %d at once, not %d", mostShares, len(shares))
	}
	for _, s := range shares {
		if !hexfile.IsID(s.id) {
			return nil, badRequest("body.sharing.upsert: %q is not a UUID", s.id)
		}
		if !slices.Contains(levels, s.access) {
			return nil, badRequest("body.sharing.upsert: access must be one of %s, not %q", strings.Join(levels, ", "), s.access)
		}
	}
	p, err := c.sharable()
	if err != nil {
		return nil, err
	}
	var grants []store.Grant
	refused := refusedShares{}
	for _, s := range shares {
		s.id = strings.ToLower(s.id)
		reason, err := reject(s)
		if err != nil {
			return nil, err
		}
		if s.id == p.Owner {
			reason = "The access of the project's owner cannot be changed"
		}
		if reason != "" {
			refused[reason] = append(refused[reason], s.id)
			continue
		}
		grants = append(grants, store.Grant{Object: p.ID, Kind: kind, Principal: s.id, Level: s.access})
	}
	if err := c.store.PutGrants(c.ctx(), grants); err != nil {
		return nil, err
	}
	return c.shared(p, member, refused)
}

// unknown is the reason to leave out a principal that does not exist.
func unknown(err error, reason string) (string, error) {
	if errors.Is(err, store.ErrNotFound) {
		return reason, nil
	}
	return "", err
}

func shareWithUsers(c *call) (any, error) {
	var body struct {
		Sharing struct {
			Upsert struct {
				Users []struct {
					User   idBody `json:"user"`
					Access string `json:"access"`
				} `json:"users"`
			} `json:"upsert"`
		} `json:"sharing"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if body.Sharing.Upsert.Users == nil {
		return nil, badRequest("body.sharing.upsert.users is required")
	}
	var shares []share
	for _, u := range body.Sharing.Upsert.Users {
		shares = append(shares, share{u.User.ID, u.Access})
	}
	return c.give(store.ToUser, "userIds", shares, func(s share) (string, error) {
		user, err := c.store.User(c.ctx(), s.id)
		switch {
		case err != nil:
			return unknown(err, "User not found")
		case user.Deactivated:
			return "User is deactivated", nil
		case user.Role == "GUEST" && atLeast(s.access, "CAN_EDIT"):
			return "Guests can view apps and explore only", nil
		}
		return "", nil
	})
}

func shareWithGroups(c *call) (any, error) {
	var body struct {
		Sharing struct {
			Upsert struct {
				Groups []struct {
					Group  idBody `json:"group"`
					Access string `json:"access"`
				} `json:"groups"`
			} `json:"upsert"`
		} `json:"sharing"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if body.Sharing.Upsert.Groups == nil {
		return nil, badRequest("body.sharing.upsert.groups is required")
	}
	var shares []share
	for _, g := range body.Sharing.Upsert.Groups {
		shares = append(shares, share{g.Group.ID, g.Access})
	}
	return c.give(store.ToGroup, "groupIds", shares, func(s share) (string, error) {
		_, err := c.store.Group(c.ctx(), s.id)
		return unknown(err, "Group not found")
	})
}

// shareWithCollections adds a project to collections that the caller manages,
// or takes it out of them.
func shareWithCollections(c *call) (any, error) {
	var body struct {
		Sharing struct {
			Upsert struct {
				Collections []struct {
					Collection idBody `json:"collection"`
					Access     string `json:"access"`
				} `json:"collections"`
			} `json:"upsert"`
		} `json:"sharing"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if body.Sharing.Upsert.Collections == nil {
		return nil, badRequest("body.sharing.upsert.collections is required")
	}
	var shares []share
	for _, each := range body.Sharing.Upsert.Collections {
		shares = append(shares, share{each.Collection.ID, each.Access})
	}
	return c.give(store.ToCollection, "collectionIds", shares, func(s share) (string, error) {
		found, err := c.visibleCollection(s.id)
		if err != nil {
			if r, ok := err.(*refusal); ok && r.status == 404 {
				return "Collection not found", nil
			}
			return "", err
		}
		manages, err := c.managesCollection(found)
		if err == nil && !manages {
			return "Only managers of a collection may change what is in it", nil
		}
		return "", err
	})
}

// shareWithAll sets what the workspace's members and the web may do.
func shareWithAll(c *call) (any, error) {
	var body struct {
		Sharing *struct {
			Workspace string `json:"workspace"`
			PublicWeb string `json:"publicWeb"`
		} `json:"sharing"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if body.Sharing == nil {
		return nil, badRequest("body.sharing is required")
	}
	for _, level := range []string{body.Sharing.Workspace, body.Sharing.PublicWeb} {
		if level != "" && !slices.Contains(levels, level) {
			return nil, badRequest("body.sharing: access must be one of %s, not %q", strings.Join(levels, ", "), level)
		}
	}
	p, err := c.sharable()
	if err != nil {
		return nil, err
	}
	var grants []store.Grant
	var wrong []map[string]any
	if level := body.Sharing.Workspace; level != "" {
		grants = append(grants, store.Grant{Object: p.ID, Kind: store.ToWorkspace, Level: level})
	}
	switch level := body.Sharing.PublicWeb; {
	case level == "":
	case atLeast(level, "CAN_VIEW"):
		wrong = append(wrong, map[string]any{"type": "publicWeb", "reason": "The public web can be given APP_ONLY at most"})
	default:
		grants = append(grants, store.Grant{Object: p.ID, Kind: store.ToPublic, Level: level})
	}
	if err := c.store.PutGrants(c.ctx(), grants); err != nil {
		return nil, err
	}
	shown, err := c.shared(p, "", nil)
	shown.Errors = wrong
	return shown, err
}
