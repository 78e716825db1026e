package kernel_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/python"
	"hextui/hex/emulator/kernel/sqlite"
	"hextui/hex/emulator/kernel/starlark"
)

// TestMain ends with the question whether anything still runs.
func TestMain(m *testing.M) {
	status := m.Run()
	w, err := shop()
	if err == nil {
		err = w.Close()
	}
	if err = errors.Join(err, goleak.Find()); err != nil && status == 0 {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

func TestRunStopsAtTheFirstFailure(t *testing.T) {
	var log []string
	s := newSession(t, kernel.Options{})
	err := s.Run(context.Background(), []kernel.Cell{
		sql("a", "SELECT 1"), {ID: "i", Kind: kernel.Input}, {ID: "chart"}, code("b", "fail('here')"), sql("c", "SELECT 1"),
	}, nil, func(e kernel.Event) {
		what := "started"
		if e.Kind == kernel.Finished {
			what = "succeeded"
			if e.Result.Failure != nil {
				what = "failed"
			}
		}
		log = append(log, e.Cell.ID+" "+what)
	})
	want := []string{"a started", "a succeeded", "i started", "i succeeded", "chart started", "chart succeeded", "b started", "b failed"}
	if diff := cmp.Diff(want, log); diff != "" {
		t.Error(diff)
	}
	var failed *kernel.CellError
	if !errors.As(err, &failed) || failed.Cell.ID != "b" || err.Error() != "cell b: fail: here" {
		t.Errorf("err = %v", err)
	}
}

func TestRunStartsAfresh(t *testing.T) {
	s := newSession(t, kernel.Options{})
	if _, err := runIn(s, inputs{"p": 1.0}, sql("a", "SELECT 1 AS n"), code("b", "x = [{'n': 2}]\nsum = 5")); err != nil {
		t.Fatal(err)
	}
	for source, want := range map[string]string{"SELECT * FROM a": "no such table: a", "SELECT * FROM x": "no such table: x",
		"SELECT {{ p }}": "'p' is undefined"} {
		_, err := runIn(s, nil, sql("c", source))
		var failed *kernel.CellError
		if !errors.As(err, &failed) || failed.Failure.Message != want {
			t.Errorf("%s: %v, want %s", source, err, want)
		}
	}
	if results, err := runIn(s, nil, code("c", "print(sum([1, 2]))")); err != nil || results["c"].Stdout != "3\n" {
		t.Errorf("built-in functions are not restored: %v", err)
	}
}

func TestUpstream(t *testing.T) {
	cells := []kernel.Cell{
		sql("orders_by_day", "SELECT date(created_at) AS day, count(*) AS n FROM orders GROUP BY 1"),
		sql("unrelated", "SELECT 1"),
		markdown("title", "# Orders {{ goal }}"),
		code("goals", "goal = 40\ndef reached(n): return n > goal"),
		code("more", "for r in orders_by_day: r['ok'] = reached(r['n'])"),
		frameSQL("good_days", "SELECT count(*) AS n FROM Orders_By_Day WHERE ok"),
		sql("with_param", "SELECT * FROM orders WHERE total_cents > {{ goal }}"),
		sql("unrelated", "SELECT 2 AS n"),
		frameSQL("last", "SELECT n FROM unrelated"),
		code("broken", "x = ("),
	}
	cells[7].ID = "again"
	for id, want := range map[string][]string{
		"orders_by_day": {"orders_by_day"},
		"title":         {"title"},
		"more":          {"orders_by_day", "goals", "more"},
		"good_days":     {"orders_by_day", "goals", "more", "good_days"},
		"with_param":    {"goals", "with_param"},
		"last":          {"again", "last"},
		"broken":        {"broken"},
		"nope":          nil,
	} {
		var got []string
		for _, c := range kernel.Upstream(cells, id, starlark.New().Names) {
			got = append(got, c.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	s := newSession(t, kernel.Options{})
	var n string
	if err := s.RunCell(context.Background(), cells, "last", nil, func(e kernel.Event) {
		if e.Kind == kernel.Finished {
			n = show(e.Result.Table)
		}
	}); err != nil || n != "2" {
		t.Errorf("last = %q, %v", n, err)
	}
	if err := s.RunCell(context.Background(), cells, "nope", nil, nil); err == nil ||
		err.Error() != `run a cell: no cell has the id "nope"` {
		t.Errorf("err = %v", err)
	}
}

// TestUpstreamIsWhatMakes runs a cell after those that make what it reads, and not after those that only read it too: one of them that
// fails stops no other.
func TestUpstreamIsWhatMakes(t *testing.T) {
	t.Parallel()
	for _, names := range []func(string) engine.Names{starlark.New().Names, python.New(nil).Names} {
		cells := []kernel.Cell{
			code("makes", "rows = [{'n': 1}]\nextra = []\ntotal = 0"),
			code("looks", "print(rows.index(9), [n for n in rows])\nfor r in rows: print(r['n'])"),
			code("changes", "for r in rows: r['m'] = r['n']"),
			code("adds", "extra.append(1)"),
			code("own", "total = 1\ndef f(rows): return rows[total]"),
			code("last", "print(rows, extra)"),
			code("sum", "print(total)"),
		}
		for id, want := range map[string]string{
			"last": "makes changes adds last", "sum": "own sum", "looks": "makes looks", "own": "own", "adds": "makes adds",
		} {
			var got []string
			for _, c := range kernel.Upstream(cells, id, names) {
				got = append(got, c.ID)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s stands on %v, not on %s", id, got, want)
			}
		}
	}
	s := newSession(t, kernel.Options{})
	cells := []kernel.Cell{code("a", "rows = [{'n': 1}]"), code("b", "print(rows.index(2))"), code("c", "print(rows)")}
	if err := s.RunCell(t.Context(), cells, "b", nil, nil); err == nil {
		t.Error("a cell that looks for what is not there runs")
	}
	if err := s.RunCell(t.Context(), cells, "c", nil, nil); err != nil {
		t.Errorf("a cell does not run after another one that reads the same failed: %v", err)
	}
}

// TestUpstreamSeesThroughFunctions runs the cells that have a function change what is read, whichever cell defines the function.
func TestUpstreamSeesThroughFunctions(t *testing.T) {
	t.Parallel()
	for _, names := range []func(string) engine.Names{starlark.New().Names, python.New(nil).Names} {
		cells := []kernel.Cell{
			code("makes", "rows = [{'n': 1}]\nother = []"),
			code("functions", "def mark(rows, n=1):\n  for r in rows:\n    r['m'] = n\ndef count(rows):\n  return len(rows)"),
			code("changes", "mark(rows)"),
			code("again", "x = mark(n=2, rows=rows)"),
			code("counts", "n = count(rows) + count(other)"),
			code("last", "print(rows)"),
			code("none", "print(other)"),
		}
		for id, want := range map[string]string{
			"last": "makes functions changes again last", "none": "makes none", "counts": "makes functions changes again counts",
		} {
			var got []string
			for _, c := range kernel.Upstream(cells, id, names) {
				got = append(got, c.ID)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s stands on %v, not on %s", id, got, want)
			}
		}
	}
}

// TestUpstreamMindsCase tells names of code apart by the case of their letters, which those of tables do not mind, and takes what is
// imported as a whole for anything.
func TestUpstreamMindsCase(t *testing.T) {
	t.Parallel()
	for _, names := range []func(string) engine.Names{starlark.New().Names, python.New(nil).Names} {
		cells := []kernel.Cell{code("small", "x = 3"), code("capital", "X = [1]"), frameSQL("Days", "select 1 as n"),
			code("code", "print(x)"), frameSQL("sql", "select * from DAYS"), markdown("text", "{{ X }}")}
		for id, want := range map[string]string{"code": "small code", "sql": "Days sql", "text": "capital text"} {
			var got []string
			for _, c := range kernel.Upstream(cells, id, names) {
				got = append(got, c.ID)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s stands on %v, not on %s", id, got, want)
			}
		}
	}
	cells := []kernel.Cell{code("all", "from math import *"), code("other", "n = 1"), code("last", "sqrt(4)")}
	if got := kernel.Upstream(cells, "last", python.New(nil).Names); len(got) != 2 || got[0].ID != "all" {
		t.Errorf("a name that was imported with all others stands on %v", got)
	}
}

// TestUpstreamKnowsScope takes for reads what a statement reads: a name of its own that is called like an earlier
// dataframe is none, whichever kind of name it is.
func TestUpstreamKnowsScope(t *testing.T) {
	for source, reads := range map[string]bool{
		"WITH days AS (SELECT 1 AS n) SELECT * FROM days":                            false,
		"WITH RECURSIVE Days(n) AS (SELECT 1 UNION ALL SELECT n FROM Days) SELECT 1": false,
		"SELECT days.n FROM orders AS days":                                          false,
		"SELECT days.n FROM (SELECT 1 AS n) days":                                    false,
		"SELECT total_cents AS days FROM orders ORDER BY days":                       false,
		"SELECT 'days', 1 AS \"days\" -- FROM days\nFROM orders /* JOIN days */":     false,
		"SELECT * FROM shop.days":                                                    false,
		"WITH d AS (SELECT * FROM days) SELECT * FROM d":                             true,
		"WITH days AS (SELECT 1) SELECT 1; SELECT * FROM days":                       true,
		"SELECT (WITH days AS (SELECT 1) SELECT * FROM days), n FROM days":           true,
		"SELECT * FROM orders o LEFT JOIN Days ON o.id = n":                          true,
		"SELECT * FROM orders, \"DAYS\"":                                             true,
		"SELECT * FROM orders WHERE id IN days":                                      true,
		"SELECT * FROM orders WHERE id IN (SELECT n FROM [days])":                    true,
		"SELECT * FROM dataframes.days":                                              true,
		"SELECT * FROM 'days'":                                                       true,
		"SELECT {{ days | length }}":                                                 true,
		"SELECT * FROM {{ 'days' | sqlsafe }}":                                       true,
		"{% set t = 'days' %}SELECT * FROM {{ t | sqlsafe }}":                        true,
		"SELECT * FROM {% if 1 %} days {% endif %}":                                  true,
	} {
		got := kernel.Upstream([]kernel.Cell{sql("days", "SELECT 1 AS n"), sql("last", source)}, "last", starlark.New().Names)
		if (len(got) == 2) != reads {
			t.Errorf("%s\nruns %d cells", source, len(got))
		}
	}
	plain := kernel.Upstream([]kernel.Cell{sql("days", "SELECT 1 AS n"), frameSQL("last", "SELECT * FROM main.days")}, "last",
		starlark.New().Names)
	if len(plain) != 2 {
		t.Errorf("main.days runs %d cells", len(plain))
	}
}

// TestACellWithANameOfItsOwn runs where the cell of that name above would fail.
func TestACellWithANameOfItsOwn(t *testing.T) {
	s := newSession(t, kernel.Options{})
	cells := []kernel.Cell{
		sql("week", "SELECT nothing FROM nowhere"),
		sql("last", "WITH week AS (SELECT 7 AS days) SELECT days FROM week"),
	}
	var days string
	if err := s.RunCell(context.Background(), cells, "last", nil, func(e kernel.Event) {
		if e.Kind == kernel.Finished {
			days = show(e.Result.Table)
		}
	}); err != nil || days != "7" {
		t.Errorf("it answers %q, %v", days, err)
	}
}

// clock is time that passes only by sleeping.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
	onNap func()
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.onNap != nil {
		c.onNap()
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	c.slept = append(c.slept, d)
	c.now = c.now.Add(d)
	return nil
}

func TestPace(t *testing.T) {
	c := &clock{now: now}
	s := newSession(t, kernel.Options{Clock: c, Pace: kernel.Realistic})
	cells := []kernel.Cell{sql("a", "SELECT 1"), markdown("m", "text"), code("b", "x = 1")}
	results, err := runIn(s, nil, cells...)
	if err != nil {
		t.Fatal(err)
	}
	want := []time.Duration{kernel.Realistic(cells[0]), kernel.Realistic(cells[2])}
	if diff := cmp.Diff(want, c.slept); diff != "" {
		t.Error(diff)
	}
	if got := results["a"].Elapsed; got != want[0] || results["m"].Elapsed != 0 {
		t.Errorf("elapsed = %v", got)
	}
	for _, d := range want {
		if d < 400*time.Millisecond || d > 4*time.Second {
			t.Errorf("%v is not realistic", d)
		}
	}

	ctx, cancel := context.WithCancel(context.Background())
	c.onNap = cancel
	var last kernel.Event
	if err := s.Run(ctx, cells, nil, func(e kernel.Event) { last = e }); !errors.Is(err, context.Canceled) ||
		!last.Result.Failure.Interrupted {
		t.Errorf("cancelled while waiting: %v %+v", err, last)
	}
}

func TestClose(t *testing.T) {
	w, err := shop()
	if err != nil {
		t.Fatal(err)
	}
	s := kernel.New(sqlite.Files{URI: w.URI()}, kernel.Options{})
	started, done := make(chan struct{}), make(chan error)
	go func() {
		done <- s.Run(context.Background(), []kernel.Cell{code("a", "while True: pass")}, nil, func(e kernel.Event) {
			if e.Kind == kernel.Started {
				close(started)
			}
		})
	}()
	<-started
	waiting := make(chan error)
	go func() { waiting <- s.Run(context.Background(), nil, nil, nil) }()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	for range 2 {
		select {
		case err = <-done:
		case err = <-waiting:
		}
		if !errors.Is(err, kernel.ErrClosed) {
			t.Errorf("err = %v", err)
		}
	}
	if err := s.Run(context.Background(), nil, nil, nil); !errors.Is(err, kernel.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("the second Close: %v", err)
	}
}

func TestInputThatCannotBeUsed(t *testing.T) {
	_, err := run(t, inputs{"x": make(chan int)}, sql("a", "SELECT 1"))
	if err == nil || err.Error() != `the input "x" cannot be used: a chan int cannot be the value of an input parameter` {
		t.Errorf("err = %v", err)
	}
}

// Many sessions work side by side on the one warehouse, and do not see each other's dataframes.
func TestSessionsAreApart(t *testing.T) {
	var wait sync.WaitGroup
	for i := range 8 {
		s := newSession(t, kernel.Options{})
		wait.Go(func() {
			results, err := runIn(s, inputs{"i": float64(i)}, sql("mine", "SELECT {{ i }} AS v, count(*) AS n FROM orders"),
				code("c", "mine[0]['v'] += 1"),
				frameSQL("b", "SELECT v FROM mine"))
			if want := fmt.Sprint(i + 1); err != nil || show(results["b"].Table) != want {
				t.Errorf("got %v, %v; want %s", results["b"], err, want)
			}
		})
	}
	wait.Wait()
}

func TestKindNames(t *testing.T) {
	var names []string
	for _, k := range []kernel.Kind{kernel.SQL, kernel.Code, kernel.Markdown, kernel.Input, kernel.Other} {
		names = append(names, k.String())
	}
	if want := []string{"SQL", "CODE", "MARKDOWN", "INPUT", "OTHER"}; !slices.Equal(names, want) {
		t.Error(names)
	}
}

func BenchmarkSQLCell(b *testing.B) {
	s := newSession(b, kernel.Options{})
	cells := []kernel.Cell{sql("a", `SELECT strftime('%Y-%m', created_at) AS month, channel, count(*) AS orders, sum(total_cents) AS revenue
		FROM orders WHERE country = {{ country }} AND status NOT IN ('cancelled', 'refunded') GROUP BY 1, 2 ORDER BY 1, 2`)}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.RunCell(context.Background(), cells, "a", inputs{"country": "US"}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDataframe(b *testing.B) {
	s := newSession(b, kernel.Options{})
	cells := []kernel.Cell{sql("big", "SELECT * FROM orders"), frameSQL("q", "SELECT status, sum(total_cents) FROM big GROUP BY 1")}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.RunCell(context.Background(), cells, "q", nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCodeCell(b *testing.B) {
	s := newSession(b, kernel.Options{})
	cells := []kernel.Cell{sql("big", "SELECT * FROM orders"),
		code("c", "t = {}\nfor r in big: t[r['status']] = t.get(r['status'], 0) + r['total_cents']")}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.RunCell(context.Background(), cells, "c", nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewSession(b *testing.B) {
	w, err := shop()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		s := kernel.New(sqlite.Files{URI: w.URI()}, kernel.Options{})
		if err := s.Run(context.Background(), []kernel.Cell{sql("a", "SELECT 1")}, nil, nil); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
