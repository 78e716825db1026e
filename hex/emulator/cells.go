package emulator

import (
	"fmt"
	"slices"
	"strings"

	"hextui/hex/emulator/store"
	"hextui/hex/hexfile"
)

func cellOperations() []operation {
	read, write := []Scope{ReadCells}, []Scope{WriteCells}
	return []operation{
		{name: "ListCells", method: "GET", path: "/v1/cells", group: group30, scopes: read, do: listCells},
		{name: "GetCell", method: "GET", path: "/v1/cells/{cellId}", group: group30, scopes: read, do: getCell},
		{name: "CreateCell", method: "POST", path: "/v1/cells", group: group30, scopes: write, do: createCell},
		{name: "UpdateCell", method: "PATCH", path: "/v1/cells/{cellId}", group: group30, scopes: write, do: updateCell},
		{name: "DeleteCell", method: "DELETE", path: "/v1/cells/{cellId}", group: group30, scopes: write, do: deleteCell},
	}
}

// cellBody is a cell as the API shows it. Only SQL, code and Markdown cells show
// their contents.
type cellBody struct {
	ID               string       `json:"id"`
	StaticID         string       `json:"staticId"`
	CellType         string       `json:"cellType"`
	Label            nullable     `json:"label"`
	DataConnectionID nullable     `json:"dataConnectionId"`
	Contents         cellContents `json:"contents"`
	ProjectID        string       `json:"projectId"`
}

type cellContents struct {
	CodeCell     *sourceBody `json:"codeCell"`
	SQLCell      *sqlBody    `json:"sqlCell"`
	MarkdownCell *sourceBody `json:"markdownCell"`
}

type sourceBody struct {
	Source string `json:"source"`
}

type sqlBody struct {
	Source          string `json:"source"`
	OutputDataframe string `json:"outputDataframe"`
}

func showCell(c store.Cell) cellBody {
	body := cellBody{ID: c.ID, StaticID: c.StaticID, CellType: c.Type, Label: nullable(c.Label), DataConnectionID: nullable(c.Connection),
		ProjectID: c.Project}
	switch c.Type {
	case "CODE":
		body.Contents.CodeCell = &sourceBody{c.Source}
	case "SQL":
		body.Contents.SQLCell = &sqlBody{c.Source, c.Output}
	case "MARKDOWN":
		body.Contents.MarkdownCell = &sourceBody{c.Source}
	}
	return body
}

func listCells(c *call) (any, error) {
	project := c.text("projectId")
	if project == "" {
		return nil, badRequest("projectId is required")
	}
	order := ordering{fixed: true}
	page, err := c.page(100, order)
	if err != nil {
		return nil, err
	}
	p, err := c.project(strings.ToLower(project), "CAN_VIEW")
	if err != nil {
		return nil, err
	}
	cells, err := c.store.Cells(c.ctx(), p.ID, page)
	return listed[cellBody]{mapped(cells.Items, showCell), ends(cells, order, "")}, err
}

// cell reads the cell that the path names by its present id, or also by its
// static one, when the caller has at least the wanted access to its project.
func (c *call) cell(wanted string, byEither bool) (store.Cell, error) {
	id := strings.ToLower(c.request.PathValue("cellId"))
	read := c.store.Cell
	if byEither {
		read = c.store.CellByEither
	}
	found, err := read(c.ctx(), id)
	if err != nil {
		return found, missing(err, "cell", id)
	}
	if _, err = c.project(found.Project, wanted); err != nil {
		if r, ok := err.(*refusal); ok && r.status == 404 {
			err = notFound("There is no cell %s, or you have no access to it", id)
		}
	}
	return found, err
}

func getCell(c *call) (any, error) {
	cell, err := c.cell("CAN_VIEW", false)
	return showCell(cell), err
}

