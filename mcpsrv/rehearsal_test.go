package mcpsrv

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hextui/hex/emulator"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/tools"
)

// write is a call of a tool that does more than read.
type write struct {
	tool  string
	given args
}

// writes is a call of every tool that does more than read, over the sample workspace. Each is made once as a dry run
// and once as it is meant.
func writes(a *agent) []write {
	project := a.find("Weekly revenue")
	var users userPage
	a.call("list_hex_users", args{"limit": 40}, &users)
	var groups groupPage
	a.call("list_hex_groups", nil, &groups)
	var collections collectionPage
	a.call("list_hex_collections", nil, &collections)
	var connections connectionPage
	a.call("list_hex_data_connections", args{"sort_by": "NAME"}, &connections)
	var guides guidePage
	a.call("list_hex_guide_drafts", nil, &guides)
	var started runStarted
	a.call("run_hex_project", args{"project_id": project}, &started)
	var thread threadStarted
	a.call("create_thread", args{"prompt": "How much revenue did we have last month?"}, &thread)
	if err := a.work.Settled(a.t.Context()); err != nil {
		a.t.Fatal(err)
	}
	postgres := ""
	for _, c := range connections.Connections {
		if c.Type == "postgres" {
			postgres = c.ID
		}
	}
	grants := []args{}
	for i := range 30 { // more than Hex takes in one request
		grants = append(grants, args{"user_id": users.Users[1+i%15].ID, "access": "CAN_VIEW"})
	}
	refunds := a.cell(project, "refunds")
	notes := a.cell(project, "Notes")
	return []write{
		{"create_hex_project", args{"title": "Made by a test"}},
		{"update_hex_project_status", args{"project_id": project, "status": "Production"}},
		{"export_hex_project", args{"project_id": project}},
		{"run_hex_project", args{"project_id": project, "input_params": args{"min_orders": 3}}},
		{"run_hex_draft", args{"project_id": project}},
		{"run_hex_cell", args{"cell_id": refunds.ID}},
		{"update_hex_cell", args{"cell_id": refunds.ID, "sql_source": "select 1 as one"}},
		{"create_hex_cell", args{"project_id": project, "cell_type": "SQL", "source": "select 2",
			"data_connection_id": refunds.DataConnectionID, "after_cell_id": notes.ID}},
		{"replace_in_hex_cells", args{"project_id": project, "find": "orders", "replace": "purchases"}},
		{"delete_hex_cell", args{"cell_id": notes.ID}},
		{"update_hex_project_user_sharing", args{"project_id": project, "user_permissions": grants}},
		{"update_hex_project_group_sharing", args{"project_id": project,
			"group_permissions": []args{{"group_id": groups.Groups[0].ID, "access": "CAN_EDIT"}}}},
		{"update_hex_project_collection_sharing", args{"project_id": project,
			"collection_permissions": []args{{"collection_id": collections.Collections[0].ID, "access": "CAN_VIEW"}}}},
		{"update_hex_project_workspace_sharing", args{"project_id": project, "public_access": "APP_ONLY"}},
		{"create_hex_collection", args{"name": "Test shelf", "sharing_users": []args{{"id": users.Users[0].ID, "access": "MANAGER"}},
			"workspace_access": "MEMBER"}},
		{"update_hex_collection", args{"collection_id": collections.Collections[0].ID, "description": "Changed",
			"sharing_groups": []args{{"id": groups.Groups[0].ID, "access": "MEMBER"}}}},
		{"create_hex_group", args{"name": "Testers", "member_user_ids": []string{users.Users[0].ID}}},
		{"update_hex_group", args{"group_id": groups.Groups[0].ID, "name": "Renamed", "add_member_user_ids": []string{users.Users[1].ID}}},
		{"delete_hex_group", args{"group_id": groups.Groups[1].ID}},
		{"deactivate_hex_user", args{"user_id": users.Users[len(users.Users)-1].ID}},
		{"create_hex_data_connection", args{"name": "Test base", "connection_type": "postgres",
			"connection_details": args{"hostname": "db.acme.example", "port": 5432, "database": "d", "username": "u",
				"password": "marker-of-a-secret"}}},
		{"update_hex_data_connection", args{"connection_id": postgres, "description": "Changed",
			"connection_details": args{"password": "marker-of-a-secret"}}},
		{"update_hex_schema_status", args{"connection_id": connections.Connections[0].ID,
			"updates": []args{{"type": "DATABASE", "name": "nowhere", "status": "Endorsed"}}}},
		{"update_hex_semantic_status", args{"semantic_project_id": "00000000-0000-4000-8000-000000000000",
			"updates": []args{{"type": "VIEW", "name": "orders", "status": ""}}}},
		{"delete_hex_guide_draft", args{"guide_id": guides.Drafts[0].ID}},
		{"write_hex_guide_drafts", args{"files": []args{{"file_path": "test.md", "contents": "# Test"}}}},
		{"publish_hex_guides", args{"all": true}},
		{"create_thread", args{"prompt": "How many orders did we have last week?"}},
		{"continue_thread", args{"thread_id": thread.ThreadID, "prompt": "And the week before?"}},
		{"ask_hex", args{"prompt": "How many orders did we have last week?", "timeout_s": 1}},
		{"cancel_hex_run", args{"project_id": project, "run_id": started.RunID}},
		{"create_hex_embed_url", args{"project_id": project, "test_mode": true}},
		{"ingest_hex_semantic_project", args{"semantic_project_id": a.semantic(),
			"files": []args{{"path": "orders.yaml", "contents": "id: orders\nbase_sql_table: orders\n"}}}},
		{"update_hex_suggestion", args{"suggestion_id": a.suggestion(), "status": "completed"}},
		{"review_hex_suggestion", args{"suggestion_id": a.suggestion()}},
		{"update_hex_compute_profile", args{"project_ids": []string{project}, "image": "python-3.12"}},
	}
}

