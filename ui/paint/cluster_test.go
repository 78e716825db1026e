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

// What is drawn without being looked up is what looking it up would give, whatever stands beside it.
func TestNarrowSignsAreOneColumn(t *testing.T) {
	found := 0
	for r := rune(0x80); r < 0x3000; r++ {
		sign := string(r)
		if narrow(sign) == 0 {
			continue
		}
		found++
		if hidden(r) || ansi.StringWidthWc(sign) != 1 || columns(sign, ansi.StringWidth(sign)) != 1 || ansi.StringWidth(sign) != 1 {
			t.Errorf("%q (U+%04X) is no sign of one column", sign, r)
		}
		for _, beside := range []string{"", "a", " ", "─", "█"} {
			if got, _ := ansi.FirstGraphemeCluster(sign+beside, ansi.GraphemeWidth); got != sign || narrow(sign+beside) != len(sign) {
				t.Errorf("%q before %q is drawn as %q, %d bytes of which are known", sign, beside, got, narrow(sign+beside))
			}
		}
		for _, joined := range []string{"\u0301", "\ufe0f", "\u200d", "\u20e3", "\u0903"} {
			if narrow(sign+joined) != 0 {
				t.Errorf("%q is not looked at together with U+%04X", sign, []rune(joined)[0])
			}
		}
	}
	if found < 250 {
		t.Errorf("only %d signs are known", found)
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
