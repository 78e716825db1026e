package template_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hextui/hex/emulator/kernel/template"
)

func TestParameters(t *testing.T) {
	for name, tc := range map[string]struct {
		source string
		want   []string
	}{
		"none":        {"SELECT 1", nil},
		"order, once": {"SELECT {{ b }}, {{a}}, {{ b }}", []string{"b", "a"}},
		"filters":     {"{{ x | array }} {{ y | default(z) }}", []string{"x", "y", "z"}},
		"attributes":  {"{{ a.b['c'] }} {{ d[e] }}", []string{"a", "d", "e"}},
		"expressions": {"{{ 'x' if a > 1 and not b else c ~ 'd' }} {{ [e, -f] }}", []string{"a", "b", "c", "e", "f"}},
		"statements": {"{% if a is defined %}{{ b }}{% elif c in d %}{% else %}{{ e }}{% endif %}",
			[]string{"a", "b", "c", "d", "e"}},
		"loop variables": {"{% for x in xs %}{{ x }}{{ loop.index }}{% for k, v in m %}{{ k }}{{ y }}{% endfor %}{% endfor %}{{ x }}",
			[]string{"xs", "m", "y", "x"}},
		"set variables":     {"{% set a = b %}{{ a }}{{ c }}", []string{"b", "c"}},
		"in SQL's quotes":   {"SELECT '{{ a }}', \"{{ b }}\" -- {{ c }}\n/* {{ d }} */", []string{"a", "b", "c", "d"}},
		"in Jinja's":        {"{{ '{{ a }}' }} {{ \"}} {{ b\" ~ c }}", []string{"c"}},
		"comments and raw":  {"{# {{ a }} #}{% raw %}{{ b }}{% endraw %}{{ c }}", []string{"c"}},
		"constants":         {"{{ true }}{{ None }}{{ 1.5 }}", nil},
		"half typed":        {"{{ a }} {{ b + }} {{ c", []string{"a"}},
		"half typed if":     {"{% if %}{{ a }}", []string{"a"}},
		"dashes":            {"{{- a -}} {%- if b -%}{%- endif -%}", []string{"a", "b"}},
		"braces in a value": {"{{ x['}}'] }}", []string{"x"}},
		"markdown":          {"# Report for {{ month }}\n\n{ not } {{ this }}", []string{"month", "this"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, template.Parameters(tc.source)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever is typed, the scanner ends, gives each name once, and gives only names.
func FuzzParameters(f *testing.F) {
	for _, s := range []string{
		"SELECT {{ a }} FROM t WHERE x = '{{ b | array }}' -- {{ c }}", "{% for x in xs %}{{ x }}{% else %}{{ y }}{% endfor %}",
		"{% raw %}{{ a }}{% endraw %}{# {{ b }} #}", "{{ '}}' }}{{", "{% set a = (1, [2, 'x']) %}{{ a[0] }}",
		"{{ a.b['c'] | default('d', e) | join(',') }}", "{{ a if b else c }}", "{{ 1.5.2 }}{{ ~ }}{{ a ** b // c % -d }}", "{%raw%}{%}",
		"{%- if not a is none and 1 < 2 -%} ; /* {{ a }} */ {%- elif x -%} [a;b] `c` \"d\" {%- endif -%}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		names := template.Parameters(source)
		seen := map[string]bool{}
		for _, name := range names {
			if seen[name] || !strings.Contains(source, name) ||
				strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
				t.Errorf("%q in %q", name, names)
			}
			seen[name] = true
		}
		if len(names) > 0 && !strings.Contains(source, "{{") && !strings.Contains(source, "{%") {
			t.Errorf("names %q without a tag", names)
		}
	})
}
