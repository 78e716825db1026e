package sample

import (
	"fmt"
	"strings"
	"time"

	"hextui/hex/emulator/store"
)

// talk describes a thread: prompts and answers in turn, the prompts first.
type talk struct {
	title, user  string
	kind, source string        // THREADS, HEX unless given
	began        time.Duration // before now
	said         []string
	topics       []string
	project      string   // the project it works in
	cells        []string // labels of that project's cells that the last answer shows
	tables       []string // what it worked with
	sensitive    bool
	failure      *store.ThreadError
	warning      [2]string // type and summary
	liked        string    // what somebody who liked an answer wrote
	disliked     string    // what somebody who did not wrote
}

// makeThreads makes the topics and the past threads.
func (m *maker) makeThreads() error {
	topics := map[string]string{}
	for _, name := range []string{"Customers", "Data problems", "Marketing", "Revenue", "Stock and shipping"} {
		topics[name] = m.id("topic/" + name)
		m.out.Topics = append(m.out.Topics, store.Topic{ID: topics[name], Name: name})
	}
	for _, k := range talks() {
		if err := m.addTalk(k, topics); err != nil {
			return fmt.Errorf("sample thread %q: %w", k.title, err)
		}
	}
	return nil
}

func (m *maker) addTalk(k talk, topics map[string]string) error {
	t := store.Thread{
		ID: m.id("thread/" + k.title), User: m.people[k.user], Type: k.kind, Source: k.source, Title: k.title, Status: "IDLE",
		Sensitive: k.sensitive, Created: m.ago(k.began),
	}
	if t.User == "" {
		return fmt.Errorf("there is no user %q", k.user)
	}
	if t.Type == "" {
		t.Type = "THREADS"
	}
	if t.Source == "" {
		t.Source = "HEX"
	}
	t.Effort, t.Intent, t.Credits = "STANDARD", k.title, 0.5*float64(len(k.said))
	for _, name := range k.topics {
		t.Topics = append(t.Topics, topics[name])
	}
	for _, table := range k.tables {
		t.Resources = append(t.Resources, store.ThreadResource{ID: table, Type: "TABLE", Name: table})
	}
	m.converse(&t, k)
	m.judge(&t, k)
	if k.project != "" {
		if err := m.inProject(&t, k); err != nil {
			return err
		}
	}
	m.out.Threads = append(m.out.Threads, t)
	return nil
}

// converse makes the thread's messages and its last answer.
func (m *maker) converse(t *store.Thread, k talk) {
	t.Updated = t.Created
	add := func(role, text string, tool bool) {
		n := len(m.out.Messages)
		m.out.Messages = append(m.out.Messages, store.Message{
			ID: m.id(fmt.Sprintf("message/%s/%d", k.title, n)), Thread: t.ID, Created: t.Updated, Tool: tool, Text: "[" + role + "] " +
				text,
		})
	}
	for i, text := range k.said {
		if i%2 == 0 {
			if i > 0 {
				t.Updated = t.Updated.Add(time.Duration(40+m.dice.IntN(200)) * time.Second)
			}
			add("user", text, false)
			t.Updated = t.Updated.Add(time.Duration(2+m.dice.IntN(5)) * time.Second)
			add("assistant", "<thinking>I look at "+strings.Join(k.tables, ", ")+".</thinking>", false)
			t.Updated = t.Updated.Add(time.Duration(3+m.dice.IntN(12)) * time.Second)
			continue
		}
		add("assistant", text, false)
		t.Response = []store.ThreadPart{{Type: "text", Text: text}}
	}
	if k.failure != nil {
		t.Status, t.Error, t.Response = "ERROR", k.failure, nil
		add("assistant", `<error type="`+k.failure.Type+`">`+k.failure.Message+"</error>", false)
	}
	if len(t.Response) > 0 {
		t.Summary, _, _ = strings.Cut(t.Response[0].Text, "\n")
	}
}

// judge adds the warning and the feedback.
func (m *maker) judge(t *store.Thread, k talk) {
	if k.warning[0] != "" {
		t.Warnings = []store.ThreadWarning{{ID: m.id("warning/" + k.title), Type: k.warning[0], Summary: k.warning[1]}}
		t.WarningsAt = t.Updated.Add(time.Minute)
	}
	if k.liked != "" {
		t.Feedback = append(t.Feedback, store.ThreadFeedback{ID: m.id("liked/" + k.title), Text: k.liked, Type: "THUMBS", Liked: true})
	}
	if k.disliked != "" {
		reason := "Wrong answer"
		t.Feedback = append(t.Feedback, store.ThreadFeedback{ID: m.id("disliked/" + k.title), Text: k.disliked, Type: "FLAG",
			Reason: &reason})
	}
}

