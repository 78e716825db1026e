package editor_test

import (
	"strings"
	"testing"

	"hextui/ui/editor"
	"hextui/ui/lex"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// open returns an editor over source, in which ‸ is the cursor and, if there are two, the first
// one the other end of the selection.
func open(language, source string) *editor.Editor {
	e := editor.New(lex.ByName(language))
	parts := strings.Split(source, "‸")
	e.SetSource([]byte(strings.Join(parts, "")))
	place := func(n int) editor.Pos {
		before := strings.Join(parts[:n], "")
		line := strings.Count(before, "\n")
		return editor.Pos{Line: line, Col: len(before) - strings.LastIndex(before, "\n") - 1}
	}
	switch len(parts) {
	case 2:
		e.Select(place(1), place(1))
	case 3:
		e.Select(place(1), place(2))
	}
	return e
}

// shown is the inverse of open.
func shown(e *editor.Editor) string {
	text := string(e.Bytes())
	offset := func(p editor.Pos) int {
		at := 0
		for range p.Line {
			at += strings.IndexByte(text[at:], '\n') + 1
		}
		return at + p.Col
	}
	s := e.State()
	a, c := offset(s.Anchor), offset(s.Cursor)
	if a == c {
		return text[:c] + "‸" + text[c:]
	}
	return text[:min(a, c)] + "‸" + text[min(a, c):max(a, c)] + "‸" + text[max(a, c):]
}

// situations are editors in which, between them, every command has something to do.
func situations() []func() *editor.Editor {
	draw := func(e *editor.Editor, h int) *editor.Editor {
		t := theme.Dark()
		e.Draw(paint.NewCanvas(40, h).Surface(), &t, true)
		return e
	}
	return []func() *editor.Editor{
		func() *editor.Editor { return draw(open("python", "a\n\n  (b + ‸c)\n\nd\n"), 3) },
		func() *editor.Editor { return draw(open("sql", "a‸ bc‸ d\n  e\n"), 20) },
		func() *editor.Editor {
			e := open("sql", "x x x‸")
			e.Insert("y")
			e.Do(editor.Undo)
			e.Search("x")
			return e
		},
		func() *editor.Editor {
			e := open("sql", "f‸(a)")
			e.Insert("y")
			return e
		},
		func() *editor.Editor {
			e := draw(open("sql", strings.Repeat("line\n", 50)), 5)
			e.SetClipboard("text")
			e.Scroll(20)
			return e
		},
	}
}

func TestCommands(t *testing.T) {
	for _, c := range []struct{ name, language, source, commands, want string }{
		{"left over an ending", "sql", "a\r\n‸b", "move-left", "a‸\r\nb"},
		{"right by grapheme", "sql", "‸👩‍👩‍👧e\u0301x", "move-right move-right", "👩‍👩‍👧e\u0301‸x"},
		{"left collapses the selection", "sql", "ab‸cd‸e", "move-left", "ab‸cde"},
		{"right collapses the selection", "sql", "ab‸cd‸e", "move-right", "abcd‸e"},
		{"words", "sql", "‸sum(o.total_cents)", "move-word-right move-word-right move-word-right move-word-right move-word-right",
			"sum(o.total_cents‸)"},
		{"words back over lines", "sql", "a b\n  ‸c", "move-word-left move-word-left move-word-left", "a ‸b\n  c"},
		{"smart home", "sql", "  ab‸c", "move-line-start", "  ‸abc"},
		{"smart home twice", "sql", "  ab‸c", "move-line-start move-line-start", "‸  abc"},
		{"up and down keep the column", "sql", "abcdef\nab\nabcd‸ef", "move-up move-up", "abcd‸ef\nab\nabcdef"},
		{"columns count tabs", "sql", "\tab‸c\nabcdefgh", "move-down", "\tabc\nabcdef‸gh"},
		{"columns count wide characters", "sql", "売上‸高\nabcdefgh", "move-down", "売上高\nabcd‸efgh"},
		{"up from the first line", "sql", "ab‸c", "move-up", "‸abc"},
		{"down from the last line", "sql", "a‸bc", "move-down", "abc‸"},
		{"to the empty line", "sql", "a‸\nb\n\nc\n\nd", "move-block-down move-block-down", "a\nb\n\nc\n‸\nd"},
		{"matching bracket", "sql", "f‸(a, ')', (b))", "move-bracket", "f(a, ')', (b)‸)"},
		{"matching bracket back", "python", "[1,\n # ]\n {2}]‸", "move-bracket", "‸[1,\n # ]\n {2}]"},
		{"select words", "sql", "‸ab cd", "select-word-right select-word-right", "‸ab cd‸"},
		{"select a word", "sql", "ab c‸de f", "select-word", "ab ‸cde‸ f"},
		{"select a line", "sql", "a\nb‸c\nd", "select-line", "a\n‸bc\n‸d"},
		{"mark and move", "sql", "‸abc", "set-mark move-right move-right", "‸ab‸c"},
		{"mark and edit", "sql", "‸abc", "set-mark move-right delete-left move-right", "b‸c"},

		{"new line indents", "sql", "  a‸b", "new-line", "  a\n  ‸b"},
		{"new line in CRLF", "sql", "a\r\nb‸", "new-line", "a\r\nb\r\n‸"},
		{"new line opens a level", "python", "def f():‸", "new-line", "def f():\n    ‸"},
		{"new line opens a tab level", "python", "\tdef f():‸", "new-line", "\tdef f():\n\t\t‸"},
		{"backspace over CRLF", "sql", "a\r\n‸b", "delete-left", "a‸b"},
		{"backspace over a grapheme", "sql", "a👩‍👩‍👧‸b", "delete-left", "a‸b"},
		{"delete over an ending", "sql", "a‸\nb", "delete-right", "a‸b"},
		{"delete words", "sql", "select foo‸.bar", "delete-word-left delete-word-left", "‸.bar"},
		{"delete word right", "sql", "a‸  bc d", "delete-word-right", "a‸ d"},
		{"kill the rest", "sql", "a‸bc\nd", "delete-to-line-end delete-to-line-end", "a‸d"},
		{"delete lines", "sql", "a\nb‸\nc‸\nd", "delete-line", "a\nd‸"},
		{"delete the last line", "sql", "a\nb‸", "delete-line", "a‸"},
		{"duplicate", "sql", "a‸b\nc", "duplicate-line", "ab\na‸b\nc"},
		{"duplicate the last line", "sql", "a\r\nb‸", "duplicate-line", "a\r\nb\r\nb‸"},
		{"raise", "sql", "a\r\n  b‸", "raise-line", "  b‸\r\na"},
		{"lower a block", "sql", "‸a\nb‸\nc\n", "lower-line", "c\n‸a\nb‸\n"},
		{"indent to the next level", "sql", "abc‸", "indent", "abc ‸"},
		{"indent a block", "sql", "a\n‸b\n\nc\n‸d", "indent", "a\n  ‸b\n\n  c\n‸d"},
		{"dedent", "python", "\ta\n      b‸", "dedent", "\ta\n  b‸"},
		{"comment", "sql", "  ‸a\n\n b‸", "toggle-comment", " --  ‸a\n\n -- b‸"},
		{"uncomment", "python", "‸# a\n  #b‸", "toggle-comment", "‸a\n  b‸"},
		{"no comments in text", "text", "a‸", "toggle-comment", "a‸"},
		{"cut and paste a line", "sql", "a‸\nb\n", "cut move-down paste", "b\na\n‸"},
		{"copy and paste", "sql", "‸ab‸", "copy move-right paste", "abab‸"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := open(c.language, c.source)
			for _, name := range strings.Fields(c.commands) {
				e.Do(editor.Command(name))
			}
			if got := shown(e); got != c.want {
				t.Errorf("%q then %s\n got %q\nwant %q", c.source, c.commands, got, c.want)
			}
		})
	}
}

