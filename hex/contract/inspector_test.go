package contract

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestInspectorSees: what departs from the document is noticed, on either side.
func TestInspectorSees(t *testing.T) {
	doc := document(t)
	cell := `{"id":"a","staticId":"b","cellType":"SQL","label":null,"dataConnectionId":null,"projectId":"c",` +
		`"contents":{"codeCell":null,"sqlCell":{"source":"x","outputDataframe":"d"},"markdownCell":null}}`
	for name, test := range map[string]struct {
		request string // method, path, body
		status  int
		answer  string
		want    string // part of the complaint; empty for none
	}{
		"nothing wrong":        {"GET /v1/cells/a", 200, cell, ""},
		"a parameter too many": {"GET /v1/groups?offset=5", 403, `{"reason":"no"}`, "request of ListGroups : at query offset"},
		"a parameter missing": {"GET /v1/cells", 400, `{"code":"BAD_REQUEST","message":"m"}`,
			"request of ListCells : at query projectId"},
		"a parameter too large": {"GET /v1/users?limit=501", 400, `{"code":"BAD_REQUEST","message":"m"}`,
			"request of ListUsers : at query limit"},
		"a value in lower case": {"GET /v1/groups?sortDirection=asc", 400, `{"reason":"r"}`,
			"request of ListGroups : at query sortDirection"},
		"a member too many": {`POST /v1/projects {"title":"t","language":"python"}`, 403, `{"reason":"no"}`,
			"request of CreateProject : at body/language"},
		"a member missing": {`POST /v1/groups {"members":{}}`, 403, `{"reason":"no"}`, "request of CreateGroup : at body"},
		"one within an anyOf": {`POST /v1/cells {"projectId":"p","cellType":"SQL","contents":{"sqlCell":{"source":"x",` +
			`"connection":"y"}}}`, 200, cell, "at body/contents/sqlCell/connection"},
		"an answer's member gone": {"GET /v1/cells/a", 200, strings.Replace(cell, `"id":"a",`, "", 1), "answer of GetCell 200: at body/id"},
		"an answer's member new": {"GET /v1/cells/a", 200, strings.Replace(cell, `{"id"`, `{"secret":"s","id"`, 1),
			"answer of GetCell 200: at body/secret"},
		"null where none may be": {"GET /v1/cells/a", 200, strings.Replace(cell, `"staticId":"b"`, `"staticId":null`, 1),
			"at body/staticId"},
		"the other success":   {`POST /v1/projects {"title":"t"}`, 200, `{}`, "answer of CreateProject 200: at status"},
		"an error of no form": {"GET /v1/cells/a", 404, `{"error":"no"}`, "answer of GetCell 404: at body"},
		"no JSON":             {"GET /v1/cells/a", 200, `<html>`, "answer of GetCell 200: at body"},
		"refused otherwise":   {"GET /v1/cells/a", 401, `{"code":"UNAUTHORIZED","message":"m"}`, "answer of GetCell 401: at body"},
		"no such path":        {"GET /v1/project/a", 404, `{}`, "GET /api/v1/project/a is in no document"},
	} {
		t.Run(name, func(t *testing.T) {
			var complaints strings.Builder
			i := &inspector{
				complain: func(format string, args ...any) { fmt.Fprintf(&complaints, format+"\n", args...) }, doc: doc,
				allowed: &departures{seen: map[int]bool{}},
				emulated: map[string]bool{"GetCell": true, "ListCells": true, "ListGroups": true, "ListUsers": true, "CreateProject": true,
					"CreateGroup": true, "CreateCell": true}, passed: map[string]map[int]bool{},
				handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(test.status)
					io.WriteString(w, test.answer)
				}),
			}
			words := strings.SplitN(test.request+"  ", " ", 3)
			request, err := http.NewRequest(words[0], "http://127.0.0.1/api"+words[1], strings.NewReader(strings.TrimSpace(words[2])))
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Content-Type", "application/json")
			if _, err := i.RoundTrip(request); err != nil {
				t.Fatal(err)
			}
			if got := complaints.String(); test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("it complains %q, want %q", got, test.want)
			}
		})
	}
}
