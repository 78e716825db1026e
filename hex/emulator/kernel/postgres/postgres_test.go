package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/postgres"
	"hextui/hex/emulator/kernel/postgres/pgtest"
)

// bench is a server and a connection of a role that reads two tables.
type bench struct {
	engine.Engine
	server pgtest.Server
	reader postgres.Server
}

func newBench(t *testing.T) bench {
	s := pgtest.Start(t)
	s.Exec(t, `CREATE TABLE orders (id bigint PRIMARY KEY, at timestamptz, total numeric(12,2), note text);
		INSERT INTO orders SELECT i, '2026-01-01 00:00Z'::timestamptz + i * interval '1 hour', i / 8.0, NULL FROM generate_series(1, 100) i;
		CREATE SCHEMA mart; CREATE VIEW mart.totals AS SELECT sum(total) AS total FROM orders;
		CREATE ROLE reader LOGIN PASSWORD 'p@ss word/:?'; GRANT USAGE ON SCHEMA mart TO reader;
		GRANT SELECT ON orders, mart.totals TO reader; GRANT ALL ON SCHEMA public TO reader`)
	b := bench{server: s, reader: postgres.Server{Host: "127.0.0.1", Port: s.Port, Database: pgtest.User, User: "reader",
		Password: "p@ss word/:?"}}
	b.Engine = b.open(t, b.reader)
	return b
}

