package sample

import "time"

// operationsNotebooks are about goods, parcels and the state of the data.
func (m *maker) operationsNotebooks() []notebook {
	return []notebook{m.refundReasons(), m.margins(), m.inventory(), m.delivery(), m.pairs(), m.digest(), m.incident(), m.quality(),
		m.orderMart()}
}

func (m *maker) refundReasons() notebook {
	return notebook{
		title: "Refund reasons", description: "Why money goes back, by month and product range.", owner: "lena",
		status: "Endorsed", categories: []string{"Operations", "Finance"}, created: 330 * day, edited: 14 * day, version: 8,
		schedule: monthly(1, 5, 15, "+00:00"), views: 120, workspace: "CAN_VIEW", groups: map[string]string{"Operations": "CAN_EDIT"},
		shelves: []string{"Operations", "Customer love"}, refreshes: 6, mishaps: 0.05,
		draft: []cell{
			inputs("Since", dateInput("since", m.daysAgo(365))),
			query("by month", "refunds_by_month", `select to_char(created_at, 'YYYY-MM') as month, coalesce(reason, 'not given') as reason,
       count(*) as refunds, sum(amount_cents) / 100.0 as amount
  from refunds
 where created_at >= {{ since }}
 group by 1, 2
 order by 1, 2`),
			query("by range", "refunds_by_range", `select p.category, count(distinct r.refund_id) as refunds, count(distinct o.order_id) as orders
  from orders o
  join order_items i on i.order_id = o.order_id
  join products p on p.product_id = i.product_id
  left join refunds r on r.order_id = o.order_id
 where o.created_at >= {{ since }}
 group by 1
 order by refunds desc`),
			chart("Refunds by reason", "bar", "refunds_by_month", "month", "amount", "reason"),
			code("rates", `[
    {"range": row["category"], "rate_percent": int(1000.0 * row["refunds"] / row["orders"]) / 10.0}
    for row in refunds_by_range
]
`),
		},
	}
}

func (m *maker) margins() notebook {
	return notebook{
		title: "Product margins", description: "What is left of each product after its cost.", owner: "priya",
		status: "Endorsed", categories: []string{"Finance", "Product"}, created: 380 * day, edited: 22 * day, version: 11,
		schedule: daily(5, 0, "+00:00"), views: 201, workspace: "CAN_VIEW", groups: map[string]string{"Finance": "CAN_EDIT"},
		shelves: []string{"Finance", "Board pack"}, refreshes: 5, mishaps: 0.02,
		draft: []cell{
			inputs("Range", choice("sort_by", "margin", "margin", "revenue"), numberInput("top", 25)),
			query("products", "product_margins", `select p.name, p.category, sum(i.quantity) as sold,
       round(sum(i.total_cents) / 100.0, 2) as revenue,
       round(sum(i.total_cents - i.quantity * p.cost_cents) / 100.0, 2) as margin
  from order_items i
  join products p on p.product_id = i.product_id
  join orders o on o.order_id = i.order_id
 where o.status not in ('cancelled', 'refunded', 'pending')
 group by p.product_id, p.name, p.category
 order by case when {{ sort_by }} = 'margin' then margin else revenue end desc
 limit {{ top }}`),
			frameQuery("ranges", "range_margins", `select category, sum(revenue) as revenue, sum(margin) as margin, round(100.0 * sum(margin) / sum(revenue), 1) as percent
  from product_margins
 group by 1
 order by margin desc`),
			chart("Margin by range", "bar", "range_margins", "category", "margin", ""),
			table("The products", "product_margins"),
		},
	}
}

func (m *maker) inventory() notebook {
	return notebook{
		title: "Inventory watch", description: "Which products run out within three weeks at the present pace.", owner: "yusuf",
		status: "Production", categories: []string{"Operations"}, created: 190 * day, edited: 5 * day, version: 21,
		schedule: hourly(20), views: 402, workspace: "APP_ONLY", groups: map[string]string{"Operations": "CAN_EDIT"}, public: "NONE",
		shelves: []string{"Operations"}, refreshes: 4, mishaps: 0.06,
		draft: []cell{
			inputs("Horizon", numberInput("days", 21)),
			query("pace", "pace", `select p.product_id, p.name, p.stock,
       sum(i.quantity) / 28.0 as sold_a_day
  from products p
  join order_items i on i.product_id = p.product_id
  join orders o on o.order_id = i.order_id
 where o.created_at >= (select max(created_at) - interval '28 days' from orders)
   and p.discontinued_on is null
 group by 1, 2, 3`),
			frameQuery("running out", "running_out", `select name, stock, round(sold_a_day, 2) as sold_a_day, round(stock / sold_a_day, 1) as days_left
  from pace
 where stock / sold_a_day < {{ days }}
 order by days_left`),
			code("order list", `# Two months of stock for whatever runs out.
orders_to_place = [
    {"product": row["name"], "order": int(row["sold_a_day"] * 60) - row["stock"]}
    for row in running_out
]
print(len(orders_to_place), "products to order")
orders_to_place
`),
			chart("Days left", "bar", "running_out", "name", "days_left", ""),
		},
	}
}

