package editor_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hextui/ui/editor"
	"hextui/ui/paint"
	"hextui/ui/theme"
)

// screen draws an editor and returns the rows without styles.
func screen(e *editor.Editor, w, h int) []string {
	rows := strings.Split(ansi.Strip(picture(e, w, h)), "\n")
	for i := range rows {
		rows[i] = strings.TrimRight(rows[i], " ")
	}
	return rows
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("drawn\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestDrawsTabsAndWhatCannotBeSeen(t *testing.T) {
	e := open("sql", "a\tb\t売\tc‸\r\nx\ry\x00\x1b[2J\n\xff\u202eq\n")
	expect(t, screen(e, 30, 5),
		"  1 a   b   売  c",
		"  2 x␍y␀␛[2J",
		"  3 �⟦202E⟧q",
		"  4",
		"")
	if x, y, ok := e.ScreenCursor(); x != 4+13 || y != 0 || !ok {
		t.Errorf("the cursor is drawn at %d,%d %v", x, y, ok)
	}
}

func TestNarrowSurfacesHaveNoGutter(t *testing.T) {
	expect(t, screen(open("sql", "‸abc\nd"), 10, 2), "abc", "d")
	for _, size := range [][2]int{{0, 0}, {1, 1}, {0, 5}, {5, 0}, {2, 1}} {
		e := open("sql", "abc\nd‸ef\n")
		picture(e, size[0], size[1])
		e.Do(editor.MovePageDown)
		e.Click(3, 3)
		picture(e, size[0], size[1])
	}
}

func TestWindowFollowsTheCursorWithMargins(t *testing.T) {
	var b strings.Builder
	for i := range 100 {
		fmt.Fprintf(&b, "line %d\n", i+1)
	}
	e := open("text", b.String())
	first := func() string { return screen(e, 30, 10)[0] }
	for range 7 {
		e.Do(editor.MoveDown)
	}
	if got := first(); got != "   2 line 2" {
		t.Errorf("after moving down, the first row is %q", got)
	}
	e.Do(editor.MovePageDown)
	if got := first(); got != "  10 line 10" {
		t.Errorf("a page down, the first row is %q", got)
	}
	e.Scroll(30)
	if _, _, ok := e.ScreenCursor(); ok || first() != "  40 line 40" {
		t.Errorf("scrolled to %q, cursor in sight: %v", first(), ok)
	}
	e.Scroll(1000)
	if got := first(); got != "  92 line 92" {
		t.Errorf("scrolled beyond the end to %q", got)
	}
	e.Insert("x")
	if got := first(); got != "  10 line 10" && got != "  13 line 13" {
		t.Errorf("typing shows %q", got)
	}
	e.GoTo(50)
	e.Do(editor.CenterCursor)
	if got := first(); got != "  45 line 45" {
		t.Errorf("centred at %q", got)
	}
}

func TestLongLinesScrollSideways(t *testing.T) {
	e := open("text", strings.Repeat("0123456789", 10)+"‸")
	expect(t, screen(e, 30, 1), "  1 678901234567890123456789")
	e.Do(editor.MoveLineStart)
	expect(t, screen(e, 30, 1), "  1 0123456789012345678901234…")
	for range 20 {
		e.Do(editor.MoveRight)
	}
	expect(t, screen(e, 30, 1), "  1 0123456789012345678901234…")
	e.ScrollColumns(95)
	expect(t, screen(e, 30, 1), "  1 56789")
	e.ScrollColumns(8)
	expect(t, screen(e, 30, 1), "  1 56789") // there is nothing more to the right
	e.ScrollColumns(-95)
	e.Do(editor.MoveLineStart)
	screen(e, 30, 1)
	e.Click(4+25, 0)
	e.ScrollColumns(-95)
	expect(t, screen(e, 30, 1), "  1 01234567890123456789012345") // the cursor's own letter stays
}

// A source that is shown whole begins at the start of its lines, wherever its cursor is, and the window of the editor stays.
func TestAPreviewBeginsAtTheStartOfLines(t *testing.T) {
	e := open("sql", "select a_long_name, another_one from somewhere‸\nwhere x")
	before := screen(e, 30, 2)
	c, look := paint.NewCanvas(30, 2), theme.Dark()
	e.Preview(c.Surface(), &look, 0)
	expect(t, strings.Split(ansi.Strip(c.String()), "\n")[:1], "  1 select a_long_name, anoth…")
	expect(t, screen(e, 30, 2), before...)
}

func TestMouse(t *testing.T) {
	e := open("sql", "‸select foo, bar\n  from t\n\tx")
	picture(e, 40, 5)
	for _, c := range []struct {
		what string
		do   func()
		want string
	}{
		{"click", func() { e.Click(4+8, 0) }, "select f‸oo, bar\n  from t\n\tx"},
		{"click beyond a line", func() { e.Click(30, 1) }, "select foo, bar\n  from t‸\n\tx"},
		{"click below the text", func() { e.Click(4, 4) }, "select foo, bar\n  from t\n‸\tx"},
		{"click in a tab", func() { e.Click(4+2, 2) }, "select foo, bar\n  from t\n\t‸x"},
		{"drag", func() { e.Click(4+7, 0); e.Drag(4+2, 1) }, "select ‸foo, bar\n  ‸from t\n\tx"},
		{"double click", func() { e.DoubleClick(4+8, 0) }, "select ‸foo‸, bar\n  from t\n\tx"},
		{"drag words", func() { e.Drag(4+13, 0) }, "select ‸foo, bar‸\n  from t\n\tx"},
		{"drag words back", func() { e.Drag(4+1, 0) }, "‸select foo‸, bar\n  from t\n\tx"},
		{"triple click", func() { e.TripleClick(4+3, 1) }, "select foo, bar\n‸  from t\n‸\tx"},
		{"drag lines back", func() { e.Drag(4+3, 0) }, "‸select foo, bar\n  from t\n‸\tx"},
		{"click in the gutter", func() { e.Click(1, 0) }, "‸select foo, bar\n‸  from t\n\tx"},
		{"extend after a key", func() { e.Do(editor.MoveLeft); e.Do(editor.MoveRight); e.Drag(4+3, 0) },
			"s‸el‸ect foo, bar\n  from t\n\tx"},
	} {
		c.do()
		if got := shown(e); got != c.want {
			t.Errorf("%s: %q, not %q", c.what, got, c.want)
		}
	}
}

// A click near the edge must not move the window: the second click of two would hit another line.
func TestClicksDoNotScroll(t *testing.T) {
	e := open("text", strings.Repeat("a line\n", 50))
	e.Do(editor.MoveDocumentEnd)
	before := screen(e, 30, 10)
	e.Click(6, 0)
	e.DoubleClick(6, 0)
	expect(t, screen(e, 30, 10), before...)
	e.Drag(6, -2)
	if got := screen(e, 30, 10)[0]; got != " 40 a line" {
		t.Errorf("dragging above the window shows %q first", got)
	}
}

func TestMarksMoveWithTheirLines(t *testing.T) {
	e := open("sql", "‸select a\nfrom b\nwhere regiom = 1")
	e.SetMarks(editor.Mark{Line: 3, Col: 7, Text: "no such column: regiom"})
	expect(t, screen(e, 40, 3), "  1 select a", "  2 from b", "× 3 where regiom = 1  no such column: r…")
	e.Insert("-- one\n-- two\n")
	expect(t, screen(e, 40, 5), "  1 -- one", "  2 -- two", "  3 select a", "  4 from b", "× 5 where regiom = 1  no such column: r…")
	e.Do(editor.Undo)
	e.GoTo(3)
	e.Do(editor.NewLine)
	if m := e.Marks(); len(m) != 1 || m[0].Line != 4 {
		t.Errorf("below a new line the mark is at %+v", m)
	}
	e.Do(editor.Undo)
	e.GoTo(1)
	e.Do(editor.DeleteLine)
	if m := e.Marks(); len(m) != 1 || m[0].Line != 2 {
		t.Errorf("the mark is at %+v", m)
	}
}

// What a mark says is of the line as it was: it goes with the first change of it, and is never said of a neighbour.
func TestAMarkGoesWhenItsLineChanges(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(*editor.Editor)
		line int // 0 when the mark is gone
	}{
		"typing in it":             {func(e *editor.Editor) { e.GoTo(2); e.Insert("x") }, 0},
		"typing at its end":        {func(e *editor.Editor) { e.GoTo(2); e.Do(editor.MoveLineEnd); e.Insert("x") }, 0},
		"a new line at its end":    {func(e *editor.Editor) { e.GoTo(2); e.Do(editor.MoveLineEnd); e.Insert("\n") }, 2},
		"a new line before it":     {func(e *editor.Editor) { e.GoTo(2); e.Insert("\n") }, 3},
		"parted in two":            {func(e *editor.Editor) { e.GoTo(2); e.Do(editor.MoveRight); e.Insert("\n") }, 0},
		"deleted":                  {func(e *editor.Editor) { e.GoTo(2); e.Do(editor.DeleteLine) }, 0},
		"the one before is joined": {func(e *editor.Editor) { e.GoTo(2); e.Do(editor.DeleteLeft) }, 0},
		"the one before changed":   {func(e *editor.Editor) { e.GoTo(1); e.Insert("x") }, 2},
		"the one after is deleted": {func(e *editor.Editor) { e.GoTo(3); e.Do(editor.DeleteLine) }, 2},
		"everything is replaced":   {func(e *editor.Editor) { e.Replace([]byte("a\nb\nc")) }, 0},
	} {
		e := open("sql", "‸select a\nfrom b\nwhere c")
		e.SetMarks(editor.Mark{Line: 2, Text: "no such table: b"})
		c.edit(e)
		got := 0
		for _, m := range e.Marks() {
			got = m.Line
		}
		if got != c.line {
			t.Errorf("%s: the mark is on line %d, want %d", name, got, c.line)
		}
	}
}

