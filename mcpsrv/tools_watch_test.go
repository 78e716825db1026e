package mcpsrv

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
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
	if waited.Finished || waited.Run.RunID != started.RunID || !strings.Contains(waited.Next, "wait_hex_run again") || !strings.Contains(text, "not finished") {
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
	if f := a.fail("wait_hex_run", args{"project_id": project, "run_id": project, "timeout_s": 51}); !strings.Contains(f.Message, "1 to 50") {
		t.Errorf("got %+v", f)
	}
}

func TestWaitRunIsGivenUp(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	release, err := a.work.HoldRuns(emulator.HeldPending)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	var started runStarted
	a.call("run_hex_project", args{"project_id": project}, &started)
	ctx, cancel := context.WithCancel(t.Context())
	told := make(chan string, 100)
	w := a.server.work.For(a.hex, func(done, total int, message string) { told <- fmt.Sprintf("%d of %d: %s", done, total, message) })
	ended := make(chan error, 1)
	go func() {
		_, err := w.waitRun(ctx, waitRunIn{ProjectID: project, RunID: started.RunID, TimeoutS: 50})
		ended <- err
	}()
	select {
	case message := <-told:
		if !strings.Contains(message, "of 50: PENDING for") {
			t.Errorf("told %s", message)
		}
	case <-time.After(patience):
		t.Fatal("no progress")
	}
	cancel()
	select {
	case err := <-ended:
		if f := answer.From(err, answer.Advice{Check: "check"}); f.Kind != string(hex.Canceled) || f.Hint != "check" {
			t.Errorf("got %+v", f)
		}
	case <-time.After(patience):
		t.Fatal("the wait goes on")
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
	if e.Verdict != "errored" || e.Run.RunID != started.RunID || len(e.CellErrors) != 1 || e.CellErrors[0].FromThisRun || e.OutputsLooked == 0 {
		t.Fatalf("got %+v", e)
	}
	if !strings.Contains(e.Basis, "those of the draft") || !strings.Contains(e.Basis, "published version 1") || !strings.Contains(text, e.CellErrors[0].Message) {
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

func TestKnownCauses(t *testing.T) {
	sql := func(source, connection string) hex.Cell {
		return hex.Cell{ID: "c", Type: hex.CellSQL, DataConnectionID: connection, Contents: hex.Contents{SQL: &hex.SQLContents{Source: source, OutputDataframe: "made"}}}
	}
	code := func(source string) hex.Cell {
		return hex.Cell{ID: "c", Type: hex.CellCode, Contents: hex.Contents{Code: &hex.CodeContents{Source: source}}}
	}
	seen := map[string]bool{"w": true}
	for _, c := range []struct {
		name  string
		cells []hex.Cell
		want  string
	}{
		{"fine", []hex.Cell{sql("select * from orders where d > {{ start }}", "w")}, ""},
		{"no connection", []hex.Cell{sql("select * from orders", "")}, "missing_connection likely 0"},
		{"over a result", []hex.Cell{sql("select 1", "w"), sql("select * from made join frame using (x)", "")}, `missing_connection likely 0`},
		{"over results", []hex.Cell{sql("select 1", "w"), code("frame = load()"), sql("with t as (select * from made) select * from t join Frame", "")}, ""},
		{"a connection nobody sees", []hex.Cell{sql("select 1", "gone")}, "missing_connection possible 0"},
		{"empty", []hex.Cell{sql("select 1\nwhere {{ }}", "w")}, "stray_template likely 2"},
		{"not closed", []hex.Cell{sql("select {{ a }", "w")}, "stray_template likely 1"},
		{"quoted", []hex.Cell{sql("select 1\nwhere a = '{{ a }}'", "w")}, "quoted_parameter likely 2"},
		{"quoted for good reason", []hex.Cell{sql("where a = '{{ a | sqlsafe }}'", "w")}, ""},
		{"in code", []hex.Cell{code("x = {{ start }}")}, "stray_template possible 1"},
		{"in a text of code", []hex.Cell{code(`x = f"{{ start }}"`)}, ""},
	} {
		var got []string
		for _, found := range causesIn(c.cells, seen) {
			got = append(got, fmt.Sprintf("%s %s %d", found.Kind, found.Certainty, found.Line))
			if found.Do == "" || found.Message == "" {
				t.Errorf("%s does not say what to do: %+v", c.name, found)
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: got %v, want %s", c.name, got, c.want)
		}
	}
}
