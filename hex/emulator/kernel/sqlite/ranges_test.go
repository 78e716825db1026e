package sqlite_test

import (
	"strings"
	"testing"
)

// What a database refuses, or has a number for that is none here, is refused: SQLite goes on with a float, with infinity, with NULL, or
// with the value of some row.
func TestRefusesWhatWouldBeWrong(t *testing.T) {
	t.Parallel()
	const every = "postgres redshift snowflake bigquery databricks trino clickhouse duckdb"
	for _, c := range []struct{ kinds, statement, refusal string }{
		{every, "select 9223372036854775807 + 1", "a whole number beyond 64 bits does not run here: write x::float"},
		{every, "select x * 2 from (values (9223372036854775807)) t(x)", "a whole number beyond 64 bits"},
		{every, "select x + 1 from (values (9223372036854775807)) t(x)", "a whole number beyond 64 bits"},
		{every, "select -x - 2 from (values (9223372036854775807)) t(x)", "a whole number beyond 64 bits"},
		{every, "select sum(x) from (values (9223372036854775807), (1)) t(x)", "a whole number beyond 64 bits"},
		{every, "select lcm(9223372036854775807, 2)", "a whole number beyond 64 bits"},
		{every, "select factorial(21)", "a whole number beyond 64 bits"},
		{every, "select factorial(-1)", "factorial of a negative number is undefined"},
		{every, "select 12345678901234567890 = 12345678901234567891", "a number has 15 digits here"},
		{every, "select 123456789012345678.12", "a number has 15 digits here"},
		{every, "select '12345678901234567890'::numeric", "a number has 15 digits here"},
		{"postgres snowflake bigquery trino", "select 1e308::float * 10", "value out of range: overflow"},
		{"postgres snowflake bigquery trino", "select 1e400", "value out of range: overflow"},
		{every, "select exp(1000)", "value out of range: overflow"},
		{every, "select power(10, 400)", "value out of range: overflow"},
		{every, "select power(0, -1)", "zero raised to a negative power is undefined"},
		{every, "select power(-8, 0.5)", "a negative number raised to a non-integer power"},
		{every, "select ln(0)", "cannot take logarithm of zero"},
		{every, "select log(-1)", "cannot take logarithm of a negative number"},
		{"postgres duckdb", "select log10(0)", "cannot take logarithm of zero"},
		{"postgres duckdb", "select log(2, 0)", "cannot take logarithm of zero"},
		{every, "select sqrt(-1)", "cannot take square root of a negative number"},
		{every, "select asin(2)", "input is out of range"},
		{"postgres redshift duckdb trino databricks", "select 2147483648::int", "2147483648 is out of range for type int"},
		{"postgres redshift duckdb", "select '99999999999'::integer", "99999999999 is out of range for type integer"},
		{"postgres redshift duckdb", "select cast(70000 as smallint)", "70000 is out of range for type smallint"},
		{every, "select 99.999::numeric(4,2)", "numeric field overflow: 100.0 has more than the 2 digits before the point"},
		{every, "select '1e3'::int", "invalid input syntax for type int: '1e3'"},
		{every, "select '1_000'::int", "invalid input syntax for type int: '1_000'"},
		{every, "select make_date(2026, 13, 1)", "there is no date 2026-13-01"},
		{every, "select date '2026-01-31' > 'abc'", "'abc' is no date"},
		{every, "select date '2026-01-31' >= '2025-12'", "'2025-12' is no date"},
		{every, "select interval '1 fortnight'", "invalid interval: '1 fortnight'"},
		{"postgres duckdb redshift", "select date '2026-01-31' like '2026%'", "a date is no text in this database: write x::text like"},
		{"postgres duckdb redshift", "select 1 + true", "what is true or false is no number in this database"},
		{"postgres", "select coalesce(1, 'x')", "'x' is not of the type of the values beside it"},
		{"postgres", "select case when true then 1 else 'x' end", "'x' is not of the type of the values beside it"},
		{"postgres", "select round(2.675::float, 2)", "round(x, places) takes no float in PostgreSQL"},
		{every, "select a, sum(b) from (values (1, 2)) t(a, b)", "a is neither grouped by nor summed up"},
		{every, "select a, b from (values (1, 2)) t(a, b) group by a", "b is neither grouped by nor summed up"},
		{every, "select a, max(b) - b from (values (1, 2)) t(a, b) group by 1", "b is neither grouped by nor summed up"},
		{every, "with t as (select 1 a, 2 b) select x.a from (select a, b, count(*) from t group by a) x", "b is neither grouped by"},
		{every, "select a, count(*) from (values (1, 2)) t(a, b) group by a order by b", "b is neither grouped by nor summed up"},
		{every, "select a, count(*) from (values (1, 2)) t(a, b) group by a having b > 1", "b is neither grouped by nor summed up"},
		{every, "select x.a, y.a from (select 1 a) x, (select 2 a) y group by x.a", "y.a is neither grouped by nor summed up"},
		{every, "select x.a, upper(y.a) from (select 'm' a) x, (select 'n' a) y group by x.a", "y.a is neither grouped by"},
		{every, "select b, count(*) from (values (1, 2)) t(a, b) group by b / 10", "b is neither grouped by nor summed up"},
		{every, "select (select 1 union all select 2)", "more than one row returned by a subquery used as an expression"},
		{every, "select 1 where 1 = (select x from (values (1), (2)) t(x))", "more than one row returned by a subquery"},
		{every, "select coalesce((select x from (values (1), (2)) t(x)), 0)", "more than one row returned by a subquery"},
		{"postgres duckdb", "select 1 << 31", "<< does not run here"},
		{"duckdb", "select avg(a - b) from (select timestamp '2026-01-02' a, timestamp '2026-01-01' b)", "avg of lengths of time"},
		{"postgres", "select median(a - b) from (select timestamp '2026-01-02' a, timestamp '2026-01-01' b)", "median of lengths of time"},
		{"postgres duckdb", "select count(distinct a, b) from (select 1 a, 2 b)", "count(distinct a, b) does not run in this database"},
		{"bigquery snowflake databricks trino", "select upper('straße')", "databases have different capitals for ß"},
		{every, "select (1, 2)", "a row of values is only compared here"},
		{every, "select nothing_like_it(1)", "no such function: nothing_like_it; if the database knows it, the DuckDB build"},
		{every, "select 1 between symmetric 2 and 0", "BETWEEN SYMMETRIC does not run here: write x between least(a, b)"},
	} {
		for kind := range strings.FieldsSeq(c.kinds) {
			holds(t, kind, c.statement, "!"+c.refusal)
		}
	}
}

