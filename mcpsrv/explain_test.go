package mcpsrv

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"hextui/hex/emulator"
	"hextui/mcpsrv/policy"
)

// twins calls a tool, and checks that its text says every word and every id of its structure.
func (a *agent) twins(tool string, arguments args, into any) string {
	a.t.Helper()
	r := a.result(tool, arguments)
	if r.IsError {
		a.t.Fatalf("%s %v failed: %s", tool, arguments, textOf(r))
	}
	a.decode(r, into)
	text := textOf(r)
	raw, err := json.Marshal(r.StructuredContent)
	if err != nil {
		a.t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		a.t.Fatal(err)
	}
	var walk func(string, any)
	walk = func(path string, node any) {
		switch v := node.(type) {
		case map[string]any:
			for name, inner := range v {
				walk(path+"."+name, inner)
			}
		case []any:
			for _, inner := range v {
				walk(path, inner)
			}
		case string:
			if !strings.Contains(text, v) {
				a.t.Errorf("the text of %s lacks %s %q:\n%s", tool, path, v, text)
			}
		case float64:
			if whole := v == float64(int(v)); whole && v != 0 && !strings.Contains(path, "elapsed_s") &&
				!strings.Contains(text, fmt.Sprint(int(v))) {
				a.t.Errorf("the text of %s lacks %s %v:\n%s", tool, path, v, text)
			}
		}
	}
	walk("", tree)
	return text
}

// Fix, run, rows: what was a call each to read, write, run, wait, look and look again.
func TestFixRunRowsInThreeCalls(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	cell := a.cell(a.find("Parcels by carrier"), "parcels_by_carrier") // reads a column that never was
	calls := 0
	call := func(tool string, arguments args, into any) string {
		calls++
		return a.twins(tool, arguments, into)
	}

	var failed draftStarted
	text := call("run_hex_cell", args{"cell_id": cell.ID, "wait_s": 50}, &failed)
	if !failed.Finished || failed.Explanation == nil || len(failed.Explanation.CellErrors) != 1 || failed.Output != nil {
		t.Fatalf("got %+v", failed)
	}
	e := failed.Explanation.CellErrors[0]
	if e.CellID != cell.ID || !e.FromThisRun || e.Line == 0 || !strings.Contains(e.Source, fmt.Sprintf("> %d ", e.Line)) ||
		!strings.Contains(e.Means, "renamed or dropped") {
		t.Errorf("got %+v", e)
	}
	if want := fmt.Sprintf(`run_hex_cell {"cell_id": %q, "wait_s": 45}`, cell.StaticID); failed.Explanation.Call != want ||
		!strings.Contains(text, want) {
		t.Errorf("the call is %s", failed.Explanation.Call)
	}
	var written cellUpdated
	call2 := args{"cell_id": cell.ID, "sql_source": "select status, count(*) as parcels from orders group by 1 order by 1"}
	calls++
	a.call("update_hex_cell", call2, &written)
	var mended draftStarted
	text = call("run_hex_cell", args{"cell_id": written.Cell.ID, "wait_s": 50}, &mended)
	if !mended.Finished || mended.Output == nil || len(mended.Output.Rows) < 2 || mended.Run.Status != "COMPLETED" ||
		mended.Explanation != nil {
		t.Fatalf("got %+v", mended)
	}
	if !strings.Contains(text, *mended.Output.Rows[1]["status"]) {
		t.Errorf("the rows are not in %s", text)
	}
	if calls != 3 {
		t.Errorf("it took %d calls", calls)
	}
}

// By default no tool runs a single cell: what is named as what to call is offered, and is all that it takes.
func TestFixRunRowsByDefault(t *testing.T) {
	all := newAgent(t, emulator.Options{})
	project := all.find("Parcels by carrier")
	cell := all.cell(project, "parcels_by_carrier")
	a := all.with(Options{Policy: policy.Policy{Toolsets: []string{policy.Usual}}})
	var failed, mended draftStarted
	a.call("run_hex_draft", args{"project_id": project, "wait_s": 50}, &failed)
	if failed.Explanation == nil {
		t.Fatalf("got %+v", failed)
	}
	a.call("update_hex_cell", args{"cell_id": cell.ID, "source": "select status as carrier, count(*) as parcels from orders group by 1"},
		&cellUpdated{})
	tool, given, _ := strings.Cut(failed.Explanation.Call, " ")
	var arguments args
	if err := json.Unmarshal([]byte(given), &arguments); err != nil || !a.server.rules.Offers(tool) {
		t.Fatalf("it names %s: %v", failed.Explanation.Call, err)
	}
	a.call(tool, arguments, &mended)
	if mended.Output == nil || len(mended.Output.Rows) < 2 || mended.Output.Rows[0]["carrier"] == nil {
		t.Errorf("got %+v", mended)
	}
	var code output
	a.call("get_hex_cell_output", args{"cell_id": all.cell(all.find("Weekly revenue"), "join and round").ID}, &code)
	if strings.Contains(code.Next, "run_hex_cell") {
		t.Errorf("of a CODE cell it says %s", code.Next)
	}
}

