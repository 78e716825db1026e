package tools

import (
	"context"
	"fmt"
	"strings"

	"hextui/hex"
	"hextui/hex/change"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// cellWriteTools change the cells of drafts.
func cellWriteTools() []Spec {
	stale := answer.Advice{
		Missing: "A cell's id changes with every write. Take the present one from list_hex_cells.",
		Check:   "Read the cell with get_hex_cell and compare, before writing again.",
	}
	return []Spec{
		tool[updateCellIn, cellUpdated]{
			name: "update_hex_cell", title: "Change a cell", class: policy.Overwrite, toolset: policy.Cells,
			about:  "Replaces the source of a cell in a project's draft, its data connection or the name of its result. Give exactly one source, whole. With expected_hash it is written only if nobody changed the cell since it was read. The cell gets a new id.",
			advice: stale,
			target: func(w *Workspace, in updateCellIn) string { return w.names.ofCell(in.CellID) },
			check:  (updateCellIn).check,
			change: (*Workspace).cellUpdate,
			done:   (*Workspace).cellUpdated,
		}.spec(),
		tool[createCellIn, cellCreated]{
			name: "create_hex_cell", title: "Add a cell", class: policy.Write, toolset: policy.Cells,
			about: "Adds an SQL, CODE or MARKDOWN cell to a project's draft: behind another cell, into a section, or at the end.",
			advice: answer.Advice{
				Missing: "Find the project with search_hex_projects, cells with list_hex_cells.",
				Check:   "Look at list_hex_cells whether the cell was added, before adding it again.",
			},
			target: func(w *Workspace, in createCellIn) string { return w.names.ofProject(in.ProjectID) },
			check:  (createCellIn).check,
			change: func(_ *Workspace, in createCellIn) (change.Change, error) {
				return change.CreateCell{Cell: in.cell()}, nil
			},
			done: entity(func(w *Workspace, _ createCellIn, made hex.Cell) cellCreated {
				source, _ := made.Source()
				return cellCreated{Cell: w.cellOf(made), Hash: hex.SourceHash(source)}
			}),
		}.spec(),
		tool[deleteCellIn, cellDeleted]{
			name: "delete_hex_cell", title: "Delete a cell", class: policy.Destroy, toolset: policy.Cells,
			about:  "Takes a cell out of a project's draft and answers the deleted source, from which create_hex_cell can make it anew. The API cannot undo it.",
			advice: stale,
			target: func(w *Workspace, in deleteCellIn) string { return w.names.ofCell(in.CellID) },
			change: (*Workspace).cellDeletion,
			done:   entity((*Workspace).cellDeleted),
		}.spec(),
	}
}

type updateCellIn struct {
	CellID           string  `json:"cell_id" arg:"required,id=cell" doc:"id or static_id from list_hex_cells."`
	SQLSource        *string `json:"sql_source" doc:"Whole new source of an SQL cell."`
	CodeSource       *string `json:"code_source" doc:"Whole new source of a CODE cell."`
	MarkdownSource   *string `json:"markdown_source" doc:"Whole new source of a MARKDOWN cell."`
	OutputDataframe  *string `json:"output_dataframe" doc:"New name of an SQL cell's result."`
	DataConnectionID *string `json:"data_connection_id" arg:"id=connection" doc:"New connection of an SQL cell; empty detaches it."`
	ExpectedHash     string  `json:"expected_hash" doc:"hash of the source that the change was made on."`
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

func (in updateCellIn) check() *answer.Failure {
	given := in.sources()
	switch {
	case len(given) > 1:
		return answer.Refuse("sql_source, code_source and markdown_source exclude each other.", "Give the one that fits the cell's type; list_hex_cells shows it.")
	case len(given) == 0 && in.OutputDataframe == nil && in.DataConnectionID == nil:
		return answer.Refuse("There is nothing to update.", "Give sql_source, code_source, markdown_source, output_dataframe or data_connection_id.")
	case in.OutputDataframe != nil && *in.OutputDataframe == "":
		return answer.Refuse("output_dataframe is empty.", "Give a name, or leave it out to keep the present one.")
	}
	return nil
}

// fits says why what is to be written does not fit the cell.
func (in updateCellIn) fits(base hex.Snapshot) error {
	kind := base.Cell.Type
	if _, ok := base.Cell.Source(); !ok {
		return answer.Refuse(
			fmt.Sprintf("A cell of type %s has no source that the API can write.", kind), "A person can change it in the browser.")
	}
	if kind != hex.CellSQL && (in.OutputDataframe != nil || in.DataConnectionID != nil) {
		return answer.Refuse(fmt.Sprintf("output_dataframe and data_connection_id are for SQL cells; this one is %s.", kind), "Leave them out.")
	}
	for of, source := range in.sources() {
		if of != kind {
			return answer.Refuse(fmt.Sprintf("%s does not fit: the cell's type is %s.", argument(of), kind), "Give "+argument(kind)+" instead.")
		}
		if stand := standIn(*source, base.Source); stand != "" {
			return answer.Refuse(fmt.Sprintf("The source holds %s, which stands for something that was not shown to you.", stand),
				"Writing it would replace the real characters by the sign. Leave that part out of the change, or have a person make it.")
		}
	}
	return nil
}

// standIn finds in a new source a sign that answers show in place of hidden characters or secrets, and that the
// present source does not really have.
func standIn(source, present string) string {
	for _, sign := range append(answer.MarkShape.FindAllString(source, -1), answer.Redacted) {
		if strings.Contains(source, sign) && !strings.Contains(present, sign) {
			return sign
		}
	}
	return ""
}

type cellUpdated struct {
	Cell cell `json:"cell"`
	// Hash and PreviousHash are those of the source after and before; Changed is false when the cell held all this
	// already.
	Hash         string `json:"hash"`
	PreviousHash string `json:"previous_hash"`
	Changed      bool   `json:"changed"`
	Diff         string `json:"diff"`
}

func (u cellUpdated) Text() string {
	if !u.Changed {
		return "The cell holds this already; nothing was written.\n" + words.With(u.Cell.Text(), u, "cell", "diff", "changed")
	}
	head := "Written, and the cell has a new id.\n" + words.With(u.Cell.Text(), u, "cell", "diff", "changed")
	if u.Diff == "" {
		return head
	}
	return head + "\n" + u.Diff
}

func (w *Workspace) cellUpdate(in updateCellIn) (change.Change, error) {
	save := change.SaveCell{
		Cell: w.names.ref(in.CellID), OutputDataframe: in.OutputDataframe, DataConnectionID: in.DataConnectionID,
		ExpectedHash: in.ExpectedHash, Fits: in.fits,
	}
	for _, source := range in.sources() { // one at most
		save.Source = source
	}
	return save, nil
}

func (w *Workspace) cellUpdated(_ context.Context, _ updateCellIn, d deed) (cellUpdated, error) {
	if d.err != nil {
		return cellUpdated{}, d.err
	}
	w.names.cell(d.prepared.Was.(hex.Snapshot).Cell) // so that the old id still finds the cell
	saved := d.result.Entity.(hex.Saved)
	return cellUpdated{
		Cell: w.cellOf(saved.Cell), Hash: saved.Snapshot.Hash, PreviousHash: hex.SourceHash(saved.Previous),
		Changed: saved.Changed, Diff: diff(saved.Previous, saved.Snapshot.Source),
	}, nil
}

type createCellIn struct {
	ProjectID        string `json:"project_id" arg:"required,id=project"`
	CellType         string `json:"cell_type" arg:"required,enum=SQL|CODE|MARKDOWN"`
	Source           string `json:"source"`
	Label            string `json:"label" doc:"Cannot be changed later."`
	DataConnectionID string `json:"data_connection_id" arg:"id=connection" doc:"What an SQL cell asks."`
	DataframeSQL     bool   `json:"dataframe_sql" doc:"The SQL cell asks the results of other cells instead."`
	OutputDataframe  string `json:"output_dataframe" doc:"Name of an SQL cell's result."`
	AfterCellID      string `json:"after_cell_id" arg:"id=cell"`
	ParentCellID     string `json:"parent_cell_id" arg:"id=cell" doc:"A section."`
	Position         string `json:"position" arg:"enum=FIRST|LAST" doc:"In the section."`
}

func (in createCellIn) check() *answer.Failure {
	forSQL := in.DataConnectionID != "" || in.DataframeSQL || in.OutputDataframe != ""
	switch {
	case forSQL && in.CellType != string(hex.CellSQL):
		return answer.Refuse("data_connection_id, dataframe_sql and output_dataframe are for SQL cells.", "Leave them out, or set cell_type to SQL.")
	case in.DataConnectionID != "" && in.DataframeSQL:
		return answer.Refuse("data_connection_id and dataframe_sql exclude each other.", "An SQL cell asks a connection, or the results of other cells.")
	case in.CellType == string(hex.CellSQL) && in.DataConnectionID == "" && !in.DataframeSQL:
		return answer.Refuse("An SQL cell needs something to ask.", "Give data_connection_id (list_hex_data_connections), or dataframe_sql true to ask the results of other cells.")
	case in.AfterCellID != "" && in.ParentCellID != "":
		return answer.Refuse("after_cell_id and parent_cell_id exclude each other.", "Give one place.")
	case in.Position != "" && in.ParentCellID == "":
		return answer.Refuse("position needs parent_cell_id.", "Give the section, or leave position out.")
	}
	if stand := standIn(in.Source, ""); stand != "" {
		return answer.Refuse(fmt.Sprintf("The source holds %s, which stands for something that was not shown to you.", stand), "Leave that part out, or have a person make the cell.")
	}
	return nil
}

type cellCreated struct {
	Cell cell   `json:"cell"`
	Hash string `json:"hash"`
}

func (c cellCreated) Text() string {
	return "Added; it has not run.\n" + words.With(c.Cell.Text(), c, "cell")
}

func (in createCellIn) cell() hex.NewCell {
	return hex.NewCell{
		ProjectID: in.ProjectID, Type: hex.CellType(in.CellType), Label: in.Label, Source: in.Source,
		DataConnectionID: in.DataConnectionID, DataframeSQL: in.DataframeSQL, OutputDataframe: in.OutputDataframe,
		AfterCellID: in.AfterCellID, ParentCellID: in.ParentCellID, Position: hex.ChildPosition(in.Position),
	}
}

type deleteCellIn struct {
	CellID       string `json:"cell_id" arg:"required,id=cell" doc:"id or static_id."`
	ExpectedHash string `json:"expected_hash" doc:"Delete only this source."`
}

// cellDeleted keeps what was deleted.
type cellDeleted struct {
	Deleted bool    `json:"deleted"`
	Cell    cell    `json:"cell"`
	Source  *string `json:"source,omitempty"`
	Note    string  `json:"note,omitempty"`
}

func (d cellDeleted) Text() string {
	head := "Deleted: " + d.Cell.Text() + "."
	if d.Source == nil {
		return head
	}
	return fmt.Sprintf("%s %s Its source was:\n%s", head, d.Note, *d.Source)
}

func (d cellDeleted) Size() int {
	if d.Source == nil {
		return 0
	}
	return len(*d.Source)
}

func (d cellDeleted) First(n int) answer.Result {
	_, text := passage{FromLine: 1}.cut(*d.Source, n)
	d.Source, d.Note = &text, "Only the beginning of the source is shown; it was read before, as expected_hash says."
	return d
}

func (w *Workspace) cellDeletion(in deleteCellIn) (change.Change, error) {
	return change.DeleteCell{Cell: w.names.ref(in.CellID), ExpectedHash: in.ExpectedHash, Fits: func(base hex.Snapshot) error {
		if in.ExpectedHash == "" && len(base.Source) > w.most/2 {
			return answer.Refuse(
				fmt.Sprintf("The source of this cell has %d bytes, more than an answer can give back. Nothing was deleted.", len(base.Source)),
				"Read it with get_hex_cell first, then give its hash as expected_hash.")
		}
		return nil
	}}, nil
}

func (w *Workspace) cellDeleted(_ deleteCellIn, was hex.Cell) cellDeleted {
	out := cellDeleted{Deleted: true, Cell: w.cellOf(was)}
	if source, ok := was.Source(); ok {
		out.Source = &source
	}
	return out
}
