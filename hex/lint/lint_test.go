package lint

import (
	"fmt"
	"strings"
	"testing"

	"hextui/hex"
)

func sql(source, connection, result string) hex.Cell {
	return hex.Cell{ID: "s", Type: hex.CellSQL, DataConnectionID: connection,
		Contents: hex.Contents{SQL: &hex.SQLContents{Source: source, OutputDataframe: result}}}
}

func markdown(source string) hex.Cell {
	return hex.Cell{ID: "m", Type: hex.CellMarkdown, Contents: hex.Contents{Markdown: &hex.MarkdownContents{Source: source}}}
}

func python(source string) hex.Cell {
	return hex.Cell{ID: "c", Type: hex.CellCode, Contents: hex.Contents{Code: &hex.CodeContents{Source: source}}}
}

// input is a cell of which the API tells nothing.
func input() hex.Cell { return hex.Cell{ID: "i", Type: "INPUT"} }

// found are findings in short: kind, certainty and line.
func found(all []Finding) string {
	var short []string
	for _, f := range all {
		short = append(short, fmt.Sprintf("%s %s %d", f.Kind, f.Certainty, f.Line))
	}
	return strings.Join(short, ", ")
}

func TestCells(t *testing.T) {
	seen := map[string]hex.ConnectionType{"warehouse": "athena"}
	for _, c := range []struct {
		name  string
		cells []hex.Cell
		want  string
	}{
		{"a good query", []hex.Cell{sql("select * from orders where id = {{ id }}", "warehouse", "")}, ""},
		{"a parameter in quotes", []hex.Cell{sql("select 1\nwhere a = '{{ x }}'", "warehouse", "")}, "quoted_parameter likely 2"},
		{"in a pattern", []hex.Cell{sql("where a like '%{{ x }}%' or b = 'it''s {{ y }}'", "warehouse", "")},
			"quoted_parameter likely 1, quoted_parameter likely 1"},
		{"between texts", []hex.Cell{sql("select 'a' || {{ x }} || 'b'", "warehouse", "")}, ""},
		{"quotes in the template", []hex.Cell{sql("select {{ x | default('a') }}, '{{ y | sqlsafe }}'", "warehouse", "")}, ""},
		{"in a comment", []hex.Cell{sql("-- it's '{{ x }}\nselect /* '{{ y }}' */ \"it's\" as a, {{ z }}", "warehouse", "")}, ""},
		{"nothing in it", []hex.Cell{sql("select 1\n\n, {{  }}", "warehouse", "")}, "stray_template likely 3"},
		{"not closed", []hex.Cell{sql("select {{ x }\nfrom t", "warehouse", "")}, "unbalanced_template likely 1"},
		{"braces of JSON", []hex.Cell{sql(`select '{"a":{"b":1}}'::json`, "warehouse", "")}, ""},
		{"a block without end", []hex.Cell{sql("select 1\n{% if x %}\nwhere {% for a in b %} {{ a }} {% endfor %}", "warehouse", "")},
			"unbalanced_template likely 2"},
		{"an end without block", []hex.Cell{sql("select 1 {% endif %}", "warehouse", "")}, "unbalanced_template likely 1"},
		{"blocks", []hex.Cell{sql("{% set a = 1 %}{% set b %}x{% endset %}{%- if a -%}{% raw %}{{ }}{% if %}{% endraw %}{% else %}y{% "+
			"endif %}", "warehouse", "")}, ""},

		{"no connection", []hex.Cell{sql("select *\nfrom orders", "", "")}, "missing_connection likely 2"},
		{"the result of a cell above", []hex.Cell{sql("select 1", "warehouse", "weekly"),
			sql("select * from Weekly join dataframes.weekly w on true", "", "")}, ""},
		{"of a cell below", []hex.Cell{sql("select * from weekly", "", ""), sql("select 1", "warehouse", "weekly")},
			"used_before_made likely 1"},
		{"a name of a cell below", []hex.Cell{sql("select 1\nwhere a = {{ rate }}", "warehouse", ""), python("rate = 2")},
			"used_before_made likely 2"},
		{"of a cell below, behind an input", []hex.Cell{input(), sql("where 1\nand a = {{ rate }}", "warehouse", ""), python("rate = 2")},
			"used_before_made possible 2"},
		{"a name of nobody", []hex.Cell{sql("where a = {{ rte }}", "warehouse", ""), python("rate = 2"),
			markdown("{{ rate }}\n{{ rate2 }}")},
			"undefined_name likely 1, undefined_name likely 2"},
		{"that an input may make", []hex.Cell{sql("where a = {{ rte }}", "warehouse", ""), input()}, ""},
		{"a slip of a name that others ask for", []hex.Cell{input(),
			sql("where a >= {{ start_date }}\nand b < {{ end_date }}", "warehouse", ""),
			sql("where a >= {{ start_date }}\nand b < {{ start_dat }}", "warehouse", ""),
			markdown("From {{ strat_date }}, or {{ end_date }}")},
			"undefined_name possible 2, undefined_name possible 1"},
		{"of a name that a cell makes", []hex.Cell{input(), python("total = 1"), markdown("{{ totals }}"), markdown("{{ fotal }}")},
			"undefined_name possible 1, undefined_name possible 1"},
		{"no slips", []hex.Cell{input(), python("day_1 = 1\ntop = 2"), markdown("{{ day_2 }}{{ day_12 }}{{ tops }}{{ day }}"),
			markdown("{{ order }}{{ orders }}"), markdown("{{ week }}{{ week }}{{ weak }}{{ weak }}")}, ""},
		{"that code takes from elsewhere", []hex.Cell{python("from rates import *"), markdown("{{ rte }}")}, ""},
		{"its own names", []hex.Cell{sql("{% set a = 1 %}{% for b in range(3) %}{{ a }}{{ b }}{{ loop.index }}{% endfor %}{{ 'x' }}{{ 3 }}",
			"warehouse", "")}, ""},
		{"names of code", []hex.Cell{python("import os, sys as s\nimport numpy\na, b = 1, 2\nc: int = 3\nd += 1\ndef e(f, g=1): pass\n" +
			"for h, i in x: pass\nwith open() as j:\n\tk = 1"),
			markdown("{{os}}{{s}}{{numpy}}{{a}}{{b}}{{c}}{{d}}{{e}}{{h}}{{i}}{{j}}{{k}}")}, ""},
		{"a result before its cell", []hex.Cell{python("# weekly\nprint('weekly', x.weekly)\nlen(weekly)"),
			sql("select 1", "warehouse", "weekly")},
			"used_before_made likely 3"},
		{"a result before its cell, which code may have from elsewhere", []hex.Cell{python("from rates import *\nlen(weekly)"),
			sql("select 1", "warehouse", "weekly")},
			"used_before_made possible 2"},
		{"a name that Python has, before a cell gives it", []hex.Cell{python("sum([1])"), python("sum = 3")}, ""},
		{"what is no name", []hex.Cell{python("f'{1}'\nx.plot(weekly=2)"), python("def f(): pass"),
			sql("select 1", "warehouse", "weekly")}, ""},
		{"a name of its own", []hex.Cell{python("for weekly in [1]:\n    print(weekly)"), sql("select 1", "warehouse", "weekly")}, ""},
		{"a result behind its cell", []hex.Cell{sql("select 1", "warehouse", "weekly"), python("len(weekly)")}, ""},
		{"of code", []hex.Cell{python("rates = [1]\nif rates == 1: pass"), sql("select * from rates", "", "")}, ""},
		{"of code that is not whole", []hex.Cell{python("x = f(\nrates = [1]"), sql("select * from rates", "", "")}, ""},
		{"of code that gives several", []hex.Cell{python("y, rates = 1, 2"), sql("select * from rates", "", "")}, ""},
		{"its own", []hex.Cell{sql("with a as (select 1), b (x) as (select * from a) select * from b", "", "")}, ""},
		{"a function", []hex.Cell{sql("select * from generate_series(1, 3)", "", "")}, ""},
		{"a word in a text", []hex.Cell{sql("select 'taken from orders' -- from orders", "", "")}, ""},
		{"a connection that is not seen", []hex.Cell{sql("select 1", "gone", "")}, "missing_connection possible 0"},

		{"Markdown", []hex.Cell{markdown("# {{ title }}\n\nIt's {{ }} and '{{ x }}'")}, "stray_template likely 3"},
		{"Markdown, not closed", []hex.Cell{markdown("a\n{{ title")}, "unbalanced_template likely 2"},
		{"code", []hex.Cell{python("x = 1\nq = \"where a = {{ x }}\"")}, "stray_template possible 2"},
		{"code that formats", []hex.Cell{python("q = f\"{{ x }}\""), python("'{{ x }}'.format()")}, ""},
	} {
		known := python("id = x = y = z = title = 1")
		if got := found(Cells(append([]hex.Cell{known}, c.cells...), seen)); got != c.want {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
	if got := found(Cells([]hex.Cell{sql("select 1", "any", "")}, nil)); got != "" {
		t.Errorf("without connections that are known, found %q", got)
	}
	for _, f := range Cells([]hex.Cell{sql("select '{{ x }}', {{ }}, {% if %}", "gone", "")}, seen) {
		if f.Cell.ID != "s" || f.Message == "" || f.Do == "" {
			t.Errorf("got %+v", f)
		}
	}
}

func TestNames(t *testing.T) {
	if got, _ := Names("a = 1\nif a == 2:\n    b = 3\nc=a\na = 4\n"); strings.Join(got, " ") != "a c" {
		t.Errorf("got %v", got)
	}
	source := "import a.b, c as d\nfrom e import (f,\n  g as h)\ni, (j, k) = l = 1, 2\nm: int = 3\ndef n(o):\n    import p\n    q = 1\n" +
		"class R:\n    s = [t for t in i]\nfor u in v: w = 1\nx = '''\ny = 1\n'''\n"
	values, defined := Names(source)
	if got := strings.Join(values, " ") + " / " + strings.Join(defined, " "); got != "i j k l m x / a d f h n R" {
		t.Errorf("got %s", got)
	}
}

func TestLineAndMeaning(t *testing.T) {
	source := "select a,\n       o.chanel,\n       c\n  from orders o"
	for _, c := range []struct {
		message, traceback string
		line               int
		means              string
	}{
		{"no such column: o.chanel", "", 2, "renamed or dropped"},
		{"no such column: nowhere", "", 0, "renamed or dropped"},
		{"no such column: o.chanel", "Traceback (most recent call last):\n  SQL cell \"x\", line 3\n    c\nno such column", 3,
			"renamed or dropped"},
		{"division by zero", "Traceback\n  File \"<cell>\", line 4, in <module>\n  File \"/opt/lib/site-packages/pandas/x.py\", line 2, " +
			"in f", 4, "nullif"},
		{`column "chanel" does not exist`, "LINE 2: o.chanel", 2, "renamed or dropped"},
		{"001003 (42000): SQL compilation error:\nsyntax error line 3 at position 7 unexpected 'c'.", "", 3, "cannot be read"},
		{"Unrecognized name: chanel at [2:8]", "", 2, "renamed or dropped"},
		{"Object 'RAW.ORDERS' does not exist or not authorized.", "", 0, "may not see it"},
		{"relation \"orders\" does not exist", "", 4, "not there"},
		{"name 'rates' is not defined", "", 0, "nothing above"},
		{"line 99 is too long", "", 0, ""},
		{"permission denied for table orders", "", 4, "may not read"},
	} {
		if got := Line(source, c.message, c.traceback); got != c.line {
			t.Errorf("%s: line %d, want %d", c.message, got, c.line)
		}
		if got := Meaning(c.message); !strings.Contains(got, c.means) || (c.means == "") != (got == "") {
			t.Errorf("%s: means %q", c.message, got)
		}
	}
}

// Whatever is typed, it is looked at without a fault, and the lines are lines of it.
func FuzzCells(f *testing.F) {
	f.Add("select '{{ x }}' {% if a %}")
	f.Add("{%raw%}{{'")
	f.Add("-- '\n/* {{ */ \"")
	f.Add("$a$ /* /* */ '\\' '\"\"\"\\")
	f.Fuzz(func(t *testing.T, source string) {
		lines := strings.Count(source, "\n") + 1
		kinds := map[string]hex.ConnectionType{"p": "postgres", "s": "snowflake", "b": "bigquery", "m": "mssql"}
		cells := []hex.Cell{sql(source, "", ""), markdown(source), python(source), sql(source, "p", ""), sql(source, "s", ""),
			sql(source, "b", ""), sql(source, "m", "")}
		for _, found := range Cells(cells, kinds) {
			if found.Line < 0 || found.Line > lines {
				t.Fatalf("line %d of %d", found.Line, lines)
			}
		}
		if n := Line(source, source, source); n < 0 || n > lines {
			t.Fatalf("line %d of %d", n, lines)
		}
	})
}
