package mcpsrv

import (
	"context"
	"fmt"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"hextui/hex"
)

// cellTools read and write the cells of drafts.
func cellTools() []spec {
	return []spec{
		tool[listCellsIn, cellPage]{
			name: "list_hex_cells", title: "List a project's cells", class: Read, toolset: Cells,
			about:  "Lists the cells of a project's draft in notebook order, with the source of SQL, CODE and MARKDOWN cells and its hash. Other types have no source.",
			advice: advice{missing: "Find the project with search_hex_projects."},
			target: func(s *Server, in listCellsIn) string { return s.names.ofProject(in.ProjectID) },
			check:  (listCellsIn).check,
			run:    (*Server).listCells,
		}.spec(),
		tool[updateCellIn, cellUpdated]{
			name: "update_hex_cell", title: "Change a cell", class: Overwrite, toolset: Cells,
			about: "Replaces the source of a cell in a project's draft, its data connection or the name of its result. Give exactly one source, whole. With expected_hash it is written only if nobody changed the cell since it was read. dry_run shows the diff and writes nothing. The cell gets a new id.",
			advice: advice{
				missing: "A cell's id changes with every write. Take the present one from list_hex_cells.",
				check:   "Read the cell with list_hex_cells and compare, before writing again.",
			},
			target: func(s *Server, in updateCellIn) string { return s.names.ofCell(in.CellID) },
			check:  (updateCellIn).check,
			dryRun: func(in updateCellIn) bool { return in.DryRun },
			run:    (*Server).updateCell,
		}.spec(),
	}
}

type listCellsIn struct {
	ProjectID string `json:"project_id" arg:"required,id=project" doc:"UUID or Hex URL."`
	Limit     int    `json:"limit" arg:"min=1,max=100,default=25" doc:"Cells a page."`
	After     string `json:"after" doc:"pagination.after of the page before."`
	Before    string `json:"before" doc:"pagination.before, to go back."`
}

func (in listCellsIn) check() *Failure {
	if in.After != "" && in.Before != "" {
		return refuse("after and before exclude each other.", "Give after to go on, before to go back.")
	}
	return nil
}

// cell is a cell without its source.
type cell struct {
	ID               string `json:"id" doc:"Changes with every write."`
	StaticID         string `json:"static_id" doc:"Stays."`
	Type             string `json:"type"`
	Label            string `json:"label,omitempty"`
	ProjectID        string `json:"project_id"`
	DataConnectionID string `json:"data_connection_id,omitempty"`
	OutputDataframe  string `json:"output_dataframe,omitempty" doc:"The name that an SQL cell's result has in later cells."`
}

func (s *Server) cellOf(h hex.Cell) cell {
	s.names.cell(h)
	return cell{
		ID: h.ID, StaticID: h.StaticID, Type: string(h.Type), Label: h.Label, ProjectID: h.ProjectID,
		DataConnectionID: h.DataConnectionID, OutputDataframe: h.OutputDataframe(),
	}
}

// cellRow is a cell in a list. It repeats the members of cell, less the project's id, which all of them share.
type cellRow struct {
	ID               string  `json:"id"`
	StaticID         string  `json:"static_id"`
	Type             string  `json:"type"`
	Label            string  `json:"label,omitempty"`
	DataConnectionID string  `json:"data_connection_id,omitempty"`
	OutputDataframe  string  `json:"output_dataframe,omitempty"`
	Hash             string  `json:"hash,omitempty" doc:"For expected_hash."`
	Source           *string `json:"source,omitempty" doc:"Missing for a type without source."`
}

// text is the cell with its source: what a reader without structure needs to change it.
func (r cellRow) text() string {
	head := fmt.Sprintf("--- %s %s id %s", r.Type, oneLine(r.Label), r.ID)
	if r.Source == nil {
		return head
	}
	return fmt.Sprintf("%s hash %s\n%s", head, r.Hash, *r.Source)
}

type cellPage struct {
	Cells      []cellRow  `json:"cells"`
	Pagination pagination `json:"pagination"`
	HasMore    bool       `json:"has_more"`
	Next       string     `json:"next,omitempty"`
}

