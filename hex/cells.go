package hex

import (
	"context"
	"errors"
	"iter"
	"unicode/utf8"
)

// CellType is the kind of a cell. Unknown values are kept.
type CellType string

// The cell types whose source the API gives. Others (INPUT, CHART, PIVOT …) have no contents.
const (
	CellCode     CellType = "CODE"
	CellSQL      CellType = "SQL"
	CellMarkdown CellType = "MARKDOWN"
)

// Cell is a cell of a project's draft.
type Cell struct {
	// ID belongs to one version of the cell and changes when the cell is written; StaticID stays.
	ID       string   `json:"id"`
	StaticID string   `json:"staticId"`
	Type     CellType `json:"cellType"`
	// Label is the cell's name, empty when it has none. The API cannot change it.
	Label string `json:"label"`
	// DataConnectionID is empty for cells without one, and for SQL over dataframes.
	DataConnectionID string   `json:"dataConnectionId"`
	Contents         Contents `json:"contents"`
	ProjectID        string   `json:"projectId"`
}

// Contents holds the source of a CODE, SQL or MARKDOWN cell; for other types all members are nil.
type Contents struct {
	Code     *CodeContents     `json:"codeCell"`
	SQL      *SQLContents      `json:"sqlCell"`
	Markdown *MarkdownContents `json:"markdownCell"`
}

// CodeContents is the source of a CODE cell.
type CodeContents struct {
	Source string `json:"source"`
}

// SQLContents is the source of an SQL cell and the name of the dataframe that its result becomes.
type SQLContents struct {
	Source          string `json:"source"`
	OutputDataframe string `json:"outputDataframe"`
}

// MarkdownContents is the source of a MARKDOWN cell.
type MarkdownContents struct {
	Source string `json:"source"`
}

// Source is the cell's source; ok is false for a type that the API gives no source of.
func (c Cell) Source() (source string, ok bool) {
	switch {
	case c.Contents.SQL != nil:
		return c.Contents.SQL.Source, true
	case c.Contents.Code != nil:
		return c.Contents.Code.Source, true
	case c.Contents.Markdown != nil:
		return c.Contents.Markdown.Source, true
	}
	return "", false
}

// OutputDataframe is the name that an SQL cell's result has in later cells, or empty.
func (c Cell) OutputDataframe() string {
	if c.Contents.SQL == nil {
		return ""
	}
	return c.Contents.SQL.OutputDataframe
}

// CellQuery chooses cells of one project; ProjectID is required.
type CellQuery struct {
	Paging
	ProjectID string
}

// ListCells returns one page of a project's draft cells in notebook order. Hex: ListCells. Up to 100 a page.
func (c *Client) ListCells(ctx context.Context, q CellQuery) (Page[Cell], error) {
	v := q.Paging.values()
	v.id("projectId", q.ProjectID)
	return getPage[Cell](ctx, c, route{op: "ListCells", group: group30, path: "/cells", query: v, names: refs(RefProject, q.ProjectID)})
}

// CellPages walks all pages of a project's draft cells, as they come. Hex: ListCells.
func (c *Client) CellPages(ctx context.Context, q CellQuery) iter.Seq2[Page[Cell], error] {
	return walk(ctx, q.Paging, func(ctx context.Context, p Paging) (Page[Cell], error) {
		q.Paging = p
		return c.ListCells(ctx, q)
	})
}

// GetCell returns a cell by its current id. Hex: GetCell. The id changes with every write: when it is gone
// ([NotFound]), look the cell up by its static id with [Client.FindCell].
func (c *Client) GetCell(ctx context.Context, cellID string) (Cell, error) {
	return call[Cell](ctx, c, route{op: "GetCell", group: group30, path: "/cells/{}", ids: refs(RefCell, cellID)})
}

// CellUpdate is what UpdateCell writes; members that are nil stay as they are. At most one source may be set.
type CellUpdate struct {
	SQL, Code, Markdown *string
	// OutputDataframe renames the result of an SQL cell; it is sent together with SQL only.
	OutputDataframe *string
	// DataConnectionID moves an SQL cell to another connection; a pointer to "" detaches it.
	DataConnectionID *string
}

func (u CellUpdate) body() (any, error) {
	contents := map[string]any{}
	for name, source := range map[string]*string{"sqlCell": u.SQL, "codeCell": u.Code, "markdownCell": u.Markdown} {
		if source == nil {
			continue
		}
		if !utf8.ValidString(*source) {
			return nil, errors.New("the source is not UTF-8 text")
		}
		contents[name] = map[string]any{"source": *source}
	}
	switch {
	case len(contents) > 1:
		return nil, errors.New("a cell has one source")
	case len(contents) == 0 && u.OutputDataframe == nil && u.DataConnectionID == nil:
		return nil, errors.New("there is nothing to change")
	case u.OutputDataframe != nil && u.SQL == nil:
		return nil, errors.New("the name of a result is sent together with the SQL source only")
	}
	if u.OutputDataframe != nil {
		contents["sqlCell"].(map[string]any)["outputDataframe"] = *u.OutputDataframe
	}
	body := map[string]any{}
	if len(contents) > 0 {
		body["contents"] = contents
	}
	if u.DataConnectionID != nil {
		body["dataConnectionId"] = u.DataConnectionID
		if *u.DataConnectionID == "" {
			body["dataConnectionId"] = nil
		}
	}
	return body, nil
}

// UpdateCell writes a cell of a draft and returns it with its new id. Hex: UpdateCell. It writes without looking;
// [Client.Save] is the careful way. Never repeated after a failure of unknown outcome ([Error.MayHaveHappened]).
func (c *Client) UpdateCell(ctx context.Context, cellID string, u CellUpdate) (Cell, error) {
	return c.updateCell(ctx, cellID, u, nil, nil)
}

// updateCell is UpdateCell of a cell that was read just before, or of nil, for a caller that follows the request on its way,
// or not: left is as in [route].
func (c *Client) updateCell(ctx context.Context, cellID string, u CellUpdate, replaces *Cell, left func(bool)) (Cell, error) {
	body, err := u.body()
	r := route{
		op: "UpdateCell", group: group30, method: "PATCH", path: "/cells/{}", ids: refs(RefCell, cellID), body: body, wrong: err,
		replaces: replaces, left: left,
	}
	if u.DataConnectionID != nil {
		r.names = refs(RefConnection, *u.DataConnectionID)
	}
	return call[Cell](ctx, c, r)
}

func (c *Cell) missing() string { return firstMissing("cell id", c.ID) }
