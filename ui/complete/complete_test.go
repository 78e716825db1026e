package complete_test

import (
	"slices"
	"strings"
	"testing"

	"hextui/ui/complete"
	"hextui/ui/lex"
)

// project is what the tests learn from; the cell that is typed in is number 4.
func project() *complete.Known {
	sql, python := lex.ByName("sql"), lex.ByName("python")
	return complete.Learn([]complete.Cell{
		{Language: sql, Frame: "weekly", Columns: []string{"week", "revenue"}, Source: "select o.created_at, o.channel, c.name " +
			"-- o.remark\n" +
			"from shop.orders o join shop.customers as c on c.id = o.customer_id where o.created_at >= {{ start_date }} and x = 'o.text'"},
		{Language: sql, Source: "with recent as (select * from refunds) select amount_cents, count(*) as many from refunds order by many"},
		{Language: python, Source: "limit = 3", Names: []string{"limit", "cleaned"}, Defined: []string{"clip"}},
		{Language: python, Source: "print({{"},
		{Language: sql},
		{Language: python, Names: []string{"lately"}, Source: "lately = 1", Frame: "later"},
		{Language: sql, Columns: []string{"id", "slot", "bay"}, Source: "select * from depots d where d.bay > 1 order by 1"},
		{Language: sql, Columns: []string{"id", "n"}, Source: "select *, 1 as n from halls"},
		{Language: sql, Columns: []string{"id", "n"}, Source: "select * from halls, depots"},
		{Language: sql, Source: "select lower(d.slot)::date, date(d.id), cast(d.bay as numeric) " +
			"from depots d where d.id > timestamp '2026-01-01' and lot = 'x'"},
	}, []complete.Cell{
		{Language: sql, Frame: "theirs", Columns: []string{"gone"}, Source: "select p.pitch from parks p where p.id = {{ theirs }}"},
	}, "raw.shop.orders", "raw.shop.stocks")
}

// offered are the texts of candidates for the word before ‸.
func offered(t *testing.T, language, source string) (texts []string, word string) {
	t.Helper()
	before, after, ok := strings.Cut(source, "‸")
	if !ok {
		t.Fatal("no caret in " + source)
	}
	list, word := project().Offer(complete.Context{Language: lex.ByName(language), Text: before + after, At: len(before), Cell: 4})
	for _, c := range list {
		texts = append(texts, c.Text)
	}
	return texts, word
}

func TestOffer(t *testing.T) {
	for name, c := range map[string]struct{ language, source, first, none string }{
		"no type of a cast":             {"sql", "select d.‸ from depots d", "bay id lot slot", "date numeric timestamp"},
		"a table that others ask":       {"sql", "select * from par‸", "parks", ""},
		"… and its columns":             {"sql", "select p.‸ from parks p", "id pitch", ""},
		"… but nothing that they make":  {"sql", "select * from the‸", "", "theirs"},
		"a keyword":                     {"sql", "se‸", "select set", "weekly cls"},
		"… in its letter case":          {"sql", "SEL‸", "SELECT", ""},
		"too short":                     {"sql", "s‸", "", ""},
		"a word that is one":            {"sql", "select‸", "", ""},
		"a table":                       {"sql", "select * from or‸", "shop.orders", "order"},
		"a table that Hex names":        {"sql", "select * from raw‸", "raw.shop.stocks", "raw.shop.orders"},
		"… by its end":                  {"sql", "select * from x join cust‸", "shop.customers", ""},
		"a dataframe is a table":        {"sql", "select * from we‸", "weekly", ""},
		"… but no later one":            {"sql", "select * from la‸", "", "later"},
		"what the query makes":          {"sql", "with recently as (select 1) select * from rec‸", "recently", ""},
		"a column by its alias":         {"sql", "select z.cr‸ from shop.orders z", "created_at", "channel"},
		"all of them behind the dot":    {"sql", "select z.‸ from shop.orders z", "channel created_at customer_id", "remark text select"},
		"by the table's last part":      {"sql", "select orders.ch‸ from shop.orders", "channel", ""},
		"a column without an alias":     {"sql", "select ch‸ from shop.orders", "channel", ""},
		"… first":                       {"sql", "select cr‸ from shop.orders", "created_at cross", ""},
		"of the only table":             {"sql", "select am‸ from refunds", "amount_cents", "many"},
		"no name of the query's own":    {"sql", "select r.ma‸ from refunds r", "", ""},
		"of a dataframe":                {"sql", "select w.re‸ from weekly w", "revenue", ""},
		"a part of a name":              {"sql", "select o.at‸ from shop.orders o", "created_at", ""},
		"the next part of a name":       {"sql", "select * from shop.‸", "customers orders", "shop.orders"},
		"an alias":                      {"sql", "select ord‸ from shop.orders orda", "orda", ""},
		"a parameter":                   {"sql", "select {{ sta‸", "start_date", ""},
		"… and what code gives":         {"sql", "select '{{ lim‸ }}'", "limit", ""},
		"a name":                        {"python", "cl‸", "clip cleaned class", ""},
		"no later one":                  {"python", "la‸", "lambda", "lately later"},
		"a dataframe in Python":         {"python", "we‸", "weekly", ""},
		"its columns":                   {"python", "weekly.‸", "week revenue", "limit"},
		"… quoted":                      {"python", `weekly["rev‸`, "revenue", ""},
		"what follows a number's point": {"python", "x = 1.‸", "", "limit"},
		"no number":                     {"sql", "select 12‸", "", ""},
		"other scripts":                 {"sql", "select umsatz_ä, umsatz‸", "umsatz_ä", ""},
	} {
		got, _ := offered(t, c.language, c.source)
		first := strings.Fields(c.first)
		slices.Sort(first)
		head := slices.Clone(got[:min(len(first), len(got))])
		slices.Sort(head)
		if !slices.Equal(head, first) && (len(head) > 0 || len(first) > 0) || c.first == "" && len(got) > 0 {
			t.Errorf("%s, %s: %q; want first %q", name, c.source, got, c.first)
		}
		for _, w := range strings.Fields(c.none) {
			if slices.Contains(got, w) {
				t.Errorf("%s, %s: %q has %q", name, c.source, got, w)
			}
		}
	}
}

