package complete

import (
	"fmt"
	"testing"

	"hextui/ui/lex"
)

func TestReads(t *testing.T) {
	sql, python := lex.ByName("sql"), lex.ByName("python")
	cells := []Cell{
		{Language: sql, Frame: "by_week", Source: "with w as (select 1)\nselect o.a from shop.orders o\n join customers c " +
			"on c.id = o.c, w\n where d >= {{ start_date }} -- from nowhere"},
		{Language: sql, Frame: "n", Source: "select * from by_week join by_week b on {{ start_date }} = {{ end_date }}"},
		{Language: python, Names: []string{"n"}, Source: "x = by_week.head() # n\nprint('n', f\"{by_week}\")\nn = 3\nby_weeks = other"},
		{Language: lex.ByName("markdown"), Source: "from orders {{ x }}"},
		{Language: sql, Source: "select"},
	}
	want := "[[shop.orders customers start_date] [by_week end_date start_date] [by_week] [] []]"
	if got := fmt.Sprint(Reads(cells)); got != want {
		t.Errorf("they read %s, want %s", got, want)
	}
}
