package mcpsrv

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
)

func TestSharingTellsWhatWasRefused(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	var users userPage
	a.call("list_hex_users", args{"limit": 2}, &users)
	const nobody = "00000000-0000-4000-8000-000000000000"
	share := func(id string) args {
		return args{"project_id": project, "user_permissions": []args{
			{"user_id": users.Users[0].ID, "access": "can edit"}, {"user_id": id, "access": "CAN_VIEW"},
		}}
	}
	if f := a.fail("update_hex_project_user_sharing", share(nobody)); f.Kind != string(hex.NotFound) ||
		!strings.Contains(f.Message, nobody) {
		t.Errorf("got %+v", f)
	}
	// The access of the owner cannot be changed.
	p, err := a.hex.GetProject(t.Context(), project)
	if err != nil {
		t.Fatal(err)
	}
	owner := a.user(p.Owner.Email)
	var done shared
	text := a.call("update_hex_project_user_sharing", share(owner), &done)
	if done.Complete || len(done.Errors) != 1 || done.Errors[0].IDs[0] != owner || !strings.Contains(text, owner) {
		t.Errorf("got %+v", done)
	}
	if want := (accessChange{"user " + users.Users[0].Email, "NONE", "CAN_EDIT", false}); !slices.Equal(done.Access, []accessChange{want}) {
		t.Errorf("changed is said to be %+v", done.Access)
	}
	if !slices.Contains(done.Sharing.Users, grant{users.Users[0].Email, "CAN_EDIT"}) {
		t.Errorf("shared with %+v", done.Sharing.Users)
	}
	var plan dryRunResult
	a.call("update_hex_project_user_sharing", args{"project_id": project, "dry_run": true,
		"user_permissions": []args{{"user_id": users.Users[0].ID, "access": "NONE"}}}, &plan)
	if want := (accessChange{"user " + users.Users[0].Email, "CAN_EDIT", "NONE", true}); !slices.Equal(plan.Plan.Access,
		[]accessChange{want}) {
		t.Errorf("the plan shows %+v", plan.Plan)
	}
	a.call("update_hex_project_workspace_sharing", args{"project_id": project, "dry_run": true, "public_access": "APP_ONLY"}, &plan)
	if !strings.Contains(plan.Plan.Note, "Everybody on the web") {
		t.Errorf("got %+v", plan.Plan)
	}
}