// What is right stays: the least and the greatest whole number, one row, columns that are grouped by in any way.
func TestRefusesNothingThatIsRight(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kinds, statement, want string }{
		{"postgres snowflake duckdb", "select 9223372036854775806 + 1, -9223372036854775807 - 1, 4611686018427387903 * 2 + 1",
			"9223372036854775807 -9223372036854775808 9223372036854775807"},
		{"postgres duckdb", "select 2147483647::int, (-32768)::smallint, 9223372036854775807::bigint, 99.99::numeric(4,2)",
			"2147483647 -32768 9223372036854775807 99.99"},
		{"snowflake bigquery", "select 99999999999::int", "99999999999"},
		{"postgres duckdb", "select ln(1), log(100), log(2, 8), sqrt(4), power(2, 10), exp(0), asin(1) > 1.57", "0 2 3 2 1024 1 1"},
		{"postgres snowflake duckdb", "select gcd(12, 18), lcm(4, 6), lcm(0, 5), factorial(20)", "6 12 0 2432902008176640000"},
		{"clickhouse duckdb", "select 1e308::float * 10", "+Inf"},
		{"postgres", "select round(1250, -2), round(-1250, -2), round(9223372036854775807, -2)", "1300 -1300 9223372036854775800"},
		{"duckdb", "select round(1.005::double, 2), round(1.005, 2), upper('straße'), initcap('ßa')", "1 1.01 STRAẞE ẞa"},
		{"postgres", "select upper('straße'), regexp_replace('foo', 'o', '[\\&]')", "STRAßE f[o]o"},
		{"postgres duckdb snowflake", "select '2026-01-05 23:00:00-05'::timestamp, '2026-01-05 23:00:00-05'::date, '2026-1-5'::date, " +
			"'2026-01-05 10:00:00-05'::timestamptz", "2026-01-05 23:00:00 2026-01-05 2026-01-05 2026-01-05 15:00:00"},
		{"bigquery", "select '2026-01-05 23:00:00-05'::timestamp", "2026-01-06 04:00:00"},
		{"postgres", "select a, sum(b) from (values (1, 2)) t(a, b) group by a", "1 2"},
		{"postgres", "select a + 1 as c, sum(b) from (values (1, 2)) t(a, b) group by c", "2 2"},
		{"postgres", "select a, a + 1, sum(b) over () from (values (1, 2)) t(a, b)", "1 2 2"},
		{"postgres", "select date_trunc('month', d) m, extract(year from d), count(*) from (select date '2026-03-04' d) group by 1, 2",
			"2026-03-01 2026 1"},
		{"postgres", "select case when a > 0 then 'x' end k, count(*) from (select 1 a) group by k", "x 1"},
		{"postgres", "select 'all' k, count(*), (select max(a) from (select 1 a)) from (select 1 a)", "all 1 1"},
		{"postgres", "select (select x from (values (1), (2)) t(x) order by x limit 1), (select x from (values (1)) t(x)), (select " +
			"x from (values (1)) t(x) where x > 1)", "1 1 <nil>"},
		{"postgres", "select x, (select y from (values (1, 'a'), (2, 'b')) u(k, y) where k = x) from (values (2)) t(x)", "2 b"},
		{"snowflake databricks clickhouse duckdb bigquery", "select a, count(*) from (values ('x'), ('x'), ('y')) t(a) group by all " +
			"order by a", "x 2 y 1"},
		{"postgres", "select a, count(*) from (values ('x')) t(a) group by all", "!GROUP BY ALL does not run here"},
		{"snowflake databricks", "select count(distinct a, b) from (values (1, 1), (1, 1), (1, null)) t(a, b)", "1"},
		{"postgres duckdb", "select count(distinct (a, b)) from (values (1, 1), (1, 1), (1, null)) t(a, b)", "2"},
	} {
		for kind := range strings.FieldsSeq(c.kinds) {
			holds(t, kind, c.statement, c.want)
		}
	}
}

