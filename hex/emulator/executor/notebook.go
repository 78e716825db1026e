package executor

import (
	"encoding/json"
	"fmt"
	"strings"

	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/kernel/duckdb"
	"hextui/hex/emulator/sqltext"
	"hextui/hex/emulator/store"
)

// Cells are a notebook's cells as the kernel takes them. Their ids are the
// static ones.
func Cells(cells []store.Cell) ([]kernel.Cell, error) {
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
		case "CHART", "DISPLAY_TABLE", "EXPLORE":
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

// quoted is a name in quotes: in backquotes for SQLite, which of a missing column in double ones says that it may be a text.
func quoted(name string) string {
	if duckdb.Built {
		return sqltext.QuoteName(name)
	}
	return "`" + strings.ReplaceAll(name, "`", "``") + "`"
}

// Table is the result of a cell that gave rows, as GetCellOutput answers it.
type Table struct {
	Type          string               `json:"type"`
	RowLimit      int                  `json:"rowLimit"`
	RowsReturned  int                  `json:"rowsReturned"`
	TotalRows     int                  `json:"totalRows"`
	TotalRowsKind string               `json:"totalRowsKind"`
	Truncated     bool                 `json:"truncated"`
	Columns       []Column             `json:"columns"`
	Rows          []map[string]*string `json:"rows"`
	// Figures are how many pictures a CODE cell drew; Hex's document has no such member.
	Figures int `json:"figures,omitempty"`
}

// Column is a column of a Table.
type Column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// failure is the result of a cell that failed.
type failure struct {
	Type      string  `json:"type"`
	Message   string  `json:"message"`
	Traceback *string `json:"traceback"`
}

// The values of the member type of a result.
const (
	ResultTable   = "table"
	ResultFailure = "cell_run_error"
)

// preview is a table with no more rows than GetCellOutput shows.
func preview(t *kernel.Table) *kernel.Table {
	if t == nil {
		return nil
	}
	short := *t
	short.RowLimit = PreviewRows
	if len(short.Rows) > PreviewRows {
		short.Rows, short.Truncated = short.Rows[:PreviewRows], true
	}
	return &short
}

// outputOf is a cell's result as the API shows it, or nil when it has none.
func outputOf(r *kernel.Result) (json.RawMessage, error) {
	if r.Failure != nil {
		failed := failure{Type: ResultFailure, Message: r.Failure.Message}
		if r.Failure.Traceback != "" {
			failed.Traceback = &r.Failure.Traceback
		}
		return json.Marshal(failed)
	}
	if r.Table == nil {
		return nil, nil
	}
	t := Table{
		Type: ResultTable, RowLimit: r.Table.RowLimit, RowsReturned: len(r.Table.Rows),
		TotalRows: r.Table.TotalRows, TotalRowsKind: "LOWER_BOUND", Truncated: r.Table.Truncated, Figures: len(r.Figures),
		Columns: make([]Column, len(r.Table.Columns)),
		Rows:    make([]map[string]*string, len(r.Table.Rows)),
	}
	if r.Table.Exact {
		t.TotalRowsKind = "EXACT"
	}
	for i, c := range r.Table.Columns {
		t.Columns[i] = Column{c.Name, c.Type}
	}
	for i, row := range r.Table.Rows {
		t.Rows[i] = make(map[string]*string, len(row))
		for j, value := range row {
			t.Rows[i][r.Table.Columns[j].Name] = value
		}
	}
	return json.Marshal(t)
}
