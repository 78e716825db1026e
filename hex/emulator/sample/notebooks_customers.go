package sample

import "time"

// customerNotebooks are about who buys, how they come and what they cost.
func (m *maker) customerNotebooks() []notebook {
	return []notebook{m.segments(), m.repeatPurchases(), m.channelCost(), m.checkoutFunnel(), m.coupons(), m.tokyo()}
}

func (m *maker) segments() notebook {
	return notebook{
		title: "Customer segments (RFM)", description: "Recency, frequency and money: four groups of customers and how large they are.",
		owner:  "aiko",
		status: "Endorsed", categories: []string{"Customers"}, created: 210 * day, edited: 9 * day, version: 6,
		schedule: weekly("SUNDAY", 22, 0, "+09:00"), views: 164, workspace: "CAN_VIEW", groups: map[string]string{"Growth": "CAN_EDIT"},
		shelves: []string{"Customer love", "Start here"}, refreshes: 5, mishaps: 0.05,
		draft: []cell{
			inputs("Thresholds", numberInput("recent_days", 60), numberInput("often", 4)),
			query("customers", "rfm", `select c.customer_id,
       c.segment,
       count(o.order_id) as orders,
       sum(o.total_cents) / 100.0 as spent,
       floor((extract(epoch from (select max(created_at) from orders)) - extract(epoch from max(o.created_at))) / 86400.0)::integer as days_since
  from customers c
  join orders o on o.customer_id = c.customer_id
 where o.status not in ('cancelled', 'pending')
 group by 1, 2`),
			frameQuery("segments", "segments", `select case when days_since <= {{ recent_days }} and orders >= {{ often }} then 'champions'
            when days_since <= {{ recent_days }} then 'promising'
            when orders >= {{ often }} then 'slipping away'
            else 'hibernating' end as segment,
       count(*) as customers,
       round(avg(spent), 2) as average_spent
  from rfm
 group by 1
 order by customers desc`),
			chart("How many", "bar", "segments", "segment", "customers", ""),
			code("who to write to", `# The twenty best customers that seem to be leaving.
leaving = sorted(
    [row for row in rfm if row["days_since"] > recent_days and row["orders"] >= often],
    key = lambda row: -row["spent"],
)
leaving[:20]
`),
			markdown("How to read it", "* **champions** buy often and did so lately\n* **promising** came lately\n* **slipping away** "+
				"used to buy often\n* **hibernating** are the rest"),
		},
	}
}

func (m *maker) repeatPurchases() notebook {
	return notebook{
		title: "Time to second order", description: "How long customers take to come back.", owner: "emma", creator: "aiko",
		categories: []string{"Customers"}, created: 160 * day, edited: 33 * day, version: 3, views: 41, workspace: "CAN_VIEW",
		shelves: []string{"Customer love"}, refreshes: 7, mishaps: 0.08,
		draft: []cell{
			query("gaps", "gaps", `with numbered as (
  select customer_id, created_at, row_number() over (partition by customer_id order by created_at) as nth
    from orders
   where status not in ('cancelled', 'pending')
)
select floor((extract(epoch from b.created_at) - extract(epoch from a.created_at)) / 604800.0)::integer as weeks, count(*) as customers
  from numbered a
  join numbered b on b.customer_id = a.customer_id and b.nth = 2
 where a.nth = 1
 group by 1
 order by 1`),
			code("half have come back", `def halfway(rows):
    total = 0
    for row in rows:
        total += row["customers"]
    seen = 0
    for row in rows:
        seen += row["customers"]
        if 2 * seen >= total:
            return row["weeks"]
    return None

print("Half of those who return do so within", halfway(gaps), "weeks.")
`),
			chart("Weeks between first and second order", "bar", "gaps", "weeks", "customers", ""),
		},
	}
}

func (m *maker) channelCost() notebook {
	cells := []cell{
		inputs("Period", dateInput("from_date", m.daysAgo(90)), choice("channel", "paid", "paid", "email", "referral")),
		query("spend", "spend", `select channel, sum(spend_cents) / 100.0 as spent, sum(clicks) as clicks, sum(impressions) as impressions
  from marketing_spend
 where spend_date >= {{ from_date }}
 group by 1`),
		query("new customers", "newcomers", `select channel, count(*) as customers
  from customers
 where created_at >= {{ from_date }}
 group by 1`),
		frameQuery("cost per customer", "cac", `select s.channel,
       n.customers,
       round(s.spent, 2) as spent,
       round(s.spent / n.customers, 2) as cost_per_customer,
       round(100.0 * s.clicks / s.impressions, 2) as click_rate
  from spend s
  join newcomers n on n.channel = s.channel
 order by cost_per_customer`),
		query("campaigns", "campaigns", `select campaign, sum(spend_cents) / 100.0 as spent, sum(clicks) as clicks
  from marketing_spend
 where channel = {{ channel }}
   and spend_date >= {{ from_date }}
 group by 1
 order by spent desc`),
		chart("Cost per new customer", "bar", "cac", "channel", "cost_per_customer", ""),
		table("Campaigns of the channel", "campaigns"),
		markdown("Caveat", "Attribution is by **first touch**. Whoever came by e-mail once stays an e-mail customer here."),
	}
	return notebook{
		title: "Channel performance and CAC", description: "What a new customer costs, by channel and campaign.", owner: "chloe",
		status: "Production", categories: []string{"Marketing", "Finance"}, created: 280 * day, edited: 20 * time.Hour, published: 5 * day,
		version:  15,
		schedule: workingDays("+01:00"), views: 512, workspace: "CAN_VIEW", groups: map[string]string{"Growth": "FULL_ACCESS"},
		shelves: []string{"Growth experiments", "Board pack"}, refreshes: 8, mishaps: 0.04,
		draft: cells, live: without(cells, "Caveat"),
	}
}

