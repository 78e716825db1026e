package sample

import (
	"strings"
	"time"

	"hextui/hex/emulator/store"
)

// revenueNotebooks are about money coming in.
func (m *maker) revenueNotebooks() []notebook {
	return []notebook{m.weeklyRevenue(), m.revenueByCohort(), m.netRevenueRetention(), m.revenueForecast(), m.countryOverview()}
}

func (m *maker) weeklyRevenue() notebook {
	cells := []cell{
		inputs("Inputs", dateInput("start_date", m.daysAgo(120)), numberInput("min_orders", 1)),
		query("weekly_orders", "orders_by_week", `select date_trunc('week', o.created_at)::date as week,
       coalesce(o.channel, 'unknown') as channel,
       count(*) as orders,
       sum(o.total_cents) / 100.0 as revenue
  from orders o
 where o.created_at >= {{ start_date }}
   and o.status <> 'cancelled'
 group by 1, 2
having count(*) >= {{ min_orders }}
 order by week, channel`),
		query("refunds", "refunds_by_week", `select date_trunc('week', r.created_at)::date as week,
       count(*) as refunds,
       sum(r.amount_cents) / 100.0 as refunded
  from refunds r
 where r.created_at >= {{ start_date }}
 group by 1
 order by 1`),
		code("join and round", `# Weeks with their refunds taken out, in whole euros.
refunded = {row["week"]: row["refunded"] for row in refunds_by_week}

def by_week(rows):
    total = {}
    for row in rows:
        total[row["week"]] = total.get(row["week"], 0) + row["revenue"]
    return total

gross = by_week(orders_by_week)
net_by_week = [
    {"week": week, "gross": round(gross[week]), "net": round(gross[week] - refunded.get(week, 0))}
    for week in sorted(gross)
]
print("weeks:", len(net_by_week))
net_by_week
`),
		chart("Revenue by week", "bar", "orders_by_week", "week", "revenue", "channel"),
		markdown("Notes", `# Weekly revenue

Revenue by week and channel, with refunds taken out.

- Weeks start on **Monday**.
- Cancelled orders never count; refunded ones count in the week they were paid
  and are taken out in the week the money went back.
- The last week is incomplete until Sunday night.
`),
	}
	return notebook{
		title: "Weekly revenue", description: "Revenue by week and channel, with refunds taken out.", owner: "maya",
		status: "Endorsed", categories: []string{"Finance"}, created: 420 * day, edited: 3 * time.Hour, published: 3 * day, version: 12,
		schedule: weekly("MONDAY", 7, 0, "+01:00"), views: 1204, workspace: "CAN_VIEW", groups: map[string]string{"Finance": "CAN_EDIT"},
		shelves: []string{"Finance", "Start here"}, refreshes: 14, mishaps: 0.04, reviews: true,
		draft: cells,
		// The threshold was added after the last publication.
		live: with(cells, "weekly_orders", `select date_trunc('week', o.created_at)::date as week,
       coalesce(o.channel, 'unknown') as channel,
       count(*) as orders,
       sum(o.total_cents) / 100.0 as revenue
  from orders o
 where o.created_at >= {{ start_date }}
   and o.status <> 'cancelled'
 group by 1, 2
 order by week, channel`),
	}
}

