//go:build duckdb

package duckdb_test

import (
	"strings"
	"testing"
	"time"

	"hextui/hex/emulator/kernel"
)

// TestLeft leaves a statement that does not stop to itself: its cell ends, and the session goes on with what it had.
func TestLeft(t *testing.T) {
	s := kernel.New(databases{shop(t)}, kernel.Options{Timeout: 500 * time.Millisecond})
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := runIn(t, s, sql("kept", "select 7 n")); err != nil {
		t.Fatal(err)
	}
	for _, cell := range []kernel.Cell{sql("long", "select length(system.main.lpad('x', 300000000, 'y'))"),
		frameSQL("long", "select length(system.main.lpad('x', 300000000, 'y')) from kept")} {
		began := time.Now()
		_, err := runIn(t, s, cell)
		const says = "the cell was stopped after 500ms: it may not work longer. The database did not heed that"
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("what does not stop ends with %v", err)
		}
		t.Logf("after %v", time.Since(began))
		if got, err := runIn(t, s, frameSQL("next", "select n + 1 from kept")); err != nil || got != "8" {
			t.Errorf("the next cell gives %s, %v", got, err)
		}
		if got, err := runIn(t, s, sql("on", "select count(*) > 0 from orders, kept")); err != nil || got != "true" {
			t.Errorf("the next cell on the warehouse gives %s, %v", got, err)
		}
	}
}

// TestLargeValues are refused before they are made.
func TestLargeValues(t *testing.T) {
	on := databases{shop(t)}
	const refusal = "a value may have 1048576 bytes, a list that is written as one call as many members"
	for _, large := range []string{
		"select repeat('x', 3000000000)", "select length(repeat(repeat('x', 1000000), 3000))", "select lpad('x', 2000000000, 'y')",
		"select rpad(status, 2000000000, 'y') from orders", "select repeat([1], 900000000)", "select len(range(1000000000))",
		"select generate_series(1, 3000000000)", "select list_resize([1], 1000000000)",
		"select range(0, order_id * 1000000000, 5) from orders",
	} {
		if _, err := run(t, on, sql("a", large)); err == nil || !strings.Contains(err.Error(), refusal) {
			t.Errorf("%s ends with %v", large, err)
		}
	}
	for source, want := range map[string]string{
		"select repeat('ab', 3), repeat([1], 2), repeat(null, 3), repeat('a', null), repeat('x', 0), " +
			"repeat('x', -1)": "ababab|[1, 1]|-|-||",
		"select lpad('5', 3, '0'), rpad('5', 3, 'x'), lpad(null, 3, 'x'), lpad('abc', 2, 'x')": "005|5xx|-|ab",
		"select range(3), range(1, 3), range(0, 10, 5), generate_series(1, 3), " +
			"range(5, 1, -2), range(null)": "[0, 1, 2]|[1, 2]|[0, 5]|[1, 2, 3]|[5, 3]|-",
		"select len(generate_series(date '2026-01-01', date '2026-01-31', interval 1 day)), " +
			"len(range(timestamp '2026-01-01', timestamp '2026-02-01', interval 1 hour))": "31|744",
		"select list_resize([1], 3), list_resize([1, 2], 1), list_resize([1], 2, 0)": "[1, NULL, NULL]|[1]|[1, 0]",
		"select count(*) from range(5) t(n), generate_series(1, 3) g(x)":             "15",
		"select sum(x) from (select unnest(range(4)) x)":                             "6",
	} {
		if got, err := run(t, on, sql("a", source)); err != nil || got != want {
			t.Errorf("%s\ngives %s, %v", source, got, err)
		}
	}
}
