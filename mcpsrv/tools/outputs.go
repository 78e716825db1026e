package tools

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/hex/lint"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/explain"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// outputTools show what cells gave: rows and pictures.
func outputTools() []Spec {
	return []Spec{
		tool[outputIn, output]{
			name: "get_hex_cell_output", title: "Get a cell's output", class: policy.Read, toolset: policy.Cells,
			about: "Reads the rows of an SQL cell's result, or why there are none: its error, the cell above that failed, or that it " +
				"still runs. total_kind: exact, at_least or unknown.",
			advice: answer.Advice{
				Missing: "The draft has no running session, or the cell has not run in it. Run the draft with " +
					"run_hex_draft, then ask again.",
			},
			target: func(w *Workspace, in outputIn) string { return w.names.ofCell(in.CellID) },
			run:    (*Workspace).cellOutput,
		}.spec(),
		tool[imageIn, image]{
			name: "get_hex_cell_image", title: "Get a chart's picture", class: policy.Read, toolset: policy.Cells,
			about: "Draws a chart cell as a picture: from the draft, or with run_id and project_id from that run.",
			advice: answer.Advice{Missing: "Only chart cells that have run have a picture: find them with get_hex_outline. A cell's id " +
				"changes with every write, its static_id stays."},
			target: func(w *Workspace, in imageIn) string { return w.names.ofCell(in.CellID) },
			check:  (imageIn).check,
			run:    (*Workspace).cellImage,
		}.spec(),
	}
}

type outputIn struct {
	CellID  string   `json:"cell_id" arg:"required,id=cell" doc:"id or static_id of an SQL cell."`
	Limit   int      `json:"limit" arg:"min=1,max=1000,default=20" doc:"Rows."`
	Offset  int      `json:"offset" arg:"min=0" doc:"Rows to skip."`
	Columns []string `json:"columns" doc:"Only these."`
}

// defaultRows is how many rows are shown where nobody says how many.
const defaultRows = 20

// The kinds of outputs besides Hex's own, table and cell_run_error.
const (
	// outputRunning: the draft is running, and has not come to the cell yet.
	outputRunning = "running"
	// outputNotRun: the run ended at a cell above.
	outputNotRun = "not_run"
	// outputNone: Hex gives no rows of a cell of this type.
	outputNone = "no_rows"
)

// output is what a cell gave. Of rows, Returned is how many Hex gave, which itself may be fewer than there are.
type output struct {
	CellID    string         `json:"cell_id"`
	ProjectID string         `json:"project_id"`
	RunID     string         `json:"run_id,omitempty"`
	Kind      string         `json:"kind"`
	Columns   []outputColumn `json:"columns,omitempty"`
	Rows      []outputRow    `json:"rows"`
	Returned  int            `json:"rows_returned"`
	Total     *int           `json:"total_rows,omitempty"`
	TotalKind string         `json:"total_kind,omitempty"`
	HasMore   bool           `json:"has_more"`
	Next      string         `json:"next,omitempty"`
	CutValues int            `json:"cut_values,omitempty"`
	// Message says why there are no rows; Failed is the cell that failed: this one, or one above it.
	Message string             `json:"message,omitempty"`
	Failed  *explain.CellError `json:"failed_cell,omitempty"`

	offset int
}

type outputColumn struct {
	Name string `json:"name"`
	Type string `json:"type,omitempty"`
}

func (c outputColumn) label() string {
	if c.Type == "" {
		return c.Name
	}
	return fmt.Sprintf("%s (%s)", c.Name, c.Type)
}

// outputRow is a row as an object in the order of the columns.
type outputRow struct {
	columns []outputColumn
	values  []*string
}

