package hosted

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Table is a table of an answer. Everything in it is hostile text.
type Table struct {
	// Title is what it is called, Cell the id of the cell that it is the result of; both may be empty.
	Title, Cell string
	// Columns are the names, Rows the values by column, as text; nil is null.
	Columns []string
	Rows    [][]*string
	// Total is how many rows there are, more than those that came where the table was cut.
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

// The most that is taken of an answer's tables and charts; of what is beyond, a table's Total tells.
const (
	mostResults = 20
	mostRows    = 1000
	mostColumns = 200
)

// rawResults are the members that an answer has its tables and charts in.
type rawResults struct {
	Tables []json.RawMessage `json:"tables"`
	Charts []json.RawMessage `json:"charts"`
}

// results finds the tables and charts of an answer in its structured part. Hex says that they are there, and not in which form: a
// table or chart that has none of those known here is left out. The pictures that come beside go to the charts in their order.
func (t *Thread) results() {
	var outer struct {
		rawResults
		Thread rawResults `json:"thread"`
	}
	if json.Unmarshal(t.Structured, &outer) != nil {
		outer.rawResults, outer.Thread = rawResults{}, rawResults{} // it is none, or of another type: pictures count all the same
	}
	for _, raw := range first(outer.Tables, outer.Thread.Tables) {
		if table, ok := readTable(raw); ok {
			t.Tables = append(t.Tables, table)
		}
	}
	for _, raw := range first(outer.Charts, outer.Thread.Charts) {
		if chart, ok := readChart(raw); ok {
			t.Charts = append(t.Charts, chart)
		}
	}
	t.hang(t.Images)
}

// first is the beginning of the first list that has anything.
func first(lists ...[]json.RawMessage) []json.RawMessage {
	for _, list := range lists {
		if len(list) > 0 {
			return list[:min(len(list), mostResults)]
		}
	}
	return nil
}

// hang gives pictures to the charts that have none, and charts of their own to those that are left.
func (t *Thread) hang(pictures []Image) {
	for i := range t.Charts {
		if c := &t.Charts[i]; len(c.Data) == 0 && len(pictures) > 0 {
			c.Type, c.Data, pictures = pictures[0].Type, pictures[0].Data, pictures[1:]
		}
	}
	for _, p := range pictures[:min(len(pictures), max(mostResults-len(t.Charts), 0))] {
		t.Charts = append(t.Charts, Chart{Type: p.Type, Data: p.Data})
	}
}

// called is what tables and charts are named by.
type called struct {
	Title string `json:"title"`
	Label string `json:"label"`
	Name  string `json:"name"`
	Cell  string `json:"cellId"`
	Snake string `json:"cell_id"`
}

func (c called) title() string { return cmp.Or(c.Title, c.Label, c.Name) }
func (c called) cell() string  { return cmp.Or(c.Cell, c.Snake) }

func readChart(raw json.RawMessage) (Chart, bool) {
	var from struct {
		called
		Data  []byte `json:"data"`
		Image []byte `json:"imageBase64"`
		Type  string `json:"mimeType"`
	}
	if json.Unmarshal(raw, &from) != nil {
		return Chart{}, false
	}
	c := Chart{Title: from.title(), Cell: from.cell(), Type: from.Type, Data: from.Data}
	if len(c.Data) == 0 {
		c.Data = from.Image
	}
	return c, c.Title != "" || c.Cell != "" || len(c.Data) > 0
}

func readTable(raw json.RawMessage) (Table, bool) {
	var from struct {
		called
		Columns []json.RawMessage `json:"columns"`
		Rows    []json.RawMessage `json:"rows"`
		Data    []json.RawMessage `json:"data"`
		Total   *int              `json:"totalRows"`
		Snake   *int              `json:"total_rows"`
		Count   *int              `json:"rowCount"`
	}
	if json.Unmarshal(raw, &from) != nil {
		return Table{}, false
	}
	rows := from.Rows
	if rows == nil {
		rows = from.Data
	}
	t := Table{Title: from.title(), Cell: from.cell(), Total: len(rows)}
	for _, total := range []*int{from.Total, from.Snake, from.Count} {
		if total != nil {
			t.Total = max(t.Total, *total)
		}
	}
	for _, column := range from.Columns[:min(len(from.Columns), mostColumns)] {
		t.Columns = append(t.Columns, columnOf(column))
	}
	for _, row := range rows[:min(len(rows), mostRows)] {
		t.addRow(row)
	}
	return t, len(t.Columns) > 0
}

// columnOf is the name of a column, which is that or an object with it.
func columnOf(raw json.RawMessage) (name string) {
	var object called
	if json.Unmarshal(raw, &name) != nil && json.Unmarshal(raw, &object) == nil {
		return cmp.Or(object.Name, object.Title, object.Label)
	}
	return name
}

// addRow takes a row, which has its values in order or by the names of their columns. The names of the first are the columns of a
// table that names none.
func (t *Table) addRow(raw json.RawMessage) {
	var list []json.RawMessage
	var named map[string]json.RawMessage
	if json.Unmarshal(raw, &list) != nil && json.Unmarshal(raw, &named) != nil {
		return
	}
	if t.Columns == nil {
		for name := range named {
			t.Columns = append(t.Columns, name)
		}
		slices.Sort(t.Columns) // JSON has them in no order
		t.Columns = t.Columns[:min(len(t.Columns), mostColumns)]
	}
	row := make([]*string, len(t.Columns))
	for i, name := range t.Columns {
		switch {
		case named != nil:
			row[i] = valueOf(named[name])
		case i < len(list):
			row[i] = valueOf(list[i])
		}
	}
	t.Rows = append(t.Rows, row)
}

// valueOf is one value as text. What is no text is its JSON.
func valueOf(raw json.RawMessage) *string {
	text := strings.TrimSpace(string(raw))
	if text == "" || text == "null" {
		return nil
	}
	var said string
	if json.Unmarshal(raw, &said) == nil {
		text = said
	}
	return &text
}
