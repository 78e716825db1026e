package mcpsrv

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/mcpsrv/answer"
)

// small is another client of a server whose answers may have few bytes.
func (a *agent) small(most int) *agent {
	return a.with(Options{AnswerBytes: most, Confirm: ConfirmNever})
}

// Whatever is cut, the parts put together are the whole, and no part is longer than an answer may be.
func TestListsAreCutAtRows(t *testing.T) {
	a := newAgent(t, emulator.Options{Size: 60})
	b := a.small(2000)
	project := a.find("Weekly revenue")
	for _, c := range []struct {
		tool, list, cursor, next string
		given                    args
	}{
		{"list_hex_projects", "projects", "cursor", "next_cursor", args{"limit": 100}},
		{"list_hex_users", "users", "after", "", args{"limit": 500}},
		{"list_hex_groups", "groups", "after", "", args{"limit": 500, "sort_by": "NAME"}},
		{"list_hex_collections", "collections", "after", "", args{"detail": "full"}},
		{"list_hex_data_connections", "connections", "after", "", args{}},
		{"list_hex_cells", "cells", "after", "", args{"project_id": project}},
		{"list_hex_threads", "threads", "after", "", args{"detail": "full"}},
	} {
		t.Run(c.tool, func(t *testing.T) {
			a.t, b.t = t, t
			whole := walkList(a, c.tool, c.list, c.cursor, c.next, c.given)
			parts := walkList(b, c.tool, c.list, c.cursor, c.next, c.given)
			if len(whole) == 0 || !slices.Equal(whole, parts) {
				t.Errorf("%d rows in short answers, %d in long ones", len(parts), len(whole))
			}
		})
	}
	t.Run("by number", func(t *testing.T) {
		a.t, b.t = t, t
		var all, part projectMatches
		a.call("search_hex_projects", args{"search_pattern": ".", "limit": 1000, "fields": "id"}, &all)
		var ids []string
		for offset := 0; ; offset = len(ids) {
			part = projectMatches{}
			b.call("search_hex_projects", args{"search_pattern": ".", "limit": 1000, "offset": offset}, &part)
			for _, p := range part.Values {
				ids = append(ids, p.ID)
			}
			if !part.HasMore {
				break
			}
			if want := fmt.Sprintf("offset %d", len(ids)); !strings.Contains(part.Next, want) {
				t.Fatalf("after %d rows: %s", len(ids), part.Next)
			}
		}
		if len(ids) != all.TotalMatched || len(ids) < 80 {
			t.Errorf("%d of %d", len(ids), all.TotalMatched)
		}
	})
}

// walkList reads a list to its end and returns the ids of its rows.
func walkList(a *agent, tool, list, cursor, next string, given args) []string {
	a.t.Helper()
	var ids []string
	arguments := args{}
	for k, v := range given {
		arguments[k] = v
	}
	for range 200 {
		r := a.result(tool, arguments)
		if r.IsError {
			a.t.Fatal(textOf(r))
		}
		raw, err := json.Marshal(r.StructuredContent)
		if err != nil {
			a.t.Fatal(err)
		}
		if most := a.server.most; len(raw) > most || len(textOf(r)) > most {
			a.t.Errorf("%s answered %d and %d bytes, more than %d", tool, len(raw), len(textOf(r)), most)
		}
		var body map[string]any
		if err := json.Unmarshal(raw, &body); err != nil {
			a.t.Fatal(err)
		}
		for _, row := range body[list].([]any) {
			ids = append(ids, fmt.Sprint(row.(map[string]any)["id"]))
		}
		if more, _ := body["has_more"].(bool); !more {
			return ids
		}
		if next != "" {
			arguments[cursor] = body[next]
		} else {
			arguments[cursor] = body["pagination"].(map[string]any)["after"]
		}
		if fmt.Sprint(body["next"]) == "" {
			a.t.Errorf("%s does not say how to go on", tool)
		}
	}
	a.t.Fatalf("%s has no end", tool)
	return nil
}

func TestGoingBackIsCutToo(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	b := a.small(1200)
	var first, second userPage
	a.call("list_hex_users", args{"limit": 10}, &first)
	a.call("list_hex_users", args{"limit": 10, "after": first.Pagination.After}, &second)
	var ids []string
	given := args{"limit": 10, "before": second.Pagination.Before}
	for len(ids) < 10 {
		var part userPage
		b.call("list_hex_users", given, &part)
		for _, u := range part.Users {
			ids = append(ids, u.ID)
		}
		given = args{"limit": 10, "after": part.Pagination.After}
	}
	for i, u := range first.Users {
		if ids[i] != u.ID {
			t.Fatalf("row %d is %s, want %s", i, ids[i], u.ID)
		}
	}
}

