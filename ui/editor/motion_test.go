package editor_test

import (
	"strings"
	"testing"

	"hextui/ui/editor"
)

// Every move, from places in the middle and at the ends, in lines that end with LF and with CR LF.
func TestMoves(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"left", "a‸b", "‸ab"}, {"left", "‸ab", "‸ab"}, {"left", "a\r\n‸b", "a‸\r\nb"}, {"left", "a👩‍👩‍👧‸", "a‸👩‍👩‍👧"},
		{"left", "a\t‸", "a‸\t"},
		{"right", "‸ab", "a‸b"}, {"right", "ab‸", "ab‸"}, {"right", "a‸\r\nb", "a\r\n‸b"}, {"right", "‸e\u0301a", "e\u0301‸a"},
		{"right", "‸\xffa", "\xff‸a"},
		{"up", "ab\ncd‸", "ab‸\ncd"}, {"up", "a\nbcd‸", "a‸\nbcd"}, {"up", "ab‸", "‸ab"}, {"up", "\tx\nabcde‸", "\tx‸\nabcde"},
		{"down", "ab‸\ncd", "ab\ncd‸"}, {"down", "abc‸\nd\r\n", "abc\nd‸\r\n"}, {"down", "a‸b", "ab‸"},
		{"down", "売‸上\nabcd", "売上\nab‸cd"},
		{"word-left", "ab cd‸", "ab ‸cd"}, {"word-left", "ab  ‸cd", "‸ab  cd"}, {"word-left", "a.b‸", "a.‸b"},
		{"word-left", "a\n‸b", "a‸\nb"},
		{"word-left", "‸a", "‸a"}, {"word-left", "größe‸", "‸größe"},
		{"word-right", "‸ab cd", "ab‸ cd"}, {"word-right", "ab‸  cd", "ab  cd‸"}, {"word-right", "‸a.b", "a‸.b"},
		{"word-right", "a‸\nb", "a\n‸b"},
		{"word-right", "a‸", "a‸"}, {"word-right", "‸o.total_cents", "o‸.total_cents"},
		{"line-start", "  ab‸", "  ‸ab"}, {"line-start", "  ‸ab", "‸  ab"}, {"line-start", "‸  ab", "  ‸ab"},
		{"line-start", "a\nb‸", "a\n‸b"},
		{"line-end", "‸ab\r\nc", "ab‸\r\nc"}, {"line-end", "ab‸", "ab‸"}, {"line-end", "‸", "‸"},
		{"page-up", "a\nb\nc‸", "a‸\nb\nc"}, {"page-up", "a‸", "‸a"},
		{"page-down", "a‸\nb\nc\nd", "a\nb\nc‸\nd"}, {"page-down", "a\nb‸\nc", "a\nb\nc‸"}, {"page-down", "a‸b", "ab‸"},
		{"block-up", "a\n\nb\nc‸", "a\n‸\nb\nc"}, {"block-up", "a\nb‸", "‸a\nb"}, {"block-up", "a\n  \n\nb\n‸", "a\n  \n‸\nb\n"},
		{"block-down", "‸a\nb\n\nc", "a\nb\n‸\nc"}, {"block-down", "‸a\nb", "a\nb‸"}, {"block-down", "a\n‸\nb\n\nc", "a\n\nb\n‸\nc"},
		{"document-start", "a\nb‸", "‸a\nb"}, {"document-start", "‸", "‸"}, {"document-end", "‸a\nb\r\n", "a\nb\r\n‸"},
		{"document-end", "‸a", "a‸"},
		{"bracket", "‸(a)", "(a‸)"}, {"bracket", "(a‸)", "‸(a)"}, {"bracket", "(a)‸", "‸(a)"}, {"bracket", "‸([{}])", "([{}]‸)"},
		{"bracket", "‸(')')", "(')'‸)"}, {"bracket", "‸(\n-- )\n)", "(\n-- )\n‸)"}, {"bracket", "‸(a", "‸(a"}, {"bracket", "a‸b", "a‸b"},
	} {
		e := open("sql", c.source)
		screen(e, 40, 4)
		e.Do(editor.Command("move-" + c.name))
		if got := shown(e); got != c.want {
			t.Errorf("move-%s in %q: %q, want %q", c.name, c.source, got, c.want)
		}
		e = open("sql", c.source) // the same way, with what is passed selected
		screen(e, 40, 4)
		from := e.State().Cursor
		e.Do(editor.Command("select-" + c.name))
		s := e.State()
		e.Select(s.Cursor, s.Cursor)
		if got := shown(e); got != c.want || s.Anchor != from {
			t.Errorf("select-%s in %q: %q from %v, want %q from %v", c.name, c.source, got, s.Anchor, c.want, from)
		}
	}
}

// No move is without a case above.
func TestEveryMoveIsTried(t *testing.T) {
	tried := map[string]bool{}
	for _, name := range strings.Fields("left right up down word-left word-right line-start line-end page-up page-down " +
		"block-up block-down document-start document-end bracket") {
		tried["move-"+name], tried["select-"+name] = true, true
	}
	for _, b := range editor.Bindings() {
		if name := string(b.Command); (strings.HasPrefix(name, "move-") || strings.HasPrefix(name, "select-")) && !tried[name] &&
			b.Command != editor.SelectAll && b.Command != editor.SelectWord && b.Command != editor.SelectLine {
			t.Errorf("%s is not among those tried", name)
		}
	}
}
