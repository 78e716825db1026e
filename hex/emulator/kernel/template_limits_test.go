package kernel_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"hextui/hex/emulator/kernel"
)

func TestMarkdownNeedsItsVariables(t *testing.T) {
	if _, err := run(t, inputs{"month": "May"}, markdown("m", "# Report for {{ month }}")); err != nil {
		t.Error(err)
	}
	if f := failure(t, nil, markdown("m", "# Report\nfor {{ month }}")); f.Message != "'month' is undefined" ||
		!strings.Contains(f.Traceback, `MARKDOWN cell "m", line 2`) {
		t.Errorf("%+v", f)
	}
}

// A template that goes round and round must end.
func TestTemplateLimits(t *testing.T) {
	many := slices.Repeat([]any{1.0}, 1000)
	for name, tc := range map[string]struct{ source, want string }{
		"loops": {"{% for a in x %}{% for b in x %}{% for c in x %}{% endfor %}{% endfor %}{% endfor %}",
			"the template takes more than 200000 steps: loop over less"},
		"search": {"{% for a in x %}{% for b in x %}{{ 5 in x }}{% endfor %}{% endfor %}",
			"the template takes more than 200000 steps: loop over less"},
		"text": {"{% set t = 'xxxxxxxxxx' %}" + strings.Repeat("{% set t = t ~ t %}", 60) + "SELECT {{ t }}",
			"the text is longer than 1048576 bytes"},
		"depth": {"{{ " + strings.Repeat("(", 1000) + "1" + strings.Repeat(")", 1000) + " }}",
			"the Jinja expression nests deeper than 100"},
		"not":    {"{{ " + strings.Repeat("not ", 1000) + "1 }}", "the Jinja expression nests deeper than 100"},
		"blocks": {strings.Repeat("{% if 1 %}", 1000) + strings.Repeat("{% endif %}", 1000), "Jinja blocks nest deeper than 100"},
		"elifs":  {"{% if 0 %}" + strings.Repeat("{% elif 0 %}", 1000) + "{% endif %}", "Jinja blocks nest deeper than 100"},
		"values": {"SELECT " + strings.Repeat("{{ x | array }}, ", 40) + "1", "the query has more than 32000 parameters"},
	} {
		t.Run(name, func(t *testing.T) {
			if f := failure(t, inputs{"x": many}, sql("a", tc.source)); f.Message != tc.want {
				t.Errorf("message = %q, want %q", f.Message, tc.want)
			}
		})
	}
}

func seeds(f *testing.F) {
	for _, s := range []string{
		"SELECT {{ a }} FROM t WHERE x = '{{ b | array }}' -- {{ c }}", "{% for x in xs %}{{ x }}{% else %}{{ y }}{% endfor %}",
		"{% raw %}{{ a }}{% endraw %}{# {{ b }} #}", "{{ '}}' }}{{", "{% set a = (1, [2, 'x']) %}{{ a[0] }}",
		"{{ a.b['c'] | default('d', e) | join(',') }}",
		"{%- if not a is none and 1 < 2 -%} ; DELETE /* {{ a }} */ {%- elif x -%} [a;b] `c` \"d\" {%- endif -%}", "{{ a if b else c }}",
		"SELECT 'it''s {{ a }}' ; --",
		"{{ 1.5.2 }}{{ ~ }}{{ a ** b // c % -d }}", "WITH a AS (SELECT 1) INSERT INTO orders SELECT {{ b }}", "{%raw%}{%}",
		"$a(')', '; DELETE FROM orders --", "?1 :a @b #c $d::e",
	} {
		f.Add(s)
	}
}

// Whatever a SQL cell says, running it ends in a result or a failure and leaves the warehouse as it was.
func FuzzSQL(f *testing.F) {
	seeds(f)
	const check = "SELECT (SELECT count(*) FROM orders), (SELECT group_concat(name) FROM sqlite_schema), (SELECT count(*) FROM " +
		"pragma_database_list)"
	s := newSession(f, kernel.Options{RowLimit: 10, Timeout: 1e9})
	sum := func(t testing.TB) string {
		results, err := runIn(s, nil, sql("", check))
		if err != nil {
			t.Fatal(err)
		}
		return show(results[""].Table)
	}
	want := sum(f)
	in := inputs{"a": "x'; DELETE FROM orders; --", "b": 2.0, "xs": []any{1.0, "y"}}
	f.Fuzz(func(t *testing.T, source string) {
		err := s.RunCell(context.Background(), []kernel.Cell{sql("q", source)}, "q", in, func(e kernel.Event) {
			if e.Kind == kernel.Finished && (e.Result.Table == nil) == (e.Result.Failure == nil) {
				t.Errorf("result %+v", e.Result)
			}
		})
		if got := sum(t); got != want {
			t.Errorf("%v: the warehouse is %q, was %q", err, got, want)
		}
	})
}
