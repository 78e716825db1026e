package sample

import (
	"fmt"
	"slices"
	"time"
)

// notebooks are all projects of the workspace. The last ones come first in no
// list in particular; lists sort.
func (m *maker) notebooks() []notebook {
	var all []notebook
	if !m.o.Empty {
		all = slices.Concat(m.revenueNotebooks(), m.customerNotebooks(), m.operationsNotebooks(), m.smallNotebooks())
	}
	if m.o.Hostile {
		all = append(all, m.hostile()...)
	}
	for i := range m.o.Size {
		all = append(all, m.generated(i))
	}
	return all
}

// hostile are projects whose words attack what shows them.
func (m *maker) hostile() []notebook {
	var all []notebook
	for i, title := range []string{
		"\x1b[31mred\x1b[0m \x1b]0;owned\x07title \x1b[2J\x1b[H",
		"invoice \u202egnp.exe\u202c \u2066isolated\u2069",
		"bell\a back\b tab\t newline\nsecond line\r\x7f",
		"z\u0301\u0302\u0303\u0304\u0305\u0306 zero\u200bwidth\u200d\ufeff \U000e0041\U000e0042",
		"\x1b]8;;https://evil.example\x1b\\click me\x1b]8;;\x1b\\ \u009b31m",
	} {
		all = append(all, notebook{
			title: title, description: title, owner: "ravi", created: 3 * day, edited: time.Duration(i+1) * time.Hour, version: 1,
			workspace: "CAN_VIEW",
			draft: []cell{
				markdown(title, title),
				query(title, "hostile", "select 'a\x1b[31mb' as \"col\x1b]0;x\x07umn\", '\u202eabc' as bidi"),
			},
		})
	}
	return all
}

// generated is one of many projects for trying out size.
func (m *maker) generated(i int) notebook {
	owners := []string{"maya", "jonas", "aiko", "priya", "tomas", "lena", "sofia", "yusuf", "chloe", "mei"}
	subjects := []string{"Revenue", "Orders", "Refunds", "Baskets", "Sessions", "Margins", "Signups", "Parcels", "Campaigns", "Returns",
		"Stock", "Churn"}
	scopes := []string{"by country", "by week", "by channel", "by device", "by range", "last month", "vs. plan", "for the board"}
	statuses := []string{"", "", "Endorsed", "In development", "Production", "Deprecated", "Needs review"}
	n := notebook{
		title:       fmt.Sprintf("%s %s %05d", subjects[m.dice.IntN(len(subjects))], scopes[m.dice.IntN(len(scopes))], i+1),
		description: "One of many.", owner: owners[m.dice.IntN(len(owners))], status: statuses[m.dice.IntN(len(statuses))],
		created: time.Duration(m.dice.Int64N(int64(900 * day))), workspace: "CAN_VIEW",
		draft: []cell{query("orders", "orders_total", "select count(*) as orders from orders")},
	}
	n.edited = time.Duration(m.dice.Int64N(int64(n.created) + 1))
	if m.dice.IntN(3) > 0 {
		n.version, n.views = 1+m.dice.IntN(12), m.dice.IntN(200)
	}
	return n
}
