package kernel_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"hextui/hex/emulator/kernel"
	"hextui/hex/emulator/kernel/engine"
)

func TestCode(t *testing.T) {
	rows := sql("sales", "SELECT 'a' AS k, 1 AS n UNION ALL SELECT 'b', 2 UNION ALL SELECT NULL, NULL")
	for name, tc := range map[string]struct {
		source string
		stdout string
	}{
		"rows are dicts":    {"print(sales)", `[{"k": "a", "n": 1}, {"k": "b", "n": 2}, {"k": None, "n": None}]` + "\n"},
		"inputs are names":  {"print(region, limit, flags)", "EU 5 [True, None]\n"},
		"top-level control": {"t = 0\nfor r in sales:\n  if r['n']:\n    t += r['n']\nwhile t < 10: t += 1\nprint(t)", "10\n"},
		"functions": {"def fib(n):\n  return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(15), (lambda x: x * 2)(4))",
			"610 8\n"},
		"sum, min, max": {"n = [r['n'] for r in sales if r['n'] != None]\nprint(sum(n), sum(n, 0.5), min(n), max(n), len(n), " +
			"sorted(n, reverse=True))", "3 3.5 1 2 2 [2, 1]\n"},
		"round": {"print(round(2.5), round(3.5), round(-2.567, 2), round(1234.5, -2), round(7))", "2 4 -2.57 1200.0 7\n"},
		"json": {"print(json.encode({'a': [1, 2.5, None]}), json.decode('{\"b\": [1]}')['b'])", `{"a":[1,2.5,null]} [1]` +
			"\n"},
		"math": {"print(math.sqrt(16), math.floor(2.7), math.pow(2, 10))", "4.0 2 1024.0\n"},
		"text": {"print('%s-%d' % ('a', 3), '{} {x}'.format(1, x=2), ','.join(['a', 'b']), 'aXb'.replace('X', '-'), 'ab' " +
			"* 3)", "a-3 1 2 a,b a-b ababab\n"},
		"sets":       {"print(sorted(set([3, 1, 3])))", "[1, 3]\n"},
		"last value": {"x = 3\nx * 2", "6\n"},
		"last none":  {"print('a')", "a\n"},
		"augmented": {"x = [1]\ny = x\nx += [2]\nd = {'a': 'b'}\nd['a'] += 'c'\nd['n'] = [0] * 3\nd['n'][1] += 5\nz = 7\nz %= " +
			"4\nz <<= 2\nprint(y, d, z)", `[1, 2] {"a": "bc", "n": [0, 5, 0]} 12` + "\n"},
		"getattr": {"print(getattr('a,b', 'split')(','), getattr('x', 'nope', 3), getattr('-', 'join')(['a', 'b']))",
			`["a", "b"] 3 a-b` + "\n"},
		"list of many":   {"print(len(list(range(1000000))), len('x' * 1000000))", "1000000 1000000\n"},
		"nothing":        {"", ""},
		"only a comment": {"# nothing", ""},
		"unpacking, default": {"def f(a, b=1 + 1, *c, **d): return [a, b, c, d]\nprint(f(*[1], **{'z': 2}), [k + str(v) for k, v in " +
			"{'a': 1}.items()])", `[1, 2, (), {"z": 2}] ["a1"]` + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			in := inputs{"region": "EU", "limit": 5.0, "flags": []any{true, nil}}
			results, err := run(t, in, rows, code("c", tc.source))
			if err != nil {
				t.Fatal(err)
			}
			if got := results["c"].Stdout; got != tc.stdout {
				t.Errorf("got %q, want %q", got, tc.stdout)
			}
		})
	}
}

