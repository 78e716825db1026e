package tools

import (
	"context"
	"fmt"
	"strings"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// cellTools read the cells of drafts.
func cellTools() []Spec {
	return []Spec{
		tool[listCellsIn, cellPage]{
			name: "list_hex_cells", title: "List a project's cells", class: policy.Read, toolset: policy.Cells,
			about: "Lists the cells of a project's draft in order, with source and hash; of a long source the beginning (get_hex_cell " +
				"has all).",
			advice: answer.Advice{Missing: "Find the project with search_hex_projects."},
			target: func(w *Workspace, in listCellsIn) string { return w.names.ofProject(in.ProjectID) },
			check: func(in listCellsIn) *answer.Failure {
				return firstFailure(in.Turning.check(), checkFields[cellRow](in.View))
			},
			run: (*Workspace).listCells,
		}.spec(),
		tool[getCellIn, cellShown]{
			name: "get_hex_cell", title: "Get a cell", class: policy.Read, toolset: policy.Cells,
			about: "Reads one cell of a draft: its whole source, hash and connection.",
			advice: answer.Advice{Missing: "A cell's id changes with every write. Take the present one from list_hex_cells, or give " +
				"project_id together with the static_id."},
			target: func(w *Workspace, in getCellIn) string { return w.names.ofCell(in.CellID) },
			run:    (*Workspace).getCell,
		}.spec(),
	}
}

type listCellsIn struct {
	ProjectID string  `json:"project_id" arg:"required,id=project"`
	Limit     int     `json:"limit" arg:"min=1,max=100,default=25" doc:"At most so many."`
	Turning   turning `json:",inline"`
	View      view    `json:",inline"`
}

// cell is a cell without its source.
type cell struct {
	// ID changes with every write, StaticID stays.
	ID               string `json:"id"`
	StaticID         string `json:"static_id"`
	Type             string `json:"type"`
	Label            string `json:"label,omitempty"`
	ProjectID        string `json:"project_id"`
	DataConnectionID string `json:"data_connection_id,omitempty"`
	OutputDataframe  string `json:"output_dataframe,omitempty"`
}

// Text is the cell in one line.
func (c cell) Text() string {
	return words.With(strings.TrimSpace(c.Type+" "+words.OneLine(c.Label)), c, "type", "label")
}

func (w *Workspace) cellOf(h hex.Cell) cell {
	w.names.cell(h)
	return cell{
		ID: h.ID, StaticID: h.StaticID, Type: string(h.Type), Label: h.Label, ProjectID: h.ProjectID,
		DataConnectionID: h.DataConnectionID, OutputDataframe: h.OutputDataframe(),
	}
}

// cellRow is a cell in a list. It repeats the members of cell, less the project's id, which all of them share.
type cellRow struct {
	ID               string `json:"id,omitempty"`
	StaticID         string `json:"static_id,omitempty"`
	Type             string `json:"type,omitempty"`
	Label            string `json:"label,omitempty"`
	DataConnectionID string `json:"data_connection_id,omitempty"`
	OutputDataframe  string `json:"output_dataframe,omitempty"`
	// Hash is missing where only a preview is shown: nobody replaces what they have not seen.
	Hash string `json:"hash,omitempty"`
	// Source is nil for a type without source, and for a long one, which has Preview and Lines instead.
	Source  *string `json:"source,omitempty"`
	Preview string  `json:"preview,omitempty"`
	Lines   int     `json:"lines,omitempty"`
}

// maxListed is the length in bytes of a source that a list still shows whole, and maxPreview that of its preview.
const (
	maxListed  = 4 << 10
	maxPreview = 400
)

func (w *Workspace) cellRow(h hex.Cell, full bool) cellRow {
	c := w.cellOf(h)
	row := cellRow{ID: c.ID, StaticID: c.StaticID, Type: c.Type, Label: c.Label, DataConnectionID: c.DataConnectionID,
		OutputDataframe: c.OutputDataframe}
	source, ok := h.Source()
	switch {
	case !ok:
	case len(source) <= maxListed || full:
		row.Source, row.Hash = &source, hex.SourceHash(source)
	default:
		_, row.Preview = passage{FromLine: 1}.cut(source, maxPreview)
		row.Lines = lineCount(source)
	}
	return row
}

// Text is the cell with its source: what a reader without structure needs to change it.
func (r cellRow) Text() string {
	head := words.With(strings.TrimSpace(fmt.Sprintf("--- %s %s", r.Type, words.OneLine(r.Label))), r, "type", "label", "source", "preview")
	switch {
	case r.Source != nil:
		return head + "\n" + *r.Source
	case r.Lines > 0:
		return head + "; the beginning:\n" + r.Preview
	}
	return head
}

type cellPage struct {
	Cells []cellRow `json:"cells"`
	onward
}

func (p cellPage) Text() string {
	return words.Lines(words.Count(len(p.Cells), "cell")+".", p.Cells, rowText(p.onward.fields, cellRow.Text), p.onward.end())
}

func (p cellPage) Size() int { return len(p.Cells) }

func (p cellPage) First(n int) answer.Result {
	p.onward = p.onward.cut(n, len(p.Cells))
	p.Cells = p.Cells[:n]
	return p
}

func (w *Workspace) listCells(ctx context.Context, in listCellsIn) (cellPage, error) {
	at, refused := in.Turning.cursor()
	if refused != nil {
		return cellPage{}, refused
	}
	page, err := w.hex.ListCells(ctx, hex.CellQuery{ProjectID: in.ProjectID, Paging: at.paging(in.Limit, 100)})
	if err != nil {
		return cellPage{}, err
	}
	items, onward := got(page, at, in.View)
	rows := each(items, func(h hex.Cell) cellRow { return w.cellRow(h, in.View.full()) })
	return cellPage{Cells: chosen(rows, in.View.Fields), onward: onward}, nil
}

type getCellIn struct {
	CellID    string `json:"cell_id" arg:"required,id=cell" doc:"id or static_id."`
	ProjectID string `json:"project_id" arg:"id=project" doc:"Where it is, when it was not seen before."`
	Place     place  `json:",inline"`
}

type cellShown struct {
	Cell   cell    `json:"cell"`
	Hash   string  `json:"hash,omitempty"`
	Source *string `json:"source,omitempty"`
	passage
}

func (c cellShown) Text() string {
	head := words.With(c.Cell.Text(), c, "cell", "source", "next")
	if c.Source == nil {
		return head + "\nThis type has no source in the API."
	}
	if c.passage.Next != "" {
		head += "\n" + c.passage.Next
	}
	return head + "\n" + *c.Source
}

func (c cellShown) Size() int {
	if c.Source == nil {
		return 0
	}
	return len(*c.Source)
}

func (c cellShown) First(n int) answer.Result {
	p, text := c.passage.cut(*c.Source, n)
	c.passage, c.Source = p, &text
	return c
}

func (w *Workspace) getCell(ctx context.Context, in getCellIn) (cellShown, error) {
	snap, err := w.readCell(ctx, in.ProjectID, in.CellID)
	if err != nil {
		return cellShown{}, err
	}
	out := cellShown{Cell: w.cellOf(snap.Cell), passage: passage{Complete: true}}
	if source, ok := snap.Cell.Source(); ok {
		var text string
		out.passage, text = passageOf(source, in.Place)
		out.Source, out.Hash = &text, snap.Hash
	}
	return out, nil
}

// readCell reads a cell by its id, by an id that it had before, or by its static id where its project is known.
func (w *Workspace) readCell(ctx context.Context, projectID, cellID string) (hex.Snapshot, error) {
	place, known := w.names.cellPlace(cellID)
	snap, err := w.hex.ReadCell(ctx, place.projectID, cellID, place.staticID)
	if err == nil || known || projectID == "" || !hex.IsKind(err, hex.NotFound) {
		return snap, err
	}
	found, err := w.hex.FindCell(ctx, projectID, cellID)
	if err != nil {
		return snap, err
	}
	return hex.Snap(found, w.now()), nil
}

// allCells reads every cell of a project's draft that can be understood.
func (w *Workspace) allCells(ctx context.Context, projectID string) ([]hex.Cell, error) {
	all, err := w.cellsAndOdd(ctx, projectID)
	return all.Items, err
}

// cellsAndOdd reads every cell of a project's draft; those that cannot be understood are apart.
func (w *Workspace) cellsAndOdd(ctx context.Context, projectID string) (hex.Page[hex.Cell], error) {
	read := 0
	return walk(ctx, 100, func(ctx context.Context, p hex.Paging) (hex.Page[hex.Cell], error) {
		page, err := w.hex.ListCells(ctx, hex.CellQuery{ProjectID: projectID, Paging: p})
		for _, c := range page.Items {
			w.names.cell(c)
		}
		if read += len(page.Items); page.After != "" {
			w.progress(read, 0, words.Count(read, "cell")+" read")
		}
		return page, err
	})
}
