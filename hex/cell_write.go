package hex

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"
)

// ChildPosition is where in a section a new cell is put.
type ChildPosition string

// The positions in a section; ChildLast is Hex's default.
const (
	ChildFirst ChildPosition = "FIRST"
	ChildLast  ChildPosition = "LAST"
)

// NewCell is what CreateCell needs: ProjectID and Type are required, the rest may be empty.
type NewCell struct {
	ProjectID string
	// Type is CODE, SQL or MARKDOWN; others cannot be made through the API.
	Type   CellType
	Label  string
	Source string

	// DataConnectionID and DataframeSQL exclude each other: an SQL cell asks a connection, or the results of
	// other cells. OutputDataframe is the name of its result, made up by Hex when empty. All are for SQL cells only.
	DataConnectionID string
	DataframeSQL     bool
	OutputDataframe  string

	// AfterCellID puts the cell behind another, ParentCellID into a section at Position. Without both it comes last.
	AfterCellID  string
	ParentCellID string
	Position     ChildPosition
}

func (n NewCell) body() (any, error) {
	forSQL := n.DataConnectionID != "" || n.DataframeSQL || n.OutputDataframe != ""
	switch {
	case n.ProjectID == "":
		return nil, errors.New("a cell needs a project")
	case !utf8.ValidString(n.Source):
		return nil, errors.New("the source is not UTF-8 text")
	case forSQL && n.Type != CellSQL:
		return nil, errors.New("a connection and a name for the result are for SQL cells only")
	case n.DataConnectionID != "" && n.DataframeSQL:
		return nil, errors.New("an SQL cell asks a connection or the results of other cells, not both")
	}
	source := map[string]any{"source": n.Source}
	member := map[CellType]string{CellCode: "codeCell", CellSQL: "sqlCell", CellMarkdown: "markdownCell"}[n.Type]
	if member == "" {
		return nil, fmt.Errorf("a cell of type %q cannot be made through Hex's API", n.Type)
	}
	putText(source, "dataConnectionId", n.DataConnectionID)
	putText(source, "outputDataframe", n.OutputDataframe)
	if n.DataframeSQL {
		source["isDataframeSql"] = true
	}
	body := map[string]any{"projectId": n.ProjectID, "cellType": n.Type, "contents": map[string]any{member: source}}
	putText(body, "label", n.Label)
	location := map[string]any{}
	putText(location, "insertAfterCellId", n.AfterCellID)
	putText(location, "parentCellId", n.ParentCellID)
	putText(location, "childPosition", string(n.Position))
	if len(location) > 0 {
		body["location"] = location
	}
	return body, nil
}

func putText(m map[string]any, key, value string) {
	if value != "" {
		m[key] = value
	}
}

// CreateCell adds a cell to a project's draft. Hex: CreateCell.
func (c *Client) CreateCell(ctx context.Context, n NewCell) (Cell, error) {
	body, err := n.body()
	return call[Cell](ctx, c, route{
		op: "CreateCell", group: group30, method: "POST", path: "/cells", body: body, wrong: err,
		names: []Ref{{RefProject, n.ProjectID}, {RefConnection, n.DataConnectionID}, {RefCell, n.AfterCellID}, {RefCell, n.ParentCellID}},
	})
}

// DeleteCell takes a cell out of its project's draft, by its current id. Hex: DeleteCell. It cannot be undone through the API.
func (c *Client) DeleteCell(ctx context.Context, cellID string) error {
	return c.deleteCell(ctx, cellID, nil)
}

// DeleteReadCell is DeleteCell of a cell that was read just before: a [Hook] is shown what goes.
func (c *Client) DeleteReadCell(ctx context.Context, read Cell) error {
	return c.deleteCell(ctx, read.ID, &read)
}

func (c *Client) deleteCell(ctx context.Context, id string, replaces *Cell) error {
	_, err := call[empty](ctx, c, route{
		op: "DeleteCell", group: group30, method: "DELETE", path: "/cells/{}", ids: refs(RefCell, id), replaces: replaces,
	})
	return err
}
