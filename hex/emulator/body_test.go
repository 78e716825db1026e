package emulator

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// TestABodyOfTheWrongType tells of members and JSON's kinds, not of Go's.
func TestABodyOfTheWrongType(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	weekly := w.project("Weekly revenue")
	for _, c := range []struct{ method, path, body, says string }{
		{"POST", "/projects", `[]`, "body must be an object, not an array"},
		{"POST", "/projects", `{"title":5}`, "body.title must be a string, not a number"},
		{"POST", "/projects", `{"title":"x"} {}`, "The body holds more than one JSON value"},
		{"POST", "/projects", `{"title":`, "The body is not valid JSON"},
		{"PATCH", "/projects/" + weekly, `{"status":{}}`, "body.status must be a string, not an object"},
		{"POST", "/projects/" + weekly + "/runs", `{"inputParams":true}`, "body.inputParams must be an object, not a boolean"},
		{"POST", "/projects/" + weekly + "/runs", `{"dryRun":"yes"}`, "body.dryRun must be a boolean, not a string"},
		{"PATCH", "/projects/" + weekly + "/sharing/users", `{"sharing":{"upsert":{"users":{}}}}`,
			"body.sharing.upsert.users must be an array, not an object"},
		{"PATCH", "/projects/" + weekly + "/sharing/users", `{"sharing":{"upsert":{"users":[{"access":1}]}}}`,
			"body.sharing.upsert.users.access must be a string, not a number"},
		{"POST", "/data-connections", `{"name":5}`, "body.name must be a string, not a number"},
		{"POST", "/data-connections", `{"connectionDetails":{"postgres":[]}}`, "body.connectionDetails must be an object, not an array"},
		{"POST", "/data-connections", `{"schemaFilters":{"tables":{"include":{"values":[1]}}}}`,
			"body.schemaFilters.tables.include.values must be a string, not a number"},
		{"POST", "/cells", `{"contents":{"sqlCell":{"dataConnectionId":7}}}`,
			"body.contents.sqlCell.dataConnectionId must be a string, not a number"},
		{"POST", "//_emulator/hold", `{"at":3}`, "body.at must be a string, not a number"},
		{"POST", "//_emulator/faults", `{"kind":"status","status":"503"}`, "a fault's status cannot be a string"},
		{"POST", "//_emulator/faults", `{"kind":"status","status":503.5}`, "a fault's status cannot be a number 503.5"},
		{"POST", "//_emulator/faults", `{"kind":"delay","delay":"soon"}`, "a fault's delay is a time such as 500ms"},
		{"POST", "//_emulator/faults", `{"kind":"reset","operaton":"RunProject"}`, "operaton"},
		{"POST", "//_emulator/faults", `{"kind":"reset","operation":"Run"}`, "a fault's operation is one of Hex's"},
	} {
		if r := w.send(w.token, c.method, c.path, c.body).is(400); !strings.Contains(r.text, c.says) {
			t.Errorf("%s %s %s\n says %s\n want %s", c.method, c.path, c.body, r.text, c.says)
		}
	}
}

// TestNoTypeOfGoIsTold sends every operation bodies of the wrong types, at every member that any of them has.
func TestNoTypeOfGoIsTold(t *testing.T) {
	t.Parallel()
	w := serve(t, Options{})
	gos := regexp.MustCompile(`(?i)struct|map\[|\[\]|\bu?int\d*\b|float|interface|emulator\.|json[.:]|\bGo\b|unmarshal|strconv`)
	id := w.project("Weekly revenue")
	fill := regexp.MustCompile(`\{\w+\}`)
	for n, op := range Operations() {
		if op.Method == "GET" || op.Method == "DELETE" || testing.Short() && n%4 > 0 {
			continue
		}
		path := strings.TrimPrefix(fill.ReplaceAllString(op.Path, id), "/v1")
		for _, wrong := range []any{5.5, "x", map[string]any{"x": 1}} {
			bodies := []any{wrong}
			for _, name := range []string{"title", "status", "name", "sharing", "members", "contents", "location", "updates", "files",
				"connectionDetails", "schemaFilters", "schemaRefreshSchedule", "inputParams", "notifications", "viewId", "prompt",
				"attachments", "projectId", "version", "orgGuideFileIds", "inputParameters", "expiresIn", "dryRun", "useCachedSqlResults"} {
				bodies = append(bodies, map[string]any{name: wrong})
			}
			for _, body := range bodies {
				text, err := json.Marshal(body)
				if err != nil {
					t.Fatal(err)
				}
				r := w.read(w.try(w.token, op.Method, path, string(text)))
				if r.status == 500 || r.status >= 400 && gos.MatchString(r.text) {
					t.Errorf("%s %s: %d %s", op.Name, text, r.status, r.text)
				}
			}
		}
	}
}
