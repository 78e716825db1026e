package analyst

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// line is a line of the table: the words that ask for a measure, and its SQL.
type line struct {
	name  string // of the measure, and its column
	title string
	topic string
	form  string   // how its values are written: $, %, or empty for a count
	words []string // what people call it, the longest wins
	adds  bool     // whether values of parts add up to that of the whole

	value, from, at, where string            // in value, {} is the place of a filter
	by                     map[string]string // what it can be split by and narrowed to
}

const (
	linesFrom   = "order_items i\n  join orders o on o.order_id = i.order_id\n  join products p on p.product_id = i.product_id"
	refundsFrom = "refunds r\n  join orders o on o.order_id = r.order_id"
	paid        = "o.status not in ('cancelled', 'pending')"
)

// table is all that can be asked. A measure may have several lines, of which the first that has the split counts.
func table() []line {
	channel := "coalesce(o.channel, 'unknown')"
	orders := map[string]string{"channel": channel, "country": "o.country", "status": "o.status"}
	lines := map[string]string{"channel": channel, "country": "o.country", "category": "p.category", "product": "p.name"}
	refunds := map[string]string{"channel": channel, "country": "o.country", "reason": "coalesce(r.reason, 'none given')"}
	visits := map[string]string{"channel": "s.channel", "country": "s.country", "device": "s.device", "landing_page": "s.landing_page"}
	customers := map[string]string{"channel": "c.channel", "country": "c.country", "segment": "c.segment",
		"city": "coalesce(c.city, 'unknown')"}
	spend := map[string]string{"channel": "m.channel", "campaign": "m.campaign"}

	revenue := []string{"revenue", "sales", "turnover", "income", "earn", "earned", "money"}
	order := []string{"number of orders", "orders", "order", "purchases"}
	basket := []string{"average order value", "average basket", "basket", "aov"}
	customer := []string{"new customers", "customers", "customer", "signups", "sign-ups", "buyers"}
	count := []string{"how many refunds", "number of refunds", "refund count", "count of refunds"}
	refund := []string{"refunds", "refund", "refunded", "money back", "returns"}
	unit := []string{"best sellers", "bestsellers", "best selling", "best-selling", "units sold", "units", "products", "product", "sold",
		"sell"}
	rate := []string{"conversion rate", "conversion", "converts"}
	visit := []string{"sessions", "visits", "traffic", "visitors"}
	spent := []string{"marketing spend", "ad spend", "spend", "spent", "advertising"}
	return []line{
		{"revenue", "revenue", "Revenue", "$", revenue, true, "round(sum(o.total_cents){} / 100.0, 2)", "orders o", "o.created_at", paid,
			orders},
		{"revenue", "revenue", "Revenue", "$", revenue, true, "round(sum(i.total_cents){} / 100.0, 2)", linesFrom, "o.created_at", paid,
			lines},
		{"basket", "average basket", "Revenue", "$", basket, false,
			"round(avg(o.total_cents){} / 100.0, 2)", "orders o", "o.created_at", paid, orders},
		{"orders", "orders", "Revenue", "", order, true, "count(*){}", "orders o", "o.created_at", "", orders},
		{"orders", "orders", "Revenue", "", order, true, "count(distinct o.order_id){}", linesFrom, "o.created_at", "", lines},
		{"customers", "new customers", "Customers", "", customer, true, "count(*){}", "customers c", "c.created_at", "", customers},
		{"refund count", "number of refunds", "Data problems", "", count, true, "count(*){}", refundsFrom, "r.created_at", "", refunds},
		{"refunds", "refunds", "Revenue", "$", refund, true, "round(sum(r.amount_cents){} / 100.0, 2)", refundsFrom, "r.created_at", "",
			refunds},
		{"units", "units sold", "Stock and shipping", "", unit, true, "sum(i.quantity){}", linesFrom, "o.created_at", paid, lines},
		{"conversion", "conversion rate", "Marketing", "%", rate, false, "round(100.0 * count(s.order_id){} / nullif(count(*){}, 0), 2)",
			"web_sessions s", "s.started_at", "", visits},
		{"sessions", "sessions", "Marketing", "", visit, true, "count(*){}", "web_sessions s", "s.started_at", "", visits},
		{"spend", "marketing spend", "Marketing", "$", spent, true, "round(sum(m.spend_cents){} / 100.0, 2)",
			"marketing_spend m", "m.spend_date", "", spend},
	}
}