// MarshalJSON writes the values under the names of their columns.
func (r outputRow) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, c := range r.columns {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(c.Name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(r.values[i])
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (r outputRow) line() string {
	texts := make([]string, len(r.values))
	for i, v := range r.values {
		if texts[i] = "NULL"; v != nil {
			texts[i] = words.OneLine(*v)
		}
	}
	return strings.Join(texts, " | ")
}

func (o output) Text() string {
	head := words.Labelled("Output of cell "+o.CellID, "project", o.ProjectID, "run", o.RunID, "kind", o.Kind) + ": "
	if o.Kind != kindTable {
		head += o.Message
		if o.Failed != nil {
			head += "\n" + o.Failed.Text()
		}
		return words.Lines(head, nil, outputRow.line, o.Next)
	}
	head += fmt.Sprintf("%s shown, %d given by Hex, %s, has_more %v.", words.Count(len(o.Rows), "row"), o.Returned, o.total(), o.HasMore)
	if o.CutValues > 0 {
		head += fmt.Sprintf(" %s cut.", words.Count(o.CutValues, "long value"))
	}
	if o.Message != "" {
		head += " " + o.Message
	}
	return words.Lines(head+"\n"+strings.Join(each(o.Columns, outputColumn.label), " | "), o.Rows, outputRow.line, o.Next)
}

// total is how many rows there are, in words that claim no more than is known.
func (o output) total() string {
	switch {
	case o.Total == nil:
		return "the total is not known (" + o.TotalKind + ")"
	case o.TotalKind == "exact":
		return fmt.Sprintf("%d in all (exact)", *o.Total)
	}
	return fmt.Sprintf("at least %d in all (%s)", *o.Total, o.TotalKind)
}

func (o output) Size() int { return len(o.Rows) }

func (o output) First(n int) answer.Result {
	o.HasMore, o.Next = true, nextOffset(o.offset, n, len(o.Rows))
	o.Rows = o.Rows[:n]
	return o
}

// maxValue is the length in bytes at which a single value is cut.
const maxValue = 1000

// kindTable is Hex's word for a result of rows.
const kindTable = "table"

func (w *Workspace) cellOutput(ctx context.Context, in outputIn) (output, error) {
	going := w.goingOn(ctx, in.CellID) // looked at first: what ends meanwhile is told as going on, and not the other way about
	h, err := w.hex.GetCellOutput(ctx, in.CellID)
	if err != nil {
		return w.withoutOutput(ctx, in.CellID, going, err)
	}
	w.names.place(h.Cell.ID, cellPlace{projectID: h.ProjectID, staticID: h.Cell.StaticID})
	out := output{CellID: h.Cell.ID, ProjectID: h.ProjectID, RunID: h.RunID, Kind: h.Kind, Rows: []outputRow{}, offset: in.Offset}
	switch {
	case h.Error != nil:
		failed := w.failedCell(ctx, h)
		failed.FromThisRun = true // the output's own
		out.Message, out.Failed = "The cell failed.", &failed
		return out.before(going), nil
	case h.Table == nil:
		out.Message = "Hex gave a result of a kind that is not known here: " + h.Kind
		return out, nil
	}
	if err := out.table(h.Table, in); err != nil {
		return out, err
	}
	return out.before(going), nil
}

// goingOn is the run of the draft that a cell is in, if one was started here and still goes on.
func (w *Workspace) goingOn(ctx context.Context, cellID string) *hex.Run {
	place, _ := w.names.cellPlace(cellID)
	runID := w.names.draftRun(place.projectID)
	if runID == "" {
		return nil
	}
	h, err := w.hex.GetRunStatus(ctx, place.projectID, runID)
	if err != nil || h.Status.Finished() { // where Hex does not tell of runs of drafts, nothing is known of them
		return nil
	}
	return &h
}

// before says of an output that another run is going on, which may not have come to the cell yet.
func (o output) before(going *hex.Run) output {
	if going != nil {
		o.Message = strings.TrimSpace(fmt.Sprintf("%s Run %s of the draft is still going on: this may be what the cell gave before it.",
			o.Message, going.RunID))
		o.Next = strings.TrimSpace(o.Next + " " + waitFor(*going))
	}
	return o
}

func waitFor(h hex.Run) string {
	return "Do not run it again; wait for the end: " + words.Call("wait_hex_run", "project_id", h.ProjectID, "run_id", h.RunID)
}

// failedCell is an error with the source that it is about, where that can be read.
func (w *Workspace) failedCell(ctx context.Context, h hex.CellOutput) explain.CellError {
	c := hex.Cell{ID: h.Cell.ID, StaticID: h.Cell.StaticID, Type: h.Cell.Type, ProjectID: h.ProjectID}
	if snap, err := w.readCell(ctx, h.ProjectID, h.Cell.ID); err == nil {
		c = snap.Cell
	}
	return explain.ErrorOf(c, h)
}

// withoutOutput says why there is no output, as far as it can be found out; else it is the error that Hex gave.
func (w *Workspace) withoutOutput(ctx context.Context, cellID string, going *hex.Run, cause error) (output, error) {
	if !hex.IsKind(cause, hex.NotFound, hex.Unprocessable, hex.Invalid) {
		return output{}, cause
	}
	snap, err := w.readCell(ctx, "", cellID)
	if err != nil {
		return output{}, cause
	}
	c := snap.Cell
	out := output{CellID: c.ID, ProjectID: c.ProjectID, Kind: outputNone, Rows: []outputRow{}}
	if going != nil {
		out.Kind, out.RunID, out.Next = outputRunning, going.RunID, waitFor(*going)
		out.Message = fmt.Sprintf("The draft is still running (%s for %s) and has not come to this cell.", going.Status,
			words.Span(going.Elapsed(w.now())))
		return out, nil
	}
	if c.Type != hex.CellSQL && c.Type != hex.CellCode {
		out.Message = fmt.Sprintf("Hex gives the output of SQL cells only; this one is of type %s.", c.Type)
		out.Next = "A chart is drawn by get_hex_cell_image, a source is read by get_hex_cell."
		return out, nil
	}
	cells, err := w.allCells(ctx, c.ProjectID)
	if err != nil {
		return output{}, err
	}
	failed, err := explain.FailedAbove(ctx, w.hex, cells, c)
	switch {
	case err != nil:
		return output{}, err
	case failed != nil:
		out.Kind, out.Failed = outputNotRun, failed
		out.Message = "The cell did not run: a cell above it failed."
		out.Next = "Mend that cell with update_hex_cell, then: " + w.runCall(c.ProjectID, c)
	case c.Type == hex.CellCode:
		out.Message = "Hex gives rows of SQL cells only, and of a CODE cell its error: it has none in the draft's session, where it ran " +
			"without one or has not run."
		out.Next = w.codeNext(c)
	default:
		return output{}, cause
	}
	return out, nil
}

// runCall is the call that runs a cell and answers its rows: one of the draft where cells cannot be run alone.
func (w *Workspace) runCall(projectID string, c hex.Cell) string {
	if w.offers("run_hex_cell") {
		return words.Call("run_hex_cell", "cell_id", c.StaticID, "wait_s", "45")
	}
	return words.Call("run_hex_draft", "project_id", projectID, "rows_of", c.StaticID, "wait_s", "45")
}

// codeNext is how what a CODE cell made can be seen all the same.
func (w *Workspace) codeNext(c hex.Cell) string {
	source, _ := c.Source()
	made, _ := lint.Names(source)
	if len(made) == 0 {
		return "Whether it ran: " + w.runCall(c.ProjectID, c)
	}
	return fmt.Sprintf("It makes %s. To see rows of a dataframe, add an SQL cell below it with create_hex_cell, without a data "+
		"connection, as in select * from %s limit 20, and run that with wait_s.",
		strings.Join(made, ", "), made[len(made)-1])
}

// table fills in the rows that were asked for.
func (o *output) table(t *hex.ResultTable, in outputIn) error {
	o.Returned = len(t.Rows)
	switch t.TotalKind {
	case hex.TotalExact:
		o.TotalKind, o.Total = "exact", &t.TotalRows
	case hex.TotalLowerBound:
		o.TotalKind, o.Total = "at_least", &t.TotalRows
	default:
		o.TotalKind = "unknown"
	}
	names := each(t.Columns, func(c hex.ResultColumn) string { return c.Name })
	for _, wanted := range in.Columns {
		if !hasName(names, wanted) {
			return answer.Refuse(fmt.Sprintf("The result has no column %s.", words.Quoted(wanted)),
				"It has: "+strings.Join(names, ", ")+".")
		}
	}
	var picked []int
	for i, c := range t.Columns {
		if len(in.Columns) == 0 || hasName(in.Columns, c.Name) {
			picked = append(picked, i)
			o.Columns = append(o.Columns, outputColumn{o.free(c.Name), c.Type})
		}
	}
	from := min(in.Offset, len(t.Rows))
	for _, row := range t.Rows[from:min(from+in.Limit, len(t.Rows))] {
		values := make([]*string, len(picked))
		for i, at := range picked {
			values[i] = o.short(row[at])
		}
		o.Rows = append(o.Rows, outputRow{o.Columns, values})
	}
	switch end := from + len(o.Rows); {
	case end < len(t.Rows):
		o.HasMore, o.Next = true, fmt.Sprintf("Call again with offset %d.", end)
	case t.Truncated || o.Total != nil && *o.Total > len(t.Rows):
		o.Next = fmt.Sprintf("Hex gives the first %s only. To see others, change the SQL: filter, aggregate or order it.",
			words.Count(len(t.Rows), "row"))
	}
	return nil
}

// free is a name that no column before has.
func (o *output) free(name string) string {
	taken := func(n string) bool {
		return slices.ContainsFunc(o.Columns, func(c outputColumn) bool { return c.Name == n })
	}
	free := name
	for i := 2; taken(free); i++ {
		free = fmt.Sprintf("%s (%d)", name, i)
	}
	return free
}

func (o *output) short(v *string) *string {
	if v == nil || len(*v) <= maxValue {
		return v
	}
	o.CutValues++
	cut := fmt.Sprintf("%s… [%d bytes in all]", strings.ToValidUTF8((*v)[:maxValue], ""), len(*v))
	return &cut
}

type imageIn struct {
	CellID       string `json:"cell_id" arg:"required,id=cell" doc:"With run_id the static_id."`
	ProjectID    string `json:"project_id" arg:"id=project" doc:"With run_id."`
	RunID        string `json:"run_id" arg:"id=run" doc:"Of this run."`
	Width        int    `json:"width" arg:"min=100,max=2000" doc:"Pixels."`
	Height       int    `json:"height" arg:"min=100,max=2000" doc:"Pixels."`
	IncludeTitle bool   `json:"include_title" arg:"hidden" doc:"With its title."`
}

func (in imageIn) check() *answer.Failure {
	switch {
	case (in.Width == 0) != (in.Height == 0):
		return answer.Refuse("width and height go together.", "Give both, or neither.")
	case in.RunID != "" && in.ProjectID == "":
		return answer.Refuse("run_id needs project_id.", "Give both, or neither for the draft.")
	}
	return nil
}

// image is a picture; its bytes go beside the text.
type image struct {
	CellID   string `json:"cell_id"`
	From     string `json:"from"`
	MIMEType string `json:"mime_type"`
	Bytes    int    `json:"bytes"`

	content []byte
}

func (i image) Text() string {
	return fmt.Sprintf("Picture of cell %s, %s, %d bytes of %s.", i.CellID, i.From, i.Bytes, i.MIMEType)
}

func (i image) Picture() (string, []byte) { return i.MIMEType, i.content }

// maxImage is the length in bytes of the largest picture that is handed on.
const maxImage = 1 << 20

func (w *Workspace) cellImage(ctx context.Context, in imageIn) (image, error) {
	o := hex.ImageOptions{Width: in.Width, Height: in.Height, IncludeTitle: in.IncludeTitle}
	var h hex.Image
	var err error
	from := "as the draft's session has it"
	if in.RunID != "" {
		from = "as run " + in.RunID + " left it"
		id := in.CellID
		if place, ok := w.names.cellPlace(id); ok { // the route wants the static id
			id = place.staticID
		}
		h, err = w.hex.GetChartImageFromRun(ctx, in.ProjectID, in.RunID, id, o)
	} else {
		h, err = w.hex.GetChartImageFromLogic(ctx, in.CellID, o)
	}
	switch {
	case err != nil:
		return image{}, err
	case !strings.HasPrefix(h.MIMEType, "image/"):
		return image{}, &answer.Failure{Kind: string(hex.Decode),
			Message: fmt.Sprintf("Hex gave no picture but %s.", words.Quoted(h.MIMEType)), Hint: "Look at the chart in the browser."}
	case len(h.Content) > maxImage:
		return image{}, &answer.Failure{Kind: answer.KindTooLarge,
			Message: fmt.Sprintf("The picture has %d bytes, more than the %d that are handed on.", len(h.Content), maxImage),
			Hint:    "Ask for a smaller one with width and height."}
	}
	return image{CellID: in.CellID, From: from, MIMEType: h.MIMEType, Bytes: len(h.Content), content: h.Content}, nil
}
