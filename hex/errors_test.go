package hex_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode"

	"hextui/hex"
)

// shapes are error answers as Hex and what stands before it send them.
var shapes = []struct {
	name        string
	status      int
	contentType string
	header      map[string]string
	body        string

	kind    hex.Kind
	code    string
	message string // part of it
	trace   string
	issues  []string
}{
	{name: "newer", status: 404, body: `{"code":"NOT_FOUND","message":"Project p was deleted"}`,
		kind: hex.NotFound, code: "NOT_FOUND", message: "Project p was deleted"},
	{name: "newer with a trace in the header", status: 500, header: map[string]string{"x-trace-id": "abc"},
		body: `{"code":"INTERNAL_SERVER_ERROR","message":"Internal server error"}`,
		kind: hex.Server, code: "INTERNAL_SERVER_ERROR", message: "a fault of its own (500)", trace: "abc"},
	{name: "newer with issues", status: 400,
		body: `{"code":"BAD_REQUEST","message":"Invalid input data","issues":[{"message":"limit is too large"},{"message":"sortBy is ` +
			`unknown"}]}`,
		kind: hex.Invalid, code: "BAD_REQUEST", message: "wrong", issues: []string{"limit is too large", "sortBy is unknown"}},
	{name: "only a message", status: 403, body: `{"message":"This endpoint requires the workspace to be at least ENTERPRISE tier."}`,
		kind: hex.Forbidden, message: "at least ENTERPRISE"},
	{name: "older", status: 422, body: `{"reason":"Project has no published version","traceId":"t1"}`,
		kind: hex.Unprocessable, message: "no published version", trace: "t1"},
	{name: "older with details", status: 400, body: `{"reason":"Bad cursor","details":"after is not a cursor","traceId":"t2"}`,
		kind: hex.Invalid, message: "Bad cursor", trace: "t2", issues: []string{"after is not a cursor"}},
	{name: "older with a list of details", status: 404,
		body: `{"reason":"Some were not found","traceId":"t3","details":[{"name":"db.orders","type":"TABLE","reason":"not_found"},` +
			`{"name":"x","type":"SCHEMA","reason":"invalid_status","value":"Gold"}]}`,
		kind: hex.NotFound, message: "Some were not found", trace: "t3",
		issues: []string{"TABLE db.orders: there is none of this name", `SCHEMA x: the workspace has no status "Gold"`}},
	{name: "older with problems", status: 400,
		body: `{"reason":"The model is wrong","problems":[{"severity":"error","message":"no measure","display":"…"}]}`,
		kind: hex.Invalid, message: "The model is wrong", issues: []string{"no measure"}},
	{name: "run inputs", status: 422,
		body: `{"traceId":"t4","invalid":[{"paramName":"days","paramValue":"\"x\"","dataType":"NUMBER",` +
			`"inputCellType":"NUMBER_INPUT"}],"notFound":["region"]}`,
		kind: hex.Unprocessable, message: `days = "x" does not fit (number); region is no input`, trace: "t4"},
	{name: "the edge", status: 401, contentType: "text/plain",
		header: map[string]string{"WWW-Authenticate": `Bearer error="invalid_token"`}, body: "Unauthorized",
		kind: hex.Unauthorized, message: "does not accept the token"},
	{name: "a web page", status: 502, contentType: "text/html", body: "<html><head><title>502 Bad\nGateway &amp; more</title></head>",
		kind: hex.Unavailable, message: "502 Bad Gateway & more"},
	{name: "a web page without a title", status: 504, body: "  <!doctype html><p>hm",
		kind: hex.Unavailable, message: "web page"},
	{name: "cut in the message", status: 404, body: `{"code":"NOT_FOUND","message":"No such pro`,
		kind: hex.NotFound, code: "NOT_FOUND", message: "no such"},
	{name: "cut behind the message", status: 422, body: `{"code":"X","message":"It is archived","issues":[{"mess`,
		kind: hex.Unprocessable, code: "X", message: "It is archived"},
	{name: "nothing", status: 403, kind: hex.Forbidden, message: "may not do this"},
	{name: "null", status: 500, body: `null`, kind: hex.Server, message: "500"},
	{name: "all null", status: 404,
		body: `{"code":null,"message":null,"issues":null,"reason":null,"details":null,"traceId":null,"invalid":null,"notFound":null}`,
		kind: hex.NotFound, message: "no such"},
	{name: "wrong types", status: 400,
		body: `{"code":7,"message":{"message":"nested"},"issues":"alone","traceId":12,"invalid":"x","notFound":{}}`,
		kind: hex.Invalid, code: "7", message: "nested", trace: "12", issues: []string{"alone"}},
	{name: "a list", status: 400, body: `["one",{"message":"two"}]`, kind: hex.Invalid, message: "wrong", issues: []string{"one", "two"}},
	{name: "a JSON text", status: 400, body: `"Just this"`, kind: hex.Invalid, message: "Just this"},
	{name: "another's", status: 400, body: `{"error":{"code":"bad","message":"From a proxy"}}`, kind: hex.Invalid, code: "bad",
		message: "From a proxy"},
	{name: "binary", status: 500, body: "\x00\xff\xfe", kind: hex.Server, message: "500"},
	{name: "escape sequences", status: 400, body: `{"message":"a\u001b[31mb\u0000c\u202ed\r\ne"}`, kind: hex.Invalid,
		message: "a [31mb cd e"},
	{name: "endless", status: 400, body: `{"message":"` + strings.Repeat("long ", 10000) + `"}`, kind: hex.Invalid, message: "long long"},
	{name: "teapot", status: 418, kind: hex.Invalid, message: "wrong"},
	{name: "media type", status: 415, body: `{"code":"X","message":"Not a zip"}`, kind: hex.Invalid, code: "X", message: "Not a zip"},
	{name: "conflict", status: 409, kind: hex.Unprocessable, message: "as it is now"},
	{name: "gone", status: 410, kind: hex.NotFound, message: "no such"},
	{name: "server's own timeout", status: 408, kind: hex.Timeout, message: "gave up"},
	{name: "unknown 5xx", status: 599, kind: hex.Server, message: "599"},
	{name: "too fast", status: 429, header: map[string]string{"Retry-After": "7"},
		body: `{"code":"TOO_MANY_REQUESTS","message":"Too many requests"}`,
		kind: hex.RateLimited, code: "TOO_MANY_REQUESTS", message: "limit is reached. Try again in 7s"},
}