// Forms that only have to be written otherwise.
func TestFormsThatRun(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kinds, statement, want string }{
		{"postgres duckdb", "(select 1 a, 2 b) union (select 1, 2) union all (select 0, 4) order by a", "0 4 1 2"},
		{"postgres duckdb", "((select 1) union all (select 2)) union all (select 3)", "1 2 3"},
		{"postgres duckdb", "with t as ((select 1 as a) union all (select 2)) select sum(a) from t", "3"},
		{"postgres duckdb", "select * from (select 1 a union all (select 2)) x order by a desc", "2 1"},
		{"postgres duckdb", "(select 1)", "1"},
		{"postgres duckdb", "select 1 x order by x ", "1"},
		{"postgres duckdb", "select x from (select 1 x order by x ) t order by 1 ; ", "1"},
		{"postgres duckdb", "(select x from generate_series(1, 5) t(x) order by x limit 1) union all (select x from generate_series(1, " +
			"5) t(x) order by x desc limit 1)", "1 5"},
		{"postgres duckdb", "select x from generate_series(1, 5) t(x) order by x offset 1 limit 2", "2 3"},
		{"postgres duckdb", "select x from generate_series(1, 5) t(x) order by x offset 3", "4 5"},
		{"postgres duckdb", "select x from generate_series(1, 5) t(x) order by x limit null offset 3", "4 5"},
		{"postgres duckdb", "select x from generate_series(1, 5) t(x) order by x offset 2 rows fetch next 1 rows only", "3"},
		{"postgres duckdb", "select x from generate_series(1, 5) t(x) order by x limit 1 offset 2 rows", "3"},
		{"postgres duckdb", "select $$it's$$, $q$x$q$ || 'y', E'a\\tb', length(E'\\n')", "it's xy a\tb 1"},
		{"postgres", `select E'it\'s'`, `!a text with \' or with characters by their numbers does not run here`},
		{"postgres duckdb", "select 2 ^ 3, -2 ^ 2, 2 ^ 3 ^ 2, 2 * 3 ^ 2", "8 4 64 18"},
		{"bigquery", "select 2 ^ 3", "!^ does not run here"},
		{"postgres duckdb", "select row(1, 2) = row(1, 2), (1, 2) in ((1, 2)), 1 = any (select 1), 2 <> all (select 1)", "1 1 1 1"},
		{"postgres", "select 'a' = any (array['a', 'b']), 3 <> all (array[1, -2])", "1 1"},
		{"postgres duckdb", "select '[1, 2, 3]'::json ->> -1, '[1, 2, 3]'::json -> -2", "3 2"},
		{"postgres", "select json_typeof('[1]'::json), jsonb_typeof('{\"a\": 1}'::jsonb -> 'a')", "array number"},
		{"postgres", "select format('%s is %L, %I%%', 'x', 'it''s', 'A b'), quote_ident('ab'), to_hex(255)", `x is 'it''s', "A b"% ab ff`},
		{"postgres", "select overlay('abcdef' placing 'xx' from 2 for 3), overlay('abcdef' placing 'xx' from 2), bit_length('ä')",
			"axxef axxdef 16"},
		{"postgres duckdb", "select make_timestamp(2026, 1, 31, 10, 30, 15.25) + interval '1 month'", "2026-02-28 10:30:15.25"},
		{"postgres", "select date_bin('15 minutes', timestamp '2026-01-01 10:20', timestamp '2026-01-01')", "2026-01-01 10:15:00"},
		{"duckdb", "select strptime('05.01.2026 10:30', '%d.%m.%Y %H:%M'), epoch_ms(timestamp '1970-01-01 00:00:01')",
			"2026-01-05 10:30:00 1000"},
		{"postgres", "select date '2026-01-31' + interval '1 month - 1 day', interval '1.5 months', interval '2 days ago', interval " +
			"'1 day' + interval '2 hours', interval '1 month' - interval '1 day'",
			"2026-02-27 1 mon 15 days -2 days 1 day 02:00:00 1 mon -1 days"},
		{"postgres", "select interval '1 month' * 1.5, interval '2 days' / 3, interval '1 year' / 4", "1 mon 15 days 16:00:00 3 mons"},
		{"postgres duckdb", "select x - (select min(x) from (select timestamp '2026-01-01' x)) from (select timestamp " +
			"'2026-01-02 10:00' x)", "1 day 10:00:00"},
		{"duckdb", "select interval '1 month' * 1.5, interval '1 year' / 4", "1 month 15 days 3 months"},
		{"postgres duckdb", "select bit_and(x), bit_or(x), bit_xor(x) from (values (5), (3)) t(x)", "1 7 6"},
	} {
		for kind := range strings.FieldsSeq(c.kinds) {
			holds(t, kind, c.statement, c.want)
		}
	}
}

