package mcpsrv

import (
	"regexp"
	"strings"
	"testing"

	"hextui/hex/emulator"
	"hextui/mcpsrv/policy"
)

// One item of Hex's that cannot be understood is told of, in text and in structure, beside all that can.
func TestAnOddItemStandsBesideTheOthers(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	project := a.find("Weekly revenue")
	var runs runPage
	a.call("get_hex_project_runs", args{"project_id": project, "limit": 1}, &runs)
	run := runs.Runs[0].RunID
	rewrite := func(path, old, odd string) {
		a.sent.mu.Lock()
		defer a.sent.mu.Unlock()
		a.sent.rewrite = func(at, body string) string {
			if !strings.HasSuffix(at, path) {
				return body
			}
			at = regexp.MustCompile(old).FindString(body)
			return strings.Replace(body, at, odd, 1)
		}
	}
	for _, c := range []struct {
		tool, path string
		given      args
		old, odd   string
		reason     string
	}{
		{"list_hex_data_connections", "/data-connections", args{"limit": 100}, `"port":\d+`, `"port":"five"`,
			"is a text where a whole number belongs"},
		{"list_hex_projects", "/projects", args{}, `"lastEditedAt":"[^"]*"`, `"lastEditedAt":"soon"`,
			"lastEditedAt is “soon” where a time belongs"},
		{"get_hex_project_runs", "/runs", args{"project_id": project}, `"status":"[A-Z]+"`, `"status":7`,
			"status is a number where a text belongs"},
		{"list_hex_cells", "/cells", args{"project_id": project}, `"label":("[^"]*"|null)`, `"label":[]`,
			"label is a list where a text belongs"},
		{"search_hex_cells", "/cells", args{"project_id": project, "find": "select"}, `"label":("[^"]*"|null)`, `"label":{}`,
			"label is an object where a text belongs"},
		{"list_hex_users", "/users", args{}, `"role":"[A-Z]+"`, `"role":true`, "role is true or false where a text belongs"},
		{"list_hex_groups", "/groups", args{}, `"createdAt":"[^"]*"`, `"createdAt":"?"`, "createdAt is “?” where a time belongs"},
		{"get_hex_project_runs", "/runs", args{"project_id": project}, `"startTime":"[^"]*"`, `"startTime":"soon"`,
			"startTime is “soon” where a time belongs"},
		{"list_hex_threads", "/threads", args{}, `"createdAt":"[^"]*"`, `"createdAt":17`, "createdAt is 17 where a time belongs"},
		{"get_hex_run_status", run, args{"project_id": project, "run_id": run}, `"endTime":"[^"]*"`, `"endTime":"late"`,
			"endTime is “late” where a time belongs"},
	} {
		rewrite(c.path, c.old, c.odd)
		r := a.result(c.tool, c.given) // which compares text and structure too
		if r.IsError {
			t.Errorf("%s failed: %s", c.tool, textOf(r))
			continue
		}
		structure := structureOf(t, r).(map[string]any)
		list, _ := structure["odd"].([]any)
		if len(list) != 1 {
			t.Errorf("%s tells of %v", c.tool, list)
			continue
		}
		told := list[0].(map[string]any)
		id, _ := told["id"].(string)
		reason, _ := told["reason"].(string)
		if len(id) != 36 || !strings.Contains(reason, c.reason) || !strings.Contains(textOf(r), id) ||
			!strings.Contains(textOf(r), c.reason) {
			t.Errorf("%s tells %v: %s", c.tool, told, textOf(r))
		}
	}
}

// Of the few projects that a server was given, one that cannot be understood does not hide the others either.
func TestAnOddOneOfTheGivenStandsBesideTheOthers(t *testing.T) {
	a := newAgent(t, emulator.Options{})
	good, bad := a.find("Weekly revenue"), a.find("Channel performance and CAC")
	a.sent.rewrite = func(path, body string) string {
		if strings.HasSuffix(path, "/projects/"+bad) {
			return strings.Replace(body, `"createdAt":"`, `"createdAt":"in `, 1)
		}
		return body
	}
	b := a.with(Options{Policy: policy.Policy{AllowProjects: []string{good, bad}}})
	r := b.result("list_hex_projects", args{})
	text := textOf(r)
	if r.IsError || !strings.Contains(text, good) || !strings.Contains(text, "id "+bad) || !strings.Contains(text, "where a time belongs") {
		t.Error(text)
	}
}
