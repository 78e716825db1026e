package mcpsrv

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"strings"
	"testing"

	"github.com/mark3labs/mcp-go/mcp"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
)

func TestCellIsMadeShownAndDeleted(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	notes := a.cell(project, "Notes")
	var made cellCreated
	a.call("create_hex_cell", args{"project_id": project, "cell_type": "markdown", "source": "# Hello", "label": "Greeting",
		"after_cell_id": notes.ID}, &made)
	if made.Cell.Label != "Greeting" || made.Hash != hex.SourceHash("# Hello") {
		t.Fatalf("got %+v", made)
	}
	for _, id := range []string{made.Cell.ID, made.Cell.StaticID} {
		var shown cellShown
		text := a.call("get_hex_cell", args{"cell_id": id}, &shown)
		if shown.Source == nil || *shown.Source != "# Hello" || !shown.Complete || shown.Cell.ID != made.Cell.ID ||
			!strings.Contains(text, "# Hello") {
			t.Fatalf("got %+v", shown)
		}
	}
	t.Run("a static id that was not seen before needs its project", func(t *testing.T) {
		a.t = t
		fresh := a.with(Options{})
		if f := fresh.fail("get_hex_cell", args{"cell_id": made.Cell.StaticID}); f.Kind != "not_found" ||
			!strings.Contains(f.Hint, "project_id") {
			t.Errorf("got %+v", f)
		}
		var shown cellShown
		fresh.call("get_hex_cell", args{"cell_id": made.Cell.StaticID, "project_id": project}, &shown)
		if shown.Cell.ID != made.Cell.ID {
			t.Errorf("got %+v", shown)
		}
	})
	if f := a.fail("delete_hex_cell", args{"cell_id": made.Cell.ID,
		"expected_hash": hex.SourceHash("else")}); f.Kind != answer.KindConflict {
		t.Errorf("got %+v", f)
	}
	var deleted cellDeleted
	text := a.call("delete_hex_cell", args{"cell_id": made.Cell.ID, "expected_hash": made.Hash}, &deleted)
	if !deleted.Deleted || *deleted.Source != "# Hello" || !strings.Contains(text, "# Hello") {
		t.Errorf("got %+v", deleted)
	}
	if f := a.fail("get_hex_cell", args{"cell_id": made.Cell.ID}); f.Kind != "not_found" {
		t.Errorf("got %+v", f)
	}
	if f := a.fail("create_hex_cell", args{"project_id": project, "cell_type": "SQL", "source": "select 1"}); !strings.Contains(f.Error(),
		"needs something to ask") {
		t.Errorf("got %+v", f)
	}
}

func TestOutlineAndSearch(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	var o outline
	a.call("get_hex_outline", args{"project_id": project}, &o)
	if o.Total < 6 || len(o.Cells) != o.Total || o.Cells[1].Label != "weekly_orders" || o.Cells[1].OutputDataframe != "orders_by_week" ||
		o.Cells[1].Lines < 2 || o.Cells[1].Begins == "" {
		t.Fatalf("got %+v", o)
	}
	var rest outline
	a.call("get_hex_outline", args{"project_id": project, "offset": 4}, &rest)
	if rest.Cells[0].ID != o.Cells[4].ID || rest.Cells[0].Position != 5 {
		t.Errorf("got %+v", rest)
	}

	var plain, cased, regex, typed cellMatches
	a.call("search_hex_cells", args{"project_id": project, "find": "ORDERS"}, &plain)
	a.call("search_hex_cells", args{"project_id": project, "find": "ORDERS", "match_case": true}, &cased)
	a.call("search_hex_cells", args{"project_id": project, "find": "^select", "regex": true}, &regex)
	a.call("search_hex_cells", args{"project_id": project, "find": "orders", "cell_types": "code", "limit": 1}, &typed)
	if plain.TotalLines == 0 || cased.TotalLines != 0 || regex.TotalLines == 0 || typed.TotalLines >= plain.TotalLines {
		t.Errorf("plain %+v\ncased %+v\nregex %+v\ntyped %+v", plain, cased, regex, typed)
	}
	for _, m := range regex.Matches {
		if !strings.HasPrefix(m.Text, "select") {
			t.Errorf("got %+v", m)
		}
	}
	for _, bad := range []string{"(", "x*"} {
		a.sent.taken()
		if f := a.fail("search_hex_cells", args{"project_id": project, "find": bad, "regex": true}); f.Kind != answer.KindInvalid ||
			len(a.sent.taken()) > 0 {
			t.Errorf("%s got %+v", bad, f)
		}
	}
}