func (m *maker) revenueByCohort() notebook {
	cells := []cell{
		markdown("What this is", `# Revenue by cohort

A cohort is everybody whose **first** order fell into the same month. The table
shows what each cohort spent in the months after.`),
		inputs("Window", dateInput("first_from", m.daysAgo(400)), numberInput("months", 6)),
		query("first_orders", "first_orders", `select customer_id, min(created_at) as first_at
  from orders
 where status not in ('cancelled', 'pending')
 group by customer_id
having min(created_at) >= {{ first_from }}`),
		query("cohort_revenue", "cohort_revenue", `with firsts as (
  select customer_id, to_char(min(created_at), 'YYYY-MM') as cohort, min(created_at) as first_at
    from orders
   where status not in ('cancelled', 'pending')
   group by customer_id
)
select f.cohort,
       floor((extract(epoch from o.created_at) - extract(epoch from f.first_at)) / (30.44 * 86400))::integer as month,
       count(distinct o.customer_id) as customers,
       sum(o.total_cents) / 100.0 as revenue
  from orders o
  join firsts f using (customer_id)
 where f.first_at >= {{ first_from }}
   and o.status not in ('cancelled', 'pending')
 group by 1, 2
having month < {{ months }}
 order by 1, 2`),
		frameQuery("cohort_sizes", "cohort_sizes", `select to_char(first_at, 'YYYY-MM') as cohort, count(*) as customers
  from first_orders
 group by 1
 order by 1`),
		code("per head", `sizes = {row["cohort"]: row["customers"] for row in cohort_sizes}
per_head = [
    {
        "cohort": row["cohort"],
        "month": row["month"],
        "revenue_per_head": int(100 * row["revenue"] / sizes[row["cohort"]]) / 100.0,
    }
    for row in cohort_revenue
    if row["cohort"] in sizes
]
per_head
`),
		chart("Spending by cohort", "line", "cohort_revenue", "month", "revenue", "cohort"),
	}
	return notebook{
		title: "Revenue by cohort", description: "What customers spend in the months after their first order, by the month of that order.",
		owner: "jonas", status: "In development", categories: []string{"Finance", "Customers"},
		created: 96 * day, edited: 26 * time.Hour, published: 8 * day, version: 4, views: 233, workspace: "APP_ONLY",
		groups: map[string]string{"Growth": "CAN_EDIT"}, shelves: []string{"Finance"}, refreshes: 9, mishaps: 0.1,
		draft: cells, live: without(cells, "per head"),
	}
}

// netRevenueRetention is broken where it is published: a column was renamed. The
// draft is mended, and nobody has published it yet.
func (m *maker) netRevenueRetention() notebook {
	mended := `with months as (
  select customer_id, to_char(created_at, 'YYYY-MM') as month, sum(total_cents) / 100.0 as revenue
    from orders
   where status not in ('cancelled', 'pending')
   group by 1, 2
)
select later.month,
       sum(earlier.revenue) as revenue_before,
       sum(case when later.revenue > earlier.revenue then later.revenue - earlier.revenue else 0 end) as expansion,
       sum(case when later.revenue < earlier.revenue then earlier.revenue - later.revenue else 0 end) as contraction
  from months earlier
  join months later
    on later.customer_id = earlier.customer_id
   and later.month = to_char((earlier.month || '-01')::date + interval '1 month', 'YYYY-MM')
 group by 1
 order by 1`
	broken := `with months as (
  select customer_id, to_char(created_at, 'YYYY-MM') as month, sum(net_cents) / 100.0 as revenue
    from orders
   where status not in ('cancelled', 'pending')
   group by 1, 2
)
select later.month, sum(earlier.revenue) as revenue_before, sum(later.revenue) as revenue_after
  from months earlier
  join months later
    on later.customer_id = earlier.customer_id
   and later.month = to_char((earlier.month || '-01')::date + interval '1 month', 'YYYY-MM')
 group by 1
 order by 1`
	cells := []cell{
		markdown("Read me", "# Net revenue retention\n\nOf customers who bought in two months running: how much more or less they "+
			"spent.\n\n"+
			"> The published version asks for `net_cents`, which the warehouse has dropped. The draft is mended; publish it after "+
			"review."),
		query("retention", "retention", mended),
		code("rates", `rates = [
    {
        "month": row["month"],
        "retention": int(1000 * (row["revenue_before"] + row["expansion"] - row["contraction"]) / row["revenue_before"]) / 10.0,
    }
    for row in retention
    if row["revenue_before"]
]
rates
`),
		chart("Expansion and contraction", "line", "retention", "month", "expansion", ""),
	}
	return notebook{
		title: "Net revenue retention", description: "How much more or less returning customers spend.", owner: "priya", creator: "maya",
		status: "Endorsed", categories: []string{"Finance"}, created: 300 * day, edited: 5 * time.Hour, published: 9 * time.Hour,
		version:  7,
		schedule: hourly(5), views: 87, workspace: "CAN_VIEW", groups: map[string]string{"Finance": "CAN_EDIT", "Executives": "CAN_VIEW"},
		shelves: []string{"Board pack", "Finance"}, refreshes: 4, broken: true, mishaps: 0.02,
		draft: cells, live: without(with(cells, "retention", broken), "Expansion and contraction"),
		earlier: without(with(cells, "retention", strings.ReplaceAll(broken, "net_cents", "total_cents")), "Expansion and contraction"),
	}
}

