package assist_test

import (
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/assist"
)

func sql(label, source, connection string) hex.Cell {
	return hex.Cell{StaticID: label, Label: label, Type: hex.CellSQL, DataConnectionID: connection,
		Contents: hex.Contents{SQL: &hex.SQLContents{Source: source, OutputDataframe: label + "_df"}}}
}

func labels(cells []assist.Cell) string {
	var all []string
	for _, c := range cells {
		all = append(all, c.Label)
	}
	return strings.Join(all, " ")
}

func TestAboutTakesWhatIsAbove(t *testing.T) {
	cells := []hex.Cell{sql("a", "select 1", "w"), {StaticID: "i", Label: "i", Type: "INPUT"},
		sql("b", "select 2", ""), sql("c", "select 3", "w")}
	q := assist.About(assist.Write, cells, "b")
	if labels(q.Above) != "a i" || q.Cell.Label != "b" || q.Cell.Language != "sql" || q.Cell.Makes != "b_df" ||
		!strings.HasPrefix(q.Cell.Dialect, "DuckDB") || q.Above[1].Language != "input" {
		t.Errorf("got %+v", q)
	}
	q.SpeakFor(func(id string) (hex.ConnectionType, bool) { return "snowflake", id == "w" })
	if q.Above[0].Dialect != "snowflake" || !strings.HasPrefix(q.Cell.Dialect, "DuckDB") {
		t.Errorf("the dialects are %+v", q)
	}
	if q := assist.About(assist.Summarise, cells, "b"); labels(q.Above) != "a i b c" || q.Cell.Label != "" {
		t.Errorf("got %+v", q)
	}
}

// Long cells are cut, and of many the nearest are taken; the cell itself is whole.
func TestAboutStaysWithinBounds(t *testing.T) {
	long := strings.Repeat("é", 5_000)
	var cells []hex.Cell
	for range 8 {
		cells = append(cells, sql("far", long, ""))
	}
	cells = append(cells, sql("near", "select 1", ""), sql("it", long, ""))
	q := assist.About(assist.Explain, cells, "it")
	size := 0
	for _, c := range q.Above {
		size += len(c.Source)
	}
	if size > 48<<10 || q.Left == 0 || q.Left+len(q.Above) != 9 || q.Above[len(q.Above)-1].Label != "near" {
		t.Errorf("%d bytes, %d cells, %d left", size, len(q.Above), q.Left)
	}
	if first := q.Above[0]; !first.Cut || len(first.Source) > 8<<10 || strings.ContainsRune(first.Source, '�') {
		t.Errorf("the first is %d bytes, cut %t", len(first.Source), first.Cut)
	}
	if q.Cell.Source != long || q.Cell.Cut {
		t.Error("the cell itself is not whole")
	}
}
