package sample

import (
	"time"

	"hextui/hex/emulator/store"
)

// study is a question with its query: the smaller notebooks are made of them.
type study struct {
	title, output, source string
	mark, x, y, series    string
}

func studies() map[string]study {
	return map[string]study{
		"orders by day": {"Orders by day", "orders_by_day", `select date(created_at) as day, count(*) as orders, sum(total_cents) / 100.0 as revenue
  from orders
 where created_at >= {{ start_date }}
 group by 1
 order by 1`, "line", "day", "orders", ""},
		"orders by status": {"Orders by status", "orders_by_status", `select status, count(*) as orders
  from orders
 where created_at >= {{ start_date }}
 group by 1
 order by orders desc`, "bar", "status", "orders", ""},
		"signups": {"New customers by week", "signups", `select date_trunc('week', created_at)::date as week, segment, count(*) as customers
  from customers
 where created_at >= {{ start_date }}
 group by 1, 2
 order by 1, 2`, "bar", "week", "customers", "segment"},
		"countries": {"Orders by country", "orders_by_country", `select country, count(*) as orders, round(avg(total_cents) / 100.0, 2) as basket
  from orders
 where created_at >= {{ start_date }}
 group by 1
 order by orders desc`, "bar", "country", "orders", ""},
		"devices": {"Sessions by device", "sessions_by_device", `select date(started_at) as day, device, count(*) as sessions
  from web_sessions
 where started_at >= {{ start_date }}
 group by 1, 2
 order by 1, 2`, "bar", "day", "sessions", "device"},
		"landing": {"Landing pages", "landing_pages", `select landing_page, count(*) as sessions, round(avg(page_views), 2) as pages
  from web_sessions
 where started_at >= {{ start_date }}
 group by 1
 order by sessions desc
 limit 50`, "bar", "landing_page", "sessions", ""},
		"spend": {"Spend by channel", "spend_by_channel", `select to_char(spend_date, 'YYYY-MM') as month, channel, sum(spend_cents) / 100.0 as spent
  from marketing_spend
 where spend_date >= {{ start_date }}
 group by 1, 2
 order by 1, 2`, "bar", "month", "spent", "channel"},
		"clicks": {"Click rate by campaign", "click_rates", `select campaign, sum(clicks) as clicks, round(100.0 * sum(clicks) / sum(impressions), 3) as rate
  from marketing_spend
 where spend_date >= {{ start_date }}
 group by 1
having sum(impressions) > 0
 order by rate desc`, "bar", "campaign", "rate", ""},
		"best sellers": {"Best sellers", "best_sellers", `select p.name, p.category, sum(i.quantity) as sold
  from order_items i
  join products p on p.product_id = i.product_id
  join orders o on o.order_id = i.order_id
 where o.created_at >= {{ start_date }}
 group by p.product_id, p.name, p.category
 order by sold desc
 limit 40`, "bar", "name", "sold", ""},
		"ranges": {"Revenue by range", "revenue_by_range", `select to_char(o.created_at, 'YYYY-MM') as month, p.category, sum(i.total_cents) / 100.0 as revenue
  from order_items i
  join products p on p.product_id = i.product_id
  join orders o on o.order_id = i.order_id
 where o.created_at >= {{ start_date }}
 group by 1, 2
 order by 1, 2`, "bar", "month", "revenue", "category"},
		"refunds": {"Refunds by week", "refunds_weekly", `select date_trunc('week', created_at)::date as week, count(*) as refunds, sum(amount_cents) / 100.0 as amount
  from refunds
 where created_at >= {{ start_date }}
 group by 1
 order by 1`, "line", "week", "amount", ""},
		"stock": {"Stock by range", "stock_by_range", `select category, sum(stock) as pieces, round(sum(stock * cost_cents) / 100.0, 2) as worth
  from products
 where discontinued_on is null
 group by 1
 order by worth desc`, "bar", "category", "worth", ""},
		"shipping": {"Days to ship", "days_to_ship", `select date_trunc('week', created_at)::date as week, round(avg((extract(epoch from shipped_at) - extract(epoch from created_at)) / 86400.0), 2) as days
  from orders
 where shipped_at is not null
   and created_at >= {{ start_date }}
 group by 1
 order by 1`, "line", "week", "days", ""},
		"top customers": {"Top customers", "top_customers", `select c.customer_id, c.segment, c.country, count(*) as orders, round(sum(o.total_cents) / 100.0, 2) as spent
  from orders o
  join customers c on c.customer_id = o.customer_id
 where o.created_at >= {{ start_date }}
 group by c.customer_id, c.segment, c.country
 order by spent desc
 limit 100`, "point", "orders", "spent", "segment"},
		"ages": {"Customers by age", "customers_by_age", `select (extract(year from created_at)::integer - birth_year) / 10 * 10 as decade, count(*) as customers
  from customers
 where birth_year is not null
 group by 1
 order by 1`, "bar", "decade", "customers", ""},
		"legacy": {"Old ledger", "old_ledger", `select booking_date, sum(amount) as amount
  from mart.ledger_entries
 group by 1`, "line", "booking_date", "amount", ""},
		"typo": {"Parcels by carrier", "parcels_by_carrier", `select carrier, count(*) as parcels
  from orders
 group by carier
 order by parcels desc`, "bar", "carrier", "parcels", ""},
	}
}

// workedOnce are the queries of studies that cannot run, as they were in the version before, which could. The ledger's is the
// same: what it reads was switched off.
func workedOnce(known map[string]study) map[string]string {
	return map[string]string{
		"legacy": known["legacy"].source,
		"typo": `select status, count(*) as parcels
  from orders
 group by status
 order by parcels desc`,
	}
}

// small describes a notebook that is made of studies.
type small struct {
	title, description, owner, status, category string
	created, edited                             int // days ago
	version                                     int
	schedule                                    *store.Schedule
	views                                       int
	workspace, shelf                            string
	studies                                     []string
	change                                      func(*notebook)
}

func (m *maker) smallNotebooks() []notebook {
	known := studies()
	once := workedOnce(known)
	var all []notebook
	for i, s := range smalls() {
		n := notebook{
			title: s.title, description: s.description, owner: s.owner, status: s.status,
			created: time.Duration(s.created)*day + time.Duration(i*37%600)*time.Minute, version: s.version, schedule: s.schedule,
			views: s.views, workspace: s.workspace,
			edited:    time.Duration(s.edited)*day + time.Duration(i*53%700)*time.Minute + 90*time.Minute,
			refreshes: 1 + i%5, mishaps: float64(i%4) * 0.03,
			draft: []cell{
				markdown("About", "# "+s.title+"\n\n"+s.description),
				inputs("Inputs", dateInput("start_date", m.daysAgo(30*(1+i%6)))),
			},
		}
		n.created = max(n.created, n.edited+time.Hour)
		if s.category != "" {
			n.categories = []string{s.category}
		}
		if s.shelf != "" {
			n.shelves = []string{s.shelf}
		}
		for _, name := range s.studies {
			found := known[name]
			n.draft = append(n.draft, query(found.output, found.output, found.source),
				chart(found.title, found.mark, found.output, found.x, found.y, found.series))
			if worked, broken := once[name]; broken {
				n.broken, n.earlier = true, with(n.draft, found.output, worked)
			}
		}
		if s.change != nil {
			s.change(&n)
		}
		all = append(all, n)
	}
	return all
}
