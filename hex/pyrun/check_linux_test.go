package pyrun

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checked is code, and what a check of it finds: imports, then banned imports and calls as words.
var checked = []struct{ name, code, imports, banned string }{
	{"nothing", "x = 1", "", ""},
	{"a call", "a = 1\nb = eval('a')", "", "eval() in line 2"},
	{"every banned call",
		"eval(1); exec(1); compile(1); open(1); __import__(1); globals(); locals(); getattr(1); setattr(1); delattr(1)\n" +
			"input(); file(1); reload(1); execfile(1); raw_input(1); quit(); exit()", "",
		"eval() in line 1, exec() in line 1, compile() in line 1, open() in line 1, __import__() in line 1, globals() in line 1, " +
			"locals() in line 1, getattr() in line 1, setattr() in line 1, delattr() in line 1, input() in line 2, file() in line 2, " +
			"reload() in line 2, execfile() in line 2, raw_input() in line 2, quit() in line 2, exit() in line 2"},
	{"once with its first line", "if x:\n  open(1)\nopen(2)\n", "", "open() in line 2"},
	{"in depth", "class A:\n  def f(self):\n    return [lambda: {1: (yield open('x'))} for _ in ()]", "", "open() in line 3"},
	{"an attribute of something else", "import re\nre.compile('x').open()\nx.eval(1)\nself.input()", "re", ""},
	{"a string", "x = 'eval(1)'\ny = \"\"\"\nopen(1)\n\"\"\"\nz = b'exec(1)'", "", ""},
	{"a comment", "x = 1 # eval(1)\n# import os", "", ""},
	{"an annotation that is a string", "x: 'eval(1)' = 1", "", ""},
	{"an f-string", "x = f'a {eval(1)} b'", "", "eval() in line 1"},
	{"an f-string in an f-string", "x = f'{f\"{open(1)}\"}'", "", "open() in line 1"},
	{"the format of an f-string", "x = f'{1:{input()}}'", "", "input() in line 1"},
	{"an f-string that only looks so", "x = f'{{eval(1)}}'", "", ""},
	{"wide letters", "ｅｖａｌ(1)\nｏpen(2)", "", "eval() in line 1, open() in line 2"},
	{"wide letters in an import", "import ｏｓ", "os", "the import of os in line 1"},
	{"an alias", "e = eval\ne('1')", "", "eval() in line 1"},
	{"an alias among others", "a, b = print, exec\nb('1')", "", "exec() in line 1"},
	{"an argument", "list(map(eval, ['1']))", "", "eval() in line 1"},
	{"a default", "def f(o=open): return o", "", "open() in line 1"},
	{"a value of a dictionary", "{'o': open}['o'](1)", "", "open() in line 1"},
	{"a decorator", "@eval\ndef f(): pass", "", "eval() in line 1"},
	{"a decorator of a class", "x = 1\n@exec\nclass A: pass", "", "exec() in line 2"},
	{"a walrus", "(e := eval)('1')", "", "eval() in line 1"},
	{"in parentheses", "(eval)('1')", "", "eval() in line 1"},
	{"builtins", "import builtins\nbuiltins.eval('1')", "builtins", "eval() in line 2"},
	{"builtins by another name", "import builtins as b\nb.open('1')", "builtins", "open() in line 2"},
	{"a member of builtins", "from builtins import open as o\no(1)", "builtins", "open() in line 1"},
	{"an alias of builtins", "import builtins\nb = builtins\nc = b\nc.exec('1')", "builtins", "exec() in line 4"},
	{"__builtins__", "__builtins__.eval('1')\n__builtins__['open'](1)", "", "eval() in line 1, open() in line 2"},
	{"the members of builtins", "import builtins\nbuiltins.__dict__['ev' + 'al'](1)\nvars(builtins)['exec'](1)\n" +
		"vars(builtins).get(f'open')",
		"builtins", "eval() in line 2, exec() in line 3, open() in line 4"},
	{"builtins behind a function", "print.__self__.eval('1')", "", "eval() in line 1"},
	{"a harmless member of builtins", "import builtins\nbuiltins.print(1)", "builtins", ""},
	{"an alias of a member of builtins", "import builtins\ne = builtins.eval\ne(1)", "builtins", "eval() in line 2"},
	{"a variable of that name", "for file in ['a']:\n  print(file, file.upper())\nwith x() as input:\n  print(input)", "", ""},
	{"a parameter of that name", "def f(file, input=1):\n  return file.name + input", "", ""},
	{"a name of a comprehension", "[file for file in 'ab']\n{file: input for file, input in x}", "", ""},
	{"an import of that name", "from re import compile\nx = compile", "re", ""},
	{"a function of its own", "def open(x): return x\ny = map(open, [1])", "", ""},
	{"a call of a function of its own", "def open(x): return x\nopen(1)", "", "open() in line 2"},
	{"a local variable in an inner function", "def f():\n  file = 1\n  def g():\n    return file\n  return g", "", ""},
	{"a variable that may not be bound", "if x:\n  eval = 1\ne = eval", "", "eval() in line 3"},
	{"a variable of an empty loop", "for eval in []: pass\ne = eval", "", "eval() in line 2"},
	{"a variable that is bound later", "e = eval\neval = 1", "", "eval() in line 1"},
	{"a variable bound to itself", "eval = eval\neval('1')", "", "eval() in line 1"},
	{"a variable that is deleted", "eval = 1\ndel eval\ne = eval", "", "eval() in line 3"},
	{"a variable of a class", "class A:\n  eval = 1\n  def f(self): return eval", "", "eval() in line 3"},
	{"a global of a function that never runs", "def f():\n  global eval\n  eval = 1\ne = eval", "", "eval() in line 4"},
	{"a declared global under a local variable", "def f():\n  eval = 1\n  def g():\n    global eval\n    return eval\n", "",
		"eval() in line 5"},
	{"a comprehension over itself", "[eval for eval in [eval]]", "", "eval() in line 1"},
	{"the default of a function of that name", "def eval(x=eval): pass", "", "eval() in line 1"},
	{"the first of a chain that may stop", "False and (eval := 1)\ne = eval", "", "eval() in line 2"},
	{"an annotation that binds nothing", "eval: int\ne = eval", "", "eval() in line 2"},
	{"a type of match", "match x:\n  case open(): pass", "", "open() in line 2"},
	{"a capture of match", "match x:\n  case [file, *input]: print(file, input)\n  case {'a': 1, **file}: print(file)", "", ""},
	{"imports", "import json, math as m\nfrom collections import abc\nimport json\nimport os.path as p",
		"json math collections os.path", "the import of os.path in line 4"},
	{"banned imports", "import os\nimport sys, subprocess\nfrom os.path import join\nfrom sys import exit as e",
		"os sys subprocess os.path",
		"the import of os in line 1, the import of sys in line 2, the import of subprocess in line 2, the import of os.path in line 3"},
	{"imports that are banned nowhere", "import osmium, sysconfig\nfrom . import os\nfrom .sys import x", "osmium sysconfig . .sys", ""},
	{"an import in a function", "def f():\n  try:\n    import os\n  except ImportError: pass", "os", "the import of os in line 3"},
	{"lines that end with CR LF", "a = 1\r\nopen(1)\r\n", "", "open() in line 2"},
	{"a byte order mark", "\ufeffx = 1", "", ""},
	{"a line that goes on", "x = [\n  1,\n  open(1),\n]", "", "open() in line 3"},
	{"multi-byte text before", "x = '😀é'; open(1)", "", "open() in line 1"},
}

