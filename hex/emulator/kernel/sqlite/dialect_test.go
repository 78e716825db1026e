package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/sqlite"
)

// ask runs a statement on an empty database in the dialect of a connection, and writes its first row.
func ask(t *testing.T, kind, statement string, args ...any) (string, error) {
	t.Helper()
	files := sqlite.Files{URI: "file:/dialect-" + uuid.NewString() + "?vfs=memdb", Kind: kind}
	frames, err := files.Dataframes()
	if err != nil {
		t.Fatal(err)
	}
	var on engine.Engine = frames
	if kind != sqlite.Frames {
		if on, err = files.Connect(context.Background(), "", frames); err != nil {
			t.Fatal(err)
		}
		defer on.Close()
	}
	defer frames.Close()
	a, err := on.Query(context.Background(), engine.Statement{SQL: statement, Args: args}, engine.Want{Whole: true})
	if err != nil {
		return "", err
	}
	var values []string
	for _, row := range a.Frame.Rows {
		for _, v := range row {
			values = append(values, fmt.Sprint(v))
		}
	}
	return strings.Join(values, " "), nil
}

// A number is as the database that the connection names gives it, or none: wrong numbers are the worst answers.
func TestAnswersAreTheDialects(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kinds, statement, want string }{
		{"postgres redshift trino athena", "select 1/2, 7/2, -7/2, 1/2.0", "0 3 -3 0.5"},
		{"postgres redshift", "with t(c) as (values ('a'), ('b'), ('b'), ('b')) select 8 * count(*) / sum(count(*)) over () " +
			"from t group by c", "2 6"},
		{"postgres redshift", "with t as (select 7 as a, count(*) as n) select sum(a) / 2, sum(n) / 2, " +
			"sum(7) / 2, sum(a::bigint) / 2, (sum(n))::text from t", "3 0.5 3 3.5 1"},
		{"postgres", "select sum(n) / 4 from (select 1 n union all select count(*) from (select 1)) t",
			"!the statement has the name of what"},
		{"postgres", "with a as (select count(*) n), b as (select 3 n) select sum(a.n) / 2 from a, b",
			"!the statement has the name of what is divided"},
		{"trino", "with t as (select count(*) n) select 7 * n / sum(n) from t group by n", "7"},
		{"postgres duckdb", "select b::text, b || '!', coalesce(b, false)::text, (exists (select 1))::text, not b, b = 'false' from " +
			"(select 1 > 0 as b)", "true true! true true 0 0"},
		{"postgres duckdb", "with t as (select x is null as a, x > 1 and x < 3 as b, bool_or(x > 9) as c from (select 2 x) group by x) " +
			"select a::text, b::text, c::text from t", "false true false"},
		{"postgres duckdb", "select x::text, y from (values (true, 1), (null, 2)) t(x, y)", "true 1 <nil> 2"},
		{"postgres snowflake", "with p(kg) as (select y / 100.0 from (select 17 y)) select sum(kg) + 0.1, abs(kg) + 0.1, -kg + 0.5, " +
			"mod(kg, 1) + 0.5, kg * 2 + 0.1 from p group by kg", "0.27 0.27 0.33 0.67 0.44"},
		{"postgres snowflake", "select sum(json_extract(j, '$.kg')) + 0.1, abs(json_extract(j, '$.kg')) + 0.1, " +
			"-json_extract(j, '$.kg') + 0.5, json_extract(j, '$.kg') * 2 + 0.1 from (select '{\"kg\": 0.17}' j) group by j",
			"0.27 0.27 0.33 0.44"},
		{"duckdb", "select extract(epoch from timestamp '1970-01-01 00:00:45.25') + 0.5", "45.75"},
		{"postgres duckdb", "select sum(x) = 0.3, sum(x) - 0.3 = 0 from (values (0.1), (0.2)) t(x)", "1 1"},
		{"postgres", "select round(x) from (values (0.5::float), (2.5)) t(x)", "0 2"},
		{"postgres duckdb", "select substring('hello' for 2), trunc(1299, -2), trunc(-1299, -2)", "he 1200 -1200"},
		{"snowflake bigquery databricks clickhouse duckdb motherduck", "select 1/2, 7/2, 1/4*2", "0.5 3.5 0.5"},
		{"snowflake bigquery duckdb", "with t(c) as (values ('a'), ('b'), ('b'), ('b')) select count(*)/sum(count(*)) over () from t " +
			"group by c",
			"0.25 0.75"},
		{"postgres snowflake bigquery duckdb clickhouse", "select 1/0", "!division by zero"},
		{"postgres snowflake", "select sum(x)/count(y) from (select 1 x, null y)", "!division by zero"},
		{"postgres", "select 5/nullif(0, 0)", "<nil>"},
		{"postgres snowflake duckdb", "select 5.5 % 2", "!% calculates with whole numbers here"},
		{"postgres duckdb", "select 2.5::float::int, 3.5::float::int, 2.5::int", "2 4 3"},
		{"snowflake bigquery", "select 2.5::float::int, round(2.5::float)", "3 3"},
		{"postgres", "select round(2.5::float), round(2.5)", "2 3"},
		{"duckdb", "select round(2.5::float), (5/2)::int", "3 2"},
		{"postgres snowflake trino duckdb", "select 0.7 + 0.1 >= 0.8, 1.1 + 2.2 > 3.3, floor(0.29 * 100)", "1 0 29"},
		{"bigquery", "select 0.7 + 0.1 >= 0.8, floor(0.29 * 100)", "0 28"}, // its numbers with a point are floats
		{"postgres", "select array_agg(distinct x) from (values (3), (1), (null), (3)) t(x)", "[1,3,null]"},
		{"postgres duckdb", "select '{}'::jsonb || '{}'::jsonb", "!|| does not join JSON here: write json_patch(a, b)"},
		{"postgres snowflake duckdb", "select 7 % 3, -7 % 3, mod(5.5, 2), mod(7, 3)", "1 -1 1.5 1"},
		{"postgres snowflake bigquery duckdb", "select 'a' || null", "<nil>"},
		{"postgres duckdb", "select concat('a', null, 'b')", "ab"},
		{"snowflake bigquery redshift databricks trino", "select concat('a', null, 'b')", "<nil>"},
		{"postgres duckdb", "select greatest(1, null, 3), least(2, null)", "3 2"},
		{"snowflake bigquery trino", "select greatest(1, null, 3)", "<nil>"},
		{"postgres snowflake bigquery duckdb", "select 'Mug' like 'm%', 'Mug' like 'M%', 'Mug' ilike 'm%', 'ÄÖ' ilike 'äö'", "0 1 1 1"},
		{"postgres", `select '50%' like '50\%', '501' like '50\%'`, "1 0"},
		{"duckdb", `select '50\x' like '50\%'`, "1"},
		{"postgres snowflake duckdb", "select '2026-03-01' - '2026-01-01'", "!the date '2026-03-01' is text here: datediff"},
		{"snowflake", "select max(d) - min(d) from (select '2026-03-01' d)", "!the date '2026-03-01' is text here"},
		{"postgres duckdb", "select max(d) - min(d) from (select '2026-03-01' d)", "!a text is no number and no date in this database"},
		{"snowflake", "select sum(d) from (select '2026-03-01' d)", "!the date '2026-03-01' is text here"},
		{"postgres duckdb", "select sum(d) from (select '2026-03-01' d)", "!sum takes a number in this database, not a text"},
		{"snowflake", "select avg(d) from (select 'x' d)", "!the text 'x' is not a number"},
		{"postgres duckdb", "select avg(d) from (select 'x' d)", "!avg takes a number in this database, not a text"},
		{"postgres snowflake duckdb", "select cast('2026-03-01 10:00:00' as date), '2026-03-01 10:00:00'::date", "2026-03-01 2026-03-01"},
		{"postgres snowflake bigquery duckdb", "select 2.5::int, 2.7::int, -2.5::int, cast(3.5 as bigint)", "3 3 -3 4"},
		{"databricks clickhouse", "select cast(2.7 as int)", "2"},
		{"postgres snowflake duckdb", "select 'abc'::int", "!invalid input syntax for type int: 'abc'"},
		{"postgres snowflake duckdb", "select round(2.5), round(1234, -2), round(1.005, 2), round(7)", "3 1200 1.01 7"},
		{"postgres", "select substr('hello', -1, 3), substr('hello', 2), substring('hello' from 2 for 2)", "h ello el"},
		{"snowflake bigquery duckdb", "select substr('hello', -3)", "llo"},
		{"postgres duckdb", "select 'a' || 1 + 2", "!|| and a calculation stand beside each other"},
		{"postgres duckdb", "select 'a' || (1 + 2)", "a3"},
		{"postgres snowflake duckdb", "select random() < 1 and random() >= 0", "1"},
		{"bigquery databricks", "select round(log(exp(2)), 3)", "2"},
		{"postgres snowflake duckdb", "select log(100)", "2"},
		{"bigquery", "select date_trunc(date '2026-03-04', week), date_diff(date '2026-03-04', date '2026-03-01', day)", "2026-03-01 3"},
		{"postgres duckdb", "select date_trunc('week', '2026-03-04 10:11:12'), date_trunc('hour', '2026-03-04 10:11:12')",
			"2026-03-02 2026-03-04 10:00:00"},
		{"postgres snowflake", "select '2026-01-31'::date + interval '1 month', timestamp '2026-01-31 10:00:00' - interval '1 day 2 hours'",
			"2026-02-28 2026-01-30 08:00:00"},
		{"postgres", "select date_trunc('day', '2026-01-31 10:00:00') = '2026-01-31', '2026-01-31' <= '2026-01-31 00:00:01'", "1 1"},
		{"postgres", "select 2 + 3 * interval '1 day'", "!"},
		{"postgres", "select age('2026-03-04', '2025-01-01'), to_char('2026-03-04 05:06:07', 'Day, DD Mon YYYY HH24:MI')",
			"1 year 2 mons 3 days Wednesday, 04 Mar 2026 05:06"},
		{"snowflake", "select datediff(month, '2026-01-31', '2026-02-01'), dateadd(month, 1, '2026-01-31'), to_date('04.03.2026', " +
			"'DD.MM.YYYY')",
			"1 2026-02-28 2026-03-04"},
		{"postgres", "select sum(x), count(x), avg(x) from (select 1 x) where x > 1", "<nil> 0 <nil>"},
		{"postgres", "select x at time zone 'Europe/Berlin' from (select now() x)", "!moments are in UTC here"},
		{"postgres", "select upper('größe'), initcap('o''NEIL street'), split_part('a-b-c', '-', -1)", "GRÖßE O'Neil Street c"},
		{"postgres", "select strftime('2026-01-01', '%Y')", "!strftime takes the format first here"},
		{"duckdb", "select count(*) from generate_series('2026-01-31'::date, '2026-06-30'::date, interval '1 month')", "6"},
		{"postgres", "select mode() within group (order by x), percentile_disc(0.5) within group (order by x desc) from (values (1), " +
			"(2), (2), (9)) as t, " +
			"(select 1 x)", "1 1"},
		{"postgres", "select 1::numeric / 4, coalesce(1, 0.0) / 4, round(7) / 2, case when true then 1 else 0.0 end / 4",
			"0.25 0.25 3.5 0.25"},
		{"postgres", "select n / 4 from (select 1::numeric n)", "0.25"},
		{"postgres", "select extract(month from d) / 2, extract(month from d)::int / 2 from (select date '2026-03-01' d)", "1.5 1"},
		{"postgres snowflake duckdb", "select '10' > 9, 10 > '9', extract(year from date '2026-01-01') = '2026', 2026 in ('2025', '2026')",
			"1 1 1 1"},
		{"postgres snowflake duckdb", "select y = '2026', y > '999', y in ('2026') from (select date_part('year', date '2026-01-01') y)",
			"1 1 1"},
		{"postgres snowflake duckdb", "select date_trunc('month', d) = '2026-01-01 00:00:00', d <= timestamp '2026-01-15 00:00:00', " +
			"d in ('2026-01-15 00:00:00') from (select '2026-01-15'::date d)", "1 1 1"},
		{"duckdb", "select case d when '2026-01-15 00:00:00' then 1 else 0 end from (select '2026-01-15' d)", "1"},
		{"postgres redshift snowflake", "with t(x) as (values (3), (null), (1)) select x from t order by x desc", "<nil> 3 1"},
		{"duckdb trino", "with t(x) as (values (3), (null), (1)) select x from t order by x desc", "3 1 <nil>"},
		{"duckdb postgres", "with t(x) as (values (3), (null), (1)) select x from t order by x", "1 3 <nil>"},
		{"bigquery databricks", "with t(x) as (values (3), (null), (1)) select x from t order by x", "<nil> 1 3"},
		{"postgres", "with t(x) as (values (3), (null), (1)) select first_value(x) over (order by x desc rows unbounded preceding), x " +
			"from t order by x limit 1", "<nil> 1"},
		{"postgres snowflake duckdb", "select date '2026-03-10' - date '2026-03-01', date '2026-03-01' + 7, d - 1, d + n from (values " +
			"(date '2026-03-01', 2)) as t(d, n)", "9 2026-03-08 2026-02-28 2026-03-03"},
		{"bigquery", "select date '2026-03-10' - date '2026-03-01'", "!the date '2026-03-10' is text here"},
		{"postgres duckdb", "select a - b > interval '30 minutes', extract(epoch from a - b), extract(day from (a - b)) from (select " +
			"timestamp '2026-03-02 10:00' a, timestamp '2026-03-01 09:00' b)", "1 90000 1"},
		{"postgres", "select max(a - b) > interval '1 day' from (select '2026-03-02' a, '2026-03-01' b)",
			"!a text is no number and no date in this database: write x::numeric, x::date"},
		{"postgres", "select extract(year from age(date '2026-03-18', date '1990-05-17')), date '2026-01-31' + 2 * interval '1 month'",
			"35 2026-03-31"},
		{"postgres", "select round(100.0 * 9 / 10, 1) || '%', round(12.5) || '', (1 > 0)::text, true || '!'", "90.0% 13 true true!"},
		{"duckdb", "select round(90.0, 2) || '%', (1 > 0)::text, 'abc'::varchar(2)", "90.0% true abc"},
		{"postgres duckdb", `select x ->> 'a', x ->> 'b', x -> 'c' ->> 0 from (select '{"a": true, "b": 10, "c": ["d"]}'::json x)`,
			"true 10 d"},
		{"postgres duckdb", `with t(x) as (values ('{"n": 10}'), ('{"n": 9}')) select x ->> 'n' from t order by 1`, "10 9"},
		{"postgres", "select substring('abc123' from '[0-9]+'), regexp_count('abab', 'b')", "123 2"},
		{"postgres", "select regexp_matches('abc', 'b')", "!regexp_matches does not run here"},
		{"snowflake bigquery", "select substr('hello', 0, 2), substr('hello', -3, 2)", "he ll"},
		{"duckdb", "select substr('hello', 0, 2), extract(second from timestamp '2026-01-01 00:00:12.5'), datediff('week', " +
			"date '2026-01-04', date '2026-01-05'), monthname(date '2026-02-01')", "h 12 0 February"},
		{"snowflake", "select datediff('week', date '2026-01-04', date '2026-01-05'), monthname(date '2026-02-01')", "1 Feb"},
		{"bigquery", "select extract(week from date '2026-01-04')", "!weeks that begin on Sunday"},
		{"postgres", "select to_char(-1234.5, 'FM9,999.00'), to_char(7, '000'), to_char(date '2026-03-21', 'FMDDth Mon'), " +
			"to_date('8/3/2026', 'DD/MM/YYYY')", "-1,234.50  007 21st Mar 2026-03-08"},
		{"postgres duckdb", "with t(x) as (values ('b'), ('a'), ('b')) select string_agg(distinct x, ', ' order by x desc), " +
			"listagg(distinct x, '-') within group (order by x) from t", "b, a a-b"},
		{"postgres", "with d as (select generate_series(1, 3)::int as n) select sum(n) from d", "6"},
		{"postgres", "select 1 = any(array[1, x]) from (select 1 x)", "!ANY (…) does not run here"},
		{"postgres", "select array[1, 2]", "!arrays do not run here"},
		{"postgres", "select -x / 2, 2 + 3 * 4 - 1, 8 / 2 * 4, 2 * -3 from (select 7 x)", "-3 13 16 -6"},
		{"postgres", "with t as (select extract(month from d) m from (select date '2026-03-01' d)) select m / 2, (m - 1) / 3, 10 / m, " +
			"-m / 2, m::int / 2, m || '-' || m::text, sum(m) / 2 from t group by m",
			"1.5 0.6666666666666666 3.3333333333333335 -1.5 1 3-3 1.5"},
		{"postgres", "select y / 4, z / 4 from (select y, y - 1 as z from (select extract(year from d) as y from (select date " +
			"'2026-03-01' as d)) a) b", "506.5 506.25"},
		{"postgres", "with t(m) as (select extract(month from date '2026-03-01')), u as (select * from t) select t.m / 2, " +
			"u.m / 2 from t, u", "1.5 1.5"},
		{"postgres", "select m / 2 from (select extract(month from date '2026-03-01')) as t(m)", "1.5"},
		{"postgres", "select m / 2 from (select date_part('month', date '2026-03-01') as m) t", "1.5"},
		{"postgres", "with a as (select extract(month from date '2026-03-01') m), b as (select a.m as m from a), c as (select max(m) m " +
			"from b) select c.m / 2, b.m / 2 from b, c", "1.5 1.5"},
		{"postgres", "with a as (select extract(month from date '2026-03-01') m), b as (select 3 m) select b.m / 2 from a, b",
			"!the statement has the name of what is divided here for more than one column"},
		{"postgres", "with a as (select extract(month from date '2026-03-01') m), b as (select 3 m) select b.m::int / 2, " +
			"a.m::numeric / 2 from a, b", "1 1.5"},
		{"snowflake duckdb", "select m / 2 from (select extract(month from date '2026-03-01') m)", "1.5"},
		{"trino redshift", "select m / 2 from (select extract(month from date '2026-03-01') m)", "1"},
		{"postgres duckdb snowflake", "select 1.50 || 'x', (1.50 + 2) || 'x', 1.50 * 2 || '', -1.50 || 'x', concat(2.00, 'x'), 1.50::text",
			"!|| and a calculation"},
		{"postgres duckdb snowflake", "select 1.50 || 'x', (1.50 + 2) || 'x', (1.50 * 0.10) || '', -1.50 || 'x', concat(2.00, 'x'), " +
			"1.50::text, cast(2.5 as decimal(10,2)) || ''", "1.50x 3.50x 0.1500 -1.50x 2.00x 1.50 2.50"},
		{"postgres", "select 1e3 || '', 1.5e-3 || '', 7::float || 'x', 1.50::float::text, extract(second from timestamp '2026-01-01 " +
			"00:00:01.5') || ''", "1000 0.0015 7x 1.5 1.500000"},
		{"postgres", "with t as (select round(4.5, 2) r, floor(7.5) f, 2::float g) select r || '%', f || '', g::text from t", "4.50% 7 2"},
		{"postgres", "select r || '%' from (select round(9 / 2.0, 2) as r) t", "4.50%"},
		{"postgres snowflake", "select (7 / 2.0) || 'x'", "!with how many places 3.5 is written as text depends on its type"},
		{"postgres", "select s::text from (select sum(x) s from (values (1.50), (2)) t(x)) u", "!with how many places 3.5 is written"},
		{"postgres", "with t as (select to_char(date '2026-03-01', 'YYYY') y) select y > 2024 from t",
			"!a text and a number are not compared"},
		{"duckdb snowflake", "with t as (select to_char(date '2026-03-01', 'YYYY') y) select y > 2024, 2024 < y, y in (2026), y " +
			"between 2025 and 2027, case y when 2026 then 1 end, y = 2026.0 from t", "1 1 1 1 1 1"},
		{"duckdb", "with t as (select 'Q1' y) select y > 2024 from t", "!the text 'Q1' is not a number"},
		{"duckdb", "with t(y) as (values ('2025')) select y > 2024, y < 2026 from t", "1 1"},
		{"duckdb trino redshift snowflake", "select extract(epoch from timestamp '1970-01-01 00:00:45.5'), extract(second from timestamp " +
			"'1970-01-01 00:00:45.5')", "45.5 45"},
		{"", "select 7/2, 'A' like 'a', cast('2026-01-01' as date), '7' + 1, 1/0", "3 1 2026 8 <nil>"},
	} {
		for kind := range strings.FieldsSeq(c.kinds + " ") {
			holds(t, kind, c.statement, c.want)
		}
		if c.kinds == "" {
			holds(t, "", c.statement, c.want)
		}
	}
}

