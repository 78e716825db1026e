package lex_test

import (
	"fmt"
	"strings"
	"testing"

	"hextui/ui/lex"
)

var letters = map[lex.Kind]string{
	lex.Keyword: "kw", lex.Func: "fn", lex.String: "str", lex.Number: "num", lex.Comment: "com", lex.Operator: "op", lex.Param: "par",
	lex.Type: "type", lex.Constant: "const", lex.Heading: "head", lex.Emphasis: "em", lex.Link: "link", lex.Key: "key",
}

// tokens writes the tokens of a source but for operators, as kind‹text›, a line each.
func tokens(l lex.Lexer, source string) string {
	var b strings.Builder
	var st lex.State
	for _, line := range strings.Split(source, "\n") {
		var spans []lex.Span
		spans, st = l.Line(nil, line, st)
		for _, s := range spans {
			if s.Kind != lex.Operator {
				fmt.Fprintf(&b, "%s‹%s› ", letters[s.Kind], line[s.Start:s.End])
			}
		}
		b.WriteString("\n")
	}
	return strings.TrimRight(strings.ReplaceAll(b.String(), " \n", "\n"), "\n")
}

type sample struct{ name, source, want string }

func check(t *testing.T, l lex.Lexer, samples []sample) {
	t.Helper()
	for _, c := range samples {
		t.Run(c.name, func(t *testing.T) {
			if got := tokens(l, c.source); got != c.want {
				t.Errorf("%q\n got %s\nwant %s", c.source, got, c.want)
			}
		})
	}
}

func TestSQL(t *testing.T) {
	check(t, lex.SQL{}, []sample{
		{"words", "Select c.channel, SUM(o.total) / 100.0 from orders o", "kw‹Select› fn‹SUM› num‹100.0› kw‹from›"},
		{"qualified names are names", "select t.date, s.select, x.max (y)", "kw‹select› fn‹max›"},
		{"types and casts", "cast(x as decimal(10, 2))::varchar(20), date(x), date '2026-01-01'",
			"fn‹cast› kw‹as› type‹decimal› num‹10› num‹2› type‹varchar› num‹20› fn‹date› type‹date› str‹'2026-01-01'›"},
		{"keywords called", "where a in (1) and left(b, 2) = 'x' left join c", "kw‹where› kw‹in› num‹1› kw‹and› fn‹left› num‹2› " +
			"str‹'x'› kw‹left› kw‹join›"},
		{"constants", "null, TRUE, current_date", "const‹null› const‹TRUE› const‹current_date›"},
		{"string over lines", "'it''s\n{{ x }} on'||1", "str‹'it''s›\npar‹{{› par‹x› par‹}}› str‹ on'› num‹1›"},
		{"parameter in string", "'a {{ b | upper('x') }} c' d", "str‹'a › par‹{{› par‹b› par‹upper› str‹'x'› par‹}}› str‹ c'›"},
		{"parameter over lines", "x = {{ a\n or \"}}\" }} limit", "par‹{{› par‹a›\nkw‹or› str‹\"}}\"› par‹}}› kw‹limit›"},
		{"statement", "{% if region %} where 1 {% endif %}{# no #}", "kw‹{%› kw‹if› par‹region› kw‹%}› kw‹where› num‹1› kw‹{%› " +
			"kw‹endif› kw‹%}› com‹{# no #}›"},
		{"quoted names", "select \"from\", `where` from \"a\"\"b", "kw‹select› kw‹from›"},
		{"line comment", "select 1 -- {{ x }} 'y", "kw‹select› num‹1› com‹-- {{ x }} 'y›"},
		{"plain block comment", "/* a /* b\n c */ select */", "com‹/* a /* b›\ncom‹ c */› kw‹select›"},
		{"dollar quotes", "$body$ select $x$ '\n$y$ $body$ as $1 $$ a $$ end", "str‹$body$ select $x$ '›\nstr‹$y$ $body$› kw‹as› " +
			"par‹$1› str‹$$ a $$› kw‹end›"},
		{"escape strings", `e'a\'b' '\' x`, `str‹e'a\'b'› str‹'\'›`},
		{"named parameters", "where a = :start and b::int = @c", "kw‹where› par‹:start› kw‹and› type‹int›"},
		{"numbers", "1 .5 1.5e-3 0xFF a1", "num‹1› num‹.5› num‹1.5e-3› num‹0xFF›"},
		{"other scripts", "select umsatz_ä, 売上 from t", "kw‹select› kw‹from›"},
	})
	check(t, lex.SQL{NestedComments: true}, []sample{
		{"nested block comment", "/* a /* b\n c */ d */ select", "com‹/* a /* b›\ncom‹ c */ d */› kw‹select›"},
	})
	check(t, lex.Dialect("BigQuery"), []sample{
		{"backslash and hash", `'it\'s' # note`, `str‹'it\'s'› com‹# note›`},
		{"double quotes", `select "it's \"x\"", 'a"b' from`, `kw‹select› str‹"it's \"x\""› str‹'a"b'› kw‹from›`},
		{"triple quotes", "'''it's\n'' -- \"''' as \"\"\"a\"\nb\"\"\" as rb\"x\" as ''",
			"str‹'''it's›\nstr‹'' -- \"'''› kw‹as› str‹\"\"\"a\"›\nstr‹b\"\"\"› kw‹as› str‹rb\"x\"› kw‹as› str‹''›"},
	})
	check(t, lex.SQLOf("Snowflake").Lexer, []sample{
		{"backslash", `select 'it\'s' as`, `kw‹select› str‹'it\'s'› kw‹as›`},
		{"slashes", `select "it's" // it's`, `kw‹select› com‹// it's›`},
	})
	check(t, lex.Dialect("clickhouse"), []sample{{"backslash and hash", `'\'' # it's`, `str‹'\''› com‹# it's›`}})
	check(t, lex.Dialect("sqlserver"), []sample{
		{"brackets", "select [it's], [a]]'b] from\n[c\nd] as", "kw‹select› kw‹from›\n\nkw‹as›"},
	})
	check(t, lex.Dialect("postgres"), []sample{
		{"no escapes, slashes nor brackets", `'\' // a[1] as '`, `str‹'\'› num‹1› kw‹as› str‹'›`},
	})
	check(t, lex.SQL{}, []sample{
		{"raw", "{% raw %} '{{ it' {{ as\n{% if %} -- {#\n{% endraw %}{{ b }}",
			"kw‹{%› kw‹raw› kw‹%}› str‹'{{ it'› kw‹as›\nkw‹if› com‹-- {#›\nkw‹{%› kw‹endraw› kw‹%}› par‹{{› par‹b› par‹}}›"},
		{"a variable raw", "{% if raw %}{{ a }}", "kw‹{%› kw‹if› kw‹raw› kw‹%}› par‹{{› par‹a› par‹}}›"},
	})
	check(t, lex.Markdown{}, []sample{{"raw", "{%- raw -%}{{ a\n*b*\n{% endraw %} {{ c }}",
		"kw‹{%› kw‹raw› kw‹%}›\nem‹*b*›\nkw‹{%› kw‹endraw› kw‹%}› par‹{{› par‹c› par‹}}›"}})
}