func TestCodeAndSQLShareNames(t *testing.T) {
	base := sql("sales", "SELECT 'a' AS k, 10 AS n UNION ALL SELECT 'b', 20")
	for name, tc := range map[string]struct {
		cells []kernel.Cell
		want  string
	}{
		"rows made by code": {[]kernel.Cell{code("c", "plan = [{'k': 'a', 'n': 1}, {'k': 'b', 'x': 2.5, 'ok': True}]"),
			frameSQL("q", "SELECT k, n, x, ok FROM plan ORDER BY k")}, "a|1|-|-\nb|-|2.5|1"},
		"changed in place": {[]kernel.Cell{base, code("c", "for r in sales: r['n'] += 1"), frameSQL("q", "SELECT sum(n) FROM sales")},
			"32"},
		"changed twice": {[]kernel.Cell{base, code("c", "sales.append({'k': 'c'})"), frameSQL("q1", "SELECT 1 FROM sales"),
			code("d", "sales.append({'k': 'd'})"), frameSQL("q", "SELECT count(*) FROM sales")}, "4"},
		"by another name": {[]kernel.Cell{base, code("c", "s = sales"), code("d", "s.clear()\ns.append({'k': 'z'})"),
			frameSQL("q", "SELECT k FROM sales")}, "z"},
		"replaced by SQL": {[]kernel.Cell{base, code("c", "sales"), sql("sales", "SELECT 5 AS n"), code("d", "print(sales)"),
			frameSQL("q", "SELECT n FROM sales")}, "5"},
		"variable to Jinja": {[]kernel.Cell{code("c", "top = ['a', 'c']\nleast = 2"), base,
			frameSQL("q", "SELECT n FROM sales WHERE k IN ({{ top | array }}) AND n > {{ least }}")}, "10"},
		"dataframe to Jinja": {[]kernel.Cell{base, frameSQL("q", "SELECT {{ sales[1].n }}, {{ sales | length }}")}, "20|2"},
		"names stay": {[]kernel.Cell{code("c", "x = 1\ndef double(): return 2 * x"), code("d", "x = x + 1"),
			code("e", "y = [{'v': x, 'd': double()}]"), frameSQL("q", "SELECT v, d FROM y")}, "2|2"},
		"shown as a table": {[]kernel.Cell{base, code("q", "[{'k': r['k'], 'half': r['n'] / 4} for r in sales]")}, "a|2.5\nb|5.0"},
		"nested values":    {[]kernel.Cell{code("c", "y = [{'v': [1, {'a': 2}]}]"), frameSQL("q", "SELECT v FROM y")}, `[1, {"a": 2}]`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := value(t, nil, tc.cells...); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
	for name, tc := range map[string]struct {
		cells []kernel.Cell
		want  string
	}{
		"not all rows": {[]kernel.Cell{code("c", "x = [{'a': 1}, 2]"), frameSQL("q", "SELECT * FROM x")},
			"the dataframe x cannot be queried: row 2 is a int, not a dict"},
		"no longer rows": {[]kernel.Cell{code("c", "x = [{'a': 1}]"), code("d", "x = 5"), frameSQL("q", "SELECT * FROM x")},
			"no such table: x"},
		"emptied": {[]kernel.Cell{code("c", "x = [{'a': 1}]"), code("d", "x = []"), frameSQL("q", "SELECT * FROM x")},
			"the dataframe x cannot be queried: it has no columns"},
		"key of no text": {[]kernel.Cell{code("c", "x = [{1: 1}]"), frameSQL("q", "SELECT * FROM x")},
			"the dataframe x cannot be queried: row 1 has the key 1, which is not a string"},
		"function as list": {[]kernel.Cell{code("c", "x = len"), frameSQL("q", "SELECT {{ x }}")}, "'x' is undefined"},
	} {
		t.Run(name, func(t *testing.T) {
			if f := failure(t, nil, tc.cells...); f.Message != tc.want {
				t.Errorf("got %q, want %q", f.Message, tc.want)
			}
		})
	}
}

func TestCodeFailures(t *testing.T) {
	for name, tc := range map[string]struct {
		source, message string
		places          []string
	}{
		"in a function": {"def f(x):\n  return x + 'a'\n\ny = [f(i) for i in range(3)]", "unknown binary op: int + string",
			[]string{"line 4, in <toplevel>\n    y = [f(i) for i in range(3)]", "line 2, in f\n    return x + 'a'"}},
		"syntax":    {"x = 1\ny = (", "syntax error: got end of file, want primary expression", []string{"line 2"}},
		"undefined": {"x = 1\nprint(nope)", "undefined: nope", []string{"line 2\n    print(nope)"}},
		"key":       {"{}['a']", `key "a" not in dict`, []string{"line 1"}},
		"built-in":  {"\nlen(5)", "len: value of type int has no len", []string{"line 2"}},
		"fail":      {"fail('no', 'rows')", "fail: no rows", []string{"line 1"}},
		"import": {"import pandas as pd", "start with --python to run the cells in python3. Without it they are Starlark, a " +
			"dialect of Python that has no imports; json and math are there already, dataframes are lists of dicts",
			[]string{"line 1"}},
		"try": {"x = 1\ntry:\n  x = 2\nexcept: pass",
			"start with --python to run the cells in python3. Without it they are Starlark, a dialect of Python that has no try",
			[]string{"line 2"}},
		"f-string": {"x = f'{1}'",
			`syntax error: got string literal, want newline (this dialect of Python has no f-strings; use "{}".format(x) or "%s" % x)`,
			[]string{"line 1"}},
		"file":           {"open('/etc/passwd')", "undefined: open", []string{"line 1"}},
		"load":           {"load('x.star', 'a')", "load not implemented by this application", []string{"line 1"}},
		"no such method": {"'a'.formatt()", "string has no .formatt field or method (did you mean .format?)", []string{"line 1"}},
		"join":           {"[].join('a')", "list has no .join field or method", []string{"line 1"}},
		"sum":            {"sum(['a'])", "sum: cannot add string", []string{"line 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := failure(t, nil, code("a", tc.source))
			if f.Message != tc.message {
				t.Errorf("message = %q, want %q", f.Message, tc.message)
			}
			for _, place := range tc.places {
				if !strings.Contains(f.Traceback, `CODE cell "a", `+place) {
					t.Errorf("the traceback does not show %q:\n%s", place, f.Traceback)
				}
			}
			if !strings.HasSuffix(f.Traceback, f.Message) || strings.Contains(f.Traceback, "guard ") {
				t.Errorf("traceback:\n%s", f.Traceback)
			}
		})
	}
}

// Each of these would take gigabytes, the stack, or for ever, if nothing stopped it.
func TestCodeLimits(t *testing.T) {
	for name, tc := range map[string]struct{ source, want string }{
		"endless loop":     {"while True: pass", "the cell was stopped: it took more than 50000000 steps"},
		"recursion":        {"def f(n): return f(n + 1)\nf(0)", "the cell was stopped: its calls nest deeper than 1000"},
		"lambda recursion": {"f = lambda n: f(n + 1)\nf(0)", "the cell was stopped: its calls nest deeper than 1000"},
		"long list":        {"x = [0] * 1000000000", "the list would have more than 4000000 elements"},
		"long list, left":  {"x = 1000000000 * [0]", "the list would have more than 4000000 elements"},
		"long tuple":       {"x = (0,) * 1000000000", "the tuple would have more than 4000000 elements"},
		"huge count":       {"x = 'a' * (1 << 70)", "the repeat count is too large"},
		"long range":       {"x = list(range(1000000000))", "range: at most 4000000"},
		"long text":        {"x = 'abc' * 100000000", "the string would have more than 16777216 bytes"},
		"doubling text":    {"x = 'abc'\nfor i in range(60): x = x + x", "the string would have more than 16777216 bytes"},
		"doubling by +=":   {"x = 'abc'\nfor i in range(60): x += x", "the string would have more than 16777216 bytes"},
		"doubling a list":  {"x = [1]\nfor i in range(60): x += x", "the list would have more than 4000000 elements"},
		"doubling, extend": {"x = [1]\nfor i in range(60): x.extend(x)", "extend: the list would have more than 4000000 elements"},
		"replace":          {"('a' * 1000000).replace('a', 'b' * 1000000)", "replace: the string would have more than 16777216 bytes"},
		"replace nothing":  {"('a' * 1000000).replace('', 'b' * 1000000)", "replace: the string would have more than 16777216 bytes"},
		"join":             {"('a' * 1000000).join(['x'] * 1000000)", "join: the string would have more than 16777216 bytes"},
		"format":           {"('{0}' * 1000).format('a' * 1000000)", "format: the text would be longer than 16777216 bytes"},
		"percent":          {"('%(a)s' * 1000) % {'a': 'a' * 1000000}", "the text would be longer than 16777216 bytes"},
		"str of many":      {"str(['a' * 1000000] * 1000000)", "str: the text would be longer than 16777216 bytes"},
		"print of many":    {"print(['a' * 1000000] * 1000000)", "print: the text would be longer than 16777216 bytes"},
		"show of many": {"['a' * 1000000] * 1000000", "the value of the last line cannot be shown: the text would be longer than " +
			"16777216 bytes"},
		"json of many":   {"json.encode(['a' * 1000000] * 1000000)", "json.encode: the text would be longer than 16777216 bytes"},
		"deep json":      {"json.decode('[' * 1000000)", "json.decode: the text nests deeper than 200"},
		"deep list":      {"x = []\nfor i in range(100000): x = [x]\nstr(x)", "str: the value nests deeper than 200"},
		"list in itself": {"x = []\nx.append(x)\nstr(x)", "str: the value nests deeper than 200"},
		"big int":        {"x = 3\nfor i in range(100): x = x * x", "the int would have more than 65536 bits"},
		"memory": {"x = []\nfor i in range(100000): x.append('a' * 1000000)",
			"the cell was stopped: it took more than 512 MB of memory"},
		"memory, slowly":  {"x = []\nwhile True: x.append('a' * 3000)", "the cell was stopped: it took more than 512 MB of memory"},
		"nested brackets": {strings.Repeat("(", 250_000), "syntax error: "},
		"nested signs":    {"x = " + strings.Repeat("-", 250_000) + "1", ""},
		"nested not":      {"x = " + strings.Repeat("not ", 60_000) + "1", ""},
		"long sum":        {"x = 1" + strings.Repeat("+1", 120_000), ""},
		"too long": {strings.Repeat("#", 300_000), "the CODE cell has 300000 bytes; the built-in Python dialect runs at most " +
			"262144"},
	} {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && len(name)%3 > 0 {
				t.Skip("with -short, one in three of these limits is tried")
			}
			results, err := run(t, nil, code("a", tc.source))
			if tc.want == "" {
				return // it must only not take the program down
			}
			var failed *kernel.CellError
			if !errors.As(err, &failed) || !strings.HasPrefix(failed.Failure.Message, tc.want) {
				t.Errorf("err = %v, result %+v, want %q", err, results["a"], tc.want)
			}
		})
	}
}

