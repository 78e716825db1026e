package mcpsrv

import (
	"slices"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/tools"
)

// What Hex's analyst follows for everybody is changed only when somebody agreed, and not by a server that was given single projects
// or connections.
func TestGuidesAreConfirmedAndOutsideAllowLists(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	writing := args{"files": args{"file_path": "refunds.md", "contents": "# Refunds"}}
	calls := []write{{"write_hex_guide_drafts", writing}, {"publish_hex_guides", args{"all": true}},
		{"ingest_hex_semantic_project", args{"semantic_project_id": a.semantic(), "files": []args{{"path": "a.yaml",
			"contents": "id: parcels\nbase_sql_table: parcels\n"}}}}}
	for name, o := range map[string]Options{"by default": {}, "tainted": {Confirm: ConfirmNever, Taint: true}} {
		t.Run(name, func(t *testing.T) {
			a.t = t
			b := a.with(o)
			b.call("list_hex_projects", nil, &projectPage{}) // the session was shown text of the workspace
			for _, w := range calls {
				a.sent.taken()
				f := b.fail(w.tool, w.given)
				if sent := effects(a.sent.taken()); f.Kind != answer.KindUnconfirmed || f.ConfirmToken == "" || len(sent) > 0 {
					t.Errorf("%s: %+v, and sent %v", w.tool, f, sent)
				}
				given := args{"confirm_token": f.ConfirmToken}
				for k, v := range w.given {
					given[k] = v
				}
				if r := b.result(w.tool, given); name == "by default" && r.IsError {
					t.Errorf("%s was agreed to: %s", w.tool, textOf(r))
				}
			}
		})
	}
	a.t = t
	project := a.find("Weekly revenue")
	b := a.with(Options{Confirm: ConfirmNever, Policy: policy.Policy{AllowProjects: []string{project}}})
	for _, s := range tools.All() {
		if s.Toolset == policy.Guides && b.server.rules.Offers(s.Name) {
			t.Errorf("%s is offered beside a list of projects", s.Name)
		}
	}
}

// A server that was given one project, collection or connection of many shows it on the first page, for one request.
func TestTheGivenAreOnTheFirstPage(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	var all projectPage
	a.call("list_hex_projects", args{"limit": 100}, &all)
	last, first := all.Projects[len(all.Projects)-1].ID, all.Projects[0].ID
	one := a.with(Options{Policy: policy.Policy{AllowProjects: []string{last}}})
	a.sent.taken()
	var page projectPage
	text := one.call("list_hex_projects", args{"limit": 1}, &page)
	if sent := a.sent.taken(); len(sent) != 1 || len(page.Projects) != 1 || page.Projects[0].ID != last || page.HasMore ||
		!strings.Contains(text, last) {
		t.Errorf("got %+v for %v", page, sent)
	}
	two := a.with(Options{Policy: policy.Policy{AllowProjects: []string{last, first, anID}}}) // the third is nobody's
	two.call("list_hex_projects", args{"limit": 1}, &page)
	if len(page.Projects) != 1 || page.Projects[0].ID != first || !page.HasMore || page.NextCursor == "" {
		t.Fatalf("got %+v", page)
	}
	two.call("list_hex_projects", args{"limit": 1, "cursor": page.NextCursor}, &page)
	if len(page.Projects) != 1 || page.Projects[0].ID != last || page.HasMore {
		t.Errorf("got %+v", page)
	}
	two.call("list_hex_projects", args{"offset": 1}, &page)
	if len(page.Projects) != 1 || page.Projects[0].ID != last {
		t.Errorf("got %+v", page)
	}

	var collections collectionPage
	a.call("list_hex_collections", args{"limit": 100}, &collections)
	var connections connectionPage
	a.call("list_hex_data_connections", args{"limit": 100}, &connections)
	collection := collections.Collections[len(collections.Collections)-1]
	connection := connections.Connections[len(connections.Connections)-1]
	others := a.with(Options{Policy: policy.Policy{AllowCollections: []string{collection.ID}, AllowConnections: []string{connection.ID}}})
	others.call("list_hex_collections", args{"limit": 1}, &collections)
	others.call("list_hex_data_connections", args{"limit": 1}, &connections)
	if len(collections.Collections) != 1 || collections.Collections[0].ID != collection.ID || collections.HasMore ||
		len(connections.Connections) != 1 || connections.Connections[0].ID != connection.ID || connections.HasMore {
		t.Errorf("got %+v and %+v", collections, connections)
	}
}

