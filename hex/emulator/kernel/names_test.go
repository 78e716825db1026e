package kernel_test

import (
	"strings"
	"testing"
)

// TestNameOfTwoColumns divides a column that a CTE makes and a table has, too, whose types divide differently: FROM tells which of them is
// meant, but not of two that the statement makes.
func TestNameOfTwoColumns(t *testing.T) {
	t.Parallel()
	const made = "with t as (select extract(month from created_at) as birth_year from customers) "
	each := sql("a", made+"select max(c.birth_year / 1000), max(t.birth_year / 1000) < 1 from customers c, (select * from t limit 1) t")
	if got := value(t, nil, each); got != "2|1" {
		t.Errorf("of each by its name it gives %s", got)
	}
	both := sql("a", made+", u as (select 7 as birth_year) select u.birth_year / 10 from u, t")
	if f := failure(t, nil, both); !strings.Contains(f.Message, "for more than one column") {
		t.Errorf("it is refused with %q", f.Message)
	}
	results, err := run(t, nil, sql("a", made+"select sum(c.birth_year::int / 1000) / count(c.birth_year) from customers c "+
		"where exists (select 1 from t)"))
	if err != nil {
		t.Fatal(err)
	}
	if got := show(results["a"].Table); !strings.HasSuffix(strings.TrimSpace(got), "1") {
		t.Errorf("it gives %s", got)
	}
}
