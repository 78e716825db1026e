//go:build duckdb

package duckdb_test

import (
	"testing"

	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/kernel/postgres"
	"hextui/hex/emulator/kernel/postgres/pgtest"
)

// TestDifferences are the answers of calls and operators that DuckDB gives otherwise than PostgreSQL; docs/engines.md explains them.
// What stands here as the same was found to differ before, and is made the same.
func TestDifferences(t *testing.T) {
	server := pgtest.Start(t)
	duck, other := databases{shop(t)}, toServer{postgres.Server{Host: "127.0.0.1", Port: server.Port, Database: pgtest.User,
		User: pgtest.User, Password: server.Password}}
	const fails = "fails"
	for _, c := range []struct{ sql, duck, postgres string }{
		{"select round(2.5::float8), round(-0.5::float8)", "3.0|-1.0", "2.0|-0.0"},
		{"select 1/3.0, 10::numeric/3", "0.3333333333333333|3.3333333333333335", "0.33333333333333333333|3.3333333333333333"},
		{"select 100::numeric", "100.000", "100"},
		{"select 0.1::float + 0.2::float", "0.3", "0.30000000000000004"},
		{"select substr('hello', -2)", "lo", "hello"},
		{"select upper('ß')", "ẞ", "ß"},
		{"select cast('12.5' as int)", "13", fails},
		{"select 'on'::boolean", fails, "true"},
		{"select 1/0, 1.0/0, 5::float8/0", "-|-|-", fails},
		{"select date_trunc('week', date '2026-01-01')", "2025-12-29 00:00:00", "2025-12-29 00:00:00+00"},
		{"select interval '14 months', interval '-1 day 2 hours'", "1 year 2 months|-1 day 02:00:00", "1 year 2 mons|-1 days +02:00:00"},
		{`select '{"a": [1, 2.50]}'::json ->> 'a'`, "[1,2.5]", "[1, 2.50]"},
		{"select array[1, 2], array['a']", "[1, 2]|[a]", "{1,2}|{a}"},
		{"select generate_series(1, 3)", "[1, 2, 3]", "1\n2\n3"},
		{"select x from (values (1), (null)) t(x) order by x desc", "1\n-", "-\n1"},
		{"select 5 # 3", fails, "6"},
		{"select 'abc' similar to 'a%'", fails, "true"},
		{"select 'abc' ~ '^a', 'abc' ~ 'C', 'abc' ~* 'C', 'abc' !~ 'b'", "true|false|true|false", "true|false|true|false"},
		{"select width_bucket(5, 0, 10, 5), width_bucket(-1, 0, 10, 5), width_bucket(10, 0, 10, 5)", "3|0|6", "3|0|6"},
		{"select date_bin('15 minutes', timestamp '2026-01-01 10:22', timestamp '2026-01-01')", "2026-01-01 10:15:00",
			"2026-01-01 10:15:00"},
		{"select to_hex(255)", "FF", "ff"},
		{"select btrim('xax', 'x')", "a", "a"},
		{"select -7 / 2, -7 % 3, 7 / 2", "-3|-1|3", "-3|-1|3"},
	} {
		got := func(d kernel.Databases) string {
			answer, err := run(t, d, sql("a", c.sql))
			if err != nil {
				return fails
			}
			return answer
		}
		if here, there := got(duck), got(other); here != c.duck || there != c.postgres {
			t.Errorf("%s\ngives %s in DuckDB and %s in PostgreSQL, not %s and %s", c.sql, here, there, c.duck, c.postgres)
		}
	}
}
