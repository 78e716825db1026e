package mcpsrv

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/wire"
)

func TestListProjects(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	var all []projectRow
	var page projectPage
	for arguments := (args{"limit": 100, "include_archived": true, "include_components": true}); ; arguments["cursor"] = page.NextCursor {
		page = projectPage{}
		a.call("list_hex_projects", arguments, &page)
		all = append(all, page.Projects...)
		if !page.HasMore {
			break
		}
	}
	var plain projectPage
	text := a.call("list_hex_projects", nil, &plain)
	if len(plain.Projects) != 25 || !plain.HasMore || plain.NextCursor == "" || !strings.Contains(plain.Next, "cursor") {
		t.Fatalf("the default page is %+v", plain)
	}
	if !strings.Contains(text, plain.Projects[24].ID) || !strings.Contains(text, "list_hex_projects again") {
		t.Errorf("the text is %s", text)
	}
	if raw, _ := json.Marshal(plain); max(len(raw), len(text)) > 5<<10 { // a client shows its model one of the two
		t.Errorf("a page of 25 takes %d + %d bytes", len(raw), len(text))
	}
	if len(all) <= len(plain.Projects) {
		t.Fatalf("only %d projects in all", len(all))
	}

	t.Run("offset walks the cursors", func(t *testing.T) {
		var first, skipped projectPage
		a.call("list_hex_projects", args{"limit": 40}, &first)
		a.call("list_hex_projects", args{"limit": 10, "offset": 30}, &skipped)
		for i, p := range skipped.Projects {
			if p.ID != first.Projects[30+i].ID {
				t.Fatalf("project %d is %s, want %s", i, p.Title, first.Projects[30+i].Title)
			}
		}
		if skipped.NextCursor != first.NextCursor {
			t.Error("the cursor behind a skipped page is not the one behind the same projects")
		}
		var beyond projectPage
		a.call("list_hex_projects", args{"offset": 5000}, &beyond)
		if len(beyond.Projects) != 0 || beyond.HasMore {
			t.Errorf("beyond the end is %+v", beyond)
		}
	})
	t.Run("filters and sort", func(t *testing.T) {
		var endorsed projectPage
		a.call("list_hex_projects", args{"statuses": "Endorsed", "sort_by": "last_edited_at", "sort_direction": "asc", "limit": "50"},
			&endorsed)
		if len(endorsed.Projects) < 3 {
			t.Fatalf("%d endorsed projects", len(endorsed.Projects))
		}
		var last time.Time
		for _, p := range endorsed.Projects {
			if p.Status != "Endorsed" || p.Edited.Before(last) {
				t.Errorf("%+v", p)
			}
			last = *p.Edited
		}
	})
}

func TestSearchProjects(t *testing.T) {
	a := newAgent(t, emulator.Options{Size: 250})
	var found projectMatches
	a.call("search_hex_projects", args{"search_pattern": "REVENUE"}, &found)
	if found.TotalMatched < 3 || found.TotalSearched < 300 || !found.Complete || found.HasMore != (found.TotalMatched > 100) {
		t.Fatalf("got %+v", found)
	}
	for _, p := range found.Values {
		if !strings.Contains(strings.ToLower(p.Title), "revenue") {
			t.Errorf("%s matched", p.Title)
		}
	}
	a.sent.taken()
	var page projectMatches
	a.call("search_hex_projects", args{"search_pattern": "revenue", "limit": 2, "offset": 1}, &page)
	if len(page.Values) != 2 || page.Values[0].ID != found.Values[1].ID || !page.HasMore || !strings.Contains(page.Next, "offset 3") {
		t.Errorf("got %+v", page)
	}
	if sent := a.sent.taken(); len(sent) != 0 {
		t.Errorf("a second search asked Hex again: %v", sent)
	}
	for pattern, best := range map[string]string{
		"retention net": "Net revenue retention", "net retenion": "Net revenue retention", "ubersicht vertrieb": "Umsatz nach Ländern – " +
			"Übersicht für den Vertrieb", "weekly revenue": "Weekly revenue", "東京": "売上ダッシュボード（東京）",
	} {
		var got projectMatches
		text := a.call("search_hex_projects", args{"search_pattern": pattern}, &got)
		if len(got.Values) == 0 || got.Values[0].Title != best || got.Values[0].Match == "" ||
			!strings.Contains(text, got.Values[0].Match) {
			t.Errorf("%q found %+v", pattern, got.Values[:min(len(got.Values), 2)])
		}
	}
}

