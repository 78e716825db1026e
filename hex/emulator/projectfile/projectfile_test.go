package projectfile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"hextui/hex/emulator/projectfile"
	"hextui/hex/emulator/store"
	"hextui/hex/hexfile"
)

const cellID = "00000000-0000-4000-8000-000000000001"

// FuzzTexts writes texts of any form into a file's title and a cell's source, reads them back, and writes the text over another one in a
// file that came from elsewhere.
func FuzzTexts(f *testing.F) {
	for _, text := range []string{
		"", "plain", "true", "No", "1", "1e3", "2026-01-01", "null", "~", "- a", "a: b", "a #b", "'", "\"", "|", "x\ny", "x\ny\n",
		"x\ny\n\n", "\nx", " x\ny", "x\n  y\n\tz", "x\n \ny", "a\r\nb", "\x1b[31m", "\u0085\u2028\ufeff", "é 陳 🛒", "{{ x }}", "%a", "@a",
		"&a", "*a", "!a", "x ", "x:", "a\n---\nb", "a\n...\nb\n", "# a\nb",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || text == "" || strings.Contains(text, "\x00") {
			return
		}
		p := projectfile.Project{
			Project: store.Project{ID: "00000000-0000-4000-8000-0000000000a1", Title: text, Type: "PROJECT"}, Exported: "draft",
			Cells: []store.Cell{{StaticID: cellID, Type: "SQL", Label: text, Source: text, Output: "o", Dataframe: true}},
		}
		content, err := p.YAML()
		if err != nil {
			t.Fatal(err)
		}
		check(t, content, p)
		if !strings.HasSuffix(p.Name(), ".hex.yaml") || strings.ContainsAny(p.Name(), "/\\\x00") {
			t.Errorf("%q makes the file name %q", text, p.Name())
		}
		p.Cells[0].Source = "select 1\n# one\n"
		after, err := p.Updated(content)
		if err != nil {
			t.Fatal(err)
		}
		check(t, after, p)
		p.Cells[0].Source = text
		again, err := p.Updated(after)
		if err != nil {
			t.Fatal(err)
		}
		if check(t, again, p); again != content {
			t.Errorf("%q there and back is\n%s\nand was\n%s", text, again, content)
		}
	})
}

func check(t *testing.T, content string, p projectfile.Project) {
	t.Helper()
	f, err := hexfile.Parse(content)
	if err != nil {
		t.Fatalf("%v in\n%s", err, content)
	}
	for _, problem := range f.Check() {
		t.Errorf("%+v in\n%s", problem, content)
	}
	back, err := projectfile.Read(f, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	if back.Title != p.Title || len(back.Cells) != 1 || back.Cells[0].Source != p.Cells[0].Source ||
		back.Cells[0].Label != p.Cells[0].Label {
		t.Errorf("%q and %q come back as %+v from\n%s", p.Title, p.Cells[0].Source, back, content)
	}
}

// TestNothingOfACellIsLost writes sections, several inputs in a cell, charts, tables and texts, and reads what they were.
func TestNothingOfACellIsLost(t *testing.T) {
	t.Parallel()
	p := projectfile.Project{
		Project: store.Project{ID: "00000000-0000-4000-8000-0000000000a1", Title: "T", Type: "PROJECT", Status: "Endorsed",
			Categories: []string{"Finance"}},
		Cells: []store.Cell{
			{StaticID: "00000000-0000-4000-8000-000000000001", Type: "CELL_GROUP", Label: "Section"},
			{StaticID: "00000000-0000-4000-8000-000000000002", Type: "SQL", Parent: "00000000-0000-4000-8000-000000000001",
				Connection: "00000000-0000-4000-8000-00000000c001", Source: "select 1", Output: "one"},
			{StaticID: "00000000-0000-4000-8000-000000000003", Type: "INPUT", Label: "Inputs",
				Spec: []byte(`{"inputs":[{"name":"a","kind":"DATE","default":"2026-01-01"},{"name":"b","kind":"MULTISELECT","default":["x"],"options":["x","y"]}]}`)},
			{StaticID: "00000000-0000-4000-8000-000000000004", Type: "CHART", Label: "Chart",
				Spec: []byte(`{"chart":{"mark":"point","dataframe":"one","x":"x","y":"y","series":"s","title":"Chart"}}`)},
			{StaticID: "00000000-0000-4000-8000-000000000005", Type: "DISPLAY_TABLE",
				Spec: []byte(`{"chart":{"mark":"table","dataframe":"one"}}`)},
			{StaticID: "00000000-0000-4000-8000-000000000006", Type: "TEXT", Spec: []byte(`{"text":"Hello\nyou"}`)},
		},
		Connections: []store.Connection{{ID: "00000000-0000-4000-8000-00000000c001", Name: "Shop", Type: "snowflake"}},
	}
	content, err := p.YAML()
	if err != nil {
		t.Fatal(err)
	}
	f, err := hexfile.Parse(content)
	if err != nil {
		t.Fatal(err)
	}
	if found := f.Check(); len(found) > 0 {
		t.Errorf("%+v in\n%s", found, content)
	}
	if name, kind := projectfile.ConnectionNote(f, "00000000-0000-4000-8000-00000000c001"); name != "Shop" || kind != "snowflake" {
		t.Errorf("the connection is %s (%s)", name, kind)
	}
	back, err := projectfile.Read(f, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(back.Cells) != 7 || back.Cells[1].Parent != p.Cells[0].StaticID || back.Status != "Endorsed" || !slices.Equal(back.Categories,
		p.Categories) {
		t.Fatalf("it comes back as %+v", back)
	}
	for at, want := range map[int]string{
		2: `{"inputs":[{"name":"a","kind":"DATE","default":"2026-01-01"}]}`,
		3: `{"inputs":[{"name":"b","kind":"MULTISELECT","default":["x"],"options":["x","y"]}]}`,
		4: string(p.Cells[3].Spec), 6: string(p.Cells[5].Spec),
	} {
		if got := string(back.Cells[at].Spec); got != want {
			t.Errorf("cell %d is %s, want %s", at, got, want)
		}
	}
	p.Cells[0].Spec = []byte(`{`)
	if _, err := p.YAML(); err == nil {
		t.Error("a damaged cell is written")
	}
}

// TestSectionsInOneLine reads a file that is written as JSON, where lines tell no cell from another.
func TestSectionsInOneLine(t *testing.T) {
	t.Parallel()
	cell := func(id int, kind, config string) string {
		return fmt.Sprintf(`{"cellType": %q, "cellId": "00000000-0000-4000-8000-00000000000%d", "config": {%s}}`, kind, id, config)
	}
	f, err := hexfile.Parse(`{"schemaVersion": 3, "meta": {"title": "T"}, "cells": [` +
		cell(1, "COLLAPSIBLE", `"cells": [`+cell(2, "COLLAPSIBLE", `"cells": [`+cell(3, "CODE", `"source": ""`)+`]`)+`, `+
			cell(4, "CODE", `"source": ""`)+`]`) + `]}`)
	if err != nil {
		t.Fatal(err)
	}
	p, err := projectfile.Read(f, "00000000-0000-4000-8000-0000000000a1")
	if err != nil {
		t.Fatal(err)
	}
	for at, in := range map[int]int{1: 0, 2: 1, 3: 0} {
		if got := p.Cells[at].Parent; got != p.Cells[in].StaticID {
			t.Errorf("cell %d is in %s, not in %s", at+1, got, p.Cells[in].StaticID)
		}
	}
}