func TestRefusedBeforeAnyRequestToo(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	const id = "00000000-0000-4000-8000-000000000000"
	many := make([]string, 101)
	for i := range many {
		many[i] = id
	}
	pg := args{"hostname": "h", "port": 1, "database": "d", "username": "u", "password": "p"}
	for _, c := range []struct {
		tool  string
		given args
		want  string
	}{
		{"create_hex_group", args{"name": "x", "member_user_ids": many}, "at most 100 entries, not 101"},
		{"update_hex_group", args{"group_id": id}, "nothing to update"},
		{"update_hex_group", args{"group_id": id, "add_member_user_ids": id, "remove_member_user_ids": id}, "added and removed"},
		{"update_hex_collection", args{"collection_id": id}, "nothing to update"},
		{"update_hex_collection", args{"collection_id": id, "workspace_access": "CAN_VIEW"}, "must be one of MEMBER, MANAGER, NONE"},
		{"update_hex_collection", args{"collection_id": id, "sharing_users": args{"id": "../me", "access": "MEMBER"}},
			"sharing_users[0].id must be the UUID of a user or group"},
		{"update_hex_data_connection", args{"connection_id": id}, "nothing to update"},
		{"update_hex_data_connection", args{"connection_id": id,
			"sharing": args{"groups": []args{{"group": args{"id": id}, "access": "CAN_USE"}}}}, "must be one of NONE QUERY VIEW_RESULTS"},
		{"update_hex_data_connection", args{"connection_id": id, "sharing": args{"users": 1}}, "does not know"},
		{"update_hex_data_connection", args{"connection_id": id, "schema_filters": args{"tables": args{"only": 1}}}, "does not know"},
		{"create_hex_data_connection", args{"name": "x", "connection_type": "mysql", "connection_details": pg}, "must be one of athena,"},
		{"create_hex_data_connection", args{"name": "x", "connection_type": "clickhouse", "connection_details": pg},
			"must be one of athena,"},
		{"create_hex_data_connection", args{"name": "x", "connection_type": "postgres", "connection_details": args{"host": "h"}},
			`does not know: "host"`},
		{"create_hex_data_connection", args{"name": "x", "connection_type": "postgres", "connection_details": args{"hostname": "h"}},
			"lack port, database, username, password"},
		{"update_hex_project_user_sharing", args{"project_id": id, "user_permissions": []args{}}, "nothing to update"},
		{"update_hex_project_user_sharing", args{"project_id": id, "user_permissions": args{"user_id": id, "access": "OWNER"}},
			"must be one of NONE, APP_ONLY,"},
		{"update_hex_project_user_sharing", args{"project_id": id,
			"user_permissions": []args{{"user_id": id, "access": "NONE"}, {"user_id": id, "access": "CAN_VIEW"}}}, "two levels"},
		{"update_hex_project_workspace_sharing", args{"project_id": id}, "nothing to update"},
		{"update_hex_project_status", args{"project_id": id}, "status is missing"},
		{"export_hex_project", args{"project_id": id, "version": "../1"}, "must be draft, latest or the number"},
		{"get_thread", args{}, "thread_id is missing"},
		{"get_thread", args{"thread_id": id, "id": id}, "mean the same"},
		{"create_thread", args{"prompt": " "}, "prompt is empty"},
		{"create_thread", args{"prompt": "x", "project_id": id, "new_project": true}, "exclude each other"},
		{"ask_hex", args{}, "prompt is empty"},
		{"ask_hex", args{"prompt": "x", "pattern": "("}, "not a regular expression"},
		{"ask_hex", args{"thread_id": id, "project_id": id}, "keeps what it works with"},
		{"publish_hex_guides", args{}, "either guide_ids or all"},
		{"write_hex_guide_drafts", args{"files": args{"file_path": "x.txt", "contents": "x"}}, "no Markdown file"},
		{"resolve_hex", args{"text": "  "}, "text is empty"},
		{"create_hex_cell", args{"project_id": id, "cell_type": "CHART", "source": ""}, "must be one of SQL, CODE, MARKDOWN"},
		{"replace_in_hex_cells", args{"project_id": id, "find": "a", "replace": answer.Redacted},
			"stands for something that was not shown"},
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

func TestConnections(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	const secret = "hunter2-hunter2"
	var made connection
	text := a.call("create_hex_data_connection", args{"name": "Ledger", "connection_type": "postgres", "connection_details": args{
		"postgres": args{"hostname": "db.acme.example", "port": "5432", "database": "ledger", "username": "reader", "password": secret},
	}}, &made)
	if made.Name != "Ledger" || !strings.Contains(string(made.Details), "db.acme.example") ||
		strings.Contains(text+string(made.Details), secret) {
		t.Fatalf("got %+v", made)
	}
	var plan dryRunResult
	change := args{"connection_id": made.ID, "description": "Books", "allow_writeback_cells": true,
		"connection_details": args{"password": secret + "2", "port": 5433},
		"sharing":            args{"workspace": args{"members": "QUERY"}}}
	change["dry_run"] = true
	a.call("update_hex_data_connection", change, &plan)
	body := string(plan.Plan.Requests[0].Body)
	if !strings.Contains(body, `"password":"[redacted]"`) || !strings.Contains(body, `"port":5433`) ||
		!strings.Contains(plan.Plan.Diff, "\n+description: Books\n") {
		t.Errorf("the plan is %s\n%s", body, plan.Plan.Diff)
	}
	change["dry_run"] = false
	var changed, now connection
	a.call("update_hex_data_connection", change, &changed)
	a.call("get_hex_data_connection", args{"connection_id": made.ID}, &now)
	if now.Description != "Books" || !now.Writeback || !strings.Contains(string(now.Details), "5433") ||
		!strings.Contains(string(now.Sharing), "QUERY") {
		t.Errorf("got %+v", now)
	}
	for given, want := range map[string]args{
		"connection_details.postgres.port must not be a boolean.": {"port": true},
		"connection_details.postgres.port must not be an object.": {"port": args{}},
		"does not know": {"warehouse": "x"},
	} {
		if f := a.fail("update_hex_data_connection", args{"connection_id": made.ID,
			"connection_details": want}); !strings.Contains(f.Message, given) {
			t.Errorf("%v got %+v", want, f)
		}
	}
}

func TestGuides(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	var written guidesWritten
	a.call("write_hex_guide_drafts", args{"files": args{"file_path": "refunds.md", "contents": "# Refunds"}}, &written)
	if len(written.Files) != 1 || written.Files[0].Path != "refunds.md" {
		t.Fatalf("got %+v", written)
	}
	var published guidesPublished
	a.call("publish_hex_guides", args{"guide_ids": written.Files[0].ID}, &published)
	if len(published.Published) != 1 || published.Published[0].Path != "refunds.md" {
		t.Errorf("got %+v", published)
	}
	const nobody = "00000000-0000-4000-8000-000000000000"
	if f := a.fail("delete_hex_guide_draft", args{"guide_id": nobody, "dry_run": true}); f.Kind != "not_found" ||
		!strings.Contains(f.Hint, "list_hex_guide_drafts") {
		t.Errorf("got %+v", f)
	}
}

func TestProjectsAreMadeExportedAndTheirTablesListed(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	var made projectCreated
	a.call("create_hex_project", args{"title": "A new one", "description": "Of a test"}, &made)
	if made.ID == "" || made.Title != "A new one" || made.URL == "" {
		t.Fatalf("got %+v", made)
	}
	id := a.find("Weekly revenue")
	var p project
	a.call("update_hex_project_status", args{"project_id": id, "status": ""}, &p)
	if p.ID != id || p.Status != "" {
		t.Errorf("got %+v", p)
	}
	var whole exported
	a.call("export_hex_project", args{"project_id": id, "version": "draft"}, &whole)
	if !whole.Complete || !strings.HasSuffix(whole.Filename, ".hex.yaml") || !strings.Contains(whole.Content, "Weekly revenue") {
		t.Errorf("got %+v", whole)
	}
	var part exported
	a.call("export_hex_project", args{"project_id": id, "from_line": 2, "lines": 3}, &part)
	if part.Complete || part.FromLine != 2 || part.ToLine != 4 ||
		part.Content != strings.Join(strings.SplitAfter(whole.Content, "\n")[1:4], "") {
		t.Errorf("got %+v", part)
	}
	var tables tablePage
	a.call("list_hex_queried_tables", args{"project_id": id}, &tables)
	if len(tables.Tables) == 0 || tables.Tables[0].Table == "" || tables.Tables[0].ConnectionName == "" {
		t.Errorf("got %+v", tables)
	}
	if f := a.fail("list_hex_queried_tables", args{"project_id": made.ID}); f.Status != http.StatusUnprocessableEntity {
		t.Errorf("got %+v", f)
	}
}

// user is the id of the user with an e-mail address.
func (a *agent) user(email string) string {
	a.t.Helper()
	var all userPage
	a.call("list_hex_users", args{"limit": 500}, &all)
	for _, u := range all.Users {
		if u.Email == email {
			return u.ID
		}
	}
	a.t.Fatalf("nobody has the address %s", email)
	return ""
}