// writtenContents is what a request may say of a cell's contents.
type writtenContents struct {
	CodeCell *struct {
		Source *string `json:"source"`
	} `json:"codeCell"`
	SQLCell *struct {
		Source           *string          `json:"source"`
		DataConnectionID optional[string] `json:"dataConnectionId"`
		IsDataframeSQL   bool             `json:"isDataframeSql"`
		OutputDataframe  *string          `json:"outputDataframe"`
	} `json:"sqlCell"`
	MarkdownCell *struct {
		Source *string `json:"source"`
	} `json:"markdownCell"`
}

// given are the types of cell that the contents are for.
func (w writtenContents) given() []string {
	var types []string
	if w.CodeCell != nil {
		types = append(types, "CODE")
	}
	if w.SQLCell != nil {
		types = append(types, "SQL")
	}
	if w.MarkdownCell != nil {
		types = append(types, "MARKDOWN")
	}
	return types
}

// into writes what was given into a cell.
func (w writtenContents) into(cell *store.Cell) {
	set := func(field *string, value *string) {
		if value != nil {
			*field = *value
		}
	}
	switch cell.Type {
	case "CODE":
		set(&cell.Source, w.CodeCell.Source)
	case "SQL":
		set(&cell.Source, w.SQLCell.Source)
		set(&cell.Output, w.SQLCell.OutputDataframe)
	case "MARKDOWN":
		set(&cell.Source, w.MarkdownCell.Source)
	}
}

func (w writtenContents) hasSource() bool {
	return (w.CodeCell == nil || w.CodeCell.Source != nil) && (w.SQLCell == nil || w.SQLCell.Source != nil) &&
		(w.MarkdownCell == nil || w.MarkdownCell.Source != nil)
}

func updateCell(c *call) (any, error) {
	var body struct {
		DataConnectionID optional[string] `json:"dataConnectionId"`
		Contents         *writtenContents `json:"contents"`
	}
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	cell, err := c.cell("CAN_EDIT", false)
	if err != nil {
		return nil, err
	}
	changed := cell
	if body.Contents != nil {
		given := body.Contents.given()
		if len(given) > 1 || (len(given) == 1 && given[0] != cell.Type) {
			return nil, badRequest("The cell is of type %s; body.contents is for %s", cell.Type, strings.Join(given, " and "))
		}
		if !body.Contents.hasSource() {
			return nil, badRequest("body.contents needs a source")
		}
		if len(given) == 1 {
			body.Contents.into(&changed)
		}
	}
	if body.DataConnectionID.present {
		if cell.Type != "SQL" {
			return nil, badRequest("Only SQL cells have a data connection; the cell is of type %s", cell.Type)
		}
		if err := c.attach(&changed, body.DataConnectionID.value); err != nil {
			return nil, err
		}
	}
	changed.ID = newID()
	if err := c.store.RewriteCell(c.ctx(), cell.ID, changed, c.now()); err != nil {
		return nil, missing(err, "cell", cell.ID)
	}
	return showCell(changed), nil
}

// attach gives an SQL cell a data connection that the caller may use, or takes
// it away.
func (c *call) attach(cell *store.Cell, connection string) error {
	cell.Connection = strings.ToLower(connection)
	if connection == "" {
		return nil
	}
	cell.Dataframe = false
	if _, err := c.store.Connection(c.ctx(), cell.Connection); err != nil {
		return missing(err, "data connection", connection)
	}
	return nil
}

type createdCell struct {
	ProjectID string           `json:"projectId"`
	CellType  string           `json:"cellType"`
	Label     string           `json:"label"`
	Contents  *writtenContents `json:"contents"`
	Location  *struct {
		InsertAfterCellID string `json:"insertAfterCellId"`
		ParentCellID      string `json:"parentCellId"`
		ChildPosition     string `json:"childPosition"`
	} `json:"location"`
}

