package emulator

import (
	"encoding/json"

	"hextui/hex/emulator/executor"
	"hextui/hex/emulator/store"
)

// The draft runs are no published operations: Hex's own tools use them, and
// they are answered in the newer shape here.
func draftOperations() []operation {
	run := []Scope{RunProjects}
	return []operation{
		{name: "RunDraft", method: "POST", path: "/v1/projects/{projectId}/notebook/run", group: groupRunKernel, scopes: run, do: runDraft},
		{name: "RunCell", method: "POST", path: "/v1/cells/{cellId}/run", group: groupRunKernel, scopes: run, do: runCell},
	}
}

type draftRunHandle struct {
	ProjectID string `json:"projectId"`
	RunID     string `json:"runId"`
	Status    string `json:"status"`
	URL       string `json:"url"`
	TraceID   string `json:"traceId"`
}

// runDraft runs the whole draft in a new session, whose outputs GetCellOutput
// then reads.
func runDraft(c *call) (any, error) {
	var body struct {
		UseCachedSQLResults *bool `json:"useCachedSqlResults"`
	}
	if err := c.body(&body, true); err != nil {
		return nil, err
	}
	id, err := c.id("projectId")
	if err != nil {
		return nil, err
	}
	p, err := c.project(id, "CAN_EDIT")
	if err != nil {
		return nil, err
	}
	j, err := c.draftJob(p.ID)
	if err != nil {
		return nil, err
	}
	j.Cached = body.UseCachedSQLResults == nil || *body.UseCachedSQLResults
	if err := c.begin(j); err != nil {
		return nil, err
	}
	return draftRunHandle{p.ID, j.Run.ID, j.Run.Status, c.runURL(j.Run), c.trace}, nil
}

// draftJob takes the draft as it is now: an edit during the run is not run.
func (c *call) draftJob(project string) (executor.Job, error) {
	cells, err := c.store.Draft(c.ctx(), project)
	if err != nil {
		return executor.Job{}, err
	}
	inputs, err := inputsOf(cells)
	if err != nil {
		return executor.Job{}, err
	}
	run, values := c.newRun(project, 0), defaults(inputs)
	run.Inputs, err = json.Marshal(values)
	return executor.Job{Run: run, Cells: cells, Inputs: values, Place: project}, err
}

type cellRunHandle struct {
	CellID       string   `json:"cellId"`
	RunID        nullable `json:"runId"`
	Status       string   `json:"status"`
	RunURL       nullable `json:"runUrl"`
	RunStatusURL nullable `json:"runStatusUrl"`
	TraceID      string   `json:"traceId"`
	DryRun       bool     `json:"dryRun,omitempty"`
}

// runCell runs one cell of the draft, after those above it that it needs.
func runCell(c *call) (any, error) {
	var body struct {
		DryRun bool `json:"dryRun"`
	}
	if err := c.body(&body, true); err != nil {
		return nil, err
	}
	cell, err := c.cell("CAN_EDIT", true)
	if err != nil {
		return nil, err
	}
	if body.DryRun {
		return cellRunHandle{CellID: cell.ID, Status: "PENDING", TraceID: c.trace, DryRun: true}, nil
	}
	j, err := c.draftJob(cell.Project)
	if err != nil {
		return nil, err
	}
	j.Run.Cell, j.Cached = cell.StaticID, true
	if err := c.begin(j); err != nil {
		return nil, err
	}
	return showCellRun(c, cell, j.Run), nil
}

func showCellRun(c *call, cell store.Cell, run store.Run) cellRunHandle {
	return cellRunHandle{
		CellID: cell.ID, RunID: nullable(run.ID), Status: run.Status,
		RunURL: nullable(c.runURL(run)), RunStatusURL: nullable(c.runStatusURL(run)), TraceID: c.trace,
	}
}
