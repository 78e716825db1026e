package editor_test

import (
	"fmt"
	"strings"
	"testing"

	"hextui/ui/editor"
)

// drawn draws e in a window and returns its rows, with ‸ where the cursor is.
func drawn(e *editor.Editor, w, h int) []string {
	rows := screen(e, w, h)
	for len(rows) < h {
		rows = append(rows, "")
	}
	if x, y, ok := e.ScreenCursor(); ok {
		r := []rune(rows[y] + strings.Repeat(" ", w))
		rows[y] = string(r[:x]) + "‸" + string(r[x:])
	}
	for i := range rows {
		rows[i] = strings.TrimRight(rows[i], " ")
	}
	return rows
}

// A long line goes on in the next rows, between words where it can; moves go by rows, and the text stays as it is.
func TestWrap(t *testing.T) {
	e := open("markdown", "one two three four\nfivesixseven‸\n\n\tx")
	e.SetWrap(true)
	want := func(h int, rows ...string) {
		t.Helper()
		if got := drawn(e, 9, h); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", rows) {
			t.Errorf("got  %q\nwant %q", got, rows)
		}
	}
	want(7, "one two", "three", "four", "fivesixse", "ven‸", "", "    x")
	e.Do(editor.MoveUp)
	want(7, "one two", "three", "four", "fiv‸esixse", "ven", "", "    x")
	e.Do(editor.MoveUp)
	e.Do(editor.MoveUp)
	want(7, "one two", "thr‸ee", "four", "fivesixse", "ven", "", "    x")
	e.Do(editor.MoveDocumentEnd)
	want(3, "ven", "", "    x‸")
	e.Do(editor.MoveDocumentStart)
	want(2, "‸one two", "three")
	e.Do(editor.MoveDown)
	want(2, "one two", "‸three")
	e.Scroll(2)
	want(2, "four", "fivesixse")
	e.Click(2, 0)
	want(2, "fo‸ur", "fivesixse")
	e.Scroll(100)
	want(2, "", "    x")
	e.Scroll(-100)
	e.Click(8, 0) // behind the row's last letter, which is in the next row
	want(2, "one two‸", "three")
	e.Insert("!")
	if got := string(e.Bytes()); got != "one two! three four\nfivesixseven\n\n\tx" {
		t.Errorf("the text is %q", got)
	}
}

// Whatever the text and the window, the cursor is in it after a move, and up and down come past every row.
func TestWrappedMovesKeepTheCursorInSight(t *testing.T) {
	for _, source := range []string{
		"", "‸" + strings.Repeat("word ", 300), "‸" + strings.Repeat("x", 500), "‸a\n\n" + strings.Repeat("宽\t", 90) + "\r\nb",
	} {
		for _, w := range []int{1, 3, 5, 30} {
			e := open("markdown", source)
			e.SetWrap(true)
			drawn(e, w, 4)
			for n := 0; ; n++ {
				before := e.State().Cursor
				e.Do(editor.MoveDown)
				drawn(e, w, 4)
				if _, y, ok := e.ScreenCursor(); !ok || y > 3 {
					t.Fatalf("%.20q at width %d: the cursor %v is out of sight", source, w, e.State().Cursor)
				}
				if e.State().Cursor == before {
					break
				}
				if n > 2000 {
					t.Fatalf("%.20q at width %d: no end is reached", source, w)
				}
			}
			for n := 0; e.State().Cursor != (editor.Pos{}); n++ {
				if e.Do(editor.MoveUp); n > 2000 {
					t.Fatalf("%.20q at width %d: the start is not reached", source, w)
				}
			}
		}
	}
}

// A key in a long paragraph costs no more than one that is drawn in sight of it does.
func BenchmarkWrappedKey(b *testing.B) {
	e := open("markdown", strings.Repeat("word ", 3000)+"‸\n"+strings.Repeat("a line of prose that goes on for a while\n", 5000))
	e.SetWrap(true)
	for b.Loop() {
		e.Insert("x")
		screen(e, 80, 40)
	}
}
