package emulator

import "hextui/hex/emulator/store"

// sharingBody is who may do what with a project. Principals are named by e-mail
// address or name, though requests name them by id.
type sharingBody struct {
	Users       []userAccess       `json:"users"`
	Collections []collectionAccess `json:"collections"`
	Groups      []groupAccess      `json:"groups"`
	Workspace   accessBody         `json:"workspace"`
	PublicWeb   accessBody         `json:"publicWeb"`
	Support     accessBody         `json:"support"`
}

type accessBody struct {
	Access string `json:"access"`
}

type userAccess struct {
	User   byEmail `json:"user"`
	Access string  `json:"access"`
}

type collectionAccess struct {
	Collection byName `json:"collection"`
	Access     string `json:"access"`
}

type groupAccess struct {
	Group  byName `json:"group"`
	Access string `json:"access"`
}

// sharings reads the sharing of projects, by the projects' ids. The owner is always among the users, with all access.
func (c *call) sharings(projects []store.Project) (map[string]*sharingBody, error) {
	all := map[string]*sharingBody{}
	owners := map[string]string{}
	var grants []store.Grant
	for _, p := range projects {
		none := accessBody{"NONE"}
		all[p.ID] = &sharingBody{[]userAccess{}, []collectionAccess{}, []groupAccess{}, none, none, none}
		owners[p.ID] = p.Owner
		grants = append(grants, store.Grant{Object: p.ID, Kind: store.ToUser, Principal: p.Owner, Level: "FULL_ACCESS"})
	}
	given, err := c.store.Grants(c.ctx(), mapped(projects, func(p store.Project) string { return p.ID })...)
	if err != nil {
		return nil, err
	}
	for _, g := range given {
		if g.Kind != store.ToUser || g.Principal != owners[g.Object] {
			grants = append(grants, g)
		}
	}
	names, err := c.store.PrincipalNames(c.ctx(), grants)
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		body, name := all[g.Object], names[g.Principal]
		switch g.Kind {
		case store.ToUser:
			body.Users = append(body.Users, userAccess{byEmail{name}, g.Level})
		case store.ToCollection:
			body.Collections = append(body.Collections, collectionAccess{byName{name}, g.Level})
		case store.ToGroup:
			body.Groups = append(body.Groups, groupAccess{byName{name}, g.Level})
		case store.ToWorkspace:
			body.Workspace.Access = g.Level
		case store.ToPublic:
			body.PublicWeb.Access = g.Level
		case store.ToSupport:
			body.Support.Access = g.Level
		case store.ToGuests:
			// Guests are a kind of data connections only.
		}
	}
	return all, nil
}
