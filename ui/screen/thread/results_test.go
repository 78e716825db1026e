package thread

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"hextui/hex/ask"
)

// table makes a table of rows of words; ∅ is null.
func table(columns string, rows ...string) ask.Table {
	t := ask.Table{Title: "T", Columns: strings.Fields(columns), Total: len(rows)}
	for _, r := range rows {
		var row []*string
		for _, v := range strings.Fields(r) {
			v := strings.ReplaceAll(v, "_", " ")
			row = append(row, &v)
			if v == "∅" {
				row[len(row)-1] = nil
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func TestTablesAsLines(t *testing.T) {
	for name, c := range map[string]struct {
		table ask.Table
		width int
		want  string
	}{
		"numbers to the right": {table("week n", "2026-11-02 7", "2026-11-09 12.5", "x ∅"), 40,
			"week           n\n2026-11-02     7\n2026-11-09  12.5\nx           null"},
		"words and dates":  {table("a b", "1-2-3 x_y", "+5 z"), 40, "a      b\n1-2-3  x y\n+5     z"},
		"too many columns": {table("a b c d", "11111111 22222222 33333333 44444444"), 32, "       a  … 3 further columns\n11111111"},
		"they just fit":    {table("a b", "11111111 22222222"), 18, "       a         b\n11111111  22222222"},
		"wide characters":  {table("名前 n", "東京 1", "x 2"), 20, "名前  n\n東京  1\nx     2"},
		"a short row":      {table("a b", "1"), 20, "a     b\n1  null"},
		"no rows":          {table("a b"), 20, "a  b"},
		"a long value":     {table("a", strings.Repeat("x", 60)), 80, "a\n" + strings.Repeat("x", mostWide-1) + "…"},
		"what a terminal acts on": {table("a", "\x1b[31mred"), 40,
			"a\n␛[31mred"},
	} {
		if got := strings.Join(tableLines(c.table, 8, c.width), "\n"); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func TestTablesAsMarkdown(t *testing.T) {
	of := table("a|b n", "x|y ∅")
	of.Total = 3
	const want = "| a\\|b | n |\n| --- | --- |\n| x\\|y | null |\n\n2 further rows in Hex.\n"
	if got := tableMarkdown(of); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A table or chart stands with the cell that it is of; others have a place of their own.
func TestResultsStandWithTheirCells(t *testing.T) {
	cites := withResults([]cite{{cell: "1", label: "query"}, {project: "p"}, {cell: "2"}}, ask.Results{
		Tables: []ask.Table{{Cell: "1", Title: "query"}, {Title: "of none"}},
		Charts: []ask.Chart{{Cell: "2"}, {Cell: "3", Title: "of another"}},
	})
	var got []string
	for _, c := range cites {
		got = append(got, c.cell+c.project+":"+c.label+":"+string(rune('0'+c.result)))
	}
	if want := "1:query:1 p::0 2::3 :of none:2 3:of another:4"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", strings.Join(got, " "), want)
	}
}

func TestWhatIsDrawnOfResults(t *testing.T) {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 400, 200))); err != nil {
		t.Fatal(err)
	}
	long := table("n", strings.Fields(strings.Repeat("1 ", 20))...)
	long.Total = 500
	got := drawn(ask.Results{
		Tables: []ask.Table{long},
		Charts: []ask.Chart{{Data: picture.Bytes()}, {Data: []byte("no picture")}, {}},
	}, 60)
	if len(got[0].lines) != mostLines+1 || got[0].below != "492 further rows" {
		t.Errorf("the table has %d lines, and below %q", len(got[0].lines), got[0].below)
	}
	short := table("n", strings.Fields(strings.Repeat("1 ", mostLines+1))...)
	if one := drawn(ask.Results{Tables: []ask.Table{short}}, 60)[0]; one.below != "" || len(one.lines) != mostLines+2 {
		t.Errorf("of one row more there are %d lines, and below %q", len(one.lines), one.below)
	}
	if p := got[1].picture; p == nil || p.High != pictHigh || p.Wide != 56 || got[1].below != "" {
		t.Errorf("the chart is %+v, and below %q", p, got[1].below)
	}
	if got[2].picture != nil || !strings.Contains(got[2].below, "no picture") || got[3].below == "" {
		t.Errorf("what is no picture is %+v, %+v", got[2], got[3])
	}
}