// Lengths of time are texts here, and are ordered, compared and summed up as what they are.
func TestLengthsOfTime(t *testing.T) {
	t.Parallel()
	const spans = "with t as (select x, timestamp '2026-01-01' + x * interval '1 day' - timestamp '2026-01-01' d from " +
		"generate_series(1, 12) g(x)) "
	for _, c := range []struct{ kinds, statement, want string }{
		{"postgres duckdb", spans + "select max(d), min(d) from t", "12 days 1 day"},
		{"postgres duckdb", spans + "select d from t order by d desc limit 3", "12 days 11 days 10 days"},
		{"postgres duckdb", spans + "select x, rank() over (order by d) r from t where x > 9 order by x", "10 1 11 2 12 3"},
		{"postgres duckdb", spans + "select count(*) from t where d > interval '9 days' and d < '11 days'", "1"},
		{"postgres", spans + "select sum(d), avg(d) from t", "78 days 6 days 12:00:00"},
		{"postgres duckdb", "select timestamp '2026-01-02 10:00' - timestamp '2026-01-01 12:00' as d, date '2026-01-03' - timestamp " +
			"'2026-01-01 12:00'", "22:00:00 1 day 12:00:00"},
		{"postgres duckdb", spans + "select d from t where x < 3 union select d from t where x > 11 order by 1",
			"!lengths of time are ordered by their names here"},
		{"postgres duckdb", spans + "select d from t order by 1 desc limit 2", "12 days 11 days"},
		{"postgres", spans + "select greatest(d, interval '30 hours'), least(interval '1 mon', interval '29 days') from t where x = 1",
			"30:00:00 29 days"},
		{"duckdb", "select greatest(interval '1 day', interval '25 hours')", "!greatest of lengths of time does not run here"},
		{"postgres", spans + "select percentile_cont(0.5) within group (order by d), percentile_disc(0.9) within group (order by d " +
			"desc), mode() within group (order by d) from t", "6 days 12:00:00 2 days 1 day"},
		{"postgres", spans + "select percentile_cont(0.5) within group (order by d) || '!' from t", "6 days 12:00:00!"},
		{"postgres duckdb", "select date_trunc('hour', interval '1 day 02:30:00'), date_trunc('day', interval '40 days 05:00')",
			"1 day 02:00:00 40 days"},
		{"postgres", "select to_char(interval '1 day 26:05:09', 'DD HH24:MI:SS'), to_char(interval '90 minutes', 'FMHH24')",
			"01 26:05:09 1"},
		{"postgres", "select to_char(interval '1 day', 'Mon')", "!of a length of time to_char writes YYYY, MM, DD, HH24"},
		{"postgres", "select to_char(interval '-1 day', 'DD')", "!to_char does not write the length -1 days"},
		{"postgres", "select -interval '1 day' + interval '24 hours', -interval '1 mon' + interval '2 days'",
			"-1 days +24:00:00 -1 mons +2 days"},
		{"postgres duckdb", "select stddev(x) from (values (interval '1 day')) t(x)", "!stddev of lengths of time does not run here"},
	} {
		for kind := range strings.FieldsSeq(c.kinds) {
			holds(t, kind, c.statement, c.want)
		}
	}
}

