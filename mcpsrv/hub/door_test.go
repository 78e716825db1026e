package hub

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
)

const token = "a-token-of-clients"

// Every answer that is not 200 has the one form, with its status and what HTTP wants with it.
func TestStatuses(t *testing.T) {
	w := newWorld(t, func(w *world) {
		w.options = HTTPOptions{Token: token, Hosts: []string{"hub.acme.example"}, Origins: []string{"https://tools.acme.example"}}
	})
	const path = "/api/agent_citation_formatter_service"
	good := `{"data":["https://a.example"]}`
	for name, c := range map[string]struct {
		method, path, body string
		header             []string
		want               int
		says               string
	}{
		"with a bearer token":   {"POST", path, good, nil, 200, ""},
		"with an API key":       {"POST", path, good, []string{"Authorization", "", "X-API-Key", token}, 200, ""},
		"charset":               {"POST", path, good, []string{"Content-Type", "application/json; charset=UTF-8"}, 200, ""},
		"allowed origin":        {"POST", path, good, []string{"Origin", "https://tools.acme.example"}, 200, ""},
		"page of this computer": {"POST", path, good, []string{"Origin", "http://localhost:3000"}, 200, ""},
		"allowed host":          {"POST", path, good, []string{"Host", "hub.acme.example:7860"}, 200, ""},
		"no token":              {"POST", path, good, []string{"Authorization", ""}, 401, "X-API-Key"},
		"wrong token":           {"POST", path, good, []string{"Authorization", "Bearer a-token-of-client"}, 401, "X-API-Key"},
		"no token for health":   {"POST", "/api/get_health_status_service", `{"data":[]}`, []string{"Authorization", ""}, 401, ""},
		"no token for metrics":  {"GET", "/metrics", "", []string{"Authorization", ""}, 401, ""},
		"no token for nothing":  {"GET", "/nothing", "", []string{"Authorization", ""}, 401, ""},
		"foreign host":          {"POST", path, good, []string{"Host", "evil.example"}, 403, "not called that"},
		"foreign origin":        {"POST", path, good, []string{"Origin", "https://evil.example"}, 403, "origin"},
		"no origin":             {"POST", path, good, []string{"Origin", "null"}, 403, "origin"},
		"foreign preflight":     {"OPTIONS", path, "", []string{"Origin", "https://evil.example"}, 403, "origin"},
		"nothing there":         {"POST", "/api/agent_dance_service", good, nil, 404, "/openapi.json"},
		"root":                  {"GET", "/", "", nil, 404, ""},
		"longer path":           {"POST", path + "/", good, nil, 404, ""},
		"GET":                   {"GET", path, "", nil, 405, "POST"},
		"DELETE metrics":        {"DELETE", "/metrics", "", nil, 405, ""},
		"OPTIONS of no page":    {"OPTIONS", path, "", nil, 405, ""},
		"too long":              {"POST", path, `{"data":["` + strings.Repeat("a", maxBody) + `"]}`, nil, 413, "longer"},
		"text/plain":            {"POST", path, good, []string{"Content-Type", "text/plain"}, 415, "application/json"},
		"form":                  {"POST", path, good, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, ""},
		"no type":               {"POST", path, good, []string{"Content-Type", ""}, 415, ""},
		"another charset":       {"POST", path, good, []string{"Content-Type", "application/json; charset=latin1"}, 415, ""},
		"no JSON":               {"POST", path, `{"data":`, nil, 400, "JSON"},
		"upstream":              {"POST", "/api/agent_llm_processor_service", `{"data":["a","reason"]}`, nil, 200, ""},
	} {
		req, err := http.NewRequestWithContext(t.Context(), c.method, w.url+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bearer "+token)
		for i := 0; i < len(c.header); i += 2 {
			if c.header[i] == "Host" {
				req.Host = c.header[i+1]
				continue
			}
			req.Header.Set(c.header[i], c.header[i+1])
		}
		r := w.send(req)
		if r.code != c.want || c.want != 200 && r.failure() == "" || !strings.Contains(r.failure(), c.says) {
			t.Errorf("%s: %d %s", name, r.code, r.text)
		}
		if (r.header.Get("Allow") != "") != (c.want == 405) || (r.header.Get("WWW-Authenticate") != "") != (c.want == 401) ||
			r.header.Get("Access-Control-Allow-Origin") == "*" || r.header.Get("Access-Control-Allow-Origin") != "" && c.want == 403 {
			t.Errorf("%s: %v", name, r.header)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodOptions, w.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", "https://tools.acme.example")
	if r := w.send(req); r.code != 204 || r.header.Get("Access-Control-Allow-Origin") != "https://tools.acme.example" ||
		!strings.Contains(r.header.Get("Access-Control-Allow-Headers"), "X-API-Key") {
		t.Errorf("a page that may ask is answered %d %v", r.code, r.header)
	}
}

// Without a token, pages of this computer may not ask unless they were allowed: any program may show one.
func TestOriginsWithoutToken(t *testing.T) {
	w := newWorld(t, func(w *world) { w.options = HTTPOptions{Origins: []string{"http://localhost:6274"}} })
	for origin, want := range map[string]int{"http://localhost:6274": 200, w.url: 200, "http://localhost:3000": 403,
		"http://127.0.0.1": 403} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.url+"/api/agent_citation_formatter_service",
			strings.NewReader(`{"data":["https://a.example"]}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Origin", origin)
		if r := w.send(req); r.code != want {
			t.Errorf("a page of %s is answered %d %s", origin, r.code, r.text)
		}
	}
}

// Without a token only this computer may be listened on; beyond it there must be a certificate too.
func TestListen(t *testing.T) {
	for _, c := range []struct {
		addr string
		o    HTTPOptions
		says string
	}{
		{"0.0.0.0:0", HTTPOptions{}, "needs a certificate"},
		{"192.0.2.1:0", HTTPOptions{Token: token}, "needs a certificate"},
		{":0", HTTPOptions{CertFile: "x", KeyFile: "y"}, "needs a token"},
		{":0", HTTPOptions{CertFile: "x", KeyFile: "y", Token: token}, "name the hosts"},
		{"hub.example:0", HTTPOptions{CertFile: "x", KeyFile: "y", Token: token}, "cannot be used"},
		{"127.0.0.1:0", HTTPOptions{Token: "short"}, "too short"},
		{"127.0.0.1:0", HTTPOptions{CertFile: "x"}, "its key"},
		{"127.0.0.1", HTTPOptions{}, "no address"},
	} {
		if err := newWorld(t, nil).hub.Listen(t.Context(), c.addr, c.o); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v; it should say %q", c.addr, err, c.says)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	w := newWorld(t, nil)
	var answered int
	err := w.hub.Listen(ctx, "127.0.0.1:0", HTTPOptions{Ready: func(at net.Addr) {
		go func() {
			defer cancel()
			resp, err := http.Get("http://" + at.String() + "/openapi.json")
			if err == nil {
				answered = resp.StatusCode
				err = resp.Body.Close()
			}
			if err != nil {
				t.Error(err)
			}
		}()
	}})
	if err != nil || answered != 200 {
		t.Errorf("%d, %v", answered, err)
	}
}
