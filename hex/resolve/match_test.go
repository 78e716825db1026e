package resolve

import (
	"fmt"
	"strings"
	"testing"
)

func names(s string) []string { return []string{s} }

func TestFold(t *testing.T) {
	for given, want := range map[string]string{
		"Weekly REVENUE":           "weekly revenue",
		"Übersichten für Straße":   "ubersichten fur strasse",
		"U\u0308bersichten":        "ubersichten",
		"Emma Sørensen, Łódź":      "emma sorensen, lodz",
		"Ｒｅｖｅｎｕｅ ２０２５":             "revenue 2025",
		"ｶﾀｶﾅ":                     "カタカナ",
		"re\u200bve\u202enue":      "revenue",
		"ﬁnance":                   "finance",
		"東京チーム":                    "東京チーム",
		"bad \xff bytes":           "bad  bytes",
		strings.Repeat("a", 5_000): strings.Repeat("a", maxFolded),
	} {
		if got := Fold(given); got != want {
			t.Errorf("%q is folded to %q, not %q", given, got, want)
		}
	}
}

// Every row is a text, and the titles that fit it, best first; the rest of the titles do not fit.
func TestRank(t *testing.T) {
	titles := []string{
		"Net revenue retention", "Weekly revenue", "Weekly revenue (copy)", "Revenue", "Revenue by weekday", "Churn", "Zürich Überblick",
		"東京チーム売上", "Customer lifetime value", "Underrevenued", "A/B test: checkout", "Repeat purchases",
	}
	for text, want := range map[string]string{
		"net retention":  "Net revenue retention: name has all words",
		"retention NET":  "Net revenue retention: name has all words",
		"weekly revenue": "Weekly revenue: exact name; Weekly revenue (copy): name begins with it",
		"revenue": "Revenue: exact name; Revenue by weekday: name begins with it; Weekly revenue: name contains it; " +
			"Net revenue retention: name contains it; Weekly revenue (copy): name contains it; Underrevenued: parts of the name",
		"week rev": "Weekly revenue: words of the name begin with it; Revenue by weekday: words of the name begin with it; " +
			"Weekly revenue (copy): words of the name begin with it",
		"Weekly revenue, (copy)":  "Weekly revenue (copy): same but for accents or punctuation",
		"zurich uberblick":        "Zürich Überblick: same but for accents or punctuation",
		"uberblick":               "Zürich Überblick: name contains it",
		"東京":                      "東京チーム売上: name begins with it",
		"チーム":                     "東京チーム売上: parts of the name",
		"net retenion":            "Net revenue retention: written alike, 1 letter is wrong",
		"net reveune retntion":    "Net revenue retention: written alike, 2 letters are wrong",
		"lifetimevalue":           "Customer lifetime value: written alike",
		"chrun":                   "Churn: written alike, 1 letter is wrong",
		"cat":                     "",
		"a/b test checkout":       "A/B test: checkout: same but for accents or punctuation",
		"customer lifetime worth": "Customer lifetime value: all words but one",
		"nothing of this kind":    "",
		"":                        "",
		"—":                       "",
	} {
		var got []string
		for _, r := range Rank(text, titles, names) {
			got = append(got, r.Item+": "+r.String())
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q:\ngot  %s\nwant %s", text, strings.Join(got, "; "), want)
		}
	}
}

func TestScoresFallWithTheOrder(t *testing.T) {
	last := 101
	for h := Exact; h <= Most; h++ {
		if s := (Match{How: h}).Score(); s >= last || s <= 0 || h.String() == "" {
			t.Errorf("%v scores %d after %d", h, s, last)
		} else {
			last = s
		}
	}
}

func TestTypos(t *testing.T) {
	for _, c := range []struct {
		a, b string
		most int
		want int
	}{
		{"revenue", "revenue", 1, 0},
		{"revenue", "reveune", 1, 1}, // swapped
		{"revenue", "revenu", 1, 1},
		{"revenue", "revvenue", 1, 1},
		{"revenue", "ravenue", 1, 1},
		{"revenue", "reserve", 1, 2}, // and no further than asked
		{"retention", "retntoin", 2, 2},
		{"retention", "attention", 2, 2},
		{"retention", "detections", 2, 3},
		{"", "ab", 1, 2},
		{strings.Repeat("a", 40), strings.Repeat("a", 40), 2, 3}, // too long to be looked at
	} {
		if got := typos(c.a, letters(c.a), c.b, c.most); got != c.want {
			t.Errorf("%s and %s: %d typos, not %d", c.a, c.b, got, c.want)
		}
		if got := typos(c.b, letters(c.b), c.a, c.most); got != c.want {
			t.Errorf("%s and %s: %d typos, not %d", c.b, c.a, got, c.want)
		}
	}
}

func FuzzRank(f *testing.F) {
	f.Add("net retention", "Net revenue retention")
	f.Add("ß\u0308\xff", "\u202e—")
	f.Fuzz(func(t *testing.T, text, title string) {
		for _, r := range Rank(text, []string{title}, names) {
			if r.Score() <= 0 || r.Score() > 100 {
				t.Errorf("%q in %q scores %d", text, title, r.Score())
			}
		}
		if len(title) > maxFolded || oneLine(title) == "" {
			return
		}
		if got := Rank(title, []string{title}, names); len(got) != 1 || got[0].How != Exact {
			t.Errorf("%q is not itself: %v", title, got)
		}
	})
}

// titlesOf are titles of some words each, as a large workspace has them.
func titlesOf(n int) []string {
	nouns := strings.Fields("Revenue Retention Churn Pipeline Überblick Orders Refunds Cohort Funnel Margin Inventory Carrier " +
		"Campaign 売上")
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("%s %s by %s %d", nouns[i%len(nouns)], nouns[i/7%len(nouns)], nouns[i/91%len(nouns)], i)
	}
	return all
}

func BenchmarkRank(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		titles := titlesOf(n)
		for _, text := range []string{"net retention", "revenue churn", "retenion pipleine", "nothing of this kind at all"} {
			b.Run(fmt.Sprintf("%d titles/%s", n, text), func(b *testing.B) {
				for b.Loop() {
					Rank(text, titles, names)
				}
			})
			index := NewIndex(titles, names)
			b.Run(fmt.Sprintf("%d titles, once folded/%s", n, text), func(b *testing.B) {
				for b.Loop() {
					index.Rank(text)
				}
			})
		}
	}
}
