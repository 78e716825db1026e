package check_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"hextui/hex/check"
	"hextui/hex/hexfile"
)

func every(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../hexfile/testdata/every.hex.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func parse(t *testing.T, text string) *hexfile.File {
	t.Helper()
	f, err := hexfile.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// inOrder is the file of every form with its inputs above the cells that use them.
func inOrder(t *testing.T) string {
	t.Helper()
	text := every(t)
	from, to := strings.Index(text, "  - cellType: INPUT"), strings.Index(text, "  - cellType: TABLE_DISPLAY")
	inputs := text[from:to]
	return strings.Replace(text[:from]+text[to:], "cells:\n", "cells:\n"+inputs, 1)
}

func TestAnInputBelowItsUser(t *testing.T) {
	t.Parallel()
	text := every(t)
	found := check.File(parse(t, text), nil)
	want := 1 + strings.Count(text[:strings.Index(text, "from orders where week >= {{ start }}")], "\n")
	if len(found) != 1 || found[0].Level != hexfile.Breaks || found[0].Line != want || !strings.Contains(found[0].Message,
		`"start" is made by cell`) {
		t.Errorf("it says %+v, want line %d", found, want)
	}
	if found := check.File(parse(t, inOrder(t)), nil); len(found) != 1 || !strings.Contains(found[0].Message,
		`The input "week_of" shows by_week`) ||
		found[0].Level != hexfile.Breaks {
		t.Errorf("in order it says %+v", found)
	}
}

// An input below code that reads it is told with the code's line, too.
func TestAnInputBelowCode(t *testing.T) {
	t.Parallel()
	const file = `schemaVersion: 3
meta:
  title: x
  codeLanguage: PYTHON
cells:
  - cellType: CODE
    cellLabel: a
    config:
      source: |-
        import math
        math.sqrt(n)
  - cellType: INPUT
    cellLabel: b
    config:
      inputType: NUMERIC_INPUT
      name: n
      outputType: NUMBER
      defaultValue: 1
`
	found := check.File(parse(t, file), nil)
	if len(found) != 1 || found[0].Level != hexfile.Breaks || found[0].Line != 11 || !strings.Contains(found[0].Message, `"n" is made by`) {
		t.Errorf("it says %+v", found)
	}
}

func TestWhatCellsShowAndQuery(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		change, to string
		level      hexfile.Level
		says       string
	}{
		{"      source: \"select sum(orders) as n from by_week\"", "      source: \"select 1 from by_weak\"", hexfile.Breaks,
			`"by_weak" is not the result of a cell before it`},
		{"      dataframe: by_week", "      dataframe: by_weak", hexfile.Possible, `The cell "Explore" shows by_weak, which no cell makes`},
		{"      valueVariableName: total", "      valueVariableName: again", hexfile.Possible,
			`The cell "Metric" shows again, which the cell "Second" makes, further down`},
		{"{{ start }}", "'{{ start }}'", hexfile.Breaks, "quotes"},
		{"cellType: MARKDOWN", "cellType: CODE", hexfile.Refused, "was of type MARKDOWN"},
	} {
		text := strings.Replace(inOrder(t), c.change, c.to, 1)
		found := check.File(parse(t, text), parse(t, inOrder(t)))
		if !slices.ContainsFunc(found, func(f check.Finding) bool {
			return f.Level == c.level && strings.Contains(f.Message, c.says) && f.Line > 0
		}) {
			t.Errorf("with %q it says %+v", c.to, found)
		}
	}
}

// A name of code that is nowhere is found, with the component that the file imports counting for what may give names; in R nothing is.
func TestNamesOfCode(t *testing.T) {
	t.Parallel()
	text := strings.Replace(inOrder(t), "print('a: b # c')", "pritn('a: b # c')", 1)
	says := func(text string) bool {
		return slices.ContainsFunc(check.File(parse(t, text), nil), func(f check.Finding) bool {
			return strings.Contains(f.Message, `No cell makes "pritn", nor does Python know it. Did you mean "print"?`)
		})
	}
	if says(inOrder(t)) || says(strings.Replace(text, "codeLanguage: PYTHON", "codeLanguage: R", 1)) {
		t.Error("a name is missed that is there, or that R has")
	}
	if !says(text) {
		t.Errorf("of pritn it says %+v", check.File(parse(t, text), nil))
	}
}
