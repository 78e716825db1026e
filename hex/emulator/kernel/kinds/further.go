package kinds

// Further are kinds that were gathered from what analytics projects do besides: spines, cohorts, sessions, funnels, percentiles,
// texts that are cleaned.
func Further() []Kind {
	return []Kind{
		{"65 a list of rows with names",
			"select x, y from (values (1, 'a'), (2, 'b')) as t(x, y) order by x", ""},
		{"66 date spine",
			"with days as (select generate_series('2025-12-01'::date, '2025-12-05'::date, '1 day')::date as day) select d.day, " +
				"count(o.order_id) from days d left join orders o on o.created_at::date = d.day group by 1 order by 1", ""},
		{"67 spine by recursion",
			"with recursive spine as (select date '2025-12-01' as d union all select d + 1 from spine where d < date '2025-12-05') " +
				"select s.d, count(o.order_id) from spine s left join orders o on date_trunc('day', o.created_at) = s.d group by 1 " +
				"order by 1", ""},
		{"68 cohort retention",
			"with f as (select customer_id, date_trunc('month', min(created_at)) cohort from orders group by 1), a as (select " +
				"distinct customer_id, date_trunc('month', created_at) m from orders) select f.cohort, (extract(year from a.m) - " +
				"extract(year from f.cohort)) * 12 + extract(month from a.m) - extract(month from f.cohort) n, count(*) from f join a " +
				"using (customer_id) group by 1, 2 order by 1, 2 limit 6", ""},
		{"69 sessions by gaps",
			"with e as (select customer_id, created_at, case when created_at - lag(created_at) over (partition by customer_id " +
				"order by created_at, order_id) <= interval '30 days' then 0 else 1 end begins from orders), s as (select customer_id, " +
				"sum(begins) over (partition by customer_id order by created_at) n from e) select count(distinct (customer_id::text || " +
				"'-' || n::text)) from s", ""},
		{"70 hours between two moments",
			"select round(avg(extract(epoch from (delivered_at - shipped_at)) / 3600)::numeric, 3) h from orders where " +
				"delivered_at is not null", ""},
		{"71 days between two dates",
			"select max(created_at)::date - min(created_at)::date + 1 from orders", ""},
		{"72 whole days of a difference",
			"select round(avg(extract(day from o.created_at - c.created_at)), 4) from orders o join customers c using (customer_id)", ""},
		{"73 funnel",
			"select count(*) filter (where status <> 'cancelled') placed, count(shipped_at) shipped, count(delivered_at) " +
				"delivered, round(100.0 * count(delivered_at) / count(*), 1) || '%' rate from orders", ""},
		{"74 pivot by CASE",
			"select country, sum(case when segment = 'consumer' then 1 else 0 end) consumer, sum(case when segment = 'business' " +
				"then 1 else 0 end) business from customers group by 1 order by 1", ""},
		{"75 latest row of each",
			"select order_id, status from (select o.*, row_number() over (partition by customer_id order by created_at desc, " +
				"order_id) rn from orders o) x where rn = 1 order by order_id limit 3", ""},
		{"76 NULLs in order",
			"select coupon_code, count(*) from orders group by 1 order by coupon_code desc", ""},
		{"77 percentiles by group",
			"select country, percentile_cont(0.5) within group (order by total_cents) p50, percentile_cont(0.9) within group " +
				"(order by total_cents desc) p90 from orders group by 1 order by 1 limit 3", ""},
		{"78 growth over the month before",
			"with m as (select date_trunc('month', created_at) m, sum(total_cents) r from orders group by 1) select m, round(100.0 " +
				"* (r - lag(r) over (order by m)) / lag(r) over (order by m), 2) g from m order by m limit 4", ""},
		{"79 running total within groups",
			"select date_trunc('month', created_at)::date m, status, sum(sum(total_cents)) over (partition by status order by " +
				"date_trunc('month', created_at)::date) / 100.0 r from orders group by 1, 2 order by 1, 2 limit 4", ""},
		{"80 frame with neighbours",
			"select order_id, sum(total_cents) over (order by order_id rows between 1 preceding and 1 following) s, " +
				"first_value(total_cents) over (order by order_id desc rows unbounded preceding) f from orders order by 1 limit 3", ""},
		{"81 share as numeric",
			"select sum(case when status = 'delivered' then total_cents else 0 end)::numeric / nullif(sum(total_cents), 0) from " +
				"orders", ""},
		{"82 share of a count",
			"with t as (select count(*)::numeric n, count(coupon_code) c from orders) select c / n, round(c * 100 / n, 2) from t", ""},
		{"83 number written",
			"select to_char(sum(total_cents) / 100.0, 'FM999,999,990.00') from orders", ""},
		{"84 month written",
			"select to_char(date_trunc('month', created_at), 'FMMonth YYYY') m, count(*) from orders group by 1, " +
				"date_trunc('month', created_at) order by date_trunc('month', created_at) limit 3", ""},
		{"85 day with its ordinal",
			"select to_char(min(created_at), 'FMDDth Mon YYYY') from orders", ""},
		{"86 strings cleaned",
			"select lower(trim(regexp_replace('  Hello,   World! ', '[^a-zA-Z ]', '', 'g'))) a, regexp_replace('+49 (170) 123', " +
				"'[^0-9]', '', 'g') b, initcap('o''neil street') c", ""},
		{"87 host of a URL",
			"select split_part(split_part('https://www.example.com/a?x=1', '//', 2), '/', 1) h, substring('a-b' from position('-' " +
				"in 'a-b') + 1) s, trim(both '/' from '/x/') t", ""},
		{"88 member of JSON",
			`select x ->> 'a' a, (x ->> 'a')::int + 1 b, x -> 'b' ->> 'c' c from (select '{"a": 1, "b": {"c": true}}'::json x) t`, ""},
		{"89 correlated subquery",
			"select count(*) from orders o where total_cents > (select avg(total_cents) from orders i where i.customer_id = " +
				"o.customer_id)", ""},
		{"90 rows of a pair",
			"select count(*) from orders where (customer_id, created_at) in (select customer_id, max(created_at) from orders group " +
				"by 1)", ""},
		{"91 distinct texts in order",
			"select string_agg(distinct status, ', ' order by status) from orders", ""},
		{"92 text compared with a number",
			"select count(*) from orders where extract(year from created_at) = '2025' and total_cents > '5000'", ""},
		{"93 year from a list",
			"with t as (select extract(year from created_at) y from orders) select count(*) from t where y in ('2024', '2025')", ""},
		{"94 beginning of a day with its time",
			"select count(*) from orders where date_trunc('month', created_at) = '2025-12-01 00:00:00'", ""},
		{"95 age in years",
			"select count(*) from customers where extract(year from age(timestamp '2026-03-18', created_at)) >= 1", ""},
		{"96 buckets",
			"select width_bucket(total_cents, 0, 50000, 5) b, count(*) from orders group by 1 order by 1", ""},
		{"97 histogram by floor",
			"select floor(total_cents / 10000.0) * 10000 b, count(*) from orders group by 1 order by 1 limit 4", ""},
		{"98 correlation",
			"select round(corr(quantity, unit_price_cents) * 1000000), round(regr_slope(quantity, unit_price_cents) * 1000000000) " +
				"from order_items", ""},
		{"99 interval many times",
			"select date '2026-01-31' + 2 * interval '1 month' a, date '2026-01-01' + (3 || ' days')::interval b", ""},
		{"100 cube",
			"select country, segment, count(*) from customers group by cube (country, segment) order by 1 nulls last, 2 nulls last " +
				"limit 5", ""},
		{"101 union by name",
			"select 1 as a, 2 as b union all by name select 3 as b, 4 as a", "DuckDB"},
		{"102 any of an array",
			"select count(*) from customers where country = any(array['DE', 'NL'])", ""},
		{"103 window over days",
			"select order_id, count(*) over (order by created_at range between interval '7 days' preceding and current row) n from " +
				"orders order by 1 limit 3", ""},
		{"104 full join",
			"select count(*), count(r.refund_id) from orders o full outer join refunds r on r.order_id = o.order_id", ""},
	}
}
