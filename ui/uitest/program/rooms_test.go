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

// The rooms and who may know whom. What is not allowed here is forbidden.
func TestArrows(t *testing.T) {
	fset := token.NewFileSet()
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(fset, path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		from := filepath.ToSlash(filepath.Dir(path))
		seen[from] = true
		for _, spec := range file.Imports {
			to, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if own, ok := strings.CutPrefix(to, "hextui/"); ok && from != own && !mayImport(from, own) {
				t.Errorf("%s: %s must not know %s", fset.Position(spec.Pos()), from, own)
			}
			if strings.HasPrefix(to, "github.com/mark3labs/mcp-go/") && from != "mcpsrv/wire" && from != "mcpsrv/schema" {
				t.Errorf("%s: mcp-go is known in mcpsrv/wire and mcpsrv/schema only", fset.Position(spec.Pos()))
			}
			if (to == "testing" || strings.HasPrefix(to, "testing/") || strings.HasPrefix(to, "go.uber.org/goleak")) && from != "ui/uitest" && from != "ui/uitest/built" {
				t.Errorf("%s: %s is for tests", fset.Position(spec.Pos()), to)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range slices.Concat(widgets, slices.Collect(maps.Keys(agents)), []string{"hex", "hex/emulator", "mcpsrv", "ui", "ui/screen", "ui/uitest"}) {
		if !seen[room] {
			t.Errorf("the rule for %s has nothing to hold to: has it been moved?", room)
		}
	}
}

// widgets draw and edit, and know neither Hex nor the screens that use them.
var widgets = []string{
	"ui/action", "ui/diff", "ui/editor", "ui/field", "ui/grid", "ui/lex", "ui/overlay", "ui/paint", "ui/theme",
}

// agents are the rooms of the MCP server, each with those that it may know.
var agents = map[string][]string{
	"mcpsrv":         {"hex", "mcpsrv"},
	"mcpsrv/answer":  {"hex"},
	"mcpsrv/audit":   {},
	"mcpsrv/cli":     {"hex", "mcpsrv"},
	"mcpsrv/install": {},
	"mcpsrv/policy":  {"hex", "mcpsrv/answer", "mcpsrv/schema", "mcpsrv/words"},
	"mcpsrv/schema":  {"mcpsrv/answer", "mcpsrv/words"},
	"mcpsrv/share":   {"hex"},
	"mcpsrv/tools":   {"hex", "mcpsrv/answer", "mcpsrv/policy", "mcpsrv/schema", "mcpsrv/words"},
	"mcpsrv/wire":    {},
	"mcpsrv/words":   {},
}

// mayImport says whether one package of the project may know another. Under it are its own parts.
func mayImport(from, to string) bool {
	under := func(path, room string) bool { return path == room || strings.HasPrefix(path, room+"/") }
	in := func(path string, rooms ...string) bool {
		return slices.ContainsFunc(rooms, func(r string) bool { return under(path, r) })
	}
	child := func(path, room string) string { // the part of a room that a package is in
		name, _, _ := strings.Cut(strings.TrimPrefix(path, room+"/"), "/")
		return room + "/" + name
	}
	below := in(to, append([]string{"hex", "ui/store", "ui/task", "ui/present", "ui/edit"}, widgets...)...) // below the screens
	switch {
	case from == "ui/cli": // it runs the UI as a program
		return to == "ui" || to == "hex" || to == "hex/config" || to == "hex/drafts" || to == "ui/action" || to == "ui/theme"
	case from == "ui/uitest/built":
		return to == "ui/uitest" || to == "ui/action"
	case from == "ui/uitest/gallery" || under(from, "docs"): // pictures are made with the whole program
		return to != "ui/uitest"
	case under(to, "ui/uitest"):
		return under(from, "ui/uitest") && to != "ui/uitest/gallery"
	case from == ".":
		return true
	case from == "hex":
		return false
	case under(from, "hex/emulator"): // it must not learn the API from the client that it is there to test
		return under(to, "hex/emulator")
	case under(from, "hex"):
		return to == "hex" || under(to, child(from, "hex"))
	case under(to, "hex/emulator"): // nothing else knows that it is not Hex
		return false
	case under(from, "mcpsrv"):
		return in(to, agents[from]...)
	case in(from, widgets...):
		return in(to, widgets...)
	case under(from, "ui/screen") && from != "ui/screen":
		return below || to == "ui/screen" || to == "ui/screen/runform" || under(to, child(from, "ui/screen"))
	case from == "ui/edit": // it is the edit without screen and network
		return in(to, "hex", "ui/action", "ui/diff")
	case from == "ui/screen", from == "ui/store", from == "ui/task", from == "ui/present":
		return below
	case from == "ui":
		return in(to, "ui", "hex")
	}
	return false
}
