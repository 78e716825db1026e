package program

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every room, and who it may know: own rooms, and modules of others. What is not in its row is forbidden, and what is in
// it and not needed any more is taken out. The standard library is everybody's; tests are not held to it.
//
// rooms_table_test.go has the rows.

// alone are modules that one file knows, so that they can be replaced there.
var alone = map[string]string{
	"charm.land/glamour/v2": "ui/markdown/markdown.go",
}

// mostFiles is how many files a room may have before it is looked at for walls; those in wide were, and stay as they are.
const mostFiles = 25

var wide = map[string]string{
	"hex":          "the client has a file for each resource of the API",
	"hex/emulator": "the embedded workspace has a file for each resource of the API",
}

func TestArrows(t *testing.T) {
	used, files := map[string]map[string]bool{}, map[string]int{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		return arrows(t, filepath.ToSlash(path), used, files)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range slices.Sorted(maps.Keys(rooms)) {
		if used[room] == nil {
			t.Errorf("the table has a room %s, and there is none: take its row out", room)
		}
		for _, one := range strings.Fields(rooms[room]) {
			if !used[room][one] {
				t.Errorf("%s does not need %s any more: take it out of its row", room, one)
			}
		}
	}
	for _, room := range slices.Sorted(maps.Keys(files)) {
		if _, known := wide[room]; files[room] > mostFiles && !known {
			t.Errorf("%s has %d files: look for walls in it (at most %d)", room, files[room], mostFiles)
		}
	}
}

// arrows holds one file to its room's row, and notes what of the row it uses.
func arrows(t *testing.T, path string, used map[string]map[string]bool, files map[string]int) error {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, nil, parser.ImportsOnly)
	if err != nil {
		return err
	}
	room := filepath.ToSlash(filepath.Dir(path))
	row, known := rooms[room]
	if !known && used[room] == nil {
		t.Errorf("%s is a room without a row: say in rooms_table_test.go who it may know", room)
	}
	if used[room] == nil {
		used[room] = map[string]bool{}
	}
	files[room]++
	for _, spec := range file.Imports {
		to, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		own, isOwn := strings.CutPrefix(to, "hextui/")
		first, _, _ := strings.Cut(to, "/")
		switch {
		case isOwn:
			to = own
		case !strings.Contains(first, "."): // the standard library
			if to == "testing" && !strings.HasPrefix(room, "ui/uitest") && !strings.HasSuffix(room, "test") {
				t.Errorf("%s: %s is for tests", fset.Position(spec.Pos()), to)
			}
			continue
		}
		allowed := slices.ContainsFunc(strings.Fields(row), func(one string) bool {
			ok := to == one || !isOwn && strings.HasPrefix(to, one+"/")
			if ok {
				used[room][one] = true
			}
			return ok
		})
		if !allowed {
			t.Errorf("%s: %s must not know %s", fset.Position(spec.Pos()), room, to)
		}
		for module, only := range alone {
			if (to == module || strings.HasPrefix(to, module+"/")) && path != only {
				t.Errorf("%s: only %s knows %s", fset.Position(spec.Pos()), only, module)
			}
		}
	}
	return nil
}
