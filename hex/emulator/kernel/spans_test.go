package kernel_test

import (
	"strings"
	"testing"

	"hextui/hex/emulator/kernel"
)

// TestLengthsOfTimeGoOn takes lengths of time from the dataframe of a cell: they are the same there as in the query that makes them,
// and a dataframe that is not read changes no answer.
func TestLengthsOfTimeGoOn(t *testing.T) {
	t.Parallel()
	const took = "select order_id, delivered_at - created_at as took from orders where delivered_at is not null"
	made := sql("waits", took)
	all := sql("every", "with t as ("+took+") select * from t")
	const most = "with t as (" + took + ") select max(took)::text as most, min(took)::text from t"
	want := value(t, nil, sql("a", most))
	if want != "8 days 18:00:00|1 day 08:00:00" {
		t.Fatalf("the longest and the shortest are %s", want)
	}
	for name, cells := range map[string][]kernel.Cell{
		"of a dataframe":            {made, frameSQL("b", "select max(took), min(took) from waits")},
		"of a dataframe of *":       {all, frameSQL("b", "select max(took), min(took) from every")},
		"beside a dataframe":        {made, sql("b", most)},
		"of a dataframe of another": {made, frameSQL("c", "select * from waits"), frameSQL("b", "select max(took), min(took) from c")},
		"in order": {made, frameSQL("b", "select (select took from waits order by took desc limit 1), "+
			"(select w.took from waits w order by w.took limit 1)")},
		"in the order of a number": {made, frameSQL("b", "select max(m), min(m) from (select took as m from waits) t order by max(m)")},
	} {
		if got := value(t, nil, cells...); got != want {
			t.Errorf("%s they are %s, not %s", name, got, want)
		}
	}
	const beside = "select *, delivered_at - created_at as took from orders where delivered_at is not null"
	if got := value(t, nil, sql("more", beside), frameSQL("b", "select max(took), min(took) from more")); got != want {
		t.Errorf("of a column beside * they are %s, not %s", got, want)
	}
	const refusal = "lengths of time are ordered by their names here: order by d"
	for _, cells := range [][]kernel.Cell{{made, frameSQL("b", "select * from waits order by 2")}, {sql("b", beside+" order by 14")}} {
		if f := failure(t, nil, cells...); !strings.HasPrefix(f.Message, refusal) {
			t.Errorf("by the number of their column they are ordered: %s", f.Message)
		}
	}
	if got := value(t, nil, made, frameSQL("b", "select * from waits order by 1 limit 1")); got != "1|5 days 12:00:00" {
		t.Errorf("by the number of another column the first is %s", got)
	}
}

// TestTextsOfDataframes compares a text of a dataframe, whose columns declare no more than that they hold no number, with numbers: SQLite
// would take it for greater than any of them.
func TestTextsOfDataframes(t *testing.T) {
	t.Parallel()
	made := sql("years", "select to_char(created_at, 'YYYY') as y, status, order_id from orders where order_id < 50")
	for query, want := range map[string]string{
		"y > 2030":                               "0",
		"y = 2024":                               "49",
		"y in (2024, 2025) or y between 1 and 2": "49",
		"order_id > 20 and order_id <= 30":       "10",
	} {
		if got := value(t, nil, made, frameSQL("b", "select count(*) from years where "+query)); got != want {
			t.Errorf("%s is so of %s, not of %s", query, got, want)
		}
	}
	f := failure(t, nil, made, frameSQL("b", "select count(*) from years where status > 5"))
	if f.Message != "the text 'refunded' is not a number" {
		t.Errorf("a text that is no number is compared with one: %s", f.Message)
	}
}