func (m *maker) checkoutFunnel() notebook {
	return notebook{
		title: "Checkout funnel 🛒", description: "From landing page to order, by device.", owner: "jonas",
		status: "In development", categories: []string{"Product", "Experiments"}, created: 44 * day, edited: 50 * time.Minute,
		published: 3 * day, version: 2,
		schedule: hourly(35), views: 98, workspace: "CAN_VIEW", groups: map[string]string{"Growth": "CAN_EDIT"},
		users:   map[string]string{"lena": "CAN_EDIT"},
		shelves: []string{"Growth experiments"}, refreshes: 10, mishaps: 0.12,
		draft: []cell{
			inputs("Since", dateInput("since", m.daysAgo(30)), choice("device", "mobile", "mobile", "desktop", "tablet")),
			section("By device"),
			query("sessions", "funnel", `select device,
       count(*) as sessions,
       count(*) filter (where page_views > 1) as looked_around,
       count(*) filter (where page_views > 4) as looked_closely,
       count(order_id) as ordered,
       round(100.0 * count(order_id) / count(*), 2) as conversion
  from web_sessions
 where started_at >= {{ since }}
 group by 1
 order by sessions desc`).in("By device"),
			chart("Conversion", "bar", "funnel", "device", "conversion", "").in("By device"),
			section("Landing pages"),
			query("landing pages", "landings", `select landing_page, count(*) as sessions, round(100.0 * count(order_id) / count(*), 2) as conversion
  from web_sessions
 where started_at >= {{ since }}
   and device = {{ device }}
 group by 1
 order by sessions desc
 limit 20`).in("Landing pages"),
			table("Best and worst", "landings").in("Landing pages"),
			code("lift", `# What one more point of conversion on phones would bring.
phones = [row for row in funnel if row["device"] == "mobile"]
extra = [row["sessions"] // 100 for row in phones]
print("one point more:", extra[0] if extra else 0, "orders")
`),
		},
	}
}

func (m *maker) coupons() notebook {
	return notebook{
		title: "Do coupons pay?", description: "Basket size and margin of orders with and without a coupon.", owner: "chloe",
		status: "Needs review", categories: []string{"Marketing", "Experiments"}, created: 70 * day, edited: 16 * day, version: 2,
		views:     77,
		workspace: "CAN_VIEW", shelves: []string{"Growth experiments"}, refreshes: 6, mishaps: 0.1, reviews: true,
		draft: []cell{
			inputs("From", dateInput("from_date", m.daysAgo(180))),
			query("baskets", "baskets", `select coalesce(coupon_code, '(none)') as coupon,
       count(*) as orders,
       round(avg(subtotal_cents) / 100.0, 2) as basket,
       round(avg(discount_cents) / 100.0, 2) as discount
  from orders
 where created_at >= {{ from_date }}
   and status not in ('cancelled', 'pending')
 group by 1
 order by orders desc`),
			query("margins", "margins", `select o.coupon_code is not null as with_coupon,
       sum(i.total_cents - i.quantity * p.cost_cents) / 100.0 as margin,
       count(distinct o.order_id) as orders
  from orders o
  join order_items i on i.order_id = o.order_id
  join products p on p.product_id = i.product_id
 where o.created_at >= {{ from_date }}
 group by 1`),
			code("margin per order", `[
    {"coupon": "with" if row["with_coupon"] else "without", "margin_per_order": int(100 * row["margin"] / row["orders"]) / 100.0}
    for row in margins
]
`),
			chart("Basket by coupon", "bar", "baskets", "coupon", "basket", ""),
			markdown("Verdict", "Coupons bring **smaller** margins and not clearly larger baskets. _To be reviewed by Finance._"),
		},
	}
}

func (m *maker) tokyo() notebook {
	return notebook{
		title: "売上ダッシュボード（東京）", description: "日次の注文数と売上。毎朝更新。", owner: "mei",
		status: "Production", categories: []string{"Finance"}, created: 130 * day, edited: 7 * time.Hour, published: 11 * day, version: 5,
		schedule: daily(8, 0, "+09:00"), views: 156, groups: map[string]string{"東京チーム": "CAN_EDIT", "Executives": "APP_ONLY"},
		refreshes: 5, mishaps: 0.03,
		draft: []cell{
			inputs("期間", dateInput("start", m.daysAgo(28))),
			query("日次売上", "daily_sales", `select date(created_at) as 日付, count(*) as 注文数, sum(total_cents) / 100.0 as 売上
  from orders
 where created_at >= {{ start }}
   and status <> 'cancelled'
 group by 1
 order by 1`),
			chart("売上の推移", "line", "daily_sales", "日付", "売上", ""),
			markdown("メモ", "キャンセルは含みません。通貨は **EUR** です。"),
		},
	}
}
