package road

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hextui/ui"
)

// dialog is one of the program: what makes it, and the way there.
type dialog struct {
	// made are the functions that make it, each with the kind of dialog, parted by commas.
	made string
	// by are the keys that lead there from the list of projects, in the form of press.then; at is what it says then.
	by, at string
	do     func(w *walk) // what has to be so before
	fresh  bool          // it needs a program of its own, because the way there writes
	middle func(w *walk) // what happens at the % of the way there
	busy   bool          // it goes by itself as soon as what it tells of is done
	// elsewhere says why it cannot be opened here; its kind is tested with the kinds.
	elsewhere string
	start     func(o *ui.Options)
	welcome   bool // it begins on the first screen
}

// Every dialog of the program is opened, moved about in, chosen in, filled, scrolled and left, once by the keyboard alone and once by
// the mouse alone: whatever has no other place to click on is reached by a click on the keys that work here. What agreeing and leaving
// do in each kind of dialog is tested with the kinds. A dialog that is made somewhere without a row here fails this test.
func TestEveryDialogByKeysAndByMouse(t *testing.T) {
	keys := program.Keys(t)
	t.Setenv("HOME", t.TempDir())
	t.Chdir(t.TempDir())
	begin := func(d dialog) *walk {
		var w *walk
		w = newWalk(t, keys, func(o *ui.Options) {
			o.OpenURL = func(link string) error {
				select {
				case w.pages <- link:
				default: // nobody looks
				}
				return nil
			}
			if d.start != nil {
				d.start(o)
			}
		})
		if !d.welcome {
			w.until(func() bool { return strings.Contains(w.text(), "69 projects") })
		}
		return w
	}
	var shared *walk
	for _, d := range dialogs() {
		t.Run(d.made+" "+d.by, func(t *testing.T) {
			if d.elsewhere != "" {
				t.Skip(d.elsewhere)
			}
			if testing.Short() && !sampled(t.Name()) {
				t.Skip("with -short, one in four dialogs is opened")
			}
			var found [2]string
			for i, mouse := range []bool{false, true} {
				if shared == nil || d.fresh || shared.over {
					shared = begin(d)
				}
				h := &hand{shared, mouse, d}
				h.t = t
				found[i] = h.use(d)
				if d.fresh || t.Failed() {
					shared = nil
				}
			}
			if found[0] != found[1] {
				t.Errorf("the keys find\n%s\nand the mouse\n%s", found[0], found[1])
			}
		})
	}
}

// A quick hand that agrees before the question is there is told so, and agrees to nothing; the same key answers the question.
func TestAQuickHandIsToldWhatItsKeyDid(t *testing.T) {
	w := newWalk(t, program.Keys(t))
	w.push("~'69 projects' 3 ~'9 groups'")
	press := func(name string) {
		key, _ := sent(t, name)
		w.take(key)
	}
	want := func(text string) {
		t.Helper()
		if !strings.Contains(w.text(), text) {
			t.Fatalf("%q does not stand there:\n%s", text, w.text())
		}
	}
	press("D")
	want("reading how it is now")
	press("y")
	want("Nothing is agreed to by a key before this is over.")
	w.settle()
	want("y delete the group")
	press("y")
	want("answers nothing. Press it again.")
	want("y delete the group")
	w.clock.advance(moment)
	press("y")
	want("sending")
	w.settle()
	want("was deleted")
}

// kindsOfDialogs are those that are made as literals; the others are made by functions.
var kindsOfDialogs = []string{"Text", "Confirm", "Review", "Reviews", "Arrange", "Picture", "Answer", "Waiting"}

// TestEveryDialogHasARow finds where the program makes dialogs.
func TestEveryDialogHasARow(t *testing.T) {
	known := map[string]bool{}
	for _, d := range dialogs() {
		for made := range strings.SplitSeq(d.made, ", ") {
			known[made] = true
		}
	}
	found := map[string]bool{}
	err := filepath.WalkDir("ui", func(path string, entry fs.DirEntry, err error) error {
		at := filepath.ToSlash(filepath.Dir(path))
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || at == "ui/overlay" ||
			at == "ui/deed/deedtest" {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				for _, kind := range madeIn(f) {
					found[strings.TrimPrefix(strings.TrimPrefix(at, "ui"), "/")+"."+f.Name.Name+" "+kind] = true
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for made := range found {
		if !known[made] {
			t.Errorf("%s makes a dialog that has no row: say in the table how it is opened", made)
		}
	}
	for made := range known {
		if !found[made] {
			t.Errorf("no dialog is made by %s: take it out of its row", made)
		}
	}
}

// madeIn are the kinds of dialogs that a function makes.
func madeIn(f *ast.FuncDecl) (kinds []string) {
	named := func(e ast.Expr) (room, name string) {
		switch e := e.(type) {
		case *ast.SelectorExpr:
			if id, ok := e.X.(*ast.Ident); ok {
				return id.Name, e.Sel.Name
			}
		case *ast.Ident:
			return "", e.Name
		}
		return "", ""
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			room, name := named(n.Fun)
			kind, makes := strings.CutPrefix(name, "New")
			if room == "overlay" && makes {
				kinds = append(kinds, kind)
			} else if name == "Pick" && (room == "deed" || room == "") {
				kinds = append(kinds, "Picker")
			}
		case *ast.CompositeLit:
			if room, name := named(n.Type); room == "overlay" && slices.Contains(kindsOfDialogs, name) {
				kinds = append(kinds, name)
			}
		}
		return true
	})
	return kinds
}
