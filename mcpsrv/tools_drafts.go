package mcpsrv

import (
	"context"
	"fmt"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
)

// draftTools run drafts. Their routes are not in Hex's published document: Hex's own tools use them.
func draftTools() []spec {
	unpublished := answer.Advice{
		Missing: "This workspace may not offer the route, which is not in Hex's published document. A person can run the draft in the browser.",
		Check:   "Look at get_hex_cell_output whether the cells have run.",
	}
	return []spec{
		tool[runDraftIn, draftStarted]{
			name: "run_hex_draft", title: "Run a draft", class: policy.Execute, toolset: policy.Runs,
			about:  "Runs all cells of a project's draft in its notebook session, which costs money. The route is unpublished: some workspaces do not have it. Read results with get_hex_cell_output.",
			advice: unpublished,
			target: func(s *Workspace, in runDraftIn) string { return s.names.ofProject(in.ProjectID) },
			effect: func(s *Workspace, ctx context.Context, in runDraftIn) (effect, error) {
				target, now, err := s.projectTarget(ctx, in.ProjectID)
				return effect{target: "the draft of " + target, before: now, note: "The route is unpublished."}, err
			},
			run: (*Workspace).runDraft,
		}.spec(),
		tool[runCellIn, draftStarted]{
			name: "run_hex_cell", title: "Run a cell", class: policy.Execute, toolset: policy.Runs,
			about:  "Runs one cell of a draft and what it stands on, which costs money. The route is unpublished: some workspaces do not have it. Read the result with get_hex_cell_output.",
			advice: unpublished,
			target: func(s *Workspace, in runCellIn) string { return s.names.ofCell(in.CellID) },
			effect: func(s *Workspace, ctx context.Context, in runCellIn) (effect, error) {
				base, err := s.readCell(ctx, "", in.CellID)
				if err != nil {
					return effect{}, err
				}
				return effect{target: s.cellOf(base.Cell).target(), before: stateOf(base.Cell), note: "The route is unpublished."}, nil
			},
			run: (*Workspace).runCell,
		}.spec(),
	}
}

type runDraftIn struct {
	ProjectID    string `json:"project_id" arg:"required,id=project"`
	UseCachedSQL *bool  `json:"use_cached_sql" doc:"False asks the warehouse again."`
}

type runCellIn struct {
	CellID string `json:"cell_id" arg:"required,id=cell" doc:"id or static_id."`
}

// draftStarted is a run of a draft. Its run id names the notebook session, which later runs of the draft share.
type draftStarted struct {
	ProjectID   string `json:"project_id,omitempty"`
	CellID      string `json:"cell_id,omitempty"`
	RunID       string `json:"run_id"`
	Status      string `json:"status"`
	Unpublished bool   `json:"unpublished_route"`
	URL         string `json:"url,omitempty"`
	TraceID     string `json:"trace_id,omitempty"`
	Next        string `json:"next"`
}

func (d draftStarted) Text() string {
	return fmt.Sprintf("Started in session %s, %s. %s", d.RunID, d.Status, d.Next)
}

func startedDraft(h hex.DraftRun) draftStarted {
	return draftStarted{
		ProjectID: h.ProjectID, CellID: h.CellID, RunID: h.RunID, Status: string(h.Status), Unpublished: true, URL: h.URL, TraceID: h.TraceID,
		Next: "Read results with get_hex_cell_output after a few seconds. run_id names the session, not this one execution: look whether the output fits the source.",
	}
}

func (s *Workspace) runDraft(ctx context.Context, in runDraftIn) (draftStarted, error) {
	h, err := s.writer().RunDraft(ctx, in.ProjectID, hex.DraftRunRequest{UseCachedSQL: in.UseCachedSQL})
	if h.ProjectID == "" {
		h.ProjectID = in.ProjectID
	}
	return startedDraft(h), err
}

func (s *Workspace) runCell(ctx context.Context, in runCellIn) (draftStarted, error) {
	base, err := s.readCell(ctx, "", in.CellID)
	if err != nil {
		return draftStarted{}, err
	}
	h, err := s.writer().RunCell(ctx, base.Cell.ID, false)
	h.CellID, h.ProjectID = base.Cell.ID, base.Cell.ProjectID
	return startedDraft(h), err
}