func TestCheck(t *testing.T) {
	s := anyWay(t)
	for _, c := range checked {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if strings.Contains(c.code, "match x") {
				since310(t, s)
			}
			found, err := s.Check(t.Context(), c.code)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(Names(found.Imports), " "); got != c.imports || found.String() != c.banned || found.Syntax != nil {
				t.Errorf("imports %q, banned %q, syntax %v; want imports %q, banned %q", got, found, found.Syntax, c.imports, c.banned)
			}
			if found.Banned() != (c.banned != "") || found.Allowed() != (c.banned == "") {
				t.Errorf("Banned is %t and Allowed %t", found.Banned(), found.Allowed())
			}
		})
	}
}

// since310 skips what older versions of Python say otherwise, or do not have.
func since310(t *testing.T, s *Sandbox) {
	t.Helper()
	if v := s.Version(); strings.HasPrefix(v, "3.8.") || strings.HasPrefix(v, "3.9.") {
		t.Skipf("Python %s is older than 3.10", v)
	}
}

func TestCheckSyntax(t *testing.T) {
	s := anyWay(t)
	since310(t, s)
	for _, c := range []struct {
		name, code string
		want       SyntaxError
	}{
		{"not closed", "x = 1\nprint(", SyntaxError{"'(' was never closed", 2, 6}},
		{"return outside", "x = 1\nreturn x", SyntaxError{"'return' outside function", 2, 1}},
		{"nested too deeply", strings.Repeat("-", 40_000) + "1", SyntaxError{Message: "the code is nested too deeply"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := s.Check(t.Context(), c.code)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(Findings{Syntax: &c.want}, found); diff != "" {
				t.Error(diff)
			}
			if found.Allowed() {
				t.Error("what is no Python is allowed")
			}
		})
	}
}