func (m *maker) delivery() notebook {
	return notebook{
		title: "Delivery times", description: "Days from order to door, by country, with the slow tail.", owner: "lena", creator: "yusuf",
		categories: []string{"Operations"}, created: 240 * day, edited: 28 * day, version: 4, schedule: weekly("FRIDAY", 16, 45, "+01:00"),
		views: 66, workspace: "CAN_VIEW", shelves: []string{"Operations"}, refreshes: 3, mishaps: 0.05,
		draft: []cell{
			inputs("Since", dateInput("since", m.daysAgo(120))),
			query("parcels", "parcels", `select country,
       (extract(epoch from delivered_at) - extract(epoch from created_at)) / 86400.0 as days
  from orders
 where delivered_at is not null
   and created_at >= {{ since }}`),
			code("percentiles", `def days_by_country(rows):
    days = {}
    for row in rows:
        days.setdefault(row["country"], []).append(row["days"])
    return days

def at(values, share):
    return int(10 * values[int(share * (len(values) - 1))]) / 10.0

days = {country: sorted(values) for country, values in days_by_country(parcels).items()}
percentiles = [
    {"country": country, "parcels": len(values), "median": at(values, 0.5), "p90": at(values, 0.9)}
    for country, values in sorted(days.items())
]
percentiles
`),
			query("weekly", "weekly_delivery", `select date_trunc('week', created_at)::date as week,
       round(avg((extract(epoch from delivered_at) - extract(epoch from created_at)) / 86400.0), 2) as days
  from orders
 where delivered_at is not null
   and created_at >= {{ since }}
 group by 1
 order by 1`),
			chart("Average by week", "line", "weekly_delivery", "week", "days", ""),
		},
	}
}

func (m *maker) pairs() notebook {
	return notebook{
		title: "Bought together", description: "Pairs of products that share a basket more often than chance.", owner: "sofia",
		status: "In development", categories: []string{"Product", "Experiments"}, created: 60 * day, edited: 4 * day, views: 0,
		workspace: "CAN_VIEW",
		draft: []cell{
			inputs("At least", numberInput("times", 12)),
			query("pairs", "pairs", `select a.product_id as one, b.product_id as other, count(*) as together
  from order_items a
  join order_items b on b.order_id = a.order_id and b.product_id > a.product_id
 group by 1, 2
having count(*) >= {{ times }}
 order by together desc
 limit 200`),
			query("named", "named_pairs", `select p.name as one, q.name as other, pairs.together
  from pairs
  join products p on p.product_id = pairs.one
  join products q on q.product_id = pairs.other
 order by together desc`),
			table("Pairs", "named_pairs"),
			markdown("Next", "- divide by how often each is bought alone\n- leave out the free gifts"),
		},
	}
}

func (m *maker) digest() notebook {
	return notebook{
		title: "Daily KPI digest", description: "Yesterday in eight numbers, sent to everybody at seven.", owner: "nightly",
		creator: "maya",
		status:  "Production", categories: []string{"Finance", "Operations"}, created: 400 * day, edited: 38 * day, version: 31,
		schedule: daily(7, 0, "+01:00"), views: 890, workspace: "APP_ONLY", groups: map[string]string{"Data platform": "CAN_EDIT"},
		shelves: []string{"Start here"}, refreshes: 2, mishaps: 0.04,
		draft: []cell{
			query("yesterday", "yesterday", `with day as (select (max(created_at) - interval '1 day')::date as day from orders)
select day.day,
       (select count(*) from orders where date(created_at) = day.day) as orders,
       (select sum(total_cents) / 100.0 from orders where date(created_at) = day.day) as revenue,
       (select count(*) from customers where date(created_at) = day.day) as new_customers,
       (select count(*) from refunds where date(created_at) = day.day) as refunds,
       (select count(*) from web_sessions where date(started_at) = day.day) as sessions
  from day`),
			query("last week", "last_week", `select date(created_at) as day, count(*) as orders, sum(total_cents) / 100.0 as revenue
  from orders
 where created_at >= (select (max(created_at) - interval '8 days')::date from orders)
 group by 1
 order by 1`),
			code("message", `def message(row):
    return "%s: %d orders, %d new customers, %d refunds" % (row["day"], row["orders"], row["new_customers"], row["refunds"])

[print(message(row)) for row in yesterday]
digest = [{"line": message(row)} for row in yesterday]
digest
`),
			chart("The last week", "bar", "last_week", "day", "orders", ""),
		},
	}
}

