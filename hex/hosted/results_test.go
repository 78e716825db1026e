package hosted

import (
	"fmt"
	"strings"
	"testing"
)

// shown is a table in a line: its title and cell, columns, rows and total.
func shown(t Table) string {
	rows := make([]string, len(t.Rows))
	for i, row := range t.Rows {
		values := make([]string, len(row))
		for j, v := range row {
			values[j] = "NULL"
			if v != nil {
				values[j] = *v
			}
		}
		rows[i] = strings.Join(values, ",")
	}
	return fmt.Sprintf("%s|%s|%s|%s|%d", t.Title, t.Cell, strings.Join(t.Columns, ","), strings.Join(rows, ";"), t.Total)
}

func TestTablesOfAnAnswer(t *testing.T) {
	for name, test := range map[string]struct{ structured, want string }{
		"rows by name": {`{"tables":[{"title":"T","cellId":"c","columns":[{"name":"a"},{"name":"b"}],` +
			`"rows":[{"b":1.50,"a":"x"},{"a":null}],"totalRows":9}]}`, "T|c|a,b|x,1.50;NULL,NULL|9"},
		"rows in order": {`{"thread":{"tables":[{"label":"T","cell_id":"c","columns":["a","b"],` +
			`"rows":[[true,"y"],[{"k":[1]}]]}]}}`, `T|c|a,b|true,y;{"k":[1]},NULL|2`},
		"no columns":     {`{"tables":[{"name":"T","data":[{"b":1,"a":2}]}]}`, "T||a,b|2,1|1"},
		"a large number": {`{"tables":[{"columns":["n"],"rows":[[12345678901234567890.10]]}]}`, "||n|12345678901234567890.10|1"},
		"nothing":        {`{"tables":[{"title":"T"},7,{"columns":"a"},null]}`, ""},
		"another type":   {`{"tables":"none","charts":3}`, ""},
		"no object":      {`[1,2]`, ""},
	} {
		thread := readThread(Result{Text: "x", Structured: []byte(test.structured)}, "id")
		got := make([]string, len(thread.Tables))
		for i, table := range thread.Tables {
			got[i] = shown(table)
		}
		if strings.Join(got, "\n") != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
	many := `{"tables":[{"columns":["a"],"rows":[` + strings.Repeat(`[1],`, mostRows+4) + `[1]]}]}`
	if got := readThread(Result{Structured: []byte(many)}, "id").Tables[0]; len(got.Rows) != mostRows || got.Total != mostRows+5 {
		t.Errorf("of a long table there are %d rows of %d", len(got.Rows), got.Total)
	}
}

func TestChartsOfAnAnswer(t *testing.T) {
	pictures := []Image{{"image/png", []byte("one")}, {"image/png", []byte("two")}}
	for name, test := range map[string]struct{ structured, want string }{
		"pictures beside": {`{"charts":[{"title":"A","cellId":"1"},{"title":"B","cellId":"2"}]}`, "A 1 one, B 2 two"},
		"one within":      {`{"charts":[{"title":"A","mimeType":"image/png","data":"b3du"},{"label":"B"}]}`, "A  own, B  one,   two"},
		"none is named":   {`{}`, "  one,   two"},
		"no base64":       {`{"charts":[{"title":"A","data":"%%"}]}`, "  one,   two"},
	} {
		var got []string
		for _, c := range readThread(Result{Structured: []byte(test.structured), Images: pictures}, "id").Charts {
			got = append(got, c.Title+" "+c.Cell+" "+string(c.Data))
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: got %q, want %q", name, strings.Join(got, ", "), test.want)
		}
	}
}

// The text of an answer is what people read: no data for programs, and no link that is told beside.
func TestWhatIsSaid(t *testing.T) {
	const link = "https://app.hex.tech/acme/thread/" + someID
	for text, want := range map[string]string{
		"It is 42.\n\n" + link:                     "It is 42.",
		"It is 42, see " + link + ".\n\n{\"a\":1}": "It is 42, see " + link + ".",
		"{not JSON}": "{not JSON}",
		`{"a":1}`:    `{"a":1}`,
		"a\n\n\n\nb": "a\n\n\n\nb",
	} {
		if got := readThread(Result{Text: text}, "id").Text; got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
