package kernel_test

import (
	"strings"
	"testing"

	"hextui/hex/emulator/kernel"
)

// TestTypesGoOn takes dates, moments and truths from the dataframe of a cell, and from the dataframe of a cell on that: their types are
// known there, and what may be done with them is what could be done in the query that makes them.
func TestTypesGoOn(t *testing.T) {
	t.Parallel()
	const orders = "select order_id, created_at, created_at::date as day, date_trunc('month', created_at) as month, " +
		"max(created_at) over () as last, " +
		"total_cents > 5000 as big, case when total_cents > 5000 then 1 else 0 end as flag, null as empty, " +
		"delivered_at - created_at as took, '2026-01-31' as text, created_at is not null as there, status in ('paid') as paid from orders"
	const want = "INTEGER TIMESTAMP DATE DATE TIMESTAMP BOOLEAN INTEGER NULL INTERVAL TEXT BOOLEAN BOOLEAN"
	made := sql("a", orders)
	for name, cells := range map[string][]kernel.Cell{
		"of the query":            {made},
		"of its dataframe":        {made, frameSQL("b", "select * from a")},
		"of a dataframe of that":  {made, frameSQL("b", "select * from a"), frameSQL("c", "with t as (select * from b) select * from t")},
		"of a query on the query": {sql("b", "with t as ("+orders+") select * from t")},
	} {
		results, err := run(t, nil, cells...)
		if err != nil {
			t.Fatal(err)
		}
		var types []string
		for _, c := range results[cells[len(cells)-1].ID].Table.Columns {
			types = append(types, c.Type)
		}
		if got := strings.Join(types, " "); got != want {
			t.Errorf("the columns %s are\n%s, not\n%s", name, got, want)
		}
	}
	const differences = "select max(day) - min(day) > 0, max(created_at) - min(created_at) > interval '1 day', max(day) - 1 < max(day), " +
		"count(*) filter (where big) = sum(flag), min(month) = '2024-01-01' from a"
	first := value(t, nil, sql("b", "with a as ("+orders+") "+differences))
	if got := value(t, nil, made, frameSQL("b", differences)); got != first || !strings.HasPrefix(got, "1|1|1|1|") {
		t.Errorf("of the dataframe they are %s, of the query %s", got, first)
	}
}
