package overlay

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func picked(p *Picker) []string {
	var titles []string
	for _, m := range p.found {
		titles = append(titles, p.choice(m).Title)
	}
	return titles
}

func TestThePaletteRanksWholeWordsFirst(t *testing.T) {
	choices := []Choice{
		{Title: "Weekly revenue", Detail: "project"}, {Title: "Prerun checks", Detail: "project"},
		{Title: "Running costs", Detail: "project"},
		{Title: "run the draft or the published version", Name: "run"}, {Title: "Umsatz Zürich", Detail: "project"},
		{Title: "next colours: dark, light, contrast, mono", Name: "theme"}, {Title: "Rudi Nagel", Name: "rudi@acme.example",
			Detail: "user"},
		{Title: "Reverse unions", Detail: "project"}, {Title: "Run", Detail: "project"},
		{Title: "Chart theme", Detail: "component"}, {Title: "next view: all, mine, scheduled", Name: "next view"},
		{Title: "change when the project runs by itself", Name: "schedule project"},
	}
	for query, want := range map[string]string{
		"run": "Run|run the draft or the published version|Running costs|change when the project runs by itself|" +
			"Prerun checks|Rudi Nagel|Reverse unions",
		"revenue weekly": "Weekly revenue",
		"ZURICH":         "Umsatz Zürich",
		"Zu\u0308r umsa": "Umsatz Zürich",
		"theme":          "next colours: dark, light, contrast, mono|Chart theme",
		"sched":          "change when the project runs by itself|next view: all, mine, scheduled",
		"rudi@acme":      "Rudi Nagel",
		"user":           "Rudi Nagel",
		"wrev":           "Weekly revenue",
		"wkrn":           "Weekly revenue",
		"ekrev":          "",
		"rc":             "Running costs",
		"draft run":      "run the draft or the published version",
		"qqq":            "",
		"  ":             "Weekly revenue|Prerun checks|Running costs|run the draft or the published version|Umsatz Zürich",
	} {
		p := NewPicker("", "", choices)
		p.Paste(query)
		if got := strings.Join(picked(p), "|"); got != want && !(strings.TrimSpace(query) == "" && strings.HasPrefix(got, want)) {
			t.Errorf("%q finds %s, want %s", query, got, want)
		}
	}
}

func TestWhatIsPastedGoesFirst(t *testing.T) {
	done := ""
	p := NewPicker("", "", []Choice{{Title: "a link"}})
	p.Literal = func(query string) []Choice {
		if strings.HasPrefix(query, "https:") {
			return []Choice{{Title: "go there", Do: func() { done = query }}}
		}
		return nil
	}
	p.Paste("https://app.hex.tech/x")
	p.pick()
	if done != "https://app.hex.tech/x" || !p.Done() {
		t.Errorf("picked is %q of %v", done, picked(p))
	}
}

func TestOtherChoicesKeepWhatIsTypedAndMarked(t *testing.T) {
	p := NewPicker("", "", []Choice{{Title: "one"}, {Title: "two"}, {Title: "onerous"}})
	p.Paste("one")
	p.Wheel(1)
	p.Offer([]Choice{{Title: "zone"}, {Title: "one"}, {Title: "onerous"}})
	if got := picked(p); !slices.Equal(got, []string{"one", "onerous", "zone"}) || got[p.at] != "onerous" {
		t.Errorf("%v, marked is number %d", got, p.at)
	}
}

func BenchmarkPaletteOfAHundredThousand(b *testing.B) {
	choices := make([]Choice, 100_000)
	for i := range choices {
		choices[i] = Choice{Title: fmt.Sprintf("Revenue of region %d by week", i), Detail: "project"}
	}
	p := NewPicker("", "", choices)
	for b.Loop() {
		p.query.Set("week region 99")
		p.find()
	}
}
