package lint

import (
	"fmt"
	"strings"
	"testing"

	"hextui/hex"
)

// Texts, names and comments end where the database of a cell's connection ends them: behind them a template in quotes is found, and in
// a name or a comment there is none.
func TestDialects(t *testing.T) {
	const bad = "'{{ x }}'"
	for _, c := range []struct{ connection, source string }{
		{"snowflake", `select 'it\'s', ` + bad}, {"snowflake", "select 1 // it's\n, " + bad}, {"snowflake", "select $$it's$$, " + bad},
		{"snowflake", `select 'a\\', ` + bad}, {"snowflake", `select "it's", ` + bad}, {"snowflake", `select 'a''b', ` + bad},
		{"bigquery", `select 'it\'s', "it's", ` + bad}, {"bigquery", "select '''it's\n''', \"\"\"'\"\"\", " + bad},
		{"bigquery", "select 1 # it's\n, " + bad}, {"bigquery", "select `it's`, " + bad}, {"bigquery", `select "{{ x }}"`},
		{"bigquery", "select '''{{ x }}'''"}, {"databricks", `select "it's", 'it\'s', ` + bad},
		{"clickhouse", "select 'it\\'s' # it's\n, " + bad}, {"mysql", "select 'it\\'s' # it's\n, " + bad},
		{"sqlserver", "select [it's], " + bad}, {"postgres", `select E'it\'s', ` + bad}, {"postgres", `select 'a\', ` + bad},
		{"postgres", "select $a$it's$a$, $1, " + bad}, {"postgres", "/* a /* b */ it's */ select " + bad},
		{"postgres", `select type'a\', ` + bad}, {"athena", `select 'a\', ` + bad}, {"", `select 'a\', ` + bad},
		{"athena", "select 1 # " + bad},
	} {
		want := fmt.Sprintf("quoted_parameter likely %d", strings.Count(c.source, "\n")+1)
		seen := map[string]hex.ConnectionType{"c": hex.ConnectionType(c.connection)}
		if got := found(Cells([]hex.Cell{python("x = 1"), sql(c.source, "c", "")}, seen)); got != want {
			t.Errorf("%s: %s: found %q, want %q", c.connection, c.source, got, want)
		}
	}
	for connection, source := range map[string]string{
		"snowflake": "select 1 // '{{ x }}'", "bigquery": "select `'{{ x }}'` # '{{ x }}'", "mssql": "select ['{{ x }}']",
		"postgres": "/* /* */ '{{ x }}' */", "athena": `select "'{{ x }}'" -- '{{ x }}'`,
	} {
		seen := map[string]hex.ConnectionType{"c": hex.ConnectionType(connection)}
		if got := found(Cells([]hex.Cell{python("x = 1"), sql(source, "c", "")}, seen)); got != "" {
			t.Errorf("%s: %s: found %q", connection, source, got)
		}
	}
}