func TestGetProject(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	id := a.find("Weekly revenue")
	for _, given := range []string{
		id, strings.ToUpper(id), " " + id + "\n",
		"https://app.hex.tech/hex/" + id + "/draft/logic",
		"https://eu.hex.tech/acme/hex/" + id + "/draft/logic?view=notebook#cell",
		"/hex/" + id + "/", "https://acme.hex.tech/api/v1/projects/" + id,
	} {
		var p project
		text := a.call("get_hex_project", args{"project_id": given}, &p)
		if p.ID != id || p.Title != "Weekly revenue" || p.Owner != "maya@acme.example" || p.Sharing == nil || len(p.Schedules) != 1 ||
			p.Schedules[0].When != "MONDAY at 07:00 (+01:00)" || !strings.HasPrefix(p.URL, "http://127.0.0.1") {
			t.Fatalf("%q gave %+v", given, p)
		}
		if !strings.Contains(text, "Weekly revenue") || !strings.Contains(text, "schedule: WEEKLY MONDAY") {
			t.Errorf("the text is %s", text)
		}
	}
	f := a.fail("get_hex_project", args{"project_id": "00000000-0000-4000-8000-000000000000"})
	if f.Kind != "not_found" || f.Status != 404 || !strings.Contains(f.Hint, "search_hex_projects") {
		t.Errorf("got %+v", f)
	}
}

func TestRuns(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	id := a.find("Weekly revenue")
	var started runStarted
	text := a.call("run_hex_project", args{"project_id": id, "input_params": args{"start_date": "2026-01-01"}, "use_cached_sql": false},
		&started)
	if started.RunID == "" || !strings.Contains(text, started.RunID) || !strings.Contains(started.Next, "wait_hex_run") {
		t.Fatalf("got %+v", started)
	}
	if err := a.work.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	watch := a.hex.Watch(t.Context(), id, started.RunID)
	for range watch.Updates() { // until it is done
	}
	watch.Close()
	var now run
	a.call("get_hex_run_status", args{"project_id": id, "run_id": started.RunID}, &now)
	if !now.Finished || now.Status != "COMPLETED" || now.Trigger != "API" {
		t.Fatalf("got %+v", now)
	}
	var runs runPage
	a.call("get_hex_project_runs", args{"project_id": id, "limit": 3, "trigger": "all"}, &runs)
	if len(runs.Runs) != 3 || runs.Runs[0].RunID != started.RunID || !runs.HasMore || runs.NextOffset != 3 {
		t.Fatalf("got %+v", runs)
	}
	var errored runPage
	a.call("get_hex_project_runs", args{"project_id": id, "status": "errored", "limit": 100}, &errored)
	for _, r := range errored.Runs {
		if r.Status != "ERRORED" {
			t.Errorf("got %+v", r)
		}
	}

	t.Run("inputs that do not fit", func(t *testing.T) {
		f := a.fail("run_hex_project", args{"project_id": id, "input_params": args{"min_orders": "many"}})
		if f.Status != 422 || !strings.Contains(fmt.Sprint(f.Message, f.Issues), "min_orders") {
			t.Errorf("got %+v", f)
		}
	})
	t.Run("dry run", func(t *testing.T) {
		var before, after runPage
		a.call("get_hex_project_runs", args{"project_id": id, "limit": 1}, &before)
		var dry dryRunResult
		text := a.call("run_hex_project", args{"project_id": id, "dry_run": true}, &dry)
		a.call("get_hex_project_runs", args{"project_id": id, "limit": 1}, &after)
		if !dry.DryRun || len(dry.Plan.Requests) != 1 || !strings.Contains(text, "Nothing was started") ||
			before.Runs[0].RunID != after.Runs[0].RunID {
			t.Errorf("got %+v; %+v, then %+v", dry, before, after)
		}
	})
	t.Run("never published", func(t *testing.T) {
		var page projectPage
		a.call("list_hex_projects", args{"limit": 100}, &page)
		for _, p := range page.Projects {
			if p.Published == nil {
				if f := a.fail("run_hex_project", args{"project_id": p.ID}); f.Status != 422 || f.Hint == "" {
					t.Errorf("got %+v", f)
				}
				return
			}
		}
		t.Fatal("every project was published")
	})
}

