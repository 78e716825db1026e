package assist_test

import (
	"slices"
	"strings"
	"testing"

	"hextui/hex/assist"
)

func TestNaming(t *testing.T) {
	var all []assist.Named
	for _, title := range []string{"Weekly revenue", "Parcels by carrier", "Müller & Söhne: Churn", "The end of the month", "SQL", "",
		"churn"} {
		all = append(all, assist.Named{Kind: "project", Title: title, About: strings.Repeat("é", 400)})
	}
	for words, want := range map[string]string{
		"orders by week, as WEEKLY revenues has them": "Weekly revenue",
		"the carrier with most parcels":               "Parcels by carrier",
		"as in muller sohne":                          "Müller & Söhne: Churn",
		"why do they churn?":                          "churn",
		"the end of the month, by carrier":            "The end of the month",
		"write sql":                                   "",
		"revenue":                                     "",
		"":                                            "",
	} {
		var got []string
		for _, n := range assist.Naming(words, slices.Values(all)) {
			if got = append(got, n.Title); len(n.About) > 310 || strings.ContainsRune(n.About, '�') {
				t.Errorf("%d bytes are said about it", len(n.About))
			}
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, not %q", words, got, want)
		}
	}
	many := slices.Repeat(all[:1], 100)
	if n := len(assist.Naming("weekly revenue", slices.Values(many))); n != 8 {
		t.Errorf("%d are named", n)
	}
}
