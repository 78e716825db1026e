package analyst

import "slices"

// unit is how a measure's numbers are written.
type unit int

const (
	count unit = iota
	money
	percent
)

// measure is something that can be asked for.
type measure struct {
	name  string // also the column's
	title string
	topic string
	unit  unit
	words []string // what people call it, longest first wins
	adds  bool     // whether values of parts add up to that of the whole
	usual string   // what it is split by when nothing is said
	over  source
	// lines is where it comes from when it is split or narrowed by what is known
	// of order lines only; nil when it cannot be.
	lines *source
}

// source is how a measure is queried. In value, {only} is the place of a FILTER
// clause.
type source struct {
	from, at, value, where string
	by                     map[string]string // expressions by dimension
}

const (
	ordersFrom = "orders o"
	linesFrom  = "order_items i\njoin orders o on o.order_id = i.order_id\njoin products p on p.product_id = i.product_id"
	paidOnly   = "o.status not in ('cancelled', 'pending')"
)

func ofOrders() map[string]string {
	return map[string]string{"channel": "coalesce(o.channel, 'unknown')", "country": "o.country", "status": "o.status"}
}

func ofLines() map[string]string {
	return map[string]string{"channel": "coalesce(o.channel, 'unknown')", "country": "o.country", "category": "p.category", "product": "p.name"}
}

// measures are all of them.
func measures() []measure {
	return []measure{
		{
			name: "revenue", title: "revenue", topic: "Revenue", unit: money, adds: true,
			words: []string{"revenue", "sales", "turnover", "income", "earn", "earned", "money"},
			over:  source{ordersFrom, "o.created_at", "sum(o.total_cents){only} / 100.0", paidOnly, ofOrders()},
			lines: &source{linesFrom, "o.created_at", "sum(i.total_cents){only} / 100.0", paidOnly, ofLines()},
		},
		{
			name: "basket", title: "average basket", topic: "Revenue", unit: money,
			words: []string{"average order value", "average basket", "basket", "aov"},
			over:  source{ordersFrom, "o.created_at", "avg(o.total_cents){only} / 100.0", paidOnly, ofOrders()},
		},
		{
			name: "orders", title: "orders", topic: "Revenue", unit: count, adds: true,
			words: []string{"number of orders", "orders", "order", "purchases"},
			over:  source{ordersFrom, "o.created_at", "count(*){only}", "", ofOrders()},
			lines: &source{linesFrom, "o.created_at", "count(distinct o.order_id){only}", "", ofLines()},
		},
		{
			name: "customers", title: "new customers", topic: "Customers", unit: count, adds: true,
			words: []string{"new customers", "customers", "customer", "signups", "sign-ups", "buyers"},
			over: source{"customers c", "c.created_at", "count(*){only}", "", map[string]string{
				"channel": "c.channel", "country": "c.country", "segment": "c.segment", "city": "coalesce(c.city, 'unknown')",
			}},
		},
		{
			name: "refund count", title: "number of refunds", topic: "Data problems", unit: count, adds: true,
			words: []string{"how many refunds", "number of refunds", "refund count", "count of refunds"},
			over:  source{refundsFrom, "r.created_at", "count(*){only}", "", ofRefunds()},
		},
		{
			name: "refunds", title: "refunds", topic: "Revenue", unit: money, adds: true,
			words: []string{"refunds", "refund", "refunded", "money back", "returns"},
			over:  source{refundsFrom, "r.created_at", "sum(r.amount_cents){only} / 100.0", "", ofRefunds()},
		},
		{
			name: "units", title: "units sold", topic: "Stock and shipping", unit: count, adds: true, usual: "product",
			words: []string{"best sellers", "bestsellers", "best selling", "best-selling", "units sold", "units", "products", "product", "sold", "sell"},
			over:  source{linesFrom, "o.created_at", "sum(i.quantity){only}", paidOnly, ofLines()},
		},
		{
			name: "conversion", title: "conversion rate", topic: "Marketing", unit: percent,
			words: []string{"conversion rate", "conversion", "converts"},
			over:  source{"web_sessions s", "s.started_at", "100.0 * count(s.order_id){only} / nullif(count(*){only}, 0)", "", ofSessions()},
		},
		{
			name: "sessions", title: "sessions", topic: "Marketing", unit: count, adds: true,
			words: []string{"sessions", "visits", "traffic", "visitors"},
			over:  source{"web_sessions s", "s.started_at", "count(*){only}", "", ofSessions()},
		},
		{
			name: "spend", title: "marketing spend", topic: "Marketing", unit: money, adds: true,
			words: []string{"marketing spend", "ad spend", "spend", "spent", "advertising"},
			over: source{"marketing_spend m", "m.spend_date", "sum(m.spend_cents){only} / 100.0", "", map[string]string{
				"channel": "m.channel", "campaign": "m.campaign",
			}},
		},
	}
}

const refundsFrom = "refunds r\njoin orders o on o.order_id = r.order_id"

func ofRefunds() map[string]string {
	return map[string]string{"channel": "coalesce(o.channel, 'unknown')", "country": "o.country", "reason": "coalesce(r.reason, 'none given')"}
}

func ofSessions() map[string]string {
	return map[string]string{"channel": "s.channel", "country": "s.country", "device": "s.device", "landing_page": "s.landing_page"}
}

func (q Question) measure() measure {
	for _, m := range measures() {
		if m.name == q.Measure {
			return m
		}
	}
	return measure{name: q.Measure, title: q.Measure}
}

// source is where the measure comes from for this split and these limits.
func (q Question) source() source {
	m := q.measure()
	if m.lines != nil && (q.Category != "" || q.By == "category" || q.By == "product") {
		return *m.lines
	}
	return m.over
}

// knownTables are the warehouse's tables, in the order of its description.
var knownTables = [...]string{"customers", "orders", "order_items", "products", "refunds", "web_sessions", "channels", "marketing_spend"}

// Tables are the names of the tables that questions can be about: all that the
// sample warehouse has.
func Tables() []string { return slices.Clone(knownTables[:]) }
