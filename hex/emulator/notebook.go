package emulator

import (
	"encoding/json"
	"fmt"
	"strings"

	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/store"
)

// kernelCells are a notebook's cells as the kernel takes them. Their ids are the
// static ones.
func kernelCells(cells []store.Cell) ([]kernel.Cell, error) {
	out := make([]kernel.Cell, len(cells))
	for i, c := range cells {
		out[i] = kernel.Cell{
			ID: c.StaticID, Label: c.Label, Source: c.Source,
			OutputDataframe: c.Output, Connection: c.Connection, DataframeSQL: c.Dataframe,
		}
		switch c.Type {
		case "SQL":
			out[i].Kind = kernel.SQL
		case "CODE":
			out[i].Kind = kernel.Code
		case "MARKDOWN":
			out[i].Kind = kernel.Markdown
		case "INPUT":
			out[i].Kind = kernel.Input
		case "CHART", "DISPLAY_TABLE":
			details, err := c.Details()
			if err != nil {
				return nil, fmt.Errorf("cell %s: %w", c.StaticID, err)
			}
			if details.Chart != nil {
				out[i].Kind, out[i].DataframeSQL, out[i].Source = kernel.SQL, true, drawn(*details.Chart)
			}
		}
	}
	return out, nil
}

// drawn is the query for what a chart shows: a chart cell fails, as in Hex, when
// its dataframe or a column of it has gone.
func drawn(c store.Chart) string {
	var columns []string
	for _, name := range c.Columns() {
		if name != "" {
			columns = append(columns, quoted(name))
		}
	}
	if len(columns) == 0 {
		columns = []string{"*"}
	}
	return "select " + strings.Join(columns, ", ") + " from " + quoted(c.Dataframe)
}

// quoted is a name in backquotes: in double quotes SQLite would take the name of
// a column that is missing for a text.
func quoted(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// inputsOf are a notebook's input parameters.
func inputsOf(cells []store.Cell) ([]store.Input, error) {
	var all []store.Input
	for _, c := range cells {
		details, err := c.Details()
		if err != nil {
			return nil, fmt.Errorf("cell %s: %w", c.StaticID, err)
		}
		all = append(all, details.Inputs...)
	}
	return all, nil
}

// defaults are the values that a run has when nobody gives others.
func defaults(inputs []store.Input) map[string]any {
	values := make(map[string]any, len(inputs))
	for _, in := range inputs {
		values[in.Name] = in.Default
	}
	return values
}

// cellTable and cellFailure are the two results of GetCellOutput.
type cellTable struct {
	Type          string               `json:"type"`
	RowLimit      int                  `json:"rowLimit"`
	RowsReturned  int                  `json:"rowsReturned"`
	TotalRows     int                  `json:"totalRows"`
	TotalRowsKind string               `json:"totalRowsKind"`
	Truncated     bool                 `json:"truncated"`
	Columns       []tableColumn        `json:"columns"`
	Rows          []map[string]*string `json:"rows"`
}

type tableColumn struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

type cellFailure struct {
	Type      string   `json:"type"`
	Message   string   `json:"message"`
	Traceback nullable `json:"traceback"`
}

// The values of the member type of the two.
const (
	resultTable   = "table"
	resultFailure = "cell_run_error"
)

// preview is a table with no more rows than GetCellOutput shows.
func preview(t *kernel.Table) *kernel.Table {
	if t == nil {
		return nil
	}
	short := *t
	short.RowLimit = previewRows
	if len(short.Rows) > previewRows {
		short.Rows, short.Truncated = short.Rows[:previewRows], true
	}
	return &short
}

// outputOf is a cell's result as the API shows it, or nil when it has none.
func outputOf(r *kernel.Result) (json.RawMessage, error) {
	if r.Failure != nil {
		return json.Marshal(cellFailure{resultFailure, r.Failure.Message, nullable(r.Failure.Traceback)})
	}
	if r.Table == nil {
		return nil, nil
	}
	t := cellTable{
		Type: resultTable, RowLimit: r.Table.RowLimit, RowsReturned: len(r.Table.Rows),
		TotalRows: r.Table.TotalRows, TotalRowsKind: "LOWER_BOUND", Truncated: r.Table.Truncated,
		Columns: mapped(r.Table.Columns, func(c kernel.Column) tableColumn { return tableColumn{c.Name, c.Type} }),
		Rows:    make([]map[string]*string, len(r.Table.Rows)),
	}
	if r.Table.Exact {
		t.TotalRowsKind = "EXACT"
	}
	for i, row := range r.Table.Rows {
		t.Rows[i] = make(map[string]*string, len(row))
		for j, value := range row {
			t.Rows[i][r.Table.Columns[j].Name] = value
		}
	}
	return json.Marshal(t)
}
