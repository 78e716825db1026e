package mcpsrv

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"hextui/hex/emulator"
)

// errand is a piece of work that people give to agents.
type errand struct {
	name string
	// calls is how many tool calls it takes.
	calls int
	// kB bounds the text of all answers, in thousands of bytes.
	kB int
	// more says what has to be offered beyond the default.
	more string
	walk func(*walk)
}

// errands are what the server is measured by, from a sentence of a person to the work done.
var errands = []errand{
	{"A vague name to the project and its owner: “net retention”", 2, 2, "", func(w *walk) {
		found := w.ask("resolve_hex", args{"text": "net retention"})
		project := found.handle("candidates.0.id", id("Net revenue retention"))
		w.ask("get_hex_project", args{"project_id": project}).wants("Net revenue retention", "priya@acme.example")
	}},
	{"Why the last run of a published project failed", 3, 5, "", func(w *walk) {
		project := w.ask("resolve_hex", args{"text": "Parcels by carrier"}).handle("candidates.0.id", id("Parcels by carrier"))
		why := w.ask("explain_hex_run", args{"project_id": project})
		why.handle("run.run_id", `Run ([0-9a-f-]{36}) is ERRORED`)
		given := args{}
		next := strings.TrimPrefix(why.handle("call", `(?m)^The call: (.*)$`), "run_hex_draft ")
		if err := json.Unmarshal([]byte(next), &given); err != nil {
			w.t.Fatal(err)
		}
		w.ask("run_hex_draft", given).wants("parcels_by_carrier", "no such column: carrier")
	}},
	{"Fix a cell that fails, run it, read its rows", 3, 5, "", func(w *walk) {
		cell := w.cell(w.find("Parcels by carrier"), "parcels_by_carrier").ID
		failed := w.ask("run_hex_cell", args{"cell_id": cell, "wait_s": 45})
		failed.wants("no such column: carrier")
		mend := failed.handle("explanation.cell_errors.0.cell_id", `SQL cell "parcels_by_carrier" ([0-9a-f-]{36})`)
		written := w.ask("update_hex_cell", args{"cell_id": mend,
			"sql_source": "select status, count(*) as parcels from orders group by 1 order by 1"})
		again := w.ask("run_hex_cell", args{"cell_id": written.handle("cell.id", `([0-9a-f-]{36})`), "wait_s": 45})
		again.wants("COMPLETED", "status", "parcels", "delivered")
	}},
	{"Share a project with a colleague", 4, 2, "", func(w *walk) {
		project := w.ask("resolve_hex", args{"text": "Weekly revenue"}).handle("candidates.0.id", id("Weekly revenue"))
		user := w.ask("resolve_hex", args{"text": "jonas@acme.example"}).handle("candidates.0.id", id(""))
		done := w.agreed("update_hex_project_user_sharing", args{"project_id": project,
			"user_permissions": []args{{"user_id": user, "access": "CAN_VIEW"}}}, "Weekly revenue", "jonas@acme.example")
		done.wants("CAN_VIEW")
	}},
	{"Who can see a project, and how they got it", 2, 6, "audit_hex_access", func(w *walk) {
		project := w.ask("resolve_hex", args{"text": "Weekly revenue"}).handle("candidates.0.id", id("Weekly revenue"))
		w.ask("audit_hex_access", args{"project_id": project}).wants("maya@acme.example")
	}},
	{"Replace a table's name in a project", 3, 2, "replace_in_hex_cells", func(w *walk) {
		project := w.ask("resolve_hex", args{"text": "Weekly revenue"}).handle("candidates.0.id", id("Weekly revenue"))
		given := args{"project_id": project, "find": "orders", "replace": "purchases", "whole_word": true, "cell_types": "SQL"}
		plan := w.ask("replace_in_hex_cells", given)
		plan.wants("purchases")
		given["dry_run"], given["plan_version"] = false, plan.handle("plan.version", `version (\S+)`)
		w.ask("replace_in_hex_cells", given).wants("weekly_orders")
	}},
	{"A collection with two projects in it", 7, 3, "", func(w *walk) {
		made := w.ask("create_hex_collection", args{"name": "Board pack"})
		collection := made.handle("collection.id", id("Board pack"))
		for _, title := range []string{"Weekly revenue", "Net revenue retention"} {
			project := w.ask("resolve_hex", args{"text": title}).handle("candidates.0.id", id(title))
			w.agreed("update_hex_project_collection_sharing", args{"project_id": project,
				"collection_permissions": []args{{"collection_id": collection, "access": "CAN_VIEW"}}}, title,
				"Board pack").wants("CAN_VIEW")
		}
	}},
	{"Ask a question about the data", 1, 1, "", func(w *walk) {
		w.ask("ask_hex", args{"prompt": "How many orders were there each month?"}).handle("thread_id", `([0-9a-f-]{36})`)
	}},
	{"Start a run and cancel it", 4, 2, "", func(w *walk) {
		letGo, err := w.work.HoldRuns(emulator.HeldRunning)
		if err != nil {
			w.t.Fatal(err)
		}
		defer letGo()
		project := w.ask("resolve_hex", args{"text": "Weekly revenue"}).handle("candidates.0.id", id("Weekly revenue"))
		run := w.ask("run_hex_project", args{"project_id": project}).handle("run_id", `Run ([0-9a-f-]{36})`)
		w.agreed("cancel_hex_run", args{"project_id": project, "run_id": run}, run).handle("run_id",
			`Run ([0-9a-f-]{36}) of project \S+ is being stopped`)
	}},
	{"A chart as a picture", 4, 3, "get_hex_cell_image", func(w *walk) {
		project := w.ask("resolve_hex", args{"text": "Weekly revenue"}).handle("candidates.0.id", id("Weekly revenue"))
		w.ask("run_hex_draft", args{"project_id": project, "wait_s": 45}).wants("COMPLETED")
		cell := w.ask("resolve_hex", args{"text": "Revenue by week", "project_id": project}).handle("candidates.0.id",
			id("Revenue by week"))
		if w.ask("get_hex_cell_image", args{"cell_id": cell}).pictures != 1 {
			w.t.Error("there is no picture")
		}
	}},
}

// TestErrands walks them all and holds what they cost, which docs/tools.md tells.
func TestErrands(t *testing.T) {
	for n, e := range errands {
		t.Run(e.name, func(t *testing.T) {
			if testing.Short() && n%4 > 0 {
				t.Skip("with -short, one in four of the errands is done")
			}
			w := setOff(t)
			e.walk(w)
			if w.calls != e.calls {
				t.Errorf("it took %d calls, not %d", w.calls, e.calls)
			}
			if most := e.kB * 1000; w.bytes > most || w.bytes <= most-1500 && e.kB > 1 {
				t.Errorf("the answers are %d bytes; the table says %d kB", w.bytes, e.kB)
			}
		})
	}
}

// errandsTable is the page's part of them.
func errandsTable() string {
	var b strings.Builder
	b.WriteString("\n## What work costs\n\nTen pieces of work, walked by a test through a client on stdin and stdout, from the text " +
		"of the " +
		"answers alone and from their structure alone. Bytes are those of the answers' texts, at most.\n\n" +
		"| work | calls | kB | beyond the default |\n| --- | --- | --- | --- |\n")
	for _, e := range errands {
		fmt.Fprintf(&b, "| %s | %d | %d | %s |\n", e.name, e.calls, e.kB, e.more)
	}
	return b.String()
}
