package warehouse_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"hextui/hex/emulator/warehouse"
)

// TestMain ends with the question whether anything still runs.
func TestMain(m *testing.M) {
	status := m.Run()
	w, err := first()
	if err == nil {
		err = w.Close()
	}
	if err = errors.Join(err, goleak.Find()); err != nil && status == 0 {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

var now = time.Date(2026, 3, 18, 12, 30, 0, 0, time.UTC)

// first is one warehouse for all tests; it never changes.
var first = sync.OnceValues(func() (*warehouse.Warehouse, error) {
	return warehouse.Open(context.Background(), warehouse.Options{Seed: 1, Now: now})
})

func open(t testing.TB) (*warehouse.Warehouse, *sql.DB) {
	t.Helper()
	w, err := first()
	if err != nil {
		t.Fatal(err)
	}
	return w, reader(t, w)
}

func reader(t testing.TB, w *warehouse.Warehouse) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", w.URI())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// ask gives the only value of a query as text, NULL as "".
func ask(t testing.TB, db *sql.DB, query string) string {
	t.Helper()
	var s sql.NullString
	if err := db.QueryRow(query).Scan(&s); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return s.String
}

func TestTables(t *testing.T) {
	w, db := open(t)
	total := 0
	for _, table := range w.Tables() {
		if table.About == "" || table.Rows == 0 {
			t.Errorf("%s: %q, %d rows", table.Name, table.About, table.Rows)
		}
		total += table.Rows
		var rows int
		if err := db.QueryRow("SELECT count(*) FROM " + table.Name).Scan(&rows); err != nil || rows != table.Rows {
			t.Errorf("%s has %d rows, said to have %d (%v)", table.Name, rows, table.Rows, err)
		}
		for _, c := range table.Columns {
			got := ask(t, db, "SELECT type FROM pragma_table_info('"+table.Name+"') WHERE name = '"+c.Name+"'")
			if got != c.Type && got != c.Type+" "+c.Precise() {
				t.Errorf("%s.%s is %q, said to be %q", table.Name, c.Name, got, c.Type)
			}
			nulls := ask(t, db, "SELECT count(*) - count("+c.Name+") FROM "+table.Name)
			if (nulls != "0") != c.Nullable {
				t.Errorf("%s.%s has %s NULLs, nullable is %v", table.Name, c.Name, nulls, c.Nullable)
			}
			kinds := ask(t, db, "SELECT group_concat(DISTINCT lower(typeof("+c.Name+"))) FROM "+table.Name+" WHERE "+c.Name+" IS NOT NULL")
			if kinds != map[string]string{"INTEGER": "integer", "REAL": "real", "TEXT": "text"}[c.Type] {
				t.Errorf("%s.%s holds %s, said to be %s", table.Name, c.Name, kinds, c.Type)
			}
		}
	}
	if total < 50_000 {
		t.Errorf("%d rows", total)
	}
	tables := w.Tables()
	tables[0].Columns[0].Name = "changed"
	if w.Tables()[0].Columns[0].Name == "changed" {
		t.Error("Tables hands out its own memory")
	}
}

// Each query must answer 1: facts of an online shop that the data has to obey.
func TestTheDataMakesSense(t *testing.T) {
	_, db := open(t)
	for name, query := range map[string]string{
		"totals add up": "SELECT count(*) = 0 FROM orders WHERE total_cents <> subtotal_cents - discount_cents + " +
			"shipping_cents",
		"subtotals are their items": "SELECT count(*) = 0 FROM orders o WHERE subtotal_cents <> (SELECT sum(total_cents) FROM " +
			"order_items i WHERE i.order_id = o.order_id)",
		"items add up": "SELECT count(*) = 0 FROM order_items WHERE total_cents <> quantity * unit_price_cents OR " +
			"quantity < 1",
		"items are products": "SELECT count(*) = 0 FROM order_items WHERE product_id NOT IN (SELECT product_id FROM products)",
		"orders have customers": "SELECT count(*) = 0 FROM orders o LEFT JOIN customers c USING (customer_id) WHERE c.customer_id " +
			"IS NULL OR c.country <> o.country",
		"sign-up before order": "SELECT count(*) = 0 FROM orders o JOIN customers c USING (customer_id) WHERE o.created_at < " +
			"c.created_at",
		"shipped before delivered": "SELECT count(*) = 0 FROM orders WHERE shipped_at <= created_at OR delivered_at <= shipped_at OR " +
			"(delivered_at IS NOT NULL AND shipped_at IS NULL)",
		"status agrees": "SELECT count(*) = 0 FROM orders WHERE (status IN ('delivered', 'refunded')) <> (delivered_at IS " +
			"NOT NULL)",
		"refunds are of refunded": "SELECT count(*) = 0 FROM refunds r LEFT JOIN orders o USING (order_id) WHERE o.status IS NOT " +
			"'refunded' OR r.amount_cents > o.total_cents OR r.created_at < o.delivered_at",
		"all refunded have one": "SELECT (SELECT count(*) FROM refunds) = (SELECT count(*) FROM orders WHERE status = 'refunded')",
		"no product before launch": "SELECT count(*) = 0 FROM order_items i JOIN orders o USING (order_id) JOIN products p USING " +
			"(product_id) WHERE o.created_at < p.launched_on",
		"no name twice":             "SELECT count(*) = count(DISTINCT name) FROM products",
		"sessions end in one order": "SELECT count(order_id) = count(DISTINCT order_id) FROM web_sessions",
		"sessions come before": "SELECT count(*) = 0 FROM web_sessions s JOIN orders o USING (order_id) WHERE s.started_at >= " +
			"o.created_at OR s.customer_id <> o.customer_id",
		"nothing in the future": "SELECT max(created_at) < '2026-03-18 12:30:00' AND (SELECT max(started_at) FROM web_sessions) < " +
			"'2026-03-18 12:30:00' AND (SELECT max(created_at) FROM refunds) <= '2026-03-18 12:30:00' FROM orders",
		"eighteen months": "SELECT julianday(max(created_at)) - julianday(min(created_at)) BETWEEN 535 AND 550 FROM orders",
		"something today": "SELECT count(*) > 0 FROM orders WHERE created_at >= '2026-03-18'",
		"every status": "SELECT group_concat(status) = 'cancelled,delivered,paid,pending,refunded,shipped' FROM (SELECT " +
			"DISTINCT status FROM orders WHERE created_at > '2024' ORDER BY 1)",
		"five channels": "SELECT group_concat(channel) = 'direct,email,organic,paid,referral' FROM (SELECT DISTINCT " +
			"channel FROM orders WHERE channel IS NOT NULL ORDER BY 1)",
		"channels are described": "SELECT count(*) = 0 FROM web_sessions WHERE channel NOT IN (SELECT channel FROM channels)",
		"the shop grows": "SELECT (SELECT count(*) FROM orders WHERE created_at >= '2026-01-01' AND created_at < " +
			"'2026-03-01') > 1.2 * (SELECT count(*) FROM orders WHERE created_at >= '2025-01-01' AND created_at < '2025-03-01')",
		"Sunday is the best day": "SELECT strftime('%w', started_at) = '0' FROM web_sessions GROUP BY strftime('%w', started_at) " +
			"ORDER BY count(*) DESC LIMIT 1",
		"the incident is to be seen": "SELECT avg(status = 'cancelled') > 0.25 AND count(*) > 10 FROM orders WHERE created_at BETWEEN " +
			"'2026-01-14 12:31' AND '2026-01-17 12:29'",
		"otherwise few are lost": "SELECT avg(status = 'cancelled') BETWEEN 0.02 AND 0.06 FROM orders WHERE created_at < '2026-01-01'",
		"a day of every kind":    "SELECT count(DISTINCT spend_date) > 530 FROM marketing_spend",
		"only example addresses": "SELECT count(*) = 0 FROM customers WHERE email NOT LIKE '%.example'",
	} {
		t.Run(name, func(t *testing.T) {
			if got := ask(t, db, query); got != "1" {
				t.Errorf("%s\ngives %q", query, got)
			}
		})
	}
}

func TestSameSeedSameData(t *testing.T) {
	print := func(w *warehouse.Warehouse) string {
		db := reader(t, w)
		return ask(t, db, `SELECT count(*) || ' ' || sum(customer_id * total_cents) || ' ' || min(created_at) || ' ' || `+
			`max(delivered_at) || ' ' || sum(channel = 'paid') FROM orders`) +
			ask(t, db, `SELECT count(*) || ' ' || sum(page_views * length(landing_page)) || ' ' || sum(duration_seconds) FROM `+
				`web_sessions`) +
			ask(t, db, `SELECT sum(price_cents * stock) || group_concat(name) FROM products`)
	}
	made := func(opts warehouse.Options) string {
		w, err := warehouse.Open(context.Background(), opts)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { w.Close() })
		return print(w)
	}
	w, _ := open(t)
	want := print(w)
	if diff := cmp.Diff(want, made(warehouse.Options{Seed: 1, Now: now.In(time.FixedZone("", 3600))})); diff != "" {
		t.Error(diff)
	}
	if made(warehouse.Options{Seed: 2, Now: now}) == want {
		t.Error("another seed makes the same data")
	}
}

func TestReadersCannotWrite(t *testing.T) {
	_, db := open(t)
	for _, statement := range []string{"DELETE FROM orders", "CREATE TABLE x (a)",
		"PRAGMA query_only = off; UPDATE orders SET total_cents = 0"} {
		if _, err := db.Exec(statement); err == nil {
			t.Errorf("%s: no error", statement)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	if _, err := warehouse.Open(context.Background(), warehouse.Options{}); err == nil ||
		err.Error() != "make the sample warehouse: Options.Now is not set" {
		t.Errorf("err = %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := warehouse.Open(ctx, warehouse.Options{Seed: 1, Now: now}); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	rows := 0
	for b.Loop() {
		w, err := warehouse.Open(context.Background(), warehouse.Options{Seed: 1, Now: now})
		if err != nil {
			b.Fatal(err)
		}
		rows = 0
		for _, t := range w.Tables() {
			rows += t.Rows
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows), "rows")
}
