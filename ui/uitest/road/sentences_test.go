package road

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hextui/ui/action"
)

// keyNamed finds a key in a sentence, as people write them.
var keyNamed = regexp.MustCompile(
	`(?i)(^|[ (“])(esc|enter|tab|space|backspace|pgup|pgdn|f\d+|ctrl[+-]\w|alt[+-]\w|⏎|\^[a-z]|[↑↓←→]+)([ ).,;:]|$)|\b(or|press|with) ` +
		`[b-z?:/] `)

// Sentences take the names of keys from the table of keys: none is written down in the UI.
func TestSentencesNameNoKeys(t *testing.T) {
	t.Parallel()
	seen := 0
	err := filepath.WalkDir("ui", func(path string, d fs.DirEntry, err error) error {
		slash := filepath.ToSlash(path)
		if err != nil || d.IsDir() && (slash == "ui/uitest" || slash == "ui/action" || slash == "ui/lex" || slash == "ui/chroma") {
			return cmp.Or(err, fs.SkipDir)
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err != nil || !strings.Contains(strings.TrimSpace(text), " ") {
				return true
			}
			seen++
			if keyNamed.MatchString(text) {
				t.Errorf("%s: %q names a key; take its name from the table of keys", slash, text)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 300 {
		t.Errorf("only %d sentences are found", seen)
	}
}

// Whoever has other keys reads of them, and they do what is said.
func TestSentencesFollowTheKeys(t *testing.T) {
	t.Parallel()
	d := sit(t, setup{agents: true, keys: map[string][]string{
		"global/back": {"f9"}, "clear-filter": {"f8"}, "global/refresh": {"f7"}, "quit": {"f10"}, "projects/open": {"f6"},
	}})
	d.see("69 projects")
	nothing := func(place string) {
		t.Helper()
		d.see("/ filter")
		d.Press("/")
		d.Type("zzz")
		d.see("f8 takes the filter away")
		d.Press("enter")
		d.see("f9 takes the filter away")
		d.Press("f9")
		d.WaitGone("takes the filter away")
		if strings.Contains(d.Screen(), "/ zzz") {
			t.Errorf("in %s the filter stays", place)
		}
	}
	nothing("the projects")
	for _, b := range program.Keys(t).In(action.Global) {
		// Nothing is filtered in a question and at home, and there may be no runs.
		unfiltered := []action.ID{action.GoAsk, action.GoHome, action.GoAllRuns}
		if !strings.HasPrefix(string(b.Action), action.GoPrefix) || slices.Contains(unfiltered, b.Action) {
			continue
		}
		d.Press(b.Keys[0])
		d.WaitGone("reading")
		if b.Action != action.GoDrafts { // there are none to be filtered
			nothing(string(b.Action))
		}
	}
	d.Press("1")
	d.find("title:Net")
	d.choose("Net revenue retention")
	d.Press("H")
	d.see("STARTED")
	nothing("its runs")
	d.Press("f9", "f6")
	d.see("CELLS")
	d.WaitGone("reading")
	nothing("its cells")
	d.Resize(30, 8)
	d.told("or f10 to quit")
	d.Press("q") // means nothing any more
	d.Press("f10")
	d.wantEnd()
}

// Whoever gives a key to another action reads of it nowhere that it does what it did before.
func TestSentencesNameNoKeyThatWasGivenAway(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		keys map[string][]string
		says string
	}{
		"another key is left":           {map[string][]string{"run": {"q"}}, "^c quits"},
		"in one scope only":             {map[string][]string{"project/run": {"q"}}, "^c quits"},
		"no key is left":                {map[string][]string{"run": {"q", "ctrl+c"}}, ":quit quits"},
		"the action has none":           {map[string][]string{"quit": {}}, ":quit quits"},
		"not even that of the palette":  {map[string][]string{"quit": {}, "run": {":"}}, "^p quit quits"},
		"what it has is the key it had": {map[string][]string{"quit": {"q"}}, "; q quits"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := sit(t, setup{keys: test.keys})
			d.see("69 projects")
			d.Press("esc")
			d.told("There is nothing to go back to")
			d.told(test.says)
		})
	}
}
