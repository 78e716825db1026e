package analyst_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hextui/hex/emulator/analyst"
	"hextui/hex/emulator/warehouse"
)

// asked is a prompt, asked after others, with its rows and its answer.
func asked(t *testing.T, shop *warehouse.Warehouse, prompts ...string) (analyst.Question, analyst.Rows, string) {
	t.Helper()
	var earlier *analyst.Question
	for _, prompt := range prompts {
		q, err := analyst.Read(prompt, thursday, earlier)
		if err != nil {
			t.Fatalf("%q: %v", prompt, err)
		}
		earlier = &q
	}
	rows := run(t, shop, earlier.Query())
	text, found := earlier.Answer(rows)
	if !found {
		t.Fatalf("%q finds nothing: %s", prompts, text)
	}
	return *earlier, rows, text
}

// values are the lines of a result, with a bar between the values.
func values(r analyst.Rows) (all []string) {
	for _, row := range r.Rows {
		var line []string
		for _, v := range row {
			if v == nil {
				line = append(line, "null")
				continue
			}
			line = append(line, *v)
		}
		all = append(all, strings.Join(line, "|"))
	}
	return all
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

const paidInOctober = "o.status not in ('cancelled', 'pending') and date(o.created_at) between '2026-10-01' and '2026-10-31'"

// So many lines as are asked for, and those of the most.
func TestTop(t *testing.T) {
	t.Parallel()
	shop, err := oneWarehouse()
	if err != nil {
		t.Fatal(err)
	}
	countries := run(t, shop, `select o.country, round(sum(o.total_cents) / 100.0, 2) from orders o
		where `+paidInOctober+` group by 1 order by 2 desc, 1`)
	products := run(t, shop, `select p.name, sum(i.quantity)
		from orders o join order_items i using (order_id) join products p using (product_id)
		where `+paidInOctober+` and p.category = 'Kitchen' group by 1 order by 2 desc, 1`)
	for _, c := range []struct {
		prompts []string
		want    []string
	}{
		{[]string{"top 3 countries by revenue in October"}, values(countries)[:3]},
		{[]string{"the biggest 7 countries by revenue last month"}, values(countries)[:7]},
		{[]string{"top 2 products last week", "and in Kitchen in October?"}, values(products)[:2]},
		{[]string{"top 3 countries by revenue this week", "the same for last month"}, values(countries)[:3]},
		{[]string{"revenue by country in October"}, values(countries)[:min(len(countries.Rows), 10)]},
	} {
		_, rows, text := asked(t, shop, c.prompts...)
		same(t, fmt.Sprint(c.prompts), values(rows), c.want)
		if n := strings.Count(text, "**"); n != 2*min(len(c.want), 5) {
			t.Errorf("%q is answered with %s", c.prompts, text)
		}
		if len(c.want) < 10 && strings.Contains(text, "(100 %)") {
			t.Errorf("%q has shares of what is not the whole: %s", c.prompts, text)
		}
	}
}

// A split that is compared has the values of either span, each as when it is asked for alone.
func TestComparedSplit(t *testing.T) {
	t.Parallel()
	shop, err := oneWarehouse()
	if err != nil {
		t.Fatal(err)
	}
	nothing := regexp.MustCompile(`\|(?:0|null)$`)
	for _, measure := range []string{
		"revenue", "average basket", "orders", "new customers", "how many refunds", "refunds", "conversion", "sessions", "ad spend",
	} {
		q, rows, text := asked(t, shop, "compare "+measure+" by channel last month")
		_, october, _ := asked(t, shop, measure+" by channel in October")
		_, september, _ := asked(t, shop, measure+" by channel in September")
		before := map[string]string{}
		for _, line := range values(september) {
			name, value, _ := strings.Cut(line, "|")
			before[name] = value
		}
		var want []string
		for _, line := range values(october) {
			name, _, _ := strings.Cut(line, "|")
			want = append(want, line+"|"+before[name])
		}
		got := values(rows)
		for i, line := range got { // a channel that had nothing in the span before
			got[i] = nothing.ReplaceAllString(line, "|")
		}
		same(t, measure, got, want)
		if got := strings.Join(rows.Columns, "|"); got != "channel|"+q.Column()+"|"+q.Column()+"_before" {
			t.Errorf("%s: the columns are %s", measure, got)
		}
		first := strings.Split(want[0], "|")
		change := inWords(t, first[1], first[2])
		if !strings.Contains(text, "1. **"+first[0]+"**") || !strings.Contains(text, ", it "+change+" against the span before\n2.") {
			t.Errorf("%s: %s\nshould say that %s %s", measure, text, first[0], change)
		}
	}
	_, rows, text := asked(t, shop, "why did revenue fall last month")
	sum := "select round(sum(o.total_cents) / 100.0, 2) from orders o where "
	october := values(run(t, shop, sum+paidInOctober))[0]
	september := values(run(t, shop, sum+strings.NewReplacer("-10-01", "-09-01", "-10-31", "-09-30").Replace(paidInOctober)))[0]
	same(t, "without a split", values(rows), []string{october + "|" + september})
	if change := inWords(t, october, september); !strings.HasSuffix(text, "so it "+change+".") {
		t.Errorf("%s\nshould say that it %s", text, change)
	}
}

// inWords is how a value went since another.
func inWords(t *testing.T, now, before string) string {
	t.Helper()
	a, b := number(t, now), number(t, before)
	if a > b {
		return fmt.Sprintf("rose by %.1f %%", 100*(a-b)/b)
	}
	return fmt.Sprintf("fell by %.1f %%", 100*(b-a)/b)
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Whether something rises is told by the halves of its course, without the broken weeks at its ends.
func TestDirection(t *testing.T) {
	t.Parallel()
	shop, err := oneWarehouse()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ by, prompt, sql string }{
		{"week", "Is revenue rising?", `select date(created_at, 'weekday 0', '-6 days'), sum(total_cents) / 100.0 from orders
			where status not in ('cancelled', 'pending') and date(created_at) between '2026-08-28' and '2026-11-19' group by 1 order by 1`},
		{"week", "are orders going down this year", `select date(created_at, 'weekday 0', '-6 days'), count(*) from orders
			where date(created_at) between '2026-01-01' and '2026-12-31' group by 1 order by 1`},
		{"day", "is traffic growing in the last 14 days?", `select date(started_at), count(*) from web_sessions
			where date(started_at) between '2026-11-06' and '2026-11-19' group by 1 order by 1`},
		{"month", "monthly ad spend in 2025", `select strftime('%Y-%m', spend_date), sum(spend_cents) / 100.0 from marketing_spend
			where date(spend_date) between '2025-01-01' and '2025-12-31' group by 1 order by 1`},
	} {
		q, rows, text := asked(t, shop, c.prompt)
		course := values(run(t, shop, c.sql))
		if q.By != c.by || len(rows.Rows) != len(course) {
			t.Errorf("%q is told by %q in %d lines, not in %d", c.prompt, q.By, len(rows.Rows), len(course))
		}
		course = course[1 : len(course)-1]
		half := len(course) / 2
		mean := func(part []string) (sum float64) {
			for _, line := range part {
				_, value, _ := strings.Cut(line, "|")
				sum += number(t, value) / float64(len(part))
			}
			return sum
		}
		first, second := mean(course[:half]), mean(course[len(course)-half:])
		want := "It is about level."
		switch change := 100 * (second - first) / first; {
		case change > 5:
			want = fmt.Sprintf("The second half is %.0f %% above the first: it is going **up**.", change)
		case change < -5:
			want = fmt.Sprintf("The second half is %.0f %% below the first: it is going **down**.", -change)
		}
		if !strings.HasSuffix(text, "\n\n"+want) {
			t.Errorf("%q is answered with %s\nwant %s", c.prompt, text, want)
		}
	}
	if q, _, _ := asked(t, shop, "is revenue rising this week?", "and by country?"); q.By != "country" {
		t.Errorf("a split after a trend is read as %+v", q)
	}
	q, _, text := asked(t, shop, "revenue yesterday", "is it falling?")
	if q.By != "" || !strings.Contains(text, "In the span before it was $") {
		t.Errorf("a day's trend is %+v: %s", q, text)
	}
}

// The course of made-up rows, for what the warehouse's numbers do not do.
func TestDirectionOfCourses(t *testing.T) {
	t.Parallel()
	q, err := analyst.Read("orders by day last week", thursday, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ course, want string }{
		{"10 20", ""},
		{"10 15 20", "100 % above the first: it is going **up**."},
		{"20 15 10", "50 % below the first: it is going **down**."},
		{"1 100 101 102 103 1", "It is about level."},
		{"900 10 10 12 12 0", "20 % above the first: it is going **up**."},
		{"0 0 0", "It is about level."},
		{"0 0 7", "The first half has nothing: it is going **up**."},
	} {
		rows := analyst.Rows{Columns: []string{"day", "orders"}}
		for i, value := range strings.Fields(c.course) {
			name := fmt.Sprintf("2026-11-%02d", 9+i)
			rows.Rows = append(rows.Rows, []*string{&name, &value})
		}
		text, _ := q.Answer(rows)
		_, direction, _ := strings.Cut(text, "\n\n")
		if !strings.HasSuffix(direction, c.want) || c.want == "" && direction != "" {
			t.Errorf("%s is told as %q", c.course, text)
		}
	}
}