// Lengths of time that are written differently are the same where they are as long: a month has 30 days, and a day 24 hours.
func TestLengthsOfTimeAreEqual(t *testing.T) {
	t.Parallel()
	const spans = "with t(d, n) as (values (interval '1 day', 1), (interval '24 hours', 2), (interval '1 month', 3), " +
		"(interval '30 days', 4)) "
	const otherwise = " is as long as other lengths of time that are written otherwise"
	for _, c := range []struct{ kinds, statement, want string }{
		{"postgres duckdb", spans + "select count(*), sum(n) from t group by d order by 2", "2 3 2 7"},
		{"postgres duckdb", spans + "select extract(epoch from d), count(*) from t group by d order by d", "86400 2 2.592e+06 2"},
		{"postgres duckdb", spans + "select extract(epoch from max(l)), count(*) from (select d as l from t) u group by l order by l desc",
			"2.592e+06 2 86400 2"},
		{"postgres duckdb", spans + "select count(*) from (select d, max(n) from t group by 1) u", "2"},
		{"postgres duckdb", spans + "select count(distinct d) from t", "2"},
		{"postgres duckdb", spans + "select n, count(*) over (partition by d), rank() over (order by d) from t order by n",
			"1 2 1 2 2 1 3 2 3 4 2 3"},
		{"postgres duckdb", spans + "select count(*) from t a join t b on a.d = b.d", "8"},
		{"postgres duckdb", spans + "select count(*) from t where d in (interval '720 hours')", "2"},
		{"postgres duckdb", spans + "select count(*) from t where d in (select interval '720 hours')", "2"},
		{"postgres duckdb", spans + "select count(*) from t where d not in (select interval '24 hours')", "2"},
		{"postgres duckdb", spans + "select count(*) from t where (d, 1) = (interval '24 hours', 1)", "2"},
		{"postgres duckdb", spans + "select count(*) from t where d is not distinct from interval '24 hours'", "2"},
		{"postgres duckdb", spans + "select count(nullif(d, interval '24 hours')) from t", "2"},
		{"postgres duckdb", spans + "select count(case d when interval '24 hours' then 1 end) from t", "2"},
		{"postgres duckdb", spans + "select distinct d from t where n = 1", "1 day"},
		{"postgres duckdb", spans + "select distinct d from t", "!"},
		{"postgres duckdb", spans + "select * from (select d from t where n = 1 union select interval '1 day') u", "1 day"},
		{"postgres duckdb", "select interval '1 day' union select interval '24 hours'", "!24:00:00" + otherwise},
		{"postgres duckdb", "select interval '24 hours' except select interval '1 day'", "!24:00:00" + otherwise},
		{"postgres duckdb", "select interval '1 day' union all select interval '24 hours'", "1 day 24:00:00"},
		{"postgres duckdb", spans + "select distinct * from t", "!lengths of time that are equal are not found behind *"},
		{"postgres duckdb", spans + "select count(*) from t a join t b using (d)", "!USING does not compare lengths of time here"},
		{"postgres duckdb", spans + "select count(*) from t natural join t b", "!NATURAL JOIN does not compare lengths of time here"},
	} {
		for kind := range strings.FieldsSeq(c.kinds) {
			holds(t, kind, c.statement, c.want)
		}
	}
}