func TestReplaceIsPlannedFirst(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	given := args{"project_id": project, "find": "orders", "replace": "purchases", "whole_word": true, "cell_types": "SQL"}
	a.sent.taken()
	var plan dryRunResult
	text := a.call("replace_in_hex_cells", given, &plan)
	if len(plan.Plan.Requests) == 0 || !strings.Contains(plan.Plan.Diff, "purchases") || !strings.Contains(text, "dry_run false") {
		t.Fatalf("got %+v", plan)
	}
	if sent := effects(a.sent.taken()); len(sent) > 0 {
		t.Fatalf("the plan sent %v", sent)
	}
	with := func(more args) args {
		all := args{"dry_run": false}
		for _, some := range []args{given, more} {
			for k, v := range some {
				all[k] = v
			}
		}
		return all
	}
	if f := a.fail("replace_in_hex_cells", with(nil)); !strings.Contains(f.Error(), "plan_version is missing") {
		t.Errorf("got %+v", f)
	}
	missing := with(args{"plan_version": plan.Plan.Version})
	delete(missing, "replace")
	for _, dry := range []bool{true, false} {
		missing["dry_run"] = dry
		if f := a.fail("replace_in_hex_cells", missing); f.Kind != answer.KindInvalid ||
			!strings.Contains(f.Message, "replace is missing") {
			t.Errorf("without replace got %+v", f)
		}
	}
	if f := a.fail("replace_in_hex_cells", with(args{"plan_version": plan.Plan.Version,
		"replace": "else"})); f.Kind != answer.KindConflict {
		t.Errorf("other arguments got %+v", f)
	}
	if sent := effects(a.sent.taken()); len(sent) > 0 {
		t.Fatalf("what was refused sent %v", sent)
	}

	t.Run("a cell that changed meanwhile", func(t *testing.T) {
		a.t = t
		refunds := a.cell(project, "refunds")
		a.call("update_hex_cell", args{"cell_id": refunds.ID, "sql_source": *refunds.Source + "\n-- orders"}, &cellUpdated{})
		if f := a.fail("replace_in_hex_cells", with(args{"plan_version": plan.Plan.Version})); f.Kind != answer.KindConflict {
			t.Errorf("got %+v", f)
		}
	})
	t.Run("a version that was made up, or found out otherwise", func(t *testing.T) {
		a.t = t
		other := a.with(Options{}) // another session, to which the plan was never shown
		var plan dryRunResult
		other.call("replace_in_hex_cells", given, &plan)
		a.sent.taken()
		for _, version := range []string{"0123456789abcdef", plan.Plan.Version} {
			r := a.result("replace_in_hex_cells", with(args{"plan_version": version}))
			if text := textOf(r); !r.IsError || !strings.Contains(text, "was shown here") || version != plan.Plan.Version &&
				strings.Contains(text, plan.Plan.Version) {
				t.Errorf("got %s", text)
			}
		}
		if sent := a.sent.taken(); len(sent) > 0 {
			t.Errorf("sent %v", sent)
		}
	})
	a.call("replace_in_hex_cells", given, &plan)
	var done replaced
	a.call("replace_in_hex_cells", with(args{"plan_version": plan.Plan.Version}), &done)
	if !done.Complete || done.Written != len(plan.Plan.Requests) || done.Failed != 0 {
		t.Fatalf("got %+v", done)
	}
	var left cellMatches
	a.call("search_hex_cells", args{"project_id": project, "find": "orders", "whole_word": true, "cell_types": "SQL"}, &left)
	if left.TotalLines != 0 {
		t.Errorf("left are %+v", left.Matches)
	}
	t.Run("groups, and single cells by any of their ids", func(t *testing.T) {
		a.t = t
		notes := a.cell(project, "Notes")
		var plan dryRunResult
		a.call("replace_in_hex_cells", args{"project_id": project, "find": `(\w+)`, "replace": "<$1>", "regex": true,
			"cell_ids": notes.StaticID}, &plan)
		if len(plan.Plan.Requests) != 1 || !strings.Contains(plan.Plan.Diff, "<") {
			t.Errorf("got %+v", plan)
		}
	})
	t.Run("nothing to do", func(t *testing.T) {
		a.t = t
		var plan dryRunResult
		text := a.call("replace_in_hex_cells", args{"project_id": project, "find": "no such word", "replace": ""}, &plan)
		if len(plan.Plan.Requests) != 0 || !strings.Contains(text, "Nothing matches") {
			t.Errorf("got %s", text)
		}
	})
}

