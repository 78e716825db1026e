package emulator

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"strings"
	"testing"
)

// picture is the decoded image of an answer: its size, and how many colours some
// of its pixels have.
func (r reply) picture() (width, height, colours int) {
	r.t.Helper()
	r.is(200)
	raw, err := base64.StdEncoding.DecodeString(r.word("imageBase64"))
	if err != nil {
		r.t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil || r.word("mimeType") != "image/png" {
		r.t.Fatalf("%s: no PNG: %v", r.what, err)
	}
	seen := map[[4]uint32]bool{}
	for x := 0; x < picture.Bounds().Dx(); x += 2 {
		for y := 0; y < picture.Bounds().Dy(); y += 3 {
			red, green, blue, alpha := picture.At(x, y).RGBA()
			seen[[4]uint32{red, green, blue, alpha}] = true
		}
	}
	return picture.Bounds().Dx(), picture.Bounds().Dy(), len(seen)
}

func TestChartImages(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Weekly revenue")
	cell := w.cell(project, "Revenue by week")
	w.get("/cells/"+cell.ID+"/image").refusedWith(404, newer, "not been run")
	run := w.post("/projects/"+project+"/runs", "").is(201).word("runId")
	w.post("/projects/"+project+"/notebook/run", "").is(200)
	w.settle()

	logic := w.get("/cells/" + cell.ID + "/image")
	if width, height, colours := logic.picture(); width != 800 || height != 480 || colours < 6 || logic.word("cellId") != cell.ID {
		t.Errorf("from the draft it is %d×%d with %d colours", width, height, colours)
	}
	byStatic := w.get("/cells/" + cell.StaticID + "/image?width=100&height=2000")
	if width, height, colours := byStatic.picture(); width != 100 || height != 2000 || colours < 3 {
		t.Errorf("by static id it is %d×%d with %d colours", width, height, colours)
	}
	base := "/projects/" + project + "/runs/" + run + "/cells/"
	plain := w.get(base + cell.StaticID + "/image")
	titled := w.get(base + cell.StaticID + "/image?includeTitle=true")
	plain.picture()
	titled.picture()
	if plain.word("imageBase64") == titled.word("imageBase64") || plain.word("runId") != run || plain.word("staticId") != cell.StaticID {
		t.Error("the title changes nothing")
	}

	notes := w.cell(project, "Notes")
	for _, c := range []struct {
		path   string
		status int
		words  string
	}{
		{"/cells/" + cell.ID + "/image?width=500", 400, "or neither"},
		{"/cells/" + cell.ID + "/image?width=99&height=500", 400, "100"},
		{"/cells/" + cell.ID + "/image?width=500&height=2001", 400, "2000"},
		{"/cells/" + notes.ID + "/image", 400, "MARKDOWN"},
		{base + notes.StaticID + "/image", 400, "MARKDOWN"},
		{base + newID() + "/image", 404, "no cell"},
		{"/projects/" + project + "/runs/" + newID() + "/cells/" + cell.StaticID + "/image", 404, "no run"},
	} {
		w.get(c.path).refusedWith(c.status, newer, c.words)
	}
}

// TestSampleCharts draws the charts of sample projects with every mark, and none
// of one that failed.
func TestSampleCharts(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	drawn := 0
	for _, title := range []string{"Weekly revenue", "Customer segments (RFM)", "Channel performance and CAC", "Top 100 customers",
		"Sessions by device", "Parcels by carrier"} {
		project := w.project(title)
		w.post("/projects/"+project+"/notebook/run", "").is(200)
		w.settle()
		for _, c := range w.cells(project) {
			if c.CellType != "CHART" {
				continue
			}
			r := w.get("/cells/" + c.ID + "/image?width=300&height=200")
			if title == "Parcels by carrier" {
				r.refusedWith(404, newer, "not been run")
				continue
			}
			if _, _, colours := r.picture(); colours < 4 {
				t.Errorf("%q in %q has %d colours", c.Label, title, colours)
			}
			drawn++
		}
	}
	if drawn < 5 {
		t.Errorf("only %d charts were drawn", drawn)
	}
}

// TestFailedChart breaks the column that a chart draws.
func TestFailedChart(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Weekly revenue")
	orders, drawn := w.cell(project, "weekly_orders"), w.cell(project, "Revenue by week")
	source := strings.ReplaceAll(orders.Contents.SQLCell.Source, "as revenue", "as income")
	w.patch("/cells/"+orders.ID, `{"contents":{"sqlCell":{"source":`+asJSON(source)+`}}}`).is(200)
	w.post("/cells/"+drawn.StaticID+"/run", "").is(200)
	w.settle()
	says := inThisBuild("no such column: revenue", `Referenced column \"revenue\" not found`)
	w.get("/cells/"+drawn.StaticID+"/image").refusedWith(400, newer, says)
}