func (b bench) open(t *testing.T, s postgres.Server) engine.Engine {
	t.Helper()
	e, err := postgres.Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// rows asks and writes the answer with its types.
func rows(t *testing.T, e engine.Engine, sql string, args ...any) string {
	t.Helper()
	a, err := e.Query(t.Context(), engine.Statement{SQL: sql, Args: args}, engine.Want{Rows: 10})
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	var lines []string
	for _, row := range a.Frame.Rows {
		var values []string
		for i, v := range row {
			values = append(values, fmt.Sprintf("%v %s", v, a.Frame.Columns[i].Type))
		}
		lines = append(lines, strings.Join(values, "|"))
	}
	return strings.Join(lines, "\n")
}

func TestServer(t *testing.T) {
	b := newBench(t)
	t.Run("exact types", b.types)
	t.Run("parameters", b.parameters)
	t.Run("message and place", b.messages)
	t.Run("tables", b.tables)
	t.Run("counting", b.counting)
	t.Run("hostile", b.hostile)
	t.Run("cancel", b.cancel)
	t.Run("cut off", b.cutOff)
	t.Run("TLS", b.tls)
	t.Run("unreachable", b.unreachable)
}

func (b bench) types(t *testing.T) {
	for sql, want := range map[string]string{
		"select 12345678901234567890.10::numeric":                 "12345678901234567890.10 NUMERIC",
		"select 9007199254740993::bigint, 2::smallint":            "9007199254740993 INTEGER|2 INTEGER",
		"select 0.1::float8, 'NaN'::float8":                       "0.1 REAL|NaN REAL",
		"select timestamptz '2026-03-29 02:30+01'":                "2026-03-29 01:30:00+00 TIMESTAMPTZ",
		"select date '2026-01-31', timestamp '2026-01-31 10:00'":  "2026-01-31 DATE|2026-01-31 10:00:00 TIMESTAMP",
		"select array[1,2,null], array['a b','c']":                "{1,2,NULL} INTEGER[]|{\"a b\",c} TEXT[]",
		`select '{"b": 1.50}'::json, '{"b": 1.50}'::jsonb`:        `{"b": 1.50} JSON|{"b": 1.50} JSON`,
		"select 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid":     "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 UUID",
		"select interval '1 year 2 days 3 hours'":                 "1 year 2 days 03:00:00 INTERVAL",
		"select null::int, null":                                  "<nil> INTEGER|<nil> TEXT",
		"select true, 1 > 2":                                      "true BOOLEAN|false BOOLEAN",
		`select '\x00ff'::bytea`:                                  "[0 255] BLOB",
		"select sum(total) / count(*), 7 / 2 from orders":         "6.3150000000000000 NUMERIC|3 INTEGER",
		"select sum(id) from orders where id < 0":                 "<nil> NUMERIC",
		"select 'a' || null, concat('a', null)":                   "<nil> TEXT|a TEXT",
		"select $$it's; -- $$ as x, 'b' /* ; */":                  "it's; --  TEXT|b TEXT",
		"select max(at) from orders":                              "2026-01-05 04:00:00+00 TIMESTAMPTZ",
		"select inet '10.0.0.1', int4range(1, 3), '(1,2)'::point": "10.0.0.1 INET|[1,3) INT4RANGE|(1,2) POINT",
		"with a as (select 1 x) select * from a":                  "1 INTEGER",
		"table mart.totals":                                       "631.50 NUMERIC",
		"select count(*) filter (where note is null) from orders": "100 INTEGER",
		"select current_setting('transaction_read_only')":         "on TEXT",
		"select current_setting('statement_timeout')":             "2min TEXT",
		"select ''::text, E'\\t', U&'\\0041'":                     " TEXT|\t TEXT|A TEXT",
		"select to_char(date '2026-01-05', 'Day') || '.'":         "Monday   . TEXT",
		"explain (costs off) select 1":                            "Result TEXT",
		"values (1, 'a'), (2, null)":                              "1 INTEGER|a TEXT\n2 INTEGER|<nil> TEXT",
		"select":                                                  "",
	} {
		if got := rows(t, b, sql); got != want {
			t.Errorf("%s\ngives %q, not %q", sql, got, want)
		}
	}
}

func (b bench) parameters(t *testing.T) {
	for _, c := range []struct {
		sql  string
		args []any
		want string
	}{
		{"select $1, $2, $3, $4", []any{int64(5), 2.5, "it's", true}, "5 INTEGER|2.5 REAL|it's TEXT|true BOOLEAN"},
		{"select count(*) from orders where at >= $1 and total < $2 and id <> $3", []any{"2026-01-02", 5.5, int64(30)}, "19 INTEGER"},
		{"select coalesce($1, 'none')", []any{nil}, "none TEXT"},
		{"select id from orders order by id limit $1", []any{int64(1)}, "1 INTEGER"},
	} {
		if got := rows(t, b, c.sql, c.args...); got != c.want {
			t.Errorf("%s\ngives %q, not %q", c.sql, got, c.want)
		}
	}
}

func (b bench) messages(t *testing.T) {
	for sql, want := range map[string]string{
		"select 1,\n  totl from orders":      `column "totl" does not exist; Perhaps you meant to reference the column "orders.total".`,
		"select 'ä', x from nowhere":         `relation "nowhere" does not exist`,
		"select 1 form orders o":             `syntax error at or near "orders"`,
		"select 1 / (id - id) from orders":   "division by zero",
		"select 'abc'::int":                  `invalid input syntax for type integer: "abc"`,
		"select a from orders group by 1":    `column "a" does not exist`,
		"select * from pg_catalog.pg_authid": "permission denied for table pg_authid",
	} {
		said := (*engine.Error)(nil)
		_, err := b.Query(t.Context(), engine.Statement{SQL: sql}, engine.Want{})
		if !errors.As(err, &said) || said.Message != want {
			t.Errorf("%s\nsays %v, not %s", sql, err, want)
			continue
		}
		for _, name := range []string{"totl", "nowhere", "orders\x00", "'abc'"} {
			if name = strings.TrimSuffix(name, "\x00"); strings.Contains(want, `"`+strings.Trim(name, "'")+`"`) &&
				said.Offset != strings.LastIndex(sql, name) {
				t.Errorf("%s\nis wrong at %d", sql, said.Offset)
			}
		}
	}
}

func (b bench) tables(t *testing.T) {
	got, err := b.Tables(t.Context())
	want := []engine.Table{
		{Schema: "public", Name: "orders", Columns: []engine.Column{{Name: "id", Type: "bigint"}, {Name: "at",
			Type: "timestamp with time zone"},
			{Name: "total", Type: "numeric"}, {Name: "note", Type: "text"}}},
		{Schema: "mart", Name: "totals", Columns: []engine.Column{{Name: "total", Type: "numeric"}}},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

func (b bench) counting(t *testing.T) {
	a, err := b.Query(t.Context(), engine.Statement{SQL: "select generate_series(1, 1000000000)"}, engine.Want{Rows: 3})
	if err != nil || a.Total != engine.MaxRows || a.Exact || len(a.Frame.Rows) != 3 {
		t.Fatalf("a billion rows: %+v, %v", a, err)
	}
	b.idle(t)
	for _, sql := range []string{"select repeat('x', 2000000)", "select repeat('x', 100000000)"} {
		if _, err := b.Query(t.Context(), engine.Statement{SQL: sql}, engine.Want{Rows: 3}); err == nil ||
			!strings.HasSuffix(err.Error(), ": select a part of it") {
			t.Errorf("%s ends with %v", sql, err)
		}
		if got := rows(t, b, "select 1"); got != "1 INTEGER" {
			t.Errorf("after %s the connection gives %q", sql, got)
		}
	}
}

// idle waits until the server works on nothing of ours.
func (b bench) idle(t *testing.T) {
	t.Helper()
	for {
		const active = "select count(*) from pg_stat_activity where application_name = 'hextui' and state = 'active'"
		if b.server.Exec(t, active)[0][0] == "0" {
			return
		}
		if t.Context().Err() != nil {
			t.Fatal("the server still works")
		}
	}
}

func (b bench) hostile(t *testing.T) {
	owner := b.open(t, postgres.Server{Host: "127.0.0.1", Port: b.server.Port, Database: pgtest.User, User: pgtest.User,
		Password: b.server.Password})
	for _, sql := range []string{
		"COPY orders TO '/tmp/stolen'", "COPY orders TO PROGRAM 'id'", "SELECT 1; DELETE FROM orders", "DELETE FROM orders",
		"INSERT INTO orders VALUES (0)",
		"WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d", "CREATE TABLE x (a int)", "SET transaction_read_only = off",
		"SELECT set_config('transaction_read_only', 'off', false)", "SELECT pg_read_file('/etc/passwd')",
		"SELECT pg_catalog.pg_read_file('/etc/passwd')",
		`SELECT "pg_read_file"('/etc/passwd')`, `SELECT U&"pg\005fread_file"('/etc/passwd')`, "SELECT pg_ls_dir('/')",
		"SELECT lo_import('/etc/passwd')",
		"SELECT pg_terminate_backend(pg_backend_pid())", "SELECT query_to_xml('select pg_read_file(''/etc/passwd'')', true, true, '')",
		"SELECT nextval('s')", "SELECT pg_advisory_lock(1)", "EXPLAIN ANALYZE DELETE FROM orders", "SELECT 1 INTO x", "ATTACH 'x'",
		"DO $$ BEGIN END $$",
		"SELECT * FROM orders FOR UPDATE", "SELECT dblink('host=127.0.0.1', 'select 1')", "SELECT lo_create(0)",
		"SELECT pg_stat_reset()", "SELECT pg_stat_reset_shared('bgwriter')", "SELECT pg_create_physical_replication_slot('s')",
		"SELECT pg_drop_replication_slot('s')", "SELECT pg_log_backend_memory_contexts(pg_backend_pid())",
		"SELECT pg_import_system_collations('pg_catalog')", "SELECT pg_nextoid('pg_class', 'oid', 'pg_class_oid_index')",
		"SELECT gin_clean_pending_list('orders')", "SELECT pg_wal_replay_pause()",
		"((DELETE FROM orders))", "CALL x()", "LISTEN x", "PREPARE x AS SELECT 1", "EXECUTE x", "LOCK orders", "VACUUM",
		"BEGIN; SELECT 1", "COMMIT; DELETE FROM orders",
	} {
		if a, err := owner.Query(t.Context(), engine.Statement{SQL: sql}, engine.Want{Rows: 1}); err == nil {
			t.Errorf("%s gives %v", sql, a.Frame.Rows)
		}
	}
	if got := rows(t, owner, "select count(*) from orders"); got != "100 INTEGER" {
		t.Errorf("afterwards there are %s", got)
	}
}

// cancel stops statements wherever they are, and the server works on nothing afterwards.
func (b bench) cancel(t *testing.T) {
	for _, sql := range []string{"select pg_sleep(600)", "select count(*) from generate_series(1, 100000000000)",
		"select n from generate_series(1, 2) n where n < 2 or (select pg_sleep(600)) is null"} {
		gone := errors.New("the person pressed cancel")
		ctx, cancel := context.WithCancelCause(t.Context())
		ended := make(chan error, 1)
		go func() {
			_, err := b.Query(ctx, engine.Statement{SQL: sql}, engine.Want{Rows: 1})
			ended <- err
		}()
		const active = "select count(*) from pg_stat_activity where application_name = 'hextui' and state = 'active'"
		for b.server.Exec(t, active)[0][0] != "1" && t.Context().Err() == nil {
			continue
		}
		cancel(gone)
		if err := <-ended; !errors.Is(err, gone) {
			t.Errorf("%s ends with %v", sql, err)
		}
		b.idle(t)
		if got := rows(t, b, "select 1"); got != "1 INTEGER" {
			t.Errorf("after %s the connection gives %q", sql, got)
		}
	}
}

// cutOff connects anew where the server has ended the connection.
func (b bench) cutOff(t *testing.T) {
	b.server.Exec(t, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hextui'")
	if _, err := b.Query(t.Context(), engine.Statement{SQL: "select 1"}, engine.Want{Rows: 1}); err == nil {
		t.Error("a connection that was cut off answers")
	}
	if got := rows(t, b, "select 1"); got != "1 INTEGER" {
		t.Errorf("afterwards it gives %q", got)
	}
}

func (b bench) tls(t *testing.T) {
	const encrypted = "select ssl from pg_stat_ssl where pid = pg_backend_pid()"
	for mode, want := range map[string]string{"disable": "false", "prefer": "true", "require": "true", "": "true"} {
		s := b.reader
		s.SSLMode = mode
		if got := rows(t, b.open(t, s), encrypted); got != want+" BOOLEAN" {
			t.Errorf("with %q it is %s", mode, got)
		}
	}
	s := b.reader
	s.Host, s.SSLMode = "localhost", "verify-full"
	const refusal = "cannot be used: its certificate is not accepted: "
	if _, err := postgres.Open(t.Context(), s); err == nil || !strings.Contains(err.Error(), refusal) {
		t.Errorf("a certificate that nobody knows: %v", err)
	}
	t.Setenv("PGSSLROOTCERT", b.server.Cert)
	if got := rows(t, b.open(t, s), encrypted); got != "true BOOLEAN" {
		t.Errorf("with its certificate it is %s", got)
	}
	s.Host = "127.0.0.1"
	if _, err := postgres.Open(t.Context(), s); err == nil || !strings.Contains(err.Error(), "not accepted: x509: ") {
		t.Errorf("a certificate of another name: %v", err)
	}
}

func (b bench) unreachable(t *testing.T) {
	wrong, nowhere, none := b.reader, b.reader, b.reader
	wrong.Password, nowhere.Port, none.Database = "s3cret-pass", 1, "nothing"
	for _, c := range []struct {
		server postgres.Server
		want   string
	}{
		{wrong, `password authentication failed for user "reader"; edit the connection to give its password`},
		{nowhere, "connection refused"},
		{none, `database "nothing" does not exist`},
	} {
		_, err := postgres.Open(t.Context(), c.server)
		said := (*postgres.Unreachable)(nil)
		if !errors.As(err, &said) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), c.server.Password) {
			t.Errorf("it says %v, not %q", err, c.want)
		}
	}
}