func TestExplainPublishedFailure(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Net revenue retention") // fails where it is published; its draft is mended
	var e explanation
	text := a.twins("explain_hex_run", args{"project_id": project}, &e)
	if e.Verdict != "errored" || len(e.CellErrors) != 0 || e.OutputsLooked != 0 || len(e.Suspects) < 2 || e.LastSuccess == nil {
		t.Fatalf("got %+v", e)
	}
	first := a.cell(project, "retention")
	if e.Suspects[0].CellID != first.ID || len(e.Suspects[0].Reasons) != 2 ||
		!strings.Contains(e.Suspects[0].Reasons[0], "changed since version 6, which succeeded") ||
		!strings.Contains(e.Suspects[0].Reasons[1], "wait to be published") {
		t.Errorf("suspects are %+v", e.Suspects)
	}
	if last := e.Suspects[len(e.Suspects)-1]; last.Type != "CODE" || !strings.Contains(last.Reasons[0], "could not be checked") {
		t.Errorf("the last suspect is %+v", last)
	}
	if want := fmt.Sprintf(`run_hex_draft {"project_id": %q, "use_cached_sql": false, "wait_s": 45}`, project); e.Call != want {
		t.Errorf("the call is %s", e.Call)
	}
	if !strings.Contains(e.Unseen, "neither the output nor the log of a published run") || strings.Contains(text, "e+") {
		t.Errorf("the text is %s", text)
	}

	// The call as it is written.
	var ran draftStarted
	text = a.twins("run_hex_draft", args{"project_id": project, "use_cached_sql": false, "wait_s": 50}, &ran)
	if !ran.Finished || ran.Run.Status != "COMPLETED" || ran.Output == nil || len(ran.Output.Rows) == 0 {
		t.Fatalf("got %s", text)
	}

	var after explanation
	a.twins("explain_hex_run", args{"project_id": project}, &after)
	if !strings.Contains(after.Next, "A person has to publish it") || after.Call != "" || !strings.Contains(after.Next, ran.RunID) {
		t.Errorf("after the draft ran: %s %s", after.Next, after.Call)
	}

	// An older failure: that a newer run succeeded is what counts.
	var runs runPage
	a.call("get_hex_project_runs", args{"project_id": a.find("Weekly revenue"), "limit": 100}, &runs)
	at, succeeded := -1, false
	for i, r := range runs.Runs {
		if succeeded = succeeded || r.Status == "COMPLETED"; succeeded && r.Status == "ERRORED" {
			at = i
			break
		}
	}
	if at < 0 {
		t.Fatal("no run of the sample failed before a success")
	}
	var old explanation
	text = a.twins("explain_hex_run", args{"project_id": a.find("Weekly revenue"), "run_id": runs.Runs[at].RunID}, &old)
	if old.NewerSuccess == nil || !strings.HasPrefix(text, "A newer run succeeded. Run "+old.NewerSuccess.RunID) ||
		!strings.Contains(old.Summary, old.NewerSuccess.RunID) {
		t.Errorf("got %s", text)
	}
}

func TestPublishedRunWaits(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	var failed runStarted
	a.twins("run_hex_project", args{"project_id": a.find("Parcels by carrier"), "wait_s": 50}, &failed)
	if !failed.Finished || failed.Run.Status != "ERRORED" || failed.Explanation == nil || failed.Explanation.Call == "" {
		t.Errorf("got %+v", failed)
	}
	var good runStarted
	a.twins("run_hex_project", args{"project_id": a.find("Weekly revenue"), "wait_s": 50}, &good)
	if !good.Finished || good.Run.Status != "COMPLETED" || !strings.Contains(good.Next, "run_hex_draft") {
		t.Errorf("got %+v", good)
	}
	if f := a.fail("run_hex_project", args{"project_id": good.ProjectID, "wait_s": 51}); !strings.Contains(f.Message, "0 to 50") {
		t.Errorf("got %+v", f)
	}
}

