package cli

import (
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/emulator"
)

// workspaces has an embedded workspace anew for each time that one is opened.
func workspaces(t *testing.T) Workspaces {
	return Workspaces{Embedded: func(context.Context) (Workspace, error) { return Workspace{Client: served(t), Close: func() {}}, nil }}
}

func served(t *testing.T) *hex.Client {
	t.Helper()
	running, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := hex.New(hex.Options{BaseURL: running.URL(), Token: running.Token(), Limits: hex.NoLimits})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Close()
		if err := running.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSQLRunsOnTheEmbeddedWorkspace(t *testing.T) {
	w := workspaces(t)
	out, _, err := runIn(t, w, "", "run", file(t, "a.sql", "select 'a,b' as x, null as y, count(*) > 100 as many from orders\n"))
	if out != "x,y,many\n\"a,b\",,1\n" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
	if _, _, err := runIn(t, w, "", "run", file(t, "b.SQL", "select nothing from orders")); err == nil ||
		!strings.Contains(err.Error(), "the SQL failed: ") || !strings.Contains(err.Error(), "nothing") {
		t.Error(err)
	}
	out, errs, err := runIn(t, w, "", "run", file(t, "c.sql", "select * from orders"))
	if err != nil || strings.Count(out, "\n") < 10 || !strings.Contains(errs, "There are more rows") {
		t.Errorf("%d lines, %q, %v", strings.Count(out, "\n"), errs, err)
	}
	for args, says := range map[string]string{
		"run " + file(t, "d.sql", " \n"):          "no SQL",
		"run --cell x " + file(t, "e.py", "1"):    "ends in .sql",
		"run --replace " + file(t, "f.sql", "1"):  "go with --cell",
		"run " + file(t, "g.sql", "select \xff'"): "no SQL",
	} {
		if _, _, err := runIn(t, w, "", strings.Fields(args)...); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v; it should say %q", args, err, says)
		}
	}
}

// A cell of somebody's runs with the file as its source, which takes another's place only where that is asked for.
func TestSQLRunsInACell(t *testing.T) {
	client := served(t)
	var asked string
	w := Workspaces{Own: func(_ context.Context, profile string) (Workspace, error) {
		asked = profile
		return Workspace{Client: client, Close: func() {}}, nil
	}}
	cell, err := newCell(t.Context(), client, "select 1 as one")
	if err != nil {
		t.Fatal(err)
	}
	out, _, err := runIn(t, w, "select 1 as one\n", "run", "-", "--cell", cell.ID, "--profile", "acme")
	if out != "one\n1\n" || err != nil || asked != "acme" {
		t.Errorf("%q, %v, %q", out, err, asked)
	}
	if _, _, err := runIn(t, w, "select 2 as two", "run", "-", "--cell", cell.ID); err == nil ||
		!strings.Contains(err.Error(), "--replace") {
		t.Error(err)
	}
	if now, err := client.GetCell(t.Context(), cell.ID); err != nil || now.Contents.SQL.Source != "select 1 as one" {
		t.Errorf("%+v, %v", now, err)
	}
	if out, _, err = runIn(t, w, "select 2 as two", "run", "-", "--cell", cell.ID, "--replace"); out != "two\n2\n" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
	now, err := client.FindCell(t.Context(), cell.ProjectID, cell.StaticID)
	if err != nil || now.Contents.SQL.Source != "select 2 as two" {
		t.Errorf("%+v, %v", now, err)
	}
	code, err := client.CreateCell(t.Context(), hex.NewCell{ProjectID: cell.ProjectID, Type: hex.CellCode, Source: "1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := runIn(t, w, "select 1", "run", "-", "--cell", code.ID); err == nil ||
		!strings.Contains(err.Error(), "takes an SQL cell") {
		t.Error(err)
	}
}

// Who gives up ends the run too.
func TestSQLIsCancelled(t *testing.T) {
	running, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{Pace: 1})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	runs := make(chan string, 8)
	c, err := hex.New(hex.Options{BaseURL: running.URL(), Token: running.Token(), Limits: hex.NoLimits, Observe: func(e hex.Event) {
		if e.Op == "GetRunStatus" && ctx.Err() == nil {
			runs <- path.Base(e.Path)
			cancel()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Close()
		if err := running.Close(); err != nil {
			t.Error(err)
		}
	})
	cell, err := newCell(ctx, c, "select count(*) from orders")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := runCell(ctx, c, cell); !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
	var last hex.RunUpdate
	for last = range c.Watch(t.Context(), cell.ProjectID, <-runs).Updates() {
	}
	if last.Run.Status != hex.RunKilled {
		t.Errorf("%+v", last)
	}
}