func TestPython(t *testing.T) {
	check(t, lex.Python{}, []sample{
		{"function", "@cache.wraps(1)\nasync def load(x: int) -> None:", "fn‹@cache.wraps› num‹1›\nkw‹async› kw‹def› fn‹load› type‹int› " +
			"const‹None›"},
		{"class", "class Order(Base): pass", "kw‹class› type‹Order› kw‹pass›"},
		{"calls", "df.groupby('a').agg(sum)  # note", "fn‹groupby› str‹'a'› fn‹agg› com‹# note›"},
		{"keyword as attribute", "a.is_ = b.from_; x.type", ""},
		{"triple string", "x = '''a # b\n\"\"\" c''' if y", "str‹'''a # b›\nstr‹\"\"\" c'''› kw‹if›"},
		{"raw and bytes", `rb"\"" R'x' u"" not_a"y"`, `str‹rb"\""› str‹R'x'› str‹u""› str‹"y"›`},
		{"unclosed string ends with its line", "x = 'abc\nif y", "str‹'abc›\nkw‹if›"},
		{"continued string", "x = 'abc\\\ndef' if", "str‹'abc\\›\nstr‹def'› kw‹if›"},
		{"f-string", `f"a {x + 1:>{w}} {{no}} {d['k']!r}"`,
			`str‹f"a › par‹{› num‹1› par‹{› par‹}}› str‹ {{no}} › par‹{› str‹'k'› par‹}› str‹"›`},
		{"f-string in f-string", `f"{", ".join(f'{n}' for n in a)}" and`,
			`str‹f"› par‹{› str‹", "› fn‹join› str‹f'› par‹{› par‹}› str‹'› kw‹for› kw‹in› par‹}› str‹"› kw‹and›`},
		{"unfinished f-string", "f\"{x\" + 1\nif y", "str‹f\"› par‹{› str‹\"› num‹1›\nkw‹if›"},
		{"f-string over lines", "f'''{\n  a if b else 1\n} c''' or", "str‹f'''› par‹{›\nkw‹if› kw‹else› num‹1›\npar‹}› str‹ c'''› kw‹or›"},
		{"numbers", "0xFF_00 1_000 1e5 2j .5 a.b", "num‹0xFF_00› num‹1_000› num‹1e5› num‹2j› num‹.5›"},
		{"soft keywords", "match x:\n    case 1:\nmatch = 1\ntype A = int\nmatch(x)",
			"kw‹match›\nkw‹case› num‹1›\nnum‹1›\nkw‹type› type‹int›\nfn‹match›"},
	})
}