// What has no rows says why, and never that the cell is to be run once more while it runs.
func TestOutputsThatAreNone(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	weekly, refunds, join := a.cell(project, "weekly_orders"), a.cell(project, "refunds"), a.cell(project, "join and round")

	var code output
	a.twins("get_hex_cell_output", args{"cell_id": join.ID}, &code)
	if code.Kind != "no_rows" || !strings.Contains(code.Next, "create_hex_cell") {
		t.Errorf("of code it gave %+v", code)
	}
	if err := a.work.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	release, err := a.work.HoldRuns(emulator.HeldRunning)
	if err != nil {
		t.Fatal(err)
	}
	var started draftStarted
	text := a.twins("run_hex_draft", args{"project_id": project, "wait_s": 1}, &started)
	if !strings.Contains(text, "so far 1") || strings.Contains(text, "took") {
		t.Errorf("of a run that goes on it is said how long it took: %s", text)
	}
	wait := fmt.Sprintf(`wait_hex_run {"project_id": %q, "run_id": %q}`, project, started.RunID)
	if started.Finished || !strings.Contains(started.Next, wait) || !strings.Contains(started.Next, "Do not start it again") {
		t.Errorf("got %+v", started)
	}
	var running output
	a.twins("get_hex_cell_output", args{"cell_id": weekly.ID}, &running)
	if running.Kind != "running" || !strings.Contains(running.Next, wait) || strings.Contains(running.Next, "run_hex_cell") {
		t.Errorf("while it runs it gave %+v", running)
	}
	release()
	a.call("wait_hex_run", args{"project_id": project, "run_id": started.RunID}, &runWaited{})
	var rows output
	a.twins("get_hex_cell_output", args{"cell_id": weekly.ID}, &rows)
	if rows.Kind != "table" || rows.Message != "" || len(rows.Rows) != 20 {
		t.Errorf("when it ran it gave %+v", rows)
	}

	var written cellUpdated
	a.call("update_hex_cell", args{"cell_id": weekly.ID, "sql_source": "select nothing_like_it\nfrom orders"}, &written)
	var failed draftStarted
	a.twins("run_hex_draft", args{"project_id": project, "wait_s": 50}, &failed)
	if e := failed.Explanation; e == nil || len(e.CellErrors) != 1 || len(e.NotRun) == 0 || e.NotRun[0].AfterCellID != written.Cell.ID {
		t.Fatalf("got %+v", e)
	}
	var below output
	a.twins("get_hex_cell_output", args{"cell_id": refunds.ID}, &below)
	if below.Kind != "not_run" || below.Failed == nil || below.Failed.CellID != written.Cell.ID || below.Failed.Line != 1 {
		t.Errorf("below what failed it gave %+v", below)
	}
}

// What a cell is mended to lacks a column that a chart below reads: the chart fails, which has no source, and the cell is what to mend.
// The message is said once.
func TestExplainChartThatFailsForTheCellAbove(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Parcels by carrier")
	cell := a.cell(project, "parcels_by_carrier")
	var written cellUpdated
	a.call("update_hex_cell", args{"cell_id": cell.ID, "source": "select status, count(*) as parcels from orders group by 1"}, &written)
	var ran draftStarted
	text := a.twins("run_hex_draft", args{"project_id": project, "use_cached_sql": false, "wait_s": 50}, &ran)
	e := ran.Explanation
	if e == nil || len(e.CellErrors) != 1 || e.CellErrors[0].Type != "CHART" || !e.CellErrors[0].FromThisRun ||
		!strings.Contains(e.CellErrors[0].Message, "carrier") {
		t.Fatalf("got %s", text)
	}
	if ran.Status != "ERRORED" || strings.Contains(text, "PENDING") {
		t.Errorf("it has ended, and is said to be %s: %s", ran.Status, text)
	}
	var own output
	if text := a.call("get_hex_cell_output", args{"cell_id": e.CellErrors[0].CellID}, &own); own.Failed == nil || !own.Failed.FromThisRun ||
		strings.Contains(text, "another one") {
		t.Errorf("the output of the run that failed: %s", text)
	}
	if n := strings.Count(text, e.CellErrors[0].Message); n != 1 {
		t.Errorf("the message is said %d times: %s", n, text)
	}
	var suspects []string
	for _, s := range e.Suspects {
		suspects = append(suspects, s.CellID)
	}
	if want := []string{e.CellErrors[0].CellID, written.Cell.ID}; !slices.Equal(suspects, want) {
		t.Errorf("suspects are %v, want %v", suspects, want)
	}
	if want := fmt.Sprintf(`get_hex_cell {"cell_id": %q}`, written.Cell.ID); e.Call != want ||
		!strings.Contains(e.Next, "cannot change CHART") {
		t.Errorf("it says %s %s", e.Next, e.Call)
	}
}