func (b createdCell) check() error {
	if !hexfile.IsID(b.ProjectID) {
		return badRequest("body.projectId is required, and must be a UUID")
	}
	if !slices.Contains([]string{"CODE", "SQL", "MARKDOWN"}, b.CellType) {
		return badRequest("body.cellType must be one of CODE, SQL, MARKDOWN, not %q", b.CellType)
	}
	if b.Contents == nil || !slices.Equal(b.Contents.given(), []string{b.CellType}) || !b.Contents.hasSource() {
		return badRequest("body.contents must hold exactly the contents of a %s cell, with a source", b.CellType)
	}
	if sql := b.Contents.SQLCell; sql != nil && sql.IsDataframeSQL && sql.DataConnectionID.value != "" {
		return badRequest("A cell cannot be dataframe SQL and have a data connection")
	}
	if b.Location != nil && !slices.Contains([]string{"", "FIRST", "LAST"}, b.Location.ChildPosition) {
		return badRequest("body.location.childPosition must be FIRST or LAST, not %q", b.Location.ChildPosition)
	}
	return nil
}

func createCell(c *call) (any, error) {
	var body createdCell
	if err := c.body(&body, false); err != nil {
		return nil, err
	}
	if err := body.check(); err != nil {
		return nil, err
	}
	p, err := c.project(strings.ToLower(body.ProjectID), "CAN_EDIT")
	if err != nil {
		return nil, err
	}
	draft, err := c.store.Draft(c.ctx(), p.ID)
	if err != nil {
		return nil, err
	}
	cell := store.Cell{ID: newID(), StaticID: newID(), Project: p.ID, Type: body.CellType, Label: body.Label}
	body.Contents.into(&cell)
	if sql := body.Contents.SQLCell; sql != nil {
		cell.Dataframe = sql.IsDataframeSQL
		if err := c.attach(&cell, sql.DataConnectionID.value); err != nil {
			return nil, err
		}
		if cell.Output == "" {
			cell.Output = freeName(draft)
		}
	}
	after, err := body.place(draft, &cell)
	if err != nil {
		return nil, err
	}
	if err := c.store.InsertCell(c.ctx(), cell, after, c.now()); err != nil {
		return nil, missing(err, "cell", after)
	}
	return showCell(cell), nil
}

// freeName is the dataframe name that Hex would make up.
func freeName(draft []store.Cell) string {
	for n := 1; ; n++ {
		name := fmt.Sprintf("dataframe_%d", n)
		if !slices.ContainsFunc(draft, func(c store.Cell) bool { return c.Output == name }) {
			return name
		}
	}
}

// place finds behind which cell, by its static id, the new one goes, and gives
// it its parent. Without a location it goes to the end.
func (b createdCell) place(draft []store.Cell, cell *store.Cell) (after string, err error) {
	find := func(id string) (int, error) {
		at := slices.IndexFunc(draft, func(c store.Cell) bool { return id != "" && (c.ID == id || c.StaticID == id) })
		if at < 0 {
			return 0, badRequest("There is no cell %q in the project", id)
		}
		return at, nil
	}
	switch {
	case b.Location != nil && b.Location.InsertAfterCellID != "":
		at, err := find(strings.ToLower(b.Location.InsertAfterCellID))
		if err != nil {
			return "", err
		}
		cell.Parent = draft[at].Parent
		return draft[at].StaticID, nil
	case b.Location != nil && b.Location.ParentCellID != "":
		at, err := find(strings.ToLower(b.Location.ParentCellID))
		if err != nil {
			return "", err
		}
		cell.Parent = draft[at].StaticID
		if b.Location.ChildPosition != "FIRST" {
			for at+1 < len(draft) && draft[at+1].Parent == cell.Parent {
				at++
			}
		}
		return draft[at].StaticID, nil
	case len(draft) > 0:
		return draft[len(draft)-1].StaticID, nil
	}
	return "", nil
}

func deleteCell(c *call) (any, error) {
	cell, err := c.cell("CAN_EDIT", false)
	if err != nil {
		return nil, err
	}
	if err := c.store.DeleteCell(c.ctx(), cell, c.now()); err != nil {
		return nil, missing(err, "cell", cell.ID)
	}
	return map[string]string{"cellId": cell.ID}, nil
}