// A number beyond its type is refused where the database refuses it, and no other.
func TestWholeNumbersHaveTheirBits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kinds, statement, want string }{
		{"postgres redshift duckdb trino", "select 2147483647 + 1", "!integer out of range: 2147483648"},
		{"postgres redshift duckdb trino", "select x * x - 1 from (values (100000)) t(x)", "!integer out of range"},
		{"postgres duckdb", "select 2147483647 + 1 - 1", "!integer out of range"},
		{"postgres duckdb", "select 32767::smallint + 1::smallint", "!smallint out of range"},
		{"postgres", "select 32767::smallint + 1, length('a') + 2147483646", "32768 2147483647"},
		{"duckdb", "select length('a') + 2147483647", "2147483648"},
		{"postgres", "select length('a') + 2147483647", "!integer out of range"},
		{"postgres redshift duckdb trino", "select 2147483647 + 1::bigint, 2147483648 + 1, count(*) + 2147483647, -2147483648 + 0",
			"2147483648 2147483649 2147483648 -2147483648"},
		{"postgres duckdb", "select sum(x) + 1 from (values (2147483647), (1)) t(x)", "2147483649"},
		{"postgres", "with recursive t(n) as (select 1 union all select n * 10 from t where n < 9000000000) select max(n) from t",
			"!integer out of range"},
		{"postgres duckdb", "with recursive t(n) as (select 1::bigint union all select n * 10 from t where n < 9000000000) select max(n) " +
			"from t", "10000000000"},
		{"postgres", "select x + 1 from (select 2147483647 x union all select count(*) from (select 1)) t order by 1", "2 2147483648"},
		{"snowflake bigquery", "select 2147483647 + 1, 100000 * 100000", "2147483648 10000000000"},
	} {
		for kind := range strings.FieldsSeq(c.kinds) {
			holds(t, kind, c.statement, c.want)
		}
	}
}

