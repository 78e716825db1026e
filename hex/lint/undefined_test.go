package lint

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/emulator/sample"
	"hextui/hex/pytext"
)

// What a name may come from, in Python.
func TestNoNameThatIsGivenIsMissed(t *testing.T) {
	for _, source := range []string{
		"a = b = 1\nprint(a, b)",
		"a, (b, *c) = [d, e] = f()\ndef f(): return a, b, c, d, e",
		"a: int = 1\nb: str\nprint(a, b)",
		"a += 1\nprint(a)",
		"if (a := 1) and a: print(a)",
		"for a, (b, c) in []: print(a, b, c)\nelse: d = 1; print(d)",
		"print([a + b for a in [] for b in a if (c := b)], c, {k: v for k, v in {}})",
		"import os.path, numpy as np\nfrom x.y import (a as b,\n    c)\nprint(os, np, b, c)",
		"def f(a, /, b: int = 1, *c, d=[2], **e) -> None:\n    global g\n    return a, b, c, d, e, f, g",
		"class A(Exception):\n    b = 1\n    def c(self): return A, self",
		"def f[T: int, *Ts](x: T) -> Ts: ...\nclass C[S](list[S]): ...\ntype X[U] = list[U]\nprint(X)",
		"f = lambda a, *b, c=lambda d: d, **e: (a, b, c, e, f)\nprint(lambda: 1)",
		"with open('x') as a, open('y') as (b, c): print(a, b, c)",
		"with (\n    open('x') as a,\n    open('y') as b,\n): print(a, b)",
		"try: pass\nexcept* ValueError as e: print(e)",
		"match [1]:\n    case [a, {'k': b, **c}] if a: print(a, b, c)\n" +
			"    case str(d) | {'x': d}: print(d)\n    case [*e] as f: print(e, f)",
		"match = case = 1\nprint(match, case)",
		"print(1, end='', flush=True)",
		`a = 1; print(f"{a!r:>{a}} {{b}} {a=} {'c'} {{{a}}} \N{EM DASH} {(lambda x: x)(a):%Y}")`,
		`a = 1; print(rf'\{a}', f"\{a}", fr"\\{a}")`,
		"'''a\nb'''\nx = \"c # d\" # e\nprint(x, r'\\', b'f', 'g\\\nh')",
		"x = 1 + \\\n    2\nprint(x.a.b, x .c, x.\\\n  d)",
		"a = [1]\na[0] = a[-1]; a.b = 1e-5 + 0x1f + 1_000j\n@a\nasync def g():\n    async for h in a: await h",
		"hex_scheduled, hex_user_email, display, _, __, _1, __name__, Ellipsis",
		"größe = 1\nprint(größe)", "\ufeffprint(1)",
		// What may give names that nobody sees, or is not whole, says nothing.
		"from x import *\ny", "exec('y = 1')\ny", "globals()['y'] = 1\ny", "%run setup\ny", "!ls\ny", "x = !ls\ny", "x = %time y", "y?",
		"try: y\nexcept NameError: pass", "f(y", "y)", "print('y\ny", "\"\"\"y\ny", "f'{y'\ny", "y $", "y\u00a0= z", "y<-1", "y %>% z()",
		"f(y$z)", "library(y)", "f = function(x) y",
	} {
		if got := found(Cells([]hex.Cell{python(source)}, nil)); got != "" {
			t.Errorf("%s\nfound %q, want nothing", source, got)
		}
	}
}

