package sqlite_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/sqlite"
)

// TestDataframes puts frames in and asks for them, as a cell does: by name in any case, with bound parameters, and no more
// than is wanted.
func TestDataframes(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	frames, err := sqlite.Files{}.Dataframes()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := frames.Close(); err != nil {
			t.Error(err)
		}
	}()
	if none, err := frames.Tables(ctx); err != nil || len(none) != 0 {
		t.Errorf("at first there are %v, %v", none, err)
	}
	sales := &engine.Frame{
		Columns: []engine.Column{{Name: "region", Type: "TEXT"}, {Name: "n", Type: "INTEGER"}},
		Rows:    [][]any{{"EU", int64(3)}, {"US", int64(5)}, {nil, int64(8)}},
	}
	if err := frames.Put(ctx, "Sales", sales); err != nil {
		t.Fatal(err)
	}
	tables, err := frames.Tables(ctx)
	if diff := cmp.Diff([]engine.Table{{Name: "Sales", Columns: sales.Columns}}, tables); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	n := frames.Dialect().Parameter(1)
	statement := engine.Statement{SQL: "SELECT region, n FROM sales WHERE n > " + n + " ORDER BY n", Args: []any{int64(2)}}
	got, err := frames.Query(ctx, statement, engine.Want{Rows: 1})
	want := &engine.Answer{Frame: &engine.Frame{Columns: sales.Columns, Rows: sales.Rows[:1]}, Total: 3, Exact: true}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	wrong := (*engine.Error)(nil)
	if _, err := frames.Query(ctx, engine.Statement{SQL: "SELECT nope FROM sales"}, engine.Want{}); !errors.As(err, &wrong) ||
		wrong.Offset != 7 {
		t.Errorf("a column that is not there: %v, %+v", err, wrong)
	}
	if _, err := frames.Query(ctx, engine.Statement{SQL: "DELETE FROM sales"}, engine.Want{}); err == nil {
		t.Error("a query writes")
	}
	if err := frames.Drop(ctx, "SALES"); err != nil {
		t.Fatal(err)
	}
	if left, err := frames.Tables(ctx); err != nil || len(left) != 0 {
		t.Errorf("after it was dropped there are %v, %v", left, err)
	}
}
