package hex

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
)

// CellOutput is the result of an SQL cell in the draft's running session: a table or an error.
type CellOutput struct {
	ProjectID string `json:"projectId"`
	RunID     string `json:"runId"`
	Cell      struct {
		ID       string   `json:"id"`
		StaticID string   `json:"staticId"`
		Type     CellType `json:"cellType"`
	} `json:"cell"`
	// Table is set for a result of rows, Error for a failed cell; both are nil for a kind of result that
	// this client does not know.
	Table *ResultTable  `json:"-"`
	Error *CellRunError `json:"-"`
	// Kind is Hex's word for the result: table, cell_run_error or a newer one.
	Kind string `json:"-"`
}

// ResultTable is the first rows of a cell's result. All values are text as Hex gives them; nil is NULL.
type ResultTable struct {
	RowLimit     int
	RowsReturned int
	// TotalRows is meaningful as TotalKind says: exactly, at least, or not at all.
	TotalRows int
	TotalKind TotalKind
	Truncated bool
	Columns   []ResultColumn
	// Rows holds a value for each of Columns, in their order.
	Rows [][]*string
	// Figures are how many pictures the cell drew, which are that of the cell. The embedded workspace says so of CODE cells; Hex does not.
	Figures int
}

// ResultColumn is a column of a result.
type ResultColumn struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// TotalKind says how far ResultTable.TotalRows can be trusted.
type TotalKind string

// The kinds of totals.
const (
	TotalExact      TotalKind = "EXACT"
	TotalLowerBound TotalKind = "LOWER_BOUND"
	TotalUnknown    TotalKind = "UNKNOWN"
)

// CellRunError is the database's or the interpreter's own word on why a cell failed.
type CellRunError struct {
	Message   string `json:"message"`
	Traceback string `json:"traceback"`
}

// GetCellOutput returns what an SQL cell gave in the draft's session. Hex: GetCellOutput (marked unstable). The cell
// is named by its id or its static id. Without a draft run before, there is no session: [NotFound] or [Unprocessable].
func (c *Client) GetCellOutput(ctx context.Context, cellID string) (CellOutput, error) {
	return call[CellOutput](ctx, c, route{op: "GetCellOutput", group: groupDefault, path: "/cells/{}/output", ids: refs(RefCell, cellID)})
}

func (o *CellOutput) missing() string {
	if o.Table == nil && o.Error == nil {
		return firstMissing("result", o.Kind)
	}
	return ""
}

// UnmarshalJSON reads the output with whichever result it has.
func (o *CellOutput) UnmarshalJSON(b []byte) error {
	type plain CellOutput
	body := struct {
		*plain
		Result json.RawMessage `json:"result"`
	}{plain: (*plain)(o)}
	if err := json.Unmarshal(b, &body); err != nil {
		return err
	}
	if len(body.Result) == 0 {
		return nil
	}
	var result struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(body.Result, &result); err != nil {
		return err
	}
	switch o.Kind = result.Type; o.Kind {
	case "table":
		o.Table = &ResultTable{}
		return json.Unmarshal(body.Result, o.Table)
	case "cell_run_error":
		o.Error = &CellRunError{}
		return json.Unmarshal(body.Result, o.Error)
	}
	return nil
}

// UnmarshalJSON reads a table, whose rows Hex sends as objects by column name.
func (t *ResultTable) UnmarshalJSON(b []byte) error {
	var body struct {
		RowLimit     int               `json:"rowLimit"`
		RowsReturned int               `json:"rowsReturned"`
		TotalRows    *float64          `json:"totalRows"`
		TotalKind    TotalKind         `json:"totalRowsKind"`
		Truncated    bool              `json:"truncated"`
		Columns      []ResultColumn    `json:"columns"`
		Rows         []json.RawMessage `json:"rows"`
		Figures      int               `json:"figures"`
	}
	if err := json.Unmarshal(b, &body); err != nil {
		return err
	}
	*t = ResultTable{
		RowLimit: body.RowLimit, RowsReturned: body.RowsReturned, TotalKind: cmp.Or(body.TotalKind, TotalUnknown),
		Truncated: body.Truncated, Columns: body.Columns, Rows: make([][]*string, len(body.Rows)),
		Figures: body.Figures,
	}
	if body.TotalRows == nil {
		t.TotalKind = TotalUnknown
	} else {
		t.TotalRows = int(*body.TotalRows)
	}
	read := rowReader(t.Columns)
	for i, raw := range body.Rows {
		row, err := read(raw)
		if err != nil {
			return fmt.Errorf("row %d: %w", i+1, err)
		}
		t.Rows[i] = row
	}
	return nil
}

// rowReader reads rows of text and null under names of their own, which nearly all are, without looking at each value
// twice; others the long way.
func rowReader(columns []ResultColumn) func(json.RawMessage) ([]*string, error) {
	values := make(map[string]*string, len(columns))
	for _, column := range columns {
		values[column.Name] = nil
	}
	unique := len(values) == len(columns)
	return func(raw json.RawMessage) ([]*string, error) {
		clear(values)
		if !unique || json.Unmarshal(raw, &values) != nil || values == nil {
			values = map[string]*string{}
			return readRow(raw, columns)
		}
		row := make([]*string, len(columns))
		for i, column := range columns {
			row[i] = values[column.Name]
		}
		return row, nil
	}
}

// readRow reads a row in the order of the columns. A name that several columns have stands once for each of them in
// turn; where it stands fewer times than there are columns, the last value is for all that are left.
func readRow(raw json.RawMessage, columns []ResultColumn) ([]*string, error) {
	row := make([]*string, len(columns))
	if raw = bytes.TrimSpace(raw); len(raw) > 0 && raw[0] == '[' {
		var values []json.RawMessage
		if err := json.Unmarshal(raw, &values); err != nil {
			return nil, err
		}
		for i := range min(len(values), len(row)) {
			row[i] = cellValue(values[i])
		}
		return row, nil
	}
	values, err := readValues(raw)
	if err != nil {
		return nil, err
	}
	for i, column := range columns {
		of := values[column.Name]
		if len(of) == 0 {
			continue
		}
		row[i] = cellValue(of[0])
		if len(of) > 1 {
			values[column.Name] = of[1:]
		}
	}
	return row, nil
}

// readValues reads an object whose names may stand more than once, which a map would lose.
func readValues(raw json.RawMessage) (map[string][]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	open, err := d.Token()
	if err != nil {
		return nil, err
	}
	if open != json.Delim('{') {
		return nil, fmt.Errorf("it is neither an object nor a list")
	}
	values := map[string][]json.RawMessage{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		values[name.(string)] = append(values[name.(string)], value)
	}
	return values, nil
}

// cellValue is a value as text: what Hex sends, and for anything else its JSON.
func cellValue(raw json.RawMessage) *string {
	var s string
	switch {
	case bytes.Equal(raw, []byte("null")):
		return nil
	case json.Unmarshal(raw, &s) != nil:
		s = string(raw)
	}
	return &s
}
