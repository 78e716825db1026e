package project

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/ui/action"
	"hextui/ui/graphics"
)

// What a CODE cell drew stands below what it printed, in the document and beside its result.
func TestWhatCodeDrewIsShown(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {200, 60}} {
		cells := queries(1, 1)
		cells[0].Type, cells[0].Contents.SQL = hex.CellCode, nil
		cells[0].Contents.Code = &hex.CodeContents{Source: "plt.plot([1, 2])"}
		r := read(t, cells, size[0], size[1])
		*r.env.Pictures.Terminal = *graphics.Look(graphics.Blocks, func(string) string { return "" })
		r.ran()
		r.cells.Grid.Select("c0000")
		line := "two lines"
		out := r.env.Store.Output("c0000")
		out.Value, out.At = hex.CellOutput{RunID: "r", Table: &hex.ResultTable{Columns: []hex.ResultColumn{{Name: "output", Type: "TEXT"}},
			Rows: [][]*string{{&line}}, TotalRows: 1, TotalKind: hex.TotalExact}}, noon
		r.frame()
		r.work()
		if strings.Contains(r.text(), "▀") {
			t.Fatalf("at %v there is a picture of nothing:\n%s", size, r.text())
		}
		out.Value.Table.Figures = 1
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 200, 100))); err != nil {
			t.Fatal(err)
		}
		e := r.env.Store.Picture("c0000")
		e.Value, e.At = hex.Image{Content: b.Bytes()}, noon
		r.frame()
		r.work()
		small := strings.Count(r.text(), "▀")
		r.want("plt.plot")
		r.press(action.Open, action.Focus)
		r.want("two lines")
		if beside := strings.Count(r.text(), "▀"); small == 0 || beside == 0 {
			t.Errorf("at %v the picture has %d half blocks in the document and %d beside the result:\n%s", size, small, beside, r.text())
		}
	}
}
