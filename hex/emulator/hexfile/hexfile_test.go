package hexfile_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"hextui/hex/emulator/hexfile"
	"hextui/hex/emulator/store"
)

func read(content string) (file map[string]any, err error) {
	err = yaml.Load([]byte(content), &file)
	return file, err
}

// FuzzYAML writes texts of any form into a file's title and a cell's source, and
// reads them back.
func FuzzYAML(f *testing.F) {
	for _, text := range []string{
		"", "plain", "true", "No", "1", "1e3", "2026-01-01", "null", "~", "- a", "a: b", "a #b", "'", "\"", "|", "x\ny", "x\ny\n",
		"x\ny\n\n", "\nx", " x\ny",
		"x\n  y\n\tz", "x\n \ny", "a\r\nb", "\x00\x1b[31m", "\u0085\u2028\ufeff", "é 陳 🛒", "{{ x }}", "%a", "@a", "&a", "*a", "!a", "x ",
		"x:", "a\n---\nb", "a\n...\nb\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		file := hexfile.File{
			Project: store.Project{ID: "p", Title: text}, Version: "draft",
			Cells: []store.Cell{{StaticID: "s", Type: "SQL", Label: text, Source: text, Output: "o"}},
		}
		content, err := file.YAML()
		if err != nil {
			t.Fatal(err)
		}
		back, err := read(content)
		if err != nil {
			t.Fatalf("%q makes a file that cannot be read: %v\n%s", text, err, content)
		}
		cell := back["cells"].([]any)[0].(map[string]any)
		if title, source := back["meta"].(map[string]any)["title"], cell["config"].(map[string]any)["source"]; title != text ||
			source != text {
			t.Errorf("%q comes back as the title %q and the source %q", text, title, source)
		}
		if !strings.HasSuffix(file.Name(), ".hex.yaml") || strings.ContainsAny(file.Name(), "/\\\x00") {
			t.Errorf("%q makes the file name %q", text, file.Name())
		}
	})
}

func TestNothingOfACellIsLost(t *testing.T) {
	t.Parallel()
	file := hexfile.File{
		Project: store.Project{ID: "p", Title: "T", Status: "Endorsed"}, Version: "3", Categories: []store.Category{{Name: "Finance"}},
		Cells: []store.Cell{
			{StaticID: "group", Type: "CELL_GROUP", Label: "Section"},
			{StaticID: "sql", Type: "SQL", Parent: "group", Connection: "c", Source: "select 1", Output: "one"},
			{StaticID: "inputs", Type: "INPUT", Label: "Inputs",
				Spec: []byte(`{"inputs":[{"name":"a","kind":"DATE","default":"2026-01-01"},{"name":"b","kind":"DROPDOWN","default":"x","options":["x","y"]}]}`)},
			{StaticID: "chart", Type: "CHART", Label: "Chart", Spec: []byte(`{"chart":{"mark":"bar","dataframe":"one","x":"x","y":"y"}}`)},
			{StaticID: "text", Type: "TEXT", Spec: []byte(`{"text":"Hello"}`)},
		},
	}
	content, err := file.YAML()
	if err != nil {
		t.Fatal(err)
	}
	back, err := read(content)
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{
		"name: Endorsed", "- name: Finance", "- dataConnectionId: c", "- sql\n", "inputType: DROPDOWN", "dateString: \"2026-01-01\"",
		"cellId: inputs", "cellType: CHARTV2", "text: Hello", "resultVariableName: one",
	} {
		if !strings.Contains(content, words) {
			t.Errorf("there is no %q in\n%s", words, content)
		}
	}
	if n := len(back["cells"].([]any)); n != 6 {
		t.Errorf("there are %d cells", n)
	}
	file.Cells = append(file.Cells, store.Cell{StaticID: "broken", Spec: []byte(`{`)})
	if _, err := file.YAML(); err == nil {
		t.Error("a damaged cell is written")
	}
}
