# Statements that SQLite refuses as the database does, as which it answers: one a line.
# PostgreSQL and DuckDB
select stddev(d) from (values (interval '1 day'), (interval '3 days')) t(d)
select d::int from (select interval '1 day' d) t
select interval '1 day' + 1
select interval '1 day' = 1
select case when true then 1 else '7'::text end
select case when order_id > 1 then order_id else status end from orders limit 1
select case when order_id > 1 then status else order_id end from orders limit 1
select coalesce(order_id, status) from orders limit 1
select coalesce(status, 0) from orders limit 1
select coalesce(coupon_code, order_id) from orders limit 1
select order_id in ('1', 'x') from orders limit 1
select order_id in (status) from orders limit 1
select status in (1, 2) from orders limit 1
select status = 1 from orders limit 1
select status = order_id from orders limit 1
select count(*) from orders where status = 5
select count(*) from orders where status > 5
select count(*) from orders where order_id = status
select count(*) from orders o join customers c on o.order_id = c.country
select count(*) from orders where order_id in (select status from orders)
select count(*) from orders where status in (select order_id from orders)
select count(*) from orders where order_id = (select max(status) from orders)
select count(*) from orders where order_id between 'a' and 'b'
select * from (values (1), ('a')) t(x)
select * from (values ('a'), (1)) t(x)
select 'a' = 1
select 1 = 'a'
select nullif(1, 'a')
select greatest(1, 'a')
select created_at = 1 from orders limit 1
select created_at = 5.5 from orders limit 1
select created_at > order_id from orders limit 1
select created_at in (1, 2) from orders limit 1
select created_at from orders union select order_id from orders
select date '2026-01-01' union select 1
select case when true then date '2026-01-01' else 1 end
select coalesce(delivered_at, 0) from orders limit 1
select status + 1 from orders limit 1
select status * 2 from orders limit 1
select '5' * '2'
select 'a' + 1
select order_id like '1%' from orders limit 1
select order_id ilike '1%' from orders limit 1
select length(order_id) from orders limit 1
select upper(order_id) from orders limit 1
select left(order_id, 1) from orders limit 1
select substring(order_id from 1 for 1) from orders limit 1
select lower(created_at) from orders limit 1
select trim(5)
select replace(order_id, '1', '2') from orders limit 1
select abs('x')
select abs(status) from orders limit 1
select round(status) from orders limit 1
select sqrt(status) from orders limit 1
select date_trunc('month', status) from orders limit 1
select date_trunc('month', order_id) from orders limit 1
select extract(year from status) from orders limit 1
select extract(year from order_id) from orders limit 1
select to_char(status, 'YYYY') from orders limit 1
select sum(status) from orders
select avg(status) from orders
select sum(created_at) from orders
select avg(marketing_opt_in) from customers
select avg(total_cents > 5000) from orders
select sum(true), avg(false)
select stddev(marketing_opt_in) from customers
select marketing_opt_in + 1 from customers limit 1
select count(*) from customers where country
select bool_or(order_id) from orders
select bool_and(status) from orders
select percentile_cont(0.5) within group (order by status) from orders
select percentile_cont(0.5) within group (order by marketing_opt_in) from customers
select corr(status, order_id) from orders
select greatest(order_id, status) from orders limit 1
select greatest(created_at, order_id) from orders limit 1
select 1 where 'x'
select order_id from orders order by 'x' limit 1
select 2147483647 + 1
select 2000000000 * 2
select 100000 * 100000
select x * x from (values (100000)) t(x)
select 32767::smallint + 1::smallint
select 200::smallint * 200::smallint
select 2147483647::int + 1
select power(2, 31)::int
select 3000000000::int
with recursive t(n) as (select 1 union all select n * 10 from t where n < 10000000000) select max(n) from t
select 60 * 60 * 24 * 365 * 100
# PostgreSQL
select median(d) from (values (interval '1 day'), (interval '3 days'), (interval '10 hours')) t(d)
select 1 union select 'a'
select 1 union select '1'::text
select country from customers union select customer_id from customers
select customer_id from customers union all select country from customers
select case when true then 1 else 'x' end
select case when true then 'x' else 1 end
select true = 1
select true union select 1
select case when true then true else 0 end
select coalesce(true, 0)
select date '2026-01-01' union select 'x'
select case when true then date '2026-01-01' else 'x' end
select coalesce(date '2026-01-01', 'none')
select coalesce(delivered_at, 'none') from orders limit 1
select 1 || 2
select order_id || customer_id from orders order by order_id limit 1
select avg(created_at) from orders
select sum(marketing_opt_in) from customers
select max(marketing_opt_in) from customers
select min(marketing_opt_in) from customers
select sum(country = 'DE') from customers
select sum(total_cents > 5000) from orders
select max(total_cents > 5000) from orders
select sum(is_paid) from channels
select marketing_opt_in = 1 from customers limit 1
select count(*) from customers where marketing_opt_in = 1
select count(*) from customers where marketing_opt_in > 0
select count(*) from customers where marketing_opt_in in (1)
select count(*) from customers where birth_year
select count(*) from customers where 1
select case when 1 then 2 end
select case when order_id then 2 end from orders limit 1
select not 1
select 1 and 2
select true and 1
select 1 or order_id from orders limit 1
select percentile_cont(0.5) within group (order by created_at) from orders
select median(status) from orders
select string_agg(order_id, ',') from orders where order_id < 3
select string_agg(created_at, ',') from orders where order_id < 3
select string_agg(marketing_opt_in, ',') from customers where customer_id < 3
select count(*) filter (where order_id) from orders
select count(*) from orders having 1
select -2147483648 - 1
select total_cents * 1000000 from orders order by order_id limit 1
select sum(total_cents * 1000000) from orders
select total_cents * total_cents from orders order by total_cents desc limit 1
select abs(-2147483648)
select length('abc') + 2147483647
select max(order_id) + 2147483647 from orders
select (1 + 2147483647) > 0
select count(*) from orders where total_cents * 100000 > 0
select date '2026-01-01' - date '2000-01-01' + 2147483647
# DuckDB
select percentile_cont(0.5) within group (order by delivered_at - created_at) from orders
select percentile_cont(0.5) within group (order by d) from (values (interval '1 day'), (interval '3 days'), (interval '10 hours')) t(d)
select sum(d), avg(d), min(d), max(d) from (values (interval '1 day'), (interval '3 days'), (interval '10 hours')) t(d)
select sum(delivered_at - created_at) / count(*) from orders
select extract(epoch from sum(delivered_at - created_at)) from orders
select sum(d) over (order by d) from (values (interval '1 day'), (interval '3 days'), (interval '10 hours')) t(d)
select coalesce(sum(d), interval '0') from (values (interval '1 day')) t(d) where false
select justify_hours(interval '30 hours'), justify_days(interval '40 days'), justify_interval(interval '1 mon -1 hour')
select 32767::smallint + 1
with t as (select sum(x) s, max(y) m from (values (interval '1 day', 'a'), (interval '2 days', 'b')) v(x, y)) select coalesce(s, interval '0'), case when m > 'a' then s end from t
select a.x = b.y from (select sum(q) x from (values (interval '1 day')) v(q)) a, (select interval '24 hours' y) b
