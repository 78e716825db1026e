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
	for source, want := range map[string]string{ // mentioned, made, modules
		"x = y + 1":                      "x y|x|",
		"a, b = c":                       "a b c|a b|",
		"df['n'] = other.n":              "df other|df other|",
		"rows.append(1)":                 "rows|rows|",
		"for k, v in items: total += v":  "items k total v|items k total v|",
		"def f(n, m=2):\n  return n":     "f m n|f|",
		"import pandas as pd, numpy":     "numpy pandas pd|numpy pandas pd|numpy pandas pd",
		"from a.b import (c,\n  d as e)": "a c d e|a c d e|a c d e",
		"x: int = 5":                     "int x|int x|",
		"if a: x = b":                    "a b x|x|",
		"f(a, key=b)":                    "a b f key||",
		"print('x = 1', \"y\", '''z\nw = 2''') # q = 3": "print||",
		"f'{total:.2f} {rate}'":                         "2f rate total||",
		"if (n := len(rows)) > 2: pass":                 "len n rows|n|",
		"with open(p) as file: data = file.read()":      "data file open p|data file|",
		"class A(B):\n  pass":                           "A B|A|",
		"del a, b":                                      "a b|a b|",
		"x = 'it''s'; y = z":                            "x y z|x y|",
		"'unfinished":                                   "||",
		"größe = 1":                                     "größe|größe|",
		"a = b = c":                                     "a b c|a b|",
		"if x == 1 and y <= 2 or z != 3: pass":          "x y z||",
		"total = (a +\n b)":                             "a b total|total|",
	} {
		got := New(nil).Names(source)
		each := func(names []string) string {
			names = slices.Clone(names)
			slices.Sort(names)
			return strings.Join(slices.Compact(names), " ")
		}
		if s := each(got.Mentioned) + "|" + each(got.Made) + "|" + each(got.Modules); s != want {
			t.Errorf("%s\nhas %s, not %s", source, s, want)
		}
	}
}
