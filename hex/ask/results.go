package ask

import (
	"context"

	"hextui/hex"
)

// Results are what belongs to an answer beside its text.
type Results struct {
	Tables []Table
	Charts []Chart
}

// Table is a table of an answer. Everything in it is hostile text.
type Table struct {
	// Title is what it is called, Cell the id of the cell that it is the result of; both may be empty.
	Title, Cell string
	// Columns are the names, Rows the values by column, as text; nil is null.
	Columns []string
	Rows    [][]*string
	// Total is how many rows there are at least, more than those that came where the table was cut.
	Total int
}

// Chart is a chart of an answer. Everything in it is hostile.
type Chart struct {
	// Title is what it is called, Cell the id of its cell; both may be empty.
	Title, Cell string
	// Type is the picture's media type, such as image/png, and Data are its bytes; both are empty where no picture came.
	Type string
	Data []byte
}

// ResultsOf are the tables and charts of a thread's latest answer: those that came with it, else those that its road reads apart.
func ResultsOf(ctx context.Context, h Hex, t Thread) (Results, error) {
	if len(t.Tables)+len(t.Charts) > 0 {
		return t.Results, nil
	}
	if reads, ok := h.(interface {
		Results(ctx context.Context, t hex.Thread) (Results, error)
	}); ok {
		return reads.Results(ctx, t.Thread)
	}
	return Results{}, nil
}

// mostRead is how many cells of an answer are read: each is up to two requests.
const mostRead = 6

// Results are what the cells that an answer names show now: the rows of those that query, the pictures of those that are charts.
// A cell that cannot be read, or shows nothing, is left out.
func (r REST) Results(ctx context.Context, t hex.Thread) (got Results, err error) {
	read := 0
	for _, p := range t.Response {
		if p.Type != "cell" || p.ID == "" || read == mostRead {
			continue
		}
		read++
		cell, err := r.Client.GetCell(ctx, p.ID)
		if err != nil {
			if hex.IsKind(err, hex.NotFound, hex.Forbidden) {
				continue
			}
			return got, err
		}
		if err := r.shown(ctx, cell, p.Label, &got); err != nil {
			return got, err
		}
	}
	return got, nil
}

// shown adds what a cell shows.
func (r REST) shown(ctx context.Context, cell hex.Cell, label string, got *Results) (err error) {
	switch cell.Type {
	case "CHART":
		var image hex.Image
		if image, err = r.Client.GetChartImageFromLogic(ctx, cell.ID, hex.ImageOptions{Width: 960, Height: 540}); err == nil {
			got.Charts = append(got.Charts, Chart{Title: label, Cell: cell.ID, Type: image.MIMEType, Data: image.Content})
		}
	case "SQL":
		var out hex.CellOutput
		if out, err = r.Client.GetCellOutput(ctx, cell.ID); err == nil && out.Table != nil {
			t := Table{Title: label, Cell: cell.ID, Rows: out.Table.Rows, Total: max(out.Table.TotalRows, len(out.Table.Rows))}
			for _, c := range out.Table.Columns {
				t.Columns = append(t.Columns, c.Name)
			}
			got.Tables = append(got.Tables, t)
		}
	}
	if hex.IsKind(err, hex.NotFound, hex.Forbidden, hex.Unprocessable, hex.Invalid) {
		return nil // it has not run, or this workspace does not show it
	}
	return err
}
