package emulator

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// documentPath is where the published OpenAPI document (copy A) may lie. It is
// not shipped with the source; without it the answers are not held against it.
const documentPath = "../../../shared/hex-openapi.json"

var document = sync.OnceValues(func() (*openapi3.T, error) {
	if _, err := os.Stat(documentPath); err != nil {
		return nil, err
	}
	return openapi3.NewLoader().LoadFromFile(documentPath)
})

// differences are the deliberate departures from copy A, by operation and
// status ("*" for any), each with its reason.
var differences = map[string]string{
	"GetRunStatus 200":                 "projectVersion became a string in copy B",
	"GetProjectRuns 200":               "projectVersion became a string in copy B",
	"RunProject *":                     "errors moved to the newer shape in copy B",
	"GetProjectRuns *":                 "errors moved to the newer shape in copy B",
	"GetRunStatus *":                   "errors moved to the newer shape in copy B",
	"CreateProject *":                  "errors moved to the newer shape in copy B",
	"UpdateProject *":                  "errors moved to the newer shape in copy B",
	"ListDataConnections *":            "errors moved to the newer shape in copy B",
	"GetDataConnection *":              "errors moved to the newer shape in copy B",
	"EditProjectSharingUsers *":        "errors moved to the newer shape in copy B",
	"EditProjectSharingGroups *":       "errors moved to the newer shape in copy B",
	"EditProjectSharingOrgAndPublic *": "errors moved to the newer shape in copy B",
	"GetChartImageFromLogic *":         "errors moved to the newer shape in copy B",
	"IngestSemanticProject problems":   "the document demands the member display of a problem and, in its other half, forbids it",
}

// undocumented are the statuses that every operation can give although the
// document lists them for few.
var undocumented = map[int]string{
	http.StatusUnauthorized:          "the edge answers it for all",
	http.StatusNotFound:              "an unknown id must be told somehow",
	http.StatusUnprocessableEntity:   "DeactivateUser and others refuse what cannot be done",
	http.StatusTooManyRequests:       "the limits are in prose",
	http.StatusRequestEntityTooLarge: "a bound of the emulator's own",
	http.StatusInternalServerError:   "faults",
	http.StatusServiceUnavailable:    "faults",
	http.StatusBadGateway:            "faults",
}

// routeNames finds the operation of a request.
var routeNames = sync.OnceValue(func() *http.ServeMux {
	mux := http.NewServeMux()
	for _, op := range table() {
		mux.Handle(op.method+" /api"+op.path, nameOf(op.name))
	}
	return mux
})

type nameOf string

func (nameOf) ServeHTTP(http.ResponseWriter, *http.Request) {}

// checkContract holds an answer against the document's schema for its operation
// and status.
func checkContract(w *world, method, path string, r reply) {
	w.t.Helper()
	doc, err := document()
	if err != nil {
		return // TestContractDocument says why
	}
	request, err := http.NewRequest(method, w.at(path), nil)
	if err != nil {
		w.t.Fatal(err)
	}
	handler, _ := routeNames().Handler(request)
	name, ok := handler.(nameOf)
	if !ok || r.header.Get("Content-Type") != "application/json" {
		return
	}
	op := documented(doc, string(name))
	if op == nil {
		return
	}
	response := op.Responses.Status(r.status)
	if response == nil {
		if undocumented[r.status] == "" {
			w.t.Errorf("%s answers %d, which its document does not list", name, r.status)
		}
		return
	}
	media := response.Value.Content.Get("application/json")
	if media == nil {
		return
	}
	var value any
	if err := json.Unmarshal([]byte(r.text), &value); err != nil {
		if r.status < 500 {
			w.t.Errorf("%s answers %d with something that is no JSON: %s", name, r.status, r.text)
		}
		return
	}
	err = media.Schema.Value.VisitJSON(value, openapi3.MultiErrors())
	if err != nil && !deliberate(string(name), r, err) {
		w.t.Errorf("%s answers %d against its document: %v", name, r.status, err)
	}
}

// deliberate tells whether a departure is one of the differences, and no other.
func deliberate(name string, r reply, err error) bool {
	if _, known := differences[name+" problems"]; known && strings.Contains(r.text, `"problems":[`) {
		return strings.Contains(err.Error(), `property "display" is unsupported`)
	}
	if r.status >= 400 {
		_, known := differences[name+" *"]
		return known && strings.Contains(r.text, `"code":`)
	}
	if _, known := differences[name+" 200"]; !known {
		return false
	}
	all := openapi3.MultiError{}
	if !errors.As(err, &all) {
		return false
	}
	for _, one := range all {
		if !strings.Contains(one.Error(), "projectVersion") {
			return false
		}
	}
	return true
}

func documented(doc *openapi3.T, name string) *openapi3.Operation {
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			if op.OperationID == name {
				return op
			}
		}
	}
	return nil
}

// TestContractDocument holds the table of operations against the document:
// names, methods and paths.
func TestContractDocument(t *testing.T) {
	doc, err := document()
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the published OpenAPI document is not here, so answers are not held against it")
	}
	if err != nil {
		t.Fatal(err)
	}
	unpublished := map[string]bool{"RunDraft": true, "RunCell": true, "ListSuggestions": true, "GetSuggestion": true,
		"UpdateSuggestion": true, "UpdateSuggestionChange": true, "ReviewSuggestion": true, "UpdateComputeProfiles": true,
		"ImportProject": true}
	for _, op := range table() {
		if unpublished[op.name] {
			continue
		}
		found := false
		for path, item := range doc.Paths.Map() {
			if o := item.Operations()[op.method]; o != nil && o.OperationID == op.name {
				path = strings.ReplaceAll(path, "semantic-(projects|models)", "semantic-projects")
				if found = path == op.path; !found {
					t.Errorf("%s is at %s %s in the document, not %s", op.name, op.method, path, op.path)
				}
			}
		}
		if !found {
			t.Errorf("the document has no %s %s %s", op.method, op.path, op.name)
		}
	}
}
