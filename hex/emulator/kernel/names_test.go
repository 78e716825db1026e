package kernel_test

import (
	"strings"
	"testing"
)

// TestNameOfTwoColumns divides a column that a CTE makes and a table has, too: which of them is meant is not known, and their types
// divide differently.
func TestNameOfTwoColumns(t *testing.T) {
	t.Parallel()
	const made = "with t as (select extract(month from created_at) as birth_year from customers) "
	if f := failure(t, nil, sql("a", made+"select c.birth_year / 10 from customers c, t")); !strings.Contains(f.Message,
		"for more than one column") {
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
