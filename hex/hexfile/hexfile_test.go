package hexfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hextui/hex/hexfile"
)

func parse(t *testing.T, text string) *hexfile.File {
	t.Helper()
	f, err := hexfile.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// every is a file of every form: all types of cells, all inputs, comments, nesting, styles of texts.
func every(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/every.hex.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAFileOfEveryFormFits(t *testing.T) {
	t.Parallel()
	f := parse(t, every(t))
	for _, p := range f.Check() {
		t.Errorf("line %d is %s: %s", p.Line, p.Level, p.Says)
	}
	types, inputs := map[string]bool{}, map[string]bool{}
	for _, c := range f.Cells() {
		types[c.Type()], inputs[c.Config("inputType").Text()] = true, true
	}
	for _, kind := range hexfile.Types() {
		if !types[kind] {
			t.Errorf("the file has no %s", kind)
		}
	}
	if len(types) != 18 || len(inputs) != 11 {
		t.Errorf("the file has %d types of cells and %d of inputs", len(types), len(inputs)-1)
	}
	if f.Text() != every(t) {
		t.Error("its text is another one")
	}
}

func TestFilesOfAnotherForm(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"":     "it is empty",
		"\x00": "NUL",
		"schemaVersion: 3\nmeta:\n  title: \"a\x1bb\"": "line 3: it has the control character U+001B, which YAML " +
			"does not take: take it away, or " +
			`write it as "\u001b" in double quotes`,
		"schemaVersion: 3\nmeta:\r\n  title: \ufffe":                          "line 3: it has the control character U+FFFE",
		"a: \ufffd\nb: \xff":                                                  "line 2: it is not UTF-8",
		"name: W\nconnection: shop\ncells:\n  - id: a\n    query: select 1\n": "of another form than Hex's: it has no schema",
		"- a":                        "of another form",
		"schemaVersion: 3":           "no meta",
		"schemaVersion: 4\nmeta: {}": "schemaVersion is 4",
		"schemaVersion: \"4\\u202e\\e\"\nmeta: {}":             "schemaVersion is 4, and",
		"schemaVersion: 3\nmeta: {}\ncells: {}":                "cells are no list",
		"schemaVersion: 3\nmeta: {}\ncells:\n  - id: a":        "line 4: a cell has no cellType",
		"schemaVersion: 3\nmeta: {}\ncells: [{cellType: SQL}]": "no config",
		"schemaVersion: 3\nmeta: &a {}\nx: *a":                 "anchor",
		"schemaVersion: 3\nmeta: !!map {}":                     "tag",
		"schemaVersion: 3\nmeta: {}\nmeta: {}":                 "",
		"schemaVersion: 3\nmeta: {}\n---\na: 1":                "more than one YAML document",
		"schemaVersion: 3\nmeta: {? [a] : b}":                  "no plain word",
		"schemaVersion: 3\nmeta:\n\t- a": "" +
			"line 3: it is no YAML: a tab stands before the line's text, where YAML has spaces only",
		"schemaVersion: 3\rmeta: {}\r": "" +
			"line 1: a line ends with CR alone, as on old Macs",
		"schemaVersion: 3\nmeta: {}\nx: \"a\n\nb":                                               "scalar that begins in line 3)",
		"schemaVersion: 3\nmeta: {}\nx: " + strings.Repeat("[", 101) + strings.Repeat("]", 101): "levels deep",
		strings.Repeat("[", 1<<20):                                                              "",
		"x: " + strings.Repeat("a", hexfile.MaxBytes):                                           "at most 16",
	} {
		_, err := hexfile.Parse(text)
		if wrong := (*hexfile.Refusal)(nil); !errors.As(err, &wrong) || !strings.Contains(err.Error(), says) ||
			strings.Contains(err.Error(), "\n") {
			t.Errorf("%.60q: %v", text, err)
		}
	}
}

// TestLineBreaks reads and changes files with characters that end a line for some readers of YAML only: they are text, lines count as
// they do for an editor, and what is written comes back.
func TestLineBreaks(t *testing.T) {
	t.Parallel()
	const kept = "        keep\u2028 this \u0085\n        and\u2029that\n"
	text := "schemaVersion: 3\nmeta:\n  title: \"q\u2028r\" # a\u2029b\ncells:\n  - cellType: SQL\n    config:\n" +
		"      source: old\n      x: 1\n  - cellType: CODE\n    config:\n      source: |-\n" + kept
	f := parse(t, text)
	cells := f.Cells()
	if got := f.At("meta", "title").Text(); got != "q\u2028r" || cells[1].Line() != 9 {
		t.Errorf("the title is %q, and the second cell begins in line %d", got, cells[1].Line())
	}
	for _, source := range []string{"a\u2028b\nc", "\u2028", "x \u0085 y", "p\u2029", "a\rb\nc", "a\r\nb", "\tt\n\n x ", "\x00\x1b\ufeff"} {
		changed, err := f.Change(func(f *hexfile.File, e *hexfile.Edit) { e.Set(f.Cells()[0].Config(), "source", source) })
		if err != nil {
			t.Fatalf("%q: %v", source, err)
		}
		if got := changed.Cells()[0].Config("source").Text(); got != source {
			t.Errorf("%q comes back as %q", source, got)
		}
		if got := changed.Cells()[1].Config("source").Text(); got != "keep\u2028 this \u0085\nand\u2029that" ||
			!strings.HasSuffix(changed.Text(), kept) {
			t.Errorf("beside %q the other cell is %q", source, got)
		}
	}
}

// TestBomb reads a file that would grow to gigabytes if its aliases were followed.
func TestBomb(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("schemaVersion: 3\nmeta: {}\na0: &a0 [x]\n")
	for i := 1; i < 40; i++ {
		b.WriteString("a" + string(rune('A'+i%26)) + strings.Repeat("b", i/26) + ": &a" + strings.Repeat("i", i) + " [*a0, *a0]\n")
	}
	if _, err := hexfile.Parse(b.String()); err == nil || !strings.Contains(err.Error(), "line 3: it has an anchor") {
		t.Error(err)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	whole := every(t)
	for _, c := range []struct {
		change, to string // in the file of every form
		level      hexfile.Level
		says       string
	}{
		{"  codeLanguage: PYTHON\n", "", hexfile.Refused, "meta lacks codeLanguage"},
		{"codeLanguage: PYTHON", "codeLanguage: GO", hexfile.Refused, `codeLanguage of meta must be PYTHON or R, not "GO"`},
		{"  title: Every form\n", "  title: [a]\n", hexfile.Refused, "title of meta must be a text, not a list"},
		{"  timezone: null\n", "  timezone: null\n  colour: red\n", hexfile.Refused, `meta has the key "colour"`},
		{"cellType: DBT_METRIC", "cellType: DBT", hexfile.Refused, `no type of cell "DBT"`},
		{"        filters: []\n        columnProperties: []\n", "        filters: []\n", hexfile.Refused, "lacks columnProperties"},
		{"      dataFrameCell: false", "      dataFrameCell: maybe", hexfile.Refused,
			"dataFrameCell of the cell \"Orders\" must be true or false"},
		{"        multiValueOptions:", "        valueOptions:", hexfile.Refused, `has the key "valueOptions"`},
		{"outputType: LIST_STRING", "outputType: LIST", hexfile.Refused, "outputType of"},
		{"cellId: 00000000-0000-4000-8000-000000000002 #", "cellId: two #", hexfile.Refused, "is no UUID"},
		{"cellId: 00000000-0000-4000-8000-000000000002 #", "cellId: 00000000-0000-4000-8000-000000000001 #", hexfile.Refused, "in line"},
		{"    - dataConnectionId: 00000000-0000-4000-8000-00000000c001", "    - dataConnectionId: 00000000-0000-4000-8000-00000000c003",
			hexfile.Breaks, "which sharedAssets.dataConnections lacks"},
		{"seriesId: series-1", "seriesId: series-2", hexfile.Breaks, `seriesId "series-2", which no entry of chartConfig.series has`},
		{"            - - series-1", "            - - series-3", hexfile.Breaks, `names the series "series-3", which is not there`},
		{"                  cellId: 00000000-0000-4000-8000-000000000002", "                  cellId: 00000000-0000-4000-8000-0000000000ff",
			hexfile.Breaks, "the app shows the cell"},
	} {
		text := strings.Replace(whole, c.change, c.to, 1)
		if text == whole {
			t.Errorf("there is no %q", c.change)
			continue
		}
		line := 1 + strings.Count(whole[:strings.Index(whole, c.change)], "\n")
		found := parse(t, text).Check()
		at := slices.IndexFunc(found, func(p hexfile.Problem) bool { return p.Level == c.level && strings.Contains(p.Says, c.says) })
		if at < 0 {
			t.Errorf("with %q it says %v", c.to, found)
		} else if far := found[at].Line - line; c.level == hexfile.Refused && (far < -12 || far > 2) {
			t.Errorf("with %q it says line %d, want %d", c.to, found[at].Line, line)
		}
	}
}

func TestAgainst(t *testing.T) {
	t.Parallel()
	now := strings.Replace(every(t), "cellType: MARKDOWN", "cellType: CODE", 1)
	found := parse(t, now).Against(parse(t, every(t)))
	if len(found) != 1 || found[0].Level != hexfile.Refused || !strings.Contains(found[0].Says, "was of type MARKDOWN") {
		t.Errorf("it says %v", found)
	}
}

// TestEdits changes single places and compares the lines that are not the same.
func TestEdits(t *testing.T) {
	t.Parallel()
	const text = "# top\nschemaVersion: 3\nmeta:\n  title: A # name\n  # about x\n  x: {a: 1}\ncells:\n  # first\n  - cellType: SQL\n" +
		"    config:\n      source: |-\n        select 1\n        # no comment\n\n      dataConnectionId: c # Shop\n  # second\n" +
		"  - cellType: COLLAPSIBLE\n    config:\n      cells:\n" +
		"        - cellType: CODE\n          config:\n            source: |\n              a = 1\n" +
		"        - cellType: CODE\n          config: {source: \"b\"}\n# end\n"
	for _, c := range []struct {
		name      string
		do        func(f *hexfile.File, e *hexfile.Edit)
		gone, new string
	}{
		{"a title", func(f *hexfile.File, e *hexfile.Edit) { e.Set(f.At("meta"), "title", "B: b") }, "  title: A # name\n",
			"  title: 'B: b'\n"},
		{"a source", func(f *hexfile.File, e *hexfile.Edit) { e.Set(f.Cells()[0].Config(), "source", "x\n\n y\n\n") },
			"      source: |-\n        select 1\n        # no comment\n", "      source: |+\n        x\n\n         y\n\n"},
		{"the last source", func(f *hexfile.File, e *hexfile.Edit) { e.Set(f.Cells()[2].Config(), "source", "one") },
			"            source: |\n              a = 1\n", "            source: one\n"},
		{"a new key", func(f *hexfile.File, e *hexfile.Edit) { e.Set(f.Cells()[0].Config(), "k", true) },
			"      dataConnectionId: c # Shop\n", "      dataConnectionId: c # Shop\n      k: true\n"},
		{"a cell less", func(f *hexfile.File, e *hexfile.Edit) { e.Remove(f.At(), "cells", 0) },
			text[strings.Index(text, "  - cellType: SQL"):strings.Index(text, "  # second")], ""},
		{"a cell more", func(f *hexfile.File, e *hexfile.Edit) {
			e.Insert(f.At(), "cells", 1, hexfile.Map{{Key: "cellType", Value: "CODE"}, {Key: "config", Value: hexfile.Map{{Key: "source",
				Value: "c"}}}})
		}, "  - cellType: COLLAPSIBLE\n", "  - cellType: CODE\n    config:\n      source: c\n  - cellType: COLLAPSIBLE\n"},
		{"no section", func(f *hexfile.File, e *hexfile.Edit) { e.Unwrap(f.At("cells"), 1, f.Cells()[1].Config("cells")) },
			text[strings.Index(text, "  - cellType: COLL"):strings.Index(text, "# end")],
			"  - cellType: CODE\n    config:\n      source: |\n        a = 1\n  - cellType: CODE\n    config: {source: \"b\"}\n"},
	} {
		for _, ends := range []string{"\n", "\r\n"} {
			in := strings.ReplaceAll(text, "\n", ends)
			out, err := parse(t, in).Change(c.do)
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			want := strings.Replace(in, strings.ReplaceAll(c.gone, "\n", ends), strings.ReplaceAll(c.new, "\n", ends), 1)
			if out.Text() != want {
				t.Errorf("%s is\n%s\nwant\n%s", c.name, out.Text(), want)
			}
		}
	}
	// In braces, the file is first brought to lines.
	out, err := parse(t, `{"schemaVersion": 3, "meta": {"title": "A"}, "cells": [{"cellType": "CODE", "config": {"source": "a"}}]}`).Change(
		func(f *hexfile.File, e *hexfile.Edit) { e.Set(f.Cells()[0].Config(), "source", "b\nc") })
	if err != nil || out.Cells()[0].Config("source").Text() != "b\nc" || out.At("meta", "title").Text() != "A" {
		t.Errorf("%v %v", out, err)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"b.hex.yaml", "a/A.HEX.YML", ".git/c.hex.yaml", "d.yaml", ".e.hex.yaml"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("x"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	found, err := hexfile.Find(dir)
	if want := []string{filepath.Join(dir, "a", "A.HEX.YML"), filepath.Join(dir, "b.hex.yaml")}; err != nil || !slices.Equal(found, want) {
		t.Error(found, err)
	}
	if _, err := hexfile.Read(dir); err == nil || !strings.Contains(err.Error(), "no plain file") {
		t.Error(err)
	}
	if _, err := hexfile.Read(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	long := filepath.Join(dir, "long.hex.yaml")
	if err := errors.Join(os.WriteFile(long, nil, 0o600), os.Truncate(long, 100<<20)); err != nil {
		t.Fatal(err)
	}
	if _, err := hexfile.Read(long); err == nil || !strings.Contains(err.Error(), "it has 100 MB") {
		t.Error(err)
	}
}

// FuzzChange reads texts of any form; what is a project is checked, and each of its sources can be written anew with nothing else changed.
func FuzzChange(f *testing.F) {
	f.Add(every(f), "select 2")
	f.Add("schemaVersion: 3\nmeta: {title: x}\ncells:\n- cellType: SQL\n  config:\n    source: 'a'\n\n\n", "\n\n")
	f.Add("{schemaVersion: 3, meta: {title: x}, cells: [{cellType: SQL, config: {source: a}}]}", " x")
	f.Add("schemaVersion: 3\nmeta: {}\ncells:\n  -\n    config:\n      source: |2+\n         x\n\n    cellType: CODE\n", "a\r\nb")
	f.Add("\ufeffschemaVersion: 3\r\nmeta: {}\r\ncells: []", "")
	f.Add("? schemaVersion\n: 3\n? meta\n: {}\n", "x")
	f.Fuzz(func(t *testing.T, text, source string) {
		file, err := hexfile.Parse(text)
		if err != nil {
			if wrong := (*hexfile.Refusal)(nil); !errors.As(err, &wrong) {
				t.Fatalf("%v is no refusal", err)
			}
			return
		}
		file.Check()
		for i, c := range file.Cells() {
			if !c.Config("source").Is() {
				continue
			}
			out, err := file.Change(func(f *hexfile.File, e *hexfile.Edit) { e.Set(f.Cells()[i].Config(), "source", source) })
			if err != nil {
				continue // said; what must not be is a file that says something else
			}
			for n, other := range out.Cells() {
				want := file.Cells()[n].Config("source").Text()
				if n == i {
					want = strings.ToValidUTF8(source, "?")
				}
				if got := other.Config("source").Text(); got != want && strings.ToValidUTF8(source, "") == source {
					t.Fatalf("the source %d became %q, want %q, in\n%s\nfrom\n%s", n, got, want, out.Text(), text)
				}
			}
		}
	})
}