func TestUndefinedNames(t *testing.T) {
	for _, c := range []struct {
		name  string
		cells []hex.Cell
		want  string // line, name, certainty, and what is meant
	}{
		{"a slip", []hex.Cell{python("total = 1"), python("x = 1\nprint(totl)")}, `2 totl likely: Did you mean "total"?`},
		{"of a builtin", []hex.Cell{python("pritn(1)")}, `1 pritn likely: Did you mean "print"?`},
		{"in letter case", []hex.Cell{python("DF = 1"), python("df.head()")}, `1 df likely: Did you mean "DF"?`},
		{"of a dataframe", []hex.Cell{sql("select 1", "w", "orders_by_week"), python("orders_by_weeks.plot()")},
			`1 orders_by_weeks likely: Did you mean "orders_by_week"?`},
		{"nobody's", []hex.Cell{python("print(rate)")}, "1 rate likely: Look whether it is spelled right, or make it in a cell above."},
		{"a module", []hex.Cell{python("df = pd.DataFrame()\npx(1)")},
			"1 pd likely: Import it first: import pandas as pd., " +
				"2 px likely: Look whether it is spelled right, or make it in a cell above."},
		{"once a cell", []hex.Cell{python("json.loads(1)\njson.loads(2)"), python("json.loads(3)")},
			"1 json likely: Import it first: import json., 1 json likely: Import it first: import json."},
		{"in an f-string", []hex.Cell{python("total = 1\nprint(f'{total} of\t{x!r:>{totals}}')\nx = 1")},
			`2 totals likely: Did you mean "total"?`},
		{"wherever values stand", []hex.Cell{python("f(rate=aa)\ndef f(x=bb, y: cc = 1) -> dd: pass\nf[ee] = 1\nf.x = ff")},
			"1 aa, 2 bb, 2 cc, 2 dd, 3 ee, 4 ff"},
		{"what only a part is given of", []hex.Cell{python("aa.x = 1\nbb[0] = 2\nfor i in cc: pass\nfrom dd import e\ndd.f()")},
			"1 aa, 2 bb, 3 cc, 5 dd"},
		{"a pattern's class and value", []hex.Cell{python("match 1:\n    case Aa(x=1): pass\n    case bb.x: pass")}, "2 Aa, 3 bb"},
		{"in a text over lines, behind it", []hex.Cell{python("x = '''\n'a\n'''\nbb")}, "4 bb"},

		{"what an input may be", []hex.Cell{input(), python("print(rate)")}, ""},
		{"a slip, beside an input", []hex.Cell{input(), python("total = 1\nprint(totl)")}, `2 totl possible: Did you mean "total"?`},
		{"not where it is asked for twice", []hex.Cell{input(), python("total = 1\nprint(totl)"), python("print(totl)")}, ""},
		{"a module, beside an input", []hex.Cell{input(), python("np.sum(1)")}, "1 np possible: Import it first: import numpy as np."},
		{"beside what another project gives", []hex.Cell{{ID: "i", Type: "COMPONENT_IMPORT"}, python("np.sum(1)")}, ""},
		{"beside a cell that is not whole", []hex.Cell{python("f("), python("print(rate)")}, ""},
		{"made later", []hex.Cell{python("print(rate)"), python("rate = 1")}, ""}, // another finding says that
	} {
		var short []string
		for _, f := range Cells(c.cells, nil) {
			if f.Kind != UndefinedName {
				continue
			}
			name := strings.Split(f.Message, `"`)[1]
			if short = append(short, fmt.Sprintf("%d %s", f.Line, name)); strings.Contains(c.want, ":") {
				short[len(short)-1] += fmt.Sprintf(" %s: %s", f.Certainty, f.Do)
			}
		}
		if got := strings.Join(short, ", "); got != c.want {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}

// Every CODE cell of the sample workspace is silent, also where its inputs are known to be all there is.
func TestTheSampleHasNoUndefinedNames(t *testing.T) {
	inputName := regexp.MustCompile(`"name":"(\w+)"`)
	for _, python := range []bool{false, true} {
		w, err := sample.Workspace(sample.Options{Now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Seed: 1, Python: python})
		if err != nil {
			t.Fatal(err)
		}
		asItIs, known, code := map[string][]hex.Cell{}, map[string][]hex.Cell{}, 0
		for _, c := range w.Cells {
			one := hex.Cell{ID: c.ID, Label: c.Label, Type: hex.CellType(c.Type), DataConnectionID: c.Connection}
			switch one.Type {
			case hex.CellSQL:
				one.Contents.SQL = &hex.SQLContents{Source: c.Source, OutputDataframe: c.Output}
			case hex.CellMarkdown:
				one.Contents.Markdown = &hex.MarkdownContents{Source: c.Source}
			case hex.CellCode:
				code++
				one.Contents.Code = &hex.CodeContents{Source: c.Source}
			}
			asItIs[c.Project] = append(asItIs[c.Project], one)
			if _, ok := one.Source(); !ok {
				made := ""
				for _, m := range inputName.FindAllStringSubmatch(string(c.Spec), -1) {
					made += m[1] + " = None\n"
				}
				one.Contents.Code, one.Type = &hex.CodeContents{Source: made}, hex.CellCode
			}
			known[c.Project] = append(known[c.Project], one)
		}
		if code < 10 {
			t.Fatalf("the sample has only %d CODE cells", code)
		}
		for _, cells := range []map[string][]hex.Cell{asItIs, known} {
			for _, of := range cells {
				for _, f := range Cells(of, nil) {
					if f.Kind == UndefinedName && f.Cell.Type == hex.CellCode {
						t.Errorf("%s, line %d: %s %s", f.Cell.Label, f.Line, f.Message, f.Do)
					}
				}
			}
		}
	}
}

// mostFalse is how many findings there may be in 100,000 lines of Python that works; some of them are names that are not there indeed,
// since nobody runs the line.
const mostFalse = 5

func TestThePythonOfThisMachineIsSilent(t *testing.T) {
	out, err := exec.Command("python3", "-c", "import sysconfig; print(sysconfig.get_paths()['stdlib'])").Output()
	if err != nil {
		t.Skip("there is no python3 here, whose library this reads")
	}
	lines, broken, all := 0, []string{}, []string{}
	err = filepath.WalkDir(strings.TrimSpace(string(out)), func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "site-packages" || d.Name() == "dist-packages" || d.Name() == "lib2to3"):
			return fs.SkipDir // lib2to3 has Python 2
		case d.IsDir() || !strings.HasSuffix(path, ".py"):
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		lines += strings.Count(string(b), "\n")
		if _, ok := pytext.Scan(string(b)); !ok && !strings.Contains(path, "bad") {
			broken = append(broken, path)
		}
		for _, f := range Cells([]hex.Cell{python(string(b))}, nil) {
			if f.Kind == UndefinedName {
				all = append(all, fmt.Sprintf("%s:%d %s", path, f.Line, f.Message))
			}
		}
		return nil
	})
	switch {
	case err != nil:
		t.Fatal(err)
	case lines < 50_000:
		t.Skipf("only %d lines of the library of python3 are here", lines)
	case len(all)*100_000 > mostFalse*lines:
		t.Errorf("%d findings in %d lines:\n%s", len(all), lines, strings.Join(all, "\n"))
	}
	if len(broken) > 0 {
		t.Errorf("not taken for whole Python: %s", strings.Join(broken, ", "))
	}
	t.Logf("%d findings in %d lines", len(all), lines)
}

func FuzzPython(f *testing.F) {
	f.Add("f'{a!r:{b}}' [x for x in y]\nmatch a:\n case b: c")
	f.Add("def f(a, b=lambda c: d): e = 1")
	f.Add("rf'\\{' \\\n\\N{")
	f.Fuzz(func(t *testing.T, source string) {
		names := readPython(source)
		for _, u := range names.uses {
			if !strings.HasPrefix(source[u.At:], u.Text) {
				t.Fatalf("%q is not at %d", u.Text, u.At)
			}
		}
	})
}

func BenchmarkPython(b *testing.B) {
	var many strings.Builder
	for i := range 25_000 {
		fmt.Fprintf(&many, "total_%d = round(sum(row['x'] for row in rates) * len(f'{rates}'), %d)  # in euros\n", i, i)
	}
	source := "rates = 1\n" + many.String()
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		Cells([]hex.Cell{python(source)}, nil)
	}
}
