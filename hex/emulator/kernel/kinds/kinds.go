// Package kinds holds kinds of SQL as analysts type them, over the sample warehouse, for the tests of every engine. Each is
// one idea of one dialect. It knows no engine.
package kinds

import "strings"

// Kind is one statement.
type Kind struct {
	Name string
	SQL  string
	// Foreign says whose form it is where PostgreSQL, as which the sample warehouse introduces itself, has none like it.
	Foreign string
}

// Key is the number that the kind's name begins with.
func (k Kind) Key() string {
	key, _, _ := strings.Cut(k.Name, " ")
	return key
}

// First are the 32 kinds that were gathered first.
func First() []Kind {
	return []Kind{
		{"01 CTE", "with m as (select country, count(*) n from customers group by 1) select * from m order by n desc limit 5", ""},
		{"02 row_number", "select order_id, row_number() over (partition by customer_id order by created_at) rn from orders order by 1 " +
			"limit 5", ""},
		{"03 lag and a moving average", "select created_at, total_cents, lag(total_cents) over (order by created_at) prev, " +
			"avg(total_cents) over " +
			"(order by created_at rows between 6 preceding and current row) ma from orders order by 1 limit 5", ""},
		{"04 date_trunc", "select date_trunc('month', created_at) as month, sum(total_cents)/100.0 rev from orders group by 1 order by " +
			"1", ""},
		{"05 ILIKE", "select name from products where name ilike '%mug%' order by name limit 3", ""},
		{"06 :: casts", "select total_cents::float/100 as eur, order_id::text from orders order by order_id limit 3", ""},
		{"07 QUALIFY", "select order_id, customer_id from orders qualify row_number() over (partition by customer_id order by " +
			"created_at desc)=1 " +
			"order by 1 limit 5", "Snowflake, BigQuery, DuckDB"},
		{"08 jinja if", "select count(*) n from orders {% if true %}where total_cents > 1000{% endif %}", ""},
		{"09 jinja for", "select {% for y in [2025,2026] %}sum(case when to_char(created_at,'YYYY')='{{ y }}' then 1 else 0 end) as " +
			"y{{ loop.index }}{% if not loop.last %},{% endif %}{% endfor %} from orders", ""},
		{"10 jinja set and array", "{% set c = ['NL','DE'] %}select country, count(*) from customers where country in ({{ c | array }}) " +
			"group by 1 " +
			"order by 1", ""},
		{"11 JSON arrows", `select '{"a":{"b":5}}'::json->'a'->>'b' as b`, ""},
		{"12 json_extract", `select json_extract('{"a":5}','$.a') a`, "SQLite, DuckDB"},
		{"13 generate_series", "select d from generate_series(1,5) as t(d)", ""},
		{"14 generate_series of dates", "select d::date from generate_series('2026-01-01'::date, " +
			"'2026-01-05'::date, interval '1 day') d", ""},
		{"15 percentile_cont", "select percentile_cont(0.5) within group (order by total_cents) p50 from orders", ""},
		{"16 median", "select median(total_cents) from orders", "Snowflake, DuckDB"},
		{"17 string_agg", "select string_agg(name, ', ') from (select name from products order by product_id limit 3) x", ""},
		{"18 listagg", "select listagg(name, ',') within group (order by name) from products", "Snowflake, Redshift"},
		{"19 interval", "select count(*) from orders where created_at >= current_date - interval '30 days'", ""},
		{"20 dateadd and datediff", "select datediff('day', min(created_at), max(created_at)) d, dateadd('day', -7, current_date()) " +
			"from orders",
			"Snowflake"},
		{"21 DATE_TRUNC of BigQuery", "select DATE_TRUNC(DATE(created_at), MONTH) m, SAFE_DIVIDE(1,0) x from `orders` limit 3", "BigQuery"},
		{"22 filter and nulls last", "select count(*) filter (where total_cents > 5000) big from orders order by 1 nulls last", ""},
		{"23 extract and to_char", "select extract(year from created_at) y, to_char(created_at,'YYYY-MM') m from orders order by " +
			"order_id limit 2", ""},
		{"24 GROUP BY ALL", "select country, count(*) from customers group by all order by 1", "Snowflake, DuckDB"},
		{"25 DISTINCT ON", "select distinct on (customer_id) customer_id, created_at from orders order by customer_id, created_at desc " +
			"limit 5", ""},
		{"26 join, case and having", "select coalesce(c.country,'?') country, sum(case when o.total_cents>5000 then 1 else 0 end) big " +
			"from customers c " +
			"left join orders o on o.customer_id=c.customer_id group by 1 having count(o.order_id)>0 order by 2 desc, 1 limit 3", ""},
		{"27 rollup", "select country, count(*) from customers group by rollup(country) order by 1 nulls last", ""},
		{"28 pivot", "pivot customers on country using count(*)", "Snowflake, DuckDB"},
		{"29 recursive CTE", "with recursive t(n) as (select 1 union all select n+1 from t where n<5) select * from t", ""},
		{"30 left, split_part, concat", "select left(name,3) l, split_part(name,' ',1) f, concat(name,'!') from products order by " +
			"product_id limit 2", ""},
		{"31 unnest", "select * from unnest([1,2,3])", "BigQuery, DuckDB"},
		{"32 greatest, iff, nvl", "select greatest(1,2) g, iff(1>0,'a','b'), nvl(null,1)", "Snowflake"},
	}
}

