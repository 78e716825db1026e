package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// folder is every file of a folder with its contents.
func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(text)
	}
	return all
}

// database makes a SQLite file by statements; the connection is closed in the end unless it is left open.
func database(t *testing.T, path string, leave bool, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", uri(path, nil))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	shut := func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	if leave {
		t.Cleanup(shut)
		return
	}
	shut()
}

func TestAForeignFileIsLeftAsItIs(t *testing.T) {
	t.Parallel()
	const table, row = "CREATE TABLE projects (id INTEGER)", "INSERT INTO projects VALUES (1)"
	for name, c := range map[string]struct {
		make func(t *testing.T, path string)
		is   string
	}{
		"text":    {func(t *testing.T, path string) { write(t, path, strings.Repeat("dear diary ", 50)) }, "no database"},
		"short":   {func(t *testing.T, path string) { write(t, path, "SQLite format 3\x00") }, "no database"},
		"a table": {func(t *testing.T, path string) { database(t, path, false, table, row) }, "another program's database"},
		"in use": {func(t *testing.T, path string) { database(t, path, true, "PRAGMA journal_mode=WAL", table, row) },
			"another program's"},
		"of ours":  {func(t *testing.T, path string) { database(t, path, false, "PRAGMA user_version=3", table) }, "another program's"},
		"with ids": {func(t *testing.T, path string) { database(t, path, false, "PRAGMA application_id=7") }, "another program's"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "some file?#.db")
			c.make(t, path)
			before := folder(t, dir)
			_, _, err := Open(t.Context(), path)
			var foreign *NotAWorkspace
			if !errors.As(err, &foreign) || foreign.Path != path || !strings.Contains(err.Error(), c.is) {
				t.Errorf("it says %v", err)
			}
			after := folder(t, dir)
			if !slices.Equal(slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after))) {
				t.Errorf("there were %q, there are %q", slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after)))
			}
			for file, text := range before {
				// Readers note themselves in the -shm file of a database that is in use.
				if after[file] != text && !strings.HasSuffix(file, "-shm") {
					t.Errorf("%s was changed", file)
				}
			}
		})
	}
}

// A file in a folder that is not there is told of by the folder.
func TestNoFolder(t *testing.T) {
	_, _, err := Open(t.Context(), filepath.Join(t.TempDir(), "none", "ws.db"))
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "there is no folder for ") {
		t.Error(err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// filled opens the file and fills it if it is new.
func filled(t *testing.T, path string) (s *Store, isNew bool) {
	t.Helper()
	s, isNew, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if isNew {
		if err := s.Fill(t.Context(), Contents{Facts: map[string]string{"org": "acme"}, Users: []User{{ID: "u"}}}); err != nil {
			t.Fatal(err)
		}
	}
	return s, isNew
}

// TestAWorkspaceOfOldIsKnown takes the mark from a workspace's file, as files from before it have none.
func TestAWorkspaceOfOldIsKnown(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "old.db")
	for i, want := range []bool{true, false, false} {
		s, isNew := filled(t, path)
		if fact, err := s.Fact(t.Context(), "org"); isNew != want || err != nil || fact != "acme" {
			t.Errorf("open %d: new %v, fact %q, %v", i, isNew, fact, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if marked, err := inspect(t.Context(), path); err != nil || !marked {
			t.Errorf("open %d leaves it marked %v, %v", i, marked, err)
		}
		database(t, path, false, "PRAGMA application_id=0")
	}
	empty := filepath.Join(t.TempDir(), "empty.db")
	database(t, empty, false, "PRAGMA user_version=0", "CREATE TABLE gone (x)", "DROP TABLE gone")
	if s, isNew := filled(t, empty); !isNew {
		t.Error("an empty database is no new workspace")
	} else if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestTheDiskIsFull(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "small.db")
	s, _ := filled(t, path)
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	ctx := context.Background()
	var pages int
	if err := s.db.QueryRow("PRAGMA max_page_count = 1").Scan(&pages); err != nil || pages < 2 { // as many as there are
		t.Fatal(pages, err)
	}
	err := s.CreateProject(ctx, Project{ID: "p", Creator: "u", Owner: "u", Title: strings.Repeat("long ", 10_000)})
	if !errors.Is(err, ErrFull) {
		t.Errorf("a project too large says %v", err)
	}
	if _, err := s.Project(ctx, "p"); !errors.Is(err, ErrNotFound) {
		t.Errorf("it is there: %v", err)
	}
}
