package python

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func jsonOf(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func TestNames(t *testing.T) {
	for source, want := range map[string]string{ // needed, made, fresh, modules
		"x = y + 1":                      "y|x|x|",
		"a, b = c":                       "c|a b|a b|",
		"df['n'] = other.n":              "df other|df||",
		"df[key].n = 1":                  "df key|df||",
		"rows.append(1)":                 "rows|rows||",
		"for k, v in items: total += v":  "items total|k total v||",
		"def f(n, m=2):\n  return n":     "|f|f|",
		"import pandas as pd, numpy":     "|numpy pd|numpy pd|numpy pd",
		"import os.path, a.b as c":       "|c os|c os|c os",
		"from a.b import (c,\n  d as e)": "|c e|c e|c e",
		"x: int = 5":                     "int|x|x|",
		"x: int = y":                     "int y|x|x|",
		"if a: x = b":                    "a b|x||",
		"if a:\n  x = b\nx":              "a b x|x||",
		"f(a, key=b)":                    "a b f|||",
		"print('x = 1', \"y\", '''z\nw = 2''') # q = 3":               "print|||",
		"f'{total:.2f} {rate.mean()} of rates'":                       "rate total|||",
		"if (n := len(rows)) > 2: pass":                               "len rows|n||",
		"with open(p) as file: data = file.read()":                    "open p|data file|file|",
		"class A(B):\n  x = 1\n  def f(self): return self.n + y\nA()": "B y|A|A|",
		"del a, b":                             "a b|a b||",
		"x = 'it''s'; y = z":                   "z|x y|x y|",
		"'unfinished":                          "|||",
		"größe = 1":                            "|größe|größe|",
		"a = b = c":                            "c|a b|a b|",
		"if x == 1 and y <= 2 or z != 3: pass": "x y z|||",
		"total = (a +\n b)":                    "a b|total|total|",
		"total = a + \\\n b":                   "a b|total|total|",
		"random.shuffle(rows)":                 "random rows|random rows||",
		"heapq.heappush(heap, n)":              "heap heapq n|heap heapq||",
		"match n:\n  case 1: x = y\n  case [a, *b] if c: pass": "c n y|a b x||",
		"match = re.match(p)\nmatch.group(1)\ncase[1] = match": "case p re|case match|match|",
		"ys = xs\nys.append(1)":                                "xs|xs ys|ys|",
		"from math import *":                                   "|*|*|*",
		"f\"{d[\"x\"]} {k:'>{w}}\" + z":                        "d k w z|||",
		"df.query('a > @low and b in @of')":                    "df low of|||",
		"send('me@home')":                                      "send|||",
		"df = df.dropna()":                                     "df|df|df|",
		"df.head()":                                            "df|||",
		"print(df.describe())":                                 "df print|||",
		"df.groupby('a').n.sum()":                              "df|||",
		"df['n'].value_counts()":                               "df|||",
		"df.dropna(inplace=True)":                              "df|df||",
		"df.drop(columns=['a'], inplace=False)":                "df|||",
		"x = stack.pop()":                                      "stack|stack x|x|",
		"model.fit(df)":                                        "df model|model||",
		"async def f(n):\n  return n\nawait f(x)":              "x|f|f|",
		"m = model.fit(df).predict(x)":                         "df model x|m model|m|",
		"ax.set_title('x')":                                    "ax|ax||",
		"await s.begin()":                                      "s|s||",
		"[r.n for r in rows if r]":                             "rows|||",
		"{k: v for k, v in d.items()}":                         "d|||",
		"max(rows, key=lambda r: r['n'] + n)":                  "max n rows|||",
		"f = lambda a, b=c: a + b":                             "c|f|f|",
		"for row in rows:\n  row['n'] = 1":                     "rows|row rows||",
		"for row in rows:\n  print(row['n'])":                  "print rows|row||",
		"def add(df):\n  df['x'] = 1\n  out = df\n  return out\nadd(sales)": "sales|add|add|",
		"def count():\n  global n\n  n += 1\ncount()":                       "n|count n|count|",
		"def f():\n  return later\n\nlater = 1":                             "later|f later|f later|",
		"x = 1\nx + y":                                                      "y|x|x|",
		"try:\n  import numpy\nexcept ImportError as e:\n  print(e)":        "ImportError print|e numpy||numpy",
	} {
		got := New(nil).Names(source)
		each := func(names []string) string {
			names = slices.Clone(names)
			slices.Sort(names)
			return strings.Join(slices.Compact(names), " ")
		}
		if s := each(got.Needed) + "|" + each(got.Made) + "|" + each(got.Fresh) + "|" + each(got.Modules); s != want {
			t.Errorf("%s\nhas %s, not %s", source, s, want)
		}
	}
}

// TestFunctionsThatAlter are those that change what they are given, and the names that are given to functions.
func TestFunctionsThatAlter(t *testing.T) {
	for source, want := range map[string]string{ // altering, passed
		"def f(df):\n  df['x'] = 1":                                         "f|",
		"def f(df, n=2):\n  if n:\n    df.drop(columns=[n], inplace=True)":  "f|",
		"def f(rows):\n  for row in rows:\n    row['n'] = 1":                "f|",
		"def f(rows): rows.append(1)":                                       "f|",
		"def f(a):\n  def g(b):\n    b.n += 1\n  return g":                  "g|",
		"class A:\n  def add(self, rows):\n    self.n = 1\n    rows.sort()": "add|",
		"class A:\n  def add(self, rows):\n    self.n = len(rows)":          "|",
		"def f(df):\n  df = df.copy()\n  df['x'] = 1\n  return df":          "|",
		"def f(df):\n  out = df.groupby('a').sum()\n  out['x'] = 1":         "|",
		"def f(df):\n  return df.head()":                                    "|",
		"f(sales, 2)":                                                       "|f(sales)",
		"x = [report.f(n, of=sales) + 1]":                                   "|f(n sales)",
		"f(sales.n, sales['a'], [sales], len(sales))":                       "|len(sales)",
		"(sales, n)":               "|",
		"open('notes.txt').read()": "|",
	} {
		got := New(nil).Names(source)
		var calls []string
		for name, given := range got.Passed {
			calls = append(calls, name+"("+strings.Join(given, " ")+")")
		}
		slices.Sort(calls)
		if s := strings.Join(got.Altering, " ") + "|" + strings.Join(calls, " "); s != want {
			t.Errorf("%s\nhas %s, not %s", source, s, want)
		}
	}
	if got := New(nil).Names("open('notes.txt').read()"); len(got.Made) != 0 {
		t.Errorf("calling upon what a function gives changes %v", got.Made)
	}
}