// lines are those of the measure.
func (q Question) lines() []line {
	return slices.DeleteFunc(table(), func(l line) bool { return l.name != q.Measure })
}

// line is the line that has what the question is split by and narrowed to, else the first of the measure.
func (q Question) line() line {
	all := q.lines()
	for _, l := range all {
		if q.lacks(l) == "" {
			return l
		}
	}
	return append(all, line{title: q.Measure})[0]
}

// lacks is what the line cannot be split by or narrowed to; empty for nothing.
func (q Question) lacks(l line) string {
	if q.By != "" && !isTime(q.By) && l.by[q.By] == "" {
		return q.By
	}
	for _, only := range q.narrowed() {
		if l.by[only.by] == "" {
			return only.by
		}
	}
	return ""
}

type narrowing struct{ by, value string }

func (q Question) narrowed() []narrowing {
	all := []narrowing{{"channel", q.Channel}, {"country", q.Country}, {"category", q.Range}}
	return slices.DeleteFunc(all, func(n narrowing) bool { return n.value == "" })
}

// possible refuses splits and limits that the data does not have.
func (q Question) possible() error {
	l := q.line()
	switch lacking := q.lacks(l); {
	case lacking == "":
		return nil
	case lacking != q.By:
		return &Refusal{"", "I cannot narrow " + l.title + " to one " + lacking + ": the tables do not say."}
	}
	has := map[string]string{}
	for _, other := range q.lines() {
		maps.Copy(has, other.by)
	}
	known := append(slices.Sorted(maps.Keys(has)), "day", "week", "month")
	return &Refusal{"", "I cannot split " + l.title + " by " + strings.ReplaceAll(q.By, "_", " ") +
		": the tables do not say. I can split it by " + join(known) + "."}
}

// titles are what can be asked for.
func titles() []string {
	var all []string
	for _, l := range table() {
		all = append(all, l.title)
	}
	return slices.Compact(all)
}

// mostLines is how many lines a split has that is not by time and of which no number is asked for.
const mostLines = 10

func (q Question) most() int {
	if q.Top > 0 {
		return q.Top
	}
	return mostLines
}

// compares tells whether the query gives the span before as well: along time the change is there to see.
func (q Question) compares() bool { return q.Compare && !isTime(q.By) }

// Query is the question in SQL, in the warehouse's dialect.
func (q Question) Query() string {
	if q.SQL != "" {
		return q.SQL
	}
	l := q.line()
	day := func(t time.Time) string { return "'" + t.Format(time.DateOnly) + "'" }
	value := func(only string) string { return strings.ReplaceAll(l.value, "{}", only) + " as " + q.Column() }
	columns, from := []string{value("")}, q.Period.From
	if q.compares() {
		columns = []string{
			value(" filter (where " + l.at + " >= " + day(from) + ")"),
			value(" filter (where "+l.at+" < "+day(from)+")") + before,
		}
		from = q.Period.before().From
	}
	by, end := l.by[q.By], fmt.Sprintf("\n group by 1\n order by %s desc nulls last, 1\n limit %d", q.Column(), q.most())
	switch q.By {
	case "":
		end = ""
	case "day":
		by = "date(" + l.at + ")"
	case "week":
		by = "date_trunc('week', " + l.at + ")::date"
	case "month":
		by = "to_char(" + l.at + ", 'YYYY-MM')"
	}
	if by != "" {
		columns = slices.Insert(columns, 0, by+" as "+q.By)
	}
	if isTime(q.By) {
		end = "\n group by 1\n order by 1"
	}
	when := []string{l.at + " >= " + day(from), l.at + " < " + day(q.Period.To)}
	if l.where != "" {
		when = append(when, l.where)
	}
	for _, only := range q.narrowed() { // the values are words of this package's own tables, never the prompt's
		when = append(when, l.by[only.by]+" = '"+only.value+"'")
	}
	return "select " + strings.Join(columns, ",\n       ") + "\n  from " + l.from + "\n where " + strings.Join(when, "\n   and ") + end
}

// before ends the name of the column that has the span before.
const before = "_before"