// What a row looks like, told by the mono theme: bold keywords, faint comments, underlined matches,
// reversed selections.
func TestHighlighting(t *testing.T) {
	mono := theme.Mono()
	row := func(e *editor.Editor, y int, focused bool) string {
		c := paint.NewCanvas(20, 3)
		e.Draw(c.Surface(), &mono, focused)
		return strings.TrimRight(strings.Split(c.String(), "\n")[y], " ")
	}
	e := open("sql", "‸a\nselect a\n-- a")
	for y, want := range []string{"a", "\x1b[1mselect\x1b[m a", "\x1b[2m-- a\x1b[m"} {
		if got := row(e, y, false); got != want {
			t.Errorf("row %d is %q, not %q", y, got, want)
		}
	}
	e.Insert("/*")
	if got := row(e, 1, false); got != "\x1b[2mselect a\x1b[m" {
		t.Errorf("in a comment, row 1 is %q", got)
	}
	e.Do(editor.Undo)
	e.Search("lec")
	if got := row(e, 1, true); got != "\x1b[1mse\x1b[22;4;7mlec\x1b[24;27;1mt\x1b[m a" {
		t.Errorf("row 1 with a match is %q", got)
	}
	e = open("sql", "‸(a)")
	if got := row(e, 0, true); got != "\x1b[1;4m(\x1b[ma\x1b[1;4m)\x1b[m" {
		t.Errorf("brackets are not marked in %q", got)
	}
}