func holds(t *testing.T, kind, statement, want string) {
	t.Helper()
	got, err := ask(t, kind, statement)
	refusal, refused := strings.CutPrefix(want, "!")
	wrong := (*engine.Error)(nil)
	switch {
	case refused && (!errors.As(err, &wrong) || !strings.HasPrefix(wrong.Message, refusal)):
		t.Errorf("%s: %s\ngives %q, %v; it should be refused: %s", kind, statement, got, err, refusal)
	case !refused && (err != nil || got != want):
		t.Errorf("%s: %s\ngives %q, %v, not %q", kind, statement, got, err, want)
	}
}

// What is put into other words still has its columns' names, and its places in errors.
func TestFormsKeepNamesAndPlaces(t *testing.T) {
	t.Parallel()
	frames, err := sqlite.Files{}.Dataframes()
	if err != nil {
		t.Fatal(err)
	}
	defer frames.Close()
	const statement = "select 1/2, '3'::int + 1, /* x */ date_trunc('day', '2026-01-01 10:00')::text as d"
	a, err := frames.Query(context.Background(), engine.Statement{SQL: statement}, engine.Want{Whole: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"1/2", "'3'::int + 1", "d"} {
		if got := a.Frame.Columns[i].Name; got != want {
			t.Errorf("column %d is called %q, not %q", i, got, want)
		}
	}
	for _, s := range []string{"select 1/2, nope::int", "select interval '3 days', 4 % 2, nope", "select extract(year from nope)"} {
		wrong := (*engine.Error)(nil)
		if _, err := frames.Query(context.Background(), engine.Statement{SQL: s}, engine.Want{}); !errors.As(err, &wrong) ||
			wrong.Offset != strings.Index(s, "nope") {
			t.Errorf("%s: %v, %+v", s, err, wrong)
		}
	}
}

// FuzzSay puts any text into SQLite's words: it comes to an end, and what it has nothing to say about stays as it is.
func FuzzSay(f *testing.F) {
	f.Add("select a::int/b, extract(year from c) from public.t where x ilike 'a%' -- note")
	f.Add("select case when a then -b else c end || 'x', interval '1 day' + now(")
	f.Add("with t(a) as (select 1) select a, count(*) from t group by a -- note")
	f.Add("(select 1) union (select distinct a, (select b from c) from d group by all) offset 1 -- x")
	f.Add("cast(cast(a as int) as text) within group (order by")
	f.Add("select count(")
	f.Add("select count(- ")
	files := sqlite.Files{URI: "file:/fuzz-" + uuid.NewString() + "?vfs=memdb", Kind: "postgres"}
	frames, err := files.Dataframes()
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { frames.Close() })
	f.Fuzz(func(t *testing.T, statement string) {
		wrong := (*engine.Error)(nil)
		if _, err := frames.Query(t.Context(), engine.Statement{SQL: statement}, engine.Want{Rows: 1}); errors.As(err, &wrong) &&
			(wrong.Offset < -1 || wrong.Offset > len(statement)) {
			t.Errorf("%v is at %d", wrong, wrong.Offset)
		}
	})
}
