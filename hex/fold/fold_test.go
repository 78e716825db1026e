package fold_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hextui/hex/fold"
)

func TestTextsThatPeopleTakeForTheSameFoldAlike(t *testing.T) {
	for want, texts := range map[string][]string{
		"zurich":     {"Zürich", "ZU\u0308RICH", "Ｚｕｒｉｃｈ", "zurich"},
		"strasse":    {"Straße", "STRASSE", "ſtraße"},
		"smorrebrod": {"Smørrebrød"},
		"lodz":       {"Łódź"},
		"office 2":   {"oﬃce ②", "of\u00adfice\u00a02"},
		"odos":       {"odos"},
		"売上":         {"売上"},
		"ァイル":        {"ｧｲﾙ", "ァイル"},
	} {
		for _, text := range texts {
			if got := fold.Text(text); got != want {
				t.Errorf("%q folds to %q, want %q", text, got, want)
			}
		}
	}
	for _, pair := range [][2]string{{"한국", norm.NFD.String("한국")}, {"ΟΔΟΣ", "οδος"}, {"ガ", norm.NFD.String("ガ")}, {"İ", "i"}} {
		if a, b := fold.Text(pair[0]), fold.Text(pair[1]); a != b {
			t.Errorf("%q folds to %q, but %q to %q", pair[0], a, pair[1], b)
		}
	}
}

// TestEveryCharacterFoldsAsItsParts compares with what the library makes of whole texts.
func TestEveryCharacterFoldsAsItsParts(t *testing.T) {
	for r := range rune(unicode.MaxRune + 1) {
		if !utf8.ValidRune(r) || r == utf8.RuneError {
			continue
		}
		whole := fold.Text(norm.NFKD.String(string(r)))
		if got := fold.Text(string(r)); got != whole {
			t.Errorf("%U folds to %q, its parts to %q", r, got, whole)
		}
	}
}

func TestFoundPartsAreWholeCharacters(t *testing.T) {
	for _, c := range []struct{ text, needle, want string }{
		{"Umsatz Zürich", "zurich", "Zürich"},
		{"Umsatz Zu\u0308rich", "zu", "Zu\u0308"},
		{"Große Straße", "s", "ß|S|ß"},
		{"Revenue by revenue", "revenue", "Revenue|revenue"},
		{"no", "yes", ""},
		{"ﬁle", "i", "ﬁ"},
	} {
		var found []string
		for from, to := range fold.Of(c.text).All(c.needle) {
			found = append(found, c.text[from:to])
		}
		if got := strings.Join(found, "|"); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.needle, c.text, got, c.want)
		}
	}
}

func TestWordsFitWholeThenByTheirBeginning(t *testing.T) {
	for name, want := range map[string]fold.Fit{
		"the run of it": fold.Whole, "running": fold.Starts, "rerun, runs": fold.Starts, "prune": fold.Within, "none": fold.Not,
	} {
		if got := fold.Word("run", name); got != want {
			t.Errorf("run in %q: %d, want %d", name, got, want)
		}
	}
}

func FuzzSpans(f *testing.F) {
	f.Add("Zürich ﬁne ß", "i")
	f.Fuzz(func(t *testing.T, text, needle string) {
		needle = fold.Text(needle)
		last, n := 0, 0
		for from, to := range fold.Of(text).All(needle) {
			if from < last || to <= from || to > len(text) || !strings.Contains(fold.Text(text[from:to]), needle) {
				t.Fatalf("%q in %q at %d to %d, after %d", needle, text, from, to, last)
			}
			last, n = to, n+1
		}
		if got := fold.Contains(text, needle); got != (n > 0 || needle == "") {
			t.Fatalf("Contains(%q, %q) is %v, found %d", text, needle, got, n)
		}
	})
}

func BenchmarkContains(b *testing.B) {
	for name, text := range map[string]string{
		"ascii": "Weekly revenue by channel", "latin": "Umsatz je Woche in Zürich", "kanji": "週ごとの売上と返品",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				fold.Contains(text, "quarter")
			}
		})
	}
}