// Nothing is offered in strings and comments but for templates; a word that goes on narrows what was offered.
func TestQuotedAndNarrowed(t *testing.T) {
	k := project()
	if list, _ := k.Offer(complete.Context{Language: lex.ByName("sql"), Text: "-- sel", At: 6, Quoted: true}); len(list) > 0 {
		t.Errorf("in a comment: %v", list)
	}
	list, word := k.Offer(complete.Context{Language: lex.ByName("sql"), Text: "cu", At: 2})
	if narrowed := complete.Narrow(list, "cur"); word != "cu" || len(narrowed) == 0 || len(narrowed) >= len(list) {
		t.Errorf("%q narrowed to %v", word, narrowed)
	}
	for text := range strings.SplitSeq("select\x00a.\xff.b\x00from a, b c, (\x00with x as\x00{{ \x00'\x00[\x00.\x00..\x00from .", "\x00") {
		for at := range len(text) + 1 {
			for _, l := range []string{"sql", "python", "markdown", "text"} {
				k.Offer(complete.Context{Language: lex.ByName(l), Text: text, At: at})
			}
		}
	}
}

// Behind a join's on stand conditions that fit, and a star becomes the columns where all of them are known.
func TestPieces(t *testing.T) {
	for source, want := range map[string][2]string{
		"select * from shop.orders o join shop.customers c on ‸":                             {"c.id = o.customer_id", ""},
		"select * from shop.orders join shop.customers ON ‸ where":                           {"customers.id = orders.customer_id", ""},
		"select * from shop.customers c join shop.orders o on ‸":                             {"o.customer_id = c.id", ""},
		"select * from shop.orders o join refunds r on ‸":                                    {},
		"select * from shop.orders \"O x\" join shop.customers c on ‸":                       {"c.id = \"O x\".customer_id", ""},
		"with t as (select 1 from shop.orders) select * from t join shop.customers c on ‸":   {},
		"select 1 from shop.orders union select * from t join shop.customers c on ‸":         {},
		"select * from shop.orders o where 1 in (select 1 from t join shop.customers c on ‸": {},
		"select * from t where x in (select 1 from shop.orders o join shop.customers c on ‸": {"c.id = o.customer_id", ""},
		"select '{{ on ‸":                         {},
		"select *‸ from weekly":                   {"week, revenue", "*"},
		"select 1, w.*‸ from weekly w":            {"week, revenue", "w.*"},
		"select a.*‸ from weekly a join weekly b": {"a.week, a.revenue", "a.*"},
		"select *‸ from weekly a join weekly b":   {"a.week, a.revenue, b.week, b.revenue", "*"},
		"select *‸ from depots where bay = 1":     {"id, slot, bay", "*"}, // as another cell's result has them
		"select *‸ from halls":                    {},
		"select *‸ from refunds":                  {}, // there may be more than queries name
		"select *‸ from weekly, refunds":          {},
		"select a *‸ from weekly a":               {},
		"select count(*‸) from weekly":            {},
		"*‸":                                      {}, ".*‸": {}, "on ‸": {},
	} {
		got, word := offered(t, "sql", source)
		if want[0] == "" && len(got) > 0 || want[0] != "" && (len(got) != 1 || got[0] != want[0] || word != want[1]) {
			t.Errorf("%s: %q for %q; want %q", source, got, word, want)
		}
	}
}