func TestMarkdown(t *testing.T) {
	check(t, lex.Markdown{}, []sample{
		{"heading", "## Net *revenue*\n#no heading", "head‹## Net *revenue*›"},
		{"emphasis", "a *b* **c d** snake_case_name _e_ 2 * 3 * 4", "em‹*b*› em‹**c d**› em‹_e_›"},
		{"code", "use `a*b` and ``c`d``", "str‹`a*b`› str‹``c`d``›"},
		{"fence", "```sql\nselect # *x*\n``\n```\n*y*", "\nstr‹select # *x*›\nstr‹``›\n\nem‹*y*›"},
		{"links", "[a](https://acme.example/x) https://acme.example, [b]", "link‹[a](https://acme.example/x)› link‹https://acme.example,›"},
		{"templates and remarks", "n is {{ n }} <!-- a\nb --> *c*", "par‹{{› par‹n› par‹}}› com‹<!-- a›\ncom‹b -->› em‹*c*›"},
		{"lists", "- *a*\n1. `b`\n---", "em‹*a*›\nstr‹`b`›"},
	})
}

func TestYAML(t *testing.T) {
	check(t, lex.YAML{}, []sample{
		{"mapping", "name: Weekly revenue # note\n- id: 12\n  on: true", "key‹name› com‹# note›\nkey‹id› num‹12›\nkey‹on› const‹true›"},
		{"quoted", "\"a b\": 'it''s\n  on' # x", "key‹\"a b\"› str‹'it''s›\nstr‹  on'› com‹# x›"},
		{"block", "  source: |-\n    select 1 # x\n\n    from: y\n  next: >",
			"key‹source›\nstr‹    select 1 # x›\n\nstr‹    from: y›\nkey‹next›"},
		{"flow and tags", "a: [1, two, null] \nb: &x !str c\nd: *x", "key‹a› num‹1› const‹null›\nkey‹b› type‹&x› type‹!str›\nkey‹d› " +
			"type‹*x›"},
		{"url is no key", "home: https://acme.example/#a", "key‹home›"},
	})
}

func TestByName(t *testing.T) {
	for name, comment := range map[string]string{"SQL": "--", "python": "#", "yaml": "#", "markdown": "", "cobol": ""} {
		l := lex.ByName(name)
		if l.Lexer == nil || l.Comment != comment {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

// Whatever the bytes, tokens are in order, within the line and not empty.
func FuzzLexers(f *testing.F) {
	for _, s := range []string{"select '{{ a", "f'''{x:{y}}\n'''", "$a$ {% \"", "```\n~~~", "a: |\n b\n'", "\xff\x00{{'", "f\"{f'{x!r:>{w",
		"**a*__b_`"} {
		f.Add(s)
	}
	lexers := []lex.Lexer{lex.SQL{}, lex.SQL{NestedComments: true, Backslash: true, HashComments: true}, lex.Dialect("bigquery"),
		lex.Dialect("snowflake"), lex.Dialect("mssql"), lex.Python{}, lex.Markdown{},
		lex.YAML{}}
	f.Fuzz(func(t *testing.T, source string) {
		for _, l := range lexers {
			var st lex.State
			for _, line := range strings.Split(source, "\n") {
				spans, next := l.Line(nil, line, st)
				at := 0
				for _, s := range spans {
					if s.Start < at || s.End <= s.Start || s.End > len(line) || s.Kind == lex.Text {
						t.Fatalf("%T: token %+v after byte %d of %q", l, s, at, line)
					}
					at = s.End
				}
				if again, same := l.Line(nil, line, st); same != next || len(again) != len(spans) {
					t.Fatalf("%T: %q lexed twice differs", l, line)
				}
				st = next
			}
		}
	})
}

// Lexing into room that is there allocates nothing.
func TestLexingAllocatesNothing(t *testing.T) {
	for name, line := range benchLines {
		l := lex.ByName(name).Lexer
		spans := make([]lex.Span, 0, 64)
		if n := testing.AllocsPerRun(100, func() { spans, _ = l.Line(spans[:0], line, lex.State{}) }); n > 0 {
			t.Errorf("%s allocates %v times a line", name, n)
		}
	}
}

var benchLines = map[string]string{
	"sql":    "select date(o.created_at, 'weekday 0', '-6 days') as week, sum(o.total_cents) / 100.0 from orders where x >= {{ start }}",
	"python": "    result = df.groupby(['week', 'channel']).agg(total=('cents', 'sum')).assign(label=f\"{week:%Y} of {n + 1}\")  # note",
	"markdown": "Revenue by **week** and `channel`, with refunds taken out: see [the notes](https://acme.example/notes) and {{ " +
		"start_date }}.",
	"yaml": "  - {id: 12, label: 'Weekly revenue', enabled: true, tags: [a, b]} # a comment that goes on for a while, as comments do",
}

func BenchmarkLine(b *testing.B) {
	for _, name := range []string{"sql", "python", "markdown", "yaml"} {
		b.Run(name, func(b *testing.B) {
			l, line := lex.ByName(name).Lexer, benchLines[name]
			spans := make([]lex.Span, 0, 64)
			b.SetBytes(int64(len(line)))
			b.ReportAllocs()
			for b.Loop() {
				spans, _ = l.Line(spans[:0], line, lex.State{})
			}
		})
	}
}
