package folder

import (
	"encoding/json"
	"strings"
	"testing"

	"hextui/hex"
)

func TestJupyter(t *testing.T) {
	var b strings.Builder
	code := hex.Cell{StaticID: "c", Type: hex.CellCode, Contents: hex.Contents{Code: &hex.CodeContents{Source: "a = 1\nprint(a < 2)\n"}}}
	cells := []hex.Cell{note("m", "# <Weeks>\n\ntext"), sql("s", "orders", "select 1"), code,
		{StaticID: "i", Type: "INPUT", Label: "Inputs"}}
	if err := Jupyter(&b, hex.Project{Title: "Weekly\nrevenue", Description: "by week"}, cells); err != nil {
		t.Fatal(err)
	}
	var book struct {
		Format int `json:"nbformat"`
		Minor  int `json:"nbformat_minor"`
		Cells  []struct {
			ID       string         `json:"id"`
			Type     string         `json:"cell_type"`
			Source   []string       `json:"source"`
			Metadata map[string]any `json:"metadata"`
			Outputs  *[]any         `json:"outputs"`
		} `json:"cells"`
	}
	if err := json.Unmarshal([]byte(b.String()), &book); err != nil || book.Format != 4 || book.Minor != 5 {
		t.Fatal(err, book.Format, book.Minor)
	}
	want := []string{"markdown # Weekly revenue\n\nby week", "markdown # <Weeks>\n\ntext", "code select 1", "code a = 1\nprint(a < 2)\n",
		"markdown *4. input Inputs: Hex's API does not give what is in it.*"}
	ids := map[string]bool{}
	for i, c := range book.Cells {
		if got := c.Type + " " + strings.Join(c.Source, ""); got != want[i] {
			t.Errorf("cell %d is %q, want %q", i, got, want[i])
		}
		if ids[c.ID] || (c.Type == "code") != (c.Outputs != nil) {
			t.Errorf("cell %d: id %q, outputs %v", i, c.ID, c.Outputs)
		}
		ids[c.ID] = true
	}
	if got := book.Cells[2].Metadata["vscode"]; got == nil {
		t.Error("an SQL cell does not say its language")
	}
}