func BenchmarkOffer(b *testing.B) {
	k, text := project(), strings.Repeat("select o.created_at, o.channel from shop.orders o where x = 'abc'\n", 400)+"select cr"
	for b.Loop() {
		k.Offer(complete.Context{Language: lex.ByName("sql"), Text: text, At: len(text)})
	}
}

// Types come from results: of dataframes, of tables that were read whole, and of columns that a query gives on as they are.
func TestTypes(t *testing.T) {
	sql := lex.ByName("sql")
	known := complete.Learn([]complete.Cell{
		{Language: sql, Frame: "weekly", Columns: []string{"week", "Channel", "total"}, Types: []string{"DATE", "TEXT", "DOUBLE"},
			Source: "select date(o.created_at) as week, o.channel, sum(o.cents) as total " +
				"from shop.orders o join people p on p.id = o.person"},
		{Language: sql, Columns: []string{"id", "bay"}, Types: []string{"BIGINT", "TEXT"}, Source: "select * from depots"},
		{Language: sql, Columns: []string{"id", "slot"}, Types: []string{"TEXT", "TEXT"}, Source: "select id, slot from depots"},
		{Language: sql, Columns: []string{"id", "age"}, Types: []string{"BIGINT", "BIGINT"},
			Source: "select o.id, p.id, p.age from people p join shop.orders o on true"},
		{Language: sql, Columns: []string{"cents"}, Types: []string{"BIGINT"},
			Source: "select p.* from people p join shop.orders o on o.cents > 1"},
		{Language: sql},
	}, nil)
	for source, want := range map[string]string{
		"select ‸ from weekly":      "channel text, total double, week date", // in the order of their letters
		"select ‸ from shop.orders": "cents , channel text, created_at , id , person ",
		"select ‸ from people":      "age bigint, id ",
		"select ‸ from depots":      "bay text, id , slot text", // results do not agree on id
	} {
		before, after, _ := strings.Cut(strings.Replace(source, "‸", "t.‸", 1)+" t", "‸")
		list, _ := known.Offer(complete.Context{Language: sql, Text: before + after, At: len(before), Cell: 5})
		var got []string
		for _, c := range list {
			got = append(got, strings.ToLower(c.Text)+" "+c.Type)
		}
		slices.Sort(got)
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: offered %q, want %q", source, strings.Join(got, ", "), want)
		}
	}
}

// A result that lists the columns of tables tells which there are, of which types, and whether they are all, as databases name such lists.
// Joins that were written with "using" tell columns of both tables.
func TestCatalog(t *testing.T) {
	sql := lex.ByName("sql")
	catalog := func(columns string, rows ...string) complete.Cell {
		names := strings.Fields(columns)
		list := complete.ReadCatalog(names, len(rows), func(row, column int) string { return strings.Fields(rows[row])[column] })
		return complete.Cell{Language: sql, Columns: names, Catalog: list, AllRows: true}
	}
	known := complete.Learn([]complete.Cell{
		catalog("table_schema table_name column_name data_type", "public orders order_id bigint", "public orders total NUMERIC",
			"pg_catalog pg_class oid oid", "shop depots bay text", "old depots slot text", "shop halls hall_id int"),
		catalog("database table name type", "default visits visit_id UInt64"), // as in system.columns of ClickHouse
		catalog("name type", "none text"),
		{Language: sql, Source: "select * from parks join trees using (park_id) join bushes using (tree_id)"},
		{Language: sql},
	}, nil)
	for source, want := range map[string]string{
		"select orders.‸ from orders":             "total numeric, order_id bigint",
		"select o.‸ from public.orders o":         "total numeric, order_id bigint",
		"select d.‸ from shop.depots d":           "bay text",
		"select depots.‸ from depots":             "", // of several schemas
		"select h.‸ from halls h":                 "hall_id int",
		"select v.‸ from visits v":                "visit_id uint64",
		"select p.‸ from pg_class p":              "",
		"select p.‸ from parks p":                 "park_id ",
		"select t.‸ from trees t":                 "park_id ",
		"select b.‸ from bushes b":                "tree_id ",
		"select * from parks p join trees t on ‸": "t.park_id = p.park_id ",
		"select * from orders‸":                   "",
		"select * from order‸":                    "orders ",
		"select * from depo‸":                     "old.depots , shop.depots ",
		"select *‸ from orders":                   "order_id, total ",
	} {
		before, after, _ := strings.Cut(source, "‸")
		context := complete.Context{Language: sql, Text: before + after, At: len(before), Cell: 4}
		list, _ := known.Offer(context)
		var got []string
		for _, c := range list {
			got = append(got, c.Text+" "+c.Type)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: offered %q, want %q", source, strings.Join(got, ", "), want)
		}
		if asks := strings.HasSuffix(before, ".") || strings.HasSuffix(before, "on "); context.Asks() != asks {
			t.Errorf("%s: asks for more is %v", source, !asks)
		}
	}
}