// inProject shows the project and the cells that the thread worked with.
func (m *maker) inProject(t *store.Thread, k talk) error {
	t.Project = m.id("project/" + k.project)
	t.Resources = append(t.Resources, store.ThreadResource{ID: t.Project, Type: "PROJECT", Name: k.project})
	for _, label := range k.cells {
		found := false
		for _, c := range m.out.Cells {
			if found = c.Project == t.Project && c.Label == label; found {
				t.Response = append(t.Response, store.ThreadPart{Type: "cell", ID: c.ID, StaticID: c.StaticID, Label: c.Label})
				break
			}
		}
		if !found {
			return fmt.Errorf("there is no cell %q in %q", label, k.project)
		}
	}
	if t.Status == "IDLE" {
		t.Response = append(t.Response, store.ThreadPart{Type: "project", ID: t.Project, Title: k.project})
	}
	return nil
}

func talks() []talk {
	return []talk{
		{
			title: "What happened to revenue two months ago?", user: "maya", began: 50 * day, project: "Weekly revenue",
			cells:  []string{"weekly_orders", "Revenue by week"},
			topics: []string{"Revenue", "Data problems"}, tables: []string{"orders"}, liked: "That was the outage. Found in a minute.",
			said: []string{
				"What happened to revenue two months ago? The dashboard has a dent.",
				"For three days nearly all orders stayed **pending**: they were placed, but never paid. Visits did not fall on these " +
					"days, so it was not a lack of customers.",
				"Was it one channel only?",
				"No, all channels alike. That speaks for the payment provider rather than for the campaigns.",
			},
		},
		{
			title: "Which countries have the most refunds?", user: "lena", source: "SLACK", began: 21 * day, topics: []string{"Revenue"},
			tables: []string{"refunds", "orders"},
			said: []string{
				"Which countries have the most refunds?",
				"In absolute numbers **the United States**, which also have the most orders. As a share of revenue the countries differ " +
					"little.",
			},
			warning: [2]string{"USER_DOUBT", "The share by country was asked for twice in other threads."},
		},
		{
			title: "Time from order to door in Australia", user: "yusuf", began: 12*day + 5*time.Hour, project: "Delivery times",
			kind:   "NOTEBOOK",
			topics: []string{"Stock and shipping"}, tables: []string{"orders"},
			said: []string{
				"Add a median to the delivery times of Australia",
				"The table has what is needed. I left the cells as they are; the median needs a window function.\n\n" +
					"| column | what it holds |\n|---|---|\n| shipped_at | when the parcel left |\n| delivered_at | when it arrived |",
			},
		},
		{
			title: "Rows of mart.ledger_entries", user: "priya", source: "MCP", began: 9 * day, topics: []string{"Data problems"},
			tables: []string{"mart.ledger_entries"},
			said:   []string{"How many rows has mart.ledger_entries?"},
			failure: &store.ThreadError{Type: "HALLUCINATED_SCHEMA_ELEMENT",
				Message: "There is no table mart.ledger_entries in Shop warehouse."},
		},
		{
			title: "Salaries against the market", user: "kwame", began: 6 * day, sensitive: true, tables: []string{"customers"},
			said:    []string{"How do our salaries compare with the market?", "The tables do not hold salaries."},
			warning: [2]string{"MISSING_CONTEXT", "The question is outside of what the tables tell."},
		},
		{
			title: "New customers by channel since summer", user: "chloe", source: "PUBLIC_API", began: 4*day + 2*time.Hour,
			project: "Channel performance and CAC", cells: []string{"new customers"},
			topics: []string{"Marketing", "Customers"}, tables: []string{"customers", "marketing_spend"},
			disliked: "It counted business customers too.",
			said: []string{
				"Where do new customers come from since summer?",
				"Mostly by **organic** search, then **paid**. Email brings few new ones, since it reaches those who are here already.",
				"And what do they cost?",
				"Paid customers cost by far the most; the table below has the spend by channel to divide by.",
				"Leave out referral",
				"Without referral the order stays the same.",
			},
		},
		{
			title: "モバイルの売上推移", user: "mei", began: 30 * time.Hour, topics: []string{"Revenue"}, tables: []string{"web_sessions", "orders"},
			said:    []string{"モバイルの売上はどう推移していますか。", "端末ごとの売上は直接には記録されていません。セッションから注文へたどると、モバイルが最も多いです。"},
			warning: [2]string{"DATA_LIMITATION", "Orders do not carry a device; it comes by way of the session."},
		},
		{
			title: "Best sellers of the week", user: "jonas", began: 3 * time.Hour, topics: []string{"Stock and shipping"},
			tables: []string{"order_items", "orders", "products"},
			said:   []string{"What sells best this week?", "See the list; the outdoor range leads, as it does every week of this season."},
		},
	}
}