func (m *maker) revenueForecast() notebook {
	return notebook{
		title: "Revenue forecast (draft)", description: "A straight line through the past months. Not for the board.", owner: "maya",
		status: "In development", categories: []string{"Finance"}, created: 15 * day, edited: 6 * day,
		groups: map[string]string{"Finance": "CAN_EDIT"},
		draft: []cell{
			inputs("Horizon", numberInput("months_ahead", 3)),
			query("monthly", "monthly", `select to_char(created_at, 'YYYY-MM') as month, sum(total_cents) / 100.0 as revenue
  from orders
 where status not in ('cancelled', 'pending')
   and created_at < (select date_trunc('month', max(created_at)) from orders)
 group by 1
 order by 1`),
			code("trend", `# Least squares, by hand.
def line(values):
    n = len(values)
    mean_x = (n - 1) / 2.0
    mean_y = 0.0
    for v in values:
        mean_y += v / n
    above, below = 0.0, 0.0
    for x, y in enumerate(values):
        above += (x - mean_x) * (y - mean_y)
        below += (x - mean_x) * (x - mean_x)
    slope = above / below
    return slope, mean_y - slope * mean_x

slope, start = line([row["revenue"] for row in monthly])
print("grows by", int(slope), "a month")
forecast = [
    {"months_from_now": i + 1, "revenue": int(start + slope * (len(monthly) + i))}
    for i in range(int(months_ahead))
]
forecast
`),
			chart("Months so far", "line", "monthly", "month", "revenue", ""),
			text("Warning", "This knows nothing of seasons."),
		},
	}
}

func (m *maker) countryOverview() notebook {
	return notebook{
		title: "Umsatz nach Ländern – Übersicht für den Vertrieb", description: "Bestellungen und Umsatz je Land, wählbar ab Datum.",
		owner:  "jonas",
		status: "Production", categories: []string{"Finance", "Marketing"}, created: 250 * day, edited: 12 * day, version: 9,
		schedule: daily(6, 30, "+01:00"), views: 340, workspace: "APP_ONLY", groups: map[string]string{"Vertrieb DACH": "CAN_VIEW"},
		shelves: []string{"Übersichten für den Vertrieb"}, refreshes: 6, mishaps: 0.03,
		draft: []cell{
			inputs("Auswahl", dateInput("ab", m.daysAgo(90)), store.Input{Name: "mit_stornos", Kind: store.Checkbox, Default: false}),
			query("Umsatz je Land", "umsatz", `select country as land,
       count(*) as bestellungen,
       round(sum(total_cents) / 100.0, 2) as umsatz,
       round(avg(total_cents) / 100.0, 2) as warenkorb
  from orders
 where created_at >= {{ ab }}
   and (status <> 'cancelled' or {{ mit_stornos }})
 group by country
 order by umsatz desc`),
			chart("Umsatz", "bar", "umsatz", "land", "umsatz", ""),
			code("Anteile", `def summe(zeilen):
    s = 0.0
    for z in zeilen:
        s += z["umsatz"]
    return s

alles = summe(umsatz)
anteile = [{"land": z["land"], "anteil_prozent": int(1000 * z["umsatz"] / alles) / 10.0} for z in umsatz]
anteile
`),
			markdown("Hinweise", "Beträge in **Euro**, brutto. Größere Änderungen bitte mit Lena abstimmen."),
		},
	}
}
