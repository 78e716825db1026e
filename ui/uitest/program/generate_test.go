package program

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What tests write anew with -update is written by go generate ./... as well: every package that has such a test is named by a
// line of go:generate.
func TestGenerateWritesAllThatIsMade(t *testing.T) {
	writes := regexp.MustCompile(`flag\.Bool\("update"|flag\.Lookup\("update"\)|\bGolden\(t, `)
	line := regexp.MustCompile(`(?m)^//go:generate go test (.+) -update(.*)$`)
	writing, generated := map[string]string{}, map[string]bool{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case filepath.Ext(path) != ".go" || entry.Name() == "generate_test.go":
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		room := filepath.Dir(path)
		if strings.HasSuffix(path, "_test.go") && writes.Match(source) {
			writing[room] = path
		}
		for _, m := range line.FindAllStringSubmatch(string(source), -1) {
			for _, word := range strings.Fields(m[1] + m[2]) {
				if strings.HasPrefix(word, ".") {
					generated[filepath.Join(room, word)] = true
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(writing) < 8 {
		t.Errorf("only %d packages write with -update: does the test look for the right words?", len(writing))
	}
	for room, path := range writing {
		if !generated[room] {
			t.Errorf("%s writes with -update, and no line of go:generate runs the tests of %s", path, room)
		}
	}
}
