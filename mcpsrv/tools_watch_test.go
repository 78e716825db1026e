package mcpsrv

import (
	"slices"
	"strings"
	"testing"

	"hextui/hex/emulator"
)

func TestWaitRun(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	if err := a.work.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	release, err := a.work.HoldRuns(emulator.HeldRunning)
	if err != nil {
		t.Fatal(err)
	}
	var started runStarted
	a.call("run_hex_project", args{"project_id": project}, &started)
	given := args{"project_id": project, "run_id": started.RunID, "timeout_s": 1}
	var waited runWaited
	text := a.call("wait_hex_run", given, &waited)
	if waited.Finished || waited.Run.RunID != started.RunID || !strings.Contains(waited.Next, "wait_hex_run again") ||
		!strings.Contains(text, "not finished") {
		t.Fatalf("got %+v", waited)
	}
	release()
	given["timeout_s"] = 50
	a.call("wait_hex_run", given, &waited)
	if !waited.Finished || waited.Run.Status != "COMPLETED" {
		t.Errorf("got %+v", waited)
	}
	if f := a.fail("wait_hex_run", args{"project_id": project, "run_id": project, "timeout_s": 5}); f.Status == 0 || f.Hint == "" {
		t.Errorf("a run that never was: %+v", f)
	}
	if f := a.fail("wait_hex_run", args{"project_id": project, "run_id": project, "timeout_s": 51}); !strings.Contains(f.Message,
		"1 to 50") {
		t.Errorf("got %+v", f)
	}
}

func TestExplain(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Parcels by carrier") // reads a column that never was
	if err := a.work.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	a.call("run_hex_draft", args{"project_id": project}, &draftStarted{})
	var started runStarted
	a.call("run_hex_project", args{"project_id": project}, &started)
	a.call("wait_hex_run", args{"project_id": project, "run_id": started.RunID}, &runWaited{})
	if err := a.work.Settled(t.Context()); err != nil {
		t.Fatal(err)
	}
	var e explanation
	text := a.call("explain_hex_run", args{"project_id": project}, &e)
	if e.Verdict != "errored" || e.Run.RunID != started.RunID || len(e.CellErrors) != 1 || e.CellErrors[0].FromThisRun ||
		e.OutputsLooked == 0 {
		t.Fatalf("got %+v", e)
	}
	if !strings.Contains(e.Basis, "those of the draft") || !strings.Contains(e.Basis, "published version 2") ||
		!strings.Contains(text, e.CellErrors[0].Message) {
		t.Errorf("it stands on %s", e.Basis)
	}

	good := a.find("Weekly revenue")
	var fine explanation
	a.call("run_hex_project", args{"project_id": good}, &started)
	a.call("wait_hex_run", args{"project_id": good, "run_id": started.RunID}, &runWaited{})
	a.call("explain_hex_run", args{"project_id": good, "run_id": started.RunID}, &fine)
	if fine.Verdict != "completed" || len(fine.Causes) != 0 {
		t.Errorf("got %+v", fine)
	}

	var page projectPage
	a.call("list_hex_projects", args{"limit": 100}, &page)
	i := slices.IndexFunc(page.Projects, func(p projectRow) bool { return p.Published == nil })
	var never explanation
	a.call("explain_hex_run", args{"project_id": page.Projects[i].ID}, &never)
	if never.Verdict != "unpublished" || never.Causes[0].Kind != "unpublished" || never.Causes[0].Certainty != "certain" {
		t.Errorf("got %+v", never)
	}
}
