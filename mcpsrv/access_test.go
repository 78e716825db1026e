package mcpsrv

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hextui/hex/emulator"
)

type audited struct {
	Of        string         `json:"of"`
	Workspace string         `json:"workspace_access,omitempty"`
	Public    string         `json:"public_access,omitempty"`
	Support   string         `json:"support_access,omitempty"`
	People    []auditPerson  `json:"people,omitempty"`
	Projects  []auditProject `json:"projects,omitempty"`
	Total     int            `json:"total"`
	Editing   int            `json:"editing"`
	Looked    int            `json:"projects_looked_at,omitempty"`
	Complete  bool           `json:"complete"`
	Unread    []string       `json:"not_read_yet,omitempty"`
	Notes     []string       `json:"notes"`
	Cursor    string         `json:"cursor,omitempty"`
	Next      string         `json:"next,omitempty"`
}

type auditPerson struct {
	Email  string   `json:"email,omitempty"`
	Name   string   `json:"name,omitempty"`
	ID     string   `json:"id,omitempty"`
	Role   string   `json:"role,omitempty"`
	Access string   `json:"access"`
	Edits  bool     `json:"edits"`
	Ways   []string `json:"ways"`
}

type auditProject struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Type     string   `json:"type,omitempty"`
	Owner    string   `json:"owner,omitempty"`
	Access   string   `json:"access"`
	Edits    bool     `json:"edits"`
	Archived bool     `json:"archived,omitempty"`
	Trashed  bool     `json:"trashed,omitempty"`
	Ways     []string `json:"ways"`
}

// people are the rows of an audit of a project, one a line.
func (a audited) people() string {
	var lines []string
	for _, p := range a.People {
		name, _, _ := strings.Cut(p.Email, "@")
		edits := ""
		if p.Edits {
			edits = " edits"
		}
		lines = append(lines, fmt.Sprintf("%s %s%s: %s", name, p.Access, edits, strings.Join(p.Ways, ", ")))
	}
	return strings.Join(lines, "\n")
}

func TestAuditOfAProject(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	t.Run("shared by a collection alone", func(t *testing.T) {
		a.t = t
		project := a.find("Top 100 customers")
		a.sent.taken()
		var got audited
		a.call("audit_hex_access", args{"project_id": project}, &got)
		want := strings.TrimSpace(`
kwame FULL_ACCESS edits: owner FULL_ACCESS, Pack (group Executives) CAN_VIEW, Pack (group Finance) CAN_VIEW, Pack (its creator) CAN_VIEW
ingrid CAN_VIEW: Pack (group Finance) CAN_VIEW
maya CAN_VIEW: admin role CAN_VIEW, Pack (group Finance) CAN_VIEW
priya CAN_VIEW: Pack (group Finance) CAN_VIEW
zoe CAN_VIEW: admin role CAN_VIEW, Pack (group Executives) CAN_VIEW`)
		if want = strings.ReplaceAll(want, "Pack", "collection Board pack"); got.people() != want {
			t.Errorf("got\n%s\nwant\n%s", got.people(), want)
		}
		if !got.Complete || got.Total != 5 || got.Editing != 1 || got.Cursor != "" || len(got.Unread) != 0 || got.Workspace != "NONE" ||
			!strings.Contains(got.Of, "Top 100 customers") {
			t.Errorf("got %+v", got)
		}
		if sent := a.sent.taken(); len(sent) != 6 { // the project, groups, collections, users, members of two groups
			t.Errorf("it took %d requests: %v", len(sent), sent)
		}
	})
	t.Run("shared with everybody", func(t *testing.T) {
		a.t = t
		var all, editing audited
		project := a.find("Net revenue retention")
		text := a.call("audit_hex_access", args{"project_id": project}, &all)
		a.call("audit_hex_access", args{"project_id": project, "edit_only": true}, &editing)
		if all.Total != 21 || all.Editing != 3 || strings.Contains(all.people(), "oliver") { // a guest
			t.Errorf("%d reach it, %d edit:\n%s", all.Total, all.Editing, all.people())
		}
		if !strings.Contains(all.people(), "ingrid CAN_EDIT: group Finance CAN_EDIT, ") ||
			!strings.Contains(text, "MEMBER and EXPLORER never edit") {
			t.Errorf("a member seems to edit:\n%s", all.people())
		}
		if !strings.Contains(all.people(), "samir CAN_VIEW: collection Finance (workspace) CAN_VIEW, workspace CAN_VIEW") {
			t.Errorf("got\n%s", all.people())
		}
		if editing.Total != 3 ||
			!strings.HasPrefix(editing.people(), "priya FULL_ACCESS edits: owner FULL_ACCESS, group Finance CAN_EDIT") {
			t.Errorf("got\n%s", editing.people())
		}
		var page audited
		a.call("audit_hex_access", args{"project_id": project, "limit": 2, "offset": 1}, &page)
		if len(page.People) != 2 || page.People[0].ID != all.People[1].ID || page.Total != 21 || !strings.Contains(page.Next, "offset 3") {
			t.Errorf("got %+v", page)
		}
		a.sent.taken()
		var rest audited
		a.call("audit_hex_access", args{"cursor": page.Cursor, "offset": 3, "limit": 500}, &rest)
		if len(rest.People) != 18 || rest.Cursor != "" || len(a.sent.taken()) != 0 {
			t.Errorf("got %+v", rest)
		}
	})
}