// A traceback of very many calls shows both ends.
func TestDeepTraceback(t *testing.T) {
	f := failure(t, nil, code("a", "def f(n):\n  return f(n - 1) if n else fail('bottom')\nf(500)"))
	if lines := strings.Count(f.Traceback, "\n"); lines > 50 || !strings.Contains(f.Traceback, " more calls\n") {
		t.Errorf("%d lines:\n%s", lines, f.Traceback)
	}
	if !strings.Contains(f.Traceback, "line 3, in <toplevel>") || !strings.HasSuffix(f.Traceback, "fail: bottom") {
		t.Errorf("the ends are not shown:\n%s", f.Traceback)
	}
}

func TestOutputIsCut(t *testing.T) {
	results, err := run(t, nil, code("a", "for i in range(1000): print('x' * 1000)"))
	if err != nil {
		t.Fatal(err)
	}
	out := results["a"].Stdout
	if !strings.HasSuffix(out, "x\n… output cut after 262144 bytes\n") || len(out) > engine.MaxOutput+100 {
		t.Errorf("%d bytes, ends in %q", len(out), out[len(out)-60:])
	}
}

func TestPrintedBeforeFailureIsKept(t *testing.T) {
	results, err := run(t, nil, code("a", "print('so far')\nfail('stop')"))
	if err == nil || results["a"].Stdout != "so far\n" {
		t.Errorf("err = %v, stdout %q", err, results["a"].Stdout)
	}
}

func TestRunawayCodeIsInterrupted(t *testing.T) {
	s := newSession(t, kernel.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	var last kernel.Event
	err := s.Run(ctx, []kernel.Cell{code("a", "while True: pass")}, nil, func(e kernel.Event) {
		if last = e; e.Kind == kernel.Started {
			time.AfterFunc(20*time.Millisecond, cancel)
		}
	})
	if !errors.Is(err, context.Canceled) || !last.Result.Failure.Interrupted {
		t.Errorf("err = %v, last %+v", err, last)
	}
}
