package kinds

// Latest are 40 more, written when the engines were done with those before.
func Latest() []Kind {
	return []Kind{
		{"105 revenue per buyer of a segment",
			"select c.segment, count(distinct o.customer_id) as buyers, sum(o.total_cents) / 100.0 as revenue, " +
				"round(sum(o.total_cents) / 100.0 / count(distinct o.customer_id), 2) as per_buyer from orders o join customers " +
				"c on c.customer_id = o.customer_id where o.status <> 'cancelled' group by c.segment order by revenue desc", ""},
		{"106 cohorts by first order",
			"with first_orders as (select customer_id, min(created_at) as first_at from orders group by customer_id) select " +
				"date_trunc('month', first_at)::date as cohort, count(*) as customers from first_orders group by 1 order by 1 " +
				"limit 6", ""},
		{"107 activity by month since the first order",
			"with first_orders as (select customer_id, date_trunc('month', min(created_at)) as cohort from orders group by " +
				"1), activity as (select o.customer_id, f.cohort, (extract(year from o.created_at) - extract(year from " +
				"f.cohort)) * 12 + extract(month from o.created_at) - extract(month from f.cohort) as month_no from orders o " +
				"join first_orders f using (customer_id)) select month_no, count(distinct customer_id) as active from activity " +
				"group by month_no order by month_no limit 6", ""},
		{"108 margin of products",
			"select product_id, name, price_cents - cost_cents as margin, round(100.0 * (price_cents - cost_cents) / " +
				"nullif(price_cents, 0), 1) as margin_pct from products where discontinued_on is null order by margin_pct desc, " +
				"product_id limit 5", ""},
		{"109 units and revenue of a category",
			"select p.category, sum(i.quantity) as units, sum(i.quantity * i.unit_price_cents)::numeric / 100 as revenue " +
				"from order_items i join products p on p.product_id = i.product_id group by p.category having sum(i.quantity) > " +
				"100 order by 2 desc", ""},
		{"110 spend of the last seven rows",
			"select channel, spend_date, spend_cents, sum(spend_cents) over (partition by channel order by spend_date rows " +
				"between 6 preceding and current row) as week_spend from marketing_spend where spend_date >= '2026-03-01' order " +
				"by channel, spend_date limit 5", ""},
		{"111 conversion by channel",
			"select s.channel, count(*) as sessions, count(s.order_id) as orders, round(count(s.order_id)::numeric / " +
				"count(*) * 100, 2) as conversion from web_sessions s group by s.channel order by conversion desc nulls last, " +
				"s.channel", ""},
		{"112 median and p90 of a device",
			"select device, percentile_cont(0.5) within group (order by duration_seconds) as median_seconds, " +
				"percentile_cont(0.9) within group (order by duration_seconds) as p90 from web_sessions group by device order by " +
				"device", ""},
		{"113 orders by weekday",
			"select to_char(created_at, 'Day') as weekday, extract(isodow from created_at) as n, count(*) from orders group " +
				"by 1, 2 order by 2", ""},
		{"114 sessions by hour",
			"select date_part('hour', started_at) as hour, count(*) as sessions, avg(page_views)::numeric(10,2) as views " +
				"from web_sessions group by 1 order by 1 limit 5", ""},
		{"115 gap to the previous order",
			"select o.order_id, o.created_at, lag(o.created_at) over (partition by o.customer_id order by o.created_at) as " +
				"previous, o.created_at - lag(o.created_at) over (partition by o.customer_id order by o.created_at) as gap from " +
				"orders o where o.customer_id = 4 order by o.created_at limit 5", ""},
		{"116 histogram of gaps",
			"with gaps as (select customer_id, created_at::date - lag(created_at::date) over (partition by customer_id order " +
				"by created_at) as days from orders) select width_bucket(days, 0, 180, 6) as bucket, count(*) from gaps where " +
				"days is not null group by 1 order by 1", ""},
		{"117 average discount of coupons",
			"select coalesce(coupon_code, 'none') as coupon, count(*), round(avg(discount_cents)) as avg_discount from " +
				"orders group by coupon_code order by count(*) desc, 1 limit 5", ""},
		{"118 share within a country",
			"select country, status, count(*), round(100.0 * count(*) / sum(count(*)) over (partition by country), 1) as pct " +
				"from orders where country in ('DE', 'NL') group by country, status order by country, count(*) desc", ""},
		{"119 share by a scalar subquery",
			"select reason, count(*) as n, sum(amount_cents) as amount, sum(amount_cents) * 1.0 / (select sum(amount_cents) " +
				"from refunds) as share from refunds group by reason order by amount desc", ""},
		{"120 spine of days",
			"with daily as (select created_at::date as day, sum(total_cents) as cents from orders group by 1), days as " +
				"(select generate_series('2026-03-01'::date, '2026-03-10'::date, '1 day')::date as day) select days.day, " +
				"coalesce(daily.cents, 0) as cents from days left join daily on daily.day = days.day order by 1", ""},
		{"121 journey as a text",
			"select customer_id, string_agg(status, ' > ' order by created_at) as journey from orders where customer_id < 6 " +
				"group by customer_id order by customer_id", ""},
		{"122 domain of an e-mail address",
			"select email, split_part(email, '@', 2) as domain, length(split_part(email, '@', 1)) as n from customers order " +
				"by customer_id limit 3", ""},
		{"123 landing pages without their query",
			`select regexp_replace(landing_page, '\?.*$', '') as page, count(*) from web_sessions group by 1 order by 2 ` +
				`desc, 1 limit 5`, ""},
		{"124 age groups",
			"select case when birth_year is null then 'unknown' when 2026 - birth_year < 30 then 'under 30' when 2026 - " +
				"birth_year between 30 and 49 then '30-49' else '50+' end as age_group, count(*) from customers group by 1 order " +
				"by 2 desc", ""},
		{"125 rank of a sum",
			"select row_number() over (order by sum(total_cents) desc) as rank, customer_id, sum(total_cents) as spent from " +
				"orders group by customer_id order by spent desc limit 5", ""},
		{"126 best two of a category",
			"with ranked as (select p.category, p.name, sum(i.total_cents) as cents, rank() over (partition by p.category " +
				"order by sum(i.total_cents) desc) as r from order_items i join products p using (product_id) group by " +
				"p.category, p.name) select category, name, cents from ranked where r <= 2 order by category, r", ""},
		{"127 hours to delivery",
			"select o.status, avg(extract(epoch from (o.delivered_at - o.created_at)) / 3600)::int as hours from orders o " +
				"where o.delivered_at is not null group by o.status order by 1", ""},
		{"128 average length of time",
			"select avg(delivered_at - shipped_at) as transit from orders where country = 'DE'", ""},
		{"129 longest and shortest length of time",
			"select max(delivered_at - created_at) as slowest, min(delivered_at - created_at) as fastest from orders", ""},
		{"130 ordered by a length of time",
			"select order_id, delivered_at - created_at as took from orders where delivered_at is not null order by took " +
				"desc, order_id limit 3", ""},
		{"131 the dearest and the cheapest",
			"(select 'best' as kind, name, price_cents from products order by price_cents desc limit 1) union all (select " +
				"'cheapest', name, price_cents from products order by price_cents limit 1)", ""},
		{"132 refund rate",
			"select count(*) filter (where status = 'delivered') as delivered, count(*) filter (where status = 'refunded') " +
				"as refunded, round(avg(case when status = 'refunded' then 1.0 else 0 end), 4) as rate from orders", ""},
		{"133 last order by DISTINCT ON",
			"select distinct on (customer_id) customer_id, order_id, created_at from orders order by customer_id, created_at " +
				"desc limit 3", ""},
		{"134 quarters of countries in an array",
			"select date_trunc('quarter', created_at)::date as quarter, country, sum(total_cents) / 100 as revenue from " +
				"orders where created_at >= date_trunc('year', date '2026-03-18') - interval '1 year' and country = any " +
				"(array['DE', 'FR']) group by 1, 2 order by 1, 2", ""},
		{"135 next order by LATERAL",
			"select a.customer_id, a.order_id, b.order_id as next_order from orders a join lateral (select order_id from " +
				"orders b where b.customer_id = a.customer_id and b.created_at > a.created_at order by b.created_at limit 1) b " +
				"on true where a.customer_id = 4 order by 2", ""},
		{"136 share without coupons",
			"select sum(total_cents) as total, sum(total_cents) filter (where coupon_code is not null) as with_coupon, 1 - " +
				"sum(total_cents) filter (where coupon_code is null)::numeric / sum(total_cents) as share from orders", ""},
		{"137 quartiles of customers",
			"select ntile(4) over (order by sum(total_cents)) as quartile, customer_id, sum(total_cents) from orders group " +
				"by customer_id order by 3 desc, 2 limit 4", ""},
		{"138 recency, frequency, monetary",
			"with r as (select customer_id, current_date - max(created_at)::date as recency, count(*) as frequency, " +
				"sum(total_cents) as monetary from orders group by customer_id) select ntile(5) over (order by frequency) f, " +
				"count(*) over () n from r order by 1 limit 2", ""},
		{"139 pivot by hand",
			"select extract(year from created_at)::int as year, sum(case when channel = 'paid' then total_cents else 0 end) " +
				"as paid, sum(case when channel <> 'paid' then total_cents else 0 end) as other from orders group by 1 order by " +
				"1", ""},
		{"140 array in order",
			"select country, array_agg(distinct status order by status) as statuses from orders group by country order by " +
				"country limit 2", ""},
		{"141 filter on an aggregate",
			"select * from (select customer_id, count(*) as orders, max(created_at) as last from orders group by 1) t where " +
				"orders >= 5 and last < '2026-01-01' order by orders desc, customer_id limit 5", ""},
		{"142 spread and correlation",
			"select stddev(total_cents), variance(total_cents), corr(subtotal_cents, discount_cents), min(total_cents), " +
				"max(total_cents) from orders", ""},
		{"143 cost per click",
			"select m.channel, sum(m.spend_cents) / nullif(sum(m.clicks), 0) as cpc, sum(m.clicks)::float / " +
				"nullif(sum(m.impressions), 0) as ctr from marketing_spend m where m.spend_date between '2026-01-01' and " +
				"'2026-01-31' group by m.channel order by ctr desc", ""},
		{"144 places by their number, from the third",
			"select concat_ws(', ', city, country) as place, count(*) as n from customers where email ilike '%@mail.%' and " +
				"marketing_opt_in group by city, country having count(*) > 5 order by n desc, place limit 5 offset 2", ""},
	}
}
