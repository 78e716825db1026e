package sqltext_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"hextui/hex/emulator/sqltext"
)

func TestTables(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sql  string
		want []string
	}{
		{"select 1", nil},
		{"select * from orders", []string{"orders"}},
		{"SELECT a.x FROM mart.Orders AS a, \"Web Sessions\" b, `proj.set.table` c",
			[]string{"mart.Orders", "Web Sessions", "proj.set.table"}},
		{"select * from a join b on a.x = b.x left outer join c using (x), d where exists (select 1 from e)",
			[]string{"a", "b", "c", "d", "e"}},
		{"select * from (select * from inner_one) s join (a cross join b) on 1=1", []string{"inner_one", "a", "b"}},
		{"with orders as (select * from orders where x in (1, 2)), two (a, b) as materialized (select * from orders, raw) select * from " +
			"two join orders", []string{"orders", "raw"}},
		{"with recursive up as (select 1 union all select n + 1 from up where n < 9) select * from up", nil},
		{"select extract(year from created_at), trim(both ' ' from name), substring(x from 2) from t", []string{"t"}},
		{"select * from t where a is not distinct from b and c is distinct from d", []string{"t"}},
		{"select 'from x', $$ from y $$, $q$ from z $q$ -- from w\n /* from v */ from t", []string{"t"}},
		{"select * from {{ table }} join t on a = {{ x }} {% if y %} join u on 1 {% endif %} {# from v #}", []string{"t", "u"}},
		{"select * from generate_series(1, 3) g, lateral unnest(g) u, only parent", []string{"parent"}},
		{"select count(*) filter (where x > 1), (select max(y) from sub) from t order by (select z from other), 2",
			[]string{"sub", "t", "other"}},
		{"select a from t union all select a from u limit 1, 2", []string{"t", "u"}},
		{"select * from [odd name] join dbo.[other one] on arr[1] = 2", []string{"odd name", "dbo.other one"}},
		{"select * from T; select * from t, u", []string{"T", "u"}},
		{"select * from t as x(a, b), values_table, (values (1, 2)) v(a, b)", []string{"t", "values_table"}},
		{"select * from größe join 表 on 1=1", []string{"größe", "表"}},
		{"select * from #temporary where x = (select y from @given where z = ?)", nil},
		{"select ) from ( ( 'open", nil},
		{"select 'orders' as orders, orders.x from (select 1 as x) as orders where y in orders_2 or z not in ('orders')",
			[]string{"orders_2"}},
		{"select position('a' in name), x in (select y from u) from t", []string{"u", "t"}},
		{"select * from 'it''s' a join t on a.x in t", []string{"it's", "t"}},
	} {
		if got := sqltext.Tables(c.sql); !slices.Equal(got, c.want) {
			t.Errorf("%s\nreads %q, want %q", c.sql, got, c.want)
		}
	}
}

func TestReads(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]string{
		"with A as (select * from Raw) select a.b as c, 'd' from A join E.F": "e.f raw",
		"select * from {{ which | sqlsafe }} join t -- {{ note }}":           "from join note select sqlsafe t which",
		"{% set x = 'one' %}select a from '{{ x }}'":                         "a from one select set x",
		"select * from t where " + strings.Repeat("(", 600) + "deep":         "deep from select t where",
	} {
		if got := strings.Join(slices.Sorted(maps.Keys(sqltext.Reads(sql))), " "); got != want {
			t.Errorf("%.80s\nreads %s, want %s", sql, got, want)
		}
	}
}

func TestDeepNesting(t *testing.T) {
	t.Parallel()
	if got := sqltext.Tables("select * from t where " + strings.Repeat("(", 1<<20)); len(got) != 1 {
		t.Errorf("it reads %q", got)
	}
}

// FuzzTables feeds SQL of any form: it must come to an end, and find each table once.
func FuzzTables(f *testing.F) {
	f.Add("with a as (select * from b) select * from a, c where x = 'y'")
	f.Add("from ((((((")
	f.Fuzz(func(t *testing.T, sql string) {
		found := sqltext.Tables(sql)
		if slices.Contains(found, "") && sql == "" {
			t.Error("a table without a name")
		}
		sorted := slices.Clone(found)
		slices.Sort(sorted)
		if len(slices.Compact(sorted)) != len(found) {
			t.Errorf("%q finds a table twice: %q", sql, found)
		}
	})
}