func TestReplaceWritesTheOthersWhenOneIsInTheWay(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	given := args{"project_id": project, "find": "orders", "replace": "purchases"}
	var plan dryRunResult
	a.call("replace_in_hex_cells", given, &plan)
	if err := a.work.AddFault(emulator.Fault{Kind: emulator.Status, Status: 403, Operation: "UpdateCell", Times: 1}); err != nil {
		t.Fatal(err)
	}
	given["dry_run"], given["plan_version"] = false, plan.Plan.Version
	var done replaced
	a.call("replace_in_hex_cells", given, &done)
	if done.Complete || done.Failed != len(plan.Plan.Requests) || done.Cells[0].Outcome != "failed" ||
		done.Cells[1].Outcome != "not_tried" || done.Next == "" {
		t.Errorf("got %+v", done)
	}
}

func TestOutputs(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	c := a.cell(project, "refunds")
	if f := a.fail("get_hex_cell_output", args{"cell_id": c.ID}); !strings.Contains(f.Hint, "run_hex_") {
		t.Errorf("without a session: %+v", f)
	}
	var started draftStarted
	a.call("run_hex_draft", args{"project_id": project}, &started)
	if !started.Unpublished || started.RunID == "" || !strings.Contains(started.Next, "get_hex_cell_output") {
		t.Errorf("got %+v", started)
	}
	if err := a.work.Settled(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all, part output
	a.call("get_hex_cell_output", args{"cell_id": c.ID, "limit": 1000}, &all)
	a.call("get_hex_cell_output", args{"cell_id": c.StaticID, "limit": 2, "offset": 1, "columns": all.Columns[0].Name}, &part)
	if len(all.Rows) < 4 || all.TotalKind != "exact" || *all.Total != len(all.Rows) || all.HasMore {
		t.Fatalf("got %+v", all)
	}
	if len(part.Rows) != 2 || len(part.Columns) != 1 || *part.Rows[0][all.Columns[0].Name] != *all.Rows[1][all.Columns[0].Name] ||
		!part.HasMore || !strings.Contains(part.Next, "offset 3") {
		t.Errorf("got %+v", part)
	}
	if f := a.fail("get_hex_cell_output", args{"cell_id": c.ID, "columns": "nope"}); !strings.Contains(f.Error(), all.Columns[0].Name) {
		t.Errorf("got %+v", f)
	}

	t.Run("a cell that failed", func(t *testing.T) {
		a.t = t
		var written cellUpdated
		a.call("update_hex_cell", args{"cell_id": c.ID, "sql_source": "select no_such_column from orders"}, &written)
		a.call("run_hex_cell", args{"cell_id": c.StaticID}, &draftStarted{})
		if err := a.work.Settled(t.Context()); err != nil {
			t.Fatal(err)
		}
		var failed output
		text := a.call("get_hex_cell_output", args{"cell_id": written.Cell.ID}, &failed)
		if failed.Kind != "cell_run_error" || failed.Failed == nil || !strings.Contains(failed.Failed.Message, "no_such_column") ||
			!strings.Contains(text, "The cell failed") {
			t.Errorf("got %+v", failed)
		}
	})
	t.Run("a picture", func(t *testing.T) {
		a.t = t
		chart := a.cell(project, "Revenue by week")
		r := a.result("get_hex_cell_image", args{"cell_id": chart.ID, "width": 300, "height": 200})
		if r.IsError || len(r.Content) != 2 || r.StructuredContent != nil {
			t.Fatalf("got %+v", r)
		}
		picture, ok := r.Content[1].(mcp.ImageContent)
		content, err := base64.StdEncoding.DecodeString(picture.Data)
		if !ok || err != nil || picture.MIMEType != "image/png" {
			t.Fatalf("got %T, %v", r.Content[1], err)
		}
		drawn, err := png.Decode(bytes.NewReader(content))
		if err != nil || drawn.Bounds().Dx() != 300 {
			t.Errorf("got %v, %v", drawn.Bounds(), err)
		}
		for _, bad := range []args{{"width": 300}, {"run_id": chart.ID}, {"width": 99, "height": 99}} {
			bad["cell_id"] = chart.ID
			if f := a.fail("get_hex_cell_image", bad); f.Kind != answer.KindInvalid {
				t.Errorf("%v got %+v", bad, f)
			}
		}
	})
	t.Run("a picture of a run", func(t *testing.T) {
		a.t = t
		var run runStarted
		a.call("run_hex_project", args{"project_id": project}, &run)
		var waited runWaited
		a.call("wait_hex_run", args{"project_id": project, "run_id": run.RunID}, &waited)
		r := a.result("get_hex_cell_image", args{"cell_id": a.cell(project, "Revenue by week").ID, "project_id": project,
			"run_id": run.RunID})
		if r.IsError || len(r.Content) != 2 || !strings.Contains(textOf0(r), "as run "+run.RunID) {
			t.Errorf("got %+v", r.Content)
		}
	})
}

func textOf0(r *mcp.CallToolResult) string {
	text, _ := r.Content[0].(mcp.TextContent)
	return text.Text
}

// What creates a cell and what changes one take a source under the same names.
func TestCellsTakeASourceUnderEveryName(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	for kind, name := range map[string]string{"CODE": "code_source", "MARKDOWN": "markdown_source", "SQL": "sql_source"} {
		for _, by := range []string{"source", name} {
			made, changed := cellCreated{}, cellUpdated{}
			given := args{"project_id": project, "cell_type": kind, by: "-- one"}
			if kind == "SQL" {
				given["dataframe_sql"] = true
			}
			a.call("create_hex_cell", given, &made)
			a.call("update_hex_cell", args{"cell_id": made.Cell.ID, by: "-- two", "expected_hash": made.Hash}, &changed)
			if !changed.Changed || made.Hash != hex.SourceHash("-- one") || changed.Hash != hex.SourceHash("-- two") {
				t.Errorf("%s by %s: made %+v, changed %+v", kind, by, made, changed)
			}
		}
	}
	for want, given := range map[string]args{
		"exclude each other":       {"cell_type": "CODE", "source": "x", "code_source": "x"},
		"sql_source does not fit":  {"cell_type": "CODE", "sql_source": "select 1"},
		"code_source does not fit": {"cell_type": "MARKDOWN", "code_source": "x"},
	} {
		given["project_id"] = project
		if f := a.fail("create_hex_cell", given); f.Kind != answer.KindInvalid || !strings.Contains(f.Error(), want) {
			t.Errorf("%v got %+v", given, f)
		}
	}
}
