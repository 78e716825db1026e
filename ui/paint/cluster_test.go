package paint

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// tricky are texts that terminals measure in different ways, and how they are drawn where characters are measured one by one.
var tricky = []struct{ text, apart string }{
	{"👩‍👩‍👧", "👩"}, {"🏳️‍🌈", "🏳 "}, {"🇩🇪", "DE"}, {"🇩", "D "}, {"❤️", "❤ "}, {"1️⃣", "1 "}, {"👍🏽", "👍"}, {"©️", "© "},
	{"🛒", "🛒"}, {"売", "売"}, {"한", "한"}, {"e\u0301", "e\u0301"}, {"நி", "நி"}, {"क्षि", "क्षि"}, {"กำ", "กำ"},
	{"\U0001fa77", "� "}, {"\U0001f6dc", "� "}, {"\U0001faf7\U0001f3fd", "� "}, {"\U0001d306", "� "}, {"\u1161", "�"}, {"㉈", "�"},
}

// What stands behind a text stands in the same column, whichever way the terminal measures the text: every row that is drawn is as wide
// as it was meant to be.
func TestNothingShiftsARow(t *testing.T) {
	for _, c := range tricky {
		for _, clusters := range []bool{true, false} {
			method := ansi.WcWidth
			if clusters {
				method = ansi.GraphemeWidth
			}
			canvas := NewCanvas(20, 1)
			canvas.Clusters(clusters)
			end := canvas.Surface().Text(0, 0, "a"+c.text+"|", Style{})
			row := canvas.String()
			if got := method.StringWidth(row[:strings.Index(row, "|")+1]); got != end || end != Width("a"+c.text+"|") {
				t.Errorf("%q, by the whole %v: the mark stands before column %d, and should before %d", c.text, clusters, got, end)
			}
			if got := row[1:strings.Index(row, "|")]; !clusters && got != c.apart {
				t.Errorf("%q is drawn as %q, want %q", c.text, got, c.apart)
			}
		}
	}
}

// The same holds for what other hands have drawn.
func TestStyledTextIsMeasuredAnew(t *testing.T) {
	for _, c := range tricky {
		canvas := NewCanvas(20, 1)
		canvas.Surface().Styled("\x1b[1ma"+c.text+"|\x1b[m", 0)
		row := canvas.String()
		if got, want := ansi.StringWidthWc(row[:strings.Index(row, "|")+1]), Width("a"+c.text+"|"); got != want {
			t.Errorf("%q: the mark stands before column %d, and should before %d of %q", c.text, got, want, row)
		}
	}
}