func TestFieldsAndDetail(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	r := a.result("list_hex_projects", args{"limit": 2, "fields": []string{"id", "Description"}})
	raw, _ := json.Marshal(r.StructuredContent)
	var page struct{ Projects []map[string]any }
	if err := json.Unmarshal(raw, &page); err != nil || len(page.Projects) != 2 {
		t.Fatalf("%s: %v", raw, err)
	}
	for _, p := range page.Projects {
		if len(p) > 2 || p["id"] == nil {
			t.Errorf("got %v", p)
		}
		if !strings.Contains(textOf(r), fmt.Sprint(p["id"])) {
			t.Errorf("the text is %s", textOf(r))
		}
	}
	var compact, full projectPage
	a.call("list_hex_projects", args{"limit": 1}, &compact)
	a.call("list_hex_projects", args{"limit": 1, "detail": "full"}, &full)
	if compact.Projects[0].URL != "" || compact.Projects[0].Created != nil || full.Projects[0].URL == "" ||
		full.Projects[0].Created == nil {
		t.Errorf("compact %+v, full %+v", compact.Projects[0], full.Projects[0])
	}
	if f := a.fail("list_hex_projects", args{"fields": []string{"id", "colour"}}); !strings.Contains(f.Error(), `"colour"`) ||
		!strings.Contains(f.Error(), "Rows have: id, title,") {
		t.Errorf("got %+v", f)
	}
	if f := a.fail("list_hex_users", args{"after": "~nonsense"}); !strings.Contains(f.Message, "is not a cursor") {
		t.Errorf("got %+v", f)
	}
}

// bigCell puts a source into a cell of the sample workspace.
func bigCell(a *agent, source string) (project string, c cellRow) {
	a.t.Helper()
	project = a.find("Weekly revenue")
	notes := a.cell(project, "Notes")
	base, err := a.hex.ReadCell(a.t.Context(), project, notes.ID, "")
	if err != nil {
		a.t.Fatal(err)
	}
	if _, err := a.hex.Save(a.t.Context(), base, hex.Edit{Source: source}); err != nil {
		a.t.Fatal(err)
	}
	return project, a.cell(project, "Notes")
}

func TestACellOfTwoMegabytes(t *testing.T) {
	var b strings.Builder
	for i := range 40_000 {
		fmt.Fprintf(&b, "line %d of a long text, with an ü and a 売\n", i+1)
	}
	b.WriteString(strings.Repeat("no end of line ", 6000)) // one line longer than an answer
	source := b.String()
	a := newAgent(t, emulator.Options{})
	project, row := bigCell(a, source)
	if row.Source != nil || row.Hash != "" || row.Preview == "" || row.Lines != 40_001 {
		t.Fatalf("a list shows %+v", row)
	}
	f := a.fail("delete_hex_cell", args{"cell_id": row.ID})
	if f.Kind != answer.KindInvalid || !strings.Contains(f.Error(), "expected_hash") {
		t.Errorf("got %+v", f)
	}

	var parts strings.Builder
	given := args{"cell_id": row.ID, "from_line": 39_000}
	for range 100 {
		var part cellShown
		text := a.call("get_hex_cell", given, &part)
		if !utf8.ValidString(*part.Source) || len(text) > defaultAnswer || part.TotalLines != 40_001 ||
			part.Hash != hex.SourceHash(source) {
			t.Fatalf("%d bytes of text, %+v", len(text), part.passage)
		}
		parts.WriteString(*part.Source)
		if part.Next == "" {
			break
		}
		var line, char int
		if n, _ := fmt.Sscanf(part.Next, "The text goes on: call again with from_line %d and from_char %d.", &line, &char); n == 0 {
			t.Fatalf("%q does not say how to go on", part.Next)
		}
		if part.Complete {
			t.Error("a part says that it is complete")
		}
		given = args{"cell_id": row.ID, "from_line": line, "from_char": char}
	}
	if want := source[strings.Index(source, "line 39000 of"):]; parts.String() != want {
		t.Errorf("the parts have %d bytes, the source from there %d", parts.Len(), len(want))
	}

	t.Run("its lines are searched and replaced without being shown", func(t *testing.T) {
		a.t = t
		var found cellMatches
		a.call("search_hex_cells", args{"project_id": project, "find": "line 39999 of"}, &found)
		if len(found.Matches) != 1 || found.Matches[0].Line != 39_999 || found.Matches[0].CellID != row.ID {
			t.Fatalf("got %+v", found)
		}
		var plan dryRunResult
		given := args{"project_id": project, "find": "line 39999 of", "replace": "row 39999 of"}
		a.call("replace_in_hex_cells", given, &plan)
		given["plan_version"], given["dry_run"] = plan.Plan.Version, false
		var done replaced
		a.call("replace_in_hex_cells", given, &done)
		if done.Written != 1 || !done.Complete || done.Cells[0].Hash != hex.SourceHash(strings.Replace(source, "line 39999 of",
			"row 39999 of", 1)) {
			t.Errorf("got %+v", done)
		}
	})
}

func TestAWriteWhoseAnswerIsTooLongSaysThatItWasDone(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	b := a.small(300)
	project := a.find("Weekly revenue")
	f := b.fail("update_hex_project_status", args{"project_id": project, "status": "Endorsed"})
	if f.Kind != answer.KindTooLarge || !strings.Contains(f.Message, "was carried out") {
		t.Errorf("got %+v", f)
	}
}
