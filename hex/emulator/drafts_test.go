package emulator

import (
	"hextui/hex/emulator/executor"
	"strings"
	"testing"
)

// output is what a cell gave last.
func (w *world) output(cell string) reply { w.t.Helper(); return w.get("/cells/" + cell + "/output") }

func TestEditFailMend(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Weekly revenue")
	cell := w.cell(project, "weekly_orders")
	w.output(cell.ID).refusedWith(404, newer, "no output")

	run := func() (string, string) {
		made := w.post("/projects/"+project+"/notebook/run", `{"useCachedSqlResults":false}`).is(200)
		w.settle()
		return made.word("runId"), w.state(project, made.word("runId"))
	}
	first, status := run()
	if status != "COMPLETED" {
		t.Fatalf("the sample's draft is %s", status)
	}
	if got := w.get("/projects/" + project + "/runs/" + first).is(200).word("projectVersion"); got != "draft" {
		t.Errorf("the version of a draft run is %q", got)
	}
	good := w.output(cell.StaticID).is(200)
	if good.word("result.type") != "table" || good.word("runId") != first || good.word("result.columns.3.name") != "revenue" {
		t.Errorf("the output is %.300s", good.text)
	}
	if _, isText := good.at("result.rows.0.revenue").(string); !isText {
		t.Errorf("values are texts, not %v", good.at("result.rows.0.revenue"))
	}

	source := cell.Contents.SQLCell.Source
	broken := w.patch("/cells/"+cell.ID, `{"contents":{"sqlCell":{"source":`+asJSON(strings.Replace(source, "o.channel", "o.chanel",
		1))+`}}}`).is(200).word("id")
	if _, status = run(); status != "ERRORED" {
		t.Errorf("with a mistake it is %s", status)
	}
	bad := w.output(broken).is(200)
	if bad.word("result.type") != "cell_run_error" || !strings.Contains(bad.word("result.message"), inThisBuild("no such column: o.chanel", `not have a column named "chanel"`)) ||
		bad.word("result.traceback") == "" {
		t.Errorf("the output is %s", bad.text)
	}
	w.output(w.cell(project, "refunds").ID).refusedWith(404, newer, "did not reach")

	mended := w.patch("/cells/"+broken, `{"contents":{"sqlCell":{"source":`+asJSON(source)+`}}}`).is(200).word("id")
	if _, status = run(); status != "COMPLETED" {
		t.Errorf("mended it is %s", status)
	}
	if got := w.output(mended).is(200).at("result.totalRows"); got != good.at("result.totalRows") {
		t.Errorf("it gives %v rows, not %v as before", got, good.at("result.totalRows"))
	}
}

func TestRunCell(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Channel performance and CAC")
	cell := w.cell(project, "cost per customer")
	dry := w.post("/cells/"+cell.ID+"/run", `{"dryRun":true}`).is(200)
	if dry.at("runId") != nil || dry.at("dryRun") != true || dry.word("cellId") != cell.ID {
		t.Errorf("a dry run is %s", dry.text)
	}
	made := w.post("/cells/"+cell.ID+"/run", "").is(200)
	w.settle()
	if got := w.state(project, made.word("runId")); got != "COMPLETED" {
		t.Errorf("it is %s", got)
	}
	// It ran after the queries it needs, and without the others.
	w.output(cell.ID).is(200)
	w.output(w.cell(project, "spend").ID).is(200)
	w.output(w.cell(project, "campaigns").ID).refusedWith(404, newer, "no output")
}

func TestCodeCellErrors(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Weekly revenue")
	cell := w.cell(project, "join and round")
	w.output(cell.ID).refusedWith(400, newer, "Only SQL")
	broken := w.patch("/cells/"+cell.ID, `{"contents":{"codeCell":{"source":"x = 1\ny = x / 0\n"}}}`).is(200).word("id")
	run := w.post("/projects/"+project+"/notebook/run", "").is(200).word("runId")
	w.settle()
	if got := w.state(project, run); got != "ERRORED" {
		t.Errorf("it is %s", got)
	}
	bad := w.output(broken).is(200)
	if !strings.Contains(bad.word("result.message"), "division by zero") || !strings.Contains(bad.word("result.traceback"), "2") {
		t.Errorf("the error is %s", bad.text)
	}
	w.output(w.cell(project, "weekly_orders").ID).is(200) // what ran before it
}

func TestChartCellFailsWithItsDataframe(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Refund watch")
	cell := w.cell(project, "refunds_weekly")
	w.patch("/cells/"+cell.ID, `{"contents":{"sqlCell":{"source":"select 1 as week"}}}`).is(200)
	run := w.post("/projects/"+project+"/notebook/run", "").is(200).word("runId")
	w.settle()
	if got := w.state(project, run); got != "ERRORED" {
		t.Errorf("without the chart's column it is %s", got)
	}
	if bad := w.output(w.cell(project, "Refunds by week").ID).is(200); !strings.Contains(bad.word("result.message"), "amount") {
		t.Errorf("the error is %s", bad.text)
	}
}

func TestPreviewIsCut(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	project := w.project("Delivery times")
	cell := w.cell(project, "parcels")
	w.post("/cells/"+cell.ID+"/run", "").is(200)
	w.settle()
	r := w.output(cell.ID).is(200)
	if r.at("result.rowsReturned") != float64(executor.PreviewRows) || r.at("result.truncated") != true ||
		r.word("result.totalRowsKind") != "EXACT" || r.at("result.totalRows").(float64) <= executor.PreviewRows {
		t.Errorf("the preview is %.400s", r.text)
	}
}

func TestDraftRoutesRefused(t *testing.T) {
	t.Parallel()
	for _, status := range []int{404, 403} {
		w := serve(t, Options{Faults: RefuseDraftRuns(status)})
		project := w.project("Weekly revenue")
		w.post("/projects/"+project+"/notebook/run", "").refusedWith(status, newer, "")
		w.post("/cells/"+w.cell(project, "refunds").ID+"/run", "").refusedWith(status, newer, "")
		w.post("/projects/"+project+"/runs", "").is(201)
		w.settle()
	}
}

func TestRealisticPace(t *testing.T) {
	t.Parallel()
	// At a pace this slow nothing ends by itself, and everything can be cancelled.
	w := serve(t, Options{Pace: 1e6})
	project := w.project("Weekly revenue")
	run := w.post("/projects/"+project+"/notebook/run", "").is(200).word("runId")
	if got := w.state(project, run); got != "PENDING" {
		t.Errorf("it is %s", got)
	}
	w.delete("/projects/" + project + "/runs/" + run).is(204)
	w.settle()
}

func TestNoKernel(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{Faults: []Fault{{Kind: NoKernel, Operation: "RunProject", Times: 1}}})
	project := w.project("Weekly revenue")
	run := w.post("/projects/"+project+"/runs", "").is(201).word("runId")
	w.settle()
	if got := w.state(project, run); got != "UNABLE_TO_ALLOCATE_KERNEL" {
		t.Errorf("it is %s", got)
	}
}