type pagination struct {
	After  string `json:"after,omitempty"`
	Before string `json:"before,omitempty"`
}

func (p cellPage) text() string {
	return lines(count(len(p.Cells), "cell")+".", p.Cells, cellRow.text, p.Next)
}

func (s *Server) listCells(ctx context.Context, in listCellsIn) (cellPage, error) {
	out := cellPage{Cells: []cellRow{}}
	page, err := s.hex.ListCells(ctx, hex.CellQuery{ProjectID: in.ProjectID, Paging: hex.Paging{Limit: in.Limit, After: in.After, Before: in.Before}})
	if err != nil {
		return out, err
	}
	for _, h := range page.Items {
		c := s.cellOf(h)
		row := cellRow{ID: c.ID, StaticID: c.StaticID, Type: c.Type, Label: c.Label, DataConnectionID: c.DataConnectionID, OutputDataframe: c.OutputDataframe}
		if source, ok := h.Source(); ok {
			row.Source, row.Hash = &source, hex.SourceHash(source)
		}
		out.Cells = append(out.Cells, row)
	}
	out.Pagination = pagination{After: page.After, Before: page.Before}
	if out.HasMore = page.After != ""; out.HasMore {
		out.Next = "Call again with after set to pagination.after."
	}
	return out, nil
}

type updateCellIn struct {
	CellID           string  `json:"cell_id" arg:"required,id=cell" doc:"id or static_id from list_hex_cells."`
	SQLSource        *string `json:"sql_source" doc:"Whole new source of an SQL cell."`
	CodeSource       *string `json:"code_source" doc:"Whole new source of a CODE cell."`
	MarkdownSource   *string `json:"markdown_source" doc:"Whole new source of a MARKDOWN cell."`
	OutputDataframe  *string `json:"output_dataframe" doc:"New name of an SQL cell's result."`
	DataConnectionID *string `json:"data_connection_id" arg:"id=connection" doc:"New connection of an SQL cell; empty detaches it."`
	ExpectedHash     string  `json:"expected_hash" doc:"hash of the source that the change was made on."`
	DryRun           bool    `json:"dry_run"`
}

// sources are the sources that were given, by the cell type they fit.
func (in updateCellIn) sources() map[hex.CellType]*string {
	given := map[hex.CellType]*string{}
	for kind, source := range map[hex.CellType]*string{hex.CellSQL: in.SQLSource, hex.CellCode: in.CodeSource, hex.CellMarkdown: in.MarkdownSource} {
		if source != nil {
			given[kind] = source
		}
	}
	return given
}

// argument is the name of the argument for a cell type's source.
func argument(kind hex.CellType) string { return strings.ToLower(string(kind)) + "_source" }

func (in updateCellIn) check() *Failure {
	given := in.sources()
	switch {
	case len(given) > 1:
		return refuse("sql_source, code_source and markdown_source exclude each other.", "Give the one that fits the cell's type; list_hex_cells shows it.")
	case len(given) == 0 && in.OutputDataframe == nil && in.DataConnectionID == nil:
		return refuse("There is nothing to update.", "Give sql_source, code_source, markdown_source, output_dataframe or data_connection_id.")
	case in.OutputDataframe != nil && *in.OutputDataframe == "":
		return refuse("output_dataframe is empty.", "Give a name, or leave it out to keep the present one.")
	}
	return nil
}

// edit makes what Save writes over base, or says why it does not fit the cell.
func (in updateCellIn) edit(base hex.Snapshot) (hex.Edit, *Failure) {
	e := hex.Edit{Source: base.Source, OutputDataframe: in.OutputDataframe, DataConnectionID: in.DataConnectionID}
	kind := base.Cell.Type
	if _, ok := base.Cell.Source(); !ok {
		return e, refuse(fmt.Sprintf("A cell of type %s has no source that the API can write.", kind), "A person can change it in the browser.")
	}
	if kind != hex.CellSQL && (in.OutputDataframe != nil || in.DataConnectionID != nil) {
		return e, refuse(fmt.Sprintf("output_dataframe and data_connection_id are for SQL cells; this one is %s.", kind), "Leave them out.")
	}
	for of, source := range in.sources() {
		if of != kind {
			return e, refuse(fmt.Sprintf("%s does not fit: the cell's type is %s.", argument(of), kind), "Give "+argument(kind)+" instead.")
		}
		if stand := standIn(*source, base.Source); stand != "" {
			return e, refuse(fmt.Sprintf("The source holds %s, which stands for something that was not shown to you.", stand),
				"Writing it would replace the real characters by the sign. Leave that part out of the change, or have a person make it.")
		}
		e.Source = *source
	}
	return e, nil
}

