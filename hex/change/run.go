package change

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hextui/hex"
)

// RunProject starts a run of a project's latest published version. Its entity is a [hex.RunHandle].
type RunProject struct {
	ProjectID string
	// Run says how. Its DryRun is not looked at.
	Run hex.RunRequest
	// Ask has Hex itself check the request while it is prepared, which costs a request more and starts nothing.
	Ask bool
}

// Prepare reads the project.
func (w RunProject) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	known, err := projectLook(w.ProjectID, publishedState).read(ctx, c, w.ProjectID)
	if err != nil {
		return nil, err
	}
	p := known.project
	w.Run.DryRun = false
	n := plan{
		op: "RunProject", does: "Run a project", risk: Execute, target: projectTarget(p), was: p, before: known.before, look: known.look,
		warnings: known.warnings,
		undoable: true, undo: "The run can be cancelled while it goes on; what it did by then stays.",
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			h, err := c.RunProject(ctx, w.ProjectID, w.Run)
			r := Result{Entity: h, Done: fmt.Sprintf("Run %s of the %s has started.", h.RunID, projectTarget(p))}
			if err == nil {
				r.Undo = CancelRun{ProjectID: w.ProjectID, RunID: h.RunID}
			}
			return r, err
		},
	}
	if known.look != nil && !p.Published() {
		n.warnings = append(n.warnings, "The project was never published: Hex refuses to run it.")
	}
	if w.Run.UpdatePublished {
		n.warnings = append(n.warnings, "What viewers of the app see would be replaced by the results.")
		n.affected = append(n.affected, Affected{Kind: "viewer of the app"})
	}
	for _, k := range []struct {
		kind string
		of   func(hex.Notification) []string
	}{
		{"notified user", func(t hex.Notification) []string { return t.UserIDs }},
		{"notified group", func(t hex.Notification) []string { return t.GroupIDs }},
		{"notified Slack channel", func(t hex.Notification) []string { return t.SlackChannelIDs }},
	} {
		told := map[string]bool{}
		for _, t := range w.Run.Notifications {
			for _, id := range k.of(t) {
				told[id] = true
			}
		}
		if len(told) > 0 {
			n.affected = append(n.affected, Affected{k.kind, len(told), slices.Sorted(maps.Keys(told))})
		}
	}
	if w.Ask {
		dry := w.Run
		dry.DryRun = true
		if _, err := c.RunProject(ctx, w.ProjectID, dry); err != nil {
			return nil, err
		}
		n.warnings = append(n.warnings, "Nothing was started: Hex checked the request and would take it.")
	}
	return n.prepared(ctx, c)
}

// Unpublished is said of what stands on a route that is not in Hex's published document.
const Unpublished = "The route is not in Hex's published document: a workspace may refuse it."

// RunDraft runs all cells of a project's draft. Its entity is a [hex.DraftRun].
type RunDraft struct {
	ProjectID string
	Run       hex.DraftRunRequest
}

// Prepare reads the project.
func (w RunDraft) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	known, err := projectLook(w.ProjectID, draftState).read(ctx, c, w.ProjectID)
	if err != nil {
		return nil, err
	}
	p := known.project
	return plan{
		op: "RunDraft", does: "Run a draft", risk: Execute, target: projectTarget(p), was: p, before: known.before, look: known.look,
		undo: "What has run has run: a person can stop it in the browser.", warnings: append(known.warnings, Unpublished),
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			h, err := c.RunDraft(ctx, w.ProjectID, w.Run)
			h.ProjectID = w.ProjectID
			return Result{Entity: h, Done: fmt.Sprintf("The draft of the %s is running.", projectTarget(p))}, err
		},
	}.prepared(ctx, c)
}

// RunCell runs one cell of a draft and what it stands on. Its entity is a [hex.DraftRun].
type RunCell struct{ Cell CellRef }

// Prepare reads the cell.
func (w RunCell) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	base, err := w.Cell.read(ctx, c)
	if err != nil {
		return nil, err
	}
	return plan{
		op: "RunCell", does: "Run a cell", risk: Execute, target: cellTarget(base.Cell), was: base, before: versionState(base.Cell),
		look: cellLook(base.Cell),
		undo: "What has run has run: a person can stop it in the browser.", warnings: []string{Unpublished},
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			h, err := c.RunCell(ctx, base.Cell.ID, false)
			h.CellID, h.ProjectID = base.Cell.ID, base.Cell.ProjectID
			return Result{Entity: h, Done: fmt.Sprintf("The %s is running.", cellTarget(base.Cell))}, err
		},
	}.prepared(ctx, c)
}

// CancelRun stops a run. Its entity is the [hex.Run] as it was before: it becomes KILLED a moment later. Of one that has finished
// already nothing is sent.
type CancelRun struct{ ProjectID, RunID string }

// Prepare reads the project, for its title, and the run.
func (w CancelRun) Prepare(ctx context.Context, c *hex.Client) (*Prepared, error) {
	known, err := projectLook(w.ProjectID, titleState).read(ctx, c, w.ProjectID)
	if err != nil {
		return nil, err
	}
	p := known.project
	run, err := c.GetRunStatus(ctx, w.ProjectID, w.RunID)
	if err != nil {
		return nil, err
	}
	before := runState(run)
	n := plan{
		op: "CancelRun", does: "Cancel a run", risk: Destroy,
		target: Target{Kind: "run", ID: run.RunID, In: strings.TrimPrefix(projectTarget(p).String(), "project ")},
		was:    run, before: before, after: before.with("status", string(hex.RunKilled)),
		undo: "A run cannot be taken up again: it can be started anew.",
		look: func(ctx context.Context, c *hex.Client) (state, error) {
			now, err := c.GetRunStatus(ctx, w.ProjectID, w.RunID)
			return runState(now), err
		},
		send: func(ctx context.Context, c *hex.Client) (Result, error) {
			err := c.CancelRun(ctx, w.ProjectID, w.RunID)
			return Result{Entity: run, Done: fmt.Sprintf("Run %s is being stopped; its status becomes KILLED.", w.RunID)}, err
		},
	}
	if run.Status.Finished() { // Hex refuses to cancel it, and nobody has to be asked for that
		n.after, n.already = nil, run
		n.warnings = append(n.warnings, fmt.Sprintf("The run has finished (%s): there is nothing to cancel.", run.Status))
	}
	return n.prepared(ctx, c)
}

// runState takes a run that goes from waiting to running for the same: it is as good to cancel.
func runState(r hex.Run) state {
	var s state
	s.add("run", r.RunID)
	s.add("trigger", string(r.Trigger))
	status := string(r.Status)
	if !r.Status.Finished() {
		status = "goes on"
	}
	s.add("status", status)
	return s
}
