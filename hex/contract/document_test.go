package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

const documentPath = "../../../shared/hex-openapi.json"

// openDocument is the published document and the way from a request to its operation.
type openDocument struct {
	*openapi3.T
	router routers.Router
}

var readDocument = sync.OnceValues(func() (*openDocument, error) {
	if _, err := os.Stat(documentPath); err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromFile(documentPath)
	if err != nil {
		return nil, err
	}
	doc.Servers = openapi3.Servers{{URL: "/api"}}
	for path, item := range doc.Paths.Map() {
		// The document prints a router's pattern here, which is no path.
		if plain := strings.ReplaceAll(path, "semantic-(projects|models)", "semantic-projects"); plain != path {
			doc.Paths.Delete(path)
			doc.Paths.Set(plain, item)
		}
	}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			giveTypes(op)
		}
	}
	router, err := gorillamux.NewRouter(doc)
	return &openDocument{doc, router}, err
})

// giveTypes makes texts of the parameters to which the document gives no type at all, only the default null: the cursors.
// The validator takes any value of such a one for none.
func giveTypes(op *openapi3.Operation) {
	for _, p := range op.Parameters {
		if schema := p.Value.Schema.Value; schema.Type == nil && len(schema.AllOf)+len(schema.AnyOf)+len(schema.OneOf) == 0 {
			schema.Type = &openapi3.Types{openapi3.TypeString}
		}
	}
}

// document skips the test where the document is not there.
func document(t *testing.T) *openDocument {
	t.Helper()
	doc, err := readDocument()
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("Hex's published OpenAPI document is not here, so nothing is held against it")
	}
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// operations are the document's, by name.
func (d *openDocument) operations() map[string]*openapi3.Operation {
	all := map[string]*openapi3.Operation{}
	for _, item := range d.Paths.Map() {
		for _, op := range item.Operations() {
			all[op.OperationID] = op
		}
	}
	return all
}

// inspector is a network without sockets that holds every request and every answer that passes against the document.
type inspector struct {
	// complain hears of every departure that is not deliberate.
	complain func(format string, args ...any)
	doc      *openDocument
	handler  http.Handler
	allowed  *departures
	older    bool // the workspace answers by the older document
	garbage  bool // the requests are wrong on purpose, and not held against the document
	// emulated are the operations that the workspace answers.
	emulated map[string]bool

	mu     sync.Mutex
	passed map[string]map[int]bool // operations and the statuses of their answers that were held against the document
}

func (i *inspector) RoundTrip(r *http.Request) (*http.Response, error) {
	body := []byte{}
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	serve, check := r.Clone(r.Context()), r.Clone(r.Context())
	serve.Body, check.Body = io.NopCloser(bytes.NewReader(body)), io.NopCloser(bytes.NewReader(body))
	if len(body) == 0 {
		serve.Body, check.Body = http.NoBody, http.NoBody
	}
	recorder := httptest.NewRecorder()
	i.handler.ServeHTTP(recorder, serve)
	response := recorder.Result()
	response.Request = r
	i.inspect(check, body, response, recorder.Body.Bytes())
	return response, nil
}

func (i *inspector) inspect(r *http.Request, sent []byte, response *http.Response, answered []byte) {
	route, params, err := i.doc.router.FindRoute(r)
	if err != nil {
		op, known := unpublished[r.Method+" "+shapeOf(r.URL.Path)]
		if !known {
			i.complain("%s %s is in no document", r.Method, r.URL.Path)
		}
		if op.answer != "" && response.StatusCode/100 == 2 {
			i.report("answer", op.name, response.StatusCode, i.valueFindings(op.answer, answered))
		}
		return
	}
	op := route.Operation
	input := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{MultiError: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
			SkipSettingDefaults: true},
	}
	if !i.garbage {
		findings := flatten(openapi3filter.ValidateRequest(r.Context(), input), "")
		findings = append(findings, undeclaredParameters(route, r)...)
		findings = append(findings, undeclaredMembers(requestSchema(op), sent)...)
		i.report("request", op.OperationID, 0, findings)
	}
	status := response.StatusCode
	if i.emulated[op.OperationID] {
		i.report("answer", op.OperationID, status, i.answerFindings(input, response, answered))
	} else {
		status = 0
	}
	i.pass(op.OperationID, status)
}