// Who is asked about access reads who may do what before and after, and who may do less; and so does who is told of it.
func TestAccessIsShownBeforeAndAfter(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project, user := a.find("Weekly revenue"), a.user("aiko@acme.example")
	share := func(level string) args {
		return args{"project_id": project, "user_permissions": args{"user_id": user, "access": level}}
	}
	const who = "user aiko@acme.example"
	var done shared
	text := a.call("update_hex_project_user_sharing", share("CAN_EDIT"), &done)
	if want := (accessChange{Who: who, Before: "NONE", After: "CAN_EDIT"}); !slices.Equal(done.Access, []accessChange{want}) ||
		!strings.Contains(text, "access of "+who+": NONE → CAN_EDIT\n") {
		t.Errorf("got %+v\n%s", done.Access, text)
	}
	var plan dryRunResult
	text = a.call("update_hex_project_user_sharing", args{"project_id": project, "dry_run": true,
		"user_permissions": share("APP_ONLY")["user_permissions"]}, &plan)
	less := accessChange{Who: who, Before: "CAN_EDIT", After: "APP_ONLY", Less: true}
	if !slices.Equal(plan.Plan.Access, []accessChange{less}) ||
		!strings.Contains(text, "access of "+who+": CAN_EDIT → APP_ONLY (less than before)") {
		t.Errorf("got %+v\n%s", plan.Plan, text)
	}
	careful := a.with(Options{})
	if f := careful.fail("update_hex_project_user_sharing", share("APP_ONLY")); !strings.HasPrefix(f.Plan,
		"access of aiko@acme.example: edit → view the app (less than before)\n") || !strings.Contains(f.Plan, `"access":"APP_ONLY"`) ||
		!strings.Contains(f.Plan, "would have less: “view the app” instead of “edit”") {
		t.Errorf("asked %s", f.Plan)
	}

	var made collectionShown
	a.call("create_hex_collection", args{"name": "Shelf", "sharing_users": args{"id": user, "access": "MANAGER"}}, &made)
	var changed collectionShown
	text = a.call("update_hex_collection", args{"collection_id": made.Collection.ID,
		"sharing_users": args{"id": user, "access": "MEMBER"}}, &changed)
	if want := (accessChange{who, "MANAGER", "MEMBER", true}); !slices.Equal(changed.Access, []accessChange{want}) ||
		!strings.Contains(text, "(less than before)") {
		t.Errorf("got %+v\n%s", changed, text)
	}
}

