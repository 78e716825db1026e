package tools

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"hextui/hex"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/words"
)

// outputTools show what cells gave: rows and pictures.
func outputTools() []Spec {
	return []Spec{
		tool[outputIn, output]{
			name: "get_hex_cell_output", title: "Get a cell's output", class: policy.Read, toolset: policy.Cells,
			about: "Shows the first rows of an SQL cell's result, or its error, from the draft's running session. total_kind says whether total_rows is exact, at_least or unknown. Values are text as Hex gives them; null is NULL.",
			advice: answer.Advice{
				Missing: "The draft has no running session, or the cell has not run in it. Run the cell with run_hex_cell or the draft with run_hex_draft, then ask again.",
			},
			target: func(w *Workspace, in outputIn) string { return w.names.ofCell(in.CellID) },
			run:    (*Workspace).cellOutput,
		}.spec(),
		tool[imageIn, image]{
			name: "get_hex_cell_image", title: "Get a chart's picture", class: policy.Read, toolset: policy.Cells,
			about:  "Draws a chart cell: as it is in the draft's session, or with run_id and project_id as that run left it. The chart must have run without an error.",
			advice: answer.Advice{Missing: "Only chart cells that have run have a picture: find them with get_hex_outline. A cell's id changes with every write, its static_id stays."},
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
	Message   string         `json:"message,omitempty"`
	Traceback string         `json:"traceback,omitempty"`

	offset int
}

type outputColumn struct {
	Name string `json:"name"`
	Type string `json:"type,omitempty"`
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
	if o.Message != "" {
		return "The cell failed: " + o.Message + "\n" + o.Traceback
	}
	head := fmt.Sprintf("%s shown, %d given by Hex, %s.\n%s", words.Count(len(o.Rows), "row"), o.Returned, o.total(),
		strings.Join(each(o.Columns, func(c outputColumn) string { return c.Name }), " | "))
	return words.Lines(head, o.Rows, outputRow.line, o.Next)
}

// total is how many rows there are, in words that claim no more than is known.
func (o output) total() string {
	switch {
	case o.Total == nil:
		return "the total is not known"
	case o.TotalKind == "exact":
		return fmt.Sprintf("%d in all", *o.Total)
	}
	return fmt.Sprintf("at least %d in all", *o.Total)
}

func (o output) Size() int { return len(o.Rows) }

func (o output) First(n int) answer.Result {
	o.HasMore, o.Next = true, nextOffset(o.offset, n, len(o.Rows))
	o.Rows = o.Rows[:n]
	return o
}

// maxValue and maxTraceback are the lengths in bytes at which a single value and a traceback are cut.
const (
	maxValue     = 1000
	maxTraceback = 4000
)

func (w *Workspace) cellOutput(ctx context.Context, in outputIn) (output, error) {
	h, err := w.hex.GetCellOutput(ctx, in.CellID)
	if err != nil {
		return output{}, err
	}
	out := output{CellID: h.Cell.ID, ProjectID: h.ProjectID, RunID: h.RunID, Kind: h.Kind, Rows: []outputRow{}, offset: in.Offset}
	switch {
	case h.Error != nil:
		out.Message, out.Traceback = h.Error.Message, tail(h.Error.Traceback, maxTraceback)
		return out, nil
	case h.Table == nil:
		out.Message = "Hex gave a result of a kind that is not known here: " + h.Kind
		return out, nil
	}
	return out, out.table(h.Table, in)
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
	var picked []int
	for i, c := range t.Columns {
		if len(in.Columns) == 0 || hasName(in.Columns, c.Name) {
			picked = append(picked, i)
			o.Columns = append(o.Columns, outputColumn{o.free(c.Name), c.Type})
		}
	}
	if len(picked) == 0 && len(t.Columns) > 0 {
		names := each(t.Columns, func(c hex.ResultColumn) string { return c.Name })
		return answer.Refuse("columns names none of the result.", "It has: "+strings.Join(names, ", ")+".")
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
		o.Next = fmt.Sprintf("Hex gives the first %d rows only. To see others, change the SQL: filter, aggregate or order it.", len(t.Rows))
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

// tail is the end of a text, from the beginning of a line.
func tail(s string, most int) string {
	if len(s) <= most {
		return s
	}
	s = s[len(s)-most:]
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[i+1:]
	}
	return "…\n" + strings.ToValidUTF8(s, "")
}

type imageIn struct {
	CellID       string `json:"cell_id" arg:"required,id=cell" doc:"With run_id the static_id."`
	ProjectID    string `json:"project_id" arg:"id=project"`
	RunID        string `json:"run_id" arg:"id=run"`
	Width        int    `json:"width" arg:"min=100,max=2000" doc:"Pixels; with height."`
	Height       int    `json:"height" arg:"min=100,max=2000"`
	IncludeTitle bool   `json:"include_title"`
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
		return image{}, &answer.Failure{Kind: string(hex.Decode), Message: fmt.Sprintf("Hex gave no picture but %s.", words.Quoted(h.MIMEType)), Hint: "Look at the chart in the browser."}
	case len(h.Content) > maxImage:
		return image{}, &answer.Failure{Kind: answer.KindTooLarge, Message: fmt.Sprintf("The picture has %d bytes, more than the %d that are handed on.", len(h.Content), maxImage),
			Hint: "Ask for a smaller one with width and height."}
	}
	return image{CellID: in.CellID, From: from, MIMEType: h.MIMEType, Bytes: len(h.Content), content: h.Content}, nil
}