// TestCheckHostile: whatever the code is, the check of it answers.
func TestCheckHostile(t *testing.T) {
	s := anyWay(t)
	for name, code := range map[string]string{
		"a chain":       "x = " + strings.Repeat("1+", 20_000) + "1",
		"attributes":    "x" + strings.Repeat(".a", 20_000),
		"parentheses":   strings.Repeat("(", 25_000),
		"calls":         "x" + strings.Repeat("()", 20_000),
		"a power":       "x = 9**9**9**9",
		"a long number": "x = " + strings.Repeat("9", 40_000),
		"many names":    strings.Repeat("eval\n", 10_000),
		"many imports":  strings.Repeat("import a\n", 5_500),
		"surrogates":    "x = '\\ud800'",
		"bad UTF-8":     "x = '\xff\xfe'",
		"control":       "x = 1\x01",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := s.Check(t.Context(), code); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestRunChecked(t *testing.T) {
	s := anyWay(t)
	for _, c := range []struct{ code, banned string }{
		{"print(1)\nx = input()", "The code was not run, because it uses what is not allowed: input() in line 2."},
		{"print(1)\nimport os", "The code was not run, because it uses what is not allowed: the import of os in line 2."},
	} {
		result, err := s.RunChecked(t.Context(), c.code, Limits{})
		var refused *NotAllowed
		if !errors.As(err, &refused) || err.Error() != c.banned || result.Output != "" {
			t.Errorf("%q was answered with %q and %v", c.code, result.Output, err)
		}
	}
	result, err := s.RunChecked(t.Context(), "x = = 1", Limits{})
	if err != nil || result.Ended != Raised || !strings.Contains(result.Output, "SyntaxError: invalid syntax") {
		t.Errorf("code that is no Python was answered with %q as %q and %v", result.Output, result.Ended, err)
	}
	result, err = s.RunChecked(t.Context(), "import math\nprint(math.pi)", Limits{})
	if err != nil || result.Text() != "3.141592653589793\n" {
		t.Errorf("allowed code was answered with %q and %v", result.Text(), err)
	}
}

func TestInvalidCode(t *testing.T) {
	s := anyWay(t)
	long := func(n int) string { return "#" + strings.Repeat("é", n-1) }
	for _, c := range []struct {
		name, code, want string
	}{
		{"the most", long(MaxCode), ""},
		{"the most with CR LF", strings.Repeat("\r\n", MaxCode-1) + "1", ""},
		{"one more", long(MaxCode + 1), "The code has 50001 characters; at most 50000 are run."},
		{"none", "", "There is no code to run."},
		{"blank", " \r\n\t ", "There is no code to run."},
		{"one", "1", ""},
		{"NUL", "x = 1\x00", "The code has a NUL character in it, which Python does not take."},
	} {
		t.Run(c.name, func(t *testing.T) {
			var invalid *InvalidCode
			_, err := s.Check(t.Context(), c.code)
			if c.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if !errors.As(err, &invalid) || err.Error() != c.want {
				t.Errorf("Check: %v, want %q", err, c.want)
			}
			if _, err = s.Run(t.Context(), c.code, Limits{}); !errors.As(err, &invalid) {
				t.Errorf("Run: %v", err)
			}
		})
	}
}