func (i *inspector) answerFindings(input *openapi3filter.RequestValidationInput, response *http.Response, body []byte) []finding {
	op := input.Route.Operation
	if response.StatusCode == http.StatusUnauthorized {
		if strings.HasPrefix(response.Header.Get("Content-Type"), "text/plain") && string(body) == "Unauthorized" &&
			strings.HasPrefix(response.Header.Get("WWW-Authenticate"), "Bearer") {
			return []finding{{"edge", "it is not Hex's own answer"}}
		}
		return []finding{{"body", "a refused token is answered otherwise: " + string(body)}}
	}
	listed := op.Responses.Status(response.StatusCode)
	if listed == nil {
		return append([]finding{{"status", "the document lists no such status"}}, i.errorFindings(response, body)...)
	}
	if response.StatusCode == http.StatusNoContent {
		if len(body) > 0 {
			return []finding{{"body", "an empty answer has a body"}}
		}
		return nil
	}
	err := openapi3filter.ValidateResponse(input.Request.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: response.StatusCode, Header: response.Header,
		Body: io.NopCloser(bytes.NewReader(body)), Options: input.Options,
	})
	findings := flatten(err, "")
	if media := listed.Value.Content.Get("application/json"); media != nil {
		findings = append(findings, undeclaredMembers(media.Schema.Value, body)...)
	}
	return findings
}

// valueFindings are those of a body that should be of one of the document's schemas, by name.
func (i *inspector) valueFindings(name string, body []byte) []finding {
	schema := i.doc.Components.Schemas[name]
	if schema == nil {
		return []finding{{"body", "the document has no schema " + name}}
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return []finding{{"body", err.Error()}}
	}
	return append(flatten(schema.Value.VisitJSON(value, openapi3.MultiErrors()), "body"), undeclaredMembers(schema.Value, body)...)
}

// errorFindings are those of an error that the document does not list for the operation: it must at least have one of
// the two forms that the document has.
func (i *inspector) errorFindings(response *http.Response, body []byte) []finding {
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return []finding{{"body", "no JSON"}}
	}
	for _, name := range []string{"error.BAD_REQUEST", "TsoaErrorResponsePayload"} {
		schema := i.doc.Components.Schemas[name]
		if schema == nil {
			i.complain("the document has no schema %s", name)
			continue
		}
		copied := *schema.Value
		if name == "error.BAD_REQUEST" {
			copied.Properties = maps.Clone(copied.Properties)
			delete(copied.Properties, "code") // each status has its own
		}
		if copied.VisitJSON(value) == nil {
			return nil
		}
	}
	return []finding{{"body", "neither form of an error: " + string(body)}}
}

func (i *inspector) pass(op string, status int) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.passed[op] == nil {
		i.passed[op] = map[int]bool{}
	}
	i.passed[op][status] = true
}

func (i *inspector) report(side, op string, status int, findings []finding) {
	for _, f := range findings {
		if !i.allowed.deliberate(side, op, status, i.older, f) {
			i.complain("%s of %s %s: at %s: %s", side, op, statusText(status), f.where, f.what)
		}
	}
}

func statusText(status int) string {
	if status == 0 {
		return ""
	}
	return fmt.Sprint(status)
}

// finding is a place where a request or an answer departs from the document.
type finding struct {
	where string // "status", "query limit", "body/values/0/id", …
	what  string
}

// flatten makes findings of the validator's nested errors.
func flatten(err error, where string) []finding {
	switch e := err.(type) {
	case nil:
		return nil
	case openapi3.MultiError:
		var all []finding
		for _, one := range e {
			all = append(all, flatten(one, where)...)
		}
		return all
	case *openapi3filter.RequestError:
		where = "body"
		if e.Parameter != nil {
			where = e.Parameter.In + " " + e.Parameter.Name
		}
		return inner(e.Err, where, e.Reason)
	case *openapi3filter.ResponseError:
		return inner(e.Err, "body", e.Reason)
	case *openapi3.SchemaError:
		return []finding{{strings.Join(append([]string{where}, e.JSONPointer()...), "/"), e.Reason}}
	default:
		return []finding{{where, err.Error()}}
	}
}