// The forms and words that Hex, or the reference, has for the same are taken or named.
func TestWordsAndFormsOfOthers(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	var groups groupPage
	a.call("list_hex_groups", args{"sort_by": "createdAt", "sort_direction": "asc"}, &groups)
	a.call("list_hex_groups", args{"sort_by": "created"}, &groups)
	var page projectPage
	a.call("list_hex_projects", args{"sort_by": "updated", "limit": 1}, &page)
	var runs runPage
	a.call("get_hex_project_runs", args{"project_id": a.find("Weekly revenue"), "status": "failed", "limit": 1}, &runs)
	if len(runs.Runs) != 1 || runs.Runs[0].Status != "ERRORED" {
		t.Errorf("failed runs are %+v", runs)
	}
	if f := a.fail("list_hex_collections", args{"sort_by": "created"}); !strings.Contains(f.Message, "must be one of NAME") {
		t.Errorf("got %+v", f)
	}
	if f := a.fail("create_hex_collection", args{"name": "Shelf", "sharing_groups": args{"id": groups.Groups[0].ID,
		"access": "CAN_VIEW"}}); !strings.Contains(f.Message, "What comes nearest to it here is MEMBER.") {
		t.Errorf("got %+v", f)
	}

	var connections connectionPage
	a.call("list_hex_data_connections", nil, &connections)
	id := connections.Connections[0].ID
	item := args{"group": args{"id": groups.Groups[0].ID}, "access": "query"}
	for _, form := range []any{[]args{item}, args{"upsert": []args{item}}} {
		var now connection
		a.call("update_hex_data_connection", args{"connection_id": id, "sharing": args{"groups": form}}, &now)
		d, err := a.hex.GetDataConnection(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(d.Sharing.Groups, func(g hex.ConnectionGrant) bool {
			return g.Group.ID == groups.Groups[0].ID && g.Access == hex.ConnectionAccessQuery
		}) {
			t.Errorf("%v became %+v", form, d.Sharing)
		}
		item["access"] = "VIEW_RESULTS"
		a.call("update_hex_data_connection", args{"connection_id": id, "sharing": args{"groups": form}}, &now)
		if want := (accessChange{"group " + groups.Groups[0].Name, "QUERY", "VIEW_RESULTS", true}); !slices.Equal(now.Access,
			[]accessChange{want}) {
			t.Errorf("got %+v", now.Access)
		}
		item["access"] = "query"
	}
	for message, sharing := range map[string]args{
		"nearest to it here is QUERY":           {"groups": args{"upsert": []args{{"group": item["group"], "access": "CAN_USE"}}}},
		`does not know: "users"`:                {"users": []args{}},
		"nearest to it here is VIEW_RESULTS":    {"workspace": args{"public": "CAN_VIEW"}},
		"sharing.groups[0].group.id must be":    {"groups": []args{{"group": args{"id": "Finance"}, "access": "QUERY"}}},
		"public must be one of NONE VIEW_RESUL": {"workspace": args{"public": "QUERY"}},
	} {
		f := a.fail("update_hex_data_connection", args{"connection_id": id, "sharing": sharing})
		if !strings.Contains(f.Message, message) || !strings.Contains(f.Hint, "not with single users") {
			t.Errorf("%v got %+v", sharing, f)
		}
	}
	if f := a.fail("update_hex_schema_status", args{"connection_id": id,
		"updates": args{"type": "TABLE", "name": "orders"}}); !strings.Contains(f.Error(), "updates[0].status is missing") {
		t.Errorf("a missing status took it away: %+v", f)
	}
}

// A change of a group answers who was added and who was removed: not who was in it already.
func TestGroupsAnswerWhoWasAddedAndRemoved(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	one, two := a.user("aiko@acme.example"), a.user("chloe@acme.example")
	type changed struct {
		ID, Name       string
		Added, Removed []struct{ ID, Name string }
	}
	var g changed
	text := a.call("create_hex_group", args{"name": "Night shift", "member_user_ids": one}, &g)
	if len(g.Added) != 1 || g.Added[0].ID != one || g.Added[0].Name != "aiko@acme.example" || len(g.Removed) != 0 ||
		!strings.Contains(text, "added: aiko@acme.example "+one) {
		t.Errorf("got %+v\n%s", g, text)
	}
	text = a.call("update_hex_group", args{"group_id": g.ID, "add_member_user_ids": []string{one, two}}, &g)
	if len(g.Added) != 1 || g.Added[0].ID != two || len(g.Removed) != 0 {
		t.Errorf("got %+v\n%s", g, text)
	}
	text = a.call("update_hex_group", args{"group_id": g.ID, "name": "Day shift", "remove_member_user_ids": one}, &g)
	if len(g.Added) != 0 || len(g.Removed) != 1 || g.Removed[0].Name != "aiko@acme.example" || g.Name != "Day shift" ||
		!strings.Contains(text, "removed: aiko@acme.example "+one) {
		t.Errorf("got %+v\n%s", g, text)
	}
}
