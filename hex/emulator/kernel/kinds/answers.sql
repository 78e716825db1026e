# Statements of which SQLite gives the rows that the database gives, as which it answers: one a line.
# PostgreSQL and DuckDB
select country, upper(country), count(*) from customers group by 1 order by 1
select status, country, count(*) from orders group by (status, country) order by 1, 2 limit 3
select a.country, b.country, count(*) from customers a join customers b on a.customer_id = b.customer_id + 1 group by a.country, b.country order by a.country, b.country limit 3
select a.country x, b.country y, count(*) from customers a join customers b on a.customer_id = b.customer_id + 1 group by x, y order by x, y limit 3
select date_trunc('month', created_at) created_at, count(*) from orders group by 1 order by created_at limit 2
select country, count(*) from customers group by country union all select 'total', count(*) from customers order by country
select status, count(*) c from orders group by status having max(country) > 'A' order by c desc, status asc nulls first
select coalesce(delivered_at - created_at, interval '0') from orders order by order_id limit 3
select date_trunc('quarter', created_at) from orders order by order_id limit 3
select date_part('year', date '2026-03-18'), date_part('dow', date '2026-03-18'), date_part('epoch', timestamp '2026-03-18 10:00:00.5'), date_part('isodow', date '2026-03-15')
select extract(epoch from timestamp '2026-03-18 10:00:00' - timestamp '2026-03-17 09:00:00')
select extract(day from timestamp '2026-03-18 10:00:00' - timestamp '2026-03-10 09:00:00')
select date '2026-03-18' - date '2026-03-10'
select '2026-03-18'::date - '2026-03-10'::date
select date '2026-03-18' + 7, date '2026-03-18' - 7
select '2026-03-18'::date + 1
select extract(second from timestamp '2026-03-18 10:00:12.5'), extract(millisecond from timestamp '2026-03-18 10:00:12.5'), extract(microseconds from timestamp '2026-03-18 10:00:12.5')
select extract(week from date '2027-01-01'), extract(isoyear from date '2027-01-01'), extract(century from date '2026-01-01'), extract(decade from date '2026-01-01'), extract(doy from date '2026-12-31')
select extract(year from created_at), extract('month' from created_at), EXTRACT(QUARTER FROM created_at) from orders order by order_id limit 2
select age(timestamp '2026-03-18', timestamp '2025-01-31')
select age(date '2026-03-01', date '2026-01-31'), age(date '2026-01-31', date '2026-03-01'), age(timestamp '2026-01-01 10:00', timestamp '2026-01-01 12:30')
select extract(year from age(date '2026-03-18', date '1990-05-17')), date_part('month', age(date '2026-03-18', date '1990-05-17'))
select to_char(null::timestamp, 'YYYY')
select to_date('2026-03-08', 'YYYY-MM-DD'), to_date('08/03/2026', 'DD/MM/YYYY'), to_date('20260308','YYYYMMDD'), to_date('Mar 8, 2026', 'Mon DD, YYYY')
select to_date('8/3/2026', 'DD/MM/YYYY'), to_date('2026-3-8','YYYY-MM-DD')
select left('hello', 2), right('hello', 2), left('hello', -2), right('hello', -2), left('hello', 0), right('hello', 10), left(null, 2), left('hello', null)
select left(12345::text, 2), right('äöü', 2)
select greatest(1, 2, null), least('a', 'b'), greatest(date '2026-01-01', date '2025-01-01'), greatest(1, 2.5), least(null, null)
select greatest('B', 'a'), least('B', 'a')
select percentile_cont(0.25) within group (order by x), percentile_cont(0.9) within group (order by x desc), percentile_disc(0.5) within group (order by x) from (values (1), (2), (3), (4), (null)) t(x)
select percentile_cont(0.5) within group (order by x) from (select 1 x where 1=0) t
select country, percentile_cont(0.5) within group (order by birth_year) from customers group by country order by 1
select country, percentile_cont(0.5) within group (order by birth_year) filter (where segment is not null) from customers group by country order by 1
select bool_or(x > 1), bool_and(x > 1), count(*) from (select 1 x where false) t
select string_agg(x, ',' order by x desc) from (values ('a'), ('b'), (null)) t(x)
select string_agg(x::text, ', ') from (values (1), (2)) t(x)
select string_agg(x, '') from (values ('a'), ('b')) t(x)
select string_agg(x, ',' order by n) from (values ('a', 2), ('b', 1)) t(x, n)
select string_agg(x, ',') filter (where x <> 'a') from (values ('a'), ('b')) t(x)
select d from generate_series(5, 1, -2) as s(d)
select d from generate_series(5, 1) as s(d)
select d::date from generate_series(timestamp '2026-01-31', timestamp '2026-05-01', interval '1 month') as s(d)
select generate_series from generate_series(1, 3)
select d from generate_series(1, null) d
select 'a' || 1.0, 10/4.0, 10.0/4, 1e3, 0.1 + 0.2, 1.0, 2.50
select round(2.5), round(3.5), round(-2.5), round(2.567, 2), round(1234.5, -2), round(0.5), round(1.5)
select ceil(1.2), floor(-1.2), trunc(1.9), trunc(-1.9), trunc(1.987, 2), sign(-3), abs(-3.5), power(2, 10), sqrt(16), exp(0), ln(1), log(10, 100), pi()
select sum(x) from (select 1 x where false) t
select count(*), sum(total_cents), avg(total_cents), min(total_cents), max(total_cents) from orders where false
select coalesce(sum(total_cents), 0) from orders where false
select avg(x) from (select 1 x union all select 2) t
select sum(total_cents) / 100.0 / count(distinct customer_id) from orders
select avg(total_cents)::int, avg(total_cents)::numeric(10,2) from orders
select count(*) filter (where total_cents > 5000) * 1.0 / count(*) from orders
select cast(count(*) as float) / 7 from orders
select cast(1 as numeric) / 3, 1::numeric / 3, 1::decimal(10,2) / 3
select 1::decimal(10,4), 1.23456::numeric(10,2), '12.5'::numeric, ' 12 '::int
select true::text, (1 > 0)::text, false::int, true::int, 't'::boolean, 0::boolean, 'no'::boolean
select 1::boolean::text, cast(true as varchar)
select null::int, null::text, cast(null as date)
select 'abc'::varchar(2), 'abc'::char(5) || 'x', cast('abc' as varchar)
select '2026-01-01'::date::text, '2026-01-01 10:00:00'::timestamp::date, '2026-01-01'::timestamp
select 12345.678::text, 1e20::text, 0.00001::text, 100000000000000000000::text
select 3::float || '', 3.0 || ''
select substr('hello', 0, 3), substr('hello', -2), substr('hello', 2, 0)
select case when null then 1 else 2 end, case 1 when 1 then 'a' end, case when 1 = 1 and null is null then 'x' end
select null = null, null is null, null is not distinct from null, 1 is distinct from null, not null, null and false, null or true
select 1 in (1, null), 2 in (1, null), 2 not in (1, null)
select true and false, true or null, not true, true = true, 1 = 1
select 'b' > 'A', 'a' < 'B', 'a' = 'A', 'a' = 'a '
select '10' > '9', '10'::int > '9'::int
select 10 > '9'
select total_cents > '5000' from orders order by order_id limit 2
select count(*) from orders where total_cents > '9999'
select count(*) from orders where customer_id = '5'
select max('2026-01-01'::date), min(created_at)::date, max(created_at)::date from orders
select created_at::date = '2025-10-01' from orders order by order_id limit 1
select count(*) from orders where created_at >= '2025-12-01' and created_at < '2026-01-01'
select count(*) from orders where created_at::date = date '2025-12-24'
select count(*) from orders where created_at <= '2025-12-24'
select count(*) from orders where created_at > date '2025-12-24'
select count(*) from orders where created_at = date_trunc('day', created_at)
select count(*) from orders where created_at between date '2025-12-01' and date '2025-12-02'
select count(*) from orders where date(created_at) = '2025-12-24'
select count(*) from orders where created_at in ('2025-12-24')
select count(*) from orders where extract(month from created_at) = 12 and extract(year from created_at) in (2025)
select date_trunc('month', created_at) = '2025-12-01', date_trunc('month', created_at) = timestamp '2025-12-01 00:00:00' from orders order by order_id limit 1
select count(*) from orders where date_trunc('month', created_at) = timestamp '2025-12-01 00:00:00'
select count(*) from orders where date_trunc('month', created_at) = '2025-12-01 00:00:00'
select count(*) from orders where created_at::date between '2025-12-01' and '2025-12-31 23:59:59'
select date '2026-01-31' + interval '1 month', date '2026-03-31' - interval '1 month', date '2026-02-28' + interval '1 year', timestamp '2026-01-01 10:00' + interval '90 minutes', date '2026-01-01' + interval '1.5 days', date '2026-01-01' + interval '1 day 2 hours'
select date '2026-01-01' + 3 * interval '1 day'
select date '2026-01-01' + (3 || ' days')::interval
select created_at + interval '1 day' * 2 from orders order by order_id limit 1
select interval '1 day', interval '2 hours 30 minutes'
select interval '1 day' = interval '24 hours'
select count(*) from orders where extract(year from created_at) in ('2024', '2025')
select count(*) from orders where extract(year from created_at) between '2024' and '2025' and extract(month from created_at) not in ('1')
select count(*) from orders where to_char(created_at, 'MM')::int = '12'
select sum(total_cents) > '100', count(*) = '8659', '5' < count(*) from orders
select date_trunc('month', created_at) m, count(*) from orders where date_trunc('month', created_at) between '2025-11-01' and '2025-12-01 00:00:00' group by 1 order by 1
select count(*) from orders where date_trunc('day', created_at) in ('2025-12-24 00:00:00', '2025-12-25')
select count(*) from orders where not (created_at::date = '2025-12-24') and created_at is not null
select count(*) from (select date_trunc('month', created_at) m from orders) x where m >= '2025-12-01 00:00:00'
select count(*) from (select '2025-12-01 00:00:00'::timestamp t) x where t = '2025-12-01'
select count(*) from (select '2025-12-01'::date d) x where d = '2025-12-01 00:00:00'::timestamp
select case when created_at >= '2025-12-01' then 'new' else 'old' end k, count(*) from orders group by 1 order by 1
select case date_trunc('month', created_at) when '2025-12-01 00:00:00' then 1 else 0 end k, count(*) from orders group by 1 order by 1
select count(*) from orders o join (select date_trunc('month', created_at) m from orders group by 1) x on date_trunc('month', o.created_at) = x.m
select count(*) from orders where created_at >= '2025-12-01T00:00:00' and created_at < '2025-12-02T00:00:00Z'
select order_id from orders order by coupon_code desc, order_id limit 3
select coupon_code, row_number() over (order by coupon_code desc, order_id) n from orders order by 2 limit 2
select first_value(coupon_code) over (order by coupon_code) from orders limit 1
select coupon_code, count(*) from orders group by coupon_code order by coupon_code desc
select coupon_code, count(*) c from orders group by 1 order by c desc, coupon_code limit 3 offset 1
select x from (values (3), (null), (1)) t(x) order by x
select x from (values (3), (null), (1)) t(x) order by x desc
select x from (values (3), (null), (1)) t(x) order by -x
select string_agg(coalesce(x::text, 'null'), ',' order by x desc) from (values (3), (null), (1)) t(x)
select a.x, b.y from (values (1), (2)) a(x) join (values (1, 'p'), (2, 'q')) b(x, y) on a.x = b.x order by 1
select * from (select 1, 2) as t(a, b)
select t.a + 1 from (select order_id from orders order by 1 limit 1) t(a)
with x as (select * from (values (1, date '2026-01-01'), (2, date '2026-02-01')) v(id, d)) select id, d + 1, d - 1, d - interval '1 day' from x order by id
select max(launched_on) - 1 from products
select concat(round(100.0 * 45 / 50, 1), '%'), concat(1.0 * 3, 'x')
select round(avg(total_cents), 2) || ' c' from orders
select extract(year from date '2026-01-01') || '-Q' || extract(quarter from date '2026-05-01'), extract(month from date '2026-03-01')::text || 'm'
select sum(total_cents) / nullif(count(*) filter (where total_cents < 0), 0), coalesce(sum(total_cents) / nullif(0, 0), 0) from orders
select 2 * 3 + 4, 2 + 3 * 4, (2 + 3) * 4, 10 - 2 - 3, 100 / 10 / 2, 7 - 2 * 3 + 1, 2 * -3, 8 / 2 * 4, 1 - -1
select 5 between 1 and 10 and 3 between 4 and 5, not 5 between 1 and 3, 5 + 1 between 6 and 6
select (1 > 0)::int + 1, (1 > 0)::text, (null > 1)::text, ('a' in ('a','b'))::text, (1 is null)::text, (1 = 1 and 2 = 3)::text
select sum((total_cents > 5000)::int), avg((total_cents > 5000)::int), count(*) filter (where (total_cents > 5000) is true) from orders
select count(*) from orders where created_at + interval '1 month' * 2 > timestamp '2026-01-01'
select d + n * interval '1 day' from (values (date '2026-01-01', 3)) t(d, n)
select d + (n || ' months')::interval from (values (date '2026-01-31', 1)) t(d, n)
select d + n, d - n from (values (date '2026-01-01', 3)) t(d, n)
select count(*) from orders a join orders b on a.customer_id = b.customer_id and b.created_at > a.created_at and b.created_at - a.created_at <= interval '7 days'
select avg(extract(epoch from (delivered_at - shipped_at)) / 3600) from orders where delivered_at is not null
select extract(day from max(created_at) - min(created_at)), extract(epoch from max(created_at) - min(created_at)) / 86400 from orders
select date_part('day', age(date '2026-03-18', date '2026-01-01')), extract(year from age(date '2026-03-18', date '1990-05-17')) * 12 + extract(month from age(date '2026-03-18', date '1990-05-17'))
select count(*) from customers where age(date '2026-03-18', created_at::date) > interval '1 year'
select greatest(date '2026-01-01', created_at::date) = created_at::date from orders order by order_id limit 1
select created_at::date - lag(created_at::date) over (order by created_at, order_id) from orders order by order_id limit 3
select (max(created_at)::date - min(created_at)::date) / 7, max(created_at)::date - min(created_at)::date + 1 from orders
select trim(both from '  a '), trim(leading from ' a'), trim('x' from 'xax'), trim(trailing '0' from '1.500')
select position('-' in 'a-b') + 1, substring('a-b' from position('-' in 'a-b') + 1), substring('abc' from 2 for 1) || 'z'
select corr(x, y), covar_pop(x, y), covar_samp(x, y), regr_slope(x, y), regr_intercept(x, y) from (values (1, 2), (2, 4), (3, 7), (null, 1)) t(x, y)
select string_agg(distinct x::text, '-' order by x::text) from (values (1), (2), (2)) t(x)
select name collate "C" from products order by 1 limit 1
select substr('hello', 0, 3), substr('hello', -3, 2), substring('hello', 2, 0), left('hello', -1), right('hello', -1)
select country as c, count(*) as "count" from customers group by c order by "count" desc, c limit 2
select date_trunc('month', created_at)::date as m, status, sum(total_cents) / 100.0 as eur, sum(sum(total_cents)) over (partition by status order by date_trunc('month', created_at)::date) / 100.0 running from orders group by 1, 2 order by 1, 2 limit 3
select total_cents::text from orders order by total_cents limit 2
select status, sum(total_cents) over (partition by status order by created_at desc rows unbounded preceding) from orders order by order_id limit 2
select count(*) from orders where customer_id in (select customer_id from customers where country = 'DE') and created_at::date in (date '2025-12-24', date '2025-12-25')
select interval '90 minutes', interval '1 year 14 months', interval '36 hours'
select sum(case when status = 'paid' then total_cents else 0 end)::numeric / nullif(sum(total_cents), 0) from orders
select cast(sum(total_cents) as decimal) / 100, cast(total_cents as double precision) / 3 from orders group by total_cents order by 2 limit 1
select array_agg(distinct status) is not null, bool_and(total_cents > 0)::text from orders
select row_number() over (partition by date_trunc('month', created_at) order by total_cents desc nulls last, order_id) r from orders order by order_id limit 2
select * from (values (1, 'a'), (2, 'b')) as t (id, name) where id = '2'
select a, b from (values ('2026-01-01'::date, 1.5)) v(a, b) where a >= '2026-01-01' and b > '1'
select to_char(date '2026-03-08', 'yyyy-mm'), to_char(date '2026-03-08', 'Q YYYY'), to_char(timestamp '2026-03-08 15:04:05', 'HH12:MI:SS AM'), to_char(timestamp '2026-03-08 15:04:05', 'hh24:mi'), to_char(date '2026-03-08', 'MONTH'), to_char(date '2026-03-08', 'month'), to_char(date '2026-03-08', 'day'), to_char(timestamp '2026-03-08 05:04:05', 'FMHH24')
select initcap('hello wORLD'), initcap('o''neil-smith 3rd'), initcap('')
with t as (select extract(year from created_at) y from orders) select count(*) from t where y = '2025' or y in ('2024') or '2026' <= y
select n + m, n - m, n + m * 2, (n + m) / 2 from (values (7, 3)) t(n, m)
select count(*) from orders where customer_id = '5' or order_id > '8000' and status = 'paid'
select count(*) from products where sku = '1' or name < '5'
select interval '1 year 14 months'
select count(*) from orders o where o.total_cents >= '5000' and o.total_cents <> '0'
select total_cents + shipping_cents - discount_cents * 2 from orders order by order_id limit 2
select count(*) from orders where created_at::date + 30 > shipped_at::date
select 1.50 || 'x', (1.50 + 2) || 'x', (1.50 * 0.10) || 'x', -1.50 || 'x', concat(2.00, 'x'), 1.50::text || 'x', 2.5::decimal(10,2) || 'x'
with t as (select extract(year from created_at) y, extract(month from created_at) m from orders where order_id < 40) select y || '-' || m, sum(y) / 4, count(*) from t group by y, m order by 1
with t as (select total_cents / 100.0 as eur, order_id from orders), u as (select round(eur::decimal(10,4), 2) as eur, order_id from t) select eur / 2 from u order by order_id limit 3
select cast(2.5::float as int), cast(3.5::float as integer), 2.5::float::int, 1.5::float::smallint, (-2.5)::float::bigint
select 2.5::int, 2.5::numeric::int, cast(-3.5 as int)
select sum(x::float)::int from (values (1), (1.5)) t(x)
select 0.1 + 0.2 = 0.3, 0.7 + 0.1 >= 0.8, 3 * 0.1 <= 0.3, 1.1 + 2.2 > 3.3, 0.3 between 0.1 + 0.2 and 1
select case when 1.1 + 2.2 > 3.3 then 'more' else 'not' end
select floor(0.29 * 100), floor(4.35 * 100), ceil(0.07 * 100), ceil(1.1 * 10), trunc(1.15 * 100)
select true = 't', 'false' = (1 > 2), (2 > 1) = 'true'
select x is not true from (values (true), (null), (false)) t(x)
select x from (values (1), (2)) t(x) order by x limit all
select 0.1 + 0.2 - 0.3, 1.1 * 1.1, 4.35 * 100, 1 - 0.9 = 0.1, 1.0 - 0.9 - 0.1 = 0
select distinct x from (values (0.1 + 0.2), (0.3)) t(x)
select count(distinct x) from (values (0.1 + 0.2), (0.3)) t(x)
select * from (values (0.1 + 0.2)) a(x) join (values (0.3)) b(y) on a.x = b.y
select nullif(0.1 + 0.2, 0.3), sign(0.3 - 0.1 - 0.2), abs(0.3 - 0.1 - 0.2), mod(0.3, 0.1), mod(1.0, 0.1)
select round(0.285 * 100), round(1.005 * 100)
select t.b = 'true', t.b = 'f' from (select true as b) t
select x = 'true' from (values (true), (false)) t(x)
select count(*) from customers where marketing_opt_in = 'true'
select count(*) from customers where marketing_opt_in in ('true', 'false')
select count(*) from customers where marketing_opt_in not in ('true') and country in ('NL', 'true')
select marketing_opt_in::text || '.', 'x: ' || marketing_opt_in, coalesce(marketing_opt_in, false)::text || '.' from customers order by customer_id limit 3
select count(*) from customers where marketing_opt_in::text = 'true' or marketing_opt_in = 'f' and birth_year > 1990
select bool_or(marketing_opt_in)::text || '.', (exists (select 1))::text || '.' from customers
with t as (select coupon_code is null as none, total_cents > 5000 as big from orders) select none::text || '.', 'x' || big, count(*) from t group by none, big order by 1, 2
select x::text || '!', not x, x = 'true' from (values (true), (false)) t(x) order by 1
select launched_on + 30, launched_on - 7, launched_on - date '2020-01-01', discontinued_on - launched_on from products order by product_id limit 9
select max(launched_on) - min(launched_on), count(*) from products where discontinued_on > launched_on + 365
select sum(weight_kg) - 0.5, sum(weight_kg) + 0.1, 0.1 + sum(weight_kg), sum(weight_kg) * 1.1, abs(weight_kg) + 0.1 from products group by weight_kg order by 1 limit 3
select sum(x) - 0.3, mod(x, 1) + 0.5, -x + 0.5, x * 2 - 0.1, round(x * 3, 2) + 0.5 from (select weight_kg x from products) t group by x order by 1 limit 3
select sum(weight_kg * quantity) + 0.5, sum(weight_kg * 1.5) - 0.5, sum(weight_kg) - 1 from products join order_items using (product_id)
select sum(x) = 0.3, sum(x) - 0.3 = 0 from (values (0.1), (0.2)) t(x)
select avg(x) from (values (9223372036854775807), (9223372036854775805)) t(x)
select power(2, 62), power(2, 0.5), power(0, 0)
select power(2, 63)
select power(2, 64)
select log(2, 8)
select factorial(5)
select factorial(20)
select round(0.5), round(1.5), round(2.5), round(-0.5), round(-2.5)
select round(2.675, 2), round(1.005, 2), round(-1.005, 2)
select round(1234.5678, -2), round(1250, -2), round(-1250, -2)
select round(1e20)
select 0.5::int, 1.5::int, 2.5::int, -0.5::int
select 0.5::float::int, 1.5::float::int, 2.5::float::int
select ' 12 '::int
select true::int, false::int
select 2.50::numeric(10,1), 2.55::numeric(10,1), 2.45::numeric(10,1)
select 123.456::numeric(5,2)
select 1.5::numeric(3)
select count(distinct (1, 2))
select avg(x), sum(x), min(x), max(x), count(x) from (values (null::int)) t(x)
select bit_and(x), bit_or(x) from (values (5), (3)) t(x)
select bit_and(x), bit_xor(x) from (values (5), (3)) t(x)
select to_hex(255)
select gcd(12, 18), lcm(4, 6)
select avg(x)::int, avg(x) from (values (1), (2), (2)) t(x)
select bit_length('abc')
select 'a\b', length('a\b'), E'a\nb'
select 'it''s', "a" from (select 1 as "a") t
select regexp_replace('abcabc', 'b', 'x'), regexp_replace('abcabc', 'b', 'x', 'g'), regexp_replace('abc', '(a)(b)', '\2\1'), regexp_replace('Abc', 'a', 'x', 'gi')
select regexp_replace('a.b', '.', 'x', 'g'), regexp_replace('abc', 'z', 'x'), regexp_replace('abc', null, 'x')
select to_hex(255)
select '{"a":1}'::json -> 'a', '{"a":1}'::json ->> 'b', '[1,2]'::json -> 1, '[1,2]'::json ->> -1
select (('{"a":"5"}'::json) ->> 'a')::int + 1
select 'b' between 'a' and 'c', 'B' between 'a' and 'c'
select make_timestamp(2026, 2, 28, 10, 30, 15.5)
select date '2026-01-31' + interval '1 month', date '2026-01-31' + interval '1 month' - interval '1 month'
select date '2024-02-29' + interval '1 year', date '2026-03-31' - interval '1 month', date '2026-05-31' + interval '1 month 1 day'
select date '2026-01-31' + (interval '1 month' - interval '1 day')
select interval '1 day' + interval '2 hours'
select interval '36 hours', interval '90 minutes', interval '1.5 days', interval '1.5 months', interval '1 week'
select interval '1 year 2 months 3 days 04:05:06', interval '-1 day', interval '1' month
select interval '1 day' > interval '23 hours', interval '30 days' = interval '1 month', interval '24 hours' = interval '1 day'
select date '2026-01-31' between '2026-01-01' and '2026-01-31'
select timestamp '2026-01-31 10:00' between '2026-01-01' and '2026-01-31'
select timestamp '2026-01-31 10:00'::date between '2026-01-01' and '2026-01-31'
select created_at between '2026-01-01' and '2026-01-31' from orders order by order_id limit 1
select count(*) from orders where created_at between '2025-12-01' and '2025-12-31'
select count(*) from orders where created_at between date '2025-12-01' and date '2025-12-31'
select count(*) from orders where created_at::date between '2025-12-01' and '2025-12-31'
select x, sum(x) over (order by x rows between unbounded preceding and current row) from (values (1), (1), (2)) t(x) order by 1, 2
select x, last_value(x) over (order by x range between unbounded preceding and unbounded following) from (values (1), (2)) t(x) order by x
select x, sum(x) over (order by x range between 1 preceding and 1 following) from (values (1), (2), (4)) t(x) order by x
select x, sum(x) over (order by x groups between 1 preceding and current row) from (values (1), (1), (2)) t(x) order by x
select x, sum(x) over (order by x rows between current row and unbounded following exclude current row) from (values (1), (2)) t(x) order by x
(select 1) union all (select 2)
(select order_id from orders order by order_id limit 1) union all (select order_id from orders order by order_id desc limit 1)
select * from ((select 1 as a) union all (select 2)) t
(select 1 as a) order by a
(select 1 as a union select 2) order by 1
select * from (select 1 as a union all (select 2)) t order by a
with t as ((select 1 as a) union all (select 2)) select * from t
select order_id from orders order by order_id offset 2 limit 1
select order_id from orders order by order_id limit 1 offset 2
select order_id from orders order by order_id offset 5175
select order_id from orders order by order_id offset 2 rows fetch next 1 rows only
select order_id from orders order by order_id limit null offset 5190
select count(distinct (customer_id, status)) from orders
select customer_id from orders where row(customer_id, status) = row(1, 'delivered') order by 1
select status, count(*) from orders group by status having count(*) > 10 order by count(*) desc limit 2
select status as s, count(*) from orders group by s order by s limit 2
select upper(status) status from orders group by status order by 1 limit 1
select * from (select 1 as a, 2 as a) t
select a.x, b.x from (select 1 x) a left join (select 2 x) b on a.x = b.x
select x.a from (select 1) as x(a)
with a(x) as (select 1), b as (select x + 1 as y from a) select * from b
with recursive t as (select 1 as n union all select n + 1 from t where n < 3) select sum(n) from t
with t as materialized (select 1 as a) select * from t
with t as not materialized (select 1 as a) select * from t
select exists (select 1 from orders where order_id = -1), not exists (select 1)
select (select order_id from orders where order_id = -1)
select order_id in (select order_id from orders) from orders order by order_id limit 1
select 1 = some (array[1, 2])
select round(total_cents / 100.0, 2) from orders order by order_id limit 1
select round(avg(total_cents), 2), round(avg(total_cents)::numeric, 2) from orders
select status, round(100.0 * count(*) / sum(count(*)) over (), 1) pct from orders group by 1 order by 1
select round(x, 2) from (values (1.005), (2.675), (1.115)) t(x)
select round(total_cents / 100.0, 1), round(total_cents * 0.19 / 100, 2) from orders order by order_id limit 20
select round(1.0 * total_cents / 300, 2) from orders order by order_id limit 20
select sum(round(total_cents / 300.0, 2)) from orders
select avg(total_cents) from orders group by status order by 1
select case when 1 = 2 then 1 else '7' end
select coalesce(total_cents::text, 'none') from orders order by order_id limit 1
select max(created_at) - min(created_at) d, extract(day from max(created_at) - min(created_at)) from orders
select sum(extract(epoch from delivered_at - created_at)) / count(*) from orders
select avg(extract(epoch from (delivered_at - created_at)) / 86400) from orders
select delivered_at - created_at from orders order by order_id limit 2
select (delivered_at - created_at) > interval '3 days' from orders order by order_id limit 2
select delivered_at::date - created_at::date from orders order by order_id limit 2
select delivered_at - interval '2 days' > created_at from orders order by order_id limit 2
select created_at + interval '1 day' from orders order by order_id limit 1
select date(created_at) from orders order by order_id limit 1
select created_at::date, created_at::text, created_at::time from orders order by order_id limit 1
select min(created_at), max(created_at)::date from orders
select to_char(created_at, 'YYYY-MM-DD HH24:MI:SS') from orders order by order_id limit 1
select created_at || '' from orders order by order_id limit 1
select coalesce(delivered_at, created_at) from orders order by order_id desc limit 2
select coalesce(delivered_at::text, 'never') from orders order by order_id desc limit 2
select greatest(created_at, delivered_at) from orders order by order_id limit 1
select case when delivered_at is null then 'open' else 'done' end, count(*) from orders group by 1 order by 1
select count(*) from orders where delivered_at - created_at > interval '5 days'
select count(*) from orders where extract(hour from created_at) between 9 and 17
select count(*) from orders where created_at::date = '2025-12-24'
select count(*) from orders where created_at::date in ('2025-12-24', '2025-12-25')
select count(*) from orders where date_trunc('month', created_at) = '2025-12-01'
select count(*) from orders where date_trunc('month', created_at) = date '2025-12-01'
select count(*) from orders where to_char(created_at, 'YYYY-MM') = '2025-12'
select count(*) from orders where created_at > timestamp '2025-12-01' + interval '1 month' - interval '1 day'
select count(*) from orders where created_at in (select max(created_at) from orders)
select count(*) from orders where created_at = (select max(created_at) from orders)
select count(*) from orders o where total_cents > (select avg(total_cents) from orders)
select count(*) from orders o where total_cents > (select total_cents from orders where order_id = 5)
select o.order_id, (select c.email from customers c where c.customer_id = o.customer_id) from orders o order by 1 limit 2
select o.order_id, (select c.country from customers c where c.customer_id = o.customer_id) || '!' from orders o order by 1 limit 2
select (select count(*) from orders) + (select count(*) from customers)
select 100.0 * (select count(*) from orders where status = 'refunded') / (select count(*) from orders)
select coalesce((select status from orders where order_id = -5), 'none')
select case when (select count(*) from orders) > 5 then 'many' else 'few' end
select (select order_id from orders order by order_id limit 1)
select (select distinct country from customers where country = 'DE')
select * from (select order_id from orders where order_id < 3) t order by 1
select t.* from (select status, count(*) n from orders group by status) t where n > (select avg(n) from (select count(*) n from orders group by status) x) order by 1
select c.country, o.status, count(*) from customers c join orders o using (customer_id) group by c.country, o.status order by 1, 2 limit 2
select date_trunc('month', created_at)::date m, status, count(*) from orders group by 1, 2 order by 1, 2 limit 2
select date_trunc('month', created_at)::date m, count(*), sum(count(*)) over (order by date_trunc('month', created_at)::date) from orders group by date_trunc('month', created_at)::date order by 1 limit 2
select extract(year from created_at) y, extract(month from created_at) m, count(*) from orders group by y, m order by y, m limit 2
select status, count(*) over () from orders group by status order by 1 limit 1
select upper(status), count(*) from orders group by upper(status) order by 1 limit 1
select case when total_cents > 5000 then 'big' else 'small' end size, count(*) from orders group by size order by 1
select case when total_cents > 5000 then 'big' else 'small' end, count(*) from orders group by 1 order by 1
select 'all' as what, count(*) from orders
select current_date = current_date, count(*) from orders
select o.status || '-' || o.channel k, count(*) from orders o group by o.status, o.channel order by 1 limit 1
select status, (select count(*) from customers) from orders group by status order by 1 limit 1
select distinct country, count(*) over (partition by country) from customers order by 1 limit 1
select count(*), (select min(email) from customers) from orders
with t as (select customer_id, sum(total_cents) s from orders group by 1) select customer_id, s, rank() over (order by s desc) from t order by 3, 1 limit 2
select 2 ^ 3, -2 ^ 2, 2 ^ 3 ^ 2, 2 * 3 ^ 2, 2 ^ 0.5
(select 1 a, 2 b) union (select 1, 2) union all (select 3, 4) order by a, b
(select order_id from orders order by order_id limit 2) union all (select customer_id from customers order by customer_id limit 1) order by 1 desc
((select 1) union all (select 2)) union all (select 3)
(select 1) except (select 2)
select * from (select 1 a union all (select 2)) x order by a desc
with t as ((select 1 as a) union all (select 2)) select sum(a) from t
select count(distinct (customer_id, status)), count(distinct row(customer_id, status)) from orders
select count(distinct (coupon_code, status)) from orders
select order_id from orders where order_id = any (select 5) or order_id <> all (select 6) order by 1 limit 1
select make_timestamp(2026, 1, 31, 10, 30, 15.25) + interval '1 month'
select gcd(12, 18), lcm(4, 6), factorial(5), bit_length('ä')
select '[1, 2, 3]'::json ->> -1, '[1, 2, 3]'::json -> -2
select date '2026-01-31' + (interval '1 month' + interval '1 day')
select date '2026-01-01' + interval '1.5 days', date '2026-01-01' + interval '1.5 months', interval '0.5 years', interval '2 days ago'
select count(*) from orders where country = any (array['DE', 'FR'])
select count(*) from orders where order_id = any (array[1, 2, -3])
select count(*) from orders where country <> all (array['DE', 'FR']) and status = 'paid'
select status, count(*) from orders where status in ('paid', 'shipped') group by status union all select 'total', count(*) from orders where status in ('paid', 'shipped') order by 2
select 1 union all select 2.5
select null union all select 1
select 'a' union all select null order by 1
select date '2026-01-01' union all select timestamp '2026-01-01 10:00' order by 1
select distinct x from (values (1), (1.0), (null), (null)) t(x) order by 1
select x, count(*) from (values (null), (null), (1)) t(x) group by x order by 1
select count(*) from (select 1 intersect select 1) t
select sum(x) from (values (0.1), (0.2), (0.3)) t(x)
select sum(x) = 0.6 from (values (0.1), (0.2), (0.3)) t(x)
select round(weight_kg), floor(weight_kg), ceil(weight_kg), round(weight_kg, 1) from products where weight_kg is not null order by product_id limit 5
select stock > 0, stock > 0 and price_cents > 100, not stock > 0 from products order by product_id limit 1
select count(case when stock = 0 then 1 end), sum(case when stock = 0 then 1 else 0 end), count(nullif(stock, 0)) from products
select marketing_opt_in, count(*) from customers group by 1 order by 1
select count(*) from customers where marketing_opt_in
select count(*) from customers where not marketing_opt_in
select count(*) from customers where marketing_opt_in = true
select count(*) from customers where marketing_opt_in is true
select sum(marketing_opt_in::int), max(marketing_opt_in::text) from customers
select count(*) from customers where birth_year not in (1980, null)
select count(*) from customers where birth_year <> 1980
select count(*) from customers where coalesce(birth_year, 0) <> 1980
select count(*) from customers where birth_year between 1980 and 1990
select launched_on, launched_on + 30, launched_on - interval '1 month', discontinued_on - launched_on from products where discontinued_on is not null order by product_id limit 2
select extract(year from launched_on), count(*) from products group by 1 order by 1 limit 2
select date_trunc('week', spend_date)::date w, sum(spend_cents) from marketing_spend group by 1 order by 1 limit 2
select started_at::date d, count(distinct customer_id) from web_sessions group by 1 order by 1 limit 2
select date_trunc('hour', started_at) h, count(*) from web_sessions group by 1 order by 1 limit 2
select duration_seconds * interval '1 second' from web_sessions order by session_id limit 2
select started_at + duration_seconds * interval '1 second' from web_sessions order by session_id limit 2
select c.country, count(o.order_id), coalesce(sum(o.total_cents), 0) from customers c left join orders o on o.customer_id = c.customer_id and o.created_at >= '2026-03-01' group by 1 order by 1 limit 2
select count(*) from orders o where exists (select 1 from refunds r where r.order_id = o.order_id)
select count(*) from orders o where order_id not in (select order_id from refunds)
select count(*) from web_sessions where order_id not in (select order_id from web_sessions)
select o.order_id from orders o left join refunds r using (order_id) where r.refund_id is null order by 1 limit 2
select first_value(order_id) over (partition by customer_id order by created_at) from orders order by order_id limit 2
select last_value(total_cents) over (partition by customer_id order by created_at) from orders order by order_id limit 2
select sum(total_cents) over (partition by customer_id order by created_at), count(*) over (partition by customer_id) from orders order by order_id limit 3
select percent_rank() over (order by total_cents), cume_dist() over (order by total_cents) from orders order by order_id limit 2
with recursive d(n) as (values (1) union all select n * 2 from d where n < 100) select sum(n), count(*) from d
with t(a, b) as (values (1, 'x'), (2, null)) select a, coalesce(b, 'none'), b is null, b || '!' from t order by a
with x as (select created_at as t0 from orders order by order_id limit 2), y as (select t0, t0 + interval '1 day' as t1 from x) select t1 - t0 from y
with f as (select customer_id, min(created_at) first_at from orders group by 1) select o.created_at - f.first_at from orders o join f using (customer_id) order by o.order_id limit 3
with f as (select customer_id, min(created_at)::date first_on from orders group by 1) select o.created_at::date - f.first_on from orders o join f using (customer_id) order by o.order_id limit 3
select age(date '2026-03-31', date '2026-02-28'), age(date '2026-02-28', date '2026-03-31'), age(timestamp '2026-01-01', timestamp '2025-01-31')
select age(date '2024-02-29', date '2023-02-28'), age(date '2026-03-01', date '2026-01-31'), age(date '2026-03-30', date '2026-01-31')
select age(timestamp '2026-03-01 10:00', timestamp '2026-01-31 12:00'), age(timestamp '2026-01-31 12:00', timestamp '2026-03-01 10:00')
select age(date '2026-01-01', date '2026-01-01'), age(date '2026-01-02', date '2026-01-01'), age(timestamp '2026-01-01 00:00', timestamp '2026-01-01 00:00:01.5')
select age(d, date '2025-01-31') from generate_series(timestamp '2025-02-01', timestamp '2025-05-31', interval '5 days') t(d) order by d
select age(date '2025-01-31', d) from generate_series(timestamp '2025-02-01', timestamp '2025-05-31', interval '5 days') t(d) order by d
select age(discontinued_on, launched_on) from products where discontinued_on is not null order by product_id
select min(x), max(x) from (select timestamp '2026-01-01 00:00:00' x union all select timestamp '2026-01-01 10:00:00') t
select max(d) from (select '2026-01-31'::date d union all select '2026-02-01'::date) t
select min(date_trunc('month', created_at)), max(date_trunc('day', created_at)) from orders
select greatest(date '2026-01-01', date '2026-02-01'), least(timestamp '2026-01-01 10:00', timestamp '2026-01-01')
select date_trunc('month', created_at) = date_trunc('month', delivered_at) from orders order by order_id limit 3
select date_trunc('month', created_at) < created_at from orders order by order_id limit 2
select created_at::date = date_trunc('day', created_at) from orders order by order_id limit 1
select count(*) from orders a join orders b on date_trunc('day', a.created_at) = b.created_at::date and a.order_id = b.order_id
select case when created_at > '2025-01-01' then 'new' else 'old' end, count(*) from orders group by 1 order by 1
select case when extract(dow from created_at) in (0, 6) then 'weekend' else 'week' end k, count(*) from orders group by 1 order by 1
select case extract(dow from created_at) when 0 then 'sun' else 'other' end k, count(*) from orders group by 1 order by 1
select order_id, created_at - interval '1 hour' as c from orders order by c limit 1
select extract(epoch from created_at)::int from orders order by order_id limit 1
select extract(epoch from created_at) - extract(epoch from date '2024-01-01') from orders order by order_id limit 1
select to_timestamp(extract(epoch from created_at))::date from orders order by order_id limit 1
select (created_at - interval '5 hours')::date d, count(*) from orders group by 1 order by 1 limit 2
select make_date(extract(year from created_at)::int, 1, 1) from orders order by order_id limit 1
select max(total_cents) over (order by created_at rows between 2 preceding and 1 preceding) from orders order by order_id limit 3
select nullif(discount_cents, 0), coalesce(nullif(discount_cents, 0)::text, '-') from orders order by order_id limit 2
select total_cents::text || ' ct', total_cents || ' ct' from orders order by order_id limit 1
select string_agg(order_id::text, ',' order by order_id desc) from orders where customer_id = 1
select count(*) from orders where order_id::text like '1%'
select coalesce(max(order_id), 0) + 1 from orders where false
select count(*) = 0, bool_or(true), sum(1) from orders where false
select sum(total_cents) filter (where false), count(*) filter (where false) from orders
select status, lag(status) over (order by order_id) is distinct from status from orders order by order_id limit 2
select status, count(*) from orders group by status having sum(total_cents) > 1000000 and status <> 'paid' order by 1
select x.status, y.n from (select distinct status from orders) x join (select status, count(*) n from orders group by 1) y on x.status = y.status order by 1 limit 2
select sum(n) from (select count(*) n from orders group by status having count(*) > 50) t
select mode() within group (order by status), max(status), min(status) from orders
select 1 - 0.9 = 0.1, 0.1 * 3 = 0.3, 1.1 * 1.1, 100 * 1.15
select 3 in (1, 2, 3), '3' in ('1', '3'), null in (1), 3 not in (1, null)
select 'abc' < 'abd', 'abc' < 'ABD', 'Zebra' < 'apple', '' = ' '
select date '2026-02-28' + 1, date '2024-02-28' + 1, date '2026-12-31' + 1, date '2026-03-01' - 1
select date '2026-03-29' + interval '1 day', timestamp '2026-03-29 01:30' + interval '1 hour'
select extract(days from interval '40 days 5 hours'), extract(hours from interval '40 days 5 hours'), extract(epoch from interval '1 month 1 day')
select interval '1 day' = interval '24 hours', interval '1 month' > interval '29 days', interval '1 hour' between interval '30 minutes' and interval '2 hours'
select created_at - (select min(created_at) from orders) from orders order by order_id limit 2
# PostgreSQL
select sum(x) = 0.3, sum(x) - 0.3 = 0 from (values (0.1), (0.2)) t(x)
select x - 0.3 = 0 from (select sum(y) x from (values (0.1), (0.2)) t(y)) q
select x from (values (0.1), (0.2)) t(x) where x * 3 = 0.3
select x + y = 0.3 from (values (0.1, 0.2)) t(x, y)
select avg(x::float)::int, power(1.1, 2) = 1.21, 1.0 / 3 from (values (2), (3)) t(x)
select div(0.3, 0.1), 2 / 3.0 > 0.66666, floor(0.3 / 0.1), round(corr(x, x) * 2.5) from (values (1), (2)) t(x)
select round(2.5::float), round(3.5::float), round(0.5::double precision), round(-2.5::real), round(2.5::numeric), round(2.5)
select round(x) from (select 2.5::float8 as x) t
select round(sqrt(6.25)), round(sqrt(4)), round(avg(x)) from (values (2), (3)) t(x)
select round(percentile_cont(0.5) within group (order by x)), percentile_cont(0.5) within group (order by x) || 'x' from (values (2), (3)) t(x)
select cast(round(2.5::float) as int), sum(x::float)::int, max(x::float)::int from (values (1), (1.5)) t(x)
select x from (values (0.1), (0.2)) t(x) where x + 0.1 = 0.3
select 0.1::float + 0.2::float = 0.3::float, sqrt(4)::int
select string_agg(distinct x, ',') from (values ('b'), ('a'), (null), ('b')) t(x)
select x is unknown, x is not unknown from (values (true), (null)) t(x)
select to_char(date '2026-03-08', 'YYYY-MM-DD'), to_char(date '2026-03-08', 'Mon YYYY'), to_char(date '2026-03-08', 'Month'), to_char(date '2026-03-08', 'FMMonth DD, YYYY'), to_char(date '2026-03-08', 'Dy'), to_char(date '2026-03-08','D'), to_char(date '2026-03-08','IYYY-IW')
select to_char(date '2026-03-08', 'yyyy-mm'), to_char(date '2026-03-08', '"Q"Q YYYY'), to_char(date '2026-03-08', 'DDth Mon'), to_char(timestamp '2026-03-08 15:04:05', 'HH12:MI:SS AM'), to_char(timestamp '2026-03-08 15:04:05', 'hh24:mi'), to_char(date '2026-03-08', 'MONTH'), to_char(date '2026-03-08', 'month'), to_char(date '2026-03-08', 'day')
select to_char(1234567.891, 'FM9,999,999.00'), to_char(12, '000'), to_char(0.5, '990.0%')
select to_char(1234, '9999'), to_char(5, 'FM00')
select split_part('a.b.c', '.', 2), split_part('a.b.c', '.', 5), split_part('a.b.c','.',-1), split_part('abc','',1), split_part(null,'.',1), split_part('a--b--c', '--', 2)
select bool_or(x > 1), bool_and(x > 1), every(x > 0) from (values (1), (2), (null)) t(x)
select string_agg(distinct x, ',') from (values ('a'), ('b'), ('a')) t(x)
select 'abc' ~ 'B', 'abc' ~* 'B', 'abc' !~ 'b', regexp_replace('a1b2', '[0-9]', ''), regexp_replace('a1b2', '[0-9]', '', 'g'), regexp_replace('abc', '(a)(b)', '\2\1')
select substring('abc123' from '[0-9]+'), substring('abc123' from '([a-z]+)')
select regexp_count('abcabc', 'b'), regexp_substr('abc123', '[0-9]+'), regexp_like('abc', 'B', 'i')
select d from generate_series(1, 10, 3) d
select generate_series(1, 3)
select d from generate_series(0.5, 2, 0.5) as s(d)
select * from generate_series('2026-01-01'::timestamp, '2026-01-01 03:00'::timestamp, '1 hour') as s(d)
select 7/2, -7/2, 7 % -3, -7 % 3, 7.5::int, 8.5::int, -7.5::int, 2.5::numeric::int, 0.5::int, 1.5::int
select log(2, 8), log10(1000), mod(-7, 3), mod(7.5, 2), width_bucket(5, 0, 10, 5)
select 100 * 1 / 3, 100 * (1 / 3), 100.0 * 1 / 3, 1 / 3 * 100.0
select sum(total_cents) / 100 from orders
select count(*) filter (where total_cents > 5000) * 100 / count(*) from orders
select sum(case when total_cents > 5000 then 1 else 0 end) / count(*) from orders
select sum(case when total_cents > 5000 then 1 end)::float / count(*) from orders
select 1.0::float::text, 1::float::text, 1e15::float::text, 123456789.123::float::text
select trim('  a '), trim(both 'x' from 'xax'), trim(leading '0' from '0012'), ltrim('xxa', 'x'), btrim('xax', 'x'), trim('xax', 'x')
select lpad('7', 3, '0'), lpad('1234', 3, '0'), rpad('a', 3, '-'), lpad('7', 3), repeat('ab', 3), repeat('a', -1), reverse('abc'), translate('abc', 'ab', 'x'), ascii('a'), chr(65), md5('a')
select d + make_interval(days => 3) from (select date '2026-01-01' d) t
select generate_series(1, 3) as n order by n desc
with n as (select generate_series(1, 3) as n) select sum(n) from n
select d::date, to_char(d, 'Mon') from (select generate_series(date '2026-01-01', date '2026-03-01', interval '1 month') as d) x order by 1
select round(100.0 * 45 / 50, 1) || '%', round(12.345, 2) || '', round(12.5) || '', round(90.0, 2)::text, (45 / 50.0)::numeric(5,2) || '', floor(3.7) || 'x', ceil(3.2)::text
select extract(month from date '2026-03-01') / 2, extract(quarter from date '2026-05-01') * 2, (extract(month from date '2026-03-01') - 1) / 3
select date_part('month', date '2026-03-01')::int / 2, cast(extract(month from date '2026-03-01') as int) / 2
with t as (select count(*)::numeric n, count(*)::float f, count(*)::decimal(10,2) d from customers) select n / 7, f / 7, d / 7, n::int / 7 from t
with t as (select round(7) r, floor(7) f, ceil(7.0) c, sum(1.0) s, avg(1) a from customers) select r / 2, f / 2, c / 2, s / 2, a / 2 from t
select avg(x), sum(x), sum(x) / count(x) from (values (1), (2), (4)) t(x)
select sum(x) / 2, x.x from (values (1), (2), (4)) x(x) group by x.x order by 2
select -7 / 2, -(7) / 2, 7 / -2, - 7 % 3, -x / 2 from (values (7)) t(x)
select date '2026-01-01' + 2 * interval '1 month', date '2026-01-01' - interval '1 day' * 3, timestamp '2026-01-01' + interval '1 hour' * 1.5, date '2026-03-31' + make_interval(months => -1)
select regexp_replace(lower('Foo  BAR'), '[^a-z]+', '_', 'g'), 'abc' ~ '^a' and 'b' !~ 'a'
select x ->> 'a' = '1', (x ->> 'a')::int + 1, x -> 'b' ->> 'c', coalesce(x ->> 'zz', 'none'), x #>> '{b,c}' from (select '{"a": 1, "b": {"c": "d"}}'::jsonb x) t
select x ->> 'k' k from (values ('{"k": 10}'::jsonb), ('{"k": 9}'::jsonb)) t(x) order by 1
select to_char(1234567.891, 'FM9,999,999.00'), to_char(12, '000'), to_char(0.5, '990.0%'), to_char(1234, '9999'), to_char(5, 'FM00'), to_char(-12.5, 'FM999.9'), to_char(-12.5, '999.99'), to_char(1234.5, '$9,999.99'), to_char(12345, '999'), to_char(0, '9.9'), to_char(12, 'FM99.99'), to_char(1000000, 'FM9,999,999')
select to_char(date '2026-03-21', 'FMDDth FMMonth YYYY'), to_char(date '2026-03-11', 'DDTH'), to_char(date '2026-03-02', 'FMDDth')
select string_agg(distinct x, ',' order by x desc), string_agg(distinct x::text, '-') from (values ('a'), ('b'), ('a'), (null)) t(x)
select width_bucket(total_cents, 0, 50000, 5) b, count(*) from orders group by 1 order by 1
select created_at::date, count(*) from orders group by created_at::date order by created_at limit 2
select least(1, '2'), greatest(total_cents, 0) / 2 from orders order by order_id limit 1
select sum(total_cents) filter (where status in ('paid', 'shipped')) / count(*) filter (where true) from orders
select to_char(date '2026-03-08', 'YYYY-MM-DD'), to_char(date '2026-03-08', 'Mon YYYY'), to_char(date '2026-03-08', 'Month'), to_char(date '2026-03-08', 'FMMonth DD, YYYY'), to_char(date '2026-03-08', 'Dy'), to_char(date '2026-03-08','D'), to_char(date '2026-03-08','IYYY-IW'), to_char(date '2026-03-08','YYYY-Q')
select to_char(date '2026-03-08', 'YYYY"Q"Q')
with t as (select extract(month from created_at) m, order_id from orders) select m / 2, (m - 1) / 3, 10 / m, -m / 2, m::int / 2, m || 'x' from t order by order_id limit 3
select y / 4, z / 4, z || 'x' from (select y, y - 1 as z from (select extract(year from created_at) as y from orders where order_id < 4) a) b order by 1
with t(m) as (select date_part('month', created_at) from orders where order_id = 3) select m / 2, m || 'x', sum(m) / 2 from t group by m
with t as (select round(total_cents / 100.0, 2) r, floor(total_cents / 100.0) f, total_cents::float g, total_cents::numeric(10,3) n from orders order by order_id limit 9) select r || '%', f || 'x', g || 'x', n || 'x', (r * 2 - f) || 'x' from t
select 1e3 || 'x', 1.5e-3 || 'x', 1.50e1 || 'x', 7::float || 'x', 1.50::float || 'x', 1.50::numeric || 'x', extract(second from timestamp '2026-01-01 00:00:01.5') || 'x', extract(milliseconds from timestamp '2026-01-01 00:00:01.5') || 'x', (7::float / 2) || 'x'
select round(avg(total_cents), 2) || ' c', round(4.5, 2) || 'x', round(4.5) || 'x', round(7, 2) || 'x', trunc(4.567, 1) || 'x', (round(1.5, 2) * 2) || 'x', (1.25 - 1) || 'x' from orders
select country, 100 * count(*) / sum(count(*)) over () from customers group by country order by 1
with t as (select country, count(*) n from customers group by 1) select country, n / sum(n) over () from t order by 1 limit 2
with t as (select country, sum(total_cents) n from orders group by 1) select country, sum(n) / 7, avg(n) from t group by 1 order by 1 limit 2
select sum(total_cents) / 7, sum(total_cents * 1) / 7, sum(length(status)) / 7, sum(total_cents::bigint) / 7, sum(5000000000) / 7 from orders
select avg(n), max(n) - min(n), sum(n) / count(*), sum(n)::text || 'x' from (select customer_id, count(*) n from orders group by 1) t
select trunc(1299, -2), trunc(-1299, -2), substring('hello' for 2), sum(order_id) / 7, sum(sum(order_id)) over () / 7 from orders
select round(9223372036854775807, -2)
select regexp_replace('foo&bar', 'foo', '[\&]')
select format('%s-%s', 'a', 1)
select quote_literal('it''s'), quote_ident('a b')
select overlay('abcdef' placing 'xx' from 2 for 3)
select json_typeof('{"a":1}'::json), jsonb_typeof('[1]'::jsonb -> 0)
select date '2026-01-31' + interval '1 month - 1 day'
select interval '1 month - 1 day'
select date_bin('15 minutes', timestamp '2026-01-01 10:20', timestamp '2026-01-01')
select d::date from generate_series(date '2026-01-31', date '2026-05-31', interval '1 month') d
select avg(delivered_at - created_at) from orders
select date_bin('1 day', timestamp '2026-01-05 10:20', timestamp '2026-01-01 06:00')
select quote_ident('abc'), quote_literal('a'), format('%s is %L, %I', 'x', 'it''s', 'A b')
select overlay('abcdef' placing 'zz' from 2), overlay('abcdef' placing 'zz' from 10)
select avg(delivered_at - shipped_at) as transit from orders where country = 'DE'
select avg(delivered_at - shipped_at) as transit from orders group by country order by country
select sum(delivered_at - shipped_at) from orders where country = 'DE'
select sum(x)::int / 2 from (values (1), (2)) t(x)
select interval '1 day' * 2.5, interval '1 month' * 1.5, interval '1 day' / 2
select count(*) * 100 / sum(count(*)) over () from orders group by status order by 1 limit 1
select round(avg(total_cents) / 3.0, 2), round(sum(total_cents) * 1.19, 2), round(sum(total_cents) / 7, 3) from orders
select status, sum(total_cents) / sum(sum(total_cents)) over () from orders group by status order by 1 limit 1
select interval '1 month' * 1.5, interval '2 days' / 3, interval '1 year' / 4, interval '1 day' + interval '2 hours', interval '1 month' - interval '1 day'
select interval '1 month' * 1.5, interval '2 days' / 3, interval '1 year' / 7, interval '10 days' / 7, interval '1 day' * 0.1
select sum(x)::text, avg(x) from (values (0.1), (0.2)) t(x)
select avg(x) from (values (1), (2), (2)) t(x)
select avg(quantity), avg(quantity)::numeric(10,4) from order_items
select sum(weight_kg), avg(weight_kg), max(weight_kg) * 3 from products
select weight_kg * 10, weight_kg / 3, weight_kg::int from products where weight_kg is not null order by product_id limit 3
select price_cents % 100, mod(price_cents, 7), price_cents / 100 * 100 from products order by product_id limit 2
select price_cents / 100, price_cents / 100.0, price_cents / 100::float from products order by product_id limit 2
select (price_cents - cost_cents) / price_cents from products order by product_id limit 1
select (price_cents - cost_cents)::float / price_cents from products order by product_id limit 1
select avg(marketing_opt_in::int) from customers
select birth_year / 10 * 10 as decade, count(*) from customers where birth_year is not null group by 1 order by 1 limit 3
select floor(birth_year / 10.0) * 10 as decade, count(*) from customers where birth_year is not null group by 1 order by 1 limit 3
select spend_date, to_char(spend_date, 'IYYY-"W"IW') from marketing_spend order by spend_date limit 1
select channel, sum(spend_cents) filter (where spend_date >= '2026-01-01') / nullif(sum(clicks), 0) from marketing_spend group by 1 order by 1
select channel, sum(spend_cents) / sum(clicks) from marketing_spend group by 1 order by 1
select 1.0 * sum(spend_cents) / sum(clicks) from marketing_spend
select sum(spend_cents)::numeric / sum(clicks), round(sum(spend_cents)::numeric / sum(clicks), 3) from marketing_spend
select landing_page like '/p%', landing_page ilike '/P%', landing_page ~ '^/p', position('/' in landing_page) from web_sessions order by session_id limit 2
select split_part(landing_page, '/', 2), left(landing_page, 3), right(landing_page, 3), length(landing_page) from web_sessions order by session_id limit 2
select max(duration_seconds) / 60, max(duration_seconds) / 60.0, avg(duration_seconds) / 60 from web_sessions
with f as (select customer_id, min(created_at) first_at from orders group by 1) select avg(extract(epoch from o.created_at - f.first_at) / 86400) from orders o join f using (customer_id)
with m as (select date_trunc('month', created_at)::date m, sum(total_cents) s from orders group by 1) select m, s, round(100.0 * (s - lag(s) over (order by m)) / lag(s) over (order by m), 2) from m order by m limit 3
with m as (select date_trunc('month', created_at)::date m, count(*) n from orders group by 1) select m, n, n - lag(n) over (order by m), n / lag(n) over (order by m) from m order by m limit 3
with m as (select date_trunc('month', created_at)::date m, count(*) n from orders group by 1) select max(n) / min(n), max(n)::float / min(n), sum(n) / count(*) from m
select (total_cents / 100.0)::numeric(10,2)::text || ' EUR' from orders order by order_id limit 1
select to_char(total_cents / 100.0, 'FM999,990.00') || ' EUR' from orders order by order_id limit 1
select round(total_cents / 100.0, 2)::text from orders order by order_id limit 1
select concat(country, '-', order_id), concat_ws('/', country, null, status) from orders order by order_id limit 1
select sum(n)::int / 3, sum(n) / 3, avg(n) from (select count(*) n from orders group by status) t
select percentile_cont(0.25) within group (order by total_cents / 100.0), percentile_disc(0.5) within group (order by created_at) from orders
select 7 / 2 * 2, 7 * 2 / 2, (7 / 2) * 2.0, 7 / 2.0 * 2, 7.0 / 2 / 2
# DuckDB
select date_trunc('month', '2026-03-18'::date), date_trunc('MONTH', timestamp '2026-03-18 10:11:12'), date_trunc('hour', timestamp '2026-03-18 10:11:12')
select date_trunc('week', date '2026-01-01'), date_trunc('year', date '2026-01-01'), date_trunc('decade', date '2026-01-01')
select initcap('hello wORLD'), initcap('o''neil-smith 3rd'), initcap('ÄPFEL und birnen'), initcap('')
select concat_ws('-', 'a', null, 'b'), concat_ws(null, 'a', 'b'), concat_ws(',', null, null), concat_ws('-', 1, 2.5, 'x'), concat_ws('-', true, date '2026-01-01')
select nvl(null, 1), nvl(2, 1), iff(null, 1, 2), iff(true, 'a', 'b'), iff(1 = 2, 'a', null)
select median(x) from (values (1), (2), (3), (4)) t(x)
select median(x) from (values (1), (null), (3)) t(x)
select regexp_matches('abc123', '[0-9]+')
select d from generate_series(date_trunc('month', date '2026-01-15'), date '2026-03-15', '1 month'::interval) as s(d)
select round(2.5::float), round(3.5::float8), round(0.5::double precision)
select concat('a', true), concat(1 > 0)
select 'a' like 'A', 'a' ilike 'A', 'a_b' like 'a\_b', 'a%b' like 'a\%b', 'abc' like 'a%', 'abc' not like '%b%', null like 'a', 'ABC' ilike '%b%', 'ÄB' ilike 'äb'
select coalesce(null, 'x'), nullif('a', 'a'), nullif(1, 2), coalesce(null, null), ifnull(null, 1)
select date '2026-01-01' + interval '1' day, date '2026-01-01' + interval 1 day
select date_add('2026-01-01'::date, interval '1 day')
select datediff('day', '2026-01-01'::date, '2026-02-01'::date), datediff('month', '2026-01-31'::date, '2026-02-01'::date), datediff('week', '2026-01-04'::date, '2026-01-05'::date), datediff('year', '2025-12-31'::date, '2026-01-01'::date), datediff('hour', timestamp '2026-01-01 10:59', timestamp '2026-01-01 11:00')
select strftime(date '2026-03-15', '%Y-%m'), strftime('%Y-%m', date '2026-03-15')
select week(date '2026-01-01'), isodow(date '2026-03-15'), epoch(timestamp '2026-01-01 00:00:01'), dayofmonth(date '2026-01-09'), hour(timestamp '2026-01-01 10:00'), weekday(date '2026-03-15')
select strftime(date '2026-03-15', '%Y-%m'), strftime(created_at, '%d.%m.%Y %H:%M'), strftime(created_at, '%b %A') from orders order by order_id limit 1
select monthname(date '2026-02-10'), dayname(date '2026-02-10'), dayofweek(date '2026-03-15'), isodow(date '2026-03-15'), week(date '2027-01-01'), datediff('week', timestamp '2026-01-01 10:00', timestamp '2026-01-08 09:00'), datediff('week', date '2026-01-09', date '2026-01-01'), datediff('month', date '2026-01-31', date '2026-02-01')
select extract(second from timestamp '2026-01-01 00:00:12.5'), second(timestamp '2026-01-01 00:00:12.5'), extract(epoch from timestamp '2026-01-01 00:00:00.5'), extract(dow from date '2026-03-15')
select round(12.301, 2) || 'x', round(90.0, 2) || 'x', floor(3.7) || 'x', round(7.25::float, 1) || 'x', 1.50::numeric || 'x', 4.0::double || 'x'
select extract(epoch from timestamp '2026-01-01 00:00:45.5' - timestamp '2026-01-01'), extract(millisecond from timestamp '2026-01-01 00:00:01.2345')
select log2(8)
select upper('ß'), lower('İ'), upper('ŉ'), lower('ΑΣ'), upper('ﬁ')
select upper('straße'), initcap('ß-x'), upper('ä'), lower('Ä')
select date_trunc('month', date '2026-02-15') + interval '1 month' - interval '1 day'
select date_add(date '2026-01-31', interval '1 month')
select status, count(*) c from orders group by 1 having c > 10 order by 1
select round(1.005::double, 2), round(2.675::double, 2), round(1.005, 2), round(-2.5::double), round(0.285::double, 2), round(1.115::double, 2)
select coalesce(total_cents, 'none') from orders order by order_id limit 1
select country, count(*) from customers group by all order by 1 limit 2
select country, count(*) c, segment from customers group by all order by 1, 3 limit 2
select count(*) from customers group by all
select upper(country) u, sum(birth_year) + count(*) from customers group by all order by u limit 1
select * from (select country, count(*) n from customers group by all) where n > 1 order by 1 limit 1
# PostgreSQL and DuckDB: what types, lengths of time and decimals come to, and statements of every sort
select d, count(*) from (values (interval '1 day'), (interval '24 hours'), (interval '2 days')) t(d) group by d order by 2
select count(distinct d) from (values (interval '1 day'), (interval '24 hours'), (interval '30 days'), (interval '1 month')) t(d)
select interval '1 day' in (interval '24 hours')
select interval '1 day' in (select interval '24 hours')
select interval '1 day' not in (interval '24 hours', interval '2 hours')
select count(*) from (values (interval '1 day')) a(x) join (values (interval '24 hours')) b(y) on a.x = b.y
select x, count(*) over (partition by x) from (values (interval '1 day'), (interval '24 hours')) t(x)
select x, rank() over (order by x) from (values (interval '1 day'), (interval '24 hours'), (interval '1 hour')) t(x)
select x, sum(1) over (order by x) from (values (interval '1 day'), (interval '24 hours'), (interval '1 hour')) t(x)
select case interval '1 day' when interval '24 hours' then 'same' else 'other' end
select nullif(interval '1 day', interval '24 hours')
select (interval '1 day', 1) = (interval '24 hours', 1)
select (delivered_at - created_at) as d, count(*) from orders where delivered_at is not null group by 1 order by 1 limit 3
select delivered_at - created_at, count(*) from orders where delivered_at is not null group by delivered_at - created_at order by delivered_at - created_at limit 3
select date_trunc('hour', interval '1 day 02:30:00')
select date_trunc('day', delivered_at - created_at) from orders where delivered_at is not null order by order_id limit 2
select d from (values (interval '1 day'), (interval '3 days'), (interval '10 hours')) t(d) order by d
select d from (values (interval '1 day'), (interval '3 days'), (interval '10 hours')) t(d) order by 1 desc
select string_agg(d::text, ',' order by d) from (values (interval '1 day'), (interval '3 days'), (interval '10 hours')) t(d)
select max(delivered_at - created_at) - min(delivered_at - created_at) from orders
select lag(d) over (order by d) from (values (interval '1 day'), (interval '3 days'), (interval '10 hours')) t(d)
select interval '1 day' * 2 = interval '48 hours'
select interval '1 day' < interval '25 hours' and interval '1 month' = interval '30 days'
select -interval '1 day' + interval '24 hours'
select abs(extract(epoch from interval '-1 day'))
select interval '1 day' > '23 hours'
select interval '1 day' || 'x', (interval '1 day')::text, concat(interval '2 hours', '!')
select interval '1 day' + date '2026-01-01'
select d * 2, d / 2, 2 * d, -d from (values (interval '36 hours')) t(d)
select count(*) from orders where delivered_at - created_at between interval '1 day' and interval '2 days'
select count(*) from orders where delivered_at - created_at in (interval '72 hours', interval '3 days')
select (delivered_at - created_at)::interval = interval '3 days', count(*) from orders group by 1 order by 1
select x, y, count(*) from (values (interval '1 day', 1), (interval '24 hours', 1)) t(x, y) group by x, y
select distinct delivered_at - shipped_at d from orders where delivered_at is not null order by d limit 3
select first_value(d) over (order by d), last_value(d) over (order by d rows between unbounded preceding and unbounded following) from (values (interval '1 day'), (interval '3 hours')) t(d)
select bool_or(d > interval '20 hours') from (values (interval '1 day'), (interval '3 hours')) t(d)
select extract(hour from d), date_part('day', d), extract(minute from d), extract(second from d) from (values (interval '1 day 26:30:10.5')) t(d)
select case when true then 1 else '7' end
select coalesce(null, 1, '2')
select count(*) from orders where order_id between '1' and '5'
select * from (values (1), ('2')) t(x)
select * from (values (1, 'a'), ('2', 'b')) t(x, y) order by 1
select x + 1 from (values (1), ('2')) t(x)
select '1' = 1, '1' < 2
select nullif(1, '1'), nullif('1', 1)
select greatest(1, '5'), least('2', 3)
select coalesce(created_at::text, 'none') from orders order by order_id limit 1
select status || 1 from orders order by order_id limit 1
select count(total_cents > 5000) from orders
select percentile_disc(0.5) within group (order by status) from orders
select 1 where 'true'
select 1 where null
select * from orders limit 0
select order_id from orders order by order_id limit '2'
select 2147483647 + 1::bigint
select 2147483648 + 1
select sum(total_cents) * 1000 from orders
select count(*) * 10000000 from orders
select extract(year from created_at) * 10000000 from orders limit 1
select sum(x) from (values (2147483647), (1)) t(x)
select status, count(*) n, sum(total_cents) s, avg(total_cents) a, min(created_at) mi, max(created_at) ma from orders group by status order by n desc
select status, count(*) filter (where country = 'DE') de, count(distinct customer_id) c from orders group by status order by 1
select o.status, c.country, count(*) from orders o left join customers c on c.customer_id = o.customer_id and c.country = 'DE' group by 1, 2 order by 1, 2 nulls first
select c.customer_id, count(o.order_id) from customers c left join orders o using (customer_id) group by 1 having count(o.order_id) = 0 order by 1 limit 5
select a.x, b.x from (values (1), (2), (null)) a(x) full join (values (2), (3), (null)) b(x) on a.x = b.x order by 1 nulls first, 2 nulls first
select a.x, b.x from (values (1), (2)) a(x) cross join (values (2), (3)) b(x) order by 1, 2
select x from (values (1), (2), (null)) a(x) where x not in (select y from (values (2), (null)) b(y))
select x from (values (1), (2), (null)) a(x) where not exists (select 1 from (values (2), (null)) b(y) where y = x) order by x
select x from (values (1), (2), (2), (null), (null)) a(x) intersect select y from (values (2), (null)) b(y) order by 1
select x from (values (1), (2), (2), (null), (null)) a(x) except select y from (values (2)) b(y) order by 1
select x from (values (1), (2), (2), (null), (null)) a(x) union select y from (values (2), (3)) b(y) order by 1
select x from (values (1), (2), (2), (null), (null)) a(x) union all select y from (values (2), (3)) b(y) order by 1
select sum(x), avg(x), count(x), count(*), min(x), max(x) from (values (1), (2), (null)) a(x)
select x, sum(x) over (order by x), avg(x) over (order by x rows between 1 preceding and 1 following), lag(x, 1, 0) over (order by x), lead(x) over (order by x), ntile(2) over (order by x), row_number() over (order by x desc) from (values (1), (2), (3), (5), (8)) t(x) order by x
select x, sum(x) over w, rank() over w, dense_rank() over w, percent_rank() over w, cume_dist() over w from (values (1), (2), (2), (5), (null)) t(x) window w as (order by x) order by x
select x, first_value(x) over (order by x desc), last_value(x) over (order by x desc), nth_value(x, 2) over (order by x) from (values (1), (2), (3)) t(x) order by x
select x, sum(x) over (order by x range between 2 preceding and current row), count(*) over (order by x groups between 1 preceding and 1 following) from (values (1), (2), (3), (6)) t(x) order by x
select x, y, row_number() over (partition by x order by y desc nulls last) from (values ('a', 1), ('a', null), ('b', 2)) t(x, y) order by 1, 3
select round(1.5), round(2.5), round(-1.5), round(0.5), round(1.45, 1), round(-1.45, 1), round(1.005, 2), round(12345.678, -2)
select round(1.5::float), round(2.5::float), round(-1.5::double precision), round((2.0/3)::numeric, 3), round(5.055, 2), round(5.045, 2)
select 7/2, -7/2, 7%3, -7%3, 7.0/2, 7/2.0, 7::float/2, mod(-7, 3), 7/3*3, 1.0/3, 2.0/3, 10/4.0
select 1::numeric/3, 2::numeric/3, 1.00/3, 100::numeric/3, 1/3::numeric, 22/7.0
select cast('12' as int), cast('12.7' as numeric), cast(12.7 as int), cast(-12.5 as int), cast(12.5 as int), cast(13.5 as int), cast('t' as boolean), cast(0 as boolean)
select cast('2026-01-31' as date), cast('2026-01-31 10:11:12' as timestamp), cast('10:11:12' as time), cast(date '2026-01-31' as timestamp)
select '2026-01-31'::date + 1, '2026-01-31'::date - 31, date '2026-03-01' - date '2026-02-01', date '2026-01-31' + interval '1 month', date '2024-02-29' + interval '1 year'
select timestamp '2026-01-31 10:00' + interval '90 minutes', timestamp '2026-03-01' - timestamp '2026-02-01 12:00', timestamp '2026-01-01' - interval '1 second'
select substring('hello' from 2 for 3), substr('hello', 2, 3), substring('hello', 2), left('hello', 2), right('hello', 2), left('hello', -2), right('hello', -3), substr('hello', -1, 3), substr('hello', 0, 2)
select concat('a', 1, null, 'b'), concat_ws('-', 'a', null, 'b'), 'a' || 'b' || 1, 'x' || null
select length('👍🏽'), reverse('a👍'), left('👍b', 1), substr('👍b', 2)
select ascii('a'), chr(97), md5('abc'), ascii('é'), ascii('')
select coalesce(null, null, 3), nullif(1, 1), nullif(1, 2), greatest(1, 2, null), least(null, 3, 2), greatest(null, null)
select case when 1 > 2 then 'a' when 2 > 1 then 'b' else 'c' end, case 3 when 1 then 'x' when 3 then 'y' end, case null when null then 1 else 2 end
select true and null, false and null, true or null, false or null, not true, true = false, true > false
select count(*) from orders where coupon_code is null
select count(*) from orders where coupon_code <> 'WELCOME10'
select count(*) from orders where not (coupon_code = 'WELCOME10')
select count(*) from orders where coalesce(coupon_code, '') <> 'WELCOME10'
select coupon_code, count(*) from orders group by 1 order by 1 nulls first limit 3
select coupon_code, count(*) from orders group by 1 order by 1 desc limit 3
select coupon_code, count(*) from orders group by 1 order by 2 desc, 1 limit 3 offset 2
select distinct coupon_code from orders order by coupon_code desc nulls last limit 3
select count(distinct coupon_code), count(coupon_code), count(*) from orders
select string_agg(distinct status, ',' order by status) from orders
select string_agg(coalesce(coupon_code, '-'), ',' order by order_id) from orders where order_id <= 5
select status, percentile_cont(0.5) within group (order by total_cents), percentile_disc(0.9) within group (order by total_cents) from orders group by 1 order by 1
select stddev(total_cents), variance(total_cents), stddev_pop(total_cents), var_pop(total_cents) from orders where order_id < 100
select mode() within group (order by status) from orders
with a as (select customer_id, count(*) n from orders group by 1), b as (select n, count(*) c from a group by 1) select n, c, sum(c) over (order by n) cum, round(100.0 * c / sum(c) over (), 2) pct from b order by n limit 5
with m as (select date_trunc('month', created_at)::date m, sum(total_cents) r from orders group by 1) select m, r, lag(r) over (order by m) p, r - lag(r) over (order by m) d, round(100.0 * (r - lag(r) over (order by m)) / nullif(lag(r) over (order by m), 0), 1) pct from m order by m limit 4
with m as (select date_trunc('month', created_at)::date m, sum(total_cents) r from orders group by 1) select m, avg(r) over (order by m rows between 2 preceding and current row) from m order by m limit 4
select o.order_id, (select count(*) from order_items i where i.order_id = o.order_id) n from orders o order by 1 limit 3
select * from (select order_id, row_number() over (partition by status order by total_cents desc, order_id) r, status from orders) x where r = 1 order by status
select p.category, sum(i.total_cents) rev, rank() over (order by sum(i.total_cents) desc) rk from order_items i join products p using (product_id) group by 1 order by rk
select p.category, avg(p.weight_kg), sum(p.weight_kg), min(p.weight_kg), max(p.weight_kg), round(avg(p.weight_kg), 2) from products p group by 1 order by 1
select weight_kg, weight_kg * 2, weight_kg / 2, weight_kg::text, weight_kg || ' kg', round(weight_kg, 1) from products where weight_kg is not null order by product_id limit 4
select extract(dow from created_at) d, count(*) from orders group by 1 order by 1
select to_char(created_at, 'YYYY-MM') m, count(*) from orders group by 1 order by 1 limit 3
select date_part('hour', created_at) h, count(*) from orders group by h order by h limit 3
select created_at::date d, count(*) from orders group by 1 order by 1 limit 3
select min(delivered_at - created_at), max(delivered_at - created_at) from orders
select avg(extract(epoch from delivered_at - shipped_at)) / 86400 from orders
select date_trunc('day', created_at) + interval '12 hours' from orders order by order_id limit 2
select age(timestamp '2026-03-18', timestamp '2025-01-20'), age(date '2026-01-01', date '2025-12-31')
select power(2, 10), sqrt(2), exp(1), ln(10), log(100), log(2, 8), cbrt(27), pi(), degrees(pi()), radians(180), sin(0), cos(0), tan(0), atan2(1, 1)
select 0.1::float + 0.2::float, (0.1 + 0.2)::text, 1.10 + 2.20, 3.0 * 1.50, 2.50 - 0.5
select 'a' < 'B', 'a' < 'b', 'Z' < 'a', 'ä' > 'z', '' < 'a', 'a ' = 'a'
select x from (values ('b'), ('A'), ('a'), ('B'), ('ä'), ('z'), ('_'), ('1')) t(x) order by x
select * from (values (1, 'a'), (2, null)) t(id, name) where name is null or name = 'a' order by id
select count(*) from orders where created_at >= '2025-12-01' and created_at < '2025-12-31' and status in ('paid', 'shipped')
select count(*) from orders where date_trunc('month', created_at) = date_trunc('month', timestamp '2025-12-05')
select count(*) from orders where extract(year from created_at) = 2025 and extract(month from created_at) = 12
select count(*) from orders where created_at::text like '2025-12%'
select count(*) from orders where (status, country) in (('paid', 'DE'), ('shipped', 'FR'))
select count(*) from orders where total_cents between 1000 and 5000 or total_cents is null
select count(*) from customers where email like '%@example.com' and length(email) > 20
select count(*) from customers where city is not null and lower(city) = 'berlin'
select country, count(*) * 100.0 / sum(count(*)) over () pct from customers group by 1 order by 2 desc, 1 limit 3
select country, round(count(*) * 100.0 / sum(count(*)) over (), 1) || '%' pct from customers group by 1 order by count(*) desc, 1 limit 3
select coalesce(sum(case when status = 'nope' then total_cents end), 0) / 100.0 from orders
select total_cents / 100, total_cents / 100.0, round(total_cents / 100.0, 1), (total_cents / 100.0)::numeric(10, 2), total_cents::float / 100 from orders order by order_id limit 2
select avg(total_cents), avg(total_cents)::int, round(avg(total_cents)), round(avg(total_cents), 2), avg(total_cents) / 100 from orders
select max(total_cents) - min(total_cents), (max(total_cents) - min(total_cents)) / 2, sum(total_cents) / count(*) from orders
select count(*) / 7, count(*) / 7.0, count(*) % 7, count(*)::numeric / 7 from orders
select (1, null) in (select 1, null), (1, null) not in (select 1, 2), (1, 2) not in (select 1, 2)
select 5 between 1 and 10 and 3 in (1, 3), 'a' like 'a' and 1 < 2, not 1 = 2, not 'a' like 'b' or false
select true = ('a' like 'a'), ('a' like 'a') = true
select x, case when x between 1 and 2 and y in ('a') then 1 else 0 end from (values (1, 'a'), (3, 'b')) t(x, y) where x >= 1 and (y like 'a%' or y = 'b') order by 1
select percentile_cont(0.1) within group (order by weight_kg), sum(weight_kg), avg(weight_kg), weight_kg || 'x' from products group by weight_kg order by 1 nulls last limit 3
select percentile_cont(0.1) within group (order by weight_kg), round(avg(weight_kg), 1), sum(weight_kg)::text, max(weight_kg)::text from products
select weight_kg, weight_kg * 2, weight_kg::text, weight_kg || ' kg', round(weight_kg, 1) from products where weight_kg is not null order by product_id limit 4
select category, sum(weight_kg * stock), avg(weight_kg / 3), sum(weight_kg) / count(*), max(weight_kg) - min(weight_kg) from products group by 1 order by 1
select count(*) from products where weight_kg = 0.63 or weight_kg * 100 = 47 or weight_kg in (3.16, 1.67)
select mod(weight_kg, 0.5), weight_kg / 0.7 > 1, sum(weight_kg) over (order by product_id) from products where weight_kg is not null order by product_id limit 4
select weight_kg from products union select 0.5 order by 1 limit 3
select distinct weight_kg > 1, weight_kg is null from products order by 1, 2
select cast('10:11:12' as time), '10:11'::time, timestamp '2026-01-31 10:11:12.5'::time
select greatest(x, y) from (select max(p) x, min(p) y from (values (date '2026-01-01'), (date '2026-02-01')) v(p)) t
with a as (select channel k, count(*) n from marketing_spend group by 1) select k, n, sum(n) over (order by k) / 3 from a order by 1
with a as (select channel k, count(*) n from marketing_spend group by 1) select k, sum(n) / 3 from a group by 1 order by 1
with a as (select channel k, count(*) n from marketing_spend group by 1) select k, sum(n) over (order by k) / 3 from a order by 1
with a as (select channel k, count(*) n from marketing_spend group by 1) select k, sum(n) over () / 3 from a order by 1
select channel, created_at::date, sum(round(birth_year / 7.0, 2)) from customers group by 1, 2 order by 1 nulls first, 2 limit 10
select duration_seconds % 5, sum(case when (started_at::date - 7) >= '2025-05-01' then 1 else 0 end), count((page_views + customer_id)) from web_sessions group by 1 order by 1 nulls first limit 5
select spend_cents % 5, channel, round(stddev(spend_cents)::numeric, 4), min((spend_date + 1)), count(distinct impressions) from marketing_spend group by 1, 2 order by 1 desc, 2 desc limit 5
select c.city, count(r.refund_id) * 100 / count(*), count(o.coupon_code) from orders o join customers c on c.customer_id = o.customer_id  left join refunds r on r.order_id = o.order_id group by 1 order by 1  limit 6
select landing_page, percentile_cont(0.9) within group (order by duration_seconds), max(channel) from web_sessions group by 1 order by 1 limit 10
select refund_id, last_value(amount_cents) over (order by order_id nulls first, refund_id), lag(1) over (order by order_id nulls first, refund_id) from refunds order by refund_id limit 10
select country v from customers intersect select segment from customers order by 1 nulls first limit 8
select page_views % 5, min(customer_id), round(stddev(page_views)::numeric, 4), sum(duration_seconds) filter (where duration_seconds <= 3) from web_sessions group by 1 having count(*) > 20 order by 1 limit 5
with a as (select channel k, count(*) v, count(*) n from marketing_spend group by 1) select k, v, n, sum(n) over (order by k) / 3 from a order by 1  limit 6
select refund_id, amount_cents, to_char(created_at, 'Day'), created_at + interval '90 minutes', order_id < 0 from refunds order by refund_id limit 6
select session_id, count(*) over (partition by started_at::date order by country, session_id rows between 1 preceding and 1 following), lag((started_at::date - 7)) over (partition by started_at::date order by country, session_id) from web_sessions order by session_id limit 5
select case when city like '%i%' then 'a' else 'b' end, sum(0.5) filter (where marketing_opt_in = false), sum(case when created_at >= date '2025-07-01' then birth_year else abs(customer_id) end) from customers group by 1 order by 1 limit 10
select impressions % 2, spend_cents % 3, min(spend_date + interval '1 month') from marketing_spend group by 1, 2 order by 1, 2 limit 5
with a as (select date_trunc('quarter', created_at) k, percentile_cont(0.1) within group (order by order_id) v, count(*) n from refunds group by 1) select k, v, n, lag(v) over (order by k) from a order by 1  limit 6
select country v from web_sessions where device in ('DE','paid','shipped','mobile','email','consumer') except select country from customers order by 1 nulls first limit 8
select shipped_at, sum(discount_cents), percentile_cont(0.5) within group (order by total_cents) from orders where ((customer_id * customer_id) - 7) = 1 group by 1 order by 1 desc limit 10
select segment, count(distinct 1.5) from customers group by 1 order by 1 limit 10
select product_id, (weight_kg * price_cents), substr(coalesce(name, 'none'), 2, 3), (launched_on + 1), not (name is not null) from products where not (name like '%e%') order by product_id limit 6
select refund_id, count(*) over (partition by reason order by reason, refund_id rows between 1 preceding and 1 following), dense_rank() over (partition by reason order by reason, refund_id) from refunds where order_id <> 100 order by refund_id limit 10
select date_trunc('month', o.created_at), max(o.created_at) - min(o.created_at), count(*) from orders o join customers c on c.customer_id = o.customer_id  left join refunds r on r.order_id = o.order_id group by 1 order by 1  limit 6
select spend_date, round(100.0 * sum(clicks) / nullif(count(clicks), 0), 2), count(*) from marketing_spend group by 1 order by 1 desc limit 5
select upper(upper(country)), country, avg(customer_id), percentile_cont(0.9) within group (order by customer_id), avg(3) from customers where (created_at::date >= '2025-09-01' and segment is not null) group by 1, 2 having count(*) > 1 order by 1 nulls first, 2 nulls first limit 10
select spend_cents % 3, spend_date, count(clicks) from marketing_spend where replace(channel, 'e', 'E') = coalesce((channel || '-' || campaign), 'none') group by 1, 2 having count(*) > 1 order by 1 desc, 2 desc limit 5
select order_id, (((shipping_cents + total_cents) / nullif((discount_cents - total_cents), 0)) + shipping_cents), coupon_code, shipped_at + interval '90 minutes', (country in ('DE','paid','shipped','mobile','email','consumer') or (customer_id + shipping_cents) between 1 and 5000) from orders order by order_id limit 6
select date_trunc('year', started_at), device, min((page_views * duration_seconds)), count(((duration_seconds * duration_seconds) * 7)) from web_sessions group by 1, 2 order by 1 desc, 2 limit 10
select cost_cents v from products where (launched_on + 7) >= date '2025-02-01' union select total_cents from orders order by 1 nulls first limit 8
select city, customer_id % 2, max(created_at) from customers group by 1, 2 having count(*) > 1 order by 1 nulls first, 2 desc limit 5
select product_id, sum(stock) over (partition by sku order by name desc, product_id), lag((discontinued_on + 7)) over (partition by sku order by name desc, product_id) from products where substr(category, 2, 3) = upper(name) order by product_id limit 10
select customer_id % 5, customer_id % 5, count(birth_year) from customers where channel is not null group by 1, 2 order by 1 desc, 2 limit 5
select session_id, 100, coalesce((upper(country) || '-' || upper(device)), 'none'), started_at + interval '1 day', round(abs(customer_id) / 3, 0) <= 3 from web_sessions order by session_id limit 6
with a as (select spend_date + interval '1 month' k, sum(((spend_cents / nullif(impressions, 0)) - spend_cents)) filter (where campaign is not null) v, count(*) n from marketing_spend where not (split_part(channel, 'a', 1) = left(campaign, 3)) group by 1) select k, v, n, lag(v) over (order by k) from a order by 1  limit 6
select product_id, count(*) over (partition by sku order by category, product_id), dense_rank() over (partition by sku order by category, product_id) from products where name like '%i%' order by product_id limit 10
select (discontinued_on - interval '1 year')::date, min(category), count((7 - (product_id + product_id))), round(stddev(product_id)::numeric, 4) from products where sku = (category || '-' || name) group by 1 order by 1 desc limit 10
select o.created_at::date, max(o.created_at) - min(o.created_at), count(*) from orders o join customers c on c.customer_id = o.customer_id  and c.segment = 'business' left join refunds r on r.order_id = o.order_id group by 1 order by 1  limit 6
select city, created_at + interval '1 month', count(*) from customers group by 1, 2 order by 1 nulls first, 2 nulls first limit 5
select spend_cents % 5, count(impressions), count(*), sum(impressions) from marketing_spend where not (case when channel = campaign then clicks else clicks end > 5) group by 1 having count(*) > 20 order by 1 desc limit 10
select order_id v from orders union select customer_id from customers order by 1 nulls first limit 8
select o.country, sum(r.amount_cents) / sum(o.total_cents), count(c.city) from orders o join customers c on c.customer_id = o.customer_id  left join refunds r on r.order_id = o.order_id group by 1 order by 1  limit 6
select refund_id, coalesce(100, 0), reason, created_at, amount_cents <= 100 from refunds order by refund_id limit 6
select created_at, avg(3), round(avg(length(reason)), 2), percentile_cont(0.1) within group (order by order_id) from refunds where amount_cents > 5 group by 1 order by 1 limit 10
select channel, channel, max(coalesce(impressions, 0)) from marketing_spend group by 1, 2 having count(*) > 5 order by 1 desc, 2 limit 10
select o.created_at::date, count(r.refund_id) * 100 / count(*), count(c.city) from orders o join customers c on c.customer_id = o.customer_id  left join refunds r on r.order_id = o.order_id group by 1 order by 1  limit 6
select customer_id % 5, min((extract(dow from shipped_at) + (discount_cents + total_cents))), min(upper(coalesce(country, 'none'))) from orders group by 1 order by 1 nulls first limit 10
select to_char(shipped_at, 'Mon YYYY'), count(distinct ((customer_id / nullif(shipping_cents, 0)) - (customer_id / nullif(total_cents, 0)))), sum(total_cents), percentile_cont(0.25) within group (order by discount_cents) from orders group by 1 order by 1 limit 10
select product_id, sum(round(coalesce(price_cents, 0) / 100.0, 0)) over (order by (launched_on + 7), product_id rows between 2 preceding and current row), lag(0.5) over (order by (launched_on + 7), product_id) from products order by product_id limit 5
select o.country, count(r.refund_id) * 100 / count(*), count(c.city) from orders o join customers c on c.customer_id = o.customer_id  and c.segment = 'business' left join refunds r on r.order_id = o.order_id group by 1 order by 1 desc limit 6
select case when country in ('DE','paid','shipped','mobile','email','consumer') then 'a' else 'b' end, max(customer_id) from customers group by 1 order by 1 desc limit 5
with a as (select upper(upper(category)) k, sum(100.0) filter (where name like '%p%') v, count(*) n from products where split_part(substr(name, 2, 3), 'a', 1) = split_part(sku, 'a', 1) group by 1) select k, v, n, rank() over (order by n desc, k) from a order by 1 desc limit 6
select o.status, sum(r.amount_cents) / sum(o.total_cents), count(c.city) from orders o join customers c on c.customer_id = o.customer_id  left join refunds r on r.order_id = o.order_id group by 1 order by 1 nulls first limit 6
select order_id, shipping_cents, left(channel, 2), date_trunc('day', created_at), not (coalesce(country, '') <> 'email') from orders where round((order_id + customer_id) / 7.0, 1) between 1 and 50 order by order_id limit 6
select date_trunc('year', created_at), sum(((customer_id - customer_id) * birth_year)) filter (where customer_id < 0) from customers group by 1 order by 1 desc limit 10
select session_id, first_value(channel) over (partition by page_views % 2 order by duration_seconds desc, session_id), ntile(4) over (partition by page_views % 2 order by duration_seconds desc, session_id) from web_sessions order by session_id limit 5
select o.channel, sum(r.amount_cents) / sum(o.total_cents), count(o.coupon_code) from orders o left join customers c on c.customer_id = o.customer_id  left join refunds r on r.order_id = o.order_id group by 1 order by 1  limit 6
select o.country, min(o.created_at - c.created_at), count(o.coupon_code) from orders o join customers c on c.customer_id = o.customer_id  and c.segment = 'business' left join refunds r on r.order_id = o.order_id group by 1 order by 1  limit 6
select refund_id, first_value(reason) over (order by amount_cents, refund_id rows between 1 preceding and 1 following), lag(order_id) over (order by amount_cents, refund_id) from refunds where reason in ('DE','paid','shipped','mobile','email','consumer') order by refund_id limit 10
with a as (select country k, sum(case when birth_year between 10 and 50 then 1 else 0 end) v, count(*) n from customers group by 1) select k, v, n, sum(n) over () from a order by 1  limit 6
select customer_id, customer_id, upper(left(channel, 2)), date_trunc('month', created_at), (channel = coalesce(country, 'none') or customer_id > 5) from customers where to_char(created_at, 'Mon YYYY') = channel order by customer_id limit 6
select customer_id v from web_sessions except select cost_cents from products order by 1  limit 8
select order_id v from refunds union select customer_id from web_sessions order by 1 nulls first limit 8
with a as (select split_part(channel, 'a', 1) k, min(channel) v, count(*) n from marketing_spend where channel in ('DE','paid','shipped','mobile','email','consumer') group by 1) select k, v, n, n / 2 from a order by 1 nulls first limit 6
with a as (select clicks % 2 k, sum(clicks) filter (where channel is null) v, count(*) n from marketing_spend group by 1) select k, v, n, sum(n) over () from a order by 1 desc limit 6
select case when channel like '%p%' then 'a' else 'b' end, avg((birth_year * birth_year)), max((created_at::date - 30)), sum(case when customer_id > 5 then birth_year else 0 end) from customers where coalesce(channel, 'none') = replace((city || '-' || segment), 'e', 'E') group by 1 having count(*) > 5 order by 1 desc limit 10
select left(coalesce(country, 'none'), 1), max(country), percentile_cont(0.9) within group (order by customer_id) from customers where country like '%e%' group by 1 order by 1 desc limit 5
select case when status like '%p%' then 'a' else 'b' end, count((discount_cents - extract(doy from shipped_at))), sum(2), avg(shipping_cents) from orders where not (coalesce(country, 'none') = upper(status)) group by 1 order by 1 desc limit 5
select case when created_at >= '2025-08-01' then 'a' else 'b' end, count(*), max(round((birth_year / nullif(customer_id, 0)) / 100.0, 2)), count(*) from customers where customer_id = 5000 group by 1 order by 1 limit 10
with a as (select spend_date k, round(stddev(spend_cents)::numeric, 4) v, count(*) n from marketing_spend where ((spend_cents / nullif(clicks, 0)) between 1 and 5000 or campaign is null) group by 1) select k, v, n, sum(n) over () from a order by 1 nulls first limit 6
with a as (select case when upper(campaign) = case when spend_cents = 100 then campaign else 'x' end then 'a' else 'b' end k, sum(12) v, count(*) n from marketing_spend where ((clicks + spend_cents) <> 0 or 100.0 <> 1) group by 1) select k, v, n, lag(v) over (order by k) from a order by 1 desc limit 6
select sku, max(greatest(abs(stock), (price_cents + weight_kg))), count(distinct 0.5) from products group by 1 order by 1 desc limit 10
with a as (select case when created_at::date >= date '2025-09-01' then 'a' else 'b' end k, max(3) v, count(*) n from refunds where reason in ('DE','paid','shipped','mobile','email','consumer') group by 1) select k, v, n, sum(n) over (order by k) / 3 from a order by 1 nulls first limit 6
with a as (select channel k, sum((customer_id * birth_year)) v, count(*) n from customers where 10 > 5000 group by 1) select k, v, n, lag(v) over (order by k) from a order by 1 nulls first limit 6
select country, min(created_at) from customers group by 1 order by 1 nulls first limit 10
select channel, max(date_trunc('year', created_at)), max(segment) from customers group by 1 having count(*) > 1 order by 1 desc limit 10
select order_id, count(*) over (partition by status order by delivered_at, order_id rows between unbounded preceding and 1 following), rank() over (partition by status order by delivered_at, order_id) from orders where coupon_code is not null order by order_id limit 5
select product_id, weight_kg, sku, discontinued_on, cost_cents <= 1 from products order by product_id limit 6
select (coalesce(city, 'none') || '-' || upper(country)), round(100.0 * sum(customer_id) / nullif(count(customer_id), 0), 2), count(distinct left(coalesce(channel, 'none'), 2)), percentile_cont(0.5) within group (order by customer_id) from customers where segment like '%e%' group by 1 order by 1 desc limit 10
select date_trunc('month', o.created_at), count(*), count(*) from orders o join customers c on c.customer_id = o.customer_id  and c.segment = 'business' left join refunds r on r.order_id = o.order_id group by 1 order by 1 desc limit 6
with a as (select created_at k, avg(extract(month from created_at)) v, count(*) n from orders group by 1) select k, v, n, rank() over (order by n desc, k) from a order by 1 desc limit 6
# PostgreSQL: what types, lengths of time and decimals come to, and statements of every sort
select greatest(interval '1 day', interval '25 hours'), least(interval '1 month', interval '29 days')
select to_char(interval '1 day 02:30:00', 'HH24:MI')
select to_char(interval '26 hours 5 minutes', 'HH24:MI:SS'), to_char(interval '3 days 4 hours', 'DD HH24')
select to_char(delivered_at - created_at, 'DD HH24:MI') from orders where delivered_at is not null order by order_id limit 2
select percentile_cont(0.5) within group (order by delivered_at - created_at) from orders
select percentile_disc(0.5) within group (order by delivered_at - created_at) from orders
select percentile_cont(0.5) within group (order by d) from (values (interval '1 day'), (interval '3 days'), (interval '10 hours')) t(d)
select sum(d), avg(d), min(d), max(d) from (values (interval '1 day'), (interval '3 days'), (interval '10 hours')) t(d)
select mode() within group (order by d) from (values (interval '1 day'), (interval '24 hours'), (interval '10 hours')) t(d)
select sum(delivered_at - created_at) / count(*) from orders
select avg(d)::text from (values (interval '1 day'), (interval '3 days'), (interval '10 hours')) t(d)
select extract(epoch from sum(delivered_at - created_at)) from orders
select extract(epoch from avg(delivered_at - created_at)) / 3600 from orders
select sum(d) over (order by d) from (values (interval '1 day'), (interval '3 days'), (interval '10 hours')) t(d)
select coalesce(sum(d), interval '0') from (values (interval '1 day')) t(d) where false
select 1 union all select '1' order by 1
select '5' + 1
select 32767::smallint + 1
select to_char(timestamp '2026-05-06 07:08:09', 'YYYY-MM-DD HH24:MI:SS'), to_char(timestamp '2026-05-06 17:08:09', 'DD.MM.YY HH12:MI AM'), to_char(date '2026-05-06', 'Day'), to_char(date '2026-05-06', 'FMDay, FMDDth FMMonth'), to_char(date '2026-05-06', 'Dy DD Mon YYYY'), to_char(date '2026-05-06', 'WW IW Q')
select upper('abc'), lower('ABC'), initcap('hello world'), length('hello'), char_length('häß'), octet_length('hä'), reverse('abc'), repeat('ab', 3)
select trim('  x '), ltrim('  x '), rtrim('  x '), trim(both 'x' from 'xxaxx'), trim(leading 'x' from 'xxa'), btrim('xyaxy', 'xy'), ltrim('xyaxy', 'yx')
select position('l' in 'hello'), strpos('hello', 'z'), replace('hello', 'l', 'L'), split_part('a,b,c', ',', 2), split_part('a,b,c', ',', 5), lpad('5', 3, '0'), rpad('abcdef', 3), lpad('abc', 6, 'xy'), translate('hello', 'el', 'ip')
select bool_and(total_cents > 0), bool_or(total_cents > 100000), every(total_cents > 0) from orders
select '2026-01-01 12:00+02'::timestamptz at time zone 'UTC'
select d::date from generate_series('2026-01-01'::date, '2026-01-03', '1 day') d
select '{"a": {"b": [1, 2, {"c": "x"}]}}'::jsonb -> 'a' -> 'b' -> 2 ->> 'c', '{"a": 1.50}'::json ->> 'a', '{"a": "x\u00e9"}'::json ->> 'a', '{"a": null}'::json ->> 'a', '{"a": true}'::json ->> 'a'
select json_array_length('[1,2,3]'::json), jsonb_typeof('"x"'::jsonb), ('{"a": 5}'::jsonb ->> 'a')::int * 2
select ('{"a": 5}'::jsonb -> 'a')::int * 2
select ceil(1.2), floor(-1.2), trunc(1.99, 1), sign(-2), abs(-2.5), mod(7, 3), div(7, 2), gcd(12, 8), width_bucket(5.5, 0, 10, 5)
select 1e10, 1.5e-5, 12345678.9, 0.1 + 0.2, 1e10::float, 1.5e-5::float, 1e20::float, 123456789012345678::float
select country, count(*)::float / (select count(*) from customers) from customers group by 1 order by 1 limit 3
select sum(case when status = 'paid' then total_cents end) / 100.0, sum(case when status = 'paid' then 1 else 0 end)::float / count(*) from orders
select (1, null) = (1, null), (1, null) <> (1, null), (1, 2) < (1, 3), (1, null) < (2, null), (1, null) in ((1, null)), (1, 2) = (1, 2), (1, 2) in ((1, 3), (1, 2)), (1, null) = (2, null)
select (null, 1) = (null, 1), (1, null) = (1, 2), (1, null) > (1, 2)
select quote_literal(true)
select timestamptz '2026-01-01 12:00+02' > timestamptz '2026-01-01 09:59+00'
select '2026-01-01 12:00+02'::timestamptz at time zone 'UTC', '2026-01-01 12:00+02'::timestamp
with t as (select sum(x) s, max(y) m from (values (interval '1 day', 'a'), (interval '2 days', 'b')) v(x, y)) select coalesce(s, interval '0'), case when m > 'a' then s end from t
select a.x = b.y from (select sum(q) x from (values (interval '1 day')) v(q)) a, (select interval '24 hours' y) b
select o.status, avg(o.delivered_at - o.created_at), count(c.city) from orders o join customers c on c.customer_id = o.customer_id  left join refunds r on r.order_id = o.order_id group by 1 order by 1  limit 6
# DuckDB: what types, lengths of time and decimals come to, and statements of every sort
select max(x) filter (where y > 0), count(distinct x) from (values (interval '1 day', 1), (interval '24 hours', 2)) t(x, y)
select case when true then 1 else 'x' end
select true = 1
select case when true then true else 0 end
select coalesce(true, 0)
select 1 || 2
select order_id || customer_id from orders order by order_id limit 1
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
select count(*) filter (where order_id) from orders
select count(*) from orders having 1
select total_cents * 1000000 from orders order by order_id limit 1
select sum(total_cents * 1000000) from orders
select total_cents * total_cents from orders order by total_cents desc limit 1
select length('abc') + 2147483647
select max(order_id) + 2147483647 from orders
select count(*) from orders where total_cents * 100000 > 0
select date '2026-01-01' - date '2000-01-01' + 2147483647
select (1.0/3)::text, (2.0/3)::numeric(10,4)::text, (10/4.0)::text, (1/8.0)::text
select 'Straße' ilike 'STRASSE', 'ÄÖÜ' ilike 'äöü', lower('ÄÖÜ'), length('日本語'), substring('日本語' from 2 for 1), reverse('日本'), position('語' in '日本語'), lpad('日', 3, '本'), upper('é'), left('éàü', 2)
select o.order_id from orders o where (select sum(quantity) from order_items i where i.order_id = o.order_id) > 5 order by 1 limit 3
select * from generate_series(date '2026-01-01', date '2026-01-03', interval '1 day') d
select coalesce(weight_kg, 0), coalesce(weight_kg, 0) || 'x', greatest(weight_kg, 1), case when weight_kg > 1 then weight_kg else 0 end || 'y' from products order by product_id limit 4
select median(x) from (values (1.5), (2.25)) t(x)
# PostgreSQL: what analysts type every day
with d as (select spend_date, sum(spend_cents) as spend, sum(clicks) as clicks from marketing_spend group by spend_date) select spend_date, spend, sum(spend) over (partition by date_trunc('month', spend_date) order by spend_date) as mtd, sum(spend) over (partition by extract(year from spend_date) order by spend_date) as ytd from d order by spend_date desc limit 10
with a as (select channel, sum(spend_cents) / 100.0 as spend, sum(clicks) as clicks, sum(impressions) as imps from marketing_spend group by 1) select channel, spend, clicks * 1.0 / imps from a order by channel
with d as (select country, sum(total_cents) as total_cents from orders group by 1) select country, total_cents / 100 as usd from d order by 1 limit 3
with d as (select country, sum(total_cents) as total_cents from orders group by 1) select sum(total_cents) / 7, avg(total_cents) from d
with d as (select country, sum(total_cents) / 100.0 as total_cents from orders group by 1) select country, total_cents / 7 from d order by 1 limit 3
select country, sum(total_cents) as total_cents, sum(total_cents) / 7 as x from orders group by 1 order by 1 limit 3
with d as (select spend_date, channel, sum(clicks) as clicks, sum(spend_cents) as spend_cents from marketing_spend group by 1, 2) select d.channel, sum(d.spend_cents) / sum(d.clicks) as cpc, sum(m.clicks) / 7 as w from d join marketing_spend m on m.spend_date = d.spend_date and m.channel = d.channel group by 1 order by 1
with d as (select customer_id, sum(total_cents) as total_cents from orders group by 1) select segment, sum(total_cents) / 7 from d join customers c using (customer_id) group by 1 order by 1
with d as (select customer_id, sum(total_cents) as total_cents from orders group by 1) select o.order_id, o.total_cents / 7, d.total_cents / 7, o.total_cents::numeric / d.total_cents from orders o join d using (customer_id) order by 1 limit 3
select bool_or(coupon_code is not null), bool_and(not coupon_code is null), bool_or(coupon_code is null and country = 'DE' or status is not null) from orders
select case when order_id > 1 then coupon_code is null and true else false end as x, count(*) from orders group by 1 order by 1
select (coupon_code is null)::text || '!', coalesce(coupon_code is null, false) from orders order by order_id limit 2
select round(((price_cents - cost_cents)::float / price_cents)::numeric, 4), round(sqrt(price_cents)::numeric, 2), round(cast(ln(price_cents) as numeric), 3) from products order by product_id limit 3
select cast(0.1::float + 0.2::float as numeric) = 0.3, (0.1::float + 0.2::float)::numeric = 0.3, (10::float)::numeric / 4, round((2.675::float)::numeric, 2)
select (duration_seconds || ' seconds')::interval, '90 minutes'::interval, cast('1:30' as interval) from web_sessions where duration_seconds is not null order by session_id limit 3
select justify_days(interval '-45 days'), justify_hours(interval '2 days -3 hours'), justify_interval(interval '1 month 35 days 27 hours')
select justify_hours(avg(delivered_at - created_at)) > interval '1 day' from orders where order_id < 30
select localtimestamp > '2020-01-01', localtimestamp::date = current_date
select regr_r2(duration_seconds, page_views), regr_r2(page_views, 1), regr_r2(1, page_views) from web_sessions
with months as (select generate_series(date_trunc('month', min(created_at)), date_trunc('month', max(created_at)), interval '1 month') as m from orders) select m::date, (select count(*) from channels) from months order by 1
with days as (select generate_series(min(created_at)::date, max(created_at)::date, '1 day')::date as day from orders where status = 'refunded') select count(*), min(day), max(day) from days
select generate_series(date_trunc('month', min(created_at)), timestamp '2026-03-01', '1 month') as m from orders where customer_id in (2, 3) group by customer_id order by 1 limit 3
select status, count(*) from orders group by 1 order by count desc, 1 limit 3
select status, sum(total_cents), max(created_at) from orders group by status order by sum desc limit 3
with t as (select country, count(*) from customers group by 1) select country, count from t order by count desc, country limit 3
with a as (select country, sum(total_cents), count(*) from orders group by 1) select country, sum / count as aov, sum / 7 from a order by 1 limit 3
with a as (select country, max(created_at), min(created_at) from orders group by 1) select country, max - min as d, max::date - min::date from a order by d desc limit 3
with a as (select customer_id, count(*)::int from orders group by 1) select count / 2, count(*) as n from a group by 1 order by 1 limit 4
select row_number, order_id from (select order_id, row_number() over (order by total_cents desc, order_id) from orders) t where row_number < 4 order by 1
select case when order_id < 3 then 'a' else 'b' end, count(*) from orders group by 1 order by "case"
select date_trunc('month', created_at)::date, count(distinct customer_id) from orders group by 1 order by date_trunc desc limit 2
select extract(year from created_at), count(*) from orders group by 1 order by extract desc
select coalesce(coupon_code, 'x'), count(*) from orders group by 1 order by coalesce limit 3
select array_agg(distinct status) is not null, max(coupon_code) is null and true, not bool_or(total_cents > 0) from orders
# PostgreSQL and DuckDB
with d as (select created_at::date as day, sum(total_cents) / 100.0 as revenue from orders group by 1) select day, round(avg(revenue) over (order by day rows between 6 preceding and current row), 2) as ma7 from d order by day desc limit 15
with m as (select distinct customer_id, date_trunc('month', created_at)::date as month from orders), g as (select customer_id, month, (extract(year from month) * 12 + extract(month from month))::int - row_number() over (partition by customer_id order by month) as grp from m) select customer_id, min(month), max(month), count(*) as streak from g group by customer_id, grp order by streak desc, customer_id, 2 limit 10
with steps as (select 1 as step, 'visit' as name, count(*) as n from web_sessions union all select 2, 'signed in', count(*) from web_sessions where customer_id is not null union all select 3, 'ordered', count(*) from web_sessions where order_id is not null) select step, name, round(100.0 * n / first_value(n) over (order by step), 1) as of_first, round(100.0 * n / lag(n) over (order by step), 1) as of_previous from steps order by step
with pairs as (select a.product_id as p, b.product_id as q, count(distinct a.order_id) as n from order_items a join order_items b on a.order_id = b.order_id and a.product_id < b.product_id group by 1, 2) select * from pairs order by n desc, p, q limit 5