func TestAnAuditLargerThanOneCall(t *testing.T) {
	var ahead time.Duration
	a := newAgent(t, emulator.Options{}).with(Options{Confirm: ConfirmNever, Now: func() time.Time { return time.Now().Add(ahead) }})
	project, zoe := a.find("Untitled"), a.user("zoe@acme.example")
	var permissions []args
	for i := range 30 {
		var made map[string]any
		a.call("create_hex_group", args{"name": fmt.Sprintf("Team %d", i), "member_user_ids": []string{zoe}}, &made)
		permissions = append(permissions, args{"group_id": made["id"], "access": "CAN_EDIT"})
	}
	a.result("update_hex_project_group_sharing", args{"project_id": project, "group_permissions": permissions})
	a.sent.taken()
	var first, last audited
	a.call("audit_hex_access", args{"project_id": project}, &first)
	if first.Complete || len(first.Cursor) != 12 || len(first.Unread) != 8 || len(a.sent.taken()) != 25 ||
		!strings.HasPrefix(first.Unread[0], "the members of the group Team ") {
		t.Fatalf("got %+v", first)
	}
	a.call("audit_hex_access", args{"cursor": first.Cursor}, &last)
	if sent := a.sent.taken(); !last.Complete || len(last.Unread) != 0 || len(sent) != 8 {
		t.Errorf("after %v: %+v", sent, last)
	}
	for _, p := range last.People {
		if p.ID == zoe && len(p.Ways) != 31 { // and that of an admin
			t.Errorf("got %+v", p)
		}
	}
	ahead = time.Hour
	if f := a.fail("audit_hex_access", args{"cursor": first.Cursor}); !strings.Contains(f.Hint, "Begin anew") {
		t.Errorf("got %+v", f)
	}
	if f := a.fail("audit_hex_access", args{}); !strings.Contains(f.Error(), "of one thing") {
		t.Errorf("got %+v", f)
	}
}

func TestAuditOfWhatSomebodyReaches(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	reach := func(t *testing.T, given args) (audited, map[string]auditProject) {
		t.Helper()
		a.t = t
		given["limit"] = 500
		var got audited
		a.call("audit_hex_access", given, &got)
		by := map[string]auditProject{}
		for _, p := range got.Projects {
			by[p.Title] = p
		}
		if !got.Complete || got.Total != len(got.Projects) || got.Looked < 60 {
			t.Errorf("%d of %d projects, complete %v", got.Total, got.Looked, got.Complete)
		}
		return got, by
	}
	t.Run("a guest", func(t *testing.T) {
		if got, _ := reach(t, args{"user_id": a.user("oliver@acme.example")}); got.Total != 1 ||
			got.Projects[0].Title != "Public: our year in numbers" {
			t.Errorf("got %+v", got.Projects)
		}
	})
	t.Run("somebody of a group", func(t *testing.T) {
		got, by := reach(t, args{"user_id": a.user("priya@acme.example")})
		if p := by["Top 100 customers"]; p.Access != "CAN_VIEW" || p.Edits || strings.Join(p.Ways, ", ") !=
			"collection Board pack (group Finance) CAN_VIEW" {
			t.Errorf("got %+v", p)
		}
		if p := by["Product margins"]; p.Access != "FULL_ACCESS" || !p.Edits || !slices.Contains(p.Ways, "group Finance CAN_EDIT") {
			t.Errorf("got %+v", p)
		}
		if _, there := by["売上ダッシュボード（東京）"]; there || got.Editing < 5 {
			t.Errorf("%d edited", got.Editing)
		}
	})
	t.Run("an admin", func(t *testing.T) {
		if got, _ := reach(t, args{"user_id": a.user("zoe@acme.example")}); got.Total != got.Looked {
			t.Errorf("%d of %d", got.Total, got.Looked)
		}
	})
	t.Run("a group", func(t *testing.T) {
		var group resolved
		a.call("resolve_hex", args{"text": "Executives"}, &group)
		_, by := reach(t, args{"group_id": group.Candidates[0].ID})
		if p := by["売上ダッシュボード（東京）"]; strings.Join(p.Ways, ", ") != "group Executives APP_ONLY" {
			t.Errorf("got %+v", p)
		}
		if p := by["Top 100 customers"]; strings.Join(p.Ways, ", ") != "collection Board pack CAN_VIEW" {
			t.Errorf("got %+v", p)
		}
	})
	t.Run("the public", func(t *testing.T) {
		project := a.find("Weekly revenue")
		if got, _ := reach(t, args{"public": true}); got.Total != 1 || got.Projects[0].Ways[0] != "public APP_ONLY" {
			t.Errorf("got %+v", got.Projects)
		}
		a.result("update_hex_project_workspace_sharing", args{"project_id": project, "public_access": "APP_ONLY"})
		if got, by := reach(t, args{"public": true}); got.Total != 2 || strings.Join(by["Weekly revenue"].Ways, "") != "public APP_ONLY" {
			t.Errorf("got %+v", got.Projects)
		}
	})
}