func TestUndoTakesBackRunsAndRestoresTheCursor(t *testing.T) {
	e := open("sql", "‸ab‸c")
	typed := func(s string) {
		for _, r := range s {
			e.Insert(string(r))
		}
	}
	typed("xyz")
	e.Insert("pasted\ntext")
	typed("12")
	e.Do(editor.MoveLeft)
	typed("3")
	e.Do(editor.DeleteLeft)
	e.Do(editor.DeleteLeft)
	var seen []string
	for e.Do(editor.Undo).Changed {
		seen = append(seen, shown(e))
	}
	want := []string{"xyzpasted\ntext13‸2c", "xyzpasted\ntext1‸2c", "xyzpasted\ntext‸c", "xyz‸c", "‸ab‸c"}
	if strings.Join(seen, "|") != strings.Join(want, "|") {
		t.Errorf("undo went through\n%q, not\n%q", seen, want)
	}
	for e.Do(editor.Redo).Changed {
	}
	if got := shown(e); got != "xyzpasted\ntext‸2c" {
		t.Errorf("redo ended at %q", got)
	}
	e.Do(editor.Undo)
	e.Insert("!")
	if e.Do(editor.Redo).Changed {
		t.Error("what was undone could be redone after typing")
	}
}

func TestModifiedIsAboutTheText(t *testing.T) {
	e := open("sql", "a‸b\n")
	step := func(what string, effect editor.Effect, modified bool) {
		t.Helper()
		if e.Modified() != modified {
			t.Errorf("after %s, modified is %v", what, !modified)
		}
	}
	step("loading", editor.Effect{}, false)
	v := e.Version()
	step("typing", e.Insert("x"), true)
	step("deleting it", e.Do(editor.DeleteLeft), false)
	step("undoing the deletion", e.Do(editor.Undo), true)
	e.MarkSaved()
	step("saving", editor.Effect{}, false)
	step("undoing past the save", e.Do(editor.Undo), true)
	step("redoing", e.Do(editor.Redo), false)
	if e.Version() <= v {
		t.Error("the version did not grow")
	}
}

