package emulator

import (
	"encoding/json"
	"errors"

	"hextui/hex/emulator/executor"
	"hextui/hex/emulator/store"
)

func outputOperations() []operation {
	return []operation{
		{name: "GetCellOutput", method: "GET", path: "/v1/cells/{cellId}/output", group: groupAPI, scopes: []Scope{ReadCells},
			do: getCellOutput},
	}
}

type cellOutput struct {
	ProjectID string          `json:"projectId"`
	RunID     string          `json:"runId"`
	Cell      cellHandle      `json:"cell"`
	Result    json.RawMessage `json:"result"`
}

type cellHandle struct {
	ID       string `json:"id"`
	StaticID string `json:"staticId"`
	CellType string `json:"cellType"`
}

// getCellOutput reads the draft's session: what the cell gave in the last draft
// run that reached it. Of other cells than those of givesOutput it knows errors only.
func getCellOutput(c *call) (any, error) {
	cell, err := c.cell("CAN_VIEW", true)
	if err != nil {
		return nil, err
	}
	output, err := c.store.Output(c.ctx(), cell.Project, cell.StaticID)
	if err != nil {
		return nil, c.missingOutput(err, cell)
	}
	var kind struct{ Type string }
	if err := json.Unmarshal(output.Result, &kind); err != nil {
		return nil, err
	}
	if !c.givesOutput(cell) && kind.Type == executor.ResultTable {
		return nil, badRequest("Only SQL cells have an output to read; the cell is of type %s", cell.Type)
	}
	return cellOutput{cell.Project, output.Run, cellHandle{cell.ID, cell.StaticID, cell.Type}, output.Result}, nil
}

// givesOutput tells whether the rows of a cell can be read: in Hex those of SQL cells, and where CODE cells are Python, of these.
func (c *call) givesOutput(cell store.Cell) bool {
	return cell.Type == "SQL" || cell.Type == "CODE" && c.o.Python
}

func (c *call) missingOutput(err error, cell store.Cell) error {
	switch {
	case !errors.Is(err, store.ErrNotFound):
		return err
	case !c.givesOutput(cell):
		return badRequest("Only SQL cells have an output to read; the cell is of type %s", cell.Type)
	}
	return notFound("The cell %s has no output: the draft has no active session, or its last run did not reach the cell", cell.ID)
}