// standIn finds in a new source a sign that answers show in place of hidden characters or secrets, and that the
// present source does not really have.
func standIn(source, present string) string {
	for _, sign := range append(markShape.FindAllString(source, -1), redacted) {
		if strings.Contains(source, sign) && !strings.Contains(present, sign) {
			return sign
		}
	}
	return ""
}

type cellUpdated struct {
	Cell         cell   `json:"cell"`
	Hash         string `json:"hash" doc:"Of the source as it is now; in a dry run, as it would be."`
	PreviousHash string `json:"previous_hash"`
	Changed      bool   `json:"changed" doc:"False when the cell held all this already. In a dry run: whether it would change."`
	DryRun       bool   `json:"dry_run"`
	Diff         string `json:"diff" doc:"Unified diff of the source; empty when it stays."`
}

func (u cellUpdated) text() string {
	var head string
	switch {
	case !u.Changed:
		head = "The cell holds this already; nothing was written."
	case u.DryRun:
		head = "Dry run: nothing was written. This would be changed:"
	default:
		head = fmt.Sprintf("Written. New id %s, new hash %s.", u.Cell.ID, u.Hash)
	}
	if u.Diff == "" {
		return head
	}
	return head + "\n" + u.Diff
}

func (s *Server) updateCell(ctx context.Context, in updateCellIn) (cellUpdated, error) {
	place, _ := s.names.cellPlace(in.CellID)
	base, err := s.hex.ReadCell(ctx, place.projectID, in.CellID, place.staticID)
	if err != nil {
		return cellUpdated{}, err
	}
	edit, refused := in.edit(base)
	if refused != nil {
		return cellUpdated{}, refused
	}
	already := len(in.sources()) > 0 && edit.Source == base.Source // as after a write whose answer was lost
	if in.ExpectedHash != "" && in.ExpectedHash != base.Hash && !already {
		return cellUpdated{}, conflictFailure(&hex.Conflict{Base: hex.Snapshot{Hash: in.ExpectedHash}, Mine: edit.Source, Theirs: base})
	}
	if in.DryRun {
		return cellUpdated{
			Cell: s.cellOf(base.Cell), Hash: hex.SourceHash(edit.Source), PreviousHash: base.Hash,
			Changed: changes(base.Cell, edit), DryRun: true, Diff: diff(base.Source, edit.Source),
		}, nil
	}
	saved, err := s.hex.Save(ctx, base, edit)
	if err != nil {
		return cellUpdated{}, err
	}
	s.names.cell(base.Cell) // so that the old id still finds the cell
	return cellUpdated{
		Cell: s.cellOf(saved.Cell), Hash: saved.Snapshot.Hash, PreviousHash: hex.SourceHash(saved.Previous),
		Changed: saved.Changed, Diff: diff(saved.Previous, saved.Snapshot.Source),
	}, nil
}

// changes tells whether an edit would change a cell.
func changes(c hex.Cell, e hex.Edit) bool {
	source, _ := c.Source()
	return e.Source != source ||
		e.OutputDataframe != nil && *e.OutputDataframe != c.OutputDataframe() ||
		e.DataConnectionID != nil && *e.DataConnectionID != c.DataConnectionID
}

// maxDiff is the length in bytes at which a diff is cut, at a line.
const maxDiff = 16 << 10

func diff(before, after string) string {
	text := udiff.Unified("before", "after", before, after)
	if len(text) <= maxDiff {
		return text
	}
	cut := strings.LastIndexByte(text[:maxDiff], '\n') + 1
	return fmt.Sprintf("%s[%d more lines of diff]\n", text[:cut], strings.Count(text[cut:], "\n"))
}
