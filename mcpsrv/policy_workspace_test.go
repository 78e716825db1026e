package mcpsrv

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/schema"
	"hextui/mcpsrv/tools"
)

func TestAllowListsOnTheWorkspace(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	var page projectPage
	a.call("list_hex_projects", args{"limit": 2}, &page)
	mine, theirs := page.Projects[0].ID, page.Projects[1].ID
	var cells cellPage
	a.call("list_hex_cells", args{"project_id": theirs}, &cells)

	narrow := a.with(Options{Policy: policy.Policy{AllowProjects: []string{mine}}})
	narrow.call("list_hex_projects", args{"limit": 100}, &page)
	if len(page.Projects) != 1 || page.Projects[0].ID != mine {
		t.Errorf("the list shows %d projects", len(page.Projects))
	}
	for _, refused := range []struct {
		tool string
		args args
	}{
		{"get_hex_project", args{"project_id": theirs}},
		{"list_hex_cells", args{"project_id": theirs}},
		{"run_hex_project", args{"project_id": theirs}},
		{"update_hex_cell", args{"cell_id": cells.Cells[0].ID, "markdown_source": "x"}},
	} {
		if f := narrow.fail(refused.tool, refused.args); f.Kind != answer.KindDenied {
			t.Errorf("%s: %+v", refused.tool, f)
		}
	}
}

