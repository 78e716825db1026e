package hex_test

import (
	"net/url"
	"strings"
	"testing"

	"hextui/hex"
)

func TestNormalizeBaseURL(t *testing.T) {
	const app = "https://app.hex.tech/api/v1"
	good := map[string]string{
		"":                                  app,
		"  ":                                app,
		"app.hex.tech":                      app,
		"app.hex.tech/":                     app,
		"APP.Hex.Tech":                      app,
		"HTTPS://app.hex.tech":              app,
		"https://app.hex.tech//":            app,
		"https://app.hex.tech/api":          app,
		"https://app.hex.tech/api/":         app,
		"https://app.hex.tech/api/v1":       app,
		"https://app.hex.tech/api/v1//":     app,
		"https://app.hex.tech/v1":           app,
		"https://app.hex.tech:443/api":      app,
		"app.hex.tech/api/v1":               app,
		" eu.hex.tech\n":                    "https://eu.hex.tech/api/v1",
		"https://gate.acme.example/hex/api": "https://gate.acme.example/hex/api/v1",
		"acme.example:8443":                 "https://acme.example:8443/api/v1",
		"http://127.0.0.1:8765":             "http://127.0.0.1:8765/api/v1",
		"http://localhost:8765/api/v1":      "http://localhost:8765/api/v1",
		"http://[::1]:8765":                 "http://[::1]:8765/api/v1",
		"127.0.0.1:8765":                    "http://127.0.0.1:8765/api/v1",
		"localhost":                         "http://localhost/api/v1",
		"https://localhost":                 "https://localhost/api/v1",
		"http://127.8.9.1:80":               "http://127.8.9.1/api/v1",
	}
	for in, want := range good {
		if got, err := hex.NormalizeBaseURL(in); got != want || err != nil {
			t.Errorf("%q gives %q, %v, want %q", in, got, err, want)
		}
	}
	bad := map[string]string{
		"http://app.hex.tech":               "Plain http",
		"http://localhost.acme.example":     "Plain http",
		"http://0.0.0.0":                    "Plain http",
		"http://127.0.0.1.acme.example":     "Plain http",
		"https://me:secret@app.hex.tech":    "password",
		"me@app.hex.tech":                   "password",
		"https://app.hex.tech@acme.example": "password",
		"ftp://app.hex.tech":                "https://",
		"https://":                          "understood",
		"https://app hex.tech":              "understood",
		"https://%zz":                       "understood",
		"https://app.hex.tech/acme/hex/1":   "page",
		"https://app.hex.tech/api/v2":       "page",
		"hxtp_abc":                          "token",
	}
	for in, want := range bad {
		got, err := hex.NormalizeBaseURL(in)
		if hex.KindOf(err) != hex.Invalid || !strings.Contains(err.Error(), want) || got != "" {
			t.Errorf("%q gives %q, %v, want an error with %q", in, got, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error shows a password: %v", err)
		}
	}
}

func FuzzNormalizeBaseURL(f *testing.F) {
	for _, s := range []string{"app.hex.tech", "http://[::1]:1/api", "a@b", "//x", "::", "https://a/api/v1/v1", "http://localhost@evil"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := hex.NormalizeBaseURL(s)
		if err != nil {
			return
		}
		u, err := url.Parse(got)
		if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || !strings.HasSuffix(u.Path, "/api/v1") {
			t.Fatalf("%q gives %q: %+v, %v", s, got, u, err)
		}
		if again, err := hex.NormalizeBaseURL(got); again != got || err != nil {
			t.Fatalf("%q gives %q, and that gives %q, %v", s, got, again, err)
		}
	})
}

func TestProjectURL(t *testing.T) {
	c := connect(t, func(o *hex.Options) { o.BaseURL = "eu.hex.tech" })
	if got := c.ProjectURL("a b"); got != "https://eu.hex.tech/hex/a%20b/draft/logic" {
		t.Error(got)
	}
}
