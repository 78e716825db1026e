package hosted

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEndpoint(t *testing.T) {
	for _, test := range []struct{ own, base, want, says string }{
		{"", "https://app.hex.tech/api/v1", "https://app.hex.tech/mcp", ""},
		{"", "https://acme.hex.tech/api/v1", "https://acme.hex.tech/mcp", ""},
		{"", "http://127.0.0.1:8765/api/v1", "http://127.0.0.1:8765/mcp", ""},
		{"EU.hex.tech", "https://app.hex.tech/api/v1", "https://eu.hex.tech/mcp", ""},
		{" EU ", "https://app.hex.tech/api/v1", "https://eu.hex.tech/mcp", ""},
		{"hipaa", "", "https://hc.hex.tech/mcp", ""},
		{"https://hc.hex.tech/mcp", "", "https://hc.hex.tech/mcp", ""},
		{"http://localhost:1/other", "", "http://localhost:1/other", ""},
		{"http://app.hex.tech/mcp", "", "", "plain http to app.hex.tech"},
		{"https://me:secret@app.hex.tech/mcp", "", "", "must not hold a user name"},
		{"ftp://app.hex.tech", "", "", "must begin with https://"},
		{"http://127.0.0.1.evil.example/mcp", "", "", "plain http"},
		{"${HEX_MCP_URL}", "", "", "cannot be understood"},
	} {
		got, err := Endpoint(test.own, test.base)
		if got != test.want || (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("Endpoint(%q, %q) = %q, %v", test.own, test.base, got, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error repeats a password: %v", err)
		}
	}
}

func TestReadChallenge(t *testing.T) {
	for _, test := range []struct {
		header []string
		want   challenge
	}{
		{nil, challenge{}},
		{[]string{"Bearer"}, challenge{}},
		{[]string{`Basic realm="a, b", Bearer resource_metadata="https://x/y", scope="a b"`},
			challenge{"https://x/y", []string{"a", "b"}, ""}},
		{[]string{`Basic realm=x`, `bearer error=invalid_token , resource_metadata = "https://x/\"y"`},
			challenge{`https://x/"y`, nil, "invalid_token"}},
		{[]string{`Bearer scope="a", Digest scope="b", error="no"`}, challenge{"", []string{"a"}, ""}},
		{[]string{`Bearer scope="first", scope="second"`}, challenge{"", []string{"first"}, ""}},
		{[]string{`Bearer scope="never ends`}, challenge{"", []string{"never", "ends"}, ""}},
	} {
		got := readChallenge(http.Header{"Www-Authenticate": test.header})
		if got.metadata != test.want.metadata || got.problem != test.want.problem || !slices.Equal(got.scopes, test.want.scopes) {
			t.Errorf("%q: %+v, want %+v", test.header, got, test.want)
		}
	}
}

func FuzzReadChallenge(f *testing.F) {
	f.Add(`Bearer resource_metadata="https://x", scope="a\"b"`)
	f.Add(`a=b, "c" = , , Bearer =`)
	f.Fuzz(func(t *testing.T, value string) { readChallenge(http.Header{"Www-Authenticate": {value}}) })
}

const someID = "0f1e2d3c-4b5a-4678-9abc-def012345678"

func TestReadThread(t *testing.T) {
	for name, test := range map[string]struct {
		result Result
		want   Thread
	}{
		"structured": {Result{Text: "x", Structured: []byte(`{"threadId":"a","status":"RUNNING","waitTime":7}`)},
			Thread{ID: "a", Status: Running, Wait: 7 * time.Second}},
		"nested": {Result{Structured: []byte(`{"thread":{"id":"a","status":"IDLE","url":"u"}}`)},
			Thread{ID: "a", Status: Idle, URL: "u"}},
		"JSON as text": {Result{Text: "Here:\n\n{\"thread_id\":\"a\",\"status\":\"ERROR\"}"}, Thread{ID: "a", Status: Failed}},
		"lines": {Result{Text: "Thread " + someID + "\n**Status:** PROCESSING\nPlease wait 12 seconds"},
			Thread{ID: someID, Status: Running, Wait: 12 * time.Second}},
		"a link": {Result{Text: "See https://app.hex.tech/acme/thread/" + someID + "."},
			Thread{ID: someID, Status: Unknown, URL: "https://app.hex.tech/acme/thread/" + someID}},
		"prose":        {Result{Text: "Status: idle customers rose by 4%.\nMost of the fleet is idle."}, Thread{Status: Unknown}},
		"unknown word": {Result{Structured: []byte(`{"id":"a","status":"DONE?"}`)}, Thread{ID: "a", Status: Unknown}},
		"why": {Result{Text: "x", Structured: []byte(`{"id":"a","status":"ERROR","error":{"type":"NO_DATA","message":"m"}}`)},
			Thread{ID: "a", Status: Failed, Reason: "NO_DATA", Why: "m"}},
		"why in lines":        {Result{Text: "Status: ERROR\n**Error:** `NO_DATA`"}, Thread{Status: Failed, Reason: "NO_DATA"}},
		"why in other words":  {Result{Text: "Status: ERROR\nError: it is NO_DATA of org-7f3"}, Thread{Status: Failed}},
		"why as a text":       {Result{Structured: []byte(`{"id":"a","status":"ERROR","error":"NO_DATA"}`)}, Thread{ID: "a", Status: Failed}},
		"a reason of no form": {Result{Structured: []byte(`{"id":"a","error":{"type":"quota of org-7f3"}}`)}, Thread{ID: "a", Status: Unknown}},
		"nothing":             {Result{}, Thread{Status: Unknown}},
		"wrong types":         {Result{Structured: []byte(`{"threadId":7,"status":["IDLE"]}`)}, Thread{Status: Unknown}},
		"a wrong type":        {Result{Structured: []byte(`{"threadId":"a","waitTime":"soon","status":"IDLE"}`)}, Thread{ID: "a", Status: Idle}},
		"an absurd wait":      {Result{Structured: []byte(`{"id":"a","status":"RUNNING","waitTime":1e300}`)}, Thread{ID: "a", Status: Running}},
	} {
		got := readThread(test.result, "")
		if got.ID != test.want.ID || got.Status != test.want.Status || got.URL != test.want.URL || got.Wait != test.want.Wait ||
			got.Reason != test.want.Reason || got.Why != test.want.Why {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

func TestStream(t *testing.T) {
	s := newStream(strings.NewReader(": hello\n\nid: 1\nretry: 250\ndata: {\"a\":\ndata: 1}\r\n\r\nevent: x\ndata\n\ndata: cut"))
	first, err := s.next()
	if err != nil || string(first.data) != "{\"a\":\n1}" || first.id != "1" || first.retry != 250*time.Millisecond {
		t.Errorf("%+v %q, %v", first, first.data, err)
	}
	if second, err := s.next(); err != nil || len(second.data) != 0 || second.id != "" {
		t.Errorf("%+v, %v", second, err)
	}
	if cut, err := s.next(); err == nil {
		t.Errorf("an event without an end: %q", cut.data)
	}
}