// What reads whole lists to find something tells nothing of what the server was not given, and that there may be more.
func TestFindingKeepsToAllowLists(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	mine, theirs := a.find("Parcels by carrier"), a.find("Weekly revenue")
	narrow := a.with(Options{Policy: policy.Policy{AllowProjects: []string{mine}}})
	me, err := a.hex.Me(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for tool, given := range map[string][]args{
		"resolve_hex":         {{"text": "Weekly revenue"}, {"text": "weekly", "kind": "project"}, {"text": "maya@acme.example"}},
		"search_hex_projects": {{"search_pattern": "Weekly revenue"}, {"search_pattern": "revenue", "include_archived": true}},
		"audit_hex_access":    {{"public": true}, {"user_id": me.ID}},
		"list_hex_projects":   {{"owner_email": "maya@acme.example"}},
	} {
		for _, g := range given {
			text := textOf(narrow.result(tool, g))
			for _, title := range []string{"Weekly", theirs, "Public: our year"} {
				if strings.Contains(text, title) {
					t.Errorf("%s %v tells of %s: %s", tool, g, title, text)
				}
			}
			if !strings.Contains(text, "This server sees only") && (tool == "audit_hex_access" || g["text"] == "Weekly revenue") {
				t.Errorf("%s %v does not say that there may be more: %s", tool, g, text)
			}
		}
	}
	if f := narrow.fail("audit_hex_access", args{"project_id": theirs}); f.Kind != answer.KindDenied ||
		strings.Contains(f.Error(), "Weekly") {
		t.Errorf("%+v", f)
	}
}

// The static id of a cell, which answers and explanations name, does under an allow-list what it does without.
func TestStaticIDsUnderAllowLists(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	mine, theirs := a.find("Weekly revenue"), a.find("Parcels by carrier")
	inside, outside := a.cell(mine, "weekly_orders"), a.cell(theirs, "parcels_by_carrier")
	narrow := a.with(Options{Confirm: ConfirmNever, Policy: policy.Policy{AllowProjects: []string{mine}}})
	var ran draftStarted
	if f := narrow.fail("run_hex_cell", args{"cell_id": inside.StaticID}); !strings.Contains(f.Hint, "list_hex_cells") {
		t.Errorf("of a cell that no list was shown of: %+v", f)
	}
	narrow.call("list_hex_cells", args{"project_id": mine}, &cellPage{})
	narrow.call("run_hex_cell", args{"cell_id": inside.StaticID, "wait_s": 50}, &ran)
	if ran.Output == nil || len(ran.Output.Rows) == 0 {
		t.Errorf("it ran and gave %+v", ran)
	}
	var rows output
	narrow.call("get_hex_cell_output", args{"cell_id": inside.StaticID, "limit": 1}, &rows)
	if rows.CellID != inside.ID || len(rows.Rows) != 1 {
		t.Errorf("its output is %+v", rows)
	}
	a.call("update_hex_cell", args{"cell_id": outside.ID, "source": "select 1 as carrier"}, &cellUpdated{})
	a.call("run_hex_cell", args{"cell_id": outside.StaticID, "wait_s": 50}, &ran) // now it has an output
	for _, tool := range []string{"get_hex_cell_output", "run_hex_cell", "get_hex_cell_image", "get_hex_cell"} {
		if r := narrow.result(tool, args{"cell_id": outside.StaticID}); !r.IsError || strings.Contains(textOf(r), "carrier") {
			t.Errorf("%s of a cell outside: %s", tool, textOf(r))
		}
	}
}

// Every tool of a read-only server is called, in earnest and with nonsense, and no request but GET reaches the workspace.
func TestReadOnlySetSendsOnlyGET(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	b := a.with(Options{Policy: policy.Policy{ReadOnly: true},
		Pause: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	ids := a.samples()
	a.sent.taken()
	called, answered := 0, 0
	for _, offered := range b.server.offer() {
		name := offered.Name
		i := slices.IndexFunc(tools.All(), func(s tools.Spec) bool { return s.Name == name })
		for _, arguments := range []args{ids.fill(tools.All()[i].Input), {}, {"project_id": "../users/me"}} {
			called++
			if r := b.result(name, arguments); !r.IsError {
				answered++
			} else if len(arguments) > 1 {
				t.Logf("%s %v: %.200s", name, arguments, textOf(r))
			}
		}
	}
	sent := a.sent.taken()
	if called < 60 || answered < 20 || len(sent) < 20 {
		t.Errorf("%d calls, %d answered, with %d requests: that shows little", called, answered, len(sent))
	}
	for _, q := range sent {
		if !strings.HasPrefix(q, "GET ") {
			t.Errorf("sent %s", q)
		}
	}
}

// samples are ids of things that are in the workspace, by kind.
type samples map[schema.Noun]string

func (a *agent) samples() samples {
	a.t.Helper()
	ctx := a.t.Context()
	must := func(err error) {
		if err != nil {
			a.t.Helper()
			a.t.Fatal(err)
		}
	}
	s := samples{schema.Project: a.runnable()}
	h, err := a.hex.RunProject(ctx, s[schema.Project], hex.RunRequest{})
	must(err)
	s[schema.Run] = h.RunID
	cells, err := a.hex.ListCells(ctx, hex.CellQuery{ProjectID: s[schema.Project]})
	must(err)
	s[schema.Cell] = cells.Items[0].ID
	collections, err := a.hex.ListCollections(ctx, hex.CollectionQuery{})
	must(err)
	s[schema.Collection] = collections.Items[0].ID
	connections, err := a.hex.ListDataConnections(ctx, hex.ConnectionQuery{})
	must(err)
	s[schema.Connection] = connections.Items[0].ID
	groups, err := a.hex.ListGroups(ctx, hex.GroupQuery{})
	must(err)
	s["group"] = groups.Items[0].ID
	return s
}

// fill makes arguments for what a tool requires.
func (s samples) fill(input schema.Shape) args {
	all := args{}
	for _, f := range input.Fields {
		switch {
		case !f.Required:
		case s[f.ID] != "":
			all[f.Name] = s[f.ID]
		case f.ID != "":
			all[f.Name] = anID
		case len(f.Enum) > 0:
			all[f.Name] = f.Enum[0]
		case f.Type.Kind() == reflect.String:
			all[f.Name] = "e"
		}
	}
	return all
}

func TestRunsOfASessionAreCapped(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	capped := a.with(Options{MaxRuns: 2})
	id := capped.runnable()
	for i := range 3 {
		r := capped.result("run_hex_project", args{"project_id": id})
		if refused := strings.Contains(textOf(r), "as it may, which is 2"); refused != (i == 2) {
			t.Errorf("run %d: %s", i+1, textOf(r))
		}
	}
}
