package result

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hextui/hex"
)

// table makes a table of "name type" heads and rows of values; "~" is NULL.
func table(heads string, rows ...string) *hex.ResultTable {
	t := &hex.ResultTable{TotalKind: hex.TotalExact, TotalRows: len(rows)}
	for _, h := range strings.Split(heads, "|") {
		name, kind, _ := strings.Cut(h, " ")
		t.Columns = append(t.Columns, hex.ResultColumn{Name: name, Type: kind})
	}
	for _, r := range rows {
		var row []*string
		for _, v := range strings.Split(r, "|") {
			if v == "~" {
				row = append(row, nil)
			} else {
				row = append(row, &v)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func write(t *testing.T, tab *hex.ResultTable, f Format) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, tab, f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheFormsOfATable(t *testing.T) {
	tab := table("week DATE|channel VARCHAR|revenue DECIMAL(18,2)|paid BOOLEAN|week DATE",
		"2026-08-31|e-mail, \"spring\"|12004.90|true|x", "~|it's|~|false|~", "~|NULL|NaN|maybe|")
	for f, want := range map[Format]string{
		TSV: "week\tchannel\trevenue\tpaid\tweek\n2026-08-31\t\"e-mail, \"\"spring\"\"\"\t12004.90\ttrue\tx\n\tit's\t\tfalse\t\n" +
			"\tNULL\tNaN\tmaybe\t\n",
		CSV: "week,channel,revenue,paid,week\n2026-08-31,\"e-mail, \"\"spring\"\"\",12004.90,true,x\n,it's,,false,\n,NULL,NaN,maybe,\n",
		JSON: "[\n" +
			`  {"week": "2026-08-31", "channel": "e-mail, \"spring\"", "revenue": 12004.90, "paid": true, "week_2": "x"},` + "\n" +
			`  {"week": null, "channel": "it's", "revenue": null, "paid": false, "week_2": null},` + "\n" +
			`  {"week": null, "channel": "NULL", "revenue": "NaN", "paid": "maybe", "week_2": ""}` + "\n]\n",
		Markdown: "| week | channel | revenue | paid | week |\n| --- | --- | ---: | --- | --- |\n" +
			"| 2026-08-31 | e-mail, \"spring\" | 12004.90 | true | x |\n| *null* | it's | *null* | false | *null* |\n" +
			"| *null* | NULL | NaN | maybe |  |\n",
		SQL: "('2026-08-31', 'e-mail, \"spring\"', 12004.90, true, 'x'),\n(NULL, 'it''s', NULL, false, NULL),\n" +
			"(NULL, 'NULL', 'NaN', 'maybe', '')\n",
	} {
		if diff := cmp.Diff(want, write(t, tab, f)); diff != "" {
			t.Errorf("%s:\n%s", f, diff)
		}
	}
}

func TestWhatIsWrittenCanBeRead(t *testing.T) {
	hostile := table("a VARCHAR|b INTEGER", "1\n2\r\n3|9007199254740993", "<b>|&\"',\t\\|00012")
	hostile.Rows[1] = hostile.Rows[1][:2]
	records, err := csv.NewReader(strings.NewReader(write(t, hostile, CSV))).ReadAll()
	if err != nil || len(records) != 3 || records[1][0] != "1\n2\n3" { // the reader of CSV takes \r\n for \n
		t.Errorf("CSV comes back as %q, %v", records, err)
	}
	var rows []map[string]json.RawMessage
	if err := json.Unmarshal([]byte(write(t, hostile, JSON)), &rows); err != nil {
		t.Fatal(err)
	}
	if got := string(rows[0]["b"]); got != "9007199254740993" {
		t.Errorf("a whole number beyond 2^53 is %s in JSON", got)
	}
	var first string
	if err := json.Unmarshal(rows[0]["a"], &first); err != nil || first != "1\n2\r\n3" {
		t.Errorf("a text of several lines comes back as %q, %v", first, err)
	}
	if got := write(t, table("a INTEGER"), JSON); got != "[]\n" {
		t.Errorf("no rows are %q in JSON", got)
	}
	if got := write(t, hostile, Markdown); strings.Count(got, "\n") != 4 {
		t.Errorf("two rows are not two lines of Markdown:\n%s", got)
	}
}

func TestAPart(t *testing.T) {
	tab := table("a VARCHAR|b VARCHAR", "1|2", "3|4", "5")
	if got, want := write(t, Part(tab, []int{2, 0}, []int{1}), CSV), "b\n\"\"\n2\n"; got != want && got != "b\n\n2\n" {
		t.Errorf("the part is %q", got)
	}
	if got := write(t, Part(tab, nil, nil), CSV); got != write(t, tab, CSV) {
		t.Errorf("all of it is %q", got)
	}
}

func TestTypes(t *testing.T) {
	for name, want := range map[string]bool{"INTEGER": true, "Nullable(Float64)": true, "double precision": true, "numeric(10,2)": true,
		"NUMBER": true, "int8": true, "UInt64": true, "INTERVAL": false, "POINT": false, "VARCHAR": false, "Array(Int64)": false,
		"int4[]": false, "timestamp with time zone": false, "": false} {
		if Numeric(name) != want {
			t.Errorf("Numeric(%q) is %v", name, !want)
		}
	}
}

func TestFiguresOfAColumn(t *testing.T) {
	tab := table("n DECIMAL|s VARCHAR|odd DOUBLE", "0.1|b|1", "0.2|a|NaN", "0.3|b|2", "~|~|~", "12004.90|b|3")
	for column, want := range map[int]Column{
		0: {Name: "n", Type: "DECIMAL", Rows: 5, Nulls: 1, Distinct: 4, Min: "0.1", Max: "12004.90", Mean: "3001.375", Median: "0.25"},
		1: {Name: "s", Type: "VARCHAR", Rows: 5, Nulls: 1, Distinct: 2, Min: "a", Max: "b", Common: []Frequent{{"b", 3}}},
		2: {Name: "odd", Type: "DOUBLE", Rows: 5, Nulls: 1, Distinct: 4, Min: "1", Max: "NaN"},
	} {
		got, err := Describe(t.Context(), tab, nil, column)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("column %d: %v\n%s", column, err, diff)
		}
	}
	some, err := Describe(t.Context(), tab, []int{0, 2}, 0)
	if err != nil || some.Rows != 2 || some.Mean != "0.2" {
		t.Errorf("of two rows: %+v, %v", some, err)
	}
	if _, ok := Number("1e999999999"); ok {
		t.Error("an exponent of nine digits is counted with")
	}
}

func TestComparing(t *testing.T) {
	before := table("week DATE|channel VARCHAR|revenue INTEGER|old INTEGER", "w1|paid|1|0", "w1|free|2|0", "w2|paid|3|0")
	after := table("channel VARCHAR|week DATE|revenue INTEGER|new INTEGER", "paid|w2|~|0", "free|w1|2|0", "free|w2|9|0")
	got := Compare(before, after)
	want := Difference{Key: []string{"channel", "week"}, Added: []int{2}, Gone: []int{0}, Same: 1,
		Changed: []Change{{Before: 2, After: 0, Columns: []string{"revenue"}}}, NewColumns: []string{"new"}, LostColumns: []string{"old"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := Compare(before, before); !got.Nothing() || got.Same != 3 {
		t.Errorf("a table compared with itself: %+v", got)
	}

	twice := Compare(table("a VARCHAR", "x", "x", "y", "~"), table("a VARCHAR", "x", "x", "x", "~"))
	if diff := cmp.Diff(Difference{Added: []int{2}, Gone: []int{2}, Same: 3}, twice); diff != "" {
		t.Error(diff)
	}
	if apart := Compare(table("a VARCHAR|b VARCHAR", "1:|2"), table("a VARCHAR|b VARCHAR", "1|:2")); apart.Same != 0 {
		t.Errorf("values that run together are taken for the same: %+v", apart)
	}
}