func TestCancelRun(t *testing.T) {
	a := newAgent(t, emulator.Options{Pace: 1000})
	id := a.find("Weekly revenue")
	var started runStarted
	a.call("run_hex_project", args{"project_id": id}, &started)
	var plan dryRunResult
	a.call("cancel_hex_run", args{"project_id": id, "run_id": started.RunID, "dry_run": true}, &plan)
	if len(plan.Plan.Requests) != 1 || plan.Plan.Requests[0].Method != http.MethodDelete {
		t.Errorf("the plan is %+v", plan)
	}
	var cancelled runCancelled
	a.call("cancel_hex_run", args{"project_id": id, "run_id": "https://app.hex.tech/api/v1/projects/" + id + "/runs/" + started.RunID},
		&cancelled)
	if !cancelled.Cancelled || cancelled.RunID != started.RunID {
		t.Fatalf("got %+v", cancelled)
	}
	watch := a.hex.Watch(t.Context(), id, started.RunID)
	defer watch.Close()
	for range watch.Updates() {
	}
	var now run
	a.call("get_hex_run_status", args{"project_id": id, "run_id": started.RunID}, &now)
	if now.Status != "KILLED" || !now.Finished {
		t.Fatalf("got %+v", now)
	}

	// Of one that has finished nothing is sent, and nobody is asked.
	b := a.with(Options{})
	a.sent.taken()
	b.call("cancel_hex_run", args{"project_id": id, "run_id": started.RunID}, &cancelled)
	if sent := effects(a.sent.taken()); cancelled.Cancelled || cancelled.Status != "KILLED" || len(sent) > 0 {
		t.Errorf("got %+v, and sent %v", cancelled, sent)
	}
}

func TestListCells(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	id := a.find("Weekly revenue")
	var first, second, back cellPage
	text := a.call("list_hex_cells", args{"project_id": id, "limit": 2}, &first)
	if len(first.Cells) != 2 || !first.HasMore || first.Cells[0].Source != nil || first.Cells[1].OutputDataframe != "orders_by_week" {
		t.Fatalf("got %+v", first)
	}
	if c := first.Cells[1]; hex.SourceHash(*c.Source) != c.Hash || !strings.Contains(text, *c.Source) || !strings.Contains(text, c.Hash) {
		t.Errorf("the text is %s", text)
	}
	a.call("list_hex_cells", args{"project_id": id, "limit": 2, "after": first.Pagination.After}, &second)
	a.call("list_hex_cells", args{"project_id": id, "limit": 2, "before": second.Pagination.Before}, &back)
	if second.Cells[0].ID == first.Cells[0].ID || back.Cells[0].ID != first.Cells[0].ID {
		t.Errorf("paging went from %+v to %+v and back to %+v", first, second, back)
	}
}