// sent are the requests but GETs, without the base.
func effects(sent []string) []string {
	kept := []string{}
	for _, s := range sent {
		if !strings.HasPrefix(s, http.MethodGet+" ") {
			kept = append(kept, strings.Replace(s, "/api/v1/", "/v1/", 1))
		}
	}
	return kept
}

// A dry run sends nothing with an effect, and what it shows is what the call then sends.
func TestADryRunShowsWhatIsSent(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	all := writes(a)
	for _, s := range tools.All() {
		if s.Class != policy.Read && s.Toolset != policy.Hub && !slices.ContainsFunc(all, func(w write) bool { return w.tool == s.Name }) {
			t.Errorf("%s is not tried", s.Name)
		}
	}
	for _, w := range all {
		t.Run(w.tool, func(t *testing.T) {
			a.t = t
			a.sent.taken()
			given := args{"dry_run": true}
			for k, v := range w.given {
				given[k] = v
			}
			var dry dryRunResult
			text := a.call(w.tool, given, &dry)
			for _, sent := range effects(a.sent.taken()) {
				if w.tool != "run_hex_project" { // which has Hex check the request by its own dry run
					t.Errorf("a dry run sent %s", sent)
				}
			}
			finished := w.tool == "cancel_hex_run" // the run has: there is nothing to send
			if !dry.DryRun || dry.Plan.Target == "" || dry.Plan.Version == "" || (len(dry.Plan.Requests) == 0) != finished ||
				!strings.Contains(text, "nothing was changed") {
				t.Errorf("the plan is %+v", dry)
			}
			if strings.Contains(fmt.Sprintf("%s %+v", text, dry), "marker-of-a-secret") {
				t.Error("the plan shows a secret")
			}
			var planned []string
			for _, q := range dry.Plan.Requests {
				planned = append(planned, q.Method+" "+q.Path)
			}
			if w.tool == "replace_in_hex_cells" {
				given["plan_version"] = dry.Plan.Version
			}
			given["dry_run"] = false
			r := a.result(w.tool, given)
			if sent := effects(a.sent.taken()); !slices.Equal(sent, planned) {
				t.Errorf("planned %v, sent %v: %s", planned, sent, textOf(r))
			}
			if strings.Contains(textOf(r), "marker-of-a-secret") {
				t.Error("the result shows a secret")
			}
			failing := []string{"update_hex_schema_status", "update_hex_semantic_status"} // which Hex refuses here
			if r.IsError != slices.Contains(failing, w.tool) {
				t.Errorf("it failed: %v: %s", r.IsError, textOf(r))
			}
		})
	}
}

// The read-only set makes no other request than GET, whatever is asked of it.
func TestReadsAreGETs(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	values := readValues(a)
	for _, s := range tools.All() {
		if s.Class != policy.Read || s.Toolset == policy.Hub || s.Way == tools.ByHosted { // those ask Hex nothing
			continue
		}
		given := readWith(s, values)
		a.sent.taken()
		r := a.result(s.Name, given)
		sent := a.sent.taken()
		if len(effects(sent)) > 0 || len(sent) == 0 && s.Name != "search_hex_projects" && s.Name != "resolve_hex" {
			t.Errorf("%s sent %v", s.Name, sent)
		}
		if r.IsError && s.Name != "get_hex_cell_image" && s.Name != "get_hex_cell_output" { // without a draft's session
			t.Errorf("%s %v failed: %s", s.Name, given, textOf(r))
		}
	}
}

func TestOneCallNeverReachesAnotherRoute(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	for _, s := range tools.All() {
		for _, f := range s.Input.Fields {
			if f.ID == "" {
				continue
			}
			for _, bad := range []string{"..", "../users/me", "00000000-0000-4000-8000-000000000000/../../users/me", "%2e%2e%2fusers%2fme",
				"me", "."} {
				var given any = bad
				if f.Type.Kind().String() == "slice" {
					given = []string{bad}
				}
				a.sent.taken()
				r := a.result(s.Name, args{f.Name: given})
				if sent := a.sent.taken(); !r.IsError || len(sent) > 0 {
					t.Errorf("%s %s=%s sent %v: %s", s.Name, f.Name, bad, sent, textOf(r))
				}
				if !strings.Contains(textOf(r), "must be the UUID") {
					t.Errorf("%s %s=%s: %s", s.Name, f.Name, bad, textOf(r))
				}
			}
		}
	}
}
