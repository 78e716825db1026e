package hex

import (
	"context"
	"encoding/json"
	"errors"
)

// ComputeProfile is what the kernels of a project run on. The values are the workspace's; an empty member is not sent.
type ComputeProfile struct {
	Image string `json:"image,omitempty"`
	Size  string `json:"size,omitempty"`
}

// maxProfiled is how many projects one request may name here; Hex's limit is not known.
const maxProfiled = 100

// UpdateComputeProfiles gives projects a compute profile, and returns what Hex answers, which may be nothing. It is not in Hex's
// published document, nor is the name of the operation: two other clients have the path, one of them this body, whose values and
// effect nobody has written down. No operation shows the profile that a project has.
func (c *Client) UpdateComputeProfiles(ctx context.Context, projectIDs []string, p ComputeProfile) (json.RawMessage, error) {
	var wrong error
	switch {
	case len(projectIDs) == 0, len(projectIDs) > maxProfiled:
		wrong = errors.New("1 to 100 projects are needed")
	case p == ComputeProfile{}:
		wrong = errors.New("an image or a size is needed")
	}
	return call[json.RawMessage](ctx, c, route{
		op: "UpdateComputeProfiles", group: groupDefault, method: "POST", path: "/projects/compute-profile/batch",
		names: refs(RefProject, projectIDs...), body: map[string]any{"projectIds": projectIDs, "computeProfile": p}, wrong: wrong,
	})
}