func TestUpdateCell(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	id := a.find("Weekly revenue")
	old := a.cell(id, "refunds")
	changed := strings.Replace(*old.Source, "group by 1", "group by week", 1)

	t.Run("dry run", func(t *testing.T) {
		a.sent.taken()
		var dry dryRunResult
		text := a.call("update_hex_cell", args{"cell_id": old.ID, "sql_source": changed, "expected_hash": old.Hash, "dry_run": true}, &dry)
		if q := dry.Plan.Requests; !dry.DryRun || len(q) != 1 || q[0].Method != http.MethodPatch || q[0].Path != "/v1/cells/"+old.ID ||
			!strings.Contains(string(q[0].Body), "group by week") {
			t.Errorf("got %+v", dry)
		}
		if !strings.Contains(dry.Plan.Diff, "\n- group by 1\n+ group by week\n") || !strings.Contains(dry.Plan.Target, old.ID) {
			t.Errorf("got %+v", dry)
		}
		if !strings.Contains(text, "nothing was changed") {
			t.Errorf("the text is %s", text)
		}
		for _, sent := range a.sent.taken() {
			if !strings.HasPrefix(sent, http.MethodGet) {
				t.Errorf("a dry run sent %s", sent)
			}
		}
		if now := a.cell(id, "refunds"); now.Hash != old.Hash || now.ID != old.ID {
			t.Error("a dry run wrote")
		}
	})

	var written cellUpdated
	a.call("update_hex_cell", args{"cell_id": old.ID, "sql_source": changed, "expected_hash": old.Hash}, &written)
	if !written.Changed || written.Cell.ID == old.ID || written.Cell.StaticID != old.StaticID || written.PreviousHash != old.Hash ||
		written.Hash != hex.SourceHash(changed) {
		t.Fatalf("got %+v", written)
	}
	if now := a.cell(id, "refunds"); *now.Source != changed || now.ID != written.Cell.ID {
		t.Fatalf("Hex holds %+v", now)
	}

	t.Run("the same again changes nothing, whatever id and hash", func(t *testing.T) {
		for _, cellID := range []string{written.Cell.ID, old.ID, old.StaticID} {
			a.sent.taken()
			var again cellUpdated
			a.call("update_hex_cell", args{"cell_id": cellID, "sql_source": changed, "expected_hash": old.Hash}, &again)
			if again.Changed || again.Cell.ID != written.Cell.ID || again.Diff != "" {
				t.Errorf("got %+v", again)
			}
			if sent := fmt.Sprint(a.sent.taken()); strings.Contains(sent, http.MethodPatch) {
				t.Errorf("it was written: %s", sent)
			}
		}
	})
	t.Run("a stale hash is a conflict", func(t *testing.T) {
		a.sent.taken()
		f := a.fail("update_hex_cell", args{"cell_id": written.Cell.ID, "sql_source": "select 1", "expected_hash": old.Hash})
		if f.Kind != answer.KindConflict || f.ExpectedHash != old.Hash || strings.Contains(f.Text(), written.Hash) ||
			!strings.Contains(f.Hint, "list_hex_cells") {
			t.Errorf("got %+v", f)
		}
		if sent := fmt.Sprint(a.sent.taken()); strings.Contains(sent, http.MethodPatch) {
			t.Errorf("it was written: %s", sent)
		}
	})
	t.Run("a name and a connection alone", func(t *testing.T) {
		var named cellUpdated
		a.call("update_hex_cell", args{"cell_id": written.Cell.ID, "output_dataframe": "weekly_refunds", "data_connection_id": ""}, &named)
		if !named.Changed || named.Diff != "" || named.Cell.OutputDataframe != "weekly_refunds" || named.Cell.DataConnectionID != "" ||
			named.Hash != written.Hash {
			t.Errorf("got %+v", named)
		}
	})
	t.Run("sources that do not fit", func(t *testing.T) {
		for _, c := range []struct {
			label string
			given args
			want  string
		}{
			{"join and round", args{"sql_source": "select 1"}, "Give code_source instead"},
			{"join and round", args{"code_source": "x = 1", "data_connection_id": ""}, "are for SQL cells"},
			{"Revenue by week", args{"code_source": "x = 1"}, "has no source"},
			{"Notes", args{"markdown_source": "# ⟨U+202E⟩"}, "stands for something that was not shown"},
			{"Notes", args{"markdown_source": "token " + answer.Redacted}, "stands for something that was not shown"},
		} {
			a.sent.taken()
			c.given["cell_id"] = a.cell(id, c.label).ID
			if f := a.fail("update_hex_cell", c.given); f.Kind != answer.KindInvalid || !strings.Contains(f.Error(), c.want) {
				t.Errorf("%v got %+v", c.given, f)
			}
			if sent := fmt.Sprint(a.sent.taken()); strings.Contains(sent, http.MethodPatch) {
				t.Errorf("it was written: %s", sent)
			}
		}
	})
	t.Run("markdown and an empty source", func(t *testing.T) {
		notes := a.cell(id, "Notes")
		var emptied cellUpdated
		a.call("update_hex_cell", args{"cell_id": notes.ID, "markdown_source": "", "expected_hash": notes.Hash}, &emptied)
		if now := a.cell(id, "Notes"); !emptied.Changed || now.Source == nil || *now.Source != "" {
			t.Errorf("got %+v, Hex holds %+v", emptied, now)
		}
	})
	t.Run("an id that never was", func(t *testing.T) {
		f := a.fail("update_hex_cell", args{"cell_id": "00000000-0000-4000-8000-000000000000", "sql_source": "select 1"})
		if f.Kind != "not_found" || !strings.Contains(f.Hint, "list_hex_cells") {
			t.Errorf("got %+v", f)
		}
	})
}

