package emulator

import (
	"hextui/hex/emulator/store"
)

// Setting compute profiles is not in the published document that is known: two
// clients name the path, one the body. Of the answer nothing is known.
func computeOperations() []operation {
	return []operation{
		{name: "UpdateComputeProfiles", method: "POST", path: "/v1/projects/compute-profile/batch", group: groupAPI,
			scopes: []Scope{WriteProjects}, role: "EDITOR", do: updateComputeProfiles},
	}
}

// maxProfiled is how many projects one request may be about.
const maxProfiled = 100

// updateComputeProfiles says what the kernels of projects run on: of all or none.
func updateComputeProfiles(c *call) (any, error) {
	var body struct {
		ProjectIDs     []string `json:"projectIds"`
		ComputeProfile *struct {
			Image string `json:"image"`
			Size  string `json:"size"`
		} `json:"computeProfile"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	profile := body.ComputeProfile
	switch {
	case len(body.ProjectIDs) == 0 || len(body.ProjectIDs) > maxProfiled:
		return nil, badRequest("body.projectIds must have 1 to %d ids", maxProfiled)
	case profile == nil || profile.Image == "" && profile.Size == "":
		return nil, badRequest("body.computeProfile must have an image or a size")
	}
	var all []store.ComputeProfile
	for _, id := range body.ProjectIDs {
		p, err := c.project(id, "CAN_EDIT")
		if err != nil {
			return nil, err
		}
		all = append(all, store.ComputeProfile{Project: p.ID, Image: profile.Image, Size: profile.Size})
	}
	if err := c.store.SetComputeProfiles(c.ctx(), all); err != nil {
		return nil, err
	}
	return map[string]any{"projectIds": body.ProjectIDs, "traceId": c.trace}, nil
}