func inner(err error, where, reason string) []finding {
	if err == nil {
		return []finding{{where, reason}}
	}
	return flatten(err, where)
}

// undeclaredParameters are parameters of the query that the document does not have. It does not say that others are
// refused, and so the validator lets them pass; a client has no business sending them.
func undeclaredParameters(route *routers.Route, r *http.Request) []finding {
	var all []finding
	for name := range r.URL.Query() {
		if route.Operation.Parameters.GetByInAndName("query", name) == nil &&
			route.PathItem.Parameters.GetByInAndName("query", name) == nil {
			all = append(all, finding{"query " + name, "the document has no such parameter"})
		}
	}
	return all
}

func requestSchema(op *openapi3.Operation) *openapi3.Schema {
	if op.RequestBody == nil {
		return nil
	}
	media := op.RequestBody.Value.Content.Get("application/json")
	if media == nil {
		return nil
	}
	return media.Schema.Value
}

// undeclaredMembers are members of a JSON body that the document does not have. Objects are open in it unless it says
// otherwise, and so the validator lets them pass; here each must be known.
func undeclaredMembers(schema *openapi3.Schema, body []byte) []finding {
	var value any
	if schema == nil || json.Unmarshal(body, &value) != nil {
		return nil
	}
	return strangers(alternatives(schema), value, "body")
}

// alternatives are the schemas that together say which members an object may have.
func alternatives(s *openapi3.Schema) []*openapi3.Schema {
	all := []*openapi3.Schema{s}
	for _, ref := range slices.Concat(s.AllOf, s.AnyOf, s.OneOf) {
		all = append(all, alternatives(ref.Value)...)
	}
	return all
}

func strangers(schemas []*openapi3.Schema, value any, where string) []finding {
	var all []finding
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			known, open := memberSchemas(schemas, name)
			if len(known) > 0 {
				all = append(all, strangers(known, member, where+"/"+name)...)
			} else if !open {
				all = append(all, finding{where + "/" + name, "the document has no such member"})
			}
		}
	case []any:
		var items []*openapi3.Schema
		for _, s := range schemas {
			if s.Items != nil {
				items = append(items, alternatives(s.Items.Value)...)
			}
		}
		if len(items) == 0 {
			return nil
		}
		for i, item := range v {
			all = append(all, strangers(items, item, fmt.Sprintf("%s/%d", where, i))...)
		}
	}
	return all
}

func memberSchemas(schemas []*openapi3.Schema, name string) (known []*openapi3.Schema, open bool) {
	described := false
	for _, s := range schemas {
		described = described || len(s.Properties) > 0
		if p := s.Properties[name]; p != nil {
			known = append(known, alternatives(p.Value)...)
		}
		if extra := s.AdditionalProperties; extra.Schema != nil || extra.Has != nil && *extra.Has {
			open = true
		}
	}
	return known, open || !described
}

var idInPath = regexp.MustCompile(`/([0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|not-an-id)`)

// shapeOf is a path with its ids taken out.
func shapeOf(path string) string {
	return idInPath.ReplaceAllString(strings.TrimPrefix(path, "/api"), "/{}")
}

// unpublished are the requests that no published document has, with their operations. Of some the document has the answer
// all the same, as a schema that nothing in it uses.
var unpublished = map[string]struct{ name, answer string }{
	"POST /v1/projects/{}/notebook/run":       {"RunDraft", "NotebookProjectRunResponsePayload"},
	"POST /v1/cells/{}/run":                   {"RunCell", "CellRunResponsePayload"},
	"GET /v1/suggestions":                     {"ListSuggestions", ""},
	"GET /v1/suggestions/{}":                  {"GetSuggestion", ""},
	"POST /v1/suggestions/{}":                 {"UpdateSuggestion", ""},
	"POST /v1/suggestions/{}/changes/{}":      {"UpdateSuggestionChange", ""},
	"POST /v1/suggestions/{}/review":          {"ReviewSuggestion", ""},
	"POST /v1/projects/compute-profile/batch": {"UpdateComputeProfiles", ""},
}
