package tools

import (
	"cmp"
	"context"
	"fmt"
	"maps"
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
			about:  "Changes a cell of a draft: its source (one, whole), connection or result's name. Its id changes.",
			advice: stale,
			target: func(w *Workspace, in updateCellIn) string { return w.names.ofCell(in.CellID) },
			check:  (updateCellIn).check,
			change: (*Workspace).cellUpdate,
			done:   (*Workspace).cellUpdated,
		}.spec(),
		tool[createCellIn, cellCreated]{
			name: "create_hex_cell", title: "Add a cell", class: policy.Write, toolset: policy.Cells,
			about: "Adds an SQL, CODE or MARKDOWN cell to a project's draft, at the end or where it is said.",
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
			about:  "Deletes a cell of a draft and answers its source. Cannot be undone.",
			advice: stale,
			target: func(w *Workspace, in deleteCellIn) string { return w.names.ofCell(in.CellID) },
			change: (*Workspace).cellDeletion,
			done:   entity((*Workspace).cellDeleted),
		}.spec(),
	}
}

type updateCellIn struct {
	CellID           string  `json:"cell_id" arg:"required,id=cell" doc:"id or static_id."`
	Written          written `json:",inline"`
	OutputDataframe  *string `json:"output_dataframe" doc:"New name of the SQL result."`
	DataConnectionID *string `json:"data_connection_id" arg:"id=connection" doc:"New connection; empty detaches it."`
	ExpectedHash     string  `json:"expected_hash" doc:"hash of the source that was read."`
}

// written is the source that a call gives a cell: under the name that fits every cell, or under that of its type. Tools take all.
type written struct {
	Any      *string `json:"source" doc:"Whole source: SQL, Python or Markdown."`
	SQL      *string `json:"sql_source" doc:"The same, for an SQL cell."`
	Code     *string `json:"code_source" doc:"The same, for a CODE cell."`
	Markdown *string `json:"markdown_source" doc:"The same, for a MARKDOWN cell."`
}

// given are the sources that were given, by the cell type they fit; that for any type by an empty one.
func (in written) given() map[hex.CellType]*string {
	given := map[hex.CellType]*string{"": in.Any, hex.CellSQL: in.SQL, hex.CellCode: in.Code, hex.CellMarkdown: in.Markdown}
	maps.DeleteFunc(given, func(_ hex.CellType, source *string) bool { return source == nil })
	return given
}

// source is the one that was given; nil if none was.
func (in written) source() *string { return cmp.Or(in.Any, in.SQL, in.Code, in.Markdown) }

// unfit is what to say of a source that was given for another type of cell than kind.
func (in written) unfit(kind hex.CellType) *answer.Failure {
	for of := range in.given() {
		if of != "" && of != kind {
			return answer.Refuse(fmt.Sprintf("%s does not fit: the cell's type is %s.", argument(of), kind),
				"Give "+argument(kind)+" instead, or source, which fits every type.")
		}
	}
	return nil
}

// argument is the name of the argument for a cell type's source.
func argument(kind hex.CellType) string { return strings.ToLower(string(kind)) + "_source" }

func (in updateCellIn) check() *answer.Failure {
	switch {
	case len(in.Written.given()) > 1:
		return answer.Refuse("source, sql_source, code_source and markdown_source exclude each other.", "Give one; source fits every type.")
	case len(in.Written.given()) == 0 && in.OutputDataframe == nil && in.DataConnectionID == nil:
		return answer.Refuse("There is nothing to update.", "Give source, output_dataframe or data_connection_id.")
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
		return answer.Refuse(fmt.Sprintf("output_dataframe and data_connection_id are for SQL cells; this one is %s.", kind),
			"Leave them out.")
	}
	if f := in.Written.unfit(kind); f != nil {
		return f
	}
	if source := in.Written.source(); source != nil {
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
	return change.SaveCell{
		Cell: w.names.ref(in.CellID), Source: in.Written.source(), OutputDataframe: in.OutputDataframe,
		DataConnectionID: in.DataConnectionID, ExpectedHash: in.ExpectedHash, Fits: in.fits,
	}, nil
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
	ProjectID        string  `json:"project_id" arg:"required,id=project"`
	CellType         string  `json:"cell_type" arg:"required,enum=SQL|CODE|MARKDOWN" doc:"What it holds."`
	Written          written `json:",inline"`
	Label            string  `json:"label" doc:"Name; cannot be changed later."`
	DataConnectionID string  `json:"data_connection_id" arg:"id=connection" doc:"Connection that SQL asks."`
	DataframeSQL     bool    `json:"dataframe_sql" doc:"SQL asks other cells' results instead."`
	OutputDataframe  string  `json:"output_dataframe" doc:"Name of the SQL result."`
	AfterCellID      string  `json:"after_cell_id" arg:"id=cell" doc:"Put it behind this cell."`
	ParentCellID     string  `json:"parent_cell_id" arg:"id=cell" doc:"Put it into this section."`
	Position         string  `json:"position" arg:"enum=FIRST|LAST" doc:"Place in the section."`
}

func (in createCellIn) check() *answer.Failure {
	forSQL := in.DataConnectionID != "" || in.DataframeSQL || in.OutputDataframe != ""
	switch {
	case forSQL && in.CellType != string(hex.CellSQL):
		return answer.Refuse("data_connection_id, dataframe_sql and output_dataframe are for SQL cells.",
			"Leave them out, or set cell_type to SQL.")
	case in.DataConnectionID != "" && in.DataframeSQL:
		return answer.Refuse("data_connection_id and dataframe_sql exclude each other.",
			"Give data_connection_id to ask a connection, or dataframe_sql true to ask the results of other cells.")
	case in.CellType == string(hex.CellSQL) && in.DataConnectionID == "" && !in.DataframeSQL:
		return answer.Refuse("An SQL cell needs something to ask.", "Give data_connection_id (list_hex_data_connections), or "+
			"dataframe_sql true to ask the results of other cells.")
	case in.AfterCellID != "" && in.ParentCellID != "":
		return answer.Refuse("after_cell_id and parent_cell_id exclude each other.", "Give one place.")
	case in.Position != "" && in.ParentCellID == "":
		return answer.Refuse("position needs parent_cell_id.", "Give the section, or leave position out.")
	}
	if len(in.Written.given()) > 1 {
		return answer.Refuse("source, sql_source, code_source and markdown_source exclude each other.", "Give one; source fits every type.")
	}
	if f := in.Written.unfit(hex.CellType(in.CellType)); f != nil {
		return f
	}
	if stand := standIn(in.source(), ""); stand != "" {
		return answer.Refuse(fmt.Sprintf("The source holds %s, which stands for something that was not shown to you.", stand),
			"Leave that part out, or have a person make the cell.")
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

// source is the one that was given; none makes an empty cell.
func (in createCellIn) source() string {
	if source := in.Written.source(); source != nil {
		return *source
	}
	return ""
}

func (in createCellIn) cell() hex.NewCell {
	return hex.NewCell{
		ProjectID: in.ProjectID, Type: hex.CellType(in.CellType), Label: in.Label, Source: in.source(),
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
				fmt.Sprintf("The source of this cell has %d bytes, more than an answer can give back. Nothing was deleted.",
					len(base.Source)),
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