// Any operation may answer in any shape.
func TestEveryErrorShapeOfEveryOperation(t *testing.T) {
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				if s.contentType != "" {
					w.Header().Set("Content-Type", s.contentType)
				}
				for name, value := range s.header {
					w.Header().Set(name, value)
				}
				w.WriteHeader(s.status)
				io.WriteString(w, s.body)
			}, func(o *hex.Options) { o.RetryFor = -1 })
			ctx := t.Context()
			source := "x"
			calls := map[string]error{}
			_, calls["GetProject"] = c.GetProject(ctx, "p")
			_, calls["ListGroups"] = c.ListGroups(ctx, hex.GroupQuery{})
			_, calls["UpdateCell"] = c.UpdateCell(ctx, "c", hex.CellUpdate{Code: &source})
			calls["CancelRun"] = c.CancelRun(ctx, "p", "r")
			for op, err := range calls {
				if s.status == 429 && op != "GetProject" {
					continue // the first refusal of a group holds the others back
				}
				e := failure(t, err)
				if e.Kind != s.kind || e.Status != s.status || e.Op != op || e.Code != s.code || e.TraceID != s.trace {
					t.Errorf("%s: %+v", op, *e)
				}
				if !strings.Contains(e.Error(), s.message) || !slices.Equal(e.Issues, s.issues) {
					t.Errorf("%s says %q with %q, want %q with %q", op, e.Error(), e.Issues, s.message, s.issues)
				}
				unclear := s.status >= 500 || s.status == 408
				if write := e.Method != "GET"; e.MayHaveHappened != (write && unclear) {
					t.Errorf("%s: may have happened: %v", op, e.MayHaveHappened)
				}
				checkSentence(t, e)
			}
		})
	}
}

func checkSentence(t *testing.T, e *hex.Error) {
	t.Helper()
	s := e.Error()
	if s == "" || len(s) > 10000 || strings.ContainsFunc(s, unicode.IsControl) {
		t.Errorf("unfit to be shown: %.200q", s)
	}
}

func TestHintsSayWhatToDo(t *testing.T) {
	status := 0
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(status) }, func(o *hex.Options) { o.RetryFor = -1 })
	ctx := t.Context()
	getCell := func() error { _, err := c.GetCell(ctx, "c"); return err }
	run := func() error { _, err := c.RunProject(ctx, "p", hex.RunRequest{}); return err }
	draft := func() error { _, err := c.RunDraft(ctx, "p", hex.DraftRunRequest{}); return err }
	for _, test := range []struct {
		status int
		call   func() error
		hint   string
	}{
		{401, getCell, "token is good on its own host only (this is 127.0.0.1"},
		{403, getCell, "static id"},
		{404, getCell, "id changes with every write"},
		{422, run, "publish it in Hex first"},
		{503, run, "No run was started"},
		{404, draft, "does not offer draft runs"},
		{403, draft, "run the published version"},
		{422, func() error { return c.CancelRun(ctx, "p", "r") }, "finished run"},
		{404, func() error { _, err := c.GetCellOutput(ctx, "c"); return err }, "run the draft first"},
		{403, func() error { _, err := c.GetQueriedTables(ctx, "p", hex.Paging{}); return err }, "Enterprise"},
		{500, func() error { return c.CancelRun(ctx, "p", "r") }, "look before doing it again"},
	} {
		status = test.status
		if e := failure(t, test.call()); !strings.Contains(e.Hint, test.hint) {
			t.Errorf("%s %d: %q, want %q", e.Op, test.status, e.Hint, test.hint)
		}
	}
}

func TestRefusedInputsAreTyped(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		answer(w, 422, `{"traceId":"t","invalid":[{"paramName":"days","paramValue":7,"dataType":"STRING",`+
			`"inputCellType":"TEXT_INPUT"}],"notFound":["a","b"]}`)
	})
	_, err := c.RunProject(t.Context(), "p", hex.RunRequest{Inputs: map[string]any{"days": 7}})
	e := failure(t, err)
	if want := []hex.InvalidInput{{Name: "days", Value: "7", DataType: "STRING", InputCell: "TEXT_INPUT"}}; !slices.Equal(e.InvalidInputs,
		want) {
		t.Errorf("%+v", e.InvalidInputs)
	}
	if !slices.Equal(e.UnknownInputs, []string{"a", "b"}) || e.MayHaveHappened {
		t.Errorf("%+v", e)
	}
}

func TestKindOf(t *testing.T) {
	e := &hex.Error{Kind: hex.NotFound, Message: "Gone"}
	wrapped := fmt.Errorf("opening: %w", e)
	if hex.KindOf(wrapped) != hex.NotFound || hex.KindOf(errors.New("x")) != "" || hex.KindOf(nil) != "" {
		t.Error("KindOf")
	}
	if !hex.IsKind(wrapped, hex.Forbidden, hex.NotFound) || hex.IsKind(wrapped, hex.Forbidden) || hex.IsKind(nil, "") {
		t.Error("IsKind")
	}
	if e.Error() != "Gone." {
		t.Error(e.Error())
	}
}
