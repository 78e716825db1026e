package project

import (
	"strings"
	"testing"

	"hextui/hex"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// A value that is none looks unlike any text, also a text that spells it, in every theme, selected or not, and with ASCII signs only.
func TestNullLooksUnlikeEveryText(t *testing.T) {
	for _, name := range []string{"dark", "light", "mono", "neutral", "contrast"} {
		look, _ := theme.ByName(name)
		texts := []string{"NULL", "null", "‹null›", ""}
		table := &hex.ResultTable{Columns: []hex.ResultColumn{{Name: "a", Type: "VARCHAR"}}, Rows: [][]*string{{nil}}}
		for i := range texts {
			table.Rows = append(table.Rows, []*string{&texts[i]})
		}
		r := newRows(table, func() *theme.Theme { return &look })
		none := r.Cell(0, 0)
		for i := range texts {
			if c := r.Cell(i+1, 0); c.Text == none.Text && c.Style == none.Style {
				t.Errorf("in %s %q looks as no value does", name, texts[i])
			} else if c.Text == none.Text && i != 2 {
				t.Errorf("in %s %q is told from no value by its look alone", name, texts[i])
			}
		}
		if paint.ASCII(none.Text) != "<null>" {
			t.Errorf("with ASCII signs it is %q", paint.ASCII(none.Text))
		}
	}
}

func TestDigitsStandBelowEachOther(t *testing.T) {
	values := []string{"1204.5", "-1234567.25", "7", "0.125", "1e9", "NaN"}
	table := &hex.ResultTable{Columns: []hex.ResultColumn{{Name: "revenue", Type: "DOUBLE"}, {Name: "order_id", Type: "BIGINT"}}}
	for i := range values {
		table.Rows = append(table.Rows, []*string{&values[i], &values[0]})
	}
	look := theme.Dark()
	r := newRows(table, func() *theme.Theme { return &look })
	for i, want := range []string{"1,204.5  ", "-1,234,567.25 ", "7    ", "0.125", "1e9", "NaN"} {
		if got := r.Cell(i, 0).Text; got != want {
			t.Errorf("%s reads %q, want %q", values[i], got, want)
		}
	}
	if got := r.Cell(0, 1).Text; got != "1204.5" {
		t.Errorf("an id reads %q", got)
	}
}

// A chart of what a time and a thing name has a line for each thing, over the times in their order and to one scale.
func TestAChartHasALineForEachThing(t *testing.T) {
	value := func(s string) *string { return &s }
	table := &hex.ResultTable{Columns: []hex.ResultColumn{
		{Name: "week", Type: "TEXT"}, {Name: "channel", Type: "TEXT"}, {Name: "n", Type: "INTEGER"},
	}}
	for _, row := range []string{"2026-01-12 paid 8", "2026-01-05 paid 4", "2026-01-05 email 2", "2026-01-12 email 0"} {
		f := strings.Fields(row)
		table.Rows = append(table.Rows, []*string{value(f[0]), value(f[1]), value(f[2])})
	}
	c := chart{t: table, rows: []int{0, 1, 2, 3}, value: 2, labels: []int{0, 1}, width: 24, height: 4}
	c.series = c.split()
	if got := kinds[c.first()]; got != "line" {
		t.Errorf("it is drawn as %s first", got)
	}
	if title, _ := c.draw("line"); title != "n by week, a line for each channel   line" {
		t.Errorf("it is called %q", title)
	}
	if got := c.lines(); len(got) != 6 || !strings.HasPrefix(got[1], "max 8  ") || !strings.HasPrefix(got[2], "email  ") ||
		!strings.HasPrefix(got[3], "max 2  ") || strings.TrimSpace(got[4]) != "2026-01-05  2026-01-12" ||
		got[5] != "All to one scale: 0 at the bottom, 8 at the top." {
		t.Errorf("drawn\n%s", strings.Join(got, "\n"))
	} else if up := []rune(got[0]); up[len(up)-1] == '\u2800' || []rune(got[2])[10] != '\u2800' {
		t.Errorf("the lines do not have one scale:\n%s", strings.Join(got, "\n"))
	}
	table.Rows[0][0] = value("first")
	if c.series = c.split(); len(c.series.names) > 0 || kinds[c.first()] != "bars" {
		t.Errorf("what has no time is drawn as lines: %+v", c.series)
	}
}