func TestReadOnlyRefusesEditsOnly(t *testing.T) {
	e := open("sql", "ab‸c\nd")
	e.Insert("x")
	e.SetReadOnly(true)
	want, version := string(e.Bytes()), e.Version()
	for _, b := range editor.Bindings() {
		if effect := e.Do(b.Command); effect.Refused != b.Command.Edits() || effect.Changed {
			t.Errorf("%s on a read-only source: %+v", b.Command, effect)
		}
	}
	if !e.Insert("y").Refused || !e.Replace([]byte("z")).Refused || string(e.Bytes()) != want || e.Version() != version {
		t.Errorf("a read-only source became %q", e.Bytes())
	}
	e.Do(editor.SelectAll)
	if got := e.Do(editor.Copy).Copied; got != want {
		t.Errorf("copied %q", got)
	}
}

func TestReplaceKeepsTheCursorAndIsOneStep(t *testing.T) {
	e := open("sql", "select a\nfrom b\nwhere ‸c\n")
	e.Replace([]byte("select a,\n  d\nfrom b\nwhere c\n"))
	if got := shown(e); got != "select a,\n  d\nfrom b\nwhere ‸c\n" {
		t.Errorf("became %q", got)
	}
	e.Do(editor.Undo)
	if got := shown(e); got != "select a\nfrom b\nwhere ‸c\n" {
		t.Errorf("undone to %q", got)
	}
}

func TestPlaces(t *testing.T) {
	e := open("sql", "a\n\tb売c\n")
	e.GoToColumn(2, 4)
	if line, col := e.Cursor(); line != 2 || col != 4 {
		t.Errorf("the cursor is at %d:%d", line, col)
	}
	if got := shown(e); got != "a\n\tb売‸c\n" {
		t.Errorf("went to %q", got)
	}
	kept := e.State()
	e.GoTo(99)
	if line, col := e.Cursor(); line != 3 || col != 1 {
		t.Errorf("beyond the end the cursor is at %d:%d", line, col)
	}
	e.Restore(kept)
	if e.State() != kept {
		t.Errorf("restored %+v, not %+v", e.State(), kept)
	}
	e.SetSource([]byte("x"))
	e.Restore(kept)
	if got := shown(e); got != "x‸" {
		t.Errorf("restored into a shorter source: %q", got)
	}
}

func TestSearch(t *testing.T) {
	e := open("sql", "b ‸Alpha\nalpha ALPHA\nab\n")
	steps := []struct {
		what string
		do   func() bool
		want string
		n, m int
	}{
		{"first letter", func() bool { return e.Search("a") }, "b ‸A‸lpha\nalpha ALPHA\nab\n", 1, 7},
		{"more letters", func() bool { return e.Search("alpha") }, "b ‸Alpha‸\nalpha ALPHA\nab\n", 1, 3},
		{"next", e.Next, "b Alpha\n‸alpha‸ ALPHA\nab\n", 2, 3},
		{"next on the line", e.Next, "b Alpha\nalpha ‸ALPHA‸\nab\n", 3, 3},
		{"round the end", e.Next, "b ‸Alpha‸\nalpha ALPHA\nab\n", 1, 3},
		{"back round the start", e.Previous, "b Alpha\nalpha ‸ALPHA‸\nab\n", 3, 3},
		{"back", e.Previous, "b Alpha\n‸alpha‸ ALPHA\nab\n", 2, 3},
		{"upper case means it", func() bool { return e.Search("ALPHA") }, "b Alpha\nalpha ‸ALPHA‸\nab\n", 1, 1},
		{"nothing", func() bool { return e.Search("beta") }, "b ‸Alpha\nalpha ALPHA\nab\n", 0, 0},
		{"before the cursor", func() bool { return e.Search("b") }, "b Alpha\nalpha ALPHA\na‸b‸\n", 2, 2},
	}
	for _, s := range steps {
		found := s.do()
		n, m := e.Matches()
		if got := shown(e); got != s.want || n != s.n || m != s.m || found != (s.m > 0) {
			t.Errorf("%s: %v, %d of %d, %q", s.what, found, n, m, got)
		}
	}
	e.CancelSearch()
	if got := shown(e); got != "b ‸Alpha\nalpha ALPHA\nab\n" || e.Query() != "" {
		t.Errorf("cancelling went to %q", got)
	}
}