// A text that the statement spells out is of the type of what stands beside it, and no other text is.
func TestValuesOfOneType(t *testing.T) {
	t.Parallel()
	const few = "with t(n, s, b, d) as (values (1, 'x', true, date '2026-01-01')) "
	for _, c := range []struct{ kinds, statement, want string }{
		{"postgres", "select 1 union select '1'", "1"},
		{"postgres", "select '1' union select 1", "1"},
		{"postgres", "select sum(x) from (values (1), ('2')) t(x)", "3"},
		{"postgres", "select 1 union select 'a'", "!'a' is not of the type of the values beside it"},
		{"postgres", "select 1 union select '1.5'", "!'1.5' is not of the type of the values beside it"},
		{"postgres", "select 1 union select ''", "!'' is not of the type of the values beside it"},
		{"duckdb", "select 1 union select '1'", "!of a number and a text DuckDB makes texts"},
		{"postgres duckdb", "select 1 union select '1'::text", "!a number and a text are of no one type"},
		{"postgres duckdb", few + "select n from t union select s from t", "!a number and a text are of no one type"},
		{"postgres", few + "select b from t union select n from t", "!a truth and a number are of no one type"},
		{"postgres duckdb", few + "select coalesce(n, s) from t", "!a number and a text are of no one type"},
		{"postgres duckdb", few + "select case when b then d else n end from t", "!a date and a number are of no one type"},
		{"postgres duckdb", few + "select lag(d, 1, n) over (order by n) from t", "!a date and a number are of no one type"},
		{"postgres duckdb", few + "select * from t where d = n", "!a date and a number are not compared"},
		{"postgres", few + "select * from t where s = 1", "!a text and a number are not compared"},
		{"duckdb", few + "select * from t where s = 1", "!the text 'x' is not a number"},
		{"postgres duckdb", few + "select * from t where n in (select s from t)", "!a number and a text are not compared"},
		{"postgres", few + "select * from t where n = (select max(s) from t)", "!a number and a text are not compared"},
		{"postgres duckdb", "select nullif(1, '1'), nullif('1', 1), greatest(1, '5'), least('2', 3)", "<nil> <nil> 5 2"},
		{"postgres duckdb", few + "select sum(s) from t", "!sum takes a number in this database, not a text"},
		{"postgres", few + "select sum(b) from t", "!sum takes a number in this database, not a truth: write x::int"},
		{"duckdb", few + "select sum(b) from t", "1"},
		{"postgres duckdb", few + "select avg(b) from t", "!avg takes a number in this database, not a truth"},
		{"postgres", few + "select max(b) from t", "!max takes no truth in this database: write bool_or(x)"},
		{"postgres duckdb", few + "select upper(n) from t", "!upper takes a text in this database, not a number: write x::text"},
		{"postgres duckdb", few + "select n like '1%' from t", "!a number is no text in this database: write x::text like"},
		{"postgres", few + "select n || d from t", "!|| joins texts in this database"},
		{"postgres", few + "select 1 from t where n", "!behind WHERE this database asks for what is true or false"},
		{"postgres", few + "select 1 from t where n = 1 and s", "!behind AND this database asks for what is true or false"},
		{"duckdb", few + "select 1 from t where n", "1"},
		{"postgres duckdb", "select 1 where 'true'", "1"},
		{"postgres duckdb", "select 1 where 'x'", "!invalid input syntax for type boolean"},
		{"postgres", few + "select b::bigint from t", "!this database does not cast a truth to bigint"},
		{"postgres", few + "select b::int, n::boolean, d::timestamp, s::text from t", "1 1 2026-01-01 x"},
		{"postgres duckdb", few + "select n > 1 = b from t", "!one comparison follows another"},
		{"postgres duckdb", few + "select n = 1 is distinct from b, (n > 1) = b, not n > 1 and b from t", "0 0 1"},
		{"postgres duckdb", "select round('x')", "!the text 'x' is not a number"},
		{"duckdb", "select (1, null) = (1, null), (1, null) <> (1, 2)", "1 1"},
		{"postgres", "select (1, null) = (1, null), (1, null) <> (2, null)", "<nil> 1"},
		{"duckdb", "select 'abc' ~ 'b', 'abc' ~ 'a.c', 'abc' !~ 'b', 1::numeric / 3 || '', 2.34567::numeric", "!|| and a calculation"},
		{"duckdb", "select 'abc' ~ 'b', 'abc' ~ 'a.c', 'abc' !~ 'b', 2.34567::numeric, split_part('abc', '', 2)", "0 1 1 2.346 b"},
		{"postgres", "select '10:11:12'::time, timestamp '2026-01-01 10:11:12.5'::time, to_char(12345, 'FM99.0')",
			"10:11:12 10:11:12.5 ##.#"},
	} {
		for kind := range strings.FieldsSeq(c.kinds) {
			holds(t, kind, c.statement, c.want)
		}
	}
}

// A function that there is not is named, also where its argument is not grouped.
func TestNamesFunctionsThatThereAreNot(t *testing.T) {
	t.Parallel()
	const few = "with t(n, s) as (values (1, 'x')) "
	for statement, want := range map[string]string{
		few + "select s, first(n) from t group by s":                          "!no such function: first; if the database knows it",
		few + "select s, histogram(n), count(*) from t group by s":            "!no such function: histogram",
		few + "select s, round(approx_quantile(n, 0.5)) from t group by 1":    "!no such function: approx_quantile",
		few + "select s, coalesce(n, 0) from t group by s":                    "!n is neither grouped by nor summed up",
		few + "select s, cast(n as text), count(*) from t group by s":         "!n is neither grouped by nor summed up",
		few + "select s, any_value(n), arg_max(n, n) from t group by s":       "x 1 1",
		few + "select s, count(*) from t group by s having max(n) > first(n)": "!no such function: first",
	} {
		holds(t, "duckdb", statement, want)
	}
}