func TestRefusedBeforeAnyRequest(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	const id = "00000000-0000-4000-8000-000000000000"
	for _, c := range []struct {
		tool  string
		given args
		want  string
	}{
		{"get_hex_project", args{}, "project_id is missing. Find it by the project's title with search_hex_projects."},
		{"get_hex_project", args{"project_id": nil}, "project_id is missing"},
		{"get_hex_project", args{"project_id": "  "}, "must be the UUID of a project"},
		{"get_hex_project", args{"project_id": "Weekly revenue"}, `not "Weekly revenue"`},
		{"get_hex_project", args{"project_id": ".."}, "must be the UUID of a project"},
		{"get_hex_project", args{"project_id": "../users/me"}, "must be the UUID of a project"},
		{"get_hex_project", args{"project_id": id + "/../../users/me"}, "must be the UUID of a project"},
		{"get_hex_project", args{"project_id": "https://app.hex.tech/acme/app/Weekly-revenue-0abcDEF"},
			"The short ids of some Hex URLs are not taken"},
		{"get_hex_project", args{"project_id": true}, "project_id must be text, not true."},
		{"get_hex_project", args{"projectId": id}, `Unknown: "projectId". Known: project_id.`},
		{"get_hex_run_status", args{"project_id": id, "run_id": "latest"}, "get_hex_project_runs"},
		{"get_hex_project_runs", args{"project_id": id, "status": "STOPPED"}, "status must be one of PENDING, RUNNING,"},
		{"get_hex_project_runs", args{"project_id": id, "limit": 0}, "limit must be 1 to 100, not 0."},
		{"get_hex_project_runs", args{"project_id": id, "limit": 2.5}, "limit must be a whole number 1 to 100, not 2.5."},
		{"get_hex_project_runs", args{"project_id": id, "offset": -1}, "offset must be at least 0, not -1."},
		{"list_hex_projects", args{"limit": 101, "sort_by": "TITLE", "include_archived": "maybe"}, "3 arguments do not fit."},
		{"list_hex_projects", args{"cursor": "c", "offset": 1}, "exclude each other"},
		{"search_hex_projects", args{"search_pattern": "revenue("}, "is not a regular expression: missing closing )"},
		{"search_hex_projects", args{"search_pattern": ""}, "search_pattern is empty."},
		{"run_hex_project", args{"project_id": id, "input_params": args{"a": 1}, "view_id": "v"}, "exclude each other"},
		{"run_hex_project", args{"project_id": id, "input_params": args{"a": 1}, "update_published_results": true},
			`To run with these inputs: run_hex_project {"project_id": "` + id + `", "input_params": {"a":1}}. To renew what viewers see: ` +
				`run_hex_project {"project_id": "` + id + `", "update_published_results": true}.`},
		{"run_hex_project", args{"project_id": id, "input_params": "a=1"}, "input_params must be an object"},
		{"run_hex_project", args{"project_id": id, "notifications": args{"type": "sometimes"}},
			"notifications[0].type must be one of SUCCESS, FAILURE, ALL"},
		{"run_hex_project", args{"project_id": id, "notifications": args{"type": "ALL"}}, "names nobody"},
		{"list_hex_cells", args{"project_id": id, "after": "a", "before": "b"}, "exclude each other"},
		{"update_hex_cell", args{"cell_id": id}, "nothing to update"},
		{"update_hex_cell", args{"cell_id": id, "sql_source": "a", "code_source": "b"}, "exclude each other"},
		{"update_hex_cell", args{"cell_id": id, "sql_source": "a", "data_connection_id": "warehouse"}, "must be the UUID of a connection"},
		{"update_hex_cell", args{"cell_id": id, "output_dataframe": ""}, "output_dataframe is empty"},
	} {
		f := a.fail(c.tool, c.given)
		if f.Kind != answer.KindInvalid || !strings.Contains(fmt.Sprint(f.Error(), f.Issues), c.want) {
			t.Errorf("%s %v got %+v, want %q", c.tool, c.given, f, c.want)
		}
	}
	if sent := a.sent.taken(); len(sent) != 0 {
		t.Errorf("Hex was asked: %v", sent)
	}
}

