package sqlite_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/sqlite"
)

// TestFrameOfTypes puts a frame of every type that other engines and languages give, and reads the same values back.
func TestFrameOfTypes(t *testing.T) {
	d, err := sqlite.Files{}.Dataframes()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}()
	f := &engine.Frame{Columns: []engine.Column{
		{Name: "day", Type: "DATE"}, {Name: "at", Type: "TIMESTAMP"}, {Name: "zoned", Type: "TIMESTAMP WITH TIME ZONE"},
		{Name: "ok", Type: "BOOLEAN"}, {Name: "price", Type: engine.Numeric}, {Name: "list", Type: "INTEGER[]"},
		{Name: "none", Type: "NULL"}, {Name: "clock", Type: "TIME"},
	}, Rows: [][]any{{"2026-01-31", "2026-01-31 13:05:00", "2026-01-31 13:05:00+00", true, "10.50", "[1, 2]", nil, "13:05:00"},
		{nil, nil, nil, nil, nil, nil, nil, nil}}}
	if err := d.Put(t.Context(), "f", f); err != nil {
		t.Fatal(err)
	}
	a, err := d.Query(t.Context(), engine.Statement{SQL: "select * from f"}, engine.Want{Whole: true})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]any{{"2026-01-31", "2026-01-31 13:05:00", "2026-01-31 13:05:00", int64(1), 10.5, "[1, 2]", nil, "13:05:00"},
		{nil, nil, nil, nil, nil, nil, nil, nil}}
	if diff := cmp.Diff(want, a.Frame.Rows); diff != "" {
		t.Error(diff)
	}
	var types []string
	for _, c := range a.Frame.Columns {
		types = append(types, c.Type)
	}
	if got := strings.Join(types, " "); got != "DATE TIMESTAMP TIMESTAMP BOOLEAN REAL TEXT NULL TIME" {
		t.Errorf("the types are %s", got)
	}
}
