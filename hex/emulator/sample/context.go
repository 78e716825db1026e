package sample

import (
	"encoding/json"
	"fmt"
	"time"

	"hextui/hex/emulator/store"
)

// makeContext makes what the analyst is told: guides, the semantic project, and
// the suggestions to mend them.
func (m *maker) makeContext() {
	published := func(text string) *string { return &text }
	m.out.Guides = []store.Guide{
		{
			ID: m.id("guide/revenue.md"), Path: "revenue.md",
			Published: published("# Revenue\n\nCancelled and pending orders never count. Money is in US cents.\n"),
			Draft:     published("# Revenue\n\nCancelled and pending orders never count. Money is in US cents; show dollars.\n"),
		},
		{
			ID: m.id("guide/weeks.md"), Path: "weeks.md", Published: published("# Weeks\n\nWeeks begin on Monday.\n"),
			Source: json.RawMessage(`{"source":"github","owner":"acme","repo":"analytics-guides","base":"https://github.com",` +
				`"branch":"main","commitHash":"4f0c1de","path":"guides/weeks.md"}`),
		},
	}
	endorsed := "Endorsed"
	m.out.Semantic = []store.SemanticProject{{ID: m.id("semantic/Shop metrics"), Name: "Shop metrics", Objects: []store.SemanticObject{
		{Type: "DATASET", Name: "orders", Status: &endorsed}, {Type: "DATASET", Name: "customers"}, {Type: "DATASET", Name: "products"},
		{Type: "VIEW", Name: "revenue_overview", Status: &endorsed},
	}}}
	for i, s := range []struct {
		title, summary, status, target string
		age                            time.Duration
		threads                        []string
	}{
		{"Say what a refunded order counts as", "Two threads took refunded orders out of revenue, one did not.", "open", "file_update",
			20 * day, []string{"What happened to revenue two months ago?", "Which countries have the most refunds?"}},
		{"Describe orders.channel", "It is empty for orders that came by telephone; nobody has written that down.", "open",
			"data_warehouse_update", 4 * day, []string{"New customers by channel since summer"}},
		{"Name the carrier table", "Questions about parcels found no table.", "completed", "data_warehouse_update", 60 * day,
			[]string{"Time from order to door in Australia"}},
		{"Explain mart.ledger_entries", "A table was asked for that the warehouse does not have.", "dismissed", "file_update", 9 * day,
			[]string{"Rows of mart.ledger_entries"}},
	} {
		made := store.Suggestion{
			ID: m.id(fmt.Sprintf("suggestion/%d", i)), Title: s.title, Summary: s.summary, Status: s.status,
			Created: m.ago(s.age), LastSource: m.ago(s.age / 2),
		}
		for _, title := range s.threads {
			// Maps of text always encode.
			source, _ := json.Marshal(map[string]string{"type": "THREAD", "id": m.id("thread/" + title), "title": title})
			made.Sources = append(made.Sources, source)
		}
		made.Changes = []store.Proposal{{ID: m.id(fmt.Sprintf("suggestion/%d/change", i)), Title: s.title, Status: s.status,
			Target: s.target}}
		m.out.Suggestions = append(m.out.Suggestions, made)
	}
}

// makeViews makes the saved views of published apps.
func (m *maker) makeViews() {
	for _, v := range []struct{ project, name, inputs string }{
		{"Weekly revenue", "Last four weeks", `{"start_date":"` + m.daysAgo(28) + `"}`},
		{"Weekly revenue", "The last year", `{"start_date":"` + m.daysAgo(365) + `"}`},
		{"Channel performance and CAC", "Email", `{"channel":"email"}`},
	} {
		m.out.Views = append(m.out.Views, store.View{
			ID: m.id("view/" + v.project + "/" + v.name), Project: m.id("project/" + v.project), Name: v.name,
			Inputs: json.RawMessage(v.inputs),
		})
	}
}