func TestSearchRegexp(t *testing.T) {
	e := open("sql", "‸ab aab\nab")
	if found, err := e.SearchRegexp(`^a+\W?b`); !found || err != nil {
		t.Fatal(found, err)
	}
	if n, m := e.Matches(); n != 1 || m != 2 {
		t.Errorf("%d of %d", n, m)
	}
	if _, err := e.SearchRegexp("(a"); err == nil || !strings.Contains(err.Error(), `"(a"`) {
		t.Errorf("error %v", err)
	}
	if e.Next() {
		t.Error("a broken pattern found something")
	}
	if found, err := e.SearchRegexp("x*"); found || err != nil {
		t.Error("empty matches were found", err)
	}
}

func TestSearchFoldsAllScripts(t *testing.T) {
	e := open("sql", "‸straße Ärger ärger")
	e.Search("ärger")
	if _, m := e.Matches(); m != 2 {
		t.Errorf("%d matches", m)
	}
	e = open("sql", "‸a\xffb \xff")
	e.Search("\xff")
	if _, m := e.Matches(); m != 2 {
		t.Errorf("%d matches of a byte that is no UTF-8", m)
	}
}

// A paste takes over the line ends of the text, says so, and is else put in as it is: never indented again.
func TestPasteKeepsOneKindOfLineEnds(t *testing.T) {
	for _, c := range []struct{ source, text, want, ends string }{
		{"a\n‸\nb\n", "1\r\n2", "a\n1\n2‸\nb\n", "LF"},
		{"a\r\nb‸", "\n1\n2\r\n", "a\r\nb\r\n1\r\n2\r\n‸", "CR LF"},
		{"‸a\nb‸", "1\r\n2\r\n", "1\n2\n‸", "LF"}, // over the whole text too
		{"‸a\nb\n‸", "1\r\n2\n", "1\n2\n‸", "LF"},
		{"‸a\r\nb‸", "1\n2", "1\r\n2‸", "CR LF"},
		{"‸a\r\nb\nc\r\n‸", "1\n2\r\n", "1\r\n2\r\n‸", "CR LF"}, // as most of it ended
		{"‸a‸", "1\r\n2\r\n", "1\r\n2\r\n‸", ""},                // nothing ended here: as it came
		{"‸", "1\r\n2\n3\r\n", "1\r\n2\r\n3\r\n‸", "CR LF"},     // but one kind
		{"‸", "1\r\n2\n", "1\n2\n‸", "LF"},
		{"‸a\nb‸\n", "1\r\n", "1\n‸\n", "LF"},
		{"a\n‸", "1\n2\r3\n", "a\n1\n2\r3\n‸", ""},
		{"a\r\n‸", "1\r\n", "a\r\n1\r\n‸", ""},
		{"for x in y:\n    f(x)‸", "\nprint(\"x\")\n    if z:\n        a",
			"for x in y:\n    f(x)\nprint(\"x\")\n    if z:\n        a‸", ""},
	} {
		e := open("python", c.source)
		effect := e.Paste(c.text)
		if got := shown(e); got != c.want || effect.LineEnds != c.ends || !effect.Changed {
			t.Errorf("%q pasted into %q: %q, line ends %q; want %q, %q", c.text, c.source, got, effect.LineEnds, c.want, c.ends)
		}
		if e.Do(editor.Undo); string(e.Bytes()) != strings.ReplaceAll(c.source, "‸", "") {
			t.Errorf("undone, the paste into %q left %q", c.source, e.Bytes())
		}
	}
	e := open("sql", "a\n‸")
	e.SetReadOnly(true)
	if effect := e.Paste("1\r\n"); !effect.Refused || effect.LineEnds != "" {
		t.Errorf("a source that is only read: %+v", effect)
	}
}
