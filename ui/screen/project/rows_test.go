package project

import (
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