// More are kinds that real projects use besides.
func More() []Kind {
	return []Kind{
		{"33 schema public", "select count(*) from public.orders o join public.customers c on c.customer_id = o.customer_id", ""},
		{"34 share of a total", "select country, round(100.0 * count(*) / sum(count(*)) over (), 2) pct from orders group by 1 order by " +
			"1", ""},
		{"35 whole numbers divided", "select sum(total_cents) / count(*) average, 7 / 2 half, -7 / 2 minus from orders", ""},
		{"36 week with ::date", "select date_trunc('week', created_at)::date as week, count(*) from orders group by 1 order by 1 limit " +
			"4", ""},
		{"37 cast as date", "select cast(created_at as date) as day, count(*) from orders group by cast(created_at as date) order by 1 " +
			"limit 4", ""},
		{"38 age of a signup", "select customer_id, extract(epoch from created_at) from customers order by 1 limit 2", ""},
		{"39 cohort by month", "with f as (select customer_id, min(created_at) since from orders group by 1) select to_char(since, " +
			"'YYYY-MM') cohort, " +
			"count(*) from f group by 1 order by 1", ""},
		{"40 coalesce and nullif", "select coalesce(nullif(coupon_code, ''), 'none') c, count(*) from orders group by 1 order by 1", ""},
		{"41 running total", "select d, sum(n) over (order by d) total from (select created_at::date d, count(*) n from orders group by " +
			"1) x order by d limit 5", ""},
		{"42 text with ||", "select country || '-' || status as k, count(*) from orders group by 1 order by 1 limit 5", ""},
		{"43 not in a subquery", "select count(*) from customers where customer_id not in (select customer_id from orders)", ""},
		{"44 exists", "select count(*) from customers c where exists (select 1 from orders o where o.customer_id = c.customer_id and " +
			"o.total_cents > 20000)", ""},
		{"45 union of two", "select 'orders' t, count(*) n from orders union all select 'refunds', count(*) from refunds order by 1", ""},
		{"46 between dates", "select count(*) from orders where created_at between '2025-11-01' and '2025-12-01'", ""},
		{"47 regular expression", "select count(*) from products where sku ~ '^Out-0[0-9]+$' and name !~* 'TENT'", ""},
		{"48 string_agg in order", "select string_agg(distinct country, ',' order by country) from customers", ""},
		{"49 ntile and rank", "select country, n, ntile(3) over (order by n desc, country) q, rank() over (order by n desc) r from " +
			"(select country, count(*) n " +
			"from customers group by 1) x order by 2 desc, 1 limit 4", ""},
		{"50 stddev", "select round(stddev(orders.total_cents)::numeric, 2) s, round(var_pop(quantity)::numeric, 4) v from orders join " +
			"order_items using (order_id)", ""},
		{"51 day of the week", "select extract(dow from created_at) dow, count(*) from orders group by 1 order by 1", ""},
		{"52 fetch first", "select name from products order by price_cents desc, name fetch first 2 rows only", ""},
		{"53 bool_or", "select bool_or(total_cents > 50000) b, bool_and(total_cents > 0) a from orders", ""},
		{"54 date literal", "select count(*) from marketing_spend where spend_date >= date '2025-12-01' and spend_date < date " +
			"'2025-12-01' + interval '1 month'", ""},
		{"55 difference of dates", "select max(spend_date) - min(spend_date) n from marketing_spend", ""},
		{"56 lateral join", "select c.customer_id, o.total_cents from customers c cross join lateral (select total_cents from orders o " +
			"where " +
			"o.customer_id = c.customer_id order by total_cents desc, order_id limit 1) o order by 1 limit 3", ""},
		{"57 array_agg", "select array_agg(country order by country) from (select distinct country from customers) x", ""},
		{"58 grouping sets", "select country, segment, count(*) from customers group by grouping sets ((country), (segment)) order by 1 " +
			"nulls last, 2", ""},
		{"59 EXCLUDE", "select * exclude (email, city, birth_year) from customers order by 1 limit 2", "Snowflake, DuckDB"},
		{"60 try_cast", "select try_cast('abc' as integer) a, try_cast('12' as integer) b", "Snowflake, DuckDB"},
		{"61 date_diff", "select date_diff('month', min(created_at), max(created_at)) from orders", "DuckDB, Trino"},
		{"62 last day, parts", "select date_part('quarter', created_at) q, count(*) from orders group by 1 order by 1", ""},
		{"63 LIKE with case", "select count(*) from products where name like '%mug%'", ""},
		{"64 window with a name", "select order_id, sum(total_cents) over w from orders window w as (partition by customer_id order by " +
			"order_id) order by 1 limit 3", ""},
	}
}