// incident has something to find: the days on which the payment provider failed.
func (m *maker) incident() notebook {
	return notebook{
		title: "Post-mortem: the payment outage", description: "What three bad days cost, and how we could have seen it sooner.",
		owner:  "zoe",
		status: "Needs review", categories: []string{"Operations", "Data quality"}, created: 58 * day, edited: 51 * day, version: 1,
		views: 35, workspace: "CAN_VIEW", groups: map[string]string{"Executives": "CAN_VIEW"}, shelves: []string{"Data platform"},
		refreshes: 2,
		draft: []cell{
			markdown("Summary", "# The payment outage\n\nFor three days, orders were placed and then **cancelled** because the payment "+
				"provider refused them."),
			inputs("Window", dateInput("from_day", m.daysAgo(75)), dateInput("to_day", m.daysAgo(45))),
			query("cancelled", "cancelled", `select date(created_at) as day, count(*) as orders,
       count(*) filter (where status = 'cancelled') as cancelled,
       round(100.0 * count(*) filter (where status = 'cancelled') / count(*), 1) as percent
  from orders
 where date(created_at) between {{ from_day }} and {{ to_day }}
 group by 1
 order by 1`),
			chart("Cancelled share", "line", "cancelled", "day", "percent", ""),
			code("the bad days", `bad = [row for row in cancelled if row["percent"] > 15]
print("bad days:", ", ".join([str(row["day"]) for row in bad]))
bad
`),
			query("lost", "lost", `select sum(total_cents) / 100.0 as lost
  from orders
 where status = 'cancelled'
   and date(created_at) between {{ from_day }} and {{ to_day }}`),
			markdown("Lessons", "1. alarm on the cancelled share, not on the number of orders\n2. retry with the second provider\n3. "+
				"tell customers the same day"),
		},
	}
}

func (m *maker) quality() notebook {
	return notebook{
		title: "Data quality checks", description: "Orders without items, refunds above the order, totals that do not add up.",
		owner:  "tomas",
		status: "Production", categories: []string{"Data quality"}, created: 350 * day, edited: 19 * time.Hour, published: 19 * day,
		version:  18,
		schedule: daily(3, 10, "+00:00"), views: 54, workspace: "CAN_VIEW", groups: map[string]string{"Data platform": "FULL_ACCESS"},
		shelves: []string{"Data platform"}, refreshes: 3, mishaps: 0.15,
		draft: []cell{
			query("checks", "checks", `select 'orders without items' as name, count(*) as bad
  from orders o
 where not exists (select 1 from order_items i where i.order_id = o.order_id)
union all
select 'refund above order', count(*)
  from refunds r join orders o using (order_id)
 where r.amount_cents > o.total_cents
union all
select 'totals do not add up', count(*)
  from orders
 where total_cents <> subtotal_cents - discount_cents + shipping_cents
union all
select 'delivered before shipped', count(*)
  from orders
 where delivered_at < shipped_at`),
			code("verdict", `failed = [row for row in checks if row["bad"] > 0]
print("%d of %d checks found something" % (len(failed), len(checks)))
failed
`),
			query("freshness", "freshness", `select 'orders' as name, max(created_at) as newest, count(*) as rows_in_it from orders
union all select 'refunds', max(created_at), count(*) from refunds
union all select 'web_sessions', max(started_at), count(*) from web_sessions`),
			table("Freshness", "freshness"),
		},
	}
}

// orderMart is a component: other projects import it.
func (m *maker) orderMart() notebook {
	return notebook{
		title: "Order mart", description: "Paid orders with customer and margin. Import this instead of joining anew.", owner: "tomas",
		status: "Endorsed", categories: []string{"Data quality", "Finance"}, component: true, created: 310 * day, edited: 25 * day,
		version: 6,
		views:   0, workspace: "CAN_VIEW", groups: map[string]string{"Data platform": "FULL_ACCESS"}, shelves: []string{"Data platform"},
		refreshes: 4,
		draft: []cell{
			inputs("From", dateInput("mart_from", m.daysAgo(60))),
			query("order_mart", "order_mart", `select o.order_id, o.created_at, o.country, o.channel, c.segment, o.total_cents / 100.0 as total
  from orders o
  join customers c on c.customer_id = o.customer_id
 where o.created_at >= {{ mart_from }}
   and o.status not in ('cancelled', 'pending')`),
			frameQuery("preview", "order_mart_preview", `select * from order_mart order by created_at desc limit 50`),
			markdown("Contract", "One row an order. `total` is in euros. Columns are only ever added."),
		},
	}
}
