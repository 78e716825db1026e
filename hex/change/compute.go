package change

import (
	"context"

	"hextui/hex"
	"hextui/hex/plural"
)

// SetComputeProfile says what the kernels of projects run on. Its entity is what Hex answers, as [json.RawMessage].
type SetComputeProfile struct {
	ProjectIDs []string
	Profile    hex.ComputeProfile
}

// Prepare reads a single project, for its title; of several it takes the ids.
func (w SetComputeProfile) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	n := plan{
		op: "UpdateComputeProfiles", does: "Choose what kernels run on", risk: Overwrite,
		target:   Target{Kind: plural.Of(len(w.ProjectIDs), "project")},
		affected: []Affected{{Kind: "project", Count: len(w.ProjectIDs), Names: w.ProjectIDs}},
		undo:     "Hex's API does not tell the present profile: so it cannot be put back.",
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			answer, err := c.UpdateComputeProfiles(ctx, w.ProjectIDs, w.Profile)
			return Result{Entity: answer, Done: plural.Of(len(w.ProjectIDs), "project") + " got the compute profile."}, err
		},
	}
	if len(w.ProjectIDs) == 1 {
		known, err := projectLook(w.ProjectIDs[0], titleState).read(ctx, c, w.ProjectIDs[0])
		if err != nil {
			return nil, err
		}
		n.target, n.affected, n.was = projectTarget(known.project), nil, known.project
		n.before, n.look, n.warnings = known.before, known.look, known.warnings
	}
	n.warnings = append(n.warnings, "The request is in no document of Hex's: other clients send it so.")
	n.after = append(state{}, n.before...)
	n.after.add("image", w.Profile.Image)
	n.after.add("size", w.Profile.Size)
	return n.prepared(ctx, c)
}