func TestFaultsOfTheWorkspace(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	id := a.find("Weekly revenue")
	for _, c := range []struct {
		name  string
		fault emulator.Fault
		tool  string
		given args
		kind  string
		want  string
	}{
		{"bad token", emulator.Fault{Kind: emulator.Status, Status: 401}, "list_hex_projects", nil, "unauthorized", "token"},
		{"forbidden", emulator.Fault{Kind: emulator.Status, Status: 403}, "list_hex_projects", nil, "forbidden", ""},
		{"fault of Hex", emulator.Fault{Kind: emulator.Status, Status: 500}, "list_hex_projects", nil, "server", ""},
		{"proxy", emulator.Fault{Kind: emulator.HTML}, "list_hex_projects", nil, "unavailable", ""},
		{"half an answer", emulator.Fault{Kind: emulator.Truncate}, "list_hex_projects", nil, "", ""},
		{"no JSON", emulator.Fault{Kind: emulator.Garbage}, "list_hex_projects", nil, "decode", ""},
		{"cut", emulator.Fault{Kind: emulator.Reset}, "list_hex_projects", nil, "network", ""},
		{"a run that may have started", emulator.Fault{Kind: emulator.Reset, Operation: "RunProject", Late: true}, "run_hex_project",
			args{"project_id": id}, answer.KindUnknownOutcome, "get_hex_project_runs"},
		// The last: the client waits from now on.
		{"limit", emulator.Fault{Kind: emulator.Status, Status: 429, RetryAfter: "7"}, "list_hex_projects", nil, "rate_limited", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a.t = t
			if err := a.work.AddFault(c.fault); err != nil {
				t.Fatal(err)
			}
			defer a.work.ClearFaults()
			f := a.fail(c.tool, c.given)
			if c.kind != "" && f.Kind != c.kind || !strings.Contains(f.Error(), c.want) {
				t.Errorf("got %+v", f)
			}
			if c.fault.Kind == emulator.Status && f.Status != c.fault.Status {
				t.Errorf("got %+v", f)
			}
			if c.fault.RetryAfter != "" && f.RetryAfterS != 7 {
				t.Errorf("got %+v", f)
			}
		})
	}
}

func TestAWriteWhoseAnswerIsLostIsLookedAfter(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	c := a.cell(a.find("Weekly revenue"), "refunds")
	if err := a.work.AddFault(emulator.Fault{Kind: emulator.Reset, Operation: "UpdateCell", Late: true, Times: 1}); err != nil {
		t.Fatal(err)
	}
	var written cellUpdated
	a.call("update_hex_cell", args{"cell_id": c.ID, "sql_source": "select 1 as one"}, &written)
	if !written.Changed || written.Hash != hex.SourceHash("select 1 as one") {
		t.Errorf("got %+v", written)
	}
}

func TestHostileTextIsShownAndSecretsAreNot(t *testing.T) {
	a := newAgent(t, emulator.Options{Hostile: true})
	notes := a.cell(a.find("Weekly revenue"), "Notes")
	secret := a.work.Token()
	base, err := a.hex.ReadCell(t.Context(), "", notes.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.hex.Save(t.Context(), base, hex.Edit{Source: "the token " + secret + " and \u202ebidi\u200b \x1b[31m"}); err != nil {
		t.Fatal(err)
	}
	var page projectPage
	text := a.call("list_hex_projects", args{"limit": 100}, &page)
	raw, _ := json.Marshal(page)
	shown := a.cell(a.find("Weekly revenue"), "Notes")
	if want := "the token [redacted] and ⟨U+202E⟩bidi⟨U+200B⟩ ⟨U+001B⟩[31m"; *shown.Source != want {
		t.Errorf("the source is %q", *shown.Source)
	}
	for _, out := range []string{text, string(raw), fmt.Sprint(a.seen)} {
		if strings.ContainsAny(out, "\x1b\x07\u202e\u200b") || strings.Contains(out, `\u001b`) || strings.Contains(out, secret) {
			t.Errorf("a hidden character or the token got out: %q", out)
		}
	}
	if !strings.Contains(text, "⟨U+001B⟩[31mred") {
		t.Errorf("the hostile title is not shown: %s", text)
	}
}

func TestActivity(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	id := a.find("Weekly revenue")
	c := a.cell(id, "refunds")
	a.call("update_hex_cell", args{"cell_id": c.ID, "sql_source": "select 1", "dry_run": true}, &dryRunResult{})
	a.fail("get_hex_project", args{"project_id": "nope"})
	var got []string
	calls := map[string]int{}
	for i, v := range a.seen {
		calls[v.ID]++
		if v.Client != (wire.Peer{Name: "tester", Version: "3"}) || v.At.IsZero() || v.Done != (i%2 == 1) || v.Done != (calls[v.ID] == 2) {
			t.Errorf("%+v", v)
		}
		if v.Done {
			kind := "ok"
			if v.Failure != nil {
				kind = v.Failure.Kind
			}
			got = append(got, fmt.Sprintf("%s %s %q dry %v %s", v.Tool, v.Class, v.Target, v.DryRun, kind))
		}
	}
	want := []string{
		`search_hex_projects read "^Weekly revenue$" dry false ok`,
		`list_hex_cells read "Weekly revenue (` + id[:8] + `)" dry false ok`,
		`update_hex_cell overwrite "refunds (` + c.ID[:8] + `) in Weekly revenue (` + id[:8] + `)" dry true ok`,
		`get_hex_project read "" dry false invalid`,
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}
