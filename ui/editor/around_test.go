package editor_test

import (
	"strings"
	"testing"

	"hextui/ui/editor"
)

// What is around the cursor is there whatever the source is like, and costs the same in a long one.
func TestAround(t *testing.T) {
	e := open("sql", "a\nb\r\nc ‸d\ne\nf")
	if text, at := e.Around(1); text != "b\nc d\ne\n" || at != 4 {
		t.Errorf("%q, %d", text, at)
	}
	long := strings.Repeat("x", 1<<20)
	e = open("sql", long+"\n"+long+"‸"+long+"\na")
	text, at := e.Around(200)
	if len(text) > 10_000 || text[at-1] != 'x' || text[at] != 'x' || !strings.HasSuffix(text, "\na\n") {
		t.Errorf("of long lines %d bytes, cursor at %d", len(text), at)
	}
}

func TestQuoted(t *testing.T) {
	for source, want := range map[string]bool{"a‸": false, "‸'a'": false, "'a‸'": true, "'a'‸ b": true, "'a' ‸b": false, "-- ‸a": true,
		"'\n‸'": false, "/*\n a‸*/": true} {
		if got := open("sql", source).Quoted(); got != want {
			t.Errorf("%q: %v, want %v", source, got, want)
		}
	}
}

// A word that is taken replaces what was typed of it, and undo gives that back.
func TestTakeWord(t *testing.T) {
	e := open("sql", "a.‸b")
	e.Insert("c")
	if effect := e.TakeWord(1, "created"); !effect.Changed || shown(e) != "a.created‸b" {
		t.Errorf("taken: %q", shown(e))
	}
	if e.Do(editor.Undo); shown(e) != "a.c‸b" {
		t.Errorf("undone: %q", shown(e))
	}
	for _, source := range []string{"‸a‸", "a\n‸b"} {
		if e := open("sql", source); e.TakeWord(1, "x").Changed {
			t.Errorf("%q was changed to %q", source, shown(e))
		}
	}
}
